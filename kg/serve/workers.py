"""The pool of workers: few, ended when they take too long, replaced when they die."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kg.serve import worker
from kg.serve.answers import Answer, RequestError
from kg.serve.settings import Settings

START = 60.0  # seconds a worker may take to be ready
RETRY = {"Retry-After": "2"}


class Pool:
    """Asks one of a few workers; at most `settings.waiting` requests wait for one to be free."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers = [Worker(settings) for _ in range(settings.workers)]
        self._threads = ThreadPoolExecutor(settings.workers, "kg-serve")
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._waiting = 0

    async def start(self) -> None:
        """Start all workers."""
        loop = asyncio.get_running_loop()
        starting = (loop.run_in_executor(self._threads, one.start) for one in self._workers)
        await asyncio.gather(*starting)
        for one in self._workers:
            self._idle.put_nowait(one)

    def stop(self) -> None:
        """End all workers."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for one in self._workers:
            one.close()

    async def ask(
        self, operation: str, arguments: dict[str, Any], *, seconds: float | None = None
    ) -> Answer:
        """Have a worker do it. Raises RequestError: 503 where all is taken, or the worker's reason.

        If the caller is cancelled, as when its client has gone, the worker is ended.
        """
        limit = seconds or self._settings.limits.seconds
        one = await self._free_worker(limit)
        request = {"operation": operation, "arguments": arguments, "seconds": limit}
        work = asyncio.get_running_loop().run_in_executor(self._threads, one.ask, request)
        work.add_done_callback(lambda _: self._idle.put_nowait(one))
        try:
            answer = await asyncio.shield(work)
        except asyncio.CancelledError:
            work.add_done_callback(_forget)
            one.interrupt()
            raise
        if answer.status >= 400 and answer.media == "application/json":
            raise RequestError(answer.status, json.loads(answer.body))
        return answer

    async def _free_worker(self, patience: float) -> Worker:
        if self._waiting >= self._settings.waiting:
            raise RequestError(503, "too many requests are waiting; try again soon", RETRY)
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                return await self._idle.get()
        except TimeoutError:
            detail = "no worker came free in time; try again soon"
            raise RequestError(503, detail, RETRY) from None
        finally:
            self._waiting -= 1


def _forget(work: asyncio.Future[Answer]) -> None:
    """Take the outcome that nobody waits for, or asyncio complains."""
    if not work.cancelled():
        work.exception()


class Worker:
    """One process, which is started again whenever it has ended."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()  # of the three that follow
        self._busy = self._interrupted = self._closed = False

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=worker.work,
            args=(theirs, str(self._settings.folder), self._settings.limits),
            name="kg-serve-worker",
            daemon=True,
        )
        self._process.start()
        theirs.close()
        if not self._connection.poll(START) or self._connection.recv_bytes() != b"ready":
            self._process.kill()
            raise RequestError(503, "a worker did not start")

    def ask(self, request: dict[str, Any]) -> Answer:
        """Send a request and wait for its answer, or end the process."""
        with self._lock:
            self._busy = True
        try:
            return self._exchange(request)
        finally:
            with self._lock:
                self._busy, again, self._interrupted = False, self._interrupted, False
            if again:
                self._restart()

    def _exchange(self, request: dict[str, Any]) -> Answer:
        try:
            if not self._process.is_alive():
                self._restart()
            self._connection.send_bytes(json.dumps(request).encode())
            if self._connection.poll(request["seconds"]):
                return worker.receive(self._connection)
        except (EOFError, OSError):
            self._process.join(START)
            reason = _reason(self._process.exitcode)
            self._restart()
            raise RequestError(500, reason) from None
        self._restart()
        raise RequestError(504, f"ended after {request['seconds']:g} seconds; ask for less")

    def interrupt(self) -> None:
        """End the process if it works on something; `ask` then starts another."""
        with self._lock:
            if self._busy:
                self._interrupted = True
                self._process.kill()

    def close(self) -> None:
        """End the process for good."""
        with self._lock:
            self._closed = True
        self._process.kill()

    def _restart(self) -> None:
        self._process.kill()
        self._process.join(START)
        self._connection.close()
        if not self._closed:
            self.start()


def _reason(status: int | None) -> str:
    if status == -signal.SIGABRT:
        return "the request took more memory than one may have"
    return "the request brought down the process that worked on it"
