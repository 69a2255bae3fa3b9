"""Our server and Oxigraph's own under load: many clients ask the shelf while a writer updates.

Both hold the same graph, get the same texts (queries of the shelf with values filled in) and stop a
query at the same time. Our writer replaces the graph as a build does; Oxigraph's sends updates. At
each update one document comes or goes, and a client looks whether it ever sees half of it.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from bench.generate import make_knowledge
from bench.tables import iter_table, machine
from kg.graph import STORE
from kg.model import Knowledge
from kg.queries import fill, list_queries
from kg.rdf import About, iter_quads
from kg.store import DiskStore

OXIGRAPH = "oxigraph==0.5.13"
SHELVES = ("entity", "event", "claim", "corpus")
VALUES = {"iri": "ent:Entity_{}", "number": "0.8", "date": "2020-01-01", "text": "Entity {}"}
QUERY_SECONDS = 10
PAUSE = 5.0  # seconds between two updates
BY_DESIGN = (429, 503)  # turned away, since too many ask
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Server:
    """What is asked: its process, its port, and where it takes queries."""

    name: str
    pid: int
    port: int
    path: str


@dataclass
class Measured:
    """What came of one server's load."""

    name: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)  # 0: no answer
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)  # MiB, each second
    alone: float = 0.0  # CPU seconds of an answer when each query is asked once, in turn
    cpu: float = 0.0  # seconds in all
    updates: int = 0
    halves: int = 0
    looks: int = 0

    @property
    def all_seconds(self) -> list[float]:
        return [second for seconds in self.seconds.values() for second in seconds]


Question = tuple[str, str]  # name on the shelf, text


def measure_serving(claims: int, clients: int, seconds: float, scratch: Path) -> Iterator[str]:
    """The lines of two tables: the servers, and the parts of the shelf."""
    scratch.mkdir(parents=True, exist_ok=True)
    whole = make_knowledge(claims)
    partial, document = _without_a_document(whole)
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        DiskStore(folder / STORE).write(whole, About())
        quads = sum(1 for _ in iter_quads(whole, About()))
        questions = _questions(folder, claims)
        look = _look(document, sum(e.document_id == document for e in whole.evidence))
        measured = []
        with _ours(folder) as server:
            write = _rewriter(folder, claims)
            measured.append(_load(server, questions, clients, seconds, write, look))
        with _oxigraph(folder, whole, scratch) as server:
            write = _updater(server, whole, partial)
            measured.append(_load(server, questions, clients, seconds, write, look))
    yield (
        f"{quads:,} RDF statements, {clients} clients without pause for {seconds:g} s each, "
        f"{len(questions)} texts of {len({name for name, _ in questions})} queries of the shelf. "
        f"{machine('pyoxigraph')}"
    )
    yield ""
    yield from _servers(measured, seconds)
    yield ""
    yield from _queries(measured)


# The tables


def _servers(measured: Sequence[Measured], seconds: float) -> Iterator[str]:
    head = (
        "server", "CPU s an answer, in turn", "under load", "answers a second", "p50, s", "p99, s",
        "errors", "turned away", "memory at first, MiB", "at last", "most", "updates meanwhile",
        "looks", "halves seen",
    )  # fmt: skip
    rows = []
    for m in measured:
        first, last = _levels(m.memory)
        answers = m.statuses[200]
        turned_away = sum(m.statuses[status] for status in BY_DESIGN)
        errors = sum(m.statuses.values()) - answers - turned_away
        rows.append(
            [m.name, m.alone, m.cpu / answers, answers / seconds,
             _p50(m.all_seconds), _p99(m.all_seconds), errors, turned_away,
             first, last, max(m.memory), m.updates, m.looks, m.halves]
        )  # fmt: skip
    yield from iter_table(head, rows)
    for m in measured:
        if m.faults:
            yield ""
            yield f"Errors of {m.name}: " + "; ".join(f"{n} × {why}" for why, n in m.faults.items())


def _queries(measured: Sequence[Measured]) -> Iterator[str]:
    """Each part of the shelf: how long the answers took."""
    head = ("queries", *(f"{m.name}, {what}" for m in measured for what in ("p50, s", "p99, s")))
    rows = []
    for shelf in SHELVES:
        cells: list[float | str] = []
        for m in measured:
            names = (name for name in m.seconds if name.startswith(f"{shelf}/"))
            seconds = [second for name in names for second in m.seconds[name]]
            cells += [_p50(seconds), _p99(seconds)]
        rows.append([f"{shelf}/", *cells])
    yield from iter_table(head, rows)


