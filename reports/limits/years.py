"""Which years does a cost or a seat plan leave out, or have beyond the last one, so that no analysis is possible?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analysis.decision_file import Fault, layout
from analysis.decision_file.cost_rules import LATE_YEAR, NO_SCENARIO
from analysis.decision_file.scalars import Shape
from analysis.decision_file.vocabulary import YEARLY_ITEMS
from selection import limits
from selection.models import Phase, Selection
from vendors.costing.lines import gap_text, missing_years
from vendors.costing.scenarios import scenario_name, scenarios
from vendors.costing.seats import plan_text
from vendors.models import CostItem, CostLine, SeatPlan, SeatPrice

UNFINISHED = (Phase.DEFINE, Phase.INVITE)  # here the next step still asks for what is missing


@dataclass(frozen=True)
class Years:
    """Rows of one cost or plan that are missing or stand beyond the last year, and what is wrong with that."""

    key: str
    where: str
    limit: str
    row: CostLine | SeatPlan  # what is missing is written like this one
    missing: tuple[int, ...] = ()
    beyond: tuple[Any, ...] = ()

    @property
    def field(self) -> str:
        return "amount" if isinstance(self.row, CostLine) else "seats"

    @property
    def shape(self) -> Shape:
        return layout.MONEY if isinstance(self.row, CostLine) else layout.SEATS

    def write(self, values: dict[int, int]) -> None:
        """Add the missing years with these values; take away what stands beyond the last one."""
        for year, value in values.items():
            new = type(self.row)(**_like(self.row), year=year)
            setattr(new, self.field, value)
            new.save()
        for row in self.beyond:
            row.delete()


@dataclass(frozen=True)
class Unlisted:
    """Growth paths with seats or costs that the selection does not list."""

    selection: Selection
    codes: tuple[str, ...]
    key: str = "scenarios"
    field: str = "scenarios"
    missing: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        return _("growth scenarios")

    @property
    def limit(self) -> str:
        return " ".join(limits.message(Fault("", NO_SCENARIO, {"code": code})) for code in self.codes)

    def write(self, _values: dict[int, int]) -> None:
        listed = [*self.selection.scenarios, *self.codes]
        Selection.objects.filter(pk=self.selection.pk).update(scenarios=listed)


def off_plan(selection: Selection) -> list[Years | Unlisted]:
    """What keeps costs and seats from covering every year, once no later step asks for it."""
    if selection.phase in UNFINISHED:
        return []
    return [*_unlisted(selection), *_costs(selection), *_seats(selection)]


def _unlisted(selection: Selection) -> Iterator[Unlisted]:
    lines = CostLine.objects.filter(vendor__selection=selection).values_list("scenario", flat=True)
    used = {selection.scenario, *lines, *selection.seat_plan.values_list("scenario", flat=True)}
    codes = sorted(used - set(selection.scenarios))
    if codes:
        yield Unlisted(selection, tuple(codes))


def _costs(selection: Selection) -> Iterator[Years]:
    groups: dict[tuple[int, str, str], list[CostLine]] = defaultdict(list)
    for line in CostLine.objects.filter(vendor__selection=selection).select_related("vendor").order_by("year", "pk"):
        groups[line.vendor_id, line.item, line.scenario].append(line)
    for lines in groups.values():
        inside = [line for line in lines if line.year <= selection.horizon]
        # Lines come by year, so those beyond the horizon stand behind.
        late = tuple(lines[len(inside) :])
        if late:
            yield _late(late, _cost(lines[0]), selection.horizon)
        if lines[0].item in YEARLY_ITEMS and not lines[0].vendor.withdrawn:
            yield from _missing_costs(inside, selection.horizon)


def _missing_costs(lines: list[CostLine], horizon: int) -> Iterator[Years]:
    missing = missing_years((line.year for line in lines), horizon)
    if missing:
        last = lines[-1]
        limit = gap_text(str(CostItem(last.item).label), missing, horizon)
        yield Years(f"costline-{last.pk}-years", _cost(last), limit, last, missing=tuple(missing))


def _seats(selection: Selection) -> Iterator[Years]:
    """A plan for every growth path where an offer asks a price per seat; whole plans everywhere."""
    rows: dict[str, dict[int, SeatPlan]] = {code: {} for code in scenarios(selection)}
    for row in selection.seat_plan.order_by("scenario", "year"):
        rows.setdefault(row.scenario, {})[row.year] = row
    is_needed = SeatPrice.objects.filter(vendor__selection=selection).exists()
    for position, (code, years) in enumerate(rows.items()):
        if not years and not is_needed:
            continue
        plan, key = SeatPlan(selection=selection, scenario=code), f"seatplan-{position}"
        where = _("seat plan (%(scenario)s)") % {"scenario": scenario_name(code)}
        late = tuple(row for year, row in years.items() if not 1 <= year <= selection.horizon)
        missing = sorted(set(range(1, selection.horizon + 1)) - years.keys())
        if late:
            yield Years(f"{key}-beyond", where, plan_text(scenario_name(code), [], selection.horizon), plan, (), late)
        if missing:
            limit = plan_text(scenario_name(code), missing, selection.horizon)
            yield Years(f"{key}-years", where, limit, plan, missing=tuple(missing))


def _late(lines: tuple[CostLine, ...], where: str, horizon: int) -> Years:
    years = dict.fromkeys(line.year for line in lines)
    faults = [Fault("", LATE_YEAR, {"year": year, "horizon": horizon}) for year in years]
    limit = " ".join(map(limits.message, faults))
    return Years(f"costline-{lines[0].pk}-beyond", where, limit, lines[0], beyond=lines)


def _cost(line: CostLine) -> str:
    return f"{line.vendor.code} · {line.item} · {scenario_name(line.scenario)}"


def _like(row: CostLine | SeatPlan) -> dict[str, Any]:
    """The fields that rows of one cost or plan share."""
    own = {"id", "year", "amount", "seats"}
    return {column.attname: getattr(row, column.attname) for column in row._meta.fields if column.name not in own}
