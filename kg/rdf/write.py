"""`Knowledge` to Turtle, and to quads by way of it: to write and parse text costs least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain, groupby
from operator import attrgetter, itemgetter
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
from kg.rdf.literals import iri_or_literal, literal_time
from kg.rdf.pool import Pool, pool
from kg.rdf.terms import BASE, Names, quote
from kg.rdf.turtle import (
    Pair,
    class_name,
    in_turtle,
    name,
    number,
    paragraph,
    parse,
    quoted,
    time,
    value,
)
from kg.rdf.turtle import words as w

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


def iter_quads(knowledge: Knowledge | Pool, about: About | None = None) -> Iterator[ox.Quad]:
    """Yield the whole dataset: the assembled graph, then the documents, then the judgements."""
    about, whole = about or About(), pool(knowledge)
    return parse(chain(_assembled(whole, about), _named(whole, about.names)), about.names)


def iter_named_quads(knowledge: Knowledge | Pool, about: About | None = None) -> Iterator[ox.Quad]:
    """Yield all but the assembled graph."""
    names = (about or About()).names
    return parse(_named(pool(knowledge), names), names)


def iter_sections(
    knowledge: Knowledge | Pool, about: About | None = None
) -> Iterator[tuple[str, Iterator[Fact]]]:
    """Yield the assembled graph in parts, each with a heading, each sorted."""
    about = about or About()
    for heading, text in iter_paragraphs(knowledge, about):
        yield heading, map(_FACT, parse(text, about.names))


_FACT = attrgetter("subject", "predicate", "object")


def iter_paragraphs(
    knowledge: Knowledge | Pool, about: About
) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the same in Turtle, a paragraph for each subject, without the prefixes."""
    names, whole = about.names, pool(knowledge)
    yield "This graph", _about(about)
    yield ENTITIES, (_entity(entity, names) for entity in whole.entities)
    yield HAPPENED, _bare_triples(whole, names)
    yield DOCUMENTS, (_document(document, names) for document in whole.documents)
    yield CLAIMS, _claims(whole, names)
    if any(True for _ in whole.connections):
        yield CONNECTED, _connected(whole, names)
    yield WORDS, _words(whole, names)


def _assembled(whole: Pool, about: About) -> Iterator[str]:
    return chain.from_iterable(paragraphs for _, paragraphs in iter_paragraphs(whole, about))


def _named(whole: Pool, names: Names) -> Iterator[str]:
    """The named graphs in TriG."""
    for graph, paragraphs in _iter_named_graphs(whole, names):
        yield f"{graph} {{\n"
        yield from paragraphs
        yield "}\n"


