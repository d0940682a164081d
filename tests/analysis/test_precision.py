"""Is what a simulation prints as its error the spread over seeds, and is it never worse than plain chance?"""

import numpy as np
import pytest

from analysis.robustness import (
    POINTS,
    DrawnCells,
    NormalCells,
    Prices,
    constrained,
    fixed_weights,
    interval_weights,
    mixture,
    nested_dirichlet,
    nested_uniform,
    ordered_weights,
    rank_acceptability,
)
from analysis.robustness.lattice import _places, normal_points, spread

PRICES = Prices(0, [100.0, 104.0, 97.0], [8.0, 6.0, 9.0], full=10.0)


def one_heavy(n, place):
    """Return weights of which one is large, so that members differ."""
    return np.where(np.arange(n) == place, 3.0, 1.0)


def samplers(n):
    """Return every kind of sampler for n criteria in two categories."""
    group = np.arange(n) % 2
    free = nested_uniform(group)
    return {
        "dirichlet": nested_dirichlet([0.6, 0.4], np.ones(n), group, kappa=50),
        "uniform": free,
        "one category": nested_uniform(np.zeros(n, dtype=int)),
        "members": mixture([nested_dirichlet([0.5, 0.5], one_heavy(n, k), group, kappa=50) for k in range(3)]),
        "constrained": constrained(free, lambda drawn: drawn[0] >= drawn[1]),
        "ordered": ordered_weights(np.minimum(np.arange(n) + 1, 3)),
        "intervals": interval_weights(group, np.zeros(n), np.full(n, 0.9)),
        "narrow intervals": interval_weights(group, np.full(n, 0.5 / n), np.full(n, 1.6 / n)),
        "fixed": fixed_weights(np.arange(n) + 1.0),
    }


def cells(n):
    """Return every kind of cells of three alternatives on n criteria."""
    rng = np.random.default_rng(4)
    scores, sd = rng.uniform(4, 6, (3, n)), rng.uniform(0.5, 1.5, (3, n))
    ends, gaps = np.clip(scores + 3.9 * (np.arange(n) % 4 == 0), 0, 10), scores.copy()
    gaps[1, 1] = np.nan
    group = np.arange(n) % 2
    return {
        "certain": NormalCells(scores),
        "not clipped": NormalCells(scores, sd, scale=None),
        "clipped": NormalCells(ends, sd),
        "missing": NormalCells(gaps, sd),
        "hang together": NormalCells(scores, sd, scale=None, group=group, correlation=0.5),
        "clipped, hang together": NormalCells(ends, sd, group=group, correlation=0.5),
        "prices": NormalCells(scores, sd, scale=None, prices=PRICES),
        "clipped, prices": NormalCells(ends, sd, prices=PRICES),
        "drawn": DrawnCells([[lambda rng, size, x=x: rng.normal(x, 1.0, size) for x in row] for row in scores]),
    }


FEW, MANY = 5, 26
COMBINATIONS = [
    (n, own, weights)
    for n in (FEW, MANY)
    for own in cells(n)
    for weights in samplers(n)
    if not (own == "certain" and weights == "fixed")
]
USUAL = [row for row in COMBINATIONS if "members" in row or "dirichlet" in row or row[1:] == ("certain", "ordered")]


def judge(n, own, weights, seeds):
    """Return spread over seeds beside the printed error, and beside the error of independent draws."""
    known, sampler, blocks = cells(n)[own], samplers(n)[weights], 4
    runs = [
        rank_acceptability(known, weights=sampler, rng=np.random.default_rng(seed), blocks=blocks)
        for seed in range(seeds)
    ]
    first, printed = np.array([run.first for run in runs]), np.array([run.standard_error[:, 0] for run in runs])
    found = np.sqrt(first.var(axis=0, ddof=1).sum())
    share = first.mean(axis=0)
    chance = np.sqrt((share * (1 - share)).sum() / (blocks * POINTS))
    return found / max(np.sqrt((printed**2).mean(axis=0).sum()), 1e-9), found / chance


@pytest.mark.parametrize(("n", "own", "weights"), USUAL)
def test_the_spread_over_seeds_is_the_printed_error(n, own, weights):
    beside_printed, beside_chance = judge(n, own, weights, 8)
    assert (0.4 < beside_printed < 1.9, beside_chance < 1.6) == (True, True)


@pytest.mark.campaign
@pytest.mark.parametrize(("n", "own", "weights"), COMBINATIONS)
def test_the_spread_over_many_seeds_is_the_printed_error(n, own, weights):
    beside_printed, beside_chance = judge(n, own, weights, 80)
    assert (0.7 < beside_printed < 1.35, beside_chance < 1.2) == (True, True)


@pytest.mark.parametrize("size", [100, 1000, POINTS, POINTS + 900])
@pytest.mark.parametrize("weights", samplers(FEW))
def test_weights_of_any_number_of_draws_are_as_sure_as_chance(weights, size):
    sampler = samplers(FEW)[weights]
    drawn = [sampler(np.random.default_rng(seed), size) for seed in range(24)]
    means = np.array([block.mean(axis=1, dtype=float) for block in drawn])
    chance = np.std(np.concatenate(drawn, axis=1), axis=1, dtype=float) / np.sqrt(size)
    assert np.all(means.std(axis=0) <= 1.6 * chance + 1e-7)


@pytest.mark.parametrize("size", [1000, POINTS + 900])
@pytest.mark.parametrize("own", cells(FEW))
def test_cells_of_any_number_of_draws_are_as_sure_as_chance(own, size):
    known = cells(FEW)[own]
    drawn = [known.draw(1, np.random.default_rng(seed), size) for seed in range(24)]
    means = np.array([block.mean(axis=1, dtype=float) for block in drawn])
    chance = np.std(np.concatenate(drawn, axis=1), axis=1, dtype=float) / np.sqrt(size)
    assert np.all(means.std(axis=0) <= 1.6 * chance + 1e-7)


def test_no_two_dimensions_are_shifted_copies_of_each_other():
    places = _places((POINTS - 1) // 2 + 34)
    steps = np.diff(places, axis=1) % POINTS
    copies = {tuple(row) for row in np.minimum(steps, POINTS - steps)[:, :8].tolist()}
    assert len(copies) == len(places)
    assert np.all(np.sort(places, axis=1) == np.arange(POINTS))


def test_points_of_a_part_of_a_block_combine_all_dimensions():
    part = spread(normal_points(3, 0), np.random.default_rng(1), 2000)
    assert np.abs(np.corrcoef(part) - np.eye(3)).max() < 0.06
