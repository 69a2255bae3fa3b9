"""Coreference metrics on the worked examples of the literature and on the borders."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate.coreference import b_cubed, ceaf_e, compare, muc, without_singletons

# Pradhan et al. 2014, figure 1: gold {a b c} {d e f g}, system {a b} {c d} {f g h i}.
GOLD = ["abc", "defg"]
SYSTEM = ["ab", "cd", "fghi"]


def test_muc_counts_links():
    ratio = muc(GOLD, SYSTEM)

    assert (ratio.recall, ratio.precision, ratio.f1) == pytest.approx((2 / 5, 2 / 5, 2 / 5))


def test_b_cubed_weighs_each_mention():
    ratio = b_cubed(GOLD, SYSTEM)

    assert ratio.recall == pytest.approx((4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7)
    assert ratio.precision == pytest.approx((4 / 2 + 1 / 2 + 1 / 2 + 4 / 4) / 8)
    assert ratio.f1 == pytest.approx(0.46, abs=0.01)


def test_ceaf_takes_the_best_alignment():
    ratio = ceaf_e(GOLD, SYSTEM)
    similarity = 4 / 5 + 4 / 8

    assert (ratio.recall, ratio.precision) == pytest.approx((similarity / 2, similarity / 3))
    assert ratio.f1 == pytest.approx(0.52, abs=0.01)


def test_the_best_alignment_is_not_the_greedy_one():
    # Greedy takes {a b c} with {a b c d} (6/7) and is left with nothing for {d}.
    assert ceaf_e(["abc", "d"], ["abcd", "bcx"]).found == pytest.approx(2 / 5 + 2 / 3)


def test_conll_is_the_mean_over_summed_documents():
    one, two = compare([(GOLD, SYSTEM)]), compare([(GOLD, SYSTEM), (["xy"], ["xy"])])

    assert one.conll == pytest.approx((one.muc.f1 + one.b_cubed.f1 + one.ceaf_e.f1) / 3)
    assert two.muc.recall == pytest.approx(3 / 6)
    assert two.b_cubed.recall == pytest.approx((one.b_cubed.found + 2) / 9)


def test_mentions_that_only_one_side_has_cost_that_side_only():
    assert b_cubed(["ab"], ["ab", "xy"]).recall == 1
    assert b_cubed(["ab"], ["ab", "xy"]).precision == 1 / 2
    assert muc(["ab"], []).recall == 0


def test_singletons_go_where_the_scheme_has_none():
    assert without_singletons(["a", "bc"]) == ["bc"]


@settings(deadline=None)  # the first call loads networkx
@given(st.lists(st.integers(0, 3), min_size=2, max_size=9))
def test_equal_sides_score_one(labels):
    groups = {label: {i for i, other in enumerate(labels) if other == label} for label in labels}
    clusters = list(groups.values())
    result = compare([(clusters, clusters)])

    assert result.b_cubed.f1 == pytest.approx(1)
    assert result.ceaf_e.f1 == pytest.approx(1)


@settings(deadline=None)  # the first call loads networkx
@given(st.lists(st.integers(0, 3), min_size=4, max_size=7), st.permutations(range(4)))
def test_the_alignment_is_as_good_as_trying_all(labels, order):
    gold = [{i for i, label in enumerate(labels) if label == k} for k in set(labels)]
    system = [{i for i in range(len(labels)) if order[i % 4] == k} for k in range(4)]
    system = [cluster for cluster in system if cluster]
    padded = gold + [set()] * len(system)
    best = max(
        sum(2 * len(g & s) / (len(g) + len(s)) for g, s in zip(choice, system, strict=False))
        for choice in permutations(padded, len(system))
    )

    assert ceaf_e(gold, system).found == pytest.approx(best)
