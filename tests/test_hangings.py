"""Phrases on the wrong word, on parses as a pipeline gives them, and what is said beside them."""

import pytest
from parses import CAST, claims, parse, read, with_names

from kg.extract.repair import repair
from kg.extract.tree import Doc

LABELS = CAST | {"Mara_Dahl": "PERSON"}

RUBBISH = """Bo nsubj dismissed | dismissed ROOT dismissed =dismiss | as prep dismissed
    " punct claims | rubbish amod claims | " punct claims | claims pobj as NNS =claim
    that mark paid IN | Norway nsubj paid | paid ccomp dismissed VBD =pay"""
HOMELESS = """Ten nsubjpass left CD NUM | were auxpass left | left ROOT left VBN =leave
    homeless nmod roads JJ ADJ | and cc homeless | coast conj homeless NN | roads nsubjpass cut NNS
    were auxpass cut | cut conj left VBN =cut"""
WEAKENING = """Storm nsubj hit NN | hit ccomp said VBD =hit | Lund dobj hit | , punct said
    officials nsubj said NNS =official | said ROOT said =say | , punct said | before prep said
    weakening pcomp before VBG =weaken"""
NAVY = """Bo nsubj sent | sent ROOT sent =send | boats dobj sent NNS =boat | and cc boats
    Mara conj boats | said conj sent VBD =say | Norway nsubj helped | helped ccomp said VBD =help"""
TROOPS = """Bo nsubj expelled | expelled ROOT expelled =expel | troops dobj expelled NNS =troop
    fighting advcl expelled VBG =fight | rebels dobj fighting NNS =rebel"""
KIN = """Mara nsubjpass survived | is auxpass survived VBZ | survived ROOT survived VBN =survive
    by agent survived | her poss daughter | daughter pobj by NN | , punct daughter | a det son
    son appos daughter NN | , punct son | Bo conj son | , punct Bo | and cc Bo
    sisters conj Bo NNS =sister"""
FLOWS = """Gas nsubj flows NN | flows ccomp halted VBZ =flow | to prep flows | Lund pobj to
    were auxpass halted | halted ROOT halted VBN =halt"""
UP_TO = """Storm nsubj brought NN | brought ROOT brought =bring | up prt brought | to quantmod mm TO
    300 nummod mm | mm dobj brought NN"""
AGED_91 = (
    """Mara nsubj died | died ROOT died =die | aged advcl died VBN =age | 91 npadvmod died CD"""
)
HANGINGS = [RUBBISH, HOMELESS, WEAKENING, NAVY, TROOPS, KIN, FLOWS, UP_TO, AGED_91]


def told(text: str, **labels: str) -> list[str]:
    return claims(text, rule="clauses", **LABELS | labels)


def types(text: str, **labels: str) -> list[str]:
    return [p.type for p in read(text, **LABELS | labels).propositions if p.rule == "clauses"]


def link(text: str, form: str) -> tuple[str, str]:
    doc: Doc = repair(with_names(parse(text), **LABELS))
    token = next(t for t in doc if t.text == form)
    return token.dep_, token.head.text


def test_what_is_called_rubbish_is_what_is_dismissed():
    assert told(RUBBISH)[0] == "Bo | dismissed | claims"
    assert link(RUBBISH, "rubbish") == ("pobj", "as")
    assert link(RUBBISH, "paid") == ("acl", "claims")


def test_no_roads_are_left_homeless():
    assert told(HOMELESS) == ["Ten | was left homeless", "coast roads | was cut"]


def test_it_is_the_storm_that_weakens_and_not_who_tells_of_it():
    assert "Storm | weakened @officials" in told(WEAKENING)
    leaving = WEAKENING.replace("weakening pcomp before VBG =weaken", "noon pobj before NN")
    assert link(leaving, "before") == ("prep", "said")


def test_who_speaks_next_was_not_sent():
    assert told(NAVY)[0] == "Bo | sent | boats"
    assert told(NAVY)[1].startswith("Mara | said")
    both = NAVY.replace("said conj", "and cc boats/2 | said conj").replace("boats/2", "sent")
    assert link(both, "Mara") == ("conj", "boats")


def test_troops_that_are_expelled_fight():
    assert told(TROOPS)[-1] == "troops | fought | rebels"
    using = TROOPS.replace("fighting", "using").replace("=fight", "=use")
    assert link(using, "using") == ("advcl", "expelled")


def test_a_son_is_no_daughter():
    assert told(KIN) == ["her daughter | survived | Mara", "a son | survived | Mara",
                         "sisters | survived | Mara"]  # fmt: skip
    assert claims(KIN, rule="appositions", **LABELS) == ["Bo | is | a son"]
    doctor = KIN.replace("son", "doctor")
    assert link(doctor, "doctor") == ("appos", "daughter")


def test_flows_that_are_halted_do_not_flow():
    assert told(FLOWS) == ["Gas flows to Lund | was halted"]


def test_nothing_is_brought_up_where_there_is_up_to_so_much():
    assert told(UP_TO)[0].startswith("Storm | brought | ")


