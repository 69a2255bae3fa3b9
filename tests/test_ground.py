"""Propositions about mentions become statements about entities, with the evidence for them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.ground import Grounded, ground
from kg.model import (
    Argument,
    Block,
    Document,
    Entity,
    Linking,
    Mention,
    Predicate,
    Proposition,
    Reading,
    Span,
    Value,
)

TEXT = (
    "On Tuesday Mara met Bo in Lund for 25 minutes before Friday. "
    "They have traded 40 ships since Monday, the paper said officials said."
)
FIRST = Span("d1", 0, TEXT.index(". ") + 1)
SECOND = Span("d1", FIRST.end + 1, len(TEXT))
DOCUMENT = Document(
    "d1", TEXT, (Block("paragraph", 0, len(TEXT)),), "d1.txt", published="2025-11-26"
)


def mention(text: str, label: str = "Person", kind: Any = "name") -> Mention:
    start = TEXT.index(text)
    span = Span("d1", start, start + len(text))
    return Mention(span, text, label, kind, text, span, core=text)


MARA, BO, LUND = mention("Mara"), mention("Bo"), mention("Lund", "Place")
THEY = mention("They", kind="pronoun")
TUESDAY, FRIDAY, MONDAY = (mention(day, "Date", "value") for day in ("Tuesday", "Friday", "Monday"))
MINUTES = mention("25 minutes", "Duration", "value")
SHIPS = mention("40 ships", "Quantity", "value")
PAPER, OFFICIALS = mention("the paper", "Organization"), mention("officials", kind="nominal")
BOTH = {
    MARA: ("Mara",), BO: ("Bo",), LUND: ("Lund",), THEY: ("Mara", "Bo"), PAPER: ("The_Paper",),
}  # fmt: skip


def claim(*arguments: Argument, **more: Any) -> Proposition:
    sentence = more.pop("sentence", FIRST)
    start = TEXT.index("met")
    span = Span("d1", start, start + 3)
    predicate = more.pop("predicate", Predicate("meet", "met"))
    return Proposition(predicate, arguments, sentence, span, more.pop("rule", "clauses"), **more)


def subject(mention: Mention) -> Argument:
    return Argument("subject", mention)


def object(mention: Mention) -> Argument:
    return Argument("object", mention)


def grounded(
    *propositions: Proposition, referents: dict[Mention, tuple[str, ...]] = BOTH
) -> list[Grounded]:
    ids = sorted({id for found in referents.values() for id in found})
    linking = Linking(tuple(Entity(id, "Thing", id) for id in ids), referents)
    return list(ground([Reading(DOCUMENT, (FIRST, SECOND), (), (), propositions)], linking))


def parties(found: list[Grounded]) -> list[tuple[str, str]]:
    return [(statement.subject, statement.object) for statement, _ in found]


def roles(found: list[Grounded]) -> dict[str, str]:
    """Of the only statement, each role with its entity or its value."""
    ((statement, _),) = found
    return {
        r.role: r.entity or (r.value.value or r.value.text if r.value else "")
        for r in statement.arguments
    }


def test_a_claim_about_two_mentions_is_one_about_their_entities():
    ((statement, evidence),) = grounded(claim(subject(MARA), object(BO), type="Meeting"))

    assert (statement.subject, statement.object, statement.type) == ("Mara", "Bo", "Meeting")
    assert evidence.statement_id == statement.id


def test_evidence_marks_the_words_in_their_sentence():
    ((_, evidence),) = grounded(claim(subject(MARA), object(BO), confidence=0.9))
    places = (evidence.subject, evidence.predicate, evidence.object)

    assert [TEXT[p.start : p.end] for p in places if p] == ["Mara", "met", "Bo"]
    assert (evidence.document_id, evidence.text) == ("d1", TEXT[: FIRST.end])
    assert (evidence.method, evidence.confidence) == ("clauses", 0.9)


def test_what_an_answer_answers_is_marked_only_where_it_stands():
    ((_, evidence),) = grounded(claim(subject(MARA), object(BO), sentence=SECOND, rule="denials"))

    assert (evidence.subject, evidence.predicate, evidence.object) == (None, None, None)
    assert evidence.text.startswith("They")


def test_evidence_keeps_how_a_claim_is_put():
    ((_, evidence),) = grounded(
        claim(
            subject(MARA), object(BO), polarity="negative", certainty="possible", tense="future",
            asked=True,
        )
    )  # fmt: skip

    assert (evidence.polarity, evidence.certainty, evidence.tense, evidence.asked) == (
        "negative",
        "possible",
        "future",
        True,
    )


def test_a_pronoun_that_stands_for_nobody_gives_nothing():
    assert grounded(claim(subject(THEY), object(BO)), referents={BO: ("Bo",)}) == []


def test_an_object_that_is_no_entity_is_kept_in_words():
    found = grounded(claim(subject(MARA), object(SHIPS)))

    assert parties(found) == [("Mara", "")]
    assert roles(found) == {"object": "40"}


def test_a_set_gives_a_claim_for_each_of_its_members():
    found = grounded(claim(subject(THEY), object(LUND)))

    assert parties(found) == [("Mara", "Lund"), ("Bo", "Lund")]


def test_nobody_does_it_to_himself():
    assert parties(grounded(claim(subject(THEY), object(BO)))) == [("Mara", "Bo")]


def test_a_set_that_meets_meets_each_other():
    ((statement, _),) = grounded(claim(subject(THEY), reciprocal=True))

    assert (statement.subject, statement.object) == ("Mara", "Bo")
    assert statement.predicate.label == "met with"


def test_three_who_meet_are_three_pairs():
    referents = BOTH | {THEY: ("Ann", "Bo", "Cem")}

    assert parties(grounded(claim(subject(THEY), reciprocal=True), referents=referents)) == [
        ("Ann", "Bo"),
        ("Ann", "Cem"),
        ("Bo", "Cem"),
    ]


def test_one_who_meets_meets_no_pair():
    assert parties(grounded(claim(subject(MARA), reciprocal=True))) == [("Mara", "")]


def test_a_set_that_does_not_do_it_to_each_other_does_it_each():
    assert parties(grounded(claim(subject(THEY)))) == [("Mara", ""), ("Bo", "")]


def test_the_label_of_a_pair_has_one_with():
    found = grounded(
        claim(subject(THEY), reciprocal=True, predicate=Predicate("talk", "talked with"))
    )

    assert [s.predicate.label for s, _ in found] == ["talked with"]


def test_the_nearest_known_speaker_says_it():
    said_by = (PAPER, OFFICIALS)
    ((_, known),) = grounded(
        claim(subject(MARA), object(BO), said_by=said_by),
        referents=BOTH | {OFFICIALS: ("officials",)},
    )
    ((_, unknown),) = grounded(claim(subject(MARA), object(BO), said_by=said_by))

    assert (known.said_by, unknown.said_by) == ("officials", "The_Paper")


def test_without_a_speaker_the_outlet_says_it():
    ((_, evidence),) = grounded(claim(subject(MARA), object(BO)))

    assert evidence.said_by == ""


@pytest.mark.parametrize("office", ["CEO", "chief executive", "chief executive officer"])
def test_an_office_in_short_is_the_office_in_full(office):
    told = replace(
        claim(subject(MARA), object(PAPER)), predicate=Predicate(f"be {office} of", f"{office} of")
    )
    ((statement, _),) = grounded(told)

    assert statement.predicate == Predicate(
        "be chief executive officer of", "chief executive officer of"
    )


def test_an_amount_says_whether_it_was_before_or_is_now():
    told = claim(subject(MARA), Argument("amount", SHIPS, "to"))
    ((statement, _),) = grounded(told)
    (role,) = statement.arguments

    assert role.value == Value("to 40 ships", "Quantity", "40", "ships")


@pytest.mark.parametrize(
    ("certainty", "factuality"), [("certain", "negated"), ("possible", "possible")]
)
def test_what_may_not_be_so_is_possible_and_not_negated(certainty, factuality):
    told = claim(subject(MARA), object(BO), polarity="negative", certainty=certainty)
    ((_, evidence),) = grounded(told)

    assert evidence.factuality == factuality


def test_a_weekday_is_a_day_by_the_date_of_the_document():
    assert roles(grounded(claim(subject(MARA), object(BO), Argument("time", TUESDAY, "on")))) == {
        "time": "2025-11-25"
    }


def test_a_weekday_is_before_or_after_the_text_as_the_tense_of_the_clause_says():
    planned = claim(subject(MARA), object(BO), Argument("time", FRIDAY, "on"), tense="future")
    awaited = claim(subject(MARA), object(BO), Argument("end", FRIDAY, "until"))

    assert roles(grounded(planned)) == {"time": "2025-11-28"}
    assert roles(grounded(awaited)) == {"end": "../2025-11-28"}


def test_every_friday_is_no_day():
    often = replace(FRIDAY, determiner="every")

    assert roles(grounded(claim(subject(MARA), object(BO), Argument("time", often, "on")))) == {
        "time": "Friday"
    }


def test_before_a_day_is_an_interval_that_ends_there():
    (value,) = roles(
        grounded(claim(subject(MARA), object(BO), Argument("time", FRIDAY, "before")))
    ).values()

    assert value.startswith("../2025-11-2")


def test_since_a_day_is_an_interval_that_begins_there():
    (value,) = roles(
        grounded(claim(subject(MARA), object(BO), Argument("time", MONDAY, "since")))
    ).values()

    assert value == "2025-11-24/.."


def test_an_interval_keeps_its_preposition_in_words():
    ((statement, _),) = grounded(
        claim(subject(MARA), object(BO), Argument("time", MONDAY, "since"))
    )
    (role,) = statement.arguments

    assert role.value is not None
    assert role.value.text == "since Monday"


def test_a_duration_is_no_interval():
    found = grounded(claim(subject(MARA), object(BO), Argument("duration", MINUTES, "before")))

    assert roles(found) == {"duration": "PT25M"}


def test_a_role_is_an_entity_where_it_is_known_and_words_where_not():
    arguments = (subject(MARA), object(BO), Argument("place", LUND, "in"))

    assert roles(grounded(claim(*arguments))) == {"place": "Lund"}
    assert roles(grounded(claim(*arguments), referents={MARA: ("Mara",), BO: ("Bo",)})) == {
        "place": "Lund"
    }
    ((statement, _),) = grounded(claim(*arguments), referents={MARA: ("Mara",), BO: ("Bo",)})
    assert [r.entity for r in statement.arguments] == [""]


def test_a_party_is_not_a_role_as_well():
    found = grounded(claim(subject(MARA), object(BO), Argument("recipient", BO, "to")))

    assert roles(found) == {}


def test_the_same_claim_at_another_time_is_another_statement():
    on_tuesday, on_friday, untimed = (
        grounded(claim(subject(MARA), object(BO), *time))[0][0].id
        for time in ([Argument("time", TUESDAY, "on")], [Argument("time", FRIDAY, "on")], [])
    )

    assert len({on_tuesday, on_friday, untimed}) == 3


def test_the_same_claim_in_another_voice_is_the_same_statement():
    sure, denied = grounded(
        claim(subject(MARA), object(BO)), claim(subject(MARA), object(BO), polarity="negative")
    )

    assert sure[0].id == denied[0].id
    assert sure[1].id != denied[1].id


def test_place_is_no_part_of_what_is_claimed_where_there_is_an_object():
    here, anywhere = grounded(
        claim(subject(MARA), object(BO), Argument("place", LUND, "in")),
        claim(subject(MARA), object(BO)),
    )

    assert here[0].id == anywhere[0].id


def test_without_object_the_roles_tell_claims_apart():
    here, anywhere = grounded(
        claim(subject(MARA), Argument("place", LUND, "in")), claim(subject(MARA))
    )

    assert here[0].id != anywhere[0].id


def test_the_order_of_roles_does_not_matter():
    place, time = Argument("place", LUND, "in"), Argument("time", TUESDAY, "on")
    one, other = grounded(claim(subject(MARA), place, time), claim(subject(MARA), time, place))

    assert one[0].id == other[0].id
    assert one[0].arguments == other[0].arguments


def test_a_mention_that_was_looked_up_is_found_in_another_process_too():
    known = mention("Mara")
    assert {known: "Mara"}[known]
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONHASHSEED": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", FIND_ANEW],
        input=pickle.dumps({known: "Mara"}),
        env=environment,
        capture_output=True,
        check=True,
    )

    assert done.stdout.strip() == b"Mara"


FIND_ANEW = """
import pickle, sys
from dataclasses import replace
found = pickle.load(sys.stdin.buffer)
print(*(found[replace(mention)] for mention in found))
"""
