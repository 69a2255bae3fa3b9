"""CaRB on small tuples, counted by hand."""

import pytest

from kg.evaluate import carb
from kg.evaluate.carb import Tuple, match
from kg.evaluate.score import Triple


def test_precision_and_recall_count_tokens_of_all_parts():
    gold = Tuple("opened", "the mayor", "a bridge in Oslo")
    predicted = Tuple("opened", "mayor", "a new bridge")

    assert match(gold, predicted) == (4 / 5, 4 / 7)


def test_tuples_that_share_no_relation_word_do_not_match():
    assert match(Tuple("opened", "she", "it"), Tuple("closed", "she", "it")) == (0, 0)


def test_be_pairs_with_one_of_its_forms():
    assert match(Tuple("is", "she", "mayor"), Tuple("be", "she", "mayor")) == (1, 1)
    assert match(Tuple("is", "she", "mayor"), Tuple("was", "she", "mayor")) == (0, 0)


def test_a_word_pairs_once():
    assert match(Tuple("had", "she", "the cat"), Tuple("had", "she", "cat cat")) == (3 / 4, 3 / 4)


def test_speech_and_speaker_may_change_places():
    gold = Tuple("said", "she", "it rained")

    assert match(gold, Tuple("said", "it rained", "she")) == (1, 1)
    assert match(gold._replace(relation="heard"), Tuple("heard", "it rained", "she"))[0] < 1


def test_a_gold_object_needs_a_predicted_one():
    assert match(Tuple("said", "she", "it"), Tuple("said", "she", "")) == (0, 0)
    assert match(Tuple("slept", "she", ""), Tuple("slept", "she", "well")) == (1, 1)


def test_precision_is_one_to_one_and_recall_takes_the_best():
    gold = {"s .": [Tuple("saw", "a", "b"), Tuple("saw", "a", "c")]}
    triples = [Triple("s .", "a", "saw", "b"), Triple("s .", "a", "saw", "b")]
    figure, _ = carb.score(gold, triples)

    assert figure.precision == pytest.approx((1 + 2 / 3) / 2)
    assert figure.recall == pytest.approx((1 + 2 / 3) / 2)


def test_f1_is_taken_at_the_best_threshold_and_area_over_all():
    gold = {"s .": [Tuple("saw", "a", "b")], "t .": [Tuple("met", "c", "d")]}
    triples = [Triple("s .", "a", "saw", "b", 0.9), Triple("t .", "x", "fled", "y", 0.4)]
    best, area = carb.score(gold, triples)

    assert (best.precision, best.recall) == (1, 1 / 2)
    assert best.value == pytest.approx(2 / 3)
    assert area.value == pytest.approx(1 / 2)  # from (0, 1) to (1/2, 1); (1/2, 1/2) adds nothing


def test_gold_joins_arguments_and_leaves_context_out(tmp_path):
    path = tmp_path / "gold.tsv"
    path.write_text("s .\tsaw\ta\tb\ton Monday\tC: he said\n", encoding="utf-8")

    assert carb.read_gold(path) == {"s .": [Tuple("saw", "a", "b on Monday")]}


def test_no_extraction_scores_nothing():
    best, area = carb.score({"s .": [Tuple("saw", "a", "b")]}, [])

    assert (best.value, area.value) == (0, 0)
