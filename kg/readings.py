"""What was read of each document, kept on disk so that no text is parsed twice."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.model import (
    Argument,
    Block,
    Document,
    Mention,
    MentionPair,
    Predicate,
    Proposition,
    Reading,
    Span,
    digest,
)

_CODE = frozenset({".py", ".ttl", ".tsv", ".csv", ".txt", ".json"})
DAMAGE = (OSError, EOFError, zlib.error, ValueError, TypeError, LookupError)


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings in a folder, a file for each document, found again by all that they depend on.

    These are the document itself, the language pipeline and our code: `version` names the two.
    The folder may be deleted at any time, and any file in it may be damaged: that is read again.
    """

    folder: Path
    version: str

    def find(self, document: Document) -> Reading | None:
        """The reading of this document, if it is there and whole."""
        try:
            return unpack(self._path(document).read_bytes(), document)
        except DAMAGE:
            return None

    def has(self, document: Document) -> bool:
        """Whether there is one that is whole, by its checksum."""
        try:
            return bool(gzip.decompress(self._path(document).read_bytes()))
        except DAMAGE:
            return False

    def keep(self, document: Document, packed: bytes) -> None:
        """Put a packed reading there, the whole file or none of it."""
        _write(self._path(document), packed)

    def trim(self, documents: Iterable[Document]) -> None:
        """Delete all readings but those of these documents."""
        wanted = {self._path(document).name for document in documents}
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def drop(self, documents: Iterable[Document]) -> None:
        """Delete the readings of these documents."""
        for document in documents:
            self._path(document).unlink(missing_ok=True)

    def _path(self, document: Document) -> Path:
        values = (repr(getattr(document, field.name)) for field in fields(Document))
        return self.folder / f"{document.id}-{digest(self.version, *values)}.json.gz"


def sure(reading: Reading, least: float) -> Reading:
    """The reading without the propositions that are less sure than this."""
    if not least:
        return reading
    kept = tuple(p for p in reading.propositions if p.confidence >= least)
    return replace(reading, propositions=kept)


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or none of it; it is not flushed, as damage is told when it is read."""
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot keep what was read: {error.strerror}") from error


# What a text is read with depends on none of these.
LATER = frozenset(
    "analyse assemble cli corpus coverage drafts evaluate export graph ground job large link "
    "memory origins pipeline queries rdf serve sources store times update validate".split()
)


@cache
def code_version(*, whole: bool = False) -> str:
    """Hash of our code and data as far as a reading depends on them, with the version of spaCy.

    The `whole` code is what a graph depends on.
    """
    root = Path(str(files("kg")))
    sums = hashlib.sha256(version("spacy").encode())
    for path in sorted(p for p in root.rglob("*") if p.suffix in _CODE and p.is_file()):
        name = path.relative_to(root)
        if whole or Path(name.parts[0]).stem not in LATER:
            sums.update(name.as_posix().encode() + path.read_bytes())
    return sums.hexdigest()


# --- as bytes ---


def pack(reading: Reading) -> bytes:
    """A reading without its document, each mention once: compressed JSON."""
    table: dict[tuple[Any, ...], int] = {}

    def place(mention: Mention) -> int:
        row = (*_ends(mention.span), *_ends(mention.head_span), *_of_mention(mention))
        return table.setdefault(row, len(table))

    content = {
        "sentences": [_ends(span) for span in reading.sentences],
        "mentions": [place(mention) for mention in reading.mentions],
        "pairs": [(pair.kind, place(pair.left), place(pair.right)) for pair in reading.pairs],
        "propositions": [
            (
                (proposition.predicate.lemma, proposition.predicate.label),
                [(a.role, place(a.mention), a.preposition) for a in proposition.arguments],
                _ends(proposition.sentence),
                _ends(proposition.span),
                [place(mention) for mention in proposition.said_by],
                _ends(proposition.answers) if proposition.answers else None,
                *_of_proposition(proposition),
            )
            for proposition in reading.propositions
        ],
        "table": list(table),
    }
    return gzip.compress(json.dumps(content, separators=(",", ":")).encode(), 1, mtime=0)


def unpack(data: bytes, document: Document) -> Reading:
    """The reading of this document that was packed, equal in every field."""
    content = json.loads(gzip.decompress(data))

    def span(ends: list[int]) -> Span:
        return Span(document.id, *ends)

    table = [
        Mention(span=span(row[:2]), head_span=span(row[2:4]), **_named(_MENTION, row[4:]))
        for row in content["table"]
    ]
    return Reading(
        document,
        tuple(map(span, content["sentences"])),
        tuple(table[i] for i in content["mentions"]),
        tuple(MentionPair(kind, table[i], table[j]) for kind, i, j in content["pairs"]),
        tuple(
            Proposition(
                predicate=Predicate(*predicate),
                arguments=tuple(Argument(role, table[i], word) for role, i, word in arguments),
                sentence=span(sentence),
                span=span(words),
                said_by=tuple(table[i] for i in speakers),
                answers=span(answers) if answers else None,
                **_named(_PROPOSITION, rest),
            )
            for predicate, arguments, sentence, words, speakers, answers, *rest in content[
                "propositions"
            ]
        ),
    )


def _plain(kind: type, special: str) -> tuple[str, ...]:
    """The fields that JSON holds as they are."""
    names = (field.name for field in fields(kind) if field.init)
    return tuple(name for name in names if name not in special.split())


_MENTION = _plain(Mention, "span head_span")
_PROPOSITION = _plain(Proposition, "predicate arguments sentence span said_by answers")
_of_mention = attrgetter(*_MENTION)
_of_proposition = attrgetter(*_PROPOSITION)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _named(names: tuple[str, ...], values: list[Any]) -> dict[str, Any]:
    """Values by name; JSON has lists where ours are tuples."""
    made = (tuple(value) if isinstance(value, list) else value for value in values)
    return dict(zip(names, made, strict=True))


def document_record(document: Document) -> dict[str, Any]:
    """A document as JSON holds it."""
    record = {field.name: getattr(document, field.name) for field in fields(Document)}
    return record | {"blocks": [(b.kind, b.start, b.end) for b in document.blocks]}


def read_document_record(record: dict[str, Any]) -> Document:
    """The document of a record, equal in every field."""
    return Document(**record | {"blocks": tuple(Block(*block) for block in record["blocks"])})
