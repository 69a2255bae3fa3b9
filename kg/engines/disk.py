"""Rows on the disk of this machine: what is in memory at a time is a part of them."""

from __future__ import annotations

import marshal
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kg.engines.rows import Each, Gather, Row, Rows, pack, unpack

_BUFFER = 8_000_000  # bytes of packed rows that wait in memory until they are written
_BATCH = 64  # rows that are packed together where they only wait to be read again
_EACH = 250  # documents whose rows make one part
_FEWEST, _MOST = 16, 1_024  # parts

Pairs = list[tuple[str, bytes]]  # keys and packed values


class DiskRows:
    """Rows that are made where they are asked for, and put into files where they must wait.

    The files have no name: however the process ends, they are gone. `documents` is about how many
    there are, so that parts stay small.
    """

    def __init__(self, source: Callable[[], Iterable[Row]], folder: Path, documents: int) -> None:
        self._source = source
        self._folder = folder
        self._documents = documents

    def __iter__(self) -> Iterator[Row]:
        return iter(self._source())

    def flat_map(self, act: Each) -> DiskRows:
        """What `act` makes of each row."""
        return self._like(lambda: (made for key, value in self for made in act(key, value)))

    def group(self, act: Gather) -> DiskRows:
        """What `act` makes of each key and its values, in a part of all keys at a time."""
        parts = max(_FEWEST, min(_MOST, self._documents // _EACH))

        def run() -> Iterator[Row]:
            for found in _Parts(self._folder, parts).divide(self):
                for key, same in found.items():
                    yield from act(key, map(unpack, same))

        return self._like(run)

    def union(self, *others: Rows) -> DiskRows:
        """These and the others."""
        return self._like(lambda: chain(self, *map(_all_of, others)))

    def made(self, rows: Iterable[Row]) -> DiskRows:
        """These rows, on disk."""
        return self._like(lambda: rows).keep()

    def keep(self, *, safe: bool = False) -> DiskRows:
        """The same, in a file, now."""
        file = _File(self._folder)
        rows = iter(self)
        places = []
        while batch := list(islice(rows, _BATCH)):
            places.append(file.write(pack(batch)))
        return self._like(lambda: (row for p in places for row in unpack(file.read(p))))

    def spread(self) -> DiskRows:
        """These: parts are small already."""
        return self

    def total(self, count: Callable[[str, Any], Mapping[str, int]]) -> Counter[str]:
        """The sums of numbers of each row, by name."""
        sums: Counter[str] = Counter()
        for key, value in self:
            sums.update(count(key, value))
        return sums

    def collect(self, most: int | None = None) -> list[Row]:
        """All rows, in memory; or so many of them."""
        return list(islice(self, most))

    def _like(self, source: Callable[[], Iterable[Row]]) -> DiskRows:
        return DiskRows(source, self._folder, self._documents)


def _all_of(rows: Rows) -> Iterable[Row]:
    return rows if isinstance(rows, DiskRows) else rows.collect()


class _File:
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

    def read(self, place: tuple[int, int]) -> bytes:
        """What lies there."""
        self._file.seek(place[0])
        return zlib.decompress(self._file.read(place[1]))


class _Parts:
    """Rows by a hash of their keys, so that all of one key are in one part."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._waiting: list[Pairs] = [[] for _ in range(count)]
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        self._file: _File | None = None

    def divide(self, rows: Iterable[Row]) -> Iterator[dict[str, list[bytes]]]:
        """The packed values of each key, a part after the other."""
        size = 0
        for key, value in rows:
            packed = pack(value)
            part = zlib.crc32(key.encode(errors="surrogatepass")) % len(self._waiting)
            self._waiting[part].append((key, packed))
            size += len(packed) + len(key)
            if size > _BUFFER:
                self._write()
                size = 0
        for part in range(len(self._waiting)):
            found: defaultdict[str, list[bytes]] = defaultdict(list)
            for key, packed in self._rows(part):
                found[key].append(packed)
            yield found

    def _write(self) -> None:
        self._file = self._file or _File(self._folder)
        for part, pairs in enumerate(self._waiting):
            if pairs:
                self._places[part].append(self._file.write(marshal.dumps(pairs)))
                pairs.clear()

    def _rows(self, part: int) -> Iterator[tuple[str, bytes]]:
        for place in self._places[part]:
            assert self._file is not None
            yield from marshal.loads(self._file.read(place))
        yield from self._waiting[part]
        self._waiting[part].clear()
