"""Is the value of information exact, and what a plan makes of it?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import norm

from analysis.information import (
    conditional_mean,
    expected_value_of_perfect_information,
    expected_value_of_test,
    probability_of_change,
    test_plan,
    value_from_sample,
    value_of_cells,
    value_of_each_cell,
    value_of_each_criterion,
)
from analysis.normal import expected_maximum

test_plan.__test__ = False
CASES = st.tuples(
    hnp.arrays(float, 4, elements=st.floats(40, 60)),
    hnp.arrays(float, (4, 3), elements=st.integers(0, 200).map(lambda k: k / 10)),
)
WEIGHTS = [0.5, 0.3, 0.2]


@given(CASES, st.floats(0, 1))
def test_every_criterion_has_the_value_of_learning_it_alone(case, accuracy):
    totals, sd = case
    found = value_of_each_criterion(totals, WEIGHTS, sd, accuracy=accuracy)
    one_by_one = [value_of_cells(totals, WEIGHTS, sd, known=row, accuracy=accuracy) for row in np.eye(3, dtype=bool)]
    assert found == pytest.approx(one_by_one, abs=1e-7)
    assert np.all(found <= value_of_cells(totals, WEIGHTS, sd) + 1e-7)


@given(CASES)
def test_every_cell_has_the_value_of_learning_it_alone(case):
    totals, sd = case
    found = value_of_each_cell(totals, WEIGHTS, sd)
    for i, j in ((0, 0), (1, 2), (3, 1)):
        known = np.zeros((4, 3), dtype=bool)
        known[i, j] = True
        assert found[i, j] == pytest.approx(value_of_cells(totals, WEIGHTS, sd, known=known), abs=1e-7)
        s = WEIGHTS[j] * sd[i, j]
        gap = abs(totals[i] - max(np.delete(totals, i)))
        closed = s * norm.pdf(gap / s) - gap * norm.cdf(-gap / s) if s > 0 else 0.0
        assert found[i, j] == pytest.approx(closed, abs=1e-7)


@given(CASES)
def test_more_is_worth_at_least_as_much(case):
    totals, sd = case
    first, both, all_three = ([True, False, False], [True, True, False], [True] * 3)
    values = [value_of_cells(totals, WEIGHTS, sd, known=known) for known in (first, both, all_three)]
    assert values == pytest.approx(sorted(values), abs=1e-7)


def test_a_weight_or_a_spread_of_zero_is_worth_nothing():
    found = value_of_each_criterion([50, 49], [0.5, 0.5, 0.0], [[0, 5, 9], [0, 5, 9]])
    assert found[[0, 2]].tolist() == [0.0, 0.0]
    assert found[1] > 0


def test_the_choice_changes_as_often_as_the_second_overtakes():
    assert probability_of_change([50, 48], [1.0], [[3.0], [4.0]]) == pytest.approx(norm.cdf(-2 / 5), abs=1e-9)
    assert probability_of_change([50, 48], [1.0], [[3.0], [4.0]], known=[False]) == 0.0
    draws = np.random.default_rng(1).normal([50, 49, 47], [2, 3, 4], (400_000, 3))
    found = probability_of_change([50, 49, 47], [1.0], [[2.0], [3.0], [4.0]])
    assert found == pytest.approx(np.mean(draws.argmax(axis=1) != 0), abs=0.003)


def test_a_plan_stops_when_a_day_is_no_longer_worth_it():
    totals, sd = [50, 49, 40], [[10, 5, 1], [10, 5, 1], [1, 1, 1]]
    options = {"tests": {"AI": [0], "UX": [1], "SLA": [2]}, "days": {"AI": 2, "UX": 2, "SLA": 2}, "most_days": 9}
    plan = test_plan(totals, WEIGHTS, sd, **options)
    assert [step.name for step in plan] == ["AI", "UX", "SLA"]
    assert [step.gain for step in plan] == sorted((step.gain for step in plan), reverse=True)
    assert plan[-1].changes == pytest.approx(probability_of_change(totals, WEIGHTS, sd), abs=1e-9)
    short = test_plan(totals, WEIGHTS, sd, **options, least_gain=plan[1].gain / 2 + 1e-9)
    assert [step.name for step in short] == ["AI"]


def test_equal_values_of_a_parameter_stay_together():
    payoff = np.random.default_rng(1).normal(size=(2000, 3))
    payoff = payoff[np.argsort(payoff[:, 0])]
    nothing = conditional_mean(payoff, np.zeros(2000))
    assert value_from_sample(payoff, expected=nothing).value == 0.0
    two = conditional_mean(payoff, np.arange(2000) % 2)
    assert two[0] == pytest.approx(payoff[::2].mean(axis=0))
    assert two[1] == pytest.approx(payoff[1::2].mean(axis=0))
    many = conditional_mean(payoff, np.repeat(np.arange(200), 10), bins=50)
    assert len(np.unique(many[:, 0])) == 50


def test_two_normals_have_a_closed_form():
    gap, s = 2.0, np.hypot(3.0, 4.0)
    found = value_of_cells([50, 48], [1.0], [[3.0], [4.0]])
    assert found == pytest.approx(s * norm.pdf(gap / s) - gap * norm.cdf(-gap / s), abs=1e-9)


@given(
    hnp.arrays(float, 4, elements=st.floats(40, 60)),
    hnp.arrays(float, (4, 3), elements=st.floats(0, 20)),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_partial_information_lies_between_nothing_and_everything(totals, sd, known):
    weights = [0.5, 0.3, 0.2]
    everything = value_of_cells(totals, weights, sd)
    part = value_of_cells(totals, weights, sd, known=known)
    assert -1e-9 <= part <= everything + 1e-7
    assert value_of_cells(totals, weights, sd, known=[False] * 3) == 0.0


def test_perfect_information_agrees_with_simulation():
    totals, sd = np.array([50.0, 49.0, 45.0]), np.array([[4.0], [6.0], [0.0]])
    draws = np.random.default_rng(3).normal(totals, sd[:, 0], (400_000, 3))
    found = value_from_sample(draws)
    assert value_of_cells(totals, [1.0], sd) == pytest.approx(found.value, abs=4 * found.standard_error)


def test_one_option_and_a_certain_choice_are_worth_nothing():
    assert value_of_cells([50], [1.0], [[9.0]]) == 0.0
    assert value_of_cells([50, 20], [1.0], [[0.0], [0.0]]) == 0.0
    assert expected_value_of_perfect_information([[1, 5]], [0.5, 0.5]) == 0.0


def test_a_test_plan_stays_inside_its_days_and_never_loses():
    totals, weights = [50, 49, 40], [0.5, 0.3, 0.2]
    sd = [[10, 5, 1], [10, 5, 1], [1, 1, 1]]
    tests = {"AI": [0], "UX": [1], "SLA": [2]}
    plan = test_plan(totals, weights, sd, tests=tests, days={"AI": 4, "UX": 2, "SLA": 2}, most_days=7)
    assert [step.name for step in plan] == ["AI", "UX"]
    assert plan[-1].total == pytest.approx(value_of_cells(totals, weights, sd, known=[True, True, False]))
    assert test_plan(totals, weights, sd, tests=tests, days=dict.fromkeys(tests, 9), most_days=7) == []


def test_what_cannot_change_the_decision_is_not_tested():
    plan = test_plan([90, 10], [1.0], [[0.1], [0.1]], tests={"AI": [0]}, days={"AI": 1}, most_days=9)
    assert plan == []


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: expected_value_of_perfect_information([[1, 2]], [1]), "probability"),
        (lambda: expected_maximum([1, 2], [1]), "sd"),
        (lambda: value_of_cells([1], [1], [[1], [1]]), "sd"),
        (lambda: expected_value_of_test([1], [1], [[1]], tested=[True], error_sd=-1), "error_sd"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
