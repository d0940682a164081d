"""What does each vendor cost, rounded to whole minor units?"""

from analysis.arrays import settled
from analysis.evaluation.parts import CostRecord, ScenarioCost
from analysis.evaluation.problem import Problem
from analysis.tco.offer import OfferCost


def cost_record(p: Problem) -> dict[str, CostRecord]:
    """Return the costs of every vendor: the official scenario, and beside it every scenario."""
    official = p.options["scenario"]
    record: dict[str, CostRecord] = {}
    for vendor, scenarios in p.costs.items():
        rounded = {code: _rounded(costs) for code, costs in scenarios.items()}
        record[vendor] = {**rounded[official], "scenarios": rounded}
    return record


def _rounded(costs: OfferCost) -> ScenarioCost:
    return {
        "quote": _money(costs["quote"]),
        "tco": _money(costs["tco"]),
        "outside": _money(costs["outside"]),
        "hidden_share": costs["hidden_share"],
        "by_item": {item: round(settled(amount)) for item, amount in costs["by_item"].items()},
        "parts": [{**part, "worth": round(settled(part["worth"]))} for part in costs["parts"]],
        "by_year": [round(settled(amount)) for amount in costs["by_year"]],
        "outside_by_year": [round(settled(amount)) for amount in costs["outside_by_year"]],
    }


def _money(amount: float | None) -> int | None:
    return None if amount is None else round(settled(amount))
