"""What a build reads, skips, refuses and leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import SEEDS

import kg
from kg.errors import SourceError, StoreError
from kg.pipeline import FILES, Report, build

MEETING = "Elsbeth Arden met Tomás Moro on Friday.\n"
OTHER = "Ruth Hale met Elsbeth Arden on Friday.\n"
NOBODY = 65534


def build_one(folder: Path, output: Path | None = None, text: str = MEETING) -> kg.Graph:
    """A graph of one short text, `output` its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "meeting.txt").write_text(text, encoding="utf-8")
    return build(folder, output)


def meetings(graph: kg.Graph) -> list[tuple[str, str]]:
    """Who met whom."""
    labels = {entity.id: entity.label for entity in graph.knowledge.entities}
    return [(labels[s.subject], labels[s.object]) for s in graph.statements(predicate="met")]


def leaves_as_it_was(folder: Path) -> bool:
    """Whether the graph of `MEETING` is there, whole and readable."""
    turtle = (folder / "graph.ttl").read_text(encoding="utf-8")
    return (
        meetings(kg.open_graph(folder)) == [("Elsbeth Arden", "Tomás Moro")] and "Arden" in turtle
    )


def holds_only_a_build(folder: Path) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(["store", *FILES])


def test_what_is_read_with_little_confidence_can_be_left_out(tmp_path):
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")

    assert meetings(build(tmp_path, min_confidence=0.5))
    assert not build(tmp_path, min_confidence=0.99).knowledge.statements


# Inputs


def test_a_build_does_not_read_its_own_output(tmp_path):
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    build(tmp_path, tmp_path / "output")
    report = Report()
    build(tmp_path, tmp_path / "output", report=report)

    assert report.documents == 1


def test_a_missing_path_is_named():
    with pytest.raises(SourceError, match=r"nowhere\.txt: no such file"):
        build("nowhere.txt")


def test_a_missing_path_stops_the_build_before_the_others_are_read():
    with pytest.raises(SourceError, match="nowhere"):
        build([SEEDS, "nowhere"])


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(SourceError, match="holds no files"):
        build(tmp_path)


def test_a_text_that_cannot_be_read_alone_says_why(tmp_path):
    (tmp_path / "empty.txt").touch()

    with pytest.raises(SourceError, match=r"empty\.txt: empty"):
        build(tmp_path)


@pytest.mark.model
def test_the_good_files_are_built_and_the_others_are_counted(tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "photo.txt").write_bytes(bytes(range(256)) * 16)
    (tmp_path / "long.txt").write_bytes(b"The minister met the president. " * 1_600_000)
    report = Report()
    build_one(tmp_path)

    graph = build(tmp_path, report=report)

    assert meetings(graph) == [("Elsbeth Arden", "Tomás Moro")]
    assert report.documents == 1
    assert report.skipped.counts() == {"binary file": 1, "empty": 1, "too long": 1}
    assert {skip.name for skip in report.skipped.skips} == {"empty.txt", "photo.txt", "long.txt"}


@pytest.mark.model
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_text_may_be_in_another_encoding(tmp_path, encoding):
    (tmp_path / "meeting.txt").write_bytes(MEETING.encode(encoding))

    assert meetings(build(tmp_path)) == [("Elsbeth Arden", "Tomás Moro")]


@pytest.mark.model
def test_a_given_date_is_that_of_texts_without_one(tmp_path):
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")

    graph = build(tmp_path, published="2026-03-02")  # a Monday

    (statement,) = graph.statements(predicate="met")
    assert [role.value.value for role in statement.arguments if role.value] == ["2026-02-27"]


@pytest.mark.parametrize("date", ["2026-13-01", "yesterday", "2 March 2026"])
def test_a_date_that_is_none_is_refused(date):
    with pytest.raises(SourceError, match=f"{date}: is no ISO date"):
        build(SEEDS, published=date)


@pytest.mark.model
def test_the_order_of_the_inputs_changes_nothing():
    files = sorted(SEEDS.glob("*.md"))[:3]

    assert build(files).knowledge == build(files[::-1]).knowledge


# The output folder


@pytest.mark.model
def test_a_build_leaves_the_store_and_three_files(built):
    assert holds_only_a_build(built)


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")

    with pytest.raises(StoreError, match=r"holds 'thesis\.docx'"):
        build(SEEDS, tmp_path)

    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_cannot_be_the_output_folder(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be the output folder"):
        build(SEEDS, tmp_path / "file")


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so ask as nobody."""
    if os.name != "posix":
        pytest.skip("needs the permissions of POSIX")
    is_root = os.getuid() == 0
    if is_root:
        os.setreuid(NOBODY, -1)
    yield
    if is_root:
        os.setreuid(0, -1)


def test_a_read_only_folder_is_refused_before_anything_is_read(tmp_path, unprivileged):
    tmp_path.chmod(0o555)

    with pytest.raises(StoreError, match="is read-only"):
        build("nowhere.txt", tmp_path)


@pytest.mark.model
def test_a_second_build_takes_the_place_of_the_first(tmp_path):
    build_one(tmp_path / "in", tmp_path / "out")
    build_one(tmp_path / "in", tmp_path / "out", OTHER)

    assert meetings(kg.open_graph(tmp_path / "out")) == [("Ruth Hale", "Elsbeth Arden")]
    assert "Moro" not in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


# Interruptions


@pytest.mark.model
def test_a_build_that_finds_nothing_to_read_leaves_the_former_graph(tmp_path):
    build_one(tmp_path / "in", tmp_path / "out")

    with pytest.raises(SourceError):
        build("nowhere.txt", tmp_path / "out")

    assert leaves_as_it_was(tmp_path / "out")


def fail(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.model
@pytest.mark.parametrize(
    ("place", "broken"),
    [("kg.store.iter_named_quads", fail), ("kg.drafts.EXPORTERS", {"turtle": fail})],
)
def test_a_write_that_fails_leaves_the_former_build(tmp_path, monkeypatch, place, broken):
    build_one(tmp_path / "in", tmp_path / "out")

    monkeypatch.setattr(place, broken)
    with pytest.raises(StoreError, match="No space left"):
        build_one(tmp_path / "in", tmp_path / "out", OTHER)

    assert leaves_as_it_was(tmp_path / "out")
    assert holds_only_a_build(tmp_path / "out")


KILLED = """
import os, signal, sys
import kg.drafts, kg.pipeline, kg.store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def die_in_a_draft(knowledge, about, stream):
    stream.write(b"half a li")
    stream.flush()
    die()

if sys.argv[1] == "store":
    kg.store.DiskStore._commit = die
else:
    kg.drafts.EXPORTERS = {"turtle": die_in_a_draft}
kg.pipeline.build(sys.argv[2], sys.argv[3])
"""


@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("stage", ["store", "turtle"])
def test_a_killed_build_leaves_the_former_build_and_stops_no_later_one(tmp_path, stage):
    build_one(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "meeting.txt").write_text(OTHER, encoding="utf-8")
    arguments = [sys.executable, "-c", KILLED, stage, tmp_path / "in", tmp_path / "out"]

    killed = subprocess.run(arguments, capture_output=True, timeout=120, check=False)

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert leaves_as_it_was(tmp_path / "out")

    build(tmp_path / "in", tmp_path / "out")

    assert meetings(kg.open_graph(tmp_path / "out")) == [("Ruth Hale", "Elsbeth Arden")]
    assert holds_only_a_build(tmp_path / "out")
