"""What a site repeats from page to page, found by seeing several of its pages."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kg.model import Block, Document
from kg.sources.copies import Shingles, find_shingles, is_copy, order_of
from kg.sources.layout import is_line
from kg.sources.metadata import site_of

RECURS = 3  # documents of one site, copies of one text counted once
AHEAD = 30  # of all that have a line, the earliest are compared: what recurs is soon seen to
Keys = Sequence[int]  # for each block what stands for its words and its site, 0 for boilerplate


def mark_repeated(documents: Iterable[Document]) -> list[Document]:
    """The documents, with the lines that recur on their site marked as boilerplate.

    A line that is no sentence goes wherever it recurs. A paragraph stays in the earliest document
    that has it, for running stories repeat their background, and what a paper says it says once.
    Texts and ids stay as they are. Beside the documents it holds eight bytes for each block.
    """
    given = list(documents)
    keys = [line_keys(document) for document in given]
    repeated = _find_repeated(given, keys)
    return [marked(d, found, repeated) for d, found in zip(given, keys, strict=True)]


def count_marks(pairs: Iterable[tuple[Document, Document]]) -> int:
    """How many blocks of documents were marked, each before and after."""
    return sum(b.kind != a.kind for d, m in pairs for b, a in zip(d.blocks, m.blocks, strict=True))


def line_keys(document: Document) -> Keys:
    """What stands for the lines of a document on its site; none where the site is unknown."""
    site = site_of(document.url) or document.source.casefold()
    if not site:
        return ()
    seed = hashlib.blake2b(site.encode(errors="surrogatepass"), digest_size=8)
    return array("Q", (_key(document, block, seed.copy()) for block in document.blocks))


def _key(document: Document, block: Block, sums: hashlib.blake2b) -> int:
    if block.kind == "boilerplate":
        return 0
    words = document.text[block.start : block.end].casefold()
    sums.update(b"\0" + words.encode(errors="surrogatepass"))
    return int.from_bytes(sums.digest())


class Words:
    """The shingles of documents, each found once and kept in eight bytes."""

    def __init__(self) -> None:
        self._found: dict[str, Sequence[int]] = {}

    def of(self, document: Document) -> Sequence[int]:
        """Those of one of them."""
        if document.id not in self._found:
            self._found[document.id] = array("Q", find_shingles(document))
        return self._found[document.id]


def recurs(texts: Iterable[Sequence[int]]) -> bool:
    """Whether so many are no copies of each other, of the earliest texts that have a line."""
    unlike: list[Shingles] = []
    for text in map(frozenset, islice(texts, AHEAD)):
        if not any(is_copy(text, other) for other in unlike):
            unlike.append(text)
        if len(unlike) == RECURS:
            return True
    return False


def _find_repeated(documents: Sequence[Document], keys: Sequence[Keys]) -> Mapping[int, str]:
    """What recurs, each with the earliest document that has it."""
    often = _occur_often(keys)
    having: dict[int, list[Document]] = defaultdict(list)
    pairs = zip(documents, keys, strict=True)
    for document, found in sorted(pairs, key=lambda pair: order_of(pair[0])):
        for key in often.intersection(found):
            if len(having[key]) < AHEAD:
                having[key].append(document)
    words = Words()
    return {key: found[0].id for key, found in having.items() if recurs(map(words.of, found))}


def _occur_often(keys: Iterable[Keys]) -> frozenset[int]:
    """What stands in so many documents that it may recur in this sense."""
    each_once = array("Q")
    for found in keys:
        each_once.extend(set(found) - {0})
    if len(each_once) < RECURS:
        return frozenset()
    import numpy as np  # slow to import

    values, counts = np.unique(np.frombuffer(each_once, dtype=np.uint64), return_counts=True)
    return frozenset(values[counts >= RECURS].tolist())


def marked(document: Document, keys: Keys, repeated: Mapping[int, str]) -> Document:
    """The document without what recurs: `repeated` has the earliest document of each key."""
    if repeated.keys().isdisjoint(keys):
        return document
    blocks = []
    for block, key in zip(document.blocks, keys, strict=True):
        first = repeated.get(key)
        words = document.text[block.start : block.end]
        goes = first is not None and (first != document.id or is_line(words))
        blocks.append(replace(block, kind="boilerplate") if goes else block)
    if all(block.kind == "boilerplate" for block in blocks):
        return document  # a text that is printed again and again is a text
    return replace(document, blocks=tuple(blocks))
