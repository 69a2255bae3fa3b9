"""Posts, schooling, seats and lifespans on hand-written parses."""

import pytest
from parses import claims, read, told

LABELS = {
    "Bo_Lind": "PERSON",
    "Kari_Moe": "PERSON",
    "Orvo": "ORG",
    "Lund_University": "ORG",
    "Green_Party": "ORG",
    "Lund": "GPE",
    "Monday": "DATE",
}
HOLDER = "Bo compound Lind | Lind nsubj {verb}\n"
PASSIVE = "Bo compound Lind | Lind nsubjpass {verb} | was auxpass {verb}\n"


def posts(text: str) -> list[str]:
    return claims(text, rule="posts", **LABELS)


def types(text: str, rule: str = "posts") -> list[str]:
    return [p.type for p in read(text, **LABELS).propositions if p.rule == rule]


NAMED = (
    PASSIVE.format(verb="named")
    + """named ROOT named VBN =name | chief amod executive
    executive oprd named | of prep executive | Orvo pobj of"""
)


def test_who_is_named_something_holds_the_post():
    assert posts(NAMED) == ["Bo Lind | chief executive of | Orvo"]
    assert types(NAMED) == ["ChiefExecutive"]


def test_who_was_not_named_holds_no_post():
    assert posts(NAMED.replace("was auxpass named", "was auxpass named | not neg named")) == []


def test_who_serves_as_something_holds_the_post():
    text = (
        HOLDER.format(verb="serves")
        + """serves ROOT serves VBZ =serve | as prep serves
        chairman pobj as | of prep chairman | Orvo pobj of"""
    )

    assert posts(text) == ["Bo Lind | chairman of | Orvo"]
    assert types(text) == ["Chairperson"]


def test_who_joins_a_firm_as_something_holds_the_post_there():
    text = (
        HOLDER.format(verb="joined")
        + """joined ROOT joined =join | Orvo dobj joined
        as prep joined | chief amod engineer | engineer pobj as"""
    )

    assert posts(text) == ["Bo Lind | chief engineer of | Orvo"]
    assert types(text) == ["Employer"]


def test_who_succeeds_somebody_as_something_holds_the_post():
    text = (
        HOLDER.format(verb="succeeded")
        + """succeeded ROOT succeeded =succeed
        Kari compound Moe | Moe dobj succeeded | as prep succeeded | chairman pobj as
        of prep chairman | Orvo pobj of"""
    )

    assert posts(text) == ["Bo Lind | chairman of | Orvo"]


@pytest.mark.parametrize("preposition", ["at", "with", "for"])
def test_an_apposition_with_a_firm_is_a_post(preposition):
    text = f"""Bo compound Lind | Lind nsubj met | , punct Lind | an det analyst
        analyst appos Lind | {preposition} prep analyst | Orvo pobj {preposition} | , punct Lind
        met ROOT met =meet | Kari compound Moe | Moe dobj met"""

    assert posts(text) == [f"Bo Lind | analyst {preposition} | Orvo"]


def test_a_field_belongs_to_the_name_of_a_post():
    text = (
        HOLDER.format(verb="is")
        + """is ROOT is VBZ AUX =be | vice compound president
        president attr is | of prep president | research pobj of NN | at prep president
        Orvo pobj at"""
    )

    assert "Bo Lind | vice president at | Orvo" in posts(text)


def test_a_party_before_a_lawmaker_is_his_party():
    text = (
        HOLDER.format(verb="is")
        + """is ROOT is VBZ AUX =be | a det lawmaker
        Green compound Party NNP | Party compound lawmaker NNP | lawmaker attr is NN"""
    )

    assert posts(text) == ["Bo Lind | lawmaker of | Green Party"]
    assert types(text) == ["MemberOfParty"]


def test_a_member_of_a_party_is_no_member_of_anything_else():
    text = (
        HOLDER.format(verb="joined")
        + """joined ROOT joined =join | the det Party
        Green compound Party NNP | Party dobj joined NNP"""
    )

    assert types(text, "clauses") == ["MemberOfParty"]


def test_a_degree_is_from_a_school():
    text = (
        HOLDER.format(verb="received")
        + """received ROOT received =receive | a det degree
        degree dobj received NN | from prep received | Lund compound University
        University pobj from"""
    )

    assert posts(text) == ["Bo Lind | received degree from | Lund University"]
    assert types(text) == ["EducatedAt"]


def test_who_receives_a_letter_learns_nothing_there():
    text = (
        HOLDER.format(verb="received")
        + """received ROOT received =receive | a det letter
        letter dobj received NN | from prep received | Lund compound University
        University pobj from"""
    )

    assert posts(text) == []


def test_a_subject_is_studied_at_a_school():
    text = (
        HOLDER.format(verb="studied")
        + """studied ROOT studied =study | law dobj studied NN
        at prep studied | Lund compound University | University pobj at"""
    )

    assert posts(text) == ["Bo Lind | studied at | Lund University"]


# --- lifespans ---

LIFE = """Bo compound Lind | Lind nsubj sold | ( punct Lind | {birth} | – punct Lind
    {death} | ) punct Lind | sold ROOT sold =sell | boats dobj sold NNS"""


def lives(birth: str, death: str) -> list[str]:
    words = [" | ".join(f"{w} dep Lind CD NUM" for w in part.split()) for part in (birth, death)]
    found = read(LIFE.format(birth=words[0], death=words[1]), **LABELS).propositions
    return [
        f"{told(p)} {p.type} {p.arguments[-1].mention.text}" for p in found if p.rule == "lives"
    ]


@pytest.mark.parametrize(
    ("birth", "death"), [("5 May 1920", "1 June 1999"), ("1920", "1999"), ("May 1920", "1950")]
)
def test_a_lifespan_tells_birth_and_death(birth, death):
    assert lives(birth, death) == [
        f"Bo Lind | was born DateOfBirth {birth}",
        f"Bo Lind | died Death {death}",
    ]


def test_a_short_span_of_years_may_be_a_term_of_office():
    assert lives("1977", "1981") == []
