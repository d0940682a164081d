"""Do the measures of trials keep their bounds and say nothing without data?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.trials import (
    first_contact_resolution,
    measured,
    needed_successes,
    net_promoter,
    percentile,
    satisfaction,
    system_usability_scale,
    wilson_interval,
)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_inside_its_interval_and_both_in_0_to_1(counts):
    found = wilson_interval(*counts)
    low, high = found.interval
    assert 0 <= low <= found.share <= high <= 1
    mirrored = wilson_interval(counts[1] - counts[0], counts[1]).interval
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


def test_how_many_must_pass_is_computed():
    assert needed_successes(1000, 0.95) == 964
    assert wilson_interval(963, 1000).interval[0] <= 0.95
    assert needed_successes(3, 0.95) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.integers(0, 100))
def test_the_nearest_rank_is_an_observation_that_enough_do_not_exceed(sample, p):
    found = percentile(sample, p)
    assert found in sample
    assert sum(x <= found for x in sample) >= p * len(sample) / 100 - 1e-9


def test_an_incomplete_sheet_is_left_out():
    whole = [4, 2, 4, 2, 4, 2, 4, 2, 4, 2]
    found = system_usability_scale([whole, [np.nan, *whole[1:]], whole])
    assert (found.mean, found.n) == (75.0, 2)
    assert found.interval.tolist() == [75.0, 75.0]


@pytest.mark.parametrize("found", [measured([]), measured([np.nan]), system_usability_scale([[np.nan] * 10])])
def test_no_data_is_no_number(found):
    assert found.n == 0
    assert np.isnan([found.mean, found.median, *found.interval]).all()


def test_no_answers_are_no_share():
    assert np.isnan(satisfaction([]).share)
    assert np.isnan(net_promoter([]))
    assert np.isnan(percentile([], 95))
    assert wilson_interval(0, 0).n == 0


def test_a_mean_of_one_has_no_interval():
    assert np.isnan(measured([4]).interval).all()


def test_a_t_interval_is_that_of_the_table():
    low, high = measured([1, 2, 3, 4]).interval
    assert (low, high) == pytest.approx((2.5 - 2.0542, 2.5 + 2.0542), abs=1e-3)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: system_usability_scale([[1, 2]]), "answers"),
        (lambda: system_usability_scale([[6] * 10]), "answers"),
        (lambda: wilson_interval(3, 2), "successes"),
        (lambda: percentile([1], 101), "p"),
        (lambda: percentile([1], 50, rule="odd"), "p"),
        (lambda: percentile([[1]], 50), "sample"),
        (lambda: satisfaction([6]), "answers"),
        (lambda: net_promoter([11]), "answers"),
        (lambda: first_contact_resolution([0]), "contacts"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
