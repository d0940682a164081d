"""Where does a selection hold a value that its decision file cannot hold?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from analysis.decision_file import Fault, criterion_layout, layout
from analysis.decision_file.reference_rules import ABOVE_SCALE, BELOW_SCALE
from analysis.decision_file.scalars import DecimalNumber, Shape, String
from analysis.decision_file.shapes import Record
from criteria.models import Anchor, Criterion, Heading, Rule
from poc.models import Scenario, Trial
from selection import limits
from selection.languages import LANGUAGES
from selection.models import Selection, User
from vendors.costing.scenarios import scenario_name
from vendors.models import Claim, CostLine, Evidence, Fact, Judgement, Origin, SeatPrice, Vendor

POINTS = "points"
OfVendor = TypeVar("OfVendor", Fact, Claim, Evidence, CostLine, SeatPrice)


@dataclass(frozen=True)
class Broken:
    """One value that breaks a limit: which row and field, where that is in words, and what is wrong."""

    row: models.Model
    field: str
    shape: Shape
    where: str
    faults: tuple[Fault, ...]
    is_own: bool = True  # what does not belong to the selection itself is mended elsewhere

    @property
    def key(self) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.field}"

    @property
    def value(self) -> Any:
        return value_at(self.row, self.field)

    @property
    def limit(self) -> str:
        return " ".join(limits.message(fault) for fault in self.faults)

    @property
    def is_text(self) -> bool:
        return isinstance(self.shape, String)

    @property
    def is_decimal(self) -> bool:
        return isinstance(self.shape, DecimalNumber)


@dataclass(frozen=True)
class Room:
    """A table whose rows stand in the decision file, and under which keys."""

    rows: Callable[[Selection], models.QuerySet[Any]]
    record: Record
    fields: tuple[str, ...]
    where: Callable[[Any], str]
    names: Mapping[str, str] = field(default_factory=dict)  # field of the row -> key of the file, where they differ
    is_own: bool = True


def texts(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in LANGUAGES)


def broken(selection: Selection) -> list[Broken]:
    """Every value that breaks a limit of the decision file, in the order of the file."""
    found = [one for room in _rooms() for row in room.rows(selection) for one in _of_row(room, row)]
    return [*found, *_criteria(selection), *_off_scale(selection)]


def value_at(row: models.Model, name: str) -> Any:
    """The value of a field; `points.2.0` is the first number of the third point of a value function."""
    first, *path = name.split(".")
    value = getattr(row, first)
    for step in path:
        value = value[int(step)]
    return value


def _of_row(room: Room, row: models.Model) -> Iterator[Broken]:
    for name in room.fields:
        shape = limits.shape_of(room.record, room.names.get(name, name))
        assert shape is not None
        if faults := _faults(row, name, shape):
            yield Broken(row, name, shape, room.where(row), faults, room.is_own)


def _faults(row: models.Model, name: str, shape: Shape) -> tuple[Fault, ...]:
    value = value_at(row, name)
    return tuple(limits.faults_of(shape, value)) if value not in ("", None) else ()


def _rooms() -> tuple[Room, ...]:
    """Every table, with how a place in it is said; scores and consensus have always been shorter than the file asks."""
    counts = ("daily_enquiries", "seats_now", "seats_3y", "seats_5y", "budget_ceiling", "budget_target")
    own = (*texts("name", "organisation", "summary"), "industry", *counts)
    return (
        Room(lambda s: Selection.objects.filter(pk=s.pk), layout.SELECTION, own, lambda row: _("basics")),
        Room(
            lambda s: User.objects.filter(memberships__selection=s).distinct(),
            layout.PERSON,
            texts("name", "title"),
            lambda row: _("person %(name)s") % {"name": row.username},
            is_own=False,
        ),
        Room(
            lambda s: s.requirements.all(),
            layout.NEED,
            texts("text", "source"),
            lambda row: _("need %(code)s") % {"code": row.code},
        ),
        Room(
            lambda s: Rule.objects.filter(requirement__selection=s).select_related("requirement"),
            layout.RULE,
            ("threshold",),
            lambda row: _("threshold of %(code)s") % {"code": row.requirement.code},
            {"threshold": "value"},
        ),
        Room(
            lambda s: Judgement.objects.filter(vendor__selection=s).select_related("requirement", "vendor"),
            layout.JUDGEMENT,
            ("note",),
            lambda row: _("need %(code)s") % {"code": f"{row.requirement.code} · {row.vendor.code}"},
        ),
        Room(lambda s: s.headings.all(), criterion_layout.HEADING, texts("name"), _coded),
        *_vendor_rooms(),
        *_poc_rooms(),
    )


def _vendor_rooms() -> tuple[Room, ...]:
    return (
        Room(lambda s: s.vendors.all(), layout.VENDOR, (*texts("name", "kind"), "withdrawn"), _coded),
        Room(
            lambda s: _of_vendors(Fact, s).filter(origin=Origin.PROCUREMENT).select_related("criterion"),
            layout.FACT,
            ("value", "source"),
            lambda row: f"{row.vendor.code} · {row.criterion.code}",
        ),
        Room(lambda s: _of_vendors(Claim, s), layout.CLAIM, ("text", "source"), _said),
        Room(lambda s: _of_vendors(Evidence, s), layout.EVIDENCE, ("title", "source"), _said),
        Room(lambda s: _of_vendors(CostLine, s), layout.COST, (*texts("label"), "amount"), _cost),
        Room(lambda s: _of_vendors(SeatPrice, s), layout.SEAT_PRICE, (*texts("label"), "price", "minimum"), _cost),
        Room(
            lambda s: s.seat_plan.all(),
            Record({"seats": (layout.SEATS, 0)}),
            ("seats",),
            lambda row: _("seat plan, year %(year)s") % {"year": row.year},
        ),
    )


def _poc_rooms() -> tuple[Room, ...]:
    return (
        Room(lambda s: s.poc_scenarios.all(), layout.TRIAL, texts("group", "name", "pass_line"), _coded),
        Room(
            lambda s: Trial.objects.filter(scenario__selection=s).select_related("scenario", "vendor"),
            layout.RESULT,
            ("value", *texts("note")),
            lambda row: f"{row.scenario.code} · {row.vendor.code}",
        ),
    )


def _of_vendors(model: type[OfVendor], selection: Selection) -> models.QuerySet[OfVendor]:
    return model._default_manager.filter(vendor__selection=selection).select_related("vendor")


def _coded(row: Heading | Vendor | Scenario) -> str:
    return row.code


def _said(row: Claim | Evidence) -> str:
    return _("vendor %(code)s") % {"code": row.vendor.code}


def _cost(row: CostLine | SeatPrice) -> str:
    parts = [row.vendor.code, row.item]
    if isinstance(row, CostLine):
        parts += [scenario_name(row.scenario), _("year %(year)s") % {"year": row.year}]
    return " · ".join(parts)


def _criteria(selection: Selection) -> Iterator[Broken]:
    """Names, scales, value functions and anchors, each by the record of its kind."""
    scale = {**{name: name for name in texts("unit")}, "minimum": "min", "maximum": "max"}
    for row in selection.criteria.all():
        record = criterion_layout.CRITERION.records[row.kind]
        shapes = {name: limits.shape_of(record, name) for name in (*texts("name", "question"), "source")}
        shapes |= {name: limits.shape_of(criterion_layout.SCALE, key) for name, key in scale.items()}
        shapes |= {f"{POINTS}.{place}.{side}": DecimalNumber() for place in range(len(row.points)) for side in range(2)}
        for name, shape in shapes.items():
            if shape is not None and (faults := _faults(row, name, shape)):
                yield Broken(row, name, shape, row.code, faults)
    for anchor in Anchor.objects.filter(criterion__selection=selection).select_related("criterion"):
        for name in texts("text"):
            if faults := _faults(anchor, name, String()):
                yield Broken(anchor, name, String(), f"{anchor.criterion.code} · {anchor.band}", faults)


def _off_scale(selection: Selection) -> Iterator[Broken]:
    """Values beyond the ends of their own criterion's scale."""
    facts = _of_vendors(Fact, selection).filter(origin=Origin.PROCUREMENT).select_related("criterion")
    measured: list[tuple[Fact | Trial, Criterion, str]] = [
        (fact, fact.criterion, f"{fact.vendor.code} · {fact.criterion.code}") for fact in facts
    ]
    trials = Trial.objects.filter(scenario__selection=selection).exclude(value="")
    for trial in trials.select_related("scenario__measures", "vendor"):
        if trial.scenario.measures:
            measured.append((trial, trial.scenario.measures, f"{trial.scenario.code} · {trial.vendor.code}"))
    for row, criterion, where in measured:
        shape = DecimalNumber(criterion.minimum or None, criterion.maximum or None)
        faults = limits.faults_of(shape, row.value)
        # A number that is too long for any place is named there already.
        if faults and not limits.faults_of(DecimalNumber(), row.value):
            yield Broken(row, "value", shape, where, tuple(_scaled(fault) for fault in faults))


def _scaled(fault: Fault) -> Fault:
    return Fault(fault.pointer, BELOW_SCALE if "least" in fault.params else ABOVE_SCALE, fault.params)
