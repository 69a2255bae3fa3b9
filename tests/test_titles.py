"""Titles, appositions and owners on hand-written parses: what a noun phrase says by itself."""

from parses import claims, read

LABELS = {
    "Mara_Dahl": "PERSON",
    "Norwegian": "NORP",
    "Labour_Party": "ORG",
    "Port_Authority": "ORG",
}
TITLE = """Norway poss Minister | 's case Norway | Finance compound Minister
    Minister compound Dahl | Mara compound Dahl | Dahl nsubj met
    met ROOT met =meet | Bo dobj met"""
APPOSITION = """Mara compound Dahl | Dahl nsubj met | , punct Dahl | the det head | head appos Dahl
    of prep head | Ossia pobj of | , punct Dahl | met ROOT met =meet | Bo dobj met"""


def titles(text: str) -> list[str]:
    """Positions, with the names' cores alone."""
    found = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]
    return [
        f"{p.mentions('subject')[0].core} | {p.predicate.label} | {p.mentions('object')[0].core}"
        for p in found
    ]


def relations(text: str, rule: str) -> list[str]:
    return claims(text, rule=rule, **LABELS)


def test_a_title_with_an_owner_is_a_position():
    assert titles(TITLE) == ["Mara Dahl | finance minister of | Norway"]


def test_a_title_with_a_nationality_is_a_position_in_the_country():
    text = """Norwegian amod President | President compound Dahl | Mara compound Dahl
        Dahl nsubj left | left ROOT left =leave"""

    assert titles(text) == ["Mara Dahl | president of | Norwegian"]


def test_a_title_that_is_parsed_as_the_head_is_a_title():
    text = """Norway poss Minister | 's case Norway | Finance compound Minister
        Minister nsubj met | Mara compound Dahl | Dahl appos Minister | met ROOT met =meet
        Bo dobj met"""

    assert titles(text) == ["Mara Dahl | finance minister of | Norway"]


def test_an_apposition_is_a_position():
    assert titles(APPOSITION) == ["Mara Dahl | head of | Ossia"]


def test_an_apposition_with_an_owner_is_a_position():
    text = """Mara compound Dahl | Dahl nsubj met | , punct Dahl | Norway poss minister
        's case Norway | finance compound minister | minister appos Dahl | , punct Dahl
        met ROOT met =meet | Bo dobj met"""

    assert titles(text) == ["Mara Dahl | finance minister of | Norway"]


def test_a_country_after_the_name_has_the_office():
    text = """Vice compound President | President compound Dahl | Mara compound Dahl
        Dahl nsubj left | of prep Dahl | Norway pobj of | left ROOT left =leave"""

    assert titles(text) == ["Mara Dahl | vice president of | Norway"]
    assert titles(text.replace("Vice compound President | President", "Ms")) == []


def test_a_company_before_a_title_has_the_office():
    text = """Port compound Authority | Authority compound founder | founder compound Dahl NN
        Mara compound Dahl
        Dahl nsubj left | left ROOT left =leave"""

    assert titles(text) == ["Mara Dahl | founder of | Port Authority"]


def test_an_ex_president_was_one():
    text = """Norway poss ex-president | 's case Norway | ex-president compound Dahl NN
        Mara compound Dahl | Dahl nsubj left | left ROOT left =leave"""
    (was,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]

    assert (was.predicate.label, was.tense) == ("president of", "past")


def test_a_former_position_lies_in_the_past():
    former = TITLE.replace("Finance compound", "former amod Minister | Finance compound")
    (was,) = [p for p in read(former, **LABELS).propositions if p.rule == "titles"]
    (holds,) = [p for p in read(TITLE, **LABELS).propositions if p.rule == "titles"]

    assert (was.predicate.label, was.tense) == ("finance minister of", "past")
    assert holds.tense == "present"


def test_a_title_without_country_or_body_is_no_relation():
    text = """Prime compound Minister | Minister compound Dahl | Mara compound Dahl | Dahl nsubj met
        met ROOT met =meet | Bo dobj met"""

    assert titles(text) == []


def test_a_friend_holds_no_position():
    text = (
        APPOSITION.replace("head", "friend").replace("Ossia", "Bo").replace("Bo dobj", "Ann dobj")
    )
    (friend,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]

    assert (friend.predicate.label, friend.type) == ("friend of", "")


def test_a_thing_that_is_explained_holds_no_position():
    text = """The det mill | mill nsubj burned | , punct mill | the det pride | pride appos mill
        of prep pride | Lund pobj of | , punct mill | burned ROOT burned =burn"""

    assert titles(text) == []


def test_a_position_belongs_to_the_sentence_and_not_to_its_denial():
    text = TITLE.replace("met ROOT met =meet", "did aux met VBD | not neg met | met ROOT met =meet")

    (position,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]
    assert position.polarity == "positive"


def test_a_thing_by_a_place_is_there():
    text = """A det depot | depot nsubj burned | near prep depot | Lund pobj near
        burned ROOT burned =burn"""

    assert relations(text, "places") == ["A depot near Lund | is near | Lund"]


def test_a_thing_about_a_place_is_not_there():
    text = """A det book | book nsubj burned | about prep book | Lund pobj about
        burned ROOT burned =burn"""

    assert relations(text, "places") == []


