"""What a statement's file says beside its sentences."""

from __future__ import annotations

import pytest
from newsroom import ARDEN, DENIED, HERALD, LEAKED, MORO, TOURED, make_knowledge

from kg.dossier import tell_answers, tell_bearings, tell_filler, tell_why
from kg.model import Evidence, Role, Value

KNOWLEDGE = make_knowledge()
NAMES = {e.id: e.label for e in KNOWLEDGE.entities}


def bearings(id: str) -> list[str]:
    (statement,) = (s for s in KNOWLEDGE.statements if s.id == id)
    return list(tell_bearings(KNOWLEDGE, statement, NAMES))


def test_a_conflict_names_both_sides_and_their_files():
    assert bearings("s2") == [
        "conflict (sum): $40 million in briefs/steel.txt, $55 million in briefs/denial.md"
    ]


def test_an_order_is_told_from_either_side():
    assert "before: Tomas Moro – toured – Port Lind (st:s8)" in bearings("s9")
    assert "after: Elsbeth Arden – praised – Harbour Union (st:s9)" in bearings("s8")


def test_a_correction_is_told_from_either_side():
    assert bearings("s13") == ["corrected by: Tomas Moro – toured – Port Lind (st:s8)"]
    assert "corrects: Tomas Moro – visited – Norland (st:s13)" in bearings("s8")


def test_a_denial_is_told_from_either_side():
    answers = [list(tell_answers(KNOWLEDGE, item, NAMES)) for item in (LEAKED, DENIED, TOURED)]

    assert answers == [
        ["denied by Sudmark in briefs/denial.md"],
        ["denies what Harbour Union said in briefs/steel.txt"],
        [],
    ]


def said(document: str, said_by: str = "", polarity: str = "positive") -> Evidence:
    return Evidence("s", "clauses", 0.8, document, said_by=said_by, polarity=polarity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([said("d1"), said("d1"), said("d2")], ": 2 say so"),
        ([said("d1", MORO), said("d2", MORO)], ": reported by one side, Tomas Moro"),
        ([said("d1", MORO), said("d2", MORO), said("d3")], ": 2 say so"),
        ([said("d1", ARDEN), said("d2", HERALD, "negative")], ": 1 says so, 1 denies it"),
        ([Evidence("s", "clauses", 0.8, "d1", tense="future")], ""),
    ],
)
def test_a_source_counts_once_however_often_it_is_quoted(evidence, expected):
    assert tell_why(evidence, {MORO: "Tomas Moro"}) == expected


def test_a_time_is_told_with_what_it_comes_to():
    assert tell_filler(Role("time", value=Value("on Tuesday", "Date", "2026-03-03")), NAMES) == (
        "on Tuesday (2026-03-03)"
    )
    assert tell_filler(Role("place", entity="Port_Lind"), NAMES) == "Port Lind"
    assert tell_filler(Role("content", value=Value("to talk", "Text")), NAMES) == "to talk"
