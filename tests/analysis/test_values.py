"""Are value functions clipped, monotone and invertible?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.values import (
    availability,
    curvature_of,
    curve,
    exponential,
    inverse,
    is_outside,
    linear,
    local_scale,
    logarithmic,
    rating,
    steps,
    target,
    threshold,
    value_function,
)

POINTS = [[4, 0], [10, 70], [20, 100]]
RISING = {"type": "piecewise", "points": [["90", "0"], ["98", "80"], ["100", "100"]]}
FALLING = {"type": "piecewise", "points": [["1", "100"], ["2", "70"], ["3", "70"], ["5", "0"]]}
LOG = {"type": "log", "points": [["99", "0"], ["99.99", "100"]]}


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_rising_function_never_falls_and_stays_inside(a, b):
    low, high = value_function(sorted((a, b)), POINTS)
    assert 0 <= low <= high <= 100


def test_missing_stays_missing():
    for found in (value_function(np.nan, POINTS), availability(np.nan, [[99, 0], [99.99, 100]]), steps(np.nan, POINTS)):
        assert np.isnan(found)


@given(st.floats(0.5, 10), st.floats(-50, 50), st.floats(0, 30))
def test_another_unit_changes_no_value(scale, shift, x):
    moved = [[scale * a + shift, b] for a, b in POINTS]
    assert value_function(scale * x + shift, moved) == pytest.approx(value_function(x, POINTS), abs=1e-6)


@pytest.mark.parametrize("function", [RISING, FALLING, LOG])
@given(st.floats(0, 100))
def test_the_inverse_gives_the_value_back(function, value):
    x = inverse(value, function, near=2.5)
    assert float(curve(x, function)) == pytest.approx(value, abs=1e-6)


def test_the_inverse_on_a_flat_stretch_stays_as_near_as_it_can():
    assert inverse(70, FALLING, near=2.5) == 2.5
    assert inverse(70, FALLING, near=9) == 3.0
    assert inverse(101, FALLING, near=2) is None
    assert inverse(-1, LOG, near=99) is None


def test_every_nine_is_worth_the_same():
    found = availability([98, 99, 99.9, 99.99, 99.999], [[99, 0], [99.99, 100]])
    assert found.tolist() == pytest.approx([0, 0, 50, 100, 100])


def test_a_fact_beyond_the_last_nine_is_worth_the_last_value():
    assert curve([99.99, 99.999, 100, 101], LOG).tolist() == [100.0] * 4


def test_a_steep_curve_is_computed_without_overflow():
    given = {"low": 0, "high": 10, "curvature": -1000}
    assert exponential([0, 1, 9.99, 10], **given).tolist() == pytest.approx([0, 0, 100 * np.exp(-1), 100])
    assert exponential([-1, 30], outside="extrapolate", **given).tolist() == pytest.approx([0, np.inf])


@given(st.floats(-99, 99).filter(bool), st.floats(0, 1))
def test_a_curve_seen_from_the_other_end_bends_the_other_way(c, z):
    there, back = exponential(z, low=0, high=1, curvature=c), exponential(z, low=1, high=0, curvature=-c)
    assert float(there + back) == pytest.approx(100, abs=1e-9)


def test_what_goes_on_outside_keeps_its_formula():
    assert logarithmic([1, 10_000], worst=10, best=1000, outside="extrapolate").tolist() == pytest.approx([-50, 150])
    assert exponential([-5, 15], low=0, high=10, curvature=0, outside="extrapolate").tolist() == [-50.0, 150.0]


@pytest.mark.parametrize("ends", [[[640, 0], [180, 100]], [[180, 100], [640, 0]], [[180, 100], [640, 0], [300, 70]]])
def test_the_ends_of_a_function_in_any_order_say_what_is_outside(ends):
    assert is_outside([641, 640, 180, 179, np.nan], ends).tolist() == [True, False, False, True, False]


def test_rounding_noise_makes_no_difference_on_a_local_scale():
    assert local_scale([0.3, 0.1 + 0.2, 0.3]).tolist() == [0.0, 0.0, 0.0]


def test_ratings_targets_steps_and_curvature():
    assert rating(7.5) == 75.0
    assert target([0, 10, 20], best=(8, 12), left=4, right=8).tolist() == [0.0, 100.0, 0.0]
    assert steps([9.99, 10], [[0, 0], [10, 70]]).tolist() == [0.0, 70.0]
    bent = exponential([0, 5, 10], low=0, high=10, curvature=2)
    assert bent.tolist() == pytest.approx([0, 73.1059, 100], abs=1e-3)
    assert exponential([10, 0], low=10, high=0, curvature=0).tolist() == [0.0, 100.0]


def test_a_limit_met_exactly_is_met():
    assert threshold([97.9, 98, np.nan], operator=">=", limit=98).tolist() == [False, True, False]
    assert threshold([2, 3], operator="<=", limit=2).tolist() == [True, False]
    assert threshold([2, 3], operator="=", limit=3).tolist() == [False, True]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: value_function(1, [[1, 0]]), "points"),
        (lambda: value_function(1, [[1, 0], [1, 100]]), "points"),
        (lambda: availability(99, [[99, 0], [100, 100]]), "points"),
        (lambda: rating(1, top=1, bottom=1), "top"),
        (lambda: exponential(1, low=1, high=1, curvature=0), "low"),
        (lambda: target(1, best=(2, 1), left=1, right=1), "best"),
        (lambda: threshold(1, operator=">", limit=1), "operator"),
        (lambda: threshold([3], operator=">=", limit=[1, 2]), "limit"),
        (lambda: threshold([3], operator=">=", limit=None), "limit"),
        (lambda: value_function(5, [[0, 0], [np.nan, 50], [10, 100]]), "points"),
        (lambda: value_function(5, [[0, 0], [5, 100], [10, 0]]), "points"),
        (lambda: value_function(5, None), "points"),
        (lambda: value_function(5, POINTS, outside="on"), "outside"),
        (lambda: steps(5, [[np.nan, 0], [10, 70]]), "points"),
        (lambda: is_outside(5, [[1, 0], [1, 100]]), "points"),
        (lambda: linear(1, worst=np.nan, best=2), "worst"),
        (lambda: linear(1, worst=1, best=None), "best"),
        (lambda: logarithmic(1, worst=0, best=2), "worst"),
        (lambda: logarithmic(1, worst=1, best=np.nan), "best"),
        (lambda: logarithmic(1, worst=1, best=1), "worst"),
        (lambda: logarithmic(1, worst=1, best=2, outside="on"), "outside"),
        (lambda: exponential(1, low="a", high=1, curvature=0), "low"),
        (lambda: exponential(1, low=0, high=1, curvature=np.nan), "curvature"),
        (lambda: curvature_of(None, low=0, high=1), "middle"),
        (lambda: curvature_of(0.5, low=1, high=1), "middle"),
        (lambda: target(1, best=(np.nan, 12), left=1, right=1), "best"),
        (lambda: target(1, best=3, left=1, right=1), "best"),
        (lambda: target(1, best=(1, 2), left=np.nan, right=1), "left"),
        (lambda: target(1, best=(1, 2), left=1, right=0), "right"),
        (lambda: rating(1, top=np.nan), "top"),
        (lambda: rating(1, bottom="low"), "bottom"),
        (lambda: availability([99, 100], [[99, 0], [99.99, 100]]), "x"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
