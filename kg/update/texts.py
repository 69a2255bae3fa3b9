"""Which documents come and go, which lines their sites repeat, and whose copies they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.link.flat import pack, unpack
from kg.model import Block, Document
from kg.sources import mark_repeated
from kg.sources.copies import BANDS, Shingles, find_shingles, find_signatures, is_copy
from kg.sources.given import Shelf
from kg.sources.sites import RECURS, line_keys
from kg.update.state import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def find_changes(former: Shelf, documents: Shelf) -> tuple[set[str], set[str]]:
    """The documents that are gone or others now, and those that are new or others."""
    before, now = former.sums(), documents.sums()
    gone = {id for id, sum in before.items() if now.get(id) != sum}
    come = {id for id, sum in now.items() if before.get(id) != sum}
    return gone, come


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


def find_copies(
    state: State, gone: Collection[str], come: Mapping[str, Document],
    find: Callable[[str], Document],
) -> tuple[dict[str, str], dict[str, bytes]]:  # fmt: skip
    """The groups of copies that may be others now, and the signatures of what is new.

    `find` gives a document as its site marks it, since what a site repeats is no part of a copy.
    """
    rows = state.rows("SELECT doc, published, copy, signature FROM page ORDER BY doc")
    signatures = {
        id: signature
        for id, document in come.items()
        for _, signature in find_signatures([find_shingles(document)])
    }
    days = {doc: published for doc, published, *_ in rows}
    days |= {id: document.published for id, document in come.items()}
    group = {doc: copy for doc, _, copy, _ in rows}
    former = {doc: signature for doc, *_, signature in rows if signature}
    now = {doc: s for doc, s in former.items() if doc not in gone and doc not in come} | signatures
    changed = [*(former[id] for id in gone if id in former), *signatures.values()]
    near = _Buckets(former).meeting(changed)
    groups = {group[id] for id in near}
    members = {id for id, copy in group.items() if copy in groups} - set(gone) | set(come)
    ordered = sorted(members, key=lambda id: (days[id] or "~", id))
    return _group(ordered, now, days, find), signatures


def _group(
    ordered: list[str], signatures: Mapping[str, bytes], days: Mapping[str, str],
    find: Callable[[str], Document],
) -> dict[str, str]:  # fmt: skip
    """The group of each, called after its earliest."""
    owner = {id: id for id in ordered}
    rank = {id: n for n, id in enumerate(ordered)}
    shingles: dict[str, Shingles] = {}

    def root(id: str) -> str:
        while owner[id] != id:
            id = owner[id]
        return id

    buckets = _Buckets(dict(sorted(signatures.items(), key=lambda s: (days[s[0]] or "~", s[0]))))
    for one, other in sorted(buckets.neighbours(ordered)):
        first, second = sorted((root(one), root(other)), key=lambda id: rank[id])
        for id in (one, other):
            shingles.setdefault(id, find_shingles(find(id)))
        if first != second and is_copy(shingles[one], shingles[other]):
            owner[second] = first
    return {id: root(id) for id in ordered}


class _Buckets:
    """Documents by the parts of their signatures."""

    def __init__(self, signatures: Mapping[str, bytes]) -> None:
        self._ids = list(signatures)
        self._place = {id: n for n, id in enumerate(self._ids)}
        self._bands = _bands(signatures.values())

    def meeting(self, signatures: Collection[bytes]) -> set[str]:
        """Those that are in a bucket with one of these."""
        found: set[int] = set()
        for bands in _bands(signatures):
            found.update((self._bands == bands).any(axis=1).nonzero()[0].tolist())
        return {self._ids[n] for n in found}

    def neighbours(self, ids: Iterable[str]) -> set[tuple[str, str]]:
        """Those of these that stand beside each other in a bucket of all, in their order."""
        places = sorted(self._place[id] for id in ids if id in self._place)
        pairs: set[tuple[int, int]] = set()
        for place in places if len(places) > 1 else ():
            same: Any = self._bands[place:] == self._bands[place]
            for band in same.sum(axis=0).nonzero()[0] if len(same) > 1 else ():
                after = same[1:, band].nonzero()[0]
                if len(after):
                    pairs.add((place, place + 1 + int(after[0])))
        wanted = set(places)
        return {(self._ids[i], self._ids[j]) for i, j in pairs if j in wanted}


def _bands(signatures: Collection[bytes] | Iterable[bytes]) -> NDArray[np.uint64]:
    import numpy as np  # slow to import

    return np.frombuffer(b"".join(signatures), dtype=np.uint64).reshape(-1, BANDS)
