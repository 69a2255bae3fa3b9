"""The graph of more documents than memory holds: read to disk, linked and assembled by keys there.

The work is that of the cluster's plan, in one process. What is in memory at a time are some hundred
documents with what is made of them, ids, and all namings of one component of names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from heapq import nsmallest
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path

import pyoxigraph as ox

from kg.analyse import Ties
from kg.assemble import entities_of
from kg.corpus import identify, open_shelf, read_all, read_by
from kg.drafts import draft, sync, write_export
from kg.engines.deciding import In, decide_rows
from kg.engines.disk import DiskRows
from kg.engines.linking import link_rows
from kg.engines.plan import Plan, assemble_rows
from kg.engines.rows import Row
from kg.engines.spool import Spool
from kg.engines.tables import Made, fill_decided, fill_tables
from kg.engines.texts import mark_sites
from kg.errors import StoreError
from kg.job import PAGE, RECORDS, TURTLE, Job, Report
from kg.link.clusters import Discourse
from kg.link.within import resolve
from kg.model import Document, Entity, Evidence, Knowledge, Reading, Statement
from kg.rdf import About, Stored, iter_named_quads
from kg.rdf.read import read_document, read_statement
from kg.readings import Readings, sure
from kg.sources.given import Given
from kg.sources.sites import count_marks
from kg.sources.stock import Names, Stock
from kg.store import READINGS, STATE, DiskStore, Inputs, load
from kg.suspects import Inspection
from kg.update.keep import write_tables
from kg.update.state import State
from kg.update.texts import marked_before

_FIT = 250_000  # edges between names, copies or phrases whose components are found in memory
_LOT = 100_000  # quads that are put into a store at once
_DRAWN, _CLAIMS, _TOLD = 300, 1_000, 3  # entities, claims between them, and evidence of each


def make_large(
    inputs: Inputs, version: str, job: Job, store: DiskStore
) -> tuple[Inputs, About, Made, Inspection]:
    """Put the graph in the place of the former one; of what it is without what cannot be read."""
    try:
        corpus, about = _read(inputs, version, job, store)
        made = _make(corpus, about, job, store.folder)
        inputs = replace(inputs, documents=corpus.given)
        with draft(store, {TURTLE, RECORDS, *job.wanted()}) as drafts:
            inspection = _write(made.spool, about, inputs, drafts, job, store)
    except OSError as error:
        raise _full(store, error) from error
    return inputs, about, made, inspection


def keep_large(
    made: Made, inputs: Inputs, meta: dict[str, str], job: Job, store: DiskStore
) -> None:
    """Write what later changes go by."""
    given = (one.read() for one in inputs.documents)
    turtle = store.folder.parent / TURTLE if job.files else None

    def fill(state: State) -> None:
        state.set_meta(meta)
        fill_tables(state, made, given, turtle, store.folder)

    def finish(state: State) -> None:
        find = _Finder(state, made.shelf, inputs.documents, job.min_confidence)
        fill_decided(state, job.opinion(Names(inputs.documents)), find)

    try:
        write_tables(store.folder / STATE, fill, finish)
    except OSError as error:
        raise _full(store, error) from error


class _Finder:
    """Finds what is said in a document, by its id."""

    def __init__(self, state: State, shelf: Readings, documents: Stock, least: float) -> None:
        self._state, self._shelf, self._least = state, shelf, least
        self._documents = documents

    def __call__(self, id: str) -> Discourse:
        given = self._documents.find(id)
        assert given is not None
        document = marked_before(self._state, given.read())
        return resolve(_read_kept(self._shelf, document, self._least))


def _read_kept(shelf: Readings, document: Document, least: float) -> Reading:
    reading = shelf.find(document)
    if reading is None:
        shelf.drop([document])
        raise StoreError(f"{shelf.folder}: what was read of {document.name} is gone; build again")
    return sure(reading, least)


def _full(store: DiskStore, error: OSError) -> StoreError:
    return StoreError(f"{store.folder}: cannot be written: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents that could be read, as their sites repeat them; their readings are on the shelf."""

    given: Stock
    marked: DiskRows
    shelf: Readings

    def readings(self, least: float, ids: frozenset[str] | None = None) -> DiskRows:
        """Without the propositions that are less sure than this, unpacked where they are needed.

        Those of documents with these ids, or of all.
        """
        documents = self.marked if ids is None else self.marked.flat_map(In(ids))
        return documents.turn(partial(_read_kept, self.shelf, least=least))


