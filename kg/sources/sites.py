"""What a site repeats from page to page, found by seeing several of its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Block, Document
from kg.sources.copies import find_near_duplicates
from kg.sources.metadata import site_of
from kg.sources.segment import is_line

_RECURS = 3  # documents of one site, copies of one text counted once


def mark_repeated(documents: Iterable[Document]) -> list[Document]:
    """The documents, with the lines that recur on their site marked as boilerplate.

    A line that is no sentence goes wherever it recurs. A paragraph stays in the earliest document
    that has it, for running stories repeat their background, and what a paper says it says once.
    Texts and ids stay as they are.
    """
    given = list(documents)
    groups = find_near_duplicates(given)
    first_seen: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for document in sorted(given, key=lambda d: (d.published or "~", d.id)):
        for block in _article(document):
            copies = first_seen[_site(document), _key(document, block)]
            copies.setdefault(groups[document.id], document.id)
    repeated = {key: next(iter(c.values())) for key, c in first_seen.items() if len(c) >= _RECURS}
    return [_marked(document, repeated) for document in given]


def _site(document: Document) -> str:
    return site_of(document.url) or document.source.casefold()


def _article(document: Document) -> Sequence[Block]:
    if not _site(document):
        return ()
    return [block for block in document.blocks if block.kind != "boilerplate"]


def _key(document: Document, block: Block) -> str:
    return document.text[block.start : block.end].casefold()


def _marked(document: Document, repeated: dict[tuple[str, str], str]) -> Document:
    site = _site(document)
    blocks = []
    for block in document.blocks:
        text = _key(document, block)
        first = repeated.get((site, text))
        goes = first is not None and (is_line(text) or first != document.id)
        blocks.append(replace(block, kind="boilerplate") if goes else block)
    if all(block.kind == "boilerplate" for block in blocks):
        return document  # a text that is printed again and again is a text
    return replace(document, blocks=tuple(blocks))
