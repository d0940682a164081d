"""How sure is a ranking when weights and values are uncertain?"""

from analysis.robustness.acceptability import Acceptability, rank_acceptability
from analysis.robustness.cells import Cells
from analysis.robustness.lattice import POINTS, Draws
from analysis.robustness.normal_cells import NormalCells, Prices
from analysis.robustness.weights import (
    Sampler,
    constrained,
    interval_weights,
    mixture,
    nested_dirichlet,
    nested_uniform,
    ordered_weights,
    stated_rows,
)

__all__ = [
    "POINTS",
    "Acceptability",
    "Cells",
    "Draws",
    "NormalCells",
    "Prices",
    "Sampler",
    "constrained",
    "interval_weights",
    "mixture",
    "nested_dirichlet",
    "nested_uniform",
    "ordered_weights",
    "rank_acceptability",
    "stated_rows",
]
