"""Scorers of the news corpora on one sentence or two, parsed, read and annotated by hand."""

from dataclasses import replace

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.evaluate import ecbplus, gum, knowledgenet, meantime, plover, re3d
from kg.evaluate.corpus import Corpus, Place, Text, make_document
from kg.evaluate.given import find_relatives
from kg.evaluate.knowledgenet import Fact
from kg.evaluate.timelines import compare_timelines
from kg.lexicon_types import EventClass
from kg.model import (
    Argument,
    Entity,
    Evidence,
    Linking,
    Mention,
    Predicate,
    Proposition,
    Reading,
    Span,
    Statement,
)

WORDS = "The minister , Ann Day , said she will not visit Oslo on Friday .".split()
SPACES = [True, False, True, True, False, True, True, True, True, True, True, True, True, False, 0]
POS = "DET NOUN PUNCT PROPN PROPN PUNCT VERB PRON AUX PART VERB PROPN ADP PROPN PUNCT".split()
HEADS = [1, 6, 1, 4, 1, 1, 6, 10, 10, 10, 6, 10, 10, 12, 6]
DEPS = "det nsubj punct compound appos punct ROOT nsubj aux neg ccomp dobj prep pobj punct".split()


def make_text(identity="d1"):
    doc = Doc(
        Vocab(),
        words=WORDS,
        spaces=[bool(space) for space in SPACES],
        pos=POS,
        heads=HEADS,
        deps=DEPS,
    )
    document = make_document({"id": identity, "text": doc.text, "dct": "2020-05-06"})
    return Text(make_reading(document), doc)


def mention(document, words, label="Person", kind="name", head=None, **more):
    start = document.text.index(words)
    head_start = document.text.index(head or words.split()[-1], start)
    return Mention(
        Span(document.id, start, start + len(words)),
        words,
        label,
        kind,
        head or words,
        Span(document.id, head_start, head_start + len(head or words.split()[-1])),
        core=words,
        **more,
    )


def make_reading(document):
    minister = mention(document, "The minister", kind="nominal", head="minister")
    ann, oslo = mention(document, "Ann Day"), mention(document, "Oslo", "Place")
    she = mention(document, "she", kind="pronoun")
    friday = mention(document, "Friday", "Date", "value")
    sentence = Span(document.id, 0, len(document.text))
    said = Proposition(
        Predicate("say", "said"),
        (Argument("subject", minister),),
        sentence,
        span_of(document, "said"),
        "clauses",
    )
    visit = Proposition(
        Predicate("visit", "visited"),
        (Argument("subject", she), Argument("object", oslo), Argument("time", friday, "on")),
        sentence,
        span_of(document, "visit"),
        "clauses",
        type="Visit",
        polarity="negative",
        tense="future",
        said_by=(minister,),
    )
    mentions = (minister, ann, she, oslo, friday)
    return Reading(document, (sentence,), mentions, (), (said, visit))


def span_of(document, words):
    start = document.text.index(words)
    return Span(document.id, start, start + len(words))


ANN = Entity("Ann_Day", "Person", "Ann Day", ("Day",), ("http://www.wikidata.org/entity/Q1",))
OSLO = Entity("Oslo", "Place", "Oslo", (), ("http://www.wikidata.org/entity/Q585",))


def make_corpus(*texts, apart=()):
    """A corpus in which all but the place is one person, save for those told apart."""
    referents = {}
    grounded = []
    for text in texts:
        for m in text.reading.mentions:
            if m.kind != "value" and m.text not in apart:
                referents[m] = ("Oslo",) if m.text == "Oslo" else ("Ann_Day",)
        visit = text.reading.propositions[1]
        statement = Statement("s1", "Visit", visit.predicate, "Ann_Day", "Oslo")
        evidence = Evidence(
            "s1", "clauses", 0.9, text.reading.document.id, visit.sentence, predicate=visit.span
        )
        grounded.append((statement, evidence))
    texts = {text.reading.document.id: text for text in texts}
    return Corpus(texts, Linking((ANN, OSLO), referents), tuple(grounded))


def at(words, text=None, **more):
    text = text or make_text().doc.text
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


# MEANTIME


