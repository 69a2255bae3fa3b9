"""What is built in pieces that meet by keys is what is built in one piece."""

import io
import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
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
from kg.link.decisions import read_decisions
from kg.link.registry import apply_link_table, read_link_table
from kg.link.verdict import Opinion, Whole, apply_verdict, decide
from kg.model import Document, Knowledge, digest
from kg.rdf import About
from kg.sources import find_near_duplicates, mark_repeated
from kg.workers import Failure


def in_one_piece(documents: list[Document], opinion: Opinion | None = None) -> Knowledge:
    chosen = {digest(d.text, d.source): d for d in reversed(by_name(documents))}
    marked = mark_repeated(sorted(chosen.values(), key=lambda d: d.id))
    readings = [read(document) for document in marked]
    linking = link(readings)
    if opinion is not None:
        names = {document.name: document.id for document in marked}
        verdict, _ = decide(Whole(linking), opinion.decisions, names)
        linking, _ = apply_link_table(apply_verdict(linking, verdict), opinion.table)
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


def test_decisions_and_a_registry_say_the_same_of_pieces_as_of_one_piece(tmp_path):
    documents = make_texts(60, 3)
    opinion = make_opinion(documents, tmp_path)
    decided = in_one_piece(documents, opinion)

    rows = in_pieces(documents, decisions=opinion.decisions, table=opinion.table)
    assert lines(rows) == lines_of(decided)
    assert {e.label for e in decided.entities} >= {"Nippon", "Omar the Other", "Newcomer"}
    assert {("registry", "C-1"), ("registry", "C-2")} <= {
        c for e in decided.entities for c in e.codes
    }
    assert [e for e in decided.entities if "Nippon" in e.aliases] == []


def make_opinion(documents: list[Document], folder: Path) -> Opinion:
    """Decisions of each kind, of which some part what linking joins, and a registry."""
    merged = next(
        e for e in in_one_piece(documents).entities
        if e.type == "Person" and any(" " in alias for alias in e.aliases)
    )  # fmt: skip
    alias = next(alias for alias in merged.aliases if " " in alias)
    told = next(d for d in documents if "Person:Lee Hansen]" in d.text)
    (folder / "decisions.yaml").write_text(
        f"""
different: [["{merged.label}", "{alias}"]]
same: [[Ann Berg, Okafor Group], [Lind Motors, Lind Systems]]
rename: {{Japan: Nippon, Omar Okafor: Omar the Other}}
type: {{Harbour Union: Group, Nobody: Person}}
mentions: [{{document: {told.name}, text: Lee Hansen, is: Newcomer}}]
"""
    )
    (folder / "table.csv").write_text("name,id\nNippon,C-1\nNewcomer,C-2\nOmar Okafor,C-3\n")
    decisions = read_decisions(folder / "decisions.yaml")
    return Opinion(decisions, read_link_table(folder / "table.csv"), {})


def test_the_corpus_of_this_test_has_all_that_linking_does():
    first, second = (in_one_piece(make_texts(160, seed)) for seed in (25, 31))
    judgements = {*first.judgements, *second.judgements}
    reasons = {j.reason for j in judgements}

    assert reasons >= {
        "surname", "given name", "misspelling", "acronym", "same name", "same story",
        "also called", "double name", "nickname", "generation", "part of the name",
        "transliteration",
    }  # fmt: skip
    assert {j.same for j in judgements} == {True, False}
    assert ("Quill", "surname") in {(j.right, j.reason) for j in judgements}
    connections = {*first.connections, *second.connections}
    assert {c.kind for c in connections} == {"answer", "conflict", "correction", "same"}
    premises = [len(item.derived_from) for item in second.evidence if item.derived_from]
    assert set(premises) == {1, 2}
    assert any(block.kind == "boilerplate" for d in second.documents for block in d.blocks)


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
