"""What does a table of scenarios or of results change, and how does it go back?"""

from collections.abc import Callable
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from criteria.models import Criterion
from poc.models import Result, Scenario, Trial
from poc.plan import TEXTS, Outline, add_scenario, edit_scenario, remove_scenario
from poc.trials import Outcome, record_trial, stored
from selection.languages import LANGUAGES, pick, text_of
from selection.models import BroughtTable, Member, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one
from vendors.registry import active


def _page(row: BroughtTable) -> str:
    return reverse("poc", args=[row.selection.code])


# Scenarios: code ---------------------------------------------------------------------------------
def _scenarios(selection: Selection) -> Stored:
    """With the results: a scenario that was tried since has been changed."""
    rows = selection.poc_scenarios.select_related("measures").prefetch_related("criteria", "trials__vendor")
    return {
        (row.code,): {
            **{name: getattr(row, name) for name in TEXTS},
            "criteria": sorted(leaf.code for leaf in row.criteria.all()),
            "measures": row.measures.code if row.measures else "",
            "results": {
                trial.vendor.code: str(trial.result) for trial in row.trials.all() if stored(trial) != Outcome()
            },
        }
        for row in rows
    }


def _put_scenario(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    row = selection.poc_scenarios.filter(code=key[0]).first()
    if state is None:
        if row is None:
            return
        if any(stored(trial) != Outcome() for trial in row.trials.all()):
            raise ValidationError(_("It has results. Remove it on its own page, where they are named."))
        remove_scenario(row, member=member, reason=reason)
        return
    outline = _outline(selection, state)
    if row is None:
        add_scenario(selection, outline=outline, member=member, reason=reason, code=key[0])
    else:
        edit_scenario(row, outline=outline, member=member, reason=reason)


def _outline(selection: Selection, state: State) -> Outline:
    own = {row.code: row for row in Criterion.objects.filter(selection=selection)}
    assert isinstance(state["criteria"], list)
    texts = {
        field: {language: str(state[f"{field}_{language}"]) for language in LANGUAGES}
        for field in ("group", "name", "pass_line")
    }
    criteria = [own[code] for code in state["criteria"] if code in own]
    return Outline(**texts, criteria=criteria, measures=own.get(str(state["measures"])))


def _scenario_in_words(_selection: Selection, state: State) -> str:
    texts = [
        pick({language: str(state[f"{field}_{language}"]) for language in LANGUAGES})[0]
        for field in ("group", "name", "pass_line")
    ]
    assert isinstance(state["criteria"], list)
    return " · ".join(filter(None, [*texts, " ".join(state["criteria"]), str(state["measures"])]))


def _count_scenarios(count: int) -> str:
    return ngettext("%(count)s scenario", "%(count)s scenarios", count) % {"count": count}


SCENARIOS = TableKind(
    right="plan_poc",
    stored=_scenarios,
    put=one_by_one(_put_scenario),
    name=lambda _selection: lambda key: key[0],
    words=_scenario_in_words,
    counted=_count_scenarios,
    page=_page,
)


# Results: scenario, vendor -----------------------------------------------------------------------
def _trials(selection: Selection) -> Stored:
    """A cell without a result and without a word is nothing."""
    rows = Trial.objects.filter(scenario__selection=selection).select_related("scenario", "vendor").order_by("pk")
    return {
        (row.scenario.code, row.vendor.code): {name: str(text) for name, text in asdict(stored(row)).items()}
        for row in rows
        if stored(row) != Outcome()
    }


def _put_trial(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    code, letter = key
    scenario = selection.poc_scenarios.select_related("measures").filter(code=code).first()
    vendor = active(selection).filter(code=letter).first()
    if scenario is None or vendor is None:
        raise ValidationError(_("This scenario or this vendor is not there any more."))
    trial = Trial.objects.filter(scenario=scenario, vendor=vendor).first()
    outcome = Outcome(**{name: str(text) for name, text in state.items()}) if state else Outcome()
    version = trial.version if trial else 0
    record_trial(scenario, vendor=vendor, outcome=outcome, member=member, version=version, reason=reason)


def _name_of_trial(selection: Selection) -> Callable[[Key], str]:
    names = {row.code: text_of(row, "name") for row in Scenario.objects.filter(selection=selection)}
    vendors = {row.code: row.name for row in selection.vendors.all()}
    return lambda key: f"{key[0]} {names.get(key[0], '')} · {key[1]} {vendors.get(key[1], '')}".strip()


def _trial_in_words(_selection: Selection, state: State) -> str:
    note = pick({"zh": str(state["note_zh"]), "en": str(state["note_en"])})[0]
    return " · ".join(filter(None, (str(Result(str(state["result"])).label), str(state["value"]), note)))


def _count_trials(count: int) -> str:
    return ngettext("%(count)s POC result", "%(count)s POC results", count) % {"count": count}


TRIALS = TableKind(
    right="record_trial",
    stored=_trials,
    put=one_by_one(_put_trial),
    name=_name_of_trial,
    words=_trial_in_words,
    counted=_count_trials,
    page=_page,
)
