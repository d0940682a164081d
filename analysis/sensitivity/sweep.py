"""How far may one weight move before another alternative leads?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import one_of_kind, sequence
from analysis.arrays import TIE, Floats, number, place, settle, vector, whole

CHUNK = 512  # weights at which all totals are looked at together


@dataclass(frozen=True)
class Segment:
    """A stretch of a weight, in shares of 1, on which one alternative (an index) leads."""

    start: float
    end: float
    winner: int


@dataclass(frozen=True)
class Interval:
    """How far a weight may move, in shares of 1, and who leads beyond each end (None: nobody else).

    `is_tie`: several lead at the present weight, and the interval has no length; the winners are those
    who lead just below and just above.
    """

    low: float
    high: float
    low_winner: int | None
    high_winner: int | None
    is_tie: bool


@dataclass(frozen=True)
class Sweep:
    """Totals while one weight t moves over 0 to 1 and the others keep their proportions.

    ``U_i(t) = t node_i + (1 - t) rest_i``.
    """

    node: Floats
    rest: Floats

    def at(self, t: float) -> Floats:
        """Return the totals at a weight t, shape (m,)."""
        return t * self.node + (1.0 - t) * self.rest

    def leader(self, t: float) -> int:
        """Return the first of the leading alternatives at a weight t."""
        totals = self.at(t)
        return int(np.argmax(totals >= totals.max() - TIE))

    def is_tied(self, t: float) -> bool:
        """Whether several alternatives lead at a weight t."""
        totals = self.at(t)
        return bool(np.count_nonzero(totals >= totals.max() - TIE) > 1)


def weight_sweep(node: ArrayLike, totals: ArrayLike, weight: float, *, others: ArrayLike | None = None) -> Sweep:
    """Return the lines of the totals over one weight.

    ``rest_i = (U_i - w v_i)/(1 - w)``. With ``w = 1`` nothing else has weight; then the others
    share equally, as given by `others`.

    Parameters
    ----------
    node : array, shape (m,)
        Value of the criterion or category, 0 to 100.
    totals : array, shape (m,)
        Totals at the present weights.
    weight : float
        Its present weight, 0 to 1.
    others : array, shape (m,), optional
        Mean value of everything else; needed for a weight of 1.

    Example
    -------
    >>> weight_sweep([100, 0], [60, 50], 0.5).rest.tolist()
    [20.0, 100.0]

    References
    ----------
    UK DCLG 2009, Multi-criteria analysis: a manual, sensitivity analysis.
    """
    values = vector("node", node, gaps=False)
    sums = vector("totals", totals, length=values.size, gaps=False)
    now = number("weight", weight, least=0.0, most=1.0)
    rest = values if others is None else vector("others", others, length=values.size, gaps=False)
    if now < 1 - 1e-12:
        return Sweep(values, settle((sums - now * values) / (1.0 - now)))
    if others is None:
        raise ValueError(f"others: expected the mean of everything else in shape {values.shape} for a weight of 1")
    return Sweep(values, rest)


def winner_segments(sweep: Sweep) -> list[Segment]:
    """Return who leads over the whole range 0 to 1, exactly, in order.

    The ends are crossings of two lines: ``t = d_rest/(d_rest - d_node)`` with ``d`` the difference
    of the two alternatives.

    Parameters
    ----------
    sweep : Sweep
        As `weight_sweep` gives it.

    Returns
    -------
    list of Segment
        From 0 to 1 without gaps, neighbours with different winners.

    Example
    -------
    >>> winner_segments(Sweep(np.array([100.0, 0.0]), np.array([20.0, 100.0])))
    [Segment(start=0.0, end=0.4444444444444444, winner=1), Segment(start=0.4444444444444444, end=1.0, winner=0)]
    """
    one_of_kind("sweep", sweep, Sweep)
    ends = np.concatenate([[0.0], _crossings(sweep), [1.0]])
    # Between two crossings nobody overtakes: the middle tells who leads all along.
    middles = (ends[:-1] + ends[1:]) / 2
    winners = np.concatenate([_winners(sweep, middles[at : at + CHUNK]) for at in range(0, middles.size, CHUNK)])
    starts = np.flatnonzero(np.diff(winners, prepend=-1))
    bounds = [*ends[starts].tolist(), 1.0]
    return [Segment(*own) for own in zip(bounds[:-1], bounds[1:], winners[starts].tolist(), strict=True)]


def segment_shares(segments: Sequence[Segment], count: int) -> Floats:
    """Return the share of the range of one weight that each alternative wins, shape (count,).

    Parameters
    ----------
    segments : sequence of Segment
    count : int
        Number of alternatives.

    Example
    -------
    >>> segment_shares([Segment(0, 0.25, 1), Segment(0.25, 1, 0)], 2).tolist()
    [0.75, 0.25]
    """
    found = np.zeros(whole("count", count, least=1))
    for segment in sequence("segments", segments):
        found[place("segments", one_of_kind("segments", segment, Segment).winner, count=count)] += (
            segment.end - segment.start
        )
    return found


def stability_interval(sweep: Sweep, weight: float) -> Interval:
    """Return how far the weight may move while the leader at that weight stays first.

    A tie at the present weight gives an interval of length 0. An end at 0 or 1 has no successor.

    Parameters
    ----------
    sweep : Sweep
    weight : float
        The present weight, 0 to 1.

    Example
    -------
    >>> stability_interval(Sweep(np.array([100.0, 0.0]), np.array([20.0, 100.0])), 0.5)
    Interval(low=0.4444444444444444, high=1.0, low_winner=1, high_winner=None, is_tie=False)
    """
    one_of_kind("sweep", sweep, Sweep)
    number("weight", weight, least=0.0, most=1.0)
    leader, segments = sweep.leader(weight), winner_segments(sweep)
    own = [i for i, s in enumerate(segments) if s.winner == leader and s.start - TIE <= weight <= s.end + TIE]
    if sweep.is_tied(weight) or not own:
        below = next((s.winner for s in reversed(segments) if s.start < weight), None)
        above = next((s.winner for s in segments if s.end > weight), None)
        return Interval(weight, weight, below, above, True)
    low, high = own[0], own[-1]
    return Interval(
        low=segments[low].start,
        high=segments[high].end,
        low_winner=segments[low - 1].winner if low > 0 else None,
        high_winner=segments[high + 1].winner if high + 1 < len(segments) else None,
        is_tie=False,
    )


def _winners(sweep: Sweep, weights: Floats) -> NDArray[np.intp]:
    """Return the first of the leading alternatives at each weight; all crossings at once would be cubic."""
    totals = sweep.node[:, None] * weights + sweep.rest[:, None] * (1.0 - weights)
    return np.argmax(totals >= totals.max(axis=0) - TIE, axis=0)


def _crossings(sweep: Sweep) -> Floats:
    a, b = np.triu_indices(sweep.node.size, 1)
    rest = sweep.rest[a] - sweep.rest[b]
    slope = rest - (sweep.node[a] - sweep.node[b])
    crossing = np.abs(slope) > 1e-12  # parallel lines cross nowhere
    t = rest[crossing] / slope[crossing]
    inside = np.unique(t[(t > TIE) & (t < 1 - TIE)])
    # Crossings nearer to each other than that are one.
    return inside[np.diff(inside, prepend=-1.0) > TIE]
