"""ECB+: which event or entity mentions of different documents are the same.

Cybulska and Vossen, LREC 2014; scored within each topic, both of its subtopics together, without
single mentions (the stricter protocol of Cattan et al. 2021), sums over the topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.evaluate.coreference import compare, without_singletons
from kg.evaluate.corpus import Corpus, Place, Recipe, read_corpus
from kg.evaluate.score import Figure, read_json_lines
from kg.evaluate.spans import align, coreference_figure

Record = Mapping[str, Any]
Groups = dict[Place, object]  # what each mention stands for; equal where they are the same


def evaluate(folder: Path, split: str, recipe: Recipe) -> Iterator[Figure]:
    """Entities and events, on the mentions we find and on those of the gold."""
    records = read_json_lines(folder / f"{split}.jsonl")
    corpus = read_corpus(records, recipe, group=lambda record: record["topic"])
    yield from score(records, corpus)


def score(records: Sequence[Record], corpus: Corpus) -> Iterator[Figure]:
    """CoNLL scores within topics."""
    topics: defaultdict[object, list[Record]] = defaultdict(list)
    for record in records:
        topics[record["topic"]].append(record)
    for name, groups in (("entities", _entities), ("events", _events)):
        pairs = []
        given = []
        for rows in topics.values():
            gold = {p: c for r in rows for p, c in _gold(r, corpus, events=name == "events")}
            ours = {p: c for r in rows for p, c in groups(r, corpus).items()}
            aligned = align(gold, ours, heads=True)
            found = {aligned[p]: c for p, c in ours.items() if p in aligned}
            free = {p: c for p, c in ours.items() if p not in aligned}
            pairs.append((_clusters(gold), _clusters(found | free)))
            given.append((_clusters(gold), _clusters(found)))
        count = [m for gold, _ in pairs for cluster in gold for m in cluster]
        yield coreference_figure("ecbplus", f"{name}_conll", compare(pairs), count)
        yield coreference_figure("ecbplus", f"{name}_conll_given", compare(given), count)


def _gold(record: Record, corpus: Corpus, *, events: bool) -> Iterator[tuple[Place, object]]:
    text = corpus.texts[str(record["id"])]
    for mention in record["mentions"]:
        if (mention["kind"] == "event") == events:
            yield text.place(mention["start"], mention["end"]), mention["cluster"]


def _entities(record: Record, corpus: Corpus) -> Groups:
    """Mentions with one referent; times are their own words, which linking leaves alone."""
    text = corpus.texts[str(record["id"])]
    groups: Groups = {}
    for mention in text.reading.mentions:
        ids = corpus.linking.referents.get(mention, ())
        if mention.kind != "clause":
            groups[text.extent(mention)] = ids[0] if len(ids) == 1 else mention
    return groups


def _events(record: Record, corpus: Corpus) -> Groups:
    """The words of claims, the same where the claims are one statement."""
    text = corpus.texts[str(record["id"])]
    triggers = {p.span: text.triggers(p) for p in text.reading.propositions}
    groups: Groups = {}
    for identity, span in corpus.statements_at.get(str(record["id"]), ()):
        if span in triggers:
            groups.setdefault(triggers[span][-1], identity)
    for places in triggers.values():
        for place in places:
            groups.setdefault(place, place)
    return groups


def _clusters(groups: Mapping[Place, object]) -> list[set[Place]]:
    clusters: defaultdict[object, set[Place]] = defaultdict(set)
    for place, group in groups.items():
        clusters[group].add(place)
    return [set(cluster) for cluster in without_singletons(clusters.values())]
