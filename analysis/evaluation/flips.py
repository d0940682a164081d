"""Which single change would put another vendor first?"""

from collections.abc import Iterator, Mapping
from itertools import chain

from analysis.arrays import TIE, settled
from analysis.evaluation.fact_flips import fact_flips
from analysis.evaluation.moves import Flip, flip, moves
from analysis.evaluation.parts import Interval
from analysis.evaluation.price_flips import price_flips
from analysis.evaluation.problem import Problem

MOST = 10


def flips(
    p: Problem,
    points: Mapping[str, float],
    stability: Mapping[str, Interval],
    *,
    stability_leaf: Mapping[str, Interval],
) -> list[Flip]:
    """Return the changes that make another vendor first, smallest first.

    Each changes one thing and leaves all else as it is: the price of a vendor, one cell, the
    weight of a category or of a leaf. `now` and `needed` are in the thing's own unit (minor money
    units, 0 to 10, the unit of the fact, percent); `relative` is the change over `now`, `size` the
    change as a share of the whole scale (of `now` for a price), by which they are ordered. `need`
    names a must-have that the leader would fail beyond `needed`; then that is why it falls.

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
    # Of cells and leaves there are hundreds, of prices and categories a few.
    groups = [
        list(price_flips(p, order, points)),
        _smallest(chain(_scores(p, order, points), fact_flips(p, order, points))),
        list(_weights("category_weight", stability, weights["category_weight"])),
        _smallest(_weights("leaf_weight", stability_leaf, weights["leaf_weight"])),
    ]
    return sorted(chain.from_iterable(groups), key=_size)


def _smallest(found: Iterator[Flip]) -> list[Flip]:
    return sorted(found, key=_size)[:MOST]


def _size(found: Flip) -> tuple[float, str, str]:
    return abs(found["size"]), found["criterion"], found["vendor"]


def _scores(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True):
        for vendor, target, change in moves(order, points) if node["kind"] == "rated" and weight > 0 else ():
            now = p.cells[node["code"], target].value or 0.0
            needed = settled(now + change / weight)
            if 0.0 <= needed <= 100.0:
                size = (needed - now) / 100.0
                yield flip(
                    "score", node["code"], vendor, target=target, now=now / 10.0, needed=needed / 10.0, size=size
                )


def _weights(kind: str, found: Mapping[str, Interval], now: Mapping[str, float]) -> Iterator[Flip]:
    for code, interval in found.items():
        ends = ((interval["low"], interval["low_winner"]), (interval["high"], interval["high_winner"]))
        for there, winner in ends:
            if winner is not None:
                here = 100.0 * now[code]
                yield flip(kind, code, winner, target=None, now=here, needed=there, size=(there - here) / 100.0)
