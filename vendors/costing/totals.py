"""What does each offer add up to in one view of the costs?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from analysis import tco
from analysis.tco.offer import CostOptions, OfferEntry
from selection.languages import pick
from selection.models import Selection
from vendors.canonical import kind_of_cost, seat_plan, seat_price_node
from vendors.costing.lines import Series, series_of
from vendors.costing.parameters import View, official
from vendors.models import CostItem, SeatPrice, Vendor
from vendors.registry import active


@dataclass(frozen=True)
class Part:
    """What one kind of cost adds to an offer's total, as present value in minor units."""

    item: str
    is_quoted: bool
    label: Mapping[str, str]
    worth: float

    @property
    def name(self) -> str:
        return pick({"zh": "", "en": "", **self.label})[0] or str(CostItem(self.item).label)


@dataclass(frozen=True)
class VendorCost:
    """One offer in one view; None where nothing is entered, never 0."""

    vendor: Vendor
    quote: float | None
    tco: float | None
    outside: float | None
    hidden_share: float | None
    by_item: Mapping[str, float]
    parts: Sequence[Part]
    by_year: Sequence[float]
    outside_by_year: Sequence[float]


@dataclass(frozen=True)
class Books:
    """All that is entered about the costs of a selection, read once for any number of views."""

    vendors: list[Vendor]
    series: list[Series]
    prices: list[SeatPrice]
    plan: dict[str, list[int]]


def books(selection: Selection) -> Books:
    prices = SeatPrice.objects.filter(vendor__selection=selection).order_by("pk")
    return Books(list(active(selection)), series_of(selection), list(prices), seat_plan(selection))


def money(selection: Selection, *, view: View | None = None, read: Books | None = None) -> list[VendorCost]:
    """The cost of every vendor on the list, in the official view or in another one."""
    seen, entered = view or official(selection), read or books(selection)
    seats = entered.plan.get(seen.scenario, [])[: seen.horizon]
    plan = seats if len(seats) == seen.horizon else None
    return [_vendor_cost(vendor, _offer(vendor, entered, seen), seen, seats=plan) for vendor in entered.vendors]


def _vendor_cost(vendor: Vendor, offer: OfferEntry, view: View, *, seats: list[int] | None) -> VendorCost:
    if offer["seat_prices"] and seats is None:
        offer = {"costs": [], "seat_prices": []}  # prices per seat without seats: not zero, not known
    options: CostOptions = {
        "scenario": view.scenario,
        "horizon": view.horizon,
        "discount_rate": view.rate_text,
        "timing": view.timing,
    }
    cost = tco.offer_cost(offer, options, seats)
    return VendorCost(
        vendor=vendor,
        quote=cost["quote"],
        tco=cost["tco"],
        outside=cost["outside"],
        hidden_share=cost["hidden_share"],
        by_item=cost["by_item"],
        parts=[Part(part["item"], part["quoted"], part["label"], part["worth"]) for part in cost["parts"]],
        by_year=cost["by_year"],
        outside_by_year=cost["outside_by_year"],
    )


def _offer(vendor: Vendor, entered: Books, view: View) -> OfferEntry:
    """What is entered of one vendor, as in a decision file; a shorter look leaves the later years out."""
    own = [series for series in entered.series if series.vendor_id == vendor.pk and series.scenario == view.scenario]
    return {
        "costs": [
            {**kind_of_cost(series), "scenario": series.scenario, "year": year, "amount": amount}
            for series in own
            for year, amount in series.amounts.items()
            if year <= view.horizon
        ],
        "seat_prices": [seat_price_node(price) for price in entered.prices if price.vendor_id == vendor.pk],
    }


def as_offer(vendor: Vendor, entered: Books) -> OfferEntry:
    """Which costs are entered of one vendor, in every scenario, named as in a decision file."""
    found = {
        "costs": [
            {"item": series.item, "scenario": series.scenario}
            for series in entered.series
            if series.vendor_id == vendor.pk
        ],
        "seat_prices": [{"item": price.item} for price in entered.prices if price.vendor_id == vendor.pk],
    }
    return cast(OfferEntry, found)  # what `lacks_costs` looks at, and no more
