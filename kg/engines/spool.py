"""A whole graph in files, in the order in which it is written."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.engines.claims import Claim, Settled
from kg.engines.disk import DiskRows, File
from kg.engines.rows import Row, Rows, pack, unpack
from kg.model import Connection, Document, Entity, Evidence, Judgement, Statement
from kg.rdf.pool import Triple, classes_of, short_of

_ENTITIES, _DOCUMENTS = 4_000, 2_000  # that are kept for those who ask for them again
_SEPARATOR = "\x1f"  # sorts before all that an id is made of


class Spool:
    """A `Pool` of what was settled on disk; ids of entities and documents are in memory."""

    def __init__(self, settled: Settled, folder: Path) -> None:
        self._told = _sorted(settled.told)
        self._entities = _sorted(settled.entities)
        self.claims = _sorted(settled.claims)
        self._connections = _sorted(settled.connections.flat_map(_by_id))
        self._judgements = _sorted(settled.judgements)
        self.entity = lru_cache(_ENTITIES)(Shelf(folder, self._entities).find)
        names = self._told.turn(lambda told: replace(told[0], text="", blocks=()))
        self._name = lru_cache(_DOCUMENTS)(Shelf(folder, names).find)
        self._asserted = _sorted(self.claims.flat_map(_asserted))
        self._short = _sorted(self._connections.flat_map(_short))
        self._at: tuple[str, Sequence[Any]] = "", ()  # who asks for what goes with it comes next

    @property
    def documents(self) -> Iterator[Document]:
        """All documents, with their texts."""
        for id, (document, links) in self._told:
            self._at = id, links
            yield document

    @property
    def entities(self) -> Iterator[Entity]:
        """All entities."""
        return (entity for _, entity in self._entities)

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements."""
        for id, claim in self.claims:
            self._at = id, claim.evidence
            yield claim.statement

    @property
    def judgements(self) -> Iterator[Judgement]:
        """All judgements, by what they say."""
        return (judgement for _, judgement in self._judgements)

    @property
    def connections(self) -> Iterator[Connection]:
        """All connections of claims."""
        return (connection for connection, _ in self.found)

    @property
    def found(self) -> Iterator[tuple[Connection, int]]:
        """The same, each with how often it was found."""
        return (found for _, found in self._connections)

    @property
    def short(self) -> Iterator[Triple]:
        """Two claims, and the property between them."""
        return _distinct(self._short)

    @property
    def asserted(self) -> Iterator[Triple]:
        """Subject, relation and object of what is asserted."""
        return _distinct(self._asserted)

    @property
    def relations(self) -> Iterator[Triple]:
        """Id, label and lemma of each relation."""
        found: dict[str, tuple[str, str]] = {}
        for _, claim in self.claims:
            words = claim.statement.predicate
            own = words.label, words.lemma
            found[words.id] = min(own, found.get(words.id, own))
        return ((id, *found[id]) for id in sorted(found))

    @property
    def classes(self) -> set[ox.NamedNode]:
        """The classes and roles in use."""
        return classes_of(self.entities, self.statements, self.connections)

    def evidence_of(self, statement: str) -> Sequence[Evidence]:
        """The evidence of the statement that was read last."""
        assert self._at[0] == statement
        return self._at[1]

    def evidence_in(self, document: str) -> Iterable[tuple[str, str]]:
        """The ids of the claims and of their evidence in the document that was read last."""
        assert self._at[0] == document
        return self._at[1]

    def document(self, id: str) -> Document | None:
        """The name and origin of one document, without its text."""
        return self._name(id) if id else None


def _by_id(_: str, connections: tuple[tuple[Connection, int], ...]) -> Iterator[Row]:
    yield from ((found[0].id, found) for found in connections)


def _asserted(_: str, claim: Claim) -> Iterator[Row]:
    s = claim.statement
    if s.factuality == "asserted" and s.subject and s.object:
        yield _SEPARATOR.join((s.subject, s.predicate.id, s.object)), None


def _short(_: str, found: tuple[Connection, int]) -> Iterator[Row]:
    yield from ((_SEPARATOR.join(triple), None) for triple in short_of(found[:1]))


def _distinct(rows: DiskRows) -> Iterator[Triple]:
    for key, _ in groupby(rows, key=itemgetter(0)):
        yield cast(Triple, tuple(key.split(_SEPARATOR)))


def _sorted(rows: Rows) -> DiskRows:
    assert isinstance(rows, DiskRows)
    return rows.sort().keep()


class Shelf:
    """Values that lie in a file each by itself, found by their keys, which come in order."""

    def __init__(self, folder: Path, rows: Iterable[Row]) -> None:
        self._file = File(folder)
        self.keys: list[str] = []
        self._ends = array("q", [0])
        for key, value in rows:
            self.keys.append(key)
            self._ends.append(self._file.append(pack(value)))

    def find(self, key: str) -> Any:
        """The value of a key that is there."""
        number = bisect_left(self.keys, key)
        if number == len(self.keys) or self.keys[number] != key:
            raise KeyError(key)
        start, end = self._ends[number : number + 2]
        return unpack(self._file.cut(start, end))
