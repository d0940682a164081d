"""Does everything hold that must hold for every committee, every table and every price list?"""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.aggregation import marcos, normalised, promethee2, topsis, vikor, waspas, weighted_product, weighted_sum
from analysis.evidence import MeasuredMean, MeasuredPercentile, MeasuredShare, Pert, Triangular
from analysis.group import consensus, icc, influence, kendalls_w, krippendorff_alpha, severity
from analysis.information import expected_value_of_perfect_information, value_of_cells
from analysis.matrix import DecisionMatrix, dominates, frontier
from analysis.pricing import award_order, fixed_price, linear_price, lowest_over_price, paradoxes
from analysis.robustness import NormalCells, nested_dirichlet, nested_uniform, rank_acceptability, winning_share
from analysis.sensitivity import critical_change, nearest_flip, stability_interval, weight_sweep, winner_segments
from analysis.tco import cost_range, pert, present_value, triangular
from analysis.tree import global_weights, roll_up
from analysis.values import exponential, linear, logarithmic, steps, target, value_function
from analysis.weights import ahp, best_worst, direct, rank_order_centroid, swing

SHAPES = st.tuples(st.integers(2, 6), st.integers(1, 6))
VALUES = SHAPES.flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(0, 100).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(1, 9).map(float)),
    )
)
RAW = SHAPES.flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(1, 50).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(1, 9).map(float)),
        st.lists(st.sampled_from(["max", "min"]), min_size=shape[1], max_size=shape[1]),
    )
)
KINDS = [
    {"type": "usual"},
    {"type": "u", "q": 3},
    {"type": "v", "p": 9},
    {"type": "level", "q": 2, "p": 6},
    {"type": "linear", "q": 2, "p": 6},
    {"type": "gaussian", "s": 5},
]
SCORES = {
    "weighted_sum": lambda x, w, d: weighted_sum(x, w, direction=d, rule="minmax").scores,
    "weighted_product": lambda x, w, d: weighted_product(x, w, direction=d).scores,
    "waspas": lambda x, w, d: waspas(x, w, direction=d).scores,
    "topsis": lambda x, w, d: topsis(x, w, direction=d).ranking.scores,
    "vikor": lambda x, w, d: -vikor(x, w, direction=d).mixture,
    "promethee2": lambda x, w, d: promethee2(x, w, direction=d).net,
    "marcos": lambda x, w, d: marcos(x, w, direction=d).ranking.scores,
}


def matrix(values, weights):
    m, n = values.shape
    return DecisionMatrix([f"V{i}" for i in range(m)], [f"C{j}" for j in range(n)], values, weights)


@given(VALUES, st.randoms())
def test_the_order_of_vendors_and_criteria_changes_nothing(case, random):
    values, weights = case
    rows, columns = list(range(len(values))), list(range(len(weights)))
    random.shuffle(rows)
    random.shuffle(columns)
    moved, new = values[rows][:, columns], weights[columns]
    assert matrix(moved, new).totals == pytest.approx(matrix(values, weights).totals[rows])
    assert dominates(moved).tolist() == dominates(values)[np.ix_(rows, rows)].tolist()
    changes = critical_change(values, weights, first=rows[0], second=rows[1]).delta[columns]
    assert critical_change(moved, new, first=0, second=1).delta == pytest.approx(changes, nan_ok=True)
    if len(set(np.round(matrix(values, weights).totals, 6))) == len(rows):
        distances = {rows[flip.rival]: flip.distance for flip in nearest_flip(moved, new)}
        assert distances == pytest.approx({flip.rival: flip.distance for flip in nearest_flip(values, weights)})


@pytest.mark.parametrize("name", SCORES)
@given(RAW, st.randoms())
def test_the_order_changes_no_score_of_another_method(name, case, random):
    table, weights, direction = case
    rows, columns = list(range(len(table))), list(range(len(weights)))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = SCORES[name](table[rows][:, columns], weights[columns], [direction[j] for j in columns])
    assert moved == pytest.approx(SCORES[name](table, weights, direction)[rows], abs=1e-9)


@pytest.mark.parametrize("name", SCORES)
@given(RAW)
def test_a_dominated_vendor_is_never_first_by_any_method(name, case):
    table, weights, direction = case
    over = dominates(table * np.where(np.array(direction) == "max", 1, -1))
    scores = SCORES[name](table, weights, direction)
    for a, b in np.argwhere(over):
        assert scores[a] >= scores[b] - 1e-9