def _read(inputs: Inputs, version: str, job: Job, store: DiskStore) -> tuple[Corpus, About]:
    """Put readings of all documents on the shelf, and leave out those that cannot be read."""
    report, folder = job.report, store.folder / READINGS
    weights = identify(inputs.pipeline, report)
    desk = _Desk(open_shelf(folder, weights))

    def mark(given: tuple[Given, ...]) -> DiskRows:
        def documents() -> Iterator[Row]:
            return ((one.id, one.read()) for one in given)

        rows = DiskRows(documents, store.folder, len(given), in_order=True)
        marked = mark_sites(rows)
        assert isinstance(marked, DiskRows)
        return marked.sort().keep()

    read = read_by(inputs.pipeline, job)
    all = tuple(inputs.documents)
    found, marked, anew = read_all(all, mark, desk, read, report)
    given = inputs.documents.changed({one.id for one in all} - {one.id for one in found})
    desk.shelf.trim(document for _, document in marked)
    report.read, report.kept = len(anew), len(given) - len(anew)
    report.words = given.words
    before = {one.id: one for one in found}
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


def _make(corpus: Corpus, about: About, job: Job, folder: Path) -> Made:
    """All that is to be written, in its order, and how it was made."""
    plan = Plan("", about, fit=_FIT, infer=job.infer)
    readings = corpus.readings(job.min_confidence)
    with job.report.timed("link"):
        linked = link_rows(readings, fit=_FIT)
        within = partial(corpus.readings, job.min_confidence)
        decided = decide_rows(within, linked, job.opinion(Names(corpus.given)))
    job.report.unused = decided.unused
    with job.report.timed("assemble"):
        copies, grounded, settled = assemble_rows(readings, corpus.marked, decided, plan)
        spool = Spool(settled, folder)
    return Made(corpus.marked, corpus.shelf, copies, linked, grounded, settled, spool)


def _summarize(spool: Spool, report: Report) -> list[str]:
    """Count what is in the graph, and give the ids of its most central entities, these in order."""
    ties = Ties()
    report.documents = report.entities = report.statements = report.evidence = 0
    report.documents = sum(1 for _ in spool.documents)
    for entity in spool.entities:
        report.entities += 1
        ties.add_entity(entity.id)
    for statement in spool.statements:
        report.statements += 1
        report.evidence += len(spool.evidence_of(statement.id))
        ties.add(statement.subject, statement.object, statement.factuality)
    central = [id for id, _ in ties.rank()[:_DRAWN]]
    report.central = tuple(spool.entity(id).label for id in central[:5])
    return central


def _write(
    spool: Spool, about: About, inputs: Inputs, drafts: Mapping[str, Path], job: Job,
    store: DiskStore,
) -> Inspection:  # fmt: skip
    """Draft each file and the store, and put all in place; what may be unsound is noted."""
    report, inspection = job.report, Inspection()
    with report.timed("analyse"):
        central = _summarize(spool, report)
    with report.timed("write the Turtle file"):
        write_export("turtle", spool, about, drafts[TURTLE])
    with report.timed("write the records"):
        write_export("jsonl", spool, about, drafts[RECORDS])
    if PAGE in drafts:
        with report.timed("draw the page"):
            part = _choose_part(spool, frozenset(central))
            _draw_part(part, report.statements, drafts[PAGE], inputs.title)
    sync(drafts)
    with report.timed("write the store"):
        store.make(lambda quads: _load(quads, spool, about, drafts[TURTLE], inspection), inputs)
    return inspection


