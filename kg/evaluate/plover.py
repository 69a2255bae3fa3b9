"""PLOVER's hand-coded sentences: who did what to whom, in which of 16 classes.

Open Event Data Alliance, PLOVER, 2016: one coded event a sentence. There is no standard scorer:
spans are scored exactly and by overlap, classes by macro F1, and sources taken for targets apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate.corpus import Corpus, Recipe, Text, read_corpus
from kg.evaluate.score import Figure, Ratio, macro_f1, make_figure, read_json_lines
from kg.evaluate.spans import overlaps
from kg.lexicon import EVENTS, PLOVER_INTENDED
from kg.lexicon_types import EventClass
from kg.model import Mention, Proposition, Span

Record = Mapping[str, Any]

_ACTORS = frozenset({"Person", "Organization", "Country", "Place", "Group"})
# Roles that may hold the target where those of the event class hold none, the likeliest first:
# "demanded that the mayor resign" is directed at the mayor.
_TARGETS = (
    "object", "recipient", "opponent", "companion", "beneficiary", "content", "topic", "purpose",
    "destination", "place", "cause", "origin", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """The one event of a sentence as we code it."""

    type: str  # PLOVER's class, or "" if ours has none
    sources: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """All figures; each sentence is a document of its own."""
    records = read_json_lines(folder / f"{split}.jsonl")
    corpus = read_corpus(records, recipe, group=lambda record: record["id"])
    events = [main_event(str(record["id"]), corpus, EVENTS) for record in records]
    yield class_macro_f1(records, events)
    yield source_target(records, events, exact=True)
    yield source_target(records, events, exact=False)
    yield direction_errors(records, events)


def class_macro_f1(records: Sequence[Record], events: Sequence[Event]) -> Figure:
    """Macro F1 over the classes of the gold."""
    pairs = [(record["event"], event.type) for record, event in zip(records, events, strict=True)]
    misses = [
        f"{gold}, not {ours or 'any'}: {record['text']}"
        for record, (gold, ours) in zip(records, pairs, strict=True)
        if gold != ours
    ]
    return macro_f1("plover_gsr", "class_macro_f1", pairs, misses=misses)


def source_target(records: Sequence[Record], events: Sequence[Event], *, exact: bool) -> Figure:
    """F1 of actors in the right role; either role is right where the event is reciprocal."""
    true = predicted = found = gold_count = 0
    misses: list[str] = []
    for record, event in zip(records, events, strict=True):
        ours = [("source", m) for m in event.sources] + [("target", m) for m in event.targets]
        golds = [(role, actor) for role in ("source", "target") for actor in record[role]]
        golds = [(role, actor) for role, actor in golds if "start" in actor]
        hits = [
            [_is_actor(actor, m, exact=exact) and _is_role(role, name, record) for name, m in ours]
            for role, actor in golds
        ]
        predicted += len(ours)
        gold_count += len(golds)
        found += sum(map(any, hits))
        true += sum(map(any, zip(*hits, strict=True)))
        misses += [
            f"{role} {actor['text']}: {record['text']}"
            for (role, actor), row in zip(golds, hits, strict=True)
            if not any(row)
        ]
    metric = "source_target_exact" if exact else "source_target_overlap"
    ratio = Ratio(true, predicted, found, gold_count)
    return make_figure("plover_gsr", metric, ratio, misses=misses)


def direction_errors(records: Sequence[Record], events: Sequence[Event]) -> Figure:
    """Share of sentences with source and target in each other's place, of those with both twice."""
    compared = 0
    wrong: list[str] = []
    for record, event in zip(records, events, strict=True):
        if record["reciprocal"] or not (record["source"] and record["target"]):
            continue
        if event.sources and event.targets:
            compared += 1
            turned = _is_placed(record["target"], record["source"], event)
            if turned and not _is_placed(record["source"], record["target"], event):
                wrong.append(record["text"])
    if not compared:
        return Figure("plover_gsr", "direction_errors", None, note="no sentence to compare")
    return Figure(
        "plover_gsr", "direction_errors", len(wrong) / compared, count=compared,
        false_finds=tuple(wrong),
    )  # fmt: skip


