"""A graph that is changed is, byte for byte and table for table, the graph that is made at once."""

import gc
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import marked_texts
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from marked_texts import make_texts, read

from kg.errors import KgError
from kg.graph import open_graph
from kg.link.clusters import Discourse
from kg.link.within import resolve
from kg.model import Block, Document, Reading
from kg.pipeline import Report, remove
from kg.store import STATE
from kg.update.linking import CROWD
from kg.update.splice import Edit, write_edited
from kg.update.state import TABLES

MADE = ("graph.ttl", "statements.jsonl")


def contents(output: Path) -> list[object]:
    """All that a folder holds of a graph: files, quads, and the tables for the next change."""
    quads = sorted(map(str, open_graph(output).store))
    with closing(sqlite3.connect(output / "store" / STATE)) as tables:
        rows = [sorted(tables.execute(f"SELECT * FROM {t}"), key=repr) for t in (*TABLES, "meta")]
    return [*((output / name).read_bytes() for name in MADE), quads, *rows]


@pytest.mark.parametrize(("seed", "crowd"), [(0, CROWD), (1, 0), (2, 2)])
def test_whatever_comes_and_goes_the_graph_is_that_of_one_build(
    put, memory, monkeypatch, seed, crowd
):
    monkeypatch.setattr("kg.update.linking.CROWD", crowd)
    chance = random.Random(seed)
    pool = make_texts(45, seed)
    here = {d.id: d for d in pool[:30]}
    put([*here.values()], "out")

    for _ in range(3):
        for id in chance.sample(sorted(here), chance.randint(0, 3)):
            del here[id]
        here |= {d.id: d for d in chance.sample(pool, chance.randint(0, 3))}
        report = put([*here.values()], "out")

        assert report.is_update
        put([*here.values()], "at once")
        assert contents(memory / "out") == contents(memory / "at once")
        shutil.rmtree(memory / "at once")


def _of_countries(reading: Reading) -> Discourse:
    """As it is resolved, with a country or two for many people, and a gender for some."""
    discourse = resolve(reading)
    for cluster in discourse.clusters:
        if cluster.key[:1] == ("person",):
            chance = random.Random(f"{reading.document.id} {cluster.key}")
            cluster.countries |= {c for c in ("Chile", "Japan", "Norway") if chance.random() < 0.12}
            if chance.random() < 0.1:
                cluster.mentions[0] = replace(cluster.mentions[0], gender="neuter", text="the head")
    return discourse


@pytest.mark.parametrize("crowd", [0, CROWD])
def test_homonyms_are_told_apart_in_a_changed_graph_as_in_one_made_at_once(
    put, memory, monkeypatch, crowd
):
    monkeypatch.setattr("kg.link.resolve", _of_countries)
    monkeypatch.setattr("kg.update.run.resolve", _of_countries)
    test_whatever_comes_and_goes_the_graph_is_that_of_one_build(put, memory, monkeypatch, 4, crowd)
    with closing(sqlite3.connect(memory / "out" / "store" / STATE)) as tables:
        assert tables.execute("SELECT 1 FROM naming WHERE team <> home LIMIT 1").fetchone()


def test_a_graph_may_be_changed_again_by_the_same_process_before_memory_is_tidied(put):
    texts = make_texts(20, 1)
    gc.disable()
    try:
        for count in (15, 16, 17, 18):
            put(texts[:count], "out", page=True)
    finally:
        gc.enable()


def test_a_document_that_is_told_otherwise_is_replaced(put, memory):
    first, *others = make_texts(30, 5)
    put([first, *others], "out")
    renamed = replace(first, name="z/renamed.txt", url="https://lind.example/1")

    assert put([renamed, *others], "out").is_update
    put([renamed, *others], "at once")
    assert contents(memory / "out") == contents(memory / "at once")


def test_a_document_goes_at_the_cost_of_what_it_touches(put, memory):
    documents = make_texts(30, 6)
    put(documents, "out")
    report = Report()

    remove(documents[0].name, memory / "out", page=False, report=report)

    rest = [d for d in documents if d.name != documents[0].name]
    assert (report.is_update, report.read) == (True, 0)
    put(rest, "at once")
    assert contents(memory / "out") == contents(memory / "at once")


def test_copies_are_told_without_what_their_site_repeats(put, memory):
    background = " ".join(f"background{n}" for n in range(30)) + "."
    stories = [" ".join(f"story{number}x{n}" for n in range(40)) + "." for number in range(5)]
    pages = [_page(f"{s}\n{background}", "Herald", n) for n, s in enumerate(stories, start=1)]
    others = make_texts(30, 15)
    copy = _page(" ".join(stories[4].split()[:18]), "Courier", 9)
    put([*others, *pages], "out")

    assert put([*others, *pages, copy], "out").is_update
    put([*others, *pages, copy], "at once")
    assert contents(memory / "out") == contents(memory / "at once")
    with closing(sqlite3.connect(memory / "out" / "store" / STATE)) as tables:
        query = "SELECT copy FROM page WHERE doc = ?"
        assert tables.execute(query, (copy.id,)).fetchone() == (pages[4].id,)


