"""Stances on hand-written parses: did it happen, is it planned, who says so."""

import pytest
from parses import claims, parse

from kg.extract.frames import find_frames
from kg.extract.stance import Stance, find_stances, weaker

SELL = "to aux sell | the det mill | mill dobj sell"
SOLD = "Bo nsubj sold | the det mill | mill dobj sold"


def stances(text: str) -> dict[str, Stance]:
    """The stance of each clause by the form of its verb."""
    doc = parse(text)
    frames = find_frames(doc[:])
    found = find_stances(frames, doc[:])
    return {frame.verb.text: found[frame.verb.i] for frame in frames}


def put(stance: Stance) -> str:
    """A stance in words: what it has that is not plain fact."""
    flags = [stance.polarity] if stance.polarity != "positive" else []
    flags += [stance.certainty] if stance.certainty != "certain" else []
    flags += [stance.tense] if stance.tense == "future" else []
    flags += ["asked"] if stance.asked else []
    said = [f"@{speaker.text}" for speaker in stance.said_by]
    return " ".join(flags + said) or "fact"


def of(verb: str, text: str) -> str:
    return put(stances(text)[verb])


# A clause's own words


def test_a_plain_past_is_a_fact():
    assert of("sold", "Bo nsubj sold | sold ROOT sold | mills dobj sold") == "fact"
    assert stances("Bo nsubj sold | sold ROOT sold")["sold"].is_fact


def test_a_plain_present_is_a_fact_of_the_present():
    stance = stances("Bo nsubj sells | sells ROOT sells VBZ | mills dobj sells")["sells"]

    assert (stance.tense, stance.is_fact) == ("present", True)


@pytest.mark.parametrize(
    ("auxiliary", "expected"),
    [
        ("will", "future"),
        ("may", "possible future"),
        ("might", "possible future"),
        ("could", "possible future"),
        ("would", "possible future"),
        ("must", "probable future"),
    ],
)
def test_a_modal_says_how_certain_and_when(auxiliary: str, expected: str):
    assert of("sell", f"Bo nsubj sell | {auxiliary} aux sell | sell ROOT sell VB") == expected


def test_what_may_have_happened_lies_in_the_past():
    text = "Bo nsubj sold | may aux sold | have aux sold VB | sold ROOT sold VBN"

    assert of("sold", text) == "possible"
    assert stances(text)["sold"].tense == "past"


def test_what_will_have_happened_lies_ahead():
    text = "Bo nsubj sold | will aux sold | have aux sold VB | sold ROOT sold VBN"

    assert of("sold", text) == "future"


def test_did_is_no_modal():
    assert of("sell", "Bo nsubj sell | did aux sell VBD =do | sell ROOT sell VB") == "fact"


@pytest.mark.parametrize("word", ["not neg", "n't neg", "never neg", "never advmod"])
def test_a_clause_is_denied_by_its_own_adverb(word: str):
    assert of("sold", f"Bo nsubj sold | {word} sold | sold ROOT sold") == "negative"


def test_a_clause_is_denied_by_an_argument():
    assert (
        of("sold", "Bo nsubj sold | sold ROOT sold | no det mills | mills dobj sold") == "negative"
    )
    assert of("sold", "Nobody nsubj sold NN PRON | sold ROOT sold") == "negative"
    assert of("sold", "no det owner | owner nsubj sold | sold ROOT sold") == "negative"


def test_a_denial_of_one_clause_is_not_one_of_its_conjunct():
    text = """Bo nsubj call | did aux call VBD | not neg call | call ROOT call VB | and cc call
        left conj call VBD"""

    assert of("call", text) == "negative"
    assert of("left", text) == "fact"


def test_no_longer_denies():
    text = "Bo nsubj sells | no neg longer | longer advmod sells | sells ROOT sells VBZ"

    assert of("sells", text) == "negative"
    assert of("sells", text.replace("no neg", "even advmod")) == "fact"


def test_not_guilty_is_a_denial():
    text = "Bo nsubj pleaded | pleaded ROOT pleaded =plead | not neg guilty | guilty acomp pleaded"

    assert of("pleaded", text) == "negative"


