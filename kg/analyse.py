"""The graph as networkx sees it: who is central, who belongs together, how two are connected."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import Knowledge, Statement
from kg.rdf.pool import Pool, pool

if TYPE_CHECKING:  # importing these takes longer than most answers
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray


Attributes = dict[str, str | int | float]


def make_network(knowledge: Knowledge) -> nx.MultiDiGraph:
    """Entities as nodes, statements between two of them as edges, keyed by the statement's id."""
    import networkx as nx

    network, whole = nx.MultiDiGraph(), pool(knowledge)
    for id, attributes in iter_nodes(whole):
        network.add_node(id, **attributes)
    for id, source, target, attributes in iter_edges(whole):
        network.add_edge(source, target, key=id, **attributes)
    return network


def iter_nodes(whole: Pool) -> Iterator[tuple[str, Attributes]]:
    """The entities of that network, by id."""
    ends = ((s.subject, s.object) for s in whole.statements if s.subject and s.object)
    degree = Counter(end for both in ends for end in both)
    for entity in whole.entities:
        yield entity.id, {"label": entity.label, "type": entity.type, "degree": degree[entity.id]}


def iter_edges(whole: Pool) -> Iterator[tuple[str, str, str, Attributes]]:
    """Its statements: id, subject, object."""
    for claim in whole.statements:
        if claim.subject and claim.object:
            yield claim.id, claim.subject, claim.object, {
                "label": claim.predicate.label, "type": claim.type,
                "factuality": claim.factuality, "belief": claim.belief,
                "evidence": len(whole.evidence_of(claim.id)),
            }  # fmt: skip


def rank_entities(knowledge: Knowledge) -> list[tuple[str, float]]:
    """Entity ids with their PageRank, the most central first.

    Ties of people and places run both ways, so the direction of a sentence does not count; what
    is denied or asked ties nobody.
    """
    ties = Ties()
    for entity in knowledge.entities:
        ties.add_entity(entity.id)
    for statement in knowledge.statements:
        ties.add(statement.subject, statement.object, statement.factuality)
    return ties.rank()


class Ties:
    """Who is tied to whom: of each statement its two ends, as numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ends = array("q")

    def add_entity(self, id: str) -> int:
        """The number of an entity, which counts even if nothing ties it."""
        return self._numbers.setdefault(id, len(self._numbers))

    def add(self, subject: str, object: str, factuality: str) -> None:
        """Tie the two whom a claim speaks of, if it does."""
        if _ties(subject, object, factuality):
            self._ends.extend(map(self.add_entity, (subject, object)))

    def rank(self) -> list[tuple[str, float]]:
        """Ids with their PageRank, whatever the order in which they came."""
        import numpy as np

        ids = sorted(self._numbers)
        place = np.empty(len(ids), dtype=int)
        place[[self._numbers[id] for id in ids]] = np.arange(len(ids))
        ends = place[np.array(self._ends, dtype=int)].reshape(-1, 2)
        left, right = ends[np.lexsort(ends.T)].T
        scores = _pagerank(np.r_[left, right], np.r_[right, left], len(ids))
        # Rounded: the last digits depend on the machine's arithmetic, and the order must not.
        ranks = ((id, round(float(score), 9)) for id, score in zip(ids, scores, strict=True))
        return sorted(ranks, key=lambda rank: (-rank[1], rank[0]))


def _pagerank(
    source: NDArray[np.int_], target: NDArray[np.int_], size: int, *, damping: float = 0.85
) -> NDArray[np.float64]:
    """PageRank by power iteration; networkx's own needs scipy, which installs 100 MB."""
    import numpy as np

    degree = np.bincount(source, minlength=size)
    rank = np.full(size, 1 / max(size, 1))
    for _ in range(100):
        flow = np.bincount(target, rank[source] / degree[source], minlength=size)
        stranded = rank[degree == 0].sum() / max(size, 1)
        former, rank = rank, damping * (flow + stranded) + (1 - damping) / max(size, 1)
        if np.abs(rank - former).sum() < 1e-12:
            break
    return rank


def find_communities(knowledge: Knowledge) -> list[tuple[str, ...]]:
    """Groups of entity ids that have more to do with each other than with the rest."""
    import networkx as nx

    network = nx.Graph()
    ties = sorted((s.subject, s.object) for s in filter(_is_tie, knowledge.statements))
    for (left, right), weight in sorted(Counter(tuple(sorted(tie)) for tie in ties).items()):
        network.add_edge(left, right, weight=weight)
    groups = nx.community.louvain_communities(network, seed=0) if network else []
    return sorted((tuple(sorted(group)) for group in groups), key=lambda g: (-len(g), g))


def find_path(
    knowledge: Knowledge, start: str, end: str, *, asserted: bool = True
) -> list[Statement]:
    """The statements along a shortest way between two entities, in either direction.

    Of equally short ways, one by the order of ids. Only what is asserted counts, unless told
    otherwise. Raises QueryError where there is no way.
    """
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(sorted(entity.id for entity in knowledge.entities))
    for statement in sorted(knowledge.statements, key=lambda s: (-s.belief, s.id)):
        tie = (statement.subject, statement.object)
        wanted = all(tie) and (statement.factuality == "asserted" or not asserted)
        if wanted and not network.has_edge(*tie):
            network.add_edge(*tie, statement=statement)
    try:
        nodes = nx.shortest_path(network, start, end)
    except nx.NodeNotFound as error:
        raise QueryError(f"{start}, {end}: {error}") from error
    except nx.NetworkXNoPath:
        remedy = "; try what is denied or planned too (any)" if asserted else ""
        raise QueryError(f"{start} and {end} are not connected{remedy}") from None
    pairs = pairwise(nodes)
    return [network.edges[pair]["statement"] for pair in pairs]


def _is_tie(statement: Statement) -> bool:
    return _ties(statement.subject, statement.object, statement.factuality)


def _ties(subject: str, object: str, factuality: str) -> bool:
    is_of_two = bool(subject and object) and subject != object
    return is_of_two and factuality not in ("negated", "corrected", "asked")
