"""Goods and the firms that make them, told apart on hand-written parses."""

import pytest
from test_mentions import parse, with_names

from kg.extract.names import find_names, name_text
from kg.extract.tree import plain

MADE = {
    "a": "Kent nsubj bought | bought ROOT bought | a det Vega | Vega dobj bought",
    "its new": """
        Kelda nsubj sold | sold ROOT sold | its poss Vega PRP$ | new amod Vega | Vega dobj sold
    """,
    "unveiled": "Kelda nsubj unveiled | unveiled ROOT unveiled . VERB =unveil | Vega dobj unveiled",
    "released": """
        Vega nsubjpass released | was auxpass released | released ROOT released . VERB =release
    """,
    "costs": "Vega nsubj costs | costs ROOT costs VBZ VERB =cost | money dobj costs",
    "a phone": """
        Vega nsubj sold | , punct Vega | a det phone | phone appos Vega | , punct Vega
        sold ROOT sold
    """,
    "is a phone": "Vega nsubj is | is ROOT is VBZ AUX =be | a det phone | phone attr is",
    "version of": """
        Kelda nsubj showed | showed ROOT showed | a det version | version dobj showed
        of prep version | Vega pobj of
    """,
    "users": "Vega compound users | users nsubj left NNS NOUN =user | left ROOT left",
    "a model number": "Vega nsubj left | 5 nummod Vega | left ROOT left",
}
NOT_MADE = {
    "says": "Vega nsubj said | said ROOT said . VERB =say",
    "has a chairman": """
        Vega poss chairman | 's case Vega | chairman nsubj left | left ROOT left
    """,
    "says of its new self": """
        a det Vega | Vega nsubj said | said ROOT said . VERB =say
    """,
    "is met": "Kent nsubj met | met ROOT met . VERB =meet | Vega dobj met",
}


def label(text: str, **labels: str) -> str:
    """The label of Vega, which the pipeline takes for an organization."""
    doc = plain(with_names(parse(text), **{"Vega": "ORG"} | labels))
    return next(n.label for n in find_names(doc) if name_text(doc, n).startswith("Vega"))


@pytest.mark.parametrize("cue", MADE)
def test_what_is_spoken_of_as_goods_are_is_a_product(cue: str):
    assert label(MADE[cue]) == "Product"


@pytest.mark.parametrize("cue", NOT_MADE)
def test_what_acts_as_a_body_does_is_none(cue: str):
    assert label(NOT_MADE[cue]) == "Organization"


def test_a_name_is_goods_wherever_it_stands_once_the_text_shows_it():
    text = f"{MADE['a']} | Lind nsubj liked | liked ROOT liked | Vega dobj liked"
    doc = plain(with_names(parse(text), Vega="ORG"))

    assert [n.label for n in find_names(doc) if name_text(doc, n) == "Vega"] == ["Product"] * 2


@pytest.mark.parametrize("name", ["Science_Prize", "Lind_Army", "Resolution"])
def test_a_name_that_ends_in_a_word_for_something_else_is_no_product(name: str):
    *first, last = name.split("_")
    words = [f"{word} compound {last}" for word in first]
    text = "\n".join(["he nsubj won", "won ROOT won", f"a det {last}", *words, f"{last} dobj won"])
    doc = plain(with_names(parse(text), **{name: "ORG"}))

    assert "Product" not in [n.label for n in find_names(doc)]


def test_a_person_is_no_product_whatever_is_done_with_her():
    text = "police nsubj released | released ROOT released . VERB =release | Vega dobj released"

    assert label(text, Vega="PERSON") == "Person"


def test_a_firm_is_no_place_where_the_text_calls_it_in_full():
    doc = plain(
        with_names(
            parse("""
                Vantor compound Motors
                Motors nsubj left
                left ROOT left
                people nsubj left/2
                in prep people
                Vantor pobj in
                left ROOT left/2
            """),
            Vantor_Motors="ORG",
        )
    )
    doc.ents = [*doc.ents, type(doc.ents[0])(doc, 5, 6, "GPE")]

    assert [n.label for n in find_names(doc)] == ["Organization", "Organization"]
