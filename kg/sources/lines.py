"""What the lines of a text are: headings, what tells of the text, what is not the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.sources.boilerplate import is_boilerplate, is_caption
from kg.sources.datelines import UPDATED, is_bare_date, read_line, split_dateline
from kg.sources.drafts import Piece
from kg.sources.layout import ENDS, SHORT, find_comments, find_surroundings, is_line
from kg.sources.metadata import Metadata


def take_metadata(pieces: Sequence[Piece]) -> tuple[list[Piece], Metadata]:
    """Mark bylines, datelines and the like as not the article, and keep what they tell."""
    result, told = [], []
    comments = set(find_comments(pieces))
    for place, piece in enumerate(pieces):
        if len(piece.text) <= 160 and (line := read_line(piece.text)):
            result.append(piece._replace(kind="boilerplate"))
            is_inside = place >= _TOP and is_bare_date(piece.text)
            told.append(Metadata() if is_inside or place in comments else line)
        elif piece.kind == "paragraph" and not is_caption(piece.text):
            dateline, before, rest = split_dateline(piece.text)
            if dateline:
                result.append(piece._replace(kind="boilerplate", text=dateline))
            result.append(piece._replace(text=rest))
            told.append(before)
        else:
            result.append(piece)
    metadata = Metadata()
    for tells in sorted(told, key=lambda t: t.published_from == UPDATED):
        metadata = metadata.with_defaults(tells)
    return result, metadata


_TOP = 12  # pieces: a day further down, by itself, is that of an entry


def split_label(piece: Piece) -> Iterator[Piece]:
    """`Why: The dam broke.` is a heading and a sentence, `Smith: I saw it.` is one piece."""
    match = _LABEL_BEFORE.match(piece.text) if piece.kind in ("paragraph", "list") else None
    if match:
        yield piece._replace(kind="heading", text=match[0].rstrip())
        yield piece._replace(text=piece.text[match.end() :])
    else:
        yield piece


_LABEL = (
    r"(?:(?:who|what|when|where|why|how|which)\b[^.!:\n]{0,40}\??:"
    r"|(?:q|a|question|answer|background|context|key (?:points?|facts?)|bottom line|summary"
    r"|in (?:short|brief)|the (?:facts|background|context)):)"
)
_LABEL_BEFORE = re.compile(rf"(?i:{_LABEL}) +(?=[A-Z\"'\d])")


def mark_boilerplate(pieces: Sequence[Piece], *, author: str = "") -> list[Piece]:
    """By what they say, by where they stand, and by saying it twice, as no article does."""
    seen = Counter(p.text.casefold() for p in pieces if is_line(p.text))
    aside = [
        p.kind == "boilerplate"
        or (not _is_label(p.text) and (seen[p.text.casefold()] > 1 or is_boilerplate(p.text)))
        for p in pieces
    ]
    for place in list(find_surroundings(pieces, aside, author=author)):
        aside[place] = True
    return [
        p._replace(kind="boilerplate") if is_aside else p
        for p, is_aside in zip(pieces, aside, strict=True)
    ]


def mark_sentence(piece: Piece) -> Piece:
    """A sentence in a cell is a paragraph: old pages lay out their text in tables."""
    is_sentence = len(piece.text.split()) >= _SENTENCE and ENDS.search(piece.text)
    return piece._replace(kind="paragraph") if piece.kind == "table" and is_sentence else piece


_SENTENCE = 5  # words


def mark_quote(piece: Piece) -> Piece:
    """A sentence that is set apart as a quotation, in quotation marks, as it is read as one."""
    is_marked = piece.kind != "quote" or '"' in piece.text or not ENDS.search(piece.text)
    return piece if is_marked else piece._replace(text=f'"{piece.text}"')


def _is_label(text: str) -> bool:
    return re.fullmatch(_LABEL, text, re.IGNORECASE) is not None


def find_headings(pieces: list[Piece]) -> list[Piece]:
    """Headings by their shape, and only where they head something."""
    shaped = [
        p._replace(kind="heading") if p.kind == "paragraph" and is_heading(p.text) else p
        for p in pieces
    ]
    if not any(p.kind not in ("heading", "boilerplate") for p in shaped):
        return pieces  # a lone line is a text, not a heading of nothing
    last = max(i for i, p in enumerate(shaped) if p.kind not in ("heading", "boilerplate"))
    return [
        p._replace(kind="boilerplate") if i > last and p.kind == "heading" else p
        for i, p in enumerate(shaped)
    ]


_ABBREVIATION_AT_END = re.compile(r"(?:\b[A-Z]\.){2,}$")


def is_heading(line: str) -> bool:
    """A short line that no full stop ends.

    >>> is_heading("Storm hits the U.S."), is_heading("He left."), is_heading("What now?")
    (True, False, True)
    """
    words = line.split()
    if len(words) > SHORT or line[0].islower() or not re.search(r"[^\W\d_]{2}", line):
        return False
    if line.endswith((":", "?")):  # "The minister said:" leads to a quotation
        return len(words) <= (8 if line[-1] == "?" else 2) or _is_label(line)
    if _SENTENCE_WITHIN.match(line):  # "Both sides cut tariffs by half. Enditem"
        return False
    return not ENDS.search(line) or bool(_ABBREVIATION_AT_END.search(line))


_SENTENCE_WITHIN = re.compile(r"(?:\S+ ){5,}[\w'-]{3,}[.!?][\"')]* [A-Z]")
