"""Are the weight intervals exact, and do the stretches cover the whole range?"""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.sensitivity import Interval, Segment, Sweep, stability_interval, weight_sweep, winner_segments

SIZE = hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6)
LINES = SIZE.flatmap(lambda shape: hnp.arrays(float, (2, shape[0]), elements=st.integers(0, 100).map(float)))


@given(LINES, st.floats(0, 1))
def test_the_leader_of_a_segment_leads_all_over_it(lines, share):
    sweep = Sweep(*lines)
    segments = winner_segments(sweep)
    assert (segments[0].start, segments[-1].end) == (0.0, 1.0)
    for segment in segments:
        totals = sweep.at(segment.start + share * (segment.end - segment.start))
        assert totals[segment.winner] >= totals.max() - 1e-7
    assert all(left.winner != right.winner for left, right in itertools.pairwise(segments))


@given(LINES, st.floats(0.01, 0.99))
def test_the_present_weight_lies_inside_and_two_tie_at_each_end(lines, weight):
    sweep = Sweep(*lines)
    interval = stability_interval(sweep, weight)
    assert interval.low <= weight <= interval.high
    for end, winner in ((interval.low, interval.low_winner), (interval.high, interval.high_winner)):
        if winner is not None:
            totals = np.sort(sweep.at(end))
            assert totals[-1] == pytest.approx(totals[-2], abs=1e-7)
            assert sweep.at(end)[winner] == pytest.approx(totals[-1], abs=1e-7)


@given(LINES, st.floats(0.01, 0.99))
def test_scaling_and_shifting_all_values_moves_no_interval(lines, weight):
    one, other = (stability_interval(Sweep(*scaled), weight) for scaled in (lines, 0.5 * lines + 20))
    assume(np.ptp(Sweep(*lines).at(weight)) > 1e-6)
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-9)


def test_a_tie_at_the_present_weight_has_no_length():
    sweep = Sweep(np.array([100.0, 0.0]), np.array([0.0, 100.0]))
    assert stability_interval(sweep, 0.5) == Interval(0.5, 0.5, 1, 0, True)
    assert stability_interval(Sweep(np.array([5.0, 5.0]), np.array([0.0, 5.0])), 1.0) == Interval(
        1.0, 1.0, 1, None, True
    )
    twins = stability_interval(Sweep(np.array([5.0, 5.0]), np.array([5.0, 5.0])), 0.3)
    assert (twins.low, twins.high, twins.is_tie) == (0.3, 0.3, True)


def test_three_lines_through_one_point_leave_nothing_to_the_middle_one():
    sweep = Sweep(np.array([50.0, 100.0, 0.0]), np.array([50.0, 0.0, 100.0]))
    interval = stability_interval(sweep, 0.5)
    assert (interval.low, interval.high, interval.low_winner, interval.high_winner) == (0.5, 0.5, 2, 1)


def test_parallel_lines_never_cross():
    sweep = Sweep(np.array([60.0, 50.0]), np.array([40.0, 30.0]))
    assert winner_segments(sweep) == [Segment(0.0, 1.0, 0)]


def test_a_weight_of_one_gives_the_others_equal_shares():
    sweep = weight_sweep([10, 20], [10, 20], 1.0, others=[80, 0])
    assert sweep.rest.tolist() == [80.0, 0.0]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(([], [], 0.5), "node"), (([1], [1, 2], 0.5), "totals"), (([1], [1], 1.5), "weight")],
)
def test_a_wrong_argument_is_named(arguments, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        weight_sweep(*arguments)
