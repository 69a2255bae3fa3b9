"""What readers give: texts as they came, and parts that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from kg.model import BlockKind
from kg.sources.metadata import Metadata


class Piece(NamedTuple):
    """A block before it has its place in a text, and from where in the draft's text it came."""

    kind: BlockKind
    text: str
    start: int = 0
    end: int = 0  # 0 if that is not known


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before cleaning, and what was said about it."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    markdown: bool = False
    part: str = ""  # its place inside the file, where one file holds several
    inside: str = ""  # what the text is, letter for letter: the file, or a field of a record
    before: str = ""  # what stands before it in there
    pieces: tuple[Piece, ...] = ()  # the blocks, where the file marks them; else they are sought
    guess: Metadata = field(default_factory=Metadata)  # for where nothing else is said


def draft_of_pieces(
    pieces: Iterable[Piece],
    metadata: Metadata,
    part: str = "",
    guess: Metadata | None = None,
) -> Draft:
    """A text whose blocks the file marks."""
    found = tuple(pieces)
    text = "\n".join(piece.text for piece in found)
    return Draft(text, metadata, part=part, pieces=found, guess=guess or Metadata())


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of a file that cannot be read while the rest can."""

    part: str
    reason: str
    detail: str = ""


# A reader takes one file's bytes. It raises UnreadableError if nothing more can be had of them.
Reader = Callable[[BinaryIO], Iterator[Draft | Broken]]
