"""Who sits on the committee, in which roles?"""

from collections.abc import Collection, Iterable
from itertools import count

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.decision_file.entry_rules import TOO_MANY_PEOPLE
from analysis.decision_file.vocabulary import MOST_PEOPLE
from selection import blindness, late, ledger, limits, notices, reasons
from selection.events import CommitteeEvent
from selection.languages import current
from selection.models import Event, Member, Phase, Selection, User
from selection.phases import held

RIGHT = "manage_members"
TOLD = (  # with their reasons, to everybody on the committee
    CommitteeEvent.OWN_SEAT_CHANGED,
    CommitteeEvent.PRICES_ALLOWED,
    CommitteeEvent.CHAIR_APPOINTED,
    CommitteeEvent.MEMBER_GIVEN,
)
ROLE_NAMES = {
    "chair": gettext_lazy("Chair"),
    "procurement": gettext_lazy("Procurement"),
    "evaluator": gettext_lazy("Evaluator"),
    "observer": gettext_lazy("Observer"),
    "auditor": gettext_lazy("Auditor"),
}


def active(selection: Selection) -> QuerySet[Member]:
    return selection.members.filter(removed_at=None).select_related("user")


def candidates(selection: Selection) -> QuerySet[User]:
    """Everybody with an account who has no seat here."""
    seated = selection.members.filter(removed_at=None, user__isnull=False).values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=seated).order_by(f"name_{current()}", "username")


def heirs(selection: Selection) -> QuerySet[User]:
    """Who can take a seat that came with a file: a person who was removed gets the old seat back instead."""
    seated = selection.members.filter(user__isnull=False).values("user")
    return candidates(selection).exclude(pk__in=seated)


def found(selection: Selection, *, user: User) -> Member:
    """The first seat, taken by who starts the selection: the chair's."""
    return Member.objects.create(
        selection=selection, user=user, key=_key(selection, user), department=user.department, is_chair=True
    )


@transaction.atomic
def add(selection: Selection, *, user: User, roles: Collection[str], department: str, by: Member) -> Member:
    """Give somebody a seat; who was removed gets the old seat back, with the marks that belong to it."""
    held(selection, member=by, action=RIGHT)
    # A second row for the same person would be refused
    # by the database, and the marks are on the old one.
    member = selection.members.filter(user=user).first() or Member(
        selection=selection, user=user, key=_key(selection, user)
    )
    limits.require_room(active(selection).count() + 1, most=MOST_PEOPLE, words=TOO_MANY_PEOPLE)
    if member.pk and not member.removed_at:
        raise ValidationError(_("%(person)s is already on the committee.") % {"person": user.display_name})
    _check_chair("chair" in roles, by=by)
    _check_judge(member, roles)
    member.removed_at = None
    count_again(member)
    _seat(member, roles, department)
    ledger.record(
        CommitteeEvent.MEMBER_ADDED, selection=selection, member=by, object=member.key, payload=seat_of(member)
    )
    return member


@transaction.atomic
def change(member: Member, *, roles: Collection[str], department: str, by: Member, reason: str = "") -> None:
    """Give a seat other roles: the chair's only by a chair, and nobody their own while somebody else can."""
    held(member.selection, member=by, action=RIGHT)
    # The seat may have changed while the lock was waited for.
    member.refresh_from_db()
    before, why = seat_of(member), ""
    if set(roles) != set(member.roles):
        why = reasons.check(reason, field="own_reason") if _is_own(member, by=by) else ""
        _check_chair(("chair" in roles) != member.is_chair, by=by)
        _check_judge(member, roles)
    # Before `_seat`, which overwrites the role that is asked for.
    _keep_blind(member, judges="evaluator" in roles)
    _seat(member, roles, department)
    # Asked once it is written: the transaction takes the change back when it leaves nobody.
    _keep_a_chair(member.selection)
    if before != seat_of(member):
        payload = {"from": before, "to": seat_of(member)}
        event = ledger.record(
            CommitteeEvent.OWN_SEAT_CHANGED if why else CommitteeEvent.MEMBER_CHANGED,
            selection=member.selection,
            member=by,
            object=member.key,
            reason=why,
            payload=payload,
        )
        if why:
            _tell(event, member.selection)


@transaction.atomic
def remove(member: Member, *, by: Member) -> None:
    """Take the seat back. Marks already given stay in the record."""
    held(member.selection, member=by, action=RIGHT)
    member.refresh_from_db()
    _check_chair(member.is_chair, by=by)
    _keep_blind(member, judges=False)
    member.removed_at = timezone.now()
    member.save(update_fields=["removed_at", "had_sheet"])  # had_sheet: by `_keep_blind`
    _keep_a_chair(member.selection)
    ledger.record(CommitteeEvent.MEMBER_REMOVED, selection=member.selection, member=by, object=member.key)


@transaction.atomic
def give(member: Member, *, user: User, by: Member) -> None:
    """Let an account have a seat that came with a file and has none; everybody is told."""
    held(member.selection, member=by, action="give_seat")
    member.refresh_from_db()
    if member.user or member.removed_at:
        raise ValidationError(_("This seat has an account already, or was taken back."))
    if not heirs(member.selection).filter(pk=user.pk).exists():
        words = _("%(person)s has or had a seat here and cannot take another one.")
        raise ValidationError(words % {"person": user.display_name})
    if member.is_evaluator:
        _check_blind(member)
    member.user = user
    member.save(update_fields=["user"])
    event = ledger.record(
        CommitteeEvent.MEMBER_GIVEN,
        selection=member.selection,
        member=by,
        object=member.key,
        payload={"person": user.username},
    )
    _tell(event, member.selection)


