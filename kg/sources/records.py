"""Records with a text field: JSON, JSON lines, and tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft
from kg.sources.files import MAX_BYTES, MAX_FILE, UnreadableError, decode, read_limited
from kg.sources.metadata import read_fields
from kg.sources.pages import draft_of_html, looks_like_html

# The names that news dumps give to the text of an article, the fullest first.
_TEXT_FIELDS = (
    "maintext", "fulltext", "full_text", "articlebody", "article_body", "body", "text",
    "content_text", "content_html", "content", "article", "story",
)  # fmt: skip


def read_json_lines(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One record a line, streamed: only one is in memory."""
    for number, line in enumerate(iter(lambda: stream.readline(MAX_BYTES + 1), b""), start=1):
        if len(line) > MAX_BYTES:
            raise UnreadableError("too long", f"line {number}")
        if line.strip():
            yield _read_line(line, str(number))


def _read_line(line: bytes, part: str) -> Draft | Broken:
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError, UnreadableError):
        return Broken(part, "not JSON")
    return _draft(record, part)


def read_json(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One record, a list of them, or an object that holds such a list."""
    try:
        content = json.loads(decode(read_limited(stream, limit=MAX_FILE), limit=MAX_FILE))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not JSON") from error
    records = _find_records(content)
    if not records:
        raise UnreadableError("no text in the records")
    for number, record in enumerate(records, start=1):
        yield _draft(record, str(number) if len(records) > 1 else "")


def _find_records(content: Any, *, depth: int = 3) -> list[Any]:
    """The content itself if it has a text, else the first list in it whose items have."""
    if isinstance(content, list):
        return content if any(_text_field(_named(item)) for item in content) else []
    if not isinstance(content, dict):
        return []
    if _text_field(_named(content)):
        return [content]
    inner = (_find_records(value, depth=depth - 1) for value in content.values() if depth)
    return next(filter(None, inner), [])


def read_table(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """Rows of a table whose first row names the columns, one of them as texts are named."""
    text = decode(read_limited(stream, limit=MAX_FILE), limit=MAX_FILE)
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max("\t;|,", key=header.count))
    try:
        if not any((name or "").lower().strip() in _TEXT_FIELDS for name in rows.fieldnames or ()):
            raise UnreadableError("no text in the records", f"a column named {_TEXT_FIELDS[6]!r}")
        for number, row in enumerate(rows, start=1):
            yield _draft(row, str(number))
    except csv.Error as error:
        raise UnreadableError("not a table", str(error)) from error


def _draft(record: Any, part: str) -> Draft | Broken:
    fields = _named(record)
    name = _text_field(fields)
    if not name:
        return Broken(part, "no text in the record")
    metadata = read_fields(fields, origin="record")
    if looks_like_html(fields[name]):
        return draft_of_html(fields[name], metadata, part)
    return Draft(fields[name], metadata, part=part, inside=f"field {name}")


def _text_field(fields: dict[str, Any]) -> str:
    return next((n for n in _TEXT_FIELDS if isinstance(fields.get(n), str) and fields[n]), "")


def _named(record: Any) -> dict[str, Any]:
    if not isinstance(record, dict):
        return {}
    return {str(name).strip().lower(): value for name, value in record.items()}
