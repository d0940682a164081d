"""What does a table of members change on the committee, and how does it go back?"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring import counting
from scoring.member_list import named_roles
from selection import committee
from selection.models import Department, Member, Selection
from selection.table_kinds import Key, State, Stored, TableKind, one_by_one


def _seats(selection: Selection) -> Stored:
    """Those that somebody has now."""
    return {(seat.key,): committee.seat_of(seat) for seat in committee.active(selection)}


def _put(selection: Selection, key: Key, state: State | None, *, member: Member, reason: str) -> None:
    """A seat that a table gave is taken back, where nobody has to be asked about marks."""
    seat = selection.members.filter(key=key[0]).select_related("user").first()
    if seat is None:
        raise ValidationError(_("This seat is not there any more."))
    if state is None:
        if counting.marks_of(seat):
            raise ValidationError(_("Scores were given on it. Remove the member on the page of the committee."))
        counting.remove(seat, member=member)
        return
    roles, department = [str(role) for role in _texts(state["roles"])], str(state["department"])
    if seat.removed_at is None:
        counting.change(seat, roles=roles, department=department, member=member)
    elif seat.user:
        committee.add(selection, user=seat.user, roles=roles, department=department, by=member)


def _name(selection: Selection) -> Callable[[Key], str]:
    names = {seat.key: seat.display_name for seat in selection.members.select_related("user")}
    return lambda key: names.get(key[0], key[0])


def _words(_selection: Selection, state: State) -> str:
    department = str(Department(str(state["department"])).label)
    return " · ".join((named_roles(_texts(state["roles"])), department))


def _texts(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []


def _count(count: int) -> str:
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


MEMBERS = TableKind(
    right="manage_members",
    stored=_seats,
    put=one_by_one(_put),
    name=_name,
    words=_words,
    counted=_count,
    page=lambda row: reverse("members", args=[row.selection.code]),
)
