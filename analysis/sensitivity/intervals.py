"""Over which stretch of each single weight is each alternative the best?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, shares, table

FEW = 8000  # comparisons of two alternatives on one criterion
PARALLEL = 1e-200


@dataclass(frozen=True)
class WinningIntervals:
    """Stretch of the weight of criterion j on which alternative i is best: `low` to `high`, both (m, n).

    In shares of 1; `low` is above `high` where i is never best.
    """

    low: Floats
    high: Floats


def winning_intervals(values: ArrayLike, weights: ArrayLike) -> WinningIntervals:
    """Return for every criterion who is best at which weight, the others keeping their proportions.

    ``U_i(t) = A_i + t (v_ij - A_i)`` with ``A_i = (U_i - w_j v_ij)/(1 - w_j)``: straight lines, so each
    is highest between its crossings with the others. In small tables all pairs are compared; in larger
    ones the upper line is followed from 0 to 1. A weight of 1 leaves the others equal shares.

    Parameters
    ----------
    values : array, shape (m, n)
        Larger is better.
    weights : array, shape (n,)

    Example
    -------
    >>> found = winning_intervals([[100, 20], [0, 100]], [0.5, 0.5])
    >>> found.low.round(4).tolist(), found.high.round(4).tolist()
    ([[0.4444, 0.0], [0.0, 0.5556]], [[1.0, 0.5556], [0.4444, 1.0]])

    References
    ----------
    UK DCLG 2009, Multi-criteria analysis: a manual, sensitivity analysis.
    """
    array = table("values", values, gaps=False)
    share = shares("weights", weights, length=array.shape[1])
    start = _at_zero(array, share)
    if len(array) * array.size <= FEW:
        return WinningIntervals(*_by_pairs(start, array - start))
    return WinningIntervals(*_with_twins(array, *_along_the_top(start, array - start)))


def _at_zero(values: Floats, share: Floats) -> Floats:
    if share.size == 1:
        return values
    left = 1.0 - share
    rest = (values @ share)[:, None] - values * share
    if left.min() > 1e-12:
        return rest / left
    # At a weight of 1 the others have no proportions: their mean stands for them.
    others = (values.sum(axis=1, keepdims=True) - values) / (share.size - 1)
    return np.where(left > 1e-12, rest / np.maximum(left, 1e-12), others)


def _by_pairs(start: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """Return the last crossing from below and the first from above of every line, shape (m, n) each."""
    behind = start[:, None] - start
    gain = slope - slope[:, None]
    gain += PARALLEL  # who is behind and never gains would lead far beyond 1
    crossing = behind / gain
    gains = gain > 0
    return np.where(gains, crossing, 0.0).max(axis=0), np.where(gains, 1.0, crossing).min(axis=0)


def _along_the_top(start: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """Follow the upper line of every criterion at once: the next to lead is the first to catch up."""
    low, high = np.ones_like(start), np.zeros_like(start)
    gain, behind = np.empty_like(start), np.empty_like(start)
    columns, t = np.arange(start.shape[1]), np.zeros(start.shape[1])
    leader = np.where(start == start.max(axis=0), slope, -np.inf).argmax(axis=0)
    while True:
        own = leader, columns
        np.maximum(np.subtract(slope, slope[own], out=gain), 0.0, out=gain)
        np.subtract(start[own], start, out=behind)
        behind += PARALLEL  # the leader itself is not behind
        earliness = np.divide(gain, behind, out=gain)
        following = earliness.argmax(axis=0)
        until = 1.0 / np.maximum(earliness[following, columns], 1.0)
        low[own], high[own] = t, until
        goes_on = until < 1.0
        if not goes_on.any():
            break
        leader, t = np.where(goes_on, following, leader), np.where(goes_on, until, t)
    return low, high


def _with_twins(values: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Give equal alternatives the same intervals."""
    kinds: dict[bytes, list[int]] = {}
    for i, own in enumerate(values):
        kinds.setdefault(own.tobytes(), []).append(i)
    for same in kinds.values():
        if len(same) > 1:
            low[same], high[same] = low[same].min(axis=0), high[same].max(axis=0)
    return low, high
