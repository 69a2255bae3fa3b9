"""Where a cleaned text's letters stood before cleaning.

Cleaning only drops, replaces and adds characters, and keeps their order. So each block is walked
beside the lines that it came from, and what differs is passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from kg.origins import Run
from kg.sources.drafts import Piece
from kg.sources.repair import CHARACTERS, repair_characters

_REACH = 200  # characters of mark-up that are passed over in search of the next word
_NEAR = 20  # and in search of one letter
_Match = tuple[int, int, int, int]  # start and length in the text, start and length in the source


def align(pieces: Sequence[Piece], source: str, *, markdown: bool = False) -> list[Run]:
    """The runs of a text, joined of these pieces, that stand in the source."""
    if markdown:
        source = _MARK_UP.sub(lambda match: "\0" * len(match[0]), source)
    source = source.translate(_EVEN)
    runs: list[Run] = []
    start = reached = 0
    for piece in pieces:
        if piece.end > piece.start:
            for match in _walk(piece.text, source, max(reached, piece.start), piece.end):
                _add(runs, start, match, source)
                reached = match[2] + match[3]
        start += len(piece.text) + 2
    return runs


# Addresses of links, pictures and tags: they hold words that are not the text's.
_MARK_UP = re.compile(
    r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}\)|(?<=\])\([^()\n]{0,2000}\)|</?[a-zA-Z][^<>:@]{0,300}>"
)
_EVEN = {code: letter for code, letter in CHARACTERS.items() if len(letter) == 1}


def _add(runs: list[Run], offset: int, match: _Match, source: str) -> None:
    """Lengthen the last run if this match goes on where it ended, or one space further."""
    start, length, place, source_length = match
    run = Run(start + offset, length, place, source_length)
    last = runs[-1] if runs else run
    gap = run.start - last.start - last.length
    is_next = gap == run.source - last.source - last.source_length and 0 <= gap <= 1
    is_even = length == source_length and last.length == last.source_length
    if is_next and is_even and source[place - gap : place] in ("", " "):
        runs[-1] = Run(
            last.start, last.length + gap + length, last.source, last.length + gap + length
        )
    else:
        runs.append(run)


def _walk(text: str, source: str, place: int, end: int) -> Iterator[_Match]:
    place = _skip(source, place, end)
    if _stands_at(text, source, place, end) and "\n" not in text:
        yield 0, len(text), place, len(text)  # nothing was repaired, as in most blocks
        return
    for word in re.finditer(r"\S+", text):
        place = _skip(source, place, end)
        length = len(word[0])
        if _stands_at(word[0], source, place, end):
            yield word.start(), length, place, length
            place += length
        else:
            for match in _walk_letters(text, word.start(), word.end(), source, place, end):
                yield match
                place = match[2] + match[3]


def _skip(source: str, place: int, end: int) -> int:
    match = _NOTHING.match(source, place, end)
    return match.end() if match else place


_NOTHING = re.compile(r"[\s\0]*")


def _stands_at(text: str, source: str, place: int, end: int) -> bool:
    return source.startswith(text, place, end) and not _is_combining(source, place + len(text))


def _is_combining(source: str, place: int) -> bool:
    return place < len(source) and unicodedata.combining(source[place]) > 0


def _walk_letters(
    text: str, start: int, stop: int, source: str, place: int, end: int
) -> Iterator[_Match]:
    while start < stop and place < end:
        letters, length = _letters(source, place, end)
        if not letters.strip():
            place += length  # dropped: a soft hyphen, a space before a comma
        elif text.startswith(letters, start, stop):
            yield start, len(letters), place, length
            start, place = start + len(letters), place + length
        elif _stands_at(text[start], source, place, end):  # in an address nothing was repaired
            yield start, 1, place, 1
            start, place = start + 1, place + 1
        elif (found := _search(text[start:stop], source, place, end)) >= 0:
            place = found
        else:
            start += 1


def _letters(source: str, place: int, end: int) -> tuple[str, int]:
    """What a character becomes with the accents that follow it, and their length."""
    if source.startswith("''", place, end):
        return '"', 2
    length = 1
    while _is_combining(source, place + length):
        length += 1
    return repair_characters(source[place : place + length]), length


def _search(text: str, source: str, place: int, end: int) -> int:
    """Where the text goes on behind mark-up; -1 where it does not."""
    found = source.find(text[:3], place + 1, min(end, place + _REACH))
    if found >= 0:
        return found
    for near in range(place + 1, min(end, place + _NEAR)):
        letters, _ = _letters(source, near, end)
        if letters.strip() and text.startswith(letters):
            return near
    return -1
