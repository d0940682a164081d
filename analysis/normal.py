"""What follows from comparing independent normal numbers: how large is the largest, and which one is it?

Both are one integral of a product of distribution functions, at Gauss-Legendre nodes dense enough for
the narrowest number that matters. Nothing is sampled.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import TIE, Floats, numbers, one_or_many

REACH = 6.0
CERTAIN = 1e-200  # the spread of a constant
# So many times the narrowest standard deviation may the range be for so many nodes to give 1e-7.
NODES = (48, 64, 88)
OF_MAXIMUM, OF_PROBABILITY = (26.0, 50.0, 66.0), (18.0, 26.0, 42.0)
ROWS = 256


def expected_maximum(mean: ArrayLike, sd: ArrayLike) -> Floats:
    """Return the expected largest of independent normal numbers.

    ``E max = high - integral of prod_i Phi((x - m_i)/s_i)`` up to a bound that none exceeds; exact to
    1e-7 of the widest standard deviation.

    Parameters
    ----------
    mean, sd : arrays, shape (m,) or (b, m)
        Of m numbers, or of b sets of m. A standard deviation of 0 is a constant.

    Returns
    -------
    array, shape () or (b,)

    Example
    -------
    >>> round(float(expected_maximum([0, 0], [1, 1])), 6)
    0.56419

    References
    ----------
    Clark 1961, Operations Research 9, on the largest of normal numbers.
    """
    m, s = _sets(mean, sd)
    low, high = (m - REACH * s).max(axis=1), (m + REACH * s).max(axis=1)
    found = high.copy()
    for rows, x, weights in _nodes(m, s, low=low, high=high, ranges=OF_MAXIMUM):
        found[rows] -= (_all_below(x, m[rows], s[rows]) * weights).sum(axis=1)
    return found if max(np.ndim(mean), np.ndim(sd)) > 1 else one_or_many(found[0])


def probability_largest(mean: ArrayLike, sd: ArrayLike, index: ArrayLike) -> Floats:
    """Return the probability that one of several independent normal numbers is the largest.

    ``P_i = integral of phi((x - m_i)/s_i)/s_i prod_{k != i} Phi((x - m_k)/s_k)``. Equal constants are
    all largest.

    Parameters
    ----------
    mean, sd : arrays, shape (m,) or (b, m)
    index : int or array of int, shape () or (b,)
        Which number, in each set.

    Returns
    -------
    array, shape () or (b,)

    Example
    -------
    >>> round(float(probability_largest([0.5, 0.0], [0.6, 0.8], 0)), 6)
    0.691462
    """
    m, s = _sets(mean, sd)
    own = np.broadcast_to(_indices(index, m), m.shape[:1])[:, None]
    mine, spread = (np.take_along_axis(array, own, axis=1) for array in (m, s))
    # Taken out of its own rivals.
    m, s = (np.where(np.arange(m.shape[1]) == own, gone, array) for gone, array in ((-np.inf, m), (0.0, s)))
    found = np.where(spread > 0, 0.0, _all_below(mine, m, s))[:, 0]
    low = np.maximum(mine - REACH * spread, (m - REACH * s).max(axis=1, keepdims=True))[:, 0]
    high = np.where(spread > 0, mine + REACH * spread, -np.inf)[:, 0]
    everyone = np.hstack([m, mine]), np.hstack([s, spread])
    for rows, x, weights in _nodes(*everyone, low=low, high=high, ranges=OF_PROBABILITY):
        z = (x - mine[rows]) / spread[rows]
        density = np.exp(-0.5 * z * z) / (np.sqrt(2 * np.pi) * spread[rows])
        found[rows] = (density * _all_below(x, m[rows], s[rows]) * weights).sum(axis=1)
    return found if max(np.ndim(mean), np.ndim(sd), np.ndim(index) + 1) > 1 else one_or_many(found[0])


def _indices(index: ArrayLike, mean: Floats) -> NDArray[np.intp]:
    found = numbers("index", index)
    is_place = np.all((found == np.floor(found)) & (found >= 0) & (found < mean.shape[1]))
    if found.shape not in ((), (1,), mean.shape[:1]) or not is_place:
        raise ValueError(f"index: expected numbers from 0 to {mean.shape[1] - 1} in shape () or (b,), got {index!r}")
    return found.astype(np.intp)


def _sets(mean: ArrayLike, sd: ArrayLike) -> tuple[Floats, Floats]:
    m, s = numbers("mean", mean), numbers("sd", sd)
    if m.size == 0 or m.ndim not in (1, 2):
        raise ValueError(f"mean: expected shape (m,) or (b, m) with m > 0, got {m.shape}")
    if s.ndim not in (1, 2) or m.shape[-1:] != s.shape[-1:] or np.any(~(s >= 0)):
        raise ValueError(f"sd: expected non-negative numbers beside means of shape {m.shape}, got shape {s.shape}")
    shape = np.broadcast_shapes(np.atleast_2d(m).shape, s.shape)
    return np.broadcast_to(m, shape), np.broadcast_to(s, shape)


def _all_below(x: Floats, mean: Floats, sd: Floats) -> Floats:
    """Return the probability that none of a set exceeds x, shape of x."""
    from scipy.special import ndtr  # a third of a second to import, needed by few pages

    product, z = np.ones_like(x), np.empty_like(x)
    lowest = x.min(axis=1)[:, None]
    # A constant lies a touch lower, so that what ties with it counts as not exceeded.
    centre, spread = np.where(sd > 0, mean, mean - TIE), np.maximum(sd, CERTAIN)
    # Those that cannot reach the lowest node are a factor of 1.
    for k in np.flatnonzero(np.any(mean + REACH * sd > lowest - TIE, axis=0)).tolist():
        np.subtract(x, centre[:, k, None], out=z)
        z /= spread[:, k, None]
        product *= ndtr(z, out=z)
    return product


def _nodes(
    mean: Floats, sd: Floats, *, low: Floats, high: Floats, ranges: tuple[float, ...]
) -> Iterator[tuple[NDArray[np.intp], Floats, Floats]]:
    """Yield some sets at a time with nodes and weights between two bounds.

    The nodes are dense enough for the narrowest number that moves above the lower bound; where that
    takes too many, a panel begins and ends where a number begins or ceases to matter.
    """
    matters = (sd > 0) & (mean + REACH * sd > low[:, None])
    narrowest = np.where(matters, sd, np.inf).min(axis=1)
    kinds = np.searchsorted(ranges, np.maximum(high - low, 0.0) / narrowest)
    kinds[high <= low] = -1
    for kind in np.unique(kinds[kinds >= 0]).tolist():
        same = np.flatnonzero(kinds == kind)
        x, weights = _gauss((*NODES, NODES[0])[kind])
        for start in range(0, same.size, ROWS):
            rows = same[start : start + ROWS]
            bottom, top = low[rows, None], high[rows, None]
            edges = np.hstack([bottom, top])
            # So narrow a number needs nodes of its own: the range is cut at the ends of each.
            if kind == len(NODES):
                edges = np.hstack([edges, mean[rows] - REACH * sd[rows], mean[rows] + REACH * sd[rows]])
                edges = np.sort(np.clip(edges, bottom, top), axis=1)
            half = np.diff(edges, axis=1)[:, :, None] / 2
            middle = (edges[:, :-1, None] + edges[:, 1:, None]) / 2
            yield rows, (middle + half * x).reshape(rows.size, -1), (half * weights).reshape(rows.size, -1)


@lru_cache(maxsize=3)
def _gauss(count: int) -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(count)
