"""Are changes, flips and shares of weights exact, and agree with programs that search for them?"""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog, minimize

from analysis.arrays import settle
from analysis.robustness import NormalCells, nested_uniform, pairwise_share, rank_acceptability, winning_share
from analysis.sensitivity import (
    critical_change,
    leave_one_out,
    most_critical,
    nearest_flip,
    tornado,
)

CASES = st.tuples(st.integers(2, 5), st.integers(2, 6)).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(0, 20).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(1, 9).map(float)),
    )
)


def first_of(totals):
    """The leader; of those who tie but for the last bits, the first."""
    return int(np.argmax(settle(totals)))


@given(CASES)
def test_two_alternatives_tie_after_the_critical_change(case):
    values, weights = case
    share = weights / weights.sum()
    found = critical_change(values, weights, first=0, second=1)
    for j in np.flatnonzero(~np.isnan(found.delta)):
        moved = share.copy()
        moved[j] -= found.delta[j]
        assert moved[j] >= -1e-9
        assert values[0] @ moved == pytest.approx(values[1] @ moved, abs=1e-7)


def by_program(share, d, norm):
    """Solve min ||w' - w|| with a linear program in (w', t) or (w', t_j)."""
    n = share.size
    extra = 1 if norm == "linf" else n
    bound = np.ones((n, 1)) if norm == "linf" else np.eye(n)
    rows = np.block([[np.eye(n), -bound], [-np.eye(n), -bound], [-d[None, :], np.zeros((1, extra))]])
    limits = np.concatenate([share, -share, [0.0]])
    equal = np.concatenate([np.ones(n), np.zeros(extra)])[None, :]
    aim = np.concatenate([np.zeros(n), np.ones(extra)])
    found = linprog(aim, A_ub=rows, b_ub=limits, A_eq=equal, b_eq=[1.0], bounds=(0, None), method="highs")
    return found.fun if found.status == 0 else np.inf


@pytest.mark.parametrize("norm", ["l1", "linf"])
@given(CASES)
def test_the_nearest_flip_equals_the_linear_program(norm, case):
    values, weights = case
    share = weights / weights.sum()
    winner = first_of(values @ share)
    for flip in nearest_flip(values, weights, norm=norm):
        truth = by_program(share, values[flip.rival] - values[winner], norm)
        assert flip.distance == pytest.approx(truth, abs=1e-7)
        if flip.weights is not None:
            assert flip.weights.sum() == pytest.approx(1.0)
            assert flip.weights.min() >= 0
            assert (values[flip.rival] - values[winner]) @ flip.weights >= -1e-7


@given(CASES)
def test_the_relative_flip_equals_the_linear_program(case):
    values, weights = case
    share = weights / weights.sum()
    winner, n = first_of(values @ share), share.size
    for flip in nearest_flip(values, weights, norm="relative"):
        d = values[flip.rival] - values[winner]
        rows = np.block([[np.eye(n), -share[:, None]], [-np.eye(n), -share[:, None]], [-d[None, :], np.zeros((1, 1))]])
        limits = np.concatenate([share, -share, [0.0]])
        found = linprog(
            np.append(np.zeros(n), 1.0), A_ub=rows, b_ub=limits, A_eq=np.append(np.ones(n), 0.0)[None, :], b_eq=[1.0]
        )
        truth = found.fun if found.status == 0 else np.inf
        assert flip.distance == pytest.approx(truth, abs=1e-7) or min(flip.distance, truth) > 1 - 1e-7
        assert flip.weights is None or truth <= 1 + 1e-7


@given(CASES, st.sampled_from(["l1", "l2", "linf", "relative"]))
def test_at_a_flip_the_two_tie_and_the_weights_are_weights(case, norm):
    values, weights = case
    share = weights / weights.sum()
    winner = first_of(values @ share)
    for flip in nearest_flip(values, weights, norm=norm):
        if flip.weights is not None:
            assert flip.weights.sum() == pytest.approx(1.0)
            assert flip.weights.min() >= -1e-12
            assert (values[flip.rival] - values[winner]) @ flip.weights == pytest.approx(0.0, abs=1e-7)


