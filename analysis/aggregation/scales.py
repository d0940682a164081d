"""On which common scale do the criteria of a table stand?"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, competition_ranks, labels, shares, spread, table
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
    if direction is None:
        return np.ones(length)
    try:
        found = [WORDS[word] for word in direction]
    except (KeyError, TypeError):  # another word, or none at all
        found = []
    if len(found) != length:
        raise ValueError(f'direction: expected "max" or "min" in shape ({length},), got {direction}')
    return np.array(found)


def signs_after(rule: str, direction: Direction, length: int) -> Floats:
    """Return the directions that are left after `normalised`: some rules turn costs round."""
    found = signs(direction, length)
    return found if rule in ("vector", "sum") else np.ones(length)


def ranked(alternatives: Sequence[str] | None, scores: Floats, *, smaller_is_better: bool = False) -> Ranking:
    """Return scores with places; equal ones share a place. One alternative alone has place 1 and no score."""
    known = np.full(1, np.nan) if scores.size == 1 else scores
    ranks = competition_ranks(scores, smaller_is_better=smaller_is_better)
    return Ranking(labels(alternatives, scores.size), known, ranks)


def complete(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return the table and the weights divided by their sum; refuse a missing value."""
    array = table("values", values, gaps=False)
    return array, shares("weights", weights, length=array.shape[1])


def levelled(array: Floats) -> Floats:
    """Return the table, with columns that differ by rounding noise only made constant."""
    return np.where(spread(array) > 0, array, array.max(axis=0))


def differences(array: Floats, direction: Direction) -> Floats:
    """Return by how much a is better than b, for every pair and criterion; 0 in a constant column.

    Parameters
    ----------
    array : array, shape (m, n)
    direction : sequence of "max" or "min", length n, or None

    Returns
    -------
    array, shape (m, m, n)

    Example
    -------
    >>> differences(np.array([[3.0, 0.3], [1.0, 0.1 + 0.2]]), ["min", "max"])[0, 1].tolist()
    [-2.0, 0.0]
    """
    level = levelled(array) * signs(direction, array.shape[1])
    return np.asarray(level[:, None, :] - level[None, :, :])


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
    # Of costs the reciprocals are taken.
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
        Greater than 0 for "ratio", at least 0 for "max" and "sum".
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
    array = levelled(table("values", values, gaps=False))
    sign = signs(direction, array.shape[1])
    if rule not in list(RULES):
        raise ValueError(f"rule: expected one of {list(RULES)}, got {rule!r}")
    if rule == "ratio":
        positive(array)
    if rule in ("max", "sum") and np.any(array < 0):
        raise ValueError(f"values: expected numbers of at least 0 for {rule!r}, got some below in shape {array.shape}")
    return RULES[rule](array, sign)


def positive(values: Floats) -> None:
    """Refuse a table with a number that is not greater than zero."""
    if np.any(~(values > 0)):
        raise ValueError(f"values: expected numbers greater than 0 in shape {values.shape}")


def _ratio(array: Floats, sign: Floats) -> Floats:
    return np.where(sign > 0, array / array.max(axis=0), array.min(axis=0) / array)


def _max(array: Floats, sign: Floats) -> Floats:
    shared = _over(array, array.max(axis=0))
    return np.where(sign > 0, shared, 1.0 - shared)


def _minmax(array: Floats, sign: Floats) -> Floats:
    gain = np.where(sign > 0, array - array.min(axis=0), array.max(axis=0) - array)
    return _over(gain, np.ptp(array, axis=0))


def _vector(array: Floats, sign: Floats) -> Floats:
    near_one = _moderate(array)
    return _over(near_one, np.sqrt(np.sum(near_one**2, axis=0)))


def _sum(array: Floats, sign: Floats) -> Floats:
    near_one = _moderate(array)
    return _over(near_one, near_one.sum(axis=0))


def _moderate(array: Floats) -> Floats:
    """Return columns divided by a power of two near their largest number, so that no square is too large."""
    return np.ldexp(array, -np.frexp(np.abs(array).max(axis=0))[1])


def _over(array: Floats, size: Floats) -> Floats:
    return np.divide(array, size, out=np.zeros_like(array), where=size != 0)


RULES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "ratio": _ratio,
    "max": _max,
    "minmax": _minmax,
    "vector": _vector,
    "sum": _sum,
}
