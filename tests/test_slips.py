"""Words taken for others, and phrases told twice, on parses as a pipeline gives them."""

import pytest
from parses import CAST, claims, parse, read, with_names

from kg.extract.repair import repair
from kg.extract.tree import Doc

LABELS = CAST | {"Mara_Dahl": "PERSON", "Danes": "NORP", "crowns": "MONEY", "tonnes": "QUANTITY"}

JETS = """Norway nsubj scrambled | scrambled amod jets VBN VERB =scramble | jets nsubj entered NNS
    on prep jets | Friday pobj on | after mark entered | ships nsubj entered NNS =ship
    entered ROOT entered =enter | its poss waters | waters dobj entered NNS | . punct entered"""
STARTUP = """A det loans | loans nsubj fell NNS =loan | startup acl loans VBN =startup
    once advmod valued | valued acl loans =value | fell ROOT fell =fall"""
WALKOUT = """Bo nsubj threatens | threatens ROOT threatens VBZ =threaten
    walkout xcomp threatens VB | at prep walkout | Lund pobj at | . punct threatens"""
CHAMPION = """Bo nsubj play | will aux play | play ROOT play VB | defending xcomp play VBG =defend
    champion compound Dahl NN | Mara compound Dahl | Dahl dobj defending NNP | . punct play"""
CALLED_FOR = """Bo nsubj called | called ROOT called =call | for mark cut | the det tax
    tax nsubjpass cut NN | to aux cut | be auxpass cut VB | cut advcl called VBN =cut"""
QUALIFIER = """Bo nsubj beat | beat ROOT beat =beat | qualifier dobj beat NN | Mara compound Dahl
    Dahl dobj beat NNP"""
TO_DANES = """cup nsubj went NN | went ROOT went =go | to prep went | Danes pobj to NNPS
    Mara npadvmod went | and cc Mara | Bo conj Mara"""
TWICE = """A det clerk | clerk nsubj won NN | , punct won | Mara nsubj won | , punct Mara
    won ROOT won =win | . punct won"""
HANDED = """Bo nsubj handed | handed ROOT handed =hand | Mara dobj handed | a det win
    win dobj handed NN"""
ACCUSED = """Bo nsubj accused | accused ROOT accused =accuse | judges dobj accused NNS =judge
    of prep judges | taking pcomp of =take | bribes dobj taking NNS =bribe"""
TERMED = """Lund ROOT Lund NNP PROPN | , punct Lund | who nsubj lost WP | lost relcl Lund =lose
    , punct Lund | called acl Lund VBN =call | the det vote | vote dobj called NN | a det farce
    farce oprd called NN"""
SHORT = """Bo nsubj fell | fell ROOT fell =fall | short advmod fell | of prep short
    a det majority | majority pobj of NN | . punct fell"""
SLIPS = [
    JETS, STARTUP, WALKOUT, CHAMPION, CALLED_FOR, QUALIFIER, TO_DANES, TWICE, HANDED, ACCUSED,
    TERMED, SHORT,
]  # fmt: skip


def told(text: str, **labels: str) -> list[str]:
    return claims(text, rule="clauses", **LABELS | labels)


def link(text: str, form: str) -> tuple[str, str]:
    doc: Doc = repair(with_names(parse(text), **LABELS))
    token = next(t for t in doc if t.text == form)
    return token.dep_, token.head.text


def test_who_scrambled_jets_did_not_enter_anything():
    assert told(JETS) == ["Norway | scrambled | jets", "ships | entered | its waters"]
    assert link(JETS, "on") == ("prep", "scrambled")


def test_a_word_that_no_participle_looks_like_is_a_noun():
    assert told(STARTUP)[-1] == "A loans startup | fell"
    cut = STARTUP.replace("startup", "undercut")
    assert link(cut, "undercut") == ("acl", "loans")


def test_a_verb_right_behind_one_that_takes_none_is_a_noun():
    assert link(WALKOUT, "walkout") == ("dobj", "threatens")
    helps = WALKOUT.replace("threatens", "helps").replace("=threaten", "=help")
    assert link(helps, "walkout") == ("xcomp", "helps")


