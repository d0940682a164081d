"""Who is on the shortlist, under which letter, and who has left it?"""

import string
import unicodedata
from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from analysis.decision_file.entry_rules import TOO_MANY_VENDORS
from analysis.decision_file.vocabulary import MOST_VENDORS
from selection import late, ledger, limits, reasons
from selection.access import WrongPhase
from selection.events import EventKind
from selection.models import Member, Phase, Selection
from selection.phases import held
from selection.versions import Stale
from vendors.events import VendorEvent
from vendors.models import Vendor

LETTERS = string.ascii_uppercase  # more than there are vendors: who is withdrawn keeps a letter
NO_REASON = "–"  # a withdrawal before the seal may go without one


def active(selection: Selection) -> models.QuerySet[Vendor]:
    return Vendor.objects.filter(selection=selection, withdrawn="")


@transaction.atomic
def add_vendor(
    selection: Selection, *, name_zh: str = "", name_en: str = "", kind_zh: str = "", kind_en: str = "", member: Member
) -> Vendor:
    """Put a vendor on the list, with the next free letter, until scoring opens."""
    held(selection, member=member, action="edit_vendors")
    require_place(selection)
    names = _names(name_zh=name_zh, name_en=name_en, kind_zh=kind_zh, kind_en=kind_en)
    vendor = Vendor.objects.create(selection=selection, code=_free_letter(selection), **names)
    _record(VendorEvent.ADDED, vendor, member, payload=names)
    return vendor


@transaction.atomic
def edit_vendor(
    vendor: Vendor, *, name_zh: str, name_en: str, kind_zh: str, kind_en: str, member: Member, version: int
) -> Vendor:
    held(vendor.selection, member=member, action="edit_vendors")
    names = _names(name_zh=name_zh, name_en=name_en, kind_zh=kind_zh, kind_en=kind_en)
    # In one statement, so that of two writers one finds another version.
    changed = Vendor.objects.filter(pk=vendor.pk, version=version).update(**names, version=version + 1)
    vendor.refresh_from_db()
    if not changed:
        raise Stale(vendor)
    _record(VendorEvent.EDITED, vendor, member, payload=names)
    return vendor


@transaction.atomic
@late.explained
def withdraw_vendor(vendor: Vendor, *, reason: str = "", member: Member) -> Vendor:
    """Take a vendor off the list. Its letter stays its own; after the seal a reason is needed."""
    held(vendor.selection, member=member, action="withdraw_vendor")
    if vendor.withdrawn:
        raise ValidationError(_("%(code)s has already been withdrawn."), params={"code": vendor.code})
    needs_reason = reason.strip() or vendor.selection.phase != Phase.DEFINE
    vendor.withdrawn = reasons.check(reason) if needs_reason else NO_REASON
    limits.check(layout.VENDOR, {"withdrawn": vendor.withdrawn}, names={"withdrawn": "reason"})
    return _save_withdrawal(VendorEvent.WITHDRAWN, vendor, member)


@transaction.atomic
def restore_vendor(vendor: Vendor, *, member: Member) -> Vendor:
    """Undo a withdrawal, until the seal."""
    held(vendor.selection, member=member, action="withdraw_vendor")
    if vendor.selection.phase != Phase.DEFINE:
        raise WrongPhase(vendor.selection, "withdraw_vendor")
    require_place(vendor.selection)
    vendor.withdrawn = ""
    return _save_withdrawal(VendorEvent.RESTORED, vendor, member)


def require_place(selection: Selection) -> None:
    """Refuse one vendor more than a selection compares."""
    limits.require_room(active(selection).count() + 1, most=MOST_VENDORS, words=TOO_MANY_VENDORS)


def likely_duplicates(selection: Selection) -> list[list[Vendor]]:
    """Vendors whose names differ only in case, width, spaces or punctuation; people decide."""
    groups: dict[str, dict[int, Vendor]] = defaultdict(dict)
    for vendor in active(selection):
        for name in filter(None, (vendor.name_zh, vendor.name_en)):
            groups[_key(name)][vendor.pk] = vendor
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _free_letter(selection: Selection) -> str:
    taken = set(Vendor.objects.filter(selection=selection).values_list("code", flat=True))
    for letter in LETTERS:
        if letter not in taken:
            return letter
    raise ValidationError(_("All letters from A to Z are taken; a withdrawn vendor keeps its own."), "full")


def _names(**typed: str) -> dict[str, str]:
    names = {field: " ".join(text.split()) for field, text in typed.items()}
    if not names["name_zh"] and not names["name_en"]:
        raise ValidationError({"name_zh": _("Write the vendor’s name, in Chinese or in English.")})
    limits.check(layout.VENDOR, names)
    return names


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def _save_withdrawal(event: EventKind, vendor: Vendor, member: Member) -> Vendor:
    vendor.version += 1
    vendor.save(update_fields=["withdrawn", "version"])
    _record(event, vendor, member, reason=vendor.withdrawn)
    return vendor


def _record(
    event: EventKind, vendor: Vendor, member: Member, *, reason: str = "", payload: dict[str, str] | None = None
) -> None:
    ledger.record(
        event,
        selection=vendor.selection,
        member=member,
        object=f"vendor {vendor.code}",
        object_version=vendor.version,
        reason=reason,
        payload=payload,
    )
