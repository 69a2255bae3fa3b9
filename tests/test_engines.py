"""What is built in pieces that meet by keys is what is built in one piece."""

import io
import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from marked_texts import make_reader, make_texts, read
from repository import SEEDS

from kg.assemble import assemble
from kg.engines import LocalEngine
from kg.engines.components import find_by_joins, find_components, find_here
from kg.engines.plan import Plan, build_rows
from kg.engines.rows import LocalRows
from kg.export import EXPORTERS
from kg.ground import ground
from kg.link import link
from kg.model import Document, Knowledge, digest
from kg.rdf import About
from kg.sources import find_near_duplicates, mark_repeated
from kg.workers import Failure


def in_one_piece(documents: list[Document]) -> Knowledge:
    chosen = {digest(d.text, d.source): d for d in reversed(by_name(documents))}
    marked = mark_repeated(sorted(chosen.values(), key=lambda d: d.id))
    readings = [read(document) for document in marked]
    linking = link(readings)
    copies = find_near_duplicates(marked)
    return assemble(marked, linking, ground(readings, linking), copies=copies)


def by_name(documents: list[Document]) -> list[Document]:
    return sorted(documents, key=lambda d: (d.name.split("/"), d.id))


def in_pieces(documents: list[Document], **options: Any) -> list[Any]:
    rows = [("", ((0, tuple(d.name.split("/")), 0), d)) for d in documents]
    plan = Plan("none", About("1"), make_reader=make_reader, **options)
    return build_rows(LocalRows(rows), plan).rows.collect()


def lines_of(knowledge: Knowledge) -> Counter[str]:
    stream = io.BytesIO()
    EXPORTERS["nquads"](knowledge, About("1"), stream)
    return Counter(stream.getvalue().decode().splitlines())


def lines(rows: list[Any]) -> Counter[str]:
    return Counter(line for key, value in rows if key == "quads" for line in value.splitlines())


@pytest.mark.parametrize(("count", "seed"), [(5, 1), (40, 2), (40, 3), (120, 10)])
def test_pieces_that_meet_by_keys_give_the_graph_of_one_piece(count, seed):
    documents = make_texts(count, seed)
    whole = in_one_piece(documents)

    assert lines(in_pieces(documents)) == lines_of(whole)
    assert {j.reason for j in whole.judgements} >= {"surname"}


def test_the_corpus_of_this_test_has_all_that_linking_does():
    whole = in_one_piece(make_texts(120, 25))
    reasons = {j.reason for j in whole.judgements}

    assert reasons >= {
        "surname", "given name", "misspelling", "acronym", "same name", "same story",
        "also called", "double name", "nickname", "generation", "part of the name",
        "transliteration",
    }  # fmt: skip
    assert {j.same for j in whole.judgements} == {True, False}
    assert ("Quill", "surname") in {(j.right, j.reason) for j in whole.judgements}
    assert {c.kind for c in whole.connections} == {"answer", "conflict", "correction", "same"}
    premises = [len(item.derived_from) for item in whole.evidence if item.derived_from]
    assert set(premises) == {1, 2}
    assert any(block.kind == "boilerplate" for d in whole.documents for block in d.blocks)


def test_nothing_is_inferred_where_that_is_not_wanted():
    documents = make_texts(120, 10)
    told = [v for k, v in in_pieces(documents, infer=False) if k == "evidence"]
    all_of_it = [v for k, v in in_pieces(documents) if k == "evidence"]

    assert {e.id for e in told} == {e.id for e in all_of_it if not e.derived_from}
    assert len(told) < len(all_of_it)


def test_components_by_joins_give_the_same_graph():
    documents = make_texts(40, 6)

    assert lines(in_pieces(documents, fit=0)) == lines(in_pieces(documents))


@pytest.mark.parametrize("seed", range(8))
def test_components_by_joins_are_those_found_here(seed):
    chance = random.Random(seed)
    nodes = [f"n{number:02}" for number in range(60)]
    edges = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(10 + 10 * seed)]
    edges += pairwise(nodes[: 5 * seed])  # a chain takes the longest

    found = find_here(edges)

    assert dict(find_by_joins(LocalRows(edges)).collect()) == found
    assert dict(find_components(LocalRows(edges), fit=3).collect()) == found
    assert all(found[left] == found[right] <= left for left, right in edges)


def test_no_edges_are_no_components():
    assert find_components(LocalRows([])).collect() == []
    assert find_by_joins(LocalRows([])).collect() == []


def test_a_document_that_cannot_be_read_is_left_out_and_told():
    documents = make_texts(30, 7)
    broken = replace(documents[3], id="broken", text=f"{documents[3].text}\nFAIL", name="x")
    rows = [("", ((0, (d.name,), 0), d)) for d in [*documents, broken]]
    built = build_rows(LocalRows(rows), Plan("none", About("1"), make_reader=make_reader))

    failures = [value for _, value in built.skipped.collect() if isinstance(value, Failure)]
    assert [failure.detail for failure in failures] == ["ValueError: cannot read this"]
    assert lines(built.rows.collect()) == lines(in_pieces(documents))


def test_copies_are_counted_and_the_first_name_stays():
    first, *_ = make_texts(1, 8)
    again = replace(first, name="a/0.txt")
    rows = [("", ((number, (d.name,), 0), d)) for number, d in enumerate((first, again))]
    built = build_rows(LocalRows(rows), Plan("none", About("1"), make_reader=make_reader))

    assert [value.reason for _, value in built.skipped.collect()] == ["copy"]
    written = [value for key, value in built.rows.collect() if key == "documents"]
    assert [d.name for d in written] == [min(first.name, again.name)]


def test_what_is_not_sure_enough_is_left_out():
    documents = make_texts(20, 9)
    rows = in_pieces(documents, min_confidence=0.7, infer=False)
    sure = [v for k, v in rows if k == "evidence"]

    assert sure
    assert all(item.confidence >= 0.7 for item in sure)


@pytest.mark.model
def test_the_engine_of_one_machine_leaves_what_a_build_leaves(built, tmp_path):
    LocalEngine().build([str(SEEDS)], str(tmp_path / "out"))

    for name in ("graph.ttl", "statements.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (built / name).read_bytes()
