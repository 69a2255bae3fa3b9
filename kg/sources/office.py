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
        pieces = [p for part in _blocks(document.element.body) for p in _pieces(document, part)]
        metadata, guess = _metadata(document)
    yield draft_of_pieces(pieces, metadata, guess=guess)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in a form's fields too."""
    for element in parent:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _blocks(element)


def _pieces(document: Any, block: Any) -> Iterator[Piece]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    if block.tag == f"{_W}tbl":
        yield from _cells(Table(block, document))
    elif (text := _text(block)).strip():
        style = Paragraph(block, document).style
        yield from _lines((style.name or "" if style else "").lower(), text)


def _text(element: Any) -> str:
    """As it reads when all changes are accepted; links, tags and simple fields included.

    python-docx leaves out what was inserted while changes were tracked, and what is tagged.
    """
    words: list[str] = []
    waiting = [element]
    while waiting:
        part = waiting.pop()
        if part.tag in _NOT_READ:
            continue
        if part.tag == f"{_W}p" and words:
            words.append("\n")
        words.append(part.text or "" if part.tag == f"{_W}t" else _SIGNS.get(part.tag, ""))
        waiting += reversed(part)
    return "".join(words)


_NOT_READ = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "tbl", "txbxContent")}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


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
            if cell._tc not in seen and (text := " ".join(_text(cell._tc).split())):
                yield Piece("table", text)
            seen.add(cell._tc)


def _metadata(document: Any) -> tuple[Metadata, Metadata]:
    if not any("core-properties" in r.reltype for r in document.part.package.rels.values()):
        return Metadata(), Metadata()  # the library would make them up
    properties = document.core_properties
    created = properties.created.date().isoformat() if properties.created else ""
    told = told_by(
        "file properties",
        title=" ".join((properties.title or "").split()),
        author=" ".join((properties.author or "").replace("python-docx", "").split()),
    )
    return told, made_on(created, origin="file properties")
