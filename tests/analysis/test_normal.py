"""Do the integrals agree with closed forms, and with each other?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import norm

from analysis.normal import expected_maximum, probability_largest

SETS = st.integers(2, 7).flatmap(
    lambda m: st.tuples(
        hnp.arrays(float, (3, m), elements=st.floats(-50, 50)),
        hnp.arrays(float, (3, m), elements=st.sampled_from([0.0, 1e-4, 0.01, 0.5, 1.0, 7.0, 30.0])),
    )
)


@pytest.mark.parametrize("spreads", [(3.0, 4.0), (1e-6, 5.0), (0.0, 2.0)])
@pytest.mark.parametrize("gap", [0.0, 2.0, 40.0])
def test_two_numbers_have_closed_forms(spreads, gap):
    s = np.hypot(*spreads)
    truth = gap * norm.cdf(gap / s) + s * norm.pdf(gap / s)
    assert expected_maximum([gap, 0.0], spreads) == pytest.approx(truth, abs=1e-8)
    assert probability_largest([gap, 0.0], spreads, 0) == pytest.approx(norm.cdf(gap / s), abs=1e-8)


@given(SETS)
def test_one_of_them_is_the_largest(sets):
    mean, sd = sets
    moving = np.sum(sd > 0, axis=1) >= mean.shape[1] - 1  # two equal constants are both largest
    sums = sum(probability_largest(mean, sd, i) for i in range(mean.shape[1]))
    assert sums[moving] == pytest.approx(np.ones(moving.sum()), abs=1e-7)


@given(SETS)
def test_the_largest_is_expected_above_the_largest_mean_and_grows_with_every_number(sets):
    mean, sd = sets
    found = expected_maximum(mean, sd)
    assert np.all(found >= mean.max(axis=1) - 1e-8)
    assert np.all(expected_maximum(mean[:, 1:], sd[:, 1:]) <= found + 1e-7)
    assert [float(expected_maximum(m, s)) for m, s in zip(mean, sd, strict=True)] == pytest.approx(found, abs=1e-8)


def test_equal_numbers_have_the_known_order_statistics():
    known = {2: 0.5641895835, 3: 0.8462843753, 5: 1.1629644736, 10: 1.5387527308}
    assert {m: float(expected_maximum(np.zeros(m), np.ones(m))) for m in known} == pytest.approx(known, abs=1e-8)


def test_constants_compare_as_numbers():
    assert expected_maximum([1.0, 2.0], [0.0, 0.0]) == 2.0
    assert [float(probability_largest([1, 2, 2], [0, 0, 0], i)) for i in range(3)] == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("sd", [[1.0], [1.0, -1.0], [1.0, np.nan]])
def test_a_wrong_spread_is_named(sd):
    with pytest.raises(ValueError, match=r"^sd: "):
        expected_maximum([1.0, 2.0], sd)
