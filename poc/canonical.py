"""What of a decision file is the POC: its window, its scenarios, what every vendor did in them?"""

from typing import TypedDict

from analysis.decision_file.typed import PocEntry, ScenarioEntry, TrialEntry
from criteria.models import Criterion
from poc.models import Plan, Scenario, Trial
from selection.canonical import day_of, day_text
from selection.languages import columns, texts_of
from selection.models import Selection
from vendors.canonical import codes_of
from vendors.models import Vendor


class Window(TypedDict):
    """The first and the last day."""

    start: str | None
    end: str | None


def poc(selection: Selection) -> PocEntry:
    scenarios = selection.poc_scenarios.select_related("measures").prefetch_related(
        codes_of("criteria"), "trials__vendor"
    )
    # Without a plan there is a window without days.
    window = plan_node(getattr(selection, "poc_plan", None) or Plan())
    return {**window, "scenarios": [scenario_node(scenario) for scenario in scenarios]}


def plan_node(plan: Plan) -> Window:
    return {"start": day_text(plan.start), "end": day_text(plan.end)}


def plan_row(node: PocEntry, *, selection: Selection) -> Plan:
    return Plan(selection=selection, start=day_of(node["start"]), end=day_of(node["end"]))


def scenario_node(scenario: Scenario) -> ScenarioEntry:
    return {
        "code": scenario.code,
        "group": texts_of(scenario, "group"),
        "name": texts_of(scenario, "name"),
        "pass_line": texts_of(scenario, "pass_line"),
        "criteria": [criterion.code for criterion in scenario.criteria.all()],
        "measures": scenario.measures.code if scenario.measures else None,
        "results": [trial_node(trial) for trial in scenario.trials.all()],
    }


def scenario_row(node: ScenarioEntry, *, selection: Selection, position: int, measures: Criterion | None) -> Scenario:
    return Scenario(
        selection=selection,
        code=node["code"],
        position=position,
        measures=measures,
        **columns("group", node["group"]),
        **columns("name", node["name"]),
        **columns("pass_line", node["pass_line"]),
    )


def trial_node(trial: Trial) -> TrialEntry:
    return {
        "vendor": trial.vendor.code,
        "result": trial.result,
        "value": trial.value or None,
        "note": texts_of(trial, "note"),
    }


def trial_row(node: TrialEntry, *, scenario: Scenario, vendor: Vendor) -> Trial:
    return Trial(
        scenario=scenario,
        vendor=vendor,
        result=node["result"],
        value=node["value"] or "",
        **columns("note", node["note"]),
    )
