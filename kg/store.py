"""Where the graph lives: Oxigraph on disk, replaced as a whole or not at all.

A folder of ours holds two places, `a` and `b`, and a file `current` that names the one in use. A
new graph is written and flushed to the other place, and renaming a new `current` over the old one
is the commit: a build that is killed, or finds the disk full, leaves the former graph as it was.
Readers open read-only what is current; it stays until the write after the next one begins.

Beside each place lie the documents that its graph was made from, as they were given.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.errors import StoreError
from kg.memory import give_back
from kg.model import Knowledge
from kg.rdf import About, iter_named_quads, iter_quads, read_knowledge
from kg.sources.given import give
from kg.sources.stock import File, Stock, summary, write_stock

CURRENT = "current"
PLACES = ("a", "b")
LOCK, _FORMER_LOCK = "lock.db", "lock"  # a store, which left a log of each build
READINGS = "readings"  # a folder that others fill
_LOT = 200_000  # quads that are put into a store at once
STATE = "state.db"  # tables of others, by which a graph is changed


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a graph was made from: enough to make it again with more, or with less."""

    documents: Stock = field(default_factory=Stock)
    pipeline: str = ""  # its name, "" if it is not known
    title: str = ""  # of the page
    decisions: str = ""  # a file of them, from the output folder on; "" for the one in it, if any
    link_table: str = ""  # the same for a registry
    how: str = ""  # hash of what these files said, and of what else the graph depends on
    name: str = field(default="", compare=False)  # hash of all this, where it was read or written


class Store(Protocol):
    """A place for one graph."""

    def write(self, knowledge: Knowledge, about: About | None = None) -> None:
        """Put this graph in place of the one that is there."""

    def open(self) -> ox.Store:
        """The graph as it is now, for reading."""


class MemoryStore:
    """A graph that is gone with the process."""

    def __init__(self) -> None:
        self._store = ox.Store()

    def write(self, knowledge: Knowledge, about: About | None = None) -> None:
        """Put this graph in place of the one that is there."""
        store = ox.Store()
        load(store, iter_quads(knowledge, about))
        self._store = store

    def open(self) -> ox.Store:
        """The graph as it is now."""
        return self._store


