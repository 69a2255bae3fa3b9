"""Invented news in which it is known who each name means, read and linked as a build would."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.cast import KINDS, make_reports
from bench.identities import given_readings, read_reports, score
from kg.fingerprint import DEFAULT_PIPELINE
from kg.link import link


def test_invented_news_comes_out_of_its_seed_alone():
    assert make_reports(20, seed=3) == make_reports(20, seed=3) != make_reports(20, seed=4)


def test_each_known_name_stands_where_it_is_said_to():
    reports = make_reports(60)

    assert {told.kind for r in reports for told in r.names} == set(KINDS)
    assert all(r.text[told.start : told.end].strip(" .,") for r in reports for told in r.names)
    assert all(r.text[n.end - 1].isalpha() for r in reports for n in r.names)


NEWS = given_readings(make_reports(80))


@given(st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_invented_news_in_any_order_gives_the_same_entities(random: Random):
    shuffled = NEWS.copy()
    random.shuffle(shuffled)
    here, there = link(NEWS), link(shuffled)

    assert here.entities == there.entities
    assert [(e.label, e.aliases) for e in here.entities] == [
        (e.label, e.aliases) for e in there.entities
    ]
    assert here.referents == there.referents
    assert here.judgements == there.judgements


def test_known_names_are_linked_without_a_parse():
    reports = make_reports(120)
    readings = given_readings(reports)
    figures = score(reports, readings, link(readings))

    assert figures["all"].f1 > 0.95
    assert figures["all"].wrong < 25


@pytest.mark.model
def test_few_of_a_thousand_invented_names_are_merged_wrongly():
    reports = make_reports(100)
    readings = read_reports(reports, DEFAULT_PIPELINE)
    figures = score(reports, readings, link(readings))

    assert figures["all"].f1 > 0.95
    assert figures["all"].wrong < 25
    assert all(figures[kind].f1 > 0.75 for kind in KINDS)