@given(CASES)
def test_the_euclidean_flip_equals_the_quadratic_program(case):
    values, weights = case
    share = weights / weights.sum()
    winner = first_of(values @ share)
    for flip in nearest_flip(values, weights, norm="l2"):
        d = values[flip.rival] - values[winner]
        if flip.weights is None:
            assert d.max() < 0
            continue
        rules = [{"type": "eq", "fun": lambda w: w.sum() - 1}, {"type": "ineq", "fun": lambda w, d=d: d @ w}]
        start = np.eye(share.size)[int(np.argmax(d))]
        found = minimize(
            lambda w: np.sum((w - share) ** 2), start, bounds=[(0, 1)] * share.size, constraints=rules, tol=1e-14
        )
        assert flip.distance <= np.sqrt(found.fun) + 1e-4


def test_a_dominated_rival_never_flips():
    assert nearest_flip([[9, 9], [5, 5]], [1, 1])[0].weights is None
    assert nearest_flip([[9, 9]], [1, 1]) == []


def test_a_tied_rival_is_already_there():
    assert nearest_flip([[9, 1], [1, 9]], [1, 1])[0].distance == 0.0


def two_way(d):
    """Share of uniform weights with d @ w <= 0, by the race recursion over losses and gains."""
    losses, gains = -d[d < 0], d[d > 0]
    if not len(losses):
        return 0.0
    ahead = np.concatenate([[0.0], np.ones(len(losses))])
    for gain in gains:
        for j in range(1, len(losses) + 1):
            ahead[j] = (losses[j - 1] * ahead[j] + gain * ahead[j - 1]) / (losses[j - 1] + gain)
    return ahead[-1]


@given(hnp.arrays(float, st.tuples(st.just(2), st.integers(2, 6)), elements=st.integers(0, 10).map(float)))
def test_the_exact_share_of_two_equals_the_recursion(values):
    assume(not np.array_equal(values[0], values[1]))
    found = winning_share(values)
    assert found.sum() == pytest.approx(1.0)
    assert found[1] == pytest.approx(two_way(values[0] - values[1]), abs=1e-4)
    assert pairwise_share(values)[1, 0] == pytest.approx(two_way(values[0] - values[1]), abs=1e-12)


@given(hnp.arrays(float, (4, 3), elements=st.floats(0, 10, width=32)))
def test_pairs_share_all_weights(values):
    found = pairwise_share(values)
    assert found + found.T == pytest.approx(1 - np.eye(4))
    one_loss = pairwise_share([[0, 1, 3], [1, 0, 0]])[1, 0]
    assert one_loss == pytest.approx(1 / (1 + 1) * 1 / (1 + 3))


def test_three_criteria_share_as_areas_of_the_triangle():
    values = np.random.default_rng(8).uniform(0, 10, (4, 3))
    found = winning_share(values)
    corners = np.eye(3)
    assert found == pytest.approx([area(clip(corners, values, i)) / area(corners) for i in range(4)], abs=1e-10)


def clip(corners, values, i):
    """Cut the triangle of weights by every half plane in which i is ahead."""
    for k in range(len(values)):
        ahead = (values[i] - values[k]) @ corners.T if k != i else np.ones(len(corners))
        kept = []
        for a, x, b, y in zip(corners, ahead, np.roll(corners, -1, 0), np.roll(ahead, -1), strict=True):
            kept += [a] if x >= 0 else []
            kept += [a + (b - a) * x / (x - y)] if x * y < 0 else []
        corners = np.array(kept).reshape(-1, 3)
    return corners


def area(corners):
    x, y = corners[:, 0], corners[:, 1]
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2 if len(corners) else 0.0


def test_the_exact_share_agrees_with_sampling():
    values = np.random.default_rng(4).uniform(0, 10, (6, 5))
    found = rank_acceptability(
        NormalCells(values), weights=nested_uniform([0] * 5), rng=np.random.default_rng(1), blocks=40
    )
    assert winning_share(values) == pytest.approx(found.first, abs=0.006)


