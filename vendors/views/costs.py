"""Which costs has each offer, line by line, and by which parameters are they compared?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selection.access import CommitteeRequest, committee, may
from selection.answering import hand_out, refuse, renew
from selection.brought import Import, imports
from selection.models import Phase
from selection.once import once
from selection.versions import Stale
from vendors import costing
from vendors.apart import flat_prices
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import years_of
from vendors.forms.costs import LineForm, ParametersForm, SeatPlanForm, SeatPriceForm
from vendors.models import Vendor
from vendors.numbers import big_unit, exact
from vendors.registry import active
from vendors.tables_out import costs_sheet
from vendors.views.prices import with_prices


@committee("view_costs")
@with_prices
def cost_lines(request: CommitteeRequest, letter: str = "") -> HttpResponse:
    """One vendor's costs; the first vendor's without a letter."""
    vendors = list(active(request.selection))
    vendor = get_object_or_404(active(request.selection), code=letter) if letter else next(iter(vendors), None)
    may_write = may(request.member, "edit_costs")
    page = {
        "selection": request.selection,
        "vendors": vendors,
        "vendor": vendor,
        "years": years_of(request.selection),
        "groups": _groups(request, vendor) if vendor else [],
        "prices": list(vendor.seat_prices.all()) if vendor else [],
        "plan": _plan(request),
        "official": costing.official(request.selection),
        "official_scenario": scenario_name(request.selection.scenario),
        "gaps": costing.gaps(request.selection),
        "flat": flat_prices(request.selection),
        "may_write": may_write,
        "imports": _imports(request) if may_write else [],
        "is_sealed": request.selection.phase != Phase.DEFINE,
    }
    return render(request, "vendors/cost_lines.html", page)


@committee("view_costs")
@require_safe
@with_prices
def cost_lines_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "cost_lines", costs_sheet(request.selection))


@once
@committee("edit_costs")
@with_prices
def cost_lines_line(request: CommitteeRequest, letter: str, line: int = 0) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    series = _series(vendor, line) if line else None
    form = LineForm(request.selection, request.POST or None, series=series)
    if request.method == "POST" and form.is_valid():
        try:
            costing.record_line(vendor, **form.fields_of_line(), member=request.member, replaces=series)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, " ".join(filter(None, [_("The cost is saved."), *form.echoes])))
            return redirect("cost_lines_vendor", request.selection.code, letter)
    page = {"selection": request.selection, "vendor": vendor, "form": form, "series": series}
    return render(request, "vendors/cost_line_form.html", page, status=422 if request.method == "POST" else 200)


@once
@committee("edit_costs")
@require_POST
@with_prices
def cost_lines_remove(request: CommitteeRequest, letter: str, line: int) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    try:
        costing.remove_line(vendor, series=_series(vendor, line), member=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The cost is removed."))
    return redirect("cost_lines_vendor", request.selection.code, letter)


@once
@committee("edit_costs")
@with_prices
def cost_lines_price(request: CommitteeRequest, letter: str, price: int = 0) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    known = get_object_or_404(vendor.seat_prices, pk=price) if price else None
    form = SeatPriceForm(request.selection, request.POST or None, price=known)
    if request.method == "POST" and form.is_valid():
        try:
            costing.record_seat_price(vendor, **form.fields_of_price(), member=request.member, replaces=known)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The price per seat is saved."))
            return redirect("cost_lines_vendor", request.selection.code, letter)
    page = {"selection": request.selection, "vendor": vendor, "form": form, "price": known}
    return render(request, "vendors/cost_price_form.html", page, status=422 if request.method == "POST" else 200)


@once
@committee("edit_costs")
@require_POST
@with_prices
def cost_lines_price_remove(request: CommitteeRequest, letter: str, price: int) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    costing.remove_seat_price(get_object_or_404(vendor.seat_prices, pk=price), member=request.member)
    messages.success(request, _("The price per seat is removed."))
    return redirect("cost_lines_vendor", request.selection.code, letter)


@committee("edit_costs")
def cost_lines_seats(request: CommitteeRequest) -> HttpResponse:
    form = SeatPlanForm(request.selection, costing.seat_plan(request.selection), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            costing.set_seat_plan(request.selection, plan=form.plan(), member=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The seat plan is saved."))
            return redirect("cost_lines", request.selection.code)
    years = [year for _number, year in years_of(request.selection)[1:]]
    page = {"selection": request.selection, "form": form, "years": years}
    return render(request, "vendors/cost_seats.html", page, status=422 if request.method == "POST" else 200)


@committee("edit_costs")
def cost_lines_parameters(request: CommitteeRequest) -> HttpResponse:
    """The official parameters: to be changed until the seal, to be read after it."""
    selection = request.selection
    form, status = ParametersForm(selection, costing.official(selection), request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        try:
            costing.set_parameters(
                selection, to=form.view(), member=request.member, version=form.cleaned_data["version"]
            )
        except Stale:
            now = costing.official(selection)
            renew(form, selection.version, f"{now.rate_text}%, {now.horizon}, {scenario_name(now.scenario)}")
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The official parameters are saved."))
            return redirect("cost_lines", selection.code)
    page = {
        "selection": selection,
        "form": form,
        "is_sealed": selection.phase != Phase.DEFINE,
        "official": costing.official(selection),
        "official_scenario": scenario_name(selection.scenario),
    }
    return render(request, "vendors/cost_parameters.html", page, status=status if request.method == "POST" else 200)


def _imports(request: CommitteeRequest) -> list[Import]:
    return [one for kind in ("cost_lines", "seat_prices") for one in imports(request.selection, kind)]


def _series(vendor: Vendor, line: int) -> costing.Series:
    series = costing.series_with(vendor, line)
    if series is None:
        raise Http404
    return series


def _groups(request: CommitteeRequest, vendor: Vendor) -> list[dict[str, Any]]:
    """The vendor's series a scenario, each with its amounts along the years and the sum below."""
    years = years_of(request.selection)
    own = [series for series in costing.series_of(request.selection) if series.vendor_id == vendor.pk]
    groups = []
    for code in costing.scenarios(request.selection):
        found = [series for series in own if series.scenario == code]
        rows = [{"series": series, "amounts": _by_year(series.amounts, years)} for series in found]
        summed = {year: sum(series.amounts.get(year, 0) for series in found) for one in found for year in one.amounts}
        group = {"code": code, "name": scenario_name(code), "rows": rows, "sums": _by_year(summed, years)}
        shown = [*(minor for series in found for minor in series.amounts.values()), *summed.values()]
        groups.append(group | {"total": sum(summed.values()), "places": places_of(shown)})
    return [group for group in groups if group["rows"]]


def places_of(amounts: Iterable[int]) -> int:
    """The decimals that one of the amounts needs, so that a table has as many everywhere."""
    return max((len(exact(minor, big_unit()).partition(".")[2]) for minor in amounts), default=0)


def _by_year(amounts: Mapping[int, int], years: list[tuple[int, str]]) -> list[tuple[str, int | None]]:
    return [(name, amounts.get(year)) for year, name in years]


def _plan(request: CommitteeRequest) -> list[tuple[str, list[int]]]:
    plan = costing.seat_plan(request.selection)
    return [(scenario_name(code), plan[code]) for code in costing.scenarios(request.selection) if code in plan]
