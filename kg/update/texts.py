"""Which documents come and go, which lines their sites repeat, and whose copies they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from kg.link.flat import pack, unpack
from kg.model import Block, Document
from kg.sources import mark_repeated
from kg.sources.copies import BANDS, Shingles, band_of, find_shingles, find_signatures, is_copy
from kg.sources.sites import RECURS, line_keys
from kg.sources.stock import Stock
from kg.update.state import State


def find_changes(former: Stock, documents: Stock) -> tuple[set[str], set[str]]:
    """The documents that are gone or others now, and those that are new or others."""
    return former.unlike(documents), documents.unlike(former)


# --- what sites repeat ---


def line_rows(document: Document) -> set[tuple[bytes, str]]:
    """What may recur on its site."""
    return {(key.to_bytes(8), document.id) for key in line_keys(document) if key}


def pack_kinds(document: Document) -> bytes:
    """The kinds of its blocks."""
    return pack([block.kind for block in document.blocks])


def marked_before(state: State, document: Document) -> Document:
    """A document as the former graph had it marked."""
    (kinds,) = state.firsts("SELECT kinds FROM page WHERE doc = ?", document.id)
    if kinds == pack_kinds(document):
        return document
    pairs = zip(document.blocks, unpack(kinds), strict=True)
    blocks = tuple(Block(kind, block.start, block.end) for block, kind in pairs)
    return replace(document, blocks=blocks)


def mark_again(
    state: State, gone: Collection[str], come: Collection[str], documents: Mapping[str, Document]
) -> dict[str, Document]:
    """The documents that are new, and those whose marks are others now, as they are marked."""
    new = {id: line_rows(documents[id]) for id in come}
    lines = {line for rows in new.values() for line, _ in rows}
    for id in gone:
        lines.update(state.firsts("SELECT line FROM line WHERE doc = ?", id))
    count = "SELECT count(*) FROM line WHERE line = ?"
    often = {line for line in lines if state.firsts(count, line)[0] >= RECURS}
    state.many("DELETE FROM line WHERE doc = ?", [(id,) for id in gone])
    for rows in new.values():
        state.put("line", rows)
    often |= {line for line in lines if state.firsts(count, line)[0] >= RECURS}
    if not often:
        return {id: documents[id] for id in come}
    kinds = dict(state.rows("SELECT doc, kinds FROM page"))
    marked = {document.id: document for document in mark_repeated(documents.values())}
    return {
        id: document
        for id, document in marked.items()
        if id in come or kinds[id] != pack_kinds(document)
    }


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
    signatures = {
        id: signature
        for id, document in come.items()
        for _, signature in find_signatures([find_shingles(document)])
    }
    left = [row for id in gone for page in _pages(state, id) for row in band_rows(*page, id)]
    new = [
        row for id, signature in signatures.items()
        for row in band_rows(signature, come[id].published, id)
    ]  # fmt: skip
    bands = {band for band, *_ in (*left, *new)}
    near = {id for b in bands for id in state.firsts("SELECT doc FROM band WHERE band = ?", b)}
    groups = {g for id in near for g in state.firsts("SELECT copy FROM page WHERE doc = ?", id)}
    query = "SELECT doc FROM page WHERE copy = ?"
    members = {id for group in groups for id in state.firsts(query, group)} - set(gone) | set(come)
    state.many("DELETE FROM band WHERE band = ? AND day = ? AND doc = ?", left)
    state.put("band", new)
    known = {id: page for id in members for page in _pages(state, id)}
    known |= {id: (signatures.get(id, b""), document.published) for id, document in come.items()}
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
