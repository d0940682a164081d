"""What was done, in words: one for every kind of event, grouped as a reader looks for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from criteria.events import AssignmentEvent, CriteriaEvent, TemplateEvent
from poc.events import PocEvent
from reports.events import DemoEvent, ReportEvent, RunEvent
from scoring.events import ScoringEvent
from selection.events import CommitteeEvent, CourseEvent, ErasureEvent, EventKind, PersonEvent, SiteEvent
from selection.models import Event, Phase
from vendors.events import CostEvent, NeedEvent, VendorEvent


@dataclass(frozen=True)
class Area:
    """Kinds of events about one thing."""

    key: str
    name: Promise
    kinds: tuple[EventKind, ...]


OF_SELECTIONS = (
    Area("course", pgettext_lazy("record", "Course of the selection"), (*CourseEvent, *ErasureEvent)),
    Area("committee", pgettext_lazy("record", "Committee"), (*CommitteeEvent, *AssignmentEvent)),
    Area("criteria", pgettext_lazy("record", "Criteria and weights"), (*CriteriaEvent,)),
    Area("needs", pgettext_lazy("record", "Needs"), (*NeedEvent,)),
    Area("vendors", pgettext_lazy("record", "Vendors"), (*VendorEvent,)),
    Area("costs", pgettext_lazy("record", "Costs"), (*CostEvent,)),
    Area("scoring", pgettext_lazy("record", "Scoring"), (*ScoringEvent,)),
    Area("poc", pgettext_lazy("record", "POC"), (*PocEvent,)),
    Area("results", pgettext_lazy("record", "Analysis and reports"), (*RunEvent, *ReportEvent)),
)
OF_THE_SITE = (
    Area("people", pgettext_lazy("record", "People and access"), (*PersonEvent,)),
    Area(
        "site",
        pgettext_lazy("record", "Installation"),
        (CourseEvent.BASELINE, SiteEvent.LISTED, SiteEvent.DELETED, *DemoEvent, SiteEvent.RESTORED, *ErasureEvent),
    ),
    Area("templates", pgettext_lazy("record", "Weight templates"), (*TemplateEvent,)),
)
KINDS = {str(kind): kind for area in (*OF_SELECTIONS, *OF_THE_SITE) for kind in area.kinds}
MOVES: dict[str, Promise] = {
    Phase.INVITE: gettext_lazy("Sealed criteria and weights"),
    Phase.SCORE: gettext_lazy("Opened scoring"),
    Phase.CLOSED: gettext_lazy("Closed scoring"),
    Phase.CONSENSUS: gettext_lazy("Kept the means and revealed the scores"),
    Phase.DECIDE: gettext_lazy("Started the decision"),
    Phase.DONE: gettext_lazy("Recorded the decision"),
    Phase.CANCELLED: gettext_lazy("Cancelled the selection"),
}


def act(event: Event) -> str:
    """What somebody did, without the thing they did it to."""
    if event.type == CourseEvent.MOVED and hasattr(event, "payload"):
        return str(MOVES.get(event.payload.body.get("to"), CourseEvent.MOVED.did))
    return did(event.type) or _("Did something that this page has no words for")


def did(type: str) -> str:
    """What somebody did who left an event of this kind; nothing where no release wrote such a kind."""
    return str(KINDS[type].did) if type in KINDS else ""


def kinds_of(areas: tuple[Area, ...], wanted: str) -> list[str]:
    """The kinds that a choice of the filter stands for: those of an area, or one."""
    area = next((area for area in areas if area.key == wanted), None)
    return list(area.kinds) if area else [wanted]


def choices(areas: tuple[Area, ...]) -> Iterator[tuple[Promise, list[tuple[str, str | Promise]]]]:
    """Each area with all of it first, then its kinds."""
    for area in areas:
        every = _("All: %(area)s") % {"area": area.name}
        yield area.name, [(area.key, every), *((str(kind), kind.did) for kind in area.kinds)]
