"""What one more document costs, and one less, by the size of the graph that it comes to."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.apart import CpuReport, Figures, measure_apart
from bench.news import iter_news
from bench.tables import iter_table, machine

if TYPE_CHECKING:
    from kg.pipeline import Report

_STAGES = {
    "update": "names and claims",
    "write the store": "store",
    "write the Turtle file": "Turtle",
    "write the records": "records",
}
_LOADING = ("load the language pipeline", "parse", "extract")
_DRAWN = "draw the page"
_MAKING = frozenset({*_STAGES, "link", "assemble", "keep what updates need"}) - {"update"}
_TRIED = 5  # documents, each put in and taken out again


def measure_update(sizes: Sequence[int], sentences: int, scratch: Path) -> Iterator[str]:
    """The lines of a table. Graphs of former measures in the folder are used again."""
    scratch.mkdir(parents=True, exist_ok=True)
    measured = [measure_apart("bench.update", size, sentences, scratch) for size in sizes]
    yield f"Medians of {_TRIED} documents, one process. " + machine("spacy", "pyoxigraph")
    yield ""
    yield from iter_table(
        ("", *(f"{size:,} documents" for size in sizes)),
        ([name, *(m[name] for m in measured)] for name in measured[0]),
    )


def _measure(size: int, sentences: int, scratch: Path) -> Figures:
    from kg.pipeline import build, remove

    def change(work: object, *given: object, page: bool = False) -> tuple[float, Report]:
        assert callable(work)
        report = CpuReport()
        start = time.process_time()
        work(*given, page=page, workers=1, report=report)
        return time.process_time() - start, report

    lines = list(islice(iter_news(size + _TRIED, sentences), size + _TRIED))
    texts, output = scratch / f"update-{size}.jsonl", scratch / f"update-{size}"
    texts.write_text("\n".join(lines[:size]) + "\n")
    _, made = change(build, texts, output)
    more: list[tuple[float, Report]] = []
    less: list[tuple[float, Report]] = []
    for number in range(_TRIED):
        (one := scratch / f"one-{number}.jsonl").write_text(lines[size + number] + "\n")
        more.append(change(build, one, output))
        new = _own_bytes(output / "store")
        less.append(change(remove, one.name, output))
    change(build, one, output, page=True)
    _, report = change(remove, one.name, output, page=True)
    assert all(report.is_update for _, report in (*more, *less))

    def spent(changes: list[tuple[float, Report]], *stages: str) -> float:
        return 1000 * median(sum(r.seconds.get(s, 0.0) for s in stages) for _, r in changes)

    def all_but_loading(changes: list[tuple[float, Report]]) -> float:
        return median(
            1000 * (all - sum(r.seconds.get(s, 0.0) for s in _LOADING)) for all, r in changes
        )

    files = (output / "graph.ttl", output / "statements.jsonl")
    return {
        "one more, all but reading it, CPU ms": all_but_loading(more),
        **{f"– {name}": spent(more, stage) for stage, name in _STAGES.items()},
        "– the rest": all_but_loading(more) - sum(spent(more, stage) for stage in _STAGES),
        "one less, CPU ms": all_but_loading(less),
        "the page where it is drawn, CPU ms": 1000 * report.seconds[_DRAWN],
        "store: new bytes, MB": new,
        "files: bytes copied, MB": sum(file.stat().st_size for file in files) / 1e6,
        "all made anew from what was read, CPU ms": _anew(made, output.with_suffix(".json")),
    }


def _own_bytes(store: Path) -> float:
    """Megabytes of the place in use that it does not share with the former one."""
    place = store / (store / "current").read_text().strip()
    return sum(f.stat().st_size for f in place.iterdir() if f.stat().st_nlink == 1) / 1e6


def _anew(report: Report, note: Path) -> float:
    """CPU milliseconds of all that follows reading, where the whole graph was made; noted once."""
    if not report.is_update:
        spent = sum(seconds for stage, seconds in report.seconds.items() if stage in _MAKING)
        note.write_text(json.dumps(1000 * spent))
    return float(json.loads(note.read_text()))


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