def test_not_a_single_owner_is_nobody():
    text = "Not neg owner | a det owner | single amod owner | owner nsubj sold | sold ROOT sold"

    assert of("sold", text) == "negative"


@pytest.mark.parametrize("word", ["only", "just", "merely"])
def test_not_only_denies_nothing(word: str):
    text = f"""Bo nsubj sell | did aux sell VBD =do | not neg sell | {word} advmod sell
        sell ROOT sell VB"""

    assert of("sell", text) == "fact"


def test_only_is_no_negation():
    assert of("sold", "Bo nsubj sold | only advmod sold | sold ROOT sold") == "fact"


def test_an_adverb_of_hearsay_makes_it_possible():
    text = "Bo nsubj sold | reportedly advmod sold | sold ROOT sold"

    assert stances(text)["sold"].certainty == "possible"


def test_a_question_asks():
    text = "Did aux sell VBD =do | Bo nsubj sell | sell ROOT sell VB | ? punct sell"

    assert of("sell", text) == "asked"


def test_what_a_question_takes_for_granted_is_not_asked():
    text = """Did aux praise VBD =do | Bo nsubj praise | praise ROOT praise VB | Mara dobj praise
        who nsubj runs WP | runs relcl Mara VBZ | Oslo dobj runs | ? punct praise"""

    assert of("praise", text) == "asked"
    assert of("runs", text) == "fact"


# Conditions


@pytest.mark.parametrize("word", ["if", "unless", "whether", "provided"])
def test_a_condition_is_only_possible(word: str):
    text = f"""Bo nsubj leave | will aux leave | leave ROOT leave VB | {word} mark pays
        Mara nsubj pays | pays advcl leave VBZ"""

    assert of("pays", text) == "possible"


def test_should_before_its_subject_is_a_condition():
    text = """Bo nsubj intervene | could aux intervene | intervene ROOT intervene VB
        should aux attack | Norway nsubj attack | attack advcl intervene VB | Iceland dobj attack"""

    assert of("attack", text) == "possible future"


def test_should_behind_its_subject_is_no_condition_but_a_duty():
    text = """Bo nsubj said | said ROOT said =say | Norway nsubj pay | should aux pay
        pay ccomp said VB"""

    assert of("pay", text) == "possible future @Bo"


def test_a_reason_is_a_fact():
    text = (
        "Bo nsubj left | left ROOT left | because mark paid | Mara nsubj paid | paid advcl left VBD"
    )

    assert of("paid", text) == "fact"


# Complements with "to" and "-ing"


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("managed", "manage", "fact"),
        ("failed", "fail", "negative"),
        ("refused", "refuse", "negative future"),
        ("agreed", "agree", "future"),
        ("planned", "plan", "future"),
        ("vowed", "vow", "future"),
        ("wanted", "want", "possible future"),
        ("threatened", "threaten", "possible future"),
    ],
)
def test_a_verb_says_whether_its_infinitive_happened(form: str, lemma: str, expected: str):
    text = f"Bo nsubj {form} | {form} ROOT {form} ={lemma} | {SELL} | sell xcomp {form}"

    assert of("sell", text) == expected


@pytest.mark.parametrize(("lemma", "expected"), [("manage", "negative"), ("fail", "fact")])
def test_a_denied_implicative_turns_round(lemma: str, expected: str):
    text = f"""Bo nsubj {lemma} | did aux {lemma} VBD =do | not neg {lemma}
        {lemma} ROOT {lemma} VB | {SELL} | sell xcomp {lemma}"""

    assert of("sell", text) == expected


def test_what_is_ruled_out_is_denied_and_what_is_not_ruled_out_is_possible():
    ruled = "out prt ruled | selling xcomp ruled VBG =sell"

    assert of("selling", f"Bo nsubj ruled | ruled ROOT ruled VBD =rule | {ruled}").startswith("neg")
    text = (
        f"Bo nsubj ruled | has aux ruled VBZ | not neg ruled | ruled ROOT ruled VBN =rule | {ruled}"
    )
    assert of("selling", text) == "possible future"


def test_an_infinitive_under_may_is_no_more_certain_than_may():
    text = f"Bo nsubj manage | may aux manage | manage ROOT manage VB | {SELL} | sell xcomp manage"

    assert stances(text)["sell"].certainty == "possible"


