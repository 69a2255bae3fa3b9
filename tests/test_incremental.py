"""A graph that grows and shrinks is the graph of its documents, however it came to them."""

import gzip
import shutil
import subprocess
import sys
import tempfile
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from newsroom import make_document
from pretend import MEMORY, STAND_INS

import kg
from kg.errors import SourceError, StoreError
from kg.fingerprint import DEFAULT_PIPELINE
from kg.model import Argument, Document, Mention, MentionPair, Predicate, Proposition, Reading, Span
from kg.pipeline import FILES, Report, build, remove
from kg.readings import LATER, Readings, document_record, pack, read_document_record, unpack
from kg.store import DiskStore

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
        "possible", "future", True, (object, subject), "denial", Span(document.id, 1, 2), True,
        1 / 3,
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
        lambda data: data[:-9] + bytes([data[-9] ^ 255]) + data[-8:],
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


# A graph that grows and shrinks


@pytest.fixture
def pretended(monkeypatch):
    for place, stand_in in STAND_INS.items():
        monkeypatch.setattr(place, stand_in)


MEETING = "Ada met Ben. It was the first time that the two of them had seen each other."
SEEN = "Ben saw Carl. It is what the people of the town had been waiting for."
BOTH = "Ada met Ben. Dora met Ben. This is what was said about it in the evening."


