"""How much is there in each selection? One read of numbers, whether for one or for hundreds, and one of cells."""

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from criteria.models import LEAVES, Assignment, Criterion, Kind
from poc.models import CONCLUDED, Plan, Scenario, Trial
from reports.models import Decision, Run
from scoring import counting
from scoring.models import Round, Score, Sheet
from selection.models import Member, Requirement, Selection
from selection.prepared import Prepared
from vendors.models import CostLine, Fact, Origin, SeatPrice, Vendor

HERE = OuterRef("pk")
MARK = "its_"  # a query may not name a column as the model names a relation
Counts = dict[str, Any]


def numbers(selections: list[int]) -> dict[int, Counts]:
    """Selection → what its stages show, by the names that `Standing` gives it; of round and run the last."""
    return {
        row.pop("pk"): {name.removeprefix(MARK): value for name, value in row.items()}
        for row in NUMBERS.rows(selections=selections)
    }


def cells(rounds: list[int]) -> list[Counts]:
    """Of each evaluator in the selections of these rounds: the leaves to score and the cells that are filled."""
    return CELLS.rows(rounds=rounds)


def number_of(rows: QuerySet[Model]) -> Coalesce:
    """How many rows, as a part of another query."""
    # Grouped by a constant: one number, whatever the rows bring along.
    counted = rows.order_by().annotate(every=Value(1)).values("every").annotate(number=Count("pk")).values("number")
    # Without a row there is no group.
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def none(rows: QuerySet[Model]) -> Q:
    return ~Q(Exists(rows))


def last_sheet() -> QuerySet[Sheet]:
    """A member's sheet of the last round, if it was submitted."""
    return Sheet.objects.filter(none(_later()), member=OuterRef("pk"), submitted_at__isnull=False)


def _later() -> QuerySet[Round]:
    return Round.objects.filter(selection=OuterRef("round__selection"), number__gt=OuterRef("round__number"))


def _numbers(selections: list[int]) -> QuerySet[Any, Any]:
    parts: dict[str, Any] = {f"{MARK}{name}": number_of(rows) for name, rows in _counted().items()}
    parts |= {f"{MARK}{name}": Subquery(rows[:1]) for name, rows in _single().items()}
    found = Selection.objects.filter(pk__in=selections).order_by()
    return found.annotate(**parts).values("pk", *parts)


def _counted() -> dict[str, QuerySet[Model]]:
    vendors = Vendor.objects.filter(selection=HERE, withdrawn="")
    lines, seats = (kind.objects.filter(vendor=OuterRef("pk")) for kind in (CostLine, SeatPrice))
    submitted = Sheet.objects.filter(
        none(_later()),
        round__selection=HERE,
        submitted_at__isnull=False,
        member__removed_at=None,
        member__is_evaluator=True,
    )
    linked = Requirement.criteria.through.objects.filter(requirement=OuterRef("pk"))
    return {
        "evaluators": Member.objects.filter(selection=HERE, removed_at=None, is_evaluator=True),
        "needs": Requirement.objects.filter(selection=HERE),
        "linked_needs": Requirement.objects.filter(Exists(linked), selection=HERE),
        "leaves": Criterion.objects.filter(selection=HERE, kind__in=LEAVES),
        "measured": Criterion.objects.filter(selection=HERE, kind=Kind.MEASURED),
        "vendors": vendors,
        "facts": Fact.objects.filter(vendor__selection=HERE, vendor__withdrawn="", origin=Origin.PROCUREMENT),
        "costed": vendors.filter(Q(Exists(lines)) | Q(Exists(seats))),
        "submitted": submitted,
        "unsettled": counting.unsettled().filter(selection=HERE),
        "scenarios": Scenario.objects.filter(selection=HERE),
        "concluded": Trial.objects.filter(scenario__selection=HERE, result__in=CONCLUDED, vendor__withdrawn=""),
    }


def _single() -> dict[str, QuerySet[Any, Any]]:
    plan = Plan.objects.filter(selection=HERE)
    last = Round.objects.filter(selection=HERE).order_by("-number")
    run = Run.objects.filter(selection=HERE).order_by("-number")
    return {
        "poc_start": plan.values("start"),
        "poc_end": plan.values("end"),
        "decided_at": Decision.objects.filter(selection=HERE).values("decided_at"),
        **{f"round_{name}": last.values(name) for name in ("pk", "number", "opened_at", "closed_at")},
        **{f"run_{name}": run.values(name) for name in ("number", "state", "finished_at")},
    }


def _cells(rounds: list[int]) -> QuerySet[Any, Any]:
    people = Member.objects.filter(selection__rounds__in=rounds, removed_at=None, is_evaluator=True).order_by()
    own = Assignment.objects.filter(member=OuterRef("pk"))
    rated = Criterion.objects.filter(selection=OuterRef("selection"), kind=Kind.RATED)
    by_leaf = Assignment.objects.filter(member=OuterRef(OuterRef("pk")), criterion=OuterRef("pk"))
    by_category = Assignment.objects.filter(member=OuterRef(OuterRef("pk")), criterion=OuterRef("parent"))
    assigned = rated.filter(Q(Exists(by_leaf)) | Q(Exists(by_category)))
    given = Score.objects.given().filter(round__in=rounds, member=OuterRef("pk"), vendor__withdrawn="")
    return people.annotate(
        leaves=Case(When(Exists(own), then=number_of(assigned)), default=number_of(rated)),
        given=number_of(given),
    ).values("pk", "selection", "leaves", "given")


NUMBERS: Prepared[Counts] = Prepared(_numbers, selections=list)
CELLS: Prepared[Counts] = Prepared(_cells, rounds=list)
