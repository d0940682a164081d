"""Which change of weights or scores changes the winner?"""

from analysis.sensitivity.changes import Bar, Change, Omission, critical_change, leave_one_out, most_critical, tornado
from analysis.sensitivity.flip import Flip, nearest_flip
from analysis.sensitivity.share import segment_shares, winning_share
from analysis.sensitivity.sweep import (
    Interval,
    Segment,
    Sweep,
    stability_interval,
    weight_sweep,
    winner_segments,
)

__all__ = [
    "Bar",
    "Change",
    "Flip",
    "Interval",
    "Omission",
    "Segment",
    "Sweep",
    "critical_change",
    "leave_one_out",
    "most_critical",
    "nearest_flip",
    "segment_shares",
    "stability_interval",
    "tornado",
    "weight_sweep",
    "winner_segments",
    "winning_share",
]
