"""Documents as they were given, in a file in which each is by itself."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from marked_texts import make_texts

from kg.errors import StoreError
from kg.sources.given import Given, give, name_given, read_given, write_given


def numbers(path):
    """Where the record of each document lies."""
    with closing(sqlite3.connect(path)) as file:
        return dict(file.execute("SELECT sum, rowid FROM document"))


@pytest.fixture
def three():
    return tuple(sorted(give(make_texts(3, 1)), key=lambda given: given.id))


def test_documents_come_back_equal_in_every_field(tmp_path, three):
    odd = replace(three[0].document, text="half a \ud83d", name="a\tb\udcff", author="Ö", blocks=())
    given = (Given.of(odd), *three[1:])
    write_given(tmp_path / "a", given, "set", None)

    found, settings, name = read_given(tmp_path / "a")

    assert [repr(one.document) for one in found] == [repr(one.document) for one in given]
    assert [one.document.text for one in found] == [one.document.text for one in given]
    assert [(g.name, g.source, g.content, g.words) for g in found] == [
        (g.name, g.source, g.content, g.words) for g in given
    ]
    assert (settings, name) == ("set", name_given(tmp_path / "a"))


def test_a_changed_file_has_the_name_of_one_written_at_once(tmp_path, three):
    write_given(tmp_path / "a", three[:2], "set", None)
    write_given(tmp_path / "b", three[1:], "set", tmp_path / "a")
    write_given(tmp_path / "c", three[1:], "set", None)
    write_given(tmp_path / "d", three[1:], "otherwise", tmp_path / "b")

    assert name_given(tmp_path / "b") == name_given(tmp_path / "c") != name_given(tmp_path / "a")
    assert name_given(tmp_path / "d") != name_given(tmp_path / "b")
    assert [one.id for one in read_given(tmp_path / "b")[0]] == [one.id for one in three[1:]]


def test_what_stays_is_neither_read_nor_written_again(tmp_path, three, monkeypatch):
    write_given(tmp_path / "a", three[:2], "set", None)
    kept = read_given(tmp_path / "a")[0]
    monkeypatch.setattr("kg.sources.given.read_document_record", pytest.fail)

    write_given(tmp_path / "b", (*kept, three[2]), "set", tmp_path / "a")

    assert numbers(tmp_path / "b").items() > numbers(tmp_path / "a").items()


def test_a_damaged_record_is_told_by_name_where_it_is_asked_for(tmp_path, three):
    write_given(tmp_path / "a", three, "set", None)
    with closing(sqlite3.connect(tmp_path / "a")) as file, file:
        file.execute("UPDATE document SET record = x'00'")

    found = read_given(tmp_path / "a")[0]

    with pytest.raises(StoreError, match=found[1].name):
        _ = found[1].document


def test_a_former_file_that_is_damaged_is_not_built_upon(tmp_path, three):
    (tmp_path / "a").write_bytes(b"no tables" * 100)

    write_given(tmp_path / "b", three, "set", tmp_path / "a")

    assert len(read_given(tmp_path / "b")[0]) == 3
