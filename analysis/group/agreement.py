"""How much do the members of a committee agree?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, table

NAN = float("nan")


@dataclass(frozen=True)
class IntraclassCorrelation:
    """Mean squares (between targets, within, between judges, error), six ICCs and an interval.

    `single` and `average` hold models 1, 2, 3 in this order; `interval` (2,) belongs to ICC(3,1).
    """

    between: float
    within: float
    judges: float
    error: float
    single: Floats
    average: Floats
    interval: Floats


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha; `interval` (2,) is NaN when no bootstrap was asked for."""

    alpha: float
    interval: Floats


@dataclass(frozen=True)
class Concordance:
    """Kendall's W with ties corrected, the sum of squares S, chi-square and its p."""

    w: float
    squares: float
    chi_square: float
    p: float


def icc(ratings: ArrayLike, *, confidence: float = 0.95) -> IntraclassCorrelation:
    """Return the six intraclass correlations of a complete table.

    With n targets, k judges and the mean squares BMS, WMS, JMS, EMS:
    ``ICC(1,1) = (BMS - WMS)/(BMS + (k-1) WMS)``,
    ``ICC(2,1) = (BMS - EMS)/(BMS + (k-1) EMS + k (JMS - EMS)/n)``,
    ``ICC(3,1) = (BMS - EMS)/(BMS + (k-1) EMS)``; for the mean of k judges
    ``(BMS - WMS)/BMS``, ``(BMS - EMS)/(BMS + (JMS - EMS)/n)``, ``(BMS - EMS)/BMS``.

    Parameters
    ----------
    ratings : array, shape (n, k)
        Targets by judges, without gaps.
    confidence : float
        Of the F interval of ICC(3,1).

    Returns
    -------
    IntraclassCorrelation
        All NaN with fewer than 2 targets or judges, or without any variation.

    Example
    -------
    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> icc(table).single.round(2).tolist()
    [0.17, 0.29, 0.71]

    References
    ----------
    Shrout & Fleiss 1979, Psychological Bulletin 86; McGraw & Wong 1996.
    """
    x = table("ratings", ratings)
    if np.isnan(x).any():
        raise ValueError(f"ratings: expected no missing rating in shape {x.shape}; use krippendorff_alpha")
    n, k = x.shape
    if n < 2 or k < 2 or np.ptp(x) == 0:
        return IntraclassCorrelation(NAN, NAN, NAN, NAN, np.full(3, NAN), np.full(3, NAN), np.full(2, NAN))
    row, column, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    bms = k * np.sum((row - grand) ** 2) / (n - 1)
    wms = np.sum((x - row[:, None]) ** 2) / (n * (k - 1))
    jms = n * np.sum((column - grand) ** 2) / (k - 1)
    ems = np.sum((x - row[:, None] - column + grand) ** 2) / ((n - 1) * (k - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        tops = np.array([bms - wms, bms - ems, bms - ems])
        single = tops / [bms + (k - 1) * wms, bms + (k - 1) * ems + k * (jms - ems) / n, bms + (k - 1) * ems]
        average = tops / [bms, bms + (jms - ems) / n, bms]
    return IntraclassCorrelation(bms, wms, jms, ems, single, average, _interval(bms, ems, n, k, confidence))


def _interval(bms: float, ems: float, n: int, k: int, confidence: float) -> Floats:
    from scipy.stats import f as fisher  # more than a second to import, needed by one page

    if ems == 0:
        return np.ones(2)
    quantile = 1 - (1 - confidence) / 2
    ratio = bms / ems
    low = ratio / fisher.ppf(quantile, n - 1, (n - 1) * (k - 1))
    high = ratio * fisher.ppf(quantile, (n - 1) * (k - 1), n - 1)
    return np.array([(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)])


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    level: str = "interval",
    rng: np.random.Generator | None = None,
    samples: int = 1000,
) -> Alpha:
    """Return Krippendorff's alpha of a table with gaps: ``1 - D_o / D_e``.

    Coincidences: every pair inside a unit counts ``1/(m_u - 1)``. Distance: 0 or 1 (nominal),
    ``(c - k)^2`` (interval), squared number of ranks between (ordinal).

    Parameters
    ----------
    ratings : array, shape (judges, units)
        NaN where not rated; units with fewer than two ratings drop out.
    level : {"nominal", "ordinal", "interval"}
    rng : numpy.random.Generator, optional
        Gives a 95 percent interval from units drawn with replacement.
    samples : int
        Number of such draws.

    Returns
    -------
    Alpha
        NaN without pairs or without variation.

    Example
    -------
    >>> krippendorff_alpha([[1, 2, 3], [1, 2, 3]]).alpha
    1.0

    References
    ----------
    Krippendorff 2004, Content Analysis; Hayes & Krippendorff 2007.
    """
    x = table("ratings", ratings)
    distances = {"nominal": _nominal, "ordinal": _ordinal, "interval": _squared}
    if level not in distances:
        raise ValueError(f"level: expected one of {sorted(distances)}, got {level!r}")
    alpha = _alpha(x, distances[level])
    if rng is None or np.isnan(alpha):
        return Alpha(alpha, np.full(2, NAN))
    draws = [_alpha(x[:, rng.integers(0, x.shape[1], x.shape[1])], distances[level]) for _ in range(samples)]
    return Alpha(alpha, np.nanquantile(draws, [0.025, 0.975]))


def _alpha(x: Floats, distance: Callable[[Floats, Floats], Floats]) -> float:
    rated = (~np.isnan(x)).sum(axis=0)
    x, rated = x[:, rated > 1], rated[rated > 1]
    if x.size == 0:
        return NAN
    values = np.unique(x[~np.isnan(x)])
    counts = np.array([(x == value).sum(axis=0) for value in values], dtype=float)
    pairs = (counts / (rated - 1)) @ counts.T - np.diag((counts / (rated - 1)).sum(axis=1))
    totals = pairs.sum(axis=1)
    apart = distance(values, totals)
    expected = totals @ apart @ totals / (totals.sum() - 1)
    return float(1.0 - (pairs * apart).sum() / expected) if expected > 0 else NAN


def _nominal(values: Floats, totals: Floats) -> Floats:
    return 1.0 - np.eye(values.size)


def _squared(values: Floats, totals: Floats) -> Floats:
    return (values[:, None] - values[None, :]) ** 2


def _ordinal(values: Floats, totals: Floats) -> Floats:
    middle = np.cumsum(totals) - totals / 2
    return (middle[:, None] - middle[None, :]) ** 2


def kendalls_w(ratings: ArrayLike, *, are_ranks: bool = False) -> Concordance:
    """Return how far the judges' rankings agree: 0 not at all, 1 completely.

    ``W = 12 S / (k^2 (n^3 - n) - k sum_r T_r)`` with S the sum of squared deviations of the rank
    sums and ``T_r = sum over ties of t^3 - t``; ``chi2 = k (n - 1) W`` with n - 1 degrees of freedom,
    to be used for n > 7 or k n > 20 only.

    Parameters
    ----------
    ratings : array, shape (k, n)
        Judges by targets: scores, larger is better, or ranks.
    are_ranks : bool

    Returns
    -------
    Concordance
        NaN with fewer than two targets or when every judge ties everything.

    Example
    -------
    >>> kendalls_w([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]], are_ranks=True).w
    0.0625

    References
    ----------
    Kendall & Babington Smith 1939; Schmidt 1997 on reading W.
    """
    x = table("ratings", ratings)
    k, n = x.shape
    ranks = np.stack([_mid_ranks(row if are_ranks else -row) for row in x])
    squares = float(np.sum((ranks.sum(axis=0) - ranks.sum() / n) ** 2))
    ties = sum(float(np.sum(counts**3 - counts)) for counts in (np.unique(r, return_counts=True)[1] for r in ranks))
    top = k * k * (n**3 - n) - k * ties
    if n < 2 or top <= 0:
        return Concordance(NAN, squares, NAN, NAN)
    from scipy.special import gammaincc  # a third of a second to import, needed by one page

    w = 12.0 * squares / top
    chi_square = k * (n - 1) * w
    return Concordance(w, squares, chi_square, float(gammaincc((n - 1) / 2, chi_square / 2)))


def _mid_ranks(row: Floats) -> Floats:
    below = np.sum(row[None, :] < row[:, None], axis=1)
    upto = np.sum(row[None, :] <= row[:, None], axis=1)
    return (below + 1 + upto) / 2
