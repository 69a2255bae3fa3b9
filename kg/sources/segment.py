"""A text's blocks: which lines are headings, paragraphs, lists, and which are not the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.model import Block, BlockKind
from kg.sources.boilerplate import is_boilerplate
from kg.sources.drafts import Piece
from kg.sources.metadata import Metadata, read_line, split_dateline
from kg.sources.repair import repair


def segment(text: str, *, markdown: bool = False) -> tuple[str, tuple[Block, ...], Metadata]:
    """The cleaned text, its blocks in order, and what the text tells about itself.

    The cleaned text is the blocks with an empty line between any two.
    """
    return segment_pieces(markdown_pieces(text) if markdown else plain_pieces(text))


def segment_pieces(
    raw_pieces: Iterable[Piece],
) -> tuple[str, tuple[Block, ...], Metadata]:
    """The same for a text whose blocks were marked by who wrote it."""
    pieces = [Piece(kind, cleaned) for kind, raw in raw_pieces if (cleaned := repair(raw))]
    pieces, metadata = _take_metadata(pieces)
    pieces = _find_headings(_mark_boilerplate([part for p in pieces for part in _split_label(p)]))
    first = next((p for p in pieces if p.kind != "boilerplate"), None)
    title = first.text if first and first.kind == "heading" else ""
    return *_join(pieces), metadata.with_defaults(Metadata(title=title))


def _join(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks, start = [], 0
    texts = []
    for kind, text in pieces:
        blocks.append(Block(kind, start, start + len(text)))
        texts.append(text)
        start += len(text) + 2
    return "\n\n".join(texts), tuple(blocks)


# --- lines of plain text ---


def plain_pieces(text: str) -> list[Piece]:
    """Lines as pieces; lines that were wrapped at a margin are joined again."""
    lines = [line.strip() for line in re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)]
    width = _margin(lines)
    pieces: list[Piece] = []
    before = ""
    for line in lines:
        if line and before and pieces and _continues(before, line, width):
            pieces[-1] = Piece(pieces[-1].kind, _rejoin(pieces[-1].text, line))
        elif line:
            bullet = _BULLET.match(line)
            pieces.append(
                Piece("list", line[bullet.end() :]) if bullet else Piece("paragraph", line)
            )
        before = line
    return pieces


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
    ended = sum(bool(_ENDS.search(a)) for a, _ in pairs)
    return width if full >= 0.7 * len(pairs) and ended <= 0.5 * len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 4


def _continues(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following):
        return False
    if width and _is_full(line, following, width):
        return True
    return len(line) >= 30 and following[0].islower() and not _ENDS.search(line)


def _rejoin(text: str, line: str) -> str:
    """Join two lines; a hyphen at the break stays, as it may belong to the word."""
    return text + line if re.search(r"\w-$", text) else f"{text} {line}"


# --- Markdown ---


def markdown_pieces(text: str) -> list[Piece]:
    """The blocks of a Markdown text, without mark-up, images, code and HTML."""
    text = _MARKS_IN_A_ROW.sub(" ", text)
    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(text)
    pieces, open_kinds = [], [""]
    for token in tokens:
        if token.nesting:
            open_kinds = [*open_kinds, token.type] if token.nesting == 1 else open_kinds[:-1]
        if token.type == "inline":
            pieces += [Piece(_kind(open_kinds), part) for part in _inline(token).split("\n\n")]
    return pieces


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


# --- what the pieces are ---


def _take_metadata(pieces: list[Piece]) -> tuple[list[Piece], Metadata]:
    """Mark bylines, datelines and the like as not the article, and keep what they tell."""
    metadata, result = Metadata(), []
    for kind, text in pieces:
        if len(text) <= 120 and (told := read_line(text)):
            result.append(Piece("boilerplate", text))
        elif kind == "paragraph":
            dateline, told, rest = split_dateline(text)
            result += [Piece("boilerplate", dateline)] if dateline else []
            result.append(Piece(kind, rest))
        else:
            told = Metadata()
            result.append(Piece(kind, text))
        metadata = metadata.with_defaults(told)
    return result, metadata


def _split_label(piece: Piece) -> Iterator[Piece]:
    """`Why: The dam broke.` is a heading and a sentence, `Smith: I saw it.` is one piece."""
    match = _LABEL_BEFORE.match(piece.text) if piece.kind in ("paragraph", "list") else None
    if match:
        yield Piece("heading", match[0].rstrip())
        yield Piece(piece.kind, piece.text[match.end() :])
    else:
        yield piece


_LABEL = (
    r"(?:(?:who|what|when|where|why|how|which)\b[^.!:\n]{0,40}\??:"
    r"|(?:q|a|question|answer|background|context|key (?:points?|facts?)|bottom line|summary"
    r"|in (?:short|brief)|the (?:facts|background|context)):)"
)
_LABEL_BEFORE = re.compile(rf"(?i:{_LABEL}) +(?=[A-Z\"'\d])")


def _mark_boilerplate(pieces: list[Piece]) -> list[Piece]:
    """By what they say, and by saying it twice: an article does not repeat a short line."""
    seen = Counter(p.text.casefold() for p in pieces if is_line(p.text))
    return [
        Piece("boilerplate", text)
        if not _is_label(text) and (seen[text.casefold()] > 1 or is_boilerplate(text))
        else Piece(kind, text)
        for kind, text in pieces
    ]


def is_line(text: str) -> bool:
    """Whether a text is short and no full stop ends it."""
    return len(text.split()) <= _SHORT and (text.endswith("...") or not _ENDS.search(text))


def _is_label(text: str) -> bool:
    return re.fullmatch(_LABEL, text, re.IGNORECASE) is not None


def _find_headings(pieces: list[Piece]) -> list[Piece]:
    """Headings by their shape, and only where they head something."""
    shaped = [
        Piece("heading", text) if kind == "paragraph" and is_heading(text) else Piece(kind, text)
        for kind, text in pieces
    ]
    if not any(kind not in ("heading", "boilerplate") for kind, _ in shaped):
        return pieces  # a lone line is a text, not a heading of nothing
    last = max(i for i, p in enumerate(shaped) if p.kind not in ("heading", "boilerplate"))
    return [
        Piece("boilerplate", p.text) if i > last and p.kind == "heading" else p
        for i, p in enumerate(shaped)
    ]


_SHORT = 16  # words; newspapers' headings have fewer
_ENDS = re.compile(r"[.!?;,][\"')\] ]*$")
_ABBREVIATION_AT_END = re.compile(r"(?:\b[A-Z]\.){2,}$")


def is_heading(line: str) -> bool:
    """A short line that no full stop ends.

    >>> is_heading("Storm hits the U.S."), is_heading("He left."), is_heading("What now?")
    (True, False, True)
    """
    words = line.split()
    if len(words) > _SHORT or line[0].islower() or not re.search(r"[^\W\d_]{2}", line):
        return False
    if line.endswith((":", "?")):  # "The minister said:" leads to a quotation
        return len(words) <= (8 if line[-1] == "?" else 2) or _is_label(line)
    return not _ENDS.search(line) or bool(_ABBREVIATION_AT_END.search(line))