def write(folder: Path, **texts: str) -> Path:
    """The folder, with a text file for each name."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def names(graph: kg.Graph) -> list[str]:
    return sorted(document.name for document in graph.knowledge.documents)


def claims(graph: kg.Graph) -> set[tuple[str, str, str]]:
    statements = graph.knowledge.statements
    return {(s.subject, s.predicate.label, s.object) for s in statements}


def test_a_build_adds_to_what_is_there(pretended, tmp_path):
    build(write(tmp_path / "one", a=MEETING), tmp_path / "out")
    report = Report()

    graph = build(write(tmp_path / "two", b=SEEN), tmp_path / "out", report=report)

    assert names(graph) == ["a.txt", "b.txt"]
    assert claims(graph) == {("Ada", "met", "Ben"), ("Ben", "saw", "Carl")}
    assert (report.documents, report.read, report.kept, report.gone) == (2, 1, 1, ())


def test_a_changed_file_takes_the_place_of_what_it_was(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=BOTH), tmp_path / "out")
    report = Report()

    graph = build(write(tmp_path / "in", a=SEEN), tmp_path / "out", report=report)

    assert claims(graph) == {
        ("Ada", "met", "Ben"), ("Dora", "met", "Ben"), ("Ben", "saw", "Carl"),
    }  # fmt: skip
    assert (report.read, report.kept, report.gone) == (1, 1, ("a.txt",))


def test_a_changed_file_that_holds_nothing_any_more_is_gone(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=SEEN), tmp_path / "out")

    graph = build(write(tmp_path / "in", a=""), tmp_path / "out")

    assert names(graph) == ["b.txt"]


def test_a_file_of_several_documents_is_replaced_as_a_whole(pretended, tmp_path):
    lines = [f'{{"text": "{text}"}}\n' for text in (MEETING, SEEN)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.jsonl").write_text("".join(lines))
    build(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "news.jsonl").write_text(lines[1])

    graph = build(tmp_path / "in", tmp_path / "out")

    assert claims(graph) == {("Ben", "saw", "Carl")}


def test_a_vanished_file_stays_until_a_build_prunes(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=SEEN), tmp_path / "out")
    (tmp_path / "in" / "a.txt").unlink()

    assert names(build(tmp_path / "in", tmp_path / "out")) == ["a.txt", "b.txt"]
    assert names(build(tmp_path / "in", tmp_path / "out", prune=True)) == ["b.txt"]


def test_files_that_are_named_as_gone_go_and_all_others_stay(pretended, tmp_path):
    out = tmp_path / "out"
    build(write(tmp_path / "elsewhere", c=BOTH), out)
    folder = write(tmp_path / "in", a=MEETING, b=SEEN)
    build(folder, out)
    (folder / "a.txt").unlink()

    assert names(build(folder, out, gone=["a.txt", "never.txt"])) == ["b.txt", "c.txt"]
    (folder / "b.txt").unlink()
    assert names(build([], out, gone=["b.txt"])) == ["c.txt"]
    with pytest.raises(SourceError, match="nothing to read"):
        build([], out)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_copies_the_first_by_name_stays_in_whatever_order_they_came(
    pretended, tmp_path, order
):
    report = Report()
    for name in order:
        build(write(tmp_path / name, **{name: MEETING}), tmp_path / "out", report=report)

    graph = kg.open_graph(tmp_path / "out")

    assert names(graph) == ["a.txt"]
    assert [str(skip) for skip in report.skipped.skips] == ["b.txt: copy (of a.txt)"]


def test_two_files_of_one_name_in_two_folders_are_two_documents(pretended, tmp_path):
    folders = [write(tmp_path / "one", a=MEETING), write(tmp_path / "two", a=SEEN)]

    assert names(build(folders)) == ["a.txt", "a.txt"]


def test_what_comes_by_standard_input_takes_nobodys_place(pretended, run_kg, tmp_path):
    for text in (MEETING, SEEN):
        assert run_kg("build", "-", "-o", tmp_path, text=text)[0] == 0

    assert claims(kg.open_graph(tmp_path)) == {("Ada", "met", "Ben"), ("Ben", "saw", "Carl")}


def test_a_full_disk_is_told_and_leaves_the_former_graph(pretended, tmp_path, monkeypatch):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")
    before = read_output(tmp_path / "out")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(StoreError, match="cannot keep what was read: No space left"):
        build(write(tmp_path / "more", b=SEEN), tmp_path / "out")
    monkeypatch.undo()
    assert read_output(tmp_path / "out") == before
    assert names(kg.open_graph(tmp_path / "out")) == ["a.txt"]


def test_title_and_pipeline_stay_where_they_are_not_given(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=SEEN), tmp_path / "out", title="The harbour")

    remove("a.txt", tmp_path / "out")

    assert "<title>The harbour</title>" in (tmp_path / "out" / "graph.html").read_text()


@pytest.mark.parametrize("damage", [b"", b"not packed", None])
def test_without_the_record_of_documents_those_of_the_graph_stay(pretended, tmp_path, damage):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")
    for record in (tmp_path / "out" / "store").glob("*.documents.db"):
        record.unlink() if damage is None else record.write_bytes(damage)

    graph = build(write(tmp_path / "more", b=SEEN), tmp_path / "out")

    assert claims(graph) == {("Ada", "met", "Ben"), ("Ben", "saw", "Carl")}


def test_without_the_kept_readings_and_tables_all_is_read_again(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=SEEN), tmp_path / "out")
    before = (tmp_path / "out" / "graph.ttl").read_bytes()
    shutil.rmtree(tmp_path / "out" / "store" / "readings")
    (tmp_path / "out" / "store" / "state.db").unlink()
    report = Report()

    build(tmp_path / "in", tmp_path / "out", report=report)

    assert (report.read, report.kept) == (2, 0)
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == before


def test_a_build_is_refused_while_another_one_is_at_work(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")

    with DiskStore(tmp_path / "out" / "store").hold():
        with pytest.raises(StoreError, match="another build is writing"):
            build(write(tmp_path / "more", b=SEEN), tmp_path / "out")
        with pytest.raises(StoreError, match="another build is writing"):
            remove("a.txt", tmp_path / "out")
        assert names(kg.open_graph(tmp_path / "out")) == ["a.txt"]


# Taking out


def test_what_another_document_also_says_stays(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=BOTH, c=SEEN), tmp_path / "out")

    graph = remove("b.txt", tmp_path / "out")

    assert claims(graph) == {("Ada", "met", "Ben"), ("Ben", "saw", "Carl")}
    assert {e.label for e in graph.knowledge.entities} == {"Ada", "Ben", "Carl"}
    assert {e.document_id for e in graph.knowledge.evidence} == {
        d.id for d in graph.knowledge.documents
    }


@pytest.mark.parametrize("name", ["{id}", "doc:{id}", "a.txt", "The Herald"])
def test_a_document_is_named_by_id_file_or_source(pretended, tmp_path, name):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out", source="The Herald")
    graph = build(write(tmp_path / "more", b=SEEN), tmp_path / "out")
    id = next(d.id for d in graph.knowledge.documents if d.name == "a.txt")

    assert names(remove(name.format(id=id), tmp_path / "out")) == ["b.txt"]


def test_a_file_of_several_documents_is_taken_out_as_a_whole(pretended, tmp_path):
    (tmp_path / "news.jsonl").write_text(f'{{"text": "{MEETING}"}}\n{{"text": "{BOTH}"}}\n')
    build([tmp_path / "news.jsonl", write(tmp_path / "in", a=SEEN)], tmp_path / "out")

    assert names(remove("news.jsonl", tmp_path / "out")) == ["a.txt"]


def test_the_last_document_leaves_an_empty_graph_that_can_grow(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")

    assert remove("a.txt", tmp_path / "out").knowledge.statements == ()
    assert names(build(tmp_path / "in", tmp_path / "out")) == ["a.txt"]


def test_a_name_that_fits_nothing_is_told_and_nothing_is_taken_out(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING, b=SEEN), tmp_path / "out")

    with pytest.raises(StoreError, match=r"a\.tx: no document has .*; did you mean a\.txt\?"):
        remove(["b.txt", "a.tx"], tmp_path / "out")
    assert names(kg.open_graph(tmp_path / "out")) == ["a.txt", "b.txt"]


def test_an_empty_name_does_not_stand_for_documents_without_a_source(pretended, tmp_path):
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")

    with pytest.raises(StoreError, match="no document"):
        remove("", tmp_path / "out")


def test_where_there_is_no_graph_none_is_made(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        remove("a.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()


# At the command line


def test_build_tells_how_many_were_read_anew_and_how_many_were_kept(pretended, run_kg, tmp_path):
    first = run_kg("build", write(tmp_path / "in", a=MEETING, b=SEEN), "-o", tmp_path / "out")
    (tmp_path / "in" / "b.txt").unlink()
    folder = write(tmp_path / "in", c=BOTH)

    status, out, err = run_kg("build", folder, "-o", tmp_path / "out", "--prune")

    rows = dict(line.rsplit(maxsplit=1) for line in out.splitlines()[:8])
    assert (status, err, "read anew" in first[1]) == (0, "", False)
    assert (rows["documents"], rows["read anew"], rows["kept"]) == ("2", "1", "1")
    assert rows["removed or replaced"] == "1"


def test_remove_takes_documents_out_and_tells_what_is_left(pretended, run_kg, tmp_path):
    run_kg("build", write(tmp_path / "in", a=MEETING, b=SEEN), "-o", tmp_path / "out")

    status, out, _ = run_kg("remove", "a.txt", "-g", tmp_path / "out")

    assert (status, out.split()[:2]) == (0, ["documents", "1"])
    assert names(kg.open_graph(tmp_path / "out")) == ["b.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("remove", "x.txt", "-g", "out"), "kg: x.txt: no document has this id, file name or"),
        (("remove", "x.txt", "-g", "nowhere"), "kg: nowhere/store: does not exist; `kg build`"),
        (("remove", "-g", "out"), "kg: Missing argument 'DOCUMENTS...'"),
        (("build", "in", "-o", "out", "--workers", "0"), "kg: Invalid value for '--workers'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    pretended, run_kg, tmp_path, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    build(write(tmp_path / "in", a=MEETING), tmp_path / "out")

    status, out, err = run_kg(*arguments)

    assert (status in (1, 2), out, err.count("\n")) == (True, "", 1)
    assert err.startswith(message)


# Whatever happens


class Changes(RuleBasedStateMachine):
    """Files come, change and go, and are built and removed: the graph is as if made at once."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir=MEMORY)
        self.folder = Path(self.place.name, "in")
        self.folder.mkdir()
        self.output = Path(self.place.name, "out")
        self.graph: dict[str, str] = {}  # text by file name

    FILES = st.sampled_from(["a", "b", "c", "d"])

    @initialize(first=st.sampled_from([MEETING, SEEN, BOTH]))
    def begin(self, first: str) -> None:
        write(self.folder, a=first)
        self.build_all(prune=False)

    @rule(name=FILES, text=st.sampled_from([MEETING, SEEN, BOTH, ""]))
    def change_file(self, name: str, text: str) -> None:
        write(self.folder, **{name: text})

    @rule(name=FILES)
    def delete_file(self, name: str) -> None:
        (self.folder / f"{name}.txt").unlink(missing_ok=True)

    @rule(prune=st.booleans())
    def build_all(self, prune: bool) -> None:
        self._build(sorted(self.folder.iterdir()), prune)

    @rule(name=FILES)
    def build_one(self, name: str) -> None:
        self._build([self.folder / f"{name}.txt"], prune=False)

    @precondition(lambda self: self.graph)
    @rule(data=st.data())
    def remove_one(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.graph)))
        report = Report()

        remove(name, self.output, report=report)

        del self.graph[name]
        assert (report.read, report.gone) == (0, (name,))

    def _build(self, paths: list[Path], prune: bool) -> None:
        texts = {path.name: path.read_text() for path in paths if path.exists()}
        if not any(texts.values()):
            with pytest.raises(SourceError):
                build(paths, self.output, prune=prune)
            return
        report = Report()
        before = set(self.graph.items())

        build(paths, self.output, prune=prune, report=report)

        stay = {} if prune else {n: t for n, t in self.graph.items() if n not in texts}
        self.graph = without_copies(stay | {name: text for name, text in texts.items() if text})
        assert report.kept == len(before & set(self.graph.items()))
        assert report.read + report.kept == report.documents == len(self.graph)

    @invariant()
    def is_as_if_made_at_once(self) -> None:
        if self.graph:
            assert read_output(self.output) == made_at_once(tuple(sorted(self.graph.items())))

    def teardown(self) -> None:
        self.place.cleanup()


