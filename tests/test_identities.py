"""Invented news in which it is known who each name means, read and linked as a build would."""

import pytest

from bench.cast import KINDS, make_reports
from bench.identities import read_reports, score
from kg.link import link
from kg.parse import DEFAULT_PIPELINE


def test_invented_news_comes_out_of_its_seed_alone():
    assert make_reports(20, seed=3) == make_reports(20, seed=3) != make_reports(20, seed=4)


def test_each_known_name_stands_where_it_is_said_to():
    reports = make_reports(60)

    assert {told.kind for r in reports for told in r.names} == set(KINDS)
    assert all(r.text[told.start : told.end].strip(" .,") for r in reports for told in r.names)
    assert all(r.text[n.end - 1].isalpha() for r in reports for n in r.names)


@pytest.mark.model
def test_few_of_a_thousand_invented_names_are_merged_wrongly():
    reports = make_reports(100)
    readings = read_reports(reports, DEFAULT_PIPELINE)
    figures = score(reports, readings, link(readings))

    assert figures["all"].f1 > 0.95
    assert figures["all"].wrong < 25
    assert all(figures[kind].f1 > 0.75 for kind in KINDS)
