"""Verbs of headlines, on hand-written parses as a pipeline gives them, and on counter-examples."""

from parses import CAST, claims, hung, read

LABELS = CAST | {"Mara_Dahl": "PERSON"}

JAILS = """Lund compound court | court compound jails NN | jails compound editor NNS =jail
    editor ROOT editor NN NOUN | for prep editor | insulting pcomp for =insult
    judges dobj insulting NNS =judge"""
ANNULS = """Norwegian amod annuls | court compound annuls NN | annuls compound vote NNS =annul
    vote advcl rerun NN NOUN | , punct rerun | orders nsubj rerun NNS =order
    rerun ROOT rerun VBD"""
SCRAPS = """carmaker nsubj posts NN | posts ROOT posts VBZ =post | loss dobj posts NN
    , punct loss | scraps compound dividend NNS =scrap | dividend dep posts NN"""
SIGNALS = """Ossia nsubj holds | holds ROOT holds VBZ =hold | rates dobj holds NNS =rate
    , punct holds | signals conj rates NNS =signal | cut acl signals VBN =cut | by prep cut
    May pobj by"""
QUAKE = """Quake nsubj kills NN | kills ccomp injures VBZ =kill | Bo dobj kills | , punct injures
    injures ROOT injures VBZ =injure | dozens dobj injures NNS =dozen"""
VISITS = """Mara compound visits | visits nsubj urges NNS =visit | Lund npadvmod visits
    , punct urges | urges ROOT urges VBZ =urge | peace dobj urges NN"""
PAIR = """Mara npadvmod discuss | , punct discuss | Bo nsubj discuss
    discuss ROOT discuss VBP =discuss | aid dobj discuss NN"""
FINES = """Norway compound fines | fines ROOT fines VBZ =fine | Ossia dobj fines"""
PLURAL = """Norway compound fines | fines ROOT fines NNS NOUN =fine | Ossia dobj fines"""
POLICE = """Police compound arrest NNS NOUN =police | arrest compound man NN | man ROOT man NN NOUN
    over prep man | fire pobj over NN"""
HEADLINES = [JAILS, ANNULS, SCRAPS, SIGNALS, QUAKE, VISITS, PAIR, FINES, PLURAL, POLICE]


def told(text: str, **labels: str) -> list[str]:
    return claims(text, rule="clauses", heading=True, **LABELS | labels)


def link(text: str, form: str) -> tuple[str, str]:
    return hung(text, form, **LABELS)


def test_a_court_that_jails_an_editor_does_so_in_a_headline():
    assert told(JAILS)[0] == "Lund court | jailed | editor"


def test_a_plural_before_a_noun_is_no_verb_in_a_sentence_that_ends():
    assert link(f"{JAILS} | . punct editor", "jails") == ("compound", "editor")


def test_arms_and_the_like_are_no_verbs_even_in_a_headline():
    arms = JAILS.replace("jails", "arms").replace("=jail", "=arm")

    assert link(arms, "arms") == ("compound", "editor")


def test_who_cannot_act_does_nothing():
    oil = JAILS.replace("court", "oil")

    assert link(oil, "jails") == ("compound", "editor")


def test_the_second_verb_of_a_headline_has_the_subject_of_the_first():
    assert told(ANNULS) == [
        "Norwegian court | annulled | vote",
        "Norwegian court | ordered | rerun",
    ]
    assert told(SCRAPS) == ["carmaker | posted | loss", "carmaker | scrapped | dividend"]
    assert told(SIGNALS)[:2] == ["Ossia | held | rates", "Ossia | signaled | cut by May"]
    assert told(QUAKE) == ["Quake | killed | Bo", "Quake | injured | dozens"]


def test_a_list_of_things_has_no_verb_in_it():
    text = """Ossia nsubj closes | closes ROOT closes VBZ =close | shops dobj closes NNS =shop
        , punct shops | stores conj shops NNS =store | and cc stores | pubs conj stores NNS =pub"""

    assert link(text, "stores") == ("conj", "shops")


