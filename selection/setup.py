"""How does a selection begin, change its frame, and leave the list?"""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file import decimal_text, layout
from selection import committee, ledger, limits, phases, reasons
from selection.events import CourseEvent, SiteEvent
from selection.models import Member, Phase, Selection, User

# What belongs to the rules of the game and rests once criteria and weights are sealed.
RULES = (
    "currency",
    "tax_included",
    "budget_ceiling",
    "budget_target",
    "bar",
    "lead",
    "sealed_prices",
)


# Letters that are taken for digits; hyphens and case are not looked at.
ALIKE = str.maketrans("oil", "011")


def next_code() -> str:
    """S-0001, S-0002 …: the lowest that is free and looks like no other; kept from others in this transaction."""
    ledger.locked_head()
    taken = _looks()
    return next(code for number in range(1, len(taken) + 2) if _look(code := f"S-{number:04}") not in taken)


def is_taken(code: str) -> bool:
    """Whether a selection has this code, or one that people would take for it."""
    return _look(code) in _looks()


def _looks() -> set[str]:
    return {_look(code) for code in Selection.objects.values_list("code", flat=True)}


def _look(code: str) -> str:
    """S‑OOO7, s_0007 and S0007 look alike."""
    plain = unicodedata.normalize("NFKC", code).casefold()
    # of signs alone nothing would be left
    return "".join(letter for letter in plain if letter.isalnum()).translate(ALIKE) or code


class Frame(TypedDict, total=False):
    """What people say of a selection."""

    name_zh: str
    name_en: str
    organisation_zh: str
    organisation_en: str
    summary_zh: str
    summary_en: str
    industry: str
    daily_enquiries: int | None
    seats_now: int | None
    seats_3y: int | None
    seats_5y: int | None
    budget_ceiling: int | None
    budget_target: int | None
    decision_date: date | None
    first_cost_year: int | None
    zone: str
    currency: str
    tax_included: bool
    bar: int
    lead: int
    sealed_prices: bool


@transaction.atomic
def create(*, actor: User, **fields: Unpack[Frame]) -> tuple[Selection, Member]:
    """A new selection in its first phase, chaired by who starts it."""
    _check(fields)
    selection = Selection.objects.create(code=next_code(), created_by=actor, **fields)
    enter(selection, actor=actor)
    member = committee.found(selection, user=actor)
    ledger.record(
        CourseEvent.CREATED,
        selection=selection,
        member=member,
        object=selection.code,
        payload={**_plain(selection, fields), "seat": {member.key: committee.seat_of(member)}},
    )
    return selection, member


def enter(selection: Selection, *, actor: User | None) -> None:
    """Let the site's chain name a new selection, inside the caller's transaction: one that vanishes is missed."""
    ledger.record(SiteEvent.LISTED, actor=actor, object=selection.code)


@transaction.atomic
def edit(selection: Selection, *, member: Member, version: int, **frame: Unpack[Frame]) -> None:
    """Change the frame; the rules of the game only before the seal."""
    row = phases.held(selection, member=member, action="edit_selection")
    if row.version != version:
        raise ValidationError(
            _("Somebody else changed this selection meanwhile. Reload the page to see their version.")
        )
    # The page shows the rules and takes none; what is sent all the same is left aside.
    fields = {name: value for name, value in frame.items() if row.phase == Phase.DEFINE or name not in RULES}
    _check(fields)
    before = _plain(row, fields)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    after = _plain(row, fields)
    changed = {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
    if changed:
        ledger.record(
            CourseEvent.EDITED,
            selection=row,
            member=member,
            object=row.code,
            object_version=row.version,
            payload=changed,
        )


@transaction.atomic
def delete_draft(selection: Selection, *, member: Member, typed: str) -> None:
    """Remove a draft for good, when its name was typed to prove the intent."""
    row = phases.held(selection, member=member, action="delete_selection")
    if typed.strip() not in {row.name_zh, row.name_en} - {""}:
        raise ValidationError(_("Type the name exactly as it stands above: %(name)s") % {"name": row.name})
    # Before the row goes: the trigger lets events go only with a chain that has ended.
    payload = {"name": row.name, **ledger.end(row)}
    row.delete()
    ledger.record(SiteEvent.DELETED, actor=member.user, object=row.code, payload=payload)


@transaction.atomic
def cancel(selection: Selection, *, member: Member, reason: str) -> None:
    """End a selection without a decision; everything stays readable."""
    row = phases.held(selection, member=member, action="cancel_selection")
    phases.move(row, Phase.CANCELLED, member=member, reason=reasons.check(reason))


@transaction.atomic
def archive(selection: Selection, *, member: Member, archived: bool = True) -> None:
    """Put a finished selection away, or take it back to the list."""
    row = phases.held(selection, member=member, action="archive_selection")
    row.archived_at = timezone.now() if archived else None
    row.save(update_fields=["archived_at"])
    ledger.record(
        CourseEvent.ARCHIVED if archived else CourseEvent.UNARCHIVED, selection=row, member=member, object=row.code
    )


def _check(fields: Mapping[str, object]) -> None:
    limits.check(layout.SELECTION, fields)
    given = {name: value for name in ("bar", "lead") if isinstance(value := fields.get(name), int)}
    limits.check(layout.OPTIONS, {name: decimal_text(Decimal(value).scaleb(-2)) for name, value in given.items()})


def _plain(selection: Selection, fields: Mapping[str, object]) -> dict[str, Any]:
    """The fields as the record keeps them."""
    values = model_to_dict(selection, fields=list(fields))
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in values.items()}
