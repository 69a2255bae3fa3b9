"""Entities, statements and evidence as CSV that a spreadsheet opens without running it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.export.record import Record, iter_records
from kg.model import Knowledge
from kg.queries import safe_cell
from kg.rdf import About, Pool
from kg.rdf.pool import pool

Row = tuple[object, ...]
ENTITY_COLUMNS = ("id", "type", "label", "aliases", "same_as", "codes")
STATEMENT_COLUMNS = (
    "id", "type", "subject", "predicate", "object", "arguments", "factuality", "belief",
    "evidence", "documents", "subject_id", "predicate_id", "object_id",
)  # fmt: skip
EVIDENCE_COLUMNS = (
    "id", "statement", "document", "sentence", "start", "end", "factuality", "said_by", "rule",
    "confidence",
)  # fmt: skip


def write_csv(knowledge: Knowledge | Pool, about: About, stream: BinaryIO) -> None:
    """The table of statements, one row each."""
    _write(stream, STATEMENT_COLUMNS, statement_rows(knowledge))


def write_tables(knowledge: Knowledge | Pool, folder: Path) -> None:
    """The three tables, as files in a folder that is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, rows in (
        ("entities.csv", ENTITY_COLUMNS, _entity_rows(knowledge)),
        ("statements.csv", STATEMENT_COLUMNS, statement_rows(knowledge)),
        ("evidence.csv", EVIDENCE_COLUMNS, _evidence_rows(knowledge)),
    ):
        with (folder / name).open("wb") as stream:
            _write(stream, columns, rows)


def _write(stream: BinaryIO, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(stream, "utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()  # the stream is the caller's to close


def _cell(value: object) -> object:
    return safe_cell(value) if isinstance(value, str) else value


def _entity_rows(knowledge: Knowledge | Pool) -> Iterator[Row]:
    for entity in pool(knowledge).entities:
        codes = [f"{scheme}:{code}" for scheme, code in entity.codes]
        lists = (" | ".join(values) for values in (entity.aliases, entity.same_as, codes))
        yield f"ent:{entity.id}", entity.type, entity.label, *lists


def statement_rows(knowledge: Knowledge | Pool) -> Iterator[Row]:
    """The table of statements, in the order of `STATEMENT_COLUMNS`."""
    for record in iter_records(knowledge):
        subject, predicate, object_ = record["subject"], record["predicate"], record["object"]
        arguments = " | ".join(f"{a['role']}: {a['text']}" for a in record["arguments"])
        evidence = record["evidence"]
        yield (
            record["id"], record["type"], _get(subject, "label"), predicate["label"],
            _get(object_, "label"), arguments, record["factuality"], record["belief"],
            len(evidence), len({e["document"] for e in evidence if e["document"]}),
            _get(subject, "id"), predicate["id"], _get(object_, "id"),
        )  # fmt: skip


def _evidence_rows(knowledge: Knowledge | Pool) -> Iterator[Row]:
    for record in iter_records(knowledge):
        for e in record["evidence"]:
            yield (
                e["id"], record["id"], e["document"], e["sentence"], e["start"], e["end"],
                e["factuality"], _get(e["said_by"], "label"), e["rule"], e["confidence"],
            )  # fmt: skip


def _get(record: Record | None, key: str) -> str:
    return record[key] if record else ""
