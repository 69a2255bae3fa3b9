"""Coreference metrics as the CoNLL-2011/2012 shared tasks define them.

MUC: Vilain et al. 1995. B³: Bagga and Baldwin 1998, with unmatched mentions as Pradhan et al. 2014
count them. CEAFe: Luo 2005, similarity φ4. Their mean is the CoNLL score. Numerators and
denominators are summed over documents before anything is divided, as in the reference scorer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from kg.evaluate.score import Ratio

Mention = TypeVar("Mention", bound=Hashable)
Clusters = Sequence[Collection[Mention]]


@dataclass(frozen=True, slots=True)
class Coreference:
    """The three metrics over any number of documents."""

    muc: Ratio
    b_cubed: Ratio
    ceaf_e: Ratio

    @property
    def conll(self) -> float:
        """Mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3

    @property
    def precision(self) -> float:
        """Mean of the three precisions, for orientation: the CoNLL score is no F1 of it."""
        return (self.muc.precision + self.b_cubed.precision + self.ceaf_e.precision) / 3

    @property
    def recall(self) -> float:
        """Mean of the three recalls, for orientation."""
        return (self.muc.recall + self.b_cubed.recall + self.ceaf_e.recall) / 3


def compare(documents: Iterable[tuple[Clusters[Mention], Clusters[Mention]]]) -> Coreference:
    """Score (gold, system) clusters of mentions, document by document."""
    totals = [Ratio(0, 0, 0, 0)] * 3
    for gold, system in documents:
        parts = (muc(gold, system), b_cubed(gold, system), ceaf_e(gold, system))
        totals = [_add(total, part) for total, part in zip(totals, parts, strict=True)]
    return Coreference(*totals)


def without_singletons(clusters: Iterable[Collection[Mention]]) -> list[Collection[Mention]]:
    """Clusters of at least two, which are all that OntoNotes annotates."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def muc(gold: Clusters[Mention], system: Clusters[Mention]) -> Ratio:
    """Links kept: of a cluster of n, n − 1 less one for each further part it falls into."""
    return Ratio(
        _links_kept(system, gold),
        sum(len(cluster) - 1 for cluster in system),
        _links_kept(gold, system),
        sum(len(cluster) - 1 for cluster in gold),
    )


def b_cubed(gold: Clusters[Mention], system: Clusters[Mention]) -> Ratio:
    """For each mention, the share of its cluster that is with it on the other side."""
    overlaps = _overlaps(gold, system)
    return Ratio(
        sum(n * n / len(system[s]) for (_, s), n in overlaps.items()),
        sum(map(len, system)),
        sum(n * n / len(gold[g]) for (g, _), n in overlaps.items()),
        sum(map(len, gold)),
    )


def ceaf_e(gold: Clusters[Mention], system: Clusters[Mention]) -> Ratio:
    """Similarity of clusters under the best one-to-one alignment of the two sides."""
    graph = nx.Graph()
    for (g, s), n in _overlaps(gold, system).items():
        graph.add_edge(("gold", g), ("system", s), weight=2 * n / (len(gold[g]) + len(system[s])))
    similarity = sum(
        graph.edges[edge]["weight"]
        for part in nx.connected_components(graph)
        for edge in nx.max_weight_matching(graph.subgraph(part))
    )
    return Ratio(similarity, len(system), similarity, len(gold))


def _links_kept(clusters: Clusters[Mention], others: Clusters[Mention]) -> int:
    place = _places(others)
    return sum(
        len(cluster) - len({place.get(mention, mention) for mention in cluster})
        for cluster in clusters
    )


def _places(clusters: Clusters[Mention]) -> Mapping[Mention, tuple[str, int]]:
    """The cluster of each mention, marked so that no mention equals it."""
    return {m: ("cluster", index) for index, cluster in enumerate(clusters) for m in cluster}


def _overlaps(gold: Clusters[Mention], system: Clusters[Mention]) -> Counter[tuple[int, int]]:
    """How many mentions each gold and each system cluster share, where they share any."""
    homes: defaultdict[Mention, list[int]] = defaultdict(list)
    for index, cluster in enumerate(system):
        for mention in cluster:
            homes[mention].append(index)
    return Counter(
        (index, home) for index, cluster in enumerate(gold) for m in cluster for home in homes[m]
    )


def _add(left: Ratio, right: Ratio) -> Ratio:
    return Ratio(*(a + b for a, b in zip(left, right, strict=True)))
