"""Which reports are there, what was decided, and how does a selection leave as a file?"""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analysis.evaluation.results import Results
from reports import exceptions, leaving, printing
from reports.conclusion import Speaker
from reports.deciding.award import waivers
from reports.models import Decision, Report, Run, State
from reports.runs import is_of_old_engine, is_stale, latest_run
from reports.tasks import enqueue
from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer
from selection.models import Member, Phase, Selection

ACTS = ("make_report", "start_decision", "decide", "export_selection", "run_analysis")


@committee("view_results")
def decision(request: CommitteeRequest) -> HttpResponse:
    response = render(request, "reports/decision.html", _page(request))
    # After the page, which still marks what is new.
    printing.see(list(_reports(request.member)), member=request.member)
    return response


def _reports(member: Member) -> Any:
    """The reports that this person knows of: drafts are for those who make them."""
    rows = Report.objects.filter(run__selection=member.selection)
    if not may(member, "make_report"):
        rows = rows.filter(is_draft=False)
    # The decision files are large, and no row shows one.
    return rows.select_related("run", "requested_by", "given_up_by").defer("run__decision_file")


def _page(request: CommitteeRequest) -> dict[str, Any]:
    selection = request.selection
    run = latest_run(selection)
    shown = list(_reports(request.member))
    decided = Decision.objects.filter(selection=selection).select_related("vendor", "run", "decided_by__user").first()
    return {
        "selection": selection,
        "run": run,
        "is_stale": bool(run and is_stale(run)),
        "speaker_line": _headline(run) if run else "",
        "reports": shown,
        "exceptions_now": _exceptions_(selection, run, shown),
        "decision": decided,
        "waivers": waivers(decided) if decided else [],
        "old_engine": is_of_old_engine(run),
        "may": {act: may(request.member, act) for act in ACTS},
    }


def _exceptions_(selection: Selection, run: Run | None, shown: list[Report]) -> str:
    """With which exceptions a draft of the present snapshot would be made; nothing where there is none."""
    has_draft = any(row.is_draft and run and row.run_id == run.pk for row in shown)
    return exceptions.digest(selection) if has_draft and selection.phase != Phase.DONE else ""


def _headline(run: Run) -> str:
    results: Results = run.results if run.results else {}
    return str(Speaker(results, json.loads(run.decision_file)).headline())


@committee("make_report")
@require_POST
def make_report(request: CommitteeRequest) -> HttpResponse:
    run = latest_run(request.selection)
    if run is None:
        return redirect("results", request.selection.code)
    try:
        made, is_new = printing.request_report(run, language=request.POST.get("language", ""), member=request.member)
    except ValidationError as fault:
        page = {**_page(request), "fault": " ".join(fault.messages)}
        return render(request, "reports/decision.html", page, status=422)
    if is_new:
        enqueue(made)
    else:
        messages.info(request, _("This report already exists."))
    return redirect("decision", request.selection.code)


@committee("view_results")
@require_safe
def report_status(request: CommitteeRequest, pk: int) -> HttpResponse:
    """The row of one report, unless that was seen; it asks again only while the report is unfinished."""
    row = get_object_or_404(_reports(request.member), pk=pk)
    if request.GET.get("seen") == row.seen:
        return HttpResponse(status=204)
    printing.see([row], member=request.member)
    run = latest_run(request.selection)
    page = {"row": row, "run": run, "exceptions_now": _exceptions_(request.selection, run, [row])}
    page["may"] = {act: may(request.member, act) for act in ACTS}
    return render(request, "reports/_report.html", {"selection": request.selection, **page})


@committee("make_report")
@require_POST
def give_report_up(request: CommitteeRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_reports(request.member), pk=pk)
    if not printing.give_up(row, member=request.member):
        messages.info(request, _("It had ended already; there was nothing to stop."))
    return redirect("decision", request.selection.code)


@committee("download_report")
@require_safe
def download_report(request: CommitteeRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_reports(request.member), pk=pk, state=State.DONE)
    if not leaving.has_edition(row, member=request.member):
        raise PermissionDenied("export_selection")
    content = leaving.take_report(row, member=request.member)
    if content is None:
        return _made_again(request, row)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{printing.file_name(row)}"'
    return response


@committee("download_report")
@require_safe
def download_report_tables(request: CommitteeRequest, pk: int) -> HttpResponse:
    """The tables of a report as a document for Word."""
    row = get_object_or_404(_reports(request.member), pk=pk, state=State.DONE)
    if not leaving.has_edition(row, member=request.member):
        raise PermissionDenied("export_selection")
    try:
        return as_answer(leaving.take_report_tables(row, member=request.member))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("decision", request.selection.code)


def _made_again(request: CommitteeRequest, row: Report) -> HttpResponse:
    if printing.make_again(row, member=request.member):
        enqueue(row)
    messages.error(
        request,
        _("The stored file is not the one that was made, so it is not handed out. The report is made again now."),
    )
    return redirect("decision", request.selection.code)


@committee("export_selection")
@require_safe
def export_selection(request: CommitteeRequest) -> HttpResponse:
    """The decision file of the present inputs."""
    content = leaving.take_decision_file(request.selection, member=request.member)
    response = HttpResponse(content, content_type="application/json")
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in request.selection.code)
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


urlpatterns = [
    path("s/<str:code>/decision/", decision, name="decision"),
    path("s/<str:code>/reports/", make_report, name="make_report"),
    path("s/<str:code>/reports/<int:pk>/", report_status, name="report_status"),
    path("s/<str:code>/decision/give-up/<int:pk>/", give_report_up, name="give_report_up"),
    path("s/<str:code>/reports/<int:pk>/file/", download_report, name="download_report"),
    path("s/<str:code>/reports/<int:pk>/tables/", download_report_tables, name="download_report_tables"),
    path("s/<str:code>/export/", export_selection, name="export_selection"),
]
