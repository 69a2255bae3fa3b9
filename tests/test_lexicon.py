"""The lexical tables: made from the ontology, large enough, and in agreement with each other."""

import subprocess
import sys
from itertools import chain

import pytest

from kg import lexicon
from kg.inflection import past
from kg.lexicon import (
    ADJECTIVE_SIGNATURES,
    ADVERBS,
    CONTROL,
    EVENTS,
    GERUND_CONTROL,
    LIGHT_VERBS,
    MODALS,
    MODIFIERS,
    NOMINALS,
    NOUN_SIGNATURES,
    PLOVER,
    PLOVER_INTENDED,
    PLOVER_NEGATED,
    RELATION_NOUNS,
    ROLE_PREPOSITIONS,
    SIGNATURES,
    SPEECH,
    SPEECH_PHRASES,
    VERB_CLASSES,
)
from kg.model import ENTITY_TYPES, VALUE_TYPES
from kg.ontology import generate_lexicon

PREPOSITIONS = set(ROLE_PREPOSITIONS)
POSITIONS = PREPOSITIONS | {"poss", "nationality", "compound"}


def test_the_committed_lexicon_is_what_the_ontology_generates():
    assert generate_lexicon.LEXICON.read_text(encoding="utf-8") == generate_lexicon.lexicon()


def test_the_lexicon_needs_no_rdf_library():
    code = "import sys, kg.lexicon; sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("table", "least"),
    [
        (NOMINALS, 300),
        (VERB_CLASSES, 600),
        (SPEECH, 200),
        (CONTROL, 150),
        (SIGNATURES | ADJECTIVE_SIGNATURES | NOUN_SIGNATURES, 400),
    ],
)
def test_the_tables_are_broad(table, least):
    assert len(table) >= least


# Nominals and light verbs


def test_the_noun_and_its_verb_agree_on_the_label_unless_a_partner_follows():
    assert NOMINALS["attack"].label == past(NOMINALS["attack"].verb) == "attacked"
    assert NOMINALS["talks"].label == "talked with"


def test_every_position_of_a_noun_frame_is_a_preposition_or_stands_before_the_noun():
    frames = {nominal.frame for nominal in NOMINALS.values()}
    used = {p for f in frames for p in chain(f.agent, f.patient, f.partner, f.recipient, f.topic)}
    assert used <= POSITIONS


def test_only_a_reciprocal_frame_names_its_partner_with_between():
    for nominal in NOMINALS.values():
        assert nominal.frame.reciprocal or "between" not in nominal.frame.partner, nominal.lemma


def test_every_event_class_of_a_noun_exists():
    assert {n.event for n in NOMINALS.values()} - {""} <= set(EVENTS)


def test_a_possessor_is_the_victim_of_an_arrest_but_the_agent_of_an_attack():
    assert "poss" in NOMINALS["arrest"].frame.patient
    assert "poss" not in NOMINALS["attack"].frame.patient
    assert "poss" in NOMINALS["attack"].frame.agent


def test_relations_last_and_meetings_happen():
    assert not NOMINALS["alliance"].frame.occurrence
    assert NOMINALS["meeting"].frame.occurrence


def test_a_light_verb_takes_the_nouns_it_supports_and_no_others():
    (hold,) = LIGHT_VERBS["hold"]
    assert hold.supports(NOMINALS["phone call"])
    assert hold.supports(NOMINALS["election"])
    assert not hold.supports(NOMINALS["invasion"])


def test_under_some_light_verbs_the_subject_is_the_patient():
    (come_under,) = LIGHT_VERBS["come under"]
    assert come_under.supports(NOMINALS["attack"])
    assert come_under.subject == "patient"


def test_a_light_verb_may_read_in_two_ways_but_never_with_the_same_noun():
    for readings in LIGHT_VERBS.values():
        nouns = [noun for reading in readings for noun in reading.nouns]
        assert len(nouns) == len(set(nouns)), readings[0].verb


def test_every_noun_of_a_light_verb_names_an_event():
    for readings in LIGHT_VERBS.values():
        for reading in readings:
            assert reading.nouns <= set(NOMINALS), reading.verb
            assert reading.kinds <= {nominal.frame.kind for nominal in NOMINALS.values()}


