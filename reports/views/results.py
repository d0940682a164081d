"""Who leads, how sure is that, and what would change it?"""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analysis.evaluation import STEPS
from reports.findings.kept import kept
from reports.findings.page import Drawn, findings
from reports.findings.ranking import places
from reports.findings.working import sections
from reports.models import Run, State
from reports.opened_run import OpenedRun
from reports.runs import give_up, is_of_old_engine, is_stale, latest_run, official_run, request_run
from reports.tables_out import results_sheet
from reports.tasks import enqueue
from reports.workbook.book import book
from selection import blindness
from selection.access import CommitteeRequest, committee, may
from selection.answering import hand_out
from selection.dates import moment_text
from selection.models import Phase, Selection
from selection.prepared import Prepared
from vendors.visibility import may_see_prices

NOTHING: Drawn = {"counts": [], "body": "", "scripts": ""}


@dataclass(frozen=True)
class Page:
    """The run that is official, the one that is under way, and what is drawn of the first."""

    selection: Selection
    run: Run | None
    job: Run | None
    steps: list[tuple[str, str]]
    is_stale: bool
    old_engine: bool
    may_run: bool
    may_report: bool
    counts: list[str]
    body: str
    scripts: str


@committee("view_results")
@require_safe
def results(request: CommitteeRequest) -> HttpResponse:
    run = official_run(request.selection)
    job = _after(request.selection, run)
    page = Page(
        selection=request.selection,
        run=run,
        job=job,
        steps=_steps(job) if job else [],
        is_stale=run is not None and is_stale(run),
        old_engine=is_of_old_engine(run),
        may_run=_may_run(request, run) and not (job and job.is_unfinished),
        may_report=may(request.member, "make_report"),
        **(_drawn(request, run) if run else NOTHING),
    )
    return render(request, "reports/results.html", vars(page))


def _drawn(request: CommitteeRequest, run: Run) -> Drawn:
    return kept(
        run.pk,
        findings,
        code=request.selection.code,
        by="dimension" if request.GET.get("by") == "dimension" else "category",
        sweep=request.GET.get("sweep", ""),
        sees_prices=may_see_prices(request.member),
    )


def _may_run(request: CommitteeRequest, run: Run | None) -> bool:
    """A decided selection keeps the run that it was decided on."""
    is_decided = request.selection.phase == Phase.DONE and run is not None and run.decisions.exists()
    return may(request.member, "run_analysis") and not is_decided


def _after(selection: Selection, run: Run | None) -> Run | None:
    """The run that was asked for since the one on the page and is under way or has failed."""
    newest = OPEN.row(selection=selection.pk)
    is_newer = newest and (run is None or newest.sequence >= run.sequence)
    return newest if is_newer else None


def _open(selection: int) -> QuerySet[Run]:
    unfinished = Run.objects.filter(selection=selection).exclude(state=State.DONE).select_related("given_up_by")
    # Both are large, and nothing of them is shown.
    return unfinished.defer("decision_file", "results")[:1]


OPEN: Prepared[Run] = Prepared(_open, selection=int)


@committee("view_results")
@require_safe
def results_table(request: CommitteeRequest) -> HttpResponse:
    run = latest_run(request.selection)
    if run is None:
        raise Http404
    return hand_out(request, "results", results_sheet(OpenedRun.of(run)))


@committee("run_analysis")
@require_POST
def run_analysis(request: CommitteeRequest) -> HttpResponse:
    """Compute what is not computed yet; say so when there is nothing to compute."""
    run, is_new = request_run(request.selection, member=request.member)
    if is_new:
        enqueue(run)
    elif run.state == State.DONE:
        facts = {"when": moment_text(run.finished_at), "number": run.number}
        messages.info(request, _("Nothing has changed: already calculated at %(when)s, snapshot %(number)s.") % facts)
    return redirect("results", request.selection.code)


@committee("view_results")
@require_safe
def run_status(request: CommitteeRequest, number: int) -> HttpResponse:
    """How far a run is; nothing when that was seen, the whole page once it is done."""
    runs = request.selection.runs.select_related("given_up_by").defer("decision_file", "results")
    job = get_object_or_404(runs, number=number)
    if job.state == State.DONE:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    page = {"selection": request.selection, "job": job, "steps": _steps(job)}
    if request.GET.get("seen") == job.seen:
        return HttpResponse(status=204)
    return render(request, "reports/_run_status.html", {**page, "may_run": may(request.member, "run_analysis")})


@committee("run_analysis")
@require_POST
def give_run_up(request: CommitteeRequest, number: int) -> HttpResponse:
    job = get_object_or_404(request.selection.runs.defer("decision_file", "results"), number=number)
    if not give_up(job, member=request.member):
        messages.info(request, _("It had ended already; there was nothing to stop."))
    return redirect("results", request.selection.code)


def _steps(job: Run) -> list[tuple[str, str]]:
    return [(_(name), _state(number, job.step)) for number, name in enumerate(STEPS, start=1)]


def _state(number: int, step: int) -> str:
    if number == step:
        return "now"
    return "done" if number < step else "todo"


@committee("view_results")
@require_safe
def working(request: CommitteeRequest) -> HttpResponse:
    """Every number down to each person's score, so that anybody can check it by hand."""
    run = latest_run(request.selection)
    if run is None:
        return redirect("results", request.selection.code)
    opened = OpenedRun.of(run)
    chosen = request.GET.get("vendor", "")
    vendors = [chosen] if chosen in opened.ranked else opened.ranked
    out = [] if chosen in opened.ranked else list(dict.fromkeys(row["vendor"] for row in opened.results["excluded"]))
    page = {
        "selection": request.selection,
        "run": run,
        "is_stale": is_stale(run),
        "opened": opened,
        "vendors": [opened.vendors[code] for code in [*vendors, *out]],
        "out": [opened.vendors[code] for code in out],
        "ranked": [opened.vendors[code] for code in opened.ranked],
        "chosen": opened.vendors[chosen] if chosen in opened.ranked else None,
        "sections": sections(opened, [*vendors, *out]),
        "places": [place for place in places(opened) if place.vendor.code in vendors],
        "rounds": [
            (number, [found.get(v) for v in [*vendors, *out]])
            for number, found in opened.results["rounds_total"].items()
        ],
        "knew_prices": {seat.key for seat in blindness.who_knew_prices(request.selection)},
    }
    return render(request, "reports/working.html", page)


@committee("view")
@require_safe
def all_tables(request: CommitteeRequest) -> HttpResponse:
    """The whole selection as one workbook, as far as its pages show it to this person."""
    return hand_out(request, "all", *book(request.member))


urlpatterns = [
    path("s/<str:code>/tables/", all_tables, name="all_table"),
    path("s/<str:code>/results/", results, name="results"),
    path("s/<str:code>/results/table/", results_table, name="results_table"),
    path("s/<str:code>/results/run/", run_analysis, name="run_analysis"),
    path("s/<str:code>/results/run/<int:number>/", run_status, name="run_status"),
    path("s/<str:code>/results/give-up/<int:number>/", give_run_up, name="give_run_up"),
    path("s/<str:code>/results/working/", working, name="working"),
]