def test_an_event_at_a_place_is_no_thing_there():
    text = """The det talks | talks nsubj failed =talk | in prep talks | Lund pobj in
        failed ROOT failed =fail"""

    assert relations(text, "places") == []


def test_members_are_of_their_body():
    text = """Members nsubj left NNS =member | of prep Members | the det Party
        Labour compound Party | Party pobj of | left ROOT left =leave"""

    (line,) = relations(text, "owners")
    assert line.endswith("| the Labour Party")


def test_a_things_owner_is_no_body_that_it_belongs_to():
    text = """Norway poss ships | 's case Norway | ships nsubj left =ship | left ROOT left =leave"""

    assert relations(text, "owners") == []


def test_a_headline_tells_no_relations():
    text = "depot nsubj burned | near prep depot | Lund pobj near | burned ROOT burned =burn"

    assert claims(text, rule="places", heading=True) == []


MEMBER = """Mara nsubj is | is ROOT is VBZ | a det member | member attr is | of prep member
    the det Party | Labour compound Party | Party pobj of"""


def test_who_is_a_member_belongs():
    assert relations(MEMBER, "owners") == [
        "a member of the Labour Party | belongs to | the Labour Party"
    ]


def test_who_is_no_member_does_not_belong():
    assert relations(MEMBER.replace("a det member", "not neg is | a det member"), "owners") == []


def test_kin_before_a_name_is_kin():
    text = """Bo poss son | 's case Bo | son nsubj left NN | Mara compound Dahl | Dahl appos son
        left ROOT left =leave"""
    labels = {**LABELS, "Bo": "PERSON"}
    found = [p for p in read(text, **labels).propositions if p.rule == "titles"]

    assert [(p.type, p.predicate.label) for p in found] == [("HasChild", "son of")]
    friend = read(text.replace("son", "friend"), **labels).propositions
    assert not [p for p in friend if p.rule == "titles"]


def test_a_subsidiary_belongs_to_its_group():
    text = """Port compound Authority | Authority nsubj left | , punct Authority | a det subsidiary
        subsidiary appos Authority NN | of prep subsidiary | Labour compound Party | Party pobj of
        left ROOT left =leave"""
    (found,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]

    assert (found.type, found.predicate.label) == ("ParentOrganization", "subsidiary of")


def test_a_painter_holds_no_office_of_the_country_he_comes_from():
    text = """Norwegian amod painter | painter compound Dahl NN | Mara compound Dahl
        Dahl nsubj left | left ROOT left =leave"""
    (found,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]

    assert (found.type, found.predicate.label) == ("Citizenship", "national of")


def test_a_country_that_owns_a_name_is_where_somebody_comes_from():
    text = """Norway poss Dahl | 's case Norway | Mara compound Dahl | Dahl nsubj won
        won ROOT won =win"""
    assert titles(text) == ["Mara Dahl | national of | Norway"]


def test_what_an_office_is_of_is_part_of_it_and_no_name():
    text = """Norwegian amod Secretary | Secretary nmod Dahl NNP PROPN | of prep Secretary
        State pobj of | Mara compound Dahl | Dahl nsubj left | left ROOT left =leave"""

    assert titles(text) == ["Mara Dahl | secretary of state of | Norwegian"]
    assert "State" not in [m.text for m in read(text, **LABELS, State="ORG").mentions]


def test_a_body_spoken_of_by_its_has_who_leads_it():
    text = """Its poss president PRP$ PRON =its | president nsubj left NN | , punct president
        Mara compound Dahl | Dahl appos president | left ROOT left =leave"""

    assert titles(text) == ["Mara Dahl | president of | Its"]
    assert titles(text.replace("president", "friend")) == []


def test_who_owns_what_a_clause_is_about_is_whom_it_hangs_on():
    text = """Mara compound Dahl | Dahl nsubj left | , punct Dahl | whose poss committee WP$ PRON
        committee nsubj met NN | met relcl Dahl | left ROOT left =leave"""
    pairs = [(p.kind, p.left.text, p.right.text) for p in read(text, **LABELS).pairs]

    assert ("possessor", "Mara Dahl", "whose committee") in pairs


def test_a_founder_who_is_named_need_not_belong_to_the_firm_as_well():
    text = """Port compound Authority | Authority poss founder | 's case Authority
        founder nsubj left NN | , punct founder | Mara compound Dahl | Dahl appos founder
        left ROOT left =leave"""

    assert relations(text, "owners") == []
    assert titles(text) == ["Mara Dahl | founder of | Port Authority"]


def test_a_union_called_by_its_name_is_not_owned_by_it():
    text = """the det union | Nordvik compound union | union nsubj left NN
        left ROOT left =leave"""

    assert relations(text, "owners") == []
    ours = text.replace("union", "member")
    assert claims(ours, rule="owners", Nordvik="ORG") == [
        "the Nordvik member | belongs to | Nordvik"
    ]


def test_a_countrys_attorney_with_a_capital_holds_an_office():
    text = """Norwegian amod Attorney | Attorney compound Dahl NN NOUN =attorney
        Mara compound Dahl | Dahl nsubj left | left ROOT left =leave"""
    (found,) = [p for p in read(text, **LABELS).propositions if p.rule == "titles"]

    assert (found.type, found.predicate.label) == ("HoldsPosition", "attorney of")
    small = read(text.replace("Attorney", "attorney"), **LABELS).propositions
    assert [p.type for p in small if p.rule == "titles"] == ["Citizenship"]
