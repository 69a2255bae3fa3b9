"""What forms of "be" say, on hand-written parses."""

from parses import claims, read


def copulas(text: str) -> list[str]:
    return claims(text, rule="copulas")


MAYOR = """Mara nsubj is | is ROOT is VBZ | the det mayor | mayor attr is | of prep mayor
    Lund pobj of"""


def test_a_role_of_something_is_a_relation_to_it():
    assert copulas(MAYOR) == ["Mara | mayor of | Lund"]


def test_a_role_with_an_owner_is_a_relation_to_the_owner():
    text = """Mara nsubj is | is ROOT is VBZ | Norway poss envoy | 's case Norway | chief amod envoy
        envoy attr is"""

    assert copulas(text) == ["Mara | chief envoy of | Norway"]


def test_a_predicate_noun_is_the_kind_of_its_subject():
    text = "Mara nsubj is | is ROOT is VBZ | a det pilot | pilot attr is"

    assert copulas(text) == ["Mara | is | a pilot"]


def test_a_noun_with_another_preposition_is_no_relation():
    text = """Mara nsubj is | is ROOT is VBZ | a det pilot | pilot attr is | in prep pilot
        training pobj in"""

    assert [line.split(" | ")[1] for line in copulas(text)] == ["is"]


def test_a_negated_copula_is_marked():
    assert copulas(MAYOR.replace("the det", "not neg is | the det")) == [
        "[negative] Mara | mayor of | Lund"
    ]


def test_a_modal_copula_is_only_possible():
    text = """Mara nsubj be | may aux be | be ROOT be VB | the det mayor | mayor attr be
        of prep mayor | Lund pobj of"""

    assert copulas(text) == ["[possible future] Mara | mayor of | Lund"]


def test_a_copula_in_what_is_said_has_its_speaker():
    text = """Bo nsubj said | said ROOT said =say | Mara nsubj is | is ccomp said VBZ
        a det pilot | pilot attr is"""

    assert copulas(text) == ["Mara | is | a pilot @Bo"]


def test_each_of_several_subjects_is_what_is_said():
    text = """Mara nsubj are | and cc Mara | Bo conj Mara | are ROOT are VBP
        pilots attr are =pilot"""

    assert copulas(text) == ["Mara | is | pilots", "Bo | is | pilots"]


def test_each_of_several_predicates_is_said():
    text = """Mara nsubj is | is ROOT is VBZ | a det pilot | pilot attr is | and cc pilot
        a det poet | poet conj pilot"""

    assert copulas(text) == ["Mara | is | a pilot", "Mara | is | a poet"]


def test_an_adjective_with_a_complement_is_a_relation():
    text = """The det port | port nsubj is | is ROOT is VBZ | central acomp is | to prep central
        the det plan | plan pobj to"""

    assert copulas(text) == ["The port | central to | the plan"]


def test_a_plain_adjective_has_no_object():
    assert copulas("Bo nsubj is | is ROOT is VBZ | brave acomp is") == ["Bo | was brave"]


def test_a_preposition_alone_says_where():
    text = """The det plant | plant nsubj is | is ROOT is VBZ | in prep is | Lund pobj in
        since prep is | May pobj since"""
    (claim,) = [p for p in read(text).propositions if p.rule == "copulas"]

    assert copulas(text) == ["The plant | was in | Lund"]
    assert [m.text for m in claim.mentions("start")] == ["May"]


def test_when_alone_is_not_where():
    text = "The det vote | vote nsubj is | is ROOT is VBZ | on prep is | Friday pobj on"

    assert copulas(text) == []


def test_existence_says_nothing_of_a_subject():
    text = "There expl was EX | was ROOT was VBD VERB | a det fire | fire attr was"

    assert copulas(text) == []


def test_a_passive_is_no_copula():
    text = "The det mill | mill nsubjpass sold | was auxpass sold | sold ROOT sold VBN =sell"

    assert copulas(text) == []


def test_two_offices_joined_are_both_of_the_firm():
    text = """Mara nsubj is | is ROOT is VBZ AUX be | the det founder | founder attr is NN
        and cc founder | chief conj founder NN | of prep chief | Ossia pobj of"""

    assert claims(text, rule="copulas") == [
        "Mara | founder of | Ossia", "Mara | chief of | Ossia",
    ]  # fmt: skip


def test_who_is_married_to_somebody_is_in_a_marriage():
    text = """Mara nsubj is | is ROOT is VBZ AUX be | married acomp is | to prep married
        Bo pobj to"""
    (found,) = [p for p in read(text).propositions if p.rule == "copulas"]

    assert (found.type, found.predicate.label) == ("Marriage", "married to")


def test_a_swedish_painter_is_swedish_and_an_envoy_speaks_for_his_country():
    text = """Mara nsubj is | is ROOT is VBZ AUX be | a det painter | Swedish amod painter
        painter attr is NN"""
    labels = {"Mara": "PERSON", "Swedish": "NORP"}

    def kinds(text):
        found = [p for p in read(text, **labels).propositions if p.rule == "copulas"]
        return [(p.type, p.predicate.label) for p in found]

    assert kinds(text)[0] == ("Citizenship", "national of")
    assert kinds(text.replace("painter", "envoy"))[0] == ("HoldsPosition", "envoy of")
    assert kinds(text.replace("a det painter", "not neg is | a det painter")) == [("", "is")]


def test_a_night_that_it_was_is_none_of_the_things_named_before():
    text = """It nsubj was | was ROOT was VBD | the det night | night attr was | of prep night
        Lund pobj of"""

    assert copulas(text) == []
    assert copulas(text.replace("night", "port")) == ["It | port of | Lund"]


def test_who_is_a_lawyer_of_a_state_need_not_come_from_it():
    text = """Mara nsubj is | is ROOT is VBZ | a det lawyer | Texas compound lawyer
        lawyer attr is NN"""

    found = read(text, Mara="PERSON", Texas="GPE").propositions
    assert [p.type for p in found if p.type == "Citizenship"] == []
    peru = read(text.replace("Texas", "Peru"), Mara="PERSON", Peru="GPE").propositions
    assert [p.type for p in peru if p.type == "Citizenship"] == ["Citizenship"]
