"""A sorted file with some of its parts put in anew: the others are copied as they are.

The files are their own index: each part begins with its key, and they are in the order of these,
so that a part is found by halving. What a change costs does not depend on the file's length, but
for the copying, which the system does.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

Key = str
_BLOCK = 1 << 20  # bytes that are copied at once
_LONGEST = 1000  # bytes of a key and what is before it: an id has 80 characters at most


@dataclass(frozen=True, slots=True)
class Run:
    """Parts of one kind that stand together, from and to a byte of the file, and what changes.

    `mark` matches the line feed before a part, with the beginning of the part, and nothing else;
    `key` reads the key from the first bytes of a part. Of `changes` the empty ones take a part out.
    """

    start: int
    end: int
    mark: re.Pattern[bytes]
    key: Callable[[bytes], Key]
    changes: Mapping[Key, bytes]


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in place of the bytes from start to end."""

    start: int
    end: int
    content: bytes


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    """The bytes of a file, read where they are looked at."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def find_edits(data: mmap.mmap | bytes, run: Run) -> Iterator[Edit]:
    """What the changes of a run come to in the file, in its order."""
    start = run.start
    for key in sorted(run.changes):
        begin, found = _find(data, run, key, start)
        end = _next(data, run, begin + 1) if found else begin
        content = run.changes[key]
        if found or content:
            yield Edit(begin, end, content)
        start = end


def _find(data: mmap.mmap | bytes, run: Run, key: Key, start: int) -> tuple[int, bool]:
    """Where a part is or would be, and whether it is there."""
    low, high = start, run.end  # the part begins between these, or would
    while low < high:
        begin = _next(data, run, (low + high) // 2)
        if begin >= high:  # one part reaches over the second half
            begin = _next(data, run, low)
            if begin >= high:
                break
        found = _key(data, run, begin)
        if found == key:
            return begin, True
        if found < key:
            low = begin + 1
        else:
            high = begin
    return high, high < run.end and _key(data, run, high) == key


def _next(data: mmap.mmap | bytes, run: Run, start: int) -> int:
    """Where the first part begins that does not begin before this."""
    if start <= run.start:
        return run.start
    found = run.mark.search(data, start - 1, run.end)
    return found.start() + 1 if found else run.end


def _key(data: mmap.mmap | bytes, run: Run, begin: int) -> Key:
    return run.key(data[begin : begin + _LONGEST])


def write_edited(source: Path, target: Path, edits: list[Edit]) -> None:
    """Write the file with these changes, which are in its order."""
    with source.open("rb") as old, target.open("wb", buffering=0) as new:
        at = 0
        for edit in edits:
            _copy(old, new, at, edit.start)
            new.write(edit.content)
            at = edit.end
        _copy(old, new, at, source.stat().st_size)


def _copy(old: BinaryIO, new: BinaryIO, start: int, end: int) -> None:
    """Copy bytes without looking at them, by the system where it can."""
    if hasattr(os, "copy_file_range"):  # which shares them, where the file system can
        with suppress(OSError):  # from one file system to another it may be refused
            while start < end and (
                copied := os.copy_file_range(old.fileno(), new.fileno(), end - start, start)
            ):
                start += copied
    old.seek(start)
    while start < end:
        start += new.write(old.read(min(end - start, _BLOCK)))
