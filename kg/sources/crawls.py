"""Crawls of the web in WARC files, streamed: one page is in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft
from kg.sources.files import MAX_PAGE, UnreadableError, decode, foreign, optional
from kg.sources.metadata import full_date, made_on, told_by
from kg.sources.pages import draft_of_html

_MAX_HEAD = 2**18  # of a record; servers allow a tenth of it


def read_warc(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The pages that were found, and the texts that others took from pages."""
    warcio = optional("warcio.archiveiterator", "web crawls")
    with foreign("damaged crawl"):
        records = warcio.ArchiveIterator(stream)
        records.INC_RECORD = ""  # else it writes on the terminal
        records.reader.readline = _bounded(records.reader.readline)
        for number, record in enumerate(records, start=1):
            if _is_text(record):
                yield _read_record(record, str(number))


def _bounded(readline: Callable[[int], bytes]) -> Callable[..., bytes]:
    """Read lines, but not for ever: else a file without a line end, or of heads alone, is held."""
    held = 0

    def read(length: int | None = None) -> bytes:
        nonlocal held
        line = readline(min(length or _MAX_HEAD, _MAX_HEAD))
        held = held + len(line) if line.strip() else 0
        if held > _MAX_HEAD // 2:
            raise UnreadableError("damaged crawl", "a head without an end")
        return line

    return read


def _is_text(record: Any) -> bool:
    """Whether it is a page that was there; pictures, requests and notes are passed over."""
    if record.rec_type == "conversion":
        return True
    headers = record.http_headers
    return (
        record.rec_type == "response"
        and headers is not None
        and headers.get_statuscode() == "200"
        and "html" in (headers.get_header("Content-Type") or "html").lower()
    )


def _read_record(record: Any, part: str) -> Draft | Broken:
    try:
        with foreign("damaged page"), redirect_stderr(io.StringIO()):  # it writes what is damaged
            data = record.content_stream().read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            raise UnreadableError("too long", f"more than {MAX_PAGE:,} bytes")
        if record.raw_stream.limit and not record.raw_stream.read(1):
            raise UnreadableError("cut off")
        return _draft(record, decode(data, limit=MAX_PAGE), part)
    except UnreadableError as error:
        return Broken(part, error.reason, error.detail)


def _draft(record: Any, text: str, part: str) -> Draft | Broken:
    url = told_by("crawl", url=record.rec_headers.get_header("WARC-Target-URI") or "")
    crawled = full_date(record.rec_headers.get_header("WARC-Date") or "")
    if record.rec_type == "conversion":
        draft: Draft | Broken = Draft(text, url, part=part, inside="record")
    else:
        draft = draft_of_html(text, url, part)
    if isinstance(draft, Broken):
        return draft
    return replace(draft, guess=made_on(crawled, origin="day of the crawl"))
