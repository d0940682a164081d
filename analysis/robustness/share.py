"""What share of all possible weights makes each alternative first, exactly?"""

from collections.abc import Iterator
from itertools import combinations
from math import comb, factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, table

MOST_VERTICES = 200_000
NEAR, TINY = 1e-11, 1e-13  # totals that are one; a determinant that is none
EXACT, ROUGH = 1e-7, 1e-5  # how far the shares may miss 1: as given, and moved
SHIFT = 1e-7  # of the range: no more tie at a vertex than must

Places = NDArray[np.intp]


def winning_share(values: ArrayLike) -> Floats:
    """Return the exact share of the weight simplex in which each alternative is first.

    The region of i is ``{w >= 0, sum w = 1, (v_i - v_k) @ w >= 0}``. Its volume is summed over its
    vertices (Lawrence): ``sum_v (c @ v)^d / (d! |det A_v| prod gamma)`` with ``A_v' gamma = c`` and
    any c that is constant on no edge. A vertex is where k alternatives tie at the top and all but k
    weights are 0: every such choice is solved once for all regions that meet there. Where more tie
    than that, values are moved by 10^-7 of their range and shares are exact to about 10^-6. For few
    criteria or categories (about 8); sample beyond.

    Parameters
    ----------
    values : array, shape (m, n)
        Larger is better; for shares of categories their values, see `analysis.tree.roll_up`.

    Returns
    -------
    array, shape (m,)
        Sums to 1; equal rows share.

    Raises
    ------
    ValueError
        More choices than 200 000, or shares that do not sum to 1: sample instead.

    Example
    -------
    >>> winning_share([[0.9, 0.2], [0.5, 0.7]]).round(6).tolist()
    [0.444444, 0.555556]

    References
    ----------
    Lawrence 1991, Mathematics of Computation 57; Lahdelma & Salminen 2001 on rank acceptability.
    """
    array = table("values", values, gaps=False)
    distinct, twin = np.unique(array, axis=0, return_inverse=True)
    m, n = distinct.shape
    if n == 1:
        return (array[:, 0] == array.max()) / np.sum(array[:, 0] == array.max())
    if comb(n + m, n) > MOST_VERTICES:
        raise ValueError(f"values: too many active sets for an exact share in shape {array.shape}")
    # The shares stay the same, and the tolerances fit.
    distinct = (distinct - distinct.min()) / max(float(np.ptp(distinct)), np.finfo(float).tiny)
    found = _shares(distinct)
    if found is None or abs(found.sum() - 1.0) > EXACT:
        found = _shares(_moved(distinct))
    if found is None or abs(found.sum() - 1.0) > ROUGH:
        raise ValueError(f"values: the exact shares do not sum to 1 in shape {array.shape}")
    found = np.maximum(found, 0.0)
    return (found / found.sum())[twin] / np.bincount(twin)[twin]


def pairwise_share(values: ArrayLike) -> Floats:
    """Return the exact share of the weight simplex in which one alternative beats another, shape (m, m).

    With losses x_j and gains y_h of i against k, all positive, a race:
    ``A_j <- (x_j A_j + y_h A_(j-1))/(x_j + y_h)``, ``A_0 = 0``, others 1, over all gains and losses;
    the last is the share in which i loses. Exact for any number of criteria, all terms positive.

    Parameters
    ----------
    values : array, shape (m, n)

    Returns
    -------
    array, shape (m, m)
        Entry (i, k); 0.5 for equal rows, 0 on the diagonal.

    Example
    -------
    >>> pairwise_share([[0, 1, 1], [1, 0, 0]]).tolist()
    [[0.0, 0.75], [0.25, 0.0]]

    References
    ----------
    Matsunawa 1985, Annals of the Institute of Statistical Mathematics 37, on linear functions of spacings.
    """
    array = table("values", values, gaps=False)
    found = np.zeros((len(array), len(array)))
    for i, k in combinations(range(len(array)), 2):
        found[k, i] = _loses(array[i] - array[k])
        found[i, k] = 1.0 - found[k, i]
    return found


def _loses(difference: Floats) -> float:
    losses, gains = -difference[difference < 0], difference[difference > 0]
    if losses.size == 0 or gains.size == 0:
        return 0.5 * (losses.size == 0) * (gains.size == 0) + float(losses.size > 0)
    ahead = np.ones(losses.size)
    for gain in gains.tolist():
        before = 0.0
        for j, loss in enumerate(losses.tolist()):
            ahead[j] = before = (loss * ahead[j] + gain * before) / (loss + gain)
    return float(ahead[-1])


