"""Laws of belief and status, and the pooling of equal claims."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.assemble import assemble, belief, narrow, status
from kg.ground import Grounded, statement_id
from kg.model import (
    Block,
    Document,
    Entity,
    Evidence,
    Factuality,
    Judgement,
    Linking,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
)

SOME = settings(max_examples=40, deadline=None)  # examples cost more than they find beyond that
CEILING = 0.95
MET = Predicate("meet", "met")
DOCUMENTS = tuple(
    Document(id, "", (Block("paragraph", 0, 0),), f"{id}.txt") for id in ("d1", "d2", "d3")
)
ENTITIES = tuple(Entity(id, "Person", id) for id in ("Ann", "Bo", "Cem", "The_Paper", "Zoe"))
LINKING = Linking(
    ENTITIES,
    {},
    (
        Judgement("Ann", "Annie", True, "given name", 0.8),
        Judgement("Zoe", "Zo", True, "given name", 0.8),
    ),
)
TUESDAY, FRIDAY = (
    Role("time", value=Value(text, "Date", value))
    for text, value in (("Tuesday", "2025-11-25"), ("Friday", "2025-11-28"))
)
PLACE = Role("place", entity="Cem")

WAYS: dict[str, dict[str, Any]] = {
    "asserted": {},
    "negated": {"polarity": "negative"},
    "possible": {"certainty": "possible"},
    "planned": {"tense": "future"},
    "asked": {"asked": True},
}


CORRECTED = {"polarity": "negative"}


def said(
    way: str = "asserted", method: str = "clauses", confidence: float = 0.8, document: str = "d1",
    said_by: str = "",
) -> Evidence:  # fmt: skip
    method = "corrections" if way == "corrected" else method
    return Evidence("s", method, confidence, document, said_by=said_by, **WAYS.get(way, CORRECTED))


def claim(
    *arguments: Role, document: str = "d1", at: int = 0, subject: str = "Ann", object: str = "Bo",
    label: str = "met", type: str = "", said_by: str = "", way: str = "asserted",
) -> Grounded:  # fmt: skip
    predicate = Predicate("meet", label)
    id = statement_id(predicate, subject, object, arguments)
    method = "corrections" if way == "corrected" else "clauses"
    evidence = Evidence(
        id, method, 0.8, document, Span(document, at, at + 10), said_by=said_by,
        **WAYS.get(way, CORRECTED),
    )  # fmt: skip
    return Statement(id, type, predicate, subject, object, arguments), evidence


evidences = some.lists(
    some.builds(
        said,
        some.sampled_from(sorted(WAYS)),
        some.sampled_from(["clauses", "nominals", "titles"]),
        some.floats(0, 1),
        some.sampled_from(["d1", "d2", "d3"]),
        some.sampled_from(["", "", "Ann"]),
    ),
    max_size=8,
)


@SOME
@given(evidences)
def test_belief_is_a_probability(pool: list[Evidence]):
    assert 0 <= belief(pool) <= 1


@SOME
@given(evidences, some.floats(0, 1))
def test_who_asserts_it_never_makes_it_less_believed(pool: list[Evidence], confidence: float):
    assert belief([*pool, said(confidence=confidence)]) >= belief(pool) - 1e-9


@SOME
@given(evidences, some.floats(0, 1))
def test_who_denies_it_never_makes_it_more_believed(pool: list[Evidence], confidence: float):
    assert belief([*pool, said("negated", confidence=confidence)]) <= belief(pool) + 1e-9


@SOME
@given(evidences, some.sampled_from(["possible", "planned", "asked"]))
def test_plans_and_questions_leave_belief_as_it_is(pool: list[Evidence], way: str):
    assert belief([*pool, said(way)]) == belief(pool)


@SOME
@given(some.integers(1, 60), some.floats(0, 1))
def test_one_method_has_a_ceiling(times: int, confidence: float):
    pool = [said(confidence=confidence, document=f"d{i}") for i in range(times)]

    assert belief(pool) <= CEILING + 1e-9


@SOME
@given(evidences)
def test_what_is_repeated_is_believed_no_more(pool: list[Evidence]):
    assert belief(pool * 3) == belief(pool)


def test_independent_documents_add_up():
    assert belief([said(), said(document="d2")]) > belief([said()])


def test_one_speaker_is_one_witness_in_all_documents():
    once = [said(said_by="Ann")]
    again = [said(said_by="Ann", document="d2"), said(said_by="Ann", document="d3")]

    assert belief([*once, *again]) == belief(once)
    assert belief([*once, said(said_by="Bo", document="d2")]) > belief(once)


def test_copies_of_one_story_are_one_witness():
    pool = [said(), said(document="d2"), said(document="d3")]
    copies = {"d1": "d1", "d2": "d1"}

    assert belief(pool, copies=copies) == belief(pool[1:])


@SOME
@given(evidences, some.dictionaries(some.sampled_from(["d1", "d2", "d3"]), some.just("d1")))
def test_copies_never_raise_what_one_side_says(pool: list[Evidence], copies: dict[str, str]):
    asserted = [e for e in pool if e.factuality == "asserted"]

    assert belief(asserted, copies=copies) <= belief(asserted) + 1e-9


@SOME
@given(evidences, some.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(pool: list[Evidence], random: Random):
    shuffled = list(pool)
    random.shuffle(shuffled)

    assert belief(shuffled) == belief(pool)
    assert status(shuffled) == status(pool)


def test_a_second_method_passes_the_ceiling_of_one():
    assert belief([said(confidence=1.0), said(method="nominals", confidence=1.0)]) > CEILING


def test_the_surest_of_one_origins_readings_counts():
    assert belief([said(confidence=0.3), said(confidence=0.9)]) == belief([said(confidence=0.9)])


def test_what_nobody_asserts_is_not_believed_at_all():
    assert repr(belief([])) == "0.0"  # the same in a file as when it is read from the graph


def test_a_denial_lowers_belief():
    assert belief([said(), said("negated")]) < belief([said()])


def test_without_evidence_nothing_is_believed():
    assert belief([]) == belief([said("negated")]) == belief([said("planned")]) == 0


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (["asserted"], "asserted"),
        (["negated"], "negated"),
        (["asserted", "negated"], "disputed"),
        (["asserted", "possible"], "asserted"),
        (["planned"], "planned"),
        (["possible"], "possible"),
        (["corrected"], "corrected"),
        (["corrected", "negated", "planned"], "corrected"),
        (["corrected", "asserted"], "disputed"),
        (["planned", "possible"], "planned"),
        (["negated", "planned"], "negated"),
        (["possible", "asked"], "possible"),
        (["asked"], "asked"),
    ],
)
def test_a_statement_is_what_its_evidence_makes_of_it(ways: list[str], expected: Factuality):
    assert status(said(way) for way in ways) == expected


def test_equal_claims_become_one_statement_with_all_their_evidence():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim(document="d2")])

    (statement,) = knowledge.statements
    assert [e.document_id for e in sorted(knowledge.evidence, key=lambda e: e.document_id)] == [
        "d1",
        "d2",
    ]
    assert statement.belief == round(belief([said(), said(document="d2")]), 4)


def test_one_evidence_given_twice_counts_in_the_graph_once():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim()])

    assert len(knowledge.evidence) == 1
    assert knowledge.statements[0].belief == assemble(DOCUMENTS, LINKING, [claim()]).statements[
        0
    ].belief  # fmt: skip


def test_copies_of_one_story_are_one_witness_in_the_graph():
    claims = [claim(), claim(document="d2")]
    copied = assemble(DOCUMENTS, LINKING, claims, copies={"d1": "d1", "d2": "d1"})

    assert copied.statements[0].belief == round(belief([said()]), 4)
    assert len(copied.evidence) == 2


def test_different_claims_stay_apart():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim(object="Cem"), claim(label="called")])

    assert len(knowledge.statements) == 3


def test_a_claim_and_its_denial_are_one_disputed_statement():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim(way="negated", document="d2")])

    (statement,) = knowledge.statements
    assert statement.factuality == "disputed"
    assert statement.belief < 0.75


def outlets(*sources: str) -> tuple[Document, ...]:
    return tuple(replace(d, source=s) for d, s in zip(DOCUMENTS, sources, strict=True))


@pytest.mark.parametrize(
    ("sources", "ways", "expected"),
    [
        (("Post", "Post", ""), {"d1": "asserted", "d2": "corrected"}, "corrected"),
        (("", "Post", ""), {"d1": "asserted", "d2": "corrected"}, "corrected"),
        (("Ledger", "Post", ""), {"d1": "asserted", "d2": "corrected"}, "disputed"),
        (("Post", "Post", "Ledger"), {"d1": "asserted", "d2": "corrected", "d3": "asserted"},
         "disputed"),
        (("Post", "Post", ""), {"d1": "planned", "d2": "corrected"}, "corrected"),
    ],
)  # fmt: skip
def test_a_correction_closes_what_its_own_outlet_said_and_disputes_the_others(
    sources, ways, expected
):
    claims = [claim(document=document, way=way) for document, way in ways.items()]
    (statement,) = assemble(outlets(*sources), LINKING, claims).statements

    assert statement.factuality == expected
    assert (statement.belief > 0) == (expected == "disputed")


def test_a_note_in_a_story_that_still_says_so_corrects_a_detail_and_closes_nothing():
    price = Role("price", value=Value("$3 billion", "Money", "3000000000", "USD"))
    claims = [claim(), claim(price, at=40, way="corrected")]
    (statement,) = assemble(outlets("Post", "Post", ""), LINKING, claims).statements

    assert statement.factuality == "asserted"
    assert statement.belief == round(belief([said()]), 4)
    assert statement.arguments == ()  # nor is the detail kept


def test_a_correction_leads_from_the_older_report_to_what_is_so_instead():
    note, instead = claim(document="d2", way="corrected"), claim(object="Cem", document="d2", at=20)
    page = replace(DOCUMENTS[1], blocks=(Block("paragraph", 0, 90),))
    older, other = claim(), claim(object="Zoe", document="d2", at=300)
    knowledge = assemble([DOCUMENTS[0], page], LINKING, [older, note, instead, other])
    (connection,) = knowledge.connections

    assert connection.kind == "correction"
    assert (connection.first, connection.second) == (note[0].id, instead[0].id)
    assert (connection.first_evidence, connection.second_evidence) == (
        older[1].id, instead[1].id,
    )  # fmt: skip


def test_a_correction_without_an_older_report_or_a_better_claim_leads_to_the_note_itself():
    (connection,) = assemble(DOCUMENTS, LINKING, [claim(way="corrected")]).connections

    assert connection.first == connection.second
    assert connection.first_evidence == connection.second_evidence


def test_pooled_claims_keep_the_arguments_of_all():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim(PLACE, document="d2")])

    assert [s.arguments for s in knowledge.statements] == [(PLACE,)]


def test_a_claim_with_a_class_gives_it_to_those_without():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(), claim(type="Meeting", document="d2")])

    assert [s.type for s in knowledge.statements] == ["Meeting"]


def test_an_untimed_claim_joins_the_only_timed_one_of_its_document():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(TUESDAY), claim(at=20)])

    (statement,) = knowledge.statements
    assert statement.arguments == (TUESDAY,)
    assert {e.statement_id for e in knowledge.evidence} == {statement.id}
    assert len(knowledge.evidence) == 2


def test_an_untimed_claim_joins_neither_of_two_timed_ones():
    claims = [claim(TUESDAY), claim(FRIDAY, at=20), claim(at=40)]

    assert len(assemble(DOCUMENTS, LINKING, claims).statements) == 3


def test_an_untimed_claim_does_not_join_another_documents():
    claims = [claim(TUESDAY), claim(document="d2")]

    assert len(assemble(DOCUMENTS, LINKING, claims).statements) == 2


def test_an_untimed_claim_does_not_join_that_of_other_parties():
    claims = [claim(TUESDAY), claim(object="Cem", at=20)]

    assert len(assemble(DOCUMENTS, LINKING, claims).statements) == 2


def test_an_untimed_claim_keeps_its_own_arguments_where_it_joins():
    knowledge = assemble(DOCUMENTS, LINKING, [claim(TUESDAY), claim(PLACE, at=20)])

    assert [s.arguments for s in knowledge.statements] == [(PLACE, TUESDAY)]


def test_entities_that_nothing_is_said_of_are_left_out():
    knowledge = assemble(
        DOCUMENTS, LINKING, [claim(PLACE, said_by="The_Paper"), claim(object="", at=20)]
    )

    assert [e.id for e in knowledge.entities] == ["Ann", "Bo", "Cem", "The_Paper"]
    assert [j.left for j in knowledge.judgements] == ["Ann"]


def test_nothing_said_gives_documents_alone():
    knowledge = assemble(DOCUMENTS, LINKING, [])

    assert (knowledge.statements, knowledge.evidence, knowledge.entities) == ((), (), ())
    assert knowledge.documents == DOCUMENTS


CLAIMS = [
    claim(TUESDAY), claim(at=20), claim(PLACE, at=40), claim(type="Meeting", document="d2"),
    claim(FRIDAY, document="d2"), claim(way="negated", document="d3"), claim(object="Cem"),
    claim(object="", document="d3"), claim(said_by="The_Paper", document="d3", at=60),
    claim(way="planned", label="will meet", document="d2"),
]  # fmt: skip


@SOME
@given(some.permutations(CLAIMS), some.permutations(DOCUMENTS), some.permutations(ENTITIES))
def test_the_order_of_the_input_does_not_matter(
    claims: list[Grounded], documents: list[Document], entities: list[Entity]
):
    shuffled = assemble(documents, replace(LINKING, entities=tuple(entities)), claims)

    # Statements are equal by id alone: their repr has all that they hold.
    assert repr(shuffled) == repr(assemble(DOCUMENTS, LINKING, CLAIMS))


def test_a_part_of_the_days_has_what_their_documents_say_alone():
    documents = [replace(d, published=f"2026-01-0{n}") for n, d in enumerate(DOCUMENTS, start=1)]
    grounded = [
        claim(document="d1"),
        claim(document="d2", way="negated"),
        claim(document="d2", object="Cem"),
        claim(document="d3", subject="Zoe"),
    ]
    whole = assemble(documents, LINKING, grounded)

    part = narrow(whole, since="2026-01-02", until="2026-01-02")

    assert [d.id for d in part.documents] == ["d2"]
    assert {(s.subject, s.object, s.factuality) for s in part.statements} == {
        ("Ann", "Bo", "negated"),
        ("Ann", "Cem", "asserted"),
    }
    assert {e.id for e in part.entities} == {"Ann", "Bo", "Cem"}
    assert {e.document_id for e in part.evidence} == {"d2"}


def test_a_document_without_a_date_is_of_no_day():
    whole = assemble(DOCUMENTS, LINKING, [claim()])

    assert narrow(whole, until="2026-01-02").statements == ()
