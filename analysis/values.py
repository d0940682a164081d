"""What is a measured performance worth on the scale from 0 to 100?"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, table


def value_function(x: ArrayLike, points: ArrayLike) -> Floats:
    """Return piecewise linear values, constant outside the first and last point.

    ``v = b_k + (b_{k+1} - b_k)(x - a_k)/(a_{k+1} - a_k)`` for ``a_k <= x <= a_{k+1}``.

    Parameters
    ----------
    x : array of any shape
        Performance in the unit of the criterion; NaN stays NaN.
    points : array, shape (p, 2), p >= 2
        Rows ``(a_k, b_k)``, ``a`` strictly increasing, ``b`` in value points.

    Returns
    -------
    array, shape of x
        Value points, 0 to 100 if the points are.

    Raises
    ------
    ValueError
        Fewer than two points, or measured values that do not increase.

    Example
    -------
    >>> value_function([4, 8, 15, 40], [[4, 0], [10, 70], [20, 100]]).tolist()
    [0.0, 46.666666666666664, 85.0, 100.0]

    References
    ----------
    Belton & Stewart 2002, Multiple Criteria Decision Analysis, ch. 5.
    """
    a, b = _increasing(points)
    return np.interp(np.asarray(x, dtype=float), a, b)


def availability(x: ArrayLike, points: ArrayLike) -> Floats:
    """Return values on a logarithmic scale of downtime, for percentages such as 99.9.

    With ``u = 100 - x``: ``v = v0 + (v1 - v0) ln(u0/u)/ln(u0/u1)``, clipped to the two values.

    Parameters
    ----------
    x : array of any shape
        Availability in percent; NaN stays NaN, 100 is worth the best value.
    points : array, shape (2, 2)
        Availability in percent and its value, for example ``[[99, 0], [99.99, 100]]``.

    Returns
    -------
    array, shape of x
        Value points.

    Example
    -------
    >>> availability([99, 99.9, 100], [[99, 0], [99.99, 100]]).round(6).tolist()
    [0.0, 50.0, 100.0]

    References
    ----------
    Each "nine" is worth the same: Belton & Stewart 2002 on logarithmic value functions.
    """
    ends, values = _increasing(points)
    downtime = 100.0 - ends
    if ends.size != 2 or np.any(downtime <= 0):
        raise ValueError(f"points: expected two availabilities below 100, shape (2, 2), got {ends.shape}")
    with np.errstate(divide="ignore"):
        u = np.log(np.clip(100.0 - np.asarray(x, dtype=float), 0.0, None))
    share = (np.log(downtime[0]) - u) / (np.log(downtime[0]) - np.log(downtime[1]))
    return values[0] + (values[1] - values[0]) * np.clip(share, 0.0, 1.0)


def curve(x: ArrayLike, function: Mapping[str, Any]) -> Floats:
    """Return the values of a value function as a decision file writes it."""
    points = [[float(a), float(b)] for a, b in function["points"]]
    return availability(x, points) if function["type"] == "log" else value_function(x, points)


def inverse(value: float, function: Mapping[str, Any], near: float) -> float | None:
    """Return the performance closest to `near` that is worth `value`, or None outside the function.

    Parameters
    ----------
    value : float
        Value points.
    function : mapping
        A value function as a decision file writes it.
    near : float
        The present performance; on a flat stretch the closest end is taken.

    Example
    -------
    >>> inverse(50, {"type": "piecewise", "points": [["0", "0"], ["10", "100"]]}, near=8)
    5.0
    """
    points = [(float(a), float(b)) for a, b in function["points"]]
    if function["type"] == "log":
        return _inverse_availability(value, points)
    found = [x for left, right in pairwise(points) for x in _between(value, left, right, near)]
    return min(found, key=lambda x: abs(x - near)) if found else None


def rating(score: ArrayLike, *, top: float = 10.0, bottom: float = 0.0) -> Floats:
    """Return the value of an anchored rating: ``v = 100 (s - bottom)/(top - bottom)``.

    Example
    -------
    >>> rating([0, 7.5, 10]).tolist(), rating([1, 3, 5], top=5, bottom=1).tolist()
    ([0.0, 75.0, 100.0], [0.0, 50.0, 100.0])
    """
    if top <= bottom:
        raise ValueError(f"top: expected more than bottom {bottom}, got {top}")
    return 100.0 * (np.asarray(score, dtype=float) - bottom) / (top - bottom)


def exponential(x: ArrayLike, *, low: float, high: float, curvature: float) -> Floats:
    """Return values of constant curvature: ``100 (1 - exp(-c z))/(1 - exp(-c))``, z linear in 0 to 1.

    ``c = 0`` is the straight line; ``low > high`` makes it fall.

    Example
    -------
    >>> exponential([0, 5, 10], low=0, high=10, curvature=0).tolist()
    [0.0, 50.0, 100.0]

    References
    ----------
    Keeney & Raiffa 1976, Decisions with Multiple Objectives, ch. 4.
    """
    if low == high:
        raise ValueError(f"low: expected another number than high {high}")
    z = np.clip((np.asarray(x, dtype=float) - low) / (high - low), 0.0, 1.0)
    return 100.0 * (z if curvature == 0 else np.expm1(-curvature * z) / np.expm1(-curvature))


def target(x: ArrayLike, *, best: tuple[float, float], left: float, right: float) -> Floats:
    """Return values that fall on both sides of a best stretch, to zero at the given distances.

    ``v = 100 max(0, 1 - d/left)`` below ``best[0]``, with ``right`` above ``best[1]``, 100 between.

    Example
    -------
    >>> target([5, 10, 14, 20], best=(10, 12), left=10, right=4).tolist()
    [50.0, 100.0, 50.0, 0.0]
    """
    if best[0] > best[1] or left <= 0 or right <= 0:
        raise ValueError(f"best: expected an interval and positive distances, got {best}, {left}, {right}")
    array = np.asarray(x, dtype=float)
    distance = np.maximum((best[0] - array) / left, (array - best[1]) / right)
    return 100.0 * np.clip(1.0 - np.maximum(distance, 0.0), 0.0, 1.0)


def steps(x: ArrayLike, points: ArrayLike) -> Floats:
    """Return the value of the level that contains x; a bound belongs to the level above it.

    Parameters
    ----------
    x : array of any shape
        Performance; below the first bound the first value holds.
    points : array, shape (p, 2)
        Lower bounds, strictly increasing, and the value of each level.

    Example
    -------
    >>> steps([9, 10, 25], [[0, 0], [10, 70], [20, 100]]).tolist()
    [0.0, 70.0, 100.0]
    """
    bounds, values = _increasing(points)
    array = np.asarray(x, dtype=float)
    place = np.clip(np.searchsorted(bounds, array, side="right") - 1, 0, bounds.size - 1)
    return np.where(np.isnan(array), np.nan, values[place])


def threshold(x: ArrayLike, *, operator: str, limit: float) -> NDArray[np.bool_]:
    """Return whether each performance meets a rule; met exactly is met, NaN is not.

    Example
    -------
    >>> threshold([97.9, 98.0], operator=">=", limit=98).tolist()
    [False, True]
    """
    array = np.asarray(x, dtype=float)
    tests = {">=": np.greater_equal, "<=": np.less_equal, "=": np.equal}
    if operator not in tests:
        raise ValueError(f"operator: expected one of {sorted(tests)}, got {operator!r}")
    return np.asarray(tests[operator](array, limit))


def _increasing(points: ArrayLike) -> tuple[Floats, Floats]:
    array = table("points", points, columns=2)
    if array.shape[0] < 2 or np.any(np.diff(array[:, 0]) <= 0):
        raise ValueError(f"points: expected shape (p, 2) with p >= 2 and increasing x, got {array.shape}")
    return array[:, 0], array[:, 1]


def _between(value: float, left: tuple[float, float], right: tuple[float, float], near: float) -> Sequence[float]:
    (a0, b0), (a1, b1) = left, right
    if not min(b0, b1) <= value <= max(b0, b1):
        return ()
    if b0 == b1:
        return (min(max(near, a0), a1),)
    return (a0 + (a1 - a0) * (value - b0) / (b1 - b0),)


def _inverse_availability(value: float, points: Sequence[tuple[float, float]]) -> float | None:
    (x0, v0), (x1, v1) = points
    if not min(v0, v1) <= value <= max(v0, v1):
        return None
    ratio = (100.0 - x1) / (100.0 - x0)
    return float(100.0 - (100.0 - x0) * ratio ** ((value - v0) / (v1 - v0)))
