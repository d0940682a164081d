"""Who has how many points, from what, and in which place?"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats, competition_ranks, settled
from analysis.decision_file.vocabulary import DIMENSIONS, LEVELS
from analysis.evaluation.cells import Cells
from analysis.evaluation.parts import DimensionWeights, Dominated, Excluded, Missing, OwnTotals, Pending, Place
from analysis.evaluation.problem import Problem
from analysis.matrix import dominates
from analysis.tree import dimension_table, roll_up

Points = dict[str, float | None]


def number(value: float) -> float | None:
    """Return a float for storage; a missing one is None."""
    return None if np.isnan(value) else settled(float(value))


def by_vendor(vendors: tuple[str, ...], numbers: Floats) -> Points:
    """Return numbers under the vendors' codes."""
    return {vendor: number(value) for vendor, value in zip(vendors, numbers, strict=True)}


def totals(p: Problem, vendors: tuple[str, ...], cells: Cells | None = None) -> Points:
    """Return the total of every vendor, None while a cell with weight is missing."""
    return by_vendor(vendors, p.matrix(vendors, cells).totals) if vendors else {}


def ranges(p: Problem) -> dict[str, list[float]]:
    """Return the lowest and highest possible total of the vendors with a missing cell."""
    matrix = p.matrix(p.vendors)
    rows = zip(p.vendors, matrix.ranges.tolist(), matrix.complete, strict=True)
    return {vendor: bounds for vendor, bounds, is_complete in rows if not is_complete}


def ranking(points: Mapping[str, float | None]) -> list[Place]:
    """Return the places, best first; equal totals share one, an unknown total has none."""
    known = {vendor: total for vendor, total in points.items() if total is not None}
    places = competition_ranks(list(known.values())).tolist() if known else []
    placed = dict(zip(known, places, strict=True))
    order = sorted(points, key=lambda vendor: (placed.get(vendor, len(points) + 1), vendor))
    return [{"vendor": vendor, "rank": placed.get(vendor)} for vendor in order]


def missing(p: Problem) -> list[Missing]:
    """Return the cells with weight that have no value yet."""
    weighted = [leaf for leaf, weight in zip(p.tree.leaves, p.tree.weights, strict=True) if weight > 0]
    return [
        {"criterion": leaf, "vendor": vendor}
        for leaf in weighted
        for vendor in p.vendors
        if p.cells[leaf, vendor].value is None
    ]


def contributions(p: Problem) -> dict[str, dict[str, Points]]:
    """Return the points by category, by leaf and by dimension, and the categories' values."""
    matrix, tree = p.matrix(p.vendors), p.tree
    # Without weight a missing value adds nothing; 0 times NaN would be NaN.
    weighted = np.where(tree.weights > 0, matrix.contributions, np.nan_to_num(matrix.contributions))
    node_values = roll_up(matrix.values, tree.weights, tree.group.tolist())
    dimension = np.array(tree.dimensions)
    return {
        "contribution": _sums(p.vendors, weighted, dict(zip(tree.categories, tree.members, strict=True))),
        "leaf_contribution": {leaf: by_vendor(p.vendors, weighted[:, j]) for j, leaf in enumerate(tree.leaves)},
        "dimension_contribution": _sums(p.vendors, weighted, {name: dimension == name for name in DIMENSIONS}),
        "category_values": {c: by_vendor(p.vendors, node_values[:, i]) for i, c in enumerate(_used(p))},
    }


def _used(p: Problem) -> tuple[str, ...]:
    # `roll_up` knows categories by their leaves: those behind the last leaf it does not know.
    return p.tree.categories[: int(p.tree.group.max()) + 1]


def _sums(vendors: tuple[str, ...], cells: Floats, masks: Mapping[str, NDArray[np.bool_]]) -> dict[str, Points]:
    return {name: by_vendor(vendors, cells[:, mask].sum(axis=1)) for name, mask in masks.items()}


def dimension_weights(p: Problem) -> DimensionWeights:
    """Return the weight of every dimension in every category, with both margins."""
    cells = dimension_table(p.tree)
    rows = [dict(zip(p.tree.categories, row, strict=True)) for row in cells.tolist()]
    return {
        "cells": dict(zip(DIMENSIONS, rows, strict=True)),
        "dimensions": dict(zip(DIMENSIONS, cells.sum(axis=1).tolist(), strict=True)),
        "categories": dict(zip(p.tree.categories, cells.sum(axis=0).tolist(), strict=True)),
    }


def rounds_total(p: Problem) -> dict[str, Points]:
    """Return the totals as they stood after each round."""
    numbers = [item["number"] for item in p.decision_file["rounds"]]
    return {str(number): totals(p, p.vendors, p.after_round(number)) for number in numbers}


def people_totals(p: Problem) -> dict[str, OwnTotals]:
    """Return each person's own totals over the criteria that they scored for every vendor.

    The weights of those criteria are divided by their sum, which is given as `share`.
    """
    people = [person["key"] for person in p.decision_file["people"]]
    marks = {(score["person"], *key): float(score["score"]) for key, cell in p.cells.items() for score in cell.scores}
    own = {person: _own(p, person, marks) for person in people}
    return {person: result for person, result in own.items() if result}


def _own(p: Problem, person: str, marks: Mapping[tuple[str, str, str], float]) -> OwnTotals | None:
    rows = [[marks.get((person, leaf, vendor), np.nan) for leaf in p.tree.leaves] for vendor in p.vendors]
    values = 10.0 * np.array(rows, dtype=float)
    scored = ~np.isnan(values).any(axis=0)
    share = float(p.tree.weights[scored].sum())
    if share <= 0:
        return None
    return {
        "share": share,
        "total": by_vendor(p.vendors, values[:, scored] @ p.tree.weights[scored] / share),
    }


def evidence(p: Problem, vendors: tuple[str, ...]) -> dict[str, float]:
    """Return the share of the weight that rests on each evidence level."""
    shares = dict.fromkeys(LEVELS, 0.0)
    for leaf, weight in zip(p.tree.leaves, p.tree.weights.tolist(), strict=True):
        for vendor in vendors:
            shares[p.cells[leaf, vendor].level] += weight / len(vendors)
    return shares


def dominated(p: Problem, vendors: tuple[str, ...]) -> list[Dominated]:
    """Return which vendor is beaten by which on every criterion with weight."""
    if len(vendors) < 2:
        return []
    over = dominates(p.values(vendors)[:, p.tree.weights > 0])
    return [
        {"vendor": vendor, "by": other}
        for k, vendor in enumerate(vendors)
        for i, other in enumerate(vendors)
        if over[i, k]
    ]


def excluded(p: Problem) -> list[Excluded]:
    """Return every failed must-have, with the place the vendor would have without it."""
    everyone = tuple(sorted(p.vendors + p.screened))
    points = totals(p, everyone) if p.screened else {}
    shadow = {entry["vendor"]: entry["rank"] for entry in ranking(points)}
    return [
        {**state, "shadow_total": points[state["vendor"]], "shadow_rank": shadow[state["vendor"]]}
        for state in p.states
        if state["state"] == "fail"
    ]


def pending(p: Problem) -> list[Pending]:
    """Return the must-haves that are not yet decided, of the vendors that take part."""
    return [
        {"vendor": state["vendor"], "need": state["need"]}
        for state in p.states
        if state["state"] == "pending" and state["vendor"] in p.vendors
    ]
