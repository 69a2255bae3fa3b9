"""Which reader a file's suffix asks for, or the first bytes of one without a suffix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.sources.archives import inflate, read_gzip, read_tar, read_zip
from kg.sources.crawls import read_warc
from kg.sources.drafts import Broken, Draft, Reader
from kg.sources.feeds import read_xml
from kg.sources.files import UnreadableError, peek
from kg.sources.office import read_docx
from kg.sources.pages import read_html, read_mail, read_saved_page
from kg.sources.plain import read_markdown, read_plain
from kg.sources.portable import read_pdf
from kg.sources.records import (
    NO_FIELDS,
    Fields,
    read_json,
    read_json_lines,
    read_parquet,
    read_table,
)

Readers = Mapping[str, Reader]


def make_readers(fields: Fields = NO_FIELDS) -> Readers:
    """The reader for each suffix, for records whose fields have these names."""
    lines, table = partial(read_json_lines, fields=fields), partial(read_table, fields=fields)
    readers: dict[str, Reader] = {
        ".txt": read_plain,
        ".text": read_plain,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".pdf": read_pdf,
        ".docx": read_docx,
        ".eml": read_mail,
        ".mht": read_saved_page,
        ".mhtml": read_saved_page,
        ".json": partial(read_json, fields=fields),
        ".jsonl": lines,
        ".ndjson": lines,
        ".csv": table,
        ".tsv": table,
        ".xml": read_xml,
        ".rss": read_xml,
        ".atom": read_xml,
        ".warc": read_warc,
        ".parquet": partial(read_parquet, fields=fields),
    }
    find = partial(reader_for, readers=readers)
    tar = partial(read_tar, reader_for=find)
    readers |= {
        "": partial(read_unnamed, readers=readers),
        ".zip": partial(read_zip, reader_for=find),
        ".tar": tar,
        ".tgz": partial(read_gzip, reader=tar),
    }
    return readers


def reader_for(name: str, readers: Readers) -> Reader:
    """The reader for a name's suffix, or UnreadableError. `.jsonl.gz` is packed `.jsonl`."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix == ".gz":
        inner = PurePosixPath(path.stem)
        if inner.suffix.lower() == ".gz":
            raise UnreadableError("archive in an archive")
        return partial(read_gzip, reader=reader_for(path.stem, readers))
    if suffix not in readers:
        raise UnreadableError("not a kind of file that kg reads", suffix)
    return readers[suffix]


def read_unnamed(stream: BinaryIO, *, readers: Readers) -> Iterator[Draft | Broken]:
    """What has no suffix, such as standard input, by how it begins."""
    stream, start = peek(stream, 4096)
    if start.startswith(b"\x1f\x8b"):
        stream, start = peek(inflate(stream), 4096)
    kind = next((suffix for sign, suffix in _SIGNS if sign.match(start)), ".txt")
    return readers[kind](stream)


_SIGNS = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), suffix)
    for pattern, suffix in (
        (rb"%PDF-", ".pdf"),
        (rb"PK\x03\x04.{26}\[Content_Types\]", ".docx"),
        (rb"PK\x03\x04", ".zip"),
        (rb".{257}ustar", ".tar"),
        (rb"WARC/\d", ".warc"),
        (rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)\b", ".html"),
        (rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|newsitem|newsmessage|nitf)\b", ".xml"),
        (rb"\s*\{\"[^\n]*\}\s*\n\s*\{", ".jsonl"),
        (rb"\s*(?:\{\s*\"|\[\s*\{)", ".json"),
        # Two headers of a mail, and a row of names of which one is that of a text.
        (
            rb"(?:(?:from|to|subject|date|received|return-path|message-id|mime-version|reply-to"
            rb"|delivered-to|content-type):[^\n]{1,500}\n(?:[ \t][^\n]{1,500}\n)*){2}",
            ".eml",
        ),
        (
            rb"(?=(?:[^\n,;\t|]{1,40}[,;\t|]){0,20}\"?(?:text|maintext|body|content)\"?[,;\t|\r\n])"
            rb"\"?\w{1,30}\"?(?:[,;\t|]\"?[\w -]{1,30}\"?)+\r?\n",
            ".csv",
        ),
    )
)

READERS = make_readers()
