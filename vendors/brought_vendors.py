"""What does a table of vendors change, and how does it go back?"""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selection.languages import pick
from selection.models import Member, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one
from vendors.registry import active, edit_vendor, withdraw_vendor

FIELDS = ("name_zh", "name_en", "kind_zh", "kind_en")


def _vendors(selection: Selection) -> Stored:
    """Those on the list; who is withdrawn is on it no more."""
    return {
        (row["code"],): {field: row[field] for field in FIELDS} for row in active(selection).values("code", *FIELDS)
    }


def _put(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    """A vendor that a table brought is withdrawn: its letter stays its own."""
    vendor = active(selection).filter(code=key[0]).first()
    if vendor is None:
        raise ValidationError(_("This vendor is not there any more."))
    if state is None:
        withdraw_vendor(vendor, reason=reason, member=member)
    else:
        texts = {field: str(state[field]) for field in FIELDS}
        edit_vendor(vendor, **texts, member=member, version=vendor.version)


def _words(_selection: Selection, state: State) -> str:
    name = pick({"zh": str(state["name_zh"]), "en": str(state["name_en"])})[0]
    kind = pick({"zh": str(state["kind_zh"]), "en": str(state["kind_en"])})[0]
    return " · ".join(filter(None, (name, kind)))


def _count(count: int) -> str:
    return ngettext("%(count)s vendor", "%(count)s vendors", count) % {"count": count}


VENDORS = TableKind(
    right="edit_vendors",
    stored=_vendors,
    put=one_by_one(_put),
    name=lambda _selection: lambda key: key[0],
    words=_words,
    counted=_count,
    page=lambda row: reverse("vendors", args=[row.selection.code]),
)
