"""One-way weights, critical changes, shares of the simplex and acceptability."""

import numpy as np

from analysis import (
    DecisionMatrix,
    DrawnCells,
    critical_change,
    fixed_weights,
    linear,
    nested_uniform,
    rank_acceptability,
    roll_up,
    stability_interval,
    swing,
    weight_sweep,
    winner_segments,
    winning_share,
)
from analysis.sensitivity import segment_shares


def matrix(given):
    return DecisionMatrix(given["alternatives"], given["criteria"], given["values_0_100"], swing(given["swing_points"]))


def node_sweep(given, node):
    table = matrix(given)
    inside = [0 if name in given["hierarchy"][node] else 1 for name in table.criteria]
    weight = float(table.weights[np.array(inside) == 0].sum())
    return weight_sweep(roll_up(table.values, table.weights, inside)[:, 0], table.totals, weight), weight


def leaf_interval(table, j):
    weight = float(table.weights[j])
    found = stability_interval(weight_sweep(table.values[:, j], table.totals, weight), weight)
    winners = [None if i is None else table.alternatives[i] for i in (found.low_winner, found.high_winner)]
    return {
        "low": 100 * found.low,
        "high": 100 * found.high,
        "taken_over_below_by": winners[0],
        "taken_over_above_by": winners[1],
    }


def one_way(given):
    table = matrix(given)
    if "node" not in given:
        intervals = {name: leaf_interval(table, j) for j, name in enumerate(table.criteria)}
        return {"leader": table.ranking().best[0], "interval_percent": intervals}
    sweep, weight = node_sweep(given, given["node"])
    below, above = winner_segments(sweep)
    return {
        "switch_weight_percent": 100 * below.end,
        "below": table.alternatives[below.winner],
        "above": table.alternatives[above.winner],
        "current_node_weight_percent": 100 * weight,
    }


def share(given):
    table = matrix(given)
    sweep, _ = node_sweep(given, next(iter(given["hierarchy"])))
    node = segment_shares(winner_segments(sweep), len(table.alternatives))
    return {
        "node_share": {name: part for name, part in zip(table.alternatives, node, strict=True) if part > 0},
        "leaf_simplex_share": dict(zip(table.alternatives, winning_share(table.values), strict=True)),
    }


def critical(given):
    table = matrix(given)
    first, second = (table.alternatives.index(name) for name in given["pair"])
    found = critical_change(table.values, table.weights, first=first, second=second)
    return {"percent_change": dict(zip(table.criteria, found.relative.tolist(), strict=True))}


def acceptability(given):
    names = given["alternatives"]
    cells = DrawnCells(
        [[beta(*two) for two in given["parameters"][name]] for name in names],
        [falling(low, high) for low, high in given["value_function"]["ranges"]],
    )
    free, fixed = (
        rank_acceptability(cells, weights=weights, rng=np.random.default_rng(20), blocks=40)
        for weights in (nested_uniform([0] * cells.shape[1]), fixed_weights(given["fixed_weights"]))
    )
    return {
        "rank1_acceptability": dict(zip(names, free.first, strict=True)),
        "central_weights": dict(zip(names, free.central_weights, strict=True)),
        "confidence_factor": dict(zip(names, free.confidence, strict=True)),
        "rank1_fixed_weights": dict(zip(names, fixed.first, strict=True)),
    }


def beta(a, b):
    return lambda rng, size: rng.beta(a, b, size)


def falling(low, high):
    return lambda x: linear(x, worst=high, best=low, outside="extrapolate")
