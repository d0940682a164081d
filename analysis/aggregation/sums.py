"""Which alternative has the largest weighted sum or product?"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, competition_ranks, names, numbers, shares, table
from analysis.matrix import Ranking

WORDS = {"max": 1.0, "benefit": 1.0, 1: 1.0, "min": -1.0, "cost": -1.0, -1: -1.0}
Direction = Sequence[str | int] | None


def signs(direction: Direction, length: int) -> Floats:
    """Return +1 for criteria to maximise and -1 for those to minimise; None: all to maximise.

    Example
    -------
    >>> signs(["max", "min"], 2).tolist(), signs(["cost", 1], 2).tolist()
    ([1.0, -1.0], [-1.0, 1.0])
    """
    words = ["max"] * length if direction is None else list(direction)
    if len(words) != length or not set(words) <= set(WORDS):
        raise ValueError(f'direction: expected "max" or "min" in shape ({length},), got {words}')
    return np.array([WORDS[word] for word in words])


def ranked(alternatives: Sequence[str] | None, scores: Floats, *, smaller_is_better: bool = False) -> Ranking:
    """Return scores with places; equal ones share a place. One alternative alone has place 1 and no score."""
    given = [f"A{i + 1}" for i in range(scores.size)] if alternatives is None else alternatives
    known = np.full(1, np.nan) if scores.size == 1 else scores
    ranks = competition_ranks(scores, smaller_is_better=smaller_is_better)
    return Ranking(names("alternatives", given, length=scores.size), known, ranks)


def complete(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return the table and the weights divided by their sum; refuse a missing value."""
    array = table("values", values, gaps=False)
    return array, shares("weights", weights, length=array.shape[1])


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
        A missing value, a scale without length, or a criterion to minimise without a rule.

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
    if ends.shape not in ((2,), (array.shape[1], 2)) or np.any(ends[..., 0] == ends[..., 1]):
        raise ValueError(f"scale: expected worst and best, shape (2,) or ({array.shape[1]}, 2), got {ends.shape}")
    worst, best = ends[..., 0], ends[..., 1]
    return 100.0 * (array - worst) / (best - worst)


def gains(values: ArrayLike, *, direction: Direction, rule: str) -> Floats:
    """Return normalised columns of which more is better: as `normalised`, with costs turned round.

    "sum" and "vector" divide ``1/x`` of a criterion to minimise.

    Parameters
    ----------
    values : array, shape (m, n)
    direction : sequence of "max" or "min", length n, or None
    rule : {"ratio", "max", "minmax", "vector", "sum"}

    Example
    -------
    >>> gains([[1, 2], [3, 6]], direction=["max", "min"], rule="sum").tolist()
    [[0.25, 0.75], [0.75, 0.25]]
    """
    if rule not in ("sum", "vector"):
        return normalised(values, direction=direction, rule=rule)
    array = table("values", values)
    sign = signs(direction, array.shape[1])
    positive(np.where(sign > 0, 1.0, array))
    return normalised(np.where(sign > 0, array, 1.0 / np.where(sign > 0, 1.0, array)), direction=None, rule=rule)


def normalised(values: ArrayLike, *, direction: Direction = None, rule: str = "ratio") -> Floats:
    """Return columns on a common scale. All rules depend on the alternatives present.

    "ratio": ``x/max`` or ``min/x``. "max": ``x/max`` or ``1 - x/max``. "minmax": 0 at the worst, 1
    at the best; a constant column is 0. Larger is better in these. "vector": ``x / sqrt(sum x^2)``.
    "sum": ``x / sum x``. Direction stays in these.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0 for "ratio".
    direction : sequence of "max" or "min", length n, optional
        By default all "max".
    rule : {"ratio", "max", "minmax", "vector", "sum"}

    Returns
    -------
    array, shape (m, n)

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
    if rule not in SIZES:
        raise ValueError(f"rule: expected one of {['ratio', 'minmax', *SIZES]}, got {rule!r}")
    size = SIZES[rule](array)
    shared = np.divide(array, size, out=np.zeros_like(array), where=size != 0)
    return np.where(sign > 0, shared, 1.0 - shared) if rule == "max" else shared


SIZES: dict[str, Callable[[Floats], Floats]] = {
    "max": lambda array: np.max(array, axis=0),
    "vector": lambda array: np.sqrt(np.sum(array**2, axis=0)),
    "sum": lambda array: np.sum(array, axis=0),
}


def positive(values: Floats) -> None:
    """Refuse a table with a number that is not greater than zero."""
    if np.any(~(values > 0)):
        raise ValueError(f"values: expected numbers greater than 0 in shape {values.shape}")


def weighted_product(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
) -> Ranking:
    """Return the weighted products of ratios to the best: ``P_i = prod_j n_ij^(w_j)``.

    Partly non-compensatory: a value near zero cannot be made good by others.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
        By default all "max".

    Returns
    -------
    Ranking
        One alternative alone: place 1, no score (NaN).

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
    positive(array)
    logs = np.log(array) @ (share * signs(direction, array.shape[1]))
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
    if not 0 <= mix <= 1:
        raise ValueError(f"mix: expected 0 to 1, got {mix}")
    array, share = complete(values, weights)
    ratios = normalised(array, direction=direction)
    return ranked(alternatives, mix * (ratios @ share) + (1 - mix) * np.exp(np.log(ratios) @ share))
