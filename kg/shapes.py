"""The shapes of the ontology, asked of a store: what pySHACL finds, at a small part of its cost.

Of SHACL Core this knows what `shapes.ttl` says, and refuses a file that says more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
import rdflib
from rdflib import RDF
from rdflib.namespace import SH

import kg.ontology
from kg.rdf import terms as t
from kg.rdf.literals import text_of
from kg.rdf.read import facts_of

SHAPES = Path(kg.ontology.__file__).with_name("shapes.ttl")
Node = ox.NamedNode | ox.BlankNode | ox.Triple  # what may be a subject
Values = Sequence[t.Term]
Facts = Mapping[ox.NamedNode, Values]
Test = Callable[["Data", t.Term, Values], bool]


def find_broken(store: ox.Store, nodes: Iterable[Node] | None = None) -> Iterator[tuple[Node, str]]:
    """Yield each node that breaks a shape, with what it should be.

    With `nodes`, only those of them, and what still points at one of them that is gone.
    """
    data = _Stored(store, 2 if nodes is None else 1_000)  # of all, a node and a value
    found = _all_targets(store) if nodes is None else _targets_among(store, data, nodes)
    for target, node in found:
        yield from ((node, message) for message in target.shape.broken_by(data, node))


def _all_targets(store: ox.Store) -> Iterator[tuple[Target, Node]]:
    for target in read_targets():
        yield from ((target, node) for node in target.all(store))


def _targets_among(
    store: ox.Store, data: _Stored, nodes: Iterable[Node]
) -> Iterator[tuple[Target, Node]]:
    known = frozenset(nodes)
    found = set(known)
    for node in known:
        if t.A not in data.facts(node):
            left = store.quads_for_pattern(None, None, node, t.DEFAULT)
            found.update(quad.subject for quad in left)
    for node in found:
        facts = data.facts(node)
        yield from ((target, node) for target in read_targets() if target.is_of(facts))


class Data(Protocol):
    """What a shape asks of a graph."""

    def follow(self, node: t.Term, path: ox.NamedNode, *, is_inverse: bool = False) -> Values:
        """Where a property leads from a node, or whence it comes."""

    def is_a(self, node: t.Term, kind: ox.NamedNode) -> bool:
        """Whether a node is of a class, or of one within it."""


class _Stored:
    """A store, with what was looked up in it, of so many nodes."""

    def __init__(self, store: ox.Store, size: int) -> None:
        self._store = store
        self.facts: Callable[[t.Term], Facts] = lru_cache(size)(lambda node: facts_of(store, node))
        # Nothing here holds itself: a store that is written is let go with the last who looks.
        wider = cache(partial(_classes_above, store))
        self.is_a = lru_cache(200_000)(partial(_is_a, store, wider))

    def follow(self, node: t.Term, path: ox.NamedNode, *, is_inverse: bool = False) -> Values:
        """Where a property leads from a node, or whence it comes."""
        if is_inverse:
            quads = self._store.quads_for_pattern(None, path, node, t.DEFAULT)
            return [quad.subject for quad in quads]
        return () if isinstance(node, ox.Literal) else self.facts(node).get(path, ())


def _is_a(
    store: ox.Store, wider: Callable[[t.Term], frozenset[t.Term]], node: t.Term, kind: ox.NamedNode
) -> bool:
    if isinstance(node, ox.Literal):
        return False
    types = store.quads_for_pattern(node, t.A, None, t.DEFAULT)
    return any(kind in wider(quad.object) for quad in types)


def _classes_above(store: ox.Store, kind: t.Term) -> frozenset[t.Term]:
    found, near = {kind}, [kind]
    while near:
        node = near.pop()
        assert not isinstance(node, ox.Literal)
        for quad in store.quads_for_pattern(node, t.TYPE_OF, None, t.DEFAULT):
            if quad.object not in found:
                found.add(quad.object)
                near.append(quad.object)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Shape:
    """What must hold of the values of a path from a node; without one, of the node itself."""

    message: str
    path: ox.NamedNode | None
    is_inverse: bool
    tests: tuple[Test, ...]
    parts: tuple[Shape, ...]  # what must hold of each value
    is_plain: bool  # what it tests are the values alone

    def broken_by(self, data: Data, node: t.Term) -> Iterator[str]:
        """Yield the message of each shape in this one that does not hold of a node."""
        values = self._values(data, node)
        if not all(test(data, node, values) for test in self.tests):
            yield self.message
        for part in self.parts:
            for value in values:
                yield from part.broken_by(data, value)

    def holds(self, data: Data, node: t.Term) -> bool:
        """Whether a node breaks nothing of it."""
        values = self._values(data, node)
        for test in self.tests:
            if not test(data, node, values):
                return False
        return not self.parts or all(p.holds(data, value) for p in self.parts for value in values)

    def _values(self, data: Data, node: t.Term) -> Values:
        path = self.path
        return data.follow(node, path, is_inverse=self.is_inverse) if path else (node,)


@dataclass(frozen=True, slots=True)
class Target:
    """The nodes that a shape is about: those of a class, or those with a property."""

    predicate: ox.NamedNode
    kind: ox.NamedNode | None
    shape: Shape

    def all(self, store: ox.Store) -> Iterator[Node]:
        """Yield each of them."""
        for quad in store.quads_for_pattern(None, self.predicate, self.kind, t.DEFAULT):
            yield quad.subject

    def is_of(self, facts: Facts) -> bool:
        """Whether a node with these facts is one of them."""
        return self.predicate in facts and self.kind in (None, *facts[self.predicate])


# What shapes say


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(str(SH[name]))


_FIRST, _REST = ox.NamedNode(str(RDF.first)), ox.NamedNode(str(RDF.rest))
_PATH, _INVERSE, _PROPERTY, _MESSAGE = map(_sh, ("path", "inversePath", "property", "message"))
_CLASS, _SUBJECTS = _sh("targetClass"), _sh("targetSubjectsOf")
_WIDER = frozenset({_PROPERTY, *map(_sh, ("class", "lessThan", "not", "or"))})
_KNOWN = frozenset({t.A, _PATH, _PROPERTY, _MESSAGE, _CLASS, _SUBJECTS})


@cache
def read_targets(path: Path = SHAPES) -> tuple[Target, ...]:
    """Read the shapes of a file, in no order."""
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.TURTLE)
    return tuple(
        Target(t.A, kind, shape) if is_class else Target(kind, None, shape)
        for is_class, term in ((True, _CLASS), (False, _SUBJECTS))
        for node, kind in _named(store, term)
        for shape in [_read_shape(store, node)]
    )


@cache
def read_paths(path: Path = SHAPES) -> tuple[frozenset[t.Term], frozenset[t.Term]]:
    """Read which properties of a node the shapes of a file ask about, and which that lead to it."""
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.TURTLE)
    inverse = {quad.object for quad in store.quads_for_pattern(None, _INVERSE, None)}
    terms = (_PATH, _SUBJECTS, _sh("lessThan"))
    asked = {quad.object for term in terms for quad in store.quads_for_pattern(None, term, None)}
    asked.add(t.A)
    return frozenset(asked), frozenset(inverse)


def _named(store: ox.Store, term: ox.NamedNode) -> Iterator[tuple[Node, ox.NamedNode]]:
    for quad in store.quads_for_pattern(None, term, None):
        assert isinstance(quad.object, ox.NamedNode)
        yield quad.subject, quad.object


def _read_shape(store: ox.Store, node: t.Term) -> Shape:
    facts = facts_of(store, node)
    if odd := sorted(term.value for term in facts if term not in _KNOWN | _TESTS.keys()):
        raise ValueError(f"shapes: {', '.join(odd)}: not among what is checked here")
    path = next(iter(facts.get(_PATH, ())), None)
    inverse = facts_of(store, path).get(_INVERSE) if isinstance(path, ox.BlankNode) else None
    if inverse:
        path = inverse[0]
    assert path is None or isinstance(path, ox.NamedNode)
    return Shape(
        message=next(map(text_of, facts.get(_MESSAGE, ())), ""),
        path=path,
        is_inverse=bool(inverse),
        tests=tuple(
            make(store, value) for term, make in _TESTS.items() for value in facts.get(term, ())
        ),
        parts=tuple(_read_shape(store, part) for part in facts.get(_PROPERTY, ())),
        is_plain=facts.keys().isdisjoint(_WIDER),
    )


def _members(store: ox.Store, node: t.Term) -> Iterator[t.Term]:
    while facts := facts_of(store, node):
        yield facts[_FIRST][0]
        node = facts[_REST][0]


# How they are tested


def _at_least(_: ox.Store, number: t.Term) -> Test:
    least = int(text_of(number))
    return lambda data, node, values: len(values) >= least


def _at_most(_: ox.Store, number: t.Term) -> Test:
    most = int(text_of(number))
    return lambda data, node, values: len(values) <= most


def _of_class(_: ox.Store, kind: t.Term) -> Test:
    assert isinstance(kind, ox.NamedNode)
    return lambda data, node, values: all(data.is_a(value, kind) for value in values)


def _of_datatype(_: ox.Store, datatype: t.Term) -> Test:
    return lambda data, node, values: all(_is_well_formed(value, datatype) for value in values)


@lru_cache(10_000)
def _is_well_formed(value: t.Term, datatype: t.Term) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype != datatype:
        return False
    return not rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value)).ill_typed


def _from(_: ox.Store, least: t.Term) -> Test:
    return lambda data, node, values: all(_is_in_order(least, value) for value in values)


def _to(_: ox.Store, most: t.Term) -> Test:
    return lambda data, node, values: all(_is_in_order(value, most) for value in values)


def _before(_: ox.Store, other: t.Term) -> Test:
    assert isinstance(other, ox.NamedNode)
    return lambda data, node, values: all(
        _is_in_order(value, end) and value != end
        for value in values
        for end in data.follow(node, other)
    )


@lru_cache(10_000)
def _is_in_order(less: t.Term, more: t.Term) -> bool:
    return (
        _is_number(less) and _is_number(more) and Decimal(text_of(less)) <= Decimal(text_of(more))
    )


def _is_number(value: t.Term) -> bool:
    return _is_well_formed(value, t.INTEGER) or _is_well_formed(value, t.DECIMAL)


def _one_of(store: ox.Store, first: t.Term) -> Test:
    choice = frozenset(_members(store, first))
    return lambda data, node, values: choice.issuperset(values)


def _is_node_kind(_: ox.Store, kind: t.Term) -> Test:
    form = {_sh("Literal"): ox.Literal, _sh("IRI"): ox.NamedNode}[kind]  # type: ignore[index]
    return lambda data, node, values: all(isinstance(value, form) for value in values)


def _is_long(_: ox.Store, length: t.Term) -> Test:
    least = int(text_of(length))
    return lambda data, node, values: all(len(text_of(value)) >= least for value in values)


def _matches(_: ox.Store, pattern: t.Term) -> Test:
    form = re.compile(text_of(pattern))
    return lambda data, node, values: all(form.search(text_of(value)) for value in values)


def _has(_: ox.Store, wanted: t.Term) -> Test:
    return lambda data, node, values: wanted in values


def _is_not(store: ox.Store, shape: t.Term) -> Test:
    other = _read_shape(store, shape)
    return lambda data, node, values: not any(other.holds(data, value) for value in values)


def _is_any(store: ox.Store, first: t.Term) -> Test:
    shapes = [_read_shape(store, shape) for shape in _members(store, first)]
    return lambda data, node, values: all(
        any(shape.holds(data, value) for shape in shapes) for value in values
    )


_TESTS: Mapping[ox.NamedNode, Callable[[ox.Store, t.Term], Test]] = {
    _sh("minCount"): _at_least,
    _sh("maxCount"): _at_most,
    _sh("class"): _of_class,
    _sh("datatype"): _of_datatype,
    _sh("minInclusive"): _from,
    _sh("maxInclusive"): _to,
    _sh("lessThan"): _before,
    _sh("in"): _one_of,
    _sh("nodeKind"): _is_node_kind,
    _sh("minLength"): _is_long,
    _sh("pattern"): _matches,
    _sh("hasValue"): _has,
    _sh("not"): _is_not,
    _sh("or"): _is_any,
}
