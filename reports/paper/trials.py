"""What was tried with every vendor, and how did it go?"""

from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file.typed import ScenarioEntry
from reports.paper import columns
from reports.paper.excluded import excluded, faded
from reports.paper.marks import heads, result
from reports.paper.printed_run import PrintedRun
from reports.paper.words import day, full_day, sentences
from selection.languages import marked, pick

CONCLUDED = ("pass", "partial", "fail")


def section(case: PrintedRun) -> dict[str, Any]:
    scenarios = case.decision_file["poc"]["scenarios"]
    return {
        "lead": _lead(case) if scenarios else _("No POC scenario was planned."),
        "parts": [_part(case, part) for part in columns.parts(case.visible, columns.remarks)] if scenarios else [],
    }


def _part(case: PrintedRun, part: columns.Part) -> dict[str, Any]:
    """As many vendors side by side as there is room for remarks."""
    scenarios = case.decision_file["poc"]["scenarios"]
    groups = groupby(scenarios, key=lambda scenario: pick(scenario["group"])[0])
    return {
        "part": part,
        "heads": heads(case, part.vendors),
        "groups": [_group(case, list(rows), part.vendors) for _name, rows in groups],
        "totals": [f"{case.passed(vendor)}/{len(scenarios)}" for vendor in part.vendors],
    }


def _lead(case: PrintedRun) -> str:
    poc = case.decision_file["poc"]
    cells = len(poc["scenarios"]) * len(case.visible)
    done = sum(trial["result"] in CONCLUDED for vendor in case.visible for trial in case.trials(vendor).values())
    words = []
    if poc["start"] and poc["end"]:
        words.append(
            _("%(start)s to %(end)s.") % {"start": full_day(day(poc["start"])), "end": full_day(day(poc["end"]))}
        )
    words.append(
        ngettext("%(done)s of %(count)s trial has a result.", "%(done)s of %(count)s trials have a result.", cells)
        % {"done": done, "count": cells}
    )
    if done < cells:
        words.append(_("The others stand under “Dissent and open points”."))
    return sentences(*words, *excluded(case))


def _group(case: PrintedRun, scenarios: list[ScenarioEntry], vendors: list[str]) -> dict[str, Any]:
    return {
        "name": marked(scenarios[0]["group"]),
        "passed": [
            f"{sum(_state(case, vendor, scenario) == 'pass' for scenario in scenarios)}/{len(scenarios)}"
            for vendor in vendors
        ],
        "rows": [
            {
                "name": marked(scenario["name"]),
                "line": marked(scenario["pass_line"]),
                "cells": [faded(case, vendor, _cell(case, vendor, scenario)) for vendor in vendors],
            }
            for scenario in scenarios
        ],
    }


def _state(case: PrintedRun, vendor: str, scenario: ScenarioEntry) -> str:
    return str(case.trials(vendor).get(scenario["code"], {"result": "untested"})["result"])


def _cell(case: PrintedRun, vendor: str, scenario: ScenarioEntry) -> str:
    trial = case.trials(vendor).get(scenario["code"])
    note = marked(trial["note"]) if trial else ""
    value = trial["value"] if trial and trial["value"] is not None and not note else ""
    return format_html('{} <span class="nt">{}{}</span>', result(_state(case, vendor, scenario)), value, note)
