"""Archives and packed files: their members in turn, nothing written to disk, bombs refused."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.sources.drafts import Broken, Draft, Reader
from kg.sources.files import MAX_FILE, UnreadableError, foreign, read_limited

_MAX_MEMBERS = 100_000
_MAX_RATIO = 200  # text packs to a fifth; a bomb to a thousandth and less
_FREE = 2**20  # bytes that may come of anything: a short file of one letter packs well

_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz")


def read_zip(stream: BinaryIO, *, reader_for: Callable[[str], Reader]) -> Iterator[Draft | Broken]:
    """The members of a zip archive in the order of their names."""
    if not stream.seekable():
        stream = io.BytesIO(read_limited(stream, limit=MAX_FILE))
    with foreign("damaged archive"):
        archive = zipfile.ZipFile(stream)
    members = sorted(
        (m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda m: m.filename
    )
    if len(members) > _MAX_MEMBERS:
        raise UnreadableError("too many files in the archive", f"more than {_MAX_MEMBERS:,}")
    if sum(member.compress_size for member in members) > stream.seek(0, io.SEEK_END):
        raise _bomb()  # members that share their bytes
    for member in members:
        if name := _name(member.filename):
            yield from _read_zipped(archive, member, name, reader_for)


def _bomb() -> UnreadableError:
    return UnreadableError("packed too tightly", "it looks like a bomb")


def _name(path: str) -> str:
    """A member's name without what would lead out of its folder; "" for a hidden file."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "" if any(part.startswith((".", "__MACOSX")) for part in parts) else "/".join(parts)


def _read_zipped(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    reader_for: Callable[[str], Reader],
) -> Iterator[Draft | Broken]:
    try:
        reader = _member_reader(name, reader_for)
        if member.file_size > max(_FREE, _MAX_RATIO * member.compress_size):
            raise _bomb()
        with foreign("damaged or encrypted in the archive"):
            stream = archive.open(member)
        with stream:
            yield from _within(name, reader(stream))  # type: ignore[arg-type]
    except UnreadableError as error:
        yield Broken(name, error.reason, error.detail)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError) as error:
        yield Broken(name, "damaged or encrypted in the archive", str(error)[:80])


def _member_reader(name: str, reader_for: Callable[[str], Reader]) -> Reader:
    if name.lower().endswith(_ARCHIVES):
        raise UnreadableError("archive in an archive")
    return reader_for(name)


def _within(name: str, drafts: Iterator[Draft | Broken]) -> Iterator[Draft | Broken]:
    for draft in drafts:
        yield replace(draft, part=f"{name}#{draft.part}" if draft.part else name)


def read_tar(stream: BinaryIO, *, reader_for: Callable[[str], Reader]) -> Iterator[Draft | Broken]:
    """The members of a tar archive as they come: it may be longer than memory."""
    with foreign("damaged archive"):
        archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 - it holds nothing open
    for _ in range(_MAX_MEMBERS):
        with foreign("damaged archive"):
            member = archive.next()
        if member is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # it keeps all that it has passed
        if (name := _name(member.name)) and not member.isdir():
            yield from _read_tarred(archive, member, name, reader_for)
    raise UnreadableError("too many files in the archive", f"more than {_MAX_MEMBERS:,}")


def _read_tarred(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    name: str,
    reader_for: Callable[[str], Reader],
) -> Iterator[Draft | Broken]:
    try:
        reader = _member_reader(name, reader_for)
        if not member.isreg() or member.issparse():  # links, devices, and files made of holes
            raise UnreadableError("not a regular file")
        with foreign("damaged archive"):
            stream = archive.extractfile(member)
        assert stream is not None  # as it is a regular file
        yield from _within(name, reader(stream))  # type: ignore[arg-type]
    except UnreadableError as error:
        yield Broken(name, error.reason, error.detail)
    except tarfile.TarError as error:
        yield Broken(name, "damaged archive", str(error)[:80])


def read_gzip(stream: BinaryIO, *, reader: Reader) -> Iterator[Draft | Broken]:
    """What a packed file holds, by the reader for it."""
    unpacked = inflate(stream)
    yield from reader(unpacked)
    unpacked.read(1)  # a reader of lines stops before the damage and does not see it


def inflate(stream: BinaryIO) -> BinaryIO:
    """Unpack gzip as it is read; UnreadableError where it is damaged or grows beyond measure."""
    return io.BufferedReader(_Inflated(stream))  # type: ignore[type-var]


class _Inflated(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._packed = _Counted(stream)
        self._unpacked = gzip.GzipFile(fileobj=self._packed)  # type: ignore[call-overload]
        self._count = 0
        self._damage: UnreadableError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._damage:
            raise self._damage
        try:
            with foreign("damaged archive"):
                data = self._unpacked.read1(len(buffer))
        except UnreadableError as damage:
            self._damage = damage  # not now, so that what lies before it can be had
            return 0
        self._count += len(data)
        if self._count > max(_FREE, _MAX_RATIO * self._packed.count):
            raise _bomb()
        buffer[: len(data)] = data
        return len(data)


class _Counted:
    """A stream that knows how much was read of it, for those that cannot tell."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        # Python 3.12 asks for 128 KiB at once, and a bomb of less would count as read already.
        data = self._stream.read(min(size, io.DEFAULT_BUFFER_SIZE))
        self.count += len(data)
        return data
