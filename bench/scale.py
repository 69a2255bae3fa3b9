"""Cost as work grows: CPU, memory, store, queries and page of builds of ten and a hundred times."""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.apart import CpuReport, Figures, measure_apart
from bench.news import iter_news
from bench.tables import iter_table, machine

_QUERIES = (
    "entity/everything", "entity/timeline", "entity/neighbours", "claim/disputed",
    "claim/who-says", "event/planned", "corpus/overview",
)  # fmt: skip
_ABOUT = {  # the parameter that takes an entity
    "entity/everything": "entity", "entity/timeline": "entity", "entity/neighbours": "entity",
    "claim/who-says": "subject",
}  # fmt: skip
_STAGES = {
    "link": "link",
    "assemble": "assemble",
    "write the store": "store",
    "write the Turtle file": "Turtle",
    "write the records": "records",
    "draw the page": "page",
    "check the graph": "check",
    "keep what updates need": "tables for updates",
}
_KIB = 1024 / 1e6  # MB


def measure_scale(sizes: Sequence[int], sentences: int, scratch: Path) -> Iterator[str]:
    """The lines of a table; `scale.json` in the folder keeps the figures for `plot_scale`."""
    scratch.mkdir(parents=True, exist_ok=True)
    measured: list[Figures] = []
    for size in sizes:
        measured.append(measure_apart("bench.scale", size, sentences, scratch))
        (scratch / "scale.json").write_text(json.dumps(measured, indent=1))
    words = measured[-1]["words"] / measured[-1]["documents"]
    yield f"{words:.0f} words a document, one process. " + machine("spacy", "pyoxigraph")
    yield ""
    yield from iter_table(
        ("", *(f"{size:,} documents" for size in sizes), "exponent"),
        ([name, *(m[name] for m in measured), exponent(measured, name)] for name in measured[0]
         if name != "documents"),
    )  # fmt: skip


def exponent(measured: Sequence[Figures], name: str) -> float:
    """The slope of a line through the logarithms: 1 where ten times the work costs ten times."""
    points = [(math.log(m["documents"]), math.log(m[name])) for m in measured if m[name] > 0]
    if len(points) < 2:
        return 0.0
    across, up = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    spread = sum((x - across) ** 2 for x, _ in points)
    return sum((x - across) * (y - up) for x, y in points) / spread


def plot_scale(scratch: Path, picture: Path) -> None:
    """CPU seconds of each stage and megabytes, by documents, both axes in powers of ten."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kg"
    from matplotlib import pyplot as plot

    measured = json.loads((scratch / "scale.json").read_text())
    figure, (left, right) = plot.subplots(1, 2, figsize=(10, 5.2), layout="constrained")
    sizes = [m["documents"] for m in measured]
    for axes, unit in ((left, "CPU s"), (right, "MB")):
        axes.set_prop_cycle(color=matplotlib.color_sequences["tab20"])
        for name in (n for n in measured[0] if n.endswith(f", {unit}")):
            axes.loglog(sizes, [m[name] for m in measured], marker="o", label=name.split(",")[0])
        axes.set(xlabel="documents", title=unit)
        axes.legend(fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3)
    figure.savefig(picture, metadata={"Date": None})


def _measure(size: int, sentences: int, scratch: Path) -> Figures:
    import shutil

    from kg.pipeline import build

    texts, output = scratch / f"news-{size}.jsonl", scratch / f"graph-{size}"
    texts.write_text("\n".join(iter_news(size, sentences)) + "\n")
    shutil.rmtree(output, ignore_errors=True)
    report = CpuReport()
    start = time.process_time()
    build(texts, output, workers=1, report=report)
    own, reader = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    read = reader.ru_utime + reader.ru_stime
    whole = time.process_time() - start + read
    seconds = {"parse and extract": read}  # by a process that loads the model, and is ended
    seconds |= {name: report.seconds.get(stage, 0.0) for stage, name in _STAGES.items()}
    return {
        "documents": report.documents,
        "words": report.words,
        "entities": report.entities,
        "statements": report.statements,
        **{f"{name}, CPU s": spent for name, spent in seconds.items()},
        "rest, CPU s": whole - sum(seconds.values()),
        "all, CPU s": whole,
        "all, CPU ms a document": 1000 * whole / report.documents,
        "peak memory, MB": own.ru_maxrss * _KIB,
        "of the process that reads, MB": reader.ru_maxrss * _KIB,
        "store, MB": _size(output / "store"),
        "Turtle, MB": _size(output / "graph.ttl"),
        "page, MB": _size(output / "graph.html"),
        **_ask(output),
    }


def _size(path: Path) -> float:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(file.stat().st_size for file in files if "readings" not in file.parts) / 1e6


def _ask(output: Path) -> Figures:
    """CPU milliseconds of queries of the shelf, medians of five, about whom most is told."""
    from kg import open_graph
    from kg.analyse import rank_entities

    graph, found = open_graph(output), {}
    entity = f"ent:{rank_entities(graph.knowledge)[0][0]}"
    for name in _QUERIES:
        given = {_ABOUT[name]: entity} if name in _ABOUT else {}
        times = []
        for _ in range(5):
            start = time.process_time()
            graph.query(name, **given).to_table()
            times.append(1000 * (time.process_time() - start))
        found[f"{name}, ms"] = median(times)
    return found


if __name__ == "__main__":
    figures: Any = _measure(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps(figures))
