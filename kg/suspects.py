"""What may break a shape, told of a graph as it is written: to read all of it again costs more.

Each node is judged by what is said of it in one place, and what it points at is taken to be of the
right class until all is seen. Whoever is not cleared like that is to be looked up in the store.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain

import pyoxigraph as ox

from kg.rdf import terms as t
from kg.shapes import Node, Shape, Values, read_paths, read_targets

Said = Mapping[t.Term, list[t.Term]]
Types = tuple[t.Term, ...]

_KNOWN = 1_000  # values of a property that are remembered as sound
_LATE = 30_000  # nodes that are sorted in at once


class Inspection:
    """A graph seen as it goes by, and which nodes of it may break a shape."""

    def __init__(self) -> None:
        self._asked, self._inverse = read_paths()
        self._node: Node | None = None
        self._said: Said = {}
        self._judged = _Judged()
        self._wider: dict[t.Term, list[t.Term]] = {}
        self._links: dict[tuple[t.Term, t.Term], list[t.Term]] = {}  # to nodes not judged yet
        self._taken: defaultdict[t.Term, set[t.Term]] = defaultdict(set)  # to be of these classes
        self._held: set[tuple[Types, t.Term]] = set()  # types that are to be within a class
        self._suspects: set[Node] = set()

    def see(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Pass on the quads of one graph; the more of one node come together, the better."""
        inverse = self._inverse
        said: defaultdict[t.Term, list[t.Term]] = defaultdict(list)
        for quad in quads:
            node, term, value = quad.subject, quad.predicate, quad.object
            if node != self._node:
                self._judge()
                self._node, self._said = node, (said := defaultdict(list))
            said[term].append(value)
            if term in inverse:
                self._links.setdefault((term, value), []).append(node)
            yield quad
        self._judge()

    def suspects(self) -> frozenset[Node] | None:
        """The nodes that may break a shape; None where it could be any."""
        if self._taken or not all(kind in self._above(types) for types, kind in self._held):
            return None
        late = (node for _, node in self._links if not isinstance(node, ox.Literal))
        return frozenset(self._suspects.union(late))

    def _judge(self) -> None:
        node, said = self._node, self._said
        if node is None:
            return
        if t.TYPE_OF in said:
            self._wider[node] = said[t.TYPE_OF]
        if said.keys().isdisjoint(self._asked):
            return
        is_known = self._judged.types(node) is not None
        if is_known or any(law.is_broken(self, node, said) for law in _laws(said)):
            self._suspects.add(node)
        types = tuple(said.get(t.A, ()))
        self._judged.put(node, types)
        self._held.update((types, kind) for kind in self._taken.pop(node, ()))
        for term in self._inverse:
            self._links.pop((term, node), None)

    def _above(self, types: Types) -> set[t.Term]:
        near = list(types)
        found = set(near)
        while near:
            wider = set(self._wider.get(near.pop(), ())) - found
            found |= wider
            near.extend(wider)
        return found

    # What shapes ask

    def follow(self, node: t.Term, path: ox.NamedNode, *, is_inverse: bool = False) -> Values:
        """Where a property leads from the node at hand, or whence it comes, as far as was seen."""
        if node != self._node:
            raise ValueError(f"shapes: {path} is asked of another node than the shape is about")
        return self._links.get((path, node), ()) if is_inverse else self._said.get(path, ())

    def is_a(self, node: t.Term, kind: ox.NamedNode) -> bool:
        """Whether a node is of a class; what is not known yet is taken for granted."""
        if isinstance(node, ox.Literal):
            return False
        types = self._judged.types(node)
        if types is None:
            self._taken[node].add(kind)
        elif kind not in types:
            self._held.add((types, kind))
        return True


class _Judged:
    """The types of nodes, these by their hashes of 64 bits: a node takes some ten bytes."""

    def __init__(self) -> None:
        self._numbers: dict[Types, int] = {}
        self._all: list[Types] = []
        self._late: dict[int, int] = {}  # the hash of a node and the number of its types
        self._hashes, self._types = array("q"), array("i")  # the same of most, by the hash

    def types(self, node: t.Term) -> Types | None:
        """Those of a node that was put here."""
        sought = hash(node)
        number = self._late.get(sought)
        if number is None:
            place = bisect_left(self._hashes, sought)
            if place == len(self._hashes) or self._hashes[place] != sought:
                return None
            number = self._types[place]
        return self._all[number]

    def put(self, node: t.Term, types: Types) -> None:
        """Add a node, or let it have other types."""
        number = self._numbers.setdefault(types, len(self._all))
        if number == len(self._all):
            self._all.append(types)
        self._late[hash(node)] = number
        if len(self._late) > max(_LATE, len(self._hashes) // 8):
            self._sort_in()

    def _sort_in(self) -> None:
        import numpy as np

        hashes = np.fromiter(chain(self._late, self._hashes), np.int64)
        types = np.fromiter(chain(self._late.values(), self._types), np.int32)
        hashes, places = np.unique(hashes, return_index=True)  # the first of each, which came last
        self._hashes, self._types = array("q"), array("i")
        self._hashes.frombytes(hashes.tobytes())
        self._types.frombytes(types[places].tobytes())
        self._late = {}


class _Law:
    """A shape, cut into what is told from values that recur, what may be left unsaid, the rest."""

    def __init__(self, shape: Shape) -> None:
        direct = [part for part in shape.parts if part.path and not part.is_inverse]
        plain = [part for part in direct if part.is_plain]
        silent = [p for p in direct if p not in plain and p.path and p.holds(_Nothing(), p.path)]
        rest = (part for part in shape.parts if part not in plain and part not in silent)
        self._plain = [(p.path, p, set[Values]()) for p in plain if p.path]
        self._silent = [(part.path, part) for part in silent]
        self._rest = replace(shape, parts=tuple(rest))

    def is_broken(self, seen: Inspection, node: t.Term, said: Said) -> bool:
        """Whether a node may break it."""
        for path, part, known in self._plain:
            values = tuple(said.get(path, ()))
            if values not in known:
                if not part.holds(seen, node):
                    return True
                if len(known) < _KNOWN:
                    known.add(values)
        if any(not part.holds(seen, node) for path, part in self._silent if path in said):
            return True
        return not self._rest.holds(seen, node)


class _Nothing:
    """A graph in which nothing is said."""

    def follow(self, node: t.Term, path: ox.NamedNode, *, is_inverse: bool = False) -> Values:
        """Nowhere."""
        return ()

    def is_a(self, node: t.Term, kind: ox.NamedNode) -> bool:
        """No."""
        return False


@cache
def _book() -> tuple[dict[t.Term, list[_Law]], dict[t.Term, list[_Law]]]:
    """The laws by class, and by property."""
    of_class: defaultdict[t.Term, list[_Law]] = defaultdict(list)
    of_subjects: defaultdict[t.Term, list[_Law]] = defaultdict(list)
    for target in read_targets():
        if target.kind is None:
            of_subjects[target.predicate].append(_Law(target.shape))
        else:
            of_class[target.kind].append(_Law(target.shape))
    return dict(of_class), dict(of_subjects)


def _laws(said: Said) -> Iterator[_Law]:
    of_class, of_subjects = _book()
    for kind in said.get(t.A, ()):
        yield from of_class.get(kind, ())
    for term in of_subjects.keys() & said.keys():
        yield from of_subjects[term]
