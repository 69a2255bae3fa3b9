"""Asking a graph on disk as `kg query` does: what ends the engine must not end the program."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import cast

from kg.errors import QueryError
from kg.graph import open_graph
from kg.queries import find_query

LONG = 2_000  # characters; the engine runs out of stack on texts that are longer than twice this
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def ask(folder: str, question: str, values: Mapping[str, str], form: str) -> Table | str:
    """The answer as columns and rows with labels, or in the text of another form.

    Long queries are asked in a process of their own, which takes a moment to start. Raises
    QueryError where that is brought down.
    """
    query = find_query(question)
    if len(query.text) <= LONG:
        return _answer(folder, question, values, form)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_answer, folder, question, values, form).result()
        except BrokenProcessPool:
            raise QueryError(
                f"{query.name}: has brought the engine down; list many terms in VALUES or IN"
            ) from None


def _answer(folder: str, question: str, values: Mapping[str, str], form: str) -> Table | str:
    rows = open_graph(folder).query(question, **values)
    if form == "table":
        return rows.columns, rows.to_table()
    return cast(str, getattr(rows, f"to_{form}")())