def _iter_named_graphs(whole: Pool, names: Names) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield a graph for each document, and one for the judgements.

    A document's graph holds its text and names its claims; what these say is in the default graph.
    """
    for document in whole.documents:
        graph = name(names, "document", document.id)
        links = _evidence_links(whole.evidence_in(document.id), names)
        yield graph, chain(_text(document, graph, names), links)
    judged = (_judgement(judgement, names) for judgement in whole.judgements)
    yield in_turtle(names.judgements, names), judged


def _about(about: About) -> Iterator[str]:
    names = about.names
    yield paragraph(
        in_turtle(names.graph, names),
        [
            (w.A, w.GRAPH),
            (w.BASE_IRI, quoted(names.base)),
            *_present({w.VERSION: about.version, w.PIPELINE: about.pipeline}),
        ],
    )


def _entity(entity: Entity, names: Names) -> str:
    pairs = [(w.A, w.ENTITY), (w.A, class_name(entity.type)), (w.LABEL, quoted(entity.label))]
    if entity.aliases:
        pairs += _listed(w.ALIAS, entity.aliases, quoted)
    if entity.same_as:
        pairs += _listed(
            w.SAME_AS, entity.same_as, lambda iri: in_turtle(iri_or_literal(iri), names)
        )
    if entity.codes:
        pairs += _listed(w.NOTATION, entity.codes, lambda code: _notation(*code, names))
    return paragraph(name(names, "entity", entity.id), pairs)


def _notation(scheme: str, code: str, names: Names) -> str:
    return in_turtle(ox.Literal(quote(code), datatype=names.node("code", scheme)), names)


def _bare_triples(whole: Pool, names: Names) -> Iterator[str]:
    for subject, same in groupby(whole.asserted, key=itemgetter(0)):
        pairs = [
            (name(names, "relation", relation), name(names, "entity", object_))
            for _, relation, object_ in same
        ]
        yield paragraph(name(names, "entity", subject), pairs)


def _document(document: Document, names: Names) -> str:
    fields = {term: getattr(document, field) for field, term in _DOCUMENT_FIELDS.items()}
    pairs = [(w.A, w.DOCUMENT), *_present(fields)]
    if document.published:
        published = literal_time(document.published)
        pairs.append((w.PUBLISHED, in_turtle(published)))
        if published.value != document.published:
            pairs.append((w.PUBLISHED_AS, quoted(document.published)))
    return paragraph(name(names, "document", document.id), pairs)


_DOCUMENT_FIELDS = {field: in_turtle(term) for field, term in t.DOCUMENT_FIELDS.items()}


def _claims(whole: Pool, names: Names) -> Iterator[str]:
    """Each statement, then its arguments and evidence."""
    days = {document.id: document.published[:10] for document in whole.documents}
    for statement in whole.statements:
        evidence = whole.evidence_of(statement.id)
        nodes = [name(names, "evidence", item.id) for item in evidence]
        arguments = [_argument_name(statement.id, n, names)
                     for n, _ in enumerate(statement.arguments, start=1)]  # fmt: skip
        pairs = _statement(statement, names)
        pairs += [(w.ARGUMENT, node) for node in arguments]
        pairs += _spread(evidence, days)
        pairs += [(w.EVIDENCE, node) for node in nodes]
        yield paragraph(name(names, "statement", statement.id), pairs)
        for position, role in enumerate(statement.arguments, start=1):
            yield paragraph(arguments[position - 1], _argument(position, role, names))
        for node, item in zip(nodes, evidence, strict=True):
            yield paragraph(node, _evidence(item, names))


def _argument_name(statement: str, position: int, names: Names) -> str:
    return name(names, "argument", f"{statement}-{position}")


def _statement(statement: Statement, names: Names) -> list[Pair]:
    predicate = statement.predicate
    pairs = [(w.A, w.STATEMENT)]
    if statement.type:
        pairs.append((w.A, class_name(statement.type)))
    if statement.subject:
        pairs.append((w.SUBJECT, name(names, "entity", statement.subject)))
    pairs.append((w.PREDICATE, name(names, "relation", predicate.id)))
    if statement.object:
        pairs.append((w.OBJECT, name(names, "entity", statement.object)))
    pairs += (w.WORDS, quoted(predicate.label)), (w.LEMMA, quoted(predicate.lemma))
    for role in statement.arguments:
        pairs += [(class_name(role.role), filler) for filler in _fillers(role, names)]
    pairs += (w.FACTUALITY, _KINDS[statement.factuality]), (w.BELIEF, number(statement.belief))
    return pairs


_KINDS = {kind: in_turtle(term) for kind, term in t.KINDS.items()}


def _spread(evidence: Iterable[Evidence], days: Mapping[str, str]) -> Iterator[Pair]:
    """What follows from the evidence; for queries, which would else count all of it each time."""
    documents = {item.document_id for item in evidence if item.document_id}
    if documents:
        yield w.DOCUMENTS, str(len(documents))
    dated = [days[id] for id in documents if days.get(id)]
    if dated:
        yield w.FIRST_PUBLISHED, time(min(dated))


def _fillers(role: Role, names: Names) -> Iterator[str]:
    if role.entity:
        yield name(names, "entity", role.entity)
    elif role.value:
        yield value(role.value)


def _argument(position: int, role: Role, names: Names) -> Iterator[Pair]:
    yield w.A, w.ARGUMENT_CLASS
    yield w.POSITION, str(position)
    yield w.ROLE, class_name(role.role)
    if role.entity:
        yield w.FILLER, name(names, "entity", role.entity)
    if role.value:
        yield w.VALUE_TYPE, quoted(role.value.type)
        yield w.WORDS, quoted(role.value.text)
        yield from _present({w.VALUE: role.value.value, w.UNIT: role.value.unit})


def _evidence_links(links: Iterable[tuple[str, str]], names: Names) -> Iterator[str]:
    for statement, evidence in links:
        pairs = [(w.EVIDENCE, name(names, "evidence", evidence))]
        yield paragraph(name(names, "statement", statement), pairs)


def _evidence(evidence: Evidence, names: Names) -> list[Pair]:
    pairs = [(w.A, w.EVIDENCE_CLASS)]
    _add_place(pairs, evidence, names)
    if evidence.said_by:
        pairs.append((w.SAID_BY, name(names, "entity", evidence.said_by)))
    pairs += (
        (w.FACTUALITY, _KINDS[evidence.factuality]),
        (w.POLARITY, quoted(evidence.polarity)),
        (w.CERTAINTY, quoted(evidence.certainty)),
        (w.TENSE, quoted(evidence.tense)),
    )
    if evidence.asked:
        pairs.append((w.ASKS, "true"))
    if evidence.reply:
        pairs.append((w.REPLY, quoted(evidence.reply)))
    pairs += (w.CONFIDENCE, number(evidence.confidence)), (w.METHOD, quoted(evidence.method))
    if evidence.derived_from:
        pairs += _listed(w.DERIVED, evidence.derived_from, lambda id: name(names, "statement", id))
    return pairs


def _add_place(pairs: list[Pair], evidence: Evidence, names: Names) -> None:
    if evidence.document_id:
        pairs.append((w.SOURCE, name(names, "document", evidence.document_id)))
    if evidence.text:
        pairs.append((w.EXACT, quoted(evidence.text)))
    if evidence.sentence:
        pairs.append((w.START, str(evidence.sentence.start)))
        pairs.append((w.END, str(evidence.sentence.end)))
    for field, term in _MARKS:
        span: Span | None = getattr(evidence, field)
        if span:
            pairs.append((term, f'"char={span.start},{span.end}"'))


_MARKS = tuple((field, in_turtle(term)) for field, term in t.MARKS.items())


def _connected(whole: Pool, names: Names) -> Iterator[str]:
    """Each connection, then the same in short, as a property between two claims."""
    for connection in whole.connections:
        node = name(names, "connection", connection.id)
        yield paragraph(node, _connection(connection, names))
        if connection.kind == "answer":
            reply, claim = connection.second_evidence, connection.first_evidence
            pair = in_turtle(t.REPLIES[connection.about]), name(names, "evidence", claim)
            yield paragraph(name(names, "evidence", reply), [pair])
    for first, same in groupby(whole.short, key=itemgetter(0)):
        pairs = [(in_turtle(ox.NamedNode(property_)), name(names, "statement", second))
                 for _, second, property_ in same]  # fmt: skip
        yield paragraph(name(names, "statement", first), pairs)


def _connection(connection: Connection, names: Names) -> Iterator[Pair]:
    yield w.A, in_turtle(t.CONNECTIONS[connection.kind][0])
    yield w.FIRST, name(names, "statement", connection.first)
    yield w.SECOND, name(names, "statement", connection.second)
    yield w.FIRST_EVIDENCE, name(names, "evidence", connection.first_evidence)
    yield w.SECOND_EVIDENCE, name(names, "evidence", connection.second_evidence)
    yield from _present({w.ABOUT: connection.about, w.FIRST_WORDS: connection.first_words,
                         w.SECOND_WORDS: connection.second_words})  # fmt: skip


def _text(document: Document, graph: str, names: Names) -> Iterator[str]:
    iri = names.node("document", document.id).value
    nodes = [f"<{iri}#block{position}>" for position, _ in enumerate(document.blocks, start=1)]
    told = _present({w.ALIGNMENT: document.alignment, w.ALIGNED_WITH: document.aligned_with})
    blocks = ((w.BLOCKS, node) for node in nodes)
    yield paragraph(graph, [(w.TEXT, quoted(document.text)), *told, *blocks])
    for position, (node, block) in enumerate(zip(nodes, document.blocks, strict=True), start=1):
        pairs = [
            (w.A, w.BLOCK),
            (w.POSITION, str(position)),
            (w.BLOCK_KIND, quoted(block.kind)),
            (w.START, str(block.start)),
            (w.END, str(block.end)),
        ]
        yield paragraph(node, pairs)


_FIELDS = attrgetter(*(field.name for field in fields(Judgement)))


def _judgement(judgement: Judgement, names: Names) -> str:
    node = f"<{names.judgements.value}#{digest(*map(repr, _FIELDS(judgement)))}>"
    pairs = [
        (w.A, w.JUDGEMENT),
        (w.LEFT, quoted(judgement.left)),
        (w.RIGHT, quoted(judgement.right)),
        (w.SAME, "true" if judgement.same else "false"),
        (w.REASON, quoted(judgement.reason)),
        (w.SCORE, number(judgement.score)),
    ]
    return paragraph(node, pairs)


def _words(whole: Pool, names: Names) -> Iterator[str]:
    """Label the relations, and say what the ontology says of the classes and roles in use."""
    for relation, label, lemma in whole.relations:
        pairs = [(w.A, w.PROPERTY), (w.LABEL, quoted(label)), (w.LEMMA, quoted(lemma))]
        yield paragraph(name(names, "relation", relation), pairs)
    used = whole.classes | set(t.KINDS.values())
    ontology = ontology_facts()
    while wider := {o for node in used for _, p, o in ontology[node] if p == t.TYPE_OF} - used:
        used |= {node for node in wider if isinstance(node, ox.NamedNode)}
    for node in sorted(used, key=lambda node: node.value):
        if ontology[node]:
            pairs = [
                (w.A if p == t.A else in_turtle(p), in_turtle(o)) for _, p, o in ontology[node]
            ]
            yield paragraph(in_turtle(node), pairs)


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


def _present(texts: dict[str, str]) -> Iterator[Pair]:
    return ((term, quoted(text)) for term, text in texts.items() if text)


def _listed(term: str, values: Sequence[T], write: Callable[[T], str]) -> Iterator[Pair]:
    """Write the values, and their order where it is not the sorted one."""
    distinct = sorted(set(values), key=repr)
    yield from ((term, write(value)) for value in distinct)
    if list(values) != distinct:
        places = {value: str(place) for place, value in enumerate(distinct)}
        order = " ".join([term.partition(":")[2], *(places[value] for value in values)])
        yield w.ORDER, quoted(order)
