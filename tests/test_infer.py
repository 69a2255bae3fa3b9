"""What follows from claims, and what a text has the last word on."""

import pytest
from click.testing import CliRunner

from kg.assemble import add_inferred, narrow
from kg.cli import cli
from kg.export import iter_records
from kg.graph import STORE, Graph
from kg.infer import infer
from kg.lexicon import EVENTS, RELATIONS
from kg.model import (
    Document,
    Entity,
    Evidence,
    Knowledge,
    Predicate,
    Role,
    Span,
    Statement,
    Value,
    digest,
)
from kg.store import DiskStore

TYPES = {
    "Ann": "Person", "Bo": "Person", "Norland_Steel": "Organization", "Varo": "Organization",
    "Lind": "Place", "Norland": "Country", "the_rival": "Person", "The_Tower": "Organization",
}  # fmt: skip
ENTITIES = tuple(Entity(id, type, id.replace("_", " ")) for id, type in sorted(TYPES.items()))


def claim(
    subject: str, words: str, type: str, object: str, factuality: str = "asserted", **more: object
) -> Statement:
    lemma, _, label = words.partition("|")
    values: dict[str, object] = {"belief": 0.8} | more
    predicate = Predicate(lemma, label or lemma.removeprefix("be "))
    id = digest(subject, lemma, object)
    return Statement(id, type, predicate, subject, object, factuality=factuality, **values)


def told(*claims: Statement, tense: str = "present") -> Knowledge:
    evidence = [
        Evidence(c.id, "titles", 0.85, "d1", Span("d1", 0, 5), "Words", tense=tense,
                 polarity="negative" if c.factuality == "negated" else "positive")
        for c in claims
    ]  # fmt: skip
    document = Document("d1", "Words", (), "a.txt", published="2026-03-04")
    by_id = {"key": lambda item: item.id}
    return Knowledge(
        (document,), ENTITIES, tuple(sorted(claims, **by_id)), tuple(sorted(evidence, **by_id))
    )


def follows(*claims: Statement) -> list[tuple[str, str, str]]:
    knowledge = told(*claims)
    found = infer(knowledge.statements, knowledge.evidence, ENTITIES)
    return [(s.subject, s.predicate.label, s.object) for s, _ in found]


WIFE = claim("Ann", "be wife of", "Marriage", "Bo")
CHAIR = claim("Ann", "be former chairwoman of", "Chairperson", "Varo")
SUBSIDIARY = claim("Varo", "be subsidiary of", "ParentOrganization", "Norland_Steel")
IN_LIND = claim("The_Tower", "be in|is in", "LocatedIn", "Lind")
LIND = claim("Lind", "be in|is in", "LocatedIn", "Norland")

