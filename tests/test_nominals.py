"""Events that nouns name, on hand-written parses: their parties, their carriers, their stance."""

import pytest
from parses import claims, read


def nominals(text: str, **labels: str) -> list[str]:
    return claims(text, rule="nominals", **labels)


def clauses(text: str) -> list[str]:
    return claims(text, rule="clauses")


ATTACK = """Norway poss attack | 's case Norway | attack nsubj shocked | on prep attack
    Iceland pobj on | shocked ROOT shocked =shock | Bo dobj shocked"""
LAUNCHED = """Norway nsubj launched | launched ROOT launched =launch | an det attack
    attack dobj launched | on prep attack | Iceland pobj on"""
TALKS = """Mara nsubj held | held ROOT held =hold | talks dobj held =talk | with prep talks
    Bo pobj with | in prep held | Oslo pobj in | on prep held | Friday pobj on"""


def test_an_owner_and_a_preposition_are_the_parties_of_an_event():
    assert nominals(ATTACK) == ["Norway | attacked | Iceland"]


def test_a_thing_that_is_no_event_has_no_parties():
    assert nominals(ATTACK.replace("attack", "book")) == []


def test_an_event_of_nobody_named_is_not_told():
    text = """The det attack | attack nsubj shocked | on prep attack | the det mill | mill pobj on
        shocked ROOT shocked =shock | Bo dobj shocked"""

    assert nominals(text) == []


def test_by_names_who_did_it_and_of_whom_it_befell():
    text = """Mara nsubj praised | praised ROOT praised =praise | criticism dobj praised
        of prep criticism | Bo pobj of | by prep criticism | doctors pobj by =doctor"""

    assert nominals(text) == ["doctors | criticized | Bo"]


def test_a_deed_without_doer_tells_what_befell_its_patient():
    text = """The det arrest | arrest nsubj angered | of prep arrest | Bo pobj of
        angered ROOT angered =anger | Mara dobj angered"""

    assert nominals(text) == ["Bo | was subject of arrest"]


def test_a_light_verb_lends_its_subject():
    assert nominals(LAUNCHED) == ["Norway | attacked | Iceland"]


def test_what_a_light_verb_carries_is_not_told_twice():
    assert clauses(LAUNCHED) == []
    assert clauses(LAUNCHED.replace("attack", "book")) == ["Norway | launched | an book on Iceland"]


def test_a_negated_light_verb_denies_the_event():
    text = """Norway nsubj launch | did aux launch VBD =do | not neg launch | launch ROOT launch VB
        an det attack | attack dobj launch | on prep attack | Iceland pobj on"""

    assert nominals(text) == ["[negative] Norway | attacked | Iceland"]


def test_no_denies_the_event():
    text = TALKS.replace("talks dobj", "no det talks | talks dobj")

    assert nominals(text) == ["[negative] Mara | talked with | Bo"]


def test_a_light_verb_with_a_modal_leaves_the_event_open():
    text = TALKS.replace("held ROOT held =hold", "may aux hold | hold ROOT hold VB")

    assert nominals(text.replace("held", "hold")) == ["[possible future] Mara | talked with | Bo"]


def test_an_event_that_is_planned_is_planned():
    text = TALKS.replace("held ROOT held =hold", "planned ROOT planned =plan")

    assert nominals(text.replace("held", "planned")) == ["[future] Mara | talked with | Bo"]


def test_a_light_verb_in_the_passive_sense_makes_its_subject_the_patient():
    text = """The det plan | plan nsubj drew | drew ROOT drew =draw | criticism dobj drew
        from prep criticism | Norway pobj from | and cc Norway | Iceland conj Norway"""

    assert nominals(text) == ["Norway | criticized | The plan", "Iceland | criticized | The plan"]


def test_an_event_has_the_time_and_place_of_its_clause():
    (talks,) = [p for p in read(TALKS).propositions if p.rule == "nominals"]

    assert [(a.role, a.mention.text) for a in talks.arguments[2:]] == [
        ("place", "Oslo"),
        ("time", "Friday"),
    ]
    assert talks.type == "Talks"


def test_an_event_may_have_its_duration_before_it():
    text = """Mara nsubj held | held ROOT held =hold | a det call | 25-minute amod call
        call dobj held | with prep call | Bo pobj with"""
    (call,) = [p for p in read(text, **{"25-minute": "TIME"}).propositions if p.rule == "nominals"]

    assert [m.text for m in call.mentions("duration")] == ["25-minute"]


def test_talks_of_two_subjects_are_between_them():
    text = """Mara nsubj held | and cc Mara | Bo conj Mara | held ROOT held =hold
        talks dobj held =talk"""

    assert nominals(text) == ["Mara | talked with | Bo"]


def test_talks_between_two_are_reciprocal():
    text = """Talks nsubj failed NNS =talk | between prep Talks | Norway pobj between
        and cc Norway | Iceland conj Norway | failed ROOT failed =fail"""
    (talks,) = [p for p in read(text).propositions if p.rule == "nominals"]

    assert nominals(text) == ["Norway | talked with | Iceland"]
    assert talks.reciprocal


