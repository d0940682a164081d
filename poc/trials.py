"""How did one vendor do in one scenario, and what follows from it?"""

from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from poc import proof
from poc.events import PocEvent
from poc.models import Result, Scenario, Trial
from selection import late, ledger, limits
from selection.models import Member
from selection.phases import held
from selection.versions import Stale
from vendors.facts import check_value
from vendors.models import Vendor
from vendors.numbers import read_number


@dataclass(frozen=True)
class Outcome:
    """What stands in one cell of the plan; the fields are those of `Trial`."""

    result: str = Result.UNTESTED
    value: str = ""
    note_zh: str = ""
    note_en: str = ""


def stored(trial: Trial | None) -> Outcome:
    return Outcome(trial.result, trial.value, trial.note_zh, trial.note_en) if trial else Outcome()


@transaction.atomic
@late.explained
def record_trial(
    scenario: Scenario, *, vendor: Vendor, outcome: Outcome, member: Member, version: int, reason: str = ""
) -> Trial:
    """Write one cell; `version` is what the writer saw, 0 for one that was never written.

    Facts and evidence follow in the same transaction: a concluded result proves, an open one proves nothing.
    """
    selection = held(scenario.selection, member=member, action="record_trial")
    given = _checked(scenario, vendor, outcome)
    trial = Trial.objects.select_for_update().filter(scenario=scenario, vendor=vendor).first()
    if version != (trial.version if trial else 0):
        raise Stale(trial or Trial(scenario=scenario, vendor=vendor))
    before = stored(trial)
    # Nothing new makes no event and no version.
    if given == before:
        return trial or Trial(scenario=scenario, vendor=vendor, version=0)
    trial, _created = Trial.objects.update_or_create(
        scenario=scenario,
        vendor=vendor,
        defaults={
            **asdict(given),
            "recorded_by": member,
            "recorded_at": timezone.now(),
            "version": version + 1,
        },
    )
    proof.refresh([vendor])
    ledger.record(
        PocEvent.TRIAL_RECORDED,
        selection=selection,
        member=member,
        object=f"trial {scenario.code} {vendor.code}",
        object_version=trial.version,
        reason=reason.strip(),
        payload={"from": _plain(before), "to": _plain(given)},
    )
    return trial


def _plain(outcome: Outcome) -> dict[str, str]:
    return {name: str(text) for name, text in asdict(outcome).items()}


def _checked(scenario: Scenario, vendor: Vendor, outcome: Outcome) -> Outcome:
    """The outcome as it is kept: a value is a decimal, of a measured criterion within its scale."""
    if vendor.selection_id != scenario.selection_id:
        raise ValidationError(_("This vendor is not on the list."))
    if vendor.withdrawn:
        raise ValidationError(_("%(code)s has already been withdrawn."), params={"code": vendor.code})
    if outcome.result not in Result.values:
        raise ValidationError({"result": _("Choose pass, partial, fail, running or untested.")})
    notes = {name: getattr(outcome, name).strip() for name in ("note_zh", "note_en")}
    limits.check(layout.RESULT, notes)
    return replace(outcome, value=_value(scenario, outcome), **notes)


def _value(scenario: Scenario, outcome: Outcome) -> str:
    """A decimal that a decision file can hold, or nothing."""
    typed = outcome.value.strip()
    if not typed:
        return ""
    if outcome.result == Result.UNTESTED:
        raise ValidationError({"value": _("An untested scenario has no value. Choose a result, or clear the value.")})
    try:
        text = check_value(scenario.measures, typed) if scenario.measures else read_number(typed).text
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from error
    limits.check(layout.RESULT, {"value": text})
    return text