def test_a_signed_agreement_is_a_signing_and_a_reached_one_an_agreement():
    (sign,), (reach,) = LIGHT_VERBS["sign"], LIGHT_VERBS["reach"]
    assert sign.supports(NOMINALS["treaty"])
    assert reach.supports(NOMINALS["deal"])
    assert (sign.event, reach.event) == ("Signing", "")


def test_the_aspect_of_a_light_verb_is_also_in_its_signature():
    for verb, readings in LIGHT_VERBS.items():
        # "faces a ban" is a risk, "faces a lawsuit" none: that is of the noun, not of the verb
        if any(reading.aspect not in {"", "risk"} for reading in readings):
            assert verb in SIGNATURES, verb


# Event classes


def test_every_parent_is_a_class_and_every_chain_ends_at_event():
    for event in EVENTS.values():
        seen = []
        while event.name in EVENTS and event.name not in seen and event.parent in EVENTS:
            seen.append(event.name)
            event = EVENTS[event.parent]
        assert event.parent == "Event", event.name


def test_every_class_of_plover_is_named_by_verbs():
    assert {EVENTS[name].plover for names in VERB_CLASSES.values() for name in names} >= set(PLOVER)


def test_a_class_has_the_plover_class_of_its_parent():
    for event in EVENTS.values():
        parent = EVENTS.get(event.parent)
        if parent is not None and parent.plover:
            assert event.plover == parent.plover, event.name


def test_intended_force_is_a_threat_and_intended_help_an_agreement():
    assert PLOVER_INTENDED["ASSAULT"] == "THREATEN"
    assert PLOVER_INTENDED["AID"] == "AGREE"
    assert "REQUEST" not in PLOVER_INTENDED


def test_a_meeting_refused_is_a_rejection_and_an_attack_not_made_is_none():
    assert PLOVER_NEGATED["CONSULT"] == "REJECT"
    assert "ASSAULT" not in PLOVER_NEGATED


def test_no_two_classes_are_matched_to_one_wikidata_property():
    matched = [event.wikidata for event in EVENTS.values() if event.wikidata]
    assert len(matched) == len(set(matched))


def test_a_verb_of_several_classes_is_told_apart_by_the_type_of_its_object():
    for verb, names in VERB_CLASSES.items():
        if len(names) > 1:
            types = [set(_object_types(verb, EVENTS[name])) for name in names]
            assert all(types), verb
            assert sum(map(len, types)) == len(set().union(*types)), verb


def _object_types(verb, event):
    """Of the verb's object, which is the relation's subject under an inverse trigger."""
    return event.subject_types if verb in event.inverse_verbs else event.object_types


def test_types_of_arguments_are_those_of_the_model():
    for event in EVENTS.values():
        types = {*event.subject_types, *event.object_types}
        assert types <= {*ENTITY_TYPES, *VALUE_TYPES}, event.name


def test_who_founds_a_company_is_the_object_of_founded_by():
    assert VERB_CLASSES["found"] == ("FoundedBy",)
    assert VERB_CLASSES["establish"] == ("Creation", "FoundedBy")
    assert "found" in EVENTS["FoundedBy"].inverse_verbs
    assert RELATION_NOUNS["founder"] == ("FoundedBy", True)


def test_a_wife_is_a_spouse_either_way_and_a_son_is_the_child():
    assert EVENTS[RELATION_NOUNS["wife"][0]].reciprocal
    assert RELATION_NOUNS["son"] == ("HasChild", True)
    assert RELATION_NOUNS["mother"] == ("HasChild", False)


def test_targets_are_roles():
    assert {role for event in EVENTS.values() for role in event.target} <= ROLES | {"object"}


# Factuality


@pytest.mark.parametrize(
    ("word", "affirmed", "denied"),
    [
        ("know that", "positive", "positive"),
        ("manage to", "positive", "negative"),
        ("forget to", "negative", "positive"),
        ("forget that", "positive", "positive"),
        ("prevent from", "negative", "positive"),
        ("deny", "negative", "positive"),
    ],
)
def test_implicative_verbs_give_their_complement_a_polarity(word, affirmed, denied):
    signature = SIGNATURES[word]
    assert (signature.affirmed.polarity, signature.denied.polarity) == (affirmed, denied)


