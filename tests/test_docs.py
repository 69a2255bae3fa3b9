"""What the README shows is what the program does."""

import contextlib
import io
import json
import re
import shlex
import tomllib

import pytest
from repository import ROOT

from kg.cli import cli

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def sessions() -> list[tuple[str, str]]:
    """Each command after a `$` with what is shown below it; further lines of it are indented."""
    shown = [block for block in blocks("console") if block.startswith("$ ")]
    pairs = [re.fullmatch(r"\$ ([^\n]*\n(?:  [^\n]*\n)*)(.*)", block, re.DOTALL) for block in shown]
    return [(pair[1], pair[2]) for pair in pairs if pair]


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.model
def test_three_lines_of_python_answer_as_shown(monkeypatch):
    (code,) = blocks("python")
    (answer,) = blocks("text")
    monkeypatch.chdir(ROOT)

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})

    assert len(code.splitlines()) == 3
    assert out.getvalue() == answer


@pytest.mark.model
@pytest.mark.parametrize(("command", "answer"), sessions())
def test_a_command_prints_what_is_shown(run_kg, built, command, answer):
    program, *arguments = shlex.split(command)

    status, out, _ = run_kg(*arguments, "-g", built)

    assert (program, status) == (".venv/bin/kg", 0)
    assert squeezed(out) == squeezed(answer)


def test_there_are_commands_with_their_answers():
    assert len(sessions()) == 2


@pytest.mark.model
@pytest.mark.parametrize("question", blocks("sparql"))
def test_a_query_is_answered(seed_graph, question):
    rows = seed_graph.query(question)

    assert len(rows) > 3
    assert "" not in {cell for row in rows.to_table() for cell in row}


@pytest.mark.model
def test_the_record_has_the_fields_of_real_ones(built):
    (shown,) = map(json.loads, blocks("json"))
    records = (built / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    (real,) = (r for r in map(json.loads, records) if r["predicate"]["id"] == "rel:suspended")

    assert list(shown) == list(real)
    assert list(shown["evidence"][0]) == list(real["evidence"][0])
    assert {**shown, "arguments": real["arguments"]} == real


def test_each_command_is_listed():
    listed = set(re.findall(r"^\| `kg (\w+)", README, flags=re.MULTILINE))

    assert listed == set(cli.commands)


def test_each_link_leads_to_a_file():
    targets = re.findall(r"\]\(([^)#]+)\)", README)

    assert len(targets) > 5
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_each_dependency_has_the_version_that_is_tested_with():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["dev"],
    ]
    names = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", each)[0]).lower() for each in wanted}

    assert all(re.fullmatch(r"[\w.-]+==[\w.!+-]+", line) for line in lines)
    assert names - pinned == set()
