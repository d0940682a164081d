"""Who moves the winning margin, and does leaving somebody out change the winner?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import generator
from analysis.arrays import TIE, Floats, numbers, shares, vector, whole

EXACT = 12  # 4,096 coalitions
PERMUTATIONS = 2_000


@dataclass(frozen=True)
class Influence:
    """Influence of players (evaluators, departments or sources) on the margin of the winner.

    `margin`: lead of `winner` over `rival` (indices), in value points. `shapley` (p,) sums to it, with
    `standard_error` (p,), 0 when exact. `margin_without` (p,) and `winner_without` (p,) when one player
    is left out; `changes_winner` (p,).
    """

    players: tuple[str, ...]
    winner: int
    rival: int
    margin: float
    shapley: Floats
    standard_error: Floats
    margin_without: Floats
    winner_without: NDArray[np.int64]
    changes_winner: NDArray[np.bool_]
    is_exact: bool


def influence(
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    players: Sequence[str] | None = None,
    scale: tuple[float, float] = (0.0, 10.0),
    rng: np.random.Generator | None = None,
    samples: int = PERMUTATIONS,
) -> Influence:
    """Return how much each evaluator, department or source adds to the lead of the winner.

    A coalition's cell is the mean of its members who scored it, else the middle of the scale; totals
    are ``100 (sum_j w_j s_ij - low)/(high - low)``; the worth of a coalition is the lead of the winner
    over the runner-up of the whole committee, 0 for nobody. Shapley value: mean over all orders of
    joining of what a player adds. Exact to 12 players, above that from random orders.

    Parameters
    ----------
    scores : array, shape (k, m, n)
        Scores of k evaluators for m alternatives on n criteria, NaN: not scored.
    weights : array, shape (n,)
        Non-negative; divided by their sum.
    players : sequence of str, length k, optional
        Who each row belongs to: equal names join and leave together (a department, a source). By
        default every row is a player of its own.
    scale : (float, float)
        Lowest and highest score.
    rng : numpy.random.Generator, optional
        Needed above 12 players.
    samples : int
        Random orders above 12 players.

    Returns
    -------
    Influence

    Raises
    ------
    ValueError
        Scores of another shape, fewer than two alternatives, more than 12 players without `rng`.

    Example
    -------
    >>> found = influence([[[9], [5]], [[6], [8]]], [1], players=["eva", "bo"])
    >>> found.margin, found.shapley.tolist(), found.changes_winner.tolist()
    (10.0, [35.0, -25.0], [True, False])

    References
    ----------
    Shapley 1953, A value for n-person games; Castro, Gomez & Tejada 2009 on sampling it.
    """
    x = numbers("scores", scores)
    if x.ndim != 3 or x.shape[1] < 2 or x.size == 0:
        raise ValueError(f"scores: expected shape (k, m, n) with m of at least 2, got {x.shape}")
    share = shares("weights", weights, length=x.shape[2])
    codes, rows = _players(players, len(x))
    game = _Game(x, share, rows, scale=scale)
    value, error = _shapley(game.lead, len(codes), rng, samples=samples)
    without = np.array([game.totals(game.everybody & (np.arange(len(codes)) != i)) for i in range(len(codes))])
    return Influence(
        players=codes,
        winner=game.winner,
        rival=game.rival,
        margin=game.lead(game.everybody),
        shapley=value,
        standard_error=error,
        margin_without=without[:, game.winner] - without[:, game.rival],
        winner_without=without.argmax(axis=1),
        changes_winner=without[:, game.winner] < without.max(axis=1) - TIE,
        is_exact=len(codes) <= EXACT,
    )


class _Game:
    """Totals of every coalition: with the sums and counts of each player's scores, its mean is one addition."""

    def __init__(self, x: Floats, share: Floats, rows: NDArray[np.int64], *, scale: tuple[float, float]) -> None:
        self.low, high = vector("scale", scale, length=2, gaps=False).tolist()
        if not self.low < high:
            raise ValueError(f"scale: expected low < high, got {scale}")
        self.share, self.points, self.middle = share, 100.0 / (high - self.low), (self.low + high) / 2
        member = (np.arange(rows.max() + 1)[:, None] == rows).astype(float)
        known = ~np.isnan(x)
        self.sums = np.tensordot(member, np.where(known, x, 0.0), axes=1)
        self.counts = np.tensordot(member, known.astype(float), axes=1)
        self.everybody = np.ones(len(member), dtype=bool)
        self.winner, self.rival = (int(i) for i in np.argsort(-self.totals(self.everybody), kind="stable")[:2])

    def totals(self, member: NDArray[np.bool_]) -> Floats:
        """Return the totals when only these players score, shape (m,)."""
        total, count = self.sums[member].sum(axis=0), self.counts[member].sum(axis=0)
        # What nobody of a coalition has scored lies in the middle of the scale.
        cells = np.divide(total, count, out=np.full_like(total, self.middle), where=count > 0)
        return np.asarray(self.points * (cells @ self.share - self.low))

    def lead(self, member: NDArray[np.bool_]) -> float:
        """Return the lead of the winner over the runner-up of the whole committee."""
        found = self.totals(member)
        return float(found[self.winner] - found[self.rival])


def _players(players: Sequence[str] | None, rows: int) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    given = [f"P{i + 1}" for i in range(rows)] if players is None else players
    if not isinstance(given, Sequence | np.ndarray) or len(given) != rows:
        raise ValueError(f"players: expected names of shape ({rows},), got {given!r}")
    codes = tuple(dict.fromkeys(str(name) for name in given))
    return codes, np.array([codes.index(str(name)) for name in given], dtype=np.int64)


def _shapley(
    lead: Callable[[NDArray[np.bool_]], float], count: int, rng: np.random.Generator | None, *, samples: int
) -> tuple[Floats, Floats]:
    orders = whole("samples", samples, least=2)
    if rng is not None or count > EXACT:
        generator("rng", rng)
    if rng is None or count <= EXACT:
        return _exact(lead, count), np.zeros(count)
    added = np.zeros((orders, count))
    for row in added:
        member, before = np.zeros(count, dtype=bool), 0.0
        for i in rng.permutation(count):
            member[i] = True
            after = lead(member)
            row[i], before = after - before, after
    return added.mean(axis=0), added.std(axis=0, ddof=1) / np.sqrt(samples)


def _exact(lead: Callable[[NDArray[np.bool_]], float], count: int) -> Floats:
    """Weigh what a player adds to every coalition of s others by ``s! (p - s - 1)! / p!``."""
    bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
    worth = np.array([lead(member) if member.any() else 0.0 for member in bits.astype(bool)])
    size = bits.sum(axis=1)
    weight = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    found = np.zeros(count)
    for i in range(count):
        outside = np.flatnonzero(bits[:, i] == 0)
        # The same coalitions with this player: its bit is set.
        found[i] = weight[size[outside]] @ (worth[outside | 1 << i] - worth[outside])
    return found
