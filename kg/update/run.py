"""An update: what has changed of the documents, and what follows from that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from kg.link.clusters import Discourse
from kg.link.verdict import Opinion
from kg.link.within import resolve
from kg.model import Document, Reading
from kg.sources.stock import Shelf, Stock
from kg.update.claims import News, Page, change_claims
from kg.update.deciding import settle
from kg.update.files import Change
from kg.update.linking import relink
from kg.update.state import State
from kg.update.texts import find_changes, find_copies, mark_again, marked_before, pack_kinds

SHARE = 5  # of so many documents one: where more change, the graph is made anew


def open_state(path: Path, meta: Mapping[str, str]) -> State | None:
    """The tables, if they are of this graph, made in this way."""
    if not path.exists():
        return None
    try:
        state = State(path)
        if state.meta() == meta:
            return state
        state.close()
    except sqlite3.Error:
        return None  # damaged: all is made anew, and so are they
    return None


class Update:
    """The change of a graph from some documents to others, as they were given."""

    def __init__(self, state: State, former: Stock, documents: Stock) -> None:
        self.state = state
        self.former = Shelf(former)
        self.documents = Shelf(documents)
        self.gone, self.come = find_changes(former, documents)
        self.marked: dict[str, Document] = {}  # those that are to be read
        self.left: dict[str, Document] = {}  # those that go, as they were marked
        self.unused: tuple[str, ...] = ()  # what the user said of things that are not there
        self._found: dict[str, Document] = {}

    def is_small(self) -> bool:
        """Whether so few documents change that the rest is worth keeping."""
        return SHARE * len(self.gone | self.come) <= len(self.documents)

    def mark(self) -> Collection[Document]:
        """The documents that are new, or that their sites repeat otherwise now."""
        self.state.db.execute("BEGIN")
        self.marked = mark_again(self.state, self.gone, self.come, self.former, self.documents)
        return self.marked.values()

    def make(
        self,
        read: Callable[[Document], Reading],
        readings: Mapping[str, Reading],
        opinion: Opinion,
        *,
        infer: bool = True,
    ) -> Change:
        """Bring the tables up to date, and tell in what the graph differs.

        `readings` are those of the marked documents; `read` finds those of the others.
        """
        kept = {**readings}
        resolved: dict[str, Discourse] = {}

        def discourse(id: str) -> Discourse:
            if id not in resolved:
                reading = kept.get(id)
                resolved[id] = resolve(reading if reading is not None else read(self.find(id)))
            return resolved[id]

        gone = self.gone | {id for id in self.marked if id in self.former}
        self.left = {id: marked_before(self.state, self.former[id]) for id in sorted(gone)}
        copies, signatures = find_copies(self.state, gone, self.marked, self.find)
        query = "SELECT copy, published, source FROM page WHERE doc = ?"
        known = {id: self.state.rows(query, id) for id in {*gone, *copies}}
        former_pages = {id: Page(*rows[0]) for id, rows in known.items() if rows}
        come = {id: discourse(id) for id in sorted(self.marked)}
        relinked = relink(self.state, gone, come, discourse)
        self.unused = settle(self.state, relinked, opinion, discourse)
        pages = {
            id: Page(copy, self.documents[id].published, self.documents[id].source)
            for id, copy in copies.items()
            if id in come or copy != former_pages[id].copy
        }
        self.state.many(
            "UPDATE page SET kinds = ?, signature = ? WHERE doc = ?",
            [(pack_kinds(d), signatures[id], id) for id, d in self.marked.items()],
        )
        news = News(self.left, self.marked, self.find, pages, former_pages, discourse, infer)
        return change_claims(self.state, news, relinked)

    def find(self, id: str) -> Document:
        """A document that is there, as it is marked now."""
        if id not in self._found:
            marked = self.marked.get(id)
            self._found[id] = marked or marked_before(self.state, self.documents[id])
        return self._found[id]

    def counts(self) -> tuple[int, int, int]:
        """How many entities, statements and evidences there are now."""
        totals = dict(self.state.rows("SELECT name, count FROM total"))
        return totals["entities"], totals["statements"], totals["evidence"]
