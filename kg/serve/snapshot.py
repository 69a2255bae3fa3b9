"""The graph as a worker holds it: reopened when a build has put another in its place."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.graph import STORE, Graph, open_graph
from kg.rdf import terms
from kg.serve.settings import Limits
from kg.store import CURRENT


def version_of(folder: Path) -> str:
    """Changes whenever a build commits; "" where there is no graph."""
    current = folder / STORE / CURRENT
    try:
        return f"{current.read_text(encoding='ascii').strip()}-{current.stat().st_mtime_ns}"
    except OSError:
        return ""


def page_of(folder: Path) -> tuple[Path, str]:
    """The page that the build wrote, with its version: "" unless it is of the present graph."""
    page, current = folder / "graph.html", folder / STORE / CURRENT
    try:
        written = page.stat().st_mtime_ns
        return page, str(written) if written >= current.stat().st_mtime_ns else ""
    except OSError:
        return page, ""


class Snapshot:
    """One state of a graph on disk, with what is costly to find in it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self._version = ""
        self._state: State | None = None

    def refresh(self) -> None:
        """Open what is current, if that has changed. Raises StoreError if nothing is there."""
        version = version_of(self.folder)
        if self._state is None or version != self._version:
            self._state = State(open_graph(self.folder))
            self._version = version

    @property
    def state(self) -> State:
        """What `refresh` opened."""
        assert self._state is not None
        return self._state


class State:
    """A graph that does not change."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._instances: dict[ox.NamedNode, list[str]] = {}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that no query need declare."""
        return self.graph.about.names.prefixes

    @cached_property
    def names(self) -> list[tuple[str, str, str]]:
        """Folded name, name and IRI of all that has a label or a title, for searching."""
        places = (terms.LABEL, terms.ALIAS, terms.DOCUMENT_FIELDS["title"])
        found = {
            (text.casefold(), text, terms.iri_of(quad.subject))
            for place in places
            for quad in self.graph.store.quads_for_pattern(None, place, None, terms.DEFAULT)
            if isinstance(quad.object, ox.Literal) and (text := quad.object.value)
        }
        return sorted(found)

    def instances(self, kind: ox.NamedNode) -> list[str]:
        """The IRIs of all entities, statements or documents, sorted."""
        if kind not in self._instances:
            self._instances[kind] = self.where(terms.A, kind)
        return self._instances[kind]

    def where(self, term: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> list[str]:
        """The IRIs of all that has this value, sorted."""
        pattern = self.graph.store.quads_for_pattern(None, term, value, terms.DEFAULT)
        return sorted({terms.iri_of(quad.subject) for quad in pattern})


def shorten(state: State, iri: str) -> str:
    """The name with a prefix, if the graph has one for it; anything else as it is."""
    for prefix, namespace in state.prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def after(iris: list[str], cursor: str) -> list[str]:
    """What follows the cursor.

    >>> after(["a", "b", "d"], "b"), after(["a", "b", "d"], "c"), after(["a"], "")
    (['d'], ['d'], ['a'])
    """
    return iris[bisect_right(iris, cursor) :]
