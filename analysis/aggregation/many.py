"""How do the methods value the same alternatives under many sets of weights at once?

Distances are sums of squares and flows are linear in the weights, so all sets go through one product of
matrices; only VIKOR's largest regret needs a maximum for each alternative.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from analysis.aggregation.distance import losses
from analysis.aggregation.promethee import Rule, degrees
from analysis.aggregation.scales import differences, normalised, signs_after
from analysis.arguments import precision
from analysis.arrays import TIE, Floats, number, table

CHUNK = 2048


def topsis_closeness(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    direction: Sequence[str],
    rule: str = "vector",
    dtype: DTypeLike = np.float64,
) -> Floats:
    """Return the closeness of `topsis` for many sets of weights, shape (N, m).

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (N, n)
    direction : sequence of "max" or "min", length n
    rule : {"vector", "minmax", "sum", "max", "ratio"}
    dtype : float64 or float32
        The latter takes half the time and is exact to about 1e-6.

    Example
    -------
    >>> topsis_closeness([[1, 3000], [2, 3750], [5, 4500]], [[1, 1]], direction=["min", "max"]).round(4).tolist()
    [[0.7621, 0.7222, 0.2379]]

    References
    ----------
    Hwang & Yoon 1981.
    """
    array, sets = _checked(values, weights)
    kind = precision("dtype", dtype)
    scaled = normalised(array, direction=direction, rule=rule)
    sign = signs_after(rule, direction, array.shape[1])
    best, worst = (sign * (sign * scaled).max(axis=0), sign * (sign * scaled).min(axis=0))
    gaps = np.concatenate([(scaled - best) ** 2, (scaled - worst) ** 2]).astype(kind)
    found = np.empty((len(array), len(sets)), dtype=kind)
    for columns, part in _parts(sets, kind):
        # Squared, since the gaps are: both go into one sum of squares.
        part *= part
        to_best, to_worst = np.sqrt(gaps @ part.T).reshape(2, len(array), -1)
        total = to_best + to_worst
        differ = total > 0
        if not differ.all():
            _not_all_zero(part.sum(axis=1))
        found[:, columns] = np.divide(to_worst, total, out=np.full_like(total, 0.5), where=differ)
    return found.T


def vikor_mixture(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    direction: Sequence[str],
    mix: float = 0.5,
    dtype: DTypeLike = np.float64,
) -> Floats:
    """Return the mixture Q of `vikor` for many sets of weights, shape (N, m); small is good.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (N, n)
    direction : sequence of "max" or "min", length n
    mix : float
        Weight of the group utility, 0 to 1.
    dtype : float64 or float32

    Example
    -------
    >>> vikor_mixture([[1, 3000], [2, 3750], [5, 4500]], [[1, 1]], direction=["min", "max"]).tolist()
    [[1.0, 0.0, 1.0]]

    References
    ----------
    Opricovic & Tzeng 2004, EJOR 156.
    """
    array, sets = _checked(values, weights)
    kind = precision("dtype", dtype)
    mix = number("mix", mix, least=0, most=1)
    loss = losses(array, direction).astype(kind)
    # The sums of the weights come along in the same product.
    with_sum = np.vstack([loss, np.ones(array.shape[1], dtype=kind)])
    found = np.empty((len(array), len(sets)), dtype=kind)
    # One space for all chunks: none is allocated in the loop.
    space = np.empty((2, array.shape[1], min(CHUNK, len(sets))), dtype=kind)
    for columns, part in _parts(sets, kind):
        turned, terms = space[:, :, : len(part)]
        turned[:] = part.T
        sums = with_sum @ turned
        total = sums[-1]
        _not_all_zero(total)
        regret = np.empty((len(loss), len(part)), dtype=kind)
        for out, row in zip(regret, loss[:, :, None], strict=True):
            np.maximum.reduce(np.multiply(turned, row, out=terms), axis=0, out=out)
        found[:, columns] = mix * _unit(sums[:-1], total) + (1 - mix) * _unit(regret, total)
    return found.T


def promethee_flows(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    direction: Sequence[str],
    preferences: Sequence[Rule] | None = None,
    dtype: DTypeLike = np.float64,
) -> Floats:
    """Return the net flows of `promethee2` for many sets of weights, shape (N, m).

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (N, n)
    direction : sequence of "max" or "min", length n
    preferences : sequence of mappings or "usual", length n, optional
        One rule a criterion, see `preference`; by default all "usual".
    dtype : float64 or float32

    Example
    -------
    >>> promethee_flows(
    ...     [[4, 3, 2], [3, 2, 4], [5, 1, 3]], [[5, 3, 2]], direction=["max"] * 3,
    ...     preferences=[{"type": "usual"}] * 3,
    ... ).round(9).tolist()
    [[0.1, -0.3, 0.2]]

    References
    ----------
    Brans & Vincke 1985, Management Science 31.
    """
    array, sets = _checked(values, weights)
    kind = precision("dtype", dtype)
    m, n = array.shape
    difference = differences(array, direction)
    rules = degrees(preferences, n)
    net = np.empty((n, m), dtype=kind)
    for rule in dict.fromkeys(rules):
        alike = [j for j, other in enumerate(rules) if other is rule]
        # Indexing would copy the whole table.
        degree = rule(difference[:, :, alike] if len(alike) < n else difference)
        net[alike] = (degree.sum(axis=1) - degree.sum(axis=0)).T / max(m - 1, 1)
    found, ones = np.empty((len(sets), m), dtype=kind), np.ones(n, dtype=kind)
    for rows, part in _parts(sets, kind):
        total = part @ ones
        _not_all_zero(total)
        np.matmul(part, net, out=found[rows])
        found[rows] /= total[:, None]
    return found


def _parts(sets: Floats, dtype: np.dtype[np.floating]) -> Iterator[tuple[slice, Floats]]:
    """Yield the sets of weights a chunk at a time, in one array that stays in the cache and may be changed.

    Read as whole numbers, non-negative finite floats lie below infinity and all others above.
    """
    space = np.empty((min(CHUNK, len(sets)), sets.shape[1]), dtype=dtype)
    bits = np.dtype(f"u{space.itemsize}")
    infinite = np.array(np.inf, dtype=dtype).view(bits)
    for start in range(0, len(sets), CHUNK):
        chunk = sets[start : start + CHUNK]
        part = space[: len(chunk)]
        part[:] = chunk
        # As whole numbers the bits of infinity, NaN and what is below 0 are not less than those of
        # infinity: one look finds them all.
        if part.view(bits).max() >= infinite and not (part.min() >= 0 and part.max() < np.inf):
            raise ValueError(f"weights: expected non-negative, finite numbers in shape {sets.shape}")
        yield slice(start, start + CHUNK), part


def _checked(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    array = table("values", values, gaps=False)
    return array, table("weights", weights, columns=array.shape[1], infinite=True)


def _not_all_zero(total: Floats) -> None:
    if not total.min() > 0:
        raise ValueError(f"weights: expected a sum above 0 in every row, got a sum of {total.min()}")


def _unit(numbers: Floats, total: Floats) -> Floats:
    """Return numbers from 0 to 1; a spread within rounding noise, for weights of this total, is none."""
    low = numbers.min(axis=0)
    spread = numbers.max(axis=0) - low
    # Divided by infinity a spread that is none becomes 0.
    spread[spread <= max(TIE, 8 * np.finfo(numbers.dtype).eps) * total] = np.inf
    return (numbers - low) / spread
