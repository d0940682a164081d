"""What is money of several years worth on the day of the contract?"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector

SHIFT = {"end": 0.0, "mid": 0.5, "start": 1.0}


def discount_factors(horizon: int, rate: float, *, timing: str = "end") -> Floats:
    """Return what one unit of each year is worth: ``(1 + r)^-(t - s)``, 1 for year 0, shape (H + 1,).

    ``s`` = 0 at year end, 0.5 in mid-year, 1 at the start of the year.

    Parameters
    ----------
    horizon : int
        Last year H.
    rate : float
        Discount rate a year, more than -1.
    timing : {"end", "mid", "start"}

    Example
    -------
    >>> discount_factors(2, 0.25).tolist(), discount_factors(2, 0.25, timing="start").tolist()
    ([1.0, 0.8, 0.64], [1.0, 1.0, 0.8])
    """
    if not rate > -1:
        raise ValueError(f"rate: expected more than -1, got {rate}")
    if timing not in SHIFT:
        raise ValueError(f"timing: expected one of {sorted(SHIFT)}, got {timing!r}")
    years = np.arange(horizon + 1) - SHIFT[timing]
    years[0] = 0.0
    return np.asarray((1.0 + rate) ** -years, dtype=float)


def present_value(flow: ArrayLike, rate: float, *, timing: str = "end") -> float:
    """Return the present value of one flow a year.

    ``PV = c_0 + sum_{t=1..H} c_t / (1 + r)^(t - s)`` with ``s`` = 0 at year end, 0.5 in mid-year,
    1 at the start of the year. Year 0 is the day of the contract and is never discounted.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H; NaN makes the result NaN.
    rate : float
        Discount rate a year, 0.08 for 8 percent; 0 is allowed, -1 and less is refused.
    timing : {"end", "mid", "start"}
        When in the year a yearly amount is paid.

    Returns
    -------
    float
        Money of the day of the contract.

    Example
    -------
    >>> round(present_value([-40000, 8000, 9200, 10000, 12000, 14500], 0.08), 2)
    1922.06

    References
    ----------
    HM Treasury, The Green Book. A spreadsheet's NPV() discounts its first value too; this does not.
    """
    array = vector("flow", flow)
    return float(array @ discount_factors(array.size - 1, rate, timing=timing))


def cash_flow(lines: Iterable[tuple[int, float]], horizon: int, *, seats: Iterable[ArrayLike] = ()) -> Floats:
    """Return the money of every year from 0 to the horizon.

    Parameters
    ----------
    lines : iterable of (year, amount)
        Single payments.
    horizon : int
        Last year H.
    seats : iterable of arrays, each of shape (H,)
        Yearly amounts of year 1 to H, as `seat_cost` gives them.

    Returns
    -------
    array, shape (H + 1,)

    Example
    -------
    >>> cash_flow([(0, 100), (2, 30)], 3, seats=[[12, 12, 24]]).tolist()
    [100.0, 12.0, 42.0, 24.0]
    """
    flow = np.zeros(horizon + 1)
    for year, amount in lines:
        if not 0 <= year <= horizon:
            raise ValueError(f"lines: expected years 0 to {horizon}, got {year}")
        flow[year] += amount
    for amounts in seats:
        flow[1:] += vector("seats", amounts, length=horizon)
    return flow


def escalated(amount: float, horizon: int, *, rate: float = 0.0, first: int = 1, last: int | None = None) -> Floats:
    """Return a yearly amount that rises from year 2 on: ``c_t = c_1 (1 + e)^(t - 1)``, shape (H + 1,).

    Parameters
    ----------
    amount : float
        Money of year 1.
    horizon : int
        Last year H.
    rate : float
        Escalation e a year, more than -1.
    first, last : int
        First and last year in which it is paid; by default 1 and H.

    Example
    -------
    >>> escalated(100, 3, rate=0.1).round(6).tolist(), escalated(50, 3, first=3).tolist()
    ([0.0, 100.0, 110.0, 121.0], [0.0, 0.0, 0.0, 50.0])
    """
    end = horizon if last is None else last
    if not 0 <= first <= end <= horizon or not rate > -1:
        raise ValueError(f"first: expected years within 0 to {horizon} and a rate above -1, got {first}, {end}, {rate}")
    years = np.arange(horizon + 1)
    return np.where((years >= first) & (years <= end), amount * (1.0 + rate) ** np.maximum(years - 1, 0), 0.0)


def equivalent_annual_cost(worth: float, rate: float, years: int) -> float:
    """Return the equal payment a year that is worth the same: ``PV r/(1 - (1 + r)^-H)``, PV/H for r = 0.

    For options of unequal life.

    Parameters
    ----------
    worth : float
        Present value.
    rate : float
        Discount rate a year, more than -1.
    years : int
        Life H of at least 1.

    Example
    -------
    >>> round(equivalent_annual_cost(1000, 0.08, 5), 2), equivalent_annual_cost(1000, 0, 5)
    (250.46, 200.0)

    References
    ----------
    Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    if years < 1:
        raise ValueError(f"years: expected at least 1, got {years}")
    return worth / float(discount_factors(years, rate)[1:].sum())


def nominal_rate(real: float, inflation: float) -> float:
    """Return the nominal rate: ``(1 + real)(1 + inflation) - 1``; real and nominal are never mixed.

    Parameters
    ----------
    real, inflation : float
        Rates a year, more than -1.

    Example
    -------
    >>> round(nominal_rate(0.035, 0.02), 6)
    0.0557
    """
    if not (real > -1 and inflation > -1):
        raise ValueError(f"real: expected rates above -1, got {real} and {inflation}")
    return (1.0 + real) * (1.0 + inflation) - 1.0
