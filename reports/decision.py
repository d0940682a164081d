"""What has the committee decided, and when does it start to decide?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Decision
from reports.runs import latest_run
from selection import phases
from selection.models import Member, Phase, Selection
from vendors.models import Vendor

MOST_REASON = 4000


@transaction.atomic
def start_decision(selection: Selection, *, member: Member) -> None:
    """Go on to the decision: from here on POC results do not change. Needs finished results."""
    phases.held(selection, member=member, action="start_decision")
    blockers = [] if latest_run(selection) else [_("There are no results yet: run the analysis first.")]
    phases.move(selection, Phase.DECIDE, member=member, blockers=blockers)


@transaction.atomic
def decide(selection: Selection, *, member: Member, vendor: Vendor | None, reason: str) -> Decision:
    """Record the committee's choice, or that it chose nobody, with its reason; the selection is done."""
    phases.held(selection, member=member, action="decide")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why, so that a reader can follow years later.")})
    if vendor and (vendor.selection_id != selection.pk or vendor.withdrawn):
        raise ValidationError({"vendor": _("Choose a vendor that is still in the race.")})
    decision = Decision.objects.create(
        selection=selection, vendor=vendor, reason=reason.strip(), decided_by=member, decided_at=timezone.now()
    )
    payload = {"vendor": vendor.code if vendor else None}
    phases.move(selection, Phase.DONE, member=member, reason=decision.reason, payload=payload)
    return decision