def test_nobody_defends_a_defending_champion():
    assert told(CHAMPION) == ["[future] Bo | played | defending champion Mara Dahl"]
    enjoys = CHAMPION.replace("defending", "meeting").replace("=defend", "=meet")
    assert link(enjoys, "meeting") == ("xcomp", "play")


def test_what_somebody_calls_for_is_asked_for():
    assert told(CALLED_FOR)[0] == "Bo | called for"
    assert told(CALLED_FOR)[1] == "[possible future asked] the tax | was cut @Bo"
    asked = CALLED_FOR.replace("called ROOT called =call", "waved ROOT waved =wave")
    assert link(asked.replace("called", "waved"), "for") == ("mark", "cut")


def test_a_title_beside_an_object_is_no_second_object():
    assert told(QUALIFIER) == ["Bo | beat | qualifier Mara Dahl"]


def test_two_danes_by_name_are_the_danes():
    assert told(TO_DANES) == ["cup | went to | Danes Mara", "cup | went to | Bo"]


def test_a_name_between_commas_is_the_subject_told_again():
    assert link(TWICE, "Mara") == ("appos", "clerk")
    assert claims(TWICE, rule="appositions", **LABELS) == ["Mara | is | A clerk"]


def test_whom_something_is_handed_is_not_what_is_handed():
    assert told(HANDED) == ["Bo | handed | a win"]


def test_whom_somebody_accuses_of_a_deed_did_it():
    assert told(ACCUSED)[0] == "Bo | accused | judges"
    assert told(ACCUSED)[1] == "[possible] judges | took | bribes @Bo"


def test_who_calls_something_a_farce_is_not_called_so():
    assert told(TERMED)[-1] == "Lund | called | the vote"


def test_who_falls_short_of_something_does_not_fall():
    assert told(SHORT) == ["Bo | fell short of | a majority"]


def test_a_share_of_goods_is_an_amount():
    text = """Bo nsubj seized | seized ROOT seized =seize | two nummod tonnes
        tonnes dobj seized NNS =tonne | of prep tonnes | tin pobj of NN"""

    assert told(text, two_tonnes="QUANTITY") == ["Bo | seized | tin"]


def test_some_of_many_are_whoever_the_many_are():
    text = """Two nsubj died CD NUM | of prep Two | them pobj of PRP | died ROOT died =die"""

    assert told(text, Two="CARDINAL") == ["Two of them | died"]


def test_what_analysts_expected_is_no_bank():
    text = """Ossia nsubj cut | cut ROOT cut VBD =cut | rates dobj cut NNS =rate
        as mark expected | expected advcl cut VBN =expect | by agent expected
        analysts pobj by NNS =analyst"""

    assert told(text)[-1] == "analysts | expected"


def test_what_comes_too_late_to_be_done_is_not_done():
    text = """Mara nsubj came | came ROOT came =come | too advmod late | late advmod came
        to aux win | win xcomp late VB | the det cup | cup dobj win NN"""

    assert told(text)[-1] == "[negative] Mara | won | the cup"
    assert "win" in told(text.replace("too advmod late | ", ""))[-1]


def test_what_took_too_long_was_done_all_the_same():
    text = """It nsubj took | took ROOT took =take | Bo dobj took | too advmod long
        long advmod took | to aux win | win xcomp took VB | the det cup | cup dobj win NN"""

    assert not any("negative" in claim for claim in told(text))


def test_who_beats_somebody_to_reach_a_final_has_reached_it():
    text = """Bo nsubj beat | beat ROOT beat =beat | Mara dobj beat | to aux reach
        reach xcomp beat VB | the det final | final dobj reach NN"""

    assert told(text) == ["Bo | beat | Mara", "Bo | reached | the final"]


def test_who_comes_from_behind_to_win_has_won():
    text = """Bo nsubj came | came ROOT came =come | from prep came | behind pcomp from IN ADP
        to aux beat | beat advcl came VB | Mara dobj beat"""

    assert told(text)[-1] == "Bo | beat | Mara"
    assert told(text.replace("beat", "meet"))[-1].startswith("[possible future]")


