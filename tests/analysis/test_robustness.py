"""Do the simulated shares agree with cases of which the truth is known?"""

import tracemalloc

import numpy as np
import pytest
from scipy.stats import gamma, norm

from analysis.robustness import (
    POINTS,
    Cells,
    DrawnCells,
    JointCells,
    NormalCells,
    Prices,
    constrained,
    fixed_weights,
    interval_weights,
    mixture,
    nested_dirichlet,
    nested_uniform,
    ordered_weights,
    pairwise_share,
    rank_acceptability,
    winning_share,
)
from analysis.robustness.bounded import _walked
from analysis.robustness.lattice import gamma_levels, generating_vector
from analysis.sensitivity import nearest_flip
from analysis.weights import rank_order_centroid


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


@pytest.mark.parametrize("m", [5, 16, 17, 40])
def test_shares_are_doubly_stochastic_and_pairs_add_to_one(m):
    scores = np.random.default_rng(5).integers(0, 11, (m, 6))
    found = shares(scores, sd=np.full((m, 6), 0.8), blocks=2)
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(m), abs=1e-13)
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(m), abs=1e-13)
    assert found.pairwise + found.pairwise.T + np.eye(m) == pytest.approx(np.ones((m, m)), abs=1e-13)
    expected = 1 + found.pairwise.T.sum(axis=1)
    assert found.ranks @ np.arange(1, m + 1) == pytest.approx(expected, abs=1e-12)


def test_two_normal_scores_compare_as_the_normal_law_says():
    found = shares([[5.5], [5.0]], sd=[[0.6], [0.8]], weights=nested_dirichlet([1], [1], [0], kappa=50))
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
    sampler = nested_dirichlet([0.6, 0.4], [0.25, 0.75, 1.0], [0, 0, 1], kappa=50)
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


def test_errors_of_pairs_and_central_weights_are_honest():
    truth, runs = 5 / 9, []
    for seed in range(40):
        found = rank_acceptability(
            NormalCells([[9, 2], [5, 7]]), weights=nested_uniform([0, 0]), rng=np.random.default_rng(seed)
        )
        own = (found.pairwise[1, 0] - truth) / found.pairwise_error[1, 0]
        runs.append((own, (found.central_weights[0, 0] - 7 / 9) / found.central_weights_error[0, 0]))
    assert np.all((np.std(runs, axis=0) > 0.7) & (np.std(runs, axis=0) < 1.4))


def test_one_block_has_the_error_of_independent_draws():
    found = shares([[9, 2], [5, 7]], blocks=1)
    p = found.first[0]
    assert found.standard_error[0, 0] == pytest.approx(np.sqrt(p * (1 - p) / POINTS))
    assert np.isnan(found.central_weights_error).all()


