"""When, and at how many seats, does one way of paying overtake another?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import function
from analysis.arrays import Floats, number, vector
from analysis.tco.flow import bisected, discount_factors, present_value

GRID = 2_000
ROUNDING = 1e-12


@dataclass(frozen=True)
class Crossing:
    """Where the first cost stream becomes cheaper than the second.

    `years`: time, linear inside the year, None: not within the horizon; `first_year`: first whole year
    in which it is; `gap` (H + 1,): accumulated present value of the first minus that of the second.
    """

    years: float | None
    first_year: int | None
    gap: Floats


def break_even(first: ArrayLike, second: ArrayLike, *, rate: float = 0.0, timing: str = "end") -> Crossing:
    """Return when the first stream becomes cheaper than the second, linear inside the year.

    ``gap_t = sum_{u<=t} (first_u - second_u)(1 + r)^-(u - s)``; the first t at which it falls to 0. With
    constant amounts and r = 0: ``t = (first_0 - second_0)/(second - first)``.

    Parameters
    ----------
    first, second : arrays, shape (H + 1,)
        Money in year 0 to H, cost positive.
    rate : float
        Discount rate a year.
    timing : {"end", "mid", "start"}

    Returns
    -------
    Crossing
        Cheaper from the beginning: 0 years. Never within the horizon: None.

    Example
    -------
    >>> found = break_even([60000] + [6000] * 5, [0] + [25000] * 5)
    >>> round(found.years, 4), found.first_year
    (3.1579, 4)

    References
    ----------
    The usual comparison of licence and subscription, on discounted sums.
    """
    one = vector("first", first, gaps=False)
    two = vector("second", second, length=one.size, gaps=False)
    gap = np.cumsum((one - two) * discount_factors(one.size - 1, rate, timing=timing))
    return Crossing(*first_fall(gap), gap)


def first_fall(gap: Floats) -> tuple[float | None, int | None]:
    """Return when accumulated differences fall to 0, linear inside the year, and the first whole year there.

    Zeros before anything is paid are no crossing when the first difference is positive.
    """
    near = 1e-9 * np.abs(gap).max()
    started = np.flatnonzero(np.abs(gap) > near)
    if started.size == 0:
        return None, None
    if gap[started[0]] < 0:
        return 0.0, 0
    reached = np.flatnonzero((gap <= near) & (np.arange(gap.size) > started[0]))
    if reached.size == 0:
        return None, None
    year = int(reached[0])
    return float(year - 1 + gap[year - 1] / (gap[year - 1] - gap[year])), year


def break_even_seats(
    first: Callable[[float], ArrayLike],
    second: Callable[[float], ArrayLike],
    *,
    rate: float = 0.0,
    timing: str = "end",
    most: float = 100_000.0,
) -> float | None:
    """Return the least number of seats, above 0, at which two offers cost the same over the horizon.

    The present values are compared on a grid and the first change of sign is bisected: they are
    piecewise linear in the seats.

    Parameters
    ----------
    first, second : callables from seats to a flow of shape (H + 1,)
        Money in year 0 to H, both of the same horizon.
    rate : float
    timing : {"end", "mid", "start"}
    most : float
        Largest number of seats that is tried.

    Returns
    -------
    float or None
        None when they never cost the same, or always do.

    Example
    -------
    >>> round(break_even_seats(lambda n: [0, 100 * n], lambda n: [5000, 50 * n]), 6)
    100.0
    """
    if not number("most", most) > 0:
        raise ValueError(f"most: expected more than 0 seats, got {most}")
    function("first", first), function("second", second)

    def worth(seats: float) -> Floats:
        one = vector("first", first(seats), gaps=False)
        two = vector("second", second(seats), length=one.size, gaps=False)
        return np.array([present_value(flow, rate, timing=timing) for flow in (one, two)])

    def gap(seats: float) -> float:
        return float(np.subtract(*worth(seats)))

    # Closer together where seats are few: there prices with a fixed part cross.
    grid = np.append(0.0, most * np.linspace(0.0, 1.0, GRID)[1:] ** 2)
    worths = np.array([worth(float(seats)) for seats in grid])
    gaps = worths[:, 0] - worths[:, 1]
    signs = np.where(np.abs(gaps) > ROUNDING * np.abs(worths).sum(axis=1), np.sign(gaps), 0.0)
    is_turn = signs[1:] * signs[:-1] <= 0
    is_turn[0] &= signs[0] != 0  # no seats cost nothing
    turns = np.flatnonzero(is_turn)
    if turns.size == 0 or not signs[turns[0] : turns[0] + 2].any():
        return None
    return bisected(gap, float(grid[turns[0]]), float(grid[turns[0] + 1]))
