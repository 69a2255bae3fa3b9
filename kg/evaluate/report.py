"""Figures for people: a table of them, and lists of what was missed and wrongly found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from kg.evaluate.score import Figure


def format_table(figures: Iterable[Figure]) -> Table:
    """A rich table, a row a figure; a figure that cannot be made yet says why in its note."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("set", "metric"):
        table.add_column(name, no_wrap=True)
    for name in ("value", "precision", "recall", "count"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("note", style="dim", overflow="fold")
    previous = ""
    for figure in figures:
        shown = figure.set if figure.set != previous else ""
        previous = figure.set
        table.add_row(Text(shown), Text(figure.metric), *_numbers(figure), Text(figure.note))
    return table


def format_misses(figures: Iterable[Figure], *, limit: int = 0) -> Iterator[str]:
    """Lines that list each figure's misses and false finds, at most `limit` of each if not 0."""
    for figure in figures:
        for name, lines in (("missed", figure.misses), ("false", figure.false_finds)):
            if lines:
                yield f"{figure.set} {figure.metric}: {len(lines)} {name}"
                yield from (f"  {line}" for line in (lines[:limit] if limit else lines))


def format_markdown(figures: Sequence[Figure]) -> str:
    """The table as Markdown, for bench/README.md."""
    rows = ["| set | metric | value | precision | recall | count |", "|---|---|--:|--:|--:|--:|"]
    for figure in figures:
        rows.append("| " + " | ".join([figure.set, figure.metric, *_numbers(figure)]) + " |")
    return "\n".join(rows) + "\n"


def _numbers(figure: Figure) -> list[str]:
    value = _share(figure.value) if figure.value is not None else "not yet"
    if figure.metric == "violations" and figure.value is not None:
        value = f"{figure.value:.0f}"
    count = "" if figure.count is None else str(figure.count)
    return [value, _share(figure.precision), _share(figure.recall), count]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
