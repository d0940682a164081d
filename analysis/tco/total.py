"""What does an offer cost over its whole life, item by item, and is anything missing?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, numbers, vector
from analysis.tco.flow import discount_factors, equivalent_annual_cost


@dataclass(frozen=True)
class TotalCost:
    """Total cost of ownership: money of the day of the contract, cost positive.

    `by_item`: present value of every item; `by_year` (H + 1,): undiscounted; `present_by_year` (H + 1,).
    `undiscounted`: plain sum. `annual`: equivalent equal payment a year. `missing`: items without a
    number; then it `is_complete` no more and the sums hold the known part only: empty is not zero. Without any
    number they are NaN.
    """

    present_value: float
    undiscounted: float
    by_item: Mapping[str, float]
    by_year: Floats
    present_by_year: Floats
    annual: float
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every item has a number."""
        return not self.missing


def total_cost(
    items: Mapping[str, ArrayLike | None],
    *,
    rate: float = 0.08,
    timing: str = "end",
    timings: Mapping[str, str] | None = None,
) -> TotalCost:
    """Return the cost of an offer over its whole life.

    ``PV = sum over items and years of c_t (1 + r)^-(t - s)``; year 0 is never discounted.

    Parameters
    ----------
    items : mapping of name to array of shape (H + 1,), or None
        Money in year 0 to H, cost positive, as `cash_flow` and `escalated` give it. None, empty or with
        NaN: not known. All others have the same horizon.
    rate : float
        Discount rate a year, more than -1; 0 is allowed.
    timing : {"end", "mid", "start"}
        When in the year amounts are paid.
    timings : mapping of item to timing, optional
        Exceptions, for example the exit at the end.

    Returns
    -------
    TotalCost

    Raises
    ------
    ValueError
        No item at all, items of different horizons, or a timing for an unknown item.

    Example
    -------
    >>> found = total_cost({"K01": [0, 100, 110], "K02": [50, 0, 0], "K09": None}, rate=0.1)
    >>> round(found.present_value, 2), found.by_item["K02"], found.missing
    (231.82, 50.0, ('K09',))

    References
    ----------
    HM Treasury, The Green Book; US OMB Circular A-94.
    """
    if not isinstance(items, Mapping) or not items:
        raise ValueError(f"items: expected a mapping of name to flow of shape (H + 1,), got {items!r}")
    exceptions = timings or {}
    if not isinstance(exceptions, Mapping) or not set(exceptions) <= set(items):
        raise ValueError(f"timings: expected a mapping of items {list(items)} to timings, got {timings!r}")
    known = {name: vector("items", flow) for name, flow in items.items() if flow is not None and _is_known(flow)}
    sizes = {flow.size for flow in known.values()}
    if len(sizes) > 1:
        raise ValueError(f"items: expected flows of one shape (H + 1,), got sizes {sorted(sizes)}")
    horizon = max(sizes, default=1) - 1
    factors = {name: discount_factors(horizon, rate, timing=exceptions.get(name, timing)) for name in items}
    present = {name: flow * factors[name] for name, flow in known.items()}
    by_item = {name: float(flow.sum()) for name, flow in present.items()}
    by_year = _summed(known)
    whole = sum(by_item.values()) if known else np.nan
    return TotalCost(
        present_value=whole,
        undiscounted=float(by_year.sum()),
        by_item=by_item,
        by_year=by_year,
        present_by_year=_summed(present),
        annual=float(equivalent_annual_cost(whole, rate, horizon)) if horizon > 0 else whole,
        missing=tuple(name for name in items if name not in known),
    )


def _is_known(flow: ArrayLike) -> bool:
    given = numbers("items", flow)
    return given.size > 0 and not np.isnan(given).any()


def _summed(flows: Mapping[str, Floats]) -> Floats:
    return np.asarray(np.sum(list(flows.values()), axis=0)) if flows else np.full(1, np.nan)
