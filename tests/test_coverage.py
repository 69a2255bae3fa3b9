"""What the graph did not read, and why."""

from __future__ import annotations

import pytest

TEXT = """The mayor is back

Ann Berg called Tomas Moro on Friday. Ann Berg's talks with Omar Vale!

What a day!

It rained.

Ann Berg founded Kestrel Group.

Subscribe to our newsletter.

Weitere Nachrichten werden geladen.
"""


@pytest.fixture
def report(run_kg, tmp_path):
    """The lines of a silence report, for a graph that is built with these options."""

    def run(*options: str) -> list[str]:
        folder = tmp_path
        (folder / "a.txt").write_text(TEXT)
        assert run_kg("build", folder, "-o", folder / "out", *options)[0] == 0
        return run_kg("check", "--coverage", "-g", folder / "out")[1].splitlines()

    return run


@pytest.mark.model
def test_each_silent_sentence_has_its_reason(report):
    lines = report()

    assert any(line.startswith("a.txt: ") and line.endswith("%)") for line in lines)
    assert "  no verb: What a day!" in lines
    assert "  boilerplate: Subscribe to our newsletter." in lines
    assert "  another language: Weitere Nachrichten werden geladen." in lines
    assert "  nobody in it is known: It rained." in lines
    assert not any("Ann Berg" in line for line in lines)


@pytest.mark.model
def test_what_was_not_sure_enough_is_told_apart(report):
    silent = "  below the confidence asked for: Ann Berg's talks with Omar Vale!"

    assert silent not in report()
    assert silent in report("--min-confidence", "0.85")
