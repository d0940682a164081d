"""What may a value really be, given what it rests on?"""

from analysis.evidence.distributions import MeasuredMean, MeasuredPercentile, MeasuredShare, Pert, Triangular
from analysis.evidence.levels import WIDTHS, calibrated, evidence_distribution
from analysis.evidence.statement import Statement

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
