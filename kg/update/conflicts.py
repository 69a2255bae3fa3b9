"""Numbers, dates and posts of which documents tell differently, where some are told otherwise now.

What each sentence has for one is kept by itself, so that no claim is put together only to be
compared; and by its month, so that what lies seasons away is not looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kg.conflicts import (
    Place,
    Point,
    Reading,
    compare,
    keep_few,
    list_readings,
    month_of,
    months_near,
    place_of,
    times_of,
)
from kg.link.flat import pack, unpack
from kg.model import Connection, Knowledge
from kg.update.state import State, flat_reading, key_code, key_of, read_reading

Gather = Callable[[str], tuple[Knowledge, Mapping[str, str]]]  # a claim, and the groups of copies
Row = tuple[bytes, str, str, bytes]
Told = dict[Point, set[Reading]]


def reading_rows(knowledge: Knowledge, copies: Mapping[str, str]) -> Iterator[Row]:
    """What claims have at each point, by month and claim."""
    rows: defaultdict[tuple[Point, str, str], list[Reading]] = defaultdict(list)
    for at, found in list_readings(knowledge, copies).items():
        for _, reading in sorted(found.items()):
            rows[at, month_of(at, reading), reading.claim].append(reading)
    for (at, month, claim), readings in rows.items():
        yield key_code(at), month, claim, pack(list(map(flat_reading, readings)))


def moment_rows(row: Row) -> set[tuple[bytes, str, str, str]]:
    """By the times that its numbers are of, where a row is."""
    point, month, claim, data = row
    return {(point, time, month, claim) for r in _read(data) for time in times_of(r)}


def _read(data: bytes) -> list[Reading]:
    return [read_reading(values) for values in unpack(data)]


class Conflicting:
    """Finds again what conflicts with claims that are others now."""

    def __init__(self, state: State) -> None:
        self._state = state

    def change(
        self, ids: Iterable[str], gather: Gather
    ) -> tuple[Counter[Connection], Counter[Connection]]:
        """Note what claims have now; give the conflicts that go by that, and those that come."""
        gone: Told = defaultdict(set)
        come: Told = defaultdict(set)
        for id in sorted(ids):
            before, now = self._exchange(id, set(reading_rows(*gather(id))))
            for side, rows in ((gone, before), (come, now)):
                for point, _, _, data in rows:
                    side[key_of(point)].update(_read(data))
        went: Counter[Connection] = Counter()
        came: Counter[Connection] = Counter()
        for at in sorted({*gone, *come}):
            both = gone[at] & come[at]
            conflicts = self._compare(at, gone[at] - both, come[at] - both)
            went.update(conflicts[0])
            came.update(conflicts[1])
        return went, came

    def _exchange(self, id: str, now: set[Row]) -> tuple[set[Row], set[Row]]:
        """Put the rows of a claim in place of its former ones; those that go and that come."""
        query = "SELECT point, month, statement, data FROM reading WHERE statement = ?"
        before: set[Row] = set(self._state.rows(query, id))
        where = "point = ? AND month = ? AND statement = ?"
        for table in ("reading", "moment"):
            self._state.many(f"DELETE FROM {table} WHERE {where}", [r[:3] for r in before - now])
        self._state.put("reading", now - before)
        self._state.put("moment", {found for row in now - before for found in moment_rows(row)})
        return before - now, now - before

    def _compare(
        self, at: Point, gone: Collection[Reading], come: Collection[Reading]
    ) -> tuple[list[Connection], list[Connection]]:
        """Of a point, the conflicts before of what is not compared now, and the other way."""

        def few(months: set[str] | None) -> tuple[list[Reading], list[Reading]]:
            now = {place_of(r): r for r in self._stored(at, months)}
            before: dict[Place, Reading] = {p: r for p, r in now.items() if r not in come}
            before |= {place_of(r): r for r in gone if not months or month_of(at, r) in months}
            return keep_few(at, before), keep_few(at, now)

        before, now = few({month_of(at, reading) for reading in (*gone, *come)})
        lost, won = {*before}.difference(now), {*now}.difference(before)
        if lost or won:
            before, now = few(self._months(at, lost | won))
        return list(compare(at, before, lost)), list(compare(at, now, won))

    def _months(self, at: Point, readings: Iterable[Reading]) -> set[str] | None:
        """The months of all that may be compared with these; None for all months."""
        found: set[str] = set()
        for reading in readings:
            near = months_near(at, reading)
            if near is None:
                return None
            found |= near
            query = "SELECT DISTINCT month FROM moment WHERE point = ? AND time = ?"
            for time in times_of(reading):
                found.update(self._state.firsts(query, key_code(at), time))
        return found

    def _stored(self, at: Point, months: set[str] | None) -> Iterator[Reading]:
        query = "SELECT data FROM reading WHERE point = ?"
        if months is None:
            rows = self._state.firsts(query, key_code(at))
        else:
            each = (self._state.firsts(f"{query} AND month = ?", key_code(at), m) for m in months)
            rows = [row for found in each for row in found]
        for data in rows:
            yield from _read(data)
