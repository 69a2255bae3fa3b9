"""Word-processor files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft, Piece, draft_of_pieces
from kg.sources.files import MAX_FILE, UnreadableError, foreign, optional, read_limited
from kg.sources.metadata import Metadata, made_on, told_by

_MAX_UNPACKED = 4 * MAX_FILE


def read_docx(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The paragraphs and tables of a Word document, by their styles."""
    data = read_limited(stream, limit=MAX_FILE)
    docx = optional("docx", "Word files")
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # the container of encrypted and of older files
        raise UnreadableError("encrypted or older than .docx", "save it as .docx without password")
    with foreign("damaged Word file"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > min(_MAX_UNPACKED, 200 * len(data)):
            raise UnreadableError("packed too tightly", "it looks like a bomb")
        document = docx.Document(io.BytesIO(data))
        pieces = list(_pieces(document))
        metadata, guess = _metadata(document.core_properties)
    yield draft_of_pieces(pieces, metadata, guess=guess)


def _pieces(document: Any) -> Iterator[Piece]:
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            yield from _cells(item)
        elif item.text.strip():
            style = (item.style.name if item.style else "").lower()
            yield from _lines(style, item.text)


def _lines(style: str, text: str) -> Iterator[Piece]:
    """A paragraph's lines: writers break lines where they mean paragraphs."""
    for line in text.splitlines():
        if style.startswith(("heading", "title", "subtitle")):
            yield Piece("heading", line)
        elif style.startswith("list"):
            yield Piece("list", line)
        elif "quote" in style:
            yield Piece("quote", line)
        else:
            yield Piece("paragraph", line)


def _cells(table: Any) -> Iterator[Piece]:
    """Each cell once, also one that spans several; tables inside cells are left out."""
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen and cell.text.strip():
                yield Piece("table", " ".join(cell.text.split()))
            seen.add(cell._tc)


def _metadata(properties: Any) -> tuple[Metadata, Metadata]:
    created = properties.created.date().isoformat() if properties.created else ""
    told = told_by(
        "file properties",
        title=" ".join((properties.title or "").split()),
        author=" ".join((properties.author or "").replace("python-docx", "").split()),
    )
    return told, made_on(created, origin="file properties")
