"""What is needed, and does each vendor meet the must-haves?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer, hand_out, refuse
from selection.bringing.lists import to_fill_in
from selection.bringing.page import pasted
from selection.brought import imports
from selection.forms.door import FileDoor
from selection.forms.parts import ask_when_late
from selection.models import MoSCoW, Requirement
from selection.once import once
from selection.taking import empty_table
from vendors import screening
from vendors.forms.needs import JudgementForm, NeedForm
from vendors.models import Judgement, Vendor
from vendors.needs import add_requirement, edit_requirement, listed, remove_requirement
from vendors.pasting.need_list import NEEDS
from vendors.registry import active
from vendors.tables_out import needs_sheet

MANY_MUSTS = 12


@committee("view")
def needs(request: CommitteeRequest) -> HttpResponse:
    found = list(listed(request.selection))
    vendors = list(active(request.selection))
    musts = [need for need in found if need.moscow == MoSCoW.MUST]
    states = screening.states(request.selection)
    may_edit = may(request.member, "edit_needs")
    page = {
        "selection": request.selection,
        "vendors": vendors,
        "rows": _rows(request, musts, vendors, states=states),
        "wishes": [(kind, [need for need in found if need.moscow == kind]) for kind in list(MoSCoW)[1:]],
        "count": len(found),
        "must_count": len(musts),
        **_summary(musts, vendors, states),
        "may_edit": may_edit,
        "imports": imports(request.selection, "needs") if may_edit else [],
        "may_judge": may(request.member, "judge_needs") and bool(vendors),
    }
    return render(request, "vendors/needs.html", page)


@committee("view")
@require_safe
def needs_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "needs", needs_sheet(request.selection))


@once
@committee("edit_needs")
def needs_add(request: CommitteeRequest) -> HttpResponse:
    form = NeedForm(request.selection, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            need = add_requirement(request.selection, **form.fields_of_need(), member=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(code)s is on the list.") % {"code": need.code})
            return redirect("needs", request.selection.code)
    return _form(request, form, None)


@committee("edit_needs")
@require_safe
def needs_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = to_fill_in(NEEDS, _("Needs"))
    return as_answer(empty_table(sheet, key="needs_empty", selection=request.selection))


@once
@committee("edit_needs")
def needs_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list says; write it when it is sent a second time, from there."""
    return _list_page(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_needs", is_one_act=False)
@require_POST
def needs_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _list_page(request, FileDoor(request.POST, request.FILES))


@committee("edit_needs")
def needs_edit(request: CommitteeRequest, need: str) -> HttpResponse:
    requirement = get_object_or_404(listed(request.selection), code=need)
    form = NeedForm.of(requirement, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edit_requirement(requirement, **form.fields_of_need(), member=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(code)s is saved.") % {"code": requirement.code})
            return redirect("needs", request.selection.code)
    return _form(request, form, requirement)


@once
@committee("edit_needs")
@require_POST
def needs_remove(request: CommitteeRequest, need: str) -> HttpResponse:
    requirement = get_object_or_404(request.selection.requirements, code=need)
    remove_requirement(requirement, member=request.member)
    messages.success(request, _("%(code)s is removed.") % {"code": need})
    return redirect("needs", request.selection.code)


@committee("judge_needs")
def needs_judge(request: CommitteeRequest, need: str) -> HttpResponse:
    requirement = get_object_or_404(listed(request.selection), code=need, moscow=MoSCoW.MUST, rule=None)
    known = {judgement.vendor_id: judgement for judgement in requirement.judgements.all()}
    forms = [JudgementForm(row, known.get(row.pk), request.POST or None) for row in active(request.selection)]
    why = ask_when_late(Form(request.POST or None), request.selection)
    if request.method == "POST" and all(form.is_valid() for form in (*forms, why)):
        judged = {form.vendor: (form.cleaned_data["state"], form.cleaned_data["note"]) for form in forms}
        try:
            screening.judge_all(requirement, judged=judged, member=request.member, **why.cleaned_data)
        except ValidationError as error:
            refuse(why, error)
        else:
            messages.success(request, _("%(code)s is judged.") % {"code": requirement.code})
            return redirect("needs", request.selection.code)
    page = {"selection": request.selection, "need": requirement, "forms": forms, "why": why}
    return render(request, "vendors/needs_judge.html", page, status=422 if request.method == "POST" else 200)


def _form(request: CommitteeRequest, form: NeedForm, need: Requirement | None) -> HttpResponse:
    page = {"selection": request.selection, "form": form, "need": need}
    return render(request, "vendors/needs_form.html", page, status=422 if request.method == "POST" else 200)


def _rows(
    request: CommitteeRequest, musts: list[Requirement], vendors: list[Vendor], *, states: dict[tuple[int, int], str]
) -> list[dict[str, Any]]:
    """Each must-have with its state and note for each vendor."""
    judgements = Judgement.objects.filter(requirement__selection=request.selection)
    notes = {(judgement.requirement_id, judgement.vendor_id): judgement.note for judgement in judgements}
    claimed = screening.claimed_only(request.selection)
    rows = []
    for must in musts:
        has_rule = hasattr(must, "rule")
        cells = [
            {
                "vendor": vendor,
                "state": states[must.pk, vendor.pk],
                "is_claimed": (must.pk, vendor.pk) in claimed,
                "note": "" if has_rule else notes.get((must.pk, vendor.pk), ""),
            }
            for vendor in vendors
        ]
        rows.append({"need": must, "rule": must.rule if has_rule else None, "cells": cells})
    return rows


def _summary(musts: list[Requirement], vendors: list[Vendor], states: dict[tuple[int, int], str]) -> dict[str, Any]:
    by_vendor = screening.overall(states)
    overall = [(vendor, by_vendor.get(vendor.pk, "pass" if musts else "")) for vendor in vendors]
    failed_by_all = [
        must for must in musts if vendors and all(states[must.pk, vendor.pk] == "fail" for vendor in vendors)
    ]
    left = sum(state != "fail" for _vendor, state in overall)
    return {
        "overall": overall,
        "states": {state: sum(state == found for _vendor, found in overall) for state in ("pass", "fail", "pending")},
        "failed_by_all": failed_by_all,
        "has_many_musts": len(musts) > MANY_MUSTS,
        "has_few_left": len(vendors) > 1 and left < 2,
        "left": left,
    }


def _list_page(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    return pasted(request, NEEDS, door, template="vendors/needs_paste.html", page="needs")
