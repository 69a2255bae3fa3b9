"""The graph of more documents than memory holds: read to disk, linked and assembled by keys there.

The work is that of the cluster's plan, in one process. What is in memory at a time are some hundred
documents with what is made of them, ids, and all namings of one component of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.analyse import Ties
from kg.assemble import entities_of
from kg.engines.disk import DiskRows
from kg.engines.linking import link_rows
from kg.engines.plan import Plan, assemble_rows
from kg.engines.rows import Row
from kg.engines.texts import mark_sites
from kg.errors import SourceError, StoreError
from kg.model import Document, Knowledge
from kg.rdf import About, Stored
from kg.rdf import terms as t
from kg.rdf.literals import text_of
from kg.rdf.read import facts_of, read_document, read_statement
from kg.readings import Readings, sure
from kg.sources.given import Given
from kg.sources.sites import count_marks
from kg.workers import Failure, Outcome

_FIT = 250_000  # edges between names, copies or phrases whose components are found in memory
_DRAWN, _CLAIMS, _TOLD = 300, 1_000, 3  # entities, claims between them, and evidence of each
_LOT = 50_000  # lines of N-Quads that the store takes at once: some 100 MB while it does

# Reads so many documents, with the progress that this makes.
Read = Callable[[Iterable[Document], int], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that could be read, as their sites repeat them; their readings are on the shelf."""

    given: tuple[Given, ...]
    marked: DiskRows
    shelf: Readings
    read: int  # of them: now
    repeated: int  # blocks that were marked as what a site repeats

    def readings(self, least: float) -> DiskRows:
        """Without the propositions that are less sure than this, unpacked where they are needed."""

        def find(id: str, document: Document) -> Iterator[Row]:
            reading = self.shelf.find(document)
            if reading is None:
                where = self.shelf.folder
                raise StoreError(f"{where}: what was read of {document.name} is gone; build again")
            yield id, sure(reading, least)

        return self.marked.flat_map(find)


def read_corpus(
    given: tuple[Given, ...], shelf: Readings, read: Read, report: Any, folder: Path
) -> Corpus:
    """Put readings of all documents on the shelf, and leave out those that cannot be read.

    What a site repeats depends on all its documents, so it is asked again where one of them could
    not be read, and what has changed by that is read again.
    """
    anew: set[str] = set()
    while True:
        with report.timed("find what sites repeat"):
            marked, repeated = _mark(given, folder)
        with report.timed("find what was read"):
            unread = marked.flat_map(_Missing(shelf)).keep()
            count = sum(1 for _ in unread)
        failed = set()
        for document, outcome in read((d for _, d in unread), count):
            if isinstance(outcome, Failure):
                report.skip(document, outcome.reason, outcome.detail)
                failed.add(document.id)
            else:
                shelf.keep(document, outcome)
                anew.add(document.id)
        if not failed:
            return Corpus(given, marked, shelf, len(anew), repeated)
        given, anew = tuple(g for g in given if g.id not in failed), anew - failed
        if not given:
            raise SourceError(f"nothing could be read: {report.skipped.skips[-1]}")


def _mark(given: tuple[Given, ...], folder: Path) -> tuple[DiskRows, int]:
    documents = DiskRows(lambda: ((g.id, g.read()) for g in given), folder, len(given))
    marked = mark_sites(documents, fit=_FIT).keep()
    assert isinstance(marked, DiskRows)
    before = {g.id: g for g in given}
    return marked, count_marks((before[id].read(), document) for id, document in marked)


@dataclass(frozen=True, slots=True)
class _Missing:
    """Picks the documents of which there is no reading."""

    shelf: Readings

    def __call__(self, id: str, document: Document) -> Iterator[Row]:
        if self.shelf.find(document) is None:
            yield id, document


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
