"""What has the committee decided, and when does it start to decide?"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.deciding import outcome
from reports.deciding.award import Guard
from reports.models import Decision, Run
from reports.runs import is_stale, latest_run
from selection import phases, reasons
from selection.models import Member, Phase, Selection
from vendors.models import Vendor

MOST_REASON = 4000
MOST_WAIVER = 2000


@transaction.atomic
def start_decision(selection: Selection, *, member: Member) -> None:
    """Go on to the decision: from here on POC results do not change. Needs results of the present inputs."""
    phases.held(selection, member=member, action="start_decision")
    phases.move(selection, Phase.DECIDE, member=member, blockers=run_blockers(selection))


def run_blockers(selection: Selection) -> list[str]:
    """Why there is no run that a decision could rest on."""
    run = latest_run(selection)
    if run is None:
        return [_("There are no results yet: run the analysis first.")]
    if is_stale(run):
        return [_("Inputs have changed since snapshot %(number)s: run the analysis again.") % {"number": run.number}]
    return []


@transaction.atomic
def decide(
    selection: Selection,
    *,
    member: Member,
    vendor: Vendor | None,
    reason: str,
    waivers: Mapping[str, str] | None = None,
) -> Decision:
    """Record the committee's choice, or that it chose nobody, with its reason; the selection is done.

    `waivers` holds a written reason for every point that `Guard.points` names for this vendor.
    """
    phases.held(selection, member=member, action="decide")
    if blockers := run_blockers(selection):
        raise phases.Blocked(blockers)
    run = latest_run(selection)
    assert run is not None
    if vendor and (vendor.selection_id != selection.pk or vendor.withdrawn):
        raise ValidationError({"vendor": _("Choose a vendor that has not withdrawn.")})
    decision = Decision.objects.create(
        selection=selection,
        vendor=vendor,
        reason=_bounded(reasons.check(reason), "reason", MOST_REASON),
        run=run,
        waivers=_waived(run, vendor, waivers or {}),
        decided_by=member,
        decided_at=timezone.now(),
    )
    # After the row is there: the outcome tells what it waives.
    decision.outcome = outcome.canonical(outcome.build(decision)).decode()
    decision.save(update_fields=["outcome"])
    payload = {
        "vendor": vendor.code if vendor else None,
        "run": run.number,
        "digest": run.digest,
        "waivers": decision.waivers,
        "outcome": outcome.file_hash(decision.outcome),
    }
    phases.move(selection, Phase.DONE, member=member, reason=decision.reason, payload=payload)
    return decision


def waiver_field(kind: str) -> str:
    return f"waiver_{kind}"


def _waived(run: Run, vendor: Vendor | None, given: Mapping[str, str]) -> list[dict[str, str]]:
    """A reason for every point that has to be waived; all that are missing are named at once."""
    faults: dict[str, list[str]] = {}
    kept = []
    for kind in Guard.of(run).points(vendor.code) if vendor else ():
        field = waiver_field(kind)
        try:
            reason = _bounded(reasons.check(given.get(kind, ""), field=field), field, MOST_WAIVER)
            kept.append({"kind": kind, "reason": reason})
        except ValidationError as fault:
            faults |= fault.message_dict
    if faults:
        raise ValidationError(faults)
    return kept


def _bounded(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise ValidationError(
            {field: _("At most %(most)s characters; here are %(count)s.") % {"most": most, "count": len(text)}}
        )
    return text
