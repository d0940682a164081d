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
    goldilocks,
    linear_price,
    lowest_over_price,
    marginal_points,
    monetised_quality,
    paradoxes,
    price_per_point,
    quality_per_price,
    realised_spread,
    totals,
    worth_of_point,
)

NAN = float("nan")
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
    assert (("C", "D"), "A", "B") in [(p.without, p.winner, p.then) for p in found]


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
        (lambda: paradoxes(["A", "B"], [1, 2], [1, NAN], weight=0.3), "quality"),
        (lambda: paradoxes(["A", "B"], [1, 2], [1, 2], weight=None), "weight"),
        (lambda: goldilocks(["A", "B"], [1, 2], [1, NAN], weight=0.3), "quality"),
        (lambda: goldilocks(["A"], [1], [1], weight=NAN), "weight"),
        (lambda: marginal_points([1, 0]), "prices"),
        (lambda: award_order([NAN, NAN], [1, 2]), "scores"),
        (lambda: abnormally_low([1, 2, 3]), "prices"),
        (lambda: abnormally_low({"A": 1}, share=None), "share"),
        (lambda: totals([1], [1], weight="half"), "weight"),
        (lambda: totals([1], [1], weight=0.3, floor=NAN), "floor"),
        (lambda: fixed_price([1], target=None, ceiling=5), "target"),
        (lambda: fixed_price([1], target=1, ceiling=None), "ceiling"),
        (lambda: lowest_over_price([1], most=None), "most"),
        (lambda: average_price([1, 2], slope=None), "slope"),
        (lambda: price_per_point([1], [1], floor=None), "floor"),
        (lambda: quality_per_price([1], [1], band=None), "band"),
        (lambda: realised_spread([1, 2], 30), "weight"),
        (lambda: worth_of_point(None, 1), "span"),
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


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e8])
def test_the_ratio_ties_at_every_size_of_money(scale):
    prices = scale * np.array([2.0, 2.0])
    assert quality_per_price(prices, [90, 89.9]).winners == (0,)
    assert quality_per_price(prices, [90, 90]).winners == (0, 1)
    assert quality_per_price([scale, scale * 0.3], [10, 3]).winners == (0, 1)
    assert quality_per_price(prices, [0, 0]).winners == (0, 1)


def test_a_bid_without_a_total_comes_last():
    assert award_order([NAN, 80], [90, 100]).tolist() == [2, 1]
    assert award_order([NAN, 80, NAN, 80], [1, 9, 2, 9]).tolist() == [3, 1, 3, 1]
    assert award_order(totals([90, 100], [20, 80], weight=0.3, floor=60), [90, 100]).tolist() == [2, 1]


@pytest.mark.parametrize("name", ["Cheap", "Zcheap"])
def test_a_tie_goes_to_the_lower_price_whatever_the_names(name):
    (flip,) = flipping_prices([name, "Dear"], [50, 100], [50, 100], weight=0.5)
    assert (flip.bidder, flip.winner, flip.then, flip.price) == ("Dear", name, "Dear", pytest.approx(100))


def test_a_flip_through_a_tie_is_found():
    """With C the dear bid leads; without it both have the same total, and the cheap bid is taken."""
    found = paradoxes(["Dear", "Cheap", "C"], [100, 50, 25], [100, 50, 0], weight=0.5)
    assert [(flip.without, flip.winner, flip.then) for flip in found] == [(("C",), "Dear", "Cheap")]


@given(
    st.lists(st.tuples(st.integers(20, 100), st.integers(0, 100)), min_size=2, max_size=5, unique=True),
    st.permutations(["A", "B", "C", "D", "E"]),
)
def test_paradoxes_do_not_depend_on_the_names(bids, codes):
    prices, quality = np.array(bids, dtype=float).T
    size = len(bids)

    def found(names):
        flips = paradoxes(names, prices, quality, weight=0.4)
        return [([names.index(code) for code in flip.without], names.index(flip.then)) for flip in flips]

    assert sorted(found(codes[:size])) == sorted(found(["A", "B", "C", "D", "E"][:size]))


def ranged(prices):
    return linear_price(prices, rule="range")


def test_a_bid_that_is_raised_may_decide_too():
    bids = {"bidders": ["A", "B", "C"], "quality": [90, 82, 20], "weight": 0.3, "rule": ranged}
    found = flipping_prices(prices=[100, 80, 90], **bids)
    assert [(flip.bidder, flip.then) for flip in found] == [("A", "A"), ("C", "A")]
    for flip, (below, above) in zip(found, [(81.9, 81.8), (187.1, 187.2)], strict=True):
        place = bids["bidders"].index(flip.bidder)
        for price, winner in ((below, 1), (above, 0)):
            prices = np.array([100.0, 80.0, 90.0])
            prices[place] = price
            assert np.argmax(totals(prices, bids["quality"], weight=0.3, rule=ranged)) == winner
    assert found[1].price == pytest.approx(187.142857)


def test_points_lost_by_one_percent_depend_on_the_price():
    assert marginal_points([100, 150], rule=linear_price) == pytest.approx([0, 1.5])
    assert marginal_points([100, 200]) == pytest.approx([0, 50 - 50 / 1.01])
    alone = marginal_points([50, 100], rule=lambda p: fixed_price(p, target=0, ceiling=200))
    assert alone == pytest.approx([0.25, 0.5])


def test_a_convex_rule_punishes_the_middle_and_a_straight_one_does_not():
    bids = {"bidders": ["A", "B", "C"], "prices": [50, 75, 100], "quality": [50, 75, 100], "weight": 0.5}
    assert goldilocks(**bids) == ["B"]
    assert goldilocks(**bids, rule=lambda p: fixed_price(p, target=0, ceiling=100)) == []
    assert goldilocks(**{**bids, "quality": [50, 60, 100]}) == []
    assert goldilocks(["A", "B"], [50, 100], [50, 100], weight=0.5) == []
