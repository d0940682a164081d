"""How is the POC planned, and how are its results recorded?"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm, Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from poc import plan, trials
from poc.board import SHOWN_OPEN, TrialCell, board, coverage, musts, still_open
from poc.forms import ScenarioForm, TrialForm, WindowForm
from poc.models import Plan, Scenario, Trial
from poc.tables_out import poc_sheet
from poc.window import window
from selection.access import CommitteeRequest, committee, may
from selection.answering import hand_out, refuse, renew
from selection.brought import imports
from selection.forms.parts import ask_when_late
from selection.fragments import wants_fragment
from selection.once import once
from selection.versions import Stale
from vendors import registry, screening

SHOWS = ("failed", "untested")


@dataclass(frozen=True)
class Opened:
    """The cell whose form stands open in the table."""

    scenario: Scenario
    key: str
    cell: TrialCell
    form: TrialForm


@committee("view")
def poc(request: CommitteeRequest) -> HttpResponse:
    return _page(request)


@committee("view")
@require_safe
def poc_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "poc", poc_sheet(request.selection))


@committee("plan_poc")
@require_POST
def poc_window(request: CommitteeRequest) -> HttpResponse:
    form = ask_when_late(WindowForm(request.POST), request.selection)
    if form.is_valid():
        try:
            plan.set_window(request.selection, **form.cleaned_data, member=request.member)
            return redirect("poc", request.selection.code)
        except ValidationError as error:
            refuse(form, error)
    return _page(request, window_form=form, status=422)


@once
@committee("plan_poc")
def poc_add_scenario(request: CommitteeRequest) -> HttpResponse:
    form = ask_when_late(ScenarioForm(request.selection, request.POST or None), request.selection)
    if request.method == "POST" and form.is_valid():
        try:
            scenario = plan.add_scenario(
                request.selection, outline=form.outline(), member=request.member, reason=_reason(form)
            )
            messages.success(request, _("%(code)s is in the plan.") % {"code": scenario.code})
            return redirect("poc", request.selection.code)
        except ValidationError as error:
            refuse(form, error)
    return _scenario_page(request, form)


@committee("plan_poc")
def poc_edit_scenario(request: CommitteeRequest, scenario: str) -> HttpResponse:
    row = get_object_or_404(request.selection.poc_scenarios, code=scenario)
    form = ask_when_late(ScenarioForm.of(row, request.POST or None), request.selection)
    if request.method == "POST" and form.is_valid():
        try:
            plan.edit_scenario(row, outline=form.outline(), member=request.member, reason=_reason(form))
            messages.success(request, _("%(code)s is saved.") % {"code": row.code})
            return redirect("poc", request.selection.code)
        except ValidationError as error:
            refuse(form, error)
    return _scenario_page(request, form, row)


@once
@committee("plan_poc")
def poc_remove_scenario(request: CommitteeRequest, scenario: str) -> HttpResponse:
    """Ask with what goes with it on the table, then delete."""
    row = get_object_or_404(request.selection.poc_scenarios, code=scenario)
    form = ask_when_late(Form(request.POST if request.method == "POST" else None), request.selection)
    if form.is_valid():
        try:
            plan.remove_scenario(row, member=request.member, reason=_reason(form))
            messages.success(request, _("%(code)s is removed.") % {"code": scenario})
            return redirect("poc", request.selection.code)
        except ValidationError as error:
            refuse(form, error)
    recorded = row.trials.exclude(result="untested").select_related("vendor").order_by("vendor__code")
    page = {"scenario": row, "recorded": recorded, "form": form}
    return render(request, "poc/remove.html", page, status=422 if form.errors else 200)


@committee("record_trial")
def poc_trial(request: CommitteeRequest, scenario: str, letter: str) -> HttpResponse:
    """One cell: its form in the table, or what was sent from it."""
    row = get_object_or_404(request.selection.poc_scenarios.select_related("measures"), code=scenario)
    vendor = get_object_or_404(registry.active(request.selection), code=letter)
    trial = Trial.objects.filter(scenario=row, vendor=vendor).first()
    cell = TrialCell(row, vendor, trial)
    form, status = ask_when_late(TrialForm.of(trial, request.POST or None), request.selection), 422
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            shared = {"member": request.member, "version": version, "reason": _reason(form)}
            trials.record_trial(row, vendor=vendor, outcome=form.outcome(), **shared)
            return _saved(request, cell)
        except Stale as stale:
            renew(form, *_present(row, stale))
            status = 409
        except ValidationError as error:
            refuse(form, error)
    opened = Opened(row, cell.key, cell, form)
    return _page(request, opened=opened, status=status if request.method == "POST" else 200)


def _reason(form: BaseForm) -> str:
    """Why after the round has closed; nothing while nobody is asked."""
    return str(form.cleaned_data.get("reason", ""))


def _present(scenario: Scenario, stale: Stale) -> tuple[int, str]:
    """The version and the words of what somebody else wrote."""
    trial = stale.current
    assert isinstance(trial, Trial)
    cell = TrialCell(scenario, trial.vendor, trial)
    parts = [str(cell.result.label), cell.measured, cell.note]
    return trial.version if trial.pk else 0, " · ".join(part for part in parts if part)


def _saved(request: CommitteeRequest, cell: TrialCell) -> HttpResponse:
    if wants_fragment(request):
        return _page(request, focus=cell.key)
    url = reverse("poc", args=[request.selection.code])
    show = _show(request)
    return redirect(f"{url}{'?' + urlencode({'show': show}) if show else ''}#cell-{cell.key}")


def _show(request: CommitteeRequest) -> str:
    wanted = request.GET.get("show", "")
    return wanted if wanted in SHOWS else ""


def _page(
    request: CommitteeRequest,
    *,
    opened: Opened | None = None,
    window_form: WindowForm | None = None,
    focus: str = "",
    status: int = 200,
) -> HttpResponse:
    """The plan: the whole page, or the board alone for a script."""
    selection = request.selection
    found, needs = board(selection, show=_show(request)), musts(selection)
    states = screening.states(selection)
    unfinished = still_open(found, needs, states)
    timing = Plan.objects.filter(selection=selection).first()
    context: dict[str, Any] = {
        "selection": selection,
        "board": found,
        "open": unfinished[:SHOWN_OPEN],
        "more_open": len(unfinished) - SHOWN_OPEN,
        "excluded": screening.excluded(states),
        "coverage": coverage(selection, found, needs),
        "window": window(timing, timezone.localdate()),
        "window_form": window_form or ask_when_late(WindowForm.of(timing), selection),
        "opened": opened,
        "focus": focus,
        "may_plan": may(request.member, "plan_poc"),
        "may_record": may(request.member, "record_trial"),
        "imports": [],
    }
    if not wants_fragment(request):
        kinds = {"scenarios": context["may_plan"], "trials": context["may_record"]}
        context["imports"] = [one for kind, is_own in kinds.items() if is_own for one in imports(selection, kind)]
    template = "poc/_board.html" if wants_fragment(request) else "poc/plan.html"
    return render(request, template, context, status=status)


def _scenario_page(request: CommitteeRequest, form: ScenarioForm, scenario: Scenario | None = None) -> HttpResponse:
    context = {"form": form, "scenario": scenario, "groups": plan.groups(request.selection.poc_scenarios.all())}
    return render(request, "poc/scenario_form.html", context, status=422 if request.method == "POST" else 200)
