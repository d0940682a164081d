"""Which change of one single score makes another alternative tie with the first?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, shares, table, vector


@dataclass(frozen=True)
class ScoreChanges:
    """Smallest changes of one value at which the `leader` (an index) ties with somebody.

    `raised` (m, n): points that alternative i must gain on criterion k, NaN for the leader and without
    weight. `lowered` (n,): points that the leader must lose on k for the best of the others to tie.
    `is_possible` (m, n) and `can_be_lowered` (n,): the value stays on the scale. `nearest`: alternative
    and criterion of the smallest possible change, the leader's own row when it is a loss; None: there
    is none.
    """

    leader: int
    raised: Floats
    lowered: Floats
    is_possible: NDArray[np.bool_]
    can_be_lowered: NDArray[np.bool_]
    nearest: tuple[int, int] | None


def score_changes(values: ArrayLike, weights: ArrayLike, *, scale: tuple[float, float] = (0.0, 100.0)) -> ScoreChanges:
    """Return by how much one value must change, all else as it is: ``(U_leader - U_i)/w_k``.

    Parameters
    ----------
    values : array, shape (m, n)
        Larger is better.
    weights : array, shape (n,)
        Non-negative; divided by their sum.
    scale : (float, float)
        Least and greatest value.

    Returns
    -------
    ScoreChanges
        A tie at the top needs a change of 0; one alternative alone has none.

    Raises
    ------
    ValueError
        A missing value.

    Example
    -------
    >>> found = score_changes([[60, 50], [40, 60]], [0.6, 0.4])
    >>> found.raised.round(4).tolist()[1], found.lowered.round(4).tolist(), found.nearest
    ([13.3333, 20.0], [13.3333, 20.0], (0, 0))

    References
    ----------
    Triantaphyllou & Sanchez 1997, Decision Sciences 28 (sensitivity of the performance of an alternative).
    """
    array = table("values", values, gaps=False)
    share = shares("weights", weights, length=array.shape[1])
    low, high = vector("scale", scale, length=2, gaps=False).tolist()
    if not low < high:
        raise ValueError(f"scale: expected a least and a greatest value, got {scale}")
    totals = array @ share
    leader = int(np.argmax(totals))
    others = np.arange(len(array)) != leader
    gaps = np.where(others, totals[leader] - totals, np.nan)
    raised = np.divide(gaps[:, None], share, out=np.full_like(array, np.nan), where=share > 0)
    lowered = np.min(raised[others], axis=0) if others.any() else np.full_like(share, np.nan)
    is_possible = array + raised <= high + 1e-9
    can_be_lowered = array[leader] - lowered >= low - 1e-9
    sizes = np.where(is_possible, raised, np.inf)
    sizes[leader] = np.where(can_be_lowered, lowered, np.inf)
    place = int(np.argmin(sizes))
    found = (place // share.size, place % share.size) if np.isfinite(sizes.flat[place]) else None
    return ScoreChanges(leader, raised, lowered, is_possible, can_be_lowered, found)
