"""Centrality, communities and paths."""

import random
from dataclasses import replace

import networkx as nx
import pytest
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python
from newsroom import ARDEN, MORO, NORLAND, PIPES, SUDMARK, make_knowledge

from kg.analyse import find_communities, find_path, make_network, rank_entities
from kg.errors import QueryError
from kg.model import Entity, Knowledge, Predicate, Statement

MET = Predicate("meet", "met")


def make_graph(*ties: str, **marks: str) -> Knowledge:
    """Statements "a-b" between entities of one letter; `a_b="negated"` marks one."""
    statements = tuple(
        Statement(
            f"s{n}",
            "Meeting",
            MET,
            tie[0],
            tie[2],
            (),
            marks.get(tie.replace("-", "_"), "asserted"),
            0.9,
        )
        for n, tie in enumerate(ties)
    )
    letters = sorted({letter for tie in ties for letter in (tie[0], tie[2])})
    return Knowledge((), tuple(Entity(x, "Person", x) for x in letters), statements, ())


def test_the_entity_that_all_have_to_do_with_is_the_most_central():
    ranks = rank_entities(make_graph("a-b", "c-b", "d-b", "d-e"))

    assert ranks[0][0] == "b"
    assert sum(score for _, score in ranks) == pytest.approx(1)


def test_pagerank_is_the_one_that_networkx_gives():
    ties = ["a-b", "c-b", "d-b", "d-e"]
    network = nx.Graph([tie.split("-") for tie in ties])
    network.add_node("f")
    knowledge = make_graph(*ties)
    entities = (*knowledge.entities, Entity("f", "Person", "f"))

    ranks = dict(rank_entities(replace(knowledge, entities=entities)))
    assert ranks == pytest.approx(_pagerank_python(network, tol=1e-10, max_iter=500), abs=1e-6)


def test_what_is_denied_or_asked_ties_nobody():
    ranks = rank_entities(make_graph("a-b", "c-d", "e-d", c_d="negated", e_d="asked"))

    assert [id for id, _ in ranks[:2]] == ["a", "b"]


def test_an_empty_graph_has_no_centre_and_no_communities():
    assert rank_entities(Knowledge((), (), (), ())) == []
    assert find_communities(Knowledge((), (), (), ())) == []


def test_the_order_of_the_input_does_not_count():
    knowledge = make_knowledge()
    shuffled = list(knowledge.statements)
    random.Random(7).shuffle(shuffled)
    other = replace(knowledge, statements=tuple(shuffled), entities=knowledge.entities[::-1])

    assert rank_entities(other) == rank_entities(knowledge)
    assert find_communities(other) == find_communities(knowledge)
    path = find_path(knowledge, MORO, PIPES, asserted=False)
    assert find_path(other, MORO, PIPES, asserted=False) == path


def test_communities_are_those_that_meet_each_other():
    knowledge = make_graph("a-b", "b-c", "a-c", "c-d", "d-e", "e-f", "d-f")

    assert find_communities(knowledge) == [("a", "b", "c"), ("d", "e", "f")]


def test_a_path_runs_over_what_is_asserted_only():
    knowledge = make_graph("a-b", "b-c", "a-c", a_c="negated")

    assert [s.id for s in find_path(knowledge, "a", "c")] == ["s0", "s1"]
    assert [s.id for s in find_path(knowledge, "a", "c", asserted=False)] == ["s2"]
    assert [s.id for s in find_path(knowledge, "c", "a")] == ["s1", "s0"]


def test_two_that_nothing_connects_are_told_so():
    with pytest.raises(QueryError, match=r"not connected; try what is denied"):
        find_path(make_knowledge(), SUDMARK, NORLAND)
    with pytest.raises(QueryError, match=r"not connected$"):
        find_path(make_graph("a-b", "c-d"), "a", "d", asserted=False)
    with pytest.raises(QueryError, match="Zaphod"):
        find_path(make_knowledge(), ARDEN, "Zaphod")


def test_a_statement_without_object_is_no_edge():
    network = make_network(make_knowledge())

    assert "" not in network
    assert network.number_of_edges() == sum(1 for s in make_knowledge().statements if s.object)
