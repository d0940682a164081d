"""What does a table of prices per seat change, and how does it go back?"""

from collections.abc import Callable
from decimal import Decimal
from itertools import zip_longest

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selection.languages import pick
from selection.models import Member, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one
from vendors.brought import OUTSIDE, QUOTED, vendor_named
from vendors.costing.seats import record_seat_price, remove_seat_price
from vendors.events import CostEvent
from vendors.models import CostItem, SeatPrice
from vendors.numbers import exact
from vendors.visibility import may_see_prices


def _prices(selection: Selection) -> Stored:
    """Vendor, item, both labels, quoted or outside → price and least seats of each on record."""
    found: dict[Key, list[list[int]]] = {}
    for row in SeatPrice.objects.filter(vendor__selection=selection).select_related("vendor").order_by("pk"):
        where = QUOTED if row.is_quoted else OUTSIDE
        key = (row.vendor.code, row.item, row.label_zh, row.label_en, where)
        found.setdefault(key, []).append([row.price, row.minimum])
    return {key: {"prices": prices} for key, prices in found.items()}


def _put(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    letter, item, label_zh, label_en, where = key
    vendor = vendor_named(selection, letter)
    about = {"item": item, "label_zh": label_zh, "label_en": label_en, "is_quoted": where == QUOTED}
    rows = list(vendor.seat_prices.filter(**about).order_by("pk"))
    for row, price in zip_longest(rows, _of(state)):
        if price is None:
            remove_seat_price(row, member=member)
        else:
            record_seat_price(
                vendor,
                item=item,
                label_zh=label_zh,
                label_en=label_en,
                is_quoted=where == QUOTED,
                price=price[0],
                minimum=price[1],
                member=member,
                replaces=row,
            )


def _of(state: State | None) -> list[list[int]]:
    prices = state["prices"] if state else []
    assert isinstance(prices, list)
    return prices


def _name(selection: Selection) -> Callable[[Key], str]:
    vendors = {row.code: row.name for row in selection.vendors.all()}

    def name(key: Key) -> str:
        letter, item, label_zh, label_en, where = key
        label = pick({"zh": label_zh, "en": label_en})[0] or str(CostItem(item).label)
        place = _("quoted") if where == QUOTED else _("outside the quote")
        return " · ".join((f"{letter} {vendors.get(letter, '')}".strip(), f"{item} {label}", place))

    return name


def _words(_selection: Selection, state: State) -> str:
    said = _("%(price)s a seat and month, at least %(seats)s seats")
    return "; ".join(said % {"price": f"{Decimal(exact(one[0], 'one')):,}", "seats": one[1]} for one in _of(state))


def _count(count: int) -> str:
    return ngettext("%(count)s price per seat", "%(count)s prices per seat", count) % {"count": count}


SEAT_PRICES = TableKind(
    right="edit_costs",
    stored=_prices,
    put=one_by_one(_put),
    name=_name,
    words=_words,
    counted=_count,
    page=lambda row: reverse("cost_lines", args=[row.selection.code]),
    may_know=may_see_prices,
    brought=CostEvent.TABLE_BROUGHT,
    undone=CostEvent.TABLE_UNDONE,
)
