"""Event classes of verbs in their place."""

from kg.event_classes import find_class, is_inverse
from kg.lexicon import EVENTS


def name_of(*keys, **place):
    event = find_class(keys, **place)
    return event.name if event else ""


def test_the_longest_key_goes_first():
    assert name_of("call for", "call") == "Request"
    assert name_of("call on tuesday", "call") == "Characterization"


def test_a_birth_has_a_place_or_a_date_and_only_in_the_passive():
    assert name_of("bear in", object="Place", passive=True) == "PlaceOfBirth"
    assert name_of("bear in", object="Date", passive=True) == "DateOfBirth"
    assert name_of("bear in", object="Thing") == ""


def test_a_company_is_founded_and_a_commission_of_law_is_created():
    assert name_of("establish", subject="Person", object="Organization") == "FoundedBy"
    assert name_of("establish", subject="Country", object="Law") == "Creation"


def test_one_attends_a_school_to_learn_and_a_summit_to_take_part():
    assert name_of("attend", subject="Person", object="Organization") == "EducatedAt"
    assert name_of("attend", subject="Person", object="Event") == "Participation"


def test_a_type_that_is_not_known_keeps_the_usual_reading():
    assert name_of("establish") == "Creation"
    assert name_of("attend") == "Participation"
    assert name_of("bear in", passive=True) == "PlaceOfBirth"


def test_types_that_do_not_fit_give_no_class():
    assert name_of("marry", subject="Country", object="Person") == ""


def test_an_unknown_verb_has_no_class():
    assert find_class(["defenestrate"]) is None


def test_the_founder_is_the_object_of_founded_by():
    assert is_inverse("found", EVENTS["FoundedBy"])
    assert not is_inverse("marry", EVENTS["Marriage"])
