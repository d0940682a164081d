"""Which members score in a way worth talking about: all alike, by one impression, or for one alternative?"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import TIE, Floats, numbers
from analysis.group.raters import severity

FLAT = 0.5
HALO = 0.9
BIAS = 2.5

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class MemberFlags:
    """Signs to talk about, never corrections. NaN, and no flag, where there is too little to say so.

    `spread` (k,): standard deviation of all scores of a member; `is_central` (k,): less than half the
    median of the committee. `halo` (k,): mean correlation of a member's criteria over the alternatives,
    as if one impression decided them all; `has_halo` (k,): above 0.9. `bias` (k, m): how much milder
    than usual a member is to one alternative, in standard errors; `is_biased` (k, m): beyond 2.5.
    """

    spread: Floats
    is_central: Flags
    halo: Floats
    has_halo: Flags
    bias: Floats
    is_biased: Flags


def member_flags(scores: ArrayLike) -> MemberFlags:
    """Return how each member's scores differ in kind from those of the others.

    Bias is the mean residual of the additive model ``s = cell + member + e`` over the criteria of one
    alternative, divided by ``sigma/sqrt(number of cells)``.

    Parameters
    ----------
    scores : array, shape (k, m, n)
        Members by alternatives by criteria, NaN where not scored.

    Returns
    -------
    MemberFlags
        Halo needs three alternatives that a member scored on the same two criteria; bias needs members
        who share cells.

    Example
    -------
    >>> found = member_flags([[[5, 5], [5, 6], [5, 5]], [[9, 2], [4, 7], [1, 6]], [[8, 3], [3, 8], [2, 5]]])
    >>> found.is_central.tolist()
    [True, False, False]

    References
    ----------
    Linacre 1989, Many-Facet Rasch Measurement, on central tendency, halo and bias of raters.
    """
    x = numbers("scores", scores)
    if x.ndim != 3 or x.size == 0:
        raise ValueError(f"scores: expected shape (k, m, n) with k, m, n > 0, got {x.shape}")
    spread = np.array([_sd(own) for own in x])
    usual = np.median(spread[~np.isnan(spread)]) if np.any(~np.isnan(spread)) else np.nan
    halo = np.array([_halo(own) for own in x])
    bias = _bias(x)
    return MemberFlags(spread, spread < FLAT * usual, halo, halo > HALO, bias, np.abs(bias) > BIAS)


def _sd(scores: Floats) -> float:
    known = scores[~np.isnan(scores)]
    return float(known.std(ddof=1)) if known.size > 1 else float("nan")


def _halo(own: Floats) -> float:
    """Return the mean correlation of all pairs of criteria, each over the alternatives scored on both."""
    found = []
    for a, b in combinations(own.T, 2):
        both = ~np.isnan(a) & ~np.isnan(b)
        # A constant column has no correlation.
        if both.sum() > 2 and np.ptp(a[both]) > TIE and np.ptp(b[both]) > TIE:
            found.append(float(np.corrcoef(a[both], b[both])[0, 1]))
    return float(np.mean(found)) if found else float("nan")


def _bias(x: Floats) -> Floats:
    """Return the mean residual of every member for every alternative, in standard errors, shape (k, m)."""
    k, m, n = x.shape
    cells = x.reshape(k, m * n).T
    scored = ~np.isnan(cells).all(axis=1)
    nothing = np.full((k, m), np.nan)
    try:
        model = severity(cells[scored])
    except ValueError:  # nobody to compare with
        return nothing
    residuals = np.full((m * n, k), np.nan)
    residuals[scored] = model.residuals
    # k - 1, since the effects of the members sum to 0.
    free = int(np.sum(~np.isnan(residuals))) - (int(scored.sum()) + k - 1)
    squares = float(np.nansum(residuals**2))
    # A perfect fit leaves only rounding noise to divide by.
    if free <= 0 or squares <= 1e-18:
        return nothing
    by_vendor = residuals.reshape(m, n, k)
    count = np.sum(~np.isnan(by_vendor), axis=1)
    mean = np.divide(np.nansum(by_vendor, axis=1), count, out=nothing.T.copy(), where=count > 0)
    return np.asarray((mean * np.sqrt(count) / np.sqrt(squares / free)).T, dtype=float)