def test_talks_of_one_alone_are_not_told():
    text = """Norway poss talks | 's case Norway | talks nsubj failed =talk
        failed ROOT failed =fail"""

    assert nominals(text) == []


def test_a_nationality_may_be_who_did_it():
    text = """A det attack | Norwegian amod attack | attack nsubj shocked | on prep attack
        Iceland pobj on | shocked ROOT shocked =shock | Bo dobj shocked"""

    assert nominals(text, Norwegian="NORP") == ["Norwegian | attacked | Iceland"]


def test_what_people_of_a_country_do_is_not_what_the_country_does():
    text = """A det attack | Norwegian amod attack | pirate compound attack
        attack nsubj shocked | on prep attack | Iceland pobj on | shocked ROOT shocked =shock
        Bo dobj shocked"""

    assert nominals(text, Norwegian="NORP") == ["Iceland | was subject of attack"]


@pytest.mark.parametrize(
    ("adjective", "expected"),
    [
        ("feared", "[possible] "),
        ("alleged", "[possible] "),
        ("planned", "[future] "),
        ("failed", "[negative] "),
        ("deadly", ""),
    ],
)
def test_an_adjective_says_whether_an_event_took_place(adjective: str, expected: str):
    text = ATTACK.replace("attack nsubj", f"{adjective} amod attack | attack nsubj", 1)

    assert nominals(text) == [f"{expected}Norway | attacked | Iceland"]


def test_failed_talks_did_take_place():
    text = """Norway poss talks | 's case Norway | failed amod talks | talks nsubj angered =talk
        with prep talks | Iceland pobj with | angered ROOT angered =anger | Bo dobj angered"""

    assert nominals(text) == ["Norway | talked with | Iceland"]


def test_an_event_that_is_warned_of_has_not_happened():
    text = """Mara nsubj warned | warned ROOT warned =warn | of prep warned | an det attack
        attack pobj of | by prep attack | Norway pobj by | on prep attack | Iceland pobj on"""

    assert nominals(text) == ["[possible future] Norway | attacked | Iceland"]


def test_their_talks_are_theirs():
    text = """their poss talks PRP$ | talks nsubj failed =talk | with prep talks | Norway pobj with
        failed ROOT failed =fail"""

    assert nominals(text) == ["their | talked with | Norway"]


def test_a_place_is_told_once():
    text = TALKS.replace("in prep held", "in prep talks")
    (talks,) = [p for p in read(text).propositions if p.rule == "nominals"]

    assert [m.text for m in talks.mentions("place")] == ["Oslo"]


def test_a_visit_that_is_cancelled_does_not_happen():
    text = """Bo nsubj cancelled | cancelled ROOT cancelled =cancel | Mara poss visit
        's case Mara | visit dobj cancelled | to prep visit | Iceland pobj to"""

    assert nominals(text) == ["[negative future] Mara | visited | Iceland"]


def test_a_threat_of_a_deed_is_not_the_deed():
    text = """The det threat | threat nsubj grew | of prep threat | an det attack | attack pobj of
        on prep attack | Iceland pobj on | by prep attack | Norway pobj by | grew ROOT grew =grow"""

    assert nominals(text)[-1].startswith("[possible")


def test_a_deed_that_is_only_spoken_of_is_not_asserted():
    text = """Mara nsubj stressed | stressed ROOT stressed =stress | the det arrest
        arrest dobj stressed | of prep arrest | Bo pobj of"""

    assert nominals(text) == ["[possible] Bo | was subject of arrest @Mara"]


def test_an_event_in_what_somebody_says_is_said_by_them():
    text = """Mara nsubj said | said ROOT said =say | Norway poss attack | 's case Norway
        attack nsubj failed | on prep attack | Iceland pobj on | failed ccomp said =fail"""

    assert nominals(text) == ["Norway | attacked | Iceland @Mara"]


def test_those_who_speak_during_a_call_are_in_it():
    text = """During prep advised | a det call | call pobj During | Mara nsubj advised
        advised ROOT advised =advise | Bo dobj advised"""

    assert nominals(text) == ["Mara | called | Bo"]


def test_those_who_act_during_a_call_need_not_be_in_it():
    text = """During prep hired | a det call | call pobj During | Mara nsubj hired
        hired ROOT hired =hire | Bo dobj hired"""

    assert nominals(text) == []


def test_what_somebody_announces_is_his_own():
    text = """Peru nsubj announced | announced ROOT announced =announce
        sanctions dobj announced =sanction | on prep sanctions | Chile pobj on"""

    assert nominals(text) == ["Peru | sanctioned | Chile @Peru"]
    assert nominals(text.replace("=announce", "=mourn")) == ["Chile | was subject of sanction"]