def main_event(identity: str, corpus: Corpus, classes: Mapping[str, EventClass]) -> Event:
    """The claim that is coded: with a class and with actors on both sides, first in the sentence.

    Claims of one predicate, which differ in coordinated arguments, are taken together. A pronoun
    stands for the phrase that it refers to.
    """
    text = corpus.texts[identity]
    groups: dict[Span, list[Proposition]] = {}
    for proposition in text.reading.propositions:
        groups.setdefault(proposition.span, []).append(proposition)
    events = [_code(text, claims, classes) for claims in groups.values()]
    event = max(events, key=_weight, default=Event(""))
    sources, targets = (
        tuple(dict.fromkeys(_antecedent(m, text, corpus) for m in actors))
        for actors in (event.sources, event.targets)
    )
    return Event(event.type, sources, targets)


def _antecedent(mention: Mention, text: Text, corpus: Corpus) -> Mention:
    if mention.kind != "pronoun":
        return mention
    ids = corpus.linking.referents.get(mention, ())
    same = (m for m in text.reading.mentions if corpus.linking.referents.get(m, ()) == ids)
    return next((m for m in same if m.kind != "pronoun"), mention) if ids else mention


def _weight(event: Event) -> tuple[bool, int]:
    return bool(event.type), bool(event.sources) + bool(event.targets)


def _code(text: Text, claims: Sequence[Proposition], classes: Mapping[str, EventClass]) -> Event:
    event = classes.get(claims[0].type)
    sources = [m for p in claims for s in p.mentions("subject") for m in _actors(text, s)]
    targets: list[Mention] = []
    for role in dict.fromkeys([*(event.target if event else ()), *_TARGETS]):
        if not targets:
            targets = [m for p in claims for o in p.mentions(role) for m in _actors(text, o)]
    if any(claim.reciprocal for claim in claims):
        sources = targets = [*sources, *targets]
    return Event(_plover_class(claims[0], classes), tuple(sources), tuple(targets))


def _plover_class(claim: Proposition, classes: Mapping[str, EventClass]) -> str:
    """PLOVER's class for ours or the nearest above it; what is only intended is another."""
    event = classes.get(claim.type)
    while event and not event.plover:
        event = classes.get(event.parent)
    if event is None:
        return ""
    is_intended = claim.tense == "future" or claim.certainty != "certain"
    return PLOVER_INTENDED.get(event.plover, event.plover) if is_intended else event.plover


def _actors(text: Text, mention: Mention) -> list[Mention]:
    """The mention itself if it can act, else the first actor that its phrase names."""
    if mention.label in _ACTORS:
        return [mention]
    span = mention.span
    inside = [
        m
        for m in text.reading.mentions
        if span.start <= m.span.start and m.span.end <= span.end and m.label in _ACTORS
    ]
    return sorted(inside, key=lambda m: m.span.start)[:1]


def _is_actor(actor: Record, mention: Mention, *, exact: bool) -> bool:
    if not exact:
        return overlaps((actor["start"], actor["end"]), (mention.span.start, mention.span.end))
    return _bare(actor["text"]) in {_bare(mention.text), _bare(mention.core)}


def _bare(text: str) -> str:
    words = text.split()
    return " ".join(words[1:] if words and words[0].lower() in ("the", "a", "an") else words)


def _is_role(gold: str, ours: str, record: Record) -> bool:
    return gold == ours or record["reciprocal"]


def _is_placed(sources: Sequence[Record], targets: Sequence[Record], event: Event) -> bool:
    """Whether ours has one of these sources for source and one of these targets for target."""
    return _is_any(sources, event.sources) and _is_any(targets, event.targets)


def _is_any(actors: Sequence[Record], mentions: Sequence[Mention]) -> bool:
    return any(_is_actor(a, m, exact=False) for a in actors if "start" in a for m in mentions)
