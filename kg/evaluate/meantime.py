"""MEANTIME: mentions, events, roles, factuality, speech, time and linking on Wikinews.

Minard et al., "MEANTIME, the NewsReader Multilingual Event and Time Corpus", LREC 2016. Only the
first sentences of a document are annotated in full, so everything is scored inside that zone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from kg.evaluate.coreference import compare
from kg.evaluate.corpus import STATES, Corpus, Place, Recipe, Text, read_corpus
from kg.evaluate.dates import same_time
from kg.evaluate.marking import LABELS, mark
from kg.evaluate.score import Figure, Ratio, macro_f1, make_figure, read_json_lines, shares
from kg.evaluate.spans import (
    When,
    align,
    clusters_of,
    coreference_figure,
    groups_of,
    overlaps,
    read_whens,
    referring_mentions,
)
from kg.evaluate.timelines import score_timelines
from kg.model import Argument, Mention, Proposition

Record = Mapping[str, Any]

_POLARITY = {"POS": "positive", "NEG": "negative"}
_CERTAINTY = {"CERTAIN": "certain", "PROBABLE": "probable", "POSSIBLE": "possible"}
_TENSE = {"FUTURE": "future", "NON_FUTURE": "not future"}
_COPULAR = frozenset({"be", "become", "remain"})
_LATER_ROLES = frozenset({"Arg2", "Arg3", "Arg4", "Argm-OTHER"})


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """All figures of the set; a topic's documents are linked together."""
    records = read_json_lines(folder / f"{split}.jsonl")
    corpus = read_corpus(records, recipe, group=lambda record: record["topic"])
    yield from entity_mentions(records, corpus)
    yield from coreference(records, corpus)
    yield instances(records, corpus)
    yield event_triggers(records, corpus)
    yield from event_roles(records, corpus)
    yield from factuality(records, corpus)
    yield reported_speech(records, corpus)
    yield from time_expressions(records, corpus)
    yield linking(records, corpus)
    yield score_timelines(read_json_lines(folder / f"{split}.timelines.jsonl"), records, corpus)


