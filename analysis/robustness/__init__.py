"""How sure is a ranking when weights and values are uncertain?"""

from analysis.robustness.acceptability import Acceptability, rank_acceptability
from analysis.robustness.bounded import interval_weights
from analysis.robustness.cells import Cells
from analysis.robustness.drawn_cells import DrawnCells, fixed_weights
from analysis.robustness.joint_cells import JointCells
from analysis.robustness.lattice import POINTS, Draws
from analysis.robustness.normal_cells import NormalCells, Prices
from analysis.robustness.share import pairwise_share, winning_share
from analysis.robustness.weights import (
    Sampler,
    constrained,
    mixture,
    nested_dirichlet,
    nested_uniform,
    ordered_weights,
)

__all__ = [
    "POINTS",
    "Acceptability",
    "Cells",
    "DrawnCells",
    "Draws",
    "JointCells",
    "NormalCells",
    "Prices",
    "Sampler",
    "constrained",
    "fixed_weights",
    "interval_weights",
    "mixture",
    "nested_dirichlet",
    "nested_uniform",
    "ordered_weights",
    "pairwise_share",
    "rank_acceptability",
    "winning_share",
]
