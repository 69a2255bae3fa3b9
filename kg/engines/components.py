"""Connected components: on the driver while the edges fit there, by converging joins beyond."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.engines.rows import Row, Rows

FIT = 5_000_000  # edges that the driver takes: about 1 GB


def find_components(edges: Rows, *, fit: int = FIT) -> Rows:
    """For each node of an edge (key and value), the least node that is connected with it."""
    found = find_here(edges.collect(fit + 1), fit)
    return find_by_joins(edges) if found is None else edges.made(found.items())


def find_here(edges: Iterable[tuple[str, str]], fit: int = sys.maxsize) -> dict[str, str] | None:
    """The least connected node of each, in this process; of more edges than fit, nothing."""
    towards: dict[str, str] = {}  # from each node a way to the least, which leads to itself

    def least(node: str) -> str:
        while (following := towards.setdefault(node, node)) != node:
            towards[node] = node = towards[following]
        return node

    for number, (left, right) in enumerate(edges, 1):
        if number > fit:
            return None
        one, other = least(left), least(right)
        if one != other:
            towards[max(one, other)] = min(one, other)
    for node in towards:
        towards[node] = least(node)
    return towards


def find_by_joins(edges: Rows) -> Rows:
    """The same, by turning edges towards the least neighbour until none turns any more.

    Large-star and small-star of Kiveris et al. (2014): some log² n rounds, each two joins, and no
    machine holds more than the neighbours of a node.
    """
    edges = edges.flat_map(_both).group(_once_each).keep(safe=True)
    known: Counter[str] = Counter()
    while (now := edges.total(_hash)) != known:
        known = now
        turned = edges.flat_map(_both).group(_large_star).flat_map(_downwards).group(_small_star)
        edges = turned.group(_once_each).keep(safe=True)
    return edges.flat_map(_with_root).group(_least)


def _both(left: str, right: str) -> Iterator[Row]:
    yield left, right
    yield right, left


def _once_each(node: str, others: Iterator[str]) -> Iterator[Row]:
    """Each edge once, from its greater node to the less."""
    yield from ((node, other) for other in sorted(set(others)) if other < node)


def _downwards(left: str, right: str) -> Iterator[Row]:
    if left != right:
        yield max(left, right), min(left, right)


def _large_star(node: str, others: Iterator[str]) -> Iterator[Row]:
    """Greater neighbours turn to the least."""
    around = set(others)
    least = min({node, *around})
    yield from ((other, least) for other in sorted(around) if other > node)


def _small_star(node: str, others: Iterator[str]) -> Iterator[Row]:
    """The node and its lesser neighbours turn to the least of them."""
    around = set(others)
    least = min(around)
    yield from ((other, least) for other in sorted({node, *around}) if other != least)


def _hash(left: str, right: str) -> dict[str, int]:
    digest = hashlib.blake2b(f"{left}\n{right}".encode(errors="surrogatepass"), digest_size=6)
    return {"edges": 1, "sum": int.from_bytes(digest.digest())}


def _with_root(node: str, root: str) -> Iterator[Row]:
    yield node, root
    yield root, root


def _least(node: str, roots: Iterator[str]) -> Iterator[Row]:
    yield node, min(roots)
