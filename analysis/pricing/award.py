"""Who wins by price and quality together, and how much does each part really decide?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import function
from analysis.arrays import TIE, Floats, number, vector
from analysis.pricing.rules import PriceRule, lowest_over_price, positive_prices


def totals(
    prices: ArrayLike,
    quality: ArrayLike,
    *,
    weight: float,
    rule: PriceRule = lowest_over_price,
    floor: float = -np.inf,
) -> Floats:
    """Return quality points and price points combined: ``(1 - weight) Q_i + weight price points``.

    Parameters
    ----------
    prices : array, shape (m,)
        Greater than 0.
    quality : array, shape (m,)
        Points, 0 to 100.
    weight : float
        Weight of the price, 0 to 1.
    rule : callable
        From prices to points, 0 to 100.
    floor : float
        Quality that a bid needs at least; a bid below it has no total (NaN) and its price is no
        benchmark.

    Returns
    -------
    array, shape (m,)

    Example
    -------
    >>> totals([50, 75, 100], [50, 75, 100], weight=0.5).round(4).tolist()
    [75.0, 70.8333, 75.0]

    References
    ----------
    Order 87 (2017), art. 55; World Bank, quality- and cost-based selection (minimum quality first).
    """
    given = positive_prices(prices)
    share = number("weight", weight, least=0, most=1)
    points = vector("quality", quality, length=given.size)
    function("rule", rule)
    # A bid below the floor is out, and must not set the lowest price either.
    good = points >= (floor if floor == -np.inf else number("floor", floor))
    found = np.full(given.size, np.nan)
    if good.any():
        found[good] = (1 - share) * points[good] + share * price_points(rule, given[good])
    return found


def price_points(rule: PriceRule, prices: Floats) -> Floats:
    """Return what a rule makes of prices, or refuse a rule that gives no points."""
    return vector("rule", function("rule", rule)(prices), length=prices.size)


def award_order(scores: ArrayLike, prices: ArrayLike) -> NDArray[np.int64]:
    """Return places by total, equal totals by the lower price, and equal places where both are equal.

    Parameters
    ----------
    scores, prices : arrays, shape (m,)
        A bid without a total (NaN: below the quality floor) comes after all others; at least one has one.

    Example
    -------
    >>> award_order([80, 80, 90, 80], [100, 90, 200, 100]).tolist()
    [3, 2, 1, 3]
    >>> award_order(totals([90, 100], [20, 80], weight=0.3, floor=60), [90, 100]).tolist()
    [2, 1]

    References
    ----------
    Order 87 (2017), art. 57.
    """
    total, given = vector("scores", scores), positive_prices(prices)
    if total.size != given.size:
        raise ValueError(f"prices: expected shape {total.shape}, got {given.shape}")
    if np.isnan(total).all():
        raise ValueError(f"scores: expected at least one bid with a total in shape {total.shape}")
    return np.array([1 + np.sum(ahead_of(i, total, given)) for i in range(total.size)], dtype=np.int64)


def ahead_of(bid: int, total: Floats, prices: Floats) -> NDArray[np.bool_]:
    """Return which bids come before one: by a larger total, or by a lower price at the same total."""
    if np.isnan(total[bid]):
        return ~np.isnan(total)
    more = total - total[bid]
    # Prices that differ by rounding noise are equal.
    return np.asarray((more > TIE) | ((np.abs(more) <= TIE) & (prices < prices[bid] * (1.0 - TIE))))


def realised_spread(points: ArrayLike, weight: float) -> float:
    """Return what a part really decides: ``weight (max - min)``, to be read beside its nominal weight.

    Parameters
    ----------
    points : array, shape (m,)
        Points of one part, of `most` points.
    weight : float
        Its nominal weight, 0 to 1.

    Returns
    -------
    float
        In points of the whole.

    Example
    -------
    >>> realised_spread([100, 80, 90], 0.3)
    6.0
    """
    given = vector("points", points)
    return float(number("weight", weight, least=0, most=1) * np.ptp(given))


def worth_of_point(span: float, weight: float) -> float:
    """Return the money that one point of the total is worth: ``span/(100 weight)``.

    Holds when cost is a criterion with a linear value function; so that values of information in points
    become money.

    Parameters
    ----------
    span : float
        Money between the cost worth 0 and the cost worth 100 points, greater than 0.
    weight : float
        Weight of cost in the whole, above 0 to 1.

    Example
    -------
    >>> worth_of_point(2_000_000, 0.4)
    50000.0
    """
    if not number("span", span) > 0 or not 0 < number("weight", weight) <= 1:
        raise ValueError(f"span: expected a span above 0 and a weight above 0 to 1, got {span} and {weight}")
    return span / (100.0 * weight)
