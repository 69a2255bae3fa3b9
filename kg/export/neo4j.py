"""Entities and claims as CSV for `neo4j-admin database import`: a folder of two files.

Arrays are parted by U+001F, which text of ours does not hold: `--array-delimiter=U+001F`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.export.record import Record, iter_records
from kg.model import Knowledge
from kg.rdf import Pool
from kg.rdf.pool import pool

NODES, RELATIONSHIPS = FILES = ("nodes.csv", "relationships.csv")
PART = "\x1f"
_NODE = ("id:ID", "name", "aliases:string[]", "sameAs:string[]", ":LABEL")
_RELATIONSHIP = (
    ":START_ID", ":END_ID", ":TYPE", "id", "words", "class", "factuality", "belief:double",
    "time", "documents:string[]", "sentences:string[]", "saidBy:string[]",
)  # fmt: skip


def write_neo4j(knowledge: Knowledge | Pool, folder: Path) -> None:
    """A node for each entity, a relationship for each claim between two, whatever its factuality.

    A claim without an object has no second end, and is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / NODES, _NODE, _nodes(knowledge))
    _write(folder / RELATIONSHIPS, _RELATIONSHIP, _relationships(knowledge))


def _write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_clean(value) for value in row] for row in rows)


def _clean(value: object) -> object:
    """Without the control characters that part fields, lines and arrays."""
    if not isinstance(value, str):
        return value
    return " ".join(value.split("\n")).replace("\r", " ").replace("\x00", "")


def _nodes(knowledge: Knowledge | Pool) -> Iterator[tuple[str, ...]]:
    for entity in pool(knowledge).entities:
        yield (
            entity.id, entity.label, _array(entity.aliases), _array(entity.same_as),
            f"Entity{PART}{entity.type}",
        )  # fmt: skip


def _relationships(knowledge: Knowledge | Pool) -> Iterator[tuple[object, ...]]:
    for record in iter_records(knowledge):
        subject, object_ = _entity_id(record["subject"]), _entity_id(record["object"])
        if not subject or not object_:
            continue
        evidence = record["evidence"]
        relation = record["predicate"]["id"].removeprefix("rel:")
        yield (
            subject, object_, relation.upper(), record["id"], record["predicate"]["label"],
            record["type"] or "", record["factuality"], record["belief"], _time(record),
            _array(sorted({e["document"] for e in evidence if e["document"]})),
            _array(e["sentence"] for e in evidence if e["sentence"]),
            _array(sorted({e["said_by"]["label"] for e in evidence if e["said_by"]})),
        )  # fmt: skip


def _entity_id(end: Record | None) -> str:
    return end["id"].removeprefix("ent:") if end and end["id"] else ""


def _time(record: Record) -> str:
    times = (a for a in record["arguments"] if a["role"] == "time")
    return next((a.get("value") or a["text"] for a in times), "")


def _array(values: Iterable[str]) -> str:
    return PART.join(value.replace(PART, " ") for value in values)
