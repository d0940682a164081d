"""Which amounts does an offer name, for what, in which years?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.decision_file import layout
from analysis.decision_file.vocabulary import YEARLY_ITEMS
from selection import ledger, limits
from selection.blindness import hold_to_type
from selection.events import EventKind
from selection.languages import pick
from selection.models import Member, Selection
from vendors.costing.scenarios import CODE, keep_in_use
from vendors.events import CostEvent
from vendors.models import CostItem, CostLine, SeatPlan, SeatPrice, Vendor

Key = tuple[int, str, str, str, bool, str]


@dataclass(frozen=True)
class Series:
    """One cost through the years: the lines of one item and label in one scenario."""

    vendor_id: int
    item: str
    label_zh: str
    label_en: str
    is_quoted: bool
    scenario: str
    first: int  # key of its first line, by which pages name it
    amounts: Mapping[int, int]  # year → minor units

    @property
    def name(self) -> str:
        return pick({"zh": self.label_zh, "en": self.label_en})[0] or str(CostItem(self.item).label)

    @property
    def total(self) -> int:
        return sum(self.amounts.values())

    @property
    def key(self) -> Key:
        return (self.vendor_id, self.item, self.label_zh, self.label_en, self.is_quoted, self.scenario)


def series_of(selection: Selection) -> list[Series]:
    """Every series of a selection, in the order of entry."""
    return grouped(CostLine.objects.filter(vendor__selection=selection).order_by("pk"))


def series_with(vendor: Vendor, pk: int) -> Series | None:
    """The vendor's series that holds this line."""
    line = CostLine.objects.filter(vendor=vendor, pk=pk).first()
    own = grouped(vendor.cost_lines.order_by("pk"))
    return next((series for series in own if series.key == _key(line)), None) if line else None


def grouped(lines: Iterable[CostLine]) -> list[Series]:
    groups: dict[Key, list[CostLine]] = {}
    for line in lines:
        groups.setdefault(_key(line), []).append(line)
    return [Series(*key, first=found[0].pk, amounts=_by_year(found)) for key, found in groups.items()]


def _key(line: CostLine) -> Key:
    return (line.vendor_id, line.item, line.label_zh, line.label_en, line.is_quoted, line.scenario)


def _by_year(lines: list[CostLine]) -> dict[int, int]:
    amounts: dict[int, int] = {}
    for line in lines:
        amounts[line.year] = amounts.get(line.year, 0) + line.amount
    return dict(sorted(amounts.items()))


def missing_years(years: Iterable[int], horizon: int) -> list[int]:
    """The years a yearly cost leaves open between its first year and the horizon; one year alone is a one-off."""
    given = {year for year in years if 1 <= year <= horizon}
    return sorted(set(range(min(given), horizon + 1)) - given) if len(given) > 1 else []


@transaction.atomic
def record_line(
    vendor: Vendor,
    *,
    item: str,
    label_zh: str = "",
    label_en: str = "",
    is_quoted: bool,
    scenarios: Iterable[str],
    amounts: Mapping[int, int],
    member: Member,
    replaces: Series | None = None,
    is_everywhere: bool = False,
    keeps_reach: bool = True,
) -> None:
    """Write one cost for each of the scenarios, in place of the series that it replaces.

    One that is entered for every scenario follows into those that are added later, and an edit in one of them
    leaves it so, unless it is put back as it was (`keeps_reach`).
    """
    hold_to_type(vendor.selection, member=member)
    _check_amounts(vendor.selection, item, amounts)
    label_zh, label_en = label_zh.strip(), label_en.strip()
    limits.check(layout.COST, {"label_zh": label_zh, "label_en": label_en})
    for scenario in scenarios:
        series = Series(vendor.pk, item, label_zh, label_en, is_quoted, scenario, 0, dict(amounts))
        _check_scenario(vendor.selection, scenario)
        _check_new(series, replaces)
        _write(series, replaces, is_everywhere=is_everywhere, keeps_reach=keeps_reach)
        # Asked after the write: lines of one item with several labels fill each other's years.
        _check_years(vendor, series)
        if replaces:
            _check_years(vendor, replaces)
        keep_in_use(vendor.selection, member=member)
        _record(CostEvent.LINE_RECORDED, vendor, series, member=member)
        replaces = None  # the first scenario has taken its place


@transaction.atomic
def remove_line(vendor: Vendor, *, series: Series, member: Member) -> None:
    hold_to_type(vendor.selection, member=member)
    _lines_of(series).delete()
    _check_years(vendor, series)
    keep_in_use(vendor.selection, member=member)
    _record(CostEvent.LINE_REMOVED, vendor, series, member=member)


