"""Frames on hand-written parses: where a clause's arguments come from, and what governs it."""

from parses import parse

from kg.extract.frames import Frame, find_frames, heads


def frames(text: str) -> dict[str, Frame]:
    """The frames of a sentence by their verbs' forms."""
    return {f.verb.text: f for f in find_frames(parse(text)[:])}


def subjects(text: str, verb: str) -> tuple[list[str], str]:
    frame = frames(text)[verb]
    return heads(frame.subjects), frame.subject_by


def test_a_clause_has_its_own_subject_and_objects():
    frame = frames("Ossia nsubj bought | bought ROOT bought | mills dobj bought")["bought"]

    assert (heads(frame.subjects), frame.subject_by, heads(frame.objects)) == (
        ["ossia"],
        "own",
        ["mills"],
    )
    assert frame.above is None


def test_a_passive_has_an_agent_and_no_object():
    text = """mills nsubjpass bought | were auxpass bought | bought ROOT bought VBN
        by agent bought | Ossia pobj by"""
    frame = frames(text)["bought"]

    assert frame.passive
    assert (heads(frame.subjects), heads(frame.agents), frame.objects) == (["mills"], ["ossia"], [])


def test_a_perfect_is_no_passive():
    text = "Ossia nsubj bought | has aux bought VBZ | bought ROOT bought VBN | mills dobj bought"

    assert not frames(text)["bought"].passive


def test_a_conjunct_without_subject_borrows_one():
    text = """Mara nsubj signed | signed ROOT signed | and cc signed | left conj signed VBD"""

    assert subjects(text, "left") == (["mara"], "conjoined")


def test_a_conjunct_with_a_subject_borrows_none():
    text = """Mara nsubj signed | signed ROOT signed | and cc signed | Bo nsubj left
        left conj signed VBD"""

    assert subjects(text, "left") == (["bo"], "own")


def test_who_agrees_acts():
    text = "Mara nsubj agreed | agreed ROOT agreed =agree | to aux go | go xcomp agreed"

    assert subjects(text, "go") == (["mara"], "control")
    assert [f.verb.text for f in frames(text)["go"].chain] == ["agreed", "go"]


def test_who_is_urged_acts():
    text = """Mara nsubj urged | urged ROOT urged =urge | Bo dobj urged | to aux go
        go xcomp urged"""

    assert subjects(text, "go") == (["bo"], "control")
    assert frames(text)["go"].relation == "object-control"


def test_who_promises_acts_himself():
    text = """Mara nsubj promised | promised ROOT promised =promise | Bo dobj promised | to aux go
        go xcomp promised"""

    assert subjects(text, "go") == (["mara"], "control")


def test_who_is_accused_of_a_deed_did_it_if_anybody():
    text = """Mara nsubj accused | accused ROOT accused =accuse | Bo dobj accused | of prep accused
        hiding pcomp of =hide"""

    assert subjects(text, "hiding") == (["bo"], "control")


def test_who_leaves_without_a_deed_did_not_do_it_himself():
    text = """Mara nsubj left | left ROOT left =leave | Bo dobj left | without prep left
        paying pcomp without =pay"""

    assert subjects(text, "paying") == (["mara"], "adverbial")


def test_a_relative_clause_has_its_antecedent_for_a_subject():
    text = """Mara nsubj met | who nsubj runs WP | runs relcl Mara VBZ | met ROOT met"""

    assert subjects(text, "runs") == (["mara"], "relative")


def test_a_relative_clause_has_its_antecedent_for_an_object():
    text = """firm nsubj closed | that dobj runs WDT | Mara nsubj runs | runs relcl firm VBZ
        closed ROOT closed"""

    assert heads(frames(text)["runs"].objects) == ["firm"]


def test_a_gap_that_where_fills_is_no_object():
    text = """prize nsubj lost | where advmod works WRB | nobody nsubj works | works relcl prize VBZ
        lost ROOT lost"""

    assert frames(text)["works"].objects == []


def test_an_infinitive_on_a_noun_is_the_deed_of_its_owner():
    text = """Bo nsubj praised | praised ROOT praised | her poss decision PRP$
        decision dobj praised | to aux go | go acl decision VB"""

    assert subjects(text, "go") == (["her"], "control")


def test_an_infinitive_on_an_object_is_the_deed_of_the_subject():
    text = """Bo nsubj made | made ROOT made | an det offer | offer dobj made | to aux go
        go acl offer VB"""

    assert subjects(text, "go") == (["bo"], "control")


def test_an_infinitive_on_a_subject_without_owner_is_nobodys_deed():
    text = """A det plan | plan nsubj failed | to aux go | go acl plan VB | failed ROOT failed"""

    assert subjects(text, "go") == ([], "")


def test_existence_has_no_subject():
    text = "There expl was EX | was ROOT was VBD VERB | a det fire | fire attr was"

    assert subjects(text, "was") == ([], "")


def test_coordinated_arguments_are_listed():
    text = """Mara nsubj met | , punct Mara | Ann conj Mara | and cc Ann | Bo conj Ann
        met ROOT met"""

    assert heads(frames(text)["met"].subjects) == ["mara", "ann", "bo"]


def test_two_prepositions_in_a_row_are_one():
    because = """Mara nsubj left | left ROOT left | because prep left | of pcomp because IN ADP
        rain pobj because"""
    out = """Mara nsubj spoke | spoke ROOT spoke | out prep spoke | of prep out | fear pobj of"""

    assert [o.words for o in frames(because)["left"].obliques] == ["because"]
    assert [o.words for o in frames(out)["spoke"].obliques] == ["out of"]


def test_an_infinitive_beside_a_clause_is_its_purpose():
    text = "Mara nsubj flew | flew ROOT flew | to aux help | help advcl flew VB | Bo dobj help"

    assert frames(text)["help"].relation == "purpose"
    assert subjects(text, "help") == (["mara"], "adverbial")


def test_what_is_said_is_content():
    text = "Mara nsubj said | said ROOT said =say | Bo nsubj left | left ccomp said"

    assert frames(text)["left"].relation == "content"
    assert heads(frames(text)["said"].contents) == ["left"]
