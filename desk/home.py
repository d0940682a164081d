"""Which selections does a person see, and which of what waits for them comes first?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Value

from desk.badge import Asked
from desk.stages import Stage, focus, stages
from desk.standing import Standing, standings
from desk.turns import Turn, erasures, turns, turns_of, urgency, waiting
from selection.dates import in_zone
from selection.models import Member, Phase, Selection, User
from selection.prepared import Prepared

PAGE = 50
CHUNK = 20
ENDED = (Phase.DONE, Phase.CANCELLED)
TABS = {
    "open": Q(archived_at=None) & ~Q(phase__in=ENDED),
    "ended": Q(archived_at=None, phase__in=ENDED),
    "archived": Q(archived_at__isnull=False),
}


@dataclass(frozen=True)
class Listing:
    """One page of the list."""

    page: Page[Selection]
    rows: list["ListedSelection"]


@dataclass(frozen=True)
class ListedSelection:
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
    return _found(user.pk)


def _found(user: int) -> QuerySet[Selection]:
    seats = Member.objects.filter(user=user, removed_at=None)
    return Selection.objects.filter(pk__in=seats.values("selection"))


def tab_counts(user: User) -> dict[str, int]:
    return COUNTS.row(user=user.pk) or dict.fromkeys(TABS, 0)


def _counts(user: int) -> QuerySet[Any, Any]:
    """One row; none for who sits in nothing."""
    numbers = {tab: Count("pk", filter=condition) for tab, condition in TABS.items()}
    return _found(user).order_by().annotate(every=Value(1)).values("every").annotate(**numbers).values(*TABS)


COUNTS: Prepared[dict[str, int]] = Prepared(_counts, user=int)


def page_of(user: User, *, tab: str, wanted: str, number: str | None) -> Page[Selection]:
    """One page of a tab; the next decision first."""
    found = selections_of(user).filter(TABS[tab])
    if wanted:
        found = found.filter(_matches(wanted))
    # SQLite puts what is empty first, PostgreSQL last.
    ordered = found.order_by(F("decision_date").asc(nulls_last=True), "-created_at", "-pk")
    return Paginator(ordered, PAGE).get_page(number)


def listing(user: User, page: Page[Selection]) -> Listing:
    return Listing(page, [_row(standing) for standing in standings(user, page.object_list)])


def urgent(
    user: User, asked: Sequence[Asked], *, count: int | None = None, known: Iterable[Standing] = ()
) -> list[Turn]:
    """The first turns of a person, or all of them; no more selections are looked at than that takes."""
    left, found = asked, list[Turn]()
    seen = {standing.selection.pk: standing for standing in known}
    # Until nothing in a later chunk can be more urgent than the last that is shown.
    while left and not (count and len(found) >= count and urgency(found[count - 1]) <= left[0].urgency):
        chunk, left = (left[:CHUNK], left[CHUNK:]) if count else (left, ())
        places = [one.selection for one in chunk if one.selection]
        unseen = [place for place in places if place not in seen]
        rows = selections_of(user).in_bulk(unseen) if unseen else {}
        seen |= {one.selection.pk: one for one in standings(user, rows.values())}
        found += turns(seen[place] for place in places if place in seen)
        found += erasures(user) if len(places) < len(chunk) else []
        found.sort(key=urgency)
    return found[:count]


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


def _row(standing: Standing) -> ListedSelection:
    with in_zone(standing.selection):
        steps, mine, key = stages(standing), turns_of(standing), focus(standing)
    here = next((stage for stage in steps if stage.key == key), None)
    return ListedSelection(standing, steps, here, mine[0] if mine else None, waiting(standing))
