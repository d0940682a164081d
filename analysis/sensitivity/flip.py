"""Which is the smallest change of all weights together that makes another alternative first?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, shares, table

ROUNDS = 200


@dataclass(frozen=True)
class Flip:
    """A distance of weights at which a rival ties with the winner, and the weights there (n,).

    `distance` is infinite and `weights` None when the rival cannot reach it. For "l1" half the
    distance is the weight mass that moves.
    """

    rival: int
    distance: float
    weights: Floats | None


def nearest_flip(values: ArrayLike, weights: ArrayLike, *, norm: str = "l1") -> list[Flip]:
    """Return, for every rival, the smallest change of the weights at which it ties, nearest first.

    Minimise ``||w' - w||`` with ``sum w' = 1``, ``w' >= 0``, ``U_rival(w') >= U_winner(w')``. Let
    d = v_rival - v_winner. "l1": move mass from the smallest d to the largest. "linf": every weight
    moves by at most t, found by bisection. "l2": projection on the active set.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    norm : {"l1", "l2", "linf"}

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
    solvers = {"l1": _l1, "l2": _l2, "linf": _linf}
    if norm not in solvers:
        raise ValueError(f"norm: expected one of {sorted(solvers)}, got {norm!r}")
    array = table("values", values)
    share = shares("weights", weights, length=array.shape[1])
    winner = int(np.argmax(array @ share))
    found = []
    for rival in range(len(array)):
        if rival != winner:
            d = array[rival] - array[winner]
            moved = solvers[norm](share, d) if -d @ share > TIE else share.copy()
            found.append(_flip(rival, share, moved, norm))
    return sorted(found, key=lambda flip: (flip.distance, flip.rival))


def _flip(rival: int, share: Floats, moved: Floats | None, norm: str) -> Flip:
    if moved is None:
        return Flip(rival, float("inf"), None)
    order = {"l1": 1, "l2": 2, "linf": np.inf}[norm]
    return Flip(rival, float(np.linalg.norm(moved - share, ord=order)), moved)


def _l1(share: Floats, d: Floats) -> Floats | None:
    top = int(np.argmax(d))
    if d[top] < 0:
        return None
    moved, gap = share.copy(), float(-d @ share)
    for j in np.argsort(d, kind="stable"):
        gain = d[top] - d[j]
        if gap <= 0 or gain <= 0:
            break
        mass = min(moved[j], gap / gain)
        moved[j] -= mass
        moved[top] += mass
        gap -= mass * gain
    return moved if gap <= TIE else None


def _linf(share: Floats, d: Floats) -> Floats | None:
    """Bisect the bound t: within it the best for the rival fills the largest d first."""
    if d.max() < 0:
        return None
    low, high = 0.0, 1.0
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        low, high = (low, middle) if d @ _filled(share, d, middle) >= 0 else (middle, high)
    return _filled(share, d, high)


def _filled(share: Floats, d: Floats, bound: float) -> Floats:
    moved = np.maximum(share - bound, 0.0)
    room = np.minimum(share + bound, 1.0) - moved
    left = 1.0 - moved.sum()
    for j in np.argsort(-d, kind="stable"):
        step = min(room[j], left)
        moved[j] += step
        left -= step
    return moved


def _l2(share: Floats, d: Floats) -> Floats | None:
    """Project on ``sum = 1, d @ w = 0`` and drop weights that would turn negative, until none does."""
    if d.max() < 0:
        return None
    free = np.ones(share.size, dtype=bool)
    for _ in range(share.size):
        rows = np.stack([np.ones(free.sum()), d[free]])
        target = np.array([1.0, 0.0]) - rows @ share[free]
        step = np.linalg.lstsq(rows, target, rcond=None)[0]
        moved = np.zeros_like(share)
        moved[free] = share[free] + step
        if np.all(moved >= -1e-12):
            return np.maximum(moved, 0.0)
        free &= moved > 0
    return None
