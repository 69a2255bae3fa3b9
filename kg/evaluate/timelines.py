"""Timelines of entities across documents, as SemEval-2015 task 4 asks for them.

Minard et al., "SemEval-2015 Task 4: TimeLine: Cross-Document Event Ordering", 2015: which events
does an entity take part in, in which order. A timeline is scored by its relations: events of one
place are simultaneous, an event of one place is before those of the next. A system relation is
right when it holds in the closure of the gold, and the reverse for recall; sums over timelines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from kg.evaluate.corpus import STATES, Corpus
from kg.evaluate.score import Figure, Ratio, make_figure
from kg.model import Evidence, Statement
from kg.times.bounds import bounds

Record = Mapping[str, Any]
Event = tuple[str, int]  # document and first character of the event's word
Timeline = list[set[Event]]
Relation = tuple[Event, str, Event]


def score_timelines(gold: Sequence[Record], records: Sequence[Record], corpus: Corpus) -> Figure:
    """Micro F1 of relations between events, from raw text."""
    published = {str(record["id"]): record["dct"] for record in records}
    topics = {str(record["id"]): record["topic"] for record in records}
    total = Ratio(0, 0, 0, 0)
    for record in gold:
        documents = {d for d, topic in topics.items() if topic == record["topic"]}
        system = make_timeline(record["entity"], documents, published, corpus)
        part = compare_timelines(_gold_timeline(record), system)
        total = Ratio(*(a + b for a, b in zip(total, part, strict=True)))
    return make_figure("meantime", "timelines", total)


def compare_timelines(gold: Timeline, system: Timeline) -> Ratio:
    """Relations of each side that hold on the other."""
    wanted, offered = set(_relations(gold)), set(_relations(system))
    true = sum(_holds(relation, gold) for relation in offered)
    found = sum(_holds(relation, system) for relation in wanted)
    return Ratio(true, len(offered), found, len(wanted))


def make_timeline(
    name: str, documents: set[str], published: Mapping[str, str], corpus: Corpus
) -> Timeline:
    """The events that an entity takes part in, by the day they happened.

    An event without a time of its own is put on the day its document was published.
    """
    entities = _entities_named(name, corpus)
    by_day: defaultdict[str, set[Event]] = defaultdict(set)
    for statement, evidence in corpus.grounded:
        if evidence.document_id in documents and _takes_part(entities, statement):
            event = _event(evidence, corpus)
            if event:
                by_day[_day(statement, published[evidence.document_id])].add(event)
    return [by_day[day] for day in sorted(by_day)]


def _gold_timeline(record: Record) -> Timeline:
    """The gold's places in order; what it could not date or locate is left out."""
    places: defaultdict[int, set[Event]] = defaultdict(set)
    for place in record["timeline"]:
        if place["order"]:
            places[place["order"]] |= {
                (str(e["doc"]), e["start"]) for e in place["events"] if e.get("start") is not None
            }
    return [events for _, events in sorted(places.items()) if events]


def _relations(timeline: Timeline) -> Iterator[Relation]:
    for events in timeline:
        yield from ((a, "simultaneous", b) for a, b in pairwise(sorted(events)))
    for before, after in pairwise(timeline):
        yield from ((a, "before", b) for a, b in product(before, after))


def _holds(relation: Relation, timeline: Timeline) -> bool:
    left, kind, right = relation
    places = {event: index for index, events in enumerate(timeline) for event in events}
    if left not in places or right not in places:
        return False
    return places[left] < places[right] if kind == "before" else places[left] == places[right]


def _entities_named(name: str, corpus: Corpus) -> set[str]:
    wanted = _plain(name)
    entities = corpus.linking.entities
    return {e.id for e in entities if wanted in map(_plain, (e.label, *e.aliases))}


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().removeprefix("the ").split())


def _takes_part(entities: Iterable[str], statement: Statement) -> bool:
    roles = {role.entity for role in statement.arguments}
    return not roles.union({statement.subject, statement.object}).isdisjoint(entities)


def _event(evidence: Evidence, corpus: Corpus) -> Event | None:
    if evidence.predicate is None or evidence.method in STATES:
        return None
    text = corpus.texts[evidence.document_id]
    for proposition in text.reading.propositions:
        if proposition.span == evidence.predicate:
            return evidence.document_id, text.triggers(proposition)[-1].start
    return evidence.document_id, evidence.predicate.start


def _day(statement: Statement, published: str) -> str:
    for role in statement.arguments:
        days = bounds(role.value.value) if role.role == "time" and role.value else None
        if days:
            return days[0].isoformat()
    return published[:10]
