"""Which draws end in a tie, and how do those who tie share their places?"""

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.robustness.lattice import Draws

NEAR = 2.5e-7  # of the largest total: two steps of a single-precision number
PROBE, CHANCE = 8, 4
CHUNK = 256  # draws at a time
MOST = 32  # alternatives of which so many draws are compared at once


def tolerance(totals: Draws) -> float:
    """Return the difference of two totals that rounding can make."""
    return NEAR * float(np.abs(totals[:, ::PROBE]).max())


def ties_occur(totals: Draws, near: float) -> bool:
    """Return whether ties are no accident: one draw in 8 is looked at, and less than four ties are chance."""
    return int(np.count_nonzero(tied_draws(totals[:, ::PROBE], near))) >= CHANCE


def tied_draws(totals: Draws, near: float) -> NDArray[np.bool_]:
    """Return which draws hold a tie, shape (size,)."""
    rising = np.ascontiguousarray(totals.T)
    rising.sort(axis=1)
    return np.asarray((rising[:, 1:] - rising[:, :-1] <= near).any(axis=1))


def shared_places(totals: Draws, near: float) -> tuple[Floats, Floats]:
    """Return counts of places and of wins, (m, m) each, where those who tie share equally."""
    m, size = totals.shape
    places, wins = np.zeros((m, m)), np.zeros((m, m))
    # All pairs of each draw are held at once: the more alternatives, the fewer draws.
    chunk = max(1, CHUNK * MOST**2 // max(m, MOST) ** 2)
    for start in range(0, size, chunk):
        part = totals[:, start : start + chunk].astype(float)
        order = np.argsort(-part, axis=0, kind="stable")
        falls = np.diff(np.take_along_axis(part, order, axis=0), axis=0) < -near
        group = np.vstack([np.zeros((1, part.shape[1]), dtype=bool), falls]).cumsum(axis=0)
        same = group[:, None] == group
        for who, shares in zip(order, same / same.sum(axis=1, keepdims=True), strict=True):
            np.add.at(places, who, shares.T)
        lead = part[:, None] - part
        wins += (lead > near).sum(axis=2) + 0.5 * (np.abs(lead) <= near).sum(axis=2)
    return places, wins
