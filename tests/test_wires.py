"""What wire copy turns round or leaves out, on parses as a pipeline gives them."""

import pytest
from parses import CAST, claims, hung, read

LABELS = CAST | {"Mara_Dahl": "PERSON", "Olsson": "PERSON", "2_%": "PERCENT"}

PER = """Per prep won IN ADP | Olsson nsubj won | won ROOT won =win | the det cup
    cup dobj won NN | . punct won"""
CHEMIST = """Bo nsubj met | met ROOT met =meet | the det chemist | chemist dobj met NN
    Per prep chemist IN ADP | Olsson pobj Per | . punct met"""
REASON = """Yen nsubj jumps NN | jumps ROOT jumps VBZ =jump | as prep jumps | Oslo nmod hints
    official amod hints | hints pobj as NNS =hint | at prep hints | cuts pobj at NNS =cut"""
SLIDE = """Ten nsubj died CD NUM | died ROOT died =die | after prep died | a det slide
    slide pobj after NN | buried acl slide VBN =bury | Lund dobj buried | . punct died"""
PART = """Ossia nsubj left | which nsubj is WDT | is relcl Ossia VBZ =be | partly advmod owned
    owned acomp is VBN VERB =own | by agent owned | Norway pobj by | left ROOT left =leave"""
CHAOS = """Bo nsubj accused | accused ROOT accused =accuse | her dobj accused | of prep accused
    having aux chosen VBG AUX | chosen amod chaos VBN VERB =choose | chaos pobj of NN"""
ORDERED = """Bo nsubj ordered | ordered ROOT ordered =order | schools dobj ordered NNS =school
    closed acl schools VBN =close | in prep closed | Lund pobj in"""
SHOW = """It nsubj makes | makes ROOT makes VBZ =make | a det show | show dobj makes NN
    , punct makes | presented advcl makes VBN =present | by agent presented | Mara pobj by
    , punct Mara | which nsubjpass seen WDT | was auxpass seen | seen relcl Mara VBN =see"""
FLOODS = """Lund nsubjpass hit | was auxpass hit | hit ROOT hit VBN =hit | by agent hit
    floods pobj by NNS =flood | in prep hit | May pobj in | that nsubj killed WDT
    killed relcl Lund VBD =kill | Bo dobj killed"""
WHOSE = """Bo nsubjpass chosen | was auxpass chosen | chosen ROOT chosen VBN =choose
    by agent chosen | the det club | club pobj by NN | , punct club | whose poss head WP$
    head appos club NN | , punct head | Mara appos head | , punct club
    spoke conj chosen VBD =speak"""
WIRES = [PER, CHEMIST, REASON, SLIDE, PART, CHAOS, ORDERED, SHOW, FLOODS, WHOSE]


def told(text: str, **labels: str) -> list[str]:
    return claims(text, rule="clauses", **LABELS | labels)


def types(text: str, **labels: str) -> list[str]:
    return [p.type for p in read(text, **LABELS | labels).propositions if p.rule == "clauses"]


def link(text: str, form: str) -> tuple[str, str]:
    return hung(text, form, **LABELS)


def test_per_is_a_given_name_before_a_surname():
    assert told(PER) == ["Per Olsson | won | the cup"]
    assert link(PER.replace("Per", "For"), "For") == ("prep", "won")


def test_a_chemist_by_the_name_of_per_is_one_person():
    assert link(CHEMIST, "Olsson") == ("appos", "chemist")
    assert claims(CHEMIST, rule="appositions", **LABELS) == ["Per Olsson | is | the chemist"]


def test_a_modal_in_a_question_is_nobodys_name():
    text = "Will aux win MD | Olsson nsubj win | win ROOT win VB | ? punct win"

    assert link(text, "Will") == ("aux", "win")


def test_what_an_official_hints_at_in_a_headline_is_what_he_does():
    assert told(REASON)[1] == "Oslo official | hinted at | cuts"
    assert link(f"{REASON} | . punct jumps", "hints") == ("pobj", "as")


