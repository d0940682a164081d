"""When does one way of paying overtake another, and when does an offer no longer fit?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector
from analysis.tco.offer import present_value


@dataclass(frozen=True)
class Crossing:
    """Where two cost streams meet: time in years (None: not within the horizon) and the gap year by year.

    `gap` (H + 1,): accumulated present value of the first minus that of the second.
    """

    years: float | None
    first_year: int | None
    gap: Floats


def break_even(first: ArrayLike, second: ArrayLike, *, rate: float = 0.0) -> Crossing:
    """Return when the first stream becomes cheaper than the second, linear inside the year.

    Parameters
    ----------
    first, second : arrays, shape (H + 1,)
        Money in year 0 to H, at year end.
    rate : float
        Discount rate a year.

    Returns
    -------
    Crossing

    Example
    -------
    >>> found = break_even([60000] + [6000] * 5, [0] + [25000] * 5)
    >>> round(found.years, 4), found.first_year
    (3.1579, 4)

    References
    ----------
    docs/methods.md on cost; the usual comparison of licence and subscription.
    """
    one = vector("first", first)
    two = vector("second", second, length=one.size)
    gap = np.cumsum((one - two) * (1.0 + rate) ** -np.arange(one.size))
    reached = np.flatnonzero(gap <= 0)
    if reached.size == 0:
        return Crossing(None, None, gap)
    year = int(reached[0])
    years = 0.0 if year == 0 else float(year - 1 + gap[year - 1] / (gap[year - 1] - gap[year]))
    return Crossing(years, year, gap)


def break_even_seats(
    first: Callable[[float], ArrayLike],
    second: Callable[[float], ArrayLike],
    *,
    rate: float = 0.0,
    most: float = 100_000.0,
) -> float | None:
    """Return the number of seats at which two offers cost the same over the horizon, None if they never do.

    Parameters
    ----------
    first, second : callables from seats to a flow of shape (H + 1,)
    most : float
        Largest number of seats that is tried.

    Example
    -------
    >>> round(break_even_seats(lambda n: [0, 100 * n], lambda n: [5000, 50 * n]), 6)
    100.0
    """

    def gap(seats: float) -> float:
        return present_value(first(seats), rate) - present_value(second(seats), rate)

    low, high = 0.0, most
    if np.sign(gap(low)) == np.sign(gap(high)):
        return None
    rising = gap(low) < 0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (gap(middle) < 0) == rising else (low, middle)
    return (low + high) / 2


def growth_wall(seats: ArrayLike, limit: float) -> int | None:
    """Return the first year (from 1) in which the seats exceed what the offer allows, None if never.

    Example
    -------
    >>> growth_wall([300, 336, 376, 421, 472], 400)
    4
    """
    beyond = np.flatnonzero(vector("seats", seats) > limit)
    return int(beyond[0]) + 1 if beyond.size else None


def growing_seats(first: int, growth: float, horizon: int) -> list[int]:
    """Return seats of every year: ``S_1 (1 + g)^(t - 1)``, rounded up.

    Example
    -------
    >>> growing_seats(300, 0.12, 5)
    [300, 336, 377, 422, 473]
    """
    return [int(np.ceil(round(first * (1.0 + growth) ** t, 9))) for t in range(horizon)]
