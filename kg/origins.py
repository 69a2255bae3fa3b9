"""Where the words of a cleaned text stand in what it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Document, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a source: half-open, in characters of its decoded text; lines count from 1."""

    inside: str  # "file", or the field of a record: `Document.aligned_with`
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a cleaned text, and of the source's: letter for letter if both are as long."""

    start: int
    length: int
    source: int
    source_length: int


def find_place(document: Document, span: Span | None) -> Place | None:
    """Where a span's words stand in the source; None where a document cannot tell."""
    if span is None:
        return None
    runs = [
        (run, line)
        for run, line in read_alignment(document.alignment)
        if run.start < span.end and run.start + run.length > span.start
    ]
    if not runs:
        return None
    (first, line), (last, _) = runs[0], runs[-1]
    start, end = first.source, last.source + last.source_length
    if first.length == first.source_length:
        start += max(0, span.start - first.start)
    if last.length == last.source_length:
        end -= max(0, last.start + last.length - span.end)
    return Place(document.aligned_with, start, end, line)


def write_alignment(runs: Iterable[Run], source: str, before: str = "") -> str:
    """Runs in order as one compact text: what a document carries; `before` stands before all."""
    shift, line, position = len(before), 1 + _count_lines(before), 0
    written = []
    for run in runs:
        line += _count_lines(source[position : run.source])
        position = run.source
        numbers = [run.start, run.length, run.source + shift, line]
        if run.source_length != run.length:
            numbers.append(run.source_length)
        written.append(":".join(map(str, numbers)))
    return " ".join(written)


def _count_lines(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def read_alignment(text: str) -> Iterator[tuple[Run, int]]:
    """The runs that were written, each with the line on which it begins."""
    for written in text.split():
        start, length, source, line, *other = map(int, written.split(":"))
        yield Run(start, length, source, other[0] if other else length), line
