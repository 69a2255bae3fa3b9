"""GUM's Wikinews articles: coreference, entity types and links, dates, attribution.

Zeldes, "The GUM Corpus", LRE 2017; Zhu et al., "OntoGUM", ACL 2021: its coreference follows the
OntoNotes guidelines, which have no single mentions and which the CoNLL score was made for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.evaluate.coreference import compare, without_singletons
from kg.evaluate.corpus import Corpus, Place, Recipe, Text, read_corpus
from kg.evaluate.dates import same_time
from kg.evaluate.score import Figure, Ratio, make_figure, read_json_lines
from kg.evaluate.spans import (
    align,
    clusters_of,
    coreference_figure,
    groups_of,
    overlaps,
    read_whens,
    referring_mentions,
)
from kg.gazetteer import load_gazetteer
from kg.model import Mention

Record = Mapping[str, Any]

_TIMES = frozenset({"Date", "Time"})  # two stretches of 48 hours are not one
# Our types in GUM's words; several where GUM draws the line elsewhere.
_TYPES = {
    "Person": {"person"},
    "Organization": {"organization"},
    "Country": {"place"},
    "Place": {"place"},
    "Group": {"person", "organization"},
    "Event": {"event"},
    "Work": {"object", "abstract"},
    "Product": {"object", "abstract"},  # software is abstract there
    "Law": {"abstract", "object"},
    "Thing": {"object", "abstract", "substance", "animal", "plant"},
}


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """All figures of the set; all documents are linked together."""
    records = read_json_lines(folder / f"{split}.jsonl")
    corpus = read_corpus(records, recipe)
    yield entity_types(records, corpus)
    yield from coreference(records, corpus)
    yield pronouns(records, corpus)
    yield linking(records, corpus)
    yield dates(records, corpus)
    yield attribution(records, corpus)


def entity_types(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of names with the right type, by heads; the type is that of the entity."""
    true = predicted = gold_count = 0
    misses: list[str] = []
    for record in records:
        text = corpus.texts[str(record["id"])]
        golds = {_place(text, m): m for m in record["mentions"] if m["form"] == "name"}
        marked = [m for m in referring_mentions(text) if m.kind == "name" and not _modifies(m)]
        names = {text.extent(m): m for m in marked}
        aligned = align(golds, names, heads=True)
        right = [p for p, g in aligned.items() if golds[g]["type"] in _types(names[p], corpus)]
        true += len(right)
        predicted += len(names)
        gold_count += len(golds)
        found = {aligned[place] for place in right}
        misses += [f"{m['text']}: {m['type']}" for p, m in golds.items() if p not in found]
    ratio = Ratio(true, predicted, true, gold_count)
    return make_figure("gum_news", "entity_types", ratio, misses=misses)