class DiskStore:
    """A graph in a folder, which is made at the first write."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._is_held = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep other writers out, for who makes the next graph from this one."""
        self._claim_folder()
        with self._lock():
            self._is_held = True
            try:
                yield
            finally:
                self._is_held = False

    def write(
        self,
        knowledge: Knowledge,
        about: About | None = None,
        inputs: Inputs | None = None,
        *,
        turtle: Path | None = None,
        see: Callable[[Iterable[ox.Quad]], Iterable[ox.Quad]] = lambda quads: quads,
    ) -> None:
        """Put this graph in place of the one that is there; on any failure, leave that one.

        Without `inputs` it was made from its own documents. `turtle` is a file of the assembled
        graph, where there is one, which need not be written again, and
        `see` sees the triples of it and passes them on.
        """

        def fill(store: ox.Store) -> None:
            if turtle is None:
                quads = iter_quads(knowledge, about)
            else:
                # what was written by us need not be checked again: lenient
                assembled = ox.parse(path=turtle, format=ox.RdfFormat.TURTLE, lenient=True)
                quads = chain(see(assembled), iter_named_quads(knowledge, about))
            load(store, quads)

        self._claim_folder()
        with nullcontext() if self._is_held else self._lock():
            self._put(fill, inputs or Inputs(Stock(give(knowledge.documents))), is_new=True)

    def make(self, fill: Callable[[ox.Store], None], inputs: Inputs) -> None:
        """Put the graph that is filled into an empty store in place of the one that is there.

        Only for who holds the store. On any failure, the graph is as it was.
        """
        self._put(fill, inputs, is_new=True)

    def change(self, edit: Callable[[ox.Store], None], inputs: Inputs) -> None:
        """Put a changed copy in place of the graph that is there; what does not change is shared.

        Only for who holds the store. On any failure, the graph is as it was.
        """
        self._put(edit, inputs, is_new=False)

    def _put(self, edit: Callable[[ox.Store], None], inputs: Inputs, *, is_new: bool) -> None:
        try:
            place = self.folder / self.free_place()
            shutil.rmtree(place, ignore_errors=True)
            if not is_new:
                self.open().backup(str(place))
            store = ox.Store(place)
            edit(store)
            store.flush()
            self._write_inputs(place.name, inputs)
            self._commit(place.name)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot write the graph: {error}") from error

    def open(self) -> ox.Store:
        """The graph as it is now, for reading, also while a writer works on the next one."""
        place = self.folder / self.place()
        try:
            return ox.Store.read_only(str(place))
        except OSError as error:
            raise StoreError(
                f"{self.folder}: cannot read the graph, build it again: {error}"
            ) from error

    def holds_graph(self) -> bool:
        """Whether a graph was written here, and is still named as current."""
        try:
            return bool(self.place())
        except StoreError:
            return False

    def inputs(self) -> Inputs:
        """What the graph was made from; if that is damaged, the documents as the graph has them."""
        try:
            file = File(self._inputs_file(self.place()))
            known = json.loads(file.about.settings)
            return Inputs(Stock(file=file), **known, name=file.about.name)
        except (sqlite3.Error, ValueError, TypeError):
            return Inputs(Stock(give(read_knowledge(self.open()).documents)))

    def name(self) -> str:
        """The name of what the graph was made from: a hash of it."""
        return summary(self._inputs_file(self.place())).name

    def _inputs_file(self, place: str) -> Path:
        return self.folder / f"{place}.documents.db"

    def _write_inputs(self, place: str, inputs: Inputs) -> None:
        former = self._inputs_file(self.place()) if self.holds_graph() else None
        write_stock(self._inputs_file(place), inputs.documents, _settings(inputs), former)

    def _claim_folder(self) -> None:
        """Make the folder; refuse one that holds something else, which a write could destroy."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            foreign = sorted(p.name for p in self.folder.iterdir() if p.name not in OURS)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot write there: {error.strerror}") from error
        if foreign:
            raise StoreError(
                f"{self.folder}: holds {foreign[0]!r}, which is no graph; name another"
            )

    def place(self) -> str:
        """The place in use."""
        try:
            place = (self.folder / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            what = "is not a graph" if self.folder.exists() else "does not exist"
            raise StoreError(f"{self.folder}: {what}; `kg build` makes one") from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.folder / CURRENT}: cannot be read: {error}") from error
        if place not in PLACES:
            raise StoreError(f"{self.folder / CURRENT}: names no graph; build it again")
        return place

    def free_place(self) -> str:
        """The place that the next graph will have."""
        try:
            taken = self.place()
        except StoreError:  # nothing there yet, or nothing that could be read
            taken = ""
        return next(place for place in PLACES if place != taken)

    def _commit(self, place: str) -> None:
        """Name the new place as current, and make the name last through a loss of power."""
        draft = self.folder / f"{CURRENT}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(place + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / CURRENT)
        sync_folder(self.folder)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep a second writer out.

        The lock of a file of SQLite serves: it is the same on every system, which frees it when the
        process ends, in whatever way.
        """
        with closing(self._open_lock()) as lock:
            try:
                lock.execute("PRAGMA journal_mode = OFF")
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise StoreError(f"{self.folder}: cannot write the graph: {error}") from error
                raise StoreError(
                    f"{self.folder}: another build is writing there; wait for it"
                ) from None
            shutil.rmtree(self.folder / _FORMER_LOCK, ignore_errors=True)
            yield

    def _open_lock(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(self.folder / LOCK, isolation_level=None, timeout=0)
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self.folder}: cannot write the graph: {error}") from error


def load(store: ox.Store, quads: Iterable[ox.Quad], lot: int = _LOT) -> None:
    """Add these, a lot after the other: Oxigraph takes 1 kB for each quad that it is given at once.

    Larger lots take longer to sort. Of many small ones it sorts again and again what it has: a
    million quads in lots of 50,000 take a quarter more CPU than in these, for 130 MB less.
    """
    give_back()
    waiting = iter(quads)
    while first := list(islice(waiting, 1)):
        store.bulk_extend(chain(first, islice(waiting, lot - 1)))
        give_back()


def _settings(inputs: Inputs) -> str:
    names = ("pipeline", "title", "decisions", "link_table", "how")
    return json.dumps({name: getattr(inputs, name) for name in names})


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power."""
    if os.name == "posix":  # Windows cannot open a folder, and needs no such sync
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


_INPUTS = (f"{place}.documents.{end}" for place in PLACES for end in ("db", "new", "json.gz"))
_STATE = (STATE, f"{STATE}-journal", "state.new", "state.new-journal")
OURS = frozenset(
    {CURRENT, f"{CURRENT}.new", LOCK, _FORMER_LOCK, READINGS, *PLACES, *_INPUTS, *_STATE}
)
