"""Loading and asking: rdflib in memory, our store on disk, Oxigraph in memory without us."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.generate import make_knowledge
from bench.tables import iter_table, machine

QUERIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("entity/everything.rq", {"entity": "ent:Entity_3"}),
    ("entity/timeline.rq", {"entity": "ent:Entity_3"}),
    ("entity/most-connected.rq", {}),
    ("claim/disputed.rq", {}),
    ("claim/believed.rq", {"bound": "0.9"}),
    ("claim/who-says.rq", {"subject": "ent:Entity_3"}),
    ("event/calls.rq", {}),
    ("event/planned.rq", {}),
    ("corpus/overview.rq", {}),
)
_ROOT = Path(__file__).parents[1]


@dataclass
class Measured:
    """CPU seconds and memory of one store at one size."""

    name: str
    claims: int
    quads: int = 0
    load: float = 0.0
    peak: int = 0  # MiB
    queries: dict[str, str | float] = field(default_factory=dict)


def measure_stores(sizes: Sequence[int], limit: int, rdflib_claims: int) -> Iterator[str]:
    """The lines of two tables: loading, and asking."""
    measured = []
    for claims in sizes:
        for name in STORES:
            if name != "rdflib, memory" or claims <= rdflib_claims:
                measured.append(_apart(name, claims, limit))
    yield machine("rdflib", "pyoxigraph") + " CPU seconds; of queries the best of three."
    yield ""
    yield from iter_table(
        ("store", "claims", "RDF statements", "load", "peak MiB"),
        ([m.name, m.claims, m.quads, m.load, m.peak] for m in measured),
    )
    yield ""
    yield from iter_table(
        ("query", *(f"{m.name}, {m.quads:,}" for m in measured)),
        ([name, *(m.queries[name] for m in measured)] for name, _ in QUERIES),
    )


def _apart(name: str, claims: int, limit: int) -> Measured:
    """Measured in a process of its own, so that memory is its own too."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, name, claims, limit).result()


def _measure(name: str, claims: int, limit: int) -> Measured:
    measured = Measured(name, claims)
    with TemporaryDirectory() as folder:
        STORES[name](measured, Path(folder), limit)
    measured.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return measured


def _nquads(claims: int, folder: Path) -> tuple[Path, int]:
    """A file of the generated graph, written by another process, and its number of lines."""
    path = folder / "graph.nq"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return path, pool.submit(_write_nquads, claims, path).result()


def _write_nquads(claims: int, path: Path) -> int:
    import pyoxigraph as ox

    from kg.rdf import iter_quads

    quads = list(iter_quads(make_knowledge(claims)))
    with path.open("wb") as file:
        ox.serialize(quads, file, ox.RdfFormat.N_QUADS)
    return len(quads)


def _ours(measured: Measured, folder: Path, limit: int) -> None:
    from kg import queries
    from kg.store import DiskStore

    disk = DiskStore(folder / "store")
    knowledge = make_knowledge(measured.claims)
    measured.load = _seconds(lambda: disk.write(knowledge))
    store = disk.open()
    measured.quads = len(store)
    for name, values in QUERIES:
        query = queries.read_query(_ROOT / "queries" / name)
        known = {parameter.name for parameter in query.parameters}
        given = {key: value for key, value in values.items() if key in known}
        measured.queries[name] = _best(
            lambda query=query, given=given: len(queries.run(store, query, given)), limit
        )


def _oxigraph(measured: Measured, folder: Path, limit: int) -> None:
    import pyoxigraph as ox

    path, measured.quads = _nquads(measured.claims, folder)
    store = ox.Store()
    measured.load = _seconds(lambda: store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS))
    for name, values in QUERIES:
        text = (_ROOT / "queries" / name).read_text(encoding="utf-8")
        given = {
            ox.Variable(key): _oxigraph_term(value)
            for key, value in values.items()
            if f"?{key}" in text
        }
        measured.queries[name] = _best(
            lambda text=text, given=given: sum(1 for _ in store.query(text, substitutions=given)),
            limit,
        )


def _rdflib(measured: Measured, folder: Path, limit: int) -> None:
    import rdflib

    path, measured.quads = _nquads(measured.claims, folder)
    dataset = rdflib.Dataset()
    measured.load = _seconds(lambda: dataset.parse(path, format="nquads"))
    graph = dataset.default_graph
    for name, values in QUERIES:
        text = (_ROOT / "queries" / name).read_text(encoding="utf-8")
        given = {key: _rdflib_term(value) for key, value in values.items() if f"?{key}" in text}
        measured.queries[name] = _best(
            lambda text=text, given=given: len(list(graph.query(text, initBindings=given))), limit
        )


STORES: dict[str, Callable[[Measured, Path, int], None]] = {
    "rdflib, memory": _rdflib,
    "kg, disk": _ours,
    "Oxigraph, memory": _oxigraph,
}


def _iri(value: str) -> str:
    from kg.rdf import About

    prefix, _, name = value.partition(":")
    return About().names.prefixes[prefix] + name


def _oxigraph_term(value: str) -> object:
    import pyoxigraph as ox

    if ":" in value:
        return ox.NamedNode(_iri(value))
    return ox.Literal(value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def _rdflib_term(value: str) -> object:
    import rdflib

    if ":" in value:
        return rdflib.URIRef(_iri(value))
    return rdflib.Literal(value, datatype=rdflib.XSD.decimal)


def _best(ask: Callable[[], int], limit: int) -> str | float:
    """The least CPU seconds of three, or "over" the limit of wall time that one may take."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    try:
        signal.alarm(limit)
        times = [_seconds(ask)]
        if times[0] < limit / 10:
            times += [_seconds(ask), _seconds(ask)]
        return min(times)
    except TimeoutError:
        return f"over {limit}"
    finally:
        signal.alarm(0)


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
