"""How does one person see, fill and hand in a sheet?"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import sheets
from scoring.cells import entry
from scoring.events import ScoringEvent
from scoring.forms import ScoreForm
from scoring.grid import Grid, grid
from scoring.models import Score
from scoring.rows import Cell
from scoring.templatetags.sheet import one_cell
from scoring.views import plain
from scoring.views.rounds import without_sheet
from scoring.visibility import may_see_counts
from scoring.words import Word, words
from selection import ledger
from selection.access import CommitteeRequest, committee, may
from selection.answering import refuse
from selection.fragments import wants_fragment
from selection.models import Selection
from selection.once import once
from selection.phases import Blocked
from selection.versions import Stale


@dataclass(frozen=True)
class Page:
    """A sheet, and what its script says."""

    selection: Selection
    sheet: Grid
    words: dict[str, Word]
    may_see_round: bool
    may_see_scores: bool


@committee("view")
def scoring(request: CommitteeRequest) -> HttpResponse:
    """One's own sheet; for who has none, how far the round is."""
    sheet = grid(request.member) if may(request.member, "view_sheet") else None
    if sheet is None:
        return without_sheet(request)
    page = Page(
        selection=request.selection,
        sheet=sheet,
        words=words(),
        may_see_round=may_see_counts(request.member),
        may_see_scores=may(request.member, "view_scores"),
    )
    return render(request, "scoring/sheet.html", vars(page))


@committee("score")
@require_POST
def save_score(request: CommitteeRequest, criterion: str, vendor: str) -> HttpResponse:
    """Save one cell and answer with it: 200, 409 with both values, or 422 with the fault."""
    cell = sheets.cell(request.member, criterion=criterion, vendor=vendor)
    form = ScoreForm(request.POST)
    if form.was_tampered_with:
        # Nobody types these fields, so there is nobody whom a sentence would help.
        return HttpResponseBadRequest()
    if not form.is_valid():
        return _refused(request, cell, form)
    try:
        mark = sheets.record_score(request.member, criterion=cell.criterion, vendor=cell.vendor, **form.cleaned_data)
    except Stale as stale:
        assert isinstance(stale.current, Score)  # other verbs raise it about other rows
        return _conflict(request, cell, form, stored=stale.current)
    except ValidationError as fault:
        refuse(form, fault)
        return _refused(request, cell, form)
    return _saved(request, cell, mark)


def _saved(request: CommitteeRequest, cell: Cell, mark: Score) -> HttpResponse:
    if not wants_fragment(request):
        return plain.back_to(request, cell)
    return HttpResponse(one_cell(_filled(cell, mark)))


def _refused(request: CommitteeRequest, cell: Cell, form: ScoreForm) -> HttpResponse:
    if not wants_fragment(request):
        return plain.page(request, cell.criterion, vendor=cell.vendor, form=form, status=422)
    return HttpResponse(render_to_string("scoring/_fault.html", {"form": form}), status=422)


def _conflict(request: CommitteeRequest, cell: Cell, form: ScoreForm, *, stored: Score) -> HttpResponse:
    context = {"cell": cell, "mine": form.entry, "stored": _filled(cell, stored)}
    if not wants_fragment(request):
        form = form.based_on(stored.version)
        return plain.page(request, cell.criterion, vendor=cell.vendor, form=form, conflict=context, status=409)
    return HttpResponse(render_to_string("scoring/_conflict.html", context), status=409)


def _filled(cell: Cell, mark: Score) -> Cell:
    return replace(cell, given=entry(mark), version=mark.version, saved_at=mark.updated_at)


@once
@committee("score")
@require_POST
def submit_sheet(request: CommitteeRequest) -> HttpResponse:
    """Declare the sheet complete, or list what it still lacks."""
    try:
        sheets.submit(request.member)
    except Blocked as refusal:
        sheet = grid(request.member)
        context = {"blockers": refusal.blockers, "sheet": sheet, "selection": request.selection}
        return render(request, "scoring/missing.html", context, status=409)
    messages.success(request, _("Submitted. When the round closes, the scores are locked and compared."))
    messages.info(request, ledger.receipt(request.member, ScoringEvent.SHEET_SUBMITTED))
    return redirect("scoring", request.selection.code)


@once
@committee("score")
@require_POST
def withdraw_sheet(request: CommitteeRequest) -> HttpResponse:
    """Take a submitted sheet back to change it."""
    sheets.take_back(request.member)
    return redirect("scoring", request.selection.code)
