"""A text's blocks: its lines or its mark-up, cut and cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.model import Block, BlockKind
from kg.sources.drafts import Piece
from kg.sources.layout import ENDS
from kg.sources.lines import (
    find_headings,
    mark_boilerplate,
    mark_quote,
    mark_sentence,
    split_label,
    take_metadata,
)
from kg.sources.metadata import Metadata, told_by
from kg.sources.repair import repair


class Segments(NamedTuple):
    """The cleaned blocks of a text, and what the text tells about itself."""

    pieces: Sequence[Piece]
    metadata: Metadata

    def join(self) -> tuple[str, tuple[Block, ...]]:
        """The cleaned text, with an empty line between any two blocks, and these in order."""
        blocks, start = [], 0
        for piece in self.pieces:
            blocks.append(Block(piece.kind, start, start + len(piece.text)))
            start += len(piece.text) + 2
        return "\n\n".join(piece.text for piece in self.pieces), tuple(blocks)


def segment(text: str, *, markdown: bool = False, author: str = "") -> Segments:
    """Cut a text into blocks by its lines or its mark-up, and clean them."""
    return segment_pieces(markdown_pieces(text) if markdown else plain_pieces(text), author=author)


def segment_pieces(raw_pieces: Iterable[Piece], *, author: str = "") -> Segments:
    """The same for a text whose blocks were marked by who wrote it."""
    cleaned = (p._replace(text=text) for p in raw_pieces if (text := repair(p.text)))
    pieces = [mark_sentence(piece) for piece in cleaned]
    pieces, metadata = take_metadata(pieces)
    pieces = [part for p in pieces for part in split_label(p)]
    pieces = mark_boilerplate(pieces, author=author or metadata.author)
    pieces = [mark_quote(p) for p in find_headings(pieces)]
    first = next((p for p in pieces if p.kind != "boilerplate"), None)
    title = first.text if first and first.kind == "heading" else ""
    return Segments(pieces, metadata.with_defaults(told_by("first heading", title=title)))


# --- lines of plain text ---


def plain_pieces(text: str) -> list[Piece]:
    """Lines as pieces; lines that were wrapped at a margin are joined again."""
    lines = list(_lines(text))
    width = _margin([line.text for line in lines])
    pieces: list[Piece] = []
    before = _Line()
    for line in lines:
        is_joined = line.is_quoted == before.is_quoted and bool(line.text and before.text)
        if is_joined and _continues(before.text, line.text, width):
            joined = _rejoin(pieces[-1].text, line.text)
            pieces[-1] = pieces[-1]._replace(text=joined, end=line.end)
        elif line.text:
            pieces.append(_line_piece(line))
        before = line
    return pieces


class _Line(NamedTuple):
    """A line without the marks before it with which mails quote each other."""

    is_quoted: bool = False
    text: str = ""
    start: int = 0
    end: int = 0


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        line = match[1].strip()
        mark = _QUOTED.match(line)
        length = mark.end() if mark else 0
        start = text.index(line, match.start(1)) + length
        yield _Line(mark is not None, line[length:], start, match.end(1))


_QUOTED = re.compile(r">[> ]*")


def _line_piece(line: _Line) -> Piece:
    if line.is_quoted:
        return Piece("quote", line.text, line.start, line.end)
    bullet = _BULLET.match(line.text)
    if bullet is None:
        return Piece("paragraph", line.text, line.start, line.end)
    return Piece("list", line.text[bullet.end() :], line.start + bullet.end(), line.end)


_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"([^{_BREAKS}]*)(?:\r\n|[{_BREAKS}]|\Z)")


_BULLET = re.compile(r"(?:[-*+•‣◦▪–]|\(?\d{1,2}[.)])\s+(?=\S)")


def _margin(lines: Sequence[str]) -> int:
    """The width at which the text was wrapped, or 0 if it was not.

    A line was wrapped if the next line's first word had no room on it; and a wrapped text breaks
    its lines within sentences.
    """
    width = max(map(len, lines), default=0)
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    if not 40 <= width <= 120 or len(pairs) < 2:
        return 0
    full = sum(_is_full(a, b, width) for a, b in pairs)
    ended = sum(bool(ENDS.search(a)) for a, _ in pairs)
    return width if full >= 0.7 * len(pairs) and ended <= 0.5 * len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 4


def _continues(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following):
        return False
    if width and _is_full(line, following, width):
        return True
    return len(line) >= 30 and following[0].islower() and not ENDS.search(line)


def _rejoin(text: str, line: str) -> str:
    """Join two lines; a hyphen at the break stays, as it may belong to the word."""
    return text + line if re.search(r"\w-$", text) else f"{text} {line}"


# --- Markdown ---


def markdown_pieces(text: str) -> list[Piece]:
    """The blocks of a Markdown text, without mark-up, images, code and HTML."""
    if max(map(len, re.split(r"\n\s*\n", text))) > _LONGEST:
        return plain_pieces(text)
    shortened = _MARKS_IN_A_ROW.sub(" ", text)
    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(shortened)
    starts = _line_starts(text) if shortened == text else ()
    pieces, open_kinds, lines = [], [""], [0, 0]
    for token in tokens:
        lines = token.map or lines
        if token.nesting:
            open_kinds = [*open_kinds, token.type] if token.nesting == 1 else open_kinds[:-1]
        if token.type == "inline":
            place = [starts[min(line, len(starts) - 1)] for line in lines] if starts else [0, 0]
            parts = _inline(token).split("\n\n")
            pieces += [Piece(_kind(open_kinds), part, *place) for part in parts]
    return pieces


_LONGEST = 300_000  # characters of a paragraph that is no Markdown any more


def _line_starts(text: str) -> list[int]:
    """Where each line begins, and the end of the last."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text)), len(text)]


# Nobody writes so many, and the parser would try each against each.
_MARKS_IN_A_ROW = re.compile(r"([\[\]()*_`<!~])\1{29,}")


def _kind(open_kinds: Sequence[str]) -> BlockKind:
    return next((kind for tag, kind in _KINDS.items() if tag in open_kinds), "paragraph")


_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "table_open": "table",
    "blockquote_open": "quote",
    "list_item_open": "list",
}


def _inline(token: Token) -> str:
    text = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            text.append(child.content)
        elif child.type == "hardbreak":
            text.append("\n\n")
        elif child.type == "softbreak":
            text.append(" ")
    return "".join(text)
