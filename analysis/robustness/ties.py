"""Which draws end in a tie, and how do those who tie share their places?"""

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.robustness.lattice import Draws

NEAR = 2.5e-7  # of the largest total: two steps of a single-precision number
PROBE = 32
CHUNK = 256


def tolerance(totals: Draws) -> float:
    """Return the difference of two totals that rounding can make."""
    return NEAR * max(float(totals.max()), -float(totals.min()))


def tied_draws(totals: Draws, near: float) -> NDArray[np.bool_] | None:
    """Return which draws hold a tie, shape (size,); None when one in 32, looked at first, shows no tie."""
    if not _tied(totals[:, ::PROBE], near).any():
        return None
    return _tied(totals, near)


def _tied(totals: Draws, near: float) -> NDArray[np.bool_]:
    rising = np.sort(np.ascontiguousarray(totals.T), axis=1)
    return np.asarray((np.diff(rising, axis=1) <= near).any(axis=1))


def shared_places(totals: Draws, near: float) -> tuple[Floats, Floats]:
    """Return counts of places and of wins, (m, m) each, where those who tie share equally."""
    m, size = totals.shape
    places, wins = np.zeros((m, m)), np.zeros((m, m))
    for start in range(0, size, CHUNK):
        part = totals[:, start : start + CHUNK].astype(float)
        order = np.argsort(-part, axis=0, kind="stable")
        falls = np.diff(np.take_along_axis(part, order, axis=0), axis=0) < -near
        group = np.vstack([np.zeros((1, part.shape[1]), dtype=bool), falls]).cumsum(axis=0)
        same = group[:, None] == group
        for who, shares in zip(order, same / same.sum(axis=1, keepdims=True), strict=True):
            np.add.at(places, who, shares.T)
        lead = part[:, None] - part
        wins += (lead > near).sum(axis=2) + 0.5 * (np.abs(lead) <= near).sum(axis=2)
    return places, wins
