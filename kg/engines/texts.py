"""Documents of a whole corpus: each once, without what their sites repeat, and who copied whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from kg.engines.components import FIT, find_components
from kg.engines.rows import Row, Rows
from kg.model import Document, digest
from kg.sources import Skip
from kg.sources.copies import BANDS, band_of, find_shingles, is_copy, order_of, signature_of
from kg.sources.sites import AHEAD, RECURS, Words, line_keys, marked, recurs

# Where a document was found: which of the paths, its file there, its place in the file.
Place = tuple[int, tuple[str, ...], int]


def choose_copies(found: Rows) -> Rows:
    """From (place, Document) or Skip under any key: `document` by id, and `skip`, tagged."""
    return found.flat_map(_by_content).group(_first_copy)


def _by_content(key: str, value: Any) -> Iterator[Row]:
    if isinstance(value, Skip):
        yield key, value
    else:
        _, document = value
        yield digest(document.text, document.source), value


def _first_copy(_: str, values: Iterator[Any]) -> Iterator[Row]:
    """The first of each path, and of these the one whose name comes first."""
    first: dict[int, tuple[Place, Document]] = {}
    copies = 0
    for value in values:
        if isinstance(value, Skip):
            yield "", ("skip", value)
            continue
        copies += 1
        path = value[0][0]
        first[path] = min(first.get(path, value), value, key=lambda pair: pair[0])
    if first:
        chosen = min((d for _, d in first.values()), key=lambda d: (d.name.split("/"), d.id))
        yield chosen.id, ("document", chosen)
        yield from (("", ("skip", Skip(chosen.name, "copy"))) for _ in range(copies - 1))


def mark_sites(documents: Rows) -> Rows:
    """The documents by id, with what recurs on their sites marked as boilerplate."""
    lines = documents.flat_map(_lines).group(_often)
    repeated = documents.join(lines, _by_line).group(_recurring)
    return documents.join(repeated, _mark)


def _lines(id: str, document: Document) -> Iterator[Row]:
    order = order_of(document)
    yield from ((f"{line:016x}", order) for line in set(line_keys(document)) - {0})


def _often(line: str, orders: Iterator[tuple[str, str]]) -> Iterator[Row]:
    """Of a line that stands in several documents, a row for each; the earliest are looked at."""
    found = sorted(orders)
    if len(found) >= RECURS:
        yield from ((order[1], (line, order, n < AHEAD)) for n, order in enumerate(found))


def _by_line(_: str, document: Document, lines: Iterator[tuple[str, Any, bool]]) -> Iterator[Row]:
    words = Words()
    for line, order, is_early in lines:
        yield line, (order, words.of(document) if is_early else None)


def _recurring(line: str, places: Iterator[tuple[Any, Sequence[int] | None]]) -> Iterator[Row]:
    """To each document that has it, the first that has."""
    found = sorted(places, key=itemgetter(0))
    if recurs(words for _, words in found if words is not None):
        first = found[0][0][1]
        yield from ((id, (int(line, 16), first)) for (_, id), _ in found)


def _mark(id: str, document: Document, firsts: Iterator[tuple[int, str]]) -> Iterator[Row]:
    yield id, marked(document, line_keys(document), dict(firsts))


def find_copies(documents: Rows, *, fit: int = FIT) -> Rows:
    """For each document that is a copy, or was copied, the id of the earliest of them.

    As `find_near_duplicates`, which also has a line for each document without a copy.
    """
    pairs = documents.flat_map(_bands).group(_neighbours)
    compared = documents.join(pairs, _by_pair).group(_compare)
    return find_components(compared, fit=fit).flat_map(_without_order)


def _order(document: Document) -> str:
    """Sorts as publication and id do."""
    return "\x1f".join(order_of(document))


def _bands(_: str, document: Document) -> Iterator[Row]:
    signature = signature_of(find_shingles(document))
    for band in range(BANDS if signature else 0):
        yield f"{band}:{band_of(signature, band).hex()}", _order(document)


def _neighbours(_: str, orders: Iterator[str]) -> Iterator[Row]:
    """Each two that follow each other, to both of them."""
    for pair in pairwise(sorted(set(orders))):
        for order in pair:
            yield order.rpartition("\x1f")[2], pair


def _by_pair(_: str, document: Document, pairs: Iterator[tuple[str, str]]) -> Iterator[Row]:
    if found := set(pairs):
        shingles = find_shingles(document)
        yield from (("\n".join(pair), (pair, shingles)) for pair in sorted(found))


def _compare(_: str, values: Iterator[Any]) -> Iterator[Row]:
    (pair, left), (same, right) = values
    assert pair == same
    if is_copy(left, right):
        yield pair


def _without_order(node: str, root: str) -> Iterator[Row]:
    yield node.rpartition("\x1f")[2], root.rpartition("\x1f")[2]
