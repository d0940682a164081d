"""Which is the smallest change of all weights together that makes another alternative first?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import choice
from analysis.arrays import TIE, Floats, labels, settle, shares, table

HALVINGS = 60
ROUNDS = 50

Moves = tuple[Floats, Floats]


@dataclass(frozen=True)
class Flip:
    """A distance of weights at which a rival ties with the winner, and the weights there (n,).

    `distance` is infinite and `weights` None when the rival cannot reach it. For "l1" half the
    distance is the weight mass that moves; for "relative" it is the share of itself by which every
    weight may change. `rival` is its place from 0, `name` its name.
    """

    rival: int
    distance: float
    weights: Floats | None
    name: str = ""


def nearest_flip(
    values: ArrayLike, weights: ArrayLike, *, norm: str = "l1", alternatives: Sequence[str] | None = None
) -> list[Flip]:
    """Return, for every rival, the smallest change of the weights at which it ties, nearest first.

    Minimise ``||w' - w||`` with ``sum w' = 1``, ``w' >= 0``, ``U_rival(w') >= U_winner(w')``. Let
    d = v_rival - v_winner. "l1": move mass from the smallest d to the largest, as in filling a
    knapsack. "linf": every weight moves by at most t, found by halving. "l2": projection on the weights
    that stay positive. "relative": every weight moves by at most a share t of itself,
    ``t = -d @ w / sum w |d - median|`` with the median weighted by w; impossible when t > 1.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    norm : {"l1", "l2", "linf", "relative"}
    alternatives : sequence of str, length m, optional
        By default A1, A2, ...

    Returns
    -------
    list of Flip
        Empty with one alternative. Only the rival and the winner are compared: at a flip a third
        alternative may be ahead of both, then it has a nearer flip of its own.

    Example
    -------
    >>> round(nearest_flip([[60, 50], [40, 60]], [0.6, 0.4])[0].distance, 4)
    0.5333

    References
    ----------
    Linear programming form: Tervonen & Figueira 2008; greedy solution of a fractional knapsack.
    """
    choice("norm", norm, SOLVERS)
    array = table("values", values, gaps=False)
    share = shares("weights", weights, length=array.shape[1])
    codes = labels(alternatives, len(array))
    # Settled, or the last bit would choose among those who tie.
    winner = int(np.argmax(settle(array @ share)))
    rivals = [i for i in range(len(array)) if i != winner]
    if not rivals:
        return []
    d = array.take(rivals, axis=0) - array[winner]
    distance, moved = SOLVERS[norm](share, d, np.maximum(-(d @ share), 0.0))
    distance[np.isnan(moved[:, 0])] = np.inf
    found = [
        Flip(rival, length, new if length < np.inf else None, codes[rival])
        for rival, length, new in zip(rivals, distance.tolist(), moved, strict=True)
    ]
    return sorted(found, key=lambda flip: (flip.distance, flip.rival))


def _l1(share: Floats, d: Floats, gap: Floats) -> Moves:
    order = d.argsort(axis=1)
    rows = np.arange(len(d))
    flat = order + (d.shape[1] * rows)[:, None]
    rising, mass = d.take(flat), share.take(order)
    # Weight is taken from where the rival is worst, in that order, and given to where it is best.
    gain = rising[:, -1:] - rising
    is_taken = (np.cumsum(gain * mass, axis=1) < gap[:, None]) & (gain > 0)
    taken = mass * is_taken
    last = np.minimum(is_taken.sum(axis=1), d.shape[1] - 1)
    step, missing = gain[rows, last], gap - (gain * taken).sum(axis=1)
    taken[rows, last] = np.minimum(missing / np.where(step > 0, step, np.inf), mass[rows, last])
    total = taken.sum(axis=1)
    mass -= taken
    mass[:, -1] += total
    moved = np.empty_like(d)
    moved.put(flat, mass)
    moved[(rising[:, -1] < 0) & (gap > TIE)] = np.nan
    return 2.0 * total, moved


def _linf(share: Floats, d: Floats, gap: Floats) -> Moves:
    """Halve the bound t: within it the best for the rival fills the largest d first."""
    order = np.argsort(-d, axis=1)
    rows = np.arange(len(d))[:, None]
    falling, now = d[rows, order], share[order]
    low, high = np.zeros(len(d)), np.where(gap > TIE, 1.0, 0.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_enough = (falling * _filled(now, middle[:, None])).sum(axis=1) >= 0
        low, high = np.where(is_enough, low, middle), np.where(is_enough, middle, high)
    moved = np.empty_like(d)
    moved[rows, order] = _filled(now, high[:, None])
    moved[(falling[:, 0] < 0) & (gap > TIE)] = np.nan
    return np.abs(moved - share).max(axis=1), moved


def _filled(now: Floats, bound: Floats) -> Floats:
    least = np.maximum(now - bound, 0.0)
    room = np.minimum(now + bound, 1.0) - least
    left = 1.0 - least.sum(axis=1, keepdims=True)
    return least + np.clip(left - (np.cumsum(room, axis=1) - room), 0.0, room)


def _l2(share: Floats, d: Floats, gap: Floats) -> Moves:
    moved = np.stack([share if own <= TIE else _projected(share, row) for row, own in zip(d, gap, strict=True)])
    return np.sqrt(((moved - share) ** 2).sum(axis=1)), moved


def _projected(share: Floats, d: Floats) -> Floats:
    """Solve ``w' = max(w + a + b d, 0)`` for ``sum w' = 1, d @ w' = 0``: which stay positive, round by round."""
    if d.max() < 0:
        return np.full_like(share, np.nan)
    if d.max() == 0:
        equal = d == 0
        return np.where(equal, share + (1.0 - share[equal].sum()) / equal.sum(), 0.0)
    free = np.ones(share.size, dtype=bool)
    for _ in range(ROUNDS):
        one, own = d[free], share[free]
        square = float(one @ one)
        spread = one.size * square - float(one.sum()) ** 2
        missing, behind = 1.0 - own.sum(), -(one @ own)
        # What is left is alike: both conditions cannot be met.
        if spread <= 1e-15 * max(square, 1e-300):
            break
        a = (square * missing - one.sum() * behind) / spread
        b = (one.size * behind - one.sum() * missing) / spread
        found = share + a + b * d
        stays = found > 0
        if np.array_equal(stays, free):
            return np.where(free, found, 0.0)
        free = stays
    return _halved(share, d)


def _halved(share: Floats, d: Floats) -> Floats:
    """Find b by halving where the rounds turn in a circle: ``d @ w'`` never falls with b."""
    low, high = 0.0, 1.0
    while d @ _on_simplex(share + high * d) < 0:
        high *= 2.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if d @ _on_simplex(share + middle * d) < 0 else (low, middle)
    return _on_simplex(share + high * d)


def _on_simplex(numbers: Floats) -> Floats:
    """Return the nearest weights: subtract the same from all that stay positive."""
    falling = np.sort(numbers)[::-1]
    over = (np.cumsum(falling) - 1.0) / np.arange(1, falling.size + 1)
    return np.maximum(numbers - over[np.flatnonzero(falling > over)[-1]], 0.0)


def _relative(share: Floats, d: Floats, gap: Floats) -> Moves:
    order = np.argsort(d, axis=1)
    rows = np.arange(len(d))[:, None]
    # A half that rounding has left a bit short is a half.
    half = (np.cumsum(share[order], axis=1) < 0.5 - 1e-15).sum(axis=1)
    median = d[rows[:, 0], order[rows[:, 0], half]]
    reach = np.abs(d - median[:, None]) @ share
    t = np.divide(gap, reach, out=np.where(gap > TIE, np.inf, 0.0), where=reach > 0)
    with np.errstate(invalid="ignore"):
        moved = share * (1.0 + t[:, None] * np.sign(d - median[:, None]))
    middle = share * (d == median[:, None])
    moved += middle * ((1.0 - moved.sum(axis=1)) / middle.sum(axis=1))[:, None]
    moved[t > 1.0 + 1e-12] = np.nan
    return t, moved


SOLVERS: dict[str, Callable[[Floats, Floats, Floats], Moves]] = {
    "l1": _l1,
    "l2": _l2,
    "linf": _linf,
    "relative": _relative,
}