@given(VALUES)
def test_a_dominated_vendor_never_wins_for_any_weights(case):
    values, weights = case
    over = dominates(values)
    totals = matrix(values, weights).totals
    for a, b in np.argwhere(over):
        assert totals[a] > totals[b]
        assert totals[b] < totals.max()


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8).filter(lambda r: sum(r) > 1), st.floats(0.01, 100))
def test_scaling_swing_points_changes_nothing(ratings, factor):
    assert swing(factor * np.array(ratings)) == pytest.approx(swing(ratings), abs=1e-12)
    assert direct(factor * np.array(ratings)) == pytest.approx(direct(ratings), abs=1e-12)


@given(st.permutations(range(1, 8)))
def test_rank_weights_follow_the_ranks(ranks):
    weights = rank_order_centroid(ranks)
    assert weights[np.argsort(ranks)] == pytest.approx(rank_order_centroid(range(1, 8)))


@given(st.floats(0.1, 10), st.floats(-50, 50), st.floats(-20, 120))
def test_another_unit_with_its_points_changes_no_value(scale, shift, x):
    points = [[0, 0], [40, 70], [100, 100]]
    moved = [[scale * a + shift, b] for a, b in points]
    y = scale * x + shift
    assert value_function(y, moved) == pytest.approx(value_function(x, points), abs=1e-6)
    worst, best = shift, scale * 100 + shift
    assert linear(y, worst=worst, best=best) == pytest.approx(linear(x, worst=0, best=100), abs=1e-6)
    bent = exponential(y, low=worst, high=best, curvature=2)
    assert bent == pytest.approx(exponential(x, low=0, high=100, curvature=2), abs=1e-6)
    near = target(y, best=(scale * 40 + shift, scale * 60 + shift), left=30 * scale, right=20 * scale)
    assert near == pytest.approx(target(x, best=(40, 60), left=30, right=20), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(0.1, 1000))
def test_a_logarithmic_value_depends_on_ratios_only(scale, x):
    moved = logarithmic(scale * x, worst=scale * 2, best=scale * 200)
    assert moved == pytest.approx(logarithmic(x, worst=2, best=200), abs=1e-6)


@given(st.floats(-200, 200))
def test_every_value_stays_on_the_scale(x):
    points = [[-10, 0], [5, 30], [90, 100]]
    found = [
        value_function(x, points),
        steps(x, points),
        linear(x, worst=90, best=-10),
        exponential(x, low=-10, high=90, curvature=-3),
        target(x, best=(0, 10), left=5, right=50),
    ]
    assert all(0 <= float(value) <= 100 for value in found)


@given(VALUES)
def test_vendors_who_join_or_leave_move_no_total_on_a_global_scale(case):
    values, weights = case
    whole = matrix(values, weights)
    for i in range(len(values)):
        assert whole.without(i).totals == pytest.approx(np.delete(whole.totals, i))
    joined = matrix(np.vstack([values, values[0] / 2 + 10]), weights)
    assert joined.totals[:-1] == pytest.approx(whole.totals)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
@given(RAW)
def test_net_flows_sum_to_zero_for_every_preference(kind, case):
    table, weights, direction = case
    found = promethee2(table, weights, direction=direction, preferences=[kind] * len(weights))
    assert found.net.sum() == pytest.approx(0.0, abs=1e-9)
    assert np.all((found.positive >= -1e-12) & (found.positive <= 1 + 1e-12))


@given(RAW)
def test_marcos_ranks_as_the_sum_of_ratios(case):
    table, weights, direction = case
    sums = normalised(table, direction=direction) @ (weights / weights.sum())
    found = marcos(table, weights, direction=direction).ranking.scores
    assert found / found.max() == pytest.approx(sums / sums.max(), abs=1e-9)


@given(VALUES)
def test_contributions_sum_to_totals_and_groups_to_the_whole(case):
    values, weights = case
    whole = matrix(values, weights)
    assert whole.contributions.sum(axis=1) == pytest.approx(whole.totals)
    group = [j % 2 for j in range(len(weights))]
    if len(weights) > 1:
        top = np.bincount(group, weights=whole.weights)
        assert global_weights(top, whole.weights, group) == pytest.approx(whole.weights)
        assert roll_up(values, weights, group) @ top == pytest.approx(whole.totals)


