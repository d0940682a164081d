"""Does the smallest change of one value make two alternatives tie?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.sensitivity.scores import score_changes

CASES = st.tuples(st.integers(2, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(0, 100).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(0, 9).map(float)),
    )
)


@given(CASES)
def test_two_alternatives_tie_after_the_change(case):
    values, weights = case
    if weights.sum() == 0:
        return
    share = weights / weights.sum()
    found = score_changes(values, weights)
    for i, k in np.argwhere(~np.isnan(found.raised)):
        moved = values.copy()
        moved[i, k] += found.raised[i, k]
        assert moved[i] @ share == pytest.approx(moved[found.leader] @ share)
    for k in np.flatnonzero(~np.isnan(found.lowered)):
        moved = values.copy()
        moved[found.leader, k] -= found.lowered[k]
        totals = moved @ share
        assert totals[found.leader] == pytest.approx(np.delete(totals, found.leader).max())


def test_what_leaves_the_scale_is_no_change():
    found = score_changes([[100, 90], [10, 95]], [0.9, 0.1])
    assert found.is_possible[1].tolist() == [True, False]
    assert found.nearest == (0, 0)
    assert score_changes([[50, 50]], [1, 1]).nearest is None


def test_a_criterion_without_weight_changes_nothing():
    found = score_changes([[60, 0], [50, 100]], [1, 0])
    assert np.isnan(found.raised[:, 1]).all()
    assert found.nearest == (0, 0)


def test_a_wrong_argument_is_named():
    with pytest.raises(ValueError, match=r"^values: "):
        score_changes([[np.nan, 1]], [1, 1])
    with pytest.raises(ValueError, match=r"^weights: "):
        score_changes([[1, 1]], [0, 0])