def test_a_slide_that_buries_a_town_is_not_buried():
    assert told(SLIDE) == ["Ten | died", "a slide | buried | Lund"]
    by_rain = SLIDE.replace("Lund dobj buried", "by agent buried | rain pobj by NN")
    assert link(by_rain, "buried") == ("acl", "slide")


def test_who_owns_a_firm_in_part_owns_it():
    assert told(PART)[0] == "Norway | owned | Ossia"
    assert types(PART)[0] == "OwnerOf"


def test_who_is_accused_of_having_done_something_did_it_if_anybody():
    assert told(CHAOS) == ["Bo | accused | her", "[possible] her | chose | chaos @Bo"]


def test_what_is_ordered_closed_is_not_closed_yet():
    assert told(ORDERED) == [
        "Bo | ordered",
        "[possible future asked] schools | was closed in | Lund @Bo",
    ]
    saw = ORDERED.replace("ordered", "saw").replace("=order", "=see")
    assert link(saw, "closed") == ("acl", "schools")


def test_which_is_no_person():
    assert "a show | was seen" in told(SHOW)


def test_floods_that_hit_a_town_kill_and_not_the_town():
    assert told(FLOODS) == ["floods | hit | Lund", "floods | killed | Bo"]


def test_whose_head_speaks_is_not_who_was_chosen():
    assert told(WHOSE)[-1] == "whose head | spoke"


def test_having_done_something_is_no_passive():
    text = """Bo nsubj left | left ROOT left =leave | having aux sold VBG AUX having
        sold advcl left VBN =sell | the det mill | mill dobj sold NN"""

    assert told(text)[-1] == "Bo | sold | the mill"


def test_hundreds_who_are_feared_dead_fear_nothing():
    text = """Slide nsubj hits NN | hits ccomp feared VBZ =hit | Lund dobj hits | , punct feared
        ten nsubj feared CD NUM | feared ROOT feared VBD =fear | dead oprd feared JJ ADJ"""

    assert told(text) == ["Slide | hit | Lund", "ten | was feared dead"]


def test_what_it_looks_like_is_probable():
    text = """It nsubj looks | looks ROOT looks VBZ =look | {} mark paid IN | Bo nsubj paid
        paid advcl looks VBD =pay"""

    assert told(text.format("like"))[-1] == "[probable] Bo | paid"
    assert told(text.format("because"))[-1] == "Bo | paid"


def test_two_of_those_are_people():
    text = """Two nsubj died CD NUM | of prep Two | those pobj of DT DET | died ROOT died =die"""

    assert told(text, Two="CARDINAL") == ["Two of those | died"]


def test_fellow_pundits_by_their_names_are_these_two():
    text = """fellow amod pundits | pundits nsubj left NNS =pundit | Mara appos pundits
        and cc Mara | Bo conj Mara | left ROOT left =leave"""

    assert told(text) == ["fellow pundits Mara | left", "Bo | left"]


def test_a_second_subject_may_have_a_title():
    text = """Mara nsubj left | and cc Mara | veteran conj Mara NN | Bo appos Mara
        left ROOT left =leave"""

    assert told(text) == ["Mara | left", "veteran Bo | left"]


@pytest.mark.parametrize(("way", "type"), [("down", "Decrease"), ("higher", "Increase")])
def test_shares_that_are_down_fell_by_so_much(way: str, type: str):
    was = f"""Shares nsubj were NNS =share | were ROOT were VBD =be | {way} advmod were
        2 nummod % | % npadvmod {way} NN"""
    closed = was.replace("were", "closed").replace("=be", "=close").replace("VBD", "VBD VERB")

    (claim,) = read(was, **LABELS).propositions
    assert (claim.type, claim.predicate.label) == (type, f"was {way}")
    assert [a.mention.text for a in claim.arguments if a.role == "amount"] == ["2 %"]
    (claim,) = read(closed, **LABELS).propositions
    assert (claim.type, [a.role for a in claim.arguments]) == (type, ["subject", "amount"])


