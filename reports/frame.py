"""What does the frame of every page show? A few reads, whatever the person sits in and the selection holds."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from criteria.models import LEAVES, Assignment, Criterion, Kind
from poc.models import CONCLUDED, Plan, Scenario, Trial
from reports.badge import asked, number_of
from reports.models import Decision, Run
from reports.stages import stages
from reports.standing import Standing
from reports.styles import styles
from scoring.models import Round, Score, Sheet
from selection.access import may
from selection.dates import day_text
from selection.languages import text_of
from selection.models import Member, Phase, Requirement, Selection, User
from selection.prepared import Prepared
from vendors.models import CostLine, Fact, Origin, SeatPrice, Vendor

HERE = OuterRef("pk")
MARK = "its_"  # a query may not name a column as the model names a relation
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
    "exceptions": "results",
    "decision": "decision",
    "start_decision": "decision",
    "decide": "decision",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page's frame, worked out only by pages that show it."""
    return {"shell": Shell(request)}


class Shell(dict[str, Any]):
    """What `frame` finds, from the first question on; a template looks into a dictionary quickest."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request: HttpRequest | None = request

    def __missing__(self, name: str) -> Any:
        if self.request is None:
            raise KeyError(name)
        request, self.request = self.request, None
        self.update(frame(request))
        return self[name]


def frame(request: HttpRequest) -> dict[str, Any]:
    user, page = getattr(request, "user", None), _page(request)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    found: dict[str, Any] = {"theme": theme or "light", "is_auto": not theme, "turns": 0, "stages": []}
    found |= {"page": page, "section": _section(page), "styles": styles(request)}
    if isinstance(user, User):
        found["turns"] = sum(one.turns for one in asked(request))
    selection = getattr(request, "selection", None)
    if isinstance(user, User) and not selection:
        found["printed"] = _printed(user)
    return found | _case(request, selection, page) if selection else found


def _printed(user: User) -> str:
    """Whose printed password opens an account, as far as this person can end that: their own, or others'."""
    if user.is_password_printed:
        return "own"
    if user.is_site_admin and User.objects.filter(is_password_printed=True, is_active=True).exists():
        return "others"
    return ""


