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

from scoring.visibility import may_see_activity
from selection import committee, links
from selection.models import Event, Member, Phase, User
from selection.prepared import Prepared
from vendors.visibility import may_know_of_prices

SENTENCES = {
    "criteria.template_copied": gettext_lazy("%(who)s copied a template"),
    "criteria.assigned": gettext_lazy("%(who)s shared out what is scored"),
    "criteria.weight": gettext_lazy("%(who)s changed weights"),
    "criteria.": gettext_lazy("%(who)s changed criteria"),
    "vendors.need": gettext_lazy("%(who)s changed needs"),
    "vendors.must_judged": gettext_lazy("%(who)s judged must-haves"),
    "vendors.fact": gettext_lazy("%(who)s entered facts"),
    "vendors.evidence": gettext_lazy("%(who)s added evidence"),
    "vendors.claim": gettext_lazy("%(who)s noted claims"),
    "vendors.cost": gettext_lazy("%(who)s entered costs"),
    "vendors.seat": gettext_lazy("%(who)s entered costs"),
    "vendors.scenario": gettext_lazy("%(who)s entered costs"),
    "vendors.added": gettext_lazy("%(who)s added a vendor"),
    "vendors.withdrawn": gettext_lazy("%(who)s withdrew a vendor"),
    "vendors.": gettext_lazy("%(who)s changed the vendors"),
    "scoring.sheet_submitted": gettext_lazy("%(who)s submitted"),
    "scoring.sheet_taken_back": gettext_lazy("%(who)s took the submission back"),
    "scoring.marks_kept": gettext_lazy("%(who)s took criteria away on which marks stand; they count"),
    "scoring.marks_settled": gettext_lazy("%(who)s settled whose marks count"),
    "scoring.sheet_left_out": gettext_lazy("%(who)s left a sheet out"),
    "scoring.closing_time_changed": gettext_lazy("%(who)s moved the closing time"),
    "scoring.score": gettext_lazy("%(who)s scored"),
    "poc.": gettext_lazy("%(who)s worked on the POC"),
    "run.given_up": gettext_lazy("%(who)s gave the analysis up"),
    "run.": gettext_lazy("%(who)s ran the analysis"),
    "report.requested": gettext_lazy("%(who)s asked for a report"),
    "report.given_up": gettext_lazy("%(who)s gave a report up"),
    "report.made": gettext_lazy("A report was made for %(who)s"),
    "report.damaged": gettext_lazy("The stored file of a report was damaged; the report is made again"),
    "report.downloaded": gettext_lazy("%(who)s downloaded a report"),
    "report.chart_exported": gettext_lazy("%(who)s took the numbers of a chart as a table"),
    "report.drawing_exported": gettext_lazy("%(who)s took a chart as a drawing"),
    "report.": gettext_lazy("%(who)s worked on the report"),
    "reports.": gettext_lazy("%(who)s worked on the report"),
    "selection.exported": gettext_lazy("%(who)s exported the decision file"),
    "selection.created": gettext_lazy("%(who)s started the selection"),
    "selection.imported": gettext_lazy("The selection was imported"),
    "selection.member_link_issued": gettext_lazy("%(who)s made a new access link for %(person)s"),
    "selection.member_link_used": gettext_lazy("%(who)s used the access link that %(issuer)s made"),
    "selection.own_seat_changed": gettext_lazy("%(who)s changed their own roles"),
    "selection.prices_opened": gettext_lazy("%(who)s opened the prices"),
    "selection.prices_sealed": gettext_lazy("%(who)s sealed the prices; the organisers had seen them"),
    "selection.prices_allowed": gettext_lazy("%(who)s let %(person)s score knowing the prices"),
    "selection.chair_appointed": gettext_lazy("%(who)s, who administers the site, made %(person)s the chair"),
    "selection.member_given": gettext_lazy("%(who)s gave a seat that came with a file to %(person)s"),
    "selection.member": gettext_lazy("%(who)s changed the committee"),
    "selection.mended": gettext_lazy("%(who)s put a value right that broke a limit"),
    "selection.archived": gettext_lazy("%(who)s archived the selection"),
    "selection.unarchived": gettext_lazy("%(who)s took the selection back to the list"),
    "selection.erasure": gettext_lazy("%(who)s proposed or refused to erase what an event holds"),
    "selection.payload_redacted": gettext_lazy("%(who)s erased what an event held"),
    "selection.baseline": gettext_lazy("%(who)s wrote down what is stored"),
    "selection.exception_kept": gettext_lazy("%(who)s gave the reason for a change after the close"),
    "selection.moved": gettext_lazy("%(who)s moved the selection on"),
    "selection.edited": gettext_lazy("%(who)s changed the basics"),
    "": gettext_lazy("%(who)s did something that this page has no words for"),
}
MOVES = {
    Phase.INVITE: gettext_lazy("%(who)s sealed criteria and weights"),
    Phase.SCORE: gettext_lazy("%(who)s opened scoring"),
    Phase.CLOSED: gettext_lazy("%(who)s closed scoring"),
    Phase.CONSENSUS: gettext_lazy("%(who)s kept the means and revealed the scores"),
    Phase.DECIDE: gettext_lazy("%(who)s started the decision"),
    Phase.DONE: gettext_lazy("%(who)s recorded the decision"),
    Phase.CANCELLED: gettext_lazy("%(who)s cancelled the selection"),
}
PRICES = ("vendors.cost", "vendors.seat", "vendors.scenario")
MARKS = ("scoring.score", "scoring.sheet")
ABOUT_PEOPLE = (links.ISSUED, links.USED, committee.ALLOWED, committee.APPOINTED, committee.GIVEN)
LOOKED_AT = 200
SHOWN = 8
Names = dict[str, str]  # sign-in name → name


@dataclass(frozen=True)
class Line:
    """One sentence, and when it was true for the last time."""

    at: datetime
    text: str


def recent(member: Member) -> list[Line]:
    """The latest acts that this person may know of; a row of the same acts on one day is one line."""
    visible = VISIBLE[may_know_of_prices(member), may_see_activity(member)]
    events = visible.rows(selection=member.selection_id, user=member.user_id or 0)
    known = names(events)
    lines = groupby(events, key=lambda event: (timezone.localdate(event.at), sentence(event, known)))
    return [Line(next(same).at, text) for (_day, text), same in islice(lines, SHOWN)]


def names(events: Iterable[Event]) -> Names:
    """What the people are called of whom these events speak by their sign-in names."""
    told = [event.payload.body for event in events if event.type in ABOUT_PEOPLE and hasattr(event, "payload")]
    wanted = {body.get(key, "") for body in told for key in ("person", "issued_by")} - {""}
    people = User.objects.filter(username__in=wanted) if wanted else ()
    return {person.username: person.display_name for person in people}


def sentence(event: Event, known: Names) -> str:
    who = event.actor.display_name if event.actor else _("The system")
    if event.type == "selection.moved" and hasattr(event, "payload"):
        return str(MOVES[Phase(event.payload.body["to"])]) % {"who": who}
    start = next(start for start in SENTENCES if event.type.startswith(start))
    return str(SENTENCES[start]) % {"who": who, **_people(event, known)}


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
