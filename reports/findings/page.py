"""What does the page of a finished run show, whoever reads it?"""

from typing import Any, TypedDict
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from analysis.decision_file.typed import DecisionFile
from analysis.evaluation import settled_results
from analysis.evaluation.results import Results
from reports import said
from reports.charts.theme import CONFIG, TEMPLATES, in_every_dress
from reports.findings.chances import chances, proofs
from reports.findings.pictures import pictures
from reports.findings.ranking import absent, matrix, places
from reports.findings.weights import changes, sliders, what_if
from reports.opened_run import OpenedRun
from selection.languages import sentences


class Page(TypedDict):
    """What stands in the head, what follows it, and what the scripts read."""

    counts: list[str]
    body: str
    scripts: str


def page(results: Results, decision_file: DecisionFile, *, code: str, by: str, sweep: str, sees_prices: bool) -> Page:
    case = OpenedRun(settled_results(results), decision_file)
    found = {"selection": {"code": code}, **_findings(case, by), **_charts(case, sweep, sees_prices=sees_prices)}
    return {
        "counts": counts(case),
        "body": render_to_string("reports/_results_run.html", found),
        "scripts": render_to_string("reports/_results_scripts.html", found),
    }


def _charts(case: OpenedRun, asked: str, *, sees_prices: bool) -> dict[str, Any]:
    found = pictures(case, asked=asked, sees_prices=sees_prices)
    return {
        "pictures": found,
        "figures": [(f"figure-{picture.key}", in_every_dress(picture.draw)) for picture in found],
        "sweep_query": f"?{urlencode({'sweep': asked})}" if asked else "",
        "templates": TEMPLATES,
        "config": CONFIG,
    }


def _findings(case: OpenedRun, by: str) -> dict[str, Any]:
    near, other = changes(case)
    return {
        "case": case,
        "by": by,
        "conclusion": case.results["conclusion"],
        "said": said.people(case.speaker),
        "flat": said.flat(case.speaker),
        **_budget(case),
        "headline": case.speaker.marked(case.speaker.headline(), _tile),
        "support": sentences(case.speaker.support(), case.speaker.pending()),
        "parts": case.dimensions if by == "dimension" else case.categories,
        "places": places(case, by=by),
        "matrix": matrix(case) if by == "dimension" else [],
        "absent": absent(case),
        "sliders": sliders(case),
        "what_if": what_if(case),
        "changes": near,
        "more_changes": other,
        "stated": chances(case, "stated"),
        "uniform": chances(case, "uniform"),
        "proofs": proofs(case),
    }


def _budget(case: OpenedRun) -> dict[str, Any]:
    about = case.decision_file["selection"]
    found = [(case.vendors[vendor], case.speaker.against_budget(vendor)) for vendor in case.ranked]
    has_budget = about["budget_ceiling"] is not None or about["budget_target"] is not None
    return {
        "against_budget": found if has_budget else [],
        "budget_is_about": case.speaker.budget_is_about(),
        "budget": about,
    }


def counts(case: OpenedRun) -> list[str]:
    """6 evaluators, 17 criteria, 2 rounds, 14 POC scenarios."""
    people = {score["person"] for item in case.decision_file["rounds"] for score in item["scores"]}
    people -= {entry["person"] for entry in case.decision_file.get("not_counted", ())}
    rounds, scenarios = len(case.decision_file["rounds"]), len(case.decision_file["poc"]["scenarios"])
    leaves = len(case.results["weights"])
    said = (
        (len(people), ngettext("%(count)s evaluator", "%(count)s evaluators", len(people))),
        (leaves, ngettext("%(count)s criterion", "%(count)s criteria", leaves)),
        (rounds, ngettext("%(count)s round of scoring", "%(count)s rounds of scoring", rounds)),
        (scenarios, ngettext("%(count)s POC scenario", "%(count)s POC scenarios", scenarios)),
    )
    return [words % {"count": count} for count, words in said if count]


def _tile(code: str, name: str) -> SafeString:
    return format_html('<span class="t-v t-v--h" data-v="{}"><i>{}</i><span>{}</span></span>', code, code, name)
