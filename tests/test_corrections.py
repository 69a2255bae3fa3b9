"""Correction notes, on hand-written parses and read by the language pipeline."""

from __future__ import annotations

import pytest
from parses import claims

from kg.extract import read
from kg.sources import make_document

EARLIER = """An det version | earlier amod version | version nsubj said | of prep version
    this det story | story pobj of | said ROOT said =say | Norway nsubj attacked
    attacked ccomp said =attack | Iceland dobj attacked"""


VERSION = "An det version | earlier amod version | version nsubj said | of prep version"


def test_what_an_earlier_version_said_is_taken_back_and_that_it_said_so_is_no_news():
    assert claims(EARLIER, rule="corrections") == ["[negative] Norway | attacked | Iceland"]
    assert claims(EARLIER, rule="clauses") == []


def test_what_a_note_said_wrongly_is_taken_back():
    wrongly = EARLIER.replace(VERSION, "A det report | report nsubj said | of prep report")
    wrongly = wrongly.replace("said ROOT", "wrongly advmod said | said ROOT")

    assert claims(wrongly, rule="corrections") == ["[negative] Norway | attacked | Iceland"]


@pytest.mark.parametrize(
    "speaker", ["The det story | story", "An det minister | earlier amod minister | minister"]
)
def test_what_any_story_or_minister_said_is_not(speaker):
    name = speaker.split()[-1]
    said = EARLIER.replace(VERSION, f"{speaker} nsubj said | of prep {name}")

    assert claims(said, rule="corrections") == []
    assert len(claims(said, rule="clauses")) == 2


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Correction: An earlier version of this story incorrectly said that Kestrel Holdings "
         "bought Arden Steel.", "corrected"),
        ("The Ledger retracted its report that Kestrel Holdings bought Arden Steel.", "corrected"),
        ("Because of an editing error, an article on Tuesday wrongly reported that Kestrel "
         "Holdings had bought Arden Steel.", "corrected"),
        ("This article has been updated to reflect that Kestrel Holdings bought Arden Steel.",
         "asserted"),
        ("The story was corrected to say that Kestrel Holdings bought Arden Steel.", "asserted"),
        ("The Ledger reported that Kestrel Holdings bought Arden Steel.", "asserted"),
    ],
)  # fmt: skip
def test_a_note_closes_or_opens_a_claim(text, expected):
    from kg.parse import parse_documents

    ((document, doc),) = parse_documents([make_document(text, name="note.txt")])
    (bought,) = [p for p in read(document, doc).propositions if p.predicate.lemma == "buy"]

    assert bought.certainty == "certain"
    assert bought.tense != "future"
    assert ("corrected" if bought.rule == "corrections" else "asserted") == expected
    assert (bought.polarity == "negative") == (expected == "corrected")