CASES = {
    "a marriage is of both": (WIFE, ("Bo", "spouse of", "Ann")),
    "a border has two sides": (
        claim("Lind", "border|bordered", "SharesBorderWith", "Norland"),
        ("Norland", "borders", "Lind"),
    ),
    "a subsidiary has a parent": (SUBSIDIARY, ("Norland_Steel", "parent company of", "Varo")),
    "a daughter has a parent": (
        claim("Ann", "be daughter of", "HasChild", "Bo"), ("Bo", "parent of", "Ann")
    ),
    "a father has a child": (
        claim("Bo", "be father of", "HasChild", "Ann"), ("Ann", "child of", "Bo")
    ),
    "who chairs a body belongs to it": (CHAIR, ("Ann", "belongs to", "Varo")),
    "whom a body is headed by belongs to it": (
        claim("Ann", "lead|leads", "LeaderOf", "Varo"), ("Ann", "belongs to", "Varo")
    ),
    "a capital lies in its country": (
        claim("Lind", "be capital of", "CapitalOf", "Norland"), ("Lind", "is in", "Norland")
    ),
    "a seat is a place": (
        claim("Varo", "base|is based in", "Headquarters", "Lind"), ("Varo", "is in", "Lind")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_claim_says_beside_its_words(name):
    said, expected = CASES[name]

    assert follows(said) == [expected]


NOTHING = {
    "a president is no member of his country": claim(
        "Ann", "be president of", "HoldsPosition", "Norland"
    ),
    "an analyst of a firm may be another's": claim("Ann", "be analyst of", "HoldsPosition", "Varo"),
    "what is near a place need not be in it": claim("Varo", "be near", "LocatedIn", "Lind"),
    "nothing follows for what has no name": claim("the_rival", "be wife of", "Marriage", "Bo"),
    "a wish to marry is no marriage": claim(
        "Ann", "refuse to marry|refused to marry", "Marriage", "Bo"
    ),
    "a supporter need not be supported": claim("Ann", "be supporter of", "SupporterOf", "Bo"),
    "what a thing of the wrong kind is said to be": claim(
        "Norland", "be subsidiary of", "ParentOrganization", "Varo"
    ),
    "what is planned": claim("Ann", "be wife of", "Marriage", "Bo", "planned"),
    "what is denied": claim("Ann", "be wife of", "Marriage", "Bo", "negated"),
    "what is disputed": claim("Ann", "be wife of", "Marriage", "Bo", "disputed"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_follows_from_this(name):
    assert follows(NOTHING[name]) == []


def test_what_lies_in_a_town_lies_in_its_country():
    near = claim("Lind", "be near", "LocatedIn", "Norland")

    assert follows(IN_LIND, LIND) == [("The_Tower", "is in", "Norland")]
    assert follows(IN_LIND, near) == []


def test_a_seat_in_a_town_is_one_in_its_country_and_names_only_what_is_told():
    seat = claim("Varo", "base|is based in", "Headquarters", "Lind", belief=0.5)
    knowledge = told(seat, LIND)
    found = {
        s.object: (s.belief, *(e.derived_from for e in items))
        for s, items in infer(knowledge.statements, knowledge.evidence, ENTITIES)
    }

    assert found == {"Lind": (0.5, (seat.id,)), "Norland": (0.4, (seat.id, LIND.id))}


def test_a_text_that_says_the_same_has_the_word():
    husband = claim("Bo", "be husband of", "Marriage", "Ann")
    member = claim("Ann", "belong to|belongs to", "", "Varo")

    assert follows(WIFE, husband) == []
    assert follows(CHAIR, member) == []


@pytest.mark.parametrize("factuality", ["negated", "disputed", "corrected"])
def test_what_a_text_denies_is_not_inferred(factuality):
    denied = claim("Ann", "marry|married", "Marriage", "Bo", factuality)
    not_owned = claim("Norland_Steel", "own|owns", "HasSubsidiary", "Varo", factuality)

    assert follows(WIFE, denied) == []
    assert follows(SUBSIDIARY, not_owned) == []


def test_what_follows_is_believed_as_far_as_the_surest_premise():
    boss = claim("Ann", "be head of", "LeaderOf", "Varo", belief=0.3)
    knowledge = told(CHAIR, boss)
    ((statement, evidence),) = infer(knowledge.statements, knowledge.evidence, ENTITIES)

    assert statement.belief == 0.8
    assert {e.derived_from: e.confidence for e in evidence} == {(CHAIR.id,): 0.8, (boss.id,): 0.3}
    assert {e.method for e in evidence} == {"inference"}


def test_what_follows_keeps_the_time_and_the_tense_of_its_premise():
    when = Role("time", value=Value("in 2019", "Date", "2019"))
    topic = Role("topic", value=Value("steel", "Text"))
    knowledge = told(claim("Ann", "be head of", "LeaderOf", "Varo", arguments=(topic, when)),
                     tense="past")  # fmt: skip
    ((statement, (item,)),) = infer(knowledge.statements, knowledge.evidence, ENTITIES)

    assert statement.arguments == (when,)
    assert item.tense == "past"


def test_inferring_twice_adds_nothing():
    knowledge = add_inferred(told(WIFE, CHAIR, SUBSIDIARY, IN_LIND, LIND))

    assert len(knowledge.statements) == 9
    assert infer(knowledge.statements, knowledge.evidence, ENTITIES) == []


def test_what_follows_has_no_source_of_its_own_but_is_in_the_graph():
    graph = Graph.of(add_inferred(told(WIFE)))
    shelf = ("claim/single-source", "claim/unattributed")

    for name in shelf:
        answer = graph.query(name)
        relation = answer.columns.index("relation")
        assert [row[relation] for row in answer.to_table()] == ["wife of"]
    assert graph.query("SELECT ?who { ?who rel:spouse_of ent:Ann }").to_table() == [("Bo",)]
    assert graph.knowledge == add_inferred(told(WIFE))


def test_a_record_names_the_premises_of_what_follows():
    records = {r["predicate"]["label"]: r for r in iter_records(add_inferred(told(WIFE)))}
    (item,) = records["spouse of"]["evidence"]

    assert item["derived_from"] == [f"st:{WIFE.id}"]
    assert (item["document"], item["sentence"], item["rule"]) == (None, None, "inference")


def test_explain_tells_the_premise_with_its_sentence(tmp_path):
    DiskStore(tmp_path / STORE).write(add_inferred(told(WIFE)))
    arguments = ["explain", "Bo", "spouse of", "Ann", "-g", str(tmp_path)]
    lines = CliRunner().invoke(cli, arguments).output.splitlines()

    assert lines[0] == "Bo – spouse of – Ann"
    assert lines[1].endswith("asserted, belief 0.80: inferred")
    assert lines[2:4] == [
        f"  follows from: Ann – wife of – Bo (st:{WIFE.id})",
        "  asserted by the text (a.txt, 2026-03-04)",
    ]
    assert lines[4].strip() == "Words"


def test_of_other_days_only_what_they_say_by_themselves_follows():
    knowledge = add_inferred(told(WIFE))

    assert len(narrow(knowledge, since="2026-03-01").statements) == 2
    assert narrow(knowledge, until="2026-03-01").statements == ()
    assert len(narrow(told(WIFE), since="2026-03-01").statements) == 1


def test_what_is_declared_can_be_said():
    for name, relation in RELATIONS.items():
        targets = [other for other, _ in relation.wider] + [relation.inverse] * bool(
            relation.inverse
        )
        assert name in EVENTS
        assert all(RELATIONS[other].label and RELATIONS[other].lemma for other in targets)
        assert not relation.chains or relation.label
        assert all(part in RELATIONS for chain in relation.chains for part in chain)
