"""Quads back to `Knowledge`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import TypeVar
from urllib.parse import unquote

import pyoxigraph as ox

from kg.model import (
    Block,
    BlockKind,
    Connection,
    ConnectionKind,
    Document,
    Entity,
    Evidence,
    Factuality,
    Judgement,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)
from kg.rdf import terms as t
from kg.rdf.literals import text_of
from kg.rdf.terms import Names, Term
from kg.rdf.write import About
from kg.vocabulary import KG

T = TypeVar("T")
Facts = dict[ox.NamedNode, list[Term]]


def read_knowledge(store: ox.Store) -> Knowledge:
    """Read what `iter_quads` wrote: equal in every field."""
    documents = [read_document(store, node) for node in instances(store, t.DOCUMENT)]
    statements = [read_statement(store, node) for node in instances(store, t.STATEMENT)]
    evidence = [
        read_evidence(store, quad.subject, quad.object)
        for quad in store.quads_for_pattern(None, t.EVIDENCE, None, t.DEFAULT)
    ]
    judgements = [
        read_judgement(store, q.subject, q.graph_name)
        for q in store.quads_for_pattern(None, t.A, t.JUDGEMENT, None)
    ]
    connections = [
        read_connection(store, node, kind)
        for kind, (class_, _) in t.CONNECTIONS.items()
        for node in instances(store, class_)
    ]
    return Knowledge(
        documents=tuple(sorted(documents, key=lambda document: document.id)),
        entities=tuple(sorted(iter_entities(store), key=lambda entity: entity.id)),
        statements=tuple(sorted(statements, key=lambda statement: statement.id)),
        evidence=tuple(sorted(evidence, key=lambda item: item.id)),
        judgements=tuple(sorted(judgements, key=astuple)),
        connections=tuple(sorted(connections, key=lambda connection: connection.id)),
    )


def read_about(store: ox.Store) -> About:
    """How the graph was made, as far as it says."""
    for node in instances(store, t.GRAPH):
        facts = facts_of(store, node)
        base = _text(facts, t.BASE_IRI) or t.BASE
        return About(_text(facts, t.VERSION), _text(facts, t.PIPELINE), base)
    return About()


def iter_entities(store: ox.Store) -> Iterator[Entity]:
    """Yield each entity, in no order."""
    for node in instances(store, t.ENTITY):
        yield read_entity(store, node)


def read_entity(store: ox.Store, node: Term) -> Entity:
    """Read one entity by its IRI."""
    facts = facts_of(store, node)
    return Entity(
        id=Names.id(node),
        type=_kind(facts),
        label=_text(facts, t.LABEL),
        aliases=_ordered(facts, t.ALIAS, text_of),
        same_as=_ordered(facts, t.SAME_AS, text_of),
        codes=_ordered(facts, t.NOTATION, _read_code),
    )


def read_statement(store: ox.Store, node: Term) -> Statement:
    """Read one statement by its IRI, with its arguments in their order."""
    facts = facts_of(store, node)
    arguments = [facts_of(store, argument) for argument in facts[t.ARGUMENT]]
    arguments.sort(key=lambda argument: _number(argument, t.POSITION))
    return Statement(
        id=Names.id(node),
        type=_kind(facts),
        predicate=Predicate(lemma=_text(facts, t.LEMMA), label=_text(facts, t.WORDS)),
        subject=_reference(facts, t.SUBJECT),
        object=_reference(facts, t.OBJECT),
        arguments=tuple(_read_role(argument) for argument in arguments),
        factuality=_factuality(facts),
        belief=_number(facts, t.BELIEF),
    )


def read_evidence(store: ox.Store, statement: Term, node: Term) -> Evidence:
    """Read one piece of evidence by its IRI and that of its statement."""
    facts = facts_of(store, node)
    document = _reference(facts, t.SOURCE)
    marks = {name: _read_mark(document, _text(facts, term)) for name, term in t.MARKS.items()}
    return Evidence(
        statement_id=Names.id(statement),
        method=_text(facts, t.METHOD),
        confidence=_number(facts, t.CONFIDENCE),
        document_id=document,
        sentence=_read_span(document, facts),
        text=_text(facts, t.EXACT),
        polarity=_text(facts, t.POLARITY),  # type: ignore[arg-type]
        certainty=_text(facts, t.CERTAINTY),  # type: ignore[arg-type]
        tense=_text(facts, t.TENSE),  # type: ignore[arg-type]
        asked=t.ASKS in facts,
        said_by=_reference(facts, t.SAID_BY),
        reply=_text(facts, t.REPLY),  # type: ignore[arg-type]
        derived_from=_ordered(facts, t.DERIVED, Names.id),
        **marks,
    )


def read_document(store: ox.Store, node: Term) -> Document:
    """Read one document by its IRI, with the text from its named graph."""
    facts = facts_of(store, node)
    texts = facts_of(store, node, node)
    blocks = [facts_of(store, block, node) for block in texts[t.BLOCKS]]
    blocks.sort(key=lambda block: _number(block, t.POSITION))
    return Document(
        id=Names.id(node),
        text=_text(texts, t.TEXT),
        blocks=tuple(map(_read_block, blocks)),
        published=_text(facts, t.PUBLISHED_AS) or _text(facts, t.PUBLISHED),
        alignment=_text(texts, t.ALIGNMENT),
        aligned_with=_text(texts, t.ALIGNED_WITH),
        **{name: _text(facts, term) for name, term in t.DOCUMENT_FIELDS.items()},
    )


def read_document_name(store: ox.Store, node: Term) -> Document:
    """Read one document's name and origin and how it lies in its file, not text, day or blocks."""
    facts = facts_of(store, node)
    texts = facts_of(store, node, node)
    return Document(
        id=Names.id(node),
        text="",
        blocks=(),
        alignment=_text(texts, t.ALIGNMENT),
        aligned_with=_text(texts, t.ALIGNED_WITH),
        **{name: _text(facts, term) for name, term in t.DOCUMENT_FIELDS.items()},
    )


