"""What does the page of a finished run show, whoever reads it?"""

from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from analysis.decision_file.typed import DecisionFile, SelectionEntry
from analysis.evaluation import settled_results
from analysis.evaluation.parts import Conclusion
from analysis.evaluation.results import Results
from reports import said
from reports.charts.figures import Figure, Template
from reports.charts.theme import CONFIG, TEMPLATES, in_every_dress
from reports.findings.chances import Chances, Proof, chances, proofs
from reports.findings.pictures import Picture, pictures
from reports.findings.ranking import Absent, MatrixCell, RankedVendor, absent, matrix, places
from reports.findings.weights import Change, Rescaled, Slider, changes, sliders, what_if
from reports.opened_run import Named, OpenedRun, Part
from selection.languages import sentences


class Drawn(TypedDict):
    """What stands in the head, what follows it, and what the scripts read."""

    counts: list[str]
    body: str
    scripts: str


@dataclass(frozen=True)
class Findings:
    """What is drawn of a run: the sentences, the ranking, what would change it, the charts."""

    selection: dict[str, str]
    opened: OpenedRun
    by: str
    conclusion: Conclusion
    headline: SafeString
    support: str
    said: list[str]
    flat: list[str]
    budget: SelectionEntry
    budget_is_about: str
    against_budget: list[tuple[Named, str]]
    parts: list[Part]
    places: list[RankedVendor]
    matrix: list[tuple[Part, list[MatrixCell]]]
    absent: list[Absent]
    sliders: list[Slider]
    what_if: Rescaled
    changes: list[Change]
    more_changes: list[Change]
    stated: Chances | None
    uniform: Chances | None
    proofs: list[Proof]
    pictures: list[Picture]
    figures: list[tuple[str, dict[str, Figure]]]
    sweep_query: str
    templates: dict[str, Template]
    config: dict[str, Any]


def findings(
    results: Results, decision_file: DecisionFile, *, code: str, by: str, sweep: str, sees_prices: bool
) -> Drawn:
    opened = OpenedRun(settled_results(results), decision_file)
    found = vars(_findings(opened, code, by, sweep=sweep, sees_prices=sees_prices))
    return {
        "counts": counts(opened),
        "body": render_to_string("reports/_results_run.html", found),
        "scripts": render_to_string("reports/_results_scripts.html", found),
    }


def _findings(opened: OpenedRun, code: str, by: str, *, sweep: str, sees_prices: bool) -> Findings:
    near, other = changes(opened)
    drawn = pictures(opened, asked=sweep, sees_prices=sees_prices)
    return Findings(
        selection={"code": code},
        opened=opened,
        by=by,
        conclusion=opened.results["conclusion"],
        headline=opened.speaker.marked(opened.speaker.headline(), _tile),
        support=sentences(opened.speaker.support(), opened.speaker.pending()),
        said=said.people(opened.speaker),
        flat=said.flat(opened.speaker),
        budget=opened.decision_file["selection"],
        budget_is_about=opened.speaker.budget_is_about(),
        against_budget=_against_budget(opened),
        parts=opened.dimensions if by == "dimension" else opened.categories,
        places=places(opened, by=by),
        matrix=matrix(opened) if by == "dimension" else [],
        absent=absent(opened),
        sliders=sliders(opened),
        what_if=what_if(opened),
        changes=near,
        more_changes=other,
        stated=chances(opened, "stated"),
        uniform=chances(opened, "uniform"),
        proofs=proofs(opened),
        pictures=drawn,
        figures=[(f"figure-{picture.key}", in_every_dress(picture.draw)) for picture in drawn],
        sweep_query=f"?{urlencode({'sweep': sweep})}" if sweep else "",
        templates=TEMPLATES,
        config=CONFIG,
    )


def _against_budget(opened: OpenedRun) -> list[tuple[Named, str]]:
    about = opened.decision_file["selection"]
    if about["budget_ceiling"] is None and about["budget_target"] is None:
        return []
    return [(opened.vendors[vendor], opened.speaker.against_budget(vendor)) for vendor in opened.ranked]


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
