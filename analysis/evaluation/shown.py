"""Which digits are shown, so that the parts of a total add up to it?"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import TypedDict

import numpy as np

from analysis.arrays import settle, settled
from analysis.decision_file.typed import DecisionFile
from analysis.decision_file.vocabulary import DIMENSIONS, LEAVES
from analysis.evaluation.parts import Points
from analysis.evaluation.results import Results

PLACES = 2
Parts = Mapping[str, Mapping[str, float | None]]


def shares(parts: Sequence[float], total: float, places: int = PLACES) -> list[float]:
    """Return the parts in the digits that are shown, so that they sum to the total as it is shown.

    Every part is cut to its digits; the units that are missing, or too many, go to or come from the
    parts that lost most, or least, by it (largest remainder).

    Parameters
    ----------
    parts : sequence of float, length n
        What adds up to the total, in its unit.
    total : float
        The total; rounded half to even like every printed number.
    places : int
        Decimals that are shown.

    Example
    -------
    >>> shares([41.666666667, 41.666666667], 83.333333333)
    [41.67, 41.66]

    References
    ----------
    Balinski & Young 1982, Fair Representation (method of Hamilton).
    """
    unit = 10**places
    exact = [settled(part * unit) for part in parts]
    units = [floor(value) for value in exact]
    rest = round(round(settled(total), places) * unit) - sum(units)
    # The largest remainder first, of equal ones the earlier.
    order = sorted(range(len(parts)), key=lambda place: (units[place] - exact[place], place))
    for step in range(abs(rest) if parts else 0):
        place = order[step % len(order)] if rest > 0 else order[-1 - step % len(order)]
        units[place] += 1 if rest > 0 else -1
    return [float(Fraction(value, unit)) for value in units]


class Shown(TypedDict):
    """The parts of the results that are rounded so that they add up."""

    contribution: dict[str, Points]
    leaf_contribution: dict[str, Points]
    dimension_contribution: dict[str, Points]


def adding_up(decision_file: DecisionFile, results: Results) -> Results:
    """Return the results with contributions as they are shown: leaves, categories and dimensions add up.

    Totals stay as they are. A vendor with a missing cell keeps its exact parts.

    Parameters
    ----------
    decision_file : mapping
        A decision file.
    results : mapping
        Its results, as `Evaluation.to_dict` gives them.
    """
    if not all(results.get(key) for key in _PARTS):
        return results.copy()
    shown: Shown = {
        "contribution": {code: row.copy() for code, row in results["contribution"].items()},
        "leaf_contribution": {code: row.copy() for code, row in results["leaf_contribution"].items()},
        "dimension_contribution": {code: row.copy() for code, row in results["dimension_contribution"].items()},
    }
    for vendor, total in results["total"].items():
        if total is not None:
            _show(decision_file, shown, vendor, total=total)
    return {**results, **shown}


_PARTS = ("contribution", "leaf_contribution", "dimension_contribution")


def _show(decision_file: DecisionFile, shown: Shown, vendor: str, *, total: float) -> None:
    leaves = [node for node in decision_file["criteria"] if node["kind"] in LEAVES]
    categories = list(shown["contribution"])
    sums = shares([shown["contribution"][code][vendor] or 0.0 for code in categories], total)
    groups = {
        (category, dimension): [n["code"] for n in leaves if (n["parent"], n["dimension"]) == (category, dimension)]
        for category in categories
        for dimension in DIMENSIONS
    }
    exact = np.array(
        [
            [
                sum(shown["leaf_contribution"][leaf][vendor] or 0.0 for leaf in groups[category, dimension])
                for dimension in DIMENSIONS
            ]
            for category in categories
        ]
    )
    table = rounded_table(exact, sums)
    for row, category in enumerate(categories):
        shown["contribution"][category][vendor] = sums[row]
        for column, dimension in enumerate(DIMENSIONS):
            own = groups[category, dimension]
            parts = shares([shown["leaf_contribution"][leaf][vendor] or 0.0 for leaf in own], table[row][column])
            for leaf, part in zip(own, parts, strict=True):
                shown["leaf_contribution"][leaf][vendor] = part
    for column, dimension in enumerate(DIMENSIONS):
        if dimension in shown["dimension_contribution"]:
            together = settled(sum(row[column] for row in table))
            shown["dimension_contribution"][dimension][vendor] = together


def rounded_table(exact: np.ndarray, rows: Sequence[float], places: int = PLACES) -> list[list[float]]:
    """Return a table in the digits that are shown: rows sum to the given totals, columns as nearly as can be.

    Every entry is cut or raised to its digits; among the tables whose rows fit, one is taken whose
    columns miss their exact sums least (controlled rounding as an integer program).

    Parameters
    ----------
    exact : (r, c) array
    rows : sequence of float, length r
        What each row is to sum to, in the digits that are shown.
    places : int
        Decimals that are shown.

    References
    ----------
    Cox 1987, A constructive procedure for unbiased controlled rounding, JASA 82.
    """
    unit = 10**places
    values = settle(exact * unit)
    low = np.floor(values)
    wanted = np.array([round(total * unit) for total in rows]) - low.sum(axis=1)
    # An entry that is whole already is not moved.
    high = np.where(values > low, 1.0, 0.0)
    count_r, count_c = values.shape
    # Unknown are, for each entry, whether it is rounded up, and for each column by how much its sum
    # is missed.
    by_row = np.hstack([np.kron(np.eye(count_r), np.ones(count_c)), np.zeros((count_r, count_c))])
    by_column, slack = np.kron(np.ones(count_r), np.eye(count_c)), np.eye(count_c)
    missed = values.sum(axis=0) - low.sum(axis=0)
    from scipy.optimize import Bounds, LinearConstraint, milp  # half a second to import, needed by few tables

    found = milp(
        np.concatenate([np.zeros(count_r * count_c), np.ones(count_c)]),
        integrality=np.concatenate([np.ones(count_r * count_c), np.zeros(count_c)]),
        bounds=Bounds(0, np.concatenate([high.ravel(), np.full(count_c, np.inf)])),
        constraints=[
            LinearConstraint(by_row, wanted, wanted),
            LinearConstraint(np.hstack([by_column, -slack]), -np.inf, missed),
            LinearConstraint(np.hstack([by_column, slack]), missed, np.inf),
        ],
    )
    if found.x is None:  # a row's total lies beyond what its own entries give: each row by itself
        return [shares(row, total, places) for row, total in zip((values / unit).tolist(), rows, strict=True)]
    units = low + found.x[: count_r * count_c].round().reshape(values.shape)
    return [[float(Fraction(int(entry), unit)) for entry in row] for row in units]
