"""ECB+: which event or entity mentions of different documents are the same.

Cybulska and Vossen, LREC 2014; scored within each topic, both of its subtopics together, without
single mentions (the stricter protocol of Cattan et al. 2021), sums over the topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.evaluate.coreference import compare, without_singletons
from kg.evaluate.corpus import Corpus, Place, Recipe, link_texts, read_corpus
from kg.evaluate.given import add_given, find_relatives
from kg.evaluate.score import Figure, read_json_lines
from kg.evaluate.spans import align, clusters_of, coreference_figure, groups_of
from kg.sources.lines import is_heading

Record = Mapping[str, Any]
Groups = dict[Place, object]  # what each mention stands for; equal where they are the same

_TIMES = frozenset({"Date", "Time", "Duration"})


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """Entities and events, on the mentions we find and on those of the gold."""
    records = [titled(record) for record in read_json_lines(folder / f"{split}.jsonl")]
    corpus = read_corpus(records, recipe, group=lambda record: record["topic"])
    yield from score(records, corpus)


def titled(record: Record) -> Record:
    """With the first line as the title if it heads the text, as one reads a file of its lines."""
    first, _, rest = record["text"].partition("\n")
    return {**record, "title": first} if rest and is_heading(first) else record


def score(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """CoNLL scores within topics."""
    for name in ("entities", "events"):
        is_event = name == "events"
        given = _link_given(records, corpus, events=is_event)
        found, known = [], []
        for rows in _topics(records):
            gold = {p: c for r in rows for p, c in _gold(r, corpus, events=is_event)}
            entities = {p: c for r in rows for p, c in _entities(r, corpus).items()}
            events = {p: c for r in rows for p, c in _events(r, corpus).items()}
            ours = events if is_event else entities
            found.append((_clusters(gold), _clusters(_aligned(gold, ours))))
            known.append((_clusters(gold), _clusters(_known(rows, given, gold, events=is_event))))
        count = [m for gold, _ in found for cluster in gold for m in cluster]
        yield coreference_figure("ecbplus", f"{name}_conll", compare(found), count)
        yield coreference_figure("ecbplus", f"{name}_conll_given", compare(known), count)


def _topics(records: Sequence[Record]) -> Iterator[list[Record]]:
    topics: defaultdict[object, list[Record]] = defaultdict(list)
    for record in records:
        topics[record["topic"]].append(record)
    yield from topics.values()


def _link_given(records: Sequence[Record], corpus: Corpus, *, events: bool) -> Corpus:
    """Linked anew, with a mention for each of the gold's that we did not find."""
    texts = []
    for record in records:
        text = corpus.texts[str(record["id"])]
        places = [place for place, _ in _gold(record, corpus, events=events)]
        texts.append(replace(text, reading=add_given(text, places)))
    return link_texts(texts, [record["topic"] for record in records])


def _known(rows: Sequence[Record], corpus: Corpus, gold: Groups, *, events: bool) -> Groups:
    """The gold's mentions, each as whatever the graph has for its words: an entity or a claim."""
    ours = {p: c for r in rows for p, c in _entities(r, corpus).items()}
    if events:
        ours |= {p: c for r in rows for p, c in _events(r, corpus).items()}
    known = {place: group for place, group in _aligned(gold, ours).items() if place in gold}
    by_head = {(place.document, place.head): group for place, group in ours.items()}
    texts = (corpus.texts[str(row["id"])] for row in rows)
    relatives = {(p.document, p.head): h for t in texts for p, h in find_relatives(t).items()}
    for place in gold.keys() - known.keys():
        meant = place.document, relatives.get((place.document, place.head), -1)
        if meant in by_head:
            known[place] = by_head[meant]
    return known


def _aligned(gold: Groups, ours: Groups) -> Groups:
    """Ours, with the gold's phrase for each that lies on one."""
    phrases = align(gold, ours, heads=True)
    return {phrases.get(place, place): group for place, group in ours.items()}


def _gold(record: Record, corpus: Corpus, *, events: bool) -> Iterator[tuple[Place, object]]:
    text = corpus.texts[str(record["id"])]
    for mention in record["mentions"]:
        if (mention["kind"] == "event") == events:
            yield text.place(mention["start"], mention["end"]), mention["cluster"]


def _entities(record: Record, corpus: Corpus) -> Groups:
    text = corpus.texts[str(record["id"])]
    return {text.extent(m): g for m, g in groups_of(text, corpus, times=_TIMES).items()}


def _events(record: Record, corpus: Corpus) -> Groups:
    """The words of claims, the same where the claims are one statement; and events as entities."""
    text = corpus.texts[str(record["id"])]
    triggers = {p.span: text.triggers(p) for p in text.reading.propositions}
    groups: Groups = {}
    for identity, span in corpus.statements_at.get(str(record["id"]), ()):
        if span in triggers:
            groups.setdefault(triggers[span][-1], identity)
    for places in triggers.values():
        for place in places:
            groups.setdefault(place, place)
    told = {place.head for place in groups}
    for mention in text.reading.mentions:
        ids = corpus.linking.referents.get(mention, ())
        if mention.label == "Event" and len(ids) == 1 and mention.head_span.start not in told:
            groups[text.extent(mention)] = ids[0]
    return groups


def _clusters(groups: Mapping[Place, object]) -> list[Collection[Place]]:
    return without_singletons(clusters_of(groups))
