"""What may a value really be, given what it rests on?"""

from analysis.evidence.levels import WIDTHS, calibrated, evidence_distribution
from analysis.evidence.measured import MeasuredMean, MeasuredPercentile, MeasuredShare
from analysis.evidence.statement import Statement
from analysis.evidence.three_points import Pert, Triangular

__all__ = [
    "WIDTHS",
    "MeasuredMean",
    "MeasuredPercentile",
    "MeasuredShare",
    "Pert",
    "Statement",
    "Triangular",
    "calibrated",
    "evidence_distribution",
]
