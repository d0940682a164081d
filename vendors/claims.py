"""What does a vendor say of itself, and where?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.models import LEAVES, Criterion
from selection import late, ledger, limits
from selection.events import EventKind
from selection.models import Member
from selection.phases import held
from vendors.events import VendorEvent
from vendors.models import Claim, Vendor


@transaction.atomic
@late.explained
def record_claim(
    vendor: Vendor, *, criterion: Criterion | None, text: str, source: str, member: Member, reason: str = ""
) -> Claim:
    held(vendor.selection, member=member, action="edit_facts")
    check_leaf(vendor, criterion)
    if not text.strip():
        raise ValidationError({"text": _("Write what the vendor says.")})
    words = {"text": text.strip(), "source": source.strip()}
    limits.check(layout.CLAIM, words)
    claim = Claim.objects.create(vendor=vendor, criterion=criterion, **words)
    _record(VendorEvent.CLAIM_RECORDED, claim, member, reason=reason)
    return claim


@transaction.atomic
@late.explained
def remove_claim(claim: Claim, *, member: Member, reason: str = "") -> None:
    held(claim.vendor.selection, member=member, action="edit_facts")
    Claim.objects.filter(pk=claim.pk).delete()  # the row in hand is shown again when the reason is refused
    _record(VendorEvent.CLAIM_REMOVED, claim, member, reason=reason)


def check_leaf(vendor: Vendor, criterion: Criterion | None) -> None:
    """A statement belongs to a leaf of the vendor's own selection, or to none."""
    if criterion and (criterion.selection_id != vendor.selection_id or criterion.kind not in LEAVES):
        raise ValidationError(
            {"criterion": _("%(code)s is not a criterion of this selection.") % {"code": criterion.code}}
        )


def _record(event: EventKind, claim: Claim, member: Member, *, reason: str) -> None:
    body = {"criterion": claim.criterion.code if claim.criterion else "", "text": claim.text, "source": claim.source}
    ledger.record(
        event,
        selection=claim.vendor.selection,
        member=member,
        object=f"vendor {claim.vendor.code}",
        reason=reason.strip(),
        payload=body,
    )
