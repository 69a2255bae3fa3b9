"""Crawls of the web in WARC files, streamed: one page is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft
from kg.sources.files import MAX_BYTES, UnreadableError, decode, foreign, optional
from kg.sources.metadata import full_date, made_on, told_by
from kg.sources.pages import draft_of_html

_MAX_PAGE = 4 * MAX_BYTES


def read_warc(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The pages that were found, and the texts that others took from pages."""
    warcio = optional("warcio.archiveiterator", "web crawls")
    with foreign("damaged crawl"):
        for number, record in enumerate(warcio.ArchiveIterator(stream), start=1):
            if _is_text(record):
                yield _read_record(record, str(number))


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
        with foreign("damaged page"):
            data = record.content_stream().read(_MAX_PAGE + 1)
        if len(data) > _MAX_PAGE:
            raise UnreadableError("too long", f"more than {_MAX_PAGE:,} bytes")
        if record.raw_stream.limit and not record.raw_stream.read(1):
            raise UnreadableError("cut off")
        return _draft(record, decode(data, limit=_MAX_PAGE), part)
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
