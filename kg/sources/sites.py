"""What a site repeats from page to page, found by seeing several of its pages."""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Block, Document
from kg.sources.copies import find_near_duplicates
from kg.sources.layout import is_line
from kg.sources.metadata import site_of

RECURS = 3  # documents of one site, copies of one text counted once
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


def _find_repeated(documents: Sequence[Document], keys: Sequence[Keys]) -> Mapping[int, str]:
    """What recurs, each with the earliest document that has it."""
    often = _occur_often(keys)
    with_it = [
        (d, found) for d, found in zip(documents, keys, strict=True) if not often.isdisjoint(found)
    ]
    groups = find_near_duplicates(document for document, _ in with_it)
    first_seen: dict[int, dict[str, str]] = defaultdict(dict)
    for document, found in sorted(with_it, key=lambda pair: (pair[0].published or "~", pair[0].id)):
        for key in often.intersection(found):
            first_seen[key].setdefault(groups[document.id], document.id)
    return {key: next(iter(c.values())) for key, c in first_seen.items() if len(c) >= RECURS}


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
