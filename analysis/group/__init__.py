"""What does a committee think, how much does it agree, and who is strict?"""

from analysis.group.agreement import Alpha, Concordance, IntraclassCorrelation, icc, kendalls_w, krippendorff_alpha
from analysis.group.opinion import Opinion, consensus, is_disputed
from analysis.group.raters import Severity, severity

__all__ = [
    "Alpha",
    "Concordance",
    "IntraclassCorrelation",
    "Opinion",
    "Severity",
    "consensus",
    "icc",
    "is_disputed",
    "kendalls_w",
    "krippendorff_alpha",
    "severity",
]
