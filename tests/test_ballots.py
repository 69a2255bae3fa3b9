"""Of what type a name is, by what stands beside it and beside its other mentions."""

import pytest
from spacy.tokens import Doc
from spacy.tokens import Span as Tokens
from test_mentions import VOCAB, parse

from kg.extract.names import find_names, name_text
from kg.extract.tree import Span, plain


def labels(text: str, *given: tuple[int, int, str]) -> dict[str, str]:
    """The labels of the names in a parse, where the pipeline gives these for some tokens."""
    doc = plain(parse(text))
    doc.ents = [Span(doc, start, end, label) for start, end, label in given]
    for ent in doc.ents:
        for token in ent:
            token.ent_type_ = ent.label_
    return {name_text(doc, name): name.label for name in find_names(doc)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the det Lind | airline compound Lind | Lind nsubj left | left ROOT left", "Organization"),
        ("Lind nsubj left | , punct Lind | a det town | town appos Lind | left ROOT left", "Place"),
        ("Lind nsubj is | is ROOT is VBZ AUX =be | a det bank | bank attr is", "Organization"),
        ("Lind nsubj is | is ROOT is VBZ AUX =be | a det rival | rival attr is", "Person"),
    ],
)
def test_a_name_is_what_a_common_noun_beside_it_says(text: str, expected: str):
    words = [line.split()[0] for line in text.split(" | ")]
    place = words.index("Lind")

    assert labels(text, (place, place + 1, "PERSON"))["Lind"] == expected


def test_who_is_said_to_be_a_person_is_no_body_but_a_rival_may_be_one():
    lawyer = "Lind nsubj is | is ROOT is VBZ AUX =be | a det lawyer | lawyer attr is"
    rival = lawyer.replace("lawyer", "rival")

    assert labels(lawyer, (0, 1, "ORG"))["Lind"] == "Person"
    assert labels(rival, (0, 1, "ORG"))["Lind"] == "Organization"


def test_a_body_of_one_mention_is_the_person_whose_surname_the_text_has():
    text = """
        Shona compound Vale | Vale nsubj left | left ROOT left
        Vale nsubj slept | slept ROOT slept
    """

    assert labels(text, (0, 2, "ORG"), (3, 4, "PERSON"))["Shona Vale"] == "Person"
    assert labels(text, (0, 2, "ORG"), (3, 4, "ORG"))["Shona Vale"] == "Organization"


def test_a_surname_is_the_same_without_its_article():
    text = """
        Sami compound al-Amri | al-Amri nsubj left | left ROOT left
        Amri nsubj slept | slept ROOT slept
    """

    assert labels(text, (0, 2, "PERSON"), (3, 4, "GPE"))["Amri"] == "Person"


def test_what_there_may_be_several_of_is_no_body():
    text = "he nsubj holds | holds ROOT holds VBZ VERB =hold | an det QBA | QBA dobj holds"

    assert labels(text, (3, 4, "ORG"))["QBA"] == "Thing"
    assert labels(text.replace("an det", "the det"), (3, 4, "ORG"))["QBA"] == "Organization"


def test_a_name_with_a_digit_is_nobodys():
    assert labels("G8 nsubj met | met ROOT met", (0, 1, "PERSON"))["G8"] != "Person"


def test_a_ship_is_one_by_the_short_form_of_its_name_too():
    text = """
        HMS compound Vega | Vega nsubj left | left ROOT left
        Vega nsubj sank | sank ROOT sank
    """

    assert labels(text, (0, 2, "PRODUCT"), (3, 4, "PERSON"))["Vega"] == "Product"


@pytest.mark.parametrize(
    ("last", "expected"),
    [("Steel", {"Lind Motors", "Moro Steel"}), ("Ministry", {"Lind Motors and Moro Ministry"})],
)
def test_two_firms_read_as_one_are_two_but_one_task_of_two_words_is_one(
    last: str, expected: set[str]
):
    text = f"""
        Lind compound Motors | Motors nsubj left | and cc Motors | Moro compound {last}
        {last} conj Motors | left ROOT left
    """

    assert labels(text, (0, 5, "ORG")).keys() == expected


def test_a_rank_before_a_name_is_no_part_of_it():
    text = """
        Commodore compound Vale | Ann compound Vale | Vale nsubj left | left ROOT left
    """

    assert labels(text, (0, 3, "PERSON")) == {"Ann Vale": "Person"}


@pytest.mark.parametrize(("last", "label"), [("Wanderers", "Organization"), ("Vales", "Person")])
def test_a_name_that_ends_in_a_word_for_people_is_a_teams(last: str, label: str):
    text = f"Lind compound {last} | {last} nsubj won NNPS PROPN | won ROOT won"

    assert labels(text, (0, 2, "PERSON"))[f"Lind {last}"] == label


def test_a_radio_station_is_no_place():
    text = "KLND nsubj is | is ROOT is VBZ AUX =be | a det station | station attr is"

    assert labels(text, (0, 1, "ORG"))["KLND"] == "Organization"


