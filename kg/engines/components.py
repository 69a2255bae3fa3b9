"""Connected components: on the driver while the edges fit there, by converging joins beyond."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from kg.engines.rows import Row, Rows

FIT = 5_000_000  # edges that the driver takes: about 1 GB


def find_components(edges: Rows, *, fit: int = FIT) -> Rows:
    """For each node of an edge (key and value), the least node that is connected with it."""
    found = edges.collect(fit + 1)
    return edges.made(find_here(found).items()) if len(found) <= fit else find_by_joins(edges)


def find_here(edges: list[tuple[str, str]]) -> dict[str, str]:
    """The least connected node of each, in this process."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes = sorted({node for edge in edges for node in edge})
    place = {node: number for number, node in enumerate(nodes)}
    left, right = ([place[edge[side]] for edge in edges] for side in (0, 1))
    shape = (len(nodes), len(nodes))
    _, labels = connected_components(coo_array(([1] * len(edges), (left, right)), shape), False)
    first: dict[int, str] = {}
    for node, label in zip(nodes, labels.tolist(), strict=True):
        first.setdefault(label, node)
    return {node: first[label] for node, label in zip(nodes, labels.tolist(), strict=True)}


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