def _load(
    store: ox.Store, spool: Spool, about: About, turtle: Path, inspection: Inspection
) -> None:
    """Write the graph to an empty store; a file has the assembled graph, which is inspected."""
    # what was written by us need not be checked again: lenient
    assembled = ox.parse(path=turtle, format=ox.RdfFormat.TURTLE, lenient=True)
    quads = chain(inspection.see(assembled), iter_named_quads(spool, about))
    load(store, quads, _LOT)


def _draw_part(part: Knowledge, claims: int, page: Path, title: str) -> None:
    """Draw what a page can show, and say in its title of how many claims that is a part."""
    from kg.export.html import write_html

    said = f"{len(part.statements):,} of {claims:,} claims"
    write_html(part, page, title=f"{title or 'News graph'}: {said}")


def _choose_part(spool: Spool, drawn: frozenset[str]) -> Knowledge:
    """The claims that these make of each other, if they are not too many."""
    told = (
        (-len(_pages_of(claim.evidence)), id, claim.statement, claim.evidence[:_TOLD])
        for id, claim in spool.claims
        if {claim.statement.subject, claim.statement.object} <= drawn
    )
    chosen = nsmallest(_CLAIMS, told)
    return _part_of(
        [statement for _, _, statement, _ in chosen],
        [item for _, _, _, evidence in chosen for item in evidence],
        spool.entity,
        lambda ids: (document for document in spool.documents if document.id in ids),
    )


def draw_changed(quads: ox.Store, state: State, page: Path, title: str) -> None:
    """The same of a graph that was changed, by its tables."""
    ((claims,),) = state.rows("SELECT count(*) FROM statement")
    drawn = set(islice(_find_central(state), _DRAWN))
    told = (
        (-state.firsts("SELECT count(*) FROM claim WHERE statement = ?", id)[0], id)
        for id, *ends in state.db.execute("SELECT id, subject, object FROM statement")
        if drawn.issuperset(ends)
    )
    part = _read_part(quads, (id for _, id in nsmallest(_CLAIMS, told)))
    _draw_part(part, claims, page, title)


def _find_central(state: State) -> list[str]:
    """The ids of the entities of a graph, the most central first, by its tables."""
    ties = Ties()
    for (id,) in state.db.execute("SELECT DISTINCT entity FROM use"):
        ties.add_entity(id)
    for claim in state.db.execute("SELECT subject, object, factuality FROM statement"):
        ties.add(*claim)
    return [id for id, _ in ties.rank()]


def _read_part(store: ox.Store, chosen: Iterable[str]) -> Knowledge:
    """These claims, with the first evidence of each."""
    stored = Stored(store)
    claims = [read_statement(store, stored.names.node("statement", id)) for id in chosen]
    return _part_of(
        claims,
        [item for claim in claims for item in stored.evidence_of(claim.id)[:_TOLD]],
        stored.entity,
        lambda ids: (read_document(store, stored.names.node("document", id)) for id in ids),
    )


def _part_of(
    claims: Iterable[Statement], evidence: Collection[Evidence],
    entity: Callable[[str], Entity], documents: Callable[[Collection[str]], Iterable[Document]],
) -> Knowledge:  # fmt: skip
    """These claims, with all that they speak of and where they stand."""
    claims = sorted(claims, key=_ID)
    return Knowledge(
        tuple(sorted(documents(_pages_of(evidence)), key=_ID)),
        tuple(entity(id) for id in sorted({*entities_of(claims, evidence)} - {""})),
        tuple(claims),
        tuple(sorted(evidence, key=_ID)),
    )


def _pages_of(evidence: Iterable[Evidence]) -> set[str]:
    return {item.document_id for item in evidence} - {""}


_ID = attrgetter("id")
