"""`kg serve --watch`: a real server over a folder that changes, built by the real program."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import PATIENCE, Server, serving

pytestmark = pytest.mark.model

FIRST = "Elsbeth Arden met Tomás Moro on Friday. Elsbeth Arden praised Ruth Hale.\n"
SECOND = "Ruth Hale called Tomás Moro on Monday. Ruth Hale thanked Tomás Moro.\n"
CHANGED = "Elsbeth Arden criticized Tomás Moro on Friday.\n"
# For each document the number of its sentences that speak for a claim.
SENTENCES = """
SELECT ?title (COUNT(DISTINCT ?sentence) AS ?n) {
  ?evidence prov:hadPrimarySource ?document ; oa:exact ?sentence .
  ?document kg:fileName ?title
} GROUP BY ?title ORDER BY ?title
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture
def server(texts: Path, tmp_path: Path) -> Iterator[Server]:
    options = ("--watch", str(texts), "--log")
    with serving(tmp_path / "output", *options, log=tmp_path / "log") as server:
        yield server


def documents(server: Server) -> dict[str, str] | None:
    """The documents with the number of their sentences; None before there is a graph."""
    reply = server.query(SENTENCES)
    if reply.status == 503:
        return None
    rows = reply.json["results"]["bindings"]
    return {row["title"]["value"]: row["n"]["value"] for row in rows}


def wait_for(server: Server, wanted: dict[str, str]) -> list[dict[str, str] | None]:
    """All that was seen until the wanted came."""
    seen = [documents(server)]
    ends = time.monotonic() + 3 * PATIENCE
    while seen[-1] != wanted:
        assert time.monotonic() < ends, f"saw {seen[-1]}"
        time.sleep(0.1)
        seen.append(documents(server))
    return seen


def test_what_changes_in_the_folder_is_shown_whole_and_a_bad_file_is_told_once(
    server: Server, texts: Path, tmp_path: Path
):
    first = {"first.txt": "2"}
    assert all(state in (None, first) for state in wait_for(server, first))
    assert {"criticized"}.isdisjoint(said_of_arden(server))

    (texts / "first.txt").write_text(CHANGED, encoding="utf-8")
    (texts / "bad.txt").write_bytes(b"\0\1\2" * 100)
    with (texts / "second.txt").open("w", encoding="utf-8") as slow:
        slow.write(SECOND[:30])
        slow.flush()
        time.sleep(0.3)
        slow.write(SECOND[30:])
    both = {"first.txt": "1", "second.txt": "2"}
    assert all(state in (first, both) for state in wait_for(server, both))
    assert said_of_arden(server) == {"criticized"}
    assert "Ruth Hale" in server.ask("/").text

    (texts / "second.txt").unlink()
    changed = {"first.txt": "1"}
    assert all(state in (both, changed) for state in wait_for(server, changed))
    assert (tmp_path / "log").read_text(encoding="utf-8").count("bad.txt") == 1


def said_of_arden(server: Server) -> set[str]:
    claims = server.ask("/api/statements", subject="Elsbeth Arden").json["items"]
    return {claim["predicate"]["label"] for claim in claims}


def test_a_folder_that_is_not_there_is_told_in_one_line(run_kg, tmp_path: Path):
    status, _, errors = run_kg("serve", "-g", tmp_path, "--watch", tmp_path / "none")

    assert status == 2
    assert errors.count("\n") == 1