@given(VALUES, st.randoms())
def test_a_missing_value_is_never_zero(case, random):
    values, weights = case
    gap = random.randrange(len(values)), random.randrange(len(weights))
    known = matrix(values, weights)
    holed = values.copy()
    holed[gap] = np.nan
    found = matrix(holed, weights)
    assert np.isnan(found.totals[gap[0]])
    assert found.ranges[gap[0], 0] - 1e-9 <= known.totals[gap[0]] <= found.ranges[gap[0], 1] + 1e-9
    assert np.delete(found.totals, gap[0]) == pytest.approx(np.delete(known.totals, gap[0]))


@given(VALUES)
def test_nobody_off_the_frontier_is_better_and_cheaper(case):
    values, weights = case
    totals, cost = matrix(values, weights).totals, values[:, 0] + 1
    kept = frontier(totals, cost)
    assert kept
    for i in set(range(len(values))) - set(kept):
        assert any(totals[k] >= totals[i] - 1e-9 and cost[k] <= cost[i] + 1e-9 for k in kept)


@given(VALUES, st.integers(0, 5))
def test_intervals_hold_the_present_weight_and_segments_cover_the_range(case, place):
    values, weights = case
    whole = matrix(values, weights)
    j = place % len(weights)
    share = float(whole.weights[j])
    sweep = weight_sweep(values[:, j], whole.totals, share, others=values.mean(axis=1))
    assert sweep.at(share) == pytest.approx(whole.totals)
    interval = stability_interval(sweep, share)
    assert interval.low <= share <= interval.high
    segments = winner_segments(sweep)
    assert sum(segment.end - segment.start for segment in segments) == pytest.approx(1.0)


@given(VALUES)
def test_at_a_flip_the_rival_ties_and_the_weights_are_weights(case):
    values, weights = case
    totals = matrix(values, weights).totals
    winner = int(np.argmax(totals))
    for norm in ("l1", "l2", "linf"):
        for flip in nearest_flip(values, weights, norm=norm):
            if flip.weights is None:
                assert np.all(values[flip.rival] <= values[winner])
                continue
            assert flip.weights.sum() == pytest.approx(1.0)
            assert flip.weights.min() >= 0
            assert (values[flip.rival] - values[winner]) @ flip.weights >= -1e-6


@given(VALUES)
def test_rank_acceptabilities_sum_to_one_per_vendor_and_per_rank(case):
    values, _ = case
    found = rank_acceptability(
        NormalCells(values / 10, np.full(values.shape, 0.7)),
        weights=nested_uniform([0] * values.shape[1]),
        rng=np.random.default_rng(1),
        blocks=1,
    )
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(len(values)))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(len(values)))
    pairs = found.pairwise + found.pairwise.T
    assert pairs[~np.eye(len(values), dtype=bool)] == pytest.approx(np.ones(len(values) * (len(values) - 1)), abs=1e-6)


@given(VALUES)
def test_exact_shares_sum_to_one_and_leave_nothing_to_the_dominated(case):
    values, _ = case
    assume(values.shape[1] <= 5)
    found = winning_share(values)
    assert found.sum() == pytest.approx(1.0)
    for _a, b in np.argwhere(dominates(values)):
        assert found[b] == pytest.approx(0.0, abs=1e-5)


@given(
    hnp.arrays(float, 3, elements=st.floats(30, 70)),
    hnp.arrays(float, (3, 3), elements=st.floats(0, 20)),
    st.permutations(range(3)),
)
def test_information_is_worth_something_between_nothing_and_everything(totals, sd, order):
    weights, known, last = [0.5, 0.3, 0.2], np.zeros(3, dtype=bool), 0.0
    everything = value_of_cells(totals, weights, sd)
    for j in order:
        known[j] = True
        value = value_of_cells(totals, weights, sd, known=known)
        assert last - 1e-7 <= value <= everything + 1e-7
        last = value
    assert last == pytest.approx(everything, abs=1e-7)


@given(hnp.arrays(float, (3, 4), elements=st.integers(-50, 50).map(float)))
def test_perfect_information_is_never_worth_less_than_nothing(payoff):
    assert expected_value_of_perfect_information(payoff, [1, 2, 3, 4]) >= -1e-9


@given(hnp.arrays(float, st.integers(3, 8), elements=st.integers(0, 10).map(float)), st.integers(2, 6))
def test_identical_raters_agree_completely(row, judges):
    assume(np.ptp(row) > 0)
    same = np.tile(row, (judges, 1))
    assert kendalls_w(same).w == pytest.approx(1.0)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha(same, level=level).alpha == pytest.approx(1.0)
    assert icc(same.T).average == pytest.approx(np.ones(3))
    assert severity(same.T).effects == pytest.approx(np.zeros(judges), abs=1e-9)


