"""Which reader a file's suffix asks for; and archives, whose members ask in turn."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.sources.drafts import Broken, Draft, Reader
from kg.sources.files import UnreadableError
from kg.sources.pages import read_html, read_mail
from kg.sources.plain import read_markdown, read_plain
from kg.sources.records import read_json, read_json_lines, read_table

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    "": read_plain,  # standard input, and files that are named without a suffix
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".eml": read_mail,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
}


def reader_for(name: str) -> Reader:
    """The reader for a name's suffix, or UnreadableError."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READERS:
        raise UnreadableError("not a kind of file that kg reads", suffix)
    return READERS[suffix]


_MAX_MEMBERS = 100_000
_MAX_RATIO = 200  # text packs to a fifth; a bomb to a thousandth and less


def read_zip(stream: BinaryIO) -> Iterator[Draft | Broken]:
    """The members of an archive in the order of their names; nothing is written to disk.

    An archive inside an archive is not opened.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UnreadableError("damaged archive", str(error)) from error
    members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    if len(members) > _MAX_MEMBERS:
        raise UnreadableError("too many files in the archive", f"more than {_MAX_MEMBERS:,}")
    for member in members:
        parts = [part for part in member.filename.split("/") if part not in ("", ".", "..")]
        if not any(part.startswith((".", "__MACOSX")) for part in parts):
            yield from _read_member(archive, member, "/".join(parts))


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> Iterator[Draft | Broken]:
    try:
        if PurePosixPath(name).suffix.lower() == ".zip":
            raise UnreadableError("archive in an archive")
        if member.file_size > _MAX_RATIO * max(member.compress_size, 1_000):
            raise UnreadableError("packed too tightly", "it looks like a zip bomb")
        reader = reader_for(name)
        with archive.open(member) as stream:
            for draft in reader(stream):  # type: ignore[arg-type]
                yield replace(draft, part=f"{name}#{draft.part}" if draft.part else name)
    except UnreadableError as error:
        yield Broken(name, error.reason, error.detail)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        yield Broken(name, "damaged or encrypted in the archive", str(error)[:80])


READERS[".zip"] = read_zip
