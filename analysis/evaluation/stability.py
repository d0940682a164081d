"""Over which weights does the present leader stay first, and who follows?"""

import numpy as np

from analysis.arrays import Floats
from analysis.evaluation.parts import Interval, Segment
from analysis.evaluation.problem import Problem
from analysis.sensitivity import Sweep, stability_interval, weight_sweep, winner_segments
from analysis.tree import roll_up


def category_sweeps(p: Problem, vendors: tuple[str, ...]) -> dict[str, tuple[Sweep, float]]:
    """Return the lines of every category of which the values are known, with its present weight."""
    values, sums = p.values(vendors), p.matrix(vendors).totals
    nodes = roll_up(values, p.tree.weights, p.tree.group.tolist())
    return {
        code: (_sweep(nodes, i, sums, weight=float(p.tree.category_weights[i])), float(p.tree.category_weights[i]))
        for i, code in enumerate(p.tree.categories[: nodes.shape[1]])
        if not np.isnan(nodes[:, i]).any()
    }


def leaf_sweeps(p: Problem, vendors: tuple[str, ...]) -> dict[str, tuple[Sweep, float]]:
    """Return the lines of every leaf of which the values are known, with its present global weight."""
    values, sums = p.values(vendors), p.matrix(vendors).totals
    return {
        code: (_sweep(values, j, sums, weight=float(p.tree.weights[j])), float(p.tree.weights[j]))
        for j, code in enumerate(p.tree.leaves)
        if not np.isnan(values[:, j]).any()
    }


def _sweep(nodes: Floats, i: int, sums: Floats, *, weight: float) -> Sweep:
    others = np.delete(nodes, i, axis=1)
    known = others[:, ~np.isnan(others).any(axis=0)]
    # At a weight of 1 the others have no proportions left: their plain mean stands for them.
    rest = known.mean(axis=1) if known.shape[1] else nodes[:, i]
    # A product of shares may end a bit above 1.
    return weight_sweep(nodes[:, i], sums, min(weight, 1.0), others=rest)


def intervals(sweeps: dict[str, tuple[Sweep, float]], vendors: tuple[str, ...]) -> dict[str, Interval]:
    """Return the stability interval of every weight, in percent, with who takes over at each end."""
    return {code: _interval(sweep, weight, vendors) for code, (sweep, weight) in sweeps.items()}


def _interval(sweep: Sweep, weight: float, vendors: tuple[str, ...]) -> Interval:
    found = stability_interval(sweep, weight)
    return {
        "low": 100.0 * found.low,
        "high": 100.0 * found.high,
        "low_winner": None if found.low_winner is None else vendors[found.low_winner],
        "high_winner": None if found.high_winner is None else vendors[found.high_winner],
    }


def rails(sweeps: dict[str, tuple[Sweep, float]], vendors: tuple[str, ...]) -> dict[str, list[Segment]]:
    """Return who leads on each stretch of every category's weight, in percent."""
    return {
        code: [
            {"from": 100.0 * segment.start, "to": 100.0 * segment.end, "winner": vendors[segment.winner]}
            for segment in winner_segments(sweep)
        ]
        for code, (sweep, _) in sweeps.items()
    }
