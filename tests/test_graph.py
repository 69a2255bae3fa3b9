"""The handle that users hold."""

import io
import subprocess
import sys

import pyoxigraph as ox
import pytest
import rdflib
from newsroom import ARDEN, DENIAL, LEAK, MORO, make_knowledge

from kg.errors import QueryError, StoreError
from kg.graph import STORE, Graph, open_graph
from kg.model import Entity, Knowledge
from kg.rdf import About
from kg.store import DiskStore

GRAPH = Graph.of(make_knowledge(), About("1.0", "en_example"))


def ids(statements) -> list[str]:
    return [statement.id for statement in statements]


def test_a_graph_is_opened_by_its_output_folder(tmp_path):
    DiskStore(tmp_path / STORE).write(make_knowledge(), About("1.0"))
    graph = open_graph(tmp_path)

    assert repr(graph.knowledge) == repr(make_knowledge())
    assert graph.about.version == "1.0"
    assert len(graph.query("event/calls")) == 1


def test_a_folder_without_a_graph_is_refused(tmp_path):
    with pytest.raises(StoreError, match="`kg build` makes one"):
        open_graph(tmp_path)
    with pytest.raises(StoreError, match="no such folder"):
        open_graph(tmp_path / "none")


def test_opening_and_asking_loads_no_language_model():
    code = """
import sys
from kg.graph import Graph
from kg.model import Knowledge
Graph.of(Knowledge((), (), (), ())).query("corpus/overview")
print(sorted({"spacy", "networkx", "pyvis", "numpy"} & set(sys.modules)))
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout == "[]\n"


def test_rdflib_code_works_on_the_same_store():
    rel = rdflib.Namespace("https://kg.example/relation/")
    ent = rdflib.Namespace("https://kg.example/entity/")
    dataset = GRAPH.dataset

    assert list(dataset.objects(ent.Elsbeth_Arden, rel.called)) == [ent.Tomas_Moro]
    assert [
        row.who for row in dataset.query("SELECT ?who { ?who rel:called ?x }", initNs={"rel": rel})
    ] == [ent.Elsbeth_Arden]
    assert len(list(dataset.graphs())) >= 2  # one for each document


def test_statements_are_found_by_any_name_of_their_parts():
    assert ids(GRAPH.statements("Arden", "called", "Moro")) == ["s1"]
    assert ids(GRAPH.statements(predicate="call")) == ["s1"]
    assert ids(GRAPH.statements(predicate="rel:called")) == ["s1"]
    assert ids(GRAPH.statements(object="ent:Tomas_Moro")) == ["s1", "s3"]
    assert ids(GRAPH.statements("Arden", factuality="planned")) == ["s3"]
    assert ids(GRAPH.statements("Moro", "call")) == []
    assert len(ids(GRAPH.statements())) == len(make_knowledge().statements)


def test_statements_are_found_by_the_time_that_they_tell():
    assert ids(GRAPH.statements(when="2026-03")) == ["s1"]
    assert ids(GRAPH.statements(when="2026-03-03")) == ["s1"]
    assert ids(GRAPH.statements(when="2026", predicate="met")) == ["s3"]
    assert ids(GRAPH.statements(when="2025")) == []
    with pytest.raises(QueryError, match="is no year, month or day"):
        list(GRAPH.statements(when="March"))


def test_a_copy_for_rdflib_holds_the_assembled_graph_and_may_be_changed():
    copy = GRAPH.to_rdflib()
    before = len(list(GRAPH.store))
    copy.remove((None, None, None))

    assert len(GRAPH.to_rdflib()) == len(
        list(GRAPH.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    )
    assert len(list(GRAPH.store)) == before


def test_prefixes_are_bound_for_rdflib():
    asked = "SELECT ?who { ?who rel:called ent:Tomas_Moro }"

    assert len(list(GRAPH.dataset.query(asked))) == 1
    assert len(list(GRAPH.to_rdflib().query(asked))) == 1


def test_statements_come_as_a_table_of_pandas():
    pytest.importorskip("pandas")
    table = GRAPH.to_pandas()

    assert len(table) == len(make_knowledge().statements)
    assert table.loc["st:s1", ["subject", "predicate", "object"]].to_list() == [
        "Elsbeth Arden", "called", "Tomas Moro",
    ]  # fmt: skip


def test_a_name_that_nothing_has_is_refused():
    with pytest.raises(QueryError, match="nothing in the graph has this name"):
        list(GRAPH.statements("Zaphod"))


def test_an_entity_is_found_by_its_alias():
    assert GRAPH.entity("Arden").id == ARDEN
    assert GRAPH.entity(f"ent:{MORO}").label == "Tomas Moro"
    with pytest.raises(QueryError, match="is not an entity"):
        GRAPH.entity("called")


def test_the_ids_that_values_have_lead_back_to_what_they_name():
    for statement in GRAPH.statements():
        assert GRAPH.entity(statement.subject).id == statement.subject
        if statement.object:
            assert statement in GRAPH.statements(statement.subject, object=statement.object)


def test_a_factuality_that_there_is_not_is_refused_rather_than_found_nowhere():
    with pytest.raises(QueryError, match="denied: is none of asserted, negated, possible"):
        next(GRAPH.statements(factuality="denied"))


def test_a_statement_is_explained_by_who_says_and_who_denies_it():
    (by_id,) = GRAPH.explain("st:s4")
    (by_parts,) = GRAPH.explain("Moro", "threatened", "Norland")

    assert by_id == by_parts
    assert by_id.statement.factuality == "disputed"
    assert {(e.text, e.factuality, e.said_by) for e in by_id.evidence} == {
        (LEAK, "asserted", "Harbour_Union"),
        (DENIAL, "negated", "Sudmark"),
    }
    with pytest.raises(QueryError, match="no such statement"):
        GRAPH.explain("st:s404")


def test_the_network_has_an_edge_for_each_statement_with_two_ends():
    network = GRAPH.to_networkx()

    assert network.nodes[ARDEN] == {"label": "Elsbeth Arden", "type": "Person", "degree": 4}
    assert set(network[ARDEN][MORO]) == {"s1", "s3"}
    assert network[ARDEN][MORO]["s1"] == {
        "label": "called",
        "type": "Call",
        "factuality": "asserted",
        "belief": 0.91,
        "evidence": 2,
    }
    assert not [key for *_, key in network.edges(keys=True) if key == "s6"]  # resigned: no object


def test_a_graph_is_exported_to_a_file_a_folder_or_a_stream(tmp_path):
    stream = io.BytesIO()
    GRAPH.export("turtle", stream)
    GRAPH.export("turtle", tmp_path / "graph.ttl")
    GRAPH.export("csv", tmp_path / "tables")

    assert (tmp_path / "graph.ttl").read_bytes() == stream.getvalue()
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
        "entities.csv",
        "evidence.csv",
        "statements.csv",
    ]
    with pytest.raises(QueryError, match="no format 'docx'; choose one of turtle"):
        GRAPH.export("docx", tmp_path / "graph.docx")


def test_a_notebook_shows_the_page_in_a_frame_that_keeps_it_whole():
    page = GRAPH.view(title="A <b>bold</b> title")

    frame = page._repr_html_()

    assert page.html.lstrip().startswith("<!doctype html>")
    assert frame.startswith("<iframe srcdoc=")
    assert frame.count("<") == 2  # all within is escaped


def test_of_many_things_of_one_name_some_are_told_and_the_others_counted():
    police = [Entity(f"police_{i:02}", "Group", "police") for i in range(12)]
    graph = Graph.of(Knowledge((), tuple(police), (), ()))

    with pytest.raises(QueryError, match=r"ent:police_00, .*, ent:police_07 and 4 more$"):
        graph.entity("police")