@transaction.atomic
def allow_prices(member: Member, *, by: Member, reason: str) -> None:
    """Let somebody score knowing the prices, once and for good; everybody is told why."""
    held(member.selection, member=by, action="allow_prices")
    member.refresh_from_db()
    if not blindness.may_be_allowed(member):
        raise ValidationError(_("This cannot be chosen for this person now."))
    # For its refusal only: nobody lets themselves while another organiser can.
    _is_own(member, by=by)
    member.knows_prices = reasons.check(reason)
    member.save(update_fields=["knows_prices"])
    event = ledger.record(
        CommitteeEvent.PRICES_ALLOWED,
        selection=member.selection,
        member=by,
        object=member.key,
        reason=member.knows_prices,
        payload={"person": _account(member)},
    )
    _tell(event, member.selection)


@transaction.atomic
def appoint_chair(member: Member, *, actor: User, reason: str = "") -> None:
    """Make somebody of the committee its chair, where no chair can act any more; a site administrator does it."""
    # Not `held`: an administrator has no seat whose right could be asked for.
    selection = Selection.objects.select_for_update().get(pk=member.selection_id)
    if not actor.is_site_admin:
        raise PermissionDenied("manage_people")
    if not without_chair().filter(pk=selection.pk).exists():
        raise ValidationError(_("This committee has a chair, or nothing to lead any more."))
    if not active(selection).filter(pk=member.pk, user__is_active=True).exists():
        raise ValidationError(_("Choose a committee member who can sign in."))
    why = reasons.check(reason)
    with late.act(selection, member=None, reason=why):
        member.refresh_from_db()
        before, member.is_chair = seat_of(member), True
        member.save(update_fields=["is_chair"])
        payload = {"from": before, "to": seat_of(member), "person": _account(member)}
        event = ledger.record(
            CommitteeEvent.CHAIR_APPOINTED,
            selection=selection,
            actor=actor,
            object=member.key,
            reason=why,
            payload=payload,
        )
        _tell(event, selection)


def without_chair() -> QuerySet[Selection]:
    """Selections that go on, and whose chairs have all been deactivated."""
    chairs = Member.objects.filter(selection=OuterRef("pk"), is_chair=True, removed_at=None, user__is_active=True)
    ended = (Phase.DONE, Phase.CANCELLED)
    return Selection.objects.exclude(phase__in=ended).filter(~Exists(chairs), archived_at=None).order_by("code")


def changes_own(member: Member, *, by: Member) -> bool:
    """Whether this is a person's own seat, which after the start somebody else changes."""
    is_start = member.selection.phase == Phase.DEFINE and member.selection.created_by_id == by.user_id
    return member.pk == by.pk and not is_start


def other_organisers(member: Member) -> list[Member]:
    """Who can change this person's seat instead of them."""
    others = active(member.selection).filter(user__is_active=True).exclude(pk=member.pk)
    return list(others.filter(Q(is_chair=True) | Q(is_procurement=True)))


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


def _is_own(member: Member, *, by: Member) -> bool:
    """Whether somebody changes their own seat, for which a reason is asked; refused while another can do it."""
    is_own = changes_own(member, by=by)
    others = other_organisers(member) if is_own else []
    if others:
        names = _(", ").join(other.display_name for other in others)
        raise ValidationError(_("Nobody changes their own roles. Ask: %(names)s.") % {"names": names})
    return is_own


def _account(member: Member) -> str:
    return member.user.username if member.user else member.key


def _tell(event: Event, selection: Selection) -> None:
    """Put it before everybody else on the committee until they have read it."""
    notices.tell(event, active(selection).exclude(user=None).exclude(user=event.actor))


def _check_chair(is_touched: bool, *, by: Member) -> None:
    if is_touched and not by.is_chair:
        raise ValidationError(_("Only a chair gives or takes the role of the chair."))


def _check_judge(member: Member, roles: Collection[str]) -> None:
    judged = member.is_evaluator and not member.removed_at
    if "evaluator" in roles and not judged:
        _check_blind(member)


def _check_blind(member: Member) -> None:
    if blindness.is_barred(member):
        words = _(
            "%(person)s has seen the prices and cannot score, unless the committee chooses so on the person’s page."
        )
        raise ValidationError(words % {"person": member.display_name})


def _keep_blind(member: Member, *, judges: bool) -> None:
    """Who stops judging while a round is open has had a sheet: prices stay hidden from them."""
    if member.is_evaluator and not member.removed_at and not judges and member.selection.phase == Phase.SCORE:
        member.had_sheet = True


def _keep_a_chair(selection: Selection) -> None:
    if not selection.members.filter(is_chair=True, removed_at=None, user__is_active=True).exists():
        raise ValidationError(_("A committee needs a chair. Make somebody else the chair first."))


def _key(selection: Selection, user: User) -> str:
    """What the decision file calls this person: the sign-in name, or with a number when it is taken."""
    taken = set(selection.members.values_list("key", flat=True))
    # A key has 40 characters: there is room for a number.
    return next(key for key in _keys(user.username[:36]) if key not in taken)


def _keys(stem: str) -> Iterable[str]:
    yield stem
    yield from (f"{stem}{number}" for number in count(2))


def seat_of(member: Member) -> dict[str, object]:
    return {"roles": member.roles, "department": member.department}
