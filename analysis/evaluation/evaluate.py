"""In which steps does a decision file become results?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from analysis import ENGINE
from analysis.arrays import settled
from analysis.decision_file.faults import gettext_noop
from analysis.decision_file.typed import DecisionFile
from analysis.evaluation import placing, stability, uncertainty
from analysis.evaluation.conclusion import conclude
from analysis.evaluation.costs import cost_record
from analysis.evaluation.flat import flat
from analysis.evaluation.flips import flips
from analysis.evaluation.opinions import opinions
from analysis.evaluation.parts import (
    Acceptabilities,
    CellRecord,
    Conclusion,
    CostRecord,
    DimensionWeights,
    Dominated,
    Excluded,
    Flat,
    Flip,
    Interval,
    Missing,
    Opinions,
    OwnTotals,
    Pending,
    Place,
    Points,
    Segment,
)
from analysis.evaluation.problem import Problem, problem
from analysis.evaluation.results import Results
from analysis.robustness import POINTS

STEPS = (
    gettext_noop("Reading scores, facts and costs"),
    gettext_noop("Totals and ranking"),
    gettext_noop("Stability of the weights"),
    gettext_noop("Probability of each rank"),
    gettext_noop("Conclusion"),
)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Evaluation:
    """All results of one decision file; money in minor units, totals and values on 0 to 100.

    `docs/methods.md` says of every field what it answers, how it is computed and when not to
    trust it.
    """

    engine: str
    vendors: list[str]
    excluded: list[Excluded]
    pending: list[Pending]
    total: dict[str, float | None]
    range: dict[str, list[float]]
    ranking: list[Place]
    contribution: dict[str, Points]
    leaf_contribution: dict[str, Points]
    dimension_contribution: dict[str, Points]
    category_values: dict[str, Points]
    category_weights: dict[str, float]
    weights: dict[str, float]
    dimension_weights: DimensionWeights
    cells: dict[str, dict[str, CellRecord]]
    missing: list[Missing]
    rounds_total: dict[str, Points]
    people_totals: dict[str, OwnTotals]
    opinions: Opinions
    flat: list[Flat]
    evidence: dict[str, float]
    evidence_by_vendor: dict[str, dict[str, float]]
    dominated: list[Dominated]
    stability: dict[str, Interval]
    stability_leaf: dict[str, Interval]
    rails: dict[str, list[Segment]]
    flips: list[Flip]
    interval: dict[str, list[float]]
    samples: int
    acceptability: Acceptabilities
    conclusion: Conclusion
    cost: dict[str, CostRecord]

    def to_dict(self) -> Results:
        """Return plain JSON values, one key a field."""
        return cast(Results, {field.name: getattr(self, field.name) for field in fields(self)})


def evaluate(decision_file: DecisionFile, *, progress: Progress | None = None) -> Evaluation:
    """Return all results of a valid decision file; the same file gives the same results.

    Parameters
    ----------
    decision_file : mapping
        As `analysis.decision_file.read` returns it.
    progress : callable, optional
        Called before each step with its number from 1, the count of steps and its English name.

    Returns
    -------
    Evaluation
    """
    tell = _teller(progress)
    tell(0)
    return of_problem(problem(decision_file), progress=progress)


def of_problem(p: Problem, *, progress: Progress | None = None) -> Evaluation:
    """Return all results of a decision that is already read as numbers."""
    tell = _teller(progress)
    tell(1)
    # Settled before anything is concluded from it: no two machines may name different leaders.
    found = settled_results(_placing(p))
    tell(2)
    found |= settled_results(_sensitivity(p, found["total"]))
    tell(3)
    found |= settled_results(_uncertainty(p))
    tell(4)
    found["conclusion"] = conclude(p, found["total"], found["missing"], stated=found["acceptability"].get("stated"))
    found["opinions"] = opinions(found["people_totals"], found["conclusion"])
    return Evaluation(engine=ENGINE, vendors=list(p.vendors), cost=settled_results(cost_record(p)), **found)


def without_draws(decision_file: DecisionFile) -> Results:
    """Return the results of a valid decision file that need no simulation: totals, places, parts, stability.

    Parameters
    ----------
    decision_file : mapping
        As `analysis.decision_file.read` returns it.

    Returns
    -------
    dict
        Fields of `Evaluation` with the same values.
    """
    p = problem(decision_file)
    found = settled_results(_placing(p))
    return cast(Results, found | settled_results(_sensitivity(p, found["total"])) | {"vendors": list(p.vendors)})


def settled_results(found: object) -> Any:
    """Return results with 10 significant digits, the same on every machine; a fact stays as it was given.

    Stored results of this engine are so already; those of an earlier one become so where they are read.
    """
    if isinstance(found, float):
        return settled(found)
    if isinstance(found, list):
        return [settled_results(one) for one in found]
    if isinstance(found, dict):
        return {key: one if key == "raw" else settled_results(one) for key, one in found.items()}
    return found


def _teller(progress: Progress | None) -> Callable[[int], None]:
    def tell(step: int) -> None:
        if progress is not None:
            progress(step + 1, len(STEPS), STEPS[step])

    return tell


def _is_empty(p: Problem) -> bool:
    return not p.vendors or not p.tree.leaves


def _placing(p: Problem) -> dict[str, Any]:
    shown = tuple(sorted(p.vendors + p.screened))
    found: dict[str, Any] = {
        "excluded": placing.excluded(p) if p.tree.leaves else [],
        "pending": placing.pending(p),
        "category_weights": dict(zip(p.tree.categories, p.tree.category_weights.tolist(), strict=True)),
        "weights": dict(zip(p.tree.leaves, p.tree.weights.tolist(), strict=True)),
        "dimension_weights": placing.dimension_weights(p),
        "cells": {leaf: {v: p.cells[leaf, v].to_dict() for v in shown} for leaf in p.tree.leaves},
        "missing": placing.missing(p),
        "flat": flat(p),
    }
    if _is_empty(p):
        nothing = ("total", "range", "rounds_total", "people_totals", "evidence", "evidence_by_vendor")
        parts = ("contribution", "leaf_contribution", "dimension_contribution", "category_values")
        ranking = [{"vendor": vendor, "rank": None} for vendor in p.vendors]
        return found | {key: {} for key in nothing + parts} | {"ranking": ranking, "dominated": []}
    total = placing.totals(p, p.vendors)
    complete = tuple(vendor for vendor, points in total.items() if points is not None)
    return {
        **found,
        **placing.contributions(p),
        "total": total,
        "range": placing.ranges(p),
        "ranking": placing.ranking(total),
        "rounds_total": placing.rounds_total(p),
        "people_totals": placing.people_totals(p),
        "evidence": placing.evidence(p, p.vendors),
        "evidence_by_vendor": {vendor: placing.evidence(p, (vendor,)) for vendor in p.vendors},
        "dominated": placing.dominated(p, complete),
    }


def _sensitivity(p: Problem, total: Mapping[str, float | None]) -> dict[str, Any]:
    known = {vendor: points for vendor, points in total.items() if points is not None}
    vendors = tuple(known)
    if not known:
        return {"stability": {}, "stability_leaf": {}, "rails": {}, "flips": []}
    categories, leaves = stability.category_sweeps(p, vendors), stability.leaf_sweeps(p, vendors)
    category_intervals = stability.intervals(categories, vendors)
    leaf_intervals = stability.intervals(leaves, vendors)
    return {
        "stability": category_intervals,
        "stability_leaf": leaf_intervals,
        "rails": stability.rails(categories, vendors),
        "flips": flips(p, known, category_intervals, stability_leaf=leaf_intervals),
    }


def _uncertainty(p: Problem) -> dict[str, Any]:
    if _is_empty(p):
        return {"interval": {}, "samples": 0, "acceptability": {}}
    stated, uniform = uncertainty.simulate(p)
    return {
        "interval": dict(zip(p.vendors, (10.0 * stated.quantiles).tolist(), strict=True)),
        "samples": POINTS * p.options["samples"],
        "acceptability": {
            "stated": uncertainty.acceptability(p, stated),
            "uniform": uncertainty.acceptability(p, uniform),
        },
    }
