"""Knowledge as its writers need it: everything in order, and evidence by claim and by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Protocol

import pyoxigraph as ox

from kg.model import Connection, Document, Entity, Evidence, Judgement, Knowledge, Statement
from kg.rdf.terms import CONNECTIONS, class_node

Triple = tuple[str, str, str]


class Pool(Protocol):
    """A graph that may be read more than once, each part sorted as that of `Knowledge` is."""

    @property
    def documents(self) -> Iterable[Document]:
        """All documents, with their texts."""

    @property
    def entities(self) -> Iterable[Entity]:
        """All entities."""

    @property
    def statements(self) -> Iterable[Statement]:
        """All statements."""

    @property
    def judgements(self) -> Iterable[Judgement]:
        """All judgements about who is who."""

    @property
    def connections(self) -> Iterable[Connection]:
        """All connections of claims."""

    @property
    def asserted(self) -> Iterable[Triple]:
        """Subject, relation and object of what is asserted: ids, sorted, each triple once."""

    @property
    def short(self) -> Iterable[Triple]:
        """Connections in short: two claims and the IRI of the property between them, as above."""

    @property
    def relations(self) -> Iterable[Triple]:
        """Id, label and lemma of each relation: one label each, "co-led" and "co led" are one."""

    @property
    def classes(self) -> set[ox.NamedNode]:
        """The classes and roles in use."""

    def evidence_of(self, statement: str) -> Sequence[Evidence]:
        """The evidence of one statement."""

    def evidence_in(self, document: str) -> Iterable[tuple[str, str]]:
        """The ids of the claims and of their evidence in one document, sorted by the second."""

    def entity(self, id: str) -> Entity:
        """One entity."""

    def document(self, id: str) -> Document | None:
        """The name and origin of one document, if it is there; perhaps without its text."""


class Held:
    """Knowledge in memory."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.documents = knowledge.documents
        self.entities = knowledge.entities
        self.statements = knowledge.statements
        self.judgements = knowledge.judgements
        self.connections = knowledge.connections

    @property
    def asserted(self) -> Iterable[Triple]:
        """Subject, relation and object of what is asserted."""
        return sorted(
            {
                (s.subject, s.predicate.id, s.object)
                for s in self.statements
                if s.factuality == "asserted" and s.subject and s.object
            }
        )

    @property
    def short(self) -> Iterable[Triple]:
        """Two claims, and the property between them."""
        return sorted(set(short_of(self.connections)))

    @property
    def relations(self) -> Iterator[Triple]:
        """Id, label and lemma of each relation."""
        predicates = {(s.predicate.id, s.predicate.label, s.predicate.lemma)
                      for s in self.statements}  # fmt: skip
        for _, same in groupby(sorted(predicates), key=lambda predicate: predicate[0]):
            yield next(same)

    @property
    def classes(self) -> set[ox.NamedNode]:
        """The classes and roles in use."""
        return classes_of(self.entities, self.statements, self.connections)

    def evidence_of(self, statement: str) -> Sequence[Evidence]:
        """The evidence of one statement."""
        return self._by_statement.get(statement, ())

    def evidence_in(self, document: str) -> Iterator[tuple[str, str]]:
        """The ids of the claims and of their evidence in one document."""
        return ((e.statement_id, e.id) for e in self._by_document.get(document, ()))

    def entity(self, id: str) -> Entity:
        """One entity."""
        return self._entities[id]

    def document(self, id: str) -> Document | None:
        """One document."""
        return self._documents.get(id)

    @cached_property
    def _by_statement(self) -> dict[str, list[Evidence]]:
        pooled = defaultdict(list)
        for evidence in self._knowledge.evidence:
            pooled[evidence.statement_id].append(evidence)
        return pooled

    @cached_property
    def _by_document(self) -> dict[str, list[Evidence]]:
        pooled = defaultdict(list)
        for evidence in self._knowledge.evidence:
            pooled[evidence.document_id].append(evidence)
        return pooled

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}


def pool(knowledge: Knowledge | Pool) -> Pool:
    """What is in memory as what may be elsewhere."""
    return Held(knowledge) if isinstance(knowledge, Knowledge) else knowledge


def classes_of(
    entities: Iterable[Entity], statements: Iterable[Statement], connections: Iterable[Connection]
) -> set[ox.NamedNode]:
    """The classes and roles that these use."""
    used = {class_node(entity.type) for entity in entities}
    used.update(CONNECTIONS[connection.kind][0] for connection in connections)
    for statement in statements:
        if statement.type:
            used.add(class_node(statement.type))
        used.update(class_node(role.role) for role in statement.arguments)
    return used


def short_of(connections: Iterable[Connection]) -> Iterator[Triple]:
    """Connections as a property between two claims: all but answers, and those of one claim."""
    for connection in connections:
        if connection.first != connection.second and connection.kind != "answer":
            yield connection.first, connection.second, CONNECTIONS[connection.kind][1].value
