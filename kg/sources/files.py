"""Files and bytes: what there is to read under a path, and the text that bytes stand for."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import SourceError

STANDARD_INPUT = Path("-")

# A news article has some 5,000 characters, a long report 200,000, a thick book a million. What is
# longer is no document but a dump of some kind.
MAX_CHARACTERS = 2_000_000
MAX_WORDS = 300_000
MAX_BYTES = 4 * MAX_CHARACTERS  # no encoding that we read takes more for a character
MAX_PAGE = 8_000_000  # of a page with its mark-up, which takes many times as much in memory
MAX_FILE = 64_000_000  # of a file that must be read as a whole


class UnreadableError(SourceError):
    """One document that cannot be read: the reason to count, and a detail for the message."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason = reason
        self.detail = detail


@contextmanager
def foreign(reason: str) -> Iterator[None]:
    """Take what a library for a file format raises for an unreadable file.

    Their documents do not say what they raise for damaged files, and fuzzing finds new kinds.
    """
    try:
        yield
    except UnreadableError:
        raise
    except Exception as error:
        detail = " ".join(str(error).split())[:80] or type(error).__name__
        raise UnreadableError(reason, detail) from error


def optional(module: str, what: str, *, extra: str = "sources") -> Any:
    """A library that only an extra brings, imported when a file asks for it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise UnreadableError(f"{what} need pip install 'kg[{extra}]'") from error


@dataclass(frozen=True, slots=True)
class Address:
    """A page or feed on the network."""

    url: str


Input = Path | Address


def as_input(given: str | Path) -> Input:
    """A path, or the address that a text is.

    >>> as_input("https://vell.example/feed#top"), as_input("news").name
    (Address(url='https://vell.example/feed'), 'news')
    """
    if isinstance(given, str) and re.match(r"https?://", given, re.IGNORECASE):
        return Address(given.partition("#")[0])
    return Path(given)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files at and under the paths, sorted within each path, each once.

    Hidden files and folders inside a folder are passed over, and links to folders are not
    followed. A path that is not there, or a folder without any file, is a SourceError.
    """
    return [path for path, _ in find_named_files(paths)]


def find_named_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """The files with the names they have inside the input: `folder/file.txt` for a folder."""
    return [(file, name) for file, name in find_inputs(paths) if isinstance(file, Path)]


def find_inputs(inputs: Iterable[Input]) -> list[tuple[Input, str]]:
    """The same, and addresses under their own name."""
    found: dict[Input, str] = {}
    for given in inputs:
        if isinstance(given, Address):
            found.setdefault(given, given.url)
            continue
        for file, name in _files_at(given):
            found.setdefault(file, name)
    return list(found.items())


def size_of(given: Input) -> int:
    """The bytes of a file; 0 for what cannot tell, as a pipe or an address."""
    try:
        return given.stat().st_size if isinstance(given, Path) and given.is_file() else 0
    except OSError:
        return 0


def _files_at(path: Path) -> list[tuple[Path, str]]:
    if path == STANDARD_INPUT:
        return [(path, "-")]
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if not path.is_dir():
        return [(path, path.name)]
    files = sorted(_walk(path), key=lambda file: file.relative_to(path).parts)
    if not files:
        raise SourceError(f"{path}: the folder holds no files; name one that holds texts")
    return [(file, file.relative_to(path).as_posix()) for file in files]


def _walk(folder: Path) -> Iterator[Path]:
    """The files below, but none of hidden folders, nor of what a build has left.

    A folder that may not be listed is given itself, to be told of where it is opened.
    """
    errors: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [n for n in folders if not n.startswith(".") and not _is_graph(parent, n)]
        yield from (Path(parent, name) for name in names if not name.startswith("."))
    yield from (Path(error.filename) for error in errors)


def _is_graph(parent: str, name: str) -> bool:
    """Whether a folder is the output of a build: "kg build ." must not read its own graph."""
    return os.path.isfile(Path(parent, name, "store", "current"))  # False where it may not look


def read_limited(stream: BinaryIO, *, limit: int = MAX_BYTES) -> bytes:
    """All bytes of the stream; more than the limit is unreadable, and is not held in memory."""
    data = stream.read(limit + 1)
    data += stream.read(max(0, limit + 1 - len(data)))  # where one is damaged, this says so
    if len(data) > limit:
        raise UnreadableError("too long", f"more than {MAX_CHARACTERS:,} characters")
    return data


def peek(stream: BinaryIO, size: int) -> tuple[BinaryIO, bytes]:
    """The first bytes of a stream, and the stream, from which they are still to be read."""
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(cast(io.RawIOBase, stream))
    return stream, cast(io.BufferedReader, stream).peek(size)[:size]


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """The same lines, recoded as they are read if the stream bears the mark of UTF-16."""
    stream, start = peek(stream, 4)
    if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return stream
    return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", "utf-16", errors="replace"))


def decode(data: bytes, *, limit: int = MAX_CHARACTERS) -> str:
    """The text that the bytes stand for: UTF-8, UTF-16 with or without mark, or cp1252.

    Latin-1 is read as cp1252, which differs only where Latin-1 has control characters. Other
    8-bit alphabets are not guessed at: they do not write English.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"), limit)
    if encoding := _utf16_without_mark(data):
        return _checked(data.decode(encoding, errors="replace"), limit)
    if _is_binary(data):
        raise UnreadableError("binary file")
    try:
        return _checked(data.decode("utf-8"), limit)
    except UnicodeDecodeError:
        return _checked(_decode_legacy(data), limit)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
)
_SAMPLE = 65_536  # bytes that tell what the rest is
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _is_binary(data: bytes) -> bool:
    start = data[:_SAMPLE]
    if start.startswith(_SIGNATURES):
        return True
    # A stray control character or NUL is a scar in a text; many of them are a program.
    return len(_BINARY.findall(start)) + start.count(0) > 2 + len(start) / 200


def _utf16_without_mark(data: bytes) -> str:
    """English in UTF-16 has NUL for every other byte, and for no other."""
    start = data[:_SAMPLE]
    first, second = start[0::2], start[1::2]
    for high, low, encoding in ((first, second, "utf-16-be"), (second, first, "utf-16-le")):
        if high.count(0) > 0.7 * len(high) and low.count(0) < 0.01 * len(low):
            return encoding
    return ""


def _decode_legacy(data: bytes) -> str:
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    intact = len(repaired) - len(repaired.encode("ascii", errors="ignore")) - broken
    if broken < intact / 10:  # UTF-8 with a few damaged bytes
        return repaired
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    if from_bytes(data[:_SAMPLE], cp_isolation=["cp1252"]).best() is None:
        raise UnreadableError("unknown encoding", "save it as UTF-8")
    return data.decode("cp1252", errors="replace")


def _checked(text: str, limit: int) -> str:
    if len(text) > limit:
        raise UnreadableError("too long", f"more than {limit:,} characters")
    if text.count("\ufffd") > len(text) / 20:
        raise UnreadableError("unknown encoding", "save it as UTF-8")
    return text
