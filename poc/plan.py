"""In which window are the finalists tried, on which scenarios, and what does each of them prove?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.models import LEAVES, Criterion, Kind
from poc import proof
from poc.events import PocEvent
from poc.models import Plan, Scenario
from selection import late, ledger, limits
from selection.events import EventKind
from selection.languages import LANGUAGES, current, text_of
from selection.models import Member, Selection
from selection.phases import held
from vendors.facts import check_value

LONGEST_WINDOW = 366  # days
TEXTS = tuple(f"{field}_{language}" for field in ("group", "name", "pass_line") for language in LANGUAGES)
Texts = dict[str, str]


@dataclass(frozen=True)
class Outline:
    """What a scenario asks of every finalist; the texts are in two languages of which one is enough."""

    group: Texts
    name: Texts
    pass_line: Texts
    criteria: Sequence[Criterion] = ()
    measures: Criterion | None = None


@transaction.atomic
@late.explained
def set_window(selection: Selection, *, start: date | None, end: date | None, member: Member, reason: str = "") -> Plan:
    """Set the first and the last day, or neither."""
    held(selection, member=member, action="plan_poc")
    if (start is None) != (end is None):
        raise ValidationError({"end" if start else "start": _("Give both days of the window, or neither.")})
    if start and end and end < start:
        raise ValidationError({"end": _("The window ends before it starts.")})
    if start and end and (end - start).days > LONGEST_WINDOW:
        raise ValidationError({"end": _("A window is at most a year long.")})
    plan, _created = Plan.objects.get_or_create(selection=selection)
    before, after = _window(plan.start, plan.end), _window(start, end)
    if before != after:
        plan.start, plan.end = start, end
        plan.save(update_fields=["start", "end"])
        ledger.record(
            PocEvent.WINDOW_SET,
            selection=selection,
            member=member,
            reason=reason.strip(),
            payload={"from": before, "to": after},
        )
    return plan


def _window(start: date | None, end: date | None) -> dict[str, str | None]:
    return {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}


@transaction.atomic
@late.explained
def add_scenario(
    selection: Selection, *, outline: Outline, member: Member, reason: str = "", code: str = ""
) -> Scenario:
    """Put a scenario at the end of its group; one that comes back has its code."""
    held(selection, member=member, action="plan_poc")
    # Behind all others: renumbering moves it to the end of its group.
    scenario = Scenario(
        selection=selection, code=code or free_code(selection), position=selection.poc_scenarios.count() + 1
    )
    return _write(scenario, outline, PocEvent.SCENARIO_ADDED, member=member, reason=reason)


@transaction.atomic
@late.explained
def edit_scenario(scenario: Scenario, *, outline: Outline, member: Member, reason: str = "") -> Scenario:
    """Change a scenario; what its results prove follows."""
    held(scenario.selection, member=member, action="plan_poc")
    _check_recorded(scenario, outline.measures)
    return _write(scenario, outline, PocEvent.SCENARIO_EDITED, member=member, reason=reason)


@transaction.atomic
@late.explained
def remove_scenario(scenario: Scenario, *, member: Member, reason: str = "") -> None:
    """Delete a scenario with its results, and what they proved."""
    selection = held(scenario.selection, member=member, action="plan_poc")
    code, body = scenario.code, _body(scenario)
    # Read before they go: the record keeps how each vendor had done.
    results = {trial.vendor.code: trial.result for trial in scenario.trials.select_related("vendor")}
    Scenario.objects.filter(pk=scenario.pk).delete()  # the row in hand is shown again when the reason is refused
    _renumber(selection)
    proof.refresh(selection.vendors.all())
    payload = {**body, "results": results}
    ledger.record(
        PocEvent.SCENARIO_REMOVED,
        selection=selection,
        member=member,
        object=code,
        reason=reason.strip(),
        payload=payload,
    )


def free_code(selection: Selection) -> str:
    """The first code of the form P-01 that the plan does not use yet."""
    used = set(selection.poc_scenarios.values_list("code", flat=True))
    return next(code for number in count(1) if (code := f"P-{number:02d}") not in used)


def _write(scenario: Scenario, outline: Outline, event: EventKind, *, member: Member, reason: str) -> Scenario:
    _check(scenario.selection, outline)
    group = _known_group(scenario.selection, outline.group)
    for field, texts in (("group", group), ("name", outline.name), ("pass_line", outline.pass_line)):
        for language in LANGUAGES:
            setattr(scenario, f"{field}_{language}", texts.get(language, "").strip())
    limits.check(layout.TRIAL, {name: getattr(scenario, name) for name in TEXTS})
    scenario.measures = outline.measures
    # Criteria can be set only on a row that is there.
    scenario.save()
    scenario.criteria.set(outline.criteria)
    _renumber(scenario.selection)
    # The new number was written by another object of the same row.
    scenario.refresh_from_db(fields=["position"])
    proof.refresh(scenario.selection.vendors.all())
    ledger.record(
        event,
        selection=scenario.selection,
        member=member,
        object=scenario.code,
        reason=reason.strip(),
        payload=_body(scenario),
    )
    return scenario


def _check(selection: Selection, outline: Outline) -> None:
    if not any(text.strip() for text in outline.name.values()):
        raise ValidationError({f"name_{current()}": _("Describe briefly what is tested.")})
    for criterion in outline.criteria:
        if criterion.selection_id != selection.pk or criterion.kind not in LEAVES:
            raise ValidationError({"criteria": _("Choose criteria of this selection.")})
    measures = outline.measures
    if measures and (measures.selection_id != selection.pk or measures.kind != Kind.MEASURED):
        raise ValidationError({"measures": _("Choose a measured criterion of this selection.")})


def _check_recorded(scenario: Scenario, measures: Criterion | None) -> None:
    """Values that are there already must fit the criterion that they are to measure."""
    if measures is None or measures.pk == scenario.measures_id:
        return
    for trial in scenario.trials.exclude(value="").select_related("vendor"):
        try:
            check_value(measures, Decimal(trial.value))
        except ValidationError as error:
            words = _("The result of %(vendor)s does not fit this criterion: %(reason)s")
            reason = " ".join(error.messages)
            raise ValidationError({"measures": words % {"vendor": trial.vendor.name, "reason": reason}}) from error


def _known_group(selection: Selection, texts: Texts) -> Texts:
    """A group typed in one language is the one that bears this name already, with its other name."""
    typed = {language: text.strip() for language, text in texts.items() if text.strip()}
    if len(typed) == 1:
        [(language, text)] = typed.items()
        known = selection.poc_scenarios.filter(**{f"group_{language}": text}).first()
        if known:
            return {key: getattr(known, f"group_{key}") for key in LANGUAGES}
    return typed


def _renumber(selection: Selection) -> None:
    """Keep the scenarios of one group together, groups in the order in which they first came."""
    scenarios = list(selection.poc_scenarios.order_by("position", "pk"))
    places: dict[tuple[str, str], int] = {}
    for scenario in scenarios:
        places.setdefault(group_of(scenario), len(places))
    ordered = sorted(scenarios, key=lambda scenario: places[group_of(scenario)])
    for position, scenario in enumerate(ordered, start=1):
        scenario.position = position
    Scenario.objects.bulk_update(ordered, ["position"])


def group_of(scenario: Scenario) -> tuple[str, str]:
    return scenario.group_zh, scenario.group_en


def groups(scenarios: Iterable[Scenario]) -> list[str]:
    """Names of the groups in the reader's language, each once."""
    return list(dict.fromkeys(name for row in scenarios if (name := text_of(row, "group"))))


def _body(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": {language: getattr(scenario, f"name_{language}") for language in LANGUAGES},
        "pass_line": {language: getattr(scenario, f"pass_line_{language}") for language in LANGUAGES},
        "criteria": sorted(scenario.criteria.values_list("code", flat=True)),
        "measures": scenario.measures.code if scenario.measures else None,
    }
