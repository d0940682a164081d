"""What backs a statement about a vendor, and how strongly?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.models import Criterion, Level
from selection import late, ledger, limits
from selection.events import EventKind
from selection.models import Member
from selection.phases import held
from vendors.claims import check_leaf
from vendors.events import VendorEvent
from vendors.models import Evidence, Origin, Vendor


@transaction.atomic
@late.explained
def record_evidence(
    vendor: Vendor,
    *,
    criterion: Criterion | None,
    level: str,
    title: str,
    source: str,
    member: Member | None,
    origin: str = Origin.PROCUREMENT,
    reason: str = "",
) -> Evidence:
    """Keep one piece of evidence. Level and origin `poc` only come together, from a concluded POC result."""
    _hold(vendor, member, origin)
    check_leaf(vendor, criterion)
    if level not in Level.values or (level == Level.POC) != (origin == Origin.POC):
        raise ValidationError(
            {"level": _("Choose how well this is proven. “POC-verified” comes only from a POC result.")}
        )
    if not title.strip():
        raise ValidationError({"title": _("Name the evidence, for example “minutes of the demonstration, 4 March”.")})
    words = {"title": title.strip(), "source": source.strip()}
    limits.check(layout.EVIDENCE, words)
    evidence = Evidence.objects.create(vendor=vendor, criterion=criterion, level=level, origin=origin, **words)
    _record(VendorEvent.EVIDENCE_RECORDED, evidence, member, reason=reason)
    return evidence


@transaction.atomic
@late.explained
def remove_evidence(
    evidence: Evidence, *, member: Member | None, origin: str = Origin.PROCUREMENT, reason: str = ""
) -> None:
    """Take evidence back; what a POC result wrote is removed only by the POC record itself."""
    _hold(evidence.vendor, member, origin)
    if evidence.origin != origin:
        raise ValidationError(_("This evidence comes from a POC result. Change the result instead."))
    Evidence.objects.filter(pk=evidence.pk).delete()  # the row in hand is shown again when the reason is refused
    _record(VendorEvent.EVIDENCE_REMOVED, evidence, member, reason=reason)


def _hold(vendor: Vendor, member: Member | None, origin: str) -> None:
    """A POC record holds the selection itself, by its own right."""
    if member and origin == Origin.PROCUREMENT:
        held(vendor.selection, member=member, action="edit_facts")


def _record(event: EventKind, evidence: Evidence, member: Member | None, *, reason: str) -> None:
    body = {
        "criterion": evidence.criterion.code if evidence.criterion else "",
        "level": evidence.level,
        "title": evidence.title,
        "source": evidence.source,
        "origin": evidence.origin,
    }
    selection = evidence.vendor.selection
    ledger.record(
        event,
        selection=selection,
        member=member,
        object=f"vendor {evidence.vendor.code}",
        reason=reason.strip(),
        payload=body,
    )