@given(hnp.arrays(float, st.integers(1, 9), elements=st.integers(0, 10).map(float)), st.floats(0, 0.49))
def test_every_centre_lies_between_the_lowest_and_the_highest(scores, trim):
    found = consensus(scores, trim=trim)
    for centre in (found.mean, found.median, found.trimmed, found.winsorised, found.weighted, found.by_department):
        assert scores.min() - 1e-9 <= centre <= scores.max() + 1e-9


@given(hnp.arrays(float, (3, 2, 2), elements=st.integers(0, 10).map(float)))
def test_influences_sum_to_the_margin(scores):
    found = influence(scores, [2, 1])
    assert found.shapley.sum() == pytest.approx(found.margin, abs=1e-9)


@given(st.lists(st.floats(1, 9), min_size=1, max_size=8))
def test_consistent_judgements_have_a_ratio_of_zero(weights):
    share = np.array(weights) / sum(weights)
    found = ahp(share[:, None] / share[None, :])
    assert found.consistency_ratio == pytest.approx(0.0, abs=1e-9)
    assert found.geometric_index == pytest.approx(0.0, abs=1e-9)
    assert found.weights == pytest.approx(share)


@given(st.sampled_from([2.0, 3.0]), st.sampled_from([2.0, 3.0]))
def test_consistent_best_worst_answers_give_their_weights_back(a, b):
    found = best_worst([1, a, a * b], [a * b, b, 1])
    assert (found.xi, found.consistency_ratio, found.input_ratio) == pytest.approx((0, 0, 0), abs=1e-6)
    assert found.weights[0] / found.weights[2] == pytest.approx(a * b, rel=1e-6)


@given(st.lists(st.integers(1, 1000).map(float), min_size=1, max_size=7), st.floats(0.1, 10))
def test_the_cheapest_has_all_points_and_the_currency_does_not_matter(prices, rate):
    for rule in (lowest_over_price, linear_price, lambda p: linear_price(p, rule="range")):
        points = rule(prices)
        assert points[int(np.argmin(prices))] == pytest.approx(100.0)
        assert rule(rate * np.array(prices)) == pytest.approx(points)


@given(st.lists(st.tuples(st.integers(1, 900), st.integers(0, 100)), min_size=2, max_size=5))
def test_a_fixed_price_scale_has_no_paradox(bids):
    prices, quality = np.array(bids, dtype=float).T
    names = [f"B{i}" for i in range(len(bids))]
    fixed = paradoxes(names, prices, quality, weight=0.3, rule=lambda p: fixed_price(p, target=100, ceiling=901))
    assert fixed == []
    places = award_order(quality, prices)
    assert sorted(places)[0] == 1


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8), st.floats(0, 0.5))
def test_a_present_value_is_linear_and_earlier_money_is_worth_more(flow, rate):
    one = present_value(flow, rate)
    assert present_value(3 * np.array(flow), rate) == pytest.approx(3 * one, abs=1e-6)
    costs = np.abs(flow)
    late, mid, early = (present_value(costs, rate, timing=when) for when in ("end", "mid", "start"))
    assert late - 1e-6 <= mid <= early + 1e-6


def random_results(seed):
    """Everything random, from one state."""
    rng = np.random.default_rng(seed)
    cells = NormalCells([[7, 5], [6, 6.5], [np.nan, 4]], np.full((3, 2), 0.8))
    found = rank_acceptability(cells, weights=nested_dirichlet([1], [0.6, 0.4], [0, 0], kappa=50), rng=rng, blocks=1)
    offers = {"A": {"x": pert(1, 2, 4)}, "B": {"x": triangular(1, 2, 3)}}
    costs = cost_range(offers, rng=rng, samples=200)
    draws = [
        d.draw(rng, 50)
        for d in (
            Pert(1, 2, 4),
            Triangular(1, 2, 4),
            MeasuredShare(3, 9),
            MeasuredMean([1, 2, 4]),
            MeasuredPercentile([1, 2, 9], 90),
        )
    ]
    alpha = krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 4]], rng=rng, samples=50).interval
    many = influence(rng.uniform(0, 10, (13, 2, 2)), [1, 1], rng=rng, samples=20)
    arrays = [found.ranks, found.pairwise, found.central_weights, found.confidence, costs.quantiles, alpha]
    return [array.tobytes() for array in [*arrays, many.shapley, *draws]]


def test_the_same_seed_gives_the_same_bytes():
    assert random_results(7) == random_results(7)
    assert random_results(7) != random_results(8)