def test_a_name_that_two_claim_is_nobodys_until_one_of_them_goes(put, memory):
    others = make_texts(30, 16)
    first, second = (
        _page(f"[Organization:{name}] bought [Organization:Delmar].", name, day)
        for day, name in enumerate(("Ostrava Glasses", "Lind Steels PLC"), start=1)
    )
    own = _page("[Person:Ann Berg] met [Organization:Delmar].", "Herald", 3)
    put([*others, own, first], "out")
    assert _owners_of_delmar(memory / "out") == 1

    for now in ([own, first, second], [own, second], [own], [own, first, second], [own, first]):
        assert put([*others, *now], "out").is_update
        put([*others, *now], "at once")
        assert contents(memory / "out") == contents(memory / "at once")
        assert _owners_of_delmar(memory / "out") == len(now) - 1


def _owners_of_delmar(output: Path) -> int:
    with closing(sqlite3.connect(output / "store" / STATE)) as tables:
        query = "SELECT count(*) FROM block WHERE block = ?"
        return int(tables.execute(query, (b"also name\x1fdelmar",)).fetchone()[0])


def _page(text: str, source: str, day: int) -> Document:
    ends = [*accumulate(len(line) + 1 for line in text.split("\n"))]
    starts = [0, *ends]
    blocks = [Block("paragraph", s, e - 1) for s, e in zip(starts, ends, strict=False)]
    name = f"{source}-{day}"
    return Document(name, text, tuple(blocks), name, source=source, published=f"2026-06-{day:02}")


def test_without_the_readings_those_that_are_needed_are_read_again(put, memory):
    documents = make_texts(30, 7)
    put(documents[:-1], "out")
    shutil.rmtree(memory / "out" / "store" / "readings")

    assert put(documents, "out").is_update
    put(documents, "at once")
    assert contents(memory / "out") == contents(memory / "at once")


@pytest.mark.parametrize("damage", [None, b"", b"no tables"])
def test_without_the_tables_all_is_made_anew_and_they_too(put, memory, damage):
    documents = make_texts(12, 8)
    put(documents[:-1], "out")
    tables = memory / "out" / "store" / STATE
    tables.unlink() if damage is None else tables.write_bytes(damage)

    assert not put(documents, "out").is_update
    put(documents, "at once")
    assert contents(memory / "out") == contents(memory / "at once")


@pytest.mark.parametrize("options", [{"infer": False}, {"min_confidence": 0.9}])
def test_what_is_asked_otherwise_is_made_anew(put, options):
    documents = make_texts(12, 9)
    put(documents[:-1], "out")

    assert not put(documents, "out", **options).is_update
    assert put(documents[1:], "out", **options).is_update


