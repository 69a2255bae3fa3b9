"""A graph that is built on disk, part by part, is the graph that is built in memory."""

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from marked_texts import make_texts, read
from test_engines import make_opinion

import kg.engines.disk
from kg.analyse import rank_entities
from kg.engines.disk import DiskRows
from kg.engines.rows import pack, unpack
from kg.errors import SourceError, StoreError
from kg.export.html import DATA_BLOCK
from kg.graph import open_graph
from kg.link.bundles import iter_namings, iter_phrases
from kg.link.within import resolve
from kg.model import Connection, Document, Evidence
from kg.pipeline import Report, remove
from kg.store import STATE

MADE = ("graph.ttl", "statements.jsonl")
MANY = 1_000_000


@pytest.fixture
def put(put, monkeypatch):
    """The same; of so many documents, and the graph is built on disk."""

    def run(documents: list[Document], name: str, large: int = 1, **options: object) -> Report:
        monkeypatch.setattr("kg.sources.given.LARGE", large)
        return put(documents, name, **options)

    return run


def contents(output: Path) -> list[object]:
    quads = sorted(map(str, open_graph(output).store))
    return [*((output / name).read_bytes() for name in MADE), quads]


def tables(output: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that later changes go by."""
    with closing(sqlite3.connect(output / "store" / STATE)) as state:
        named = state.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: sorted(state.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in named}


def told(report: Report) -> list[object]:
    """All that a report tells but the time that it took."""
    return [
        getattr(report, name)
        for name in ("documents", "read", "kept", "is_update", "gone", "words", "entities",
                     "statements", "evidence", "central", "skipped", "unused", "findings")
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "seed"), [(8, 1), (40, 2), (120, 10)])
def test_on_disk_as_in_memory(put, memory, monkeypatch, count, seed):
    monkeypatch.setattr(kg.engines.disk, "_WAITING", 50)  # so that parts go to files
    documents = make_texts(count, seed)

    reports = put(documents, "disk"), put(documents, "memory", MANY)

    assert contents(memory / "disk") == contents(memory / "memory")
    assert told(reports[0]) == told(reports[1])
    found, wanted = tables(memory / "disk"), tables(memory / "memory")
    for name in wanted:
        assert found[name] == wanted[name], name
    assert found.keys() == wanted.keys()


def test_words_make_a_corpus_large_too(put, memory, monkeypatch):
    monkeypatch.setattr("kg.sources.given.LONG", 10)
    report = put(make_texts(5, 3), "out", MANY, page=True)

    some = f": {report.statements:,} of {report.statements:,} claims"  # as builds on disk tell
    assert some in (memory / "out" / "graph.html").read_text()


@pytest.mark.parametrize("options", [{"infer": False}, {"min_confidence": 0.7}])
def test_options_hold_on_disk(put, memory, options):
    documents = make_texts(30, 4)

    reports = put(documents, "disk", **options), put(documents, "memory", MANY, **options)

    assert contents(memory / "disk") == contents(memory / "memory")
    assert told(reports[0]) == told(reports[1])


def test_decisions_and_a_registry_hold_on_disk(put, memory):
    documents = make_texts(60, 3)
    opinion = make_opinion(documents, memory)
    (memory / "table.csv").write_text("name,id\nNippon,C-1\nNewcomer,C-2\nNewcomer,C-3\n")
    options = {"decisions": opinion.decisions.file, "link_table": memory / "table.csv"}

    reports = put(documents, "disk", **options), put(documents, "memory", MANY, **options)

    assert contents(memory / "disk") == contents(memory / "memory")
    assert told(reports[0]) == told(reports[1])
    assert [line.rpartition(": ")[2] for line in reports[0].unused] == [
        "'Nobody' names no entity", "C-2, C-3"
    ]  # fmt: skip
    assert tables(memory / "disk") == tables(memory / "memory")
    (memory / "decisions.yaml").write_text("rename: {Japan: Nippon}")
    assert put(documents[:-1], "disk", **options).is_update
    put(documents[:-1], "at once", MANY, **options)
    assert contents(memory / "disk") == contents(memory / "at once")


def test_a_document_that_cannot_be_read_is_left_out_and_told(put, memory):
    documents = make_texts(30, 7)
    broken = replace(documents[3], id="broken", text=f"{documents[3].text}\nFAIL", name="x")
    copy = replace(documents[5], id="copy", name="zz")

    reports = [
        put([*documents, broken, copy], name, large) for name, large in (("disk", 1), ("m", MANY))
    ]

    assert contents(memory / "disk") == contents(memory / "m")
    assert told(reports[0]) == told(reports[1])
    assert reports[0].skipped.counts() == {"copy": 1, "reading failed": 1}


def test_where_nothing_can_be_read_that_is_told(put):
    (text, *_) = make_texts(1, 7)
    broken = [replace(text, id=f"{n}", text=f"{text.text}\n{n} FAIL", name=f"{n}") for n in "abc"]

    with pytest.raises(SourceError, match="nothing could be read"):
        put(broken, "out")


def test_nothing_is_read_twice_and_nothing_is_left_behind(put, memory):
    documents = make_texts(30, 5)
    put(documents, "out")
    files = {path.name for path in (memory / "out" / "store").iterdir()}

    report = put(documents, "out")

    assert (report.read, report.kept) == (0, report.documents)
    assert {path.name for path in (memory / "out" / "store").iterdir()} == {
        *files, "b", "b.documents.db"
    }  # fmt: skip
    put(documents, "memory", MANY)
    assert contents(memory / "out") == contents(memory / "memory")


def test_a_document_goes_again(put, memory):
    documents = make_texts(30, 6)
    put(documents, "out")

    remove(documents[0].name, memory / "out", page=False, workers=1)

    put([d for d in documents if d.name != documents[0].name], "memory", MANY)
    assert contents(memory / "out") == contents(memory / "memory")


def test_the_page_shows_what_most_papers_say_of_the_most_central(put, memory, monkeypatch):
    monkeypatch.setattr("kg.large._DRAWN", 12)
    monkeypatch.setattr("kg.large._CLAIMS", 20)

    report = put(make_texts(60, 10), "out", page=True, title="Lind")

    page = (memory / "out" / "graph.html").read_text()
    block = DATA_BLOCK.search(page)
    assert block is not None
    data = json.loads(block[2])
    knowledge = open_graph(memory / "out").knowledge
    claims = {statement.id: statement for statement in knowledge.statements}
    shown = [claims[id] for id in data["statements"]["key"]]
    central = {id for id, _ in rank_entities(knowledge)[:12]}
    assert len(shown) == 20 < report.statements
    assert {end for claim in shown for end in (claim.subject, claim.object)} <= central
    said = Counter(item.statement_id for item in knowledge.evidence if item.document_id)
    assert {claim.id for claim in shown} & {id for id, _ in said.most_common(40)}
    assert len(data["evidence"]["statement"]) <= 60
    assert f"Lind: 20 of {report.statements:,} claims" in page


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.97])  # of what is written, before it is full
def test_a_full_disk_is_told_and_the_former_graph_stays(put, memory, monkeypatch, share):
    documents = make_texts(30, 8)
    put(documents, "out")
    before, tidy = contents(memory / "out"), {p.name for p in (memory / "out").iterdir()}
    write, written = kg.engines.disk.File.write, list[int]()
    monkeypatch.setattr(
        kg.engines.disk.File, "write", lambda self, data: written.append(1) or write(self, data)
    )
    put(documents[14:], "other")
    room = int(share * len(written))
    written.clear()

    def fill(self, data):
        if len(written) >= room:
            raise OSError(28, "No space left on device")
        written.append(1)
        return write(self, data)

    monkeypatch.setattr(kg.engines.disk.File, "write", fill)
    with pytest.raises(StoreError, match="No space left on device"):
        put(documents[14:], "out")
    monkeypatch.setattr(kg.engines.disk.File, "write", write)

    if share < 0.9:  # beyond, tables for later changes are written, and the graph is new
        assert contents(memory / "out") == before
    assert {p.name for p in (memory / "out").iterdir()} == tidy
    put(documents[14:], "out")
    assert contents(memory / "out") == contents(memory / "other")
    assert tables(memory / "out") == tables(memory / "other")


@pytest.mark.parametrize("more", [1, -1])
def test_a_document_more_or_less_is_changed_in_place(put, memory, more):
    documents = make_texts(40, 9)
    put(documents[:30], "out", page=True)

    report = put(documents[: 30 + more], "out", page=True)

    assert report.is_update
    put(documents[: 30 + more], "disk", page=True)
    pages = [(memory / name / "graph.html").read_bytes() for name in ("out", "disk")]
    assert pages[0] == pages[1]
    put(documents[: 30 + more], "memory", MANY)
    assert contents(memory / "out") == contents(memory / "memory")
    assert tables(memory / "out") == tables(memory / "memory")


def test_what_the_user_decides_then_changes_it_in_place(put, memory):
    documents = make_texts(30, 9)
    put(documents, "out")
    (first, *_) = open_graph(memory / "out").knowledge.entities
    decided = memory / "decided.yaml"
    decided.write_text(json.dumps({"rename": {f"ent:{first.id}": "Lindby Trust"}}))

    report = put(documents, "out", decisions=decided)

    assert report.is_update
    put(documents, "memory", MANY, decisions=decided)
    assert contents(memory / "out") == contents(memory / "memory")
    assert "Lindby Trust" in (memory / "out" / "graph.ttl").read_text()


def test_rows_are_the_same_however_often_they_are_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(kg.engines.disk, "_WAITING", 5)
    given = [(f"key {n % 7}\ud800", (n, "x" * n)) for n in range(100)]
    rows = DiskRows(lambda: iter(given), tmp_path, 100)
    grouped = rows.group(lambda key, values: [(key, sorted(values))])

    assert sorted(grouped.collect()) == sorted(grouped.keep().collect()) != []
    assert dict(grouped.collect()) == {
        key: [value for k, value in given if k == key] for key, _ in given
    }
    assert rows.union(rows.made([("a", 1)])).total(lambda *_: {"rows": 1}) == {"rows": 101}
    assert len(list(rows.keep().collect(5))) == 5
    assert not list(tmp_path.iterdir())
    shutil.rmtree(tmp_path)


def test_values_that_travel_come_as_they_went():
    reading = read(make_texts(3, 10)[2])
    discourse = resolve(reading)
    values = (
        reading, list(iter_namings(discourse)), list(iter_phrases(discourse)),
        Evidence("s", "clauses", 0.8, derived_from=("a", "b")), Counter("ab"), frozenset("ab"),
        Connection("conflict", "", "a", "b", "c", "d"),
    )  # fmt: skip

    again = unpack(pack(values))

    assert again == values
    assert sorted(repr(again)) == sorted(repr(values))  # sets are in no order
    assert again[0].document.text == reading.document.text
    assert again[3].id == values[3].id


def test_what_breaks_a_shape_is_told_by_the_build_that_makes_it(put):
    first, *rest = make_texts(10, 3)
    documents = [replace(first, published="2026-02-30"), *rest]

    for large in (1, MANY):
        (finding,) = put(documents, f"of {large}", large).findings
        assert "published once, on a day that the calendar has" in finding
