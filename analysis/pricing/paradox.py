"""Does a bid that cannot win decide who does?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number
from analysis.pricing.award import ahead_of, award_order, price_points, totals
from analysis.pricing.rules import PriceRule, checked_bids, lowest_over_price

STEPS = 2_000
SMALLEST = 1e-4  # of the price that is lowered
LARGEST = 10.0  # times the highest bid


@dataclass(frozen=True)
class Paradox:
    """A bid without which another wins: `without` names it (or them), `winner` and `then` are the two winners.

    `before` and `after`: the bidders in order, with and without it.
    """

    without: tuple[str, ...]
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

    Equal totals go to the lower price here and in the functions below, as in `award_order`.

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
    (('C',), 'A', 'B', ('B', 'A'))

    References
    ----------
    Chen 2008, Journal of Public Procurement 8(3); Stilger, Siderius & van Raaij 2017.
    """
    given, points, codes = checked_bids(bidders, prices, quality)
    score = totals(given, points, weight=weight, rule=rule)
    order = _order(codes, given, score)
    left_out = [[i] for i in order[1:]] + ([order[2:]] if given.size > 3 else [])
    found = []
    for gone in left_out:
        kept = [i for i in range(given.size) if i not in gone]
        again = totals(given[kept], points[kept], weight=weight, rule=rule)
        if ahead_of(kept.index(order[0]), again, given[kept]).any():
            gone_codes, left = tuple(codes[i] for i in gone), [codes[i] for i in kept]
            before = tuple(codes[i] for i in order)
            after = tuple(left[i] for i in _order(left, given[kept], again))
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
    given, points, codes = checked_bids(bidders, prices, quality)
    share, low = number("weight", weight, least=0, most=1), float(given.min())
    winner = _order(codes, given, totals(given, points, weight=share, rule=rule))[0]

    def is_beaten(benchmark: float) -> bool:
        with_it = price_points(rule, np.append(given, benchmark))[:-1]
        return bool(ahead_of(winner, (1 - share) * points + share * with_it, given).any())

    # Downwards from the lowest bid: the first one found is the highest.
    return _nearest(is_beaten, np.linspace(low, SMALLEST * low, STEPS))


def flipping_prices(
    bidders: Sequence[str],
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
) -> list[PriceFlip]:
    """Return, for every losing bid, the prices nearest to its own at which the winner changes: below, then above.

    The change may be its own victory, or, by the benchmark, that of a third: then the award depends on
    what a loser asks for. Searched in steps from a ten-thousandth of its price to ten times the highest
    bid, and bisected.

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
        At most one below and one above the price of each bid; only where there is one.

    Example
    -------
    >>> bids = {"bidders": ["A", "B", "C"], "prices": [100, 80, 70], "quality": [90, 83, 30]}
    >>> found = flipping_prices(**bids, weight=0.3)
    >>> [(flip.bidder, round(flip.price, 2), flip.winner, flip.then) for flip in found]
    [('A', 98.36, 'B', 'A'), ('C', 65.33, 'B', 'A')]
    >>> from analysis.pricing import linear_price
    >>> bids = {"bidders": ["A", "B", "C"], "prices": [100, 80, 90], "quality": [90, 82, 20]}
    >>> found = flipping_prices(**bids, weight=0.3, rule=lambda prices: linear_price(prices, rule="range"))
    >>> [(flip.bidder, round(flip.price, 2), flip.winner, flip.then) for flip in found if flip.bidder == "C"]
    [('C', 187.14, 'B', 'A')]

    References
    ----------
    Stilger, Siderius & van Raaij 2017, Journal of Public Procurement 17(1).
    """
    given, points, codes = checked_bids(bidders, prices, quality)

    def order(moved: Floats) -> list[int]:
        return _order(codes, moved, totals(moved, points, weight=weight, rule=rule))

    winner = order(given)[0]
    found = []
    for i in range(given.size):
        if i == winner:
            continue

        # `bid` is bound now: the loop moves on.
        def moved(price: float, bid: int = i) -> Floats:
            return np.where(np.arange(given.size) == bid, price, given)

        def is_beaten(price: float, moved: Callable[[float], Floats] = moved) -> bool:
            bids = moved(price)
            return bool(ahead_of(winner, totals(bids, points, weight=weight, rule=rule), bids).any())

        below = np.linspace(given[i], SMALLEST * given[i], STEPS)
        # In equal ratios, since ten times the highest bid is a long way.
        above = np.geomspace(given[i], LARGEST * given.max(), STEPS)
        for price in (_nearest(is_beaten, below), _nearest(is_beaten, above)):
            if price is not None:
                found.append(PriceFlip(codes[i], price, codes[winner], codes[order(moved(price))[0]]))
    return found


def _order(codes: Sequence[str], prices: Floats, score: Floats) -> list[int]:
    """Return the bids by total, then by the lower price, then by name."""
    places = award_order(score, prices).tolist()
    return sorted(range(len(codes)), key=lambda i: (places[i], codes[i]))


def _nearest(is_beaten: Callable[[float], bool], grid: Floats) -> float | None:
    """Return the price nearest to the first of a grid at which the winner is beaten, by bisection."""
    kept = float(grid[0])
    for price in grid[1:].tolist():
        if is_beaten(price):
            beaten = price
            # More halvings than a float has bits.
            for _ in range(100):
                middle = (kept + beaten) / 2
                kept, beaten = (kept, middle) if is_beaten(middle) else (middle, beaten)
            return beaten
        kept = price
    return None
