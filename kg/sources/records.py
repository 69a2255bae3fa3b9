"""Records with a text field: JSON, JSON lines, and tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.sources.drafts import Broken, Draft
from kg.sources.files import (
    MAX_BYTES,
    MAX_FILE,
    UnreadableError,
    as_utf8,
    decode,
    foreign,
    optional,
    read_limited,
)
from kg.sources.metadata import Metadata, read_fields
from kg.sources.pages import draft_of_html, looks_like_html

# The names that news dumps give to the text of an article, the fullest first.
_TEXT_FIELDS = (
    "maintext", "fulltext", "full_text", "articlebody", "article_body", "body", "text",
    "content_text", "content_html", "content", "article", "story",
)  # fmt: skip


_ROWS = 64  # of a Parquet file that are unpacked at once

# What a record's field may be, and the names that its user says it has, the fullest first.
Fields = Mapping[str, Sequence[str]]
NO_FIELDS: Fields = {}
FIELDS = ("text", "title", "source", "url", "author", "date")


def check_fields(fields: Fields) -> Fields:
    """The same, if each is one that is known; else SourceError."""
    for kind in fields:
        if kind not in FIELDS:
            raise SourceError(f"--field {kind}=…: kg knows {', '.join(FIELDS)}")
    return fields


def read_json_lines(stream: BinaryIO, *, fields: Fields = NO_FIELDS) -> Iterator[Draft | Broken]:
    """One record a line, streamed: only one is in memory."""
    lines = iter(partial(as_utf8(stream).readline, MAX_BYTES + 1), b"")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_BYTES:
            raise UnreadableError("too long", f"line {number}")
        if line.strip():
            yield _read_line(line, str(number), fields)


def _read_line(line: bytes, part: str, fields: Fields) -> Draft | Broken:
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError, UnreadableError):
        return Broken(part, "not JSON")
    return _draft(_Record(record, fields), part)


def read_json(stream: BinaryIO, *, fields: Fields = NO_FIELDS) -> Iterator[Draft | Broken]:
    """One record, a list of them, or an object that holds such a list; or JSON lines after all."""
    data = read_limited(stream, limit=MAX_FILE)
    try:
        content = json.loads(decode(data, limit=MAX_FILE))
    except (ValueError, RecursionError) as error:
        if not _LINES.match(data):
            raise UnreadableError("not JSON") from error
        yield from read_json_lines(io.BytesIO(data), fields=fields)
        return
    records = _find_records(content, fields)
    if not records:
        raise _no_text(fields)
    for number, record in enumerate(records, start=1):
        yield _draft(_Record(record, fields), str(number) if len(records) > 1 else "")


_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")


def _no_text(fields: Fields) -> UnreadableError:
    wanted = " or ".join(fields.get("text", ())) or "text"
    return UnreadableError("no text in the records", f"no field {wanted}; --field text=NAME")


def _find_records(content: Any, fields: Fields, *, depth: int = 3) -> list[Any]:
    """The content itself if it has a text, else the first list in it whose items have."""
    if isinstance(content, list):
        return content if any(_Record(item, fields).text_field for item in content) else []
    if not isinstance(content, dict):
        return []
    if _Record(content, fields).text_field:
        return [content]
    inner = (_find_records(value, fields, depth=depth - 1) for value in content.values() if depth)
    return next(filter(None, inner), [])


def read_table(stream: BinaryIO, *, fields: Fields = NO_FIELDS) -> Iterator[Draft | Broken]:
    """Rows of a table whose first row names the columns, one of them as texts are named."""
    text = decode(read_limited(stream, limit=MAX_FILE), limit=MAX_FILE)
    header = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max("\t;|,", key=header.count))
    try:
        columns = {(name or "").lower().strip() for name in rows.fieldnames or ()}
        if columns.isdisjoint(map(str.lower, fields.get("text", _TEXT_FIELDS))):
            raise _no_text(fields)
        for number, row in enumerate(rows, start=1):
            yield _draft(_Record(row, fields), str(number))
    except csv.Error as error:
        raise UnreadableError("not a table", str(error)) from error


def read_parquet(stream: BinaryIO, *, fields: Fields = NO_FIELDS) -> Iterator[Draft | Broken]:
    """Rows of a Parquet file, some of them in memory at a time."""
    parquet = optional("pyarrow.parquet", "Parquet files", extra="spark")
    whole = stream if stream.seekable() else io.BytesIO(read_limited(stream, limit=MAX_FILE))
    with foreign("damaged Parquet file"):
        batches = parquet.ParquetFile(whole).iter_batches(batch_size=_ROWS)
        rows = (row for batch in batches for row in batch.to_pylist())
        for number, row in enumerate(rows, start=1):
            told = {name: _plain(value) for name, value in row.items()}
            yield _draft(_Record(told, fields), str(number))


def _plain(value: Any) -> Any:
    """A day or moment as records of text have it."""
    return value.isoformat() if isinstance(value, date) else value


def _draft(record: _Record, part: str) -> Draft | Broken:
    name = record.text_field
    if not name:
        return Broken(part, "no text in the record")
    value, metadata = record.find(name), record.metadata()
    text = (value if isinstance(value, str) else "\n\n".join(value)).rstrip()
    if cut := _CUT.search(text, max(0, len(text) - _CUT_LENGTH)):
        text = text[: cut.start()].rstrip()
    if looks_like_html(text):
        return draft_of_html(text, metadata, part)
    inside = f"field {name}" if isinstance(value, str) else ""
    return Draft(text, metadata, part=part, inside=inside)


_CUT = re.compile(r"\[\+\d+ chars\]$")  # how news APIs say that there is more elsewhere
_CUT_LENGTH = 30


def _is_text(value: Any) -> bool:
    """Whether it is one, or a list of paragraphs."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(part, str) for part in value)
    return isinstance(value, str) and value != ""


class _Record:
    """A record's values by the names of their fields, in whatever case these are written."""

    def __init__(self, record: Any, fields: Fields) -> None:
        values = record if isinstance(record, dict) else {}
        self._values = {str(name).strip().lower(): value for name, value in values.items()}
        self._fields = fields

    @property
    def text_field(self) -> str:
        """The name of the field that has the text; "" where none has."""
        names = self._fields.get("text", _TEXT_FIELDS)
        return next((name for name in names if _is_text(self.find(name))), "")

    def find(self, name: str) -> Any:
        """The value of a field, or of one inside another: `article.body`."""
        name = name.lower()
        if name in self._values or "." not in name:
            return self._values.get(name)
        outer, _, inner = name.partition(".")
        return _Record(self._values.get(outer), {}).find(inner)

    def metadata(self) -> Metadata:
        """What the fields tell, those first that the user names."""
        named = {
            kind: value
            for kind, names in self._fields.items()
            if (value := next(filter(None, map(self.find, names)), None))
        }
        return read_fields({**named, **self._values, **named}, origin="record")
