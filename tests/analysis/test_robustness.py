"""Do the simulated shares agree with cases of which the truth is known?"""

import numpy as np
import pytest
from scipy.stats import norm

from analysis.robustness import NormalCells, nested_dirichlet, nested_uniform, rank_acceptability


def shares(scores, **options):
    cells = NormalCells(scores, options.pop("sd", None))
    sampler = options.pop("weights", nested_uniform([0] * cells.shape[1]))
    return rank_acceptability(cells, weights=sampler, rng=np.random.default_rng(11), **options)


def close(found, truth):
    return found == pytest.approx(truth, abs=0.01)


def test_two_criteria_share_as_their_gains():
    assert close(shares([[9, 2], [5, 7]]).first, [4 / 9, 5 / 9])


def test_one_loss_against_two_equal_gains_is_a_quarter():
    assert close(shares([[4, 5, 5], [5, 4, 4]]).first, [3 / 4, 1 / 4])


@pytest.mark.parametrize(("n", "own"), [(3, 0.6111), (5, 0.4567)])
def test_equal_specialists_share_every_place_equally(n, own):
    found = shares(10 * np.eye(n))
    assert close(found.ranks.ravel(), np.full(n * n, 1 / n))
    assert close(np.diag(found.central_weights), np.full(n, own))


def test_a_dominated_alternative_is_never_first_and_has_no_central_weight():
    found = shares([[9, 8], [5, 7]])
    assert found.first.tolist() == [1.0, 0.0]
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence[1])


def test_identical_alternatives_share_equally():
    found = shares([[9, 2], [5, 7], [9, 2]])
    assert found.first[0] == found.first[2]
    assert found.pairwise[0, 2] == found.pairwise[2, 0] == 0.5
    assert close(found.first, [2 / 9, 5 / 9, 2 / 9])


def test_shares_are_doubly_stochastic_and_pairs_add_to_one():
    scores = np.random.default_rng(5).uniform(0, 10, (5, 6))
    found = shares(scores, sd=np.full((5, 6), 0.8), blocks=2)
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(5))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(5))
    assert found.pairwise + found.pairwise.T + np.eye(5) == pytest.approx(np.ones((5, 5)))
    expected = 1 + (found.pairwise.T.sum(axis=1))
    assert found.ranks @ np.arange(1, 6) == pytest.approx(expected)


def test_two_normal_scores_compare_as_the_normal_law_says():
    found = shares([[5.5], [5.0]], sd=[[0.6], [0.8]], weights=nested_dirichlet([1], [1], [0], 50))
    assert close(found.first[0], norm.cdf(0.5 / 1.0))
    assert found.confidence[0] == pytest.approx(norm.cdf(0.5), abs=0.02)


def test_scores_are_clipped_to_their_scale():
    found = shares([[9.9], [0.1]], sd=[[1.6], [1.6]], quantiles=(0.0, 1.0))
    assert found.quantiles.max() <= 10.0 + 1e-5
    assert found.quantiles.min() >= 0.0


def test_a_missing_score_is_anything_from_0_to_10():
    found = shares([[np.nan], [2.5]], quantiles=(0.05, 0.95))
    assert close(found.first, [0.75, 0.25])
    assert found.quantiles[0] == pytest.approx([0.5, 9.5], abs=0.1)


def test_weights_spread_as_the_dirichlet_law_says():
    sampler = nested_dirichlet([0.6, 0.4], [0.25, 0.75, 1.0], [0, 0, 1], 50)
    weights = sampler(np.random.default_rng(3), 40_000)
    assert weights.sum(axis=0) == pytest.approx(np.ones(40_000), abs=1e-5)
    assert weights.mean(axis=1) == pytest.approx([0.15, 0.45, 0.4], abs=0.002)
    assert weights[2].std() == pytest.approx(np.sqrt(0.4 * 0.6 / 51), abs=0.002)


def test_uniform_weights_are_uniform_over_categories_first():
    weights = nested_uniform([0, 0, 0, 1])(np.random.default_rng(3), 40_000)
    assert weights.mean(axis=1) == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2], abs=0.005)


def test_the_standard_error_is_honest():
    errors = []
    for seed in range(40):
        found = rank_acceptability(
            NormalCells([[9, 2], [5, 7]]), weights=nested_uniform([0, 0]), rng=np.random.default_rng(seed)
        )
        errors.append((found.first[0] - 4 / 9) / found.standard_error[0, 0])
    assert 0.7 < np.std(errors) < 1.3


def test_a_wrong_argument_is_named():
    with pytest.raises(ValueError, match=r"^scores: "):
        shares(np.zeros((0, 2)))
    with pytest.raises(ValueError, match=r"^sd: "):
        shares([[1, 2]], sd=[[1]])
