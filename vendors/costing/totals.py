"""What does each offer add up to in one view of the costs?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis import tco
from selection.languages import pick
from selection.models import Selection
from vendors.costing.lines import Series, series_of
from vendors.costing.parameters import View, official
from vendors.costing.seats import seat_plan
from vendors.models import CostItem, SeatPrice, Vendor
from vendors.registry import active


@dataclass(frozen=True)
class Part:
    """What one cost adds to an offer's total, as present value in minor units."""

    item: str
    is_quoted: bool
    label_zh: str
    label_en: str
    worth: float

    @property
    def name(self) -> str:
        return pick({"zh": self.label_zh, "en": self.label_en})[0] or str(CostItem(self.item).label)


@dataclass(frozen=True)
class VendorCost:
    """One offer in one view; None where nothing is entered, never 0."""

    vendor: Vendor
    quote: float | None
    tco: float | None
    outside: float | None
    hidden_share: float | None
    by_item: dict[str, float]
    parts: list[Part]
    quoted_by_year: list[float]
    outside_by_year: list[float]


def money(selection: Selection, *, view: View | None = None) -> list[VendorCost]:
    """The cost of every vendor on the list, in the official view or in another one."""
    seen = view or official(selection)
    seats = seat_plan(selection).get(seen.scenario, [])[: seen.horizon]
    plan = seats if len(seats) == seen.horizon else None
    series, prices = series_of(selection), list(SeatPrice.objects.filter(vendor__selection=selection).order_by("pk"))
    return [
        _vendor_cost(
            vendor,
            [line for line in series if line.vendor_id == vendor.pk and line.scenario == seen.scenario],
            [price for price in prices if price.vendor_id == vendor.pk],
            seen,
            plan,
        )
        for vendor in active(selection)
    ]


def _vendor_cost(
    vendor: Vendor, series: Sequence[Series], prices: Sequence[SeatPrice], view: View, seats: list[int] | None
) -> VendorCost:
    rows: list[Series | SeatPrice] = [*series, *prices]
    lines = [_offer(row, view) for row in rows]
    if prices and seats is None:
        return _unknown(vendor, view)
    whole = _cost(lines, view, seats)
    parts = [
        Part(row.item, row.is_quoted, row.label_zh, row.label_en, worth)
        for row, offer in zip(rows, lines, strict=True)
        if (worth := _cost([offer], view, seats)["tco"]) is not None
    ]
    quoted = [offer for offer in lines if _is_quoted(offer)]
    outside = [offer for offer in lines if not _is_quoted(offer)]
    return VendorCost(
        vendor=vendor,
        quote=whole["quote"],
        tco=whole["tco"],
        outside=whole["outside"],
        hidden_share=whole["hidden_share"],
        by_item=whole["by_item"],
        parts=parts,
        quoted_by_year=_cost(quoted, view, seats)["by_year"],
        outside_by_year=_cost(outside, view, seats)["by_year"],
    )


Offer = dict[str, list[dict[str, Any]]]


def _offer(row: Series | SeatPrice, view: View) -> Offer:
    """One cost as the vendor of a decision file; a shorter look leaves the later years out."""
    shared = {"item": row.item, "quoted": row.is_quoted}
    if isinstance(row, SeatPrice):
        return {"costs": [], "seat_prices": [{**shared, "price": row.price, "minimum": row.minimum}]}
    years = ((year, amount) for year, amount in row.amounts.items() if year <= view.horizon)
    lines = [{**shared, "scenario": row.scenario, "year": year, "amount": amount} for year, amount in years]
    return {"costs": lines, "seat_prices": []}


def _unknown(vendor: Vendor, view: View) -> VendorCost:
    """Prices per seat without seats: not zero, not known."""
    nothing = [0.0] * (view.horizon + 1)
    return VendorCost(vendor, None, None, None, None, {}, [], nothing, nothing)


def _is_quoted(offer: Offer) -> bool:
    return any(line["quoted"] for line in (*offer["costs"], *offer["seat_prices"]))


def _cost(offers: Sequence[Offer], view: View, seats: list[int] | None) -> dict[str, Any]:
    whole = {key: [line for offer in offers for line in offer[key]] for key in ("costs", "seat_prices")}
    options = {
        "scenario": view.scenario,
        "horizon": view.horizon,
        "discount_rate": view.rate_text,
        "timing": view.timing,
    }
    return tco.total_cost(whole, options, seats)
