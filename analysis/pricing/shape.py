"""What is one percent of a price worth, and does the shape of a rule punish the offer in the middle?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats
from analysis.pricing.award import price_points, totals
from analysis.pricing.rules import PriceRule, checked_bids, lowest_over_price, positive_prices


def marginal_points(prices: ArrayLike, *, rule: PriceRule = lowest_over_price) -> Floats:
    """Return the points that each bid loses when it alone is one percent dearer.

    ``rule(P)_i - rule(P with 1.01 P_i)_i``. Divided by ``0.01 P_i``: points a unit of money.

    Parameters
    ----------
    prices : array, shape (m,)
        Of responsive bids only, greater than 0.
    rule : callable
        From prices to points.

    Returns
    -------
    array, shape (m,)
        0 for a cheapest bid that stays the benchmark.

    Example
    -------
    >>> marginal_points([50, 75, 100]).round(4).tolist()
    [0.0, 0.6601, 0.495]

    References
    ----------
    Dimitri 2013; Stilger, Siderius & van Raaij 2017, Journal of Public Procurement 17(1).
    """
    given = positive_prices(prices)
    dearer = np.where(np.eye(given.size, dtype=bool), 1.01 * given, given)
    after = [price_points(rule, moved)[i] for i, moved in enumerate(dearer)]
    return price_points(rule, given) - np.array(after)


def goldilocks(
    bidders: Sequence[str],
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
) -> list[str]:
    """Return the middle offers that a rule punishes: behind a cheaper and behind a dearer bid of no better ratio.

    A bid i for which some j and k exist with ``P_j < P_i < P_k``, larger totals of both, and
    ``Q_i/P_i >= max(Q_j/P_j, Q_k/P_k)``. Lowest over price does so, because it is convex.

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
    list of str
        Bidders in the order given; empty when nobody is punished.

    Example
    -------
    >>> goldilocks(["A", "B", "C"], [50, 75, 100], [50, 75, 100], weight=0.5)
    ['B']

    References
    ----------
    Dimitri 2013; Chen 2008, Journal of Public Procurement 8(3), on convex price rules.
    """
    given, points, codes = checked_bids(bidders, prices, quality)
    total, ratio = totals(given, points, weight=weight, rule=rule), points / given
    ahead = total[None, :] > total[:, None] + TIE
    # In proportion, since a ratio has the unit of the prices.
    better = ahead & (ratio[None, :] <= ratio[:, None] + TIE * ratio.max())
    cheaper = given[None, :] < given[:, None]
    punished = (better & cheaper).any(axis=1) & (better & cheaper.T).any(axis=1)
    return [code for code, is_punished in zip(codes, punished.tolist(), strict=True) if is_punished]
