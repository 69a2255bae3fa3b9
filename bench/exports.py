"""What `kg export` costs by format and by the size of the graph."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.tables import iter_table, machine

FORMATS = ("nquads", "trig", "ntriples", "turtle", "jsonld", "rdfxml", "jsonl", "csv")


def measure_exports(sizes: Sequence[int], formats: Sequence[str], scratch: Path) -> Iterator[str]:
    """The lines of a table: each format of graphs of so many claims, written to nowhere."""
    rows = []
    for claims in sizes:
        with TemporaryDirectory(dir=scratch) as folder:
            statements = _make(claims, Path(folder))
            rows += [[name, claims, statements, *_export(Path(folder), name)] for name in formats]
    yield machine("pyoxigraph")
    yield ""
    yield from iter_table(("format", "claims", "RDF statements", "CPU s", "peak MiB"), rows)


def _make(claims: int, folder: Path) -> int:
    """Store a graph, in a process that gives its memory back; the number of its quads."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_store, claims, folder).result()


def _store(claims: int, folder: Path) -> int:
    from bench.generate import make_connections, make_knowledge
    from kg.graph import STORE
    from kg.store import DiskStore

    knowledge = make_knowledge(claims)
    disk = DiskStore(folder / STORE)
    disk.write(replace(knowledge, connections=make_connections(knowledge)))
    return len(disk.open())


def _export(folder: Path, name: str) -> tuple[float, int]:
    """CPU seconds and peak memory in MiB of the whole command."""
    command = [sys.executable, "-m", "kg", "export", "-g", str(folder), "--format", name]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"kg export --format {name} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
