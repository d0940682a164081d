"""Which vendors are compared, on which numbers?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.arrays import Floats, settle
from analysis.decision_file.typed import DecisionFile, Options, VendorEntry
from analysis.evaluation.cells import Cells, cells_after, official_cells, official_facts
from analysis.matrix import DecisionMatrix
from analysis.screening import State, needs, overall
from analysis.tco import offer_cost
from analysis.tco.offer import OfferCost
from analysis.tree import Tree, tree


@dataclass(frozen=True)
class Problem:
    """The decision as numbers: the tree, the official cells, the states of the must-haves and the costs.

    `vendors` take part; `screened` fail a must-have and are shown without a place.
    """

    decision_file: DecisionFile
    tree: Tree
    vendors: tuple[str, ...]
    screened: tuple[str, ...]
    states: tuple[State, ...]
    cells: Cells
    costs: Mapping[str, Mapping[str, OfferCost]]

    @property
    def options(self) -> Options:
        """The options of the decision file."""
        return self.decision_file["options"]

    def values(self, vendors: tuple[str, ...], cells: Cells | None = None) -> Floats:
        """Return the values of some vendors, shape (m, n), NaN where missing."""
        source = self.cells if cells is None else cells
        rows = [[source[leaf, vendor].value for leaf in self.tree.leaves] for vendor in vendors]
        return settle(np.array(rows, dtype=float).reshape(len(vendors), len(self.tree.leaves)))

    def matrix(self, vendors: tuple[str, ...], cells: Cells | None = None) -> DecisionMatrix:
        """Return the decision matrix of some vendors."""
        return DecisionMatrix(vendors, self.tree.leaves, self.values(vendors, cells), self.tree.weights)

    def after_round(self, rounds: int) -> Cells:
        """Return the cells as they stood after a round, before any consensus."""
        return cells_after(self.decision_file, self.cells, rounds)


def problem(decision_file: DecisionFile) -> Problem:
    """Return the decision in a valid decision file as numbers."""
    costs = {vendor["code"]: _costs(vendor, decision_file) for vendor in decision_file["vendors"]}
    official = {vendor: scenarios[decision_file["options"]["scenario"]] for vendor, scenarios in costs.items()}
    states = needs(decision_file, official_facts(decision_file))
    present = [vendor["code"] for vendor in decision_file["vendors"] if not vendor["withdrawn"]]
    passed = {v: overall({s["need"]: s["state"] for s in states if s["vendor"] == v}) != "fail" for v in present}
    return Problem(
        decision_file=decision_file,
        tree=tree(decision_file),
        vendors=tuple(vendor for vendor in present if passed[vendor]),
        screened=tuple(vendor for vendor in present if not passed[vendor]),
        states=tuple(states),
        cells=official_cells(decision_file, official),
        costs={vendor: costs[vendor] for vendor in present},
    )


def _costs(vendor: VendorEntry, decision_file: DecisionFile) -> dict[str, OfferCost]:
    options = decision_file["options"]
    return {
        code: offer_cost(vendor, options | {"scenario": code}, decision_file["seat_plan"].get(code))
        for code in decision_file["scenarios"]
    }
