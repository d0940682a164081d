"""How many points does a price get by each rule?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, names, number, table, vector

PriceRule = Callable[[Floats], Floats]
ABNORMAL = 0.70
FEW = 3


@dataclass(frozen=True)
class PerPrice:
    """Quality over price (m,), more is better, and the indices of those in first place."""

    ratio: Floats
    winners: tuple[int, ...]


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
    given = positive_prices(prices)
    return number("most", most, least=0) * given.min() / given


def linear_price(prices: ArrayLike, *, most: float = 100.0, rule: str = "lowest") -> Floats:
    """Return points that fall linearly with the price.

    "lowest": ``most (1 - (P - P_min)/P_min)``, never below 0: none from twice the lowest on. "range":
    ``most (P_max - P)/(P_max - P_min)``, so that one absurdly high bid lifts all others.

    Parameters
    ----------
    prices : array, shape (m,)
        Of responsive bids only, greater than 0.
    most : float
        Points of the cheapest; one bid alone gets them.
    rule : {"lowest", "range"}

    Example
    -------
    >>> linear_price([100, 150, 250]).tolist(), linear_price([100, 150, 200], rule="range").tolist()
    ([100.0, 50.0, 0.0], [100.0, 50.0, 0.0])
    """
    given = positive_prices(prices)
    low, spread, full = given.min(), np.ptp(given), number("most", most, least=0)
    if rule == "lowest":
        return full * np.maximum(0.0, 1.0 - (given - low) / low)
    if rule != "range":
        raise ValueError(f'rule: expected "lowest" or "range", got {rule!r}')
    return full * (given.max() - given) / spread if spread > 0 else np.full_like(given, full)


def average_price(prices: ArrayLike, *, most: float = 100.0, factor: float = 1.0, slope: float = 1.0) -> Floats:
    """Return points that fall on both sides of a share of the mean: ``most (1 - slope |P - factor mean|/mean)``.

    Never below 0. Not allowed for goods and services under Order 87; here to show what it does.

    Parameters
    ----------
    prices : array, shape (m,)
    most : float
    factor : float
        The best price as a share of the mean.
    slope : float
        Points lost for a distance of one mean, over `most`.

    Example
    -------
    >>> average_price([90, 100, 110]).round(6).tolist()
    [90.0, 100.0, 90.0]
    """
    given, full = positive_prices(prices), number("most", most, least=0)
    best, lost = number("factor", factor, least=0) * given.mean(), number("slope", slope, least=0)
    # One bid alone is its own mean, whatever the factor.
    if given.size == 1:
        return np.array([full])
    return full * np.maximum(0.0, 1.0 - lost * np.abs(given - best) / given.mean())


def fixed_price(prices: ArrayLike, *, target: float, ceiling: float, most: float = 100.0) -> Floats:
    """Return points on a fixed scale: full at the target, none at the ceiling; other bids do not matter.

    ``most clip((ceiling - P)/(ceiling - target), 0, 1)``.

    Parameters
    ----------
    prices : array, shape (m,)
    target, ceiling : float
        Published beforehand, ``0 <= target < ceiling``.
    most : float

    Example
    -------
    >>> fixed_price([180, 402.1, 640], target=180, ceiling=640).round(2).tolist()
    [100.0, 51.72, 0.0]
    """
    full_at, none_at = number("target", target, least=0), number("ceiling", ceiling)
    if not full_at < none_at:
        raise ValueError(f"target: expected less than the ceiling {none_at:g}, got {full_at:g}")
    share = np.clip((none_at - positive_prices(prices)) / (none_at - full_at), 0.0, 1.0)
    return number("most", most, least=0) * share


def price_per_point(prices: ArrayLike, quality: ArrayLike, *, floor: float = 0.0) -> Floats:
    """Return the price of one quality point, less is better; NaN below the quality floor: ``P_i / Q_i``.

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
    given = positive_prices(prices)
    points = vector("quality", quality, length=given.size)
    # Of no points there is no price for one.
    good = (points >= number("floor", floor)) & (points > 0)
    return np.divide(given, points, out=np.full_like(given, np.nan), where=good)


