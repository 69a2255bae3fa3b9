"""What a worker tells of one thing in the graph, and the graph as a whole as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.export.record import Record
from kg.model import Document, slug
from kg.queries import label_of, to_rdflib
from kg.rdf import terms
from kg.rdf.read import read_document, read_entity, read_statement
from kg.rdf.terms import Kind
from kg.serve.answers import Answer, RequestError
from kg.serve.records import document_record, entity_record, find_names, statement_records
from kg.serve.rendering import HTML, render
from kg.serve.results import write_triples
from kg.serve.snapshot import Snapshot, State, page_of

HITS = 50
TOOLS = b'<div class="tools">'  # in the page of the graph
LINKS = b'<a href="/query">Ask</a>'
SHOWN = 200  # statements on a page


def show_graph(snapshot: Snapshot) -> Answer:
    """The page that the build wrote, or if that is of an older graph, a new one."""
    page, of_present = page_of(snapshot.folder)
    if of_present:
        html = page.read_bytes()
    else:
        from kg.export.html import render_html  # imports numpy, which would double a worker's start

        html = render_html(snapshot.state.graph.knowledge).encode(errors="replace")
    return Answer(html.replace(TOOLS, LINKS + TOOLS, 1), HTML)


def read_graph(snapshot: Snapshot, graph: str, media: str) -> Answer:
    """The triples of a named graph, or with "" of the default graph."""
    state = snapshot.state
    store = state.graph.store
    try:
        name = ox.NamedNode(graph) if graph else terms.DEFAULT
    except ValueError as error:
        raise RequestError(400, f"{graph}: {error}") from error
    if isinstance(name, ox.NamedNode) and not store.contains_named_graph(name):
        raise RequestError(404, f"{graph}: no such graph")
    quads = store.quads_for_pattern(None, None, None, name)
    triples = (quad.triple for quad in quads)
    return write_triples(triples, media, snapshot.limits, state.prefixes)


def show_search(snapshot: Snapshot, q: str) -> Answer:
    """What has a name like this, with links."""
    hits = find_names(snapshot.state, q, HITS)
    return render(snapshot.state, "search.html.j2", title=f"Named like “{q}”", hits=hits)


def describe(snapshot: Snapshot, kind: Kind, id: str, media: str) -> Answer:
    """What the graph says of a thing: a page for people, or triples."""
    state = snapshot.state
    node = state.graph.about.names.node(kind, id)
    if not _is_known(state, node):
        raise RequestError(404, f"{node.value}: the graph says nothing of it")
    if media != "text/html":
        return write_triples(_triples(state, node), media, snapshot.limits, state.prefixes)
    if kind == "entity":
        return _show_entity(state, node)
    if kind == "statement":
        return _show_statement(state, node)
    if kind == "document":
        return _show_document(state, node)
    return _show_other(state, node)


def _is_known(state: State, node: ox.NamedNode) -> bool:
    """Whether anything is said of it or with it."""
    find = state.graph.store.quads_for_pattern
    places = (
        find(node, None, None, terms.DEFAULT),
        find(None, node, None, terms.DEFAULT),
        find(None, None, node, terms.DEFAULT),
    )
    return any(next(place, None) for place in places)


def _triples(state: State, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Its own triples, and those of the statements about it."""
    for subject in (node, *_statements(state, node)):
        for quad in state.graph.store.quads_for_pattern(subject, None, None, terms.DEFAULT):
            yield quad.triple


def _statements(state: State, node: ox.NamedNode) -> list[ox.NamedNode]:
    """The statements in which an entity is subject, object or argument, sorted."""
    found = {iri for term in (terms.SUBJECT, terms.OBJECT) for iri in state.where(term, node)}
    for argument in state.where(terms.FILLER, node):
        found.update(state.where(terms.ARGUMENT, ox.NamedNode(argument)))
    return [ox.NamedNode(iri) for iri in sorted(found)]


def _show_entity(state: State, node: ox.NamedNode) -> Answer:
    store = state.graph.store
    entity = read_entity(store, node)
    nodes = _statements(state, node)
    return render(
        state, "entity.html.j2",
        title=entity.label, entity=entity_record(entity, node), iri=node.value,
        statements=_claims(state, nodes), total=len(nodes),
    )  # fmt: skip


def _claims(state: State, nodes: Sequence[ox.NamedNode]) -> list[Record]:
    """The first of them for a page: what is disputed before what is believed, then the rest."""
    found = [read_statement(state.graph.store, node) for node in nodes[:SHOWN]]
    found.sort(key=lambda s: (s.factuality != "disputed", -s.belief, s.id))
    return statement_records(state.graph, found)


def _show_statement(state: State, node: ox.NamedNode) -> Answer:
    (record,) = statement_records(state.graph, [read_statement(state.graph.store, node)])
    parties = (record["subject"], record["predicate"], record["object"])
    title = " ".join(party["label"] for party in parties if party)
    return render(state, "statement.html.j2", title=title, statements=[record], iri=node.value)


def _show_document(state: State, node: ox.NamedNode) -> Answer:
    store = state.graph.store
    document = read_document(store, node)
    evidence = state.where(terms.SOURCE, node)
    nodes = sorted({iri for e in evidence for iri in state.where(terms.EVIDENCE, ox.NamedNode(e))})
    claims = _claims(state, [ox.NamedNode(iri) for iri in nodes])
    claims.sort(key=lambda claim: _place_in(node.value, claim))
    title = document.title or document.name
    return render(
        state, "document.html.j2",
        title=title, document=document_record(document, node), parts=_parts(document, title),
        iri=node.value, statements=claims, total=len(nodes),
    )  # fmt: skip


def _place_in(document: str, claim: Record) -> int:
    """Where the document first says so: its claims are read in the order of its text."""
    items = [e for e in claim["evidence"] if e["document_iri"] == document]
    return min(e["start"] or 0 for e in items)


def _parts(document: Document, title: str) -> list[tuple[str, str]]:
    """The blocks; without a heading that only repeats the title above it."""
    blocks = [
        (str(block.kind), document.text[block.start : block.end]) for block in document.blocks
    ]
    told = slug(blocks[0][1]) if blocks and blocks[0][0] == "heading" else ""
    return blocks[told == slug(title) :] or [("paragraph", document.text)]


def _show_other(state: State, node: ox.NamedNode) -> Answer:
    """A relation with what it is said of; an argument or a piece of evidence as a table."""
    store = state.graph.store

    def label(term: terms.Term) -> tuple[str, str]:
        iri = term.value if isinstance(term, ox.NamedNode) else ""
        return label_of(store, to_rdflib(term)), iri

    quads = store.quads_for_pattern(node, None, None, terms.DEFAULT)
    rows = sorted((*label(quad.predicate), *label(quad.object)) for quad in quads)
    said = [ox.NamedNode(iri) for iri in state.where(terms.PREDICATE, node)]
    return render(
        state, "other.html.j2",
        title=label_of(store, to_rdflib(node)), iri=node.value, rows=rows,
        statements=_claims(state, said), total=len(said),
    )  # fmt: skip
