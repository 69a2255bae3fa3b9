"""Numbers, sums, dates and posts of which documents tell differently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.conflicts import find_conflicts
from kg.model import (
    Block,
    Connection,
    Document,
    Entity,
    Evidence,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)
from kg.times.bounds import bounds, may_agree

NAMES = ("Kestrel", "Arden_Steel", "Norland", "Ann_Berg")
DAYS = {"d1": "2026-03-02", "d2": "2026-03-04", "d3": "2026-09-01", "d4": ""}


def label_of(id: str) -> str:
    """ "fire" of fire_d2: what is only described is another thing in each document."""
    return id.replace("_", " ").removesuffix(" d1").removesuffix(" d2")


def told(*claims: tuple[str, str, Statement, dict]) -> Knowledge:
    """Claims, each with its document and sentence; equal ids are one claim."""
    statements: dict[str, Statement] = {}
    evidence = []
    for document, text, claim, ways in claims:
        known = statements.get(claim.id, claim)
        arguments = tuple(dict.fromkeys((*known.arguments, *claim.arguments)))
        statements[claim.id] = Statement(
            claim.id, claim.type, claim.predicate, claim.subject, claim.object, arguments
        )
        place = Span(document, 0, len(text))
        values = {"method": "clauses", "confidence": 0.8} | ways
        evidence.append(
            Evidence(claim.id, document_id=document, sentence=place, text=text, **values)
        )
    ids = {id for s in statements.values() for id in (s.subject, s.object) if id}
    return Knowledge(
        documents=tuple(
            Document(id, "", (Block("paragraph", 0, 0),), f"{id}.txt", published=day)
            for id, day in DAYS.items()
        ),
        entities=tuple(
            Entity(id, "Organization" if id in NAMES else "Group", label_of(id))
            for id in sorted(ids)
        ),
        statements=tuple(statements.values()),
        evidence=tuple(evidence),
    )


def conflicts(*claims: tuple[str, str, Statement, dict], copies=None) -> list[Connection]:
    return find_conflicts(told(*claims), copies or {})


def money(words: str, value: str, unit: str = "USD") -> Role:
    return Role("price", value=Value(words, "Money", value, unit))


def day(words: str, value: str) -> Role:
    return Role("time", value=Value(words, "Date", value))


def bought(document: str, words: str, value: str, **ways):
    claim = Statement("s1", "Acquisition", Predicate("buy", "bought"), "Kestrel", "Arden_Steel",
                      (money(words, value),))  # fmt: skip
    return document, f"Kestrel bought Arden Steel for {words}.", claim, ways


def killed(document: str, count: str, *roles: Role, before: str = "", fire: str = "fire", **ways):
    name = f"{fire}_{document}"
    claim = Statement(f"k{document}", "Killing", Predicate("kill", "killed"), name,
                      f"{count}_people", roles)  # fmt: skip
    return document, f"A fire killed {before}{count} people on Sunday.", claim, ways


SUNDAY = day("Sunday", "2026-03-01")


def words(found: list[Connection]) -> list[tuple[str, str, str]]:
    return [(c.about, c.first_words, c.second_words) for c in found]


def test_two_documents_that_give_other_sums_for_one_deal_conflict():
    found = conflicts(bought("d2", "$2.4 billion", "2400000000"),
                      bought("d1", "$2 billion", "2000000000"))  # fmt: skip

    assert words(found) == [("sum", "$2 billion", "$2.4 billion")]  # the older report first


@pytest.mark.parametrize(
    ("document", "text", "value", "unit"),
    [
        ("d1", "$2.4 billion", "2400000000", "USD"),  # one document: left to its author
        ("d2", "$2.03 billion", "2030000000", "USD"),  # rounded
        ("d2", "1.8 billion euros", "1800000000", "EUR"),  # another currency
    ],
)
def test_sums_that_can_both_hold_do_not_conflict(document, text, value, unit):
    other = bought(document, text, value)
    other = (*other[:2], Statement("s1", "Acquisition", Predicate("buy", "bought"), "Kestrel",
                                   "Arden_Steel", (money(text, value, unit),)), {})  # fmt: skip

    assert conflicts(bought("d1", "$2 billion", "2000000000"), other) == []


def test_copies_of_one_story_do_not_conflict_with_each_other():
    claims = bought("d1", "$2 billion", "2000000000"), bought("d2", "$3 billion", "3000000000")

    assert conflicts(*claims)
    assert conflicts(*claims, copies={"d1": "d1", "d2": "d1"}) == []


@pytest.mark.parametrize("way", [{"polarity": "negative"}, {"certainty": "possible"}])
def test_a_sum_that_is_denied_or_only_possible_conflicts_with_none(way):
    assert conflicts(bought("d1", "$2 billion", "2000000000"),
                     bought("d2", "$3 billion", "3000000000", **way)) == []  # fmt: skip


def test_tolls_of_one_day_conflict():
    found = conflicts(killed("d1", "12", SUNDAY), killed("d2", "15", SUNDAY))

    assert words(found) == [("number", "12 people", "15 people")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (killed("d1", "12", SUNDAY), killed("d2", "15", day("Sunday", "2026-03-08"))),
        (killed("d1", "12", SUNDAY), killed("d2", "12", SUNDAY)),
        (killed("d1", "12", SUNDAY), killed("d2", "15", SUNDAY, fire="flood")),
        (killed("d1", "12"), killed("d2", "15")),  # which fire?
        (killed("d1", "12", SUNDAY, before="at least "), killed("d2", "15", SUNDAY)),
        (killed("d1", "190", SUNDAY), killed("d2", "200", SUNDAY, before="about ")),
        (killed("d1", "90", SUNDAY, before="up to "), killed("d2", "15", SUNDAY)),
    ],
)
def test_tolls_of_other_events_and_rough_ones_do_not_conflict(one, other):
    assert conflicts(one, other) == []


def sold(document: str, count: str, *roles: Role):
    tons = Role("object", value=Value(f"{count} tons", "Quantity", count, "tons"))
    claim = Statement(f"t{document}", "Export", Predicate("export", "exported"), "Norland", "",
                      (tons, Role("destination", "Kestrel"), *roles))  # fmt: skip
    return document, f"Norland exported {count} tons to Kestrel.", claim, {}


def test_numbers_in_reports_of_other_seasons_conflict_only_where_both_tell_the_time():
    assert words(conflicts(sold("d1", "12"), sold("d2", "15")))
    assert conflicts(sold("d1", "12"), sold("d3", "15")) == []
    assert words(conflicts(sold("d1", "12", SUNDAY), sold("d3", "15", SUNDAY)))
    assert words(conflicts(sold("d1", "12"), sold("d4", "15")))  # of no day


def test_what_a_price_was_before_does_not_conflict_with_what_it_is_now():
    def raised(document, words, value):
        claim = Statement(f"s{value}", "", Predicate("raise", "raised"), "Kestrel", "Arden_Steel",
                          (Role("amount", value=Value(words, "Money", value, "USD")),))  # fmt: skip
        return document, f"Kestrel raised Arden Steel {words}.", claim, {}

    assert not conflicts(raised("d1", "from $5", "5"), raised("d2", "to $9", "9"))
    assert len(conflicts(raised("d1", "to $5", "5"), raised("d2", "to $9", "9"))) == 1


def test_what_fell_on_two_days_may_have_fallen_twice():
    def fell(document, words, *times):
        claim = Statement(f"s{words}", "Decrease", Predicate("fall", "fell"), "Kestrel", "",
                          (Role("amount", value=Value(f"{words}%", "Percent", words, "%")),
                           Role("place", "Norland"), *times))  # fmt: skip
        return document, f"Kestrel fell by {words}% in Norland.", claim, {}

    monday = day("Monday", "2026-03-02")

    assert not conflicts(fell("d1", "9.5"), fell("d2", "13.5"))
    assert len(conflicts(fell("d1", "9.5", monday), fell("d2", "13.5", monday))) == 1


def test_those_killed_count_the_same_as_subject_of_a_passive():
    passive = Statement("p", "Killing", Predicate("kill", "was killed in"), "15_people",
                        "fire_d2", (SUNDAY,))  # fmt: skip
    sentence = "About 30 firemen came, and 15 people were killed in the fire on Sunday."
    found = conflicts(killed("d1", "12", SUNDAY), ("d2", sentence, passive, {}))

    assert words(found) == [("number", "12 people", "15 people")]


def founded(document: str, year: str, type: str = "FoundedBy", **ways):
    claim = Statement(f"f{year}", type, Predicate("found", "was founded"), "Arden_Steel", "",
                      (day(year, year),))  # fmt: skip
    return document, f"Arden Steel was founded in {year}.", claim, ways


def test_two_dates_for_what_happens_once_conflict():
    found = conflicts(founded("d1", "1987"), founded("d3", "1991"))

    assert words(found) == [("date", "1987", "1991")]


def test_dates_of_what_may_happen_twice_do_not_conflict():
    assert conflicts(founded("d1", "1987", "Visit"), founded("d2", "1991", "Visit")) == []
    assert conflicts(founded("d1", "1987"), founded("d2", "198X")) == []


def test_two_dates_for_one_plan_conflict_while_both_are_news():
    def ahead(document: str, year: str):
        return founded(document, year, "Visit", tense="future")

    assert words(conflicts(ahead("d1", "2027"), ahead("d2", "2028"))) == [("date", "2027", "2028")]
    assert conflicts(ahead("d1", "2027"), ahead("d3", "2028")) == []


def president(document: str, text: str, tense: str, method: str = "titles"):
    claim = Statement("p1", "HeadOfState", Predicate("be president of", "president of"),
                      "Ann_Berg", "Norland")  # fmt: skip
    return document, text, claim, {"tense": tense, "method": method}


def test_a_president_here_and_a_former_one_there_conflict():
    now = president("d1", "President Ann Berg of Norland left.", "present")
    then = president("d2", "Former President Ann Berg of Norland left.", "past")

    assert [c.about for c in conflicts(now, then)] == ["position"]
    assert conflicts(now, president("d2", "She was president then.", "past", "copulas")) == []
    assert conflicts(now, president("d2", "President Ann Berg left.", "present")) == []


@settings(max_examples=40, deadline=None)
@given(some.permutations([bought("d1", "$2 billion", "2000000000"), killed("d1", "12", SUNDAY),
                          bought("d2", "$3 billion", "3000000000"), killed("d2", "15", SUNDAY),
                          founded("d1", "1987"), founded("d2", "1991")]))  # fmt: skip
def test_the_order_of_claims_changes_no_conflict(claims):
    assert {c.id for c in conflicts(*claims)} == {c.id for c in conflicts(*reversed(claims))}
    assert len(conflicts(*claims)) == 3


TIMES = some.sampled_from(
    ["", "2026", "2026-03", "2026-03-01", "2026-03-01T10:00", "2026-W09", "2026-21", "202X",
     "2026-03-01/2026-03-05", "XXXX", "P1Y", "2026-02-30"]
)  # fmt: skip


@given(TIMES, TIMES)
def test_whether_times_agree_has_no_direction_and_every_time_agrees_with_itself(one, other):
    assert may_agree(one, other) == may_agree(other, one)
    assert may_agree(one, one)
    assert may_agree("", other)


def test_a_time_agrees_with_what_it_lies_in_and_no_other():
    assert may_agree("2026-03-01T10:00", "2026-03-01")
    assert may_agree("2026-03-01", "2026-03")
    assert not may_agree("2026-03-01", "2026-04")
    assert not may_agree("2026-03-01/2026-03-05", "2026-03-04/2026-03-09")
    assert bounds("2026-02-30") is None
    assert may_agree("2026-02-28", "2026-W09-WE")
    assert not may_agree("2026-02-27", "2026-W09-WE")
