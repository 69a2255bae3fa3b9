"""Headlines in title case and names in lower case, as a careful editor would have written them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.truecase import (
    Casing,
    is_title_case,
    observe,
    recase_names,
    recase_prepositions,
    recase_title,
)

COMMON = frozenset({"plan", "sign", "deny", "new", "meet", "close"})
ARTICLE = [
    "The two ports plan a meeting. Mara Lopez met the port of Lund, and Norway sent Mara Lopez.",
    "While critics in Norway doubt it, said Mara Lopez, the spring meeting is near.",
]


def recased(heading: str, *paragraphs: str) -> str:
    return " ".join(recase_title(heading.split(), observe(paragraphs), COMMON))


def named(text: str, *countries: str) -> str:
    return " ".join(recase_names(text.split(), observe(ARTICLE), frozenset(countries)))


def test_the_first_word_of_a_sentence_tells_nothing():
    casing = observe(["Ports grow. Ports shrink."])

    assert casing == Casing() or casing.upper["ports"] == 0


def test_words_within_a_sentence_are_counted_as_they_are_written():
    casing = observe(ARTICLE)

    assert (casing.upper["norway"], casing.lower["norway"]) == (2, 0)
    assert (casing.upper["meeting"], casing.lower["meeting"]) == (0, 2)
    assert casing.pairs["mara", "lopez"] >= 2


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Rival Ports Plan Spring Meeting", True),
        ("Rival Ports Sign Deal on the Ferry Routes of the North", True),
        ("Rival ports plan spring meeting", False),
        ("Mara Lopez of Lund meets mayors and envoys", False),
        ("Ports Grow", False),  # too short to tell
        ("", False),
    ],
)
def test_a_heading_is_in_title_case_where_its_ordinary_words_are(heading: str, expected: bool):
    assert is_title_case(heading.split()) is expected


def test_ordinary_words_of_a_heading_are_lowered():
    assert recased("Rivals Plan New Meeting", *ARTICLE) == "Rivals plan new meeting"


def test_inflected_words_are_known_by_their_base():
    assert recased("Rivals Denying Closed Plans") == "Rivals denying closed plans"


def test_names_of_a_heading_keep_their_capital():
    assert recased("Rivals Meet Norway and Mara Lopez", *ARTICLE) == (
        "Rivals meet Norway and Mara Lopez"
    )


def test_the_running_text_decides_before_the_word_list():
    assert recased("Rivals Praise Mr Plan", "It was Plan who left, and Plan who came.") == (
        "Rivals Praise Mr Plan"
    )


def test_small_words_are_lowered_wherever_they_stand():
    assert recased("Rivals Of The North") == "Rivals of the North"


def test_abbreviations_keep_their_capitals():
    assert recased("Rivals Meet NATO And UN") == "Rivals meet NATO and UN"


def test_the_first_word_is_left_as_it_is():
    assert recased("Plan Meets Plan") == "Plan meets plan"


def test_a_surname_after_its_given_name_rises():
    assert named("Mara lopez left") == "Mara Lopez left"


def test_a_surname_alone_does_not_rise():
    assert named("the lopez family") == "the lopez family"


def test_a_country_rises_anywhere():
    text = "while norway views it"
    casing = observe([*ARTICLE, text])

    assert " ".join(recase_names(text.split(), casing, frozenset({"norway"}))) == (
        "while Norway views it"
    )


def test_a_country_the_document_does_not_know_stays():
    assert named("fine china broke", "china") == "fine china broke"


def test_a_word_that_is_written_small_as_often_stays():
    paragraphs = ["We ate turkey in Turkey. They ate turkey in Turkey and a turkey pie."]
    words = "some turkey left".split()

    assert recase_names(words, observe(paragraphs), frozenset({"turkey"})) == words


WORDS = some.lists(some.text("abcXYZ'-", min_size=1, max_size=6), max_size=8)


@given(WORDS, WORDS)
def test_recasing_changes_nothing_but_case(words: list[str], others: list[str]):
    casing = observe([" ".join(others), " ".join(words)])
    for recase in (
        recase_title(words, casing, COMMON),
        recase_names(words, casing, frozenset({"abc"})),
    ):
        assert [w.lower() for w in recase] == [w.lower() for w in words]


def test_a_preposition_that_opens_a_sentence_is_no_name():
    words = "Near Lund , men met . Inside Oslo they left".split()

    assert recase_prepositions(words, Casing())[0] == "near"
    assert recase_prepositions(words, Casing())[6] == "inside"


def test_a_name_that_the_text_has_elsewhere_keeps_its_capital():
    casing = observe(["The paper Inside Oslo was sold."])

    assert recase_prepositions(["Inside", "Oslo", "was"], casing)[0] == "Inside"
    assert recase_prepositions(["Near", "East", "talks"], Casing())[0] == "Near"
    assert recase_prepositions(["Near", "the", "sea"], Casing())[0] == "Near"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the pier is closed , lopez said", "the pier is closed , Lopez said"),
        ("the pier is closed , said lopez .", "the pier is closed , said Lopez ."),
        ("but lopez told them", "but Lopez told them"),
        ("the lopez said to be lost", "the lopez said to be lost"),
        ("workers trust lopez", "workers trust lopez"),  # who may be a thing
        ("the pier is closed , lund said", "the pier is closed , lund said"),  # nobody's surname
    ],
)
def test_a_surname_in_lower_case_rises_where_its_owner_speaks(text: str, expected: str):
    casing = observe(["We met Maria Lopez of the port of Lund."])

    assert " ".join(recase_names(text.split(), casing, frozenset())) == expected


def test_a_surname_that_is_no_ordinary_word_rises_anywhere():
    casing = observe(["We met Maria Lopez and Ann Vale."])
    words = "workers trust lopez more than vale".split()
    recased = recase_names(words, casing, frozenset(), frozenset({"vale", "worker", "trust"}))

    assert recased == "workers trust Lopez more than vale".split()
