"""The documents of a build as their sites repeat them, and what is read of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from kg.collector import without_collector
from kg.errors import PipelineError, SourceError
from kg.fingerprint import DEFAULT_PIPELINE, fingerprint
from kg.job import Job, Report
from kg.model import Document, Reading, digest
from kg.readings import Readings, code_version, unpack
from kg.sources import count_marks, mark_repeated
from kg.store import Inputs
from kg.workers import FEW, Failure, Outcome, choose_workers, make_reader, read_apart, read_here

# Reads so many documents, with the progress that this makes.
Read = Callable[[Iterable[Document], int], Iterator[Outcome]]


class Named(Protocol):
    """What has the id of a document."""

    @property
    def id(self) -> str:
        """The same for the same text."""


G = TypeVar("G", bound=Named)
M = TypeVar("M")  # documents as they are marked
N = TypeVar("N", contravariant=True)


class Desk(Protocol[N]):
    """Where marked documents and their readings come together."""

    def unread(self, marked: N) -> tuple[Iterable[Document], int]:
        """Those of which there is no reading as they are marked, and how many these are."""

    def keep(self, document: Document, packed: bytes) -> None:
        """Put the reading of one there."""


def read_all(
    given: tuple[G, ...], mark: Callable[[tuple[G, ...]], M], desk: Desk[M], read: Read,
    report: Report,
) -> tuple[tuple[G, ...], M, set[str]]:  # fmt: skip
    """The documents that could be read, these as marked, and the ids of those read now.

    What a site repeats depends on all its documents, so it is asked anew of those of each build,
    and again where one of them could not be read: the graph is that of the others alone.
    """
    anew = set[str]()
    while True:
        with report.timed("find what sites repeat"):
            marked = mark(given)
        found, failed = read_missing(marked, desk, read, report)
        anew = (anew | found) - failed
        if not failed:
            return given, marked, anew
        given = tuple(g for g in given if g.id not in failed)
        if not given:
            raise SourceError(f"nothing could be read: {report.skipped.skips[-1]}")


def read_missing(marked: M, desk: Desk[M], read: Read, report: Report) -> tuple[set[str], set[str]]:
    """Read what was not read; the ids of those that could be, and of those that could not."""
    with report.timed("find what was read"):
        unread, count = desk.unread(marked)
    found, failed = set(), set()
    for document, outcome in read(unread, count):
        if isinstance(outcome, Failure):
            report.skip(document, outcome.reason, outcome.detail)
            failed.add(document.id)
        else:
            desk.keep(document, outcome)
            found.add(document.id)
    return found, failed


class Held:
    """Readings of documents as they are, held here, and kept on a shelf if there is one."""

    def __init__(self, shelf: Readings | None) -> None:
        self._shelf = shelf
        self.readings: dict[str, Reading] = {}

    @without_collector
    def unread(self, marked: Iterable[Document]) -> tuple[list[Document], int]:
        """Those that were not read as they are."""
        known, self.readings = self.readings, {}
        unread = []
        for document in marked:
            reading = self._find(document, known)
            if reading is None:
                unread.append(document)
            else:
                self.readings[document.id] = reading
        return unread, len(unread)

    def _find(self, document: Document, known: Mapping[str, Reading]) -> Reading | None:
        reading = known.get(document.id)
        if reading is not None and reading.document.blocks == document.blocks:
            return reading
        return self._shelf.find(document) if self._shelf is not None else None

    def keep(self, document: Document, packed: bytes) -> None:
        """Hold this one too."""
        self.readings[document.id] = unpack(packed, document)
        if self._shelf is not None:
            self._shelf.keep(document, packed)


def read_marked(
    inputs: Inputs, shelf: Readings | None, job: Job
) -> tuple[tuple[Document, ...], tuple[Document, ...], list[Reading]]:
    """The documents that could be read as they were given, as their sites repeat them, and read."""
    desk = Held(shelf)
    given = tuple(d.document for d in inputs.documents)
    read = read_by(inputs.pipeline, job)
    given, marked, anew = read_all(given, mark_repeated, desk, read, job.report)
    documents = tuple(marked)
    job.report.read, job.report.kept = len(anew), len(given) - len(anew)
    marks = count_marks(zip(given, documents, strict=True))
    job.report.skipped.lines["repeated on their site"] += marks
    return given, documents, [desk.readings[document.id] for document in documents]


def read_by(pipeline: str, job: Job) -> Read:
    """What reads by this pipeline, as the job asks."""

    def read(documents: Iterable[Document], count: int) -> Iterator[Outcome]:
        outcomes = _read_anew(pipeline, documents, count, job) if count else iter(())
        for done, outcome in enumerate(outcomes, start=1):
            yield outcome
            if job.progress is not None:
                job.progress("reading", done, count)

    return read


def _read_anew(
    pipeline: str, documents: Iterable[Document], count: int, job: Job
) -> Iterator[Outcome]:
    workers = min(job.workers or choose_workers(count), count)
    if count < FEW and workers == 1:
        return read_here(documents, make_reader(pipeline, job.report.timed))
    if workers == 1:
        return _read_guarded(pipeline, documents, job)
    apart = read_apart(documents, pipeline=pipeline, workers=workers)
    return job.report.drawn("parse and extract", apart)


def _read_guarded(pipeline: str, documents: Iterable[Document], job: Job) -> Iterator[Outcome]:
    """Read in one other process, which can be ended where it hangs; here, where none can start."""
    waiting = iter(documents)
    drawn: dict[str, Document] = {}

    def draw() -> Iterator[Document]:
        for document in waiting:
            drawn[document.id] = document
            yield document

    apart = read_apart(draw(), pipeline=pipeline, workers=1)
    try:
        for document, outcome in job.report.drawn("parse and extract", apart):
            del drawn[document.id]
            yield document, outcome
    except PipelineError:
        rest = chain(list(drawn.values()), waiting)
        yield from read_here(rest, make_reader(pipeline, job.report.timed))


def with_pipeline(inputs: Inputs) -> Inputs:
    """The same, with the name of the pipeline that they are read by."""
    return inputs if inputs.pipeline else replace(inputs, pipeline=DEFAULT_PIPELINE)


def identify(pipeline: str, report: Report) -> str:
    """The fingerprint of a pipeline."""
    with report.timed("identify the language pipeline"):
        return fingerprint(pipeline)


def open_shelf(folder: Path, weights: str) -> Readings:
    """What this program read by these weights."""
    return Readings(folder, digest(weights, code_version()))
