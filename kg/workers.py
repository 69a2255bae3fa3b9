"""Documents read one by one, here or by several processes that each load the model once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, TypeVar

from kg.errors import PipelineError
from kg.model import Document, Reading
from kg.readings import document_record, pack, read_document_record

T = TypeVar("T")
Reader = Callable[[Document], Reading]
Outcome = tuple[Document, "bytes | Failure"]  # a packed reading, or why there is none

FEW = 20  # documents that one process has read before a second has loaded the model
_PATIENCE = 120.0  # seconds that a process may take to load the model, and then for any document
_PACE = 1_000  # characters that the slowest machine reads in a second
_AHEAD = 4  # documents for each process that are drawn before it asks for them
_ATTEMPTS = 2  # to read a document, and to start a process for it
_READY = b"ready\n"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document was set aside."""

    reason: str
    detail: str = ""


def choose_workers(documents: int) -> int:
    """One for a few documents, else one for each core that this process may use."""
    if documents < FEW:
        return 1
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def make_reader(
    pipeline: str, timed: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
) -> Reader:
    """Load the language pipeline, and return what reads a document with it.

    Each document is parsed by itself: what is read of it then cannot depend, in the last digit of
    some score, on which others were parsed beside it.
    """
    with timed("load the language pipeline"):
        from kg.extract import read
        from kg.parse import load_pipeline, parse_documents

        nlp = load_pipeline(pipeline)

    def read_one(document: Document) -> Reading:
        with nlp.memory_zone():  # the words of each document are forgotten after it
            with timed("parse"):
                ((_, doc),) = parse_documents([document], pipeline=pipeline)
            with timed("extract"):
                return read(document, doc)

    return read_one


def read_here(documents: Iterable[Document], read: Reader) -> Iterator[Outcome]:
    """Read in this process, in order."""
    for document in documents:
        yield document, _attempt(read, document)


def _attempt(read: Reader, document: Document) -> bytes | Failure:
    """A document that we cannot read, whatever the reason, must not cost all the others."""
    try:
        return pack(read(document))
    except Exception as error:
        detail = " ".join(f"{type(error).__name__}: {error}".split())
        return Failure("reading failed", detail[:200])


def read_apart(
    documents: Iterable[Document], *, pipeline: str, workers: int, patience: float = _PATIENCE
) -> Iterator[Outcome]:
    """Read in this many processes; outcomes come as they are ready, in no order.

    Documents are drawn as they are needed, so that a few of them are here at a time.

    A process that dies, or takes longer than `patience` and what the length of the document allows,
    is replaced, and its document tried once more. Raises PipelineError where none can start.
    """
    crew = _Crew((*COMMAND, pipeline), patience)
    threads = ThreadPoolExecutor(workers, thread_name_prefix="kg reader")
    waiting = iter(documents)
    running = {threads.submit(crew.read, d) for d in islice(waiting, _AHEAD * workers)}
    try:
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {threads.submit(crew.read, d) for d in islice(waiting, len(done))}
            for outcome in done:
                yield outcome.result()
    finally:
        crew.dismiss()
        threads.shutdown(cancel_futures=True)


# Without -P a file of the current folder could stand in for a module that the process imports.
COMMAND = (sys.executable, "-P", "-m", "kg.workers")


@dataclass(slots=True)
class _Crew:
    """A process for each thread that asks for a reading."""

    command: tuple[str, ...]
    patience: float
    is_dismissed: bool = False
    processes: dict[int, _Process] = field(default_factory=dict)  # by the thread
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, document: Document) -> Outcome:
        limit = self.patience + len(document.text) / _PACE
        deaths: list[bool] = []  # for each, whether it was over this document
        while (process := self._own()) is not None:
            try:
                return document, process.ask(document, limit)
            except _DiedError as death:
                self._drop()
                deaths.append(process.is_ready)
                if deaths.count(True) == _ATTEMPTS:
                    return document, Failure("reading failed", str(death))
                if deaths.count(False) == _ATTEMPTS:
                    raise PipelineError(f"cannot start more processes, try one: {death}") from None
        return document, Failure("reading failed", "stopped")

    def dismiss(self) -> None:
        """End all processes, at once: they hold nothing that is not sent yet."""
        with self.lock:
            self.is_dismissed = True
            for process in self.processes.values():
                process.end()
            self.processes.clear()

    def _own(self) -> _Process | None:
        me = threading.get_ident()
        with self.lock:
            if not self.is_dismissed and me not in self.processes:
                self.processes[me] = _Process(self.command)
            return self.processes.get(me)

    def _drop(self) -> None:
        with self.lock:
            process = self.processes.pop(threading.get_ident(), None)
        if process is not None:
            process.end()


class _DiedError(Exception):
    """A process ended before it answered; the text says how."""


class _Process:
    """A process of ours that reads one document after the other, and can be killed."""

    def __init__(self, command: Sequence[str]) -> None:
        self.is_ready = False
        places = os.pathsep.join(place or os.getcwd() for place in sys.path)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": places},
        )

    def ask(self, document: Document, limit: float) -> bytes | Failure:
        """Send a document and wait for its reading; a process that is late is killed."""
        if not self.is_ready:
            self._within(_PATIENCE, self._greet)
            self.is_ready = True
        return self._within(limit, lambda: self._exchange(document))

    def _within(self, limit: float, act: Callable[[], T]) -> T:
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            self._process.kill()

        timer = threading.Timer(limit, end)
        timer.daemon = True
        timer.start()
        try:
            return act()
        except (OSError, EOFError):
            self._process.kill()
            status = self._process.wait()
            how = f"took more than {limit:.0f} s" if is_late.is_set() else f"ended with {status}"
            raise _DiedError(f"its process {how}") from None
        finally:
            timer.cancel()

    def _greet(self) -> None:
        assert self._process.stdout is not None
        if self._process.stdout.readline() != _READY:
            raise EOFError

    def _exchange(self, document: Document) -> bytes | Failure:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(document_record(document)).encode() + b"\n")
        self._process.stdin.flush()
        kind, _, size = self._process.stdout.readline().decode().partition(" ")
        answer = self._process.stdout.read(int(size or 0))
        if not size or len(answer) < int(size):
            raise EOFError
        return answer if kind == "read" else Failure(*json.loads(answer))

    def end(self) -> None:
        with suppress(OSError), self._process:  # what was not yet sent has nowhere to go
            self._process.kill()


# --- in the process ---


def main() -> None:
    """Load the pipeline that the command names, and answer until there is no more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; we are told to end
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever prints must not be taken for an answer
        serve(sys.stdin.buffer, answers, make_reader(sys.argv[-1]))


def serve(questions: BinaryIO, answers: BinaryIO, read: Reader) -> None:
    """Answer each line, a document, with a line that tells kind and size, and so many bytes.

    A first line says that the model is loaded.
    """
    answers.write(_READY)
    answers.flush()
    for line in questions:
        outcome = _attempt(read, read_document_record(json.loads(line)))
        if isinstance(outcome, bytes):
            kind, data = "read", outcome
        else:
            kind, data = "failed", json.dumps([outcome.reason, outcome.detail]).encode()
        answers.write(f"{kind} {len(data)}\n".encode() + data)
        answers.flush()


if __name__ == "__main__":
    main()
