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


def findings(
    results: Results, decision_file: DecisionFile, *, code: str, by: str, sweep: str, sees_prices: bool
) -> Page:
    opened = OpenedRun(settled_results(results), decision_file)
    found = {"selection": {"code": code}, **_findings(opened, by), **_charts(opened, sweep, sees_prices=sees_prices)}
    return {
        "counts": counts(opened),
        "body": render_to_string("reports/_results_run.html", found),
        "scripts": render_to_string("reports/_results_scripts.html", found),
    }


def _charts(opened: OpenedRun, asked: str, *, sees_prices: bool) -> dict[str, Any]:
    found = pictures(opened, asked=asked, sees_prices=sees_prices)
    return {
        "pictures": found,
        "figures": [(f"figure-{picture.key}", in_every_dress(picture.draw)) for picture in found],
        "sweep_query": f"?{urlencode({'sweep': asked})}" if asked else "",
        "templates": TEMPLATES,
        "config": CONFIG,
    }


def _findings(opened: OpenedRun, by: str) -> dict[str, Any]:
    near, other = changes(opened)
    return {
        "opened": opened,
        "by": by,
        "conclusion": opened.results["conclusion"],
        "said": said.people(opened.speaker),
        "flat": said.flat(opened.speaker),
        **_budget(opened),
        "headline": opened.speaker.marked(opened.speaker.headline(), _tile),
        "support": sentences(opened.speaker.support(), opened.speaker.pending()),
        "parts": opened.dimensions if by == "dimension" else opened.categories,
        "places": places(opened, by=by),
        "matrix": matrix(opened) if by == "dimension" else [],
        "absent": absent(opened),
        "sliders": sliders(opened),
        "what_if": what_if(opened),
        "changes": near,
        "more_changes": other,
        "stated": chances(opened, "stated"),
        "uniform": chances(opened, "uniform"),
        "proofs": proofs(opened),
    }


def _budget(opened: OpenedRun) -> dict[str, Any]:
    about = opened.decision_file["selection"]
    found = [(opened.vendors[vendor], opened.speaker.against_budget(vendor)) for vendor in opened.ranked]
    has_budget = about["budget_ceiling"] is not None or about["budget_target"] is not None
    return {
        "against_budget": found if has_budget else [],
        "budget_is_about": opened.speaker.budget_is_about(),
        "budget": about,
    }


def counts(opened: OpenedRun) -> list[str]:
    """6 evaluators, 17 criteria, 2 rounds, 14 POC scenarios."""
    people = {score["person"] for item in opened.decision_file["rounds"] for score in item["scores"]}
    people -= {entry["person"] for entry in opened.decision_file.get("not_counted", ())}
    rounds, scenarios = len(opened.decision_file["rounds"]), len(opened.decision_file["poc"]["scenarios"])
    leaves = len(opened.results["weights"])
    said = (
        (len(people), ngettext("%(count)s evaluator", "%(count)s evaluators", len(people))),
        (leaves, ngettext("%(count)s criterion", "%(count)s criteria", leaves)),
        (rounds, ngettext("%(count)s round of scoring", "%(count)s rounds of scoring", rounds)),
        (scenarios, ngettext("%(count)s POC scenario", "%(count)s POC scenarios", scenarios)),
    )
    return [words % {"count": count} for count, words in said if count]


def _tile(code: str, name: str) -> SafeString:
    return format_html('<span class="t-v t-v--h" data-v="{}"><i>{}</i><span>{}</span></span>', code, code, name)
