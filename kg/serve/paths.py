"""The shortest way between two entities, found in the store without reading all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.rdf import terms
from kg.rdf.terms import Term

# A node that was reached, with the statement and the node that it was reached by.
Steps = dict[str, tuple[ox.NamedNode, ox.NamedNode] | None]


def find_path(
    store: ox.Store, start: ox.NamedNode, end: ox.NamedNode, *, asserted: bool
) -> list[ox.NamedNode] | None:
    """The statements along a shortest way, in either direction; None where there is no way.

    The search spreads from both ends, always where fewer have been reached. Of equally short ways
    it takes one by the order of ids, and between two entities the statement most believed.
    """
    reached: tuple[Steps, Steps] = ({start.value: None}, {end.value: None})
    edges = ([start], [end])
    while all(edges) and not reached[0].keys() & reached[1].keys():
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        edges[side][:] = _spread(store, edges[side], reached[side], asserted=asserted)
    meeting = min(reached[0].keys() & reached[1].keys(), default=None)
    if meeting is None:
        return None
    return [*reversed(_way_back(reached[0], meeting)), *_way_back(reached[1], meeting)]


def _spread(
    store: ox.Store, edge: list[ox.NamedNode], reached: Steps, *, asserted: bool
) -> list[ox.NamedNode]:
    found = []
    for node in edge:
        for _, statement, other in sorted(_ties(store, node, asserted=asserted), key=_rank):
            if other.value not in reached:
                reached[other.value] = (statement, node)
                found.append(other)
    return sorted(found, key=lambda node: node.value)


Tie = tuple[float, ox.NamedNode, ox.NamedNode]


def _rank(tie: Tie) -> tuple[float, str]:
    return -tie[0], tie[1].value


def _ties(store: ox.Store, node: ox.NamedNode, *, asserted: bool) -> Iterator[Tie]:
    """Belief, statement and other entity of each statement that ties a node to another."""
    for here, there in ((terms.SUBJECT, terms.OBJECT), (terms.OBJECT, terms.SUBJECT)):
        for quad in store.quads_for_pattern(None, here, node, terms.DEFAULT):
            statement = quad.subject
            other = _value(store, statement, there)
            if not isinstance(statement, ox.NamedNode) or not isinstance(other, ox.NamedNode):
                continue
            kind = _value(store, statement, terms.FACTUALITY)
            if not asserted or kind == terms.KINDS["asserted"]:
                belief = _value(store, statement, terms.BELIEF)
                yield float(belief.value if belief else 0), statement, other


def _value(
    store: ox.Store, node: ox.NamedNode | ox.BlankNode | ox.Triple, term: ox.NamedNode
) -> ox.NamedNode | ox.Literal | None:
    quads = store.quads_for_pattern(node, term, None, terms.DEFAULT)
    value: Term | None = next((quad.object for quad in quads), None)
    return value if isinstance(value, ox.NamedNode | ox.Literal) else None


def _way_back(reached: Steps, place: str) -> list[ox.NamedNode]:
    way = []
    while (step := reached[place]) is not None:
        statement, node = step
        way.append(statement)
        place = node.value
    return way
