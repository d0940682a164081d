"""What do the costs still lack, so that offers could not be compared fairly?"""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from analysis.decision_file.vocabulary import YEARLY_ITEMS
from selection.models import Selection
from vendors.costing.lines import Series, gap_text, missing_years, series_of
from vendors.costing.scenarios import scenario_name
from vendors.costing.seats import plan_text, seat_plan, unplanned
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
    """A vendor with costs in one scenario only has none in the others: that is a gap, not a zero."""
    in_use: dict[int, set[str]] = defaultdict(set)
    for series in series_of(selection):
        in_use[series.vendor_id].add(series.scenario)
    everywhere = set().union(*in_use.values()) if in_use else set()
    text = _("%(vendor)s has no costs in the scenario “%(scenario)s”.")
    return [
        text % {"vendor": vendor.code, "scenario": scenario_name(code)}
        for vendor in active(selection)
        for code in sorted(everywhere - in_use[vendor.pk])
        if in_use[vendor.pk]
    ]
