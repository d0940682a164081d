"""Which points for the levels of each criterion follow from choosing between two profiles?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np

from analysis.arrays import Floats

Profile = tuple[int, ...]
Pair = tuple[Profile, Profile]
Answer = tuple[Profile, Profile, bool]
LEAST = 1.0


@dataclass(frozen=True)
class LevelPoints:
    """Points for every level: `points` has one array a criterion, worst level first, best total 100."""

    points: tuple[Floats, ...]
    asked: int
    implied: int
    is_identified: bool


def undominated_pairs(levels: Sequence[int]) -> list[Pair]:
    """Return the pairs of profiles in which each is better on something, each trade-off once.

    A profile fixes one level (from 0, the worst) on each of the criteria that differ; the others
    are -1. With c criteria of l levels there are ``sum_q C(c,q) (l(l-1)/2)^q (2^(q-1) - 1)``.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion.

    Example
    -------
    >>> len(undominated_pairs([2, 2, 2])), count_undominated(3, 2)
    (6, 6)

    References
    ----------
    Hansen & Ombler 2008, JMCDA 15.
    """
    if any(level < 2 for level in levels):
        raise ValueError(f"levels: expected at least 2 a criterion, got {list(levels)}")
    pairs: list[Pair] = []
    for size in range(2, len(levels) + 1):
        for chosen in combinations(range(len(levels)), size):
            pairs.extend(_trade_offs(levels, chosen))
    return pairs


def count_undominated(criteria: int, levels: int) -> int:
    """Return the number of undominated pairs by the formula.

    Example
    -------
    >>> count_undominated(4, 3)
    945
    """
    steps = levels * (levels - 1) // 2
    return sum(comb(criteria, q) * steps**q * (2 ** (q - 1) - 1) for q in range(2, criteria + 1))


def next_question(levels: Sequence[int], answers: Sequence[Answer]) -> Pair | None:
    """Return the next pair on two criteria that the answers so far do not decide, None when all are decided."""
    asked = {(a, b) for a, b, _ in answers}
    for pair in undominated_pairs(levels):
        if sum(level >= 0 for level in pair[0]) == 2 and pair not in asked and _implied(levels, answers, pair) is None:
            return pair
    return None


def paprika(levels: Sequence[int], answers: Sequence[Answer]) -> LevelPoints:
    """Return points for the levels from choices between two profiles.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion.
    answers : sequence of (profile, profile, is_equal)
        The first profile is preferred, or both are worth the same.

    Returns
    -------
    LevelPoints
        The feasible points with the largest least distance between ranked profiles and levels.

    Raises
    ------
    ValueError
        Answers that contradict each other.

    Example
    -------
    >>> found = paprika([2, 2], [((1, 0), (0, 1), False)])
    >>> [row.round(2).tolist() for row in found.points]
    [[0.0, 66.67], [0.0, 33.33]]

    References
    ----------
    Hansen & Ombler 2008, JMCDA 15.
    """
    solved = _solve(levels, answers)
    if solved is None:
        conflict = conflicting(levels, answers)
        raise ValueError(f"answers: {len(conflict)} of {len(answers)} answers contradict each other: {conflict}")
    pairs = [pair for pair in undominated_pairs(levels) if pair not in {(a, b) for a, b, _ in answers}]
    implied = sum(_implied(levels, answers, pair) is not None for pair in pairs) if answers else 0
    scale = 100.0 / sum(row[-1] for row in solved)
    return LevelPoints(tuple(scale * row for row in solved), len(answers), implied, bool(answers))


def conflicting(levels: Sequence[int], answers: Sequence[Answer]) -> list[Answer]:
    """Return a smallest set of answers that cannot all hold: leaving out any one of them makes it possible."""
    kept = list(answers)
    for answer in list(kept):
        without = [other for other in kept if other is not answer]
        if _solve(levels, without) is None:
            kept = without
    return kept if _solve(levels, kept) is None else []


def _trade_offs(levels: Sequence[int], chosen: tuple[int, ...]) -> Iterator[Pair]:
    steps = [list(combinations(range(levels[c]), 2)) for c in chosen]
    for step in product(*steps):
        for sides in product((True, False), repeat=len(chosen) - 1):
            first, second = [-1] * len(levels), [-1] * len(levels)
            for c, (low, high), is_first in zip(chosen, step, (True, *sides), strict=True):
                first[c], second[c] = (high, low) if is_first else (low, high)
            if not all(sides):
                yield tuple(first), tuple(second)


def _row(levels: Sequence[int], better: Profile, worse: Profile) -> Floats:
    starts = np.concatenate([[0], np.cumsum([level - 1 for level in levels])])
    row = np.zeros(starts[-1])
    for c, (a, b) in enumerate(zip(better, worse, strict=True)):
        low, high = sorted((max(a, 0), max(b, 0)))
        row[starts[c] + low : starts[c] + high] = 1.0 if a > b else -1.0
    return row


def _solve(levels: Sequence[int], answers: Sequence[Answer]) -> list[Floats] | None:
    """Return cumulative points by level that keep every strict answer and step at least one slack apart."""
    from scipy.optimize import linprog  # half a second to import, needed by few pages

    size = sum(level - 1 for level in levels)
    strict = [_row(levels, a, b) for a, b, is_equal in answers if not is_equal] + list(np.eye(size))
    equal = [_row(levels, a, b) for a, b, is_equal in answers if is_equal]
    upper = np.array([np.append(-row, 1.0) for row in strict])
    total = np.append(np.ones(size), 0.0)
    level = np.array([total, *(np.append(row, 0.0) for row in equal)])
    found = linprog(
        np.append(np.zeros(size), -1.0),
        A_ub=upper,
        b_ub=np.zeros(len(upper)),
        A_eq=level,
        b_eq=np.append(LEAST, np.zeros(len(equal))),
        bounds=[(0, None)] * size + [(0, None)],
        method="highs",
    )
    if found.x is None or found.x[-1] <= 1e-9:
        return None
    parts = np.split(found.x[:size], np.cumsum([level - 1 for level in levels])[:-1])
    return [np.concatenate([[0.0], np.cumsum(part)]) for part in parts]


def _implied(levels: Sequence[int], answers: Sequence[Answer], pair: Pair) -> bool | None:
    """Return whether the first profile must be preferred (True), the second (False), or neither (None)."""
    better, worse = pair
    if _solve(levels, [*answers, (worse, better, False)]) is None:
        return True
    return False if _solve(levels, [*answers, (better, worse, False)]) is None else None