def decide(memory: Path, *lines: str) -> None:
    """Let these lines be the decisions of both graphs."""
    for name in ("out", "at once"):
        (memory / name).mkdir(exist_ok=True)
        (memory / name / "decisions.yaml").write_text("\n".join(lines))


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents whose mentions an update looks at."""
    found: list[str] = []

    def note(reading: Reading) -> Discourse:
        found.append(reading.document.id)
        return resolve(reading)

    monkeypatch.setattr("kg.update.run.resolve", note)
    return found


def _who(*names: str) -> list[Document]:
    """A page of each of these, who met somebody of whom nobody else tells."""
    return [
        _page(f"[Person:{name}] met [Person:Stranger{n} Lind].", "Herald", n)
        for n, name in enumerate(names, start=1)
    ]


def test_a_decision_costs_the_entities_that_it_names(put, memory, resolved):
    texts = _who("Ann Berg", "Ann Berg", "Omar Okafor", "Lee Hansen", "Fred Marlow")
    put(texts, "out")
    decide(memory, "rename: {Omar Okafor: Omar O.}", "type: {Fred Marlow: Thing}")
    assert put(texts, "out").is_update
    assert resolved == []

    decide(memory, "rename: {Omar Okafor: Omar O.}", "same: [[Ann Berg, Lee Hansen]]")
    assert put(texts, "out").is_update
    assert resolved == [texts[3].id]
    put(texts, "at once")
    assert contents(memory / "out") == contents(memory / "at once")


def test_what_was_told_apart_costs_nothing_where_it_stays_so(put, memory, resolved):
    names = (
        "Kristen Vale",
        "Kristin Vale",
        "Kristin Vale",
        "Lee Hansen",
        "Fred Marlow",
        "Lee Marlow",
    )
    texts = [
        _page(f"[Person:{name}] met [Organization:Harbour Union].", "Herald", n)
        for n, name in enumerate(names, start=1)
    ]
    decide(memory, "different: [[Kristen Vale, Kristin Vale]]")
    put(texts[:-1], "out")

    assert put(texts, "out").is_update
    assert resolved == [texts[-1].id]
    put(texts, "at once")
    assert contents(memory / "out") == contents(memory / "at once")
    with closing(sqlite3.connect(memory / "out" / "store" / STATE)) as tables:
        assert tables.execute("SELECT count(*) FROM moved").fetchone() == (1,)


def test_a_row_names_who_is_there_by_decision_alone(put, memory):
    texts = _who("Ann Berg", "Ann Berg", "Omar Okafor", "Lee Hansen", "Fred Marlow")
    decide(memory, f"mentions: [{{document: {texts[0].name}, text: Ann Berg, is: Newcomer}}]")
    (memory / "table.csv").write_text("name,id\nFred Marlow,C-1\n")
    put(texts, "out", link_table=memory / "table.csv")

    (memory / "table.csv").write_text("name,id\nFred Marlow,C-1\nNewcomer,C-2\n")
    assert put(texts, "out").is_update
    put(texts, "at once", link_table=memory / "table.csv")
    assert contents(memory / "out") == contents(memory / "at once")
    codes = {e.label: e.codes for e in open_graph(memory / "out").knowledge.entities if e.codes}
    assert codes == {"Fred Marlow": (("registry", "C-1"),), "Newcomer": (("registry", "C-2"),)}


def test_a_decision_that_came_to_nothing_is_told_by_an_update_as_by_one_build(put, memory):
    texts = make_texts(30, 10)
    (memory / "t.csv").write_text("name,id\nOmar Smith,C-1\nOmar Smith,C-2\n")
    decide(memory, "same: [[Nobody, Japan]]", "type: {Hansen: Person, Okafor: Thing}")
    put(texts[:-1], "out", link_table=memory / "t.csv")

    told = put(texts, "out").unused
    assert put(texts, "at once", link_table=memory / "t.csv").unused == tuple(
        line.replace("/out/", "/at once/") for line in told
    )
    assert "decisions.yaml:1: 'Nobody' names no entity" in told[0]
    assert "fits several ids: C-1, C-2" in told[-1]


NAMES = ("Ann Berg", "Anna Berg", "Omar Smith", "Omar Okafor", "Hansen", "Lee", "Fred Hansen",
         "USA", "Japan", "Okafor Group", "Kristen Berg", "Kristin Berg", "ent:Lind_Motors",
         "Newcomer", "the driver")  # fmt: skip
IDS = ("Q1", "C-1", "C-2", "lei:A", "https://example.org/1")


class Opinions(RuleBasedStateMachine):
    """Documents, decisions and rows of a registry come and go, and the graph is built."""

    def __init__(self, put: Callable[..., Report], memory: Path) -> None:
        super().__init__()
        self.put, self.memory = put, memory
        self.pool = make_texts(24, 4)
        self.here = {document.id: document for document in self.pool[:18]}
        self.lines: list[str] = []
        self.rows: list[str] = []
        for name in ("out", "at once"):
            shutil.rmtree(memory / name, ignore_errors=True)
        put([*self.here.values()], "out")

    @rule(text=st.sampled_from(range(24)))
    def come_or_go(self, text: int) -> None:
        document = self.pool[text]
        if self.here.pop(document.id, None) is None:
            self.here[document.id] = document

    @rule(
        key=st.sampled_from(("same", "different")),
        names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True),
    )
    def tell_who(self, key: str, names: list[str]) -> None:
        self.lines.append(f"{key}: [{json.dumps(names)}]")

    @rule(name=st.sampled_from(NAMES), label=st.sampled_from((*NAMES, "Other")))
    def rename(self, name: str, label: str) -> None:
        self.lines.append(f'rename: {{"{name}": "{label}"}}')

    @rule(name=st.sampled_from(NAMES), kind=st.sampled_from(("Person", "Organization", "Thing")))
    def retype(self, name: str, kind: str) -> None:
        self.lines.append(f'type: {{"{name}": {kind}}}')

    @rule(data=st.data(), name=st.sampled_from(NAMES), is_exact=st.booleans())
    def move(self, data: st.DataObject, name: str, is_exact: bool) -> None:
        document = data.draw(st.sampled_from(self.pool))
        mention = data.draw(st.sampled_from(read(document).mentions))
        at = f", at: {mention.span.start}" if is_exact else ""
        self.lines.append(
            f'mentions: [{{document: {document.name}, text: "{mention.text}", is: "{name}"{at}}}]'
        )

    @rule(name=st.sampled_from(NAMES), alias=st.sampled_from(("", *NAMES)), id=st.sampled_from(IDS))
    def list_in_registry(self, name: str, alias: str, id: str) -> None:
        self.rows.append(f"{name},{alias},{id}")

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        self.lines.remove(data.draw(st.sampled_from(self.lines)))

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def take_off(self, data: st.DataObject) -> None:
        self.rows.remove(data.draw(st.sampled_from(self.rows)))

    @rule()
    def build(self) -> None:
        decide(self.memory, *self.lines)
        failed = self._make("out")
        assert self._make("at once") == failed
        if failed:  # decisions that contradict each other: the graph is as it was
            self.lines.clear()
            self.build()
            return
        assert contents(self.memory / "out") == contents(self.memory / "at once")
        shutil.rmtree(self.memory / "at once")

    def _make(self, name: str) -> str:
        table = self.memory / "table.csv"
        table.write_text("\n".join(["name,alias,id", *self.rows]))
        try:
            self.put([*self.here.values()], name, link_table=table if self.rows else "")
        except KgError as error:
            return str(error).replace(f"/{name}/", "/")
        return ""

    def teardown(self) -> None:
        self.build()


def test_whatever_is_decided_and_undone_the_graph_is_that_of_one_build(put, memory):
    few = settings(max_examples=5, stateful_step_count=10, deadline=None, derandomize=True)
    run_state_machine_as_test(lambda: Opinions(put, memory), settings=few)


def test_where_much_changes_all_is_made_anew(put):
    documents = make_texts(12, 11)
    put(documents[:6], "out")

    assert not put(documents, "out").is_update


def test_a_document_that_cannot_be_read_is_told_and_left_out(put, memory):
    documents = make_texts(30, 12)
    broken = replace(documents[3], id="broken", text=f"{documents[3].text}\nFAIL", name="x")
    put(documents[:-1], "out")

    report = put([*documents, broken], "out")

    assert (report.is_update, report.skipped.counts()) == (True, {"reading failed": 1})
    put(documents, "at once")
    assert contents(memory / "out") == contents(memory / "at once")


def test_a_page_that_is_not_wanted_is_taken_away(put, memory):
    documents = make_texts(6, 13)
    put(documents, "out")
    page = memory / "out" / "graph.html"
    page.write_text("an older one")

    put(documents[1:], "out")

    assert not page.exists()


def test_files_that_were_left_out_are_those_of_one_build_where_they_are_wanted_again(put, memory):
    texts = make_texts(20, 2)
    put(texts[:18], "out", page=True)
    put(texts[:19], "out", files=False)

    assert not any((memory / "out" / name).exists() for name in ("graph.html", *MADE))
    put(texts[1:], "out", files=False)
    assert put(texts[:19], "out").is_update
    put(texts[:19], "at once")
    assert contents(memory / "out") == contents(memory / "at once")
    put(texts[:18], "lean", files=False)
    assert not any((memory / "lean" / name).exists() for name in MADE)
    assert put(texts[:19], "lean").is_update
    assert contents(memory / "lean") == contents(memory / "at once")


def test_the_page_of_a_changed_graph_is_that_of_one_build(put, memory):
    documents = make_texts(30, 14)
    put(documents[:-1], "out", page=True)

    assert put(documents, "out", page=True).is_update
    put(documents, "at once", page=True)
    pages = [(memory / name / "graph.html").read_bytes() for name in ("out", "at once")]
    assert pages[0] == pages[1]


def test_a_file_is_changed_where_it_is_to_be_and_copied_elsewhere(tmp_path):
    source, target = tmp_path / "old", tmp_path / "new"
    source.write_bytes(b"one two three")

    write_edited(source, target, [Edit(0, 3, b"1"), Edit(8, 8, b"and "), Edit(13, 13, b"!")])

    assert target.read_bytes() == b"1 two and three!"


def test_what_is_unsound_in_a_change_is_told_by_the_build_that_makes_it(put, monkeypatch):
    first, *rest = make_texts(30, 3)
    assert put(rest, "out").findings == ()

    monkeypatch.setitem(marked_texts._TOLD, "warned", ("warn", "Nonsense"))
    line = "[Person:Ann Berg] warned [Country:Norway]."
    text = f"Follow the Herald for more\n{line}"
    added = replace(first, id="added", text=text, blocks=tuple(marked_texts._blocks(text)))
    report = put([*rest, added], "out")

    assert report.is_update
    assert report.findings == (
        "check/unknown-class: Event classes that the ontology does not know kg:Nonsense – 1",
    )
