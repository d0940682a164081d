"""What do the costs still lack, so that offers could not be compared fairly?"""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from analysis.decision_file.vocabulary import YEARLY_ITEMS
from analysis.tco import lacks_costs
from selection.models import Selection
from vendors.canonical import seat_plan
from vendors.costing.lines import Series, gap_text, missing_years, series_of
from vendors.costing.scenarios import scenario_name
from vendors.costing.seats import plan_text, unplanned
from vendors.costing.totals import Books, as_offer, books
from vendors.models import CostLine, SeatPrice, Vendor
from vendors.registry import active


def gaps(selection: Selection) -> list[str]:
    """Sentences that say which vendor, which cost and which years; empty when all can be compared."""
    return [*refused(selection), *uneven(selection)]


def refused(selection: Selection) -> list[str]:
    """Gaps with which no analysis is possible: a yearly cost or a seat plan that stops before the last year."""
    return [*_series_gaps(selection), *_plan_gaps(selection)]


def costless(selection: Selection) -> list[Vendor]:
    """Vendors in the race without a single cost line or seat price."""
    lines, prices = CostLine.objects.filter(vendor=OuterRef("pk")), SeatPrice.objects.filter(vendor=OuterRef("pk"))
    return list(active(selection).exclude(Exists(lines) | Exists(prices)))


def _series_gaps(selection: Selection) -> list[str]:
    codes = dict(active(selection).values_list("pk", "code"))
    groups: dict[tuple[int, str, str], list[Series]] = defaultdict(list)
    for series in series_of(selection):
        if series.item in YEARLY_ITEMS and series.vendor_id in codes:
            groups[series.vendor_id, series.item, series.scenario].append(series)
    found = []
    for (vendor, _item, scenario), group in groups.items():
        years = [year for series in group for year in series.amounts]
        missing = missing_years(years, selection.horizon)
        if missing:
            name = f"{codes[vendor]} {group[0].name} ({scenario_name(scenario)})"
            found.append(gap_text(name, missing, selection.horizon))
    return found


def _plan_gaps(selection: Selection) -> list[str]:
    plan = seat_plan(selection)
    found = [
        plan_text(
            _("Seat plan (%(scenario)s)") % {"scenario": scenario_name(code)},
            list(range(len(seats) + 1, selection.horizon + 1)),
            selection.horizon,
        )
        for code, seats in plan.items()
        if len(seats) < selection.horizon
    ]
    if SeatPrice.objects.filter(vendor__selection=selection).exists():
        text = _("There are prices per seat, but no seat plan for: %(scenario)s.")
        found += [text % {"scenario": scenario_name(code)} for code in unplanned(selection)]
    return found


def uneven(selection: Selection) -> list[str]:
    """A vendor whose costs of one scenario lack what those of another have: that is a gap, not a zero."""
    entered = books(selection)
    return [
        _uneven_text(vendor, code, entered)
        for vendor in entered.vendors
        for code in sorted({series.scenario for series in entered.series})
        if lacks_costs(as_offer(vendor, entered), code)
    ]


def _uneven_text(vendor: Vendor, scenario: str, entered: Books) -> str:
    has_some = any((one.vendor_id, one.scenario) == (vendor.pk, scenario) for one in entered.series)
    facts = {"vendor": vendor.code, "scenario": scenario_name(scenario)}
    if has_some:
        return _("%(vendor)s lacks a yearly cost in the scenario “%(scenario)s” that it has in another.") % facts
    return _("%(vendor)s has no costs in the scenario “%(scenario)s”.") % facts


def incomplete(entered: Books, scenario: str) -> list[Vendor]:
    """Whose total in a scenario leaves out what the vendor has elsewhere: not to be compared."""
    return [vendor for vendor in entered.vendors if lacks_costs(as_offer(vendor, entered), scenario)]
