"""Which selections does a person see, and what does every page's frame show?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from reports.stages import Stage, focus, stages
from reports.standing import Standing, standings
from reports.turns import Turn, turns, turns_of, waiting
from selection.dates import day_text, in_zone
from selection.languages import text_of
from selection.models import Member, Phase, Selection, User

PAGE = 50
ENDED = (Phase.DONE, Phase.CANCELLED)
TABS = {
    "open": Q(archived_at=None) & ~Q(phase__in=ENDED),
    "ended": Q(archived_at=None, phase__in=ENDED),
    "archived": Q(archived_at__isnull=False),
}
# How the names of a stage's pages begin.
PAGES = {
    "needs": "needs",
    "weights": "weights",
    "seal": "weights",
    "open_group": "weights",
    "vendors": "vendors",
    "facts": "vendors",
    "scor": "scoring",
    "closing_time": "scoring",
    "close_round": "scoring",
    "keep_means": "scoring",
    "poc": "poc",
    "cost": "costs",
    "results": "results",
    "working": "results",
    "run_": "results",
    "decision": "decision",
}


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    page: Page[Selection]
    rows: list["Row"]


@dataclass(frozen=True)
class Row:
    """One selection in the list: where it stands and what is next."""

    standing: Standing
    stages: list[Stage]
    focus: Stage | None
    turn: Turn | None
    waiting: str

    @property
    def number(self) -> int:
        """The place of the present stage, from 1."""
        return self.stages.index(self.focus) + 1 if self.focus else 0


def selections_of(user: User) -> QuerySet[Selection]:
    seats = Member.objects.filter(user=user, removed_at=None)
    return Selection.objects.filter(pk__in=seats.values("selection"))


def tab_counts(user: User) -> dict[str, int]:
    return {tab: selections_of(user).filter(condition).count() for tab, condition in TABS.items()}


def listing(request: HttpRequest, *, tab: str, wanted: str, number: Any) -> Listing:
    """One page of a tab; the next decision first."""
    assert isinstance(request.user, User)
    found = selections_of(request.user).filter(TABS[tab])
    if wanted:
        found = found.filter(_matches(wanted))
    ordered = found.order_by(F("decision_date").asc(nulls_last=True), "-created_at", "-pk")
    page = Paginator(ordered, PAGE).get_page(number)
    known = {standing.selection.pk: standing for standing in desk(request)}
    away = [selection for selection in page.object_list if selection.pk not in known]
    known |= {standing.selection.pk: standing for standing in standings(request.user, away)} if away else {}
    return Listing(page, [_row(known[selection.pk]) for selection in page.object_list])


def _matches(wanted: str) -> Q:
    """Name, code, organisation, industry or who chairs it."""
    fields = ("name", "organisation", "template_name")
    conditions = Q(code__icontains=wanted)
    for field in fields:
        conditions |= Q(**{f"{field}_zh__icontains": wanted}) | Q(**{f"{field}_en__icontains": wanted})
    chairs = Member.objects.filter(is_chair=True, removed_at=None)
    bearers = ("name_zh", "name_en", "user__name_zh", "user__name_en")
    named = chairs.filter(Q(*((f"{name}__icontains", wanted) for name in bearers), _connector=Q.OR))
    return conditions | Q(pk__in=named.values("selection"))


def _row(standing: Standing) -> Row:
    with in_zone(standing.selection):
        steps, mine, key = stages(standing), turns_of(standing), focus(standing)
    here = next((stage for stage in steps if stage.key == key), None)
    return Row(standing, steps, here, mine[0] if mine else None, waiting(standing))


def desk(request: HttpRequest) -> list[Standing]:
    """Everything of this person that is not put away, and the selection the page is about; read once a request."""
    if not hasattr(request, "desk"):
        assert isinstance(request.user, User)
        shown = Q(archived_at=None) | Q(pk=getattr(getattr(request, "selection", None), "pk", None))
        request.desk = standings(request.user, selections_of(request.user).filter(shown))  # type: ignore[attr-defined]
    return request.desk  # type: ignore[attr-defined]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page's frame, worked out only by pages that show it."""
    return {"shell": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> dict[str, Any]:
    user, page = getattr(request, "user", None), _page(request)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    found: dict[str, Any] = {"theme": theme or "light", "is_auto": not theme, "turns": 0, "stages": []}
    found |= {"page": page, "section": _section(page)}
    if isinstance(user, User):
        found["turns"] = len(turns(desk(request)))
    selection = getattr(request, "selection", None)
    return found | _case(request, selection, page) if selection else found


def _page(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return name or ""


def _section(page: str) -> str:
    """Which entry of the main menu a page belongs to."""
    starts = {"template": "templates", "people": "people", "person": "people", "new_link": "people", "home": "home"}
    return next((section for start, section in starts.items() if page.startswith(start)), page)


def _case(request: HttpRequest, selection: Selection, page: str) -> dict[str, Any]:
    """The selection that the page is about, with its stages."""
    own = next((standing for standing in desk(request) if standing.selection.pk == selection.pk), None)
    return {
        "selection": selection,
        "subtitle": _subtitle(selection, own.decided_at if own else None),
        "stages": stages(own) if own else [],
        "stage": stage_of(page),
    }


def stage_of(page: str) -> str:
    """Which stage a page belongs to, by how its name begins."""
    return next((stage for start, stage in PAGES.items() if page.startswith(start)), "")


def _subtitle(selection: Selection, decided_at: datetime | None) -> str:
    parts = [text_of(selection, "organisation")]
    if decided_at:
        parts.append(_("decided on %(day)s") % {"day": day_text(decided_at)})
    elif selection.decision_date:
        parts.append(_("decision on %(day)s") % {"day": day_text(selection.decision_date)})
    return " · ".join(part for part in parts if part)
