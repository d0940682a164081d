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


def section(opened: PrintedRun) -> dict[str, Any]:
    scenarios = opened.decision_file["poc"]["scenarios"]
    return {
        "lead": _lead(opened) if scenarios else _("No POC scenario was planned."),
        "parts": [_part(opened, part) for part in columns.parts(opened.visible, columns.remarks)] if scenarios else [],
    }


def _part(opened: PrintedRun, part: columns.Part) -> dict[str, Any]:
    """As many vendors side by side as there is room for remarks."""
    scenarios = opened.decision_file["poc"]["scenarios"]
    groups = groupby(scenarios, key=lambda scenario: pick(scenario["group"])[0])
    return {
        "part": part,
        "heads": heads(opened, part.vendors),
        "groups": [_group(opened, list(rows), part.vendors) for _name, rows in groups],
        "totals": [f"{opened.passed(vendor)}/{len(scenarios)}" for vendor in part.vendors],
    }


def _lead(opened: PrintedRun) -> str:
    poc = opened.decision_file["poc"]
    cells = len(poc["scenarios"]) * len(opened.visible)
    done = sum(trial["result"] in CONCLUDED for vendor in opened.visible for trial in opened.trials(vendor).values())
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
    return sentences(*words, *excluded(opened))


def _group(opened: PrintedRun, scenarios: list[ScenarioEntry], vendors: list[str]) -> dict[str, Any]:
    return {
        "name": marked(scenarios[0]["group"]),
        "passed": [
            f"{sum(_state(opened, vendor, scenario) == 'pass' for scenario in scenarios)}/{len(scenarios)}"
            for vendor in vendors
        ],
        "rows": [
            {
                "name": marked(scenario["name"]),
                "line": marked(scenario["pass_line"]),
                "cells": [faded(opened, vendor, _cell(opened, vendor, scenario)) for vendor in vendors],
            }
            for scenario in scenarios
        ],
    }


def _state(opened: PrintedRun, vendor: str, scenario: ScenarioEntry) -> str:
    return str(opened.trials(vendor).get(scenario["code"], {"result": "untested"})["result"])


def _cell(opened: PrintedRun, vendor: str, scenario: ScenarioEntry) -> str:
    trial = opened.trials(vendor).get(scenario["code"])
    note = marked(trial["note"]) if trial else ""
    value = trial["value"] if trial and trial["value"] is not None and not note else ""
    return format_html('{} <span class="nt">{}{}</span>', result(_state(opened, vendor, scenario)), value, note)
