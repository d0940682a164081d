"""Which keys have the results of a decision file, and of which type?

Written by `python -m scripts.make_types`; a test fails when it is out of date.
"""

from typing import TypedDict

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


class Results(TypedDict, total=False):
    """Runs of earlier engines lack some of them."""

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
