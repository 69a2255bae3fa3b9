"""A graph that grows and shrinks is the graph of its documents, however it came to them."""

import gzip
from dataclasses import fields, replace
from pathlib import Path

import pytest
from newsroom import make_document

from kg.model import (
    Argument,
    Document,
    Mention,
    MentionPair,
    Predicate,
    Proposition,
    Reading,
    Span,
)
from kg.readings import Readings, document_record, pack, read_document_record, unpack

DOCUMENT = replace(
    make_document("d1", "a/b.txt", "Norland bans pipes", ("Norland banned \ud800 pipes.",)),
    published="2026-03-03",
    source="The Herald",
)


def every_field(document: Document) -> Reading:
    """A reading that leaves no field at its default."""
    subject = Mention(
        Span(document.id, 0, 7), "Norland", "Country", "name", "Norland", Span(document.id, 0, 7),
        "Norland", 1, "the", ("old", "grey"), "singular", "neuter", "3", "subject", "ban", True,
    )  # fmt: skip
    object = replace(subject, span=Span(document.id, 13, 18), text="pipes", modifiers=())
    proposition = Proposition(
        Predicate("ban", "banned"),
        (Argument("subject", subject), Argument("object", object, "of")),
        Span(document.id, 0, 20), Span(document.id, 8, 12), "clauses", "Ban", "negative",
        "possible", "future", True, (object, subject), Span(document.id, 1, 2), True, 1 / 3,
    )  # fmt: skip
    pairs = (MentionPair("apposition", subject, object),)
    sentences = (Span(document.id, 0, 20), Span(document.id, 21, 30))
    return Reading(document, sentences, (subject, object), pairs, (proposition,))


# What is kept


def test_a_packed_reading_is_the_same_in_every_field():
    reading = every_field(DOCUMENT)

    assert repr(unpack(pack(reading), DOCUMENT)) == repr(reading)


def test_equal_readings_are_packed_into_equal_bytes():
    assert pack(every_field(DOCUMENT)) == pack(every_field(DOCUMENT))


def test_a_document_and_its_record_are_the_same_in_every_field():
    copy = read_document_record(document_record(DOCUMENT))

    assert [getattr(copy, f.name) for f in fields(Document)] == [
        getattr(DOCUMENT, f.name) for f in fields(Document)
    ]


def kept_in(folder: Path, version: str = "1") -> Readings:
    shelf = Readings(folder, version)
    shelf.keep(DOCUMENT, pack(every_field(DOCUMENT)))
    return shelf


def test_a_kept_reading_is_found_again(tmp_path):
    assert repr(kept_in(tmp_path).find(DOCUMENT)) == repr(every_field(DOCUMENT))


@pytest.mark.parametrize(
    "other",
    [
        replace(DOCUMENT, text=DOCUMENT.text + " "),
        replace(DOCUMENT, blocks=DOCUMENT.blocks[:1]),
        replace(DOCUMENT, published="2026-03-04"),
        replace(DOCUMENT, name="c.txt"),
    ],
    ids=["text", "blocks", "published", "name"],
)
def test_no_reading_is_found_for_a_document_that_differs(tmp_path, other):
    assert kept_in(tmp_path).find(other) is None


def test_no_reading_is_found_that_another_version_made(tmp_path):
    kept_in(tmp_path, "1")

    assert Readings(tmp_path, "2").find(DOCUMENT) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-9] + b"\0" + data[-8:],
        lambda data: b"not packed",
        lambda data: gzip.compress(b"{}"),
        lambda data: gzip.compress(b"[1, 2"),
        lambda data: gzip.compress(gzip.decompress(data).replace(b'"pairs":[[', b'"pairs":[[9,')),
    ],
)
def test_a_damaged_reading_is_as_good_as_none(tmp_path, damage):
    shelf = kept_in(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))

    assert shelf.find(DOCUMENT) is None


def test_trimming_leaves_the_readings_of_these_documents_alone(tmp_path):
    shelf = kept_in(tmp_path)
    other = replace(DOCUMENT, name="other.txt")
    shelf.keep(other, pack(every_field(other)))

    shelf.trim([other])

    assert (shelf.find(DOCUMENT), shelf.find(other) is None) == (None, False)
    assert len(list(tmp_path.iterdir())) == 1
