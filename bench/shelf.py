"""What each query of the shelf costs on one large graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.generate import make_connections, make_knowledge
from bench.tables import iter_table, machine

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.queries import Query

# Entity_3 and Entity_5 are among the most popular, of which the longest answers are.
_ENTITY = "ent:Entity_3"
_GIVEN = {
    "end": "ent:Entity_5", "class": "kg:Call", "statement": "st:{statement}", "since": "2020-01-01",
}  # fmt: skip


def measure_shelf(claims: int) -> Iterator[str]:
    """The lines of a table: each query with as few of its parameters fixed as it allows."""
    from kg.queries import list_queries
    from kg.store import DiskStore

    knowledge = make_knowledge(claims)
    statement = knowledge.statements[0].id
    with TemporaryDirectory() as folder:
        disk = DiskStore(Path(folder) / "store")
        disk.write(replace(knowledge, connections=make_connections(knowledge)))
        del knowledge
        store = disk.open()
        rows = [[query.name, *_ask(store, query, statement)] for query in list_queries()]
        yield f"{len(store):,} RDF statements on disk. " + machine("pyoxigraph")
    yield ""
    yield from iter_table(("query", "of", "rows", "answer, CPU s", "with labels"), rows)


def _ask(store: ox.Store, query: Query, statement: str) -> tuple[str, int, float, float]:
    from kg.queries import run

    given = {
        parameter.name: _GIVEN.get(parameter.name, _ENTITY).format(statement=statement)
        for parameter in query.parameters
        if parameter.required
    }
    named = ", ".join(value for value in given.values()) or "all"
    answer = _best(lambda: run(store, query, given))
    labelled = _best(lambda: run(store, query, given).to_table())
    return named, len(run(store, query, given)), answer, labelled


def _best(act: Callable[[], object]) -> float:
    """The least CPU seconds of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times)
