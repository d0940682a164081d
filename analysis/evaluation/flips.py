"""Which single change would put another vendor first?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from analysis.arrays import TIE
from analysis.evaluation.cells import MINOR, Cell
from analysis.evaluation.problem import Problem
from analysis.values import curve, inverse

MOST = 10
Flip = dict[str, Any]


def flips(
    p: Problem,
    points: Mapping[str, float],
    stability: Mapping[str, Mapping[str, Any]],
    stability_leaf: Mapping[str, Mapping[str, Any]],
) -> list[Flip]:
    """Return the changes that make another vendor first, smallest first.

    Each changes one thing and leaves all else as it is: the price of a vendor, one cell, the
    weight of a category or of a leaf. `now` and `needed` are in the thing's own unit (minor money
    units, 0 to 10, the unit of the fact, percent); `relative` is the change over `now`, `size` the
    change as a share of the whole scale (of `now` for a price), by which they are ordered.

    Parameters
    ----------
    p : Problem
    points : mapping of vendor to total
        The complete vendors.
    stability, stability_leaf : mappings
        Intervals in percent.
    """
    order = sorted(points, key=lambda vendor: (-points[vendor], vendor))
    if len(order) < 2 or points[order[0]] - points[order[1]] <= TIE:
        return []
    weights = {
        "category_weight": dict(zip(p.tree.categories, p.tree.category_weights.tolist(), strict=True)),
        "leaf_weight": dict(zip(p.tree.leaves, p.tree.weights.tolist(), strict=True)),
    }
    groups = [
        list(_prices(p, order, points)),
        _smallest(_cells(p, order, points)),
        list(_weights("category_weight", stability, weights["category_weight"])),
        _smallest(_weights("leaf_weight", stability_leaf, weights["leaf_weight"])),
    ]
    return sorted((flip for group in groups for flip in group), key=_size)


def _smallest(found: Iterator[Flip]) -> list[Flip]:
    return sorted(found, key=_size)[:MOST]


def _size(flip: Flip) -> tuple[float, str, str]:
    return abs(flip["size"]), flip["criterion"], flip["vendor"]


def _moves(order: list[str], points: Mapping[str, float]) -> Iterator[tuple[str, str, float]]:
    """Yield who would be first, whose number changes and by how many points of the total."""
    leader = order[0]
    yield order[1], leader, points[order[1]] - points[leader]
    for rival in order[1:]:
        yield rival, rival, points[leader] - points[rival]


def _flip(kind: str, criterion: str, vendor: str, target: str | None, now: float, needed: float, size: float) -> Flip:
    return {
        "kind": kind,
        "criterion": criterion,
        "vendor": vendor,
        "target": target,
        "now": now,
        "needed": needed,
        "relative": (needed - now) / now if now else None,
        "size": size,
    }


def _cells(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True):
        if node["kind"] == "price" or weight <= 0:
            continue
        for vendor, target, change in _moves(order, points):
            cell = p.cells[node["code"], target]
            step = change / weight
            if cell.value is not None and -TIE <= cell.value + step <= 100.0 + TIE:
                flip = _cell(node, cell, step)
                if flip:
                    yield _flip(flip[0], node["code"], vendor, target, flip[1], flip[2], step / 100.0)


def _cell(node: Mapping[str, Any], cell: Cell, step: float) -> tuple[str, float, float] | None:
    value = min(max((cell.value or 0.0) + step, 0.0), 100.0)
    if node["kind"] == "rated":
        return "score", (cell.value or 0.0) / 10.0, value / 10.0
    needed = inverse(value, node["value_function"], cell.raw or 0.0)
    return None if needed is None else ("fact", cell.raw or 0.0, needed)


def _prices(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    priced = [
        (node, weight)
        for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True)
        if node["kind"] == "price" and weight > 0
    ]
    if not priced:
        return
    code = max(priced, key=lambda pair: pair[1])[0]["code"]
    for vendor, target, change in _moves(order, points):
        parts = [(node, weight, p.cells[node["code"], target].raw) for node, weight in priced]
        step = _price_step(parts, change)
        now = p.cells[code, target].raw
        if step is not None and now:
            yield _flip("price", code, vendor, target, MINOR * now, MINOR * (now + step), step / now)


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
    gaps = [worth(step) - target for step in places]
    ends = list(zip(places, gaps, strict=True))
    roots = [_root(left, right) for left, right in pairwise(ends)]
    return min((root for root in roots if root is not None), key=abs, default=None)


def _root(left: tuple[float, float], right: tuple[float, float]) -> float | None:
    (a, f), (b, g) = left, right
    if f == g or np.sign(f) * np.sign(g) > 0:
        return None
    return a + (b - a) * f / (f - g)


def _weights(kind: str, found: Mapping[str, Mapping[str, Any]], now: Mapping[str, float]) -> Iterator[Flip]:
    for code, interval in found.items():
        for end in ("low", "high"):
            winner = interval[f"{end}_winner"]
            if winner is not None:
                here, there = 100.0 * now[code], interval[end]
                yield _flip(kind, code, winner, None, here, there, (there - here) / 100.0)
