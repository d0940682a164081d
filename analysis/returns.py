"""Does the money come back, when, and at what rate?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector
from analysis.tco import present_value

LOWEST, HIGHEST = -0.99, 10.0
YEAR = 365.0


@dataclass(frozen=True)
class Rate:
    """An internal rate a year, None when there is none; `sign_changes` above 1 make it ambiguous."""

    rate: float | None
    sign_changes: int


@dataclass(frozen=True)
class Return:
    """Worth of a plan: `net` (H + 1,), its present value, ROI, rate and payback in years; None: undefined."""

    net: Floats
    present_value: float
    on_present_cost: float | None
    on_cost: float | None
    rate: Rate
    payback: float | None
    discounted_payback: float | None


def internal_rate(flow: ArrayLike) -> Rate:
    """Return the rate at which the present value is zero, between -99 % and 1000 % a year.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H, costs negative.

    Returns
    -------
    Rate
        With several roots the one nearest to zero.

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


def dated_internal_rate(flow: ArrayLike, days: Sequence[date]) -> Rate:
    """Return the internal rate of dated payments: ``sum c_k / (1 + r)^((d_k - d_0)/365) = 0``.

    Example
    -------
    >>> found = dated_internal_rate([-1000, 1100], [date(2025, 1, 1), date(2026, 1, 1)])
    >>> round(found.rate, 6)
    0.1
    """
    array = vector("flow", flow, length=len(days))
    return _rate(array, _years(days))


def dated_present_value(flow: ArrayLike, days: Sequence[date], rate: float) -> float:
    """Return the worth of dated payments on the first day: ``sum c_k / (1 + r)^((d_k - d_0)/365)``.

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

    None without an outflow or without an inflow. Unique where the internal rate is not.

    Example
    -------
    >>> round(modified_internal_rate([-120, 39, 30, 21, 37, 46], finance=0.10, reinvest=0.12), 6)
    0.126094
    """
    array = vector("flow", flow)
    years = np.arange(array.size)
    spent = -np.minimum(array, 0) @ (1.0 + finance) ** -years
    earned = np.maximum(array, 0) @ (1.0 + reinvest) ** (array.size - 1 - years)
    if spent <= 0 or earned <= 0:
        return None
    return float((earned / spent) ** (1.0 / (array.size - 1)) - 1.0)


def payback(flow: ArrayLike, *, rate: float = 0.0) -> float | None:
    """Return the first time at which the accumulated money is not negative, linear inside the year.

    Example
    -------
    >>> round(payback([-300000, 100000, 172000, 212000]), 5)
    2.13208
    """
    array = vector("flow", flow)
    total = np.cumsum(array * (1.0 + rate) ** -np.arange(array.size))
    reached = np.flatnonzero(total >= 0)
    if reached.size == 0:
        return None
    year = int(reached[0])
    return 0.0 if year == 0 else float(year - 1 + total[year - 1] / (total[year - 1] - total[year]))


def return_on_investment(
    costs: ArrayLike, benefits: ArrayLike, *, rate: float = 0.08, realisation: float = 1.0
) -> Return:
    """Return what a plan is worth.

    ``net_t = realisation * benefit_t - cost_t``; ROI = present value of net / present value of
    costs, and beside it the ratio of the undiscounted sums.

    Parameters
    ----------
    costs, benefits : arrays, shape (H + 1,)
        Money in year 0 to H, both positive. Benefits in three lines (saved cost, time turned into
        cash, revenue) are added by the caller.
    rate : float
        Discount rate a year.
    realisation : float
        Share of the benefits that becomes cash.

    Example
    -------
    >>> found = return_on_investment([300, 60, 60, 60], [0, 200, 290, 340], rate=0.08, realisation=0.8)
    >>> found.net.tolist(), round(found.present_value, 3)
    ([-300.0, 100.0, 172.0, 212.0], 108.347)
    """
    spent = vector("costs", costs)
    net = realisation * vector("benefits", benefits, length=spent.size) - spent
    worth, cost = present_value(net, rate), present_value(spent, rate)
    return Return(
        net=net,
        present_value=worth,
        on_present_cost=worth / cost if cost > 0 else None,
        on_cost=float(net.sum() / spent.sum()) if spent.sum() > 0 else None,
        rate=internal_rate(net),
        payback=payback(net),
        discounted_payback=payback(net, rate=rate),
    )


def _years(days: Sequence[date]) -> Floats:
    if any(day < days[0] for day in days):
        raise ValueError(f"days: expected none before the first, {days[0]}, in {len(days)} days")
    return np.array([(day - days[0]).days / YEAR for day in days])


def _rate(flow: Floats, years: Floats) -> Rate:
    signs = np.sign(flow[flow != 0])
    changes = int(np.sum(signs[1:] != signs[:-1]))
    if changes == 0:
        return Rate(None, 0)

    def worth(rate: float) -> float:
        return float(flow @ (1.0 + rate) ** -years)

    grid = np.concatenate([np.linspace(LOWEST, 1.0, 400), np.linspace(1.0, HIGHEST, 200)[1:]])
    values = np.array([worth(rate) for rate in grid])
    places = np.flatnonzero(np.sign(values[1:]) != np.sign(values[:-1]))
    roots = [_bisect(worth, float(grid[i]), float(grid[i + 1])) for i in places]
    return Rate(min(roots, key=abs) if roots else None, changes)


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    rising = function(low) < 0
    for _ in range(100):
        middle = (low + high) / 2
        if (function(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2
