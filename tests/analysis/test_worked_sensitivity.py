"""Are the published sensitivity figures reproduced?"""

from dataclasses import dataclass

import numpy as np
import pytest

from analysis.matrix import DecisionMatrix
from analysis.robustness import Cells, nested_uniform, rank_acceptability, winning_share
from analysis.sensitivity import (
    critical_change,
    segment_shares,
    stability_interval,
    weight_sweep,
    winner_segments,
)
from analysis.tree import roll_up
from analysis.weights import swing
from tests.analysis.worked import CASES, agree, method

OFFICE = CASES["mavt-goodwin-wright-office"]["inputs"]
NAMES = OFFICE["alternatives"]


@pytest.fixture(scope="module")
def office():
    return DecisionMatrix(NAMES, OFFICE["criteria"], OFFICE["values_0_100"], swing(OFFICE["swing_points"]))


@pytest.fixture(scope="module")
def turnover(office):
    inside = [0 if name in OFFICE["hierarchy"]["turnover"] else 1 for name in office.criteria]
    nodes = roll_up(office.values, office.weights, inside)
    weight = sum(w for w, group in zip(office.weights, inside, strict=True) if group == 0)
    return weight_sweep(nodes[:, 0], office.totals, weight), weight


def test_break_even_weight_of_a_node(turnover):
    case = CASES["sens-goodwin-wright-node"]
    sweep, weight = turnover
    below, above = winner_segments(sweep)
    agree(100 * below.end, case, "switch_weight_percent")
    agree(100 * weight, case, "current_node_weight_percent")
    assert (NAMES[below.winner], NAMES[above.winner]) == (case["expected"]["below"], case["expected"]["above"])


def test_stability_interval_of_each_leaf(office):
    case = CASES["sens-goodwin-wright-leaf"]
    found = {}
    for j, name in enumerate(office.criteria):
        interval = stability_interval(
            weight_sweep(office.values[:, j], office.totals, office.weights[j]), office.weights[j]
        )
        found[name] = {
            "low": 100 * interval.low,
            "high": 100 * interval.high,
            "taken_over_below_by": None if interval.low_winner is None else NAMES[interval.low_winner],
            "taken_over_above_by": None if interval.high_winner is None else NAMES[interval.high_winner],
        }
    agree(found, case, "interval_percent")
    assert office.ranking().best == (case["expected"]["leader"],)


def test_share_of_a_node_and_of_the_simplex(office, turnover):
    case = CASES["simplex-goodwin-wright"]
    shares = dict(zip(NAMES, segment_shares(winner_segments(turnover[0]), len(NAMES)), strict=True))
    agree({name: share for name, share in shares.items() if share > 0}, case, "node_share")
    agree(dict(zip(NAMES, winning_share(office.values), strict=True)), case, "leaf_simplex_share", tolerance=0.0006)


@method("sensitivity.critical_change")
def test_critical_change(case, office):
    first, second = (NAMES.index(name) for name in case["inputs"]["pair"])
    found = critical_change(office.values, office.weights, first=first, second=second)
    percent = dict(zip(office.criteria, found.relative.tolist(), strict=True))
    agree(percent, case, "percent_change")


@dataclass(frozen=True)
class BetaCells(Cells):
    """Event rates with a beta distribution, through a decreasing line, not clipped."""

    parameters: list
    ranges: np.ndarray

    @property
    def shape(self):
        return len(self.parameters), len(self.ranges)

    def draw(self, alternative, rng, size):
        rates = np.stack([rng.beta(a, b, size) for a, b in self.parameters[alternative]])
        low, high = self.ranges.T[:, :, None]
        return ((high - rates) / (high - low)).astype(np.float32)


@method("smaa")
def test_acceptability_of_two_treatments(case):
    given = case["inputs"]
    names = given["alternatives"]
    cells = BetaCells([given["parameters"][name] for name in names], np.array(given["value_function"]["ranges"]))
    free = nested_uniform([0, 0, 0])
    found = rank_acceptability(cells, weights=free, rng=np.random.default_rng(20), blocks=40)
    agree(dict(zip(names, found.first, strict=True)), case, "rank1_acceptability")
    agree(dict(zip(names, found.central_weights, strict=True)), case, "central_weights")
    agree(dict(zip(names, found.confidence, strict=True)), case, "confidence_factor")

    def fixed(_, size):
        return np.tile(np.array(given["fixed_weights"], dtype=np.float32)[:, None], size)

    found = rank_acceptability(cells, weights=fixed, rng=np.random.default_rng(21), blocks=40)
    agree(dict(zip(names, found.first, strict=True)), case, "rank1_fixed_weights")
