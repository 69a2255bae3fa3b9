"""Places for nodes: the same input gives the same picture, and no chance is involved.

The nodes that matter most are laid out with care, by forces and then by room for their labels;
all others are set around the neighbours they belong to, so that 50,000 nodes take seconds.

A graph that grows by a document should look as it did, though each build knows nothing of the one
before. So each node starts from a point of its own, which its key gives and nothing else, and the
few that matter most find their places first: those that come later hardly move them.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float]
Edge = tuple[int, int]

GOLDEN_ANGLE = 2.399963
SPACING = 92.0  # between linked nodes; one unit is about one pixel when 60 nodes fill a window
WINDOW = (590.0, 570.0)  # pixels in which 70 nodes shall fit, with their labels around them
SEEDS = 12  # nodes that are in the core however they hang together
LEVELS = (12, 40)  # so many nodes find their places first, then so many, and then all
INERTIA = 0.8  # of each step, for a node that was there at the level before
HOLD = (2.0, 0.2)  # how firmly anchors hold the nodes of the first level, and those of the others
FULL = 70  # nodes that fill the window; more need a larger one and are seen from further away


@dataclass(frozen=True, slots=True)
class Box:
    """What must stay free around a node: half of width and height with its name; its radius."""

    width: float
    height: float
    radius: float


def rank_nodes(count: int, edges: Iterable[Edge], weights: Sequence[float]) -> list[float]:
    """PageRank over undirected edges, times a weight for each node; the sum is 1.

    >>> [round(r, 2) for r in rank_nodes(3, [(0, 1), (1, 2)], [1, 1, 1])]
    [0.26, 0.49, 0.26]
    """
    if not count:
        return []
    pairs = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    sources = np.concatenate([pairs[:, 0], pairs[:, 1]])
    targets = np.concatenate([pairs[:, 1], pairs[:, 0]])
    degree = np.bincount(sources, minlength=count).astype(float)
    rank = np.full(count, 1 / count)
    for _ in range(40):
        flow = np.bincount(
            targets, weights=(rank / np.maximum(degree, 1))[sources], minlength=count
        )
        rank = 0.15 / count + 0.85 * (flow + rank[degree == 0].sum() / count)
    weighted = rank * np.asarray(weights, dtype=float)
    return [float(value) for value in weighted / max(weighted.sum(), 1e-12)]


def place_nodes(
    edges: Iterable[Edge],
    order: Sequence[int],
    boxes: Sequence[Box],
    *,
    core: Sequence[int] | None = None,
    known: Mapping[int, Point] | None = None,
    keys: Sequence[str] = (),
) -> dict[int, Point]:
    """Give each node of `order`, most important first, whole coordinates around (0, 0).

    Only the nodes of `core`, by default all, are laid out by forces. Nodes in `known` stay exactly
    where they are and new ones are set around them. `keys` name the nodes across graphs: with
    them, most nodes of a graph are near where they were in one that differs a little.
    """
    neighbours = _neighbours(edges)
    if known:
        wanted = set(order)
        placed = {node: point for node, point in known.items() if node in wanted}
    else:
        placed = _place_core(order if core is None else core, neighbours, boxes, keys)
    _place_others(order, neighbours, placed)
    return {node: (float(round(x)), float(round(y))) for node, (x, y) in placed.items()}


def choose_core(order: Sequence[int], edges: Iterable[Edge], count: int) -> list[int]:
    """The most important nodes that hang together; the page chooses what it draws likewise.

    >>> choose_core(range(20), [(15, 3)], 13)[-2:]
    [11, 15]
    """
    neighbours = _neighbours(edges)
    chosen = dict.fromkeys(order[: min(SEEDS, count)])
    for _ in range(2):  # a node may be tied by one that comes after it
        for node in order:
            if len(chosen) < count and any(n in chosen for n in neighbours.get(node, ())):
                chosen.setdefault(node)
    for node in order:
        if len(chosen) < count:
            chosen.setdefault(node)
    return list(chosen)


def _neighbours(edges: Iterable[Edge]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for source, target in sorted(set(edges)):
        if source != target:
            found[source].append(target)
            found[target].append(source)
    return found


def _place_core(
    nodes: Sequence[int],
    neighbours: Mapping[int, Sequence[int]],
    boxes: Sequence[Box],
    keys: Sequence[str],
) -> dict[int, Point]:
    if not nodes:
        return {}
    placed: dict[int, Point] = {}
    for count in (*(level for level in LEVELS if level < len(nodes)), len(nodes)):
        level = sorted(nodes[:count])
        anchors = np.array([_anchor(keys[n] if keys else str(n)) for n in level])
        points = _place_level(level, _ends(level, neighbours), anchors, placed)
        placed = dict(zip(level, map(tuple, points), strict=True))
    dots = np.array([[boxes[n].radius + 3, boxes[n].radius + 3] for n in level])
    named = np.isin(level, nodes[:FULL])[:, None]  # of more nobody can read the names at once
    room = np.where(named, [[boxes[n].width, boxes[n].height] for n in level], dots)
    room = np.maximum(room * crowding(len(level)), dots)  # names keep their size on the screen
    points = _fit(points, _ends(level, neighbours), room, dots)
    return dict(zip(level, map(tuple, points), strict=True))


def _anchor(key: str) -> Point:
    """A point of the unit disk: always the same for a key, and no denser here than there.

    >>> [round(axis, 2) for axis in _anchor("Port_Lind")]
    [-0.26, 0.95]
    """
    digest = hashlib.blake2b(key.encode(errors="replace"), digest_size=8).digest()
    share, turn = (int.from_bytes(half, "big") / 2**32 for half in (digest[:4], digest[4:]))
    radius, angle = share**0.5, turn * 2 * np.pi
    return radius * float(np.cos(angle)), radius * float(np.sin(angle))


def _ends(nodes: Sequence[int], neighbours: Mapping[int, Sequence[int]]) -> NDArray[np.int64]:
    """Both ends of each link within sorted `nodes`, as positions among them."""
    index = {node: position for position, node in enumerate(nodes)}
    pairs = sorted(
        (index[a], index[b]) for a in nodes for b in neighbours.get(a, ()) if b in index and a < b
    )
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _place_level(
    nodes: Sequence[int], ends: NDArray[np.int64], anchors: Floats, placed: Mapping[int, Point]
) -> Floats:
    """Places for all nodes of a level; those that have one already keep more or less to it."""
    old = np.array([node in placed for node in nodes], dtype=bool)
    radius = SPACING * 0.9 * len(nodes) ** 0.5
    anchors = anchors * radius
    points = anchors.copy()
    if old.any():
        former = np.array([placed[node] for node in nodes if node in placed])
        points[old] = former * radius / np.sqrt((former**2).sum(axis=1)).max()
    points = _draw_to_neighbours(points, anchors, ends, fresh=~old)
    if not old.any():  # being drawn together has made the picture small
        points = points - points.mean(axis=0)
        points = points * np.sqrt((anchors**2).sum() / ((points**2).sum() + 1e-9))
    freedom = np.where(old, 1 - INERTIA, 1.0)[:, None]
    return _relax(points, ends, anchors, hold=HOLD[int(old.any())], freedom=freedom)


def _draw_to_neighbours(
    points: Floats, anchors: Floats, ends: NDArray[np.int64], *, fresh: NDArray[np.bool_]
) -> Floats:
    """Fresh nodes go between their anchor and their neighbours.

    The places are the solution of linear equations, so a link more or less changes them a little.
    """
    weight = 0.3 + np.bincount(ends.ravel(), minlength=len(points))[:, None]
    for _ in range(60):
        total = 0.3 * anchors
        np.add.at(total, ends[:, 0], points[ends[:, 1]])
        np.add.at(total, ends[:, 1], points[ends[:, 0]])
        points = np.where(fresh[:, None], total / weight, points)
    return points


def _fit(points: Floats, ends: NDArray[np.int64], room: Floats, dots: Floats) -> Floats:
    """Fill the window, with room for names and no node on a line that is not its own."""
    for _ in range(4):  # making room bursts the window, fitting the window takes room
        points = _make_room(_clear_lines(_fill_window(points), ends), room)
    return _make_room(_clear_lines(_fill_window(points), ends), dots)


def crowding(count: int) -> float:
    """How much larger than the window the picture of so many nodes is.

    >>> crowding(20), crowding(280)
    (1.0, 2.0)
    """
    return float(max(1.0, (count / FULL) ** 0.5))


def _fill_window(points: Floats) -> Floats:
    """Stretch to the shape of a window, each way by itself; a few nodes are not blown up to it."""
    low, high = points.min(axis=0), points.max(axis=0)
    window = np.array(WINDOW) * crowding(len(points)) * min(1.0, (len(points) / 30) ** 0.5)
    scale = window / np.maximum(high - low, 1)
    scale = np.minimum(scale, scale.min() * 1.6)
    return np.asarray((points - (low + high) / 2) * scale)


def _sunflower(step: int) -> Point:
    """Of points at even density around (0, 0), the first ones in the middle, this one."""
    radius, angle = SPACING * 0.6 * math.sqrt(step), GOLDEN_ANGLE * step
    return radius * math.cos(angle), radius * math.sin(angle)


def _relax(
    points: Floats, pairs: NDArray[np.int64], anchors: Floats, *, hold: float, freedom: Floats
) -> Floats:
    """Linked nodes draw together, all push each other away, middle and anchors draw a little."""
    count = len(points)
    degree = np.bincount(pairs.ravel(), minlength=count) + 1.0
    charge = SPACING**2 * np.outer(degree, degree) ** 0.7 / 2  # hubs keep far from each other
    weight = 1 / np.minimum(degree[pairs[:, 0]], degree[pairs[:, 1]])[:, None] ** 0.7
    rounds = 100
    for turn in range(rounds):
        gaps = points[:, None, :] - points[None, :, :]
        push = charge / ((gaps**2).sum(axis=2) + SPACING)
        force = np.einsum("ij,ijk->ik", push, gaps)
        along = points[pairs[:, 1]] - points[pairs[:, 0]]
        length = np.sqrt((along**2).sum(axis=1, keepdims=True)) + 1e-9
        pull = along * length / SPACING * weight
        np.add.at(force, pairs[:, 0], pull)
        np.add.at(force, pairs[:, 1], -pull)
        force += (anchors - points) * hold - points * 0.75 * np.sqrt(count / 60)
        size = np.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-9
        step = np.minimum(size, SPACING * 0.5 * (1 - turn / rounds) + 0.5)
        points = points + force / size * step * freedom
    return points


def _clear_lines(points: Floats, ends: NDArray[np.int64], *, gap: float = 26.0) -> Floats:
    """Push nodes off the lines between others, which would seem to pass through them."""
    if len(points) > 2 * FULL or not len(ends):
        return points
    numbers = np.arange(len(points))
    for _ in range(12):
        start, along = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
        offset = points[:, None, :] - start[None, :, :]
        share = (offset * along).sum(axis=2) / ((along**2).sum(axis=1) + 1e-9)
        away = offset - np.clip(share, 0, 1)[:, :, None] * along
        distance = np.sqrt((away**2).sum(axis=2)) + 1e-9
        near = (distance < gap) & (share > 0.05) & (share < 0.95)
        near &= (numbers[:, None] != ends[:, 0]) & (numbers[:, None] != ends[:, 1])
        step = np.where(near, (gap - distance) / distance * 0.5, 0)
        points = points + np.asarray((away * step[:, :, None]).sum(axis=1))
    return points


def _make_room(points: Floats, room: Floats) -> Floats:
    """Push nodes apart until no two boxes overlap, or nearly so."""
    x, y = points[:, 0].copy(), points[:, 1].copy()
    wide, high = room[:, 0, None] + room[:, 0], room[:, 1, None] + room[:, 1]
    for _ in range(160):
        touching = (np.abs(x[:, None] - x) < wide) & (np.abs(y[:, None] - y) < high)
        first, second = np.nonzero(np.triu(touching, k=1))
        if not len(first):
            break
        dx, dy = x[second] - x[first], y[second] - y[first]
        right, down = wide[first, second] - np.abs(dx), high[first, second] - np.abs(dy)
        sideways = right < down * 1.6
        _part(x, first, second, np.where(sideways, right * np.where(dx < 0, -0.3, 0.3), 0))
        _part(y, first, second, np.where(sideways, 0, down * np.where(dy < 0, -0.3, 0.3)))
    return np.stack([x, y], axis=1)


def _part(axis: Floats, first: NDArray[np.int64], second: NDArray[np.int64], by: Floats) -> None:
    np.add.at(axis, first, -by)
    np.add.at(axis, second, by)


def _place_others(
    order: Sequence[int], neighbours: Mapping[int, Sequence[int]], placed: dict[int, Point]
) -> None:
    """Set the nodes that have no place yet beside a neighbour, or, without one, outside."""
    taken: dict[int, int] = defaultdict(int)
    rim = _seats_within(max((max(abs(x), abs(y)) for x, y in placed.values()), default=0.0))
    _seat_neighbours(deque(n for n in order if n in placed), neighbours, placed, taken)
    for outside, root in enumerate([n for n in order if n not in placed]):
        if root in placed:  # seated meanwhile, beside an earlier one
            continue
        placed[root] = _sunflower(rim + outside * 4)
        _seat_neighbours(deque([root]), neighbours, placed, taken)


def _seats_within(radius: float) -> int:
    """How many points of the sunflower lie within a square of this half width, and some more."""
    return int((radius / (SPACING * 0.6)) ** 2 * 1.5)


def _seat_neighbours(
    queue: deque[int],
    neighbours: Mapping[int, Sequence[int]],
    placed: dict[int, Point],
    taken: dict[int, int],
) -> None:
    while queue:
        anchor = queue.popleft()
        for node in neighbours.get(anchor, ()):
            if node in placed:
                continue
            placed[node] = _beside(placed[anchor], taken[anchor])
            taken[anchor] += 1
            queue.append(node)


def _beside(anchor: Point, step: int) -> Point:
    """The next free seat around an anchor, the first one on the side away from (0, 0)."""
    x, y = anchor
    angle = math.atan2(y, x) + GOLDEN_ANGLE * step
    radius = SPACING * (0.8 + 0.35 * math.sqrt(step))
    return x + radius * math.cos(angle), y + radius * math.sin(angle)
