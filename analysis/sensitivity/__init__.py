"""Which change of weights or scores changes the winner?"""

from analysis.sensitivity.changes import Bar, Change, Omission, critical_change, leave_one_out, most_critical, tornado
from analysis.sensitivity.flip import Flip, nearest_flip
from analysis.sensitivity.intervals import WinningIntervals, winning_intervals
from analysis.sensitivity.scores import ScoreChanges, score_changes
from analysis.sensitivity.sweep import (
    Interval,
    Segment,
    Sweep,
    segment_shares,
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
    "ScoreChanges",
    "Segment",
    "Sweep",
    "WinningIntervals",
    "critical_change",
    "leave_one_out",
    "most_critical",
    "nearest_flip",
    "score_changes",
    "segment_shares",
    "stability_interval",
    "tornado",
    "weight_sweep",
    "winner_segments",
    "winning_intervals",
]