def without_copies(texts: dict[str, str]) -> dict[str, str]:
    first = {text: name for name, text in sorted(texts.items(), reverse=True)}
    return {name: text for text, name in first.items()}


def read_output(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "graph.ttl").read_bytes(), (folder / "statements.jsonl").read_bytes()


@cache
def made_at_once(texts: tuple[tuple[str, str], ...]) -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        for name, text in texts:
            Path(place, name).write_text(text)
        build(place, Path(place, "out"))
        return read_output(Path(place, "out"))


def test_any_changes_make_the_graph_that_one_build_of_the_same_texts_makes(pretended, monkeypatch):
    monkeypatch.setattr("kg.export.html.write_html", lambda _, path, title: path.touch())
    made_at_once.cache_clear()
    few = settings(max_examples=8, stateful_step_count=8, deadline=None, derandomize=True)
    run_state_machine_as_test(Changes, settings=few)


# What a site repeats

AGAIN = "Dora met Ben. It was in the year 2014, when the port of Oru was taken."
STORIES = (MEETING, SEEN, "Carl saw Dora. It took the town an hour.", "Ada saw Carl. It was late.")


def page(folder: Path, number: int) -> Path:
    """A page of a paper that repeats its background; the later pages are the older ones."""
    path = folder / f"page{number}.md"
    head = f"---\nsource: Vell Gazette\ndate: 2024-05-{20 - number}\n---\n"
    story = " ".join([STORIES[number], *(f"It had {k}{number} boats." for k in range(10))])
    path.write_text(f"{head}{story}\n\n{AGAIN}\n")
    return path


