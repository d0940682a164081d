"""Which other price would put another vendor first?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.arrays import settled
from analysis.evaluation.cells import MINOR
from analysis.evaluation.moves import Flip, flip, moves
from analysis.evaluation.problem import Problem
from analysis.values import curve


def price_flips(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    """Yield the amounts at contract time that decide, through all price criteria together."""
    priced = [
        (node, weight)
        for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True)
        if node["kind"] == "price" and weight > 0
    ]
    if not priced:
        return
    code = max(priced, key=lambda pair: pair[1])[0]["code"]
    for vendor, target, change in moves(order, points):
        parts = [(node, weight, p.cells[node["code"], target].raw) for node, weight in priced]
        step = _price_step(parts, change)
        now = p.cells[code, target].raw
        if step is not None and now:
            yield flip("price", code, vendor, target, MINOR * now, MINOR * (now + step), step / now)


def _price_step(parts: list[tuple[Mapping[str, Any], float, float | None]], change: float) -> float | None:
    """Return the least amount at contract time that changes the total by so many points."""
    priced = [(node, weight, money) for node, weight, money in parts if money is not None]
    if len(priced) < len(parts):
        return None
    floor = -min(money for _, _, money in priced)
    breaks = {float(x) - money for node, _, money in priced for x, _ in node["value_function"]["points"]}
    places = sorted({0.0, floor} | {step for step in breaks if step > floor})

    def worth(step: float) -> float:
        return sum(weight * float(curve(money + step, node["value_function"])) for node, weight, money in priced)

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
