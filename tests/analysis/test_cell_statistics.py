"""Are mean, variance and number of every cell those of its scores?"""

import numpy as np
import pytest

from analysis.group import cell_statistics

RNG = np.random.default_rng(2)
ROWS, COLUMNS = RNG.integers(0, 3, 500), RNG.integers(0, 4, 500)


@pytest.mark.parametrize(
    "scores",
    [
        RNG.integers(0, 11, 500) / 2,
        RNG.integers(-7, 8, 500),
        RNG.integers(0, 11, 500) / 2 + 3,
        RNG.uniform(0, 10, 500),
        RNG.uniform(1e6, 1e6 + 1, 500),
        RNG.integers(0, 2, 500) * 4000.0,
    ],
    ids=["halves", "negative", "from three", "any", "far from zero", "few and far between"],
)
def test_every_cell_has_the_moments_of_its_scores(scores):
    found = cell_statistics(ROWS, COLUMNS, scores, shape=(3, 4))
    for i in range(3):
        for j in range(4):
            own = np.asarray(scores, dtype=float)[np.equal(ROWS, i) & np.equal(COLUMNS, j)]
            assert (found.mean[i, j], found.variance[i, j]) == pytest.approx((own.mean(), own.var(ddof=1)), rel=1e-6)
            assert found.count[i, j] == own.size


def test_a_cell_without_scores_is_missing_and_one_score_has_no_variance():
    found = cell_statistics([0], [1], [7.5], shape=(1, 2))
    assert found.count.tolist() == [[0, 1]]
    assert np.isnan(found.mean[0, 0])
    assert np.isnan(found.variance).all()
    assert found.mean[0, 1] == 7.5


@pytest.mark.parametrize(
    ("rows", "columns", "scores", "named"),
    [
        ([3], [0], [1], "alternative"),
        ([0], [-1], [1], "criterion"),
        ([0, 0], [0], [1, 2], "criterion"),
        ([0], [0], [np.nan], "score"),
        ([0], [0], [np.inf], "score"),
        ([0], [0], [None], "score"),
        ([0.5], [0], [1], "alternative"),
    ],
)
def test_a_wrong_argument_is_named(rows, columns, scores, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        cell_statistics(np.array(rows), columns, scores, shape=(3, 4))


@pytest.mark.parametrize("shape", [None, (1,), (0, 1), (1.0, 1), (-1, 1)])
def test_a_wrong_shape_is_named(shape):
    with pytest.raises(ValueError, match=r"^shape: expected "):
        cell_statistics([0], [0], [1], shape=shape)