def meantime_record(**changes):
    facts = {"certainty": "CERTAIN", "polarity": "NEG", "time": "FUTURE"}
    entity = {"kind": "entity", "zone": "full"}
    event = {"kind": "event", "zone": "full"}
    record = {
        "id": "d1",
        "topic": "t",
        "dct": "2020-05-06",
        "full_annotation_end": 200,
        "mentions": [
            at("The minister, Ann Day,", id="m1", **entity),
            at("she", id="m2", **entity),
            at("Oslo", id="m3", **entity),
            at("said", id="e1", **event, **facts | {"polarity": "POS", "time": "NON_FUTURE"}),
            at("visit", id="e2", **event, **facts),
            at("Friday", id="t1", kind="timex", zone="full", value="2020-05-08"),
        ],
        "entities": [
            {"id": "p", "dbpedia": "http://dbpedia.org/resource/Ann_Day", "mentions": ["m1", "m2"]},
            {"id": "l", "dbpedia": "http://dbpedia.org/resource/Oslo", "mentions": ["m3"]},
        ],
        "events": [{"class": "SPEECH_COGNITIVE", "mentions": ["e1"]}],
        "roles": [
            {"event": "e1", "role": "Arg0", "arg": "m1"},
            {"event": "e2", "role": "Arg0", "arg": "m2"},
            {"event": "e2", "role": "Arg1", "arg": "m3"},
        ],
        "derived": {
            "attributions": [{"cue_event": "e1", "content_event": "e2", "sources": ["m1"]}]
        },
    }
    return record | changes


@pytest.fixture
def corpus():
    return make_corpus(make_text())


def by_metric(figures):
    return {figure.metric: figure for figure in figures}


def test_mentions_are_compared_by_span_and_by_head(corpus):
    figures = by_metric(meantime.entity_mentions([meantime_record()], corpus))

    # Ours: the minister, the same with her name, her name, she, Oslo. The gold has neither the
    # minister nor the name alone.
    exact, head = figures["entity_mentions"], figures["entity_mentions_head"]
    assert (exact.precision, exact.recall) == (2 / 5, 2 / 3)
    assert (head.precision, head.recall) == (3 / 5, 3 / 3)


def test_mentions_beyond_the_annotated_zone_do_not_count(corpus):
    end = at("she")["end"]
    record = meantime_record(full_annotation_end=end)
    record["mentions"] = [m for m in record["mentions"] if m["end"] <= end]
    figures = by_metric(meantime.entity_mentions([record], corpus))

    assert figures["entity_mentions_head"].precision == 2 / 4


def test_events_and_roles(corpus):
    assert meantime.event_triggers([meantime_record()], corpus).value == 1
    figures = by_metric(meantime.event_roles([meantime_record()], corpus))

    assert figures["event_roles_relaxed"].value == 1
    assert figures["event_roles_exact"].recall == pytest.approx(2 / 3)


def test_a_subject_beside_an_object_is_no_arg1(corpus):
    record = meantime_record(roles=[{"event": "e2", "role": "Arg1", "arg": "m2"}])
    figure = by_metric(meantime.event_roles([record], corpus))["event_roles_relaxed"]

    assert figure.recall == 0


def test_factuality_is_compared_on_events_found(corpus):
    figures = by_metric(meantime.factuality([meantime_record()], corpus))

    assert {m: f.value for m, f in figures.items()} == {"polarity": 1, "certainty": 1, "tense": 1}
    assert figures["polarity"].count == 2


def test_macro_f1_weighs_classes_alike(corpus):
    record = meantime_record()
    record["mentions"][4] |= {"polarity": "POS"}
    polarity = by_metric(meantime.factuality([record], corpus))["polarity"]

    assert polarity.value == pytest.approx(2 / 3)  # one class: precision 1, recall 1/2


def test_a_report_needs_its_event_and_its_source(corpus):
    assert meantime.reported_speech([meantime_record()], corpus).value == 1
    record = meantime_record()
    record["derived"]["attributions"][0]["sources"] = ["m3"]

    assert meantime.reported_speech([record], corpus).value == 0


def test_a_report_whose_source_the_gold_leaves_open_does_not_count(corpus):
    record = meantime_record()
    record["derived"]["attributions"][0]["sources"] = []

    assert meantime.reported_speech([record], corpus).value is None


def test_speakers_that_the_gold_names_together_are_one_source(corpus):
    text = corpus.texts["d1"]
    both = text.reading.mentions[:2]
    said = replace(text.reading.propositions[0], said_by=both)
    last = max(m.span.end for m in both)
    together = {Place("d1", 0, last, 0): "e1", Place("d1", 0, last - 1, 0): "e2"}

    assert meantime._joint_speaker(said, together) == ["e1"]
    assert meantime._joint_speaker(replace(said, said_by=both[:1]), together) == []