def test_a_conjunct_of_an_infinitive_is_planned_too():
    text = f"""Bo nsubj agreed | agreed ROOT agreed =agree | {SELL} | sell xcomp agreed
        and cc sell | then advmod buy | buy conj sell VB | barns dobj buy"""

    assert of("sell", text) == of("buy", text) == "future"


def test_an_adjective_says_how_likely_its_infinitive_is():
    text = f"Bo nsubj is | is ROOT is VBZ | likely acomp is | {SELL} | sell xcomp likely"

    assert of("sell", text) == "probable future"


# Object control


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("urged", "urge", "possible future asked @Mara"),
        ("ordered", "order", "possible future asked @Mara"),
        ("forced", "force", "fact"),
        ("persuaded", "persuade", "fact"),
    ],
)
def test_what_somebody_makes_another_do(form: str, lemma: str, expected: str):
    text = f"""Mara nsubj {form} | {form} ROOT {form} ={lemma} | Bo dobj {form} | {SELL}
        sell xcomp {form}"""

    assert of("sell", text) == expected


# Speech


def said(form: str, lemma: str, mark: str = "that mark sold |") -> str:
    return f"Mara nsubj {form} | {form} ROOT {form} ={lemma} | {mark} {SOLD} | sold ccomp {form}"


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("said", "say", "@Mara"),
        ("confirmed", "confirm", "@Mara"),
        ("denied", "deny", "negative @Mara"),
        ("thought", "think", "probable @Mara"),
        ("hoped", "hope", "possible future @Mara"),
    ],
)
def test_what_is_said_is_its_speakers(form: str, lemma: str, expected: str):
    assert of("sold", said(form, lemma)) == expected


def test_what_is_asked_is_not_said_to_be_so():
    stance = stances(said("asked", "ask", "whether mark sold |"))["sold"]

    assert (stance.certainty, stance.asked) == ("possible", True)


def test_who_asks_why_takes_it_for_granted():
    assert of("sold", said("asked", "ask", "why advmod sold WRB |")) == "@Mara"


def test_what_is_said_by_nobody_named_is_only_possible():
    text = """Bo nsubjpass said | is auxpass said VBZ | said ROOT said VBN =say | to aux sold
        have aux sold VB | sold xcomp said VBN | mills dobj sold"""

    assert of("sold", text) == "possible"


def test_a_denial_that_is_denied_leaves_it_open():
    text = f"""Mara nsubj deny | did aux deny VBD =do | not neg deny | deny ROOT deny VB
        that mark sold | {SOLD} | sold ccomp deny"""

    assert of("sold", text) == "possible @Mara"


def test_would_under_said_is_a_plain_future():
    text = """Mara nsubj said | said ROOT said =say | Bo nsubj sell | would aux sell
        sell ccomp said VB"""

    assert of("sell", text) == "future @Mara"


def test_who_reports_what_others_said_comes_first():
    text = """paper nsubj said | said ROOT said =say | officials nsubj told | told ccomp said =tell
        Bo nsubj sold | sold ccomp told"""

    assert of("sold", text) == "@paper @officials"
    assert of("told", text) == "@paper"


def test_conjoined_content_has_one_speaker():
    text = """Mara nsubj said | said ROOT said =say | Bo nsubj sold | sold ccomp said | and cc sold
        Ann nsubj left | left conj sold VBD"""

    assert of("left", text) == "@Mara"


def test_what_comes_beside_a_speech_is_not_said():
    text = """Mara nsubj said | said ROOT said =say | Bo nsubj sold | sold ccomp said | and cc said
        left conj said VBD"""

    assert of("left", text) == "fact"


def test_according_to_names_the_speaker():
    text = """According prep sold VBG =accord | to prep According | Mara pobj to | Bo nsubj sold
        sold ROOT sold"""

    assert of("sold", text) == "@Mara"


def test_the_speaker_of_a_passive_is_its_agent():
    text = """It nsubjpass confirmed | was auxpass confirmed | confirmed ROOT confirmed VBN =confirm
        by agent confirmed | Mara pobj by | that mark sold | Bo nsubj sold | sold ccomp confirmed"""

    assert of("sold", text) == "@Mara"


