"""The documents of a graph: those of a file but some, and others, each looked up where it is.

What a change of them costs does not depend on how many there are. A file is made out of the one
before the former, in which what has changed since is written, or else out of a copy of the former.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.model import Document
from kg.sources.given import Given, are_many


class Stock(Collection[Given]):
    """Documents in the order of their ids, of which no two have the same; it does not change."""

    def __init__(self, documents: Iterable[Given] = (), file: File | None = None) -> None:
        self.file = file
        self.come = {given.id: given for given in documents}  # that are not in the file
        self.gone: dict[str, Given] = {}  # that are there, and not here

    def __len__(self) -> int:
        return (self.file.about.count if self.file else 0) - len(self.gone) + len(self.come)

    def __iter__(self) -> Iterator[Given]:
        kept = self.file.rows("1") if self.file else ()
        stay = (given for given in kept if given.id not in self.gone)
        return iter(sorted((*stay, *self.come.values()), key=attrgetter("id")))

    def __contains__(self, given: object) -> bool:
        return isinstance(given, Given) and self.find(given.id) is given

    @property
    def words(self) -> int:
        """How many there are in all the texts."""
        gone, come = (sum(g.words for g in part.values()) for part in (self.gone, self.come))
        return (self.file.about.words if self.file else 0) - gone + come

    @property
    def total(self) -> int:
        """What tells the documents from any others: the sum of theirs, in whatever order."""
        gone, come = (
            sum(int.from_bytes(g.sum) for g in part.values()) for part in (self.gone, self.come)
        )
        return ((self.file.about.total if self.file else 0) - gone + come) % _MODULUS

    @property
    def is_large(self) -> bool:
        """Whether there are so many that not all shall be in memory at once."""
        return are_many(len(self), self.words)

    def find(self, id: str) -> Given | None:
        """The one with this id."""
        if id in self.come or id in self.gone or self.file is None:
            return self.come.get(id)
        return self.file.find(id)

    def having(self, field: str, values: Collection[str]) -> list[Given]:
        """Those with one of these names, sources or contents, as the field may be."""
        kept = self.file.having(field, values) if self.file else ()
        stay = [given for given in kept if given.id not in self.gone]
        return [*stay, *(g for g in self.come.values() if getattr(g, field) in values)]

    def of_files(self, names: Collection[str]) -> list[Given]:
        """Those of files with these names, or that have such a name themselves."""
        kept = self.file.of_files(names) if self.file else ()
        stay = [given for given in kept if given.id not in self.gone]
        wanted = frozenset(names)
        return [*stay, *(g for g in self.come.values() if not wanted.isdisjoint(g.files()))]

    def changed(self, gone: Iterable[str] = (), come: Iterable[Given] = ()) -> Stock:
        """The same without those with some ids, and with others, also in place of such."""
        other = Stock(self.come.values(), self.file)
        other.gone = dict(self.gone)
        for id in gone:
            other._take(id)
        for given in come:
            other._take(given.id)
            was = other.gone.get(given.id)
            if was is not None and was.sum == given.sum:
                del other.gone[given.id]
            else:
                other.come[given.id] = given
        return other

    def _take(self, id: str) -> None:
        self.come.pop(id, None)
        if id not in self.gone and self.file is not None and (given := self.file.find(id)):
            self.gone[id] = given

    def unlike(self, other: Stock) -> set[str]:
        """The ids of those that are not in another stock, or are others there."""
        is_near = self.file is other.file
        ids = {*self.come, *other.gone} if is_near else {given.id for given in self}
        pairs = ((id, self.find(id), other.find(id)) for id in ids)
        return {
            id for id, ours, theirs in pairs
            if ours is not None and (theirs is None or theirs.sum != ours.sum)
        }  # fmt: skip

    def missing(self, other: Stock) -> set[str]:
        """The ids of those that are not in another stock."""
        return {id for id in self.unlike(other) if other.find(id) is None}


class Shelf(Mapping[str, Document]):
    """The documents of a stock by id."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock

    def __getitem__(self, id: str) -> Document:
        given = self._stock.find(id)
        if given is None:
            raise KeyError(id)
        return given.document

    def __iter__(self) -> Iterator[str]:
        return (given.id for given in self._stock)

    def __len__(self) -> int:
        return len(self._stock)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._stock.find(id) is not None


class Names(Mapping[str, str]):
    """The ids of the documents of a stock by name; of several with one name the last."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock

    def __getitem__(self, name: str) -> str:
        found = self._stock.having("name", (name,))
        if not found:
            raise KeyError(name)
        return max(given.id for given in found)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({given.name for given in self._stock}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


# --- in a file ---

_TABLES = (
    # What tells a document from any other, what it is found by, and all of it. Names and sources
    # are bytes, as they may hold lone surrogates.
    "CREATE TABLE document (sum BLOB PRIMARY KEY, id TEXT, name BLOB, source BLOB, content TEXT, "
    "words INTEGER, record BLOB)",
    *(
        f"CREATE INDEX by_{column} ON document ({column})"
        for column in ("id", "name", "source", "content")
    ),
    # What was said with them, what `Stock` tells of all, and the name of the file before this one;
    # which documents are in one of the two alone.
    "CREATE TABLE settings (record TEXT, count INTEGER, words INTEGER, total BLOB, former TEXT)",
    "CREATE TABLE changed (sum BLOB PRIMARY KEY)",
)
_MODULUS = 1 << 256
_FEW = 4  # of so many documents one: where more have changed, a copy is sooner made


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file says of all that it holds."""

    settings: str
    count: int
    words: int
    total: int
    former: str  # the name of the file before it
    changed: int  # the documents that are in one of the two alone

    @property
    def name(self) -> str:
        """A hash of all this."""
        return hashlib.sha256(self.settings.encode() + self.total.to_bytes(32)).hexdigest()


