"""What one more document costs, and one less, by the size of the graph that it comes to."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.apart import CpuReport, Figures, measure_apart
from bench.news import iter_news
from bench.tables import iter_table, machine
from kg.drafts import sync
from kg.pipeline import RECORDS, TURTLE, Report, build, remove
from kg.update.splice import write_edited

_STAGES = {
    "update": "names and claims",
    "write the store": "store",
    "check the graph": "checks",
}
_FILES = {"write the Turtle file": "Turtle", "write the records": "records"}
_LOADING = ("load the language pipeline", "parse", "extract")
_DRAWN = "draw the page"
_MAKING = frozenset({*_STAGES, *_FILES, "link", "assemble", "keep what updates need"}) - {"update"}
_PICTURED = 1_000  # documents at most of a graph whose page is drawn
_DAYS = 600
_TRIED = 9  # documents, each put in and taken out again


def measure_update(
    sizes: Sequence[int], sentences: int, scratch: Path, *, steady: bool
) -> Iterator[str]:
    """The lines of a table. Graphs of former measures in the folder are used again.

    Where the news is steady, there is as much a day whatever the size; else all is of 600 days.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    days = [size * _DAYS // _PICTURED if steady else _DAYS for size in sizes]
    measured = [
        measure_apart("bench.update", size, sentences, count, scratch)
        for size, count in zip(sizes, days, strict=True)
    ]
    names = dict.fromkeys(name for figures in measured for name in figures)
    yield f"Medians of {_TRIED} documents, one process. " + machine("spacy", "pyoxigraph")
    yield ""
    yield from iter_table(
        ("", *(f"{size:,} documents" for size in sizes)),
        ([name, *(figures.get(name, "–") for figures in measured)] for name in names),
    )


@dataclass(frozen=True, slots=True)
class _Bench:
    """A graph, and documents to put in and take out."""

    output: Path
    documents: Sequence[Path]

    def build(self, texts: Path, **options: bool) -> _Spent:
        """Put texts into the graph."""
        return _measured(build, texts, self.output, **options)

    def change(
        self, documents: Sequence[Path] = (), **options: bool
    ) -> tuple[list[_Spent], list[_Spent]]:
        """Put each document in, and take it out again."""
        more, less = [], []
        for document in documents or self.documents:
            more.append(self.build(document, **options))
            less.append(_measured(remove, document.name, self.output, **options))
        assert all(spent.report.is_update for spent in (*more, *less))
        return more, less


@dataclass(frozen=True, slots=True)
class _Spent:
    """The CPU seconds of a change, loading and reading aside, and those of its stages."""

    all: float
    report: Report

    def stages(self, *stages: str) -> float:
        """What these took together."""
        return sum(self.report.seconds.get(stage, 0.0) for stage in stages)


def _measured(work: Callable[..., object], *given: object, **options: bool) -> _Spent:
    report = CpuReport()
    start = time.process_time()
    work(*given, **{"page": False, **options}, workers=1, report=report)
    spent = time.process_time() - start
    return _Spent(spent - sum(report.seconds.get(stage, 0.0) for stage in _LOADING), report)


def _measure(size: int, sentences: int, days: int, scratch: Path) -> Figures:
    lines = list(map(_printed, iter_news(size + _TRIED, sentences, days=days)))
    name = f"update-{size}" if days == _DAYS else f"update-{size}-{days}"
    texts, output = scratch / f"{name}.jsonl", scratch / name
    texts.write_text("\n".join(lines[:size]) + "\n")
    documents = [scratch / f"one-{number}.jsonl" for number in range(_TRIED)]
    for document, line in zip(documents, lines[size:], strict=True):
        document.write_text(line + "\n")
    bench = _Bench(output, documents)
    made = bench.build(texts)
    figures = {
        **_alone(bench),
        **_with_files(bench),
        "store: new bytes, MB": _own_bytes(output / "store"),
        "files: bytes copied, MB": _size(output, TURTLE, RECORDS),
        "files: copying and flushing them alone, CPU ms": _copying(output, TURTLE, RECORDS),
    }
    if size <= _PICTURED:
        bench.build(documents[0], page=True)
        drawn = _measured(remove, documents[0].name, output, page=True)
        figures["the page where it is drawn, CPU ms"] = 1000 * drawn.stages(_DRAWN)
    if not made.report.is_update:
        figures["all made anew from what was read, CPU ms"] = 1000 * made.stages(*_MAKING)
    return figures


def _printed(line: str) -> str:
    """A record with what its paper prints under each of its reports."""
    record = json.loads(line)
    about = (
        f"{record['source']} has been printed in this town since 1872 and belongs to its readers."
    )
    return json.dumps({**record, "text": f"{record['text']}\n{about}"})


def _alone(bench: _Bench) -> Figures:
    """What changes cost where the store alone is written."""
    bench.change(bench.documents[:1], files=False)  # what is loaded once, is loaded
    more, less = bench.change(files=False)
    return {
        "one more with --only-store, CPU ms": _median(spent.all for spent in more),
        **{f"– {name}": _median(s.stages(stage) for s in more) for stage, name in _STAGES.items()},
        "– the rest": _median(s.all - s.stages(*_STAGES) for s in more),
        "one less with --only-store, CPU ms": _median(spent.all for spent in less),
    }


def _with_files(bench: _Bench) -> Figures:
    """What they cost where the files are written too."""
    bench.change(bench.documents[:1])
    more, less = bench.change()
    return {
        "one more with its files, CPU ms": _median(spent.all for spent in more),
        **{f"– {name}": _median(s.stages(stage) for s in more) for stage, name in _FILES.items()},
        "one less with its files, CPU ms": _median(spent.all for spent in less),
    }


def _copying(folder: Path, *names: str) -> float:
    """What the system takes for that."""
    spent = []
    for _ in range(_TRIED):
        start = time.process_time()
        drafts = {name: folder / f"store.a.{name}.new" for name in names}
        for name, draft in drafts.items():
            write_edited(folder / name, draft, [])
        sync(drafts)
        for draft in drafts.values():
            draft.unlink()
        spent.append(time.process_time() - start)
    return _median(spent)


def _median(seconds: Iterable[float]) -> float:
    return 1000 * median(seconds)


def _size(folder: Path, *names: str) -> float:
    return sum((folder / name).stat().st_size for name in names) / 1e6


def _own_bytes(store: Path) -> float:
    """Megabytes of the place in use that it does not share with the former one."""
    place = store / (store / "current").read_text().strip()
    return sum(f.stat().st_size for f in place.iterdir() if f.stat().st_nlink == 1) / 1e6


if __name__ == "__main__":
    print(json.dumps(_measure(*map(int, sys.argv[1:4]), Path(sys.argv[4]))))
