"""What do tables of facts and of costs change, and how does it go back?"""

from collections.abc import Callable
from decimal import Decimal
from typing import TypedDict, cast

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.models import Criterion
from selection.formats import level_name
from selection.languages import pick, text_of
from selection.models import BroughtTable, Member, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one
from vendors.costing import lines
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import year_name
from vendors.events import CostEvent
from vendors.facts import measured, record_fact, remove_fact
from vendors.models import CostItem, CostLine, Fact, Origin, Vendor
from vendors.numbers import exact
from vendors.registry import active
from vendors.visibility import may_see_prices

QUOTED, OUTSIDE = "quoted", "outside"


class FactState(TypedDict):
    """One fact as procurement entered it."""

    value: str
    level: str
    source: str


class SeriesState(TypedDict):
    """One cost through the years; the keys of JSON are texts."""

    amounts: dict[str, int]
    is_everywhere: bool


# Facts: criterion, vendor ------------------------------------------------------------------------
def _facts(selection: Selection) -> Stored:
    """What procurement has entered; a POC record is never part of a table."""
    rows = Fact.objects.filter(vendor__selection=selection, origin=Origin.PROCUREMENT).order_by("pk")
    names = ("criterion__code", "vendor__code", "value", "level", "source")
    # Without the version: what goes back is saved once more, and whoever has the page open must notice.
    return {
        (criterion, vendor): {"value": value, "level": level, "source": source}
        for criterion, vendor, value, level, source in rows.values_list(*names)
    }


def _put_fact(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    code, letter = key
    criterion, vendor = measured(selection).filter(code=code).first(), vendor_named(selection, letter)
    if criterion is None:
        raise ValidationError(_("This criterion is not measured any more."))
    if state is None:
        remove_fact(vendor, criterion=criterion, member=member, reason=reason)
    else:
        stood = cast(FactState, state)
        record_fact(vendor, criterion=criterion, **stood, member=member, reason=reason)


def vendor_named(selection: Selection, letter: str) -> Vendor:
    found: Vendor | None = selection.vendors.filter(code=letter).first()
    if found is None:
        raise ValidationError(_("This vendor is not there any more."))
    return found


def _name_of_fact(selection: Selection) -> Callable[[Key], str]:
    criteria = {row.code: text_of(row, "name") for row in Criterion.objects.filter(selection=selection)}
    vendors = _vendor_names(selection)
    return lambda key: f"{key[0]} {criteria.get(key[0], '')} · {key[1]} {vendors.get(key[1], '')}".strip()


def _vendor_names(selection: Selection) -> dict[str, str]:
    return {row.code: row.name for row in Vendor.objects.filter(selection=selection)}


def _fact_in_words(_selection: Selection, state: State) -> str:
    fact = cast(FactState, state)
    return " · ".join(filter(None, (fact["value"], level_name(fact["level"]), fact["source"])))


def _count_facts(count: int) -> str:
    return ngettext("%(count)s fact", "%(count)s facts", count) % {"count": count}


FACTS = TableKind(
    right="edit_facts",
    stored=_facts,
    put=one_by_one(_put_fact),
    name=_name_of_fact,
    words=_fact_in_words,
    counted=_count_facts,
    page=lambda row: reverse("facts", args=[row.selection.code]),
)


# Costs: vendor, item, both labels, quoted or outside, scenario -----------------------------------
def key_of(series: lines.Key, letter: str) -> Key:
    _vendor, item, label_zh, label_en, is_quoted, scenario = series
    return (letter, item, label_zh, label_en, QUOTED if is_quoted else OUTSIDE, scenario)


def _costs(selection: Selection) -> Stored:
    """Every series as a whole."""
    rows = CostLine.objects.filter(vendor__selection=selection).select_related("vendor").order_by("pk")
    found: dict[Key, SeriesState] = {}
    for row in rows:
        series = (row.vendor_id, row.item, row.label_zh, row.label_en, row.is_quoted, row.scenario)
        state = found.setdefault(key_of(series, row.vendor.code), {"amounts": {}, "is_everywhere": False})
        year = str(row.year)
        state["amounts"][year] = state["amounts"].get(year, 0) + row.amount
        state["is_everywhere"] = state["is_everywhere"] or row.is_everywhere
    return cast(dict[Key, State], found)


def _put_cost(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    """A series is put back as it was, also whether it follows into every scenario."""
    letter, item, label_zh, label_en, where, scenario = key
    vendor = vendor_named(selection, letter)
    wanted = (vendor.pk, item, label_zh, label_en, where == QUOTED, scenario)
    now = next((series for series in lines.series_of(selection) if series.key == wanted), None)
    if state is None:
        # What was entered for every scenario may have gone already, with a scenario that has gone.
        if now:
            lines.remove_line(vendor, series=now, member=member)
        return
    stood = cast(SeriesState, state)
    lines.record_line(
        vendor,
        item=item,
        label_zh=label_zh,
        label_en=label_en,
        is_quoted=where == QUOTED,
        scenarios=[scenario],
        amounts={int(year): amount for year, amount in stood["amounts"].items()},
        member=member,
        replaces=now,
        is_everywhere=stood["is_everywhere"],
        keeps_reach=False,
    )


def _name_of_cost(selection: Selection) -> Callable[[Key], str]:
    vendors = _vendor_names(selection)

    def name(key: Key) -> str:
        letter, item, label_zh, label_en, where, scenario = key
        label = pick({"zh": label_zh, "en": label_en})[0] or str(CostItem(item).label)
        quoted = _("quoted") if where == QUOTED else _("outside the quote")
        parts = (f"{letter} {vendors.get(letter, '')}".strip(), f"{item} {label}", quoted, scenario_name(scenario))
        return " · ".join(parts)

    return name


def _cost_in_words(selection: Selection, state: State) -> str:
    amounts = cast(SeriesState, state)["amounts"].items()
    return "; ".join(f"{year_name(selection, int(year))}: {Decimal(exact(minor, 'one')):,}" for year, minor in amounts)


def _count_costs(count: int) -> str:
    return ngettext("%(count)s cost", "%(count)s costs", count) % {"count": count}


def _page_of_costs(row: BroughtTable) -> str:
    """That of the first vendor in the table, who may have withdrawn since."""
    code, letters = row.selection.code, [key[0] for key, *_rest in row.changes[:1]]
    vendor = active(row.selection).filter(code__in=letters).first()
    return reverse("cost_lines_vendor", args=[code, vendor.code]) if vendor else reverse("cost_lines", args=[code])


COST_LINES = TableKind(
    right="edit_costs",
    stored=_costs,
    put=one_by_one(_put_cost),
    name=_name_of_cost,
    words=_cost_in_words,
    counted=_count_costs,
    page=_page_of_costs,
    may_know=may_see_prices,
    brought=CostEvent.TABLE_BROUGHT,
    undone=CostEvent.TABLE_UNDONE,
)
