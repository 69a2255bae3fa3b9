"""Scores a file of triples alone: `python -m kg.evaluate.benchie FILE --gold DIR`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from kg.evaluate.score import Figure, Triple, read_triples

Gold = TypeVar("Gold")


def main(
    arguments: Sequence[str],
    read_gold: Callable[[Path], Gold],
    score: Callable[[Gold, Iterable[Triple]], Figure | tuple[Figure, ...]],
) -> None:
    """Print the figures as JSON, one a line; `--misses N` adds that many misses and false finds."""

    @click.command()
    @click.argument("triples", type=click.File(encoding="utf-8"))
    @click.option("--gold", type=click.Path(exists=True, file_okay=False), required=True)
    @click.option("--misses", type=int, default=0)
    def command(triples: Iterable[str], gold: str, misses: int) -> None:
        scored = score(read_gold(Path(gold)), read_triples(triples))
        for figure in scored if isinstance(scored, tuple) else (scored,):
            record = figure.to_json()
            for name in ("misses", "false_finds"):
                lines = record.pop(name, [])
                click.echo("".join(f"{name[:-1]}: {line}\n" for line in lines[:misses]), nl=False)
            click.echo(json.dumps(record))

    command(list(arguments))
