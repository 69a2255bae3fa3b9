"""`Knowledge` to quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

import kg.ontology
from kg.model import (
    Connection,
    Document,
    Entity,
    Evidence,
    Judgement,
    Knowledge,
    Role,
    Span,
    Statement,
    digest,
)
from kg.rdf import terms as t
from kg.rdf.literals import decimal, iri_or_literal, literal, literal_time, literal_value
from kg.rdf.pool import Pool, pool
from kg.rdf.terms import BASE, Names, class_node, quote

ONTOLOGY = tuple(Path(kg.ontology.__file__).with_name(name) for name in ("kg.ttl", "events.ttl"))
Fact = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
T = TypeVar("T")

# The headings of the assembled graph, in their order.
ENTITIES = "Entities"
HAPPENED = "What happened, as far as it is asserted"
DOCUMENTS = "Documents"
CLAIMS = "Statements and their evidence"
CONNECTED = "How claims bear on one another"
WORDS = "Words used above"


@dataclass(frozen=True, slots=True)
class About:
    """How the graph was made: version of this program, pipeline with version and hash, base IRI."""

    version: str = ""
    pipeline: str = ""
    base: str = BASE

    @property
    def names(self) -> Names:
        """The IRIs under this base."""
        return Names(self.base)


def iter_quads(
    knowledge: Knowledge | Pool, about: About | None = None, *, assembled: bool = True
) -> Iterator[ox.Quad]:
    """Yield the whole dataset: the assembled graph, then the documents, then the judgements.

    Not `assembled`: without the first, for who has it already.
    """
    about, whole = about or About(), pool(knowledge)
    for _, facts in iter_sections(whole, about) if assembled else ():
        yield from (ox.Quad(*fact, t.DEFAULT) for fact in facts)
    for graph, facts in _iter_named_graphs(whole, about.names):
        yield from (ox.Quad(*fact, graph) for fact in facts)


def iter_sections(
    knowledge: Knowledge | Pool, about: About | None = None
) -> Iterator[tuple[str, Iterator[Fact]]]:
    """Yield the assembled graph in parts, each with a heading, each sorted."""
    about, whole = about or About(), pool(knowledge)
    names = about.names
    yield "This graph", _about_facts(about)
    yield ENTITIES, chain.from_iterable(_entity_facts(e, names) for e in whole.entities)
    yield HAPPENED, _bare_triples(whole, names)
    yield DOCUMENTS, chain.from_iterable(_document_facts(d, names) for d in whole.documents)
    yield CLAIMS, _claims(whole, names)
    if any(True for _ in whole.connections):
        yield CONNECTED, _connected(whole, names)
    yield WORDS, _words(whole, names)


def _iter_named_graphs(whole: Pool, names: Names) -> Iterator[tuple[ox.NamedNode, Iterator[Fact]]]:
    """Yield a graph for each document, and one for the judgements.

    A document's graph holds its text and names its claims; what these say is in the default graph.
    """
    for document in whole.documents:
        graph = names.node("document", document.id)
        links = _evidence_links(whole.evidence_in(document.id), names)
        yield graph, chain(_text_facts(document, graph), links)
    judged = (_judgement_facts(judgement, names) for judgement in whole.judgements)
    yield names.judgements, chain.from_iterable(judged)


def _about_facts(about: About) -> Iterator[Fact]:
    names = about.names
    yield names.graph, t.A, t.GRAPH
    yield names.graph, t.BASE_IRI, literal(names.base)
    yield from _present(names.graph, {t.VERSION: about.version, t.PIPELINE: about.pipeline})


def _entity_facts(entity: Entity, names: Names) -> Iterator[Fact]:
    node = names.node("entity", entity.id)
    yield node, t.A, t.ENTITY
    yield node, t.A, class_node(entity.type)
    yield node, t.LABEL, literal(entity.label)
    yield from _listed(node, t.ALIAS, entity.aliases, literal)
    yield from _listed(node, t.SAME_AS, entity.same_as, iri_or_literal)
    yield from _listed(
        node,
        t.NOTATION,
        entity.codes,
        lambda code: ox.Literal(quote(code[1]), datatype=names.node("code", code[0])),
    )


def _bare_triples(whole: Pool, names: Names) -> Iterator[Fact]:
    for subject, relation, object_ in whole.asserted:
        yield (
            names.node("entity", subject),
            names.node("relation", relation),
            names.node("entity", object_),
        )


def _document_facts(document: Document, names: Names) -> Iterator[Fact]:
    node = names.node("document", document.id)
    yield node, t.A, t.DOCUMENT
    yield from _present(
        node, {term: getattr(document, name) for name, term in t.DOCUMENT_FIELDS.items()}
    )
    if document.published:
        published = literal_time(document.published)
        yield node, t.PUBLISHED, published
        if published.value != document.published:
            yield node, t.PUBLISHED_AS, literal(document.published)


def _claims(whole: Pool, names: Names) -> Iterator[Fact]:
    """Each statement, then its arguments and evidence."""
    days = {document.id: document.published[:10] for document in whole.documents}
    for statement in whole.statements:
        yield from _statement_facts(statement, names)
        claim = names.node("statement", statement.id)
        evidence = whole.evidence_of(statement.id)
        nodes = [names.node("evidence", item.id) for item in evidence]
        yield from _spread_facts(claim, evidence, days)
        yield from ((claim, t.EVIDENCE, node) for node in nodes)
        for position, role in enumerate(statement.arguments, start=1):
            yield from _argument_facts(statement, position, role, names)
        for node, item in zip(nodes, evidence, strict=True):
            yield from _evidence_facts(node, item, names)


def _statement_facts(statement: Statement, names: Names) -> Iterator[Fact]:
    node = names.node("statement", statement.id)
    yield node, t.A, t.STATEMENT
    if statement.type:
        yield node, t.A, class_node(statement.type)
    if statement.subject:
        yield node, t.SUBJECT, names.node("entity", statement.subject)
    yield node, t.PREDICATE, names.node("relation", statement.predicate.id)
    if statement.object:
        yield node, t.OBJECT, names.node("entity", statement.object)
    yield node, t.WORDS, literal(statement.predicate.label)
    yield node, t.LEMMA, literal(statement.predicate.lemma)
    for role in statement.arguments:
        yield from ((node, class_node(role.role), filler) for filler in _fillers(role, names))
    yield node, t.FACTUALITY, t.KINDS[statement.factuality]
    yield node, t.BELIEF, decimal(statement.belief)
    for position, _ in enumerate(statement.arguments, start=1):
        yield node, t.ARGUMENT, names.argument(statement.id, position)


def _spread_facts(
    node: ox.NamedNode, evidence: Iterable[Evidence], days: Mapping[str, str]
) -> Iterator[Fact]:
    """What follows from the evidence; for queries, which would else count all of it each time."""
    documents = {item.document_id for item in evidence if item.document_id}
    if documents:
        yield node, t.DOCUMENTS, ox.Literal(len(documents))
    dated = [days[id] for id in documents if days.get(id)]
    if dated:
        yield node, t.FIRST_PUBLISHED, literal_time(min(dated))


def _fillers(role: Role, names: Names) -> Iterator[ox.NamedNode | ox.Literal]:
    if role.entity:
        yield names.node("entity", role.entity)
    elif role.value:
        yield literal_value(role.value)


def _argument_facts(
    statement: Statement, position: int, role: Role, names: Names
) -> Iterator[Fact]:
    node = names.argument(statement.id, position)
    yield node, t.A, t.ARGUMENT_CLASS
    yield node, t.POSITION, ox.Literal(position)
    yield node, t.ROLE, class_node(role.role)
    if role.entity:
        yield node, t.FILLER, names.node("entity", role.entity)
    if role.value:
        yield node, t.VALUE_TYPE, literal(role.value.type)
        yield node, t.WORDS, literal(role.value.text)
        yield from _present(node, {t.VALUE: role.value.value, t.UNIT: role.value.unit})


def _evidence_links(links: Iterable[tuple[str, str]], names: Names) -> Iterator[Fact]:
    for statement, evidence in links:
        yield names.node("statement", statement), t.EVIDENCE, names.node("evidence", evidence)


def _evidence_facts(node: ox.NamedNode, evidence: Evidence, names: Names) -> Iterator[Fact]:
    yield node, t.A, t.EVIDENCE_CLASS
    yield from _place_facts(node, evidence, names)
    if evidence.said_by:
        yield node, t.SAID_BY, names.node("entity", evidence.said_by)
    yield node, t.FACTUALITY, t.KINDS[evidence.factuality]
    yield node, t.POLARITY, literal(evidence.polarity)
    yield node, t.CERTAINTY, literal(evidence.certainty)
    yield node, t.TENSE, literal(evidence.tense)
    if evidence.asked:
        yield node, t.ASKS, ox.Literal(True)
    yield from _present(node, {t.REPLY: evidence.reply})
    yield node, t.CONFIDENCE, decimal(evidence.confidence)
    yield node, t.METHOD, literal(evidence.method)
    yield from _listed(
        node, t.DERIVED, evidence.derived_from, lambda id: names.node("statement", id)
    )


def _place_facts(node: ox.NamedNode, evidence: Evidence, names: Names) -> Iterator[Fact]:
    if evidence.document_id:
        yield node, t.SOURCE, names.node("document", evidence.document_id)
    if evidence.text:
        yield node, t.EXACT, literal(evidence.text)
    if evidence.sentence:
        yield node, t.START, ox.Literal(evidence.sentence.start)
        yield node, t.END, ox.Literal(evidence.sentence.end)
    for name, term in t.MARKS.items():
        span: Span | None = getattr(evidence, name)
        if span:
            yield node, term, ox.Literal(f"char={span.start},{span.end}")


def _connected(whole: Pool, names: Names) -> Iterator[Fact]:
    """Each connection, then the same in short, as a property between two claims."""
    for connection in whole.connections:
        kind, _ = t.CONNECTIONS[connection.kind]
        yield from _connection_facts(connection, kind, names)
    for first, second, property_ in whole.short:
        yield (
            names.node("statement", first),
            ox.NamedNode(property_),
            names.node("statement", second),
        )


def _connection_facts(connection: Connection, kind: ox.NamedNode, names: Names) -> Iterator[Fact]:
    node = names.node("connection", connection.id)
    yield node, t.A, kind
    yield node, t.FIRST, names.node("statement", connection.first)
    yield node, t.SECOND, names.node("statement", connection.second)
    yield node, t.FIRST_EVIDENCE, names.node("evidence", connection.first_evidence)
    yield node, t.SECOND_EVIDENCE, names.node("evidence", connection.second_evidence)
    yield from _present(node, {t.ABOUT: connection.about, t.FIRST_WORDS: connection.first_words,
                               t.SECOND_WORDS: connection.second_words})  # fmt: skip
    if connection.kind == "answer":
        reply, claim = (
            names.node("evidence", id)
            for id in (connection.second_evidence, connection.first_evidence)
        )
        yield reply, t.REPLIES[connection.about], claim


def _text_facts(document: Document, graph: ox.NamedNode) -> Iterator[Fact]:
    yield graph, t.TEXT, literal(document.text)
    yield from _present(
        graph, {t.ALIGNMENT: document.alignment, t.ALIGNED_WITH: document.aligned_with}
    )
    for position, block in enumerate(document.blocks, start=1):
        node = ox.NamedNode(f"{graph.value}#block{position}")
        yield graph, t.BLOCKS, node
        yield node, t.A, t.BLOCK
        yield node, t.POSITION, ox.Literal(position)
        yield node, t.BLOCK_KIND, literal(block.kind)
        yield node, t.START, ox.Literal(block.start)
        yield node, t.END, ox.Literal(block.end)


_FIELDS = attrgetter(*(field.name for field in fields(Judgement)))


def _judgement_facts(judgement: Judgement, names: Names) -> Iterator[Fact]:
    node = ox.NamedNode(f"{names.judgements.value}#{digest(*map(repr, _FIELDS(judgement)))}")
    yield node, t.A, t.JUDGEMENT
    yield node, t.LEFT, literal(judgement.left)
    yield node, t.RIGHT, literal(judgement.right)
    yield node, t.SAME, ox.Literal(judgement.same)
    yield node, t.REASON, literal(judgement.reason)
    yield node, t.SCORE, decimal(judgement.score)


def _words(whole: Pool, names: Names) -> Iterator[Fact]:
    """Label the relations, and say what the ontology says of the classes and roles in use."""
    for relation, label, lemma in whole.relations:
        node = names.node("relation", relation)
        yield node, t.A, t.PROPERTY
        yield node, t.LABEL, literal(label)
        yield node, t.LEMMA, literal(lemma)
    used = whole.classes | set(t.KINDS.values())
    ontology = ontology_facts()
    while wider := {o for node in used for _, p, o in ontology[node] if p == t.TYPE_OF} - used:
        used |= {node for node in wider if isinstance(node, ox.NamedNode)}
    for node in sorted(used, key=lambda node: node.value):
        yield from ontology[node]


@cache
def ontology_facts() -> defaultdict[ox.NamedNode, list[Fact]]:
    """Types, labels and superclasses of the terms of the ontology, sorted."""
    facts: defaultdict[ox.NamedNode, list[Fact]] = defaultdict(list)
    for path in filter(Path.exists, ONTOLOGY):
        for quad in sorted(ox.parse(path=path), key=str):
            if quad.predicate in (t.A, t.LABEL, t.TYPE_OF) and isinstance(
                quad.subject, ox.NamedNode
            ):
                facts[quad.subject].append((quad.subject, quad.predicate, quad.object))
    return facts


def _present(node: ox.NamedNode, texts: dict[ox.NamedNode, str]) -> Iterator[Fact]:
    yield from ((node, term, literal(text)) for term, text in texts.items() if text)


def _listed(
    node: ox.NamedNode,
    term: ox.NamedNode,
    values: Sequence[T],
    write: Callable[[T], ox.NamedNode | ox.Literal],
) -> Iterator[Fact]:
    """Write the values, and their order where it is not the sorted one."""
    distinct = sorted(set(values), key=repr)
    yield from ((node, term, write(value)) for value in distinct)
    if list(values) != distinct:
        places = {value: str(place) for place, value in enumerate(distinct)}
        order = " ".join([t.local_name(term), *(places[value] for value in values)])
        yield node, t.ORDER, ox.Literal(order)
