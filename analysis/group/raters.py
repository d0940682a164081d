"""Who scores strictly, who mildly, and what would the means be without it?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, table


@dataclass(frozen=True)
class Severity:
    """Additive model: `effects` (k,) of the raters sum to 0, positive is mild.

    `adjusted` (n,) are the targets' means without them, `raw` (n,) the plain means, `errors` (k,)
    the standard errors of the effects (NaN when nothing is left to estimate them), `residuals` (n, k)
    what the model leaves. `is_complete`: no gaps, so that adjusting changes no ranking.
    """

    effects: Floats
    adjusted: Floats
    raw: Floats
    errors: Floats
    residuals: Floats
    is_complete: bool


def severity(ratings: ArrayLike) -> Severity:
    """Return rater effects and adjusted means by least squares: ``s_tr = theta_t + rho_r + e``.

    With a complete table the adjusted means are the raw ones: severity then changes no ranking.
    When different people scored different targets raw means are unfair.

    Parameters
    ----------
    ratings : array, shape (n, k)
        Targets by raters, NaN where not rated.

    Returns
    -------
    Severity
        One rater alone: effects, adjusted means and errors undefined (NaN).

    Raises
    ------
    ValueError
        Raters who share no targets, directly or through others: they cannot be compared.

    Example
    -------
    >>> severity([[9, 5], [7, 3]]).effects.round(9).tolist()
    [2.0, -2.0]

    References
    ----------
    Two-way additive model; for ordered categories: Linacre 1989, Many-Facet Rasch Measurement.
    """
    x = table("ratings", ratings)
    n, k = x.shape
    known = ~np.isnan(x)
    # Without a common target, one group's effects could be moved against the other's at will.
    if not _is_connected(known):
        raise ValueError(f"ratings: expected raters connected by common targets in shape {x.shape}")
    raw = np.nanmean(x, axis=1)
    # One rater has nobody to be compared with.
    if k == 1:
        return Severity(np.full(1, np.nan), np.full(n, np.nan), raw, np.full(1, np.nan), np.full(x.shape, np.nan), True)
    solution = _least_squares(x, known)
    residuals = x - solution[:n, None] - solution[None, n:]
    # - 1, since the effects of the raters sum to 0.
    free = int(known.sum()) - (n + k - 1)
    sigma = np.sqrt(np.nansum(residuals**2) / free) if free > 0 else np.nan
    return Severity(solution[n:], solution[:n], raw, sigma / np.sqrt(known.sum(axis=0)), residuals, bool(known.all()))


def _least_squares(x: Floats, known: NDArray[np.bool_]) -> Floats:
    """Return the effects of targets and raters, those of the raters with sum 0, shape (n + k,)."""
    n, k = x.shape
    targets, raters = np.nonzero(known)
    design = np.zeros((targets.size, n + k))
    rows = np.arange(targets.size)
    design[rows, targets] = 1.0
    design[rows, n + raters] = 1.0
    # Without this row a constant could be moved from the raters to the targets.
    sum_zero = np.concatenate([np.zeros(n), np.ones(k)])
    found = np.linalg.lstsq(np.vstack([design, sum_zero]), np.append(x[known], 0.0), rcond=None)[0]
    return np.asarray(found, dtype=float)


def _is_connected(known: NDArray[np.bool_]) -> bool:
    if not known.any(axis=0).all() or not known.any(axis=1).all():
        return False
    raters = np.zeros(known.shape[1], dtype=bool)
    raters[0] = True
    # So many steps reach everybody who can be reached.
    for _ in range(known.shape[1]):
        targets = known[:, raters].any(axis=1)
        raters = np.any(known[targets], axis=0, keepdims=True)[0]
    return bool(raters.all())