@pytest.mark.parametrize("word", ["Mommy", "Jr."])
def test_what_tells_parents_and_sons_is_nobodys_name(word: str):
    assert labels(f"{word} nsubj left | left ROOT left", (0, 1, "PERSON")) == {}


def test_what_has_a_founder_is_a_body():
    text = "Lind poss founder | 's case Lind | founder nsubj left NN | left ROOT left =leave"

    assert labels(text, (0, 1, "PERSON"))["Lind"] == "Organization"
    friend = text.replace("founder", "friend")
    assert labels(friend, (0, 1, "PERSON"))["Lind"] == "Person"


def test_a_firm_taken_for_a_language_is_a_name_and_a_language_is_none():
    text = "Bo nsubj joined | joined ROOT joined =join | Lind dobj joined"

    assert labels(text, (2, 3, "LANGUAGE"))["Lind"] == "Thing"
    assert "Welsh" not in labels(text.replace("Lind", "Welsh"), (2, 3, "LANGUAGE"))


def test_a_storm_is_an_event_by_each_of_its_names():
    text = """Hurricane compound Ada | Ada nsubj hit | hit ROOT hit =hit | Lund dobj hit
        Ada nsubj grew | grew ROOT grew =grow"""

    assert labels(text, (1, 2, "PERSON"), (4, 5, "ORG")) == {
        "Hurricane Ada": "Event",
        "Lund": "Thing",
        "Ada": "Event",
    }
    assert labels(text.replace("Hurricane", "Minister"), (1, 2, "PERSON"))["Ada"] == "Person"


def test_a_ship_is_called_by_what_stands_before_its_name():
    text = """the det Clara | MV compound Clara | Santa compound Clara | Clara nsubj sank
        sank ROOT sank =sink"""

    assert labels(text, (2, 4, "GPE")) == {"MV Santa Clara": "Product"}


def test_one_of_a_people_is_no_country_where_a_headline_leaves_out_the_article():
    text = "Lund nsubj detains | detains ROOT detains VBZ =detain | Peruvian dobj detains"

    assert labels(text, (2, 3, "NORP"))["Peruvian"] == "Group"
    jet = "the det jet | Peruvian amod jet JJ ADJ | jet nsubj left NN | left ROOT left =leave"
    assert labels(jet, (1, 2, "NORP"))["Peruvian"] == "Country"


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("its poss chief PRP$ | chief nsubj left NN | Olu compound Ade | Ade appos chief"
         " | left ROOT left", "GPE", {"Olu Ade": "Person"}),
        ("the det chief | chief nsubj left NN | Olu compound Ade | Ade appos chief"
         " | left ROOT left", "GPE", {"Olu Ade": "Place"}),
        ("Olu compound Ade | Ade nsubj left | , punct Ade | based acl Ade VBN | in prep based"
         " | Lind pobj in | left ROOT left", "PERSON", {"Olu Ade": "Organization"}),
        ("Olu compound Ade | Ade poss capital | 's case Ade POS | capital nsubj fell NN"
         " | fell ROOT fell", "PERSON", {"Olu Ade": "Place"}),
        ("Olu compound Ade | Ade compound valley | valley nsubj fell NN"
         " | fell ROOT fell", "PERSON", {"Olu Ade": "Place"}),
        ("the det Ade | daily compound Ade NN | Olu compound Ade | Ade nsubj fell"
         " | fell ROOT fell", "PERSON", {"Olu Ade": "Organization"}),
        ("the det designer | designer nsubj fell NN | Olu compound Ade | Ade appos designer"
         " | fell ROOT fell", "ORG", {"Olu Ade": "Organization"}),
        ("“ punct fell `` | Olu compound Ade | Ade nsubj fell | ” punct fell ''"
         " | fell ROOT fell", "FAC", {"Olu Ade": "Work"}),
        ("Olu compound Films | Films nsubj fell | fell ROOT fell", "PERSON",
         {"Olu Films": "Organization"}),
    ],
)  # fmt: skip
def test_what_a_name_has_and_does_tells_what_it_is(text: str, given: str, expected: dict[str, str]):
    words = [line.split()[0] for line in text.split(" | ")]
    start = words.index("Olu")

    found = labels(text, (start, start + 2, given))
    assert {name: label for name, label in found.items() if name.startswith("Olu")} == expected


def test_a_person_is_called_by_the_first_name_too():
    text = """
        Mateo compound Vale | Vale nsubj left | left ROOT left
        Bo nsubj met | met ROOT met | Mateo dobj met
    """
    other = text.replace("Mateo", "Lindus")

    assert labels(text, (0, 2, "PERSON"), (5, 6, "GPE"))["Mateo"] == "Person"
    assert labels(other, (0, 2, "PERSON"), (5, 6, "GPE"))["Lindus"] == "Place"


