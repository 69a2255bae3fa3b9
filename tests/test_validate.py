"""The shapes, each with a graph that breaks it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pyoxigraph as ox
import pytest
from newsroom import MIGHT, MORO, NEVER, make_knowledge

from kg.graph import Graph
from kg.model import Entity, Evidence, Predicate, Role, Span, Statement
from kg.rdf import iter_quads
from kg.rdf.terms import DEFAULT, Names
from kg.rdf.write import iter_sections
from kg.shapes import SHAPES, read_targets
from kg.suspects import Inspection
from kg.validate import validate, validate_shapes, validate_with_pyshacl

SOUND = replace(
    make_knowledge(),
    statements=tuple(s for s in make_knowledge().statements if s.id != "s6"),
    evidence=tuple(e for e in make_knowledge().evidence if e.statement_id != "s6"),
)


def change(kind: str, **fields: object) -> Graph:
    """The sound graph with the first value of a kind changed."""
    first, *rest = getattr(SOUND, kind)
    return Graph.of(replace(SOUND, **{kind: (replace(first, **fields), *rest)}))


def alter(old: str, *new: str) -> Graph:
    """The sound graph with the lines of N-Quads that hold a text replaced, or left out."""
    store = ox.Store()
    for quad in iter_quads(SOUND):
        lines = (
            [f"{quad} ."]
            if old not in str(quad)
            else [f"{str(quad).replace(old, n)} ." for n in new]
        )
        store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return Graph(store)


def messages(graph: Graph) -> set[str]:
    return {finding.message for finding in validate_shapes(graph)}


def test_a_sound_graph_breaks_no_shape_and_no_check():
    assert messages(Graph.of(SOUND)) == set()
    assert list(validate(Graph.of(SOUND))) == []


ODD = Statement("s0", "", Predicate("know", "knows"), MORO, "Nobody")
BREAKS = {
    "An entity has a type beside kg:Entity.": lambda: change("entities", type="Entity"),
    "An entity has one label.": lambda: alter('"Tomas Moro"', '"Tomas Moro"', '"T. Moro"'),
    "A statement has evidence.": lambda: Graph.of(replace(SOUND, evidence=())),
    "A statement has at most one object, which is an entity.": lambda: change(
        "statements", object="Nobody"
    ),
    "A statement has one subject, which is an entity.": lambda: change("statements", subject=""),
    "A statement has one predicate, which is a property.": lambda: alter(
        "/relation/called> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    ),
    "A statement has one factuality.": lambda: alter(
        "statement/s1> <https://kg.example/ontology#fact"
    ),
    "A statement has one belief, a decimal from 0 to 1.": lambda: change("statements", belief=1.5),
    "The documents of a statement are counted once, from 1.": lambda: alter(
        'documents> "1"', 'documents> "0"'
    ),
    "A statement is first published on one day.": lambda: alter(
        'firstPublished> "2026-03-04"',
        'firstPublished> "2026-03-04"',
        'firstPublished> "2026-03-05"',
    ),
    "Evidence belongs to one statement.": lambda: alter(
        "statement/s1> <https://kg.example/ontology#evid"
    ),
    "Evidence has one factuality.": lambda: alter(
        "ontology#factuality> <https://kg.example/ontology#planned>"
    ),
    "One piece of evidence disputes nothing: two do.": lambda: alter("#planned>", "#disputed>"),
    "Evidence is positive or negative.": lambda: change("evidence", polarity="neutral"),
    "Evidence is certain, probable or possible.": lambda: change("evidence", certainty="maybe"),
    "Evidence speaks of past, present or future.": lambda: change("evidence", tense="never"),
    "Who replies denies or confirms.": lambda: change("evidence", reply="shrug"),
    "Evidence has one confidence, a decimal from 0 to 1.": lambda: change(
        "evidence", confidence=2.0
    ),
    "Evidence names the rule that read it.": lambda: change("evidence", method=""),
    "Evidence has at most one speaker, who is an entity.": lambda: change("evidence", said_by="X"),
    "A sentence begins before it ends.": lambda: change("evidence", sentence=Span("d1aa", 9, 9)),
    "Evidence is in one document.": lambda: change("evidence", document_id="d404"),
    "Evidence has a sentence in a document, or statements that it is derived from.": lambda: change(
        "evidence", text="", derived_from=()
    ),
    "An argument has one role, which the ontology names.": lambda: change(
        "statements", arguments=(Role("frob", entity=MORO),)
    ),
    "An argument belongs to one statement.": lambda: alter("ontology#argument>"),
    "What fills a role is an entity, or else a value.": lambda: change(
        "statements", arguments=(Role("topic", entity="Nobody"),)
    ),
    "An argument has an entity or words.": lambda: change("statements", arguments=(Role("topic"),)),
    "A document says which file it was.": lambda: change("documents", name=""),
    "A document is published once, on a day that the calendar has.": lambda: change(
        "documents", published="2026-02-30"
    ),
    "A connection has one first statement.": lambda: change("connections", first="s404"),
    "A connection has one second statement.": lambda: change("connections", second="s404"),
    "A connection shows where its first statement is made.": lambda: change(
        "connections", first_evidence="e404"
    ),
    "A connection shows where its second statement is made.": lambda: change(
        "connections", second_evidence="e404"
    ),
    "A relation, or a statement that uses it, has one lemma.": lambda: alter(
        '"call"', '"call"', '"ring"'
    ),
    "A graph says what its IRIs begin with.": lambda: alter("ontology#base>"),
}


@pytest.mark.parametrize("message", BREAKS)
def test_a_shape_finds_what_breaks_it(message):
    assert message in messages(BREAKS[message]())


@pytest.mark.parametrize("message", BREAKS)
def test_pyshacl_finds_the_same(message):
    pytest.importorskip("pyshacl", reason="pySHACL is an extra")
    graph = BREAKS[message]()

    assert list(validate_shapes(graph)) == list(validate_with_pyshacl(graph))


def suspects(
    graph: Graph, order: Callable[[list[ox.Quad]], list[ox.Quad]]
) -> set[ox.NamedNode] | None:
    inspection = Inspection()
    quads = order(list(graph.store.quads_for_pattern(None, None, None, DEFAULT)))
    assert list(inspection.see(quads)) == quads
    return inspection.suspects()


ORDERS = {
    "by what they are about": lambda quads: sorted(quads, key=lambda quad: str(quad.subject)),
    "by what is said": lambda quads: sorted(quads, key=lambda quad: str(quad.predicate)),
    "by what they lead to": lambda quads: sorted(quads, key=lambda quad: str(quad.object)),
}


@pytest.mark.parametrize("late", [4, 30_000])  # nodes that are sorted in at once
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("message", BREAKS)
def test_who_breaks_a_shape_is_suspected_as_the_graph_goes_by(message, order, late, monkeypatch):
    monkeypatch.setattr("kg.suspects._LATE", late)
    graph = BREAKS[message]()
    assert list(validate_shapes(graph, suspects(graph, order))) == list(validate_shapes(graph))


@pytest.mark.parametrize("late", [4, 30_000])
def test_in_a_sound_graph_as_it_is_written_nobody_is_suspected(late, monkeypatch):
    monkeypatch.setattr("kg.suspects._LATE", late)
    inspection = Inspection()
    facts = chain.from_iterable(facts for _, facts in iter_sections(SOUND))
    for _ in inspection.see(ox.Quad(*fact, DEFAULT) for fact in facts):
        pass
    assert inspection.suspects() == frozenset()


def test_of_what_has_changed_only_that_is_checked():
    graph = change("statements", belief=1.5)
    changed, other = Names().node("statement", "s1"), Names().node("statement", "s2")

    assert [f.node for f in validate_shapes(graph, [changed, other])] == ["st:s1"]
    assert list(validate_shapes(graph, [other])) == []


def test_what_points_at_a_thing_that_is_gone_is_checked_with_it():
    graph = Graph.of(replace(SOUND, entities=tuple(e for e in SOUND.entities if e.id != "Sudmark")))
    gone = Names().node("entity", "Sudmark")

    assert list(validate_shapes(graph, [gone])) == list(validate_shapes(graph)) != []


def test_a_shape_that_says_more_than_is_checked_here_is_refused(tmp_path):
    path = tmp_path / "shapes.ttl"
    closed = SHAPES.read_text(encoding="utf-8").replace("sh:minLength 1", "sh:maxLength 9")
    path.write_text(closed, encoding="utf-8")

    with pytest.raises(ValueError, match="shacl#maxLength: not among what is checked"):
        read_targets(path)


def test_every_shape_has_an_example_that_breaks_it():
    said = SHAPES.read_text(encoding="utf-8").split('sh:message "')[1:]
    assert {text.split('"')[0] for text in said} == set(BREAKS)


def test_a_finding_names_the_claim_and_its_sentence():
    broken = replace(SOUND, entities=tuple(e for e in SOUND.entities if e.id != "Sudmark"))
    findings = {f.node: f for f in validate_shapes(Graph.of(broken))}

    assert findings["st:s5"].sentence in (MIGHT, NEVER)
    assert [f.rule for f in validate(Graph.of(broken))] == ["check/unknown-entity"]
    assert [f.node for f in validate(Graph.of(broken))] == ["ent:Sudmark"]


def test_findings_are_the_same_each_time():
    broken = replace(SOUND, evidence=(Evidence("s1", "", 0.5),), entities=(Entity("x", "", ""),))

    assert list(validate_shapes(Graph.of(broken))) == list(validate_shapes(Graph.of(broken)))