def entity_mentions(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """F1 of mentions, with equal spans and with equal heads."""
    gold = [place for r in records for place in _gold_mentions(r, corpus).values()]
    system = [place for r in records for place in _marked(r, corpus)]
    for metric, heads in (("entity_mentions", False), ("entity_mentions_head", True)):
        aligned = align(gold, system, heads=heads)
        ratio = Ratio(len(aligned), len(set(system)), len(set(aligned.values())), len(set(gold)))
        yield make_figure("meantime", metric, ratio)


def coreference(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """CoNLL score within documents, single mentions included, as the corpus annotates them."""
    for metric, heads in (("coreference_conll", False), ("coreference_conll_head", True)):
        pairs = [_clusters(record, corpus, heads=heads) for record in records]
        mentions = [m for gold, _ in pairs for cluster in gold for m in cluster]
        yield coreference_figure("meantime", metric, compare(pairs), mentions)


def instances(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of pairs of documents' entities that are one instance of the corpus.

    Ours is the entity that most mentions of the gold's have; entities that we miss do not count.
    """
    ratio = compare_pairs([e for record in records for e in _instances(record, corpus)])
    merged, apart = ratio.predicted - ratio.true, ratio.gold - ratio.true
    note = f"{merged:.0f} pairs merged wrongly, {apart:.0f} left apart"
    return replace(make_figure("meantime", "instances", ratio), note=note)


def compare_pairs(found: Sequence[tuple[object, object]]) -> Ratio:
    """Pairs that are one on the gold's side and on ours, of items given as (gold, ours).

    >>> compare_pairs([("a", 1), ("a", 1), ("a", 2), ("b", 2)])
    Ratio(true=1, predicted=2, found=1, gold=3)
    """
    pairs = [(one[0] == two[0], one[1] == two[1]) for one, two in combinations(found, 2)]
    true = pairs.count((True, True))
    apart, merged = pairs.count((True, False)), pairs.count((False, True))
    return Ratio(true, true + merged, true, true + apart)


def _instances(record: Record, corpus: Corpus) -> Iterator[tuple[str, object]]:
    """The instance of each entity of a document, and ours."""
    places = _gold_mentions(record, corpus)
    system = _system_mentions(record, corpus)
    aligned = align(places.values(), system.values(), heads=True)
    groups = groups_of(_text(record, corpus), corpus, times=())
    ours = {aligned[place]: groups[m] for m, place in system.items() if place in aligned}
    for entity in record["entities"]:
        votes = Counter(ours[p] for i in entity["mentions"] if (p := places.get(i)) in ours)
        if entity["xdoc"] and votes:
            yield entity["xdoc"], min(votes, key=lambda group: (-votes[group], str(group)))


def event_triggers(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of the head words of event mentions."""
    gold = [place for r in records for place in _gold_events(r, corpus).values()]
    system = [place for r in records for place in _system_events(r, corpus)]
    wanted, found = _heads(gold), _heads(system)
    shared = len(wanted & found)
    ratio = Ratio(shared, len(found), shared, len(wanted))
    return make_figure(
        "meantime",
        "event_triggers",
        ratio,
        misses=_show(corpus, wanted - found),
        false_finds=_show(corpus, found - wanted),
    )


class Role(NamedTuple):
    """An entity in a role of an event; several role names where ours cannot tell them apart."""

    event: Place
    names: frozenset[str]
    argument: Place
    rule: str = ""  # that read it


def event_roles(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """F1 of event–role–entity triples: all equal, and with head words for spans.

    Our subject is Arg0, or Arg1 where nothing else is there to fill it, since which one the sole
    argument is ("shares fell") depends on the verb's entry in PropBank.
    """
    gold = [role for record in records for role in _gold_roles(record, corpus)]
    system = [role for record in records for role in _system_roles(record, corpus)]
    yield _role_figure("event_roles_exact", gold, system, lambda place: place[:3], corpus)
    yield _role_figure("event_roles_relaxed", gold, system, lambda p: (p[0], p[3]), corpus)


def factuality(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """Macro F1 of polarity, certainty and tense over the gold's classes, on events we find."""
    pairs = [pair for record in records for pair in _found_events(record, corpus)]
    for metric, attribute, names in (
        ("polarity", "polarity", _POLARITY),
        ("certainty", "certainty", _CERTAINTY),
        ("tense", "time", _TENSE),
    ):
        values = [
            (names[event[attribute]], _value(proposition, metric))
            for event, proposition in pairs
            if event.get(attribute) in names
        ]
        yield macro_f1("meantime", metric, values)


def reported_speech(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of (event reported, who reports it), the source by any mention of the same entity.

    A report is what a verb or noun of speech or thought introduces. The gold links it to the main
    event of its content only, so our claims are counted once for a sentence and speaker; where the
    gold names no source, they do not count.
    """
    found = gold_count = true = predicted = 0
    misses: list[str] = []
    false_finds: list[str] = []
    for record in records:
        gold, sourceless = _gold_reports(record, corpus)
        units = [
            unit
            for unit in _system_reports(record, corpus)
            if not gold.isdisjoint(unit) or sourceless.isdisjoint(event for event, _ in unit)
        ]
        gold_count += len(gold)
        predicted += len(units)
        found += len(gold & set().union(*units))
        true += sum(not gold.isdisjoint(unit) for unit in units)
        misses += _show(corpus, {(str(record["id"]), e) for e, _ in gold - set().union(*units)})
        wrong = [min(unit) for unit in units if gold.isdisjoint(unit)]
        false_finds += _show(corpus, {(str(record["id"]), event) for event, _ in wrong})
    ratio = Ratio(true, predicted, found, gold_count)
    return make_figure("meantime", "reported_speech", ratio, misses=misses, false_finds=false_finds)


def time_expressions(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """F1 of equal spans, and of values on overlapping spans, as TempEval-3 defines them."""
    spans = values = predicted = gold_count = 0
    misses: list[str] = []
    for record in records:
        text = corpus.texts[str(record["id"])]
        gold = [m for m in record["mentions"] if m["kind"] == "timex" and _is_full(m)]
        system = [w for w in read_whens(text) if w.end <= record["full_annotation_end"]]
        gold_count += len(gold)
        predicted += len(system)
        spans += len({(m["start"], m["end"]) for m in gold} & {(w.start, w.end) for w in system})
        right, wrong = _values(gold, system, record["dct"])
        values += right
        misses += wrong
    yield make_figure("meantime", "time_span", Ratio(spans, predicted, spans, gold_count))
    ratio = Ratio(values, predicted, values, gold_count)
    yield make_figure("meantime", "time_value", ratio, misses=misses)


def linking(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of mentions linked to the right DBpedia resource, over the mentions that have one.

    Ours carry Wikidata numbers rather than DBpedia names, so a linked entity is right when the
    resource's name is one of its names.
    """
    true = predicted = gold_count = 0
    misses: list[str] = []
    for record in records:
        places = _system_mentions(record, corpus)
        golds = _gold_mentions(record, corpus)
        aligned = align(golds.values(), places.values(), heads=True)
        resources = _resources(record, golds)
        gold_count += len(resources)
        for mention, place in places.items():
            names = _linked_names(mention, corpus)
            if not names or place not in aligned:
                continue
            predicted += aligned[place] in resources
            true += resources.get(aligned[place], "") in names
        misses += [f"{record['id']}: {name}" for name in resources.values()]
    ratio = Ratio(true, predicted, true, gold_count)
    return make_figure("meantime", "linking", ratio, note="precision on mentions the gold links")


def _is_full(mention: Record) -> bool:
    return mention["zone"] == "full" and "segments" not in mention


def _text(record: Record, corpus: Corpus) -> Text:
    return corpus.texts[str(record["id"])]


def _gold_mentions(record: Record, corpus: Corpus) -> dict[str, Place]:
    return _gold(record, corpus, "entity")


def _gold_events(record: Record, corpus: Corpus) -> dict[str, Place]:
    return _gold(record, corpus, "event")


def _gold(record: Record, corpus: Corpus, kind: str) -> dict[str, Place]:
    text = _text(record, corpus)
    return {
        m["id"]: text.place(m["start"], m["end"])
        for m in record["mentions"]
        if m["kind"] == kind and _is_full(m)
    }


def _system_mentions(record: Record, corpus: Corpus) -> dict[Mention, Place]:
    text = _text(record, corpus)
    marked = (m for m in referring_mentions(text) if m.function != "nested")
    places = {m: _extent(text, m) for m in marked if m.label in LABELS}
    return {m: p for m, p in places.items() if m.span.end <= record["full_annotation_end"]}


def _marked(record: Record, corpus: Corpus) -> dict[Place, object]:
    text = _text(record, corpus)
    return mark(text, groups_of(text, corpus, times=()), record["full_annotation_end"])


def _extent(text: Text, mention: Mention) -> Place:
    """The phrase as this corpus marks it: without the mark of the genitive."""
    return text.extent(mention, possessive=False)


def _propositions(record: Record, corpus: Corpus) -> list[Proposition]:
    end = record["full_annotation_end"]
    return [
        p
        for p in _text(record, corpus).reading.propositions
        if p.span.end <= end and p.rule not in STATES
    ]


def _system_events(record: Record, corpus: Corpus) -> list[Place]:
    text = _text(record, corpus)
    told = [place for p in _propositions(record, corpus) for place in text.triggers(p)]
    named = [
        _extent(text, m)
        for m in referring_mentions(text)
        if m.label == "Event" and m.span.end <= record["full_annotation_end"]
    ]
    return told + named


def _clusters(record: Record, corpus: Corpus, *, heads: bool) -> tuple[list[set[Place]], list[Any]]:
    places = _gold_mentions(record, corpus)
    gold = [{places[i] for i in e["mentions"] if i in places} for e in record["entities"]]
    system = _marked(record, corpus)
    aligned = align(places.values(), system, heads=heads)
    ours = {aligned.get(place, place): group for place, group in system.items()}
    return [cluster for cluster in gold if cluster], clusters_of(ours)


def _heads(places: Iterable[Place]) -> set[tuple[str, int]]:
    return {(place.document, place.head) for place in places}


def _show(corpus: Corpus, heads: Iterable[tuple[str, int]]) -> list[str]:
    """Each word in its sentence."""
    lines = []
    for document, head in sorted(heads):
        token = corpus.texts[document].token_at(head)
        if token is not None:
            lines.append(f"{token.text}   in: {' '.join(token.sent.text.split())}")
    return lines


def _gold_roles(record: Record, corpus: Corpus) -> Iterator[Role]:
    events, entities = _gold_events(record, corpus), _gold_mentions(record, corpus)
    for role in record["roles"]:
        if role["event"] in events and role["arg"] in entities:
            yield Role(events[role["event"]], frozenset([role["role"]]), entities[role["arg"]])


def _system_roles(record: Record, corpus: Corpus) -> Iterator[Role]:
    text = _text(record, corpus)
    for proposition in _propositions(record, corpus):
        triggers = text.triggers(proposition)
        for argument in proposition.arguments:
            mention = argument.mention
            names = _role_names(proposition, argument)
            if not names or mention.label not in LABELS or mention.kind in ("value", "clause"):
                continue
            # "agreed to meet": who agrees meets; whom one meets is not whom one agrees.
            for event in triggers if argument.role == "subject" else triggers[-1:]:
                yield Role(event, names, _extent(text, mention), proposition.rule)


def _role_names(proposition: Proposition, argument: Argument) -> frozenset[str]:
    """PropBank's names for an argument. Of "be" and "become" the subject is Arg1."""
    is_copular = proposition.predicate.lemma.split()[0] in _COPULAR
    match argument.role:
        case "subject" if any(map(_is_direct, proposition.arguments)) and not is_copular:
            return frozenset({"Arg0"})
        case "subject":
            return frozenset({"Arg0", "Arg1"})
        case "object" if is_copular:
            return _LATER_ROLES
        case "object":
            return frozenset({"Arg1"} if _is_direct(argument) else {"Arg1", *_LATER_ROLES})
        case "place":
            return frozenset({"Argm-LOC", *_LATER_ROLES})
        case "time" | "start" | "end" | "duration" | "frequency":
            return frozenset()
        case "topic" | "content":
            return _LATER_ROLES | {"Arg1"}
    return _LATER_ROLES


def _is_direct(argument: Argument) -> bool:
    """An object of the verb itself, not of a preposition: "hit the wall", not "fell to 9,000"."""
    return argument.role == "object" and not argument.preposition


def _role_figure(
    metric: str,
    gold: Sequence[Role],
    system: Sequence[Role],
    key: Callable[[Place], tuple[Any, ...]],
    corpus: Corpus,
) -> Figure:
    wanted = {(key(r.event), name, key(r.argument)): r for r in gold for name in r.names}
    offered: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    for role in system:
        offered[key(role.event), key(role.argument)] |= role.names
    found = {k for k in wanted if k[1] in offered.get((k[0], k[2]), ())}
    hit = {(event, argument) for event, _, argument in found}
    missed = [_show_role(wanted[k], corpus) for k in sorted(wanted.keys() - found)]
    by_rule = [(role.rule, (key(role.event), key(role.argument)) in hit) for role in system]
    wrong = [
        _show_role(r, corpus) for r, (_, is_hit) in zip(system, by_rule, strict=True) if not is_hit
    ]
    return make_figure(
        "meantime",
        metric,
        Ratio(len(hit), len(offered), len(found), len(wanted)),
        note=shares(by_rule),
        misses=missed,
        false_finds=wrong,
    )


def _show_role(role: Role, corpus: Corpus) -> str:
    text = corpus.texts[role.event.document].reading.document.text
    names = "/".join(sorted(role.names))
    event, argument = (text[p.start : p.end] for p in (role.event, role.argument))
    return f"{event} –{names}→ {argument}   in {role.event.document} at {role.event.start}"


def _found_events(record: Record, corpus: Corpus) -> Iterator[tuple[Record, Proposition]]:
    """Each gold event with the proposition that tells of it."""
    text = _text(record, corpus)
    by_head: dict[int, Proposition] = {}
    for proposition in _propositions(record, corpus):
        *first, last = text.triggers(proposition)
        by_head[last.head] = by_head.get(last.head, proposition)
        for place in first:
            by_head.setdefault(place.head, proposition)
    events = {m["id"]: m for m in record["mentions"]}
    for identity, place in _gold_events(record, corpus).items():
        if place.head in by_head:
            yield events[identity], by_head[place.head]


def _value(proposition: Proposition, attribute: str) -> str:
    if attribute == "tense":
        return "future" if proposition.tense == "future" else "not future"
    return str(getattr(proposition, attribute))


def _gold_reports(record: Record, corpus: Corpus) -> tuple[set[tuple[int, str]], set[int]]:
    """Head of each reported event with the source's entity; and of those without a source.

    What another kind of event introduces ("posted gains") is among the latter.
    """
    events = _gold_events(record, corpus)
    entity = {i: e["id"] for e in record["entities"] for i in e["mentions"]}
    speech = {
        i for e in record["events"] if e["class"] == "SPEECH_COGNITIVE" for i in e["mentions"]
    }
    gold: set[tuple[int, str]] = set()
    sourceless: set[int] = set()
    for report in record["derived"]["attributions"]:
        if report["content_event"] not in events:
            continue
        head = events[report["content_event"]].head
        sources = {entity[source] for source in report["sources"] if source in entity}
        if sources and report["cue_event"] in speech:
            gold |= {(head, source) for source in sources}
        else:
            sourceless.add(head)
    return gold, sourceless


def _system_reports(record: Record, corpus: Corpus) -> list[set[tuple[int, str]]]:
    """What is reported, for each sentence and speaker; a speaker the gold lacks has no entity."""
    text = _text(record, corpus)
    places = _gold_mentions(record, corpus)
    entity = {places[i]: e["id"] for e in record["entities"] for i in e["mentions"] if i in places}
    system = _system_mentions(record, corpus)
    aligned = align(places.values(), system.values(), heads=True)
    units: defaultdict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    for proposition in _propositions(record, corpus):
        for speaker in proposition.said_by[-1:]:
            place = aligned.get(_extent(text, speaker))
            name = entity.get(place, "") if place else ""
            names = [name, *_joint_speaker(proposition, entity)]
            unit = units[proposition.sentence.start, name or speaker.text]
            unit |= {(t.head, n) for t in text.triggers(proposition) for n in names}
    return list(units.values())


def _joint_speaker(proposition: Proposition, entity: Mapping[Place, str]) -> list[str]:
    """ "The two banks and the ministry said": gold has one phrase where we have three speakers."""
    spans = [speaker.span for speaker in proposition.said_by]
    return [
        name
        for place, name in entity.items()
        if len(spans) > 1 and all(place.start <= s.start and s.end <= place.end for s in spans)
    ]


def _values(
    gold: Sequence[Record], system: Sequence[When], published: str
) -> tuple[int, list[str]]:
    """How many overlapping expressions have the same value, and those that have another."""
    right = 0
    wrong: list[str] = []
    rest = list(system)
    for timex in gold:
        span = (timex["start"], timex["end"])
        said = f"{timex['text']} = {timex['value']}"
        when = next((w for w in rest if overlaps(span, (w.start, w.end))), None)
        if when is None:
            wrong.append(f"{said}, not seen ({published})")
            continue
        rest.remove(when)
        if same_time(when.value, timex["value"]):
            right += 1
        else:
            wrong.append(f"{said}, not {when.value or 'anything'} ({published})")
    return right, wrong


def _resources(record: Record, golds: Mapping[str, Place]) -> dict[Place, str]:
    """The DBpedia name of each mention that has one, in lower case."""
    return {
        golds[i]: _resource_name(entity["dbpedia"])
        for entity in record["entities"]
        if entity["dbpedia"]
        for i in entity["mentions"]
        if i in golds
    }


def _resource_name(iri: str) -> str:
    name = iri.rsplit("/", 1)[-1].replace("_", " ")
    return name.split(" (")[0].casefold()


def _linked_names(mention: Mention, corpus: Corpus) -> frozenset[str]:
    """The names of the entity in another dataset that a mention is linked to, if it is."""
    entities = [entity for entity in corpus.entities_of(mention) if entity.same_as]
    return frozenset(n.casefold() for e in entities for n in (e.label, *e.aliases))
