"""Web pages and mails: the article in them, without what stands around it."""

from __future__ import annotations

import email
import email.policy
import email.utils
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from typing import Any, BinaryIO

from kg.sources.drafts import Broken, Draft, Piece, draft_of_pieces
from kg.sources.files import MAX_PAGE, UnreadableError, decode, foreign, optional, read_limited
from kg.sources.linked import drop_traps, read_linked
from kg.sources.markup import article_pieces, drop_hidden, part_blocks
from kg.sources.metadata import Metadata, full_date, read_fields, told_by


def read_html(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The article of a web page, with the title, date, site and author that the page names."""
    page = decode(read_limited(stream, limit=MAX_PAGE), limit=MAX_PAGE)
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
    root = _parse(page if "<body" in page.lower() else f"<html><body>{page}</body></html>")
    linked = Metadata() if root is None else read_linked(root)
    if root is not None:
        drop_traps(root)
    article: Any = None if root is None else _extract(root)
    pieces = _pieces(article)
    if not pieces:
        return Broken(part, "no article in the page")
    if len(pieces) == 1 and len(pieces[0].text) < _BRIEF:
        pieces = max(pieces, _pieces(_extract(root, brief=True)), key=len)
    told = {
        "title": article.title,
        "source": article.sitename,
        "author": _authors(article.author),
        "url": article.url,
        "date": "" if _is_ambiguous(article.date, page) else article.date,
    }
    if _ERROR.match(article.title or "") and sum(len(p.text) for p in pieces) < _BRIEF:
        return Broken(part, "no article in the page", "an error, or a test for robots")
    linked = replace(linked, author=_authors(linked.author))
    known = metadata.with_defaults(linked).with_defaults(read_fields(told, origin="web page"))
    return draft_of_pieces(pieces, known, part)


# What servers send in an article's stead, as crawls are full of.
_ERROR = re.compile(
    r"(?:error )?40[34](?:$| ?[-–:|]| error| forbidden| not found)"
    r"|(?:page|file) (?:is )?not found$|just a moment|attention required"
    r"|access (?:to this page )?(?:has been )?denied$|are you (?:a robot|human)|robot check"
    r"|verify (?:that )?you are (?:a )?human|please enable (?:cookies|javascript)",
    re.IGNORECASE,
)
# Letters of an article that trafilatura takes for none: it gives all that the page says in a row.
_BRIEF = 2_000


def _pieces(article: Any) -> list[Piece]:
    return [] if article is None or article.body is None else article_pieces(article.body)


def _parse(page: str) -> Any:
    trafilatura = optional("trafilatura", "web pages")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # else it writes on the terminal
    with foreign("damaged page"):
        root = trafilatura.load_html(page)
        if root is not None:
            drop_hidden(root)
            part_blocks(root)
        return root


def _extract(root: Any, *, brief: bool = False) -> Any:
    """The article with what is told of it; or without, but however short it is."""
    trafilatura = optional("trafilatura", "web pages")
    with foreign("damaged page"):
        return trafilatura.bare_extraction(
            deepcopy(root), with_metadata=not brief, include_comments=False,
            include_formatting=True, prune_xpath=_CAPTION, date_extraction_params=_DATES,
            config=_config(1 if brief else 250),
        )  # fmt: skip


@cache
def _config(least: int) -> Any:
    config = optional("trafilatura", "web pages").settings.use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(least))
    return config


# A day in the prose, or the year of a copyright, is not when it was published; nor is today's date
# to decide what is read, as it does where no last day is given.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def _is_ambiguous(day: str | None, page: str) -> bool:
    """Whether a page tells its day as 03/04/2025 alone, in which either may be the month.

    >>> _is_ambiguous("2025-04-03", "<p>03/04/2025</p>"), _is_ambiguous("2025-04-03", "2025-04-03")
    (True, False)
    """
    if not day:
        return False
    year, month, number = (int(part) for part in day.split("-"))
    if month == number or number > 12 or re.search(rf"{year}\W?0?{month}\W?0?{number}(?!\d)", page):
        return False
    return re.search(rf"\b0?{number}[/.]0?{month}[/.]{year}\b", page) is not None


# Beside those in figures, which are no text of the article anyway.
_CAPTION = (
    "//*[self::p or self::span or self::div or self::small or self::em]"
    "[contains(translate(@class, 'C', 'c'), 'caption')][string-length(.) < 500]"
)


def _authors(told: str) -> str:
    """Without what else stands in a byline: the hour, the writer's post.

    >>> _authors("Ada Holm; Updated May 3; Staff Writer")
    'Ada Holm'
    """
    names = (name.strip() for name in (told or "").split(";"))
    return "; ".join(name for name in names if not _NO_AUTHOR.search(name))


_NO_AUTHOR = re.compile(
    r"\d|\b(?:reporter|correspondent|editor|writer|staff|updated|published)$", re.IGNORECASE
)


def read_mail(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The text of a mail, or the article of its HTML; the sender is its author."""
    message = _read_message(stream)
    metadata = told_by(
        "mail header",
        title=_header(message, "subject"),
        author=_sender(_header(message, "from")),
        published=full_date(_header(message, "date")),
    )
    if text := _body(message, "plain"):
        yield Draft(_without_signature(text), metadata, inside="mail body")
    elif text := _body(message, "html"):
        yield draft_of_html(text, metadata, "")
    else:
        raise UnreadableError("no text in the mail")


def read_saved_page(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """A page that a browser saved with its pictures, in the form of a mail."""
    message = _read_message(stream)
    text = _body(message, "html")
    if not text:
        raise UnreadableError("no page in the file")
    url = _header(message, "snapshot-content-location")
    yield draft_of_html(text, told_by("web page", url=url), "")


def _read_message(stream: BinaryIO) -> EmailMessage:
    data = read_limited(stream, limit=MAX_PAGE)
    with foreign("damaged mail"):
        message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _header(message: EmailMessage, name: str) -> str:
    """A header, or "" where the library stumbles over it, as over "From: A: b; c"."""
    try:
        with foreign("damaged header"):
            return str(message[name] or "")
    except UnreadableError:
        return ""


def _sender(header: str) -> str:
    """The name, without the address where there is one.

    >>> _sender('"Holm, Ada" <ada@post.example>'), _sender("ada@post.example")
    ('Holm, Ada', 'ada@post.example')
    """
    name, address = email.utils.parseaddr(header)
    return name or address or header


def _without_signature(text: str) -> str:
    """Up to the line "-- ", below which a mail says who wrote it, unless it goes on to quote."""
    body, *signature = re.split(r"^-- \r?$", text, maxsplit=1, flags=re.MULTILINE)
    return text if re.search(r"^>", "".join(signature), re.MULTILINE) else body


def _body(message: EmailMessage, kind: str) -> str:
    """The part of this kind, or ""; its bytes tell the encoding, for mails often name another."""
    with foreign("damaged mail"):
        part = message.get_body((kind,))
        data = part.get_payload(decode=True) if part is not None else b""
    text = decode(data) if isinstance(data, bytes) else ""
    return text if text.strip() else ""
