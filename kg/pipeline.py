"""`build`: the stages in order, with their times, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from kg.assemble import assemble
from kg.errors import SourceError, StoreError
from kg.export import EXPORTERS
from kg.graph import STORE, Graph
from kg.ground import ground
from kg.link import link
from kg.model import Document, Knowledge, Reading
from kg.rdf import About
from kg.sources import Skipped, read_documents
from kg.store import DiskStore

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # stage, documents done, documents in all

# What a build leaves in its output folder beside the store.
PAGE, TURTLE, RECORDS = FILES = ("graph.html", "graph.ttl", "statements.jsonl")
# A build that was killed may leave a draft behind, and a file manager its own notes.
_DRAFTS = {f"{STORE}.{name}.new" for name in FILES}
_OURS = frozenset({STORE, *FILES, *_DRAFTS, ".gitkeep", "decisions.yaml", ".DS_Store"})


@dataclass(slots=True)
class Report:
    """What a build read, found and skipped, and the seconds each stage took."""

    documents: int = 0
    words: int = 0
    entities: int = 0
    statements: int = 0
    evidence: int = 0
    central: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=Skipped)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time within to a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start

    def drawn(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """The same items, with the time it takes to draw each one added to a stage."""
        iterator = iter(items)
        while True:
            with self.timed(stage):
                item = next(iterator, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]


_END = object()


def build(
    paths: str | Path | Iterable[str | Path],
    output: str | Path | None = None,
    *,
    pipeline: str | None = None,
    published: str = "",
    source: str = "",
    title: str = "",
    report: Report | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Read texts and return their graph; with `output`, keep it in that folder.

    The folder gets the store, `graph.ttl`, `graph.html` and `statements.jsonl`. `published` and
    `source` stand in where a document has neither date nor source of its own. Raises SourceError
    where nothing can be read or the date is none, StoreError where the folder cannot be written or
    is not ours; a former graph in it is then as it was.
    """
    from kg.parse import DEFAULT_PIPELINE, pipeline_fingerprint

    report = Report() if report is None else report
    pipeline = pipeline or DEFAULT_PIPELINE
    folder = None if output is None else _claim(Path(output))
    inputs = [paths] if isinstance(paths, str | Path) else list(paths)
    documents = _read(inputs, report, _iso_date(published), source)
    readings = _parse_and_extract(documents, pipeline, report, progress)
    knowledge = _assemble(documents, readings, report)
    about = About(version=_version(), pipeline=pipeline_fingerprint(pipeline))
    _summarize(knowledge, report)
    if folder is None:
        return Graph.of(knowledge, about)
    _write(knowledge, about, folder, title, report)
    return Graph(DiskStore(folder / STORE).open())


def _iso_date(text: str) -> str:
    """A date, or date and time, as the rest of the program writes it.

    >>> _iso_date("20260105")
    '2026-01-05'
    """
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{text}: is no ISO date such as 2026-01-05") from None
    return moment.isoformat() if ":" in text else moment.date().isoformat()


def _read(
    paths: Iterable[str | Path], report: Report, published: str, source: str
) -> list[Document]:
    with report.timed("read"):
        found = read_documents(
            map(Path, paths), report=report.skipped, published=published, source=source
        )
        documents = list(found)
    if not documents:
        reasons = "; ".join(map(str, report.skipped.skips[:3])) or "no file in them"
        raise SourceError(f"nothing to read in {', '.join(map(str, paths))}: {reasons}")
    report.documents = len(documents)
    report.words = sum(len(d.text.split()) for d in documents)
    return documents


def _parse_and_extract(
    documents: list[Document], pipeline: str, report: Report, progress: Progress | None
) -> list[Reading]:
    from kg.extract import read
    from kg.parse import load_pipeline, parse_documents

    with report.timed("load the language pipeline"):
        load_pipeline(pipeline)
    readings = []
    parsed = report.drawn("parse", parse_documents(documents, pipeline=pipeline))
    for document, doc in parsed:
        with report.timed("extract"):
            readings.append(read(document, doc))
        if progress is not None:
            progress("reading", len(readings), len(documents))
    return readings


def _assemble(documents: list[Document], readings: list[Reading], report: Report) -> Knowledge:
    with report.timed("link"):
        linking = link(readings)
    with report.timed("assemble"):
        return assemble(documents, linking, ground(readings, linking))


def _summarize(knowledge: Knowledge, report: Report) -> None:
    from kg.analyse import rank_entities

    report.entities = len(knowledge.entities)
    report.statements = len(knowledge.statements)
    report.evidence = len(knowledge.evidence)
    with report.timed("analyse"):
        labels = {e.id: e.label for e in knowledge.entities}
        report.central = tuple(labels[id] for id, _ in rank_entities(knowledge)[:5])


def _claim(folder: Path) -> Path:
    """The output folder, made if need be; refused where it holds something that is not ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted(p.name for p in folder.iterdir() if p.name not in _OURS)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be the output folder: {error.strerror}") from error
    if foreign:
        raise StoreError(
            f"{folder}: holds {foreign[0]!r}, which no build made; name an empty folder with -o"
        )
    if not os.access(folder, os.W_OK):
        raise StoreError(f"{folder}: is read-only; name another folder with -o")
    return folder


def _write(knowledge: Knowledge, about: About, folder: Path, title: str, report: Report) -> None:
    """Draft every file, then put all in place: what fails before leaves the former build."""
    from kg.export.html import write_html

    drafts = {name: folder / f"{STORE}.{name}.new" for name in FILES}
    try:
        with report.timed("write the Turtle file"):
            _write_export("turtle", knowledge, about, drafts[TURTLE])
        with report.timed("write the records"):
            _write_export("jsonl", knowledge, about, drafts[RECORDS])
        with report.timed("draw the page"):
            write_html(knowledge, drafts[PAGE], title=title)
        with report.timed("write the store"):
            DiskStore(folder / STORE).write(knowledge, about)
        for name, draft in drafts.items():
            draft.replace(folder / name)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _write_export(format: str, knowledge: Knowledge, about: About, path: Path) -> None:
    with path.open("wb") as stream:
        EXPORTERS[format](knowledge, about, stream)


def _version() -> str:
    try:
        return version("kg")
    except PackageNotFoundError:
        return "0"