@pytest.mark.parametrize(
    ("subject", "verb", "lemma", "rest", "type"),
    [
        ("government", "fell", "fall", "", ""),
        ("price", "fell", "fall", "", "Decrease"),
        ("Bo", "updated", "update", "software dobj updated NN", ""),
        ("Bo", "updated", "update", "Mara dobj updated", "Briefing"),
        ("Bo", "abandoned", "abandon", "Mara dobj abandoned", ""),
        ("Bo", "abandoned", "abandon", "talks dobj abandoned NNS =talk", "Cancellation"),
        ("bank", "charged", "charge", "fees dobj charged NNS =fee", ""),
        ("court", "charged", "charge", "Bo dobj charged", "Charge"),
        ("Bo", "took", "take", "to prep took | streets pobj to NNS =street", "Protest"),
        ("gold", "settled", "settle", "lower advmod settled", "Decrease"),
    ],
)
def test_a_verb_means_what_its_words_let_it(
    subject: str, verb: str, lemma: str, rest: str, type: str
):
    tag = "NNP" if subject == "Bo" else "NN"
    text = f"{subject} nsubj {verb} {tag} | {verb} ROOT {verb} ={lemma}"

    assert types(f"{text} | {rest}" if rest else text)[:1] == [type]


def test_who_is_taken_to_hospital_protests_nothing():
    text = """Bo nsubjpass taken | was auxpass taken | taken ROOT taken VBN =take | to prep taken
        hospital pobj to NN"""

    assert types(text) == [""]


def test_shares_in_a_firm_are_nowhere():
    text = """Shares nsubj rose NNS =share | in prep Shares | Lund pobj in | rose ROOT rose =rise"""

    assert claims(text, rule="places") == []
    assert claims(text.replace("Shares", "Mills").replace("=share", "=mill"), rule="places") != []


def test_who_owns_what_will_pay_owns_it_now():
    text = """Ossia nsubj pay | owned acl Ossia VBN =own | by agent owned | Norway pobj by
        will aux pay | pay ROOT pay VB"""

    assert told(text) == ["Norway | owned | Ossia", "[future] Ossia | paid"]


def test_a_probe_near_the_moon_investigates_nothing():
    text = """A det probe | {0} amod probe | probe nsubj hit NN | hit ROOT hit =hit | the det {1}
        {1} dobj hit NN"""

    assert claims(text.format("Norwegian", "moon"), rule="nominals", Norwegian="NORP") == []
    assert claims(text.format("Norwegian", "bank"), rule="nominals", Norwegian="NORP") != []


def test_a_penalty_in_a_game_punishes_nobody():
    text = """Mara poss penalty | 's case Mara | penalty nsubj beat NN | the det {0}
        {0} dobj beat NN | beat ROOT beat =beat | before prep beat | the det referee
        referee pobj before NN"""

    assert claims(text.format("goalkeeper"), rule="nominals") == []
    assert claims(text.format("odds"), rule="nominals") != []


MUSEUM = """museum nsubj looted NN | to aux return | return relcl museum VB | looted ROOT looted
    bronzes dobj looted NNS | to prep looted | Norway pobj to"""
WIRES.append(MUSEUM)


def test_a_museum_that_is_to_return_looted_things_looted_nothing():
    assert claims(MUSEUM, rule="clauses", heading=True) == [
        "[future] museum | returned | looted bronzes"
    ]
    assert link(f"{MUSEUM} | . punct looted", "looted") == ("ROOT", "looted")


def test_what_is_being_built_is_no_architect():
    text = """Mara nsubj saw | saw ROOT saw =see | a det hall | hall dobj saw NN
        designed acl hall VBN =design | by agent designed | Bo pobj by | , punct Bo
        that nsubjpass built WDT | was auxpass built | built relcl Bo VBN =build"""

    assert told(text)[-1] == "a hall | was built"


