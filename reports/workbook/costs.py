"""How do the costs of a run stand by year, so that quote and present value follow from them?"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from analysis.decision_file import first_cost_year
from analysis.decision_file.typed import CostEntry, SeatPriceEntry
from analysis.tco import cash_flow, discount_factors, present_value, seat_cost
from analysis.tco.flow import SHIFT
from reports.opened_run import OpenedRun
from reports.workbook.inputs import Placed, exact
from selection.formats import in_full
from selection.languages import pick
from tables.writing import Cell, Formula, Sheet, place, stretch, strong
from vendors.models import CostItem

RATE, FACTORS, LINES = 1, 2, 3  # rows of the rate, of the factors, and from which the lines begin
YEARS = 5  # columns before year 0
Kind = tuple[str, str, bool]  # item, what it is called, whether it is in the quote


def costs(opened: OpenedRun) -> Placed:
    """Every cost in the official scenario; below, what each offer quotes and what it costs in all."""
    name, end = _("Costs by year"), YEARS + opened.options["horizon"]
    rows = [_rate(opened), _factors(opened, name)]
    for vendor in opened.visible:
        for kind, amounts in _flows(opened, vendor).items():
            rows.append(_line(opened, name, len(rows) + 1, vendor=vendor, kind=kind, amounts=amounts))
    last, at = len(rows), dict[tuple[str, str], str]()
    for vendor in opened.visible:
        row = len(rows) + 1
        at |= {("quote", vendor): place(name, end + 1, row), ("tco", vendor): place(name, end + 2, row)}
        rows.append(strong(_sums(opened, name, row, last=last, vendor=vendor)))
    head = [_("Code"), _("Vendor"), _("Cost item"), _("Cost"), _("In the quote (1: yes)")]
    head += [f"{year} ({opened.currency})" for year in _years(opened)]
    head += [_("Total (%(currency)s)") % {"currency": opened.currency}]
    head += [_("Present value (%(currency)s)") % {"currency": opened.currency}]
    return Placed(Sheet(name, head, rows, fixed=4), at)


def _years(opened: OpenedRun) -> list[str]:
    first = first_cost_year(opened.decision_file)
    numbers = range(1, opened.options["horizon"] + 1)
    named = [str(first + n - 1) if first else _("Year %(year)s") % {"year": n} for n in numbers]
    return [_("On signing"), *named]


def _rate(opened: OpenedRun) -> list[Cell]:
    return [None, None, None, _("Discount rate, %"), Decimal(opened.options["discount_rate"])]


def _factors(opened: OpenedRun, name: str) -> list[Cell]:
    """What one unit of each year is worth on the day of the contract."""
    horizon, timing, rate = opened.options["horizon"], opened.options["timing"], place(name, 4, RATE)
    worth = discount_factors(horizon, float(opened.options["discount_rate"]) / 100, timing=timing)
    computed = [
        Formula(f"=1/(1+{rate}/100)^{year - SHIFT[timing]:g}", exact(worth[year]), places=4)
        for year in range(1, horizon + 1)
    ]
    return [None, None, None, _("Worth of one unit"), None, Decimal(1), *computed]


def _flows(opened: OpenedRun, vendor: str) -> dict[Kind, list[float]]:
    """What each kind of cost asks for in each year, in minor units."""
    entry = next(row for row in opened.decision_file["vendors"] if row["code"] == vendor)
    scenario, horizon = opened.options["scenario"], opened.options["horizon"]
    seats = opened.decision_file["seat_plan"].get(scenario)
    found: dict[Kind, list[float]] = {}

    def add(line: CostEntry | SeatPriceEntry, flow: Iterator[float]) -> None:
        kind = line["item"], pick(line["label"])[0] or str(CostItem(line["item"]).label), line["quoted"]
        found[kind] = [a + b for a, b in zip(found.get(kind, [0.0] * (horizon + 1)), flow, strict=True)]

    for line in entry["costs"]:
        if line["scenario"] == scenario:
            add(line, iter(cash_flow([(line["year"], line["amount"])], horizon).tolist()))
    for price in entry["seat_prices"] if seats else ():
        amounts = seat_cost(seats or (), price=price["price"], minimum=price["minimum"])
        add(price, iter(cash_flow((), horizon, seats=[amounts]).tolist()))
    return found


def _line(opened: OpenedRun, name: str, row: int, *, vendor: str, kind: Kind, amounts: list[float]) -> list[Cell]:
    item, called, is_quoted = kind
    years = stretch(name, (YEARS, row), (YEARS + len(amounts) - 1, row))
    factors = stretch(name, (YEARS, FACTORS), (YEARS + len(amounts) - 1, FACTORS))
    about: list[Cell] = [vendor, opened.vendors[vendor].name, item, called, Decimal(int(is_quoted))]
    total = Formula(f"=SUM({years})", exact(sum(amounts) / 100))
    worth = Formula(f"=SUMPRODUCT({years},{factors})", exact(_worth(opened, amounts) / 100))
    return [*about, *(in_full(minor) or None for minor in amounts), total, worth]


def _worth(opened: OpenedRun, amounts: list[float]) -> float:
    rate, timing = float(opened.options["discount_rate"]) / 100, opened.options["timing"]
    return float(present_value(amounts, rate, timing=timing))


def _sums(opened: OpenedRun, name: str, row: int, *, last: int, vendor: str) -> list[Cell]:
    """What the quote comes to, and the present value of all; empty where nothing is entered."""
    horizon, flows = opened.options["horizon"], _flows(opened, vendor)
    about: list[Cell] = [vendor, opened.vendors[vendor].name, None, _("Quote, and present value of all costs"), None]
    gap: list[Cell] = [None] * (horizon + 1)
    if not flows:
        return [*about, *gap, None, None]
    codes, own = stretch(name, (0, LINES), (0, last)), place(name, 0, row)
    quoted, end = stretch(name, (4, LINES), (4, last)), YEARS + horizon
    sums, worths = (stretch(name, (column, LINES), (column, last)) for column in (end + 1, end + 2))
    asked = [amounts for (_item, _called, is_quoted), amounts in flows.items() if is_quoted]
    quote = Formula(f"=SUMIFS({sums},{codes},{own},{quoted},1)", exact(sum(map(sum, asked)) / 100)) if asked else None
    whole = sum(_worth(opened, amounts) for amounts in flows.values()) / 100
    return [*about, *gap, quote, Formula(f"=SUMIFS({worths},{codes},{own})", exact(whole))]
