"""Folders that the graph follows: what is new, changed or gone in them is built in meanwhile.

A build takes seconds and much memory, so each is a process of its own; it commits as a whole or
not at all, and the workers open what is current at their next request.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from watchfiles import awatch

from kg.errors import KgError, SourceError, StoreError
from kg.sources.files import find_named_files

Stamps = Mapping[str, tuple[int, int]]  # by the names of files: their times and sizes

SETTLED = 0.5  # seconds in which nothing has changed: who copies a file has ended
TICK = 1_000  # milliseconds after which to look whether a build is due without a change
AGAIN = 30.0  # seconds after which to try what another build kept from being written
log = logging.getLogger("kg.serve")


async def follow(folder: Path, paths: tuple[Path, ...]) -> None:
    """Build in what the paths hold, and again whenever that has changed; until cancelled."""
    built: Stamps = {}
    told: set[str] = set()
    due: float | None = 0.0
    async for changes in awatch(*paths, rust_timeout=TICK, yield_on_timeout=True):
        is_due = due is not None and due <= time.monotonic()
        if not (changes or is_due):
            continue
        now = await _settle(paths)
        if now == built and not is_due:
            continue
        outcome = await _build(folder, paths, sorted(built.keys() - now.keys()))
        for line in sorted(set(outcome["lines"]) - told):
            log.warning("%s", line)
        log.info("%s", outcome["done"])
        told = set(outcome["lines"])
        due = time.monotonic() + AGAIN if outcome["again"] else None
        built = built if outcome["again"] else now


async def _settle(paths: Iterable[Path]) -> Stamps:
    """What the files are when they have not changed for a while."""
    before: Stamps | None = None
    while (now := await asyncio.to_thread(_stamp, paths)) != before:
        before = now
        await asyncio.sleep(SETTLED)
    return now


def _stamp(paths: Iterable[Path]) -> Stamps:
    stamps = {}
    for path in _with_files(paths):
        for file, name in find_named_files([path]):
            try:
                status = file.stat()
            except OSError:  # gone since
                continue
            stamps[name] = status.st_mtime_ns, status.st_size
    return stamps


def _with_files(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        try:
            find_named_files([path])
        except SourceError:
            continue
        found.append(path)
    return found


async def _build(folder: Path, paths: Iterable[Path], gone: list[str]) -> dict[str, Any]:
    """Build in a process of its own; what came of it."""
    task = {"folder": str(folder), "paths": [str(path) for path in paths], "gone": gone}
    pipe = asyncio.subprocess.PIPE
    # By our own path, since the folder that the server was started in may hold anything.
    boot = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", boot, stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        out, errors = await process.communicate(json.dumps(task).encode())
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode == 0:
        return dict(json.loads(out))
    last = errors.decode(errors="replace").strip().rpartition("\n")[2] or "killed"
    return {"lines": [f"the build failed: {last}"], "again": False, "done": "built in nothing"}


def main() -> None:
    """Build what standard input says, and tell on standard output what came of it."""
    if hasattr(os, "nice"):
        os.nice(5)  # those who ask come first
    print(json.dumps(_build_here(**json.load(sys.stdin))))


def _build_here(folder: str, paths: list[str], gone: list[str]) -> dict[str, Any]:
    from kg.pipeline import Report, build

    report = Report()
    full = _with_files(map(Path, paths))
    try:
        if full or gone:
            build(full, folder, gone=gone, report=report)
    except KgError as error:
        again = isinstance(error, StoreError)  # another may be writing
        return {"lines": [_one_line(error)], "again": again, "done": "built in nothing"}
    skipped = report.skipped
    lines = [_one_line(skip) for skip in skipped.skips]
    if more := skipped.total - len(lines):
        lines.append(f"and {more} more were skipped")
    done = (
        f"built in: {report.read} read, {report.kept} kept, {len(report.gone)} removed or replaced"
    )
    return {"lines": lines, "again": False, "done": done}


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
