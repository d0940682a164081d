"""How much waits for a person? One number in one read, however many selections they sit in.

Each condition is that of the turn of the same name in `desk/turns.py`; a test counts both.
What waits for an administrator comes as one row more, that of the site.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any, TypedDict

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan

from criteria.models import LEAVES, Assignment, Criterion, Kind
from desk.counts import last_sheet, none, number_of
from desk.turns import urgency_of
from poc.models import CONCLUDED, Plan, Scenario, Trial
from reports.models import Decision, Report, Run, State
from scoring import counting
from selection import erasure
from selection.access import holding
from selection.dates import zone_named
from selection.models import Event, Member, Notice, Phase, Requirement, User
from selection.prepared import Prepared
from vendors.models import Fact, Origin, Vendor

HERE = OuterRef("selection")


@dataclass(frozen=True)
class Asked:
    """How many turns wait in one selection, or on the site; none of them is more urgent than this."""

    selection: int | None
    turns: int
    urgency: tuple[bool, datetime]


# What is read of a seat, under the names that the query gives it.
class Seat(TypedDict):
    selection: int | None
    selection__phase: str
    selection__zone: str
    selection__decision_date: date | None
    selection__scoring_closes_at: datetime | None
    begins: date
    ends: date | None
    turns: int
    trials: int
    maybe: int


FIELDS = tuple(Seat.__annotations__)


def waiting(user: int, now: datetime) -> list[Asked]:
    today = now.astimezone(UTC).date()
    # A day that was yesterday in UTC has begun everywhere, one after tomorrow nowhere; in between
    # the selection's zone decides.
    rows = SEATS.rows(user=user, now=now, yesterday=today - timedelta(days=1), tomorrow=today + timedelta(days=1))
    rows.sort(key=lambda row: row["selection"] or 0, reverse=True)  # of equally urgent ones the newest first
    found = [_with_trials(row, now) for row in rows]
    return sorted((one for one in found if one.turns), key=attrgetter("urgency"))


def _with_trials(row: Seat, now: datetime) -> Asked:
    zone, phase = row["selection__zone"], row["selection__phase"]
    has_begun = row["maybe"] and row["begins"] <= now.astimezone(zone_named(zone)).date()  # not the same day everywhere
    has_trials = bool(row["trials"] or has_begun)
    dues = [
        row["selection__scoring_closes_at"] if phase == Phase.SCORE else None,
        row["selection__decision_date"] if phase in (Phase.CONSENSUS, Phase.DECIDE) else None,
        row["ends"] if has_trials else None,
    ]
    return Asked(row["selection"], row["turns"] + has_trials, min(urgency_of(due, zone) for due in dues))


def _seats(user: int, now: datetime, yesterday: date, *, tomorrow: date) -> QuerySet[Any, Any]:
    mine = Member.objects.filter(user=user, removed_at=None, selection__archived_at=None)
    begins, ends = (Subquery(Plan.objects.filter(selection=HERE).values(name)[:1]) for name in ("start", "end"))
    conditions = [*_define(), *_invite(), *_score(now), *_later()]
    trials = holding("plan_poc") & holding("record_trial") & Q(_open_trials())
    found = mine.annotate(begins=begins, ends=ends).annotate(
        turns=sum(map(_one, conditions), _reports(user) + _notices()),
        trials=_one(Q(begins__lte=yesterday) & trials),
        maybe=_one(Q(begins__gt=yesterday, begins__lte=tomorrow) & trials),
    )
    waits = Q(turns__gt=0) | Q(trials=1) | Q(maybe=1)
    return found.filter(waits).order_by().values(*FIELDS).union(_site(user), all=True)


def _site(user: int) -> QuerySet[Any, Any]:
    """The same columns for who administers the site, while an erasure waits that somebody else proposes."""
    erasures = number_of(erasure.unanswered(Event.objects.exclude(actor_id=user)))
    columns: dict[str, Any] = dict.fromkeys(
        (f"its_{name}" for name in FIELDS), Value(None, output_field=IntegerField())
    )
    columns["its_turns"] = erasures
    admin: QuerySet[Any, Any] = User.objects.filter(pk=user, is_site_admin=True).order_by()
    return admin.annotate(**columns).filter(its_turns__gt=0).values(*columns)


def _one(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _people() -> QuerySet[Member]:
    return Member.objects.filter(selection=HERE, removed_at=None, is_evaluator=True).order_by()


def _vendors() -> QuerySet[Vendor]:
    return Vendor.objects.filter(selection=HERE, withdrawn="").order_by()


def _leaves(*kinds: Kind) -> QuerySet[Criterion]:
    return Criterion.objects.filter(selection=HERE, kind__in=kinds).order_by()


def _define() -> list[Q]:
    mine = Q(selection__phase=Phase.DEFINE) & holding("edit_needs")
    has_leaves = Q(Exists(_leaves(*LEAVES)))
    return [
        mine & none(_people()),
        mine & none(Requirement.objects.filter(selection=HERE)),
        mine & ~has_leaves,
        mine & has_leaves & none(_vendors()),
        mine & has_leaves & holding("seal"),
    ]


def _invite() -> list[Q]:
    mine = Q(selection__phase=Phase.INVITE) & holding("open_scoring")
    facts = Fact.objects.filter(vendor__selection=HERE, vendor__withdrawn="", origin=Origin.PROCUREMENT)
    missing = number_of(_leaves(Kind.MEASURED)) * number_of(_vendors()) - number_of(facts)
    return [mine, mine & Q(Exists(_vendors())) & Q(GreaterThan(missing, 0))]


def _score(now: datetime) -> list[Q]:
    scoring = Q(selection__phase=Phase.SCORE)
    late = Q(selection__scoring_closes_at__lt=now)
    complete = Q(Exists(_people())) & none(_people().filter(none(last_sheet())))
    return [
        scoring & holding("score") & _has_cells() & Q(Exists(_vendors())) & none(last_sheet()),
        scoring & holding("close_round") & (late | complete),
    ]


def _has_cells() -> Q:
    """Leaves that were assigned, by themselves or with their category; without any, all rated ones."""
    own = Assignment.objects.filter(member=OuterRef("pk"))
    rated = own.filter(Q(criterion__kind=Kind.RATED) | Q(criterion__children__kind=Kind.RATED))
    return Q(Exists(rated)) | none(own) & Q(Exists(_leaves(Kind.RATED)))


def _later() -> list[Q]:
    deciding = Q(selection__phase=Phase.CONSENSUS)
    state = Run.objects.filter(selection=HERE).order_by("-number").values("state")[:1]
    done, failed = (Q(Exact(Subquery(state), value)) for value in (State.DONE, State.FAILED))
    not_run = none(Run.objects.filter(selection=HERE))
    return [
        Q(selection__phase=Phase.CLOSED) & holding("keep_means"),
        deciding & holding("run_analysis") & (not_run | failed),
        deciding & holding("start_decision") & done,
        Q(selection__phase=Phase.DECIDE) & holding("decide") & none(Decision.objects.filter(selection=HERE)),
        holding("settle_marks") & Q(Exists(counting.unsettled().filter(selection=HERE))),
    ]


def _open_trials() -> GreaterThan:
    concluded = Trial.objects.filter(result__in=CONCLUDED, vendor__withdrawn="", scenario__selection=HERE)
    trials = number_of(Scenario.objects.filter(selection=HERE)) * number_of(_vendors())
    return GreaterThan(trials - number_of(concluded), 0)


def _reports(user: int) -> Coalesce:
    states = (State.DONE, State.FAILED)
    return number_of(Report.objects.filter(run__selection=HERE, state__in=states, seen_at=None, requested_by_id=user))


def _notices() -> Coalesce:
    return number_of(Notice.objects.filter(member=OuterRef("pk"), seen_at=None))


SEATS: Prepared[Seat] = Prepared(_seats, user=int, now=datetime, yesterday=date, tomorrow=date)
