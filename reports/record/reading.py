"""Which events may this reader see, which of them are asked for, and how far does the chain prove them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reports.proof import replay
from reports.record import acts, details
from reports.record.objects import Names, about
from scoring.events import ScoringEvent
from scoring.visibility import covers_marks, may_see_activity
from selection import erasure, ledger
from selection.access import may
from selection.committee import ROLE_NAMES
from selection.events import CourseEvent
from selection.models import ChainHead, Event, Member, Selection, User
from vendors.visibility import may_see_prices

PAGE = 50
SYSTEM = "system"  # in place of a person
PRICES = ("vendors.cost", "vendors.seat", "vendors.scenario")
MARKS, SHEETS = ("scoring.score",), "scoring.sheet_"  # what others gave, and when they were done


@dataclass(frozen=True)
class Wanted:
    """What a filter asks for; what is empty asks for nothing."""

    person: str = ""  # the key of a person, or SYSTEM
    kinds: Sequence[str] = ()
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ShownEvent:
    """One event as the page shows it."""

    sequence: int | None  # not told while it would say how often others have scored
    at: datetime
    who: str
    roles: str
    act: str
    object: str
    reason: str
    changes: list[details.Change]
    is_erased: bool
    may_go: bool  # whether two people may erase what it holds

    @property
    def tells_before(self) -> bool:
        return any(change.before for change in self.changes)


@dataclass(frozen=True)
class Proof:
    """Where the chain ends, and from which event on every act is proved; nothing that would tell of hidden acts."""

    sequence: int | None
    digest: str
    since: int


def visible(member: Member) -> QuerySet[Event]:
    """What this member may know of; the rest is not even counted."""
    events = Event.objects.filter(chain__selection=member.selection)
    if not may_see_prices(member):
        events = events.exclude(_begins_with(PRICES))
    if not may(member, "view_scores"):
        events = events.exclude(Q(type=ScoringEvent.SHEET_MARKS_FOUND) & ~Q(actor=member.user_id))
    if covers_marks(member):
        hidden = MARKS if may_see_activity(member) else (*MARKS, SHEETS)
        events = events.exclude(_begins_with(hidden) & ~Q(actor=member.user_id))
    return events


def of_the_site() -> QuerySet[Event]:
    return Event.objects.filter(chain__key=ledger.SITE)


def chosen(events: QuerySet[Event], wanted: Wanted, names: Names) -> QuerySet[Event]:
    """Those that the filter asks for."""
    if wanted.person:
        events = events.filter(actor=None if wanted.person == SYSTEM else int(wanted.person))
    if wanted.kinds:
        events = events.filter(type__in=wanted.kinds)
    if wanted.text:
        events = events.filter(about(wanted.text, names))
    if wanted.since:
        events = events.filter(at__date__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__date__lte=wanted.until)
    return events


def actors(events: QuerySet[Event]) -> QuerySet[User]:
    """Who appears in these events."""
    return User.objects.filter(pk__in=events.order_by().values("actor")).order_by("username")


def page_of(events: QuerySet[Event], number: str | None) -> Page[Event]:
    return Paginator(in_order(events), PAGE).get_page(number)


def in_order(events: QuerySet[Event]) -> QuerySet[Event]:
    """The latest first, with all that a line of them says."""
    # `kept` is long, and never shown.
    return events.select_related("actor", "payload").defer("payload__kept").order_by("-sequence")


def lines(events: Iterable[Event], names: Names, *, member: Member | None = None) -> list[ShownEvent]:
    """What is shown of each event; without a member they are those of the site."""
    sees_prices = member is None or may_see_prices(member)
    is_covered = member is not None and covers_marks(member)
    return [_line(event, names, sees_prices=sees_prices, is_covered=is_covered) for event in events]


def proof(head: ChainHead | None, *, is_covered: bool = False) -> Proof | None:
    """While marks are covered the end of the chain would count them."""
    if head is None:
        return None
    sequence, digest = (None, "") if is_covered else (head.sequence, ledger.grouped(head.hash))
    return Proof(sequence, digest, replay.proved_from(head))


def of_selection(selection: Selection, member: Member) -> Proof | None:
    return proof(ChainHead.objects.filter(selection=selection).first(), is_covered=covers_marks(member))


def _line(event: Event, names: Names, *, sees_prices: bool, is_covered: bool) -> ShownEvent:
    # What was mended or explained may speak of an amount or a mark.
    hides = is_covered and event.type in (CourseEvent.MENDED, CourseEvent.EXCEPTION_KEPT)
    return ShownEvent(
        sequence=None if is_covered else event.sequence,
        at=event.at,
        who=event.actor.display_name if event.actor else _("The system"),
        roles=_(", ").join(str(ROLE_NAMES.get(role, role)) for role in event.role.split(",") if role),
        act=acts.act(event),
        object="" if hides else names.of(event),
        reason="" if hides else event.reason,
        changes=[] if hides else details.changes(event, names, may_see_prices=sees_prices),
        is_erased=not hasattr(event, "payload"),
        may_go=erasure.may_go(event),
    )


def _begins_with(kinds: tuple[str, ...]) -> Q:
    found = Q()
    for kind in kinds:
        found |= Q(type__startswith=kind)
    return found
