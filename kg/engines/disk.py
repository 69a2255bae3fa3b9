"""Rows on the disk of this machine: what is in memory at a time is a part of them."""

from __future__ import annotations

import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from heapq import merge
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from kg.engines.rows import Each, Gather, Meet, Row, Rows, pack, unpack

_WAITING = 4_000  # rows that wait in memory until they are written
_RUNS = 64  # sorted files that are read at once
_BATCH = 64  # rows that are packed together where they only wait to be read again
_EACH = 250  # documents whose rows make one part
_FEWEST, _MOST = 16, 1_024  # parts


class DiskRows:
    """Rows that are made where they are asked for, and put into files where they must wait.

    The files have no name: however the process ends, they are gone. `documents` is about how many
    there are, so that parts stay small. Rows `in_order` come by their keys.
    """

    def __init__(
        self,
        source: Callable[[], Iterable[Row]],
        folder: Path,
        documents: int,
        *,
        in_order: bool = False,
    ) -> None:
        self._source = source
        self._folder = folder
        self._documents = documents
        self._in_order = in_order

    def __iter__(self) -> Iterator[Row]:
        return iter(self._source())

    def flat_map(self, act: Each) -> DiskRows:
        """What `act` makes of each row."""
        return self._like(lambda: (made for key, value in self for made in act(key, value)))

    def turn(self, act: Callable[[Any], Any]) -> DiskRows:
        """The same keys, each with what `act` makes of its value."""
        rows = self._like(lambda: ((key, act(value)) for key, value in self))
        rows._in_order = self._in_order
        return rows

    def split(self, *tags: str, safe: bool = False) -> tuple[DiskRows, ...]:
        """Of values that are pairs, those that begin with each tag, without it; in files, now."""
        files = {tag: File(self._folder) for tag in tags}
        waiting: dict[str, list[Row]] = {tag: [] for tag in tags}
        places: dict[str, list[tuple[int, int]]] = {tag: [] for tag in tags}
        for key, (tag, value) in self:
            rows = waiting[tag]
            rows.append((key, value))
            if len(rows) == _BATCH:
                places[tag].append(files[tag].write(pack(rows)))
                rows.clear()
        for tag, rows in waiting.items():
            if rows:
                places[tag].append(files[tag].write(pack(rows)))
        return tuple(self._like(partial(files[tag].rows, places[tag])) for tag in tags)

    def group(self, act: Gather, *, in_order: bool = False) -> DiskRows:
        """What `act` makes of each key and its values, in a part of all keys at a time."""
        if in_order:
            return self._group_sorted(act)
        parts = max(_FEWEST, min(_MOST, self._documents // _EACH))

        def run() -> Iterator[Row]:
            for found in _Parts(self._folder, parts).divide(self):
                for key, same in found.items():
                    yield from act(key, iter(same))

        return self._like(run)

    def _group_sorted(self, act: Gather) -> DiskRows:
        def run() -> Iterator[Row]:
            for key, same in groupby(self.sort(), key=itemgetter(0)):
                yield from act(key, map(itemgetter(1), same))

        rows = self._like(run)
        rows._in_order = True
        return rows

    def join(self, others: Rows, act: Meet) -> DiskRows:
        """What `act` makes of each key here, its value, and those that others have under it.

        Both are gone through side by side, so that what is here stays where it is.
        """
        assert isinstance(others, DiskRows)

        def run() -> Iterator[Row]:
            met = groupby(others.sort(), key=itemgetter(0))
            other, same = next(met, _NO_GROUP)
            for key, value in self.sort():
                while other is not None and other < key:
                    other, same = next(met, _NO_GROUP)
                found = map(itemgetter(1), same) if other == key else iter(())
                yield from act(key, value, found)

        return self._like(run)

    def sort(self) -> DiskRows:
        """The same in the order of their keys."""
        if self._in_order:
            return self
        rows = self._like(partial(_sorted, self._folder, self))
        rows._in_order = True
        return rows

    def union(self, *others: Rows) -> DiskRows:
        """These and the others."""
        return self._like(lambda: chain(self, *map(_all_of, others)))

    def made(self, rows: Iterable[Row]) -> DiskRows:
        """These rows, on disk."""
        return self._like(lambda: rows).keep()

    def keep(self, *, safe: bool = False) -> DiskRows:
        """The same, in a file, now."""
        file = File(self._folder)
        places = file.write_all(iter(self))
        rows = self._like(lambda: file.rows(places))
        rows._in_order = self._in_order
        return rows

    def spread(self) -> DiskRows:
        """These: parts are small already."""
        return self

    def total(self, count: Callable[[str, Any], Mapping[str, int]]) -> Counter[str]:
        """The sums of numbers of each row, by name."""
        sums: Counter[str] = Counter()
        for key, value in self:
            sums.update(count(key, value))
        return sums

    def collect(self, most: int | None = None) -> Iterator[Row]:
        """All rows, one after the other; or so many of them."""
        return islice(self, most)

    def _like(self, source: Callable[[], Iterable[Row]]) -> DiskRows:
        return DiskRows(source, self._folder, self._documents)


def _all_of(rows: Rows) -> Iterable[Row]:
    return rows if isinstance(rows, DiskRows) else rows.collect()


class File:
    """Packed bytes in a file without a name."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - as long as rows are there

    def write(self, data: bytes) -> tuple[int, int]:
        """Where it now lies, and how many bytes it takes."""
        packed = zlib.compress(data, 1)
        self._file.seek(0, 2)
        place = self._file.tell()
        self._file.write(packed)
        return place, len(packed)

    def append(self, data: bytes) -> int:
        """Put these there as they are, and say where they end."""
        self._file.write(data)
        return self._file.tell()

    def cut(self, start: int, end: int) -> bytes:
        """What was put there so."""
        self._file.seek(start)
        return self._file.read(end - start)

    def write_all(self, rows: Iterator[Row]) -> list[tuple[int, int]]:
        """Where they now lie, some at each place."""
        places = []
        while batch := list(islice(rows, _BATCH)):
            places.append(self.write(pack(batch)))
        return places

    def rows(self, places: Iterable[tuple[int, int]]) -> Iterator[Row]:
        """What lies there, one after the other."""
        return (row for place in places for row in unpack(self.read(place)))

    def read(self, place: tuple[int, int]) -> bytes:
        """What lies there."""
        self._file.seek(place[0])
        return zlib.decompress(self._file.read(place[1]))


_NO_GROUP: tuple[str | None, Iterator[Row]] = None, iter(())


def _sorted(folder: Path, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows by their keys: so many at a time in memory, and merged from files."""
    waiting, runs = iter(rows), list[Iterator[Row]]()
    file = None
    while lot := list(islice(waiting, _WAITING)):
        lot.sort(key=itemgetter(0))
        if not runs and len(lot) < _WAITING:
            return iter(lot)
        file = file or File(folder)
        runs.append(file.rows(file.write_all(iter(lot))))
        if len(runs) == _RUNS:
            runs = [file.rows(file.write_all(merge(*runs, key=itemgetter(0))))]
    return merge(*runs, key=itemgetter(0))


class _Parts:
    """Rows by a hash of their keys, so that all of one key are in one part."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._waiting: list[list[Row]] = [[] for _ in range(count)]
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._file: File | None = None

    def divide(self, rows: Iterable[Row]) -> Iterator[dict[str, list[Any]]]:
        """The values of each key, a part after the other."""
        waiting, count = self._waiting, len(self._waiting)
        for number, row in enumerate(rows, 1):
            waiting[zlib.crc32(row[0].encode(errors="surrogatepass")) % count].append(row)
            if not number % _WAITING:
                self._write()
        for part in range(count):
            found: defaultdict[str, list[Any]] = defaultdict(list)
            for key, value in self._rows(part):
                found[key].append(value)
            yield found

    def _write(self) -> None:
        self._file = self._file or File(self._folder)
        for part, rows in enumerate(self._waiting):
            if rows:
                self._places[part].append(self._file.write(pack(rows)))
                rows.clear()

    def _rows(self, part: int) -> Iterator[Row]:
        for place in self._places[part]:
            assert self._file is not None
            yield from unpack(self._file.read(place))
        yield from self._waiting[part]
        self._waiting[part].clear()
