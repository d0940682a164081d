"""What happened lately in one selection, in sentences without values?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby, islice

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.record.acts import KINDS
from scoring.visibility import may_see_activity
from selection.events import CommitteeEvent, CourseEvent
from selection.models import Event, Member, Phase, User
from selection.prepared import Prepared
from vendors.visibility import may_know_of_prices

MOVES = {
    Phase.INVITE: gettext_lazy("%(who)s sealed criteria and weights"),
    Phase.SCORE: gettext_lazy("%(who)s opened scoring"),
    Phase.CLOSED: gettext_lazy("%(who)s closed scoring"),
    Phase.CONSENSUS: gettext_lazy("%(who)s kept the means and revealed the scores"),
    Phase.DECIDE: gettext_lazy("%(who)s started the decision"),
    Phase.DONE: gettext_lazy("%(who)s recorded the decision"),
    Phase.CANCELLED: gettext_lazy("%(who)s cancelled the selection"),
}
UNKNOWN = gettext_lazy("%(who)s did something that this page has no words for")
PRICES = ("vendors.cost", "vendors.seat", "vendors.scenario")
MARKS = ("scoring.score", "scoring.sheet")
ABOUT_PEOPLE = (
    CommitteeEvent.MEMBER_LINK_ISSUED,
    CommitteeEvent.MEMBER_LINK_USED,
    CommitteeEvent.PRICES_ALLOWED,
    CommitteeEvent.CHAIR_APPOINTED,
    CommitteeEvent.MEMBER_GIVEN,
)
LOOKED_AT = 200  # a row of like acts becomes one line
SHOWN = 8
Names = dict[str, str]  # sign-in name → name


@dataclass(frozen=True)
class RecentAct:
    """One sentence, and when it was true for the last time."""

    at: datetime
    text: str


def recent(member: Member) -> list[RecentAct]:
    """The latest acts that this person may know of; a row of the same acts on one day is one line."""
    visible = VISIBLE[may_know_of_prices(member), may_see_activity(member)]
    events = visible.rows(selection=member.selection_id, user=member.user_id or 0)
    known = names(events)
    lines = groupby(events, key=lambda event: (timezone.localdate(event.at), sentence(event, known)))
    return [RecentAct(next(same).at, text) for (_day, text), same in islice(lines, SHOWN)]


def names(events: Iterable[Event]) -> Names:
    """What the people are called of whom these events speak by their sign-in names."""
    told = [event.payload.body for event in events if event.type in ABOUT_PEOPLE and hasattr(event, "payload")]
    wanted = {body.get(key, "") for body in told for key in ("person", "issued_by")} - {""}
    people = User.objects.filter(username__in=wanted) if wanted else ()
    return {person.username: person.display_name for person in people}


def sentence(event: Event, known: Names) -> str:
    who = event.actor.display_name if event.actor else _("The system")
    if event.type == CourseEvent.MOVED and hasattr(event, "payload"):
        return str(MOVES[Phase(event.payload.body["to"])]) % {"who": who}
    told = (KINDS[event.type].told if event.type in KINDS else None) or UNKNOWN
    return str(told) % {"who": who, **_people(event, known)}


def _people(event: Event, known: Names) -> Names:
    """Whom an event is about and who stood behind it; an erased payload leaves the key of the seat."""
    body = event.payload.body if hasattr(event, "payload") else {}
    person, issuer = body.get("person", event.object), body.get("issued_by", "")
    return {"person": known.get(person, person), "issuer": known.get(issuer, issuer) or _("The system")}


def _visible(selection: int, user: int, *, prices: bool, marks: bool) -> QuerySet[Event]:
    """Filtered before the latest are taken: what is hidden pushes nothing out, which would say that it is there."""
    events = Event.objects.filter(chain__selection=selection).select_related("actor", "payload")
    if not prices:
        events = events.exclude(_begins_with(PRICES))
    if not marks:
        events = events.exclude(_begins_with(MARKS) & ~Q(actor=user))
    return events.order_by("-sequence")[:LOOKED_AT]


def _begins_with(kinds: tuple[str, ...]) -> Q:
    found = Q()
    for kind in kinds:
        found |= Q(type__startswith=kind)
    return found


# By whether the reader may know of prices, and of others' marks.
VISIBLE: dict[tuple[bool, bool], Prepared[Event]] = {
    (prices, marks): Prepared(partial(_visible, prices=prices, marks=marks), selection=int, user=int)
    for prices in (False, True)
    for marks in (False, True)
}
