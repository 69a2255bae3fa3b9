"""Rows with a key, and the few things that work spread over machines does with them."""

from __future__ import annotations

import io
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any, Protocol, cast

Row = tuple[str, Any]  # a key, and a value that can be pickled
Each = Callable[[str, Any], Iterable[Row]]
Gather = Callable[[str, Iterator[Any]], Iterable[Row]]
Meet = Callable[[str, Any, Iterator[Any]], Iterable[Row]]


class Rows(Protocol):
    """Rows in no order, perhaps on other machines; what works on them is sent there."""

    def flat_map(self, act: Each) -> Rows:
        """What `act` makes of each row."""

    def group(self, act: Gather, *, in_order: bool = False) -> Rows:
        """What `act` makes of each key and its values, which come in any order, once.

        Where it is `in_order`, that is one row at most, of the same key.
        """

    def split(self, *tags: str, safe: bool = False) -> tuple[Rows, ...]:
        """Of values that are pairs, those that begin with each tag, without it; computed once.

        Where they are to be `safe`, they also outlive the machine that computed them.
        """

    def join(self, others: Rows, act: Meet) -> Rows:
        """What `act` makes of each key here, its value, and those that others have under it.

        Each key is here but once; what others have under no key of these is left out.
        """

    def union(self, *others: Rows) -> Rows:
        """These and the others."""

    def made(self, rows: Iterable[Row]) -> Rows:
        """Rows that were made here, in the same place as these."""

    def keep(self, *, safe: bool = False) -> Rows:
        """The same, computed once for all that is made of it.

        Where it is `safe`, it also outlives the machine that computed it.
        """

    def spread(self) -> Rows:
        """The same in small parts, for work that takes long."""

    def total(self, count: Callable[[str, Any], Mapping[str, int]]) -> Counter[str]:
        """The sums of numbers of each row, by name."""

    def collect(self, most: int | None = None) -> Iterable[Row]:
        """All rows, here, to be gone through once; or so many of them."""


class LocalRows:
    """Rows in this process."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)

    def flat_map(self, act: Each) -> LocalRows:
        """What `act` makes of each row."""
        return LocalRows(made for key, value in self._rows for made in act(key, value))

    def split(self, *tags: str, safe: bool = False) -> tuple[LocalRows, ...]:
        """Of values that are pairs, those that begin with each tag, without it."""
        return tuple(self.flat_map(tagged(tag)) for tag in tags)

    def group(self, act: Gather, *, in_order: bool = False) -> LocalRows:
        """What `act` makes of each key and its values, the last first: no order is promised."""
        values: defaultdict[str, list[Any]] = defaultdict(list)
        for key, value in reversed(self._rows):
            values[key].append(value)
        return LocalRows(made for key, same in values.items() for made in act(key, iter(same)))

    def join(self, others: Rows, act: Meet) -> LocalRows:
        """What `act` makes of each key here, its value, and those that others have under it."""
        return cast(LocalRows, join_by_group(self, others, act))

    def union(self, *others: Rows) -> LocalRows:
        """These and the others."""
        return LocalRows([*self._rows, *(row for other in others for row in other.collect())])

    def made(self, rows: Iterable[Row]) -> LocalRows:
        """These rows."""
        return LocalRows(rows)

    def keep(self, *, safe: bool = False) -> LocalRows:
        """These: they are computed already."""
        return self

    def spread(self) -> LocalRows:
        """These: there is one part."""
        return self

    def total(self, count: Callable[[str, Any], Mapping[str, int]]) -> Counter[str]:
        """The sums of numbers of each row, by name."""
        sums: Counter[str] = Counter()
        for key, value in self._rows:
            sums.update(count(key, value))
        return sums

    def collect(self, most: int | None = None) -> list[Row]:
        """All rows, or so many of them."""
        return self._rows[:most]


def join_by_group(own: Rows, others: Rows, act: Meet) -> Rows:
    """The same where nothing is in order."""
    met = own.flat_map(tag_as("own")).union(others.flat_map(tag_as("other")))
    return met.group(_Joined(act))


@dataclass(frozen=True, slots=True)
class _Joined:
    act: Meet

    def __call__(self, key: str, values: Iterator[tuple[str, Any]]) -> Iterable[Row]:
        found = by_tag(values)
        return self.act(key, found["own"][0], iter(found["other"])) if found["own"] else ()


# --- as bytes ---

unpack = pickle.loads


def pack(value: Any) -> bytes:
    """A value as bytes that `unpack` reads, in a third of the time of `pickle.dumps`.

    Values of ours are made again from their fields, where pickle would set one after the other.
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return stream.getvalue()


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How to take a value of a class apart, found where it is asked for."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not is_dataclass(kind):
            raise KeyError(kind)
        names = [field.name for field in fields(kind) if field.init]
        get = attrgetter(*names)
        of = get if len(names) > 1 else lambda value: (get(value),)
        self[kind] = reduce = lambda value: (kind, of(value))
        return reduce


_REDUCERS: Any = _Reducers()


def tagged(tag: str) -> Each:
    """For `flat_map`: the rows whose value is a pair that begins with this tag, without it."""

    def pick(key: str, value: Any) -> Iterator[Row]:
        if value[0] == tag:
            yield key, value[1]

    return pick


def tag_as(tag: str) -> Each:
    """For `flat_map`: each value in a pair with this tag."""

    def put(key: str, value: Any) -> Iterator[Row]:
        yield key, (tag, value)

    return put


def by_tag(values: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Values of pairs by their tag; a tag that none has is an empty list."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for tag, value in values:
        found[tag].append(value)
    return found
