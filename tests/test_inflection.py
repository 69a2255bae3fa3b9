"""Past tense labels."""

import pytest

from kg.inflection import IRREGULAR, past


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("call", "called"),
        ("agree", "agreed"),
        ("deny", "denied"),
        ("stay", "stayed"),
        ("die", "died"),
        ("veto", "vetoed"),
        ("ski", "skied"),
        ("fix", "fixed"),
        ("sue", "sued"),
        ("review", "reviewed"),
    ],
)
def test_regular_verbs_take_ed(lemma, expected):
    assert past(lemma) == expected


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("ban", "banned"),
        ("plan", "planned"),
        ("admit", "admitted"),
        ("refer", "referred"),
        ("kidnap", "kidnapped"),
        ("quiz", "quizzed"),
        ("panic", "panicked"),
    ],
)
def test_a_short_last_syllable_is_doubled(lemma, expected):
    assert past(lemma) == expected


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("visit", "visited"),
        ("offer", "offered"),
        ("target", "targeted"),
        ("cancel", "canceled"),
        ("raid", "raided"),
        ("launch", "launched"),
        ("open", "opened"),
        ("suffer", "suffered"),
        ("deploy", "deployed"),
        ("question", "questioned"),
    ],
)
def test_an_unstressed_or_long_last_syllable_is_not_doubled(lemma, expected):
    assert past(lemma) == expected


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("hold", "held"),
        ("withdraw", "withdrew"),
        ("be", "was"),
        ("overthrow", "overthrew"),
        ("forecast", "forecast"),
        ("co-write", "co-wrote"),
        ("co-found", "co-founded"),
        ("re-elect", "re-elected"),
    ],
)
def test_irregular_verbs_keep_their_own_form(lemma, expected):
    assert past(lemma) == expected


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("rule out", "ruled out"),
        ("meet with", "met with"),
        ("be due to", "was due to"),
        ("vow to seek", "vowed to seek"),
    ],
)
def test_only_the_first_word_of_a_phrase_changes(lemma, expected):
    assert past(lemma) == expected


def test_the_empty_lemma_stays_empty():
    assert past("") == ""


def test_found_and_find_are_two_verbs():
    assert (past("found"), past("find")) == ("founded", "found")


def test_the_table_of_irregular_verbs_is_broad():
    assert len(IRREGULAR) >= 180
