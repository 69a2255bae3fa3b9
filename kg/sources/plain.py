"""Plain text and Markdown, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from kg.sources.drafts import Broken, Draft
from kg.sources.files import decode, read_limited
from kg.sources.metadata import read_fields


def read_plain(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One text."""
    yield _split_front_matter(decode(read_limited(stream)), markdown=False)


def read_markdown(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """One text with mark-up."""
    yield _split_front_matter(decode(read_limited(stream)), markdown=True)


def _split_front_matter(text: str, *, markdown: bool) -> Draft:
    text = text.replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Draft(text, markdown=markdown)
    try:
        fields, body = frontmatter.parse(text, handler=YAMLHandler())
    except yaml.YAMLError:  # "title: Storm: what we know", written by hand
        fields, body = dict(_FIELD.findall(match[1])), text[match.end() :]
    fields = {str(key): value for key, value in fields.items()}
    return Draft(body, read_fields(fields, origin="front matter"), markdown)


_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
