"""Which other measurement would put another vendor first, by its value or by a must-have?"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from analysis.arrays import settled
from analysis.decision_file.typed import CriterionEntry
from analysis.evaluation.cells import Cell
from analysis.evaluation.moves import Flip, flip, moves
from analysis.evaluation.problem import Problem
from analysis.screening import judge
from analysis.values import curve, inverse


def fact_flips(p: Problem, order: list[str], points: Mapping[str, float]) -> Iterator[Flip]:
    """Yield the facts that decide, in their own unit.

    A fact of the leader that would break a must-have before it costs the lead counts with the
    limit of that must-have; a fact that would exclude the vendor that it should lift does not.
    """
    for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True):
        function = node["value_function"]
        if node["kind"] != "measured" or function is None or weight <= 0:
            continue
        for vendor, target, change in moves(order, points):
            cell = p.cells[node["code"], target]
            wanted = settled((cell.value or 0.0) + change / weight)
            needed = inverse(wanted, function, cell.raw or 0.0)
            found = _within_rules(p, node, target, cell=cell, needed=needed, is_leader=target == order[0])
            if found:
                size = (float(curve(found[0], function)) - (cell.value or 0.0)) / 100.0
                yield flip(
                    "fact",
                    node["code"],
                    vendor,
                    target=target,
                    now=cell.raw or 0.0,
                    needed=found[0],
                    size=size,
                    need=found[1],
                )


def _within_rules(
    p: Problem, node: CriterionEntry, target: str, *, cell: Cell, needed: float | None, is_leader: bool
) -> tuple[float, str | None] | None:
    now = cell.raw or 0.0
    limits = list(_limits(p, node["code"], target))
    # The leader loses its place by breaking a must-have too: the nearer of both ways counts.
    if is_leader:
        options = [(limit, need) for limit, need, _ in limits] + ([] if needed is None else [(needed, None)])
        return min(options, key=lambda option: abs(option[0] - now), default=None)
    broken = needed is not None and any(
        judge(Decimal(needed), cell.level, operator, limit=Decimal(limit))[0] == "fail" for limit, _, operator in limits
    )
    return None if needed is None or broken else (needed, None)


def _limits(p: Problem, criterion: str, vendor: str) -> Iterator[tuple[float, str, str]]:
    passed = {state["need"] for state in p.states if state["vendor"] == vendor and state["state"] == "pass"}
    for need in p.decision_file["needs"]:
        rule = need["rule"]
        # An exact value has no limit that could be crossed.
        if rule and need["code"] in passed and rule["criterion"] == criterion and rule["op"] != "=":
            yield float(rule["value"]), need["code"], rule["op"]
