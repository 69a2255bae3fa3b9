"""The graph of more documents than memory holds: read to disk, linked and assembled by keys there.

The work is that of the cluster's plan, in one process. What is in memory at a time are some hundred
documents with what is made of them, ids, and all namings of one component of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.analyse import Ties
from kg.assemble import entities_of
from kg.corpus import identify, open_shelf, read_all, read_by
from kg.drafts import PAGE, RECORDS, TURTLE, draft, draw, sync, write_export
from kg.engines.disk import DiskRows
from kg.engines.linking import link_rows
from kg.engines.plan import Plan, assemble_rows
from kg.engines.rows import Row
from kg.engines.texts import mark_sites
from kg.errors import StoreError
from kg.job import Job
from kg.model import Document, Knowledge
from kg.rdf import About, Stored
from kg.rdf import terms as t
from kg.rdf.literals import text_of
from kg.rdf.read import facts_of, read_document, read_statement
from kg.readings import Readings, sure
from kg.sources.given import Given
from kg.sources.sites import count_marks
from kg.store import READINGS, DiskStore, Inputs

_FIT = 250_000  # edges between names, copies or phrases whose components are found in memory
_DRAWN, _CLAIMS, _TOLD = 300, 1_000, 3  # entities, claims between them, and evidence of each
_LOT = 50_000  # lines of N-Quads that the store takes at once: some 100 MB while it does


def make_large(inputs: Inputs, version: str, job: Job, store: DiskStore) -> Inputs:
    """Put the graph in the place of the former one; the inputs without what could not be read."""
    try:
        corpus, about = _read(inputs, version, job, store)
        rows = make_rows(corpus, about, job.report, least=job.min_confidence, infer=job.infer)
        inputs = replace(inputs, documents=corpus.given)
        with draft(store, page=job.page) as drafts:
            store.make(lambda quads: _fill(quads, rows, about, inputs.title, drafts, job), inputs)
    except OSError as error:
        raise StoreError(f"{store.folder}: cannot be written: {error.strerror or error}") from error
    return inputs


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that could be read, as their sites repeat them; their readings are on the shelf."""

    given: tuple[Given, ...]
    marked: DiskRows
    shelf: Readings

    def readings(self, least: float) -> DiskRows:
        """Without the propositions that are less sure than this, unpacked where they are needed."""

        def find(id: str, document: Document) -> Iterator[Row]:
            reading = self.shelf.find(document)
            if reading is None:
                self.shelf.drop([document])
                where = self.shelf.folder
                raise StoreError(f"{where}: what was read of {document.name} is gone; build again")
            yield id, sure(reading, least)

        return self.marked.flat_map(find)


