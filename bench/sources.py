"""Memory of reading: peak resident size over generated files of two lengths, each in a process."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import BinaryIO

from bench.tables import iter_table, machine

_WORDS = """crane harbour boat mayor water wind cable master town night wall port ship bay pier rope
storm tower diver cabin council budget road bridge school nurse strike vote law court""".split()
_SENTENCES, _LENGTH = 4, 12  # of a text, in words


def measure_sources(
    sizes: Sequence[int], kinds: Sequence[str], ways: Sequence[str]
) -> Iterator[str]:
    """The lines of a table: each kind of file at each size, its documents let go, or all held."""
    yield f"Texts of {_SENTENCES * _LENGTH} words. {machine('warcio', 'trafilatura')}"
    yield ""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for size in sizes:
                path = Path(folder, f"{size}.{kind}")
                with path.open("wb") as stream:
                    _WRITERS[kind](stream, size)
                for way in ways:
                    found = _run(path, way)
                    megabytes = path.stat().st_size // 10**6
                    rows.append((f".{kind}, {way}", size, megabytes, found["cpu"], found["peak"]))
                path.unlink()
    yield from iter_table(("file", "documents", "MB", "CPU s", "peak MiB"), rows)


def _texts(count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(1)
    for number in range(count):
        sentences = (" ".join(chance.choices(_WORDS, k=_LENGTH - 3)) for _ in range(_SENTENCES))
        text = " ".join(f"The {words} has fallen." for words in sentences)
        yield f"Report {number} of the harbour", text


def _write_lines(stream: BinaryIO, count: int) -> None:
    for title, text in _texts(count):
        record = {"title": title, "maintext": text, "date_publish": "2026-01-03 10:00:00"}
        stream.write(json.dumps(record).encode() + b"\n")


def _write_crawl(stream: BinaryIO, count: int) -> None:
    for number, (title, text) in enumerate(_texts(count)):
        page = f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: https://vell.example/{number}\r\n"
            "WARC-Date: 2026-01-03T10:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        stream.write(head.encode() + http + b"\r\n\r\n")


_WRITERS: dict[str, Callable[[BinaryIO, int], None]] = {
    "jsonl": _write_lines,
    "warc": _write_crawl,
}


def _run(path: Path, way: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.sources", str(path), way]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(path: str, way: str) -> None:
    """Read one file in this process, and say what it took."""
    from kg.sources import read_documents

    documents = read_documents([Path(path)])
    held = list(documents) if way == "held" else sum(1 for _ in documents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    count = held if isinstance(held, int) else len(held)
    print(json.dumps({"documents": count, "cpu": process_time(), "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