def read_relation(store: ox.Store, node: Term) -> tuple[str, str]:
    """Read the label and the lemma of one relation."""
    facts = facts_of(store, node)
    return _text(facts, t.LABEL), _text(facts, t.LEMMA)


def read_judgement(store: ox.Store, node: Term, graph: Term | ox.DefaultGraph) -> Judgement:
    """Read one judgement by its IRI and that of the graph it stands in."""
    facts = facts_of(store, node, graph)
    return Judgement(
        left=_text(facts, t.LEFT),
        right=_text(facts, t.RIGHT),
        same=_text(facts, t.SAME) == "true",
        reason=_text(facts, t.REASON),
        score=_number(facts, t.SCORE),
    )


def read_connection(store: ox.Store, node: Term, kind: ConnectionKind) -> Connection:
    """Read one connection of this kind by its IRI."""
    facts = facts_of(store, node)
    return Connection(
        kind=kind,
        about=_text(facts, t.ABOUT),
        first=_reference(facts, t.FIRST),
        second=_reference(facts, t.SECOND),
        first_evidence=_reference(facts, t.FIRST_EVIDENCE),
        second_evidence=_reference(facts, t.SECOND_EVIDENCE),
        first_words=_text(facts, t.FIRST_WORDS),
        second_words=_text(facts, t.SECOND_WORDS),
    )


def facts_of(
    store: ox.Store, node: Term, graph: Term | ox.DefaultGraph = t.DEFAULT
) -> defaultdict[ox.NamedNode, list[Term]]:
    """What the graph says of one node."""
    facts: defaultdict[ox.NamedNode, list[Term]] = defaultdict(list)
    assert not isinstance(node, ox.Literal)
    assert not isinstance(graph, ox.Literal | ox.Triple)
    for quad in store.quads_for_pattern(node, None, None, graph):
        facts[quad.predicate].append(quad.object)
    return facts


def instances(store: ox.Store, kind: ox.NamedNode) -> Iterator[Term]:
    """Yield what is of a class, in no order."""
    for quad in store.quads_for_pattern(None, t.A, kind, t.DEFAULT):
        yield quad.subject


def _text(facts: Facts, term: ox.NamedNode) -> str:
    return text_of(facts[term][0]) if term in facts else ""


def _number(facts: Facts, term: ox.NamedNode) -> float:
    return float(_text(facts, term) or 0)


def _reference(facts: Facts, term: ox.NamedNode) -> str:
    return Names.id(facts[term][0]) if term in facts else ""


def _kind(facts: Facts) -> str:
    """The local name of the class in our namespace, or nothing; all entities are kg:Entity too."""
    kinds = [text_of(term) for term in facts[t.A] if term != t.ENTITY] or [t.ENTITY.value]
    ours = (unquote(kind[len(KG._NS) :]) for kind in kinds if kind.startswith(KG._NS))
    return next(ours, "")


def _factuality(facts: Facts) -> Factuality:
    (node,) = facts[t.FACTUALITY]
    return next(kind for kind, term in t.KINDS.items() if term == node)


def _ordered(facts: Facts, term: ox.NamedNode, read: Callable[[Term], T]) -> tuple[T, ...]:
    values = sorted(map(read, facts.get(term, ())), key=repr)
    for order in map(text_of, facts.get(t.ORDER, ())):
        name, *places = order.split(" ")
        if name == t.local_name(term):
            return tuple(values[int(place)] for place in places)
    return tuple(values)


def _read_code(term: Term) -> tuple[str, str]:
    assert isinstance(term, ox.Literal)
    return Names.id(term.datatype), unquote(term.value, errors="surrogatepass")


def _read_role(facts: Facts) -> Role:
    value = None
    if t.VALUE_TYPE in facts:
        value = Value(
            text=_text(facts, t.WORDS),
            type=_text(facts, t.VALUE_TYPE),
            value=_text(facts, t.VALUE),
            unit=_text(facts, t.UNIT),
        )
    role = text_of(facts[t.ROLE][0]).removeprefix(KG._NS)
    return Role(unquote(role), _reference(facts, t.FILLER), value)


def _read_span(document: str, facts: Facts) -> Span | None:
    if t.START not in facts:
        return None
    return Span(document, int(_text(facts, t.START)), int(_text(facts, t.END)))


def _read_mark(document: str, position: str) -> Span | None:
    if not position:
        return None
    start, end = position.removeprefix("char=").split(",")
    return Span(document, int(start), int(end))


def _read_block(facts: Facts) -> Block:
    kind: BlockKind = _text(facts, t.BLOCK_KIND)  # type: ignore[assignment]
    return Block(kind, int(_text(facts, t.START)), int(_text(facts, t.END)))
