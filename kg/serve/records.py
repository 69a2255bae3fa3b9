"""The JSON API in a worker: values of the graph as records, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyoxigraph as ox

from kg.export import iter_records
from kg.export.record import Record
from kg.graph import Graph
from kg.model import Document, Entity, Evidence, Factuality, Knowledge, Statement
from kg.queries import resolve
from kg.rdf import terms
from kg.rdf.read import read_document, read_entity, read_statement
from kg.serve.answers import Answer, RequestError, answer_json
from kg.serve.paths import find_path
from kg.serve.snapshot import Snapshot, State, after

MAX_EXPLAINED = 200


def list_entities(
    snapshot: Snapshot, limit: int, cursor: str = "", type: str = "", q: str = ""
) -> Answer:
    """Entities by IRI, perhaps of one type, or with a name that holds a text."""
    state = snapshot.state
    iris = state.where(terms.A, terms.class_node(type)) if type else _entities(state)
    if q:
        wanted = q.casefold()
        named = {iri for folded, _, iri in state.names if wanted in folded}
        iris = [iri for iri in iris if iri in named]
    store = state.graph.store
    return _page(iris, limit, cursor, lambda node: entity_record(read_entity(store, node), node))


def _entities(state: State) -> list[str]:
    return state.instances(terms.ENTITY)


def list_documents(snapshot: Snapshot, limit: int, cursor: str = "", document: str = "") -> Answer:
    """Documents by IRI, without their texts; or the one of that name with its text."""
    store = snapshot.state.graph.store
    if document:
        node = resolve(store, document)
        if not any(store.quads_for_pattern(node, terms.A, terms.DOCUMENT, terms.DEFAULT)):
            raise RequestError(404, f"{document}: no such document")
        found = read_document(store, node)
        record = document_record(found, node) | {"text": found.text}
        return answer_json({"items": [record], "next": None})
    iris = snapshot.state.instances(terms.DOCUMENT)
    return _page(
        iris, limit, cursor, lambda node: document_record(read_document(store, node), node)
    )


def list_statements(
    snapshot: Snapshot,
    limit: int,
    cursor: str = "",
    subject: str | None = None,
    predicate: str | None = None,
    object: str | None = None,
    factuality: Factuality | None = None,
) -> Answer:
    """Statements by IRI, those that fit, each with its evidence."""
    state = snapshot.state
    graph = state.graph
    places = []
    if subject:
        places.append(state.where(terms.SUBJECT, resolve(graph.store, subject)))
    if object:
        places.append(state.where(terms.OBJECT, resolve(graph.store, object)))
    if predicate:
        places.append(_saying(state, predicate))
    if factuality:
        places.append(state.where(terms.FACTUALITY, terms.KINDS[factuality]))
    iris = sorted(set(places[0]).intersection(*places[1:])) if places else _statements(state)
    wanted, following = _cut(iris, limit, cursor)
    statements = [read_statement(graph.store, ox.NamedNode(iri)) for iri in wanted]
    return answer_json({"items": statement_records(graph, statements), "next": following})


def _statements(state: State) -> list[str]:
    return state.instances(terms.STATEMENT)


def _saying(state: State, predicate: str) -> list[str]:
    """The statements of a relation, named by its IRI, or by its words or lemma."""
    if predicate.startswith(("rel:", "http:", "https:")):
        return state.where(terms.PREDICATE, resolve(state.graph.store, predicate))
    words = ox.Literal(predicate)
    found = {iri for term in (terms.WORDS, terms.LEMMA) for iri in state.where(term, words)}
    return sorted(found.intersection(_statements(state)))


def explain(
    snapshot: Snapshot, subject: str, predicate: str | None = None, object: str | None = None
) -> Answer:
    """The evidence of a statement, named by its id alone, or of those with these parts."""
    graph = snapshot.state.graph
    found = [explanation.statement for explanation in graph.explain(subject, predicate, object)]
    if not found:
        raise RequestError(404, "no such statement")
    note = f"cut after {MAX_EXPLAINED} statements" if len(found) > MAX_EXPLAINED else ""
    records = statement_records(graph, found[:MAX_EXPLAINED])
    return answer_json({"items": records} | ({"note": note} if note else {}))


def find_way(snapshot: Snapshot, start: str, end: str, any: bool = False) -> Answer:
    """The statements on a shortest way between two entities."""
    graph = snapshot.state.graph
    nodes = (graph.about.names.node("entity", graph.entity(name).id) for name in (start, end))
    way = find_path(graph.store, *nodes, asserted=not any)
    if way is None:
        remedy = "" if any else "; try any=true"
        raise RequestError(404, f"{start} and {end} are not connected{remedy}")
    statements = [read_statement(graph.store, node) for node in way]
    return answer_json({"items": statement_records(graph, statements)})


def search(snapshot: Snapshot, q: str, limit: int) -> Answer:
    """What has a name like this, the nearest first."""
    return answer_json({"items": find_names(snapshot.state, q, limit)})


def find_names(state: State, q: str, limit: int) -> list[Record]:
    """The same name first, then those that begin with it, then those that hold it."""
    wanted = q.casefold()
    best: dict[str, tuple[int, int, str]] = {}
    for folded, name, iri in state.names:
        if wanted in folded:
            rank = (_rank(wanted, folded), len(folded), name)
            best[iri] = min(rank, best.get(iri, rank))
    order = sorted(best, key=lambda iri: (best[iri], iri))[:limit]
    return [_hit(state, iri, best[iri][2]) for iri in order]


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else 3


def _hit(state: State, iri: str, name: str) -> Record:
    for prefix, namespace in state.prefixes.items():
        if iri.startswith(namespace):
            short = f"{prefix}:{iri.removeprefix(namespace)}"
            return {"id": short, "iri": iri, "name": name, "kind": terms.FOLDERS.get(prefix)}
    return {"id": None, "iri": iri, "name": name, "kind": None}


# Records


def entity_record(entity: Entity, node: ox.NamedNode) -> Record:
    """An entity as the API and the pages give it."""
    return {
        "id": f"ent:{entity.id}",
        "iri": node.value,
        "label": entity.label,
        "type": entity.type,
        "aliases": entity.aliases,
        "same_as": entity.same_as,
        "codes": [{"scheme": scheme, "code": code} for scheme, code in entity.codes],
    }


def document_record(document: Document, node: ox.NamedNode) -> Record:
    """A document as the API and the pages give it."""
    fields = ("name", "title", "source", "url", "author", "published", "language")
    record: Record = {name: getattr(document, name) or None for name in fields}
    told = {name: getattr(document, f"{name}_from", "") for name in fields}
    record["told_by"] = {name: origin for name, origin in told.items() if origin}
    return {"id": f"doc:{document.id}", "iri": node.value} | record


def statement_records(graph: Graph, statements: Sequence[Statement]) -> list[Record]:
    """The records that `statements.jsonl` has, with what a citation needs, in the order given."""
    names = graph.about.names
    part = _knowledge_of(graph, statements)
    documents = {document.id: document for document in part.documents}
    records = {record["id"]: record for record in iter_records(part)}
    for record in records.values():
        for evidence, known in zip(record["evidence"], _evidence_of(part, record), strict=True):
            document = documents.get(known.document_id)
            iri = names.node("document", document.id).value if document else None
            evidence["document_iri"] = iri
            for name in ("title", "source", "published"):
                evidence[name] = (getattr(document, name) if document else "") or None
    return [
        {"iri": names.node("statement", s.id).value} | records[f"st:{s.id}"] for s in statements
    ]


def _evidence_of(part: Knowledge, record: Record) -> list[Evidence]:
    return [e for e in part.evidence if f"st:{e.statement_id}" == record["id"]]


def _knowledge_of(graph: Graph, statements: Sequence[Statement]) -> Knowledge:
    """The part of the graph that is needed to tell of these statements."""
    evidence = [item for statement in statements for item in graph.evidence(statement)]
    entities = {e.said_by for e in evidence}
    for statement in statements:
        entities |= {statement.subject, statement.object, *(r.entity for r in statement.arguments)}
    documents = {e.document_id for e in evidence}
    store, names = graph.store, graph.about.names
    return Knowledge(
        documents=tuple(
            read_document(store, names.node("document", id)) for id in sorted(documents - {""})
        ),
        entities=tuple(
            read_entity(store, names.node("entity", id)) for id in sorted(entities - {""})
        ),
        statements=tuple(statements),
        evidence=tuple(evidence),
    )


# Paging


def _page(
    iris: list[str], limit: int, cursor: str, read: Callable[[ox.NamedNode], Record]
) -> Answer:
    wanted, following = _cut(iris, limit, cursor)
    items = [read(ox.NamedNode(iri)) for iri in wanted]
    return answer_json({"items": items, "next": following})


def _cut(iris: list[str], limit: int, cursor: str) -> tuple[list[str], str | None]:
    """A page, and the cursor of the next if there is one.

    A cursor names the last IRI that was seen, so it holds when the graph has changed meanwhile.
    """
    rest = after(iris, _read_cursor(cursor))
    wanted = rest[:limit]
    return wanted, _make_cursor(wanted[-1]) if len(rest) > limit else None


def _make_cursor(iri: str) -> str:
    return iri.encode().hex()


def _read_cursor(cursor: str) -> str:
    return bytes.fromhex(cursor).decode(errors="replace")