def test_who_issues_a_statement_speaks():
    text = """A det statement | statement nsubj said | by prep statement | the det bank
        bank pobj by | said ROOT said =say | Bo nsubj sold | sold ccomp said"""

    assert of("sold", text) == "@bank"


def test_whose_statement_it_is_speaks():
    text = """Mara poss statement | 's case Mara | statement nsubj said | said ROOT said =say
        Bo nsubj sold | sold ccomp said"""

    assert of("sold", text) == "@Mara"


ASIDE = """The det ban | ban nsubj end | , punct said | officials nsubj said
    said parataxis end VBD =say | , punct said | will aux end | end ROOT end VB"""


def test_who_says_it_in_an_aside_says_it():
    assert of("end", ASIDE) == "future @officials"
    assert of("said", ASIDE) == "fact"


def test_an_aside_that_says_nothing_names_no_speaker():
    text = ASIDE.replace("said", "winced").replace("=say", "=wince")

    assert of("end", text) == "future"


# Conjoined verbs


def test_a_bare_conjunct_shares_modal_and_negation():
    text = """Bo nsubj sell | will aux sell | not neg sell | sell ROOT sell VB | or cc sell
        close conj sell VB"""

    assert of("sell", text) == of("close", text) == "negative future"


def test_a_finite_conjunct_has_its_own_tense():
    text = (
        """Bo nsubj sell | will aux sell | sell ROOT sell VB | and cc sell | left conj sell VBD"""
    )

    assert of("left", text) == "fact"


def test_a_conjunct_with_a_modal_of_its_own_keeps_it():
    text = """Bo nsubj sell | may aux sell | sell ROOT sell VB | and cc sell | will aux leave
        leave conj sell VB"""

    assert of("leave", text) == "future"


# Adverbials, purposes, gerunds


def test_a_purpose_is_not_yet_a_deed():
    text = f"Bo nsubj flew | flew ROOT flew =fly | {SELL} | sell advcl flew VB"

    assert of("sell", text) == "possible future"


def test_where_prices_rise_to_close_they_close():
    text = """Prices nsubj rose | rose ROOT rose =rise | to aux close | close advcl rose VB
        at prep close | 90 pobj at"""

    assert of("close", text) == "fact"


def test_a_participle_beside_a_clause_is_no_more_certain_than_it():
    text = """Bo nsubj leave | might aux leave | leave ROOT leave VB | taking advcl leave
        files dobj taking"""

    assert of("taking", text).startswith("possible")


def gerund(preposition: str, form: str = "left", lemma: str = "leave", object: str = "") -> str:
    return f"""Bo nsubj {form} | {form} ROOT {form} ={lemma} | {object} {preposition} prep {form}
        selling pcomp {preposition} =sell | mills dobj selling"""


def test_by_doing_it_is_doing_it():
    assert of("selling", gerund("by")) == "fact"


def test_after_doing_it_is_having_done_it():
    assert of("selling", gerund("after")) == "fact"


def test_without_doing_it_is_not_doing_it():
    assert of("selling", gerund("without")) == "negative"


def test_what_goes_with_something_likely_is_as_likely():
    text = f"""Bo nsubj is | is ROOT is VBZ | likely acomp is | {SELL} | sell xcomp likely
        with prep is | prices nsubj falling | falling pcomp with"""

    assert of("falling", text) == "probable future"
    assert of("falling", text.replace("likely", "brave")) == "fact"


def test_instead_of_doing_it_is_not_doing_it():
    text = """Bo nsubj called | called ROOT called =call | votes dobj called | instead advmod of
        of prep called | selling pcomp of =sell"""

    assert of("selling", text) == "negative"


def test_what_somebody_threatens_by_doing_is_done():
    text = gerund("by", "threatened", "threaten", "Mara dobj threatened |")

    assert of("selling", text) == "fact"


def test_a_deed_that_somebody_is_warned_against_is_not_asserted():
    text = gerund("against", "warned", "warn", "Mara dobj warned |")

    assert stances(text)["selling"].polarity == "negative"
    assert not stances(text)["selling"].is_fact


def test_a_deed_that_somebody_is_accused_of_is_only_possible():
    text = gerund("of", "accused", "accuse", "Mara dobj accused |")

    assert of("selling", text) == "possible @Bo"


