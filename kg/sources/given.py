"""Documents as they were given to a graph: each is kept by itself, and read where it is asked for.

Of the others only that is read by which they are found. A file of them is made out of the former
one, in which what has changed alone is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import StoreError
from kg.model import Document, digest
from kg.readings import document_record, read_document_record

_TABLES = (
    "CREATE TABLE document (sum BLOB PRIMARY KEY, header TEXT, record BLOB)",
    "CREATE TABLE settings (record TEXT)",
)


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
    def kept(cls, sum: bytes, header: list[Any], file: sqlite3.Connection) -> Given:
        """One that lies in a file, which is held open."""
        *known, words = header
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

    def row(self) -> tuple[bytes, str, bytes]:
        """What a file holds of it."""
        header = json.dumps([self.id, self.name, self.source, self.content, self.words])
        return self.sum, header, self.record


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


class Shelf(Mapping[str, Document]):
    """Documents by id."""

    def __init__(self, documents: Iterable[Given]) -> None:
        self._given = {given.id: given for given in documents}

    def __getitem__(self, id: str) -> Document:
        return self._given[id].document

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def unlike(self, other: Shelf) -> set[str]:
        """The documents that are not on another shelf, or are others there."""
        return {
            id for id, given in self._given.items()
            if (theirs := other._given.get(id)) is not given
            and (theirs is None or theirs.sum != given.sum)
        }  # fmt: skip


def give(documents: Iterable[Document]) -> tuple[Given, ...]:
    """Documents that were read now."""
    return tuple(map(Given.of, documents))


# Documents, and words in them: where there are more, not all shall be in memory at once.
LARGE, LONG = 2_000, 600_000


def is_large(documents: Collection[Given]) -> bool:
    """Whether these are so many."""
    return len(documents) > LARGE or sum(document.words for document in documents) > LONG


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
        if len(found) > LARGE or words > LONG:
            file = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
            found = [Stowed(held, file) for held in found]
    return tuple(found)


def write_given(
    path: Path, documents: Collection[Given], settings: str, former: Path | None
) -> None:
    """A file of documents, flushed; what a former file holds of them is taken from there."""
    path.unlink(missing_ok=True)
    if former is not None and former.exists():
        shutil.copyfile(former, path)
        with suppress(sqlite3.Error):
            _change(path, documents, settings)
            return
        path.unlink(missing_ok=True)  # the former file is damaged
    try:
        _change(path, documents, settings)
    except sqlite3.Error as error:
        raise OSError(f"{path.name}: {error}") from error


def _change(path: Path, documents: Collection[Given], settings: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")  # a draft is nothing to anybody
        file.execute("PRAGMA synchronous = OFF")
        file.execute("BEGIN")
        if not file.execute("SELECT 1 FROM sqlite_master").fetchone():
            for table in _TABLES:
                file.execute(table)
        before = {sum for (sum,) in file.execute("SELECT sum FROM document")}
        now = {given.sum: given for given in documents}
        gone = [(sum,) for sum in before - now.keys()]
        file.executemany("DELETE FROM document WHERE sum = ?", gone)
        come = (now[sum].row() for sum in sorted(now.keys() - before))
        file.executemany("INSERT INTO document VALUES (?, ?, ?)", come)
        file.execute("DELETE FROM settings")
        file.execute("INSERT INTO settings VALUES (?)", (settings,))
        file.execute("COMMIT")
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def read_given(path: Path) -> tuple[tuple[Given, ...], str, str]:
    """The documents in the order of their ids, the settings, and the name of all this.

    Raises sqlite3.Error where it is no such file, ValueError or TypeError where it is damaged.
    """
    file = _open(path)
    rows = file.execute("SELECT sum, header FROM document").fetchall()
    settings = _settings(file)
    headers = json.loads(f"[{','.join(header for _, header in rows)}]")  # faster than each
    given = (Given.kept(sum, header, file) for (sum, _), header in zip(rows, headers, strict=True))
    found = sorted(given, key=attrgetter("id"))
    return tuple(found), settings, _name((sum for sum, _ in rows), settings)


def name_given(path: Path) -> str:
    """The name of what lies in a file: a hash of it."""
    with closing(_open(path)) as file:
        sums = [sum for (sum,) in file.execute("SELECT sum FROM document")]
        return _name(sums, _settings(file))


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _settings(file: sqlite3.Connection) -> str:
    ((settings,),) = file.execute("SELECT record FROM settings")
    return str(settings)


def _name(sums: Iterable[bytes], settings: str) -> str:
    return hashlib.sha256(settings.encode() + b"".join(sorted(sums))).hexdigest()
