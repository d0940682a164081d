"""Do values of information on payoff tables and draws agree with the books and with each other?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.information import expected_value_of_perfect_information, value_from_sample, value_of_cells
from analysis.payoff import (
    expected_value_of_partial_information,
    expected_value_of_sample_information,
    regressed_mean,
)

PAYOFFS = hnp.arrays(float, (3, 4), elements=st.integers(-50, 50).map(float))
CHANCES = hnp.arrays(float, 4, elements=st.integers(1, 9).map(float))


@given(PAYOFFS, CHANCES)
def test_learning_more_is_never_worth_less(payoff, chance):
    everything = expected_value_of_perfect_information(payoff, chance)
    alone = expected_value_of_partial_information(payoff, chance, [0, 1, 2, 3]).value
    some = expected_value_of_partial_information(payoff, chance, ["a", "a", "b", "b"]).value
    nothing = expected_value_of_partial_information(payoff, chance, [0, 0, 0, 0])
    assert alone == pytest.approx(everything, abs=1e-9)
    assert 0 <= some <= everything + 1e-9
    assert (nothing.value, nothing.changes) == (0.0, 0.0)


@given(PAYOFFS, CHANCES, st.floats(0, 1))
def test_a_test_that_errs_lies_between_nothing_and_perfection(payoff, chance, error):
    likelihood = (1 - error) * np.eye(4) + error / 4
    found = expected_value_of_sample_information(payoff, chance, likelihood)
    assert -1e-9 <= found.value <= expected_value_of_perfect_information(payoff, chance) + 1e-9
    assert 0 <= found.changes <= 1 + 1e-9


def test_the_oil_field_of_the_textbook():
    """Hillier & Lieberman, Introduction to Operations Research, prototype example of decision analysis."""
    payoff, chance = [[700, -100], [90, 90]], [0.25, 0.75]
    assert expected_value_of_perfect_information(payoff, chance) == pytest.approx(142.5)
    assert expected_value_of_sample_information(payoff, chance, [[0.6, 0.2], [0.4, 0.8]]).value == pytest.approx(53.0)


def test_a_regression_gives_the_value_of_a_group():
    rng = np.random.default_rng(1)
    cells = rng.normal(0, [3, 2, 4], (60_000, 3))
    payoff = np.stack([np.zeros(60_000), 1 + cells.sum(axis=1)], axis=1)
    found = value_from_sample(payoff, expected=regressed_mean(payoff, cells[:, :2]))
    truth = value_of_cells([0, 1], [1, 1, 1], [[0, 0, 0], [3, 2, 4]], known=[True, True, False])
    assert found.value == pytest.approx(truth, abs=5 * found.standard_error)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: expected_value_of_partial_information([[1, 2]], [1, 1], [0]), "groups"),
        (lambda: expected_value_of_sample_information([[1, 2]], [1, 1], [[1, 0.5]]), "likelihood"),
        (lambda: expected_value_of_sample_information([[1, 2]], [1], [[1, 1]]), "probability"),
        (lambda: regressed_mean([[1], [2]], [[1]]), "parameters"),
        (lambda: regressed_mean([[1], [2]], [[1], [2]], degree=3), "degree"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