def coreference(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """CoNLL score in the OntoGUM scheme: by equal spans, as its scorer wants, and by heads."""
    for metric, heads in (("coreference_conll", False), ("coreference_conll_head", True)):
        pairs = [_clusters(record, corpus, heads=heads) for record in records]
        mentions = [m for gold, _ in pairs for cluster in gold for m in cluster]
        yield coreference_figure("gum_news", metric, compare(pairs), mentions)


def pronouns(records: Sequence[Record], corpus: Corpus) -> Figure:
    """Share of pronouns whose entity is, by most of its other mentions, the right one.

    Counted are third-person pronouns, and those of speech, that a name or noun explains.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses: list[str] = []
    for record in records:
        for pronoun, is_right in _resolved(record, corpus):
            total[pronoun["text"].lower()] += 1
            right[pronoun["text"].lower()] += is_right
            if not is_right:
                misses.append(f"{pronoun['text']} at {pronoun['start']} of {record['id']}")
    if not total:
        return Figure("gum_news", "pronouns", None, note="the gold holds no such item")
    note = ", ".join(f"{w} {right[w]}/{n}" for w, n in total.most_common(12))
    share = right.total() / total.total()
    return Figure(
        "gum_news", "pronouns", share, recall=share, count=total.total(), note=note,
        misses=tuple(misses),
    )  # fmt: skip


def linking(records: Sequence[Record], corpus: Corpus) -> Figure:
    """Micro F1 of mentions linked to Wikidata, on what has a number there (InKB).

    "Afghan" before a noun is linked too, but no mention to GUM: neither right nor wrong.
    """
    true = predicted = gold_count = 0
    false_finds: list[str] = []
    for record in records:
        text = corpus.texts[str(record["id"])]
        numbers = {e["id"]: e["wikidata"] for e in record["entities"] if e.get("wikidata")}
        golds = {_place(text, m): m for m in record["mentions"]}
        gold_count += sum(m["entity"] in numbers for m in golds.values())
        places = {text.extent(m): m for m in referring_mentions(text) if not _modifies(m)}
        aligned = align(golds, places, heads=True)
        for place, mention in places.items():
            number = _wikidata(mention, corpus)
            if not number:
                continue
            gold = golds.get(aligned[place]) if place in aligned else None
            is_right = gold is not None and numbers.get(gold["entity"]) == number
            predicted += 1
            true += is_right
            if not is_right:
                false_finds.append(f"{mention.text}: {number} in {record['id']}")
    ratio = Ratio(true, predicted, true, gold_count)
    return make_figure("gum_news", "linking", ratio, false_finds=false_finds)


def dates(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of date expressions whose value names the same days as the gold's."""
    true = predicted = gold_count = 0
    misses: list[str] = []
    for record in records:
        text = corpus.texts[str(record["id"])]
        rest = [when for when in read_whens(text) if when.type == "Date"]
        predicted += len(rest)
        for gold in record["dates"]:
            wanted = gold.get("when") or "/".join((gold.get("from", ""), gold.get("to", "")))
            if "/" in wanted and len(wanted) < 9:
                continue  # open on one side, or known only by its limits
            gold_count += 1
            span = (gold["start"], gold["end"])
            found = [when for when in rest if overlaps(span, (when.start, when.end))]
            value = found[0].value if found else "nothing"
            if same_time(value, wanted):
                true += 1
                rest.remove(found[0])
            else:
                misses.append(f"{gold['text']} = {wanted}, not {value} ({record['dct']})")
    ratio = Ratio(true, predicted, true, gold_count)
    return make_figure("gum_news", "dates", ratio, misses=misses)


def attribution(records: Sequence[Record], corpus: Corpus) -> Figure:
    """F1 of (content, speaking entity): a claim within the content, said by that entity.

    Ours are counted once for a sentence and speaker.
    """
    true = predicted = found = gold_count = 0
    misses: list[str] = []
    for record in records:
        golds = [a for a in record["attributions"] if a.get("source_entity")]
        units = _spoken(record, corpus)
        hits = [{i for i, gold in enumerate(golds) if _is_said(gold, unit)} for unit in units]
        predicted += len(units)
        gold_count += len(golds)
        true += sum(map(bool, hits))
        reached = set().union(*hits)
        found += len(reached)
        misses += [
            f"{gold['source']['text']}: {gold['content']['text']}"
            for i, gold in enumerate(golds)
            if i not in reached
        ]
    ratio = Ratio(true, predicted, found, gold_count)
    return make_figure("gum_news", "attribution", ratio, misses=misses)


def _place(text: Text, mention: Record) -> Place:
    """The gold's phrase with the gold's head; of a name the parse's, for GUM has its first word."""
    place = text.place(mention["start"], mention["end"])
    return place if mention["form"] == "name" else place._replace(head=mention["head"][0])


def _types(mention: Mention, corpus: Corpus) -> set[str]:
    entities = corpus.entities_of(mention)
    return _TYPES.get(entities[0].type if len(entities) == 1 else mention.label, set())


def _clusters(
    record: Record, corpus: Corpus, *, heads: bool
) -> tuple[list[set[Place]], Sequence[Any]]:
    text = corpus.texts[str(record["id"])]
    known = {(m["start"], m["end"]): _place(text, m) for m in record["mentions"]}
    gold = [
        {known.get((start, end)) or text.place(start, end) for start, end in cluster}
        for cluster in record["onto_clusters"]
    ]
    groups = groups_of(text, corpus, times=_TIMES)
    system = {m: text.extent(m) for m in groups if _is_marked(m)}
    aligned = align((p for c in gold for p in c), system.values(), heads=heads)
    ours = {aligned.get(place, place): groups[m] for m, place in system.items()}
    return gold, without_singletons(clusters_of(ours))


def _is_marked(mention: Mention) -> bool:
    """Whether OntoNotes would mark it: no apposition, no title, no adjective of a country."""
    return mention.function not in {"apposition", "title"} and not _modifies(mention)


def _modifies(mention: Mention) -> bool:
    """Whether a country is there as an adjective."""
    words = load_gazetteer()
    is_adjective = mention.core in words.adjectives and mention.core not in words.names
    return is_adjective and mention.label != "Group"


def _resolved(record: Record, corpus: Corpus) -> Iterator[tuple[Record, bool]]:
    """Each pronoun that a name or noun explains, and whether ours has the same entity."""
    text = corpus.texts[str(record["id"])]
    golds = {_place(text, m): m for m in record["mentions"]}
    explained = {m["entity"] for m in golds.values() if m["form"] != "pronoun"}
    system = {m: text.extent(m) for m in referring_mentions(text)}
    aligned = align(golds, system.values(), heads=True)
    votes: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    referents = corpus.linking.referents
    for mention, place in system.items():
        if place in aligned and golds[aligned[place]]["form"] != "pronoun":
            votes[referents.get(mention, ())][golds[aligned[place]]["entity"]] += 1
    ours = {aligned[place]: mention for mention, place in system.items() if place in aligned}
    for place, gold in golds.items():
        if gold["form"] == "pronoun" and gold["entity"] in explained:
            ids = referents.get(ours[place], ()) if place in ours else ()
            yield gold, gold["entity"] in _most_likely(votes, ids)


def _wikidata(mention: Mention, corpus: Corpus) -> str:
    entities = corpus.entities_of(mention)
    if len(entities) != 1:
        return ""
    numbers = [iri.rsplit("/", 1)[-1] for iri in entities[0].same_as if "wikidata.org" in iri]
    return numbers[0] if numbers else ""


def _spoken(record: Record, corpus: Corpus) -> list[tuple[set[str], list[tuple[int, int]]]]:
    """For each sentence and speaker: the gold entities the speaker may be, and what is claimed."""
    text = corpus.texts[str(record["id"])]
    golds = {_place(text, m): m["entity"] for m in record["mentions"]}
    system = {m: text.extent(m) for m in referring_mentions(text)}
    aligned = align(golds, system.values(), heads=True)
    by_entity: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    referents = corpus.linking.referents
    for mention, place in system.items():
        if place in aligned:
            by_entity[referents.get(mention, ())][golds[aligned[place]]] += 1
    units: dict[tuple[int, Mention], list[tuple[int, int]]] = {}
    for proposition in text.reading.propositions:
        for speaker in proposition.said_by[-1:]:
            unit = units.setdefault((proposition.sentence.start, speaker), [])
            unit.append((proposition.span.start, proposition.span.end))
    return [
        (_most_likely(by_entity, referents.get(who, ())), spans)
        for (_, who), spans in units.items()
    ]


def _most_likely(votes: Mapping[tuple[str, ...], Counter[str]], ids: tuple[str, ...]) -> set[str]:
    """The gold entity that most mentions of an entity belong to, if any does."""
    return {name for name, _ in votes[ids].most_common(1)} if ids else set()


def _is_said(gold: Record, unit: tuple[set[str], list[tuple[int, int]]]) -> bool:
    speakers, spans = unit
    content = (gold["content"]["start"], gold["content"]["end"])
    return gold["source_entity"] in speakers and any(overlaps(content, span) for span in spans)
