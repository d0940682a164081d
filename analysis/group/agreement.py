"""How much do the members of a committee agree?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import choice, flag, generator
from analysis.arrays import TIE, Floats, table, whole

NAN = float("nan")


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha, with the observed and the expected disagreement.

    `interval` (2,), 95 percent, is NaN when no bootstrap was asked for. `units` and `values`: how many
    of them could be paired.
    """

    alpha: float
    interval: Floats
    observed: float
    expected: float
    units: int
    values: int

    @property
    def reading(self) -> str:
        """Whether data are "reliable" (from 0.80), "tentative" (from 0.667), "discuss", or "undefined"."""
        if np.isnan(self.alpha):
            return "undefined"
        if self.alpha >= 0.8:
            return "reliable"
        return "tentative" if self.alpha >= 0.667 else "discuss"


@dataclass(frozen=True)
class Concordance:
    """Kendall's W with ties corrected, the sum of squares S, chi-square with `degrees` of freedom and its p.

    `rank_sums` (n,) of the targets, small is good. `has_enough`: n > 7 or k n > 20, else p is rough.
    """

    w: float
    squares: float
    chi_square: float
    degrees: int
    p: float
    rank_sums: Floats
    has_enough: bool


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    level: str = "interval",
    rng: np.random.Generator | None = None,
    samples: int = 1000,
) -> Alpha:
    """Return Krippendorff's alpha of a table with gaps: ``1 - D_o / D_e``.

    Coincidences: every pair inside a unit counts ``1/(m_u - 1)``. Distance: 0 or 1 (nominal),
    squared number of ranks between (ordinal), ``(c - k)^2`` (interval), ``((c - k)/(c + k))^2`` (ratio).

    Parameters
    ----------
    ratings : array, shape (judges, units)
        NaN where not rated; units with fewer than two ratings drop out. Ratings within 1e-9 are equal.
    level : {"nominal", "ordinal", "interval", "ratio"}
        "ordinal" for 1 to 5 anchors, "interval" for 0 to 10, "ratio" for amounts of at least 0.
    rng : numpy.random.Generator, optional
        Gives a 95 percent interval from units drawn with replacement.
    samples : int
        Number of such draws, at least 1.

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
    if choice("level", level, DISTANCES) == "ratio" and np.any(x < 0):
        raise ValueError(f"ratings: expected at least 0 on a ratio scale in shape {x.shape}")
    count = whole("samples", samples, least=1)
    if rng is not None:
        generator("rng", rng)
    x = _merged(x)
    found = _alpha(x, DISTANCES[level])
    if rng is None or np.isnan(found.alpha):
        return found
    # Units are drawn again and not ratings: those of one unit belong together.
    draws = [_alpha(x[:, rng.integers(0, x.shape[1], x.shape[1])], DISTANCES[level]).alpha for _ in range(count)]
    # A sample of equal ratings has no alpha.
    defined = np.array(draws)[~np.isnan(draws)]
    return replace(found, interval=np.quantile(defined, [0.025, 0.975])) if defined.size else found


def _merged(x: Floats) -> Floats:
    """Give ratings within the tolerance of ties one common value."""
    known = ~np.isnan(x)
    values, place = np.unique(x[known], return_inverse=True)
    starts = np.diff(values, prepend=-np.inf) > TIE
    group = np.maximum.accumulate(np.where(starts, np.arange(values.size), 0))
    merged = x.copy()
    merged[known] = values[group][place]
    return merged


def _alpha(x: Floats, distance: Callable[[Floats, Floats], Floats]) -> Alpha:
    rated = (~np.isnan(x)).sum(axis=0)
    # A unit with one rating has no pair.
    x, rated = x[:, rated > 1], rated[rated > 1]
    nothing = np.full(2, NAN)
    if x.size == 0:
        return Alpha(NAN, nothing, NAN, NAN, 0, 0)
    values = np.unique(x[~np.isnan(x)])
    counts = np.array([(x == value).sum(axis=0) for value in values], dtype=float)
    # No rating is paired with itself.
    pairs = (counts / (rated - 1)) @ counts.T - np.diag((counts / (rated - 1)).sum(axis=1))
    totals = pairs.sum(axis=1)
    apart = distance(values, totals)
    n = float(totals.sum())
    observed, expected = float((pairs * apart).sum() / n), float(totals @ apart @ totals / (n * (n - 1)))
    alpha = 1.0 - observed / expected if expected > 0 else NAN
    return Alpha(alpha, nothing, observed, expected, int(rated.size), int(rated.sum()))


def _nominal(values: Floats, totals: Floats) -> Floats:
    return 1.0 - np.eye(values.size)


def _squared(values: Floats, totals: Floats) -> Floats:
    return (values[:, None] - values[None, :]) ** 2


def _ordinal(values: Floats, totals: Floats) -> Floats:
    # All that lies between two values, and half of either end.
    middle = np.cumsum(totals) - totals / 2
    return (middle[:, None] - middle[None, :]) ** 2


def _ratio(values: Floats, totals: Floats) -> Floats:
    total = values[:, None] + values[None, :]
    return np.divide(values[:, None] - values[None, :], total, out=np.zeros_like(total), where=total > 0) ** 2


DISTANCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _squared,
    "ratio": _ratio,
}


def kendalls_w(ratings: ArrayLike, *, are_ranks: bool = False) -> Concordance:
    """Return how far the judges' rankings agree: 0 not at all, 1 completely.

    ``W = 12 S / (k^2 (n^3 - n) - k sum_r T_r)`` with S the sum of squared deviations of the rank
    sums and ``T_r = sum over ties of t^3 - t``; ``chi2 = k (n - 1) W`` with n - 1 degrees of freedom,
    to be used for n > 7 or k n > 20 only.

    Parameters
    ----------
    ratings : array, shape (k, n)
        Judges by targets: scores, larger is better, or ranks. Ratings of a judge within 1e-9 are tied.
    are_ranks : bool

    Returns
    -------
    Concordance
        NaN with fewer than two targets or judges, or when every judge ties everything.

    Raises
    ------
    ValueError
        A missing rating: every judge ranks all targets.

    Example
    -------
    >>> kendalls_w([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]], are_ranks=True).w
    0.0625

    References
    ----------
    Kendall & Babington Smith 1939; Schmidt 1997 on reading W.
    """
    x = table("ratings", ratings, gaps=False)
    k, n = x.shape
    is_rank = flag("are_ranks", are_ranks)
    # The largest rating has rank 1.
    ranks = np.stack([_mid_ranks(_merged(row if is_rank else -row)) for row in x])
    sums = ranks.sum(axis=0)
    squares = float(np.sum((sums - sums.mean()) ** 2))
    ties = sum(float(np.sum(counts**3 - counts)) for counts in (np.unique(r, return_counts=True)[1] for r in ranks))
    top = k * k * (n**3 - n) - k * ties
    has_enough = n > 7 or k * n > 20
    if n < 2 or k < 2 or top <= 0:
        return Concordance(NAN, squares, NAN, n - 1, NAN, sums, has_enough)
    from scipy.special import gammaincc  # a third of a second to import, needed by one page

    w = 12.0 * squares / top
    chi_square = k * (n - 1) * w
    return Concordance(w, squares, chi_square, n - 1, float(gammaincc((n - 1) / 2, chi_square / 2)), sums, has_enough)


def _mid_ranks(row: Floats) -> Floats:
    below = np.sum(row[None, :] < row[:, None], axis=1)
    upto = np.sum(row[None, :] <= row[:, None], axis=1)
    return (below + 1 + upto) / 2
