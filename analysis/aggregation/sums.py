"""Which alternative has the largest weighted sum or product?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, competition_ranks, names, shares, table
from analysis.matrix import Ranking

MAX, MIN = "max", "min"


def signs(direction: Sequence[str], length: int) -> Floats:
    """Return +1 for criteria to maximise and -1 for those to minimise.

    Example
    -------
    >>> signs(["max", "min"], 2).tolist()
    [1.0, -1.0]
    """
    if len(direction) != length or not set(direction) <= {MAX, MIN}:
        raise ValueError(f'direction: expected {length} of "max" and "min", got {list(direction)}')
    return np.array([1.0 if word == MAX else -1.0 for word in direction])


def ranked(alternatives: Sequence[str], scores: Floats, *, smaller_is_better: bool = False) -> Ranking:
    """Return scores with places; equal ones share a place."""
    ranks = competition_ranks(scores, smaller_is_better=smaller_is_better)
    return Ranking(names("alternatives", alternatives, length=scores.size), scores, ranks)


def complete(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return the table and the weights divided by their sum; refuse a missing value."""
    array = table("values", values)
    if np.isnan(array).any():
        raise ValueError(f"values: expected no missing value in shape {array.shape}")
    return array, shares("weights", weights, length=array.shape[1])


def weighted_sum(values: ArrayLike, weights: ArrayLike, *, alternatives: Sequence[str]) -> Ranking:
    """Return the weighted sums of numbers in one unit: ``S_i = sum_j w_j x_ij``.

    Parameters
    ----------
    values : array, shape (m, n)
        Value points, or raw numbers that are all in the same unit; larger is better.
    weights : array, shape (n,)
    alternatives : sequence of str, length m

    Example
    -------
    >>> table = [[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]]
    >>> found = weighted_sum(table, [0.2, 0.15, 0.4, 0.25], alternatives=["A1", "A2", "A3"])
    >>> found.scores.tolist(), found.best
    ([21.5, 22.0, 22.0], ('A2', 'A3'))

    References
    ----------
    Triantaphyllou 2000, Multi-Criteria Decision Making Methods.
    """
    array, share = complete(values, weights)
    return ranked(alternatives, array @ share)


def normalised(values: ArrayLike, *, direction: Sequence[str], rule: str = "ratio") -> Floats:
    """Return columns on a common scale, larger is better.

    "ratio": ``x/max`` or ``min/x``. "minmax": 0 at the worst, 1 at the best; a constant column is
    0. "vector": ``x / sqrt(sum x^2)`` (direction stays). "sum": ``x / sum x`` (direction stays).
    All depend on the alternatives present: adding one can change the order of the others.

    Example
    -------
    >>> normalised([[2, 10], [4, 20]], direction=["max", "min"]).tolist()
    [[0.5, 1.0], [1.0, 0.5]]
    """
    array = table("values", values)
    sign = signs(direction, array.shape[1])
    if rule == "ratio":
        positive(array)
        return np.where(sign > 0, array / array.max(axis=0), array.min(axis=0) / array)
    if rule == "minmax":
        spread = np.ptp(array, axis=0)
        best = np.where(sign > 0, array - array.min(axis=0), array.max(axis=0) - array)
        return np.divide(best, spread, out=np.zeros_like(array), where=spread > 0)
    if rule not in ("vector", "sum"):
        raise ValueError(f'rule: expected "ratio", "minmax", "vector" or "sum", got {rule!r}')
    size = np.sqrt((array**2).sum(axis=0)) if rule == "vector" else array.sum(axis=0)
    return np.divide(array, size, out=np.zeros_like(array), where=size != 0)


def positive(values: Floats) -> None:
    """Refuse a table with a number that is not greater than zero."""
    if np.any(~(values > 0)):
        raise ValueError(f"values: expected numbers greater than 0 in shape {values.shape}")


def weighted_product(
    values: ArrayLike, weights: ArrayLike, *, alternatives: Sequence[str], direction: Sequence[str]
) -> Ranking:
    """Return the weighted products of ratios to the best: ``P_i = prod_j n_ij^(w_j)``.

    Partly non-compensatory: a value near zero cannot be made good by others.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    alternatives : sequence of str, length m
    direction : sequence of "max" or "min", length n

    Example
    -------
    >>> found = weighted_product([[4, 1], [1, 4]], [3, 1], alternatives=["A", "B"], direction=["max", "max"])
    >>> found.scores.round(4).tolist()
    [0.7071, 0.3536]

    References
    ----------
    Bridgman 1922; Triantaphyllou 2000.
    """
    array, share = complete(values, weights)
    return ranked(alternatives, np.exp(np.log(normalised(array, direction=direction)) @ share))


def product_ratios(values: ArrayLike, weights: ArrayLike, *, direction: Sequence[str]) -> Floats:
    """Return ``R(a/b) = prod_j (x_aj / x_bj)^(w_j d_j)`` for every pair, shape (m, m).

    Example
    -------
    >>> product_ratios([[4, 1], [1, 4]], [1, 1], direction=["max", "max"]).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    array, share = complete(values, weights)
    positive(array)
    logs = np.log(array) @ (share * signs(direction, array.shape[1]))
    return np.exp(logs[:, None] - logs[None, :])


def waspas(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str],
    direction: Sequence[str],
    mix: float = 0.5,
) -> Ranking:
    """Return a mixture of weighted sum and product: ``Q = mix S + (1 - mix) P``, on ratios to the best.

    Example
    -------
    >>> found = waspas([[4, 1], [1, 4]], [1, 1], alternatives=["A", "B"], direction=["max", "max"])
    >>> found.scores.tolist()
    [0.5625, 0.5625]

    References
    ----------
    Zavadskas, Turskis, Antucheviciene & Zakarevicius 2012.
    """
    if not 0 <= mix <= 1:
        raise ValueError(f"mix: expected 0 to 1, got {mix}")
    array, share = complete(values, weights)
    ratios = normalised(array, direction=direction)
    return ranked(alternatives, mix * (ratios @ share) + (1 - mix) * np.exp(np.log(ratios) @ share))
