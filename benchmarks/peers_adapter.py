"""How does the engine answer the workloads of `peers.py`? Through its public functions alone."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # `peers.py` knows only this folder

from analysis.aggregation import promethee_flows, topsis_closeness, vikor_mixture
from analysis.group import cell_statistics
from analysis.information import value_of_each_criterion
from analysis.robustness import POINTS, NormalCells, Prices, nested_uniform, rank_acceptability
from analysis.sensitivity import nearest_flip, winning_intervals

SINGLE = np.float32


def w1(scores, groups, samples, seed):
    return _ranks(NormalCells(scores, scale=None), groups, samples, seed)


def w2(scores, sd, tco, tco_sd, cost, groups, samples, seed):
    return _ranks(NormalCells(scores, sd, scale=None, prices=Prices(cost, tco, tco_sd)), groups, samples, seed)


def _ranks(cells, groups, samples, seed):
    category = np.concatenate([np.full(part.stop - part.start, c) for c, part in enumerate(groups)])
    blocks = -(-samples // POINTS)  # never fewer draws than asked for
    rng, weights = np.random.default_rng(seed), nested_uniform(category)
    return rank_acceptability(cells, weights=weights, rng=rng, blocks=blocks, only_ranks=True).ranks


def w4_topsis(values, types, weights):
    return topsis_closeness(values, weights, direction=_direction(types), dtype=SINGLE)


def w4_vikor(values, types, weights):
    return vikor_mixture(values, weights, direction=_direction(types), dtype=SINGLE)


def w4_promethee(values, types, weights):
    usual = [{"type": "usual"}] * len(types)
    return promethee_flows(values, weights, direction=_direction(types), preferences=usual, dtype=SINGLE)


def _direction(types):
    return ["max" if sign > 0 else "min" for sign in types]


def w5(scores, weights):
    found = winning_intervals(scores, weights)
    return found.low, found.high


def w6(scores, weights):
    return nearest_flip(scores, weights)[0].distance


def w7(scores, sd, weights):
    return value_of_each_criterion(scores @ weights, weights, sd)


def w8(alternative, criterion, score, alternatives, criteria):
    found = cell_statistics(alternative, criterion, score, shape=(alternatives, criteria))
    return found.mean, found.variance, found.count
