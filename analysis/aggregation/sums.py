"""Which alternative has the largest weighted sum or product?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from analysis.aggregation.scales import Direction, complete, gains, normalised, positive, ranked, signs
from analysis.arrays import Floats, number, numbers
from analysis.matrix import Ranking


def weighted_sum(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    scale: ArrayLike | None = None,
    rule: str | None = None,
) -> Ranking:
    """Return the weighted sums: ``S_i = sum_j w_j n_ij``.

    ``n_ij = x_ij`` for value points or raw numbers in one unit. With a declared `scale`:
    ``n_ij = 100 (x_ij - worst_j)/(best_j - worst_j)``, which never depends on who else takes part.
    With a `rule`: as `normalised` says, which does.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
        Non-negative; divided by their sum.
    alternatives : sequence of str, length m, optional
        By default A1, A2 ...
    direction : sequence of "max" or "min", length n, optional
        By default all "max". A criterion to minimise needs a rule; a scale says it by itself.
    scale : array, shape (2,) or (n, 2), optional
        Worst and best performance of all criteria or of each.
    rule : {"ratio", "minmax", "sum", "max"}, optional

    Returns
    -------
    Ranking
        One alternative alone: place 1, no score (NaN).

    Raises
    ------
    ValueError
        A missing value, a scale without length, a criterion to minimise without a rule, or numbers
        that the rule does not take.

    Example
    -------
    >>> table = [[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]]
    >>> found = weighted_sum(table, [0.2, 0.15, 0.4, 0.25])
    >>> found.scores.tolist(), found.best
    ([21.5, 22.0, 22.0], ('A2', 'A3'))

    References
    ----------
    Triantaphyllou 2000, Multi-Criteria Decision Making Methods.
    """
    array, share = complete(values, weights)
    sign = signs(direction, share.size)
    if scale is not None:
        return ranked(alternatives, _on_scale(array, scale) @ share)
    if rule is not None:
        return ranked(alternatives, gains(array, direction=direction, rule=rule) @ share)
    if np.any(sign < 0):
        raise ValueError(f'rule: expected one (such as "ratio") with criteria to minimise in shape {array.shape}')
    return ranked(alternatives, array @ share)


def _on_scale(array: Floats, scale: ArrayLike) -> Floats:
    ends = numbers("scale", scale)
    if ends.shape not in ((2,), (array.shape[1], 2)) or not np.all(np.abs(ends[..., 1] - ends[..., 0]) > 0):
        wanted = f"shape (2,) or ({array.shape[1]}, 2)"
        raise ValueError(f"scale: expected worst and best that differ, {wanted}, got {ends.shape}")
    worst, best = ends[..., 0], ends[..., 1]
    return 100.0 * (array - worst) / (best - worst)


def weighted_product(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    rule: str = "ratio",
) -> Ranking:
    """Return the weighted products: ``P_i = prod_j n_ij^(w_j)`` of ratios to the best, or raw.

    Raw: ``P_i = prod_j x_ij^(w_j d_j)``, d = -1 where less is better. The order is the same, and no
    other alternative changes the score. Partly non-compensatory: a value near zero cannot be made
    good by others.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
        By default all "max".
    rule : {"ratio", "raw"}
        Ratios to the best of each criterion, as `normalised` gives, or the numbers as they are.

    Returns
    -------
    Ranking
        One alternative alone: place 1, no score (NaN).

    Example
    -------
    >>> found = weighted_product([[4, 1], [1, 4]], [3, 1], alternatives=["A", "B"], direction=["max", "max"])
    >>> found.scores.round(4).tolist()
    [0.7071, 0.3536]
    >>> weighted_product([[4, 1], [1, 4]], [3, 1], direction=["max", "min"], rule="raw").scores.round(4).tolist()
    [2.8284, 0.7071]

    References
    ----------
    Bridgman 1922; Triantaphyllou 2000.
    """
    if rule not in ("ratio", "raw"):
        raise ValueError(f'rule: expected "ratio" or "raw", got {rule!r}')
    array, share = complete(values, weights)
    logs = _logs(array, direction)
    found = ranked(alternatives, np.exp((logs - logs.max(axis=0)) @ share))
    return found if rule == "ratio" or len(logs) == 1 else replace(found, scores=np.exp(logs @ share))


def _logs(array: Floats, direction: Direction) -> Floats:
    positive(array)
    return np.asarray(np.log(array) * signs(direction, array.shape[1]))


def product_ratios(values: ArrayLike, weights: ArrayLike, *, direction: Direction = None) -> Floats:
    """Return ``R(a/b) = prod_j (x_aj / x_bj)^(w_j d_j)`` for every pair, d = -1 where less is better.

    Above 1: a is better than b. No other alternative matters.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    direction : sequence of "max" or "min", length n, optional

    Returns
    -------
    array, shape (m, m)

    Example
    -------
    >>> product_ratios([[4, 1], [1, 4]], [1, 1], direction=["max", "max"]).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    array, share = complete(values, weights)
    logs = _logs(array, direction) @ share
    return np.exp(logs[:, None] - logs[None, :])


def waspas(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    mix: float = 0.5,
) -> Ranking:
    """Return a mixture of weighted sum and product: ``Q = mix S + (1 - mix) P``, on ratios to the best.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    mix : float
        Lambda, 0 to 1.

    Example
    -------
    >>> found = waspas([[4, 1], [1, 4]], [1, 1], alternatives=["A", "B"], direction=["max", "max"])
    >>> found.scores.tolist()
    [0.5625, 0.5625]

    References
    ----------
    Zavadskas, Turskis, Antucheviciene & Zakarevicius 2012.
    """
    mix = number("mix", mix, least=0, most=1)
    array, share = complete(values, weights)
    logs = _logs(array, direction)
    sums, products = normalised(array, direction=direction) @ share, np.exp((logs - logs.max(axis=0)) @ share)
    return ranked(alternatives, mix * sums + (1 - mix) * products)
