"""What is a rating worth, and is a rule met?"""

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import choice
from analysis.arrays import Floats, number, numbers, one_or_many

TESTS = {">=": np.greater_equal, "<=": np.less_equal, "=": np.equal}


def rating(score: ArrayLike, *, top: float = 10.0, bottom: float = 0.0) -> Floats:
    """Return the value of an anchored rating: ``v = 100 (s - bottom)/(top - bottom)``.

    Parameters
    ----------
    score : array of any shape
        NaN stays NaN: a missing rating is not 0.
    top, bottom : float
        Ends of the scale: 10 and 0 by default, 5 and 1 for five anchors.

    Raises
    ------
    ValueError
        A score outside the scale: scales may not be mixed on one criterion.

    Example
    -------
    >>> rating([0, 7.5, 10]).tolist(), rating([1, 3, 5], top=5, bottom=1).tolist()
    ([0.0, 75.0, 100.0], [0.0, 50.0, 100.0])
    """
    low, high = number("bottom", bottom), number("top", top)
    if high <= low:
        raise ValueError(f"top: expected more than bottom {low:g}, got {high:g}")
    given = numbers("score", score)
    if np.any((given < low) | (given > high)):
        raise ValueError(f"score: expected {low:g} to {high:g} in shape {given.shape}")
    return one_or_many(100.0 * (given - low) / (high - low))


def yes_no(x: ArrayLike) -> Floats:
    """Return 100 for yes and 0 for no; an unacceptable "no" is a must-have instead.

    Parameters
    ----------
    x : array of bool, or of 0 and 1; NaN stays NaN

    Example
    -------
    >>> yes_no([True, False]).tolist()
    [100.0, 0.0]
    """
    given = numbers("x", x)
    if not np.all(np.isin(given, (0.0, 1.0)) | np.isnan(given)):
        raise ValueError(f"x: expected yes or no (1 or 0) in shape {given.shape}")
    return one_or_many(100.0 * given)


def threshold(x: ArrayLike, *, operator: str, limit: float | Collection[float]) -> NDArray[np.bool_]:
    """Return whether each performance meets a rule; met exactly is met, NaN is not.

    Parameters
    ----------
    x : array of any shape
        Performance, compared unrounded.
    operator : {">=", "<=", "=", "in"}
    limit : float, or the allowed numbers for "in"

    Example
    -------
    >>> threshold([97.9, 98.0], operator=">=", limit=98).tolist()
    [False, True]
    >>> threshold([2, 3], operator="in", limit=[3, 4]).tolist()
    [False, True]
    """
    array = numbers("x", x)
    if choice("operator", operator, (*TESTS, "in")) == "in":
        allowed = numbers("limit", list(limit) if isinstance(limit, Collection) else [limit])
        return one_or_many(np.isin(array, allowed))
    if isinstance(limit, Collection):
        raise ValueError(f"limit: expected one number for {operator!r}, got {limit!r}")
    return one_or_many(TESTS[operator](array, number("limit", limit)))