def backgrounds(graph: kg.Graph) -> list[str]:
    """The files that say who met Ben in 2014."""
    documents = {d.id: d.name for d in graph.knowledge.documents}
    (told,) = [s for s in graph.knowledge.statements if (s.subject, s.object) == ("Dora", "Ben")]
    return sorted(
        documents[e.document_id] for e in graph.knowledge.evidence if e.statement_id == told.id
    )


def test_a_site_says_once_what_it_repeats_and_only_what_changes_by_that_is_read_again(
    pretended, tmp_path
):
    reports = [Report() for _ in range(5)]
    said = [
        backgrounds(build(page(tmp_path, n), tmp_path / "out", report=reports[n])) for n in range(4)
    ]
    shown = [said[1], said[2], said[3]]

    assert shown == [["page0.md", "page1.md"], ["page2.md"], ["page3.md"]]
    assert [(r.read, r.kept) for r in reports[:4]] == [(1, 0), (1, 1), (3, 0), (2, 2)]
    assert reports[3].skipped.lines["repeated on their site"] == 3

    assert backgrounds(remove("page3.md", tmp_path / "out", report=reports[4])) == ["page2.md"]
    assert (reports[4].read, reports[4].kept) == (1, 2)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3)), min_size=3, max_size=7))
def test_what_a_site_repeats_is_the_same_in_whatever_order_its_pages_came(changes):
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(dir=MEMORY) as place:
        for name, stand_in in STAND_INS.items():
            patch.setattr(name, stand_in)
        patch.setattr("kg.export.html.write_html", lambda _, path, title: path.touch())
        folder = Path(place)
        present: set[int] = set()
        for is_added, number in changes:
            if is_added:
                build(page(folder, number), folder / "out")
                present.add(number)
            elif len(present) > 1 and number in present:
                remove(f"page{number}.md", folder / "out")
                present.remove(number)
        if present:
            build([page(folder, n) for n in sorted(present)], folder / "at once")
            assert read_output(folder / "out") == read_output(folder / "at once")


