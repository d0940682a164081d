"""Which criteria cannot tell the vendors apart, and why?"""

from collections.abc import Sequence

import numpy as np

from analysis.arrays import Floats, settle
from analysis.decision_file.typed import CriterionEntry, ValueFunction
from analysis.evaluation.parts import Flat
from analysis.evaluation.problem import Problem
from analysis.values import curve, is_outside

LEAST_VENDORS = 2


def flat(p: Problem) -> list[Flat]:
    """Return every criterion with weight on which all vendors that take part have one value.

    "clipped_low", "clipped_high": at least one fact or price lies beyond the end of the value function
    and all are worth 0, or 100. "equal": they are worth the same without that.
    """
    return [
        {"criterion": node["code"], "reason": reason, "vendors": list(p.vendors)}
        for node, weight in zip(p.tree.nodes, p.tree.weights.tolist(), strict=True)
        if weight > 0 and (reason := _of_cells(p, node))
    ]


def _of_cells(p: Problem, node: CriterionEntry) -> str | None:
    cells = [p.cells[node["code"], vendor] for vendor in p.vendors]
    if node["kind"] == "rated":
        return why_flat(np.array([cell.value for cell in cells], dtype=float), clipped=False)
    return flat_reason([cell.raw for cell in cells], node["value_function"])


def flat_reason(raw: Sequence[float | None], function: ValueFunction | None) -> str | None:
    """Return why facts or prices are all worth the same, or None when they differ, are few or incomplete.

    Parameters
    ----------
    raw : sequence of float or None
        One a vendor, in the unit of the criterion.
    function : mapping or None
        A value function as a decision file writes it.

    Example
    -------
    >>> budget = {"type": "piecewise", "points": [["300000", "100"], ["400000", "0"]]}
    >>> flat_reason([794000, 970000, 812000], budget), flat_reason([794000, 390000, 812000], budget)
    ('clipped_low', None)
    """
    if function is None or any(one is None for one in raw):
        return None
    given = np.array(raw, dtype=float)
    points = [[float(x), float(value)] for x, value in function["points"]]
    return why_flat(curve(given, function), clipped=bool(is_outside(given, points).any()))


def why_flat(values: Floats, *, clipped: bool) -> str | None:
    """Return in which of three ways values are the same, or None; a missing value differs."""
    worth = settle(values)
    if worth.size < LEAST_VENDORS or not np.all(worth == worth[0]):
        return None
    if not clipped:
        return "equal"
    return "clipped_low" if worth[0] == 0 else "clipped_high"
