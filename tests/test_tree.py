"""The plain parse says what spaCy's says, and can be changed without it."""

from itertools import combinations

import pytest
from parses import parse, with_names

from kg.extract.tree import Doc, lay_on, plain

PORT = """The det port | port nsubj closed | of prep port | Lund pobj of | " punct closed
    closed ROOT closed | , punct closed | officials nsubj said | said parataxis closed
    on prep said | Friday pobj on | . punct closed | Nobody nsubj complained
    complained ROOT complained"""
LABELS = {"Lund": "GPE", "Friday": "DATE", "port_of_Lund": "FAC"}
OWN = (
    "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_",
    "is_alpha", "is_punct", "is_space", "is_quote", "is_stop", "like_num",
)  # fmt: skip
OTHERS = ("children", "lefts", "subtree", "ancestors")


@pytest.fixture
def doc() -> Doc:
    return plain(with_names(parse(PORT), **LABELS))


def test_each_word_says_of_itself_what_spacy_says():
    parsed = with_names(parse(PORT), **LABELS)

    for theirs, ours in zip(parsed, plain(parsed), strict=True):
        assert [getattr(ours, name) for name in OWN] == [getattr(theirs, name) for name in OWN]
        for name in OTHERS:
            assert [t.i for t in getattr(ours, name)] == [t.i for t in getattr(theirs, name)]
        assert ours.head.i == theirs.head.i
        assert (ours.left_edge.i, ours.right_edge.i) == (theirs.left_edge.i, theirs.right_edge.i)
        assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)


def test_each_stretch_has_the_text_and_the_root_that_spacy_finds():
    parsed = with_names(parse(PORT), **LABELS)
    doc = plain(parsed)

    for start, end in combinations(range(len(doc) + 1), 2):
        ours, theirs = doc[start:end], parsed[start:end]
        assert (ours.text, ours.root.i) == (theirs.text, theirs.root.i)
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in parsed.ents]


def test_a_word_is_one_object_however_it_is_reached(doc: Doc):
    said = doc[8]

    assert all(t.head is said for t in said.children)
    assert doc[7].head is said is doc[6:9][2] is next(t for t in doc if t.text == "said")


def test_a_word_that_is_hung_elsewhere_leaves_the_one_and_joins_the_other(doc: Doc):
    doc[9].head = doc[5]

    assert [t.text for t in doc[8].children] == ["officials"]
    assert [t.i for t in doc[5].children] == sorted(t.i for t in doc[5].children)
    assert doc[9] in doc[5].children


def test_a_word_may_become_a_root_and_hang_again(doc: Doc):
    doc[8].head = doc[8]

    assert doc[8] not in doc[5].children
    assert doc[8] not in doc[8].children

    doc[8].head = doc[5]

    assert doc[8] in doc[5].children


def test_a_word_hangs_on_nothing_that_hangs_on_it(doc: Doc):
    above, below = doc[8].head, next(iter(doc[8].children))
    doc[8].head = below

    assert (doc[8].head, below.head) == (above, doc[8])


def test_what_spacy_parsed_is_changed_only_when_asked():
    parsed = with_names(parse(PORT), **LABELS)
    doc = plain(parsed)
    doc[9].head, doc[9].dep_, doc[9].lemma_ = doc[5], "agent", "onto"

    assert (parsed[9].head.i, parsed[9].dep_, parsed[9].lemma_) == (8, "prep", "on")

    lay_on(parsed, doc)

    assert (parsed[9].head.i, parsed[9].dep_, parsed[9].lemma_) == (5, "agent", "onto")
