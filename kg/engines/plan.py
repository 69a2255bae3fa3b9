"""A graph out of a corpus that no machine holds: the stages of `kg.pipeline`, on rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.engines.claims import GroundedRows, Settled, ground_rows, pool_rows, settle_rows, write_rows
from kg.engines.components import FIT
from kg.engines.deciding import Decided, In, decide_rows
from kg.engines.linking import link_rows
from kg.engines.rows import Row, Rows, by_tag, tag_as, tagged
from kg.engines.texts import choose_copies, find_copies, mark_sites
from kg.link.decisions import Decisions
from kg.link.registry import LinkTable
from kg.link.verdict import Opinion
from kg.model import Document, Reading
from kg.rdf import About
from kg.readings import pack, sure, unpack
from kg.workers import Failure, Reader, make_reader

MakeReader = Callable[[str], Reader]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to build. `make_reader` is called once in each process that reads."""

    pipeline: str
    about: About
    min_confidence: float = 0.0
    fit: int = FIT  # edges that the driver takes
    make_reader: MakeReader = make_reader
    infer: bool = True
    decisions: Decisions = field(default_factory=Decisions)
    table: LinkTable = field(default_factory=LinkTable)


@dataclass(frozen=True, slots=True)
class Built:
    """Rows to write, by the table that they belong to, and what was left out or not heeded."""

    rows: Rows
    skipped: Rows  # of Skip or Failure
    readings: Rows
    unused: tuple[str, ...] = ()


def build_rows(found: Rows, plan: Plan) -> Built:
    """From what the sources give (see `choose_copies`) to what is to be written."""
    chosen = choose_copies(found).keep(safe=True)
    documents = chosen.flat_map(tagged("document"))
    read, failures = _read(documents, plan)
    readings = read.flat_map(_Sure(plan.min_confidence))
    linked = link_rows(readings, fit=plan.fit)
    meant = frozenset(mention.document for mention in plan.decisions.mentions)
    names = readings.flat_map(_Named(meant)).collect() if meant else []
    opinion = Opinion(plan.decisions, plan.table, {name: id for id, name in sorted(names)})
    decided = decide_rows(lambda ids: readings.flat_map(In(ids)), linked, opinion)
    _, _, settled = assemble_rows(readings, readings.flat_map(_document), decided, plan)
    skipped = chosen.flat_map(tagged("skip")).union(*failures)
    return Built(write_rows(settled, plan.about), skipped, readings, decided.unused)


@dataclass(frozen=True, slots=True)
class _Named:
    """The documents with these names."""

    names: frozenset[str]

    def __call__(self, id: str, reading: Reading) -> Iterator[Row]:
        if reading.document.name in self.names:
            yield id, reading.document.name


def assemble_rows(
    readings: Rows, documents: Rows, decided: Decided, plan: Plan
) -> tuple[Rows, GroundedRows, Settled]:
    """From what was read of documents, and who is who in it: copies, claims, and all to write."""
    copies = find_copies(documents, fit=plan.fit)
    grounded = ground_rows(readings, decided, copies)
    claims = pool_rows(grounded).keep()
    return copies, grounded, settle_rows(grounded, decided.linked, claims, infer=plan.infer)


def _read(documents: Rows, plan: Plan) -> tuple[Rows, list[Rows]]:
    """Readings as they are packed, of the documents as their sites repeat them.

    What a site repeats depends on all its documents, so it is asked again where one of them could
    not be read, and what has changed by that is read again.
    """
    failures: list[Rows] = []
    known = documents.made(())
    while True:
        given = mark_sites(documents).flat_map(tag_as("document"))
        met = given.union(known.flat_map(tag_as("known"))).group(_compare).keep()
        outcomes = met.flat_map(tagged("unread")).spread().flat_map(_Read(plan)).keep(safe=True)
        read = met.flat_map(tagged("read")).union(outcomes.flat_map(tagged("read")))
        failed = outcomes.flat_map(tagged("failed"))
        if not list(failed.collect(1)):
            return read, failures
        failures.append(failed)
        known = read
        documents = documents.flat_map(tag_as("document")).union(failed).group(_unfailed).keep()


def _compare(id: str, values: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """A document with the reading that it has already, or to be read."""
    found = by_tag(values)
    for document in found["document"]:
        known = [value for value in found["known"] if value[0].blocks == document.blocks]
        yield id, ("read", known[0]) if known else ("unread", document)


def _unfailed(id: str, values: Iterator[Any]) -> Iterator[Row]:
    found = list(values)
    if not any(isinstance(value, Failure) for value in found):
        yield id, found[0][1]


@dataclass(frozen=True, slots=True)
class _Read:
    """Reads a document, with a model that each process loads once."""

    plan: Plan

    def __call__(self, id: str, document: Document) -> Iterator[Row]:
        reader = _reader(self.plan.make_reader, self.plan.pipeline)
        try:
            yield id, ("read", (document, pack(reader(document))))
        except Exception as error:  # whatever the reason, it must not cost all the others
            detail = " ".join(f"{type(error).__name__}: {error}".split())
            yield id, ("failed", Failure("reading failed", detail[:200]))


@cache
def _reader(make: MakeReader, pipeline: str) -> Reader:
    return make(pipeline)


@dataclass(frozen=True, slots=True)
class _Sure:
    """Unpacks a reading, without what is less sure."""

    least: float

    def __call__(self, id: str, read: tuple[Document, bytes]) -> Iterator[Row]:
        document, packed = read
        yield id, sure(unpack(packed, document), self.least)


def _document(id: str, reading: Reading) -> Iterator[Row]:
    yield id, reading.document
