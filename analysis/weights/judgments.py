"""Which weights follow from numbers or ranks that one person gives?"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, shares, vector

FIRST = 100.0
LEAST = 10.0


def direct(percentages: ArrayLike) -> Floats:
    """Return stated percentages divided by their sum: ``w = p / sum p``.

    Parameters
    ----------
    percentages : array, shape (n,)
        Non-negative, not all zero; they need not sum to 100.

    Example
    -------
    >>> direct([40, 25, 20, 10, 5]).tolist()
    [0.4, 0.25, 0.2, 0.1, 0.05]

    References
    ----------
    UK DCLG 2009, Multi-criteria analysis: a manual.
    """
    return shares("percentages", percentages)


def points(budget: ArrayLike, *, total: int = 100) -> Floats:
    """Return weights from whole points that sum to a budget exactly: ``w = p / total``.

    Raises
    ------
    ValueError
        Points that are not whole, are negative or do not use up the budget.

    Example
    -------
    >>> points([50, 30, 20]).tolist()
    [0.5, 0.3, 0.2]

    References
    ----------
    Doyle, Green & Bottomley 1997, OBHDP 70.
    """
    given = vector("budget", budget)
    if np.any(given < 0) or np.any(given != np.round(given)) or given.sum() != total:
        raise ValueError(
            f"budget: expected whole points that sum to {total}, got {given.sum():g} in shape {given.shape}"
        )
    return given / total


def smart(ratings: ArrayLike) -> Floats:
    """Return weights when the least important criterion has 10 and the others more: ``w = r / sum r``.

    Example
    -------
    >>> smart([10, 30, 60]).tolist()
    [0.1, 0.3, 0.6]

    References
    ----------
    Edwards 1977, IEEE Transactions on Systems, Man and Cybernetics 7.
    """
    given = vector("ratings", ratings)
    if np.any(given < LEAST):
        raise ValueError(f"ratings: expected numbers from 10 upwards, got {given.min():g} in shape {given.shape}")
    return shares("ratings", given)


def swing(ratings: ArrayLike) -> Floats:
    """Return weights when the swing lifted first has 100 and the others less: ``w = r / sum r``.

    The rating says how much the step from the worst to the best of a criterion is worth; without
    both ends in view it says nothing.

    Example
    -------
    >>> swing([100, 80, 70, 30, 20, 10]).round(5).tolist()
    [0.32258, 0.25806, 0.22581, 0.09677, 0.06452, 0.03226]

    References
    ----------
    von Winterfeldt & Edwards 1986; Edwards & Barron 1994, OBHDP 60.
    """
    given = vector("ratings", ratings)
    if np.any(given < 0) or given.max() != FIRST:
        raise ValueError(f"ratings: expected 0 to 100 with a first of 100, got {given.max():g} in shape {given.shape}")
    return shares("ratings", given)


def rank_order_centroid(ranks: ArrayLike) -> Floats:
    """Return the mean of all weights that agree with a ranking: ``w_i = (1/n) sum_{k=i..n} 1/k``.

    Equal ranks share the mean of the places they occupy.

    Example
    -------
    >>> rank_order_centroid([1, 2, 3, 4]).round(4).tolist()
    [0.5208, 0.2708, 0.1458, 0.0625]

    References
    ----------
    Edwards & Barron 1994, OBHDP 60; Barron & Barrett 1996, Management Science 42.
    """
    n = vector("ranks", ranks).size
    harmonic = np.cumsum(1.0 / np.arange(n, 0, -1))[::-1]
    return _placed(ranks, harmonic / n)


def rank_sum(ranks: ArrayLike) -> Floats:
    """Return weights that fall linearly: ``w_i = 2 (n + 1 - i)/(n (n + 1))``.

    Example
    -------
    >>> rank_sum([1, 2, 3]).round(4).tolist()
    [0.5, 0.3333, 0.1667]

    References
    ----------
    Stillwell, Seaver & Edwards 1981, OBHP 28.
    """
    n = vector("ranks", ranks).size
    return _placed(ranks, 2.0 * np.arange(n, 0, -1) / (n * (n + 1)))


def rank_reciprocal(ranks: ArrayLike) -> Floats:
    """Return weights that fall as ``(1/i) / sum_k (1/k)``.

    Example
    -------
    >>> rank_reciprocal([2, 1]).round(4).tolist()
    [0.3333, 0.6667]

    References
    ----------
    Stillwell, Seaver & Edwards 1981, OBHP 28.
    """
    inverse = 1.0 / np.arange(1, vector("ranks", ranks).size + 1)
    return _placed(ranks, inverse / inverse.sum())


def _placed(ranks: ArrayLike, by_place: Floats) -> Floats:
    given = vector("ranks", ranks)
    if np.any(given < 1) or not np.all(np.isfinite(given)):
        raise ValueError(f"ranks: expected ranks from 1 upwards, got shape {given.shape}")
    low = np.sum(given[None, :] < given[:, None], axis=1)
    high = np.sum(given[None, :] <= given[:, None], axis=1)
    return np.array([by_place[a:b].mean() for a, b in zip(low, high, strict=True)])


def combine_priorities(weights: ArrayLike, *, people: ArrayLike | None = None, geometric: bool = False) -> Floats:
    """Return the weights of a group from the weights of its members.

    Parameters
    ----------
    weights : array, shape (k, n)
        One row a person; each is divided by its sum.
    people : array, shape (k,), optional
        Weight of each person, by default equal.
    geometric : bool
        Geometric instead of arithmetic mean, divided by its sum.

    Example
    -------
    >>> combine_priorities([[0.6, 0.4], [0.2, 0.8]]).round(6).tolist()
    [0.4, 0.6]

    References
    ----------
    Forman & Peniwati 1998, EJOR 108 (aggregation of individual priorities).
    """
    rows = np.stack([shares("weights", row) for row in np.asarray(weights, dtype=float)])
    share = shares("people", np.ones(len(rows)) if people is None else people, length=len(rows))
    with np.errstate(divide="ignore"):
        mean = np.exp(share @ np.log(rows)) if geometric else share @ rows
    return shares("weights", mean)


def trade_off(weights: ArrayLike, given: int, gained: int, *, step: float = 10.0) -> float:
    """Return how many points of one criterion are worth a step of another: ``step w_given / w_gained``.

    Example
    -------
    >>> trade_off([0.4, 0.2], 0, 1)
    20.0
    """
    share = shares("weights", weights)
    if share[gained] == 0:
        raise ValueError(f"weights: criterion {gained} has no weight, so nothing of it is worth anything")
    return float(step * share[given] / share[gained])
