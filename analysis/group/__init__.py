"""What does a committee think, how much does it agree, and who is strict?"""

from analysis.group.agreement import Alpha, Concordance, kendalls_w, krippendorff_alpha
from analysis.group.cells import CellStatistics, cell_statistics
from analysis.group.correlation import IntraclassCorrelation, icc
from analysis.group.disagreement import Disagreement, disagreement
from analysis.group.flags import MemberFlags, member_flags
from analysis.group.influence import Influence, influence
from analysis.group.opinion import Opinion, consensus, is_disputed
from analysis.group.raters import Severity, severity

__all__ = [
    "Alpha",
    "CellStatistics",
    "Concordance",
    "Disagreement",
    "Influence",
    "IntraclassCorrelation",
    "MemberFlags",
    "Opinion",
    "Severity",
    "cell_statistics",
    "consensus",
    "disagreement",
    "icc",
    "influence",
    "is_disputed",
    "kendalls_w",
    "krippendorff_alpha",
    "member_flags",
    "severity",
]