def _p50(seconds: Sequence[float]) -> float | str:
    return median(seconds) if seconds else "–"


def _p99(seconds: Sequence[float]) -> float | str:
    return quantiles(seconds, n=100)[98] if len(seconds) > 1 else _p50(seconds)


def _levels(memory: Sequence[int]) -> tuple[int, int]:
    """The memory after a fifth of the time, when all is warm, and in the last fifth."""
    fifth = max(1, len(memory) // 5)
    return int(median(memory[fifth : 2 * fifth] or memory)), int(median(memory[-fifth:]))


# The questions


def _questions(folder: Path, claims: int) -> list[Question]:
    """Each query of the shelf for some popular and some rare entities, and those that answer."""
    store = DiskStore(folder / STORE).open()
    random = Random(7)
    questions = []
    for query in list_queries():
        if query.name.split("/")[0] not in SHELVES:
            continue
        for _ in range(5 if query.parameters else 1):
            number = int(max(claims // 5, 10) * random.random() ** 3)
            values = {p.name: VALUES[p.type].format(number) for p in query.parameters}
            questions.append((query.name, fill(store, query, values)))
    return questions


def _without_a_document(knowledge: Knowledge) -> tuple[Knowledge, str]:
    """All but the document that most evidence is from, and its id."""
    counts = Counter(evidence.document_id for evidence in knowledge.evidence)
    ((gone, _),) = counts.most_common(1)
    documents = tuple(d for d in knowledge.documents if d.id != gone)
    evidence = tuple(e for e in knowledge.evidence if e.document_id != gone)
    return replace(knowledge, documents=documents, evidence=evidence), gone


def _look(document: str, expected: int) -> tuple[str, set[str]]:
    """A query for what is there of a document, and the answers that are not half of it."""
    iri = About().names.node("document", document)
    text = (
        "PREFIX prov: <http://www.w3.org/ns/prov#> SELECT (COUNT(?evidence) AS ?n) "
        f"{{ ?evidence prov:hadPrimarySource {iri} }}"
    )
    return text, {"0", str(expected)}


# The load


def _load(
    server: Server,
    questions: Sequence[Question],
    clients: int,
    seconds: float,
    write: Callable[[int], None],
    look: tuple[str, set[str]],
) -> Measured:
    measured = Measured(server.name)
    ends = threading.Event()
    lock = threading.Lock()
    measured.alone = _ask_in_turn(server, dict(questions))
    before = _cpu(server.pid)
    with ThreadPoolExecutor(clients + 3) as threads:
        work = [threads.submit(_ask_on, server, questions, n, measured, lock, ends)
                for n in range(clients)]  # fmt: skip
        work += [
            threads.submit(_update_on, write, measured, ends),
            threads.submit(_look_on, server, look, measured, ends),
            threads.submit(_watch_memory, server, measured, ends),
        ]
        time.sleep(seconds)
        ends.set()
        for each in work:
            each.result()
    measured.cpu = _cpu(server.pid) - before
    return measured


def _ask_in_turn(server: Server, questions: Mapping[str, str]) -> float:
    before = _cpu(server.pid)
    for text in questions.values():
        _ask(server, text)
    return (_cpu(server.pid) - before) / len(questions)


def _ask_on(
    server: Server,
    questions: Sequence[Question],
    number: int,
    measured: Measured,
    lock: threading.Lock,
    ends: threading.Event,
) -> None:
    random = Random(number)
    while not ends.is_set():
        name, text = random.choice(questions)
        began = time.perf_counter()
        status, body = _ask(server, text)
        took = time.perf_counter() - began
        with lock:
            measured.statuses[status] += 1
            if status == 200:
                measured.seconds[name].append(took)
            elif status not in BY_DESIGN:
                measured.faults[f"{name}: {status} {body[:60].decode(errors='replace')}"] += 1
        if status in BY_DESIGN:
            time.sleep(0.5)  # as a client does that is told to try again


def _ask(server: Server, text: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json",
    }
    try:
        connection.request("POST", server.path, text.encode(), headers)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException) as error:
        return 0, repr(error).encode()
    finally:
        connection.close()


def _update_on(write: Callable[[int], None], measured: Measured, ends: threading.Event) -> None:
    while not ends.wait(PAUSE):
        write(measured.updates)
        measured.updates += 1


def _look_on(
    server: Server, look: tuple[str, set[str]], measured: Measured, ends: threading.Event
) -> None:
    text, whole = look
    while not ends.wait(0.2):
        status, body = _ask(server, text)
        if status == 200:
            (row,) = json.loads(body)["results"]["bindings"]
            measured.looks += 1
            measured.halves += row["n"]["value"] not in whole


def _watch_memory(server: Server, measured: Measured, ends: threading.Event) -> None:
    while not ends.wait(1.0):
        measured.memory.append(_memory(server.pid))


def _memory(pid: int) -> int:
    """MiB of a process and those that it started, what they share counted once."""
    total = 0
    for process in _tree(pid):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            lines = (process / "smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total // 1024


def _cpu(pid: int) -> float:
    """CPU seconds of a process and those that it started, also of those that have ended."""
    ticks = 0
    for process in _tree(pid):
        with contextlib.suppress(OSError):
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # its own, and of children that it waited for
    return ticks / os.sysconf("SC_CLK_TCK")


def _tree(pid: int) -> Iterator[Path]:
    waiting = [pid]
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        yield process
        with contextlib.suppress(OSError):
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())


# Ours


@contextmanager
def _ours(folder: Path) -> Iterator[Server]:
    command = [
        sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0",
        "--seconds", str(QUERY_SECONDS),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        select.select([process.stdout], [], [], 60)
        port = int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
        yield Server("kg serve", process.pid, port, "/sparql")
    finally:
        process.terminate()
        process.wait()


def _rewriter(folder: Path, claims: int) -> Callable[[int], None]:
    """Puts the graph without the document in place of that with it, and back, as a build does."""

    def write(number: int) -> None:
        code = f"from bench.serving import rewrite; rewrite({str(folder)!r}, {claims}, {number})"
        subprocess.run(["nice", sys.executable, "-c", code], check=True, cwd=ROOT)

    return write


def rewrite(folder: str, claims: int, number: int) -> None:
    """Write the graph anew: of even number without the document."""
    whole = make_knowledge(claims)
    knowledge = whole if number % 2 else _without_a_document(whole)[0]
    DiskStore(Path(folder) / STORE).write(knowledge, About())


# Oxigraph's


@contextmanager
def _oxigraph(folder: Path, knowledge: Knowledge, scratch: Path) -> Iterator[Server]:
    program = _install(scratch)
    dump, place = folder / "graph.nq", folder / "oxigraph"
    with dump.open("wb") as file:
        ox.serialize(iter_quads(knowledge, About()), file, ox.RdfFormat.N_QUADS)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    load = [program, "load", "--location", place, "--file", dump]
    subprocess.run(load, check=True, **quiet)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve = [program, "serve", "--location", place, "--bind", f"127.0.0.1:{port}",
             "--timeout-s", str(QUERY_SECONDS)]  # fmt: skip
    process = subprocess.Popen(serve, **quiet)
    server = Server("Oxigraph", process.pid, port, "/query")
    try:
        while _ask(server, "ASK {}")[0] != 200:
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait()


def _install(scratch: Path) -> str:
    """The server's program from PyPI, in an environment of its own."""
    folder = scratch / "oxigraph"
    program = folder / "bin" / "oxigraph"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        python = str(folder / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", OXIGRAPH], check=True)
    return str(program)


def _updater(server: Server, whole: Knowledge, partial: Knowledge) -> Callable[[int], None]:
    """Takes the document out in one update, and puts it in again in another."""
    parts = set(iter_quads(whole, About())) - set(iter_quads(partial, About()))
    lines = b"".join(_in_graph(quad) for quad in sorted(parts, key=str)).decode()

    def write(number: int) -> None:
        verb = "INSERT" if number % 2 else "DELETE"
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        body = f"{verb} DATA {{ {lines} }}".encode()
        headers = {"Content-Type": "application/sparql-update"}
        connection.request("POST", "/update", body, headers)
        response = connection.getresponse()
        assert response.status < 300, response.read()[:200]
        connection.close()

    return write


def _in_graph(quad: ox.Quad) -> bytes:
    triple = f"{quad.subject} {quad.predicate} {quad.object} ."
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return f"{triple}\n".encode()
    return f"GRAPH {quad.graph_name} {{ {triple} }}\n".encode()
