"""How many points does a price get by each rule, and does a losing bid change the winner?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, names, vector

PriceRule = Callable[[Floats], Floats]
ABNORMAL = 0.70
FEW = 3


@dataclass(frozen=True)
class Paradox:
    """A bid without which another wins: `without` names it, `winner` and `then` are the two winners."""

    without: str
    winner: str
    then: str


def _prices(prices: ArrayLike) -> Floats:
    given = vector("prices", prices)
    if np.any(~(given > 0)):
        raise ValueError(f"prices: expected amounts greater than 0, got shape {given.shape}")
    return given


def lowest_over_price(prices: ArrayLike, *, most: float = 100.0) -> Floats:
    """Return ``most * P_min / P_i``: the rule of Order 87 in China and of many tenders in the UK.

    Parameters
    ----------
    prices : array, shape (m,)
        Of responsive bids only, greater than 0.
    most : float
        Points of the cheapest.

    Example
    -------
    >>> lowest_over_price([15000, 10000, 30000]).round(2).tolist()
    [66.67, 100.0, 33.33]

    References
    ----------
    Ministry of Finance Order 87 (2017), art. 55.
    """
    given = _prices(prices)
    return most * given.min() / given


def linear_price(prices: ArrayLike, *, most: float = 100.0, rule: str = "lowest") -> Floats:
    """Return points that fall linearly with the price.

    "lowest": ``1 - (P - P_min)/P_min``, never below 0. "range": ``(P_max - P)/(P_max - P_min)``.

    Example
    -------
    >>> linear_price([100, 150, 250]).tolist(), linear_price([100, 150, 200], rule="range").tolist()
    ([100.0, 50.0, 0.0], [100.0, 50.0, 0.0])
    """
    given = _prices(prices)
    low, spread = given.min(), np.ptp(given)
    if rule == "lowest":
        return most * np.maximum(0.0, 1.0 - (given - low) / low)
    if rule != "range":
        raise ValueError(f'rule: expected "lowest" or "range", got {rule!r}')
    return most * (given.max() - given) / spread if spread > 0 else np.full_like(given, most)


def average_price(prices: ArrayLike, *, most: float = 100.0, factor: float = 1.0, slope: float = 1.0) -> Floats:
    """Return points that fall on both sides of a share of the mean: ``most (1 - slope |P - factor mean|/mean)``.

    Not allowed for goods and services under Order 87; here to show what it does.

    Example
    -------
    >>> average_price([90, 100, 110]).round(6).tolist()
    [90.0, 100.0, 90.0]
    """
    given = _prices(prices)
    return most * np.maximum(0.0, 1.0 - slope * np.abs(given - factor * given.mean()) / given.mean())


def fixed_price(prices: ArrayLike, *, target: float, ceiling: float, most: float = 100.0) -> Floats:
    """Return points on a fixed scale: full at the target, none at the ceiling; other bids do not matter.

    Example
    -------
    >>> fixed_price([180, 402.1, 640], target=180, ceiling=640).round(2).tolist()
    [100.0, 51.72, 0.0]
    """
    if not 0 <= target < ceiling:
        raise ValueError(f"target: expected less than the ceiling {ceiling:g}, got {target:g}")
    return most * np.clip((ceiling - _prices(prices)) / (ceiling - target), 0.0, 1.0)


def price_per_point(prices: ArrayLike, quality: ArrayLike, *, floor: float = 0.0) -> Floats:
    """Return the price of one quality point, less is better; NaN below the quality floor.

    Parameters
    ----------
    prices, quality : arrays, shape (m,)
    floor : float
        Quality that an offer needs at least.

    Example
    -------
    >>> price_per_point([120000, 84000, 67500], [80, 60, 45], floor=50).tolist()
    [1500.0, 1400.0, nan]

    References
    ----------
    UK Government, Bid evaluation guidance note, May 2021.
    """
    given = _prices(prices)
    points = vector("quality", quality, length=given.size)
    good = (points >= floor) & (points > 0)
    return np.divide(given, points, out=np.full_like(given, np.nan), where=good)


def monetised_quality(prices: ArrayLike, worth: ArrayLike) -> Floats:
    """Return prices minus the money that the quality is worth; the lowest wins.

    Example
    -------
    >>> monetised_quality([120, 100], [[20, 15], [0, 5]]).tolist()
    [85.0, 95.0]
    """
    given = _prices(prices)
    money = np.asarray(worth, dtype=float)
    if money.ndim != 2 or money.shape[0] != given.size:
        raise ValueError(f"worth: expected shape ({given.size}, n), got {money.shape}")
    return given - money.sum(axis=1)


def realised_spread(points: ArrayLike, weight: float) -> float:
    """Return what a part really decides: ``weight (max - min)``, to be read beside its nominal weight.

    Example
    -------
    >>> realised_spread([100, 80, 90], 0.3)
    6.0
    """
    given = vector("points", points)
    return float(weight * np.ptp(given))


def totals(prices: ArrayLike, quality: ArrayLike, *, weight: float, rule: PriceRule = lowest_over_price) -> Floats:
    """Return quality points and price points combined by published weights, shape (m,).

    Example
    -------
    >>> totals([50, 75, 100], [50, 75, 100], weight=0.5).round(4).tolist()
    [75.0, 70.8333, 75.0]

    References
    ----------
    World Bank, quality- and cost-based selection.
    """
    given = _prices(prices)
    if not 0 <= weight <= 1:
        raise ValueError(f"weight: expected 0 to 1, got {weight}")
    return (1 - weight) * vector("quality", quality, length=given.size) + weight * rule(given)


def paradoxes(
    bidders: Sequence[str],
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
) -> list[Paradox]:
    """Return every losing bid (and all but the best two together) without which another bidder wins.

    Parameters
    ----------
    bidders : sequence of str, length m
    prices, quality : arrays, shape (m,)
    weight : float
        Weight of the price, 0 to 1.
    rule : callable
        From prices to points.

    Example
    -------
    >>> paradoxes(["A", "B", "C"], [100, 80, 40], [90, 83, 30], weight=0.3)[0]
    Paradox(without='C', winner='A', then='B')

    References
    ----------
    Chen 2008, Journal of Public Procurement 8(3); Stilger, Siderius & van Raaij 2017.
    """
    given, points = _prices(prices), vector("quality", quality)
    codes = names("bidders", bidders, length=given.size)
    score = totals(given, points, weight=weight, rule=rule)
    order = sorted(range(given.size), key=lambda i: (-score[i], codes[i]))
    left_out = [[i] for i in order[1:]] + ([order[2:]] if given.size > 3 else [])
    found = []
    for gone in left_out:
        kept = [i for i in range(given.size) if i not in gone]
        again = totals(given[kept], points[kept], weight=weight, rule=rule)
        best = [codes[i] for i, total in zip(kept, again, strict=True) if total >= again.max() - TIE]
        if codes[order[0]] not in best:
            found.append(Paradox(", ".join(codes[i] for i in gone), codes[order[0]], best[0]))
    return found


def abnormally_low(prices: Mapping[str, float]) -> list[str]:
    """Return the bids below 70 percent of the median of the others; needs three bids.

    They are to be explained, never refused by a program.

    Example
    -------
    >>> abnormally_low({"A": 400, "B": 430, "C": 250})
    ['C']
    """
    given = _prices(list(prices.values())) if prices else np.zeros(0)
    if given.size < FEW:
        return []
    others = [np.median(np.delete(given, i)) for i in range(given.size)]
    return [
        bidder for bidder, price, median in zip(prices, given, others, strict=True) if price < ABNORMAL * median - TIE
    ]
