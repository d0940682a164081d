"""What is a performance worth when each further step is worth less, or more, than the last?"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, numbers, one_or_many, vector
from analysis.values.piecewise import goes_on, increasing

STEEPEST = 100.0


def logarithmic(x: ArrayLike, *, worst: float, best: float, outside: str = "clip") -> Floats:
    """Return values that rise with the ratio: ``v = 100 ln(x/worst)/ln(best/worst)``.

    ``is_outside(x, [[worst, 0], [best, 100]])`` tells which performances were clipped.

    Parameters
    ----------
    x : array of any shape
        Performance greater than 0; NaN stays NaN.
    worst, best : float
        Performances worth 0 and 100, greater than 0 and different; ``worst > best``: less is better,
        for example shares of downtime.
    outside : {"clip", "extrapolate"}

    Raises
    ------
    ValueError
        A performance or an end that is not greater than 0: a measured zero has no logarithm.

    Example
    -------
    >>> logarithmic([10, 100, 1000], worst=10, best=1000).round(6).tolist()
    [0.0, 50.0, 100.0]
    >>> logarithmic([0.01, 0.001], worst=0.01, best=0.0001).round(6).tolist()
    [0.0, 50.0]

    References
    ----------
    Belton & Stewart 2002 on logarithmic value functions.
    """
    low, high = _positive("worst", worst), _positive("best", best)
    if low == high:
        raise ValueError(f"worst: expected another number than best {high:g}")
    given = numbers("x", x)
    if np.any(given <= 0):
        raise ValueError(f"x: expected numbers greater than 0 in shape {given.shape}")
    share = np.log(given / low) / np.log(high / low) + 0.0  # no -0.0
    return one_or_many(100.0 * (share if goes_on(outside) else np.clip(share, 0.0, 1.0)))


def availability(x: ArrayLike, points: ArrayLike) -> Floats:
    """Return values on a logarithmic scale of downtime, for percentages such as 99.9.

    With ``u = 100 - x``: ``v = v0 + (v1 - v0) ln(u0/u)/ln(u0/u1)``, clipped to the two values.

    Parameters
    ----------
    x : array of any shape
        Availability in percent, below 100: nobody measures a downtime of 0, take the contract figure. NaN
        stays NaN.
    points : array, shape (2, 2)
        Availability in percent and its value, for example ``[[99, 0], [99.99, 100]]``.

    Returns
    -------
    array, shape of x
        Value points.

    Example
    -------
    >>> availability([99, 99.9, 99.999], [[99, 0], [99.99, 100]]).round(6).tolist()
    [0.0, 50.0, 100.0]

    References
    ----------
    Each "nine" is worth the same: Belton & Stewart 2002 on logarithmic value functions.
    """
    ends, values = increasing(points)
    downtime = 100.0 - ends
    if ends.size != 2 or np.any(downtime <= 0):
        raise ValueError(f"points: expected two availabilities below 100, shape (2, 2), got {ends.shape}")
    given = numbers("x", x)
    if np.any(given >= 100):
        raise ValueError(f"x: expected availabilities below 100 percent in shape {given.shape}")
    u = np.log(100.0 - given)
    share = (np.log(downtime[0]) - u) / (np.log(downtime[0]) - np.log(downtime[1]))
    return one_or_many(values[0] + (values[1] - values[0]) * np.clip(share, 0.0, 1.0))


def exponential(x: ArrayLike, *, low: float, high: float, curvature: float, outside: str = "clip") -> Floats:
    """Return values of constant curvature: ``100 (1 - exp(-c z))/(1 - exp(-c))``, z linear in 0 to 1.

    ``c = 0`` is the straight line; ``low > high`` makes it fall. ``is_outside(x, [[low, 0], [high, 100]])``
    tells which performances were clipped.

    Parameters
    ----------
    x : array of any shape
        Performance; NaN stays NaN.
    low, high : float
        Performances worth 0 and 100, different.
    curvature : float
        c: positive when the first steps are worth most, negative when the last are; see `curvature_of`.
    outside : {"clip", "extrapolate"}

    Example
    -------
    >>> exponential([0, 5, 10], low=0, high=10, curvature=0).tolist()
    [0.0, 50.0, 100.0]

    References
    ----------
    Keeney & Raiffa 1976, Decisions with Multiple Objectives, ch. 4.
    """
    start, end, c = number("low", low), number("high", high), number("curvature", curvature)
    if start == end:
        raise ValueError(f"low: expected another number than high {end:g}")
    z = (numbers("x", x) - start) / (end - start)
    return one_or_many(100.0 * _bent(z if goes_on(outside) else np.clip(z, 0.0, 1.0), c))


def _bent(z: Floats, c: float) -> Floats:
    """Return ``(1 - exp(-c z))/(1 - exp(-c))``; a steep negative c is a positive one seen from the other end."""
    if c == 0:
        return z
    with np.errstate(over="ignore"):  # far outside it is infinite
        return np.expm1(-c * z) / np.expm1(-c) if c > -STEEPEST else 1.0 - np.expm1(c * (1.0 - z)) / np.expm1(c)


def curvature_of(middle: float, *, low: float, high: float) -> float:
    """Return the curvature at which a performance is worth 50 on the `exponential` function.

    ``exp(-c z) = (1 + exp(-c))/2`` with z the place of `middle` between `low` and `high`, solved by
    bisection; z = 0.5 gives 0, the straight line.

    Parameters
    ----------
    middle : float
        Performance that somebody finds worth half, strictly between the ends.
    low, high : float
        Performances worth 0 and 100.

    Example
    -------
    >>> c = curvature_of(3, low=0, high=10)
    >>> round(float(exponential(3, low=0, high=10, curvature=c)), 9)
    50.0

    References
    ----------
    Keeney & Raiffa 1976, ch. 4 (mid-value splitting).
    """
    place, start, end = number("middle", middle), number("low", low), number("high", high)
    z = (place - start) / (end - start) if end != start else np.nan
    # Nearer to an end the curvature would lie beyond what is searched.
    if not 0.01 <= z <= 0.99:
        raise ValueError(f"middle: expected a number well between low {start:g} and high {end:g}, got {place:g}")
    left, right = -STEEPEST, STEEPEST
    for _ in range(200):
        centre = (left + right) / 2
        worth = 100.0 * (z if centre == 0 else np.expm1(-centre * z) / np.expm1(-centre))
        left, right = (centre, right) if worth < 50.0 else (left, centre)
    return (left + right) / 2


def target(x: ArrayLike, *, best: tuple[float, float], left: float, right: float) -> Floats:
    """Return values that fall on both sides of a best stretch, to zero at the given distances.

    ``v = 100 max(0, 1 - d/left)`` below ``best[0]``, with ``right`` above ``best[1]``, 100 between.

    Parameters
    ----------
    x : array of any shape
        Performance; NaN stays NaN.
    best : (float, float)
        Ends of the stretch worth 100; equal ends are a single target.
    left, right : float
        Distances to 0 below and above it, greater than 0.

    Example
    -------
    >>> target([5, 10, 14, 20], best=(10, 12), left=10, right=4).tolist()
    [50.0, 100.0, 50.0, 0.0]
    """
    low, high = vector("best", best, length=2, gaps=False).tolist()
    if low > high:
        raise ValueError(f"best: expected the lower end first, got {best}")
    array = numbers("x", x)
    distance = np.maximum((low - array) / _positive("left", left), (array - high) / _positive("right", right))
    return one_or_many(100.0 * np.clip(1.0 - np.maximum(distance, 0.0), 0.0, 1.0))


def _positive(name: str, value: float) -> float:
    found = number(name, value)
    if found <= 0:
        raise ValueError(f"{name}: expected a number greater than 0, got {found:g}")
    return found