def _moved(values: Floats) -> Floats:
    places = np.arange(values.size).reshape(values.shape)
    # Irrational steps, so that no two cells are moved alike.
    return values + SHIFT * np.ptp(values) * np.sin(1.0 + places * np.sqrt(3.0))


def _shares(values: Floats) -> Floats | None:
    """Return the shares that the vertices add up to, None when too much ties at one of them."""
    m, n = values.shape
    volumes = np.zeros(m)
    near = NEAR * max(1.0, float(np.abs(values).max()))
    for tied, support, weights in _vertices(values):
        totals = weights @ values.T
        top = np.take_along_axis(totals, tied[:, :1], axis=1)
        is_vertex = np.all(totals <= top + near, axis=1) & np.all(weights >= -NEAR, axis=1)
        ties, used = np.sum(totals >= top - near, axis=1), np.sum(weights > NEAR, axis=1)
        if np.any(is_vertex & ((ties > tied.shape[1]) | (used < tied.shape[1]))):
            return None
        volumes += _volumes(values, tied[is_vertex], support[is_vertex], weights=weights[is_vertex])
    return factorial(n - 1) * volumes


def _vertices(values: Floats) -> Iterator[tuple[Places, Places, Floats]]:
    """Yield every choice of k alternatives and k weights, with the weights at which those tie."""
    m, n = values.shape
    for k in range(1, min(m, n) + 1):
        rows, columns = (np.array(list(combinations(range(size), k)), dtype=np.intp) for size in (m, n))
        tied, support = np.repeat(rows, len(columns), axis=0), np.tile(columns, (len(rows), 1))
        parts = values[tied[:, :, None], support[:, None, :]]
        system = np.concatenate([np.ones((len(tied), 1, k)), parts[:, 1:] - parts[:, :1]], axis=1)
        weights = np.zeros((len(tied), n))
        np.put_along_axis(weights, support, _solved(system), axis=1)
        yield tied, support, weights


def _solved(systems: Floats) -> Floats:
    """Return the solutions for the right side (1, 0, …), NaN where there is not exactly one."""
    count, k = systems.shape[:2]
    target = np.zeros((count, k, 1))
    target[:, 0] = 1.0
    try:
        return np.asarray(np.linalg.solve(systems, target)[:, :, 0], dtype=float)
    # One singular system makes numpy refuse all of them.
    except np.linalg.LinAlgError:
        found = np.full((count, k), np.nan)
        regular = np.abs(np.linalg.det(systems)) > TINY * np.ptp(systems) ** (k - 1)
        found[regular] = np.linalg.solve(systems[regular], target[regular])[:, :, 0]
        return found


def _volumes(values: Floats, tied: Places, support: Places, *, weights: Floats) -> Floats:
    """Return what some vertices add to the volume of the region of each alternative, shape (m,).

    The last weight is 1 minus the others; d = n - 1.
    """
    n, k = values.shape[1], tied.shape[1]
    zero = -np.eye(n)[_absent(support, n)]
    # Lawrence's formula divides by the slope of each edge along it: irrational, so that none is
    # level.
    direction = np.cos(1.0 + np.arange(n - 1) * np.sqrt(2.0)) + 1.5
    heights = (weights[:, :-1] @ direction) ** (n - 1) / factorial(n - 1)
    volumes = np.zeros(len(values))
    for place in range(k):
        own = tied[:, place]
        losses = values[np.delete(tied, place, axis=1)] - values[own][:, None, :]
        full = np.concatenate([zero, losses], axis=1)
        edges = full[:, :, :-1] - full[:, :, -1:]
        target = np.broadcast_to(direction[:, None], (len(own), n - 1, 1))
        gamma = np.linalg.solve(np.swapaxes(edges, 1, 2), target)[:, :, 0]
        np.add.at(volumes, own, heights / (np.abs(np.linalg.det(edges)) * np.prod(gamma, axis=1)))
    return volumes


def _absent(support: Places, n: int) -> Places:
    """Return the weights that are 0, shape (vertices, n - k)."""
    absent = np.ones((len(support), n), dtype=bool)
    np.put_along_axis(absent, support, False, axis=1)
    return np.argsort(~absent, axis=1, kind="stable")[:, : n - support.shape[1]]
