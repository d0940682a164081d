"""How much must one weight, one score or the committee change before the winner does?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, number, place, shares, table, vector


@dataclass(frozen=True)
class Change:
    """Absolute change of one weight at which two alternatives tie; NaN where none is possible.

    `delta` (n,): how much to take from the weight (negative: add); `relative` (n,): delta over the
    weight, in percent.
    """

    delta: Floats
    relative: Floats


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the lead of the first over the second at a low and a high setting."""

    criterion: int
    low: float
    high: float

    @property
    def width(self) -> float:
        """Length of the bar, in points."""
        return abs(self.high - self.low)

    @property
    def crosses_zero(self) -> bool:
        """Whether the lead is lost somewhere on the bar."""
        return min(self.low, self.high) <= 0 <= max(self.low, self.high)


@dataclass(frozen=True)
class Omission:
    """What leaving one out does: its index, the totals without it, and whether the winner changes.

    `winner` is None, and the totals NaN, when nothing that counts is left.
    """

    index: int
    totals: Floats
    winner: int | None
    is_changed: bool


def critical_change(values: ArrayLike, weights: ArrayLike, *, first: int, second: int) -> Change:
    """Return how much each weight must change, the others left as they are, for two alternatives to tie.

    ``delta_k = (U_second - U_first)/(v_second,k - v_first,k)``, possible when ``delta_k <= w_k``;
    relative: ``100 delta_k / w_k`` percent. The weights no longer sum to 1 then: this is the
    published measure; the stability interval rescales the others.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    first, second : int
        Rows of the two alternatives.

    Example
    -------
    >>> critical_change([[60, 50], [40, 60]], [0.6, 0.4], first=0, second=1).relative.round(4).tolist()
    [66.6667, -200.0]

    References
    ----------
    Triantaphyllou & Sanchez 1997, Decision Sciences 28.
    """
    array = table("values", values, gaps=False)
    share = shares("weights", weights, length=array.shape[1])
    rows = [place(name, i, count=len(array)) for name, i in (("first", first), ("second", second))]
    difference = array[rows[1]] - array[rows[0]]
    gap = float(difference @ share)
    delta = np.divide(gap, difference, out=np.full_like(share, np.nan), where=np.abs(difference) > TIE)
    # No weight falls below zero.
    delta = np.where(delta <= share + TIE, delta, np.nan)
    relative = np.divide(100.0 * delta, share, out=np.full_like(share, np.nan), where=share > 0)
    return Change(delta, relative)


def most_critical(values: ArrayLike, weights: ArrayLike, *, pairs: str = "top") -> tuple[int, float] | None:
    """Return the criterion whose relative change is smallest, with that change in percent, None if none is possible.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    pairs : {"top", "any"}
        Only changes of the first place count, or those of any pair.

    Example
    -------
    >>> most_critical([[60, 50], [40, 60]], [0.6, 0.4])[0]
    0
    """
    if pairs not in ("top", "any"):
        raise ValueError(f'pairs: expected "top" or "any", got {pairs!r}')
    array = table("values", values, gaps=False)
    order = np.argsort(-(array @ shares("weights", weights, length=array.shape[1])), kind="stable")
    tops = order[:1] if pairs == "top" else order
    found = [
        (abs(float(relative)), int(criterion), float(relative))
        for place, first in enumerate(tops)
        for second in order[place + 1 :]
        for criterion, relative in enumerate(
            critical_change(array, weights, first=int(first), second=int(second)).relative
        )
        if not np.isnan(relative)
    ]
    return None if not found else (min(found)[1], min(found)[2])


