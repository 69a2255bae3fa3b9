"""What the HTML page knows: nodes and edges held by pyvis, and tables for all that is read.

The tables are columns of numbers and strings; a place in a document is counted in UTF-16 units,
as JavaScript counts, and a sentence is a place in its document wherever possible.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from kg.export.layout import Box, Point, choose_core, crowding, place_nodes, rank_nodes
from kg.model import ENTITY_TYPES, Document, Entity, Evidence, Knowledge, Span, Statement

Table = dict[str, Any]
Drawn = tuple[list[dict[str, Any]], list[dict[str, Any]]]

FACTUALITIES = (
    "asserted", "planned", "possible", "asked", "negated", "disputed", "corrected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How entities of a type are drawn; `weight` says how much they matter in a news graph."""

    plural: str
    shape: str  # a shape of vis-network
    hollow: bool
    weight: float


TYPE_STYLES: Mapping[str, TypeStyle] = {
    "Person": TypeStyle("People", "dot", hollow=False, weight=1.0),
    "Organization": TypeStyle("Organizations", "square", hollow=False, weight=1.0),
    "Country": TypeStyle("Countries", "hexagon", hollow=False, weight=1.0),
    "Place": TypeStyle("Places", "triangle", hollow=False, weight=0.8),
    "Group": TypeStyle("Groups", "dot", hollow=True, weight=0.5),
    "Event": TypeStyle("Events", "diamond", hollow=False, weight=0.35),
    "Work": TypeStyle("Works", "star", hollow=False, weight=0.5),
    "Product": TypeStyle("Products", "square", hollow=True, weight=0.5),
    "Law": TypeStyle("Laws", "triangleDown", hollow=False, weight=0.5),
    "Thing": TypeStyle("Things", "dot", hollow=False, weight=0.25),
}
CORE = 120  # entities laid out with care: about as many as a window draws at first
QUIET = 0.4  # types that weigh less than this are phrases more often than names
NAMED = 0.8  # types that weigh as much are drawn even when nothing links them


def make_nodes_and_edges(
    knowledge: Knowledge, *, core: int = CORE, places: Mapping[str, Point] | None = None
) -> Drawn:
    """The keyword arguments for pyvis: a node for each entity, an edge for each pair that speaks.

    An edge bundles all statements from one entity to another; each carries its numbers in
    `knowledge.statements` and, where the other entity is no object but a further argument, the
    role of that argument. `places` are those of an earlier picture, which stay.
    """
    number = {entity.id: i for i, entity in enumerate(knowledge.entities)}
    links = _links(knowledge.statements, number)
    degrees = _degrees(links)
    styles = [_style(entity.type) for entity in knowledge.entities]
    ranks = rank_nodes(len(number), links, [style.weight for style in styles])
    order = sorted(number.values(), key=lambda i: (not degrees[i], -ranks[i], i))
    inner = choose_core(order, links, core)
    zoom = crowding(len(inner)) ** 0.4  # a larger picture is seen from further away
    sizes = [round(_size(degrees[i], style.weight) * zoom) for i, style in enumerate(styles)]
    boxes = [_box(entity, size) for entity, size in zip(knowledge.entities, sizes, strict=True)]
    known = {number[key]: point for key, point in (places or {}).items() if key in number}
    keys = [entity.id for entity in knowledge.entities]
    points = place_nodes(links, order, boxes, core=inner, known=known, keys=keys)
    settled = set(inner) & set(known or inner)
    nodes = [
        {
            "n_id": i,
            "label": entity.label or entity.id,
            "group": entity.type,
            "shape": styles[i].shape,
            "size": sizes[i],
            "core": int(i in settled),
            "x": points[i][0],
            "y": points[i][1],
            "value": round(ranks[i], 7),
        }
        for i, entity in enumerate(knowledge.entities)
    ]
    edges = [{"source": a, "to": b, "claims": claims} for (a, b), claims in sorted(links.items())]
    return nodes, edges


def make_tables(knowledge: Knowledge) -> Table:
    """Entities, documents, statements and evidence as columns, in the order of `knowledge`."""
    number = {entity.id: i for i, entity in enumerate(knowledge.entities)}
    texts = _Names()
    documents = {document.id: i for i, document in enumerate(knowledge.documents)}
    counters = [_utf16_counter(document.text) for document in knowledge.documents]
    return {
        "types": {
            name: [s.plural, s.hollow, s.weight < QUIET, s.weight >= NAMED]
            for name, s in TYPE_STYLES.items()
        },
        "factualities": FACTUALITIES,
        "entities": {
            "key": [e.id for e in knowledge.entities],
            "aliases": [[a for a in e.aliases if a != e.label] for e in knowledge.entities],
            "sameAs": [e.same_as for e in knowledge.entities],
            "codes": [e.codes for e in knowledge.entities],
        },
        "documents": [
            _document(d, counter) for d, counter in zip(knowledge.documents, counters, strict=True)
        ],
        "statements": _statements(knowledge.statements, number, texts),
        "evidence": _evidence(knowledge, number, documents, counters, texts),
        "names": texts.all,
    }


def _style(entity_type: str) -> TypeStyle:
    return TYPE_STYLES.get(entity_type, TYPE_STYLES[ENTITY_TYPES[-1]])


