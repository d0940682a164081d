"""How does the chair start and record the decision?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from reports.deciding import decision
from reports.deciding.award import Guard
from reports.forms import DecisionForm
from reports.runs import latest_run
from selection.access import CommitteeRequest, committee
from selection.answering import refuse
from selection.once import once
from selection.phases import Blocked


@once
@committee("start_decision")
def start_decision(request: CommitteeRequest) -> HttpResponse:
    """Ask, then go on to the decision."""
    selection, blockers = request.selection, []
    if request.method == "POST":
        try:
            decision.start_decision(selection, member=request.member)
            return redirect("decision", selection.code)
        except Blocked as fault:
            blockers = fault.blockers
    page = {"selection": selection, "blockers": blockers or decision.run_blockers(selection)}
    return render(request, "reports/start_decision.html", page, status=409 if blockers else 200)


@once
@committee("decide")
def decide(request: CommitteeRequest) -> HttpResponse:
    """First the choice and its reason, then once more what will be printed, with a field for each waiver."""
    selection = request.selection
    run = latest_run(selection)
    guard = Guard.of(run) if run else None
    is_sent = request.method == "POST"
    form = DecisionForm(selection, guard, request.POST if is_sent else None)
    page: dict[str, Any] = {"selection": selection, "form": form, "blockers": decision.run_blockers(selection)}
    if not is_sent or "back" in request.POST or not form.is_valid():
        is_refused = is_sent and "back" not in request.POST
        return render(request, "reports/decide.html", page, status=422 if is_refused else 200)
    if "confirmed" in request.POST:
        try:
            decision.decide(selection, member=request.member, **form.choice())
            return redirect("decision", selection.code)
        except ValidationError as fault:
            refuse(form, fault)
        except Blocked as fault:
            page["blockers"] = fault.blockers
            return render(request, "reports/decide_confirm.html", page, status=409)
    return render(request, "reports/decide_confirm.html", page, status=422 if form.errors else 200)


urlpatterns = [
    path("s/<str:code>/decision/start/", start_decision, name="start_decision"),
    path("s/<str:code>/decision/record/", decide, name="decide"),
]