def test_time_needs_the_right_value(corpus):
    record = meantime_record()
    figures = by_metric(meantime.time_expressions([record], corpus))
    assert (figures["time_span"].value, figures["time_value"].value) == (1, 1)

    record["mentions"][5]["value"] = "2020-05-15"
    figures = by_metric(meantime.time_expressions([record], corpus))
    assert (figures["time_span"].value, figures["time_value"].value) == (1, 0)


def test_a_link_is_right_when_the_resource_has_the_entitys_name(corpus):
    figure = meantime.linking([meantime_record()], corpus)
    assert (figure.precision, figure.recall, figure.count) == (1, 1, 3)

    record = meantime_record()
    record["entities"][1]["dbpedia"] = "http://dbpedia.org/resource/Bergen"
    assert meantime.linking([record], corpus).recall == pytest.approx(2 / 3)


def test_coreference_is_scored_on_aligned_mentions(corpus):
    figures = by_metric(meantime.coreference([meantime_record()], corpus))

    # The gold leaves out her name and her office alone, two more in our cluster: φ4 is 4 / 6.
    head = figures["coreference_conll_head"]
    assert head.recall == pytest.approx((1 + 1 + (4 / 6 + 1) / 2) / 3)
    assert head.precision == pytest.approx((1 / 3 + (4 / 4 + 1) / 5 + (4 / 6 + 1) / 2) / 3)


def test_timelines_are_compared_by_their_relations():
    gold = [{("a", 1)}, {("a", 2), ("b", 1)}, {("b", 2)}]
    swapped = [{("a", 2), ("b", 1)}, {("a", 1)}]

    assert compare_timelines(gold, gold).f1 == 1
    # Gold: 1<2, 1<b1, 2=b1, 2<b2, b1<b2. System: 2=b1, 2<1, b1<1.
    assert compare_timelines(gold, swapped)[:4] == (1, 3, 1, 5)
    assert compare_timelines(gold, [{("a", 1)}, {("c", 1)}, {("b", 2)}]).true == 0
    # What is not next to each other in the system still holds in the closure of the gold.
    assert compare_timelines(gold, [{("a", 1)}, {("b", 2)}])[:2] == (1, 1)


# GUM


def gum_record():
    return {
        "id": "d1",
        "dct": "2020-05-06",
        "mentions": [
            at("The minister, Ann Day,", id="m1", type="person", form="nominal", entity="p",
               head=[4, 12]),
            at("Ann Day", id="m2", type="person", form="name", entity="p", head=[18, 21]),
            at("she", id="m3", type="person", form="pronoun", entity="p",
               head=list(at("she").values())[:2]),
            at("Oslo", id="m4", type="place", form="name", entity="o",
               head=list(at("Oslo").values())[:2]),
        ],
        "entities": [{"id": "p"}, {"id": "o", "wikidata": "Q585"}],
        "onto_clusters": [[list(at("Ann Day").values())[:2], list(at("she").values())[:2]]],
        "dates": [at("on Friday", when="2020-05-08")],
        "attributions": [
            {
                "source_entity": "p",
                "source": at("The minister"),
                "content": at("she will not visit Oslo on Friday"),
            }
        ],
    }  # fmt: skip


def test_gum_is_scored_by_its_own_heads(corpus):
    record = gum_record()

    assert gum.entity_types([record], corpus).value == 1
    assert gum.pronouns([record], corpus).value == 1
    assert gum.dates([record], corpus).value == 1
    assert gum.attribution([record], corpus).value == 1


def test_a_link_outside_the_gold_costs_precision(corpus):
    figure = gum.linking([gum_record()], corpus)

    assert (figure.recall, figure.precision) == (1, 1 / 4)  # three mentions of Ann Day as Q1


def test_ontonotes_has_no_single_mentions(corpus):
    exact = by_metric(gum.coreference([gum_record()], corpus))["coreference_conll"]

    # {minister, Ann, she} against {Ann, she}; Oslo alone does not count.
    assert exact.recall == pytest.approx((1 + 1 + 4 / 5) / 3)
    assert exact.precision == pytest.approx((1 / 2 + 4 / 9 + 4 / 5) / 3)