def test_a_page_that_cannot_be_read_has_no_part_in_what_its_site_repeats(pretended, tmp_path):
    pages = [page(tmp_path, number) for number in range(3)]
    pages[2].write_text(pages[2].read_text() + "\nFAIL it must, the master of the port said.\n")
    report = Report()

    graph = build(pages, tmp_path / "out", report=report)

    assert backgrounds(graph) == ["page0.md", "page1.md"]
    assert (report.read, report.kept, report.skipped.counts()) == (2, 0, {"reading failed": 1})


# With the language model


TALKS = "Elsbeth Arden met Tomás Moro on Friday. He praised her."
PRAISE = "Ruth Hale praised Elsbeth Arden. The minister said that Moro had called."


@pytest.mark.model
def test_a_graph_that_grew_and_shrank_is_that_of_one_build(tmp_path):
    build(write(tmp_path / "in", a=TALKS, b=SEEN), tmp_path / "out")
    build(write(tmp_path / "in", b=PRAISE, c=MEETING), tmp_path / "out")
    remove("c.txt", tmp_path / "out")
    (tmp_path / "in" / "c.txt").unlink()

    build(tmp_path / "in", tmp_path / "at once")

    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "at once" / name).read_bytes()


@pytest.mark.model
def test_a_graph_whose_texts_stay_is_built_without_the_language_pipeline(tmp_path):
    build(write(tmp_path / "in", a=TALKS, b=PRAISE), tmp_path / "out")
    code = """
import sys
from kg.pipeline import build, remove
build(sys.argv[1], sys.argv[2])
remove("b.txt", sys.argv[2])
print("spacy" in sys.modules)
"""
    arguments = [sys.executable, "-c", code, tmp_path / "in", tmp_path / "out"]
    built = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=True)

    assert built.stdout == "False\n"


@pytest.mark.model
def test_a_reading_depends_on_none_of_the_modules_that_its_version_leaves_out():
    code = """
import sys
from kg.model import Block, Document
from kg.workers import make_reader
text = "President Ada Holm said on Monday that the old port of Lund may cost $4 million."
make_reader(sys.argv[1])(Document("d", text, (Block("paragraph", 0, len(text)),), "a.txt"))
print(*sorted(name for name in sys.modules if name.startswith("kg.")))
"""
    arguments = [sys.executable, "-c", code, DEFAULT_PIPELINE]
    loaded = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=True)

    parts = {name.split(".")[1] for name in loaded.stdout.split()}
    assert {"extract", "parse", "model"} <= parts
    assert parts.isdisjoint(LATER)
