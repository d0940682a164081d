"""What does an offer cost over its whole life, and how much of that is not in the quote?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector

SHIFT = {"end": 0.0, "mid": 0.5, "start": 1.0}


def present_value(flow: ArrayLike, rate: float, *, timing: str = "end") -> float:
    """Return the present value of one flow a year.

    ``PV = c_0 + sum_{t=1..H} c_t / (1 + r)^(t - s)`` with ``s`` = 0 at year end, 0.5 in mid-year,
    1 at the start of the year. Year 0 is the day of the contract and is never discounted.

    Parameters
    ----------
    flow : array, shape (H + 1,)
        Money in year 0 to H.
    rate : float
        Discount rate a year, 0.08 for 8 percent; more than -1.
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
    if rate <= -1 or timing not in SHIFT:
        raise ValueError(f"rate: expected more than -1 and a timing of {sorted(SHIFT)}, got {rate}, {timing!r}")
    years = np.arange(array.size) - SHIFT[timing]
    years[0] = 0.0
    return float(array @ (1.0 + rate) ** -years)


def seat_cost(seats: ArrayLike, *, price: float, minimum: int = 0) -> Floats:
    """Return the yearly cost of seats: ``12 price max(minimum, seats_t)``.

    Parameters
    ----------
    seats : array, shape (H,)
        Seats in year 1 to H.
    price : float
        Money a seat and month.
    minimum : int
        Seats that are paid in any case.

    Example
    -------
    >>> seat_cost([10, 15, 23], price=300, minimum=12).tolist()
    [43200.0, 54000.0, 82800.0]
    """
    return 12.0 * price * np.maximum(vector("seats", seats), minimum)


def cash_flow(lines: Iterable[tuple[int, float]], horizon: int, *, seats: Iterable[Floats] = ()) -> Floats:
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
    >>> cash_flow([(0, 100), (2, 30)], 3, seats=[seat_cost([1, 1, 2], price=1)]).tolist()
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


def yearly_growth(seats: ArrayLike) -> float | None:
    """Return the mean yearly growth of a seat plan: ``(S_H / S_1)^(1 / (H - 1)) - 1``.

    Example
    -------
    >>> round(yearly_growth([300, 336, 376, 421, 472]), 3), yearly_growth([300])
    (0.12, None)
    """
    plan = vector("seats", seats)
    if plan.size < 2 or plan[0] <= 0:
        return None
    return float((plan[-1] / plan[0]) ** (1.0 / (plan.size - 1)) - 1.0)


def hidden_share(total: float, quoted: float) -> float | None:
    """Return the share of the whole cost that lies outside the quote: ``1 - quoted/total``.

    Example
    -------
    >>> hidden_share(485.1, 402.1) == 1 - 402.1 / 485.1, hidden_share(0, 0)
    (True, None)
    """
    return 1.0 - quoted / total if total > 0 else None


def total_cost(vendor: Mapping[str, Any], options: Mapping[str, Any], seats: Sequence[int] | None) -> dict[str, Any]:
    """Return one vendor's costs in one scenario, from the cost lines of a decision file.

    Parameters
    ----------
    vendor : mapping
        A vendor of the document, with `costs` and `seat_prices`.
    options : mapping
        `horizon`, `discount_rate` (percent), `timing` and the `scenario` to compute.
    seats : sequence of int, length H, or None
        The seat plan of that scenario.

    Returns
    -------
    dict
        `quote` (undiscounted sum of the quoted lines, None without one), `tco` (present value of
        all lines, None without one), `outside` (present value of the lines that are not quoted),
        `hidden_share`, `by_item` (present value an item), `parts` (present value an item, label and
        quoted or not), `by_year` and of it `outside_by_year` (undiscounted, year 0 to H); money in
        minor units, not rounded.

    References
    ----------
    Cost items K01 to K10 and timing conventions: docs/methods.md.
    """
    horizon, rate = options["horizon"], float(options["discount_rate"]) / 100.0
    flows = list(_flows(vendor, options["scenario"], horizon, seats))
    quoted = [flow for line, flow in flows if line["quoted"]]
    worth = [(line, present_value(flow, rate, timing=options["timing"])) for line, flow in flows]
    total = sum(value for _, value in worth)
    outside = sum(value for line, value in worth if not line["quoted"])
    by_item: dict[str, float] = {}
    for line, value in worth:
        by_item[line["item"]] = by_item.get(line["item"], 0.0) + value
    return {
        "quote": float(sum(flow.sum() for flow in quoted)) if quoted else None,
        "tco": total if flows else None,
        "outside": outside if flows else None,
        "hidden_share": hidden_share(total, total - outside),
        "by_item": dict(sorted(by_item.items())),
        "parts": _parts(worth),
        "by_year": _yearly([flow for _, flow in flows], horizon),
        "outside_by_year": _yearly([flow for line, flow in flows if not line["quoted"]], horizon),
    }


def _parts(worth: Iterable[tuple[Mapping[str, Any], float]]) -> list[dict[str, Any]]:
    """Return what each kind of line adds to the total, in the order in which the kinds first appear."""
    parts: dict[tuple[str, bool, str], dict[str, Any]] = {}
    for line, value in worth:
        label = line.get("label", {})
        key = (line["item"], line["quoted"], repr(sorted(label.items())))
        part = {"item": line["item"], "quoted": line["quoted"], "label": label, "worth": 0.0}
        parts.setdefault(key, part)["worth"] += value
    return list(parts.values())


def _yearly(flows: Sequence[Floats], horizon: int) -> list[float]:
    years: list[float] = np.sum([np.zeros(horizon + 1), *flows], axis=0).tolist()
    return years


def _flows(
    vendor: Mapping[str, Any], scenario: str, horizon: int, seats: Sequence[int] | None
) -> Iterable[tuple[Mapping[str, Any], Floats]]:
    for line in vendor["costs"]:
        if line["scenario"] == scenario:
            yield line, cash_flow([(line["year"], line["amount"])], horizon)
    for price in vendor["seat_prices"] if seats else ():
        amounts = seat_cost(seats or (), price=price["price"], minimum=price["minimum"])
        yield price, cash_flow((), horizon, seats=[amounts])
