"""Which event came first, and which two claims are of one event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kg.assemble import assemble
from kg.ground import ground
from kg.model import (
    Block,
    Document,
    Entity,
    Evidence,
    Knowledge,
    Linking,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)
from kg.orders import order_page
from kg.sameness import find_same

# --- order ---


def page(text: str, *claims: tuple[str, str], **ways: object) -> tuple[list[Evidence], Document]:
    """A document of one sentence, with evidence for each subject and predicate in it."""
    told = [
        Evidence(
            words, "clauses", 0.8, "d1", Span("d1", 0, len(text)), text,
            subject=_place(text, subject), predicate=_place(text, words), **ways,
        )
        for subject, words in claims
    ]  # fmt: skip
    return told, Document("d1", text, (Block("paragraph", 0, len(text)),), "d1.txt")


def _place(text: str, words: str) -> Span:
    return Span("d1", text.index(words), text.index(words) + len(words))


def orders(text: str, *claims: tuple[str, str], **ways: object) -> list[tuple[str, str, str]]:
    return [(c.first, c.about, c.second) for c in order_page(*page(text, *claims, **ways))]


BOUGHT, CLOSED = ("Kestrel", "bought"), ("Norland", "closed")


@pytest.mark.parametrize(
    ("text", "claims", "expected"),
    [
        ("Norland closed the port after Kestrel bought the mill.", (CLOSED, BOUGHT),
         ("bought", "after", "closed")),
        ("Norland closed the port before Kestrel bought the mill.", (CLOSED, BOUGHT),
         ("closed", "before", "bought")),
        ("After Kestrel bought the mill, Norland closed the port.", (CLOSED, BOUGHT),
         ("bought", "after", "closed")),
        ("Norland closed the port before buying the mill.", (CLOSED, ("Norland", "buying")),
         ("closed", "before", "buying")),
        ("After buying the mill, Kestrel closed the port.",
         (("Kestrel", "closed"), ("Kestrel", "buying")), ("buying", "after", "closed")),
        ("Norland closed the port shortly after Kestrel bought the mill.", (CLOSED, BOUGHT),
         ("bought", "after", "closed")),
    ],
)  # fmt: skip
def test_after_and_before_put_two_events_in_order(text, claims, expected):
    assert orders(text, *claims) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Norland closed the port and Kestrel bought the mill.",
        "Norland closed the port, which it named after Kestrel bought the mill.",
        "Norland closed the port, but not after Kestrel bought the mill.",
        "After talks, Norland closed the port that Kestrel bought.",
        "Norland closed the port when Kestrel, after a vote, bought the mill.",
    ],
)
def test_other_words_put_nothing_in_order(text):
    assert orders(text, CLOSED, BOUGHT) == []


def test_the_nearer_event_is_meant():
    text = "Norland closed the port and Ann left after Kestrel bought the mill."

    assert orders(text, CLOSED, ("Ann", "left"), BOUGHT) == [("bought", "after", "left")]


@pytest.mark.parametrize("way", [{"tense": "future"}, {"polarity": "negative"}, {"asked": True}])
def test_what_has_not_happened_has_no_place_in_time(way):
    text = "Norland closed the port after Kestrel bought the mill."

    assert orders(text, CLOSED, BOUGHT, **way) == []


def ordered_nouns(text: str, *nouns: str, verb: str) -> list[tuple[str, str, str]]:
    """Orders in a sentence whose first claim is told by a verb and the others by nouns."""
    told, document = page(text, (text.split()[0], verb), *((noun, noun) for noun in nouns))
    told = [replace(e, method="nominals") if e.statement_id in nouns else e for e in told]
    if "follow" in verb or "preced" in verb:
        middle, end = text.index(verb), len(text)
        sides = {"subject": Span("d1", 0, middle), "object": Span("d1", middle + len(verb), end)}
        told = [replace(e, **sides) if e.statement_id == verb else e for e in told]
    return [(c.first, c.about, c.second) for c in order_page(told, document)]


@pytest.mark.parametrize(
    ("text", "verb", "nouns", "expected"),
    [
        ("Ann left after a long phone call.", "left", ["call"], ("call", "after", "left")),
        ("After the call Ann left.", "left", ["call"], ("call", "after", "left")),
        ("Ann left ahead of the talks.", "left", ["talks"], ("left", "ahead of", "talks")),
        ("The call followed the raid.", "followed", ["call", "raid"],
         ("raid", "followed", "call")),
        ("The call preceded the raid.", "preceded", ["call", "raid"],
         ("call", "preceded", "raid")),
    ],
)  # fmt: skip
def test_events_that_nouns_tell_have_their_order_too(text, verb, nouns, expected):
    assert ordered_nouns(text, *nouns, verb=verb) == [expected]


def test_who_follows_somebody_is_no_event():
    assert ordered_nouns("Ann followed the raid.", "raid", verb="followed") == []


def test_a_plan_may_lie_ahead_but_nothing_comes_after_one():
    for word, count in (("ahead of", 1), ("after", 0)):
        told, document = page(f"Ann left {word} talks.", ("Ann", "left"), ("talks", "talks"))
        planned = replace(told[1], tense="future", method="nominals")

        assert len(list(order_page([told[0], planned], document))) == count


# --- one event ---

ANN, BO = (Entity(name, "Person", name) for name in ("Ann", "Bo"))


def claim(
    id: str, day: str, *, type: str = "Call", parties: tuple[str, str] = ("Ann", "Bo"),
    **ways: object,
) -> tuple[Statement, Evidence]:  # fmt: skip
    time = (Role("time", value=Value(day, "Date", day)),) if day else ()
    statement = Statement(id, type, Predicate(id, id), *parties, time)
    return statement, Evidence(id, "clauses", 0.8, f"d{id}", **ways)  # type: ignore[arg-type]


def same(
    *claims: tuple[Statement, Evidence], entities=(ANN, BO), days: Mapping[str, str] | None = None
) -> list[set[str]]:
    documents = tuple(Document(f"d{id}", "", (), "", published=d) for id, d in (days or {}).items())
    knowledge = Knowledge(documents, tuple(entities), *map(tuple, zip(*claims, strict=True)))  # type: ignore[arg-type]
    return [{c.first, c.second} for c in find_same(knowledge)]


def test_two_wordings_of_one_call_are_one_event():
    assert same(claim("called", "2025-11-25"), claim("phoned", "2025-11-25")) == [
        {"called", "phoned"}
    ]


def test_a_call_has_no_direction_and_a_month_holds_its_days():
    back = claim("phoned", "2025-11", parties=("Bo", "Ann"))

    assert same(claim("called", "2025-11-25"), back) == [{"called", "phoned"}]


@pytest.mark.parametrize(
    "other",
    [
        claim("phoned", "2025-11-26"),  # another day
        claim("phoned", ""),  # no day at all
        claim("phoned", "2025"),  # some time in the year
        claim("praised", "2025-11-25", type="Praise"),  # another kind
        claim("phoned", "2025-11-25", tense="future"),  # only planned
        claim("phoned", "2025-11-25", polarity="negative"),
    ],
)
def test_other_times_kinds_and_plans_stay_two(other):
    assert same(claim("called", "2025-11-25"), other) == []


def test_who_attacks_whom_has_a_direction():
    one = claim("attacked", "2025-11-25", type="Attack")
    back = claim("hit", "2025-11-25", type="Attack", parties=("Bo", "Ann"))

    assert same(one, back) == []
    assert same(one, claim("hit", "2025-11-25", type="Attack")) == [{"attacked", "hit"}]


def test_parties_that_are_only_described_may_be_others():
    crowds = Entity("Ann", "Group", "protesters"), BO

    assert same(claim("called", "2025-11-25"), claim("phoned", "2025-11-25"), entities=crowds) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-11-25", [{"called", "phoned"}]),
        ("2025-11-28", [{"called", "phoned"}]),
        ("2025-11-24", []),  # told before it happened
        ("2025-12-20", []),  # of some other call by then
        ("", []),
    ],
)
def test_news_without_a_time_is_of_the_days_before_it(day: str, expected: list[set[str]]):
    called, phoned = claim("called", "2025-11-25"), claim("phoned", "")

    assert same(called, phoned, days={"phoned": day}) == expected


def test_news_without_a_time_joins_none_of_two_days():
    calls = claim("called", "2025-11-25"), claim("rang", "2025-11-26"), claim("phoned", "")

    assert same(*calls, days={"phoned": "2025-11-27"}) == []


def test_two_reports_without_a_time_stay_two():
    days = {"phoned": "2025-11-27", "rang": "2025-11-27"}

    assert same(claim("phoned", ""), claim("rang", ""), days=days) == []


@pytest.mark.parametrize(("type", "count"), [("Resignation", 1), ("Speech", 0)])
def test_what_happens_once_needs_no_other_party(type: str, count: int):
    left = claim("left", "2025-11-25", type=type, parties=("Ann", ""))
    quit = claim("quit", "", type=type, parties=("Ann", ""))

    assert len(same(left, quit, days={"quit": "2025-11-26"})) == count


@pytest.mark.model
@pytest.mark.parametrize(("other", "count"), [("on Tuesday", 1), ("on Monday", 2)])
def test_one_call_on_a_date_here_and_a_weekday_there_is_one_statement(other, count):
    from kg.extract import read
    from kg.link import link
    from kg.parse import parse_documents
    from kg.sources import make_document

    texts = {"2025-11-27": "on November 25", "2025-11-26": other}
    documents = [
        make_document(f"Ann Berg phoned Tomas Moro {when}.", name=f"{day}.txt")
        for day, when in texts.items()
    ]  # fmt: skip
    readings = [read(document, doc) for document, doc in parse_documents(documents)]
    linking: Linking = link(readings)
    knowledge = assemble(documents, linking, ground(readings, linking))

    assert len([s for s in knowledge.statements if s.predicate.lemma == "phone"]) == count
