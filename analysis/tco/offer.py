"""What do the cost lines of a decision file add up to, and how much of that is not in the quote?"""

from collections.abc import Iterable, Sequence
from typing import TypedDict

import numpy as np

from analysis.arrays import Floats, number
from analysis.decision_file.typed import CostEntry, SeatPriceEntry
from analysis.decision_file.vocabulary import YEARLY_ITEMS
from analysis.tco.flow import cash_flow, present_value
from analysis.tco.volume import seat_cost


class CostPart(TypedDict):
    """What one kind of line adds to the total."""

    item: str
    quoted: bool
    label: dict[str, str]
    worth: float


class OfferCost(TypedDict):
    """One vendor's costs in one scenario, in minor units."""

    quote: float | None
    tco: float | None
    outside: float | None
    hidden_share: float | None
    by_item: dict[str, float]
    parts: list[CostPart]
    by_year: list[float]
    outside_by_year: list[float]


class OfferEntry(TypedDict):
    """What of a vendor in a decision file is about its costs."""

    costs: list[CostEntry]
    seat_prices: list[SeatPriceEntry]


class CostOptions(TypedDict):
    """What of the options of a decision file is about costs."""

    horizon: int
    discount_rate: str
    timing: str
    scenario: str


def hidden_share(total: float, quoted: float) -> float | None:
    """Return the share of the whole cost that lies outside the quote: ``1 - quoted/total``.

    Parameters
    ----------
    total, quoted : float
        Money; None without a total.

    Example
    -------
    >>> hidden_share(485.1, 402.1) == 1 - 402.1 / 485.1, hidden_share(0, 0)
    (True, None)
    """
    whole, part = number("total", total), number("quoted", quoted)
    return 1.0 - part / whole if whole > 0 else None


def lacks_costs(vendor: OfferEntry, scenario: str) -> bool:
    """Return whether a vendor's costs of a scenario are incomplete beside those of its other scenarios.

    So they are when it has cost lines elsewhere and none here, or when an item that is paid every year
    is named elsewhere and not here, by a line or a price per seat.

    Parameters
    ----------
    vendor : mapping
        A vendor of the decision file, with `costs` and `seat_prices`.
    scenario : str

    Example
    -------
    >>> plan = [{"item": "K01", "scenario": "base"}, {"item": "K02", "scenario": "base"}]
    >>> fast = [{"item": "K02", "scenario": "fast"}]
    >>> [lacks_costs({"costs": plan + fast, "seat_prices": []}, code) for code in ("base", "fast")]
    [False, True]
    """
    here = {line["item"] for line in vendor["costs"] if line["scenario"] == scenario}
    elsewhere = {line["item"] for line in vendor["costs"] if line["scenario"] != scenario}
    seats = {price["item"] for price in vendor["seat_prices"]}
    return bool(elsewhere) and (not here or not elsewhere & set(YEARLY_ITEMS) <= here | seats)


def offer_cost(vendor: OfferEntry, options: CostOptions, seats: Sequence[int] | None) -> OfferCost:
    """Return one vendor's costs in one scenario, from the cost lines of a decision file.

    Parameters
    ----------
    vendor : mapping
        A vendor of the decision file, with `costs` and `seat_prices`.
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
    flows = list(_flows(vendor, options["scenario"], horizon, seats=seats))
    quoted = [flow for line, flow in flows if line["quoted"]]
    worth = [(line, float(present_value(flow, rate, timing=options["timing"]))) for line, flow in flows]
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


def _parts(worth: Iterable[tuple[CostEntry | SeatPriceEntry, float]]) -> list[CostPart]:
    """Return what each kind of line adds to the total, in the order in which the kinds first appear."""
    parts: dict[tuple[str, bool, str], CostPart] = {}
    for line, value in worth:
        label = line.get("label", {})
        # A dict is no key.
        key = (line["item"], line["quoted"], repr(sorted(label.items())))
        part: CostPart = {"item": line["item"], "quoted": line["quoted"], "label": label, "worth": 0.0}
        parts.setdefault(key, part)["worth"] += value
    return list(parts.values())


def _yearly(flows: Sequence[Floats], horizon: int) -> list[float]:
    years: list[float] = np.sum([np.zeros(horizon + 1), *flows], axis=0).tolist()
    return years


def _flows(
    vendor: OfferEntry, scenario: str, horizon: int, *, seats: Sequence[int] | None
) -> Iterable[tuple[CostEntry | SeatPriceEntry, Floats]]:
    for line in vendor["costs"]:
        if line["scenario"] == scenario:
            yield line, cash_flow([(line["year"], line["amount"])], horizon)
    for price in vendor["seat_prices"] if seats else ():
        amounts = seat_cost(seats or (), price=price["price"], minimum=price["minimum"])
        yield price, cash_flow((), horizon, seats=[amounts])
