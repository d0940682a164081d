"""Does the money come back, when, and by which line of benefits?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, vector
from analysis.returns.rates import Rate, internal_rate
from analysis.tco import discount_factors, present_value
from analysis.tco.comparison import first_fall


@dataclass(frozen=True)
class Return:
    """Worth of a plan; None: undefined.

    `net` (H + 1,): benefits minus costs; `present_value` of it, `present_cost` of the costs; ROI as
    shares of 1: `on_present_cost` = present value of net / present value of costs, `on_cost` the same
    of undiscounted sums; `rate`, and `payback` and `discounted_payback` in years. `by_line`: present
    value of every line of benefits, after realisation.
    """

    net: Floats
    present_value: float
    present_cost: float
    by_line: Mapping[str, float]
    on_present_cost: float | None
    on_cost: float | None
    rate: Rate
    payback: float | None
    discounted_payback: float | None


def return_on_investment(
    costs: ArrayLike,
    benefits: ArrayLike | Mapping[str, ArrayLike],
    *,
    rate: float = 0.08,
    realisation: float | Mapping[str, float] = 1.0,
    timing: str = "end",
) -> Return:
    """Return what a plan is worth.

    ``net_t = sum over lines of realisation * benefit_t - cost_t``; ROI = present value of net / present
    value of costs, and beside it the ratio of the undiscounted sums.

    Parameters
    ----------
    costs : array, shape (H + 1,)
        Money in year 0 to H, positive.
    benefits : array, shape (H + 1,), or mapping of line to such an array
        Positive; usually three lines: "cost" (saved), "efficiency" (time turned into cash) and
        "revenue". Time that is also counted as saved labour would count twice.
    rate : float
        Discount rate a year, more than -1.
    realisation : float, or mapping of line to float
        Share of the benefits that becomes cash, 0 to 1; lines that are not named have 1.
    timing : {"end", "mid", "start"}
        When in the year a yearly amount is paid: counts for the present values, the rate and the
        discounted payback.

    Returns
    -------
    Return
        Without costs ROI is undefined (None); without a change of sign there is no rate.

    Example
    -------
    >>> found = return_on_investment([300, 60, 60, 60], [0, 200, 290, 340], rate=0.08, realisation=0.8)
    >>> found.net.tolist(), round(found.present_value, 3)
    ([-300.0, 100.0, 172.0, 212.0], 108.347)
    >>> lines = {"cost": [0, 60, 60], "revenue": [0, 40, 80]}
    >>> found = return_on_investment([100, 0, 0], lines, rate=0, realisation={"cost": 0.5})
    >>> found.by_line, found.on_cost, round(found.payback, 4)
    ({'cost': 60.0, 'revenue': 120.0}, 0.8, 1.2727)

    References
    ----------
    Brealey, Myers & Allen, Principles of Corporate Finance.
    """
    spent = vector("costs", costs, gaps=False)
    lines = _realised(benefits, realisation, spent.size)
    net = np.sum([*lines.values(), -spent], axis=0)
    worth = {name: float(present_value(line, rate, timing=timing)) for name, line in lines.items()}
    cost = float(present_value(spent, rate, timing=timing))
    whole = float(present_value(net, rate, timing=timing))
    return Return(
        net=net,
        present_value=whole,
        present_cost=cost,
        by_line=worth,
        on_present_cost=whole / cost if cost > 0 else None,
        on_cost=float(net.sum() / spent.sum()) if spent.sum() > 0 else None,
        rate=internal_rate(net, timing=timing),
        payback=payback(net),
        discounted_payback=payback(net, rate=rate, timing=timing),
    )


def payback(flow: ArrayLike, *, rate: float = 0.0, timing: str = "end") -> float | None:
    """Return the first time at which the accumulated money is not negative any more, linear inside the year.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H, costs negative.
    rate : float
        Discount rate a year for the discounted payback, more than -1.
    timing : {"end", "mid", "start"}
        When in the year a yearly amount is paid, for its present value.

    Returns
    -------
    float or None
        Years; 0 when the accumulated money is never negative, None when it does not come back.

    Example
    -------
    >>> round(payback([-300000, 100000, 172000, 212000]), 5)
    2.13208
    """
    array = vector("flow", flow, gaps=False)
    total = np.cumsum(array * discount_factors(array.size - 1, rate, timing=timing))
    owing = np.flatnonzero(total < 0)
    # Never in debt: the money is back at once.
    if owing.size == 0:
        return 0.0
    years = first_fall(-total[owing[0] :])[0]
    return None if years is None else float(owing[0]) + years


def _realised(
    benefits: ArrayLike | Mapping[str, ArrayLike], realisation: float | Mapping[str, float], size: int
) -> dict[str, Floats]:
    """Return what of each line of benefits becomes cash."""
    given = benefits if isinstance(benefits, Mapping) else {"benefits": benefits}
    if isinstance(realisation, Mapping):
        if unknown := sorted(set(realisation) - set(given)):
            raise ValueError(f"realisation: expected lines of benefits {sorted(given)}, got {unknown}")
        share = {name: number("realisation", realisation.get(name, 1.0), least=0, most=1) for name in given}
    else:
        share = dict.fromkeys(given, number("realisation", realisation, least=0, most=1))
    return {name: vector("benefits", line, length=size, gaps=False) * share[name] for name, line in given.items()}