def test_who_says_it_behind_the_comma_is_not_who_did_it():
    text = QUAKE.replace("injures", "says").replace("=injure", "=say").replace("dozens", "Mara")

    assert link(text, "says") == ("ROOT", "says")


def test_who_visits_is_told_apart_from_the_visit():
    assert told(VISITS) == ["Mara | visited | Lund", "Mara | urged | peace"]


def test_two_names_with_a_comma_between_them_do_it_both():
    assert told(PAIR) == ["Mara | discussed | aid", "Bo | discussed | aid"]


def test_a_verb_with_an_object_and_no_subject_has_the_name_before_it():
    assert told(FINES) == ["Norway | fined | Ossia"]
    assert told(PLURAL) == ["Norway | fined | Ossia"]


def test_police_arrest_somebody_in_the_plural():
    assert told(POLICE) == ["Police | arrested | man"]
    assert link(POLICE.replace("man", "record"), "arrest") == ("compound", "record")


def test_what_a_headline_has_in_the_infinitive_is_planned():
    text = "Norway nsubj buy | to aux buy | buy ROOT buy VB | ships dobj buy NNS =ship"

    (claim,) = read(text, heading=True, **LABELS).propositions
    assert claim.tense == "future"


HEADS = """Storm nsubj kills NN | kills ROOT kills VBZ =kill | Bo dobj kills | , punct kills
    heads conj Bo NNS =head | for prep heads | Lund pobj for"""
TALKS = """Norway nsubj signs | signs ROOT signs VBZ =sign | pact dobj signs NN | after mark talks
    Lund nsubj talks | talks advcl signs VBZ =talk"""
HEADLINES += [HEADS, TALKS]


def test_a_second_verb_of_a_headline_may_have_a_preposition():
    assert told(HEADS) == ["Storm | killed | Bo", "Storm | headed for | Lund"]


def test_talks_in_a_town_are_nothing_that_the_town_does():
    assert told(TALKS) == ["Norway | signed | pact"]
    assert link(TALKS.replace("talks", "acts").replace("=talk", "=act"), "Lund")[0] == "nsubj"


ORDERS = """court compound orders NN | orders ROOT orders NNS NOUN =order | Ossia appos orders
    to aux sell | sell acl orders VB | mills dobj sell NNS =mill"""
RULES = """court compound rules NN | rules ROOT rules NNS NOUN =rule | against prep rules
    Ossia pobj against"""
PARDONS = """Mara compound pardons | pardons nsubj draws NNS =pardon | Bo appos pardons
    , punct draws | draws ROOT draws VBZ =draw | criticism dobj draws NN"""
HEADLINES += [ORDERS, RULES, PARDONS]


def test_a_court_that_orders_somebody_to_sell_orders_it():
    sold = "[possible future asked] Ossia | sold | mills @court"
    assert told(ORDERS) == ["court | ordered | Ossia", sold]
    assert link(f"{ORDERS} | . punct orders", "Ossia") == ("appos", "orders")


def test_a_court_that_rules_against_a_firm_does_so():
    assert told(RULES) == ["court | ruled against | Ossia"]
    assert link(RULES.replace("rules", "talks").replace("=rule", "=talk"), "court")[0] == "compound"


def test_who_pardons_somebody_is_no_pardon():
    assert told(PARDONS) == ["Mara | pardoned | Bo", "Mara | drew | criticism"]


def test_unions_that_threaten_a_strike_do_not_say_the_clause_before():
    text = """Norway nsubj raises | raises ccomp threaten VBZ =raise | prices dobj raises NNS
        , punct threaten | unions nsubj threaten NNS =union | threaten ROOT threaten VBP =threaten
        strike dobj threaten NN"""

    assert link(text, "threaten") == ("conj", "raises")
