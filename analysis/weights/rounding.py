"""How do whole weights keep their sum when one of them moves?"""

from collections.abc import Sequence
from fractions import Fraction

from analysis.arguments import sequence
from analysis.arrays import number, whole

FULL = 10_000


def largest_remainder(
    sizes: Sequence[int | Fraction | float], total: int = FULL, *, keys: Sequence[str] | None = None
) -> list[int]:
    """Return whole numbers in proportion to sizes that sum to a total exactly.

    ``q_i = total s_i / sum s``; every number is ``floor(q_i)``, and the units still missing go to
    the largest remainders ``q_i - floor(q_i)``. Equal remainders are served in the order of keys,
    or of position. All sizes zero: equal shares.

    Parameters
    ----------
    sizes : sequence of numbers, length n
        Non-negative, any unit.
    total : int
        Sum of the result, by default 10 000 basis points.
    keys : sequence of str, length n, optional
        Codes that decide between equal remainders.

    Returns
    -------
    list of int, length n

    Example
    -------
    >>> largest_remainder([1, 1, 1])
    [3334, 3333, 3333]

    References
    ----------
    Balinski & Young 1982, Fair Representation (method of Hamilton).
    """
    try:
        # In fractions, so that rounding decides no remainder.
        parts = [Fraction(size) for size in sizes]
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"sizes: expected finite numbers, got {sizes!r}") from None
    if any(part < 0 for part in parts):
        raise ValueError(f"sizes: expected non-negative numbers, got {sizes!r}")
    if keys is not None and len(sequence("keys", keys)) != len(parts):
        raise ValueError(f"keys: expected one for each of {len(parts)} sizes, got {keys!r}")
    whole("total", total, least=0)
    if not parts:
        return []
    everything = sum(parts)
    quotas = [total * part / everything if everything else Fraction(total, len(parts)) for part in parts]
    floors = [int(quota) for quota in quotas]
    # Equal remainders by their keys, so that the order of the parts makes no difference.
    order = sorted(
        range(len(parts)), key=lambda i: (floors[i] - quotas[i], str(keys[i]) if keys is not None else "", i)
    )
    for i in order[: total - sum(floors)]:
        floors[i] += 1
    return floors


def redistribute(weights: Sequence[int], index: int, new: int, *, locked: Sequence[bool]) -> list[int]:
    """Return sibling weights after one of them moves, with the same sum and the locked ones unmoved.

    The free siblings share what is left in proportion to their present weights (equally when all
    are zero), rounded by largest remainder. `new` is limited to what the locked siblings leave;
    without a free sibling nothing moves.

    Parameters
    ----------
    weights : sequence of int, length n
        Basis points.
    index : int
        The weight that moves (its own lock does not matter).
    new : int
        Where it moves to.
    locked : sequence of bool, length n
        Which weights must stay.

    Example
    -------
    >>> redistribute([4000, 2500, 2000, 1000, 500], 0, 5000, locked=[False, True, False, False, False])
    [5000, 2500, 1429, 714, 357]
    """
    if len(locked) != len(weights) or not 0 <= index < len(weights):
        raise ValueError(f"locked: expected {len(weights)} flags and an index among them, got {len(locked)}")
    number("new", new)
    free = [i for i in range(len(weights)) if i != index and not locked[i]]
    if not free:
        return list(weights)
    pool = weights[index] + sum(weights[i] for i in free)
    # What the locked ones hold is out of reach.
    moved = min(max(new, 0), pool)
    result = list(weights)
    result[index] = moved
    for i, weight in zip(free, largest_remainder([weights[i] for i in free], pool - moved), strict=True):
        result[i] = weight
    return result
