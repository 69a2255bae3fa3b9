"""SPARQL in a worker: checked, asked, and written in the form that the client wants."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import QueryError
from kg.queries import Query, Rows, check, fill, find_query, list_queries, parse_header, run
from kg.serve.answers import Answer, RequestError, answer_json
from kg.serve.rendering import render
from kg.serve.results import take, write_boolean, write_solutions, write_triples
from kg.serve.snapshot import Snapshot, State, shorten
from kg.vocabulary import KG

SHOWN_ROWS = 1_000  # in the page; the endpoint gives more


def ask(
    snapshot: Snapshot,
    query: str,
    rows_as: str | None,
    triples_as: str | None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer in the form chosen for its kind of answer; None where the client takes none."""
    state, limits = snapshot.state, snapshot.limits
    answer = _evaluate(state, read_query(query), default_graphs, named_graphs)
    wanted = triples_as if isinstance(answer, ox.QueryTriples) else rows_as
    if wanted is None:
        kind = "triples" if isinstance(answer, ox.QueryTriples) else "rows or yes and no"
        raise RequestError(406, f"the answer is {kind}, which has none of the forms in Accept")
    try:
        if isinstance(answer, ox.QueryTriples):
            return write_triples(answer, wanted, limits, state.prefixes)
        if isinstance(answer, ox.QueryBoolean):
            return write_boolean(bool(answer), wanted)
        return write_solutions(answer, wanted, limits)
    except (OSError, RuntimeError) as error:
        raise QueryError(" ".join(str(error).split())) from error


def read_query(text: str) -> str:
    """The text to run. Raises QueryError where it is too big or would leave the graph."""
    # To the engine a bare carriage return ends a comment, to the parser of the check it does not.
    return check(Query("query", re.sub(r"\r\n?", "\n", text)))


def _evaluate(
    state: State, text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        return state.graph.store.query(
            text,
            prefixes=state.prefixes,
            default_graph=[ox.NamedNode(iri) for iri in default_graphs] or None,
            named_graphs=[ox.NamedNode(iri) for iri in named_graphs]
            or ([] if default_graphs else None),
        )
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError(" ".join(str(error).split())) from error


def tabulate(
    snapshot: Snapshot, query: str = "", name: str = "", values: Mapping[str, str] | None = None
) -> Answer:
    """The rows of a query, given as text or by its name on the shelf, with short names for IRIs."""
    state = snapshot.state
    asked = _find(name, query)
    if asked is None:
        raise QueryError("give a query, or the name of one on the shelf")
    rows = run(state.graph.store, asked, values or {})
    short = cache(lambda term: shorten(state, str(term)))
    cells = ([short(term) if term is not None else None for term in row] for row in rows)
    table, note = take(cells, snapshot.limits, "rows")
    return answer_json({"columns": rows.columns, "rows": table} | ({"note": note} if note else {}))


# The page


def show_query_page(snapshot: Snapshot, name: str, query: str, values: dict[str, str]) -> Answer:
    """A form for a query, the shelf, and the answer if there is something to ask."""
    state = snapshot.state
    asked: Query | None = None
    rows: Rows | None = None
    trouble = ""
    text = query
    given = {key: value for key, value in values.items() if value}
    try:
        asked = _find(name, query)
        text = asked.text if asked else query
        if asked and _is_complete(asked, values):
            text = fill(state.graph.store, asked, given) if given else text
            rows = run(state.graph.store, asked, given)
    except QueryError as error:
        trouble = str(error)
    shown = rows and [_cells(row, text) for row, text in _shown(rows)]
    return render(
        state,
        "query.html.j2",
        title=asked.title if asked and asked.title else "Ask the graph",
        query=text,
        name=name,
        known=json.dumps({"prefixes": state.prefixes, "terms": _terms()}),
        asked=asked if asked and asked.parameters else None,
        values=values,
        columns=rows.columns if rows else (),
        rows=shown,
        total=len(rows) if rows is not None else 0,
        trouble=trouble,
        shelf=_shelf(),
        download=urlencode({"query": text}) if rows is not None else "",
        status=400 if trouble else 200,
    )


@cache
def _terms() -> list[str]:
    """Words to complete at once: those of the ontology but its classes, and those of the shelf."""
    shelf = (re.findall(r"\b[a-z]+:[A-Za-z]\w*", query.text) for query in list_queries())
    ours = (f"kg:{name}" for name in KG.__annotations__ if not name.startswith("_"))
    return sorted({*ours, *(name for names in shelf for name in names)})


def _find(name: str, query: str) -> Query | None:
    """A query of the shelf by exact name, never a file; else the text."""
    if not name:
        return parse_header("query", read_query(query)) if query.strip() else None
    if name not in {known.name for known in list_queries()}:
        raise QueryError(f"{name}: no such query on the shelf")
    return find_query(name)


def _is_complete(query: Query, values: dict[str, str]) -> bool:
    return all(values.get(p.name) for p in query.parameters if p.required)


def _shown(rows: Rows) -> list[tuple[tuple[object, ...], tuple[str, ...]]]:
    first = Rows(rows.columns, rows.rows[:SHOWN_ROWS], rows.form, rows.label)
    return list(zip(first.rows, first.to_table(), strict=True))


def _cells(row: Sequence[object], text: Sequence[str]) -> list[tuple[str, str]]:
    """For each cell the words, and the term that may have a page here."""
    return [(words, str(term)) for term, words in zip(row, text, strict=True)]


def _shelf() -> dict[str, list[Query]]:
    folders: dict[str, list[Query]] = {}
    for query in list_queries():
        folders.setdefault(query.name.split("/")[0], []).append(query)
    return folders