def test_what_is_not_denied_is_still_not_said():
    assert SIGNATURES["deny"].denied.certainty == "possible"
    assert SIGNATURES["rule out"].denied.certainty == "possible"


def test_a_plan_is_in_the_future_and_a_threat_is_only_possible():
    assert SIGNATURES["agree to"].affirmed.tense == "future"
    assert SIGNATURES["agree to"].affirmed.certainty == "certain"
    assert SIGNATURES["threaten to"].affirmed.certainty == "possible"


def test_a_request_is_asked_and_a_report_is_attributed():
    assert SIGNATURES["urge to"].affirmed.asked
    assert SIGNATURES["say"].affirmed.attributed
    assert not SIGNATURES["confirm"].affirmed.attributed


def test_a_canceled_visit_did_not_happen_but_a_stopped_war_did():
    assert SIGNATURES["cancel"].over_nouns
    assert SIGNATURES["cancel"].affirmed.polarity == "negative"
    assert not SIGNATURES["end"].over_nouns


def test_an_opposed_war_is_a_war_but_who_opposes_building_asks_for_none():
    assert not SIGNATURES["oppose"].over_nouns
    assert SIGNATURES["oppose"].affirmed.polarity == "negative"
    assert SIGNATURES["warn against"].over_nouns


def test_modifiers_say_whether_the_event_of_their_noun_happened():
    assert MODIFIERS["potential"].certainty == "possible"
    assert MODIFIERS["upcoming"].tense == "future"
    assert MODIFIERS["alleged"].attributed
    assert MODIFIERS["foiled"].polarity == "negative"
    assert "large" not in MODIFIERS


def test_adverbs_and_modals_weaken_a_clause():
    assert ADVERBS["reportedly"].attributed
    assert ADVERBS["never"].polarity == "negative"
    assert MODALS["could"].certainty == "possible"
    assert (MODALS["would"].certainty, MODALS["would"].reported) == ("possible", "certain")


# Speech, control, roles


def test_one_tells_somebody_and_says_to_somebody():
    assert "object" in SPEECH["tell"].addressees
    assert SPEECH["say"].addressees == frozenset({"to"})
    assert (SPEECH["deny"].kind, SPEECH["order"].kind) == ("deny", "order")
    assert SPEECH_PHRASES["according to"] == "object"


def test_a_promise_binds_the_subject_and_an_order_the_object():
    assert CONTROL["promise"].controller == CONTROL["promise"].without_object == "subject"
    assert CONTROL["urge"].controller == "object"
    assert (CONTROL["ask"].controller, CONTROL["ask"].without_object) == ("object", "subject")
    assert CONTROL["call on"].preposition == "on"


def test_who_is_accused_of_a_deed_did_it_and_who_denies_it_too():
    assert GERUND_CONTROL["accuse of"].controller == "object"
    assert GERUND_CONTROL["deny"].controller == "subject"


def test_prepositions_read_by_the_type_of_their_head():
    assert ROLE_PREPOSITIONS["on"]["Date"] == "time"
    assert ROLE_PREPOSITIONS["on"]["*"] == "topic"
    assert ROLE_PREPOSITIONS["for"]["Duration"] == "duration"
    assert ROLE_PREPOSITIONS["for"]["Money"] == "price"


ROLES = {role for roles in ROLE_PREPOSITIONS.values() for role in roles.values()}


def test_every_preposition_has_a_reading_for_any_head():
    assert all("*" in roles for roles in ROLE_PREPOSITIONS.values())
    types = {kind for roles in ROLE_PREPOSITIONS.values() for kind in roles}
    assert types <= {*ENTITY_TYPES, *VALUE_TYPES, "*"}


def test_no_key_has_stray_spaces():
    tables = [table for name, table in vars(lexicon).items() if isinstance(table, dict)]
    for key in chain.from_iterable(table for table in tables if "__name__" not in table):
        assert key == " ".join(key.split())
