"""What is money of several years worth on the day of the contract?"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import sequence
from analysis.arrays import Floats, number, numbers, total, vector, whole

SHIFT = {"end": 0.0, "mid": 0.5, "start": 1.0}

PERCENT = 3.0  # who writes 3, 8 or 8.5 means percent; a computed internal rate has more decimals


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
    years = years_after(horizon, timing)
    return np.asarray((1.0 + yearly_rate("rate", rate)) ** -years, dtype=float)


def years_after(horizon: int, timing: str) -> Floats:
    """Return when the money of each year is paid: ``t - s``, 0 for year 0, shape (H + 1,)."""
    if timing not in list(SHIFT):
        raise ValueError(f"timing: expected one of {sorted(SHIFT)}, got {timing!r}")
    years = np.arange(whole("horizon", horizon, least=0) + 1, dtype=np.float64) - SHIFT[timing]
    # Year 0 is the day of the contract, whatever the timing.
    years[0] = 0.0
    return years


def yearly_rate(name: str, value: float) -> float:
    """Return a rate a year, or refuse the named argument when it is -1 or less or written as percent."""
    rate = number(name, value)
    if not rate > -1:
        raise ValueError(f"{name}: expected more than -1, got {value}")
    if rate >= PERCENT and round(rate, 2) == rate:
        raise ValueError(f"{name}: expected a share such as 0.08 for 8 percent, got {value}")
    return rate


def present_value(flow: ArrayLike, rate: float, *, timing: str = "end") -> float | Floats:
    """Return the present value of one flow a year.

    ``PV = c_0 + sum_{t=1..H} c_t / (1 + r)^(t - s)`` with ``s`` = 0 at year end, 0.5 in mid-year,
    1 at the start of the year. Year 0 is the day of the contract and is never discounted.

    Parameters
    ----------
    flow : array, shape (H + 1,) or (..., H + 1)
        Money in year 0 to H, one flow or many, such as draws; NaN makes the result NaN.
    rate : float
        Discount rate a year, 0.08 for 8 percent; 0 is allowed, -1 and less is refused, and a percentage such as 8.
    timing : {"end", "mid", "start"}
        When in the year a yearly amount is paid.

    Returns
    -------
    float, or array of shape (...)
        Money of the day of the contract.

    Example
    -------
    >>> round(present_value([-40000, 8000, 9200, 10000, 12000, 14500], 0.08), 2)
    1922.06
    >>> present_value([[10, 5], [10, 7]], 0).tolist()
    [15.0, 17.0]

    References
    ----------
    HM Treasury, The Green Book. A spreadsheet's NPV() discounts its first value too; this does not.
    """
    array = per_year("flow", flow)
    worth = total(array * discount_factors(array.shape[-1] - 1, rate, timing=timing))
    return np.asarray(worth, dtype=float) if array.ndim > 1 else float(worth)


def per_year(name: str, value: ArrayLike) -> Floats:
    """Return numbers whose last axis are years, or refuse the named argument with its shape."""
    array = numbers(name, value)
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"{name}: expected shape (..., years) with at least one year, got {array.shape}")
    return array


def cash_flow(lines: Iterable[tuple[int, float]], horizon: int, *, seats: Iterable[ArrayLike] = ()) -> Floats:
    """Return the money of every year from 0 to the horizon.

    Parameters
    ----------
    lines : iterable of (year, amount)
        Single payments.
    horizon : int
        Last year H.
    seats : iterable of arrays, each of shape (H,) or (..., H)
        Yearly amounts of year 1 to H, one plan or many, as `seat_cost` gives them.

    Returns
    -------
    array, shape (H + 1,) or (..., H + 1)

    Example
    -------
    >>> cash_flow([(0, 100), (2, 30)], 3, seats=[[12, 12, 24]]).tolist()
    [100.0, 12.0, 42.0, 24.0]
    """
    flow = np.zeros(whole("horizon", horizon, least=0) + 1)
    for year, amount in _pairs(lines):
        flow[whole("lines", year, least=0, most=horizon)] += vector("lines", [amount])[0]
    for amounts in sequence("seats", seats):
        flow = _added(flow, per_year("seats", amounts))
    return flow


def _pairs(lines: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    try:
        return [(year, amount) for year, amount in lines]
    except (TypeError, ValueError):
        raise ValueError(f"lines: expected pairs of a year and an amount, got {lines!r}") from None


def _added(flow: Floats, amounts: Floats) -> Floats:
    try:
        shape = np.broadcast_shapes(flow[..., 1:].shape, amounts.shape)
    except ValueError:
        shape = ()
    if amounts.shape[-1] != flow.shape[-1] - 1 or not shape:
        raise ValueError(f"seats: expected shape (..., {flow.shape[-1] - 1}), got {amounts.shape}")
    whole_flow = np.broadcast_to(flow, (*shape[:-1], flow.shape[-1])).copy()
    whole_flow[..., 1:] += amounts
    return whole_flow


def escalated(amount: ArrayLike, horizon: int, *, rate: float = 0.0, first: int = 1, last: int | None = None) -> Floats:
    """Return a yearly amount that rises from year 2 on: ``c_t = c_1 (1 + e)^(t - 1)``, shape (..., H + 1).

    Parameters
    ----------
    amount : float, or array of shape (...)
        Money of year 1, or many draws of it.
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
    years = np.arange(whole("horizon", horizon, least=0) + 1)
    end = horizon if last is None else whole("last", last)
    if not 0 <= whole("first", first) <= end <= horizon:
        raise ValueError(f"first: expected years within 0 to {horizon}, got {first} to {end}")
    rise = (1.0 + yearly_rate("rate", rate)) ** np.maximum(years - 1, 0)
    is_paid = (years >= first) & (years <= end)
    return np.where(is_paid, numbers("amount", amount)[..., None] * rise, 0.0)


def equivalent_annual_cost(worth: ArrayLike, rate: float, years: int) -> float | Floats:
    """Return the equal payment a year that is worth the same: ``PV r/(1 - (1 + r)^-H)``, PV/H for r = 0.

    For options of unequal life.

    Parameters
    ----------
    worth : float, or array of any shape
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
    given = numbers("worth", worth)
    annuity = float(discount_factors(whole("years", years, least=1), rate)[1:].sum())
    return given / annuity if given.ndim else float(given) / annuity


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
    return (1.0 + yearly_rate("real", real)) * (1.0 + yearly_rate("inflation", inflation)) - 1.0


def bisected(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function passes 0 between two numbers at which its sign differs, by bisection."""
    is_rising = function(high) > function(low)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (function(middle) < 0) == is_rising else (low, middle)
    return (low + high) / 2
