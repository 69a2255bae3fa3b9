"""The language pipeline keeps the text, offset for offset, and the borders of its blocks."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from kg.errors import PipelineError
from kg.extract import read
from kg.extract.syntax import iter_sentences
from kg.model import Block, BlockKind, Document
from kg.parse import PIECE, UNBROKEN, load_pipeline, parse_documents, parse_tokenized


def document(*parts: tuple[BlockKind, str], id: str = "d1") -> Document:
    """A document of blocks with an empty line between each two."""
    blocks, start = [], 0
    for kind, text in parts:
        blocks.append(Block(kind, start, start + len(text)))
        start += len(text) + 2
    return Document(id, "\n\n".join(text for _, text in parts), tuple(blocks), f"{id}.txt")


def parse(*parts: tuple[BlockKind, str]) -> Doc:
    ((_, doc),) = parse_documents([document(*parts)])
    return doc


def sentences(doc: Doc) -> list[str]:
    return [" ".join(s.text.split()) for s in iter_sentences(doc)]


def test_a_pipeline_that_is_missing_is_named_with_its_remedy():
    with pytest.raises(PipelineError, match="pip install no_such_pipeline"):
        load_pipeline("no_such_pipeline")


@pytest.mark.model
def test_the_text_is_kept_to_the_letter():
    parts: list[tuple[BlockKind, str]] = [
        ("heading", "Rival  Ports Plan Spring Meeting"),
        ("paragraph", "Mara Lind “met” Bo\tin Lund…  They talked.\nThen they left."),
        ("list", "• ships"),
    ]

    assert parse(*parts).text == document(*parts).text


@pytest.mark.model
def test_no_sentence_crosses_the_border_of_a_block():
    doc = parse(("heading", "Rival ports sign a deal"), ("paragraph", "Mara Lind praised it."))

    assert sentences(doc) == ["Rival ports sign a deal", "Mara Lind praised it."]


@pytest.mark.model
def test_a_time_of_the_clock_ends_a_sentence_where_another_begins():
    doc = parse(("paragraph", "Talks began at 3 p.m. The mayor left at 6 p.m. Monday with Bo."))

    assert sentences(doc) == ["Talks began at 3 p.m.", "The mayor left at 6 p.m. Monday with Bo."]


@pytest.mark.model
def test_boilerplate_and_tables_are_not_read():
    doc = parse(
        ("paragraph", "Mara Lind praised it."),
        ("boilerplate", "Subscribe to our newsletter."),
        ("table", "1 2 3"),
        ("paragraph", "Bo left."),
    )

    assert sentences(doc) == ["Mara Lind praised it.", "Bo left."]
    assert "newsletter" in doc.text


@pytest.mark.model
def test_a_document_without_readable_text_says_nothing():
    whole = document(("boilerplate", "Subscribe to our newsletter."))
    ((_, doc),) = parse_documents([whole])

    assert doc.text == whole.text
    assert read(whole, doc).sentences == ()


@pytest.mark.model
def test_each_document_comes_back_with_its_own_parse():
    documents = [document(("paragraph", f"Mara met {name}."), id=name) for name in ("Bo", "Cem")]
    found = [(d.id, doc.text) for d, doc in parse_documents(documents)]

    assert found == [("Bo", "Mara met Bo."), ("Cem", "Mara met Cem.")]


@pytest.mark.model
def test_a_headline_in_title_case_has_its_verb():
    doc = parse(
        ("heading", "Rival Mayors Plan Spring Meeting"),
        ("paragraph", "The mayors have a plan. They want a spring meeting, the mayors said."),
    )
    plan = next(t for t in doc if t.text == "Plan")

    assert plan.pos_ == "VERB"


@pytest.mark.model
def test_a_long_block_is_parsed_in_pieces_and_kept_whole():
    text = "Mara met Bo in Lund. " * (2 * PIECE // 20)
    text = text.strip()
    ((_, doc),) = parse_documents([document(("paragraph", text))])

    assert len(text) > 2 * PIECE
    assert doc.text == text
    assert set(sentences(doc)) == {"Mara met Bo in Lund."}  # none is cut


@pytest.mark.model
def test_a_block_without_an_end_of_a_sentence_is_cut_at_a_space():
    text = "Mara Bo Lund " * (PIECE // 8)
    ((_, doc),) = parse_documents([document(("paragraph", text.strip()))])

    assert {token.text for token in doc} == {"Mara", "Bo", "Lund"}


@pytest.mark.model
def test_words_without_end_are_no_sentence_and_what_stands_before_them_is_one():
    endless = "and Mara met Bo in Lund " * (UNBROKEN // 8)
    text = f"Bo met Mara in Lund. Mara left. {endless.capitalize().strip()}."
    ((_, doc),) = parse_documents([document(("paragraph", text))])

    assert doc.text == text
    assert sentences(doc)[:2] == ["Bo met Mara in Lund.", "Mara left."]
    assert max(map(len, sentences(doc))) <= UNBROKEN


@pytest.mark.model
def test_tokens_that_are_given_are_kept():
    (doc,) = parse_tokenized(["Mara ca n't meet Bo-Lind 's envoy ."])

    assert [t.text for t in doc] == "Mara ca n't meet Bo-Lind 's envoy .".split()


@pytest.mark.model
def test_an_affix_keeps_its_word_and_names_keep_their_hyphen_apart():
    doc = parse(("paragraph", "Pro-union shops re-opened in Lund-Kiruna after a call by AT&T."))

    words = [t.text for t in doc]
    assert words == "Pro-union shops re-opened in Lund - Kiruna after a call by AT&T .".split()
    assert doc[2].pos_ == "VERB"


@pytest.mark.model
def test_a_rank_keeps_its_full_stop_and_ends_no_sentence():
    doc = parse(("paragraph", "The officer, Sgt. Bo Lind, slept. Lt. Gov. Ann Vale left."))

    assert [t.text for t in doc if t.text.endswith(".")] == ["Sgt.", ".", "Lt.", "Gov.", "."]
    assert len(list(doc.sents)) == 2
