"""Which measured values are known of each vendor, and which are missing?"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from analysis.decision_file.vocabulary import WEAK
from criteria.models import Criterion
from selection import again
from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer, hand_out, refuse, renew, say_brought
from selection.bringing.answers import Answers, mark_of
from selection.bringing.memory import Recalled, recalled
from selection.brought import imports
from selection.fields import VersionField
from selection.forms.door import FileDoor
from selection.forms.parts import ask_when_late
from selection.once import once
from selection.table_kinds import Key
from selection.taking import empty_table
from selection.versions import Stale
from vendors.apart import flat_facts
from vendors.facts import measured, official_facts, record_fact, remove_fact
from vendors.forms.facts import FactForm, PasteFactsForm
from vendors.models import Fact, Origin, Vendor
from vendors.pasting.fact_block import FactBlock, read_facts
from vendors.pasting.fact_writing import asking, states_of, write_facts
from vendors.registry import active
from vendors.tables_out import facts_sheet, facts_to_fill_in


@committee("view")
def facts(request: CommitteeRequest) -> HttpResponse:
    vendors: list[Vendor] = list(active(request.selection))
    criteria: list[Criterion] = list(measured(request.selection))
    may_write = may(request.member, "edit_facts")
    official = official_facts(request.selection)
    own = Fact.objects.filter(vendor__selection=request.selection, origin=Origin.PROCUREMENT)
    beneath = {(fact.criterion_id, fact.vendor_id): fact for fact in own}
    rows: list[dict[str, Any]] = [
        {"criterion": row, "cells": _cells(row, vendors, official, beneath=beneath)} for row in criteria
    ]
    page = {
        "selection": request.selection,
        "vendors": vendors,
        "rows": rows,
        "missing": sum(cell["fact"] is None for row in rows for cell in row["cells"]),
        "weak": sum(cell["is_weak"] for row in rows for cell in row["cells"]),
        "may_write": may_write,
        "imports": imports(request.selection, "facts") if may_write else [],
        "may_measure": may(request.member, "edit_criteria"),
        "flat": flat_facts(request.selection),
    }
    return render(request, "vendors/facts.html", page)


@committee("view")
@require_safe
def facts_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "facts", facts_sheet(request.selection))


@committee("edit_facts")
def facts_cell(request: CommitteeRequest, criterion: str, letter: str) -> HttpResponse:
    leaf = get_object_or_404(measured(request.selection), code=criterion)
    row = get_object_or_404(active(request.selection), code=letter)
    known = {fact.origin: fact for fact in row.facts.filter(criterion=leaf)}
    form = ask_when_late(FactForm.of(known.get(Origin.PROCUREMENT), request.POST or None), request.selection)
    status = 422
    if request.method == "POST" and (form.is_valid() or "remove" in request.POST):
        try:
            _write(request, row, leaf, form=form)
        except Stale as stale:
            renew(form, *_present(stale))
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("facts", request.selection.code)
    page = {"selection": request.selection, "form": form, "criterion": leaf, "vendor": row, "known": known}
    return render(request, "vendors/facts_cell.html", page, status=status if request.method == "POST" else 200)


@committee("edit_facts")
@require_safe
def facts_empty(request: CommitteeRequest) -> HttpResponse:
    return as_answer(empty_table(facts_to_fill_in(request.selection), key="facts_empty", selection=request.selection))


@once
@committee("edit_facts")
def facts_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a block says; write it when it is sent a second time, from there."""
    return _paste(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_facts", is_one_act=False)
@require_POST
def facts_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too: reading it takes longer than the database should wait."""
    return _paste(request, FileDoor(request.POST, request.FILES))


def _paste(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = ask_when_late(PasteFactsForm(door.box(request.POST) or None), request.selection)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, coming, known = None, {}, Recalled()
    if is_read and form.is_valid():
        about = {name: form.cleaned_data[name] for name in ("level", "source")}
        block = form.cleaned_data["block"]
        try:
            known = recalled(*asking(request.selection, block), door.answers(block, request.POST))
            found = read_facts(request.selection, block, known.answers)
            coming = states_of(found, **about)
            if "write" in request.POST and known.is_shown and not found.bad:
                return _written(request, form, file=door.file_name, answers=known.answers)
        except ValidationError as error:
            refuse(form, error)
    vendors = list(active(request.selection))
    marks = again.marks(request.selection, "facts", coming) if coming else {}
    gone = again.vanished(request.selection, "facts", coming) if coming else []
    page = {
        "selection": request.selection,
        "form": form,
        "door": door,
        "found": found,
        "known": known,
        "mark": mark_of(form.cleaned_data["block"]) if found else "",
        "table": _preview(found, vendors, marks) if found else [],
        "tally": again.tally(marks.values()),
        "vanished": again.ticked(gone, request.POST.getlist("gone")),
        "changed": sum(cell.was_changed for cell in found.read) if found else 0,
        "vendors": vendors,
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, "vendors/facts_paste.html", page, status=door.refused_with if bad else 200)


def _cells(
    criterion: Criterion,
    vendors: list[Vendor],
    official: dict[tuple[int, int], Fact],
    *,
    beneath: dict[tuple[int, int], Fact],
) -> list[dict[str, Any]]:
    cells = []
    for vendor in vendors:
        fact, own = official.get((criterion.pk, vendor.pk)), beneath.get((criterion.pk, vendor.pk))
        from_poc = bool(fact and fact.origin == Origin.POC)
        cells.append(
            {
                "vendor": vendor,
                "fact": fact,
                "from_poc": from_poc,
                "beneath": own if from_poc else None,
                "is_weak": bool(fact and fact.level in WEAK),
            }
        )
    return cells


def _write(request: CommitteeRequest, row: Vendor, leaf: Criterion, *, form: FactForm) -> None:
    if "remove" in request.POST:
        version = _version_sent(request)
        reason = request.POST.get("reason", "")
        remove_fact(row, criterion=leaf, member=request.member, version=version, reason=reason)
    else:
        record_fact(row, criterion=leaf, **form.cleaned_data, member=request.member)


def _version_sent(request: CommitteeRequest) -> int:
    """A fact is removed although the rest of its form need not be valid."""
    try:
        return VersionField(required=False).clean(request.POST.get("version")) or 0
    except ValidationError as fault:
        raise ValidationError({"version": fault.messages}) from fault


def _present(stale: Stale) -> tuple[int, str]:
    fact = stale.current
    return (fact.version, fact.value) if isinstance(fact, Fact) and fact.pk else (0, "–")


def _written(request: CommitteeRequest, form: PasteFactsForm, *, file: str, answers: Answers) -> HttpResponse:
    count = write_facts(
        request.selection,
        **form.cleaned_data,
        member=request.member,
        file=file,
        remove=request.POST.getlist("gone"),
        answers=answers,
    )
    words = ngettext("%(count)s fact is written.", "%(count)s facts are written.", count)
    say_brought(request, "facts", words % {"count": count})
    return redirect("facts", request.selection.code)


def _preview(found: FactBlock, vendors: list[Vendor], marks: Mapping[Key, again.Mark]) -> list[dict[str, Any]]:
    """What was read, as the page will show it."""
    rows: dict[int, dict[str, Any]] = {}
    for cell in found.read:
        row = rows.setdefault(cell.criterion.pk, {"criterion": cell.criterion, "by_vendor": {}})
        row["by_vendor"][cell.vendor.pk] = (cell, marks[cell.key])
    return [
        {"criterion": row["criterion"], "cells": [row["by_vendor"].get(vendor.pk, (None, None)) for vendor in vendors]}
        for row in rows.values()
    ]
