"""What a build was asked for, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from kg.link.decisions import Decisions
from kg.link.registry import LinkTable
from kg.link.verdict import Opinion
from kg.model import Document, digest
from kg.sources import Skip, Skipped
from kg.sources.given import Given

T = TypeVar("T")
# Stage, documents done and in all, 0 if that is not known; of OPENING: bytes.
Progress = Callable[[str, int, int], None]
OPENING = "opening files"


@dataclass(slots=True)
class Report:
    """What a build read, found and skipped, and the seconds each stage took."""

    documents: int = 0  # in the graph
    read: int = 0  # of them: read now
    kept: int = 0  # of them: as an earlier build read them
    is_update: bool = False  # whether only what changed was made again
    gone: tuple[str, ...] = ()  # names of those that the former graph had and this one has not
    words: int = 0
    entities: int = 0
    statements: int = 0
    evidence: int = 0
    central: tuple[str, ...] = ()
    skipped: Skipped = field(default_factory=Skipped)
    unused: tuple[str, ...] = ()  # what the user decided of things that are not there
    findings: tuple[str, ...] = ()  # what is unsound in the graph, or in what has changed of it
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

    def skip(self, document: Document | Given, reason: str, detail: str = "") -> None:
        """Count a document as left out."""
        self.skipped.add(Skip(document.name, reason, detail))


PAGE, TURTLE, RECORDS = FILES = ("graph.html", "graph.ttl", "statements.jsonl")
_END = object()


@dataclass(frozen=True, slots=True)
class Job:
    """What to build by, and whom to tell."""

    report: Report
    progress: Progress | None
    workers: int | None
    decisions: Decisions
    link_table: LinkTable
    min_confidence: float = 0.0
    infer: bool = True
    page: bool = True
    files: bool = True  # the Turtle file, the records and the page; else the store alone

    def wanted(self) -> tuple[str, ...]:
        """The files to write."""
        if not self.files:
            return ()
        return FILES if self.page else (TURTLE, RECORDS)

    def opinion(self, documents: Mapping[str, str]) -> Opinion:
        """What the user says of who is who, in these documents: ids by name."""
        return Opinion(self.decisions, self.link_table, documents)

    def how(self) -> str:
        """Hash of what a graph of given documents depends on besides the program."""
        decisions = replace(self.decisions, file=Path(self.decisions.file).name)
        known = decisions, self.link_table.rows, self.min_confidence, self.infer
        return digest(*map(repr, known))
