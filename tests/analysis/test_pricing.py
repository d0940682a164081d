"""Do price rules give the cheapest full points, and does a fixed scale have no paradox?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pricing import (
    abnormally_low,
    adjusted_prices,
    average_price,
    award_order,
    fixed_price,
    flipping_lowest_price,
    flipping_prices,
    linear_price,
    lowest_over_price,
    monetised_quality,
    paradoxes,
    price_per_point,
    quality_per_price,
    realised_spread,
    totals,
)

PRICES = st.lists(st.integers(1, 1000).map(float), min_size=1, max_size=7)


@given(PRICES)
def test_the_cheapest_gets_full_points_and_a_dearer_one_never_more(prices):
    for rule in (lowest_over_price, linear_price, lambda p: linear_price(p, rule="range")):
        points = rule(prices)
        assert points[int(np.argmin(prices))] == pytest.approx(100.0)
        order = np.argsort(prices)
        assert np.all(np.diff(points[order]) <= 1e-9)
        assert np.all((points >= 0) & (points <= 100 + 1e-9))


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 100)), min_size=3, max_size=6), st.floats(0.1, 0.9))
def test_a_fixed_scale_has_no_paradox(bids, weight):
    prices, quality = np.array(bids, dtype=float).T
    names = [f"B{i}" for i in range(len(bids))]

    def rule(given):
        return fixed_price(given, target=100, ceiling=900)

    assert paradoxes(names, prices, quality, weight=weight, rule=rule) == []


def test_one_bid_gets_full_points():
    assert lowest_over_price([80]).tolist() == [100.0]
    assert linear_price([80], rule="range").tolist() == [100.0]
    assert paradoxes(["A"], [80], [50], weight=0.3) == []


def test_all_but_the_best_two_are_left_out_together():
    found = paradoxes(["A", "B", "C", "D"], [100, 80, 40, 40], [90, 83, 30, 20], weight=0.3)
    assert ("C, D", "A", "B") in [(p.without, p.winner, p.then) for p in found]


def test_low_bids_are_flagged_from_three_bids_on():
    assert abnormally_low({"A": 100, "B": 10}) == []
    assert abnormally_low({}) == []
    assert abnormally_low({"A": 100, "B": 70, "C": 100}) == []
    assert abnormally_low({"A": 100, "B": 69, "C": 100}) == ["B"]


def test_the_realised_spread_is_below_the_nominal_weight():
    assert realised_spread(lowest_over_price([100, 80, 90]), 0.3) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: lowest_over_price([0, 1]), "prices"),
        (lambda: lowest_over_price([]), "prices"),
        (lambda: lowest_over_price([np.inf, 1]), "prices"),
        (lambda: linear_price([0, 1]), "prices"),
        (lambda: adjusted_prices([1], [1]), "deductions"),
        (lambda: quality_per_price([1], [-1]), "quality"),
        (lambda: quality_per_price([1], [1], band=2), "band"),
        (lambda: award_order([1], [1, 2]), "prices"),
        (lambda: flipping_lowest_price(["A", "B"], [1, 2], [1, 2], weight=2), "weight"),
        (lambda: flipping_prices(["A", "A"], [1, 2], [1, 2], weight=0.3), "bidders"),
        (lambda: totals([1, 2], [1], weight=0.3), "quality"),
        (lambda: linear_price([1], rule="odd"), "rule"),
        (lambda: fixed_price([1], target=5, ceiling=5), "target"),
        (lambda: price_per_point([1], [1, 2]), "quality"),
        (lambda: monetised_quality([1], [[1], [2]]), "worth"),
        (lambda: totals([1], [1], weight=2), "weight"),
        (lambda: average_price([-1]), "prices"),
        (lambda: paradoxes(["A"], [1, 2], [1, 2], weight=0.3), "bidders"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


@pytest.mark.parametrize(
    "rule",
    [lowest_over_price, linear_price, lambda p: linear_price(p, rule="range"), lambda p: average_price(p, factor=0.95)],
)
def test_one_bid_gets_full_points_by_every_relative_rule(rule):
    assert rule([80]).tolist() == [100.0]


def test_a_bid_below_the_quality_floor_is_no_benchmark():
    found = totals([100, 80, 40], [90, 83, 30], weight=0.3, floor=60)
    assert found[:2] == pytest.approx([87.0, 88.1])
    assert np.isnan(found[2])


def test_equal_totals_go_to_the_lower_price_and_then_share():
    assert award_order([80, 80, 90, 80], [100, 90, 200, 100]).tolist() == [3, 2, 1, 3]


@given(
    st.lists(st.tuples(st.integers(20, 100), st.integers(0, 100)), min_size=2, max_size=5), st.sampled_from([0.2, 0.5])
)
def test_the_lowest_price_that_flips_is_that_of_the_lines(bids, weight):
    prices, quality = np.array(bids, dtype=float).T
    names = [f"B{i}" for i in range(len(bids))]
    score = totals(prices, quality, weight=weight)
    order = np.argsort(-score, kind="stable")
    if score[order[0]] - score[order[1]] < 1e-6:
        return
    first, low = order[0], prices.min()
    ties = [
        (1 - weight) * (quality[first] - quality[k]) / (100 * weight * (1 / prices[k] - 1 / prices[first]))
        for k in range(len(bids))
        if prices[k] != prices[first]
    ]
    below = [b for b in ties if 0.001 * low < b < low * (1 - 1e-6)]
    found = flipping_lowest_price(names, prices, quality, weight=weight)
    if below:
        assert found == pytest.approx(max(below), rel=1e-3)


def test_a_loser_decides_between_the_others_by_its_price():
    found = flipping_prices(["A", "B", "C"], [100, 80, 70], [90, 83, 30], weight=0.3)
    assert [(flip.bidder, flip.then) for flip in found] == [("A", "A"), ("C", "A")]
    assert flipping_lowest_price(["A"], [1], [1], weight=0.3) is None
    assert flipping_lowest_price(["A", "B"], [1, 1], [90, 10], weight=0.3) is None


def test_the_extended_ratio_prefers_quality_inside_its_band():
    assert quality_per_price([100, 80], [90, 74]).winners == (1,)
    assert quality_per_price([100, 80], [90, 74], band=0.1).winners == (0,)
    assert quality_per_price([50, 50], [40, 40]).winners == (0, 1)
