"""Sources: files and folders in, clean documents out, and a record of what was left out."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from kg.model import Block, Document, digest
from kg.origins import write_alignment
from kg.sources.align import align
from kg.sources.copies import Seen, find_near_duplicates
from kg.sources.drafts import Broken, Draft
from kg.sources.files import (
    MAX_CHARACTERS,
    MAX_WORDS,
    STANDARD_INPUT,
    Address,
    Input,
    UnreadableError,
    find_files,
    find_inputs,
)
from kg.sources.language import is_english_document, is_foreign_line
from kg.sources.metadata import Metadata, date_in_name, site_of, told_by
from kg.sources.network import Fetch, Page, no_fetch, suffix_of
from kg.sources.readers import READERS, Readers, make_readers, reader_for
from kg.sources.records import NO_FIELDS, Fields
from kg.sources.segment import Segments, segment, segment_pieces
from kg.sources.sites import count_marks, mark_repeated

__all__ = [
    "READERS",
    "Metadata",
    "Skip",
    "Skipped",
    "count_marks",
    "find_files",
    "find_near_duplicates",
    "make_document",
    "mark_repeated",
    "read_bytes",
    "read_documents",
    "segment",
]


@dataclass(frozen=True, slots=True)
class Skip:
    """A file, or a document in it, that was not read."""

    name: str
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" + (f" ({self.detail})" if self.detail else "")


KEPT = 100  # skips of one reason that are told one by one; beyond these they are counted


@dataclass(slots=True)
class Skipped:
    """What was not read and why; `read_documents` fills it while its documents are drawn.

    All are counted, and the first of each reason are kept with their names.
    """

    most: int = KEPT
    skips: list[Skip] = field(default_factory=list)  # the first of each reason, as they came
    lines: Counter[str] = field(default_factory=Counter)  # of documents that were read, by reason
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, skip: Skip) -> None:
        """Count it, and keep it if there are not many of its kind yet."""
        self.reasons[skip.reason] += 1
        if self.reasons[skip.reason] <= self.most:
            self.skips.append(skip)

    @property
    def total(self) -> int:
        """How many were skipped, for whatever reason."""
        return self.reasons.total()

    def counts(self) -> dict[str, int]:
        """How often each reason, the commonest first."""
        return dict(sorted(self.reasons.items(), key=lambda item: (-item[1], item)))


Watch = Callable[[int], None]  # told of bytes as they are read


def read_documents(
    paths: Iterable[Input],
    *,
    report: Skipped | None = None,
    published: str = "",
    source: str = "",
    fields: Fields = NO_FIELDS,
    fetch: Fetch = no_fetch,
    watch: Watch | None = None,
) -> Iterator[Document]:
    """Read what is at and under the paths, in sorted order; `-` is standard input.

    What cannot be read is put in the report, and the rest goes on. `published` and `source` are
    for documents that do not say, `fields` names the fields of records, and `fetch` reads an
    address. A text is read once: a copy of it from the same source is not.
    """
    files = find_inputs(paths)
    defaults = told_by("option", source=source, published=published)
    reading = _Reading(Skipped() if report is None else report, defaults, make_readers(fields))
    return _read_files(files, reading, fetch, watch)


@dataclass(frozen=True, slots=True)
class _Reading:
    report: Skipped
    defaults: Metadata
    readers: Readers


def _read_files(
    files: Iterable[tuple[Input, str]], reading: _Reading, fetch: Fetch, watch: Watch | None
) -> Iterator[Document]:
    report = reading.report
    seen = Seen()
    for given, name in files:
        try:
            for document in _read_input(given, name, reading, fetch, watch):
                if first := seen.first(digest(document.text, document.source), document.name):
                    report.add(Skip(document.name, "copy", f"of {first}"))
                else:
                    report.lines["not in English"] += _count_foreign(document)
                    yield document
        except UnreadableError as error:
            report.add(Skip(name, error.reason, error.detail))
        except OSError as error:
            report.add(Skip(name, "cannot be opened", error.strerror or ""))


def _count_foreign(document: Document) -> int:
    aside = (b for b in document.blocks if b.kind == "boilerplate")
    return sum(is_foreign_line(document.text[b.start : b.end]) for b in aside)


def _read_input(
    given: Input, name: str, reading: _Reading, fetch: Fetch, watch: Watch | None
) -> Iterator[Document]:
    if isinstance(given, Address):
        yield from _read_drafts(_fetched(fetch(given), reading.readers), name, reading)
        return
    reader = reader_for(given.name, reading.readers)
    with _open(given) as stream:
        drafts = reader(stream)
        watched = drafts if watch is None else _watched(drafts, stream, watch)
        yield from _read_drafts(watched, name, reading)


def _fetched(page: Page, readers: Readers) -> Iterator[Draft | Broken]:
    known = told_by("request", url=page.url)
    for draft in readers[suffix_of(page, readers)](io.BytesIO(page.content)):
        if isinstance(draft, Draft):
            draft = replace(draft, metadata=draft.metadata.with_defaults(known))
        yield draft


def _watched(
    drafts: Iterator[Draft | Broken], stream: BinaryIO, watch: Watch
) -> Iterator[Draft | Broken]:
    """The same drafts, telling how far the file was read before each, and at the end."""
    reached = 0
    for draft in chain(drafts, [None]):
        place = 0 if stream.closed or not stream.seekable() else stream.tell()
        if place > reached:  # an archive's members may lie in another order
            watch(place - reached)
            reached = place
        if draft is not None:
            yield draft


def read_bytes(
    data: bytes,
    name: str,
    *,
    report: Skipped,
    published: str = "",
    source: str = "",
    fields: Fields = NO_FIELDS,
) -> Iterator[Document]:
    """Read the documents of one file that was opened elsewhere, copies among them too."""
    defaults = told_by("option", source=source, published=published)
    reading = _Reading(report, defaults, make_readers(fields))
    try:
        reader = reader_for(name, reading.readers)
        yield from _read_drafts(reader(io.BytesIO(data)), name, reading)
    except UnreadableError as error:
        report.add(Skip(name, error.reason, error.detail))


def _read_drafts(
    drafts: Iterator[Draft | Broken], name: str, reading: _Reading
) -> Iterator[Document]:
    first = next(drafts, None)
    if first is None:
        raise UnreadableError("no text in it")
    for draft in chain([first], drafts):
        part = f"{name}#{draft.part}" if draft.part else name
        try:
            if isinstance(draft, Broken):
                raise UnreadableError(draft.reason, draft.detail)
            yield _make(draft, part, reading.defaults)
        except UnreadableError as error:
            reading.report.add(Skip(part, error.reason, error.detail))


def _open(path: Path) -> nullcontext[BinaryIO] | BinaryIO:
    if path == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    if not path.is_file():  # a pipe would be waited for, a device never ends
        if path.is_dir():
            raise UnreadableError("cannot be opened", "a folder that may not be listed")
        if path.is_symlink() and not path.exists():
            raise UnreadableError("a link to nothing")
        raise UnreadableError("not a regular file" if os.path.lexists(path) else "vanished")
    return path.open("rb")


def make_document(
    text: str,
    *,
    name: str = "-",
    metadata: Metadata | None = None,
    markdown: bool = False,
    clean: bool = True,
) -> Document:
    """Clean one text and find its blocks; what the text tells about itself fills the metadata.

    Without `clean` every character stays where it is and the text is one paragraph: for text that
    was cut into tokens elsewhere.
    """
    known = metadata or Metadata()
    if clean:
        return _make(Draft(text, known, markdown, inside="text"), name, Metadata())
    return _document(text, (Block("paragraph", 0, len(text)),), name, known)


def _make(draft: Draft, name: str, defaults: Metadata) -> Document:
    if not draft.text.strip():
        raise UnreadableError("empty")
    if len(draft.text) > MAX_CHARACTERS:
        raise UnreadableError("too long", f"more than {MAX_CHARACTERS:,} characters")
    if len(draft.text) > MAX_WORDS and len(draft.text.split()) > MAX_WORDS:
        raise UnreadableError("too long", f"more than {MAX_WORDS:,} words")
    author = draft.metadata.author
    if draft.pieces:
        segments = segment_pieces(draft.pieces, author=author)
    else:
        segments = segment(draft.text, markdown=draft.markdown, author=author)
    text, blocks = segments.join()
    if not is_english_document(text):
        raise UnreadableError("not in English")
    if all(block.kind == "boilerplate" for block in blocks):
        raise UnreadableError("nothing but boilerplate")
    known = draft.metadata
    dated = told_by("file name", published=date_in_name(name))
    site = told_by("address", source=site_of(known.url))
    for further in (segments.metadata, dated, site, defaults, draft.guess):
        known = known.with_defaults(further)
    alignment = _align(draft, segments) if draft.inside else ""
    return _document(text, blocks, name, known, alignment, draft.inside if alignment else "")


def _align(draft: Draft, segments: Segments) -> str:
    runs = align(segments.pieces, draft.text, markdown=draft.markdown)
    return write_alignment(runs, draft.text, draft.before)


def _document(
    text: str,
    blocks: tuple[Block, ...],
    name: str,
    known: Metadata,
    alignment: str = "",
    inside: str = "",
) -> Document:
    return Document(
        id=digest(text, known.title, known.published, known.source),
        text=text,
        blocks=blocks,
        name=name,
        alignment=alignment,
        aligned_with=inside,
        **asdict(known),
    )