def _page(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return name or ""


def _section(page: str) -> str:
    """Which entry of the main menu a page belongs to."""
    starts = {"template": "templates", "home": "home"}
    starts |= dict.fromkeys(("people", "person", "new_link", "refusals"), "people")
    return next((section for start, section in starts.items() if page.startswith(start)), page)


def _case(request: HttpRequest, selection: Selection, page: str) -> dict[str, Any]:
    """The selection that the page is about, with its stages."""
    member = getattr(request, "member", None)
    own = outline(member) if member else None
    return {
        "selection": selection,
        "subtitle": _subtitle(selection, own.decided_at if own else None),
        "stages": stages(own) if own else [],
        "stage": stage_of(page),
        "may_view_record": may(member, "view_record") if member else False,
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


def outline(member: Member) -> Standing:
    """Where one selection stands, as far as its stages show it: what `standings` says, in one read or two."""
    read = NUMBERS.row(selection=member.selection_id) or {}
    row = {name.removeprefix(MARK): value for name, value in read.items()}
    standing = Standing(member.selection, member)
    round_, closed_at, state = row.pop("round_pk"), row.pop("round_closed_at"), row.pop("run_state")
    standing.round = Round(pk=round_, closed_at=closed_at) if round_ else None
    standing.run = Run(state=state) if state else None
    for name, value in row.items():
        setattr(standing, name, value)
    if standing.phase == Phase.SCORE and standing.round:
        _count_cells(standing, round_)
    return standing


def _count_cells(standing: Standing, round: int) -> None:
    for row in CELLS.rows(selection=standing.selection.pk, round=round):
        leaves = row["own"] if row["is_assigned"] else row["all"]
        cells = leaves * standing.vendors
        done = min(row["given"], cells)
        standing.cells, standing.done = standing.cells + cells, standing.done + done
        if row["pk"] == standing.member.pk:
            standing.my_cells, standing.my_done = cells, done


def _numbers(selection: int) -> QuerySet[Any, Any]:
    vendors = Vendor.objects.filter(selection=HERE, withdrawn="")
    lines, seats = (kind.objects.filter(vendor=OuterRef("pk")) for kind in (CostLine, SeatPrice))
    people = Member.objects.filter(selection=HERE, removed_at=None, is_evaluator=True)
    plan, run = Plan.objects.filter(selection=HERE), Run.objects.filter(selection=HERE).order_by("-number")
    last = Round.objects.filter(selection=HERE).order_by("-number")
    submitted = Sheet.objects.filter(
        round__selection=HERE,
        submitted_at__isnull=False,
        member__removed_at=None,
        member__is_evaluator=True,
    )
    later = Round.objects.filter(selection=OuterRef("round__selection"), number__gt=OuterRef("round__number"))
    numbers = {
        "evaluators": people,
        "needs": Requirement.objects.filter(selection=HERE),
        "linked_needs": Requirement.objects.filter(Exists(_linked()), selection=HERE),
        "leaves": Criterion.objects.filter(selection=HERE, kind__in=LEAVES),
        "measured": Criterion.objects.filter(selection=HERE, kind=Kind.MEASURED),
        "vendors": vendors,
        "facts": Fact.objects.filter(vendor__selection=HERE, vendor__withdrawn="", origin=Origin.PROCUREMENT),
        "costed": vendors.filter(Q(Exists(lines)) | Q(Exists(seats))),
        "submitted": submitted.filter(~Exists(later)),
        "scenarios": Scenario.objects.filter(selection=HERE),
        "concluded": Trial.objects.filter(scenario__selection=HERE, result__in=CONCLUDED, vendor__withdrawn=""),
    }
    single = {
        "poc_start": plan.values("start"),
        "poc_end": plan.values("end"),
        "round_pk": last.values("pk"),
        "round_closed_at": last.values("closed_at"),
        "run_state": run.values("state"),
        "decided_at": Decision.objects.filter(selection=HERE).values("decided_at"),
    }
    found = Selection.objects.filter(pk=selection).order_by()
    parts: dict[str, Any] = {MARK + name: number_of(rows) for name, rows in numbers.items()}
    parts |= {MARK + name: Subquery(rows[:1]) for name, rows in single.items()}
    return found.annotate(**parts).values(*parts)


def _linked() -> QuerySet[Any]:
    return Requirement.criteria.through.objects.filter(requirement=OuterRef("pk"))


def _cells(selection: int, round: int) -> QuerySet[Any, Any]:
    """Of each evaluator: the leaves to score and the cells that are filled."""
    people = Member.objects.filter(selection=selection, removed_at=None, is_evaluator=True).order_by()
    own = Assignment.objects.filter(member=OuterRef("pk"))
    rated = Criterion.objects.filter(selection=selection, kind=Kind.RATED)
    by_leaf = Assignment.objects.filter(member=OuterRef(OuterRef("pk")), criterion=OuterRef("pk"))
    by_category = Assignment.objects.filter(member=OuterRef(OuterRef("pk")), criterion=OuterRef("parent"))
    given = Score.objects.given().filter(round=round, member=OuterRef("pk"), vendor__withdrawn="")
    return people.annotate(
        is_assigned=Exists(own),
        own=number_of(rated.filter(Q(Exists(by_leaf)) | Q(Exists(by_category)))),
        all=number_of(rated),
        given=number_of(given),
    ).values("pk", "is_assigned", "own", "all", "given")


NUMBERS: Prepared[dict[str, Any]] = Prepared(_numbers, selection=int)
CELLS: Prepared[dict[str, Any]] = Prepared(_cells, selection=int, round=int)
