"""Several processes read as one does, and one that dies or hangs costs one document."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pretend
import pytest
from newsroom import make_document

from kg.errors import PipelineError, SourceError
from kg.model import Document
from kg.pipeline import FILES, Report, build
from kg.readings import unpack
from kg.workers import COMMAND, FEW, Failure, choose_workers, make_reader, read_apart, read_here

posix = pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")


@pytest.fixture(autouse=True)
def pretended(request, monkeypatch):
    """Let all processes read without a language model, but where a test is of the model."""
    if "model" in request.keywords:
        return
    monkeypatch.setattr("kg.workers.COMMAND", (sys.executable, pretend.__file__))
    for place, stand_in in pretend.STAND_INS.items():
        monkeypatch.setattr(place, stand_in)


def documents(*texts: str) -> list[Document]:
    return [
        make_document(f"d{number}", f"{number}.txt", "Meetings", (text,))
        for number, text in enumerate(texts)
    ]


def outcomes(*texts: str, workers: int = 2, patience: float = 60) -> dict[str, str | Failure]:
    """Who met whom by the document's name, or why that is not known."""
    found = read_apart(documents(*texts), pipeline="", workers=workers, patience=patience)
    return {
        document.name: outcome if isinstance(outcome, Failure) else told(document, outcome)
        for document, outcome in found
    }


def told(document: Document, packed: bytes) -> str:
    propositions = unpack(packed, document).propositions
    return " ".join(m.text for p in propositions for a in p.arguments for m in [a.mention])


# How many


@pytest.mark.parametrize(("documents", "workers"), [(0, 1), (1, 1), (FEW - 1, 1)])
def test_a_few_documents_are_read_by_one(documents, workers):
    assert choose_workers(documents) == workers


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="cannot ask for the cores")
def test_many_documents_are_read_by_as_many_as_there_are_cores():
    assert choose_workers(FEW) == len(os.sched_getaffinity(0))


# What they read


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_document_is_read_once(workers):
    texts = [f"Ada met Ben{number}." for number in range(9)]

    read = outcomes(*texts, workers=workers)

    assert read == {f"{number}.txt": f"Ada Ben{number}" for number in range(9)}


def test_processes_give_the_bytes_that_one_gives():
    given = documents("Ada met Ben.", "Ben saw Carl.", "Nobody \ud800 came.")

    apart = dict(read_apart(given, pipeline="", workers=2))

    assert apart == dict(read_here(given, pretend.read))


def test_a_process_reads_one_document_after_the_other():
    texts = [f"Ada{number} met Ben. " * 400 for number in range(20)]

    assert all(name.startswith("Ada") for name in outcomes(*texts, workers=1).values())


# What goes wrong


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_cannot_be_read_is_set_aside_with_the_reason(workers):
    read = outcomes("Ada met Ben.", "FAIL", "Ben saw Carl.", workers=workers)

    assert read["1.txt"] == Failure("reading failed", "ValueError: cannot read this")
    assert (read["0.txt"], read["2.txt"]) == ("Ada Ben", "Ben Carl")


def test_it_is_set_aside_with_the_same_reason_in_one_process():
    given = documents("FAIL")

    assert dict(read_here(given, pretend.read)) == dict(read_apart(given, pipeline="", workers=1))


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_kills_its_process_is_set_aside_and_the_process_replaced(workers):
    read = outcomes("Ada met Ben.", "DIE", "Ben saw Carl.", "Dora met Ada.", workers=workers)

    assert read["1.txt"] == Failure("reading failed", "its process ended with -9")
    assert list(read.values()).count(read["1.txt"]) == 1
    assert {read["0.txt"], read["2.txt"], read["3.txt"]} == {"Ada Ben", "Ben Carl", "Dora Ada"}