def test_a_verb_that_only_carries_a_noun_is_of_the_nouns_class():
    text = """Ossia nsubj declared | declared ROOT declared =declare | {} dobj declared"""

    assert [p.type for p in read(text.format("bankruptcy")).propositions] == ["Bankruptcy"]
    assert [p.type for p in read(text.format("soup")).propositions] == ["Announcement"]
    postponed = text.replace("declare", "postpone").format("elections")
    assert [p.type for p in read(postponed).propositions][:1] == ["Postponement"]


def test_a_plan_that_is_given_up_is_its_makers_own_and_will_not_come():
    text = """Norway nsubj dropped | dropped ROOT dropped =drop | plans dobj dropped =plan
        for prep plans | an det attack | attack pobj for | on prep attack | Iceland pobj on"""

    assert nominals(text) == ["[negative future] Norway | attacked | Iceland"]
    assert nominals(text.replace("dropped", "drafted").replace("=drop", "=draft")) == [
        "[future] Norway | attacked | Iceland"
    ]


def test_a_threat_of_somebody_is_his_to_carry_out():
    text = """Norway poss threat | 's case Norway | threat nsubj grew | of prep threat
        an det attack | attack pobj of | on prep attack | Iceland pobj on | grew ROOT grew =grow"""

    assert nominals(text)[-1] == "[possible future] Norway | attacked | Iceland"


def test_who_wants_a_ban_does_not_impose_it():
    text = """Norway nsubj sought | sought ROOT sought =seek | {} dobj sought | {} prep {}
        Iceland pobj {}"""
    talks, ban = ("talks", "with", "talks", "with"), ("ban", "on", "ban", "on")

    assert nominals(text.format(*talks)) == ["[possible future] Norway | talked with | Iceland"]
    assert nominals(text.format(*ban)) == ["[possible future] Iceland | was subject of ban"]


def test_what_is_done_without_did_not_happen():
    text = f"Without prep shocked | {ATTACK}".replace("nsubj shocked", "pobj Without")

    assert nominals(text) == ["[negative] Norway | attacked | Iceland"]


def test_an_event_that_never_took_place_is_denied():
    text = ATTACK.replace(
        "shocked ROOT shocked =shock | Bo dobj shocked",
        """never neg took
        took ROOT took =take | place dobj took""",
    ).replace("nsubj shocked", "nsubj took")

    assert nominals(text) == ["[negative] Norway | attacked | Iceland"]
    assert nominals(text.replace("place dobj", "ships dobj")) == ["Norway | attacked | Iceland"]


def test_an_election_that_is_called_is_to_come():
    text = "Mara nsubj called | called ROOT called =call | an det election | election {} called"

    for label in ("dobj", "oprd"):
        (election,) = read(text.format(label)).propositions
        assert (election.type, election.tense) == ("Election", "future")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("after prep left", ["Mara | talked with | Bo"]),
        ("before prep left", ["[future] Mara | talked with | Bo"]),
        ("ahead advmod left | of prep ahead", ["[future] Mara | talked with | Bo"]),
        ("over prep left", []),
    ],
)
def test_who_acts_before_or_after_a_meeting_was_in_it(words: str, expected: list[str]):
    last = words.split()[-3]
    text = f"""Mara nsubj left | left ROOT left =leave | {words} | talks pobj {last} =talk
        with prep talks | Bo pobj with"""

    assert nominals(text) == expected


STRIKE = """The det unions | unions nsubj staged =union | staged ROOT staged =stage | a det strike
    strike dobj staged | against prep strike | Norway pobj against"""


def test_a_strike_that_is_staged_is_one_of_workers():
    assert nominals(STRIKE) == ["The unions | struck against | Norway"]


@pytest.mark.parametrize(("words", "told"), [
    ("a det strike", "The armies | struck | Norway"),
    ("a det strike | rail compound strike", "The armies | struck against | Norway"),
    ("a det strike | nine-day amod strike", "The armies | struck against | Norway"),
])  # fmt: skip
def test_a_strike_is_called_one_of_workers_by_where_and_how_long(words, told):
    text = STRIKE.replace("staged", "launched").replace("unions", "armies").replace("=union", "")
    text = text.replace("a det strike", words)
    assert nominals(text.replace("=stage", "=launch")) == [told]


def test_a_text_of_wages_tells_of_strikes_of_workers_unless_there_is_war():
    text = STRIKE.replace("staged", "launched").replace("=stage", "=launch")
    assert nominals(text) == ["The unions | struck against | Norway"]
    armed = f"{text} | of prep Norway | missiles pobj of =missile"
    assert nominals(armed) == ["The unions | struck | Norway"]


def test_a_city_does_not_protest_for_who_protests_there():
    text = """The det protests | Paris compound protests | protests nsubj grew =protest
        grew ROOT grew =grow | against prep protests | Norway pobj against"""
    assert not any("Paris |" in told for told in nominals(text, Paris="GPE"))


def test_a_management_that_speaks_is_no_event():
    text = """Her poss management PRP$ PRON =her | management nsubj said NN | said ROOT said =say
        Bo nsubj left | left ccomp said =leave"""

    assert claims(text, rule="nominals") == []
