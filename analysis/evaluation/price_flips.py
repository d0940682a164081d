"""Which other price would put another vendor first?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from analysis.arrays import settled
from analysis.decision_file.typed import ValueFunction
from analysis.evaluation.cells import MINOR
from analysis.evaluation.moves import Flip, flip, moves
from analysis.evaluation.problem import Problem
from analysis.values import curve


def price_flips(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    """Yield the amounts at contract time that decide, through all price criteria together."""
    priced = [
        (node, function, weight)
        for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True)
        if node["kind"] == "price" and weight > 0 and (function := node["value_function"])
    ]
    if not priced:
        return
    # One price moves all criteria that look at it; the heaviest names the change.
    code = max(priced, key=lambda one: one[2])[0]["code"]
    for vendor, target, change in moves(order, points):
        parts = [(function, weight, p.cells[node["code"], target].raw) for node, function, weight in priced]
        step = _price_step(parts, change)
        now = p.cells[code, target].raw
        if step is not None and now:
            yield flip(
                "price", code, vendor, target=target, now=MINOR * now, needed=MINOR * (now + step), size=step / now
            )


def _price_step(parts: list[tuple[ValueFunction, float, float | None]], change: float) -> float | None:
    """Return the least amount at contract time that changes the total by so many points."""
    priced = [(function, weight, money) for function, weight, money in parts if money is not None]
    if len(priced) < len(parts):
        return None
    # No price falls below zero.
    floor = -min(money for _, _, money in priced)
    # Between two of these the total is a straight line, so that a root is exact.
    breaks = {float(x) - money for function, _, money in priced for x, _ in function["points"]}
    places = sorted({0.0, floor} | {step for step in breaks if step > floor})

    def worth(step: float) -> float:
        return sum(weight * float(curve(money + step, function)) for function, weight, money in priced)

    target = worth(0.0) + change
    gaps = [settled(worth(step)) - settled(target) for step in places]
    ends = list(zip(places, gaps, strict=True))
    roots = [_root(left, right) for left, right in pairwise(ends)]
    return min((root for root in roots if root is not None), key=abs, default=None)


def _root(left: tuple[float, float], right: tuple[float, float]) -> float | None:
    (a, f), (b, g) = left, right
    if f == g or np.sign(f) * np.sign(g) > 0:
        return None
    return a + (b - a) * f / (f - g)
