"""Events told again without their parties, on hand-written parses of two sentences."""

import pytest
from parses import read

CALLED = """Mara nsubj phoned | phoned ROOT phoned =phone | Bo dobj phoned | . punct phoned"""
LASTED = """{} det call | call nsubj lasted | on prep call | Friday pobj on | lasted ROOT lasted
    . punct lasted"""


def recalled(text: str) -> list[list[str]]:
    found = [p for p in read(text).propositions if p.rule == "recalls"]
    return [
        [p.predicate.label, *(f"{a.role} {a.mention.text}" for a in p.arguments)] for p in found
    ]


def test_the_call_is_the_one_whose_parties_are_told():
    assert recalled(f"{CALLED} | {LASTED.format('The')}") == [
        ["phoned", "subject Mara", "object Bo", "time Friday"]
    ]


def test_it_is_told_where_it_is_told_again():
    (again,) = [p for p in read(f"{CALLED} | {LASTED.format('The')}").propositions
                if p.rule == "recalls"]  # fmt: skip

    assert again.sentence.start > again.arguments[0].mention.span.end
    assert again.type == "Call"


def test_fridays_call_needs_no_article():
    text = f"""{CALLED} | Friday poss call | 's case Friday | call nsubj lasted
        lasted ROOT lasted"""

    assert recalled(text) == [["phoned", "subject Mara", "object Bo", "time Friday"]]


@pytest.mark.parametrize("word", ["A", "Another"])
def test_a_call_is_another_one(word: str):
    assert recalled(f"{CALLED} | {LASTED.format(word)}") == []


def test_the_next_call_is_another_one():
    text = LASTED.format("The").replace("call nsubj", "next amod call | call nsubj")

    assert recalled(f"{CALLED} | {text}") == []


def test_a_call_on_another_day_is_another_one():
    monday = CALLED.replace(". punct", "on prep phoned | Monday pobj on | . punct")

    assert recalled(f"{monday} | {LASTED.format('The')}") == []


def test_another_kind_of_event_is_another_event():
    assert recalled(f"{CALLED} | {LASTED.format('The').replace('call', 'raid')}") == []


def test_what_did_not_happen_is_not_recalled():
    never = CALLED.replace("phoned ROOT", "never neg phoned | phoned ROOT")

    assert recalled(f"{never} | {LASTED.format('The')}") == []


def test_a_call_that_brings_nothing_new_is_not_told_again():
    text = "The det call | call nsubj lasted | lasted ROOT lasted"

    assert recalled(f"{CALLED} | {text}") == []


def test_what_is_new_may_get_its_parties_right_after():
    during = """During prep agreed | a det conversation | conversation pobj During
        Mara nsubj agreed | and cc Mara | Bo conj Mara | agreed ROOT agreed =agree"""
    came = LASTED.format("A").replace("lasted", "came")

    assert recalled(f"{came} | {during}") == [
        ["talked with", "subject Mara", "object Bo", "time Friday"]
    ]
