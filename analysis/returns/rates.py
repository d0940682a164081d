"""At what rate does money grow, when payments are yearly or dated?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector

LOWEST, HIGHEST = -0.99, 10.0
YEAR = 365.0


@dataclass(frozen=True)
class Rate:
    """An internal rate a year, None when there is none.

    `roots`: all rates between -99 % and 1000 % at which the present value is zero, `rate` the one
    nearest to zero. More than one change of sign makes it ambiguous: use the modified rate.
    """

    rate: float | None
    sign_changes: int
    roots: tuple[float, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the flow changes sign more than once, so that several rates may exist."""
        return self.sign_changes > 1


def internal_rate(flow: ArrayLike) -> Rate:
    """Return the rate at which the present value is zero, between -99 % and 1000 % a year.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H, costs negative.

    Returns
    -------
    Rate
        With several roots the one nearest to zero, and a warning; without a change of sign none.

    Example
    -------
    >>> round(internal_rate([-70000, 12000, 15000, 18000, 21000]).rate, 3)
    -0.021

    References
    ----------
    Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    array = vector("flow", flow)
    return _rate(array, np.arange(array.size, dtype=float))


def dated_internal_rate(flow: ArrayLike, days: Sequence[date | str]) -> Rate:
    """Return the internal rate of dated payments: ``sum c_k / (1 + r)^((d_k - d_0)/365) = 0``.

    Parameters
    ----------
    flow : array, shape (k,)
        Money, costs negative.
    days : sequence of date or "YYYY-MM-DD", length k
        None before the first.

    Example
    -------
    >>> found = dated_internal_rate([-1000, 1100], [date(2025, 1, 1), date(2026, 1, 1)])
    >>> round(found.rate, 6)
    0.1
    """
    array = vector("flow", flow, length=len(days))
    return _rate(array, _years(days))


def dated_present_value(flow: ArrayLike, days: Sequence[date | str], rate: float) -> float:
    """Return the worth of dated payments on the first day: ``sum c_k / (1 + r)^((d_k - d_0)/365)``.

    Parameters
    ----------
    flow : array, shape (k,)
        Money, costs negative.
    days : sequence of date or "YYYY-MM-DD", length k
        None before the first.
    rate : float
        Discount rate a year, more than -1.

    Example
    -------
    >>> round(dated_present_value([-1000, 1100], [date(2025, 1, 1), date(2026, 1, 1)], 0.1), 6)
    0.0
    """
    array = vector("flow", flow, length=len(days))
    if rate <= -1:
        raise ValueError(f"rate: expected more than -1, got {rate}")
    return float(array @ (1.0 + rate) ** -_years(days))


def modified_internal_rate(flow: ArrayLike, *, finance: float, reinvest: float) -> float | None:
    """Return the MIRR: ``(FV of inflows at reinvest / -PV of outflows at finance)^(1/H) - 1``.

    FV and PV over year 0 to H. Unique where the internal rate is not.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H, costs negative.
    finance, reinvest : float
        Rates a year that money costs and earns, more than -1.

    Returns
    -------
    float or None
        None without an outflow or without an inflow.

    Example
    -------
    >>> round(modified_internal_rate([-120, 39, 30, 21, 37, 46], finance=0.10, reinvest=0.12), 6)
    0.126094
    """
    array = vector("flow", flow)
    if not (finance > -1 and reinvest > -1):
        raise ValueError(f"finance: expected rates above -1, got {finance} and reinvest {reinvest}")
    years = np.arange(array.size)
    spent = -np.minimum(array, 0) @ (1.0 + finance) ** -years
    earned = np.maximum(array, 0) @ (1.0 + reinvest) ** (array.size - 1 - years)
    if spent <= 0 or earned <= 0:
        return None
    return float((earned / spent) ** (1.0 / (array.size - 1)) - 1.0)


def _years(days: Sequence[date | str]) -> Floats:
    given = [date.fromisoformat(day) if isinstance(day, str) else day for day in days]
    if any(day < given[0] for day in given):
        raise ValueError(f"days: expected none before the first, {given[0]}, in {len(given)} days")
    return np.array([(day - given[0]).days / YEAR for day in given])


def _rate(flow: Floats, years: Floats) -> Rate:
    signs = np.sign(flow[flow != 0])
    changes = int(np.sum(signs[1:] != signs[:-1]))
    if changes == 0:
        return Rate(None, 0, ())

    def worth(rate: float) -> float:
        return float(flow @ (1.0 + rate) ** -years)

    grid = np.concatenate([np.linspace(LOWEST, 1.0, 400), np.linspace(1.0, HIGHEST, 200)[1:]])
    values = np.sign([worth(rate) for rate in grid])
    places = np.flatnonzero((values[1:] != values[:-1]) & (values[:-1] != 0))
    roots = [_bisect(worth, float(grid[i]), float(grid[i + 1])) for i in places]
    return Rate(min(roots, key=abs) if roots else None, changes, tuple(roots))


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    rising = function(low) < 0
    for _ in range(100):
        middle = (low + high) / 2
        if (function(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2