def test_the_same_seed_gives_the_same_bytes():
    scores = np.random.default_rng(5).uniform(0, 10, (4, 30))
    one, other = (shares(scores, sd=np.full((4, 30), 1.1), quantiles=(0.5,)) for _ in range(2))
    for name in ("ranks", "pairwise", "central_weights", "confidence", "quantiles", "standard_error"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_shares_agree_with_the_exact_ones():
    scores = np.random.default_rng(6).uniform(0, 10, (6, 5))
    found = shares(scores, blocks=64)
    assert found.first == pytest.approx(winning_share(scores), abs=0.003)
    assert found.pairwise == pytest.approx(pairwise_share(scores), abs=0.003)


def test_more_than_sixteen_alternatives_are_sorted_as_few_are_compared():
    scores = np.random.default_rng(7).uniform(4, 10, (16, 12))
    hopeless = np.zeros((4, 12))
    few, many = shares(scores, blocks=4), shares(np.vstack([scores, hopeless + np.arange(4)[:, None]]), blocks=4)
    assert many.ranks[:16, :16] == pytest.approx(few.ranks, abs=1e-3)
    assert many.ranks[16:, :16].sum() == 0
    assert many.pairwise[:16, :16] == pytest.approx(few.pairwise, abs=1e-3)


def test_memory_does_not_grow_with_the_draws():
    cells, weights = NormalCells(np.random.default_rng(5).uniform(0, 10, (10, 60))), nested_uniform(np.arange(60) // 12)
    rank_acceptability(cells, weights=weights, rng=np.random.default_rng(1), blocks=1)
    few, many = (peak(cells, weights, blocks) for blocks in (2, 16))
    assert many < 1.1 * few < 16e6


def peak(cells, weights, blocks):
    tracemalloc.start()
    rank_acceptability(cells, weights=weights, rng=np.random.default_rng(1), blocks=blocks)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_only_ranks_leaves_out_the_rest():
    found, whole = shares([[9, 2], [5, 7]], only_ranks=True), shares([[9, 2], [5, 7]])
    assert np.array_equal(found.ranks, whole.ranks)
    assert np.isnan(found.pairwise).all() and np.isnan(found.central_weights).all()


def test_normal_totals_agree_with_drawing_every_clipped_score():
    rng = np.random.default_rng(8)
    scores, sd = rng.uniform(3, 9.9, (5, 30)), rng.uniform(0.3, 1.8, (5, 30))
    scores[0, 3] = np.nan
    group = np.repeat([0, 1, 2], 10)
    cells = NormalCells(scores, sd)
    found = rank_acceptability(cells, weights=nested_uniform(group), rng=np.random.default_rng(1), blocks=32)
    every = rank_acceptability(EachDrawn(cells), weights=nested_uniform(group), rng=np.random.default_rng(2), blocks=32)
    assert found.ranks == pytest.approx(every.ranks, abs=0.008)
    assert found.confidence == pytest.approx(every.confidence, abs=0.025)


class EachDrawn(Cells):
    """The same cells without the short cut."""

    def __init__(self, cells):
        self.cells = cells

    @property
    def shape(self):
        return self.cells.shape

    def draw(self, alternative, rng, size):
        return self.cells.draw(alternative, rng, size)


@pytest.mark.parametrize("scale", [None, (-1000.0, 1000.0), (0.0, 10.0)])
@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_errors_that_hang_together_do_not_average_out(correlation, scale):
    sd = np.full((2, 8), 0.5)
    sd[1] = 0.0
    cells = NormalCells([[5.3] * 8, [5.0] * 8], sd, scale=scale, group=np.zeros(8, dtype=int), correlation=correlation)
    found = rank_acceptability(cells, weights=fixed, rng=np.random.default_rng(1))
    truth = norm.cdf(0.3 / (0.5 * np.sqrt(correlation + (1 - correlation) / 8)))
    assert found.first[0] == pytest.approx(truth, abs=0.004)
    assert found.confidence[0] == pytest.approx(truth, abs=0.02)


def fixed(_, size):
    return np.full((8, size), 1 / 8, dtype=np.float32)


def test_a_price_counts_against_the_lowest_of_the_same_draw():
    rng = np.random.default_rng(9)
    mean, sd = np.array([100.0, 110.0]), np.array([10.0, 5.0])
    cells = NormalCells([[0, 4.0], [0, 4.3]], scale=None, prices=Prices(0, mean, sd, full=10))
    found = rank_acceptability(cells, weights=lambda _, n: np.full((2, n), 0.5, dtype=np.float32), rng=rng)
    price = rng.normal(mean, sd, (400_000, 2))
    totals = 10 * price.min(axis=1, keepdims=True) / price + [4.0, 4.3]
    assert found.first[0] == pytest.approx(np.mean(totals[:, 0] > totals[:, 1]), abs=0.005)
    assert found.confidence[0] == pytest.approx(found.first[0], abs=0.02)


def test_levels_are_quantiles():
    shapes = np.array([0.0, 0.3, 1.0, 1.6, 20.0, 300.0])
    found = gamma_levels(shapes)
    places = (np.arange(POINTS) + 0.5) / POINTS
    assert found[0].tolist() == [0.0] * POINTS
    for own, shape in zip(found[1:], shapes[1:], strict=True):
        assert own == pytest.approx(gamma.ppf(places, shape), rel=1e-6)


def test_a_longer_lattice_begins_as_a_shorter_one():
    z = generating_vector(64)
    assert np.array_equal(generating_vector(32), z[:32])
    assert len(set(z.tolist())) == 64
    assert np.all((z > 0) & (z < POINTS))


def test_members_count_equally():
    one, other = (nested_dirichlet([1], weights, [0, 0], kappa=1000) for weights in ([0.9, 0.1], [0.3, 0.7]))
    weights = mixture([one, other])(np.random.default_rng(1), POINTS)
    assert weights.shape == (2, POINTS)
    assert np.mean(weights[0] > 0.6) == pytest.approx(0.5, abs=0.001)


def test_ordered_weights_have_the_rank_order_centroid_as_their_mean():
    for ranks in ([1, 2, 3, 4], [3, 1, 2], [1, 2, 2]):
        weights = ordered_weights(ranks)(np.random.default_rng(1), 10 * POINTS)
        assert weights.mean(axis=1, dtype=float) == pytest.approx(rank_order_centroid(ranks), abs=0.004)
        assert np.all(np.diff(weights[np.argsort(ranks)][:2], axis=0) <= 0)


def test_interval_weights_stay_inside():
    low, high = [0.2, 0.1, 0.0], [0.5, 0.4, 1.0]
    weights = interval_weights([0, 0, 0], low, high)(np.random.default_rng(1), POINTS)
    assert np.all(weights >= np.array(low)[:, None] - 1e-6)
    assert np.all(weights <= np.array(high)[:, None] + 1e-6)
    assert weights.sum(axis=0) == pytest.approx(np.ones(POINTS), abs=1e-5)


def test_narrow_intervals_and_fixed_weights_are_met():
    narrow = interval_weights([0] * 6, [0.12] * 6, [0.22] * 6)(np.random.default_rng(1), POINTS)
    assert (narrow.min() >= 0.12 - 1e-6, narrow.max() <= 0.22 + 1e-6) == (True, True)
    assert narrow.sum(axis=0) == pytest.approx(np.ones(POINTS), abs=1e-5)
    assert narrow.mean(axis=1, dtype=float) == pytest.approx(np.full(6, 1 / 6), abs=0.002)
    fixed = interval_weights([0, 0, 0], [0.3, 0, 0], [0.3, 1, 1])(np.random.default_rng(1), POINTS)
    assert fixed[0] == pytest.approx(np.full(POINTS, 0.3), abs=1e-6)
    assert np.quantile(fixed[1], [0.25, 0.5, 0.75]) == pytest.approx([0.175, 0.35, 0.525], abs=0.02)


@pytest.mark.parametrize("group", [[0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1, 2, 2]])
def test_a_walk_gives_what_rejection_gives(group):
    n = len(group)
    low, high = np.full(n, 0.05), np.full(n, 0.5)
    walked = _walked(np.array(group), low, high, rng=np.random.default_rng(1), size=20_000)
    inside = constrained(nested_uniform(group), lambda drawn: np.all((drawn >= 0.05) & (drawn <= 0.5), axis=0))(
        np.random.default_rng(2), 20_000
    )
    assert walked.mean(axis=1) == pytest.approx(inside.mean(axis=1, dtype=float), abs=0.005)
    assert walked.std(axis=1) == pytest.approx(inside.std(axis=1, dtype=float), abs=0.005)


def drawn_share(scores, sd, weights):
    """Return how often each is first when every cell is drawn by itself."""
    rng = np.random.default_rng(5)
    return np.mean([drawn_part(scores, sd, weights, rng) for _ in range(6)], axis=0)


def drawn_part(scores, sd, weights, rng):
    totals = []
    for row in np.array(scores, dtype=float):
        cells = np.clip(row[:, None] + np.array(sd)[:, None] * rng.standard_normal((row.size, 50_000)), 0, 10)
        cells[np.isnan(row)] = rng.uniform(0, 10, (int(np.isnan(row).sum()), 50_000))
        totals.append(np.array(weights) @ cells)
    return np.mean(np.array(totals) >= np.max(totals, axis=0), axis=1)


@pytest.mark.parametrize(
    ("scores", "sd", "heavy"),
    [
        ([[np.nan] + [7] * 63, [8] + [6.9] * 63], [0.7] * 64, 0.1),
        ([[np.nan] + [7] * 23, [8] + [6.5] * 23], [0.7] * 24, 0.3),
        ([[10] + [7] * 23, [9] + [7.4] * 23], [1.6] + [0.5] * 23, 0.3),
    ],
)
def test_a_heavy_cell_that_is_missing_or_clipped_is_not_taken_for_normal(scores, sd, heavy):
    n = len(sd)
    weights = [heavy] + [(1 - heavy) / (n - 1)] * (n - 1)
    cells = NormalCells(scores, np.array([sd, sd]))
    found = rank_acceptability(cells, weights=fixed_weights(weights), rng=np.random.default_rng(1), blocks=16)
    assert found.first == pytest.approx(drawn_share(scores, sd, weights), abs=0.006)


def one_to_three(rng, size):
    return rng.integers(1, 4, size)


@pytest.mark.parametrize(
    ("cells", "weights", "first"),
    [
        (DrawnCells([[50.0, 60.0], [50.0, 60.0], [40.0, 10.0]]), nested_uniform([0, 0]), [0.5, 0.5, 0.0]),
        (NormalCells([[7, 7, 7], [6, 7, 8]]), fixed_weights([1, 1, 1]), [0.5, 0.5]),
        (NormalCells([[6, 7, 8], [7, 7, 7]]), fixed_weights([1, 1, 1]), [0.5, 0.5]),
        (NormalCells([[6, 4, 1], [6, 4, 9], [5, 4, 9]]), fixed_weights([1, 1, 0]), [0.5, 0.5, 0.0]),
        (DrawnCells([[50.0]] * 20), fixed_weights([1]), [0.05] * 20),
        (DrawnCells([[50.0]] * 19 + [[40.0]]), fixed_weights([1]), [1 / 19] * 19 + [0.0]),
    ],
)
def test_who_ties_shares_the_places(cells, weights, first):
    found = rank_acceptability(cells, weights=weights, rng=np.random.default_rng(1), blocks=2)
    assert found.first == pytest.approx(first, abs=1e-9)
    assert found.pairwise[0, 1] == pytest.approx(0.5, abs=1e-9)


def test_values_that_are_drawn_together_keep_their_correlation():
    rng = np.random.default_rng(3)
    common = rng.normal(5.0, 2.0, (3000, 1))
    ahead = np.concatenate([common, common - 0.1], axis=1)[:, :, None]
    mixed = np.concatenate([common, rng.permutation(common) - 0.1], axis=1)[:, :, None]
    for sample, truth in ((ahead, 1.0), (mixed, np.mean(mixed[:, 0] > mixed[:, 1]))):
        found = rank_acceptability(JointCells(sample), weights=fixed_weights([1]), rng=np.random.default_rng(1))
        assert found.first[0] == pytest.approx(truth, abs=0.01)
        assert found.confidence[0] == pytest.approx(truth, abs=0.01)


def test_results_are_found_by_name():
    found = shares([[9, 8], [5, 7]], alternatives=["Alpha", "Beta"], blocks=1)
    assert found.first_by_name == {"Alpha": 1.0, "Beta": 0.0}
    assert list(shares([[9, 8], [5, 7]], blocks=1).first_by_name) == ["A1", "A2"]
    assert [flip.name for flip in nearest_flip([[60, 50], [40, 60]], [1, 1], alternatives="AB")] == ["B"]


PAIR = [[6.0, 4.0], [6.0, 4.0], [5.0, 3.0]]


@pytest.mark.parametrize(
    "cells",
    [
        NormalCells(PAIR),
        NormalCells(PAIR, prices=Prices(0, [9.0] * 3, [0.0] * 3)),
        DrawnCells(PAIR),
        NormalCells([[7, 7, 7], [6, 7, 8], [6, 6, 6]]),
    ],
)
def test_who_ties_shares_the_confidence(cells):
    n = cells.shape[1]
    found = rank_acceptability(cells, weights=fixed_weights([1] * n), rng=np.random.default_rng(1), blocks=1)
    assert found.confidence[:2].tolist() == [0.5, 0.5]


def test_who_ties_only_by_its_mean_does_not_share_the_confidence():
    found = shares([[5.0], [5.0]], sd=[[0.5], [0.0]], weights=fixed_weights([1]))
    assert found.confidence == pytest.approx([0.5, 0.5], abs=1e-3)


@pytest.mark.parametrize("m", [2, 20])
def test_ties_of_some_draws_are_shared_too(m):
    cells = DrawnCells([[one_to_three]] * m)
    found = rank_acceptability(cells, weights=fixed_weights([1]), rng=np.random.default_rng(1), blocks=4)
    assert close(found.first, np.full(m, 1 / m))
    assert found.pairwise == pytest.approx(0.5 * (1 - np.eye(m)), abs=0.02)
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(m))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(m))


