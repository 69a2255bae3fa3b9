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


TRUTH = """Oslo nsubj says | says ROOT says VBZ =say | {} nsubj was | was ccomp says VBD AUX =be
    {} was"""


@pytest.mark.parametrize(
    ("claim", "judged", "expected"),
    [
        (
            "The det report | report",
            "false acomp",
            ["[negative] Norway | attacked | Iceland @Oslo"],
        ),
        ("that", "not neg was | true acomp", ["[negative] Norway | attacked | Iceland @Oslo"]),
        ("The det report | report", "true acomp", ["Norway | attacked | Iceland @Oslo"]),
        ("The det report | report", "long acomp", []),
        ("The det bill | bill", "false acomp", []),
    ],
)
def test_who_calls_a_report_false_denies_it(claim: str, judged: str, expected: list[str]):
    assert answers(f"{REPORTED} | {TRUTH.format(claim, judged)}") == expected


def test_it_may_be_denied():
    text = f"{REPORTED} | Oslo nsubj denied | denied ROOT denied =deny | it dobj denied"

    assert answers(text) == ["[negative] Norway | attacked | Iceland @Oslo"]


HANGING = """Oslo nsubj {0} | {0} ROOT {0} =deny | claims dobj {0} NNS NOUN =claim
    that mark attacked | Norway nsubj attacked | attacked acl claims VBD =attack
    Iceland dobj attacked"""


def test_what_hangs_on_the_word_for_it_is_denied():
    assert answers(HANGING.format("denied")) == ["[negative] Norway | attacked | Iceland @Oslo"]


def test_what_hangs_on_a_word_that_is_not_denied_is_not():
    assert answers(HANGING.format("heard").replace("=deny", "=hear")) == []


def test_a_charge_that_is_denied_where_it_is_told():
    text = f"""{REPORTED.replace("| . punct said", "")} | , punct attacked | a det charge
        charge appos Iceland NN NOUN | Oslo nsubj denies | denies relcl charge VBZ =deny"""

    assert answers(text) == ["[negative] Norway | attacked | Iceland @Oslo"]


def test_who_denies_doing_something_says_that_he_did_not():
    text = """Oslo nsubj denied | denied ROOT denied =deny | attacking xcomp denied VBG =attack
        Iceland dobj attacking"""
    _, deed = read(text).propositions

    assert (deed.predicate.label, deed.polarity, deed.reply) == ("attacked", "negative", "denial")
    assert [m.text for m in deed.said_by] == ["Oslo"]


def test_neither_confirmed_nor_denied_answers_nothing():
    text = f"""{REPORTED} | Oslo nsubj confirmed | neither preconj confirmed CC CCONJ
        confirmed ROOT confirmed =confirm | nor cc confirmed | denied conj confirmed VBD =deny
        the det report | report dobj denied"""

    assert answers(text) == []


def test_who_declined_to_confirm_leaves_it_open():
    text = """Oslo nsubj declined | declined ROOT declined =decline | to aux confirm
        confirm xcomp declined VB | that mark attacked | Norway nsubj attacked
        attacked ccomp confirm VBD =attack | Iceland dobj attacked"""

    assert claims(text, rule="clauses")[-1] == "[possible] Norway | attacked | Iceland @Oslo"


def test_a_denied_accusation_is_the_last_one_made_and_not_what_was_said_since():
    accused = """Norway nsubj accused | accused ROOT accused =accuse | Oslo dobj accused
        of prep accused | bribing pcomp of VBG VERB =bribe | Bo dobj bribing | . punct accused"""
    said = """Mara nsubj said | said ROOT said =say | Iceland nsubj left | left ccomp said =leave
        . punct said"""
    denied = DENIED.replace("report", "accusation")

    assert answers(f"{accused} | {said} | {denied}") == ["[negative] Oslo | bribed | Bo @Oslo"]
