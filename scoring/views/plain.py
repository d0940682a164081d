"""How is a sheet filled without a script: one form a cell, one page a criterion?"""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from criteria.models import Criterion
from scoring.forms import NOT_APPLICABLE, ScoreForm
from scoring.grid import grid
from scoring.rows import Cell, CriterionRow
from scoring.sheets import scorable
from selection.access import CommitteeRequest, committee
from selection.once import new_id
from vendors.models import Vendor


@committee("view_sheet")
def score_forms(request: CommitteeRequest) -> HttpResponse:
    """The criteria of one's sheet with how far each is."""
    return render(request, "scoring/forms.html", {"sheet": grid(request.member), "selection": request.selection})


@committee("view_sheet")
def score_form(request: CommitteeRequest, criterion: str) -> HttpResponse:
    """One criterion: a form a vendor."""
    return page(request, get_object_or_404(scorable(request.member), code=criterion))


def page(
    request: CommitteeRequest,
    criterion: Criterion,
    *,
    vendor: Vendor | None = None,
    form: ScoreForm | None = None,
    conflict: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one criterion; the form of `vendor` is shown as it was sent."""
    sheet = grid(request.member)
    if sheet is None:
        raise Http404
    rows = sheet.rows
    place = next(place for place, row in enumerate(rows) if row.criterion.pk == criterion.pk)
    cells = []
    for cell in rows[place].cells:
        shown = form if form and cell.vendor == vendor else _form(cell)
        known = sheet.known.get((cell.criterion.pk, cell.vendor.pk), [])
        cells.append({"cell": cell, "form": shown, "known": known, "conflict": conflict if shown is form else None})
    around = {"before": _code(rows, place - 1), "after": _code(rows, place + 1)}
    context = {
        "sheet": sheet,
        "row": rows[place],
        "cells": cells,
        "place": place + 1,
        "selection": request.selection,
        **around,
    }
    return render(request, "scoring/form.html", context, status=status)


def _form(cell: Cell) -> ScoreForm:
    score = NOT_APPLICABLE if cell.given.is_not_applicable else cell.given.score
    initial = {
        "score": "" if score is None else score,
        "level": cell.given.level,
        "rationale": cell.given.rationale,
        "version": cell.version,
        "operation": new_id(),
    }
    return ScoreForm(initial=initial, prefix=None, auto_id=f"id_{cell.vendor.code}_%s")


def _code(rows: list[CriterionRow], place: int) -> str:
    return rows[place].criterion.code if 0 <= place < len(rows) else ""


def back_to(request: CommitteeRequest, cell: Cell) -> HttpResponse:
    """The page that the form stood on, at its vendor."""
    messages.success(request, _("Saved: %(vendor)s.") % {"vendor": cell.vendor.name})
    url = reverse("score_form", args=[request.selection.code, cell.criterion.code])
    return redirect(f"{url}#vendor-{cell.vendor.code}")
