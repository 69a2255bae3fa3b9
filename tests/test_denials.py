"""Denials and confirmations of an earlier claim, on hand-written parses of two sentences."""

import pytest
from parses import claims, read

REPORTED = """The det paper | paper nsubj said | said ROOT said =say | Norway nsubj attacked
    attacked ccomp said =attack | Iceland dobj attacked | . punct said"""
DENIED = "Oslo nsubj denied | denied ROOT denied =deny | the det report | report dobj denied"


def answers(text: str) -> list[str]:
    return claims(text, rule="denials") + claims(text, rule="confirmations")


def test_a_denial_denies_what_another_said_before():
    assert answers(f"{REPORTED} | {DENIED}") == ["[negative] Norway | attacked | Iceland @Oslo"]


def test_a_confirmation_affirms_what_another_said_before():
    confirmed = DENIED.replace("denied", "confirmed").replace("=deny", "=confirm")

    assert answers(f"{REPORTED} | {confirmed}") == ["Norway | attacked | Iceland @Oslo"]


def test_the_accuracy_of_a_report_may_be_denied():
    denied = """Oslo nsubj denied | denied ROOT denied =deny | the det accuracy
        accuracy dobj denied | of prep accuracy | that det report | report pobj of"""

    assert answers(f"{REPORTED} | {denied}") == ["[negative] Norway | attacked | Iceland @Oslo"]


def test_a_denied_denial_affirms():
    negative = REPORTED.replace("attacked ccomp", "never neg attacked | attacked ccomp")

    assert answers(f"{negative} | {DENIED}") == ["Norway | attacked | Iceland @Oslo"]


def test_the_answer_stands_in_its_own_sentence_and_names_the_claims():
    propositions = read(f"{REPORTED} | {DENIED}").propositions
    (claim,) = [p for p in propositions if p.predicate.lemma == "attack" and p.rule == "clauses"]
    (answer,) = [p for p in propositions if p.rule == "denials"]

    assert answer.answers == claim.span
    assert answer.sentence != claim.sentence
    assert answer.confidence < claim.confidence


@pytest.mark.parametrize(
    "object",
    [
        "a det report | report dobj denied",  # some report
        "the det bill | bill dobj denied",  # no words of anybody
        "Bo dobj denied",
    ],
)
def test_what_is_no_earlier_claim_answers_none(object: str):
    assert answers(f"{REPORTED} | Oslo nsubj denied | denied ROOT denied =deny | {object}") == []


def test_what_nobody_else_said_is_not_denied():
    stated = "Norway nsubj attacked | attacked ROOT attacked =attack | Iceland dobj attacked"

    assert answers(f"{stated} | . punct attacked | {DENIED}") == []


def test_nobody_denies_his_own_words():
    own = REPORTED.replace("The det paper | paper nsubj", "Oslo nsubj")

    assert answers(f"{own} | {DENIED}") == []


def test_a_denial_that_did_not_come_answers_nothing():
    text = """Oslo nsubj deny | did aux deny VBD =do | not neg deny | deny ROOT deny VB
        the det report | report dobj deny"""

    assert answers(f"{REPORTED} | {text}") == []


def test_a_denial_that_may_come_answers_nothing():
    text = """Oslo nsubj deny | may aux deny | deny ROOT deny VB | the det report
        report dobj deny"""

    assert answers(f"{REPORTED} | {text}") == []


def test_a_claim_long_before_is_not_answered():
    between = " | ".join(f"Bo nsubj v{i} | v{i} ROOT v{i} | . punct v{i}" for i in range(6))

    assert answers(f"{REPORTED} | {between} | {DENIED}") == []


def test_a_claim_after_the_denial_is_not_answered():
    assert answers(f"{DENIED} | . punct denied | {REPORTED}") == []
