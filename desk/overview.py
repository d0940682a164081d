"""Where does one selection stand: its journey, who is late, what is missing, what happened?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file.typed import DecisionFile
from analysis.evaluation.results import Results
from desk.events import RecentAct, recent
from desk.gaps import Gap, gaps
from desk.stages import SCORE, Stage, stages
from desk.standing import Standing
from desk.turns import Turn, turns_of, waiting
from reports import said
from reports.conclusion import Speaker
from reports.deciding.award import waivers
from reports.findings.kept import kept
from reports.models import Decision, Run, State
from reports.runs import official_run
from scoring.progress import Progress, progress
from scoring.visibility import may_see_activity, may_see_counts, may_see_ranks
from selection.dates import short_day
from selection.models import Phase, Selection
from selection.prepared import Prepared
from vendors.models import Vendor
from vendors.visibility import may_know_of_prices


@dataclass(frozen=True)
class Step:
    """One column of the journey."""

    stage: Stage
    dates: str
    note: str

    @property
    def mark(self) -> str:
        return {"done": "d", "now": "n", "late": "n"}.get(self.stage.state, "")


class Ranked(TypedDict):
    """One vendor of a run, by its code; `first` is how often it comes first."""

    vendor: str
    total: float | None
    first: float | None


class Told(TypedDict):
    """What a run says, of vendors by their codes."""

    headline: str
    said: list[str]
    rows: list[Ranked]
    excluded: list[tuple[str, str]]


@dataclass(frozen=True)
class Total:
    """A line of the short ranking."""

    vendor: Vendor
    total: float | None
    first: float | None


@dataclass(frozen=True)
class Outcome:
    """What the latest finished run says, and what was decided."""

    run: Run | None
    decision: Decision | None
    waivers: list[tuple[str, str]]
    headline: str
    said: list[str]
    rows: list[Total]
    excluded: list[tuple[Vendor, str]]


@dataclass(frozen=True)
class Page:
    """What stands on the overview of a selection."""

    selection: Selection
    standing: Standing
    journey: list[Step]
    turns: list[Turn]
    waiting: str
    gaps: list[Gap]
    progress: list[Progress]
    shows_activity: bool
    outcome: Outcome | None
    events: list[RecentAct]


def at_a_glance(standing: Standing) -> Page:
    return Page(
        selection=standing.selection,
        standing=standing,
        journey=journey(standing),
        turns=turns_of(standing),
        waiting=waiting(standing),
        gaps=gaps(standing),
        progress=_progress(standing),
        shows_activity=may_see_activity(standing.member),
        outcome=_outcome(standing),
        events=recent(standing.member),
    )


def journey(standing: Standing) -> list[Step]:
    """Eight stages with their dates and one sentence each; POC and cost run beside the phases."""
    dates, notes = _dates(standing), _notes(standing)
    return [Step(stage, dates[stage.key], notes.get(stage.key, stage.note)) for stage in stages(standing)]


def _progress(standing: Standing) -> list[Progress]:
    """Counts of each evaluator, for who may see them, while it matters who is late."""
    is_shown = may_see_counts(standing.member) and standing.phase in (Phase.SCORE, Phase.CLOSED)
    return list(progress(standing.selection)) if is_shown else []


def _outcome(standing: Standing) -> Outcome | None:
    """What came out, once the committee sees ranks."""
    if not may_see_ranks(standing.member):
        return None
    selection = standing.selection
    run = official_run(selection)
    told: Told = kept(run.pk, tell) if run else {"headline": "", "said": [], "rows": [], "excluded": []}
    vendors = {vendor.code: vendor for vendor in selection.vendors.all()} if run else {}
    decision = DECISION.row(selection=selection.pk)
    return Outcome(
        run=run,
        decision=decision,
        waivers=(waivers(decision) if decision else None) or [],
        headline=told["headline"],
        said=told["said"],
        rows=[Total(vendors[row["vendor"]], row["total"], row["first"]) for row in told["rows"]],
        excluded=[(vendors[code], needs) for code, needs in told["excluded"]],
    )


def tell(results: Results, decision_file: DecisionFile) -> Told:
    speaker = Speaker(results, decision_file)
    return {
        "headline": speaker.headline(),
        "said": said.people(speaker),
        "rows": _rows(results),
        "excluded": _excluded(results),
    }


def _excluded(results: Results) -> list[tuple[str, str]]:
    """Vendors that failed a must-have in the run, with the codes of what they failed."""
    failed: dict[str, list[str]] = defaultdict(list)
    for row in results.get("excluded", []):
        failed[row["vendor"]].append(row["need"])
    return [(code, _(", ").join(dict.fromkeys(needs))) for code, needs in failed.items()]


def _rows(results: Results) -> list[Ranked]:
    """The ranking of the run with totals and how often each vendor comes first."""
    ranks = results["acceptability"]["stated"]["ranks"] if results.get("acceptability") else {}
    return [
        {
            "vendor": row["vendor"],
            "total": results["total"].get(row["vendor"]),
            "first": ranks.get(row["vendor"], [None])[0],
        }
        for row in results.get("ranking", [])
    ]


def _span(start: date | datetime | None, end: date | datetime | None) -> str:
    """1/12–1/30; an open end is left open."""
    first, last = short_day(start), short_day(end)
    if not first:
        return last
    return first if first == last or (not last) else f"{first}–{last}"


def _dates(standing: Standing) -> dict[str, str]:
    selection, round, run = standing.selection, standing.round, standing.run
    opened = round.opened_at if round else None
    closes = (round.closed_at if round else None) or selection.scoring_closes_at
    return {
        "needs": _span(selection.created_at, selection.sealed_at),
        "weights": _span(None, selection.sealed_at),
        "vendors": _span(selection.sealed_at, opened),
        "scoring": _span(opened, closes),
        "poc": _span(standing.poc_start, standing.poc_end),
        "costs": "",
        "results": _span(None, run.finished_at if run and run.state == State.DONE else None),
        "decision": short_day(standing.decided_at or selection.decision_date),
    }


def _notes(standing: Standing) -> dict[str, str]:
    notes = {"poc": _poc(standing), "results": _results(standing), "weights": _("sum 100") if standing.leaves else ""}
    if standing.needs:
        notes["needs"] = ngettext("%(count)s need", "%(count)s needs", standing.needs) % {"count": standing.needs}
    if standing.vendors:
        words = ngettext("%(count)s vendor", "%(count)s vendors", standing.vendors)
        notes["vendors"] = words % {"count": standing.vendors}
    if standing.costed and may_know_of_prices(standing.member):
        words = _("%(done)s of %(count)s vendors")
        notes["costs"] = words % {"done": standing.costed, "count": standing.vendors}
    notes["decision"] = {Phase.DONE: _("decided"), Phase.DECIDE: _("to be recorded")}.get(Phase(standing.phase), "")
    return notes


def _poc(standing: Standing) -> str:
    if not standing.scenarios:
        return _("none planned")
    if standing.reached < SCORE:
        words = ngettext("%(count)s scenario", "%(count)s scenarios", standing.scenarios)
        return words % {"count": standing.scenarios}
    return _("%(done)s of %(count)s concluded") % {"done": standing.concluded, "count": standing.trials}


def _results(standing: Standing) -> str:
    if standing.run and standing.run.state == State.DONE:
        return _("snapshot %(number)s") % {"number": standing.run.number}
    return _("after scoring closes") if standing.reached < SCORE + 2 else ""


def _decision(selection: int) -> QuerySet[Decision]:
    return Decision.objects.filter(selection=selection).select_related("vendor").defer("outcome")


DECISION: Prepared[Decision] = Prepared(_decision, selection=int)