DIES_ONCE = """
import os, pathlib, signal, sys
import pretend
from kg.workers import serve

def die_once():
    mark = pathlib.Path(sys.argv[1])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)

def read(document):
    if sys.argv[2] == "reading":
        die_once()
    return pretend.read(document)

if sys.argv[2] == "starting":
    die_once()
serve(sys.stdin.buffer, sys.stdout.buffer, read)
"""


def let_one_die(monkeypatch, folder: Path, moment: str) -> Path:
    mark = folder / "mark"
    command = (sys.executable, "-c", DIES_ONCE, str(mark), moment)
    monkeypatch.setattr("kg.workers.COMMAND", command)
    return mark


@posix
@pytest.mark.parametrize("moment", ["starting", "reading"])
def test_a_document_whose_process_is_killed_once_is_read_by_another(tmp_path, monkeypatch, moment):
    mark = let_one_die(monkeypatch, tmp_path, moment)

    assert outcomes("Ada met Ben.", workers=1) == {"0.txt": "Ada Ben"}
    assert mark.exists()


@posix
def test_a_process_that_dies_before_it_has_begun_is_not_held_against_the_document(
    tmp_path, monkeypatch
):
    let_one_die(monkeypatch, tmp_path, "starting")

    read = outcomes("DIE", "Ada met Ben.", workers=1)

    assert read["0.txt"] == Failure("reading failed", "its process ended with -9")
    assert read["1.txt"] == "Ada Ben"


def test_a_document_that_takes_too_long_is_set_aside():
    read = outcomes("HANG", "Ada met Ben.", patience=2)

    assert read["0.txt"] == Failure("reading failed", "its process took more than 2 s")
    assert read["1.txt"] == "Ada Ben"