def test_who_accuses_speaks_in_the_passive_too():
    text = """Mara nsubjpass accused | was auxpass accused | accused ROOT accused VBN =accuse
        of prep accused | selling pcomp of =sell"""

    assert of("selling", text) == "possible"
    assert of("selling", f"{text} | by agent accused | Bo pobj by") == "possible @Bo"


# Relative clauses and infinitives on nouns


def test_a_relative_clause_in_the_past_is_a_fact_whatever_is_above():
    text = """Bo nsubj buy | may aux buy | buy ROOT buy VB | the det firm | firm dobj buy
        which nsubj closed WDT | closed relcl firm | mills dobj closed"""

    assert of("closed", text) == "fact"


def test_a_relative_clause_with_would_is_as_uncertain_as_what_is_above():
    text = """Bo nsubj propose | may aux propose | propose ROOT propose VB | a det law
        law dobj propose | which nsubj close WDT | would aux close | close relcl law VB"""

    assert of("close", text) == "possible future"


def infinitive_on(noun: str) -> str:
    return f"""Bo nsubj described | described ROOT described =describe | a det {noun}
        {noun} dobj described | {SELL} | sell acl {noun} VB"""


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("plan", "future"),
        ("promise", "future"),
        ("attempt", "possible"),
        ("refusal", "negative"),
        ("failure", "negative"),
    ],
)
def test_a_noun_says_whether_its_infinitive_happens(noun: str, expected: str):
    assert expected in of("sell", infinitive_on(noun))


def test_a_plan_that_is_dropped_is_no_plan():
    text = infinitive_on("plan").replace("described", "dropped").replace("=describe", "=drop")

    assert of("sell", text) == "negative future"


def test_a_noun_that_promises_nothing_leaves_it_possible():
    assert "possible" in of("sell", infinitive_on("mill-hand"))


def test_an_invitation_that_is_accepted_is_a_plan():
    text = """Mara nsubj accepted | accepted ROOT accepted =accept | an det invitation
        invitation dobj accepted | to aux visit | visit acl invitation VB"""
    declined = text.replace("accepted", "declined").replace("=accept", "=decline")

    assert of("visit", text) == "future"
    assert of("visit", declined) != "future"


# Values


def test_the_less_certain_of_two():
    assert weaker("certain", "possible") == weaker("possible", "probable") == "possible"
    assert weaker("certain", "certain") == "certain"


def test_a_stance_never_becomes_more_certain_by_weakening():
    assert Stance(certainty="possible").weakened("certain").certainty == "possible"


# What a thing is for, and what is announced of it


def test_what_is_used_to_do_something_may_do_it():
    text = """Funds nsubjpass used | were auxpass used | used ROOT used VBN =use
        to aux help | help xcomp used | banks dobj help"""

    assert of("help", text) == "possible future"


def test_what_used_to_happen_happened():
    assert (
        of("rise", "Prices nsubj used | used ROOT used | to aux rise | rise xcomp used") == "fact"
    )


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("deal", "negative future"),
        ("fear", "negative possible future"),
        ("house", "negative future"),
    ],
)
def test_what_a_deal_was_is_as_sure_as_a_deal(noun: str, expected: str):
    text = f"""The det {noun} | {noun} nsubj was | was ROOT was | that mark sell | Bo nsubj sell
        would aux sell | not neg sell | sell ccomp was VB"""

    assert of("sell", text) == expected


def test_a_worry_apart_from_its_verb_is_still_a_worry():
    text = """Prices nsubj rose | rose ROOT rose | amid prep rose | doubt pobj amid | and cc doubt
        worries conj rose NNS =worry | that mark sell | Bo nsubj sell | will aux sell
        sell ccomp worries VB"""

    assert of("sell", text) == "possible future"


TOOK = """It nsubj took | took ROOT took =take | two nummod years | years dobj took =year
    to aux build | build advcl took VB | bridges dobj build"""


def test_what_it_took_years_to_do_was_done():
    assert of("build", TOOK) == "fact"
    assert of("build", TOOK.replace("It nsubj", "She nsubj")) == "possible future"
    assert of("build", TOOK.replace("years", "courages").replace("=year", "=courage")) == (
        "possible future"
    )


