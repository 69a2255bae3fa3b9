"""A stored graph, read piece by piece: what is in memory at a time are ids, and not the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter, itemgetter

import pyoxigraph as ox

from kg.model import Connection, Document, Entity, Evidence, Judgement, Statement
from kg.rdf import terms as t
from kg.rdf.literals import text_of
from kg.rdf.pool import Triple, short_of
from kg.rdf.read import (
    instances,
    read_about,
    read_connection,
    read_document,
    read_document_name,
    read_entity,
    read_evidence,
    read_judgement,
    read_relation,
    read_statement,
)
from kg.rdf.terms import Names
from kg.rdf.write import ontology_facts

_ENTITIES = 20_000  # that are kept for those who ask for them again
_DOCUMENTS = 2_000


class Stored:
    """A `Pool` of what `iter_quads` wrote to a store.

    Sorted ids are all that grows with the graph: some 6 MiB for 100,000 claims.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.names = read_about(store).names
        # Nothing here holds itself: a store that is written is let go with the last who looks.
        self.entity = lru_cache(_ENTITIES)(partial(_find_entity, store, self.names))
        self.document = lru_cache(_DOCUMENTS)(partial(_find_document, store, self.names))

    @property
    def documents(self) -> Iterator[Document]:
        """All documents, with their texts."""
        for id in self._ids(t.DOCUMENT):
            yield read_document(self._store, self.names.node("document", id))

    @property
    def entities(self) -> Iterator[Entity]:
        """All entities."""
        return (_find_entity(self._store, self.names, id) for id in self._ids(t.ENTITY))

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements."""
        for id in self._ids(t.STATEMENT):
            yield read_statement(self._store, self.names.node("statement", id))

    @property
    def judgements(self) -> Iterator[Judgement]:
        """All judgements, read again by what comes first in them, which sorts them."""
        nodes = sorted(
            (text_of(quad.object), t.iri_of(quad.subject))
            for quad in self._store.quads_for_pattern(None, t.LEFT, None, self.names.judgements)
        )
        for _, same in groupby(nodes, key=itemgetter(0)):
            found = (
                read_judgement(self._store, ox.NamedNode(iri), self.names.judgements)
                for _, iri in same
            )
            yield from sorted(found, key=astuple)

    @property
    def connections(self) -> Iterator[Connection]:
        """All connections of claims."""
        kinds = {
            Names.id(node): kind
            for kind, (class_, _) in t.CONNECTIONS.items()
            for node in instances(self._store, class_)
        }
        for id in sorted(kinds):
            yield read_connection(self._store, self.names.node("connection", id), kinds[id])

    @property
    def short(self) -> Iterable[Triple]:
        """Two claims, and the property between them."""
        return sorted(set(short_of(self.connections)))

    @property
    def asserted(self) -> Iterator[Triple]:
        """Subject, relation and object of what is asserted."""
        relation = self.names.prefixes["rel"]
        claims = self._store.quads_for_pattern(None, t.SUBJECT, None, t.DEFAULT)
        for id in sorted({Names.id(quad.object) for quad in claims}):
            said = self._store.quads_for_pattern(
                self.names.node("entity", id), None, None, t.DEFAULT
            )
            yield from sorted(
                (id, Names.id(quad.predicate), Names.id(quad.object))
                for quad in said
                if quad.predicate.value.startswith(relation)
            )

    @property
    def relations(self) -> Iterator[Triple]:
        """Id, label and lemma of each relation."""
        relation = self.names.prefixes["rel"]
        nodes = instances(self._store, t.PROPERTY)
        for id in sorted(Names.id(n) for n in nodes if t.iri_of(n).startswith(relation)):
            yield id, *read_relation(self._store, self.names.node("relation", id))

    @property
    def classes(self) -> set[ox.NamedNode]:
        """The classes and roles in use: those of which the graph says what they are."""
        return {
            node
            for node in tuple(ontology_facts())
            if any(self._store.quads_for_pattern(node, None, None, t.DEFAULT))
        }

    def evidence_of(self, statement: str) -> Sequence[Evidence]:
        """The evidence of one statement."""
        node = self.names.node("statement", statement)
        found = self._store.quads_for_pattern(node, t.EVIDENCE, None, t.DEFAULT)
        evidence = (read_evidence(self._store, node, quad.object) for quad in found)
        return sorted(evidence, key=attrgetter("id"))

    def evidence_in(self, document: str) -> Iterable[tuple[str, str]]:
        """The ids of the claims and of their evidence in one document."""
        graph = self.names.node("document", document)
        found = self._store.quads_for_pattern(None, t.EVIDENCE, None, graph)
        links = ((Names.id(quad.subject), Names.id(quad.object)) for quad in found)
        return sorted(links, key=itemgetter(1))

    def _ids(self, kind: ox.NamedNode) -> list[str]:
        return sorted(map(Names.id, instances(self._store, kind)))


def _find_entity(store: ox.Store, names: Names, id: str) -> Entity:
    return read_entity(store, names.node("entity", id))


def _find_document(store: ox.Store, names: Names, id: str) -> Document | None:
    return read_document_name(store, names.node("document", id)) if id else None