def test_exact_shares_of_known_cases():
    for n in (3, 4, 5, 6):
        assert winning_share(np.eye(n)) == pytest.approx(np.full(n, 1 / n), abs=1e-10)
    assert winning_share([[0.9, 0.2], [0.5, 0.7]])[0] == pytest.approx(4 / 9, abs=1e-12)
    assert winning_share([[9, 9], [5, 7]]).tolist() == [1.0, 0.0]
    assert winning_share([[0, 1, 1], [1, 0, 0]])[0] == pytest.approx(0.75, abs=1e-5)
    assert winning_share([[5, 5], [3, 3], [5, 5]]).tolist() == [0.5, 0.0, 0.5]
    assert winning_share([[3], [5], [5]]).tolist() == [0.0, 0.5, 0.5]
    with pytest.raises(ValueError, match=r"^values: too many active sets"):
        winning_share(np.random.default_rng(1).uniform(size=(20, 12)))


def test_a_tornado_puts_the_widest_bar_first():
    values = np.array([[80, 50, 60], [60, 70, 60]], dtype=float)
    bars = tornado(values, [0.5, 0.4, 0.1])
    assert [bar.width for bar in bars] == sorted((bar.width for bar in bars), reverse=True)
    assert not any(bar.crosses_zero for bar in tornado(values, [0.8, 0.1, 0.1]))
    spread = tornado(values, [0.5, 0.4, 0.1], low=values - 10, high=values + 10)
    lead = 0.5 * 20 - 0.4 * 20
    assert (spread[0].criterion, spread[0].low, spread[0].high) == pytest.approx((0, lead - 10, lead + 10))
    assert spread[0].crosses_zero
    assert tornado([[1, 2]], [1, 1]) == []


def test_the_most_critical_weight_is_the_smallest_relative_change():
    values, weights = [[60, 50, 40], [40, 60, 40], [30, 30, 39]], [0.6, 0.3, 0.1]
    criterion, relative = most_critical(values, weights)
    changes = [critical_change(values, weights, first=0, second=k).relative for k in (1, 2)]
    assert abs(relative) == pytest.approx(np.nanmin(np.abs(changes)))
    assert criterion == 0
    assert abs(most_critical(values, weights, pairs="any")[1]) <= abs(relative)
    assert most_critical([[5, 5], [5, 5]], [1, 1]) is None


def test_leaving_one_out_counts_missing_layers_for_nobody():
    found = leave_one_out([[80, np.nan], [50, 60]], weights=[3, 1], names=["eva", "bo"])
    assert [omission.winner for omission in found] == [1, 0]
    assert [omission.is_changed for omission in found] == [True, False]
    assert leave_one_out([[1, 2]]) == []


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: nearest_flip([[1, 2]], [1, 1], norm="l3"), "norm"),
        (lambda: critical_change([[1, 2]], [1], first=0, second=0), "weights"),
        (lambda: leave_one_out([[1, 2]], names=["a", "b"]), "names"),
        (lambda: tornado([[1, 2], [2, 1]], [1, 1], low=[[1]], high=[[1]]), "low"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


@pytest.mark.parametrize(
    ("weights", "d", "flipped"),
    [
        ([1, 2, 1], [0, 0, -1], [0.375, 0.625, 0]),
        ([2, 3, 1, 3, 1], [0, -4, 1, 1, -3], [0.25, 0.15, 0.2, 0.4, 0]),
        ([0, 4, 2, 3], [-2, -6, 1, -2], [0, 0, 2 / 3, 1 / 3]),
    ],
)
def test_the_euclidean_flip_where_weights_end_at_zero(weights, d, flipped):
    found = nearest_flip([np.zeros(len(d)), d], weights, norm="l2")[0]
    assert found.weights == pytest.approx(flipped, abs=1e-9)


def test_weight_that_gains_nothing_stays_where_it_is():
    values = [[0, 2, 2, 0, 3], [4, 4, 2, 2, 3], [0, 0, 1, 1, 3], [2, 3, 0, 4, 1]]
    flip = next(flip for flip in nearest_flip(values, [5, 8, 6, 3, 1]) if flip.rival == 0)
    assert flip.distance == pytest.approx(32 / 23)
    assert flip.weights[[0, 1, 3]].tolist() == [0.0, 0.0, 0.0]
