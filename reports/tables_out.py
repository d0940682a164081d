"""Which tables do the results of a run and the record make for who takes them along?"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports import offers
from reports.findings.ranking import Absent, RankedVendor, absent, places
from reports.opened_run import OpenedRun
from reports.record.details import Change
from reports.record.reading import ShownEvent
from selection.formats import as_decimal, in_full
from selection.languages import text_of
from selection.models import Selection
from tables.writing import Cell, Sheet, muted
from vendors import costing, screening
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import year_name


def results_sheet(opened: OpenedRun) -> Sheet:
    """The ranking with the points of every category; who takes no part stands below, in grey."""
    head = [_("Rank"), _("Vendor"), _("Total points"), pgettext("of totals", "Low"), pgettext("of totals", "High")]
    head += [_("Chance of first place, %"), *(part.name for part in opened.categories), _("Remark")]
    rows = [_place(opened, place) for place in places(opened)]
    return Sheet(_("Results"), head, [*rows, *(_absent(opened, one) for one in absent(opened))], fixed=2)


def _place(opened: OpenedRun, place: RankedVendor) -> list[Cell]:
    shown = {segment.part.code: segment.shown for segment in place.segments}
    said = [_("shared")] if place.is_shared else []
    said += [_("%(needs)s pending") % {"needs": ", ".join(place.pending)}] if place.pending else []
    return [
        None if place.rank is None else Decimal(place.rank),
        f"{place.vendor.code} {place.vendor.name}",
        as_decimal(place.total),
        as_decimal(place.low),
        as_decimal(place.high),
        None if place.first is None else as_decimal(100 * place.first, 1),
        *(as_decimal(shown.get(part.code)) for part in opened.categories),
        pgettext("list", ", ").join(said) or None,
    ]


def _absent(opened: OpenedRun, one: Absent) -> list[Cell]:
    kind = _("Withdrawn") if one.is_withdrawn else _("excluded")
    why = " – ".join([kind, *(reason for reason in one.reasons if reason != "–")])
    gap = [None] * (3 + len(opened.categories))
    row: list[Cell] = [None, f"{one.vendor.code} {one.vendor.name}", as_decimal(one.total), *gap, why]
    return muted(row)


def tco_sheet(selection: Selection, view: costing.View) -> Sheet:
    """Of every scenario what each offer costs in all, by kind of cost and by year; what is excluded stands in grey."""
    entered, out = costing.books(selection), screening.excluded(screening.states(selection))
    found = [
        (code, cost)
        for code in costing.scenarios(selection)
        for costs in offers.compared(
            costing.money(selection, view=replace(view, scenario=code), read=entered), entered, code
        )
        for cost in costs
    ]
    groups = offers.groups_of(offers.priced([cost for _code, cost in found]))
    money = {"currency": selection.currency}
    head = [pgettext("growth of seats", "Scenario"), _("Vendor"), _("Total (%(currency)s)") % money]
    head += [f"{group.name} ({selection.currency})" for group in groups]
    head += [_("Outside the quote, %"), _("Quoted, not discounted (%(currency)s)") % money]
    head += [f"{year_name(selection, year)} ({selection.currency})" for year in range(view.horizon + 1)]
    rows = [_offer(code, cost, [group.key for group in groups], is_out=cost.vendor.pk in out) for code, cost in found]
    return Sheet(_("Total cost"), [*head, _("Remark")], rows, fixed=2)


def _offer(code: str, cost: costing.VendorCost, groups: list[str], *, is_out: bool) -> list[Cell]:
    sums = offers.by_group(cost.parts)
    share = None if cost.tco is None or cost.hidden_share is None else as_decimal(100 * cost.hidden_share, 1)
    said = [_("excluded")] if is_out else []
    said += [_("not compared")] if cost.tco is None else []
    row: list[Cell] = [
        scenario_name(code),
        f"{cost.vendor.code} {text_of(cost.vendor, 'name')}",
        in_full(cost.tco),
        *(in_full(None if cost.tco is None else sums.get(key)) for key in groups),
        share,
        in_full(cost.quote),
        *(in_full(None if cost.tco is None else amount) for amount in cost.by_year),
        pgettext("list", ", ").join(said) or None,
    ]
    return muted(row) if is_out else row


def record_sheet(lines: Iterable[ShownEvent]) -> Sheet:
    """Every event that the reader may know of, the latest first."""
    head = [pgettext("event", "No."), _("When"), _("Who"), _("Roles"), _("What was done"), _("About")]
    head += [_("Reason"), _("Before and after")]
    return Sheet(pgettext("page", "Record"), head, [_event(line) for line in lines], fixed=2)


def _event(line: ShownEvent) -> list[Cell]:
    return [
        None if line.sequence is None else Decimal(line.sequence),
        timezone.localtime(line.at).replace(tzinfo=None, second=0, microsecond=0),
        line.who,
        line.roles or None,
        line.act,
        line.object or None,
        line.reason or None,
        _("What it held was erased.") if line.is_erased else "\n".join(map(_change, line.changes)) or None,
    ]


def _change(change: Change) -> str:
    before = f"{change.before} → " if change.before else ""
    return f"{change.label}: {before}{change.after or '–'}"
