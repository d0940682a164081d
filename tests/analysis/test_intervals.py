"""Do the intervals of all criteria and alternatives cover every weight once, with a tie at each end?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.sensitivity import stability_interval, weight_sweep, winning_intervals

SHAPES = st.one_of(st.tuples(st.integers(2, 30), st.integers(2, 6)), st.tuples(st.integers(52, 60), st.integers(3, 6)))
TABLES = SHAPES.flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(0, 100).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(1, 9).map(float)),
    )
)


def totals(values, share, j, t):
    rest = (values @ share - share[j] * values[:, j]) / (1 - share[j])
    return t * values[:, j] + (1 - t) * rest


@given(TABLES)
def test_the_winner_is_inside_at_its_weight_and_whoever_is_inside_is_best(case):
    values, weights = case
    share = weights / weights.sum()
    found = winning_intervals(values, weights)
    for j, weight in enumerate(share):
        best = values @ share >= (values @ share).max() - 1e-9
        inside = (found.low[:, j] <= weight + 1e-9) & (weight <= found.high[:, j] + 1e-9)
        assert np.any(inside & best)
        for i in np.flatnonzero(found.low[:, j] <= found.high[:, j]):
            for t in (found.low[i, j], found.high[i, j]):
                at = totals(values, share, j, t)
                assert at[i] == pytest.approx(at.max(), abs=1e-7)


@given(TABLES)
def test_the_intervals_of_a_criterion_fill_the_range(case):
    values, weights = case
    distinct = np.unique(values, axis=0)
    found = winning_intervals(distinct, weights)
    assert np.all(np.maximum(found.high - found.low, 0).sum(axis=0) >= 1 - 1e-9)
    assert found.low.min(axis=0).tolist() == [0.0] * weights.size
    assert found.high.max(axis=0).tolist() == [1.0] * weights.size


@given(TABLES)
def test_the_interval_of_the_leader_is_that_of_the_sweep(case):
    values, weights = case
    share = weights / weights.sum()
    sums = np.sort(values @ share)
    if sums[-1] - sums[-2] < 1e-6:
        return
    leader = int(np.argmax(values @ share))
    found = winning_intervals(values, weights)
    for j, weight in enumerate(share):
        one = stability_interval(weight_sweep(values[:, j], values @ share, weight), weight)
        # The sweep rounds to ten digits: lines of up to 100 points cross within 1e-8 over how much their slopes differ.
        slopes = values[:, j] - (values @ share - weight * values[:, j]) / (1 - weight)
        apart = np.abs(slopes - slopes[leader])
        within = 1e-9 + 1e-8 / min(apart[apart > 1e-9], default=1.0)
        assert (found.low[leader, j], found.high[leader, j]) == pytest.approx((one.low, one.high), abs=within)


def test_many_alternatives_have_the_same_intervals_as_few():
    values = np.random.default_rng(1).uniform(0, 100, (20, 30))
    weights = np.arange(1, 31)
    hopeless = np.full((5, 30), -1.0)
    few, many = winning_intervals(values, weights), winning_intervals(np.vstack([values, hopeless]), weights)
    leads = few.low < few.high
    assert np.array_equal(leads, (many.low < many.high)[:20])
    assert few.low[leads] == pytest.approx(many.low[:20][leads], abs=1e-12)
    assert few.high[leads] == pytest.approx(many.high[:20][leads], abs=1e-12)
    assert not np.any(many.low[20:] <= many.high[20:])


@pytest.mark.parametrize("others", [0, 25])
def test_equal_alternatives_have_equal_intervals(others):
    values = np.vstack([[[90, 10], [90, 10], [20, 80]], np.zeros((others, 2))])
    found = winning_intervals(values, [1, 1])
    assert found.low[0].tolist() == found.low[1].tolist()
    assert found.high[0].tolist() == found.high[1].tolist()
    assert found.low[0, 0] == pytest.approx(found.high[2, 0])


def test_a_weight_of_one_gives_the_others_equal_shares():
    found = winning_intervals([[100, 0, 30], [50, 60, 60]], [1, 0, 0])
    assert found.low[0, 0] == pytest.approx(45 / 95)
    assert found.high[1, 0] == pytest.approx(45 / 95)


def test_one_criterion_alone_is_won_by_the_best():
    found = winning_intervals([[1], [2]], [1])
    assert (found.low <= found.high).ravel().tolist() == [False, True]
    assert (found.low[1, 0], found.high[1, 0]) == (0.0, 1.0)


def test_a_wrong_argument_is_named():
    with pytest.raises(ValueError, match=r"^weights: "):
        winning_intervals([[1, 2]], [1])
