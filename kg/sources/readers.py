"""Readers by the suffix of the name: a stream of bytes becomes drafts of documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from kg.sources.files import decode, read_limited
from kg.sources.metadata import Metadata, read_fields


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it came, before cleaning, and what was said about it."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    markdown: bool = False
    part: str = ""  # its place inside the file, where one file holds several


Reader = Callable[[BinaryIO], Iterator[Draft]]


def read_plain(stream: BinaryIO) -> Iterator[Draft]:
    """Plain text, with or without front matter."""
    yield _split_front_matter(decode(read_limited(stream)), markdown=False)


def read_markdown(stream: BinaryIO) -> Iterator[Draft]:
    """Markdown, with or without front matter."""
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


READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    "": read_plain,  # no suffix: standard input, and files that are named without one
}
