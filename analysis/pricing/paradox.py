"""Does a bid that cannot win decide who does?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, names, vector
from analysis.pricing.award import totals
from analysis.pricing.rules import PriceRule, lowest_over_price, positive_prices

STEPS = 2_000
SMALLEST = 1e-4


@dataclass(frozen=True)
class Paradox:
    """A bid without which another wins: `without` names it, `winner` and `then` are the two winners.

    `before` and `after`: the bidders in order, with and without it.
    """

    without: str
    winner: str
    then: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class PriceFlip:
    """A price of one bid at which another bid wins: whose, at what price, and who wins then."""

    bidder: str
    price: float
    winner: str
    then: str


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
        Prices greater than 0, quality in points of 100.
    weight : float
        Weight of the price, 0 to 1.
    rule : callable
        From prices to points.

    Returns
    -------
    list of Paradox
        Empty when no losing bid matters, with one bid, and always with `fixed_price`.

    Example
    -------
    >>> found = paradoxes(["A", "B", "C"], [100, 80, 40], [90, 83, 30], weight=0.3)[0]
    >>> found.without, found.winner, found.then, found.after
    ('C', 'A', 'B', ('B', 'A'))

    References
    ----------
    Chen 2008, Journal of Public Procurement 8(3); Stilger, Siderius & van Raaij 2017.
    """
    given, points, codes = _bids(bidders, prices, quality)
    score = totals(given, points, weight=weight, rule=rule)
    order = _order(codes, range(given.size), score)
    left_out = [[i] for i in order[1:]] + ([order[2:]] if given.size > 3 else [])
    found = []
    for gone in left_out:
        kept = [i for i in range(given.size) if i not in gone]
        again = totals(given[kept], points[kept], weight=weight, rule=rule)
        then = _order(codes, kept, again)
        if again[kept.index(order[0])] < again.max() - TIE:
            gone_codes = ", ".join(codes[i] for i in gone)
            before, after = (tuple(codes[i] for i in ranks) for ranks in (order, then))
            found.append(Paradox(gone_codes, before[0], after[0], before, after))
    return found


def flipping_lowest_price(
    bidders: Sequence[str],
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
) -> float | None:
    """Return the highest price below all bids that, as one more bid which cannot win, changes the winner.

    With lowest over price the totals are lines in the benchmark b: two bids tie at
    ``b = (1 - w)(Q_1 - Q_2)/(100 w (1/P_2 - 1/P_1))``. Found for any rule by search and bisection.

    Parameters
    ----------
    bidders : sequence of str, length m
    prices, quality : arrays, shape (m,)
    weight : float
    rule : callable
        All as for `paradoxes`.

    Returns
    -------
    float or None
        None when no such price exists above a ten-thousandth of the lowest bid.

    Example
    -------
    >>> round(flipping_lowest_price(["A", "B"], [100, 80], [90, 83], weight=0.3), 4)
    65.3333

    References
    ----------
    Chen 2008; Bergman & Lundberg 2013, Journal of Purchasing and Supply Management 19.
    """
    given, points, codes = _bids(bidders, prices, quality)
    if given.size < 2:
        return None
    if not 0 <= weight <= 1:
        raise ValueError(f"weight: expected 0 to 1, got {weight}")

    def leads(benchmark: float) -> Floats:
        return (1 - weight) * points + weight * np.asarray(rule(np.append(given, benchmark)))[:-1]

    score = totals(given, points, weight=weight, rule=rule)
    winner = _order(codes, range(given.size), score)[0]
    return _nearest(lambda price: _lead(leads(price), winner), float(given.min()), SMALLEST * float(given.min()))


def flipping_prices(
    bidders: Sequence[str],
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
) -> list[PriceFlip]:
    """Return, for every losing bid, the lower price nearest to its own at which the winner changes.

    The change may be its own victory, or, by the benchmark, that of a third: then the award depends on
    what a loser asks for.

    Parameters
    ----------
    bidders : sequence of str, length m
    prices, quality : arrays, shape (m,)
    weight : float
    rule : callable
        All as for `paradoxes`.

    Returns
    -------
    list of PriceFlip
        Only bids that have such a price.

    Example
    -------
    >>> bids = {"bidders": ["A", "B", "C"], "prices": [100, 80, 70], "quality": [90, 83, 30]}
    >>> found = flipping_prices(**bids, weight=0.3)
    >>> [(flip.bidder, round(flip.price, 2), flip.winner, flip.then) for flip in found]
    [('A', 98.36, 'B', 'A'), ('C', 65.33, 'B', 'A')]

    References
    ----------
    Stilger, Siderius & van Raaij 2017, Journal of Public Procurement 17(1).
    """
    given, points, codes = _bids(bidders, prices, quality)
    score = totals(given, points, weight=weight, rule=rule)
    winner = _order(codes, range(given.size), score)[0]
    found = []
    for i in range(given.size):
        if i != winner:

            def at(price: float, place: int = i) -> Floats:
                moved = given.copy()
                moved[place] = price
                return totals(moved, points, weight=weight, rule=rule)

            def lead(price: float, at: Callable[[float], Floats] = at) -> float:
                return _lead(at(price), winner)

            price = _nearest(lead, float(given[i]), SMALLEST * float(given[i]))
            if price is not None:
                then = _order(codes, range(given.size), at(price * (1 - 1e-9)))[0]
                found.append(PriceFlip(codes[i], price, codes[winner], codes[then]))
    return found


def _bids(bidders: Sequence[str], prices: ArrayLike, quality: ArrayLike) -> tuple[Floats, Floats, tuple[str, ...]]:
    given = positive_prices(prices)
    return given, vector("quality", quality, length=given.size), names("bidders", bidders, length=given.size)


def _order(codes: Sequence[str], places: Sequence[int] | range, score: Floats) -> list[int]:
    ranked = sorted(zip(places, score.tolist(), strict=True), key=lambda pair: (-round(pair[1], 9), codes[pair[0]]))
    return [place for place, _ in ranked]


def _lead(score: Floats, winner: int) -> float:
    """Return by how much the winner leads everybody else; negative when somebody else wins."""
    return float(score[winner] - np.delete(score, winner).max())


def _nearest(lead: Callable[[float], float], high: float, low: float) -> float | None:
    """Return the highest price below `high` at which the lead is lost, by a grid and bisection."""
    above = high
    for price in np.linspace(high, low, STEPS).tolist()[1:]:
        if lead(price) < -TIE:
            left, right = price, above
            for _ in range(100):
                middle = (left + right) / 2
                left, right = (middle, right) if lead(middle) < 0 else (left, middle)
            return left
        above = price
    return None
