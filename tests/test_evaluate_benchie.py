"""BenchIE on two small sentences, counted by hand."""

import pytest

from kg.evaluate import benchie
from kg.evaluate.score import Triple

GOLD = """sent_id:1\tThe old mayor , Ann Day , opened a bridge in Oslo .
1--> Cluster 1:
[the] [old] mayor --> opened --> [a] bridge
Ann Day[,] --> opened --> [a] bridge [in Oslo]
1--> Cluster 2:
mayor --> opened a bridge --> in Oslo
mayor --> opened [a] bridge in --> Oslo

sent_id:2\tIt rained .
2-->Cluster 1:
It --> rained --> all day
"""
FIRST = "The old mayor , Ann Day , opened a bridge in Oslo ."


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "dev.txt").write_text(GOLD, encoding="utf-8")
    return benchie.read_gold(tmp_path / "dev.txt")


def test_gold_holds_every_fact_with_all_its_wordings(gold):
    assert [[len(fact) for fact in facts] for facts in gold.values()] == [[2, 2], [1]]


def test_a_fact_counts_once_and_a_second_wording_counts_neither_way(gold):
    figure = benchie.score(
        gold,
        [
            Triple(FIRST, "Ann Day ,", "opened", "bridge in Oslo"),  # first fact
            Triple(FIRST, "old mayor", "opened", "bridge"),  # first fact again
            Triple(FIRST, "mayor", "opened", "Oslo"),  # no fact
        ],
    )

    assert (figure.precision, figure.recall, figure.count) == (1 / 2, 1 / 3, 3)
    assert figure.value == pytest.approx(2 / 5)
    assert len(figure.misses) == 2
    assert len(figure.false_finds) == 1


@pytest.mark.parametrize(
    "slots",
    [
        ("Mayor", "opened", "bridge"),  # case counts
        ("mayor", "opened", "bridge in"),  # an optional unit comes whole or not at all
        ("mayor", "opened a", "bridge in Oslo"),  # each slot must fit the same wording
        ("ayor", "opened", "bridge"),
        ("mayor", "opened", ""),
    ],
)
def test_what_differs_in_one_token_is_wrong(gold, slots):
    figure = benchie.score(gold, [Triple(FIRST, *slots)])

    assert (figure.precision, figure.recall) == (0, 0)


def test_triples_of_other_sentences_do_not_count(gold):
    figure = benchie.score(
        gold,
        [
            Triple("It snowed .", "It", "snowed", ""),
            Triple("It rained .", "It", "rained", "all day"),
        ],
    )

    assert (figure.precision, figure.recall) == (1, 1 / 3)
