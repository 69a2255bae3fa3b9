"""What the whole must do, on our own briefs and on real news: read right, always the same."""

import io
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from repository import SEEDS

import kg
from kg.export import iter_records
from kg.pipeline import PAGE, RECORDS, TURTLE

pytestmark = pytest.mark.model

BARE = """ASK {{
  ?subject ?relation ?object . ?subject rdfs:label "{}" . ?relation rdfs:label "{}" .
  {}
}}"""


@pytest.fixture(params=["our own briefs", "real news"])
def graph(request: pytest.FixtureRequest) -> kg.Graph:
    fixture = "seed_graph" if request.param == "our own briefs" else "shared_graph"
    found: kg.Graph = request.getfixturevalue(fixture)
    return found


def is_bare(graph: kg.Graph, subject: str, relation: str, object: str = "") -> bool:
    """Whether the graph asserts this as a plain triple; without an object, of any."""
    last = f'?object rdfs:label "{object}" .' if object else ""
    return bool(graph.query(BARE.format(subject, relation, last)))


def factualities(graph: kg.Graph, subject: str, relation: str, object: str = "") -> set[str]:
    labels = {entity.id: entity.label for entity in graph.knowledge.entities}
    return {
        statement.factuality
        for statement in graph.knowledge.statements
        if labels[statement.subject] == subject
        and statement.predicate.label == relation
        and labels.get(statement.object, "") == object
    }


def words_for_people(graph: kg.Graph) -> Iterator[tuple[str, str]]:
    """The id of each entity with the words that stand for it in some sentence, or name it."""
    for record in iter_records(graph.knowledge):
        for side in ("subject", "object"):
            party = record[side]
            if party and party["type"] == "Person":
                yield from ((party["id"], name) for name in (party["label"], *party["aliases"]))
                yield from ((party["id"], e[side]["text"]) for e in record["evidence"] if e[side])


# What is read


def test_takaichi_called_trump(graph):
    assert is_bare(graph, "Sanae Takaichi", "called", "Donald Trump")


def test_china_suspended_seafood_imports(graph):
    assert is_bare(graph, "China", "suspended", "imports of Japanese seafood")
    assert "seafood imports" in graph.entity("imports of Japanese seafood").aliases
    assert "seafood" not in graph.entity("China").aliases


def test_nobody_but_china_suspends_anything(graph):
    suspensions = list(graph.statements(predicate="suspend"))

    assert {statement.subject for statement in suspensions} == {"China"}


@pytest.mark.parametrize(
    ("subject", "relation", "object"),
    [("China", "attacked", "Taiwan"), ("Japan", "intervened", "")],
)
def test_what_is_only_possible_is_never_a_bare_triple(graph, subject, relation, object):
    assert not is_bare(graph, subject, relation, object)
    assert factualities(graph, subject, relation, object) <= {"possible"}


def test_a_possible_attack_is_there_as_a_claim(graph):
    assert factualities(graph, "China", "attacked", "Taiwan") == {"possible"}


@pytest.mark.parametrize("name", ["Takaichi", "Trump"])
def test_a_person_is_one_under_all_names(graph, name):
    words = defaultdict(set)
    for person, text in words_for_people(graph):
        if text.lower().split()[-1] == name.lower():
            words[person].add(text.lower())

    (variants,) = words.values()
    assert len(variants) > 2, "name, surname, name with a title"


def test_each_bare_triple_is_an_asserted_claim(graph):
    claimed = {
        (str(s), str(p), str(o))
        for s, p, o in graph.query(
            "SELECT ?s ?p ?o { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;"
            " kg:factuality kg:asserted }"
        )
    }
    relations = "https://kg.example/relation/"
    bare = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if quad.predicate.value.startswith(relations)
    }

    assert bare
    assert bare <= claimed


def test_each_sentence_is_quoted_from_its_document(graph):
    texts = {document.id: document.text for document in graph.knowledge.documents}

    for evidence in graph.knowledge.evidence:
        span = evidence.sentence
        assert evidence.text == texts[span.document_id][span.start : span.end]


def test_advertisement_and_comment_rules_claim_nothing(shared_graph):
    for evidence in shared_graph.knowledge.evidence:
        assert not any(word in evidence.text for word in ("Reklam", "respectful", "Table of"))


# The same each time


@pytest.fixture(scope="module")
def other_builds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two builds of seeds/, each in a process with its own order of hashes."""
    folders = [tmp_path_factory.mktemp("build") for _ in range(2)]
    for seed, folder in zip(("1", "4242"), folders, strict=True):
        arguments = [sys.executable, "-m", "kg", "build", str(SEEDS), "-o", str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            arguments, env=environment, cwd=SEEDS.parent, check=True, capture_output=True
        )
    return folders


@pytest.mark.parametrize("name", [TURTLE, RECORDS, PAGE])
def test_the_same_texts_give_the_same_bytes(other_builds, name):
    first, second = (folder / name for folder in other_builds)

    assert first.read_bytes() == second.read_bytes()


def test_the_store_holds_the_same_each_time(other_builds):
    def lines(folder: Path) -> bytes:
        out = io.BytesIO()
        kg.open_graph(folder).export("nquads", out)
        return out.getvalue()

    first, second = map(lines, other_builds)

    assert first == second


# Turtle


def test_turtle_says_the_same_to_rdflib_and_oxigraph(built):
    turtle = (built / TURTLE).read_bytes()
    lines = ox.serialize(
        ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES
    )

    by_rdflib = rdflib.Graph().parse(data=turtle, format="turtle")
    by_oxigraph = rdflib.Graph().parse(data=lines, format="nt")

    assert len(by_rdflib) > 1000
    assert set(by_rdflib) == set(by_oxigraph)


def test_turtle_holds_what_the_store_holds(built):
    turtle = rdflib.Graph().parse(built / TURTLE)
    store = io.BytesIO()
    kg.open_graph(built).export("ntriples", store)

    assert set(turtle) == set(rdflib.Graph().parse(data=store.getvalue(), format="nt"))


def test_rdflib_asks_the_store_as_it_is(seed_graph):
    who = "SELECT ?who { ?who <https://kg.example/relation/suspended> ?what }"

    assert [str(row.who) for row in seed_graph.dataset.query(who)] == [
        "https://kg.example/entity/China"
    ]
