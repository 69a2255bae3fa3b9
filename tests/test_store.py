"""The graph on disk: replaced as a whole or not at all."""

import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from newsroom import make_knowledge

from kg.errors import StoreError
from kg.export.turtle import write_turtle
from kg.model import Knowledge
from kg.rdf import About, iter_quads, read_about, read_knowledge
from kg.store import DiskStore, MemoryStore

FIRST, SECOND = About("1"), About("2")
EMPTY = Knowledge((), (), (), ())


@pytest.mark.parametrize("make", [lambda _: MemoryStore(), DiskStore], ids=["memory", "disk"])
def test_a_write_replaces_all_that_was_there(make, tmp_path):
    store = make(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    fewer = replace(make_knowledge(), documents=(), evidence=())
    store.write(fewer, SECOND)
    expected = ox.Store()
    expected.extend(iter_quads(fewer, SECOND))

    assert set(store.open()) == set(expected)
    assert read_about(store.open()) == SECOND


def test_a_reader_keeps_its_graph_while_the_next_is_written(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    reader = store.open()
    store.write(EMPTY, SECOND)

    assert read_about(reader) == FIRST
    assert len(read_knowledge(reader).statements) == len(make_knowledge().statements)
    assert read_about(store.open()) == SECOND


def test_a_reader_cannot_write(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(EMPTY)
    node = ox.NamedNode("https://kg.example/x")

    with pytest.raises(RuntimeError, match="read-write"):
        store.open().add(ox.Quad(node, node, node))


def test_a_write_that_fails_leaves_the_former_graph(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    broken = replace(make_knowledge(), statements=(*make_knowledge().statements, None))

    with pytest.raises(AttributeError):
        store.write(broken, SECOND)
    assert read_about(store.open()) == FIRST
    store.write(make_knowledge(), SECOND)
    assert read_about(store.open()) == SECOND


def run_writer(folder: Path, body: str) -> subprocess.Popen:
    code = f"""
        import os, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from newsroom import make_knowledge
        from kg import store as module
        from kg.rdf import About
        store = module.DiskStore({str(folder)!r})
    """
    code = textwrap.dedent(code) + textwrap.dedent(body)
    root = Path(__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
        text=True,
    )


@pytest.mark.parametrize("point", ["iter_quads", "os.fsync", "Path.replace"])
def test_a_writer_killed_before_the_commit_leaves_the_former_graph(tmp_path, point):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    die = f"module.{point} = lambda *_, **__: os._exit(9)"
    writer = run_writer(store.folder, f"{die}; store.write(make_knowledge(), About('2'))")

    assert writer.wait(30) == 9
    assert read_about(store.open()) == FIRST
    store.write(make_knowledge(), SECOND)
    assert read_about(store.open()) == SECOND
    assert repr(read_knowledge(store.open())) == repr(make_knowledge())


@pytest.mark.skipif(os.name != "posix", reason="no limits on the size of files here")
def test_a_file_that_cannot_grow_leaves_the_former_graph_and_is_told_in_one_line(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    writer = run_writer(
        store.folder,
        """
        import resource
        from dataclasses import replace
        from hashlib import sha256
        knowledge = make_knowledge()
        text = "".join(sha256(b"%d" % n).hexdigest() for n in range(5000))  # cannot be compressed
        long = tuple(replace(document, text=text) for document in knowledge.documents)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            store.write(replace(knowledge, documents=long), About("2"))
        except module.StoreError as error:
            print(error)
        """,
    )
    said, _ = writer.communicate(timeout=30)

    assert "cannot write the graph" in said
    assert said.count("\n") == 1
    assert read_about(store.open()) == FIRST
    store.write(make_knowledge(), SECOND)
    assert read_about(store.open()) == SECOND


def test_a_graph_that_a_file_has_already_is_loaded_from_it(tmp_path):
    file = tmp_path / "graph.ttl"
    with file.open("wb") as stream:
        write_turtle(make_knowledge(), SECOND, stream)
    made, loaded = DiskStore(tmp_path / "made"), DiskStore(tmp_path / "loaded")
    made.write(make_knowledge(), SECOND)
    loaded.write(make_knowledge(), SECOND, turtle=file)

    assert set(loaded.open()) == set(made.open())


def test_a_second_writer_is_told_to_wait(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    writer = run_writer(
        store.folder, "with store._lock(): print('locked', flush=True); sys.stdin.read()"
    )
    assert writer.stdout.readline() == "locked\n"

    with pytest.raises(StoreError, match="another build is writing"):
        store.write(EMPTY, SECOND)
    assert read_about(store.open()) == FIRST  # readers are welcome meanwhile
    writer.kill()
    writer.wait(30)
    store.write(EMPTY, SECOND)
    assert read_about(store.open()) == SECOND


def test_a_folder_without_a_graph_is_told_from_one_that_is_missing(tmp_path):
    with pytest.raises(StoreError, match=r"none: does not exist; `kg build` makes one"):
        DiskStore(tmp_path / "none").open()
    with pytest.raises(StoreError, match=r"is not a graph"):
        DiskStore(tmp_path).open()


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")

    with pytest.raises(StoreError, match=r"holds 'thesis.doc'"):
        DiskStore(tmp_path).write(EMPTY)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("text", ["../elsewhere", "c", "", "\xff"])
def test_a_damaged_folder_is_told_and_the_next_write_mends_it(tmp_path, text):
    store = DiskStore(tmp_path / "store")
    store.write(make_knowledge(), FIRST)
    (store.folder / "current").write_text(text, encoding="latin-1")

    with pytest.raises(StoreError, match="current"):
        store.open()
    store.write(make_knowledge(), SECOND)
    assert read_about(store.open()) == SECOND


def test_a_graph_whose_files_are_gone_is_told(tmp_path):
    store = DiskStore(tmp_path / "store")
    store.write(EMPTY)
    place = store.folder / (store.folder / "current").read_text().strip()
    (place / "CURRENT").unlink()

    with pytest.raises(StoreError, match="build it again"):
        store.open()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "store").write_text("")

    with pytest.raises(StoreError, match="cannot write there"):
        DiskStore(tmp_path / "store").write(EMPTY)
    with pytest.raises(StoreError, match="store"):
        DiskStore(tmp_path / "store").open()
