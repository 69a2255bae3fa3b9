"""A document as it was given to a graph: kept by itself, and read where it is asked for."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import StoreError
from kg.model import Document, digest
from kg.readings import document_record, read_document_record


class Given:
    """A document, and what it is known by; the rest is unpacked where it is asked for."""

    _rows: sqlite3.Connection | None = None

    def __init__(self, id: str, name: str, source: str, content: str) -> None:
        self.id, self.name, self.source = id, name, source
        self.content = content  # the same in copies from one source

    @classmethod
    def of(cls, document: Document) -> Given:
        """A document that was read now."""
        content = digest(document.text, document.source)
        given = cls(document.id, document.name, document.source, content)
        given.document = document
        return given

    @classmethod
    def kept(cls, known: Iterable[str], sum: bytes, words: int, file: sqlite3.Connection) -> Given:
        """One that lies in a file, which is held open."""
        given = cls(*known)
        given.sum, given.words, given._rows = sum, words, file
        return given

    @cached_property
    def document(self) -> Document:
        """All of it."""
        return self.read()

    def read(self) -> Document:
        """The same, but not held for the next who asks."""
        if "document" in self.__dict__:
            return self.document
        try:
            return read_document_record(json.loads(zlib.decompress(self.record)))
        except (zlib.error, ValueError, TypeError, LookupError) as error:
            raise StoreError(f"{self.name}: its copy in the store is damaged: {error}") from error

    @cached_property
    def record(self) -> bytes:
        """The document as a file holds it."""
        if self._rows is not None:
            return _record(self._rows, self.sum, self.name)
        return zlib.compress(json.dumps(document_record(self.document)).encode(), 1)

    @cached_property
    def sum(self) -> bytes:
        """What tells it from any other."""
        record = json.dumps(document_record(self.document)).encode()
        return hashlib.sha256(record).digest()

    @cached_property
    def words(self) -> int:
        """How many there are in its text."""
        return len(self.document.text.split())

    def files(self) -> Iterator[str]:
        """The names that its file may have: `a.jsonl#3` is of `a.jsonl`, or a name with "#"."""
        parts = self.name.split("#")
        return ("#".join(parts[:count]) for count in range(1, len(parts) + 1))


def _record(file: sqlite3.Connection, sum: bytes, name: str) -> bytes:
    try:
        ((record,),) = file.execute("SELECT record FROM document WHERE sum = ?", (sum,))
    except sqlite3.Error as error:
        raise StoreError(f"{name}: its copy in the store is damaged: {error}") from error
    return bytes(record)


class Stowed(Given):
    """A document that lies in a file until it is asked for."""

    def __init__(self, given: Given, file: BinaryIO) -> None:
        super().__init__(given.id, given.name, given.source, given.content)
        self.sum, self.words = given.sum, given.words
        self._file, self._place = file, file.seek(0, os.SEEK_END)
        self._size = file.write(given.record)

    @property
    def record(self) -> bytes:
        """The document as the file holds it."""
        self._file.seek(self._place)
        return self._file.read(self._size)


def give(documents: Iterable[Document]) -> tuple[Given, ...]:
    """Documents that were read now."""
    return tuple(map(Given.of, documents))


# Documents, and words in them: where there are more, not all shall be in memory at once.
LARGE, LONG = 2_000, 600_000


def are_many(count: int, words: int) -> bool:
    """Whether so many documents, with so many words, are more than that."""
    return count > LARGE or words > LONG


def stow(documents: Iterable[Document], folder: Path) -> tuple[Given, ...]:
    """Documents that were read now; where they are so many, in a file without a name."""
    found: list[Given] = []
    file: BinaryIO | None = None
    words = 0
    for given in map(Given.of, documents):
        words += given.words
        if file is not None:
            found.append(Stowed(given, file))
            continue
        found.append(given)
        if are_many(len(found), words):
            file = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
            found = [Stowed(held, file) for held in found]
    return tuple(found)
