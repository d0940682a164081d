"""What is a performance worth by a value function as a decision file writes it, and the other way round?"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, numbers
from analysis.decision_file.typed import ValueFunction
from analysis.values.curved import availability
from analysis.values.piecewise import value_function


def curve(x: ArrayLike, function: ValueFunction) -> Floats:
    """Return the values of a value function as a decision file writes it; an end stands for all beyond it."""
    points = [[float(a), float(b)] for a, b in function["points"]]
    if function["type"] == "log":
        # Level beyond the last point; an availability of 100 has no logarithm.
        return availability(np.minimum(numbers("x", x), points[-1][0]), points)
    return value_function(x, points)


def inverse(value: float, function: ValueFunction, near: float) -> float | None:
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
    found = [x for left, right in pairwise(points) for x in _between(value, left, right, near=near)]
    return min(found, key=lambda x: abs(x - near)) if found else None


def _between(value: float, left: tuple[float, float], right: tuple[float, float], *, near: float) -> Sequence[float]:
    (a0, b0), (a1, b1) = left, right
    if not min(b0, b1) <= value <= max(b0, b1):
        return ()
    # On a level piece every performance is worth it: the nearest one is meant.
    if b0 == b1:
        return (min(max(near, a0), a1),)
    return (a0 + (a1 - a0) * (value - b0) / (b1 - b0),)


def _inverse_availability(value: float, points: Sequence[tuple[float, float]]) -> float | None:
    (x0, v0), (x1, v1) = points
    if not min(v0, v1) <= value <= max(v0, v1):
        return None
    ratio = (100.0 - x1) / (100.0 - x0)
    return float(100.0 - (100.0 - x0) * ratio ** ((value - v0) / (v1 - v0)))