class File:
    """Documents in a file, which is held open.

    Raises sqlite3.Error where it is no such file, ValueError or TypeError where it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.about = summary(path)
        self._rows = _open(path)
        self._found: dict[str, Given] = {}

    def find(self, id: str) -> Given | None:
        """The document with this id, each time the same."""
        if id not in self._found:
            for given in self.rows("id = ?", id):
                self._found[id] = given
        return self._found.get(id)

    def having(self, field: str, values: Iterable[str]) -> Iterator[Given]:
        """Those with one of these names, sources or contents."""
        for value in dict.fromkeys(values):
            yield from self.rows(f"{field} = ?", value if field == "content" else _code(value))

    def of_files(self, names: Iterable[str]) -> Iterator[Given]:
        """Those of files with these names, each once."""
        found: dict[str, Given] = {}
        for name in map(_code, names):
            rows = self.rows("name = ? OR name >= ? AND name < ?", name, name + b"#", name + b"$")
            found |= {given.id: given for given in rows}
        yield from found.values()

    def rows(self, where: str, *values: Any) -> list[Given]:
        """The documents of which something is so."""
        query = f"SELECT id, name, source, content, sum, words FROM document WHERE {where}"
        try:
            return [
                Given.kept((id, _text(name), _text(source), content), sum, words, self._rows)
                for id, name, source, content, sum, words in self._rows.execute(query, values)
            ]
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: is damaged: {error}; delete it, "
                "and the next build goes on with the documents as the graph has them"
            ) from error


def summary(path: Path) -> Summary:
    """What a file says of itself, with the exceptions of `File`."""
    query = "SELECT *, (SELECT count(*) FROM changed) FROM settings"
    with closing(_open(path)) as file:
        ((settings, count, words, total, former, changed),) = file.execute(query)
    return Summary(str(settings), count, words, int.from_bytes(total), str(former), changed)


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def write_stock(path: Path, stock: Stock, settings: str, former: Path | None) -> None:
    """Put a file of documents there, flushed; `former` is the one in use, if there is one.

    What is there may be the one before that: then it is brought up to date.
    """
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    if former is not None and former.exists():
        with suppress(sqlite3.Error, ValueError, TypeError):  # what is damaged is not built upon
            known = summary(former)
            is_behind = _is_before(path, known)
            if is_behind:
                path.replace(draft)
            else:
                shutil.copyfile(former, draft)
            _write(draft, stock, settings, former, known.name, is_behind=is_behind)
            draft.replace(path)
            return
        draft.unlink(missing_ok=True)
    try:
        _write(draft, stock, settings, None, "", is_behind=False)
    except sqlite3.Error as error:
        raise OSError(f"{path.name}: {error}") from error
    draft.replace(path)


def _is_before(path: Path, known: Summary) -> bool:
    """Whether a file was made out of the one at a path, and differs little from it."""
    try:
        return _FEW * known.changed <= known.count and summary(path).name == known.former
    except (sqlite3.Error, ValueError, TypeError):
        return False


def _write(
    path: Path, stock: Stock, settings: str, former: Path | None, name: str, *, is_behind: bool
) -> None:
    """Bring a draft from what the former file holds, or had before, to what the stock does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")  # a draft is nothing to anybody
        file.execute("PRAGMA synchronous = OFF")
        if is_behind:
            file.execute("ATTACH ? AS former", (str(former),))
        file.execute("BEGIN")
        if not file.execute("SELECT 1 FROM sqlite_master").fetchone():
            for table in _TABLES:
                file.execute(table)
        if is_behind:
            file.execute(f"DELETE FROM main.document WHERE sum IN ({_CHANGED})")
            file.execute(
                f"INSERT INTO main.document SELECT * FROM former.document WHERE sum IN ({_CHANGED})"
            )
        gone, come = _difference(file, stock, former)
        file.executemany("DELETE FROM main.document WHERE sum = ?", [(sum,) for sum in gone])
        rows = (_row(come[sum]) for sum in sorted(come))
        file.executemany("INSERT INTO main.document VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        for table in ("changed", "settings"):
            file.execute(f"DELETE FROM main.{table}")
        changed = [(sum,) for sum in sorted({*gone, *come})]
        file.executemany("INSERT INTO main.changed VALUES (?)", changed)
        about = settings, len(stock), stock.words, stock.total.to_bytes(32), name
        file.execute("INSERT INTO main.settings VALUES (?, ?, ?, ?, ?)", about)
        file.execute("COMMIT")
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


_CHANGED = "SELECT sum FROM former.changed"


def _difference(
    file: sqlite3.Connection, stock: Stock, former: Path | None
) -> tuple[set[bytes], dict[bytes, Given]]:
    """The documents of the former file that are not in the stock, and those that are new in it."""
    if stock.file is not None and stock.file.path == former:
        gone = {given.sum for given in stock.gone.values()}
        return gone, {given.sum: given for given in stock.come.values()}
    before = {sum for (sum,) in file.execute("SELECT sum FROM main.document")}
    now = {given.sum: given for given in stock}
    return before - now.keys(), {sum: given for sum, given in now.items() if sum not in before}


def _row(given: Given) -> tuple[Any, ...]:
    known = given.id, _code(given.name), _code(given.source), given.content
    return given.sum, *known, given.words, given.record


def _code(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _text(value: bytes) -> str:
    return value.decode(errors="surrogatepass")