def test_an_unresolved_pronoun_is_wrong():
    corpus = make_corpus(make_text(), apart=("she",))

    assert gum.pronouns([gum_record()], corpus).value == 0


# PLOVER

CLASSES = {"Visit": EventClass("Visit", "visit", "Event", plover="CONSULT")}


def plover_record(**changes):
    return {
        "text": make_text().doc.text,
        "event": "CONSULT",
        "source": [at("The minister")],  # for whom "she" stands
        "target": [at("Oslo")],
        "reciprocal": False,
    } | changes


def test_the_claim_with_a_class_and_both_actors_is_coded():
    event = plover.main_event("d1", make_corpus(make_text()), CLASSES)

    assert [m.text for m in event.sources + event.targets] == ["The minister", "Oslo"]
    # A visit that lies ahead is agreed on, not held.
    assert plover.class_macro_f1([plover_record(event="AGREE")], [event]).value == 1
    assert plover.class_macro_f1([plover_record()], [event]).value == 0
    assert plover.source_target([plover_record()], [event], exact=True).value == 1
    assert plover.direction_errors([plover_record()], [event]).value == 0


def test_actors_in_each_others_place_are_a_direction_error():
    event = plover.main_event("d1", make_corpus(make_text()), CLASSES)
    turned = plover_record(source=[at("Oslo")], target=[at("The minister")])

    assert plover.direction_errors([turned], [event]).value == 1
    assert plover.source_target([turned], [event], exact=False).value == 0
    both = turned | {"reciprocal": True}
    assert plover.source_target([both], [event], exact=False).value == 1


def test_a_longer_actor_overlaps_but_is_not_equal():
    event = plover.main_event("d1", make_corpus(make_text()), {})
    record = plover_record(target=[at("Oslo on Friday")])

    assert event.type == ""
    assert plover.source_target([record], [event], exact=True).recall == 1 / 2
    assert plover.source_target([record], [event], exact=False).recall == 1


# re3d


def test_a_relation_needs_all_three_parts(corpus):
    relation = {"type": "Likes", "subj": at("she"), "pred": at("visit"), "obj": at("Oslo")}
    longer = relation | {"pred": at("not visit")}
    turned = relation | {"subj": at("Oslo"), "obj": at("she")}
    record = {"id": "d1", "relations": [relation, longer, turned]}
    exact, near = re3d.score([record], corpus)

    assert (exact.value, near.value) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    symmetric = {"id": "d1", "relations": [turned | {"type": "CommWith"}]}
    assert next(re3d.score([symmetric], corpus)).value == 1


# ECB+


def test_events_of_one_statement_corefer_across_documents():
    def record(identity):
        mentions = [
            at("visit", kind="event", cluster="v"),
            at("Ann Day", kind="human", cluster="p"),
            at("Oslo", kind="location", cluster="o"),
        ]
        return {"id": identity, "topic": 1, "mentions": mentions}

    corpus = make_corpus(make_text("d1"), make_text("d2"))
    figures = by_metric(ecbplus.score([record("d1"), record("d2")], corpus))

    assert figures["events_conll"].value == 1
    assert figures["entities_conll_given"].value == 1
    assert figures["entities_conll"].precision < 1  # the minister and she, whom the gold leaves out


def test_a_first_line_without_a_full_stop_is_the_headline_of_what_follows():
    line, rest = "Minister visits Oslo", "Ann Day arrived."

    assert ecbplus.titled({"text": f"{line}\n{rest}"})["title"] == line
    assert "title" not in ecbplus.titled({"text": f"{rest}\n{line}"})
    assert "title" not in ecbplus.titled({"text": line})


def test_a_given_mention_that_was_not_found_is_linked_with_those_that_were():
    def record(identity):
        mentions = [at("The minister", kind="human", cluster="m")]
        mentions += [at("Oslo", kind="location", cluster="o")]
        return {"id": identity, "topic": 1, "mentions": mentions}

    texts = [without(make_text(d), "The minister", "Oslo") for d in ("d1", "d2")]
    figures = by_metric(ecbplus.score([record("d1"), record("d2")], make_corpus(*texts)))

    assert figures["entities_conll"].recall == 0
    assert figures["entities_conll_given"].recall > 0.4  # Oslo; the story shares but that name


def without(text, *words):
    kept = tuple(m for m in text.reading.mentions if m.text not in words)
    return replace(text, reading=replace(text.reading, mentions=kept))


