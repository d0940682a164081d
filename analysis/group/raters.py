"""Who scores strictly, who mildly, and what would the means be without it?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, table


@dataclass(frozen=True)
class Severity:
    """Additive model: `effects` (k,) of the raters sum to 0, positive is mild.

    `adjusted` (n,) are the targets' means without them, `raw` (n,) the plain means, `errors` (k,)
    the standard errors of the effects.
    """

    effects: Floats
    adjusted: Floats
    raw: Floats
    errors: Floats


def severity(ratings: ArrayLike) -> Severity:
    """Return rater effects and adjusted means by least squares: ``s_tr = theta_t + rho_r + e``.

    With a complete table the adjusted means are the raw ones: severity then changes no ranking.
    When different people scored different targets raw means are unfair.

    Parameters
    ----------
    ratings : array, shape (n, k)
        Targets by raters, NaN where not rated.

    Raises
    ------
    ValueError
        One rater, or raters who share no targets, directly or through others.

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
    if k < 2 or not _is_connected(known):
        raise ValueError(f"ratings: expected at least two raters connected by common targets, got shape {x.shape}")
    targets, raters = np.nonzero(known)
    design = np.zeros((targets.size, n + k))
    rows = np.arange(targets.size)
    design[rows, targets] = 1.0
    design[rows, n + raters] = 1.0
    sum_zero = np.concatenate([np.zeros(n), np.ones(k)])
    solution = np.linalg.lstsq(np.vstack([design, sum_zero]), np.append(x[known], 0.0), rcond=None)[0]
    free = max(targets.size - (n + k - 1), 1)
    sigma = np.sqrt(np.sum((x[known] - design @ solution) ** 2) / free)
    return Severity(solution[n:], solution[:n], np.nanmean(x, axis=1), sigma / np.sqrt(known.sum(axis=0)))


def _is_connected(known: NDArray[np.bool_]) -> bool:
    if not known.any(axis=0).all() or not known.any(axis=1).all():
        return False
    raters = np.zeros(known.shape[1], dtype=bool)
    raters[0] = True
    for _ in range(known.shape[1]):
        targets = known[:, raters].any(axis=1)
        raters = np.any(known[targets], axis=0, keepdims=True)[0]
    return bool(raters.all())