def test_numbers_of_any_kind_are_certain_cells():
    cells = DrawnCells(np.array([[1, 2], [2, 1]]))
    assert cells.draw(1, np.random.default_rng(1), 1).tolist() == [[2.0], [1.0]]


def test_local_weights_are_divided_by_their_sum():
    points, parts = (nested_dirichlet([1], local, [0, 0], kappa=50) for local in ([3, 1], [0.75, 0.25]))
    drawn, same = (sampler(np.random.default_rng(1), 100) for sampler in (points, parts))
    assert drawn.tolist() == same.tolist()


def test_exact_shares_do_not_depend_on_the_unit():
    assert winning_share([[1e-12, 0], [0, 2e-12]]) == pytest.approx([1 / 3, 2 / 3])
    assert winning_share([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3] * 3]).min() == 0.0


def test_constraints_that_nothing_meets_are_refused():
    with pytest.raises(ValueError, match=r"^allowed: "):
        constrained(nested_uniform([0, 0]), lambda weights: weights[0] > 1)(np.random.default_rng(1), 10)


def test_a_wrong_argument_is_named():
    with pytest.raises(ValueError, match=r"^scores: "):
        shares(np.zeros((0, 2)))
    with pytest.raises(ValueError, match=r"^sd: "):
        shares([[1, 2]], sd=[[1]])
    for call, named in (
        (lambda: shares([[1, 2]], blocks=0), "blocks"),
        (lambda: NormalCells([[np.nan]], scale=None), "scores"),
        (lambda: NormalCells([[1.0, 2.0]], correlation=0.5), "correlation"),
        (lambda: NormalCells([[1.0], [2.0]], prices=Prices(0, [1.0], [1.0])), "prices.mean"),
        (lambda: nested_dirichlet([1], [1], [0], kappa=0), "kappa"),
        (lambda: nested_uniform([]), "group"),
        (lambda: mixture([]), "samplers"),
        (lambda: interval_weights([0, 0], [0.6, 0.6], [1, 1]), "low, high"),
        (lambda: ordered_weights([]), "ranks"),
        (lambda: winning_share([[np.nan, 1]]), "values"),
    ):
        with pytest.raises(ValueError, match=rf"^{named}: "):
            call()
