"""Do distributions keep their ends, and do draws agree with their means and quantiles?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evidence import (
    WIDTHS,
    MeasuredMean,
    MeasuredPercentile,
    MeasuredShare,
    Pert,
    Statement,
    Triangular,
    calibrated,
    evidence_distribution,
)

THREE = st.lists(st.floats(-50, 50), min_size=3, max_size=3).map(sorted)


@given(THREE, st.floats(0.5, 8))
def test_a_three_point_estimate_stays_between_its_ends(points, shape):
    for found in (Pert(*points, shape), Triangular(*points)):
        low, middle, high = found.quantile([0, 0.5, 1])
        assert points[0] - 1e-9 <= low <= middle <= high <= points[2] + 1e-9
        assert points[0] - 1e-9 <= found.mean <= points[2] + 1e-9
        assert found.sd >= 0


@pytest.mark.parametrize(
    "found",
    [
        Pert(2, 5, 14),
        Triangular(2, 5, 14),
        MeasuredShare(9, 10),
        MeasuredMean([1, 2, 3, 4, 6, 9, 9, 11]),
        Statement(2, 5, 9),
        MeasuredPercentile([2, 3, 4, 6, 9, 9, 11], 60),
    ],
)
def test_draws_have_the_mean_the_sd_and_the_quantiles(found):
    draws = found.draw(np.random.default_rng(1), 200_000)
    assert draws.mean() == pytest.approx(found.mean, abs=0.02)
    assert draws.std() == pytest.approx(found.sd, rel=0.02)
    assert np.quantile(draws, [0.1, 0.5, 0.9]) == pytest.approx(found.quantile([0.1, 0.5, 0.9]), rel=0.02)


def test_rounding_makes_no_negative_variance():
    tiny = 2.7080663512616198e-08
    assert Pert(tiny, tiny, tiny, 0.5).sd == 0.0


@pytest.mark.parametrize("found", [Pert(5, 5, 5), Triangular(5, 5, 5)])
def test_equal_ends_are_a_constant(found):
    assert (found.mean, found.sd) == (5.0, 0.0)
    assert found.draw(np.random.default_rng(1), 3).tolist() == [5.0] * 3
    assert found.quantile([0.1, 0.9]).tolist() == [5.0] * 2


def test_a_percentile_is_that_of_samples_drawn_again():
    sample = [120, 130, 135, 140, 150, 155, 160, 180, 240, 900]
    found = MeasuredPercentile(sample, 90).draw(np.random.default_rng(1), 40_000)
    again = np.sort(np.random.default_rng(2).choice(sample, (40_000, 10)), axis=1)[:, 8]
    for value in sample:
        assert np.mean(found <= value) == pytest.approx(np.mean(again <= value), abs=0.01)
    assert MeasuredPercentile(sample, 90).quantile([0.1, 0.9]).tolist() == [160.0, 900.0]


def test_levels_have_names_and_codes():
    assert evidence_distribution(60, "E3") == evidence_distribution(60, "reference") == Pert(48, 60, 68)
    assert evidence_distribution(100, "claimed") == Pert(60, 90, 100)


def test_no_trial_says_nothing():
    assert MeasuredShare(0, 0).mean == 0.5


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Pert(1, 2, 3, 0), "shape"),
        (lambda: Triangular(2, 1, 3), "mode"),
        (lambda: MeasuredShare(3, 2), "successes"),
        (lambda: MeasuredMean([1, np.nan]), "sample"),
        (lambda: MeasuredPercentile([np.nan], 50), "sample"),
        (lambda: MeasuredPercentile([1], 101), "p"),
        (lambda: Pert(1, 2, 3).quantile(2), "p"),
        (lambda: evidence_distribution(50, "E9"), "level"),
        (lambda: Pert(3, 2, 1), "mode"),
        (lambda: evidence_distribution(50, "rumour"), "level"),
        (lambda: evidence_distribution(101, "poc"), "value"),
        (lambda: calibrated(1, 1, -1), "n"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


STATED = st.tuples(st.floats(-50, 50), st.floats(0, 40), st.floats(0.17, 0.83)).map(
    lambda t: (t[0], t[0] + t[1] * t[2], t[0] + t[1])
)


@given(STATED)
def test_a_statement_is_met_and_its_quantiles_rise(points):
    found = Statement(*points)
    assert found.quantile([0.1, 0.5, 0.9]) == pytest.approx(points, abs=1e-9)
    assert np.all(np.diff(found.quantile(np.linspace(0.001, 0.999, 999))) >= -1e-9)


def test_a_statement_that_no_rising_curve_meets_is_refused():
    with pytest.raises(ValueError, match=r"p50: expected between a sixth and five sixths"):
        Statement(0, 1, 10)
    with pytest.raises(ValueError, match=r"p50: expected p10 <= p50 <= p90"):
        Statement(0, 11, 10)
    with pytest.raises(ValueError, match=r"p: expected between 0 and 1"):
        Statement(0, 5, 10).quantile(1.0)


def test_three_equal_statements_are_a_constant():
    found = Statement(7, 7, 7)
    assert (found.mean, found.sd, found.draw(np.random.default_rng(1), 3).tolist()) == (7.0, 0.0, [7.0, 7.0, 7.0])


@given(st.floats(0, 100), st.sampled_from(sorted(WIDTHS)))
def test_evidence_stays_on_the_scale(value, level):
    found = evidence_distribution(value, level)
    assert 0 <= found.low <= found.mode <= found.high <= 100
    assert found.low - 1e-9 <= found.mean <= found.high + 1e-9


def test_better_evidence_is_narrower():
    sds = [evidence_distribution(60, level).sd for level in WIDTHS if level != "none"]
    assert sds == sorted(sds, reverse=True)
