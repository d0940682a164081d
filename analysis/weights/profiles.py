"""Which pairs of profiles are worth asking about, and what do answers to them say?"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb
from operator import index

import numpy as np

from analysis.arrays import whole

Profile = tuple[int, ...]
Pair = tuple[Profile, Profile]
Answer = tuple[Profile, Profile, bool]


def undominated_pairs(levels: Sequence[int], *, most: int | None = None) -> list[Pair]:
    """Return the pairs of profiles in which each is better on something, each trade-off once.

    A profile fixes one level (from 0, the worst) on each of the criteria that differ; the others
    are -1. With c criteria of l levels there are ``sum_q C(c,q) (l(l-1)/2)^q (2^(q-1) - 1)``.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion.
    most : int, optional
        Only pairs that differ on at most so many criteria.

    Example
    -------
    >>> len(undominated_pairs([2, 2, 2])), count_undominated(3, 2)
    (6, 6)

    References
    ----------
    Hansen & Ombler 2008, JMCDA 15.
    """
    sizes = whole_levels(levels)
    largest = len(sizes) if most is None else min(len(sizes), whole("most", most, least=1))
    pairs: list[Pair] = []
    for size in range(2, largest + 1):
        for chosen in combinations(range(len(sizes)), size):
            pairs.extend(_trade_offs(sizes, chosen))
    return pairs


def count_undominated(criteria: int, levels: int) -> int:
    """Return the number of different undominated pairs: ``sum_q C(c,q) (l(l-1)/2)^q (2^(q-1) - 1)``.

    Parameters
    ----------
    criteria, levels : int
        c criteria of l levels each.

    Example
    -------
    >>> count_undominated(4, 3)
    945
    """
    c, size = whole("criteria", criteria, least=1), whole("levels", levels, least=2)
    steps = size * (size - 1) // 2
    return sum(comb(c, q) * steps**q * (2 ** (q - 1) - 1) for q in range(2, c + 1))


def count_alternatives(criteria: int, levels: int) -> int:
    """Return the number of possible alternatives, one level a criterion: ``l^c``.

    Parameters
    ----------
    criteria, levels : int
        c criteria of l levels each.

    Example
    -------
    >>> count_alternatives(4, 3)
    81
    """
    return int(whole("levels", levels, least=2) ** whole("criteria", criteria, least=1))


def count_pairs(criteria: int, levels: int) -> int:
    """Return the number of pairs of possible alternatives: ``l^c (l^c - 1)/2``.

    Parameters
    ----------
    criteria, levels : int

    Example
    -------
    >>> count_pairs(4, 3)
    3240
    """
    return comb(count_alternatives(criteria, levels), 2)


def count_undominated_pairs(criteria: int, levels: int) -> int:
    """Return how many of these pairs are undominated: each is better on some criterion.

    ``(l^(2c) - 2 (l(l+1)/2)^c + l^c)/2``: all pairs without those in which one is nowhere better.
    Pairs that differ on the same criteria in the same way are one of `count_undominated`.

    Parameters
    ----------
    criteria, levels : int

    Example
    -------
    >>> count_undominated_pairs(4, 3), count_undominated(4, 3)
    (2025, 945)
    """
    many = count_alternatives(criteria, levels)
    # One at least as good everywhere, both ways round; equal ones were taken off twice.
    return (many**2 - 2 * (levels * (levels + 1) // 2) ** criteria + many) // 2


def _trade_offs(levels: Sequence[int], chosen: tuple[int, ...]) -> Iterator[Pair]:
    steps = [list(combinations(range(levels[c]), 2)) for c in chosen]
    for step in product(*steps):
        # The first side is fixed, or each pair would come twice.
        for sides in product((True, False), repeat=len(chosen) - 1):
            first, second = [-1] * len(levels), [-1] * len(levels)
            for c, (low, high), is_first in zip(chosen, step, (True, *sides), strict=True):
                first[c], second[c] = (high, low) if is_first else (low, high)
            # Better everywhere is no trade-off.
            if not all(sides):
                yield tuple(first), tuple(second)


def whole_levels(levels: Sequence[int]) -> list[int]:
    """Return the numbers of levels, or refuse none at all and fewer than 2 of a criterion."""
    try:
        found = [index(level) for level in levels]
    except TypeError:
        raise ValueError(f"levels: expected one whole number a criterion, got {levels!r}") from None
    if not found or min(found) < 2:
        raise ValueError(f"levels: expected at least 2 a criterion, got {found}")
    return found


def whole_answers(levels: Sequence[int], answers: Sequence[Answer]) -> list[Answer]:
    """Return answers in one form: -1 on every criterion on which the two profiles have the same level."""
    try:
        given = [(_profile(levels, a), _profile(levels, b), is_equal) for a, b, is_equal in answers]
    except (TypeError, ValueError):
        raise ValueError(
            f"answers: expected (profile, profile, is_equal) each, a profile of whole levels from 0, or -1, "
            f"below {list(levels)}, got {answers!r}"
        ) from None
    if not all(isinstance(is_equal, bool | np.bool_) for _, _, is_equal in given):
        raise ValueError(f"answers: expected True or False for is_equal, got {[answer[2] for answer in given]}")
    return [(*_differing(a, b), bool(is_equal)) for a, b, is_equal in given]


def _profile(levels: Sequence[int], profile: Profile) -> Profile:
    found = tuple(index(at) for at in profile)
    if any(not -1 <= at < level for at, level in zip(found, levels, strict=True)):
        # The caller says what was expected.
        raise ValueError
    return found


def _differing(first: Profile, second: Profile) -> Pair:
    sides = [(max(a, 0), max(b, 0)) for a, b in zip(first, second, strict=True)]
    kept = [(a, b) if a != b else (-1, -1) for a, b in sides]
    return tuple(a for a, _ in kept), tuple(b for _, b in kept)