def test_how_old_the_dead_was_is_an_age():
    (claim,) = read(AGED_91, **{"91": "CARDINAL"}).propositions

    assert [(a.role, a.mention.text) for a in claim.arguments][1:] == [("age", "91")]


def test_a_relative_may_have_its_place_in_what_somebody_says():
    text = """The det strike | strike nsubj ended NN | which nsubj last WDT | Bo nsubj says
        says relcl strike VBZ =say | could aux last | last ccomp says VB | ended ROOT ended =end"""

    assert "[possible future] The strike | lasted @Bo" in told(text)


def test_who_is_the_first_to_do_something_did_it():
    text = """Mara nsubj became | became ROOT became =become | the det woman | {} amod woman JJ
        woman attr became NN | to aux win | win relcl woman VB | the det cup | cup dobj win NN"""

    assert told(text.format("first"))[-1] == "Mara | won | the cup"
    assert told(text.format("best"))[-1] == "Mara | became | the best woman"


@pytest.mark.parametrize(
    ("verb", "lemma", "noun", "label", "type"),
    [
        ("took", "take", "office", "took office", "TakingOffice"),
        ("took", "take", "place", "took place", "Occurrence"),
        ("stood", "stand", "trial", "stood trial", "Trial"),
    ],
)
def test_a_noun_that_belongs_to_its_verb_is_no_object(
    verb: str, lemma: str, noun: str, label: str, type: str
):
    text = f"Bo nsubj {verb} | {verb} ROOT {verb} ={lemma} | {noun} dobj {verb} NN"

    assert (told(text), types(text)) == ([f"Bo | {label}"], [type])
    with_article = text.replace(f"{noun} dobj", f"the det {noun} | {noun} dobj")
    assert told(with_article) == [f"Bo | {verb} | the {noun}"]


def test_who_is_taken_hostage_is_the_object():
    text = """Bo nsubj took | took ROOT took =take | Mara dobj took | hostage dobj took NN"""

    assert (told(text), types(text)) == (["Bo | took hostage | Mara"], ["Kidnapping"])


def test_who_works_together_cooperates():
    text = "They nsubj worked | worked ROOT worked =work | {} advmod worked"

    assert types(text.format("together")) == ["Cooperation"]
    assert types(text.format("hard")) == [""]


@pytest.mark.parametrize(
    ("noun", "verb", "lemma", "type"),
    [
        ("strike", "called", "call", "LaborStrike"),
        ("lawsuit", "filed", "file", "Lawsuit"),
        ("settlement", "reached", "reach", "Settlement"),
        ("port", "reached", "reach", ""),
    ],
)
def test_a_passive_carries_the_event_of_its_subject(noun: str, verb: str, lemma: str, type: str):
    text = f"""A det {noun} | {noun} nsubjpass {verb} NN | was auxpass {verb}
        {verb} ROOT {verb} VBN ={lemma}"""

    assert types(text)[:1] == [type]


def test_who_faces_a_fine_is_not_fined_and_who_faces_a_lawsuit_is_sued():
    text = """Mara nsubj faces | faces ROOT faces VBZ =face | a det {0} | {0} dobj faces NN
        from prep {0} | Bo pobj from"""

    fined = {(p.type, p.certainty, p.tense) for p in read(text.format("fine")).propositions}
    sued = {(p.type, p.certainty, p.tense) for p in read(text.format("lawsuit")).propositions}
    assert (fined, sued) == (
        {("Fine", "possible", "future")},
        {("Lawsuit", "certain", "present")},
    )


@pytest.mark.parametrize(
    ("subject", "verb", "lemma", "type"),
    [
        ("storm", "struck", "strike", ""),
        ("Norway", "struck", "strike", "Attack"),
        ("ferry", "sank", "sink", ""),
        ("price", "sank", "sink", "Decrease"),
    ],
)
def test_a_class_is_of_what_its_subject_can_do(subject: str, verb: str, lemma: str, type: str):
    tag = "NNP" if subject == "Norway" else "NN"
    object = " | Lund dobj struck" if verb == "struck" else ""
    text = f"{subject} nsubj {verb} {tag} | {verb} ROOT {verb} ={lemma}{object}"

    assert types(text) == [type]


def test_who_sets_off_from_a_port_causes_nothing():
    text = """Boats nsubj set NNS =boat | set ROOT set =set | off prt set | from prep set
        Lund pobj from"""

    assert types(text) == ["Travel"]


def test_one_who_watches_a_match_spies_on_nobody():
    text = "Bo nsubj watched | watched ROOT watched =watch | the det match | match dobj watched NN"

    assert types(text) == [""]
    assert types(text.replace("the det match | match", "Mara")) == ["Surveillance"]


def test_how_many_others_lost_is_not_by_what_somebody_was_killed():
    text = """Bo nsubjpass killed | was auxpass killed | killed ROOT killed VBN =kill
        compared prep killed VBN VERB =compare | with prep compared | losses pobj with NNS =loss"""

    assert told(text) == ["Bo | was killed"]
