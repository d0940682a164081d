"""How does a committee open a round, watch it, close it and see everybody's marks?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scoring import rounds
from scoring.counting import to_tell
from scoring.forms import CloseForm, ClosingTimeForm
from scoring.progress import progress
from scoring.reveal import everybody
from scoring.tables_out import scores_sheet
from scoring.visibility import may_see_activity, may_see_counts
from selection import ledger
from selection.access import CommitteeRequest, committee, may
from selection.answering import hand_out
from selection.events import CourseEvent
from selection.once import once
from vendors.visibility import may_know_of_prices


def without_sheet(request: CommitteeRequest) -> HttpResponse:
    """What the stage shows to somebody who has no sheet now."""
    if may_see_counts(request.member):
        return render(request, "scoring/round.html", _round(request))
    return _waiting(request)


@committee("view_progress")
def scoring_round(request: CommitteeRequest) -> HttpResponse:
    """How far everybody is: counts, never values; who must not see them yet has a sheet to fill."""
    if not may_see_counts(request.member):
        return redirect("scoring", request.selection.code)
    return render(request, "scoring/round.html", _round(request))


def _round(request: CommitteeRequest, form: ClosingTimeForm | None = None) -> dict[str, Any]:
    rows = progress(request.selection)
    form = form or ClosingTimeForm(initial={"closes_at": request.selection.scoring_closes_at})
    return {
        "round": rounds.current(request.selection),
        "rows": rows,
        "shows_activity": may_see_activity(request.member),
        "done": sum(row["done"] for row in rows),
        "total": sum(row["total"] for row in rows),
        "submitted": sum(row["submitted"] is not None for row in rows),
        "form": form,
        "selection": request.selection,
        "told": to_tell(request.selection),
        "may": {right: may(request.member, right) for right in ("close_round", "keep_means", "view_scores")},
    }


def _waiting(request: CommitteeRequest, form: ClosingTimeForm | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"selection": request.selection}
    if may(request.member, "open_scoring"):
        context |= {"form": form or ClosingTimeForm(), "blockers": rounds.opening_blockers(request.selection)}
        context |= {"rows": progress(request.selection), "costs": _costs(request)}
    return render(request, "scoring/waiting.html", context, status=status)


def _costs(request: CommitteeRequest) -> list[str]:
    """Missing costs, for who may know of prices now."""
    return rounds.cost_warnings(request.selection) if may_know_of_prices(request.member) else []


@once
@committee("open_scoring")
@require_POST
def open_scoring(request: CommitteeRequest) -> HttpResponse:
    form = ClosingTimeForm(request.POST)
    if form.is_valid():
        try:
            rounds.open_scoring(request.selection, member=request.member, **form.cleaned_data)
            return redirect("scoring", request.selection.code)
        except ValidationError as fault:
            form.add_error(None, fault)
    return _waiting(request, form, status=422)


@committee("close_round")
@require_POST
def closing_time(request: CommitteeRequest) -> HttpResponse:
    """Move the time at which the chair means to close."""
    form = ClosingTimeForm(request.POST)
    if form.is_valid():
        try:
            rounds.change_closing_time(request.selection, member=request.member, **form.cleaned_data)
            return redirect("scoring_round", request.selection.code)
        except ValidationError as fault:
            form.add_error(None, fault)
    return render(request, "scoring/round.html", _round(request, form), status=422)


@once
@committee("close_round")
def close_round(request: CommitteeRequest) -> HttpResponse:
    """Ask with the gaps on the table, then close."""
    sheets = progress(request.selection)
    # A sheet without a mark has nothing to be left out.
    unsubmitted = [row["member"] for row in sheets if row["done"] and not row["submitted"]]
    form = CloseForm(request.POST or None, people=unsubmitted)
    if request.method == "POST" and form.is_valid():
        typed = {"reason": form.cleaned_data["reason"], "left_out": form.left_out}
        try:
            rounds.close_round(request.selection, member=request.member, **typed)
            messages.info(request, ledger.receipt(request.member, CourseEvent.MOVED))
            return redirect("scoring_round", request.selection.code)
        except ValidationError as fault:
            form.add_error(None, fault)
    rows = [row for row in sheets if row["done"] < row["total"]]
    gaps = sum(row["total"] - row["done"] for row in rows)
    context = {"form": form, "rows": rows, "gaps": gaps, "costs": _costs(request), "selection": request.selection}
    return render(request, "scoring/close.html", context, status=422 if form.errors else 200)


@once
@committee("keep_means")
def keep_means(request: CommitteeRequest) -> HttpResponse:
    """Ask, then reveal the marks and keep the mean of every cell."""
    if request.method != "POST":
        return render(request, "scoring/keep.html", {"selection": request.selection})
    rounds.keep_means(request.selection, member=request.member)
    return redirect("scores", request.selection.code)


@committee("view_scores")
def scores(request: CommitteeRequest) -> HttpResponse:
    """Everybody's marks, once the committee sees them."""
    context = {"table": everybody(request.member), "told": to_tell(request.selection), "selection": request.selection}
    return render(request, "scoring/scores.html", context)


@committee("view_scores")
@require_safe
def scores_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "scores", scores_sheet(request.member))
