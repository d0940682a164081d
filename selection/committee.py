"""Who sits on the committee, in which roles?"""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from analysis.decision_file.entry_rules import TOO_MANY_PEOPLE
from analysis.decision_file.vocabulary import MOST_PEOPLE
from selection import ledger, limits
from selection.languages import current
from selection.models import Member, Selection, User
from selection.phases import held

RIGHT = "manage_members"


def active(selection: Selection) -> QuerySet[Member]:
    return selection.members.filter(removed_at=None).select_related("user")


def candidates(selection: Selection) -> QuerySet[User]:
    """Everybody with an account who has no seat here."""
    seated = selection.members.filter(removed_at=None, user__isnull=False).values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=seated).order_by(f"name_{current()}", "username")


def found(selection: Selection, *, user: User) -> Member:
    """The first seat, taken by who starts the selection: the chair's."""
    return Member.objects.create(
        selection=selection, user=user, key=_key(selection, user), department=user.department, is_chair=True
    )


@transaction.atomic
def add(selection: Selection, *, user: User, roles: Collection[str], department: str, by: Member) -> Member:
    """Give somebody a seat; who was removed gets the old seat back, with the marks that belong to it."""
    held(selection, member=by, action=RIGHT)
    member = selection.members.filter(user=user).first() or Member(
        selection=selection, user=user, key=_key(selection, user)
    )
    limits.require_room(active(selection).count() + 1, most=MOST_PEOPLE, words=TOO_MANY_PEOPLE)
    if member.pk and not member.removed_at:
        raise ValidationError(_("%(person)s is already on the committee.") % {"person": user.display_name})
    member.removed_at = None
    count_again(member)
    _seat(member, roles, department)
    ledger.record("selection.member_added", selection=selection, member=by, object=member.key, payload=seat_of(member))
    return member


@transaction.atomic
def change(member: Member, *, roles: Collection[str], department: str, by: Member) -> None:
    held(member.selection, member=by, action=RIGHT)
    before = seat_of(member)
    _seat(member, roles, department)
    _keep_a_chair(member.selection)
    if before != seat_of(member):
        payload = {"from": before, "to": seat_of(member)}
        ledger.record(
            "selection.member_changed", selection=member.selection, member=by, object=member.key, payload=payload
        )


@transaction.atomic
def remove(member: Member, *, by: Member) -> None:
    """Take the seat back. Marks already given stay in the record."""
    held(member.selection, member=by, action=RIGHT)
    member.removed_at = timezone.now()
    member.save(update_fields=["removed_at"])
    _keep_a_chair(member.selection)
    ledger.record("selection.member_removed", selection=member.selection, member=by, object=member.key)


def count_again(member: Member) -> None:
    """Whoever judges again has marks that count; the caller saves a new seat."""
    member.marks_count, member.not_counted_reason, member.marks_settled = True, "", True
    if member.pk:
        member.save(update_fields=["marks_count", "not_counted_reason", "marks_settled"])


def _seat(member: Member, roles: Collection[str], department: str) -> None:
    if not roles:
        raise ValidationError(_("Choose at least one role."))
    for role in Member.ROLES:
        setattr(member, f"is_{role}", role in roles)
    member.department = department
    member.save()


def _keep_a_chair(selection: Selection) -> None:
    if not selection.members.filter(is_chair=True, removed_at=None, user__is_active=True).exists():
        raise ValidationError(_("A committee needs a chair. Make somebody else the chair first."))


def _key(selection: Selection, user: User) -> str:
    """What the decision file calls this person: the sign-in name, or with a number when it is taken."""
    taken = set(selection.members.values_list("key", flat=True))
    return next(key for key in _keys(user.username[:36]) if key not in taken)


def _keys(stem: str) -> Iterable[str]:
    yield stem
    yield from (f"{stem}{number}" for number in range(2, 1000))


def seat_of(member: Member) -> dict[str, object]:
    return {"roles": member.roles, "department": member.department}
