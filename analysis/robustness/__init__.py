"""How sure is a ranking when weights and values are uncertain?"""

from analysis.robustness.acceptability import BLOCK, Acceptability, confidence_factor, rank_acceptability
from analysis.robustness.cells import Cells, NormalCells
from analysis.robustness.weights import Draws, Sampler, nested_dirichlet, nested_uniform

__all__ = [
    "BLOCK",
    "Acceptability",
    "Cells",
    "Draws",
    "NormalCells",
    "Sampler",
    "confidence_factor",
    "nested_dirichlet",
    "nested_uniform",
    "rank_acceptability",
]
