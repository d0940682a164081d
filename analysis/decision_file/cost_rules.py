"""Do the costs of every vendor cover the whole horizon?"""

from collections.abc import Iterator

from analysis.decision_file.faults import Fault, Params, gettext_noop
from analysis.decision_file.index import Index, repeated
from analysis.decision_file.typed import CostEntry, DecisionFile, VendorEntry
from analysis.decision_file.vocabulary import YEARLY_ITEMS

NO_SCENARIO = gettext_noop("“%(code)s” is not a cost scenario of this file.")
LATE_YEAR = gettext_noop("Year %(year)s lies beyond the horizon of %(horizon)s years.")
GAP = gettext_noop(
    "%(item)s of vendor “%(vendor)s” in the scenario “%(scenario)s” covers %(count)s of %(horizon)s years; "
    "%(missing)s are missing. Enter 0 for a year in which nothing is paid."
)
PLAN_LENGTH = gettext_noop("The seat plan gives %(count)s of %(horizon)s years.")
NO_PLAN = gettext_noop("A price per seat needs a seat plan for the scenario “%(code)s”.")


def cost_faults(decision_file: DecisionFile, index: Index) -> list[Fault]:
    """Return every fault of the cost lines, seat prices, seat plan and scenarios."""
    horizon = decision_file["options"]["horizon"]
    return [
        *repeated((f"/scenarios/{i}", code) for i, code in enumerate(decision_file["scenarios"])),
        *_unknown_scenario("/options/scenario", decision_file["options"]["scenario"], index),
        *_plan_faults(decision_file["seat_plan"], horizon, index),
        *(
            fault
            for i, vendor in enumerate(decision_file["vendors"])
            for fault in (
                *_line_faults(f"/vendors/{i}/costs", vendor["costs"], horizon, index=index),
                *_gap_faults(f"/vendors/{i}/costs", vendor, horizon),
                *_seat_faults(f"/vendors/{i}/seat_prices", vendor, decision_file),
            )
        ),
    ]


def _unknown_scenario(at: str, code: str, index: Index) -> Iterator[Fault]:
    if code not in index.scenarios:
        yield Fault(at, NO_SCENARIO, {"code": code})


def _plan_faults(plan: dict[str, list[int]], horizon: int, index: Index) -> Iterator[Fault]:
    for code, seats in plan.items():
        yield from _unknown_scenario(f"/seat_plan/{code}", code, index)
        if len(seats) != horizon:
            yield Fault(f"/seat_plan/{code}", PLAN_LENGTH, {"count": len(seats), "horizon": horizon})


def _line_faults(at: str, lines: list[CostEntry], horizon: int, *, index: Index) -> Iterator[Fault]:
    for i, line in enumerate(lines):
        yield from _unknown_scenario(f"{at}/{i}/scenario", line["scenario"], index)
        if line["year"] > horizon:
            yield Fault(f"{at}/{i}/year", LATE_YEAR, {"year": line["year"], "horizon": horizon})


def _gap_faults(at: str, vendor: VendorEntry, horizon: int) -> Iterator[Fault]:
    if vendor["withdrawn"]:
        return  # who has left is not compared
    series: dict[tuple[str, str], dict[int, int]] = {}
    for i, line in enumerate(vendor["costs"]):
        if line["item"] in YEARLY_ITEMS and 1 <= line["year"] <= horizon:
            series.setdefault((line["item"], line["scenario"]), {})[line["year"]] = i
    for (item, scenario), years in series.items():
        missing = sorted(set(range(min(years), horizon + 1)) - years.keys())
        # One year alone is a payment and no series.
        if len(years) > 1 and missing:
            params: Params = {
                "item": item,
                "vendor": vendor["code"],
                "scenario": scenario,
                "count": len(years),
                "horizon": horizon,
                "missing": ", ".join(map(str, missing)),
            }
            # At the last line that is there: one that is missing has no place.
            yield Fault(f"{at}/{years[max(years)]}", GAP, params)


def _seat_faults(at: str, vendor: VendorEntry, decision_file: DecisionFile) -> Iterator[Fault]:
    for i in range(len(vendor["seat_prices"])):
        for code in decision_file["scenarios"]:
            if code not in decision_file["seat_plan"]:
                yield Fault(f"{at}/{i}", NO_PLAN, {"code": code})
