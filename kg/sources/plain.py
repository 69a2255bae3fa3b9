"""Plain text and Markdown, with or without front matter."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import BinaryIO

import yaml

from kg.sources.drafts import Broken, Draft
from kg.sources.files import decode, read_limited
from kg.sources.metadata import Metadata, read_fields
from kg.sources.pages import draft_of_html


def read_plain(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One text; a web page that was saved as a text is read as a page."""
    text = decode(read_limited(stream))
    if _PAGE.match(text):
        yield draft_of_html(text, Metadata(), "")
    else:
        yield _split_front_matter(text, markdown=False)


_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)


def read_markdown(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One text with mark-up."""
    yield _split_front_matter(decode(read_limited(stream)), markdown=True)


def _split_front_matter(text: str, *, markdown: bool) -> Draft:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Draft(text, markdown=markdown, inside="file")
    read = _read_toml if match[1] == "+++" else _read_yaml
    fields = read(match[2].replace("\r\n", "\n"))
    return Draft(
        text[match.end() :],
        read_fields(fields, origin="front matter"),
        markdown,
        inside="file",
        before=match[0],
    )


def _read_yaml(text: str) -> dict[str, object]:
    """Fields as they are written: a date stays a word, and no alias grows into a bomb."""
    try:
        fields = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):  # "title: Storm: what we know", written by hand
        fields = dict(_FIELD.findall(text))
    if not isinstance(fields, dict):
        return {}
    return {str(key): value for key, value in fields.items() if value not in ("null", "~")}


def _read_toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n(.*?\n)\1[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