def tornado(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    step: float = 0.20,
) -> list[Bar]:
    """Return the lead of the first over the second while one thing moves, widest bar first.

    Without `low` and `high` each weight moves by -+ `step` of itself and the weights are divided by
    their sum again. With them each criterion's values of both move between the two tables: the
    leader at its low and the second at its high, and the other way round.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    low, high : arrays, shape (m, n), optional
        For example the 10 and 90 percent quantiles of every value.
    step : float
        0 to 1.

    Example
    -------
    >>> [bar.criterion for bar in tornado([[60, 50], [40, 60]], [0.6, 0.4])]
    [0, 1]
    """
    array = table("values", values, gaps=False)
    share = shares("weights", weights, length=array.shape[1])
    by = number("step", step, least=0.0, most=1.0)
    for name, ends, other in (("low", low, high), ("high", high, low)):
        if (ends is None) != (other is None):
            raise ValueError(f"{name}: expected low and high together, each of shape {array.shape}")
        if ends is not None and table(name, ends, gaps=False).shape != array.shape:
            raise ValueError(f"{name}: expected shape {array.shape}, got {np.shape(ends)}")
    if array.shape[0] < 2:
        return []
    first, second = (int(i) for i in np.argsort(-(array @ share), kind="stable")[:2])
    difference = array[first] - array[second]
    if low is None or high is None:
        bars = [_weight_bar(difference, share, j, step=by) for j in range(share.size)]
    else:
        lows, highs = table("low", low), table("high", high)
        worst, best = lows[first] - highs[second], highs[first] - lows[second]
        lead = float(difference @ share)
        moved = [(share * (end - difference)).tolist() for end in (worst, best)]
        bars = [Bar(j, lead + down, lead + up) for j, (down, up) in enumerate(zip(*moved, strict=True))]
    return sorted(bars, key=lambda bar: (-bar.width, bar.criterion))


def _weight_bar(difference: Floats, share: Floats, j: int, *, step: float) -> Bar:
    ends = []
    for factor in (1.0 - step, 1.0 + step):
        moved = share.copy()
        moved[j] *= factor
        ends.append(float(difference @ moved / moved.sum()) if moved.any() else float(difference[j]))
    return Bar(j, *ends)


def leave_one_out(layers: ArrayLike, *, weights: ArrayLike | None = None, names: Sequence[str] = ()) -> list[Omission]:
    """Return what happens to the winner when one evaluator, department or criterion is left out.

    ``U_i`` is the weighted mean over layers: one layer a person (their totals) or a criterion
    (its values); a layer that is NaN for an alternative does not count for it.

    Parameters
    ----------
    layers : array, shape (k, m)
        Totals of m alternatives by each of k members, or values by each of k criteria.
    weights : array, shape (k,), optional
        By default equal.
    names : sequence of str, length k, optional
        Checked against the number of layers.

    Example
    -------
    >>> [omission.is_changed for omission in leave_one_out([[80, 60], [50, 60], [60, 61]])]
    [True, False, False]
    """
    array = table("layers", layers)
    share = np.ones(len(array)) if weights is None else vector("weights", weights, length=len(array), gaps=False)
    if share.min() < 0:
        raise ValueError(f"weights: expected non-negative numbers in shape {share.shape}")
    if not isinstance(names, Sequence | np.ndarray) or len(names) not in (0, len(array)):
        raise ValueError(f"names: expected {len(array)} names, got {names!r}")
    winner = _best(_mean(array, share))
    if winner is None:
        raise ValueError(f"layers: expected a number with weight in shape {array.shape}")
    found = []
    for i in range(len(array)) if len(array) > 1 else ():
        kept = np.arange(len(array)) != i
        totals = _mean(array[kept], share[kept])
        best = _best(totals)
        # `not >=`: a winner that has no total any more has lost it too.
        found.append(Omission(i, totals, best, best is None or not totals[winner] >= totals[best] - TIE))
    return found


def _best(totals: Floats) -> int | None:
    return None if np.isnan(totals).all() else int(np.nanargmax(totals))


def _mean(layers: Floats, weights: Floats) -> Floats:
    known = ~np.isnan(layers)
    total = known.T @ weights
    sums = np.where(known, layers, 0.0).T @ weights
    return np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
