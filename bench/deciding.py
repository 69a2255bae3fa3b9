"""What decisions and a registry cost: one document more with them and without, and one decision."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.apart import CpuReport, Figures, measure_apart
from bench.news import iter_news
from bench.tables import iter_table, machine

_TRIED = 6  # documents; all but the first are put in and taken out again
_EACH = 10  # decisions of each kind
_LISTED = 1_000  # rows of the registry
_LOADING = ("load the language pipeline", "parse", "extract")


def measure_deciding(sizes: Sequence[int], sentences: int, scratch: Path) -> Iterator[str]:
    """The lines of a table. Graphs of `bench update` in the folder are used again."""
    scratch.mkdir(parents=True, exist_ok=True)
    measured = [measure_apart("bench.deciding", size, sentences, scratch) for size in sizes]
    yield f"Medians of {_TRIED - 1} documents, one process. " + machine("spacy", "pyoxigraph")
    yield ""
    yield from iter_table(
        ("", *(f"{size:,} documents" for size in sizes)),
        ([name, *(m[name] for m in measured)] for name in measured[0]),
    )


def _measure(size: int, sentences: int, scratch: Path) -> Figures:
    from kg.pipeline import build, remove

    lines = list(islice(iter_news(size + _TRIED, sentences), size + _TRIED))
    texts, plain = scratch / f"update-{size}.jsonl", scratch / f"update-{size}"
    texts.write_text("\n".join(lines[:size]) + "\n")
    build(texts, plain, page=False, workers=1)
    output = scratch / f"decided-{size}"
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(plain, output)
    decisions, table = _opinions(plain, scratch / f"registry-{size}.csv")
    ones = [scratch / f"one-{number}.jsonl" for number in range(_TRIED)]
    for one, line in zip(ones, lines[size:], strict=True):
        one.write_text(line + "\n")

    def decide(count: int) -> float:
        """Let so many of the decisions stand, the last ones."""
        text = "\n".join(decisions[len(decisions) - count :])
        (output / "decisions.yaml").write_text(text, "utf-8")
        return _spent(build, ones[0], output)

    def exchange(folder: Path) -> Iterator[float]:
        for one in ones[1:]:
            yield _spent(build, one, folder)
            _spent(remove, one.name, folder)

    _spent(build, ones[0], output)
    registered = _spent(build, ones[0], output, link_table=table)
    most, all = len(decisions) - 1, len(decisions)
    at_once, less, more = decide(most), decide(most - 1), decide(most)
    return {
        "one document more, nothing decided, CPU ms": median(exchange(plain)),
        f"the same with {most} decisions and a registry": median(exchange(output)),
        "one decision taken back, about somebody else": less,
        "the same added": more,
        "one decision more, about whom most is told of": decide(all),
        f"{most} decisions at once": at_once,
        f"a registry of {_LISTED:,} rows": registered,
        "all made anew from what was read, without the page": _anew(output, ones[0]),
    }


def _spent(
    work: Callable[..., object], *given: object, anew: bool = False, **options: Any
) -> float:
    """CPU milliseconds of an update, but for reading what is new."""
    report = CpuReport()
    start = time.process_time()
    work(*given, page=False, workers=1, report=report, **options)
    spent = time.process_time() - start
    assert report.is_update != anew
    return 1000 * (spent - sum(report.seconds.get(stage, 0.0) for stage in _LOADING))


def _anew(output: Path, one: Path) -> float:
    from kg.pipeline import build
    from kg.store import STATE

    (output / "store" / STATE).unlink()
    return _spent(build, one, output, anew=True)


def _opinions(graph: Path, table: Path) -> tuple[list[str], Path]:
    """Decisions about those of whom most is said, with a registry of all that have a name."""
    from kg.graph import open_graph
    from kg.identities import list_entities

    knowledge = open_graph(graph).knowledge
    people = [p.entity for p in list_entities(knowledge, "Person") if " " in p.entity.label]
    ids = iter([f"ent:{person.id}" for person in people])
    lines = [f"rename: {{{next(ids)}: Name {n}}}" for n in range(_EACH + 1)]
    lines += [f"type: {{{next(ids)}: Group}}" for _ in range(_EACH)]
    lines += [f"same: [[{next(ids)}, {next(ids)}]]" for _ in range(_EACH)]
    split = [(p.label, alias) for p in people for alias in p.aliases if len(alias.split()) > 1]
    lines += [f"different: [[{json.dumps(one)}, {json.dumps(two)}]]" for one, two in split[:_EACH]]
    subjects = {person.id: person.label for person in people[4 * _EACH :]}
    names = {document.id: document.name for document in knowledge.documents}
    said = {s.id: s.subject for s in knowledge.statements if s.subject in subjects}
    told = {said[i.statement_id]: i for i in knowledge.evidence if i.statement_id in said}
    for id, item in islice(told.items(), _EACH):
        where = f"document: {json.dumps(names[item.document_id])}, text: {json.dumps(subjects[id])}"
        lines.append(f"mentions: [{{{where}, is: Other {id}}}]")
    rows = [f"{json.dumps(p.label)},C-{n}" for n, p in enumerate(people[:_LISTED])]
    table.write_text("\n".join(["name,id", *rows]) + "\n", "utf-8")
    first, *rest = lines
    return [first, *rest[::-1]], table  # the second names somebody of whom little is told


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
