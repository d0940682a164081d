"""What is a performance worth when its value rises or falls piece by piece?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, number, numbers, one_or_many, spread, table, vector


def value_function(x: ArrayLike, points: ArrayLike, *, outside: str = "clip") -> Floats:
    """Return piecewise linear values; two points are the linear function, rising or falling.

    ``v = b_k + (b_{k+1} - b_k)(x - a_k)/(a_{k+1} - a_k)`` for ``a_k <= x <= a_{k+1}``.

    Parameters
    ----------
    x : array of any shape
        Performance in the unit of the criterion; NaN stays NaN.
    points : array, shape (p, 2), p >= 2
        Rows ``(a_k, b_k)``, ``a`` strictly increasing, ``b`` in value points, rising or falling throughout.
    outside : {"clip", "extrapolate"}
        Constant beyond the first and last point, or the end pieces go on (for analysis only).

    Returns
    -------
    array, shape of x
        Value points, 0 to 100 if the points are and nothing is extrapolated; `is_outside` tells
        which performances were clipped.

    Raises
    ------
    ValueError
        Fewer than two points, measured values that do not increase, or value points that turn back: see
        `target`.

    Example
    -------
    >>> value_function([4, 8, 15, 40], [[4, 0], [10, 70], [20, 100]]).tolist()
    [0.0, 46.666666666666664, 85.0, 100.0]
    >>> value_function([40, 60], [[50, 100], [100, 0]], outside="extrapolate").tolist()
    [120.0, 80.0]

    References
    ----------
    Belton & Stewart 2002, Multiple Criteria Decision Analysis, ch. 5.
    """
    a, b = increasing(points)
    if np.any(np.diff(b) > 0) and np.any(np.diff(b) < 0):
        raise ValueError(f"points: expected values that rise or fall throughout in shape ({a.size}, 2)")
    given = numbers("x", x)
    inside = np.asarray(np.interp(given, a, b), dtype=float)
    if not goes_on(outside):
        return one_or_many(inside)
    slope = np.diff(b) / np.diff(a)
    return one_or_many(inside + slope[0] * np.minimum(given - a[0], 0.0) + slope[-1] * np.maximum(given - a[-1], 0.0))


def is_outside(x: ArrayLike, points: ArrayLike) -> NDArray[np.bool_]:
    """Return which performances lie beyond the ends of a value function.

    ``x < min a or x > max a``; their values are clipped. NaN is not outside. For a function of two ends
    these are the points: ``[[worst, 0], [best, 100]]``.

    Parameters
    ----------
    x : array of any shape
        Performance in the unit of the criterion.
    points : array, shape (p, 2)
        Performance and its value, in any order.

    Example
    -------
    >>> is_outside([3, 4, 25, float("nan")], [[4, 0], [20, 100]]).tolist()
    [True, False, True, False]
    >>> is_outside([700, 640, 150], [[640, 0], [180, 100]]).tolist()
    [True, False, True]
    """
    array = table("points", points, columns=2, gaps=False)
    a, _ = increasing(array[np.argsort(array[:, 0])])
    given = numbers("x", x)
    return one_or_many((given < a[0]) | (given > a[-1]))


def linear(x: ArrayLike, *, worst: float, best: float, outside: str = "clip") -> Floats:
    """Return ``v = 100 (x - worst)/(best - worst)``; with ``worst > best`` less is better.

    ``is_outside(x, [[worst, 0], [best, 100]])`` tells which performances were clipped.

    Parameters
    ----------
    x : array of any shape
        Performance; NaN stays NaN.
    worst, best : float
        Performances worth 0 and 100, in the unit of x; different.
    outside : {"clip", "extrapolate"}

    Example
    -------
    >>> linear([10, 12.5, 30], worst=10, best=20).tolist(), linear([640, 180], worst=640, best=180).tolist()
    ([0.0, 25.0, 100.0], [0.0, 100.0])

    References
    ----------
    UK DCLG 2009, Multi-criteria analysis: a manual (global scale).
    """
    low, high = number("worst", worst), number("best", best)
    if low == high:
        raise ValueError(f"worst: expected another number than best {high:g}")
    points = sorted([(low, 0.0), (high, 100.0)])
    return value_function(x, points, outside=outside)


def local_scale(x: ArrayLike, *, direction: str = "max") -> Floats:
    """Return values on the scale of those present: 0 for the worst, 100 for the best of them.

    ``v_i = 100 (x_i - worst)/(best - worst)``. Whoever joins or leaves moves the values of the
    others and can reverse their order, and weights asked for the old range no longer hold: prefer a
    fixed scale.

    Parameters
    ----------
    x : array, shape (m,)
        Performance of all alternatives on one criterion; NaN stays NaN.
    direction : {"max", "min"}

    Returns
    -------
    array, shape (m,)
        All 0 when nothing differs: the criterion then contributes nothing.

    Example
    -------
    >>> local_scale([5490, 6500, 6489], direction="min").round(2).tolist()
    [100.0, 0.0, 1.09]

    References
    ----------
    UK DCLG 2009; Belton & Stewart 2002 (local scales).
    """
    given = vector("x", x)
    if direction not in ("max", "min"):
        raise ValueError(f'direction: expected "max" or "min", got {direction!r}')
    known = given[~np.isnan(given)]
    if known.size == 0 or spread(known) == 0:
        return np.where(np.isnan(given), np.nan, 0.0)
    ends = (known.min(), known.max()) if direction == "max" else (known.max(), known.min())
    return linear(given, worst=float(ends[0]), best=float(ends[1]))


def steps(x: ArrayLike, points: ArrayLike, *, closed: str = "lower") -> Floats:
    """Return the value of the level that contains x.

    Parameters
    ----------
    x : array of any shape
        Performance; below the first bound the first value holds.
    points : array, shape (p, 2)
        Lower bounds, strictly increasing, and the value of each level.
    closed : {"lower", "upper"}
        A bound belongs to the level above it (10 meets ">= 10"), or to the level below.

    Example
    -------
    >>> steps([9, 10, 25], [[0, 0], [10, 70], [20, 100]]).tolist()
    [0.0, 70.0, 100.0]
    """
    bounds, values = increasing(points)
    array = numbers("x", x)
    if closed not in ("lower", "upper"):
        raise ValueError(f'closed: expected "lower" or "upper", got {closed!r}')
    after = np.searchsorted(bounds, array, side="right" if closed == "lower" else "left")
    place = np.clip(after - 1, 0, bounds.size - 1)
    return one_or_many(np.where(np.isnan(array), np.nan, values[place]))


def increasing(points: ArrayLike) -> tuple[Floats, Floats]:
    """Return the two columns of points, or refuse fewer than two and measured values that do not increase."""
    array = table("points", points, columns=2, gaps=False)
    if array.shape[0] < 2 or np.any(np.diff(array[:, 0]) <= 0):
        raise ValueError(f"points: expected shape (p, 2) with p >= 2 and increasing x, got {array.shape}")
    return array[:, 0], array[:, 1]


def goes_on(outside: str) -> bool:
    """Return whether a function goes on beyond its ends instead of being clipped, or refuse another word."""
    if outside not in ("clip", "extrapolate"):
        raise ValueError(f'outside: expected "clip" or "extrapolate", got {outside!r}')
    return outside == "extrapolate"