def _lines_of(series: Series) -> models.QuerySet[CostLine]:
    vendor, item, label_zh, label_en, is_quoted, scenario = series.key
    return CostLine.objects.filter(
        vendor_id=vendor, item=item, label_zh=label_zh, label_en=label_en, is_quoted=is_quoted, scenario=scenario
    )


def _write(series: Series, replaces: Series | None, *, is_everywhere: bool, keeps_reach: bool) -> None:
    """Keep the rows of the years that stay, so that the order of entry stays too."""
    vendor, item, label_zh, label_en, is_quoted, scenario = series.key
    kept = {line.year: line for line in _lines_of(replaces)} if replaces else {}
    is_same = keeps_reach and replaces is not None and replaces.scenario == scenario
    stays = is_same and any(line.is_everywhere for line in kept.values())
    for year, amount in sorted(series.amounts.items()):
        line = kept.pop(year, None) or CostLine(vendor_id=vendor, year=year)
        line.item, line.label_zh, line.label_en = item, label_zh, label_en
        line.is_quoted, line.scenario, line.amount = is_quoted, scenario, amount
        line.is_everywhere = is_everywhere or stays
        line.save()
    CostLine.objects.filter(pk__in=[line.pk for line in kept.values()]).delete()


def _check_amounts(selection: Selection, item: str, amounts: Mapping[int, int]) -> None:
    if item not in CostItem.values:
        raise ValidationError({"item": _("Choose one of the ten cost items.")})
    if not amounts:
        raise ValidationError(_("Enter at least one amount."))
    if any(amount < 0 for amount in amounts.values()):
        raise ValidationError(_("Costs are written as positive amounts; this one is below zero."))
    late = [year for year in amounts if not 0 <= year <= selection.horizon]
    if late:
        raise ValidationError(
            _("Year %(years)s lies outside the plan of %(horizon)s years."),
            params={"years": listing(late), "horizon": selection.horizon},
        )
    too_much = {f"year_{year}": limits.refusals(layout.COST, "amount", amount) for year, amount in amounts.items()}
    if any(too_much.values()):
        raise ValidationError({field: said for field, said in too_much.items() if said})


def _check_scenario(selection: Selection, scenario: str) -> None:
    if not CODE.fullmatch(scenario):
        raise ValidationError({"scenario": _("Choose a scenario.")})
    planned = SeatPlan.objects.filter(selection=selection, scenario=scenario).exists()
    if not planned and SeatPrice.objects.filter(vendor__selection=selection).exists():
        raise ValidationError({"scenario": _("There are prices per seat, so this scenario needs a seat plan first.")})


def _check_new(series: Series, replaces: Series | None) -> None:
    if (replaces is None or replaces.key != series.key) and _lines_of(series).exists():
        raise ValidationError(_("A cost with the same item, label and scenario already exists. Edit that one."))


def _check_years(vendor: Vendor, series: Series) -> None:
    """A yearly cost that stops before the horizon would make the offer look cheap."""
    if series.item not in YEARLY_ITEMS:
        return
    lines = CostLine.objects.filter(vendor=vendor, item=series.item, scenario=series.scenario)
    missing = missing_years(lines.values_list("year", flat=True), vendor.selection.horizon)
    if missing:
        raise ValidationError(gap_text(series.name, missing, vendor.selection.horizon), code="years")


def gap_text(name: str, missing: list[int], horizon: int) -> str:
    text = ngettext(
        "%(name)s: the plan has %(horizon)s years, and year %(years)s is missing. Write 0 where nothing is paid.",
        "%(name)s: the plan has %(horizon)s years, and years %(years)s are missing. Write 0 where nothing is paid.",
        len(missing),
    )
    return text % {"name": name, "years": listing(missing), "horizon": horizon}


def listing(years: Iterable[int]) -> str:
    return _(", ").join(map(str, sorted(years)))


def _record(event: EventKind, vendor: Vendor, series: Series, *, member: Member) -> None:
    ledger.record(
        event,
        selection=vendor.selection,
        member=member,
        object=f"cost {vendor.code} {series.item} {series.scenario}",
        payload={
            "label_zh": series.label_zh,
            "label_en": series.label_en,
            "is_quoted": series.is_quoted,
            "amounts": {str(year): amount for year, amount in series.amounts.items()},
        },
    )
