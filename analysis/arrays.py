"""Are the numbers that a function received usable, and if not, which argument is at fault?"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from math import copysign, floor, isfinite
from operator import index
from typing import Any, SupportsFloat, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import flag

Floats = NDArray[np.float64]
TIE = 1e-9
NOISE = 1e-12
DIGITS = 10
LARGE = 290  # with DIGITS more it stays below 1e308, where floats end
HALF = 0.5 + 1.23e-4  # a product of decimals often ends in a 5 at the next place: it goes up with or without noise
STEPS = [float(f"1e{k}") for k in range(-LARGE, LARGE + DIGITS)]  # not 10.0**k: its last bit may differ
POWERS = np.array(STEPS)


def numbers(name: str, value: ArrayLike, *, gaps: bool = True, infinite: bool = False) -> Floats:
    """Return an array of floats of any shape (None is NaN), or refuse the named argument."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers in rows of one length, without a shape: {error}") from error
    if (infinite and gaps) or np.isfinite(array).all():
        return array
    if not infinite and np.isinf(array).any():
        raise ValueError(f"{name}: expected no infinite number in shape {array.shape}")
    if not gaps and np.isnan(array).any():
        raise ValueError(f"{name}: expected no missing number in shape {array.shape}")
    return array


def number(
    name: str, value: SupportsFloat | SupportsIndex | str, *, least: float = -np.inf, most: float = np.inf
) -> float:
    """Return one finite number between two bounds, or refuse the named argument."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: expected one number, got {value!r}") from None
    if not (np.isfinite(found) and least <= found <= most):
        bounds = f" from {least:g}" * (least > -np.inf) + f" up to {most:g}" * (most < np.inf)
        raise ValueError(f"{name}: expected a number{bounds}, got {value}")
    return found


def place(name: str, value: int, *, count: int) -> int:
    """Return an index below a count, or refuse the named argument."""
    try:
        # Unlike `int` it does not cut off a fraction.
        found = index(value)
    except TypeError:
        found = -1
    if not 0 <= found < count:
        raise ValueError(f"{name}: expected an index from 0 to {count - 1}, got {value!r}")
    return found


def whole(name: str, value: int, *, least: float = -np.inf, most: float = np.inf) -> int:
    """Return one whole number between two bounds, or refuse the named argument."""
    try:
        # Unlike `int` it does not cut off a fraction.
        found = index(value)
    except TypeError:
        raise ValueError(f"{name}: expected one whole number, got {value!r}") from None
    number(name, found, least=least, most=most)
    return found


def open_share(name: str, value: float) -> float:
    """Return one number above 0 and below 1, or refuse the named argument."""
    found = number(name, value)
    if not 0 < found < 1:
        raise ValueError(f"{name}: expected a number above 0 and below 1, got {found:g}")
    return found


def vector(name: str, value: ArrayLike, *, length: int | None = None, gaps: bool = True) -> Floats:
    """Return a one-dimensional array of floats, or refuse the named argument with its shape."""
    array = numbers(name, value, gaps=gaps)
    if array.ndim != 1 or array.size == 0 or (length is not None and array.size != length):
        wanted = "(n,) with n > 0" if length is None else f"({length},)"
        raise ValueError(f"{name}: expected shape {wanted}, got {array.shape}")
    return array


def table(
    name: str, value: ArrayLike, *, columns: int | None = None, gaps: bool = True, infinite: bool = False
) -> Floats:
    """Return a two-dimensional array of floats, or refuse the named argument with its shape."""
    array = numbers(name, value, gaps=gaps, infinite=infinite)
    if array.ndim != 2 or array.size == 0 or (columns is not None and array.shape[1] != columns):
        wanted = "(m, n) with m, n > 0" if columns is None else f"(m, {columns})"
        raise ValueError(f"{name}: expected shape {wanted}, got {array.shape}")
    return array


def square(name: str, value: ArrayLike) -> Floats:
    """Return a square array of floats, or refuse the named argument with its shape."""
    array = table(name, value)
    if array.shape[0] != array.shape[1]:
        raise ValueError(f"{name}: expected shape (n, n), got {array.shape}")
    return array


def shares(name: str, value: ArrayLike, *, length: int | None = None) -> Floats:
    """Return non-negative numbers divided by their sum; refuse negative ones and a sum of zero."""
    array = vector(name, value, length=length)
    total = array.sum() if array.min() >= 0 else 0.0  # the least of numbers with a NaN is NaN
    if not 0 < total < np.inf:
        raise ValueError(f"{name}: expected non-negative numbers, not all zero, got shape {array.shape}")
    return array / total


def settle(value: ArrayLike) -> Floats:
    """Return numbers rounded to 10 significant digits, whole ones as they are, and 0 without a sign.

    The last digits of a sum depend on the order in which a processor adds; what is compared, counted
    or printed may not. A number of more than 10 digits before the point is rounded to a whole one.

    Example
    -------
    >>> settle([0.1 + 0.2, -1e-320, 12345678901.4, np.nan]).tolist()
    [0.3, 0.0, 12345678901.0, nan]
    """
    array = np.asarray(value, dtype=float)
    whole_ones = np.rint(array)
    inexact = np.where((np.abs(array) < 10.0**DIGITS) & (array != whole_ones), array, 0.0)
    place = np.searchsorted(POWERS, np.abs(inexact), side="right") - 1
    step = POWERS[2 * LARGE + DIGITS - 1 - np.maximum(place, 0)]
    digits = np.copysign(np.floor(np.abs(inexact) * step + HALF), inexact)
    # Nearer to 0 than the least step is 0.
    found = np.where(inexact != 0, np.where(place < 0, 0.0, digits / step), whole_ones)
    return np.asarray(found + 0.0)  # no -0.0


def one_or_many(found: np.generic | NDArray[np.generic]) -> Any:
    """Return the result for one number as a plain float or bool, that for several as the array it is."""
    return found.item() if isinstance(found, np.generic) or np.ndim(found) == 0 else found


def settled(value: float) -> float:
    """Return one number as `settle` does.

    Example
    -------
    >>> settled(0.1 + 0.2), settled(-0.0)
    (0.3, 0.0)
    """
    if not isfinite(value) or abs(value) >= 10.0**DIGITS or value == round(value):
        return float(round(value) if isfinite(value) else value) + 0.0
    place = bisect_right(STEPS, abs(value)) - 1
    step = STEPS[2 * LARGE + DIGITS - 1 - max(place, 0)]
    return 0.0 if place < 0 else copysign(floor(abs(value) * step + HALF) / step, value) + 0.0


def spread(array: Floats) -> Floats:
    """Return largest minus least of every column; rounding noise, up to 1e-12 of the largest number, is 0.

    Example
    -------
    >>> spread(np.array([[0.3, 2.0], [0.1 + 0.2, 5.0]])).tolist()
    [0.0, 3.0]
    """
    high, low = array.max(axis=0), array.min(axis=0)
    return np.where(high - low <= NOISE * np.maximum(high, -low), 0.0, high - low)


def total(terms: Floats) -> Floats:
    """Return sums over the last axis; rounding noise, up to 1e-12 of the terms without their signs, is 0.

    Example
    -------
    >>> total(np.array([0.1, 0.2, -0.3])).item()
    0.0
    """
    found = terms.sum(axis=-1)
    return np.where(np.abs(found) <= NOISE * np.abs(terms).sum(axis=-1), 0.0, found)


def competition_ranks(scores: ArrayLike, *, smaller_is_better: bool = False) -> NDArray[np.int64]:
    """Return ranks 1, 1, 3: equal scores share the better place.

    ``rank_i = 1 + #{k : s_k - s_i > 1e-9}``, the scores rounded to 10 significant digits.

    Parameters
    ----------
    scores : array, shape (m,)
        Any unit. Whoever has none (NaN) has no place: leave it out first.
    smaller_is_better : bool
        Rank upwards instead.

    Example
    -------
    >>> competition_ranks([21.5, 22.0, 22.0]).tolist()
    [3, 1, 1]

    References
    ----------
    Standard competition ranking.
    """
    array = settle(vector("scores", scores, gaps=False)) * (-1 if flag("smaller_is_better", smaller_is_better) else 1)
    return 1 + np.sum(array[None, :] - array[:, None] > TIE, axis=1)


def labels(alternatives: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Return the names of alternatives, by default A1, A2, ..."""
    return names(
        "alternatives", [f"A{i + 1}" for i in range(count)] if alternatives is None else alternatives, length=count
    )


def names(name: str, value: Sequence[str], *, length: int) -> tuple[str, ...]:
    """Return names as a tuple, or refuse the named argument when there are too many, too few or equal ones."""
    given = list(value) if isinstance(value, Iterable) else []
    if len(given) != length or not all(isinstance(one, Hashable) for one in given) or len(set(given)) != length:
        raise ValueError(f"{name}: expected {length} different names, got {value!r}")
    return tuple(given)