def test_a_relative_pronoun_stands_for_what_it_follows():
    words = "The man who fled slept .".split()
    doc = Doc(
        Vocab(),
        words=words,
        pos="DET NOUN PRON VERB VERB PUNCT".split(),
        tags="DT NN WP VBD VBD .".split(),
        heads=[1, 4, 3, 1, 4, 4],
        deps="det nsubj nsubj relcl ROOT punct".split(),
    )
    document = make_document({"id": "d1", "text": doc.text})
    text = Text(Reading(document, (), (), (), ()), doc)

    assert find_relatives(text) == {Place("d1", 8, 11, 8): 4}


# KnowledgeNet


def passage(identity, start, text, *facts):
    return {
        "id": identity,
        "doc": "d",
        "doc_start": start,
        "text": text,
        "annotated_properties": ["SPOUSE"],
        "facts": [
            {
                "property": name,
                "subj": at(left, text, wikidata=None),
                "obj": at(right, text, wikidata=None),
            }
            for name, left, right in facts
        ],
    }


def test_a_fact_matches_once_and_other_properties_do_not_count():
    text = "Ann Day married Bo Moe ."
    gold = passage("p", 0, text, ("SPOUSE", "Ann Day", "Bo Moe"))
    ours = [
        Fact("SPOUSE", (0, 3), (16, 22)),  # overlaps
        Fact("SPOUSE", (0, 7), (16, 22)),  # the same again: wrong
        Fact("CHILD_OF", (0, 7), (16, 22)),  # not annotated here
    ]
    figure, link = knowledgenet.score([gold], {"p": ours})

    assert (figure.precision, figure.recall) == (1 / 2, 1)
    assert link.value is None


def test_passages_of_a_document_are_read_together_and_taken_apart_again():
    passages = [passage("p2", 90, "He left."), passage("p1", 5, "Bo came.")]
    records, offsets = knowledgenet.join_passages(passages)

    assert records == [{"id": "d", "text": "Bo came.\n\nHe left."}]
    assert offsets == {"p1": (0, 8), "p2": (10, 18)}


def relation(number, **more):
    return {"Visit": EventClass("Visit", "visit", "Relation", wikidata=number, **more)}


def test_a_claim_gives_the_property_of_its_class_unless_it_is_denied():
    corpus = make_corpus(make_text())
    text = corpus.texts["d1"]
    visit = text.reading.propositions[1]
    kept = replace(visit, polarity="positive")
    reading = replace(text.reading, propositions=(kept, visit))
    corpus = Corpus({"d1": Text(reading, text.doc)}, corpus.linking, ())

    def facts(number, **more):
        found = knowledgenet.facts_of("d1", corpus, relation(number, **more))
        return [tuple(text.doc.text[slice(*span)] for span in fact[1:3]) for fact in found]

    (fact, _) = knowledgenet.facts_of("d1", corpus, relation("P551"))
    assert (fact.property, fact.links) == ("PLACE_OF_RESIDENCE", ("Q1", "Q585"))
    # A fact holds for each mention of its ends, and both ways where its class does.
    assert facts("P551") == [("she", "Oslo"), ("Ann Day", "Oslo")]
    assert facts("P551", reciprocal=True)[:2] == [("she", "Oslo"), ("Oslo", "she")]
    assert not facts("P26")  # a place is no spouse
    assert facts("P571")[0] == ("she", "Friday")  # the date, among the roles


def test_an_inverse_property_is_turned_round():
    corpus = make_corpus(make_text())
    text = corpus.texts["d1"]
    visit = text.reading.propositions[1]
    body = replace(visit.arguments[0].mention, label="Organization")
    owner = replace(
        visit, polarity="positive", arguments=(Argument("subject", body), *visit.arguments[1:])
    )
    reading = replace(text.reading, propositions=(owner,))
    corpus = Corpus({"d1": Text(reading, text.doc)}, corpus.linking, ())

    fact, *_ = knowledgenet.facts_of("d1", corpus, relation("P355"))
    assert [text.doc.text[slice(*span)] for span in fact[1:3]] == ["Oslo", "she"]
    fact, *_ = knowledgenet.facts_of("d1", corpus, relation("P749", inverse_verbs=("visit",)))
    assert [text.doc.text[slice(*span)] for span in fact[1:3]] == ["Oslo", "she"]
