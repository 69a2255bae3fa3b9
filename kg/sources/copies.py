"""Texts that several papers print: which documents are one witness."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from kg.model import Document


class Seen:
    """Contents that were seen, and where first, in a file without a name: memory stays flat."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("CREATE TABLE seen (content TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID")
        self._table.execute("BEGIN")  # once, as each transaction costs a sync

    def first(self, content: str, name: str) -> str:
        """The name under which this content was seen before, or "" if this is the first time."""
        place = (content, name.encode(errors="surrogatepass"))
        if self._table.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", place).rowcount:
            return ""
        (first,) = self._table.execute("SELECT name FROM seen WHERE content = ?", place[:1])
        return str(first[0].decode(errors="surrogatepass"))


Shingles = frozenset[int]

_WORDS = 5  # that follow each other; two writers seldom choose the same five
_FEWEST = 10  # shingles: shorter texts are alike by chance
_OF_SHORTER = 1 / 2  # is shared: papers change words, and add a paragraph of their own
_OF_LONGER = 1 / 3  # is shared: papers cut, but an evening's round-up is no copy of each report


def order_of(document: Document) -> tuple[str, str]:
    """What sorts the documents, the earliest first: the day, and the id."""
    return document.published or "~", document.id


def find_near_duplicates(
    documents: Iterable[Document], signatures: dict[str, bytes] | None = None
) -> Mapping[str, str]:
    """Each document's id, and the id of the group of copies that it belongs to.

    A group is named by its earliest document, and a document without a copy is its own group.
    Candidates are found by MinHash and then compared word by word, so that a group says nothing
    that is not so; what counts is the text of the article, without headings and boilerplate.
    `signatures` is filled with those of the texts that are long enough, for who keeps them.
    """
    ordered = sorted({d.id: d for d in documents}.values(), key=order_of)
    shingles = [find_shingles(document) for document in ordered]
    groups = list(range(len(ordered)))
    found = list(find_signatures(shingles))
    if signatures is not None:
        signatures |= {ordered[index].id: signature for index, signature in found}
    for left, right in sorted(_candidates(found)):
        first, second = sorted((_root(groups, left), _root(groups, right)))
        if first != second and is_copy(shingles[left], shingles[right]):
            groups[second] = first
    return {d.id: ordered[_root(groups, index)].id for index, d in enumerate(ordered)}


def _root(groups: list[int], index: int) -> int:
    while groups[index] != index:
        groups[index] = index = groups[groups[index]]
    return index


def find_shingles(document: Document) -> Shingles:
    """Numbers that stand for the runs of words, the same on each machine."""
    text = " ".join(
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind not in ("boilerplate", "heading")
    )
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[start : start + _WORDS]) for start in range(len(words) - _WORDS + 1)}
    return frozenset(
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs
    )


def is_copy(left: Shingles, right: Shingles) -> bool:
    """Whether one is the other, cut or with an addition, and long enough to tell."""
    common = len(left & right)
    shorter, longer = sorted((len(left), len(right)))
    return shorter >= _FEWEST and common >= max(_OF_SHORTER * shorter, _OF_LONGER * longer)


# --- candidates ---

# By numpy, which is here anyway: datasketch would bring scipy for these thirty lines. Two rows to
# a band: of pairs whose common part is a quarter of both texts together, one in fifty is missed,
# and of those that share a third one in a thousand.
BANDS, _ROWS = 60, 2


def _candidates(signatures: Sequence[tuple[int, bytes]]) -> set[tuple[int, int]]:
    """Pairs whose signatures have a band in common.

    Of those in one bucket, neighbours are enough: copies of one text meet in many buckets.
    """
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for index, signature in signatures:
            buckets[band_of(signature, band)].append(index)
        pairs.update(pair for bucket in buckets.values() for pair in pairwise(bucket))
    return pairs


def band_of(signature: bytes, band: int) -> bytes:
    """A part of a signature; most copies have one of them in common."""
    return signature[band * 4 * _ROWS : (band + 1) * 4 * _ROWS]


def find_signatures(shingles: Sequence[Shingles]) -> Iterator[tuple[int, bytes]]:
    """The signatures of those that have one."""
    for index, found in enumerate(shingles):
        if signature := signature_of(found):
            yield index, signature


def signature_of(shingles: Shingles) -> bytes:
    """For each of many ways to shuffle all numbers, the first of a text's own; none of a few."""
    import numpy as np  # slow to import

    if len(shingles) < _FEWEST:
        return b""
    factors, offsets = _shuffles()
    values = np.array(sorted(shingles), dtype=np.uint64)[:, None]
    shuffled = (values * factors + offsets) >> np.uint64(32)  # modulo 2**64
    signature: bytes = shuffled.min(axis=0).astype(np.uint32).tobytes()
    return signature


@cache
def _shuffles() -> Any:
    import numpy as np  # slow to import

    chance = np.random.Generator(np.random.PCG64(1))
    return chance.integers(0, 1 << 64, (2, BANDS * _ROWS), dtype=np.uint64)
