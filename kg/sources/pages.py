"""Web pages and mails: the article in them, without what stands around it."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft
from kg.sources.files import MAX_BYTES, UnreadableError, decode, foreign, optional, read_limited
from kg.sources.metadata import Metadata, full_date, read_fields, told_by

_MAX_PAGE = 4 * MAX_BYTES  # mark-up outweighs text


def read_html(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The article of a web page, with the title, date, site and author that the page names."""
    page = decode(read_limited(stream, limit=_MAX_PAGE), limit=_MAX_PAGE)
    draft = draft_of_html(page, Metadata(), "")
    if isinstance(draft, Broken):
        raise UnreadableError(draft.reason, draft.detail)
    yield draft


def looks_like_html(text: str) -> bool:
    """Whether a field that should be a text is mark-up."""
    return (
        re.search(r"</?(?:p|div|article|body|br|html|h[1-6])\b[^<>]*>", text[:20_000]) is not None
    )


def draft_of_html(page: str, metadata: Metadata, part: str) -> Draft | Broken:
    """The article of a page or a piece of one; what is known already precedes what it says."""
    article = _extract(page if "<body" in page.lower() else f"<html><body>{page}</body></html>")
    if article is None or not article.text:
        return Broken(part, "no article in the page")
    told = {
        "title": article.title,
        "source": article.sitename,
        "author": article.author,
        "url": article.url,
        "date": article.date,
    }
    known = metadata.with_defaults(read_fields(told, origin="web page"))
    return Draft(article.text, known, markdown=True, part=part)


def _extract(page: str) -> Any:
    trafilatura = optional("trafilatura", "web pages")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # else it writes on the terminal
    with foreign("damaged page"):
        return trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, include_formatting=True
        )


def read_mail(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The text of a mail, or the article of its HTML; the sender is its author."""
    data = read_limited(stream, limit=_MAX_PAGE)
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise UnreadableError("no text in the mail")
    metadata = told_by(
        "mail header",
        title=str(message["subject"] or ""),
        author=str(message["from"] or ""),
        published=full_date(str(message["date"] or "")),
    )
    text = decode(body.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    if body.get_content_subtype() == "html":
        yield draft_of_html(text, metadata, "")
    else:
        yield Draft(text, metadata, inside="mail body")
