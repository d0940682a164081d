"""May the committee say that one vendor leads?"""

from collections.abc import Mapping

from analysis.arrays import TIE, settled
from analysis.evaluation.parts import AcceptabilityRecord, Conclusion, Missing
from analysis.evaluation.problem import Problem


def conclude(
    p: Problem,
    points: Mapping[str, float | None],
    missing: list[Missing],
    *,
    stated: AcceptabilityRecord | None,
) -> Conclusion:
    """Return the conclusion by the rule that the committee fixed before it scored.

    "leads": the lead is at least `lead` points and the leader is first in at least `bar` percent
    of the draws. Otherwise "no_clear_winner" with everyone who is first in at least `candidate`
    percent. "tie": two totals at the top are equal. "incomplete": a cell with weight is missing.
    "single": nothing to compare with. "none": nobody meets the must-haves.
    """
    known = sorted(((total, vendor) for vendor, total in points.items() if total is not None), key=_best_first)
    kind = _kind(p, known, missing, stated=stated)
    leader = known[0][1] if known and kind not in ("incomplete", "none") else None
    pending = {state["vendor"] for state in p.states if state["state"] == "pending"}
    return {
        "kind": kind,
        "leader": leader,
        "leader_pending": leader in pending,
        "set": _set(p, kind, known, stated=stated),
        "lead": settled(known[0][0] - known[1][0]) if leader is not None and len(known) > 1 else None,
        "p_first": stated["first"][leader] if leader and stated else None,
        "p_first_se": stated["first_se"][leader] if leader and stated else None,
        "bar": float(p.options["bar"]),
        "missing": missing,
    }


def _best_first(entry: tuple[float, str]) -> tuple[float, str]:
    return -entry[0], entry[1]


def _kind(
    p: Problem, known: list[tuple[float, str]], missing: list[Missing], *, stated: AcceptabilityRecord | None
) -> str:
    # In this order, since each answer makes the questions after it pointless.
    if not p.vendors:
        return "none"
    if missing or not known or stated is None:
        return "incomplete"
    if len(p.vendors) == 1:
        return "single"
    lead = settled(known[0][0] - known[1][0])
    if lead <= TIE:
        return "tie"
    is_clear = lead >= float(p.options["lead"])
    is_sure = stated["first"][known[0][1]] >= float(p.options["bar"]) / 100.0
    return "leads" if is_clear and is_sure else "no_clear_winner"


def _set(p: Problem, kind: str, known: list[tuple[float, str]], *, stated: AcceptabilityRecord | None) -> list[str]:
    if kind in ("leads", "single"):
        return [known[0][1]]
    if kind == "tie":
        return [vendor for total, vendor in known if known[0][0] - total <= TIE]
    if kind == "no_clear_winner" and stated:
        least = float(p.options["candidate"]) / 100.0
        return [vendor for i, (_, vendor) in enumerate(known) if i == 0 or stated["first"][vendor] >= least]
    return []