def test_where_a_name_begins_and_ends():
    owned = """His poss Alliance PRP$ PRON | Port compound Alliance | Alliance nsubj rose
        rose ROOT rose"""
    party = """Bo nsubj rose | ( punct Bo -LRB- PUNCT | R compound Norway
        - punct Norway HYPH PUNCT | Norway appos Bo | ) punct Bo -RRB- PUNCT | rose ROOT rose"""
    counted = """It nsubj gave PRP PRON | gave ROOT gave | Lund dative gave | 40 nummod miles CD NUM
        square amod miles JJ ADJ | miles dobj gave NNS NOUN"""
    given = """Haug nsubj met | met ROOT met | Per prep met IN ADP | Lind pobj Per"""
    rank = "Capt. compound Lind | Bo compound Lind | Lind nsubj left | left ROOT left"

    assert labels(owned, (0, 3, "ORG")) == {"Port Alliance": "Organization"}
    assert labels(party, (0, 1, "PERSON"), (2, 5, "ORG"))["Norway"] == "Country"
    assert labels(counted, (2, 6, "FAC")) == {"Lund": "Place"}
    assert labels(given, (3, 4, "PERSON"))["Per Lind"] == "Person"
    assert labels(rank, (0, 3, "NORP")) == {"Bo Lind": "Person"}


def test_a_noun_for_a_person_at_the_head_of_a_line_is_no_name():
    text = "{0} nsubj left | left ROOT left | Bo dobj left"

    assert "Suspect" not in labels(text.format("Suspect"))
    assert "Lind" in labels(text.format("Lind"))


def test_a_first_name_alone_takes_the_surname_that_follows():
    text = "Ella compound {0} | {0} nsubj left | left ROOT left | on prep left | foot pobj on"

    assert labels(text.format("Prior"), (0, 1, "PERSON")) == {"Ella Prior": "Person"}
    titled = text.format("Aide").replace("foot", "Foot").replace("on prep", "On prep")
    assert "Ella Aide" not in labels(titled.replace("pobj on", "pobj On"), (0, 1, "PERSON"))


def test_what_lies_near_is_a_town_though_somebody_is_called_so():
    text = """Jill compound Ashby | Ashby nsubj left | left ROOT left | near prep left
        Ashby pobj near | and cc left | met conj left | Ashby dobj met"""
    doc = plain(parse(text))
    doc.ents = [Span(doc, 0, 2, "PERSON"), Span(doc, 4, 5, "PERSON"), Span(doc, 7, 8, "PERSON")]

    assert [n.label for n in find_names(doc)] == ["Person", "Place", "Person"]


def test_a_city_that_is_beaten_or_has_a_coach_is_a_club():
    text = "Lind compound City | City {0} beat | beat ROOT beat =beat | Bo dobj beat"

    assert labels(text.format("nsubj"), (0, 2, "GPE"))["Lind City"] == "Organization"
    assert labels(text.replace("=beat", "=shake").format("nsubj"), (0, 2, "GPE"))["Lind City"] == (
        "Place"
    )


def test_who_has_an_age_or_speaks_under_a_first_name_is_a_person():
    aged = """Olu compound Ade | Ade nsubj left | , punct Ade | {0} appos Ade CD NUM
        , punct Ade | left ROOT left"""
    said = "Pavel compound Ade | Ade nsubj said | said ROOT said =say"

    assert labels(aged.format("54"), (0, 2, "ORG"))["Olu Ade"] == "Person"
    assert labels(aged.format("1954"), (0, 2, "ORG"))["Olu Ade"] == "Organization"
    assert labels(said, (0, 2, "WORK_OF_ART"))["Pavel Ade"] == "Person"
    assert labels(said.replace("=say", "=sell"), (0, 2, "WORK_OF_ART"))["Pavel Ade"] == "Work"


def test_a_freighter_is_a_ship_and_its_name_begins_behind_that_word():
    text = "the det Ada | freighter compound Ada NN NOUN | Ada nsubj sank | sank ROOT sank"
    headline = "Freighter compound Ada | Ida compound Ada | Ada nsubj sank | sank ROOT sank"

    assert labels(text, (2, 3, "PERSON"))["Ada"] == "Product"
    assert "Ida Ada" in labels(headline, (0, 3, "PERSON"))


def test_a_double_name_that_was_cut_is_put_together_where_the_text_has_it_whole():
    doc = Doc(
        VOCAB,
        words=["Vale", "-", "Moro", "left", "Ann", "Vale", "-", "Moro", "slept"],
        spaces=[False, False, True, True, True, False, False, True, False],
        heads=[2, 2, 3, 3, 7, 7, 7, 8, 3],
        deps=["compound", "punct", "nsubj", "ROOT", "compound", "compound", "punct", "nsubj",
              "conj"],
        tags=["NNP", "HYPH", "NNP", "VBD", "NNP", "NNP", "HYPH", "NNP", "VBD"],
        pos=["PROPN", "PUNCT", "PROPN", "VERB", "PROPN", "PROPN", "PUNCT", "PROPN", "VERB"],
        lemmas=["Vale", "-", "Moro", "leave", "Ann", "Vale", "-", "Moro", "sleep"],
    )  # fmt: skip
    doc.set_ents([Tokens(doc, 0, 1, label="PERSON"), Tokens(doc, 2, 3, label="PERSON"),
                  Tokens(doc, 4, 8, label="PERSON")])  # fmt: skip
    read = plain(doc)

    assert [name_text(read, n) for n in find_names(read)] == ["Vale-Moro", "Ann Vale-Moro"]