def test_a_town_from_where_something_spread_saw_it_spread():
    text = """Bo nsubj left | left ROOT left =leave | Lund dobj left | , punct Lund
        from prep Lund | where advmod spread WRB | fire nsubj spread NN
        spread pcomp from VBD =spread"""

    assert told(text)[-1] == "fire | spread"


def test_hours_before_something_are_not_when():
    text = """vote nsubjpass scrapped NN | was auxpass scrapped | scrapped ROOT scrapped VBN =scrap
        hours npadvmod scrapped NNS =hour | before mark came | Bo nsubj came
        came advcl scrapped VBD =come"""

    assert told(text, hours="TIME")[0] == "vote | was scrapped"


@pytest.mark.parametrize(
    ("role", "expected"), [("victim", ""), ("Mara", ""), ("manager", "Appointment")]
)
def test_who_is_named_as_a_victim_has_no_post(role: str, expected: str):
    text = f"""Bo nsubjpass named | was auxpass named | named ROOT named VBN =name | as prep named
        {role} pobj as {"NNP" if role == "Mara" else "NN"}"""

    assert [p.type for p in read(text, **LABELS).propositions if p.rule == "clauses"] == [expected]


def test_a_victim_who_is_named_is_the_one_of_that_name():
    text = """The det victim | victim nsubjpass named NN | was auxpass named
        named ROOT named VBN =name | as prep named | Mara pobj as"""

    (pair,) = read(text).pairs
    assert (pair.kind, pair.left.text) == ("identified", "The victim")


@pytest.mark.parametrize(
    ("noun", "expected"), [("takeover", ""), ("mill", "Closure"), ("inquiry", "")]
)
def test_a_deal_that_closes_shuts_nothing(noun: str, expected: str):
    text = f"The det {noun} | {noun} nsubj closed NN | closed ROOT closed =close"

    assert [p.type for p in read(text).propositions] == [expected]


@pytest.mark.parametrize(("noun", "expected"), [("prize", ""), ("Mara", "Travel")])
def test_a_prize_that_goes_to_somebody_travels_nowhere(noun: str, expected: str):
    tag = "NNP" if noun == "Mara" else "NN"
    text = f"""{noun} nsubj went {tag} | went ROOT went =go | to prep went | Bo pobj to"""

    assert [p.type for p in read(text).propositions] == [expected]


def test_residents_who_are_devastated_are_not_destroyed():
    text = """The det residents | residents nsubjpass devastated NNS =resident
        were auxpass devastated
        devastated ROOT devastated VBN =devastate"""

    assert [p.type for p in read(text).propositions] == [""]
    assert [p.type for p in read(text.replace("resident", "mill")).propositions] == ["Destruction"]


def test_who_is_released_on_bail_is_not_published():
    text = """Mara nsubjpass released | was auxpass released | released ROOT released VBN =release
        on prep released | bail pobj on NN"""

    assert [p.type for p in read(text).propositions] == ["Release"]


def test_who_is_in_talks_with_two_talks_with_each():
    text = """Mara nsubj is | is ROOT is VBZ =be | in prep is | talks pobj in NNS =talk
        with prep talks | Bo pobj with | and cc Bo | Ossia conj Bo"""

    assert claims(text, rule="nominals") == [
        "Mara | talked with | Bo",
        "Mara | talked with | Ossia",
    ]
    nobody = text.replace("Mara nsubj is", "It nsubj is EX")
    assert claims(nobody, rule="nominals") == []


def test_a_place_where_people_gather_does_not_gather():
    text = """Mara nsubj addressed | addressed ROOT addressed =address | a det ceremony
        ceremony dobj addressed NN | in prep ceremony | Lund pobj in"""

    assert claims(text, rule="nominals") == []


def test_a_victory_with_a_share_has_the_share_for_an_amount():
    text = """Bo nsubj won | won ROOT won =win | the det vote | vote dobj won NN | with prep won
        23 nummod % | % pobj with NN | , punct won | ahead advmod won | of prep ahead
        Mara pobj of"""
    (claim,) = [p for p in read(text, **{"23_%": "PERCENT"}).propositions if p.rule == "clauses"]

    roles = {a.mention.text: a.role for a in claim.arguments}
    assert (claim.type, roles["23 %"], roles["Mara"]) == ("Victory", "amount", "opponent")