def test_no_process_is_left_behind_when_the_reading_is_given_up(monkeypatch):
    started = []

    def start(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    popen = subprocess.Popen
    monkeypatch.setattr("kg.workers.subprocess.Popen", start)
    reading = read_apart(documents("Ada met Ben.", "HANG"), pipeline="", workers=2)
    next(reading)

    reading.close()

    assert started
    assert all(process.returncode is not None for process in started)


def test_a_process_ends_with_whoever_asks_it():
    asked = subprocess.run(
        [sys.executable, pretend.__file__],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )

    assert (asked.returncode, asked.stdout) == (0, b"ready\n")


@pytest.mark.parametrize("code", ["import nothing_of_this_name", "print('hello')"])
def test_where_no_process_can_start_all_of_it_is_told_at_once(monkeypatch, code):
    monkeypatch.setattr("kg.workers.COMMAND", (sys.executable, "-c", code))

    with pytest.raises(PipelineError, match=r"try one: its process ended with -?[0-9]"):
        outcomes("Ada met Ben.", "Ben saw Carl.")


# In a build


def write(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        more = "It is what the people of the town had been waiting for."
        (folder / f"{number}.txt").write_text(f"{text} {more}", encoding="utf-8")
    return folder


def test_a_build_counts_what_was_set_aside_and_keeps_the_rest(tmp_path):
    folder = write(tmp_path / "in", "Ada met Ben.", "FAIL", "Ben saw Carl.")
    report = Report()

    graph = build(folder, tmp_path / "out", workers=2, report=report)

    assert {d.name for d in graph.knowledge.documents} == {"0.txt", "2.txt"}
    assert report.skipped.counts() == {"reading failed": 1}
    assert (report.documents, report.read) == (2, 2)


def test_one_worker_too_leaves_a_document_on_which_it_hangs(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.corpus.read_apart", partial(read_apart, patience=0.3))
    texts = [f"Ada met Ben{n}." for n in range(FEW - 1)]
    report = Report()

    build(write(tmp_path / "in", *texts, "HANG"), workers=1, report=report)

    assert report.skipped.counts() == {"reading failed": 1}
    assert report.read == len(texts)


def test_one_worker_reads_here_where_no_other_process_can_start(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.workers.COMMAND", (sys.executable, "-c", "raise SystemExit(1)"))
    report = Report()

    build(write(tmp_path / "in", *["Ada met Ben."] * FEW), workers=1, report=report)

    assert report.read + report.skipped.counts()["copy"] == FEW


def test_what_was_set_aside_is_tried_again_by_the_next_build(tmp_path, monkeypatch):
    folder = write(tmp_path / "in", "Ada met Ben.", "FAIL Ben saw Carl.")
    build(folder, tmp_path / "out", workers=2)
    monkeypatch.setattr("kg.corpus.make_reader", lambda *_: lambda d: pretend.read(mended(d)))
    report = Report()

    build(folder, tmp_path / "out", report=report)

    assert (report.documents, report.read, report.kept) == (2, 1, 1)


def mended(document: Document) -> Document:
    return Document(document.id, document.text.replace("FAIL", "Well"), (), document.name)


def test_a_build_of_which_nothing_could_be_read_fails_and_leaves_the_former(tmp_path):
    build(write(tmp_path / "in", "Ada met Ben."), tmp_path / "out")
    before = (tmp_path / "out" / "graph.ttl").read_bytes()

    with pytest.raises(SourceError, match=r"nothing could be read: .*cannot read this"):
        build(write(tmp_path / "more", "FAIL"), tmp_path / "out", prune=True)
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == before


INTERRUPTED = """
import signal, sys
import kg.corpus, kg.pipeline, kg.workers, pretend
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from kg.cli import main
kg.workers.COMMAND = (sys.executable, pretend.__file__)
kg.corpus.make_reader, kg.corpus.fingerprint = pretend.STAND_INS.values()
sys.argv = ["kg", "build", sys.argv[1], "-o", sys.argv[2], "--workers", "2"]
main()
"""


@posix
def test_what_was_read_before_an_interruption_is_not_read_again(tmp_path):
    folder = write(tmp_path / "in", *(f"Ada met Ben{n}." for n in range(5)), "HANG")
    places = os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[1])))
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, folder, tmp_path / "out"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": places},
    )
    kept = tmp_path / "out" / "store" / "readings"
    deadline = time.monotonic() + 60
    while len(list(kept.glob("*.gz"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)

    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)

    assert (child.returncode, out, err.strip()) == (130, b"", b"kg: interrupted")
    (folder / "5.txt").unlink()
    report = Report()
    build(folder, tmp_path / "out", report=report)
    assert (report.read, report.kept) == (0, 5)


# With the language model


@pytest.mark.model
def test_one_and_two_workers_make_the_same_bytes_and_print_nothing(tmp_path, capfd):
    texts = [f"Elsbeth Arden met {name} Moro in Lund on Friday." for name in ("Tom", "Ann", "Jo")]
    folder = write(tmp_path / "in", *texts)

    for workers in (1, 2):
        build(folder, tmp_path / str(workers), workers=workers)

    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_what_is_read_of_a_document_does_not_depend_on_those_before_it():
    from kg.fingerprint import DEFAULT_PIPELINE

    read = make_reader(DEFAULT_PIPELINE)
    given = documents("Elsbeth Arden met Tom Moro.", "She had called Ann Hale on Friday.")

    assert dict(read_here(given, read)) == dict(read_here(given[::-1], read))


@pytest.mark.model
def test_the_words_of_a_document_are_forgotten_after_it():
    from kg.fingerprint import DEFAULT_PIPELINE
    from kg.parse import load_pipeline

    read = make_reader(DEFAULT_PIPELINE)
    read(documents("Elsbeth Arden met Tom Moro.")[0])
    known = len(load_pipeline(DEFAULT_PIPELINE).vocab.strings)
    read(documents("Oskvar Ptelimund called Zyrabel Qontrivo.")[0])

    assert len(load_pipeline(DEFAULT_PIPELINE).vocab.strings) == known


def test_a_process_takes_no_module_from_the_current_folder():
    assert "-P" in COMMAND
