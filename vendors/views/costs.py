"""Which costs has each offer, line by line, and by which parameters are they compared?"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selection import again, blindness
from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer, hand_out, refuse, renew, say_brought
from selection.bringing.answers import answers_to, mark_of
from selection.bringing.memory import Recalled, recalled
from selection.brought import imports
from selection.forms.door import FileDoor
from selection.models import Phase
from selection.once import once
from selection.taking import empty_table
from selection.versions import Stale
from vendors import costing
from vendors.apart import flat_prices
from vendors.costing.scenarios import scenario_name
from vendors.costing.years import year_name
from vendors.forms.costs import LineForm, ParametersForm, PasteCostsForm, SeatPlanForm, SeatPriceForm
from vendors.models import Vendor
from vendors.numbers import big_unit, exact
from vendors.pasting.cost_names import words_of_items
from vendors.pasting.cost_writing import Compared, asking, compared, vanished, write_costs
from vendors.registry import active
from vendors.tables_out import costs_sheet, costs_to_fill_in
from vendors.visibility import hidden_from, may_know_of_prices

P = ParamSpec("P")
PriceView = Callable[Concatenate[CommitteeRequest, P], HttpResponse]


def with_prices(view: PriceView[P]) -> PriceView[P]:
    """Let in who may see prices; for others the page that says why not, or asks to open them first."""

    @wraps(view)
    def guarded(request: CommitteeRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        hidden = hidden_from(request.member)
        if hidden is None:
            return view(request, *args, **kwargs)
        status = 409 if request.method == "POST" else 200
        return render(request, "vendors/cost_hidden.html", {**hidden, "page": "cost_lines"}, status=status)

    return guarded


@committee("open_prices")
@require_POST
def open_prices(request: CommitteeRequest) -> HttpResponse:
    """From now on this person sees prices here, and gets no sheet; who scores is told why not."""
    if not may_know_of_prices(request.member):
        return render(request, "vendors/cost_hidden.html", hidden_from(request.member), status=409)
    blindness.open_prices(request.member)
    return redirect("costs" if request.POST.get("page") == "costs" else "cost_lines", request.selection.code)


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
        "years": _years(request),
        "groups": _groups(request, vendor) if vendor else [],
        "prices": list(vendor.seat_prices.all()) if vendor else [],
        "plan": _plan(request),
        "official": costing.official(request.selection),
        "official_scenario": scenario_name(request.selection.scenario),
        "gaps": costing.gaps(request.selection),
        "flat": flat_prices(request.selection),
        "may_write": may_write,
        "imports": imports(request.selection, "cost_lines") if may_write else [],
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
@require_safe
@with_prices
def cost_lines_empty(request: CommitteeRequest, letter: str) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    return as_answer(empty_table(costs_to_fill_in(vendor), key="cost_lines_empty", selection=request.selection))


@once
@committee("edit_costs")
@with_prices
def cost_lines_paste(request: CommitteeRequest, letter: str) -> HttpResponse:
    """Show what a block says; write it when it is sent a second time, from there."""
    return _paste(request, letter, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_costs", is_one_act=False)
@require_POST
@with_prices
def cost_lines_preview(request: CommitteeRequest, letter: str) -> HttpResponse:
    """The same, without writing, of a file too: reading it takes longer than the database should wait."""
    door = FileDoor(request.POST, request.FILES)
    door.is_valid()
    # The file is read by now: only the trial is one act.
    with transaction.atomic():
        return _paste(request, letter, door)


def _paste(request: CommitteeRequest, letter: str, door: FileDoor) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter)
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = PasteCostsForm(request.selection, door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, rows, gone, numbers, known = None, [], [], request.POST.getlist("gone"), Recalled()
    if is_read and form.is_valid():
        codes, block, unit = list(form.chosen_scenarios()), form.cleaned_data["block"], form.cleaned_data["unit"]
        about = {"unit": unit, "is_everywhere": form.is_everywhere, "file": door.file_name}
        known = recalled(*asking(vendor, block, unit=unit), answers_to(block, request.POST))
        is_trial = "write" not in request.POST or not known.is_shown
        try:
            found = write_costs(
                vendor,
                block,
                scenarios=codes,
                **about,
                member=request.member,
                is_trial=is_trial,
                remove=() if is_trial else numbers,
                answers=known.answers,
            )
            if not is_trial and not found.bad:
                return _written(request, letter, len(found.read))
            rows, gone = compared(vendor, found, codes), vanished(vendor, found, codes)
        except ValidationError as error:
            refuse(form, error)
    page = {
        "selection": request.selection,
        "vendor": vendor,
        "form": form,
        "found": found,
        "known": known,
        "mark": mark_of(form.cleaned_data["block"]) if found else "",
        "items": words_of_items(),
        **_beside(rows, again.ticked(gone, numbers)),
        "door": door,
        "years": _years(request),
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, "vendors/cost_paste.html", page, status=door.refused_with if bad else 200)


def _beside(rows: list[Compared], gone: list[tuple[again.Vanished, bool]]) -> dict[str, Any]:
    """What the block says, beside what is on record."""
    return {
        "rows": [(one.row, one) for one in rows],
        "tally": again.tally([one.mark for one in rows]),
        "vanished": gone,
    }


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
    years = [year for _number, year in _years(request)[1:]]
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


def _years(request: CommitteeRequest) -> list[tuple[int, str]]:
    return [(year, year_name(request.selection, year)) for year in range(request.selection.horizon + 1)]


def _series(vendor: Vendor, line: int) -> costing.Series:
    series = costing.series_with(vendor, line)
    if series is None:
        raise Http404
    return series


def _groups(request: CommitteeRequest, vendor: Vendor) -> list[dict[str, Any]]:
    """The vendor's series a scenario, each with its amounts along the years and the sum below."""
    years = _years(request)
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


def _written(request: CommitteeRequest, letter: str, count: int) -> HttpResponse:
    words = ngettext("%(count)s cost is written.", "%(count)s costs are written.", count)
    say_brought(request, "cost_lines", words % {"count": count})
    return redirect("cost_lines_vendor", request.selection.code, letter)
