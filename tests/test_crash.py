"""Killed at any moment, a build or removal leaves a whole graph, and the same command ends well.

The deaths are of two kinds: just before something happens to a file of the output, which is exact,
and after some time, which also strikes within what the store does by itself.
"""

import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from pretend import MEMORY, STAND_INS

import kg.pipeline
from kg.errors import StoreError
from kg.graph import STORE, open_graph
from kg.pipeline import FILES
from kg.store import DiskStore

TEXTS = {
    "a.txt": "Ada met Ben. It was the first time that the two of them had seen each other.",
    "b.txt": "Ben saw Carl. It is what the people of the town had been waiting for.",
    "c.txt": "Ada met Ben. Dora met Ben. This is what was said about it in the evening.",
}
LATER = TEXTS | {
    "b.txt": "Dora saw Carl. It is what the people of the town had been waiting for.",
    "d.txt": "Carl met Ada. There was nobody else in the room when the two of them spoke.",
}
EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"})
DEATHS_BY_EVENT, DEATHS_BY_TIME = 7, 6  # of each command, besides those at each renaming

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="needs fork and SIGKILL"
)


# The commands, and what they are to end with


def make(folder: Path, texts: dict[str, str]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Case:
    """A command in an output folder that a build of `before`, if anything, has filled."""

    run: Callable[[Path, Path], object]
    before: dict[str, str]
    after: dict[str, str]
    given: dict[str, str]
    goal: Callable[[Path, Path], object] = kg.pipeline.build  # makes at once what it is to end with


DECISIONS = "same: [[Ada, Ben]]\nrename: {Carl: Carlo}\n"


def decide(folder: Path, output: Path) -> None:
    (folder.parent / "decided.yaml").write_text(DECISIONS)
    kg.pipeline.build(folder, output, decisions=folder.parent / "decided.yaml")


def remove_one(_: Path, output: Path) -> None:
    kg.pipeline.remove("b.txt", output)


def build_on_disk(folder: Path, output: Path) -> None:
    """As texts are put together of which memory does not hold all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.sources.given.LARGE", 1)
        kg.pipeline.build(folder, output)


CASES = {
    "build": Case(kg.pipeline.build, {}, TEXTS, TEXTS),
    "build on disk": Case(build_on_disk, {}, TEXTS, TEXTS, build_on_disk),
    "update": Case(kg.pipeline.build, TEXTS, LATER, LATER),
    "decide": Case(decide, TEXTS, TEXTS, TEXTS, decide),
    "remove": Case(remove_one, TEXTS, {n: t for n, t in TEXTS.items() if n != "b.txt"}, {}),
}


# Processes that die


def work(name: str, folder: Path, output: Path, die_at: int, log: Path | None) -> None:
    """Run a command; die just before the event of this number, or note all events."""
    for place, stand_in in STAND_INS.items():
        module, _, attribute = place.rpartition(".")
        setattr(import_module(module), attribute, stand_in)
    seen: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in EVENTS and str(arguments[0]).startswith(str(output)):
            seen.append(event)
            if len(seen) == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    CASES[name].run(folder, output)
    if log is not None:
        log.write_text(json.dumps(seen))


@pytest.fixture(scope="module")
def server() -> None:
    """Let processes be forked from one that has imported what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["test_crash", "kg.export.html", "networkx", "pyvis.network"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        first = context.Process(target=os.getpid)
        first.start()
        first.join(60)


def start(name: str, folder: Path, output: Path, die_at: int = 0, log: Path | None = None):
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=work, args=(name, folder, output, die_at, log))
    process.start()
    return process


def choose_deaths(name: str, folder: Path, output: Path, log: Path) -> list[tuple[int, float]]:
    """Numbers of events, and seconds, at which to die: (n, 0) or (0, s)."""
    began = time.monotonic()
    process = start(name, folder, output, log=log)
    process.join(60)
    lasted = time.monotonic() - began
    assert process.exitcode == 0
    events = json.loads(log.read_text())
    chance = random.Random(name)
    renamings = {n for n, event in enumerate(events, 1) if event == "os.rename"}
    others = sorted(set(range(1, len(events) + 1)) - renamings)
    sampled = chance.sample(others, min(DEATHS_BY_EVENT, len(others)))
    times = [chance.uniform(0, lasted) for _ in range(DEATHS_BY_TIME)]
    return [*((n, 0.0) for n in sorted([*renamings, *sampled])), *((0, s) for s in times)]


def kill(name: str, folder: Path, former: Path, output: Path, event: int, seconds: float) -> None:
    """Let the command die in a copy of the former output; one that ends first begins again."""
    exitcode = 0
    while exitcode == 0:
        shutil.rmtree(output)
        shutil.copytree(former, output)
        process = start(name, folder, output, die_at=event)
        if seconds:
            time.sleep(seconds)
            process.kill()
            seconds /= 2
        process.join(60)
        exitcode = process.exitcode
    assert exitcode == -signal.SIGKILL


# What is there


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: what a process wrote outlives it there, too."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


def contents(output: Path) -> dict[str, bytes]:
    return {name: (output / name).read_bytes() for name in FILES if (output / name).exists()}


def graph_of(output: Path) -> str:
    """All that the store holds, as text; nothing where there is no graph yet."""
    if not DiskStore(output / STORE).holds_graph():
        return ""
    return repr(open_graph(output).knowledge)


def unfinished(output: Path) -> set[str]:
    """The files beside which a draft for the graph in use lies."""
    store = DiskStore(output / STORE)
    place = store.place() if store.holds_graph() else ""
    return {name for name in FILES if place and (output / f"store.{place}.{name}.new").exists()}


@pytest.mark.parametrize("name", CASES)
def test_a_command_that_is_killed_leaves_a_whole_graph_and_can_be_given_again(
    name, memory, server, monkeypatch
):
    for place, stand_in in STAND_INS.items():
        monkeypatch.setattr(place, stand_in)
    case = CASES[name]
    former, goal, folder = memory / "former", memory / "goal", memory / "in"
    if case.before:
        kg.pipeline.build(make(folder, case.before), former)
    else:
        former.mkdir()
    case.goal(make(folder, case.after), goal)
    make(folder, case.given)
    states = [(graph_of(former), contents(former)), (graph_of(goal), contents(goal))]
    output = memory / "out"
    shutil.copytree(former, output)
    deaths = choose_deaths(name, folder, output, memory / "log")
    for event, seconds in deaths:
        kill(name, folder, former, output, event, seconds)

        check_wholeness(output, states)
        finish(case, folder, output, states[1])
        assert (graph_of(output), contents(output)) == states[1]
        assert {path.name for path in output.iterdir()} == {STORE, *FILES}
    assert len(deaths) >= 17  # of three commands each


def check_wholeness(output: Path, states: list[tuple[str, dict[str, bytes]]]) -> None:
    """The store and each file are as before or as after; a file that lags has a draft beside it."""
    graph, files = graph_of(output), contents(output)
    assert graph in (states[0][0], states[1][0])
    of_graph = dict(states)[graph]
    for name in FILES:
        assert files.get(name) in (states[0][1].get(name), states[1][1].get(name))
        assert (files.get(name) == of_graph.get(name)) or name in unfinished(output)


def finish(case: Case, folder: Path, output: Path, goal: tuple[str, dict[str, bytes]]) -> None:
    """Give the command again; a removal that had come to its end has nothing to take out."""
    if case.run is remove_one and (graph_of(output), contents(output)) == goal:
        with pytest.raises(StoreError, match="no document"):
            case.run(folder, output)
    else:
        case.run(folder, output)
