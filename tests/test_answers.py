"""Which claim a denial or confirmation answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.answers import answer, find_answers
from kg.model import Document, Entity, Evidence, Knowledge, Predicate, Role, Span, Statement, Value

DAYS = {"d1": "2026-03-01", "d2": "2026-03-02", "d3": "2026-03-03", "d0": "", "d9": "2025-06-01"}


def told(document: str, who: str = "", start: int = 0, **ways: object) -> Evidence:
    place = Span(document, start, start + 9)
    return Evidence("s", "clauses", 0.8, document, place, predicate=place, said_by=who, **ways)  # type: ignore[arg-type]


def denied(document: str, who: str = "Oslo", start: int = 20, **ways: object) -> Evidence:
    return told(document, who, start, polarity="negative", reply="denial", **ways)


def answers(*evidence: Evidence) -> list[tuple[str, Evidence, Evidence]]:
    by_id = {e.id: e for e in evidence}
    found = answer(evidence, DAYS)
    return [(c.about, by_id[c.first_evidence], by_id[c.second_evidence]) for c in found]


def test_a_denial_answers_the_first_who_says_so():
    first, second, denial = told("d1", "Herald"), told("d2", "Radio"), denied("d3")

    assert answers(second, denial, first) == [("denial", first, denial)]


def test_a_confirmation_answers_who_says_the_same():
    claim = told("d1", "Herald")
    other = told("d1", "", 10, polarity="negative")
    confirmed = told("d3", "Oslo", reply="confirmation")

    assert answers(claim, other, confirmed) == [("confirmation", claim, confirmed)]


def test_words_that_point_at_a_claim_answer_that_one():
    early, late = told("d1", "Herald"), told("d2", "Radio", 5)
    denial = denied("d2", answers=late.predicate)

    assert answers(early, late, denial) == [("denial", late, denial)]


@pytest.mark.parametrize(
    "other",
    [
        told("d2", "Herald"),  # only said later
        told("d1", "Herald", 40),  # after it, in the same text
        told("d1", "Oslo"),  # his own words
        told("d1", "Herald", polarity="negative"),  # who says the same
        told("d1", "Herald", asked=True),
    ],
)
def test_a_denial_answers_nobody_else(other: Evidence):
    assert answers(other, denied("d1")) == []


def test_without_a_day_a_document_may_be_the_older():
    claim, denial = told("d0", "Herald"), denied("d1")

    assert answers(claim, denial) == [("denial", claim, denial)]


def test_what_is_only_said_not_to_be_so_answers_nobody():
    assert answers(told("d1", "Herald"), told("d2", polarity="negative")) == []


def test_what_is_said_for_certain_is_answered_before_what_may_be():
    rumour, claim = told("d1", "Herald", certainty="possible"), told("d2", "Radio")

    assert answers(rumour, claim, denied("d3")) == [("denial", claim, denied("d3"))]
    assert answers(rumour, denied("d3")) == [("denial", rumour, denied("d3"))]


def test_who_is_quoted_that_it_is_not_so_denies_it():
    claim, denial = told("d1", "Herald"), told("d2", "Oslo", polarity="negative")

    assert answers(claim, denial) == [("denial", claim, denial)]


# Where the claim is worded otherwise, or has another time


PARTIES = Entity("Oslo", "Country", "Oslo"), Entity("Lund", "Country", "Lund")


def attack(words: str, day: str = "", type: str = "Attack") -> Statement:
    time = (Role("time", value=Value(day, "Date", day)),) if day else ()
    return Statement(words + day, type, Predicate(words, words), "Oslo", "Lund", time)


def elsewhere(denied_claim: Statement, *claims: tuple[str, Statement]) -> list[str]:
    """The statements that a denial of 3 March answers, of those told in these documents."""
    denial = replace(denied("d3"), statement_id=denied_claim.id)
    said = [replace(told(document, "Herald"), statement_id=s.id) for document, s in claims]
    documents = tuple(Document(id, "", (), "", published=day) for id, day in DAYS.items())
    statements = tuple({s.id: s for s in (denied_claim, *(s for _, s in claims))}.values())
    knowledge = Knowledge(documents, PARTIES, statements, (denial, *said))
    return [c.first for c in find_answers(knowledge)]


def test_a_denial_answers_the_same_event_in_other_words_and_with_a_day():
    assert elsewhere(attack("attacked"), ("d1", attack("hit", "2026-02-28"))) == ["hit2026-02-28"]


@pytest.mark.parametrize(
    "claims",
    [
        [("d1", attack("hit", "2026-02-28", type="Criticism"))],  # another kind
        [("d1", attack("hit", "2026-02-28")), ("d2", attack("hit", "2026-03-02"))],  # which one?
        [("d9", attack("hit", "2026-02-28"))],  # long before
    ],
)
def test_a_denial_answers_no_other_event(claims):
    assert elsewhere(attack("attacked"), *claims) == []


def test_a_denial_of_one_day_answers_no_claim_of_another():
    day = attack("attacked", "2026-03-01")

    assert elsewhere(day, ("d1", attack("hit", "2026-02-28"))) == []
    assert elsewhere(day, ("d1", attack("hit", "2026-03-01"))) == ["hit2026-03-01"]


def test_the_same_statement_is_answered_first():
    own = attack("attacked")

    assert elsewhere(own, ("d1", attack("hit", "2026-02-28")), ("d2", own)) == ["attacked"]