def _links(
    statements: Sequence[Statement], number: Mapping[str, int]
) -> dict[tuple[int, int], list[list[Any]]]:
    links: dict[tuple[int, int], list[list[Any]]] = defaultdict(list)
    for i, statement in enumerate(statements):
        ends = {statement.object: ""}
        for argument in statement.arguments:
            ends.setdefault(argument.entity, argument.role)
        for entity, role in ends.items():
            if entity in number and statement.subject in number and entity != statement.subject:
                claim = [i, role] if role else [i]
                links[number[statement.subject], number[entity]].append(claim)
    return dict(links)


def _degrees(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    degrees: dict[int, int] = defaultdict(int)
    for pair in links:
        for end in pair:
            degrees[end] += 1
    return degrees


def _size(degree: int, weight: float) -> int:
    root = math.sqrt(degree)
    if weight < QUIET:
        return 5 + min(round(root * 0.8), 5)
    return 7 + min(round(root * 2.5), 15)


def _box(entity: Entity, size: int) -> Box:
    """Room for the name below the node; the names of phrases are smaller and cut shorter."""
    quiet = _style(entity.type).weight < QUIET
    letters = min(len(entity.label), 26 if quiet else 30)
    return Box(6 + letters * (2.6 if quiet else 3.2), height=12 if quiet else 16, radius=size)


def _document(document: Document, count: Callable[[int], int] | None) -> Table:
    count = count or (lambda place: place)
    return {
        "key": document.id,
        "name": document.name,
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "author": document.author,
        "published": document.published,
        "text": document.text,
        "blocks": [[b.kind, count(b.start), count(b.end)] for b in document.blocks],
    }


def _statements(statements: Sequence[Statement], number: Mapping[str, int], texts: _Names) -> Table:
    return {
        "key": [s.id for s in statements],
        "type": [texts(s.type) for s in statements],
        "predicate": [texts(s.predicate.label) for s in statements],
        "subject": [number.get(s.subject, -1) for s in statements],
        "object": [number.get(s.object, -1) for s in statements],
        "factuality": [FACTUALITIES.index(s.factuality) for s in statements],
        "belief": [round(s.belief, 2) for s in statements],
        "arguments": [_arguments(s, number) for s in statements],
    }


def _arguments(statement: Statement, number: Mapping[str, int]) -> list[list[Any]]:
    """Per argument its role, then an entity's number, or the words of a value and its meaning."""
    rows: list[list[Any]] = []
    for argument in statement.arguments:
        if argument.entity in number:
            rows.append([argument.role, number[argument.entity]])
        elif argument.value:
            value = argument.value
            rows.append([argument.role, value.text, value.type, value.value, value.unit])
    return rows


def _evidence(
    knowledge: Knowledge,
    number: Mapping[str, int],
    documents: Mapping[str, int],
    counters: Sequence[Callable[[int], int] | None],
    texts: _Names,
) -> Table:
    statement_number = {s.id: i for i, s in enumerate(knowledge.statements)}
    rows = [e for e in knowledge.evidence if e.statement_id in statement_number]

    by_document = {id: counters[i] for id, i in documents.items()}

    def places(span_of: Callable[[Evidence], Span | None]) -> list[int | list[int]]:
        return [_place(span, by_document) for span in map(span_of, rows)]

    return {
        "statement": [statement_number[e.statement_id] for e in rows],
        "document": [documents.get(e.document_id, -1) for e in rows],
        "sentence": places(attrgetter("sentence")),
        "subject": places(attrgetter("subject")),
        "predicate": places(attrgetter("predicate")),
        "object": places(attrgetter("object")),
        "text": [0 if _stands_in_its_document(e, knowledge, documents) else e.text for e in rows],
        "factuality": [FACTUALITIES.index(e.factuality) for e in rows],
        "saidBy": [number.get(e.said_by, -1) for e in rows],
        "method": [texts(e.method) for e in rows],
        "confidence": [round(e.confidence, 2) for e in rows],
        "derivedFrom": [
            [statement_number[p] for p in e.derived_from if p in statement_number] for e in rows
        ],
    }


def _stands_in_its_document(
    evidence: Evidence, knowledge: Knowledge, documents: Mapping[str, int]
) -> bool:
    span = evidence.sentence
    if span is None or span.document_id not in documents:
        return False
    text = knowledge.documents[documents[span.document_id]].text
    return text[span.start : span.end] == evidence.text


def _place(
    span: Span | None, counters: Mapping[str, Callable[[int], int] | None]
) -> int | list[int]:
    """Start and length; 0 for no place, which costs less in the file than a null."""
    if span is None or span.document_id not in counters:
        return 0
    count = counters[span.document_id]
    if count is None:
        return [span.start, span.end - span.start]
    start = count(span.start)
    return [start, count(span.end) - start]


def _utf16_counter(text: str) -> Callable[[int], int] | None:
    """A function from a place in characters to the place in UTF-16 units, if they differ.

    >>> _utf16_counter("a😀b")(2)
    3
    """
    if text.isascii() or max(text, default="") <= "\uffff":
        return None
    wide = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]
    return lambda place: place + bisect_left(wide, place)


class _Names:
    """Numbers for strings that come again and again, in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def all(self) -> list[str]:
        return list(self._numbers)
