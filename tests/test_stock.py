"""The documents of a graph, in a file in which each is by itself, and out of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from marked_texts import make_texts

from kg.errors import StoreError
from kg.sources.given import Given, give
from kg.sources.stock import File, Names, Shelf, Stock, summary, write_stock


def numbers(path):
    """Where the record of each document lies."""
    with closing(sqlite3.connect(path)) as file:
        return dict(file.execute("SELECT sum, rowid FROM document"))


def rows(path):
    with closing(sqlite3.connect(path)) as file:
        return sorted(file.execute("SELECT * FROM document"))


@pytest.fixture
def three():
    return tuple(sorted(give(make_texts(3, 1)), key=lambda given: given.id))


@pytest.fixture
def kept(tmp_path, three):
    """The three in a file."""
    write_stock(tmp_path / "kept", Stock(three), "set", None)
    return Stock(file=File(tmp_path / "kept"))


def ids(stock):
    return [given.id for given in stock]


def test_documents_come_back_equal_in_every_field(tmp_path, three):
    odd = replace(three[0].document, text="half a \ud83d", name="a\tb\udcff", author="Ö", blocks=())
    given = (Given.of(odd), *three[1:])
    write_stock(tmp_path / "a", Stock(given), "set", None)

    found = Stock(file=File(tmp_path / "a"))

    assert [repr(one.document) for one in found] == [repr(one.document) for one in given]
    assert [one.document.text for one in found] == [one.document.text for one in given]
    assert [(g.name, g.source, g.content, g.words) for g in found] == [
        (g.name, g.source, g.content, g.words) for g in given
    ]
    assert found.file.about.settings == "set"
    assert (len(found), found.words, found.total) == (3, Stock(given).words, Stock(given).total)


def test_a_changed_file_has_the_name_of_one_written_at_once(tmp_path, three):
    write_stock(tmp_path / "a", Stock(three[:2]), "set", None)
    write_stock(tmp_path / "b", Stock(three[1:]), "set", tmp_path / "a")
    write_stock(tmp_path / "c", Stock(three[1:]), "set", None)
    write_stock(tmp_path / "d", Stock(three[1:]), "otherwise", tmp_path / "b")

    a, b, c, d = (summary(tmp_path / name).name for name in "abcd")

    assert b == c != a
    assert d != b
    assert ids(Stock(file=File(tmp_path / "b"))) == [one.id for one in three[1:]]


def test_what_stays_is_neither_read_nor_written_again(tmp_path, three, kept, monkeypatch):
    monkeypatch.setattr("kg.sources.given.read_document_record", pytest.fail)

    write_stock(tmp_path / "b", kept.changed([three[0].id]), "set", tmp_path / "kept")

    assert numbers(tmp_path / "b").items() < numbers(tmp_path / "kept").items()


def test_the_file_before_the_former_is_brought_up_to_date_and_not_copied(tmp_path, monkeypatch):
    documents = give(make_texts(30, 1))
    one, two = tmp_path / "a", tmp_path / "b"
    write_stock(one, Stock(documents[:20]), "set", None)
    write_stock(two, Stock(file=File(one)).changed([documents[0].id], documents[20:22]), "", one)
    monkeypatch.setattr("shutil.copyfile", pytest.fail)

    for number in range(22, 28):
        gone, come = documents[number - 20].id, (documents[number], documents[0])
        write_stock(one, Stock(file=File(two)).changed([gone], come), str(number), two)
        one, two = two, one

    left = {given.id: given for given in (documents[0], *documents[8:28], documents[1])}
    write_stock(tmp_path / "c", Stock(left.values()), "27", None)
    assert rows(two) == rows(tmp_path / "c")
    assert summary(two).name == summary(tmp_path / "c").name
    assert not list(tmp_path.glob("*.new"))


def test_a_file_that_is_not_the_one_before_the_former_is_not_built_upon(tmp_path, three):
    a, b = tmp_path / "a", tmp_path / "b"
    write_stock(a, Stock(three[:1]), "of another graph", None)
    write_stock(b, Stock(three[1:]), "set", None)

    write_stock(a, Stock(file=File(b)).changed([three[1].id]), "set", b)

    assert ids(Stock(file=File(a))) == [three[2].id]


def test_a_damaged_record_is_told_by_name_where_it_is_asked_for(tmp_path, three, kept):
    with closing(sqlite3.connect(tmp_path / "kept")) as file, file:
        file.execute("UPDATE document SET record = x'00'")

    with pytest.raises(StoreError, match=three[1].name):
        _ = kept.find(three[1].id).document


def test_a_damaged_list_is_told_with_the_remedy(tmp_path, kept):
    with closing(sqlite3.connect(tmp_path / "kept")) as file, file:
        file.execute("DROP TABLE document")

    with pytest.raises(StoreError, match=r"is damaged: .*; delete it"):
        kept.find("any")


def test_a_former_file_that_is_damaged_is_not_built_upon(tmp_path, three):
    (tmp_path / "a").write_bytes(b"no tables" * 100)

    write_stock(tmp_path / "b", Stock(three), "set", tmp_path / "a")

    assert ids(Stock(file=File(tmp_path / "b"))) == [one.id for one in three]


def test_what_comes_again_as_it_was_is_no_change(three, kept):
    again = kept.changed([three[0].id]).changed((), [Given.of(three[0].document)])

    assert (again.gone, again.come) == ({}, {})
    assert not kept.unlike(again)


def test_stocks_differ_in_what_is_in_one_alone_or_another_there(three, kept):
    other = Given.of(replace(three[1].document, name="elsewhere"))
    now = kept.changed([three[0].id], [other])
    of_memory = Stock(now)

    for stock in (now, of_memory):
        assert kept.unlike(stock) == {three[0].id, three[1].id}
        assert stock.unlike(kept) == {three[1].id}
        assert kept.missing(stock) == {three[0].id}
        assert (len(stock), stock.words, stock.total) == (2, now.words, now.total)
    assert Shelf(now)[three[1].id].name == "elsewhere"
    assert three[0].id not in Shelf(now)


@pytest.mark.parametrize("in_memory", [False, True])
def test_documents_are_found_by_file_name_source_and_content(tmp_path, three, in_memory):
    names = ("news.jsonl#1", "news.jsonl#2", "news.json")
    documents = [
        replace(given.document, name=name, source=f"Paper {name[-1]}")
        for given, name in zip(three, names, strict=True)
    ]
    stock = Stock(given := give(documents))
    if not in_memory:
        write_stock(tmp_path / "a", stock, "", None)
        stock = Stock(file=File(tmp_path / "a"))

    def found(documents):
        return {given.name for given in documents}

    assert found(stock.of_files({"news.jsonl"})) == {"news.jsonl#1", "news.jsonl#2"}
    assert found(stock.of_files({"news.jsonl#2", "news.json"})) == {"news.jsonl#2", "news.json"}
    assert found(stock.of_files({"news"})) == set()
    assert found(stock.having("source", {"Paper n", "Paper 1"})) == {"news.json", "news.jsonl#1"}
    assert found(stock.having("content", [given[1].content])) == {"news.jsonl#2"}
    assert Names(stock)["news.json"] == documents[2].id
    assert Names(stock).get("news.jsonl") is None
    assert not stock.changed([documents[2].id]).of_files({"news.json"})
