"""How many seats are planned, and what does each offer ask per seat?"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file import layout
from selection import ledger, limits
from selection.blindness import hold_to_type
from selection.events import EventKind
from selection.models import Member, Selection
from selection.phases import held
from vendors.canonical import seat_plan, seat_plan_rows
from vendors.costing.lines import listing
from vendors.costing.scenarios import CODE, keep_in_use, scenario_name, scenarios
from vendors.events import CostEvent
from vendors.models import CostItem, SeatPlan, SeatPrice, Vendor


def suggested_seats(selection: Selection) -> list[int]:
    """Seats of year 1, 2, … in straight lines between those that the basics name; no further than these reach."""
    named = {0: selection.seats_now, 3: selection.seats_3y, 5: selection.seats_5y}
    known = {year: seats for year, seats in named.items() if seats is not None}
    # Without the seats of today a straight line has no beginning.
    if 0 not in known or len(known) == 1:
        return []
    found = []
    for (start, few), (end, many) in pairwise(known.items()):
        slope = Fraction(many - few, end - start)
        found += [_rounded(few + slope * passed) for passed in range(1, end - start + 1)]
    return found[: selection.horizon]


def _rounded(seats: Fraction) -> int:
    """Half a seat is one more to pay for."""
    return floor(seats + Fraction(1, 2))  # `round` would take a half to the even number


@transaction.atomic
def set_seat_plan(selection: Selection, *, plan: Mapping[str, Sequence[int | None]], member: Member) -> None:
    """Replace the whole plan; each scenario in it names every year up to the horizon."""
    held(selection, member=member, action="edit_costs")
    kept = {code: list(seats) for code, seats in plan.items() if any(count is not None for count in seats)}
    for code, seats in kept.items():
        _check_plan(code, seats, selection.horizon)
    before = seat_plan(selection)
    SeatPlan.objects.filter(selection=selection).delete()
    # `_check_plan` has left no year empty
    whole = {code: [count or 0 for count in seats] for code, seats in sorted(kept.items())}
    SeatPlan.objects.bulk_create(seat_plan_rows(whole, selection=selection))
    keep_in_use(selection, member=member)
    _check_prices_keep_their_plan(selection)
    ledger.record(
        CostEvent.SEAT_PLAN_SET,
        selection=selection,
        member=member,
        object="seat plan",
        payload={"plan": kept, "before": before},
    )


@transaction.atomic
def record_seat_price(
    vendor: Vendor,
    *,
    item: str = CostItem.K01,
    label_zh: str = "",
    label_en: str = "",
    is_quoted: bool,
    price: int,
    minimum: int = 0,
    member: Member,
    replaces: SeatPrice | None = None,
) -> SeatPrice:
    """A price per seat and month; the seat plan makes yearly amounts of it."""
    hold_to_type(vendor.selection, member=member)
    if item not in CostItem.values:
        raise ValidationError({"item": _("Choose one of the ten cost items.")})
    if price < 0 or minimum < 0:
        raise ValidationError({"price": _("Costs are written as positive amounts; this one is below zero.")})
    row = replaces or SeatPrice(vendor=vendor)
    row.item, row.label_zh, row.label_en = item, label_zh.strip(), label_en.strip()
    row.is_quoted, row.price, row.minimum = is_quoted, price, minimum
    kept = ("label_zh", "label_en", "price", "minimum")
    limits.check(layout.SEAT_PRICE, {name: getattr(row, name) for name in kept})
    row.save()
    _check_prices_keep_their_plan(vendor.selection)
    _record(CostEvent.SEAT_PRICE_RECORDED, row, member)
    return row


@transaction.atomic
def remove_seat_price(price: SeatPrice, *, member: Member) -> None:
    hold_to_type(price.vendor.selection, member=member)
    SeatPrice.objects.filter(pk=price.pk).delete()
    _record(CostEvent.SEAT_PRICE_REMOVED, price, member)


def unplanned(selection: Selection) -> list[str]:
    """Scenarios in use that have no seat plan."""
    plan = seat_plan(selection)
    return [code for code in scenarios(selection) if code not in plan]


def _check_plan(code: str, seats: Sequence[int | None], horizon: int) -> None:
    if not CODE.fullmatch(code):
        raise ValidationError(_("“%(code)s” cannot name a scenario."), params={"code": code})
    _check_seats(code, seats)
    given = {year for year, count in enumerate(seats, start=1) if count is not None}
    missing = [year for year in range(1, horizon + 1) if year not in given]
    if missing or len(seats) > horizon:
        raise ValidationError(plan_text(scenario_name(code), missing, horizon), code="years")


def _check_seats(code: str, seats: Sequence[int | None]) -> None:
    found = {
        f"{code}_{year}": said
        for year, count in enumerate(seats, start=1)
        if (said := [limits.message(fault) for fault in limits.faults_of(layout.SEATS, count or 0)])
    }
    if found:
        raise ValidationError(found)


def plan_text(name: str, missing: Sequence[int], horizon: int) -> str:
    if not missing:
        return _("%(name)s: the plan has only %(horizon)s years.") % {"name": name, "horizon": horizon}
    text = ngettext(
        "%(name)s: the plan has %(horizon)s years, and the seats of year %(years)s are missing.",
        "%(name)s: the plan has %(horizon)s years, and the seats of years %(years)s are missing.",
        len(missing),
    )
    return text % {"name": name, "years": listing(missing), "horizon": horizon}


def _check_prices_keep_their_plan(selection: Selection) -> None:
    if not SeatPrice.objects.filter(vendor__selection=selection).exists():
        return
    missing = unplanned(selection)
    if missing:
        names = _(", ").join(scenario_name(code) for code in missing)
        raise ValidationError(
            _("A price per seat needs a seat plan. Write the seats of this scenario first: %(names)s."),
            params={"names": names},
        )


def _record(event: EventKind, row: SeatPrice, member: Member) -> None:
    ledger.record(
        event,
        selection=row.vendor.selection,
        member=member,
        object=f"seat price {row.vendor.code} {row.item}",
        payload={
            "label_zh": row.label_zh,
            "label_en": row.label_en,
            "is_quoted": row.is_quoted,
            "price": row.price,
            "minimum": row.minimum,
        },
    )