def test_who_says_that_others_would_act_acted_himself():
    text = """Bo nsubj said | said ROOT said =say | Ossia nsubj close | would aux close
        close ccomp said VB | and cc close | accused conj close VBD =accuse | Mara dobj accused"""

    assert told(text)[-1] == "Bo | accused | Mara"


def test_a_report_that_somebody_saw_is_not_his_word():
    text = """Bo nsubj left | left ROOT left =leave | according prep left VBG VERB
        to prep according | a det report | report pobj to NN | {0} acl report VBN ={1}
        by agent {0} | Ossia pobj by"""

    def speakers(verb: str, lemma: str) -> list[str]:
        propositions = read(text.format(verb, lemma)).propositions
        return [m.text for p in propositions if p.predicate.lemma == "leave" for m in p.said_by]

    assert speakers("seen", "see") == ["a report"]
    assert speakers("written", "write") == ["Ossia"]


def test_workers_who_vote_to_strike_attack_nobody():
    text = """Workers nsubj voted NNS =worker | voted ROOT voted =vote | to aux strike
        strike xcomp voted VB"""

    assert types(text) == ["LaborStrike"]


def test_what_a_train_collides_with_is_what_it_hits():
    text = """train nsubj collided NN | collided ROOT collided =collide | with prep collided
        debris pobj with NN | from prep collided | slides pobj from NNS =slide"""

    assert told(text) == ["train | collided with | debris"]


def test_the_opposition_is_who_opposes():
    text = """The det opposition | Norwegian amod opposition | opposition nsubj left NN
        left ROOT left =leave"""

    assert claims(text, rule="nominals", Norwegian="NORP") == []


def test_a_deal_that_commits_somebody_to_a_deed_commits_him():
    text = """deal nsubj commits NN | commits ROOT commits VBZ =commit | Norway dobj commits
        to prep commits | leaving pcomp to VBG =leave | Lund dobj leaving"""

    assert told(text)[-1].endswith("Norway | left | Lund")


def test_who_is_given_a_right_to_something_may_do_it_and_not_the_giver():
    text = """Bo nsubj gave | gave ROOT gave =give | Mara dative gave PRP PRON | a det right
        right dobj gave NN | to aux sell | sell acl right VB | it dobj sell"""

    assert told(text)[-1].endswith("Mara | sold | it")


def test_who_owns_a_firm_with_its_kind_before_its_name_still_does():
    text = """Norway poss Vela | 's case Norway | news compound agency | agency compound Vela NN
        Vela nsubj left | left ROOT left =leave"""

    assert claims(text, rule="owners", Vela="ORG") == [
        "Norway 's news agency Vela | belongs to | Norway"
    ]


BARON = """Bo nsubj sold | sold ROOT sold =sell | it dobj sold | to aux drug TO PART
    drug advcl sold VB | baron compound Olsson NN | Olsson dobj drug"""
WIRES.append(BARON)


def test_nobody_drugs_the_drug_baron_to_whom_it_is_sold():
    (claim,) = read(BARON, **LABELS).propositions

    assert claim.mentions("recipient")[0].text == "drug baron Olsson"
    stock = BARON.replace("Olsson", "boats")
    assert link(stock, "drug") == ("advcl", "sold")


def test_a_painting_that_is_recovered_grows_no_larger():
    text = """painting nsubjpass recovered NN | was auxpass recovered
        recovered ROOT recovered VBN =recover"""

    assert types(text) == [""]


def test_one_who_is_relieved_is_aided_by_nobody():
    text = "Mara nsubjpass relieved | was auxpass relieved | relieved ROOT relieved VBN =relieve"

    assert types(text) == [""]


def test_how_it_was_lost_is_taken_for_granted_by_who_is_to_explain_it():
    text = """Bo nsubj came | came ROOT came =come | to aux explain | explain advcl came VB
        how advmod lost WRB | Ossia nsubj lost | lost ccomp explain VBD =lose
        money dobj lost NN"""

    assert told(text)[-1] == "Ossia | lost | money @Bo"
