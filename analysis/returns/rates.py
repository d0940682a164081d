"""At what rate does money grow, when payments are yearly or dated?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, total, vector
from analysis.tco.flow import bisected, yearly_rate, years_after

LOWEST, HIGHEST = -0.99, 10.0
# Closer together where rates usually lie.
GRID = np.concatenate([np.linspace(LOWEST, 1.0, 400), np.linspace(1.0, HIGHEST, 200)[1:]])
YEAR = 365.0
TOUCHING = 1e-12  # of the money that moves: nearer to 0 than this, an extreme is a root
APART = 1e-6  # crossings nearer than this to such a root are its rounding

Day = date | str | np.datetime64 | float


@dataclass(frozen=True)
class Rate:
    """An internal rate a year, None when there is none.

    `roots`: all rates between -99 % and 1000 % at which the present value is zero, `rate` the one
    nearest to zero; a rate beyond them is not found. More than one change of sign makes it ambiguous: use
    the modified rate.
    """

    rate: float | None
    sign_changes: int
    roots: tuple[float, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the flow changes sign more than once, so that several rates may exist."""
        return self.sign_changes > 1


def internal_rate(flow: ArrayLike, *, timing: str = "end") -> Rate:
    """Return the rate at which the present value is zero, between -99 % and 1000 % a year.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H, costs negative.
    timing : {"end", "mid", "start"}
        When in the year a yearly amount is paid, as for `present_value`.

    Returns
    -------
    Rate
        With several roots the one nearest to zero, and a warning; none without a change of sign, or
        when the only rate is beyond 1000 %.

    Example
    -------
    >>> round(internal_rate([-70000, 12000, 15000, 18000, 21000]).rate, 3)
    -0.021

    References
    ----------
    Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    array = vector("flow", flow, gaps=False)
    return _rate(array, years_after(array.size - 1, timing))


def dated_internal_rate(flow: ArrayLike, days: Sequence[Day]) -> Rate:
    """Return the internal rate of payments on dates, or after years: ``sum c_k / (1 + r)^((d_k - d_0)/365) = 0``.

    Parameters
    ----------
    flow : array, shape (k,)
        Money, costs negative.
    days : sequence of date, "YYYY-MM-DD" or number of years, length k
        None before the first, in any order after it; the hour of a day does not count.

    Returns
    -------
    Rate
        As `internal_rate`: None when the only rate is beyond 1000 % a year, as it may be when payments
        are days apart. Changes of sign are counted from day to day.

    Example
    -------
    >>> found = dated_internal_rate([-1000, 1100], [date(2025, 1, 1), date(2026, 1, 1)])
    >>> round(found.rate, 6), round(dated_internal_rate([-1000, 1210], [0, 2]).rate, 6)
    (0.1, 0.1)
    """
    years = _years(days)
    return _rate(vector("flow", flow, length=years.size, gaps=False), years)


def dated_present_value(flow: ArrayLike, days: Sequence[Day], rate: float) -> float:
    """Return the first day's worth of payments on dates, or after years: ``sum c_k / (1 + r)^((d_k - d_0)/365)``.

    Parameters
    ----------
    flow : array, shape (k,)
        Money, costs negative; NaN makes the result NaN.
    days : sequence of date, "YYYY-MM-DD" or number of years, length k
        None before the first.
    rate : float
        Discount rate a year, more than -1.

    Example
    -------
    >>> round(dated_present_value([-1000, 1100], [date(2025, 1, 1), date(2026, 1, 1)], 0.1), 6)
    0.0
    """
    years = _years(days)
    array = vector("flow", flow, length=years.size)
    return float(total(array * (1.0 + yearly_rate("rate", rate)) ** -years))


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
    array = vector("flow", flow, gaps=False)
    cost, gain = yearly_rate("finance", finance), yearly_rate("reinvest", reinvest)
    years = np.arange(array.size)
    spent = -np.minimum(array, 0) @ (1.0 + cost) ** -years
    earned = np.maximum(array, 0) @ (1.0 + gain) ** (array.size - 1 - years)
    if spent <= 0 or earned <= 0:
        return None
    return float((earned / spent) ** (1.0 / (array.size - 1)) - 1.0)


def _years(days: Sequence[Day]) -> Floats:
    """Return the time since the first day in years; numbers are years already."""
    try:
        given = list(days)
    except TypeError:
        raise ValueError(f"days: expected a sequence of dates or years, got {days!r}") from None
    if given and all(isinstance(day, Real) for day in given):
        numbered = vector("days", np.array(given), gaps=False)
        years = numbered - numbered[0]
    else:
        dates = [_date(day) for day in given]
        years = np.array([(day - dates[0]).days / YEAR for day in dates])
    if years.size == 0 or years.min() < 0:
        raise ValueError(f"days: expected at least one and none before the first, in {years.size} days")
    return years


def _date(day: Day) -> date:
    found = day.astype("datetime64[D]").item() if isinstance(day, np.datetime64) else day
    if isinstance(found, str):
        try:
            found = datetime.fromisoformat(found)
        except ValueError:
            raise ValueError(f'days: expected "YYYY-MM-DD", got {day!r}') from None
    if not isinstance(found, date):
        raise ValueError(f"days: expected only dates or only numbers of years, got {day!r}")
    # A datetime is a date too.
    return found.date() if isinstance(found, datetime) else found


def _rate(flow: Floats, years: Floats) -> Rate:
    # Payments of one day count together: their sign is that of the sum.
    times, places = np.unique(years, return_inverse=True)
    sums = np.bincount(places, weights=flow)
    # A year without money has no sign to change.
    money, when = sums[sums != 0], times[sums != 0]
    changes = int(np.sum(np.sign(money[1:]) != np.sign(money[:-1])))
    if changes == 0:
        return Rate(None, 0, ())
    roots = _roots(money, when - when[0], changes)
    return Rate(min(roots, key=abs) if roots else None, changes, roots)


def _roots(flow: Floats, years: Floats, changes: int) -> tuple[float, ...]:
    """Return all rates of worth 0: with one change of sign at most one, else also between extremes."""
    turns = _crossings(flow * years, years, GRID) if changes > 1 else []
    touching = [turn for turn in turns if abs(_worth(flow, years, turn)) <= TOUCHING * _worth(abs(flow), years, turn)]
    crossings = _crossings(flow, years, np.sort([*GRID, *turns]))
    apart = [root for root in crossings if all(abs(root - turn) > APART for turn in touching)]
    return tuple(sorted([*touching, *apart]))


def _crossings(flow: Floats, years: Floats, grid: Floats) -> list[float]:
    signs = np.sign([_worth(flow, years, rate) for rate in grid])
    # A root on the grid belongs to the piece that ends in it.
    places = np.flatnonzero((signs[1:] != signs[:-1]) & (signs[:-1] != 0))
    return [
        bisected(lambda rate: _worth(flow, years, rate), float(grid[i]), float(grid[i + 1])) for i in places.tolist()
    ]


def _worth(flow: Floats, years: Floats, rate: float) -> float:
    """Return the worth in year 0, below a rate of 0 in the last year: the same sign, and never too large."""
    last = years[-1] if rate < 0 else 0.0
    return float(flow @ (1.0 + rate) ** (last - years))
