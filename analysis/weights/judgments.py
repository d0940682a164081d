"""Which weights follow from numbers or ranks that one person gives?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import flag
from analysis.arrays import Floats, names, number, place, shares, table, vector

LEAST = 10.0
TINY = 1e-300


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

    Parameters
    ----------
    budget : array, shape (n,)
        Whole points, 0 allowed.
    total : int
        Points to be given out, at least 1.

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
    given, whole = vector("budget", budget), number("total", total, least=1)
    if np.any(given < 0) or np.any(given != np.round(given)) or given.sum() != whole:
        raise ValueError(
            f"budget: expected whole points that sum to {whole:g}, got {given.sum():g} in shape {given.shape}"
        )
    return given / whole


def smart(ratings: ArrayLike) -> Floats:
    """Return weights when the least important criterion has 10 and the others more: ``w = r / sum r``.

    Parameters
    ----------
    ratings : array, shape (n,)
        From 10 upwards.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1.

    Example
    -------
    >>> smart([10, 30, 60]).tolist()
    [0.1, 0.3, 0.6]

    References
    ----------
    Edwards 1977, IEEE Transactions on Systems, Man and Cybernetics 7.
    """
    given = vector("ratings", ratings)
    if np.any(~(given >= LEAST)):
        raise ValueError(f"ratings: expected numbers from 10 upwards, got {given.min():g} in shape {given.shape}")
    return shares("ratings", given)


def swing(ratings: ArrayLike) -> Floats:
    """Return weights when the swing lifted first has 100 and the others less: ``w = r / sum r``.

    The rating says how much the step from the worst to the best of a criterion is worth; without
    both ends in view it says nothing. Multiplying all ratings changes no weight.

    Parameters
    ----------
    ratings : array, shape (n,)
        Non-negative, not all zero; usually 0 to 100 with a first of 100.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1.

    Example
    -------
    >>> swing([100, 80, 70, 30, 20, 10]).round(5).tolist()
    [0.32258, 0.25806, 0.22581, 0.09677, 0.06452, 0.03226]

    References
    ----------
    von Winterfeldt & Edwards 1986; Edwards & Barron 1994, OBHDP 60.
    """
    return shares("ratings", ratings)


def rank_order_centroid(ranks: ArrayLike) -> Floats:
    """Return the mean of all weights that agree with a ranking: ``w_i = (1/n) sum_{k=i..n} 1/k``.

    Parameters
    ----------
    ranks : array, shape (n,)
        1 for the most important; only their order counts, and equal ranks share the mean of the
        places they occupy.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1; one criterion alone has 1.

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

    Parameters
    ----------
    ranks : array, shape (n,)
        1 for the most important; only their order counts, and equal ranks share the mean of the
        places they occupy.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1; one criterion alone has 1.

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

    Parameters
    ----------
    ranks : array, shape (n,)
        1 for the most important; only their order counts, and equal ranks share the mean of the
        places they occupy.

    Returns
    -------
    array, shape (n,)
        Shares that sum to 1; one criterion alone has 1.

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
    if np.any(~(given >= 1)) or not np.all(np.isfinite(given)):
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
    rows = np.stack([shares("weights", row) for row in table("weights", weights)])
    share = shares("people", np.ones(len(rows)) if people is None else people, length=len(rows))
    # A weight of 0 has no logarithm.
    mean = np.exp(share @ np.log(np.maximum(rows, TINY))) if flag("geometric", geometric) else share @ rows
    return shares("weights", mean)


def trade_off(weights: ArrayLike, given: int, gained: int, *, step: float = 10.0) -> float:
    """Return how many points of one criterion are worth a step of another: ``step w_given / w_gained``.

    Parameters
    ----------
    weights : array, shape (n,)
        Divided by their sum.
    given, gained : int
        Criteria A and B of "10 points of A equal y points of B".
    step : float
        Value points of A.

    Example
    -------
    >>> trade_off([0.4, 0.2], 0, 1)
    20.0
    """
    share = shares("weights", weights)
    lost, won = place("given", given, count=share.size), place("gained", gained, count=share.size)
    if share[won] == 0:
        raise ValueError(f"weights: expected a weight on criterion {won} in shape {share.shape}")
    return float(number("step", step) * share[lost] / share[won])


def trade_off_sentence(
    weights: ArrayLike, criteria: Sequence[str], *, given: int, gained: int, step: float = 10.0
) -> str:
    """Return what two weights say about each other, in words.

    ``y = step w_given / w_gained``: a person who disagrees with the sentence disagrees with the
    weights.

    Parameters
    ----------
    weights : array, shape (n,)
    criteria : sequence of str, length n
    given, gained : int
        Criteria A and B.
    step : float
        Value points of A.

    Example
    -------
    >>> trade_off_sentence([40, 20, 40], ["fit", "price", "risk"], given=0, gained=1)
    '10 points of fit equal 20 points of price'

    References
    ----------
    Keeney & Raiffa 1976: weights are scaling constants.
    """
    called = names("criteria", criteria, length=vector("weights", weights).size)
    worth = trade_off(weights, given, gained, step=step)
    return f"{step:g} points of {called[given]} equal {worth:.4g} points of {called[gained]}"