def quality_per_price(prices: ArrayLike, quality: ArrayLike, *, band: float = 0.0) -> PerPrice:
    """Return quality over price, more is better, and who wins.

    ``z_i = Q_i/P_i``. With a band, whoever has the highest quality among the bids with
    ``z_i >= (1 - band) max z`` wins (the extended form).

    Parameters
    ----------
    prices, quality : arrays, shape (m,)
        Prices greater than 0, quality at least 0.
    band : float
        0 to 1; 0 is the simple form.

    Example
    -------
    >>> found = quality_per_price([100, 80], [90, 74], band=0.10)
    >>> found.ratio.tolist(), found.winners
    ([0.9, 0.925], (0,))

    References
    ----------
    UfAB, Unterlage fuer Ausschreibung und Bewertung von IT-Leistungen (simple and extended ratio).
    """
    given = positive_prices(prices)
    points = vector("quality", quality, length=given.size)
    if np.any(~(points >= 0)):
        raise ValueError(f"quality: expected no negative number in shape {points.shape}")
    ratio = points / given
    near = ratio >= (1 - number("band", band, least=0, most=1)) * ratio.max() * (1.0 - TIE)
    best = near & (points >= points[near].max() - TIE) if band > 0 else near
    return PerPrice(ratio, tuple(np.flatnonzero(best).tolist()))


def monetised_quality(prices: ArrayLike, worth: ArrayLike) -> Floats:
    """Return prices minus the money that the quality is worth; the lowest wins: ``P_i - sum_j money_ij``.

    Parameters
    ----------
    prices : array, shape (m,)
    worth : array, shape (m, n)
        Money that the level of each bid on each criterion is worth.

    Example
    -------
    >>> monetised_quality([120, 100], [[20, 15], [0, 5]]).tolist()
    [85.0, 95.0]
    """
    given = positive_prices(prices)
    money = table("worth", worth)
    if money.shape[0] != given.size:
        raise ValueError(f"worth: expected shape ({given.size}, n), got {money.shape}")
    return given - money.sum(axis=1)


def adjusted_prices(prices: ArrayLike, deductions: ArrayLike) -> Floats:
    """Return evaluated prices after a policy deduction, for example for small enterprises: ``P (1 - d)``.

    The evaluated price counts both as bid and as benchmark; the contract keeps the quoted one.

    Parameters
    ----------
    prices : array, shape (m,)
    deductions : array, shape (m,)
        Shares, at least 0 and below 1.

    Example
    -------
    >>> adjusted_prices([100, 90], [0.2, 0]).tolist()
    [80.0, 90.0]

    References
    ----------
    Ministry of Finance, Caiku [2020] 46 and [2022] 19.
    """
    given = positive_prices(prices)
    share = vector("deductions", deductions, length=given.size)
    if np.any(~((share >= 0) & (share < 1))):
        raise ValueError(f"deductions: expected shares from 0 to below 1 in shape {share.shape}")
    return given * (1.0 - share)


def abnormally_low(prices: Mapping[str, float], *, share: float = ABNORMAL) -> list[str]:
    """Return the bids below 70 percent of the median of the others; needs three bids.

    They are to be explained, never refused by a program.

    Parameters
    ----------
    prices : mapping of bidder to price
        Of responsive bids, greater than 0.
    share : float

    Example
    -------
    >>> abnormally_low({"A": 400, "B": 430, "C": 250})
    ['C']
    """
    if not isinstance(prices, Mapping):
        raise ValueError(f"prices: expected a mapping of bidder to price, got {prices!r}")
    limit = number("share", share, least=0)
    given = positive_prices(list(prices.values())) if prices else np.zeros(0)
    if given.size < FEW:
        return []
    others = np.array([np.median(np.delete(given, i)) for i in range(given.size)])
    is_low = given < limit * others * (1.0 - TIE)
    return [bidder for bidder, low in zip(prices, is_low.tolist(), strict=True) if low]


def positive_prices(prices: ArrayLike) -> Floats:
    """Return prices as numbers, or refuse one that is not greater than 0."""
    given = vector("prices", prices)
    if np.any(~(given > 0)):
        raise ValueError(f"prices: expected amounts greater than 0, got shape {given.shape}")
    return given


def checked_bids(
    bidders: Sequence[str], prices: ArrayLike, quality: ArrayLike
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Return prices, quality and names of the bids, or refuse them."""
    given = positive_prices(prices)
    points = vector("quality", quality, length=given.size, gaps=False)
    return given, points, names("bidders", bidders, length=given.size)