def _read(inputs: Inputs, version: str, job: Job, store: DiskStore) -> tuple[Corpus, About]:
    """Put readings of all documents on the shelf, and leave out those that cannot be read."""
    report, folder = job.report, store.folder / READINGS
    weights = identify(inputs.pipeline, folder, report)
    desk = _Desk(open_shelf(folder, weights))

    def mark(given: tuple[Given, ...]) -> DiskRows:
        documents = DiskRows(lambda: ((g.id, g.read()) for g in given), store.folder, len(given))
        marked = mark_sites(documents, fit=_FIT).keep()
        assert isinstance(marked, DiskRows)
        return marked

    read = read_by(inputs.pipeline, job)
    given, marked, anew = read_all(inputs.documents, mark, desk, read, report)
    desk.shelf.trim(document for _, document in marked)
    report.read, report.kept = len(anew), len(given) - len(anew)
    report.words = sum(one.words for one in given)
    before = {one.id: one for one in given}
    marks = count_marks((before[id].read(), document) for id, document in marked)
    report.skipped.lines["repeated on their site"] += marks
    return Corpus(given, marked, desk.shelf), About(version, weights)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Readings on a shelf, for documents on disk."""

    shelf: Readings

    def unread(self, marked: DiskRows) -> tuple[Iterable[Document], int]:
        """Those of which there is no reading."""
        unread = marked.flat_map(self._missing).keep()
        return (document for _, document in unread), sum(1 for _ in unread)

    def _missing(self, id: str, document: Document) -> Iterator[Row]:
        if not self.shelf.has(document):
            yield id, document

    def keep(self, document: Document, packed: bytes) -> None:
        """Put the reading of one there."""
        self.shelf.keep(document, packed)


def make_rows(corpus: Corpus, about: About, report: Any, *, least: float, infer: bool) -> DiskRows:
    """All that is to be written, by the table that it belongs to: see `write_rows`."""
    plan = Plan("", about, fit=_FIT, infer=infer)
    readings = corpus.readings(least)
    with report.timed("link"):
        linked = link_rows(readings, fit=_FIT).keep()
    with report.timed("assemble"):
        rows = assemble_rows(readings, corpus.marked, linked, plan)
        assert isinstance(rows, DiskRows)
        return rows


def _fill(
    quads: ox.Store, rows: DiskRows, about: About, title: str, drafts: Mapping[str, Path], job: Job
) -> None:
    """Write the store, and each other file out of it."""
    report = job.report
    with report.timed("write the store"):
        ties = fill_store(quads, rows, report)
    stored = Stored(quads)
    with report.timed("analyse"):
        central = [id for id, _ in ties.rank()]
    report.central = tuple(stored.entity(id).label for id in central[:5])
    with report.timed("write the Turtle file"):
        write_export("turtle", stored, about, drafts[TURTLE])
    with report.timed("write the records"):
        write_export("jsonl", stored, about, drafts[RECORDS])
    if PAGE in drafts:
        with report.timed("draw the page"):
            part = choose_part(quads, central)
        said = f"{len(part.statements):,} of {report.statements:,} claims"
        draw(part, drafts[PAGE], f"{title or 'News graph'}: {said}", report)
    sync(drafts)


def fill_store(store: ox.Store, rows: DiskRows, report: Any) -> Ties:
    """Write the graph, count what is in it, and find who is tied to whom."""
    ties = Ties()
    counts = dict.fromkeys(("documents", "entities", "statements", "evidence"), 0)

    def lines() -> Iterator[bytes]:
        for table, value in rows:
            if table == "quads":
                yield from value.encode().splitlines(keepends=True)
                continue
            counts[table] += 1
            if table == "entities":
                ties.add_entity(value.id)
            elif table == "statements":
                ties.add(value)

    found = lines()
    while lot := b"".join(islice(found, _LOT)):
        # what was written by us need not be checked again: lenient
        store.bulk_load(lot, format=ox.RdfFormat.N_QUADS, lenient=True)
    report.documents, report.entities = counts["documents"], counts["entities"]
    report.statements, report.evidence = counts["statements"], counts["evidence"]
    return ties


def choose_part(store: ox.Store, central: Iterable[str]) -> Knowledge:
    """What a page can show: of the claims between the most central, those that most papers tell.

    Of each, the first evidence.
    """
    stored = Stored(store)
    chosen = nsmallest(_CLAIMS, _between(store, stored.names, list(islice(central, _DRAWN))))
    claims = [read_statement(store, stored.names.node("statement", id)) for _, id in chosen]
    claims.sort(key=lambda claim: claim.id)
    evidence = [item for claim in claims for item in stored.evidence_of(claim.id)[:_TOLD]]
    entities = sorted({*entities_of(claims, evidence)} - {""})
    pages = sorted({item.document_id for item in evidence} - {""})
    return Knowledge(
        tuple(read_document(store, stored.names.node("document", id)) for id in pages),
        tuple(map(stored.entity, entities)),
        tuple(claims),
        tuple(sorted(evidence, key=lambda item: item.id)),
    )


def _between(store: ox.Store, names: t.Names, central: list[str]) -> Iterator[tuple[int, str]]:
    """Less the number of documents, and the id, of each claim that one makes of another of them."""
    nodes = {names.node("entity", id) for id in central}
    for node in nodes:
        for said in store.quads_for_pattern(None, t.SUBJECT, node, t.DEFAULT):
            facts = facts_of(store, said.subject)
            if any(object in nodes for object in facts[t.OBJECT]):
                yield -sum(int(text_of(n)) for n in facts[t.DOCUMENTS]), t.Names.id(said.subject)
