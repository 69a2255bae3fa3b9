"""Seed facts against small statement records."""

from kg.evaluate import seeds

ANN = {"id": "ent:Ann_Day", "label": "Ann Day", "type": "Person", "aliases": ["Day"]}
PRESS = {"id": "ent:Press_Office", "label": "Press Office", "type": "Organization", "aliases": []}


def fact(**changes):
    record = {
        "id": "000-01",
        "subject": ["Ann Day"],
        "predicate": ["visit"],
        "object": ["the harbour"],
        "factuality": "asserted",
    }
    return seeds._read_fact("000", record | changes)


def statement(factuality="asserted", said_by=None, **changes):
    evidence = {
        "document": "000_ab.txt",
        "sentence": "Day visited the city's harbour on Friday.",
        "subject": {"text": "Day"},
        "predicate": {"text": "visited"},
        "object": {"text": "the city's harbour"},
        "factuality": factuality,
        "said_by": said_by,
    }
    record = {
        "id": "st:1",
        "type": None,
        "predicate": {"id": "rel:visited", "label": "visited", "lemma": "visit"},
        "subject": ANN,
        "object": {"id": None, "label": "city harbour", "aliases": ["harbour"]},
        "arguments": [{"role": "time", "text": "on Friday", "value": "2020-05-01"}],
        "factuality": factuality,
        "evidence": [evidence],
    }
    return record | changes


def values(facts, records):
    return [figure.value for figure in seeds.score(facts, records)]


def test_a_fact_with_all_that_belongs_to_it_is_right():
    assert values([fact(time="Friday")], [statement()]) == [1, 1, 0]
    assert values([fact(time="2020-05-01")], [statement()]) == [1, 1, 0]


def test_a_time_is_asked_for_with_or_without_its_preposition():
    named = statement(arguments=[{"role": "time", "text": "November", "value": None}])

    assert values([fact(time="In November")], [named]) == [1, 1, 0]
    assert values([fact(time="In December")], [named]) == [1, 0, 0]


def test_a_wrong_factuality_source_or_time_is_found_but_not_right():
    assert values([fact(factuality="planned")], [statement("possible")]) == [1, 0, 0]
    assert values([fact(source=["Press Office"])], [statement()]) == [1, 0, 0]
    assert values([fact(time="Monday")], [statement()]) == [1, 0, 0]


def test_the_source_may_be_named_by_any_name_of_the_entity():
    press = PRESS | {"aliases": ["the mayor's Press Office"]}
    other = statement(subject=press, predicate={"label": "said", "lemma": "say"})
    spoken = statement(said_by={"id": "ent:Press_Office", "label": "Press Office"})

    assert values([fact(source=["Mayor’s press office"])], [spoken, other]) == [1, 1, 0]


def test_what_may_happen_must_not_come_out_as_true():
    assert values([fact(factuality="possible")], [statement()]) == [1, 0, 1]
    assert values([fact(factuality="negated")], [statement("negated")]) == [1, 1, 0]


def test_boilerplate_is_a_violation():
    record = statement()
    record["evidence"][0]["sentence"] = "Subscribe to our newsletter."

    assert values([], [record])[2] == 1


def test_only_a_symmetric_fact_may_be_turned_round():
    turned = statement(subject=statement()["object"], object=ANN)
    turned["evidence"][0] |= {"subject": {"text": "harbour"}, "object": {"text": "Day"}}

    assert values([fact()], [turned])[0] == 0
    assert values([fact(symmetric=True)], [turned])[0] == 1


def test_another_document_another_subject_or_another_verb_is_a_miss():
    assert values([fact(subject=["Ann"])], [statement()])[0] == 0
    assert values([fact(predicate=["see"])], [statement()])[0] == 0
    elsewhere = statement()
    elsewhere["evidence"][0]["document"] = "004_ab.txt"
    assert values([fact()], [elsewhere])[0] == 0


def test_a_form_fits_a_longer_predicate_but_not_one_with_another_verb():
    hold = {"label": "held talks", "lemma": "hold talks"}
    agree = {"label": "agreed to hold", "lemma": "agree to hold"}
    silent = {"predicate": {"text": ""}}

    record = statement(predicate=hold)
    record["evidence"][0] |= silent
    assert values([fact(predicate=["hold"])], [record])[0] == 1
    record = statement(predicate=agree)
    record["evidence"][0] |= silent
    assert values([fact(predicate=["agree"])], [record])[0] == 0


def test_an_object_may_be_a_role_anything_or_nothing():
    assert values([fact(object=["Friday", "on Friday"])], [statement()])[0] == 1
    assert values([fact(object=["*"])], [statement()])[0] == 1
    alone = statement(object=None)
    alone["evidence"][0]["object"] = None
    assert values([fact(object=[""])], [alone])[0] == 1
    assert values([fact(object=[""])], [statement()])[0] == 0
