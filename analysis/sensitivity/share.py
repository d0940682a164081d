"""What share of all possible weights makes each alternative first, exactly?"""

from collections.abc import Sequence
from itertools import combinations
from math import comb, factorial

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, table
from analysis.sensitivity.sweep import Segment

MOST_SETS = 200_000


def segment_shares(segments: Sequence[Segment], count: int) -> Floats:
    """Return the share of the range of one weight that each alternative wins, shape (count,).

    Example
    -------
    >>> segment_shares([Segment(0, 0.25, 1), Segment(0.25, 1, 0)], 2).tolist()
    [0.75, 0.25]
    """
    found = np.zeros(count)
    for segment in segments:
        found[segment.winner] += segment.end - segment.start
    return found


def winning_share(values: ArrayLike) -> Floats:
    """Return the exact share of the weight simplex in which each alternative is first.

    The region of i is ``{w >= 0, sum w = 1, (v_i - v_k) @ w >= 0}``. Its volume is summed over its
    vertices (Lawrence): ``sum_v (c @ v)^d / (d! |det A_v| prod gamma)`` with ``A_v' gamma = c`` and
    any c that is constant on no edge. Values are moved by 10^-7 of their range first, so that no
    vertex lies on more edges than it has dimensions; shares are exact to about 10^-6. For few
    criteria (about 8); sample beyond.

    Parameters
    ----------
    values : array, shape (m, n)
        Different rows; larger is better.

    Returns
    -------
    array, shape (m,)
        Sums to 1; equal rows share.

    Raises
    ------
    ValueError
        More active sets than 200 000, or shares that do not sum to 1: sample instead.

    Example
    -------
    >>> winning_share([[0.9, 0.2], [0.5, 0.7]]).round(6).tolist()
    [0.444444, 0.555556]

    References
    ----------
    Lawrence 1991, Mathematics of Computation 57; Lahdelma & Salminen 2001 on rank acceptability.
    """
    array = table("values", values)
    distinct, twin = np.unique(array, axis=0, return_inverse=True)
    m, n = distinct.shape
    if comb(n + m - 1, n - 1) > MOST_SETS:
        raise ValueError(f"values: too many active sets for an exact share in shape {array.shape}")
    if n == 1:
        return (array[:, 0] == array.max()) / np.sum(array[:, 0] == array.max())
    volumes = factorial(n - 1) * np.array([_region(_moved(distinct), i) for i in range(m)])
    if abs(volumes.sum() - 1.0) > 1e-5:
        raise ValueError(f"values: the exact shares sum to {volumes.sum():.6f} in shape {array.shape}")
    found = volumes / volumes.sum()
    return found[twin] / np.bincount(twin)[twin]


def _moved(values: Floats) -> Floats:
    places = np.arange(values.size).reshape(values.shape)
    return values + 1e-7 * np.ptp(values) * np.sin(1.0 + places * np.sqrt(3.0))


def _region(values: Floats, i: int) -> float:
    """Return the volume of one region, with the last weight replaced by 1 minus the others."""
    n = values.shape[1]
    losses = np.delete(values, i, axis=0) - values[i]
    full = np.vstack([-np.eye(n), losses])
    a = full[:, :-1] - full[:, -1:]
    b = -full[:, -1]
    sets = np.array(list(combinations(range(len(a)), n - 1)))
    parts = a[sets]
    determinant = np.abs(np.linalg.det(parts))
    regular = determinant > 1e-12
    sets, parts, determinant = sets[regular], parts[regular], determinant[regular]
    vertices = np.linalg.solve(parts, b[sets][:, :, None])[:, :, 0]
    inside = np.all(vertices @ a.T <= b + 1e-11 * np.abs(a).max(), axis=1)
    if not inside.any():
        return 0.0
    return _lawrence(vertices[inside], parts[inside], determinant[inside])


def _lawrence(vertices: Floats, parts: Floats, determinant: Floats) -> float:
    d = vertices.shape[1]
    direction = np.cos(1.0 + np.arange(d) * np.sqrt(2.0)) + 1.5
    gamma = np.linalg.solve(np.swapaxes(parts, 1, 2), np.broadcast_to(direction, vertices.shape)[:, :, None])[:, :, 0]
    terms = (vertices @ direction) ** d / (factorial(d) * determinant * np.prod(gamma, axis=1))
    return max(0.0, float(terms.sum()))
