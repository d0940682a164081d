"""How much of the variation between ratings is variation between what is rated?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, open_share, table

NAN = float("nan")
READINGS = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"))


@dataclass(frozen=True)
class IntraclassCorrelation:
    """Mean squares (between targets, within, between judges, error), six ICCs, F and intervals.

    `single` (3,) and `average` (3,) hold ICC(1), ICC(2), ICC(3) in this order, for one judge and for
    the mean of k. `f` (3,): BMS over WMS, EMS, EMS, with `degrees` (3, 2) of freedom. `single_interval`
    and `average_interval` (3, 2).
    """

    between: float
    within: float
    judges: float
    error: float
    single: Floats
    average: Floats
    f: Floats
    degrees: Floats
    single_interval: Floats
    average_interval: Floats

    @property
    def reading(self) -> str:
        """Of ICC(2,k): "poor" below 0.50, "moderate" to 0.75, "good" to 0.90, "excellent", or "undefined"."""
        return _reading(float(self.average[1]))


def _reading(value: float) -> str:
    if np.isnan(value):
        return "undefined"
    return next((word for limit, word in READINGS if value < limit), "excellent")


def icc(ratings: ArrayLike, *, confidence: float = 0.95) -> IntraclassCorrelation:
    """Return the six intraclass correlations of a complete table.

    With n targets, k judges and the mean squares BMS, WMS, JMS, EMS:
    ``ICC(1,1) = (BMS - WMS)/(BMS + (k-1) WMS)``,
    ``ICC(2,1) = (BMS - EMS)/(BMS + (k-1) EMS + k (JMS - EMS)/n)``,
    ``ICC(3,1) = (BMS - EMS)/(BMS + (k-1) EMS)``; for the mean of k judges
    ``(BMS - WMS)/BMS``, ``(BMS - EMS)/(BMS + (JMS - EMS)/n)``, ``(BMS - EMS)/BMS``. Negative ones
    are shown as they are.

    Parameters
    ----------
    ratings : array, shape (n, k)
        Targets by judges, without gaps.
    confidence : float
        Of the F intervals, between 0 and 1.

    Returns
    -------
    IntraclassCorrelation
        All NaN with fewer than 2 targets or judges, or without any variation.

    Raises
    ------
    ValueError
        A missing rating: use `krippendorff_alpha`.

    Example
    -------
    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = icc(table)
    >>> found.single.round(2).tolist(), found.average.round(2).tolist()
    ([0.17, 0.29, 0.71], [0.44, 0.62, 0.91])

    References
    ----------
    Shrout & Fleiss 1979, Psychological Bulletin 86; McGraw & Wong 1996; Koo & Li 2016 on reading.
    """
    x = table("ratings", ratings)
    if np.isnan(x).any():
        raise ValueError(f"ratings: expected no missing rating in shape {x.shape}; use krippendorff_alpha")
    inside = open_share("confidence", confidence)
    n, k = x.shape
    if n < 2 or k < 2 or np.ptp(x) <= TIE:
        three, pairs = np.full(3, NAN), np.full((3, 2), NAN)
        return IntraclassCorrelation(NAN, NAN, NAN, NAN, three, three, three, pairs, pairs, pairs)
    bms, wms, jms, ems = _mean_squares(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        tops = np.array([bms - wms, bms - ems, bms - ems])
        single = tops / np.array([bms + (k - 1) * wms, bms + (k - 1) * ems + k * (jms - ems) / n, bms + (k - 1) * ems])
        average = tops / np.array([bms, bms + (jms - ems) / n, bms])
        # Divided by no variance it is no correlation.
        single, average = (np.where(np.isfinite(found), found, np.nan) for found in (single, average))
        f = bms / np.array([wms, ems, ems])
        below = [n * (k - 1), (n - 1) * (k - 1), (n - 1) * (k - 1)]
        degrees = np.stack([np.full(3, n - 1.0), np.array(below, dtype=float)], axis=1)
        random = _random_judges(float(single[1]), bms, jms, ems=ems, n=n, k=k, confidence=inside)
    first, third = (_fixed(float(f[i]), degrees[i], k, confidence=inside) for i in (0, 2))
    spread = np.stack([first, random, third])
    return IntraclassCorrelation(bms, wms, jms, ems, single, average, f, degrees, spread, _stepped_up(spread, k))


def _mean_squares(x: Floats) -> tuple[float, float, float, float]:
    n, k = x.shape
    row, column, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    bms = k * np.sum((row - grand) ** 2) / (n - 1)
    wms = np.sum((x - row[:, None]) ** 2) / (n * (k - 1))
    jms = n * np.sum((column - grand) ** 2) / (k - 1)
    ems = np.sum((x - row[:, None] - column + grand) ** 2) / ((n - 1) * (k - 1))
    # A sum of squares that is rounding noise is none.
    small = 1e-12 * np.ptp(x) ** 2
    bms, wms, jms, ems = (float(square) if square > small else 0.0 for square in (bms, wms, jms, ems))
    return bms, wms, jms, ems


def _quantile(p: float, first: float, second: float) -> float:
    from scipy.special import fdtri  # a third of a second to import, needed by one page

    return float(fdtri(first, second, p))


def _fixed(f: float, degrees: Floats, k: int, *, confidence: float) -> Floats:
    """Return the interval of ICC(1,1) or ICC(3,1) from its F."""
    if not np.isfinite(f):
        return np.full(2, 1.0 if f > 0 else NAN)
    first, second = (float(d) for d in degrees)
    p = 1 - (1 - confidence) / 2
    ends = np.array([f / _quantile(p, first, second), f * _quantile(p, second, first)])
    return (ends - 1) / (ends + k - 1)


def _random_judges(single: float, bms: float, jms: float, *, ems: float, n: int, k: int, confidence: float) -> Floats:
    """Return the interval of ICC(2,1) with Satterthwaite's degrees of freedom."""
    if not np.isfinite(single) or ems == 0:
        return np.full(2, single if ems == 0 and jms == 0 else NAN)
    ratio, mixed = jms / ems, n * (1 + (k - 1) * single) - k * single
    top = (k - 1) * (n - 1) * (k * single * ratio + mixed) ** 2
    free = top / ((n - 1) * k**2 * single**2 * ratio**2 + mixed**2)
    p = 1 - (1 - confidence) / 2
    upper, lower = _quantile(p, n - 1, free), _quantile(p, free, n - 1)
    spread = k * jms + (k * n - k - n) * ems
    low = n * (bms - upper * ems) / (upper * spread + n * bms)
    return np.array([low, n * (lower * bms - ems) / (spread + n * lower * bms)])


def _stepped_up(single: Floats, k: int) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = single * k / (1 + single * (k - 1))
    return np.where(np.isfinite(found), found, np.nan)