def test_what_is_held_closed_is_closed_and_nobody_says_so():
    text = """Bo nsubj held | held ROOT held =hold | shops nsubj closed
        closed ccomp held VBN =close"""

    assert of("closed", text) == "fact"


@pytest.mark.parametrize("preposition", ["following", "amid", "after"])
def test_what_came_first_happened(preposition: str):
    text = f"""Prices nsubj rose | rose ROOT rose | {preposition} prep rose
        falling pcomp {preposition} VBG =fall"""

    assert of("falling", text) == "fact"


def test_what_goes_with_a_fact_is_one():
    text = """Prices nsubj rose | rose ROOT rose | with prep rally | a det rally | rally dobj rose
        banks nsubj selling | selling pcomp with VBG =sell"""

    assert of("selling", text) == "fact"


def test_before_a_headline_s_present_is_a_fact_too():
    text = """Prices nsubj recover | recover ROOT recover VBP | before prep recover
        falling pcomp before VBG =fall"""

    assert of("falling", text) == "fact"


ANNOUNCED = """Bo nsubj announced | announced ROOT announced =announce | a det plan
    plan dobj announced | to aux sell | sell acl plan VB | mills dobj sell"""


def test_who_announces_a_plan_says_what_is_planned():
    assert of("sell", ANNOUNCED) == "future @Bo"
    assert of("sell", ANNOUNCED.replace("announced", "dropped").replace("announce", "drop")) == (
        "negative future"
    )


def test_who_announces_a_summit_to_be_held_says_that_it_will_be():
    text = """Bo nsubj announced | announced ROOT announced =announce | talks nsubjpass held
        to aux held | be auxpass held | held ccomp announced VBN =hold"""

    assert of("held", text) == "future @Bo"
    assert of("held", text.replace("announced", "saw").replace("=announce", "=see")) != (
        "future @Bo"
    )


def test_who_claims_to_own_something_says_so_of_himself():
    text = """Bo nsubj claims | claims ROOT claims VBZ =claim | to aux own | own xcomp claims
        it dobj own"""

    assert of("own", text) == "@Bo"
    assert of("own", text.replace("claims", "manages").replace("=claim", "=manage")) == "fact"


def test_what_had_happened_is_a_condition_where_subject_and_auxiliary_change_places():
    text = """Had aux attacked VBD AUX =have | Norway nsubj attacked
        attacked ccomp replied VBN =attack | , punct replied | Chile nsubj replied
        would aux replied | have aux replied VB | replied ROOT replied VBN =reply"""

    assert of("attacked", text) == "possible"


def test_what_there_is_no_evidence_of_is_only_possible():
    text = """There expl is EX | is ROOT is VBZ VERB =be | no det evidence
        evidence attr is | that mark sold | Bo nsubj sold | sold acl evidence VBD | it dobj sold"""

    assert of("sold", text) == "possible"
    assert of("sold", text.replace("no det evidence", "some det evidence")) == "fact"


def test_a_command_before_who_gives_it_is_asked():
    text = """Sell advcl told VB VERB sell | the det mill | mill dobj Sell | Bo nsubj told
        told ROOT told VBD VERB tell | Ann dobj told"""

    assert of("Sell", text) == "possible future asked @Bo"


WAITING = """Mara nsubj concede | will aux concede MD | not neg concede | concede ROOT concede
    until mark counted | votes nsubjpass counted =vote | are auxpass counted
    counted advcl concede VBN =count"""


def test_what_is_awaited_has_not_happened():
    assert "[possible future] votes | was counted" in claims(WAITING, rule="clauses")
    past = WAITING.replace("will aux", "did aux").replace("MD", "VBD")
    assert "votes | was counted" in claims(past, rule="clauses")


def test_who_confesses_to_nothing_confesses_not():
    text = """Mara nsubj confessed | confessed ROOT confessed =confess | to prep confessed
        nothing pobj to"""
    assert claims(text, rule="clauses") == ["[negative] Mara | confessed to | nothing"]
    assert claims(text.replace("nothing", "theft"), rule="clauses") == [
        "Mara | confessed to | theft"
    ]
