"""Which documents come and go, which lines their sites repeat, and whose copies they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from kg.link.flat import pack, unpack
from kg.model import Block, Document
from kg.sources.copies import (
    BANDS,
    Shingles,
    band_of,
    find_shingles,
    is_copy,
    order_of,
    signature_of,
)
from kg.sources.sites import AHEAD, RECURS, Words, line_keys, marked, recurs
from kg.sources.stock import Stock
from kg.update.state import State


def find_changes(former: Stock, documents: Stock) -> tuple[set[str], set[str]]:
    """The documents that are gone or others now, and those that are new or others."""
    return former.unlike(documents), documents.unlike(former)


# --- what sites repeat ---


def line_rows(document: Document) -> set[tuple[bytes, str, str]]:
    """What may recur on its site."""
    order = order_of(document)
    return {(key.to_bytes(8), *order) for key in line_keys(document) if key}


def pack_kinds(document: Document) -> bytes:
    """The kinds of its blocks."""
    return pack([block.kind for block in document.blocks])


def marked_before(state: State, document: Document) -> Document:
    """A document as the former graph had it marked."""
    kinds = _kinds(state, document.id)
    if kinds == pack_kinds(document):
        return document
    pairs = zip(document.blocks, unpack(kinds), strict=True)
    blocks = tuple(Block(kind, block.start, block.end) for block, kind in pairs)
    return replace(document, blocks=blocks)


def mark_again(
    state: State, gone: Collection[str], come: Collection[str],
    former: Mapping[str, Document], documents: Mapping[str, Document],
) -> dict[str, Document]:  # fmt: skip
    """The documents that are new, and those whose marks are others now, as they are marked."""
    rows = {id: line_rows(documents[id]) for id in come}
    lines = {line for found in rows.values() for line, *_ in found}
    for id in gone:
        lines.update(state.firsts("SELECT line FROM line WHERE doc = ?", id))
    before, now = _Lines(state, former), _Lines(state, documents)
    was = {line: before.first(line) for line in lines}
    state.many("DELETE FROM line WHERE doc = ?", [(id,) for id in gone])
    for found in rows.values():
        state.put("line", found)
    others: set[str] = set()
    for line in lines:
        ends = {was[line], now.first(line)}
        if len(ends) > 1:
            others |= now.having(line) if "" in ends else {id for id in ends if id in documents}
    marked = {id: now.mark(documents[id]) for id in sorted(others.union(come))}
    return {id: d for id, d in marked.items() if id in come or _kinds(state, id) != pack_kinds(d)}


def _kinds(state: State, id: str) -> bytes:
    (kinds,) = state.firsts("SELECT kinds FROM page WHERE doc = ?", id)
    return bytes(kinds)


class _Lines:
    """What the sites of some documents repeat, as the table of lines has it."""

    def __init__(self, state: State, documents: Mapping[str, Document]) -> None:
        self._state = state
        self._documents = documents
        self._firsts: dict[bytes, str] = {}
        self._words = Words()

    def having(self, line: bytes) -> set[str]:
        """The documents that have a line."""
        return set(self._state.firsts("SELECT doc FROM line WHERE line = ?", line))

    def first(self, line: bytes) -> str:
        """The earliest document that has a line, if it recurs."""
        if line not in self._firsts:
            query = "SELECT doc FROM line WHERE line = ? ORDER BY day, doc LIMIT ?"
            found = self._state.firsts(query, line, AHEAD)
            texts = (self._words.of(self._documents[id]) for id in found)
            self._firsts[line] = found[0] if len(found) >= RECURS and recurs(texts) else ""
        return self._firsts[line]

    def mark(self, document: Document) -> Document:
        """A document without what recurs."""
        keys = line_keys(document)
        firsts = {key: self.first(key.to_bytes(8)) for key in set(keys) - {0}}
        return marked(document, keys, {key: first for key, first in firsts.items() if first})


# --- copies ---


def band_rows(signature: bytes, day: str, document: str) -> Iterator[tuple[bytes, str, str]]:
    """Where it meets those that may be copies, in the order of their days."""
    for band in range(BANDS if signature else 0):
        yield bytes([band]) + band_of(signature, band), day or "~", document


def find_copies(
    state: State, gone: Collection[str], come: Mapping[str, Document],
    find: Callable[[str], Document],
) -> tuple[dict[str, str], dict[str, bytes]]:  # fmt: skip
    """The groups of copies that may be others now, and the signatures of what is new.

    `find` gives a document as its site marks it, since what a site repeats is no part of a copy.
    """
    signatures = {id: signature_of(find_shingles(document)) for id, document in come.items()}
    left = [row for id in gone for page in _pages(state, id) for row in band_rows(*page, id)]
    new = [
        row for id, document in come.items()
        for row in band_rows(signatures[id], document.published, id)
    ]  # fmt: skip
    bands = {band for band, *_ in (*left, *new)}
    near = {id for b in bands for id in state.firsts("SELECT doc FROM band WHERE band = ?", b)}
    groups = {g for id in near for g in state.firsts("SELECT copy FROM page WHERE doc = ?", id)}
    query = "SELECT doc FROM page WHERE copy = ?"
    members = {id for group in groups for id in state.firsts(query, group)} - set(gone) | set(come)
    state.many("DELETE FROM band WHERE band = ? AND day = ? AND doc = ?", left)
    state.put("band", new)
    known = {id: page for id in members for page in _pages(state, id)}
    known |= {id: (signatures[id], document.published) for id, document in come.items()}
    ordered = sorted(members, key=lambda id: (known[id][1] or "~", id))
    return _group(state, ordered, known, find), signatures


def _pages(state: State, document: str) -> list[tuple[bytes, str]]:
    return state.rows("SELECT signature, published FROM page WHERE doc = ?", document)


def _group(
    state: State, ordered: list[str], known: Mapping[str, tuple[bytes, str]],
    find: Callable[[str], Document],
) -> dict[str, str]:  # fmt: skip
    """The group of each, called after its earliest; `known` are their signatures and days."""
    owner = {id: id for id in ordered}
    rank = {id: n for n, id in enumerate(ordered)}
    shingles: dict[str, Shingles] = {}

    def root(id: str) -> str:
        while owner[id] != id:
            id = owner[id]
        return id

    alone = len(ordered) == 1
    rows = (row for id in ordered for row in band_rows(*known[id], id) if not alone)
    pairs = {(id, other) for band, day, id in rows for other in _next(state, band, day, id)}
    for one, other in sorted(pair for pair in pairs if pair[1] in owner):
        first, second = sorted((root(one), root(other)), key=lambda id: rank[id])
        for id in (one, other):
            shingles.setdefault(id, find_shingles(find(id)))
        if first != second and is_copy(shingles[one], shingles[other]):
            owner[second] = first
    return {id: root(id) for id in ordered}


def _next(state: State, band: bytes, day: str, document: str) -> list[str]:
    """The document that stands after this one among those of a part of its signature."""
    query = "SELECT doc FROM band WHERE band = ? AND (day, doc) > (?, ?) ORDER BY day, doc LIMIT 1"
    return state.firsts(query, band, day, document)
