"""A worker: a process that reads one graph, answers one request after another, and may die.

It reads untrusted queries with an engine that crashes on some of them, so nothing of worth is in
it: it holds the graph read-only, has no way to the network, and the system ends it at its limits
of memory and time even if its parent is gone. Messages are JSON and bytes, never pickles, so that
a worker that went wrong cannot do harm in its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import KgError, StoreError
from kg.serve.answers import Answer, RequestError, answer_json
from kg.serve.operations import OPERATIONS
from kg.serve.settings import Limits
from kg.serve.snapshot import Snapshot

GRACE = 1.0  # seconds beyond the time limit, in which the parent should have ended it


def work(connection: Connection, folder: str, limits: Limits) -> None:
    """Answer requests until the parent closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    _leave_network()
    snapshot = Snapshot(Path(folder), limits)
    with contextlib.suppress(StoreError):  # the first request will say so
        snapshot.refresh()
    _limit_memory(limits.memory)
    connection.send_bytes(b"ready")
    while True:
        try:
            request = json.loads(connection.recv_bytes())
        except EOFError:
            return
        with _alarm(request["seconds"] + GRACE):
            answer = _answer(snapshot, request["operation"], request["arguments"])
        send(connection, answer)


def send(connection: Connection, answer: Answer) -> None:
    """Send an answer in two messages, its head and its body."""
    head = asdict(answer) | {"body": None}
    connection.send_bytes(json.dumps(head).encode())
    connection.send_bytes(answer.body)


def receive(connection: Connection) -> Answer:
    """Read what `send` sent."""
    head: dict[str, Any] = json.loads(connection.recv_bytes())
    return Answer(**head | {"body": connection.recv_bytes()})


def _answer(snapshot: Snapshot, operation: str, arguments: dict[str, Any]) -> Answer:
    try:
        snapshot.refresh()
        return OPERATIONS[operation](snapshot, **arguments)
    except RequestError as problem:
        return _refuse(problem.status, problem.detail)
    except StoreError as error:
        return _refuse(503, str(error))
    except KgError as error:
        # What is wrong with a query is its text; elsewhere, that a name names nothing here.
        is_query = operation in ("sparql", "table", "query page")
        return _refuse(400 if is_query else 404, str(error))
    except MemoryError:
        return _refuse(503, "the answer takes more memory than one request may have")


def _refuse(status: int, detail: str) -> Answer:
    answer = answer_json(detail)
    return Answer(answer.body, answer.media, status)


@contextlib.contextmanager
def _alarm(seconds: float) -> Any:
    """Have the system end this process after a time; engine code cannot hold that up."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(allowance: int) -> None:
    """Bound what may be allocated from now on, where the system can; the engine aborts beyond."""
    if sys.platform != "linux":
        return
    import resource

    status = Path("/proc/self/status").read_text(encoding="ascii")
    used = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData"))
    resource.setrlimit(resource.RLIMIT_DATA, (used * 1024 + allowance,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of <sched.h>


def _leave_network() -> None:
    """Move to a network of its own without any way out, where the system allows that.

    The check of the query refuses SERVICE; should a query slip by it, nothing answers here.
    """
    if sys.platform == "linux":
        unshare = ctypes.CDLL(None).unshare
        # As another user root would lose its right to files of others, so first try without.
        unshare(NEW_NETWORK) and unshare(NEW_USER | NEW_NETWORK)
