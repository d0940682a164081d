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
NEAR = 1e-8


@dataclass(frozen=True)
class LevelPoints:
    """Points for every level, and how many choices they rest on.

    `points`: one array a criterion, worst level first, best total 100; NaN when answers contradict.
    `weights` (c,): the points of each best level, as shares of 1. `asked` answers; `implied` further
    pairs that they decide; `open_pairs` that are still undecided. `is_identified`: there are answers
    and they fit together. `conflict`: a smallest set of answers that cannot all hold.
    """

    points: tuple[Floats, ...]
    asked: int
    implied: int
    open_pairs: int
    is_identified: bool
    conflict: tuple[Answer, ...]

    @property
    def weights(self) -> Floats:
        """Points of the best level of each criterion, shares of 1, shape (c,)."""
        return np.array([row[-1] for row in self.points]) / 100.0


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
    if any(level < 2 for level in levels):
        raise ValueError(f"levels: expected at least 2 a criterion, got {list(levels)}")
    pairs: list[Pair] = []
    for size in range(2, min(len(levels), most or len(levels)) + 1):
        for chosen in combinations(range(len(levels)), size):
            pairs.extend(_trade_offs(levels, chosen))
    return pairs


def count_undominated(criteria: int, levels: int) -> int:
    """Return the number of undominated pairs: ``sum_q C(c,q) (l(l-1)/2)^q (2^(q-1) - 1)``.

    Parameters
    ----------
    criteria, levels : int
        c criteria of l levels each.

    Example
    -------
    >>> count_undominated(4, 3)
    945
    """
    steps = levels * (levels - 1) // 2
    if criteria < 1 or levels < 2:
        raise ValueError(f"levels: expected at least 2 for at least one criterion, got {levels} for {criteria}")
    return sum(comb(criteria, q) * steps**q * (2 ** (q - 1) - 1) for q in range(2, criteria + 1))


def next_question(levels: Sequence[int], answers: Sequence[Answer]) -> Pair | None:
    """Return the next pair on two criteria that the answers so far do not decide, None when all are decided.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion.
    answers : sequence of (profile, profile, is_equal)
        As for `paprika`.

    Example
    -------
    >>> next_question([2, 2], [])
    ((1, 0), (0, 1))
    """
    asked = {frozenset((a, b)) for a, b, _ in answers}
    decided = _Decided(levels, answers)
    for pair in undominated_pairs(levels, most=2):
        if frozenset(pair) not in asked and not decided(pair):
            return pair
    return None


def paprika(levels: Sequence[int], answers: Sequence[Answer], *, most: int | None = None) -> LevelPoints:
    """Return points for the levels from choices between two profiles.

    Profiles are worth the sum of the points of their levels. Largest t with ``worth(a) - worth(b) >= t``
    for every choice of a over b and every step between neighbouring levels, equal worth for equal
    answers, best total 100 (a linear program). A further pair is implied when its row is a
    non-negative combination of the rows of the answers and steps (Farkas).

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion, at least 2.
    answers : sequence of (profile, profile, is_equal)
        The first profile is preferred, or both are worth the same. A profile has one level a
        criterion, from 0, the worst; -1 where the two do not differ.
    most : int, optional
        Count implied pairs on at most so many criteria; by default on all.

    Returns
    -------
    LevelPoints
        Without answers `is_identified` is False and every step has the same points; with
        contradictions `conflict` is not empty.

    Raises
    ------
    ValueError
        Fewer than 2 levels, or a profile of another length or with a level that does not exist.

    Example
    -------
    >>> found = paprika([2, 2], [((1, 0), (0, 1), False)])
    >>> [row.round(2).tolist() for row in found.points], found.implied
    ([[0.0, 66.67], [0.0, 33.33]], 0)

    References
    ----------
    Hansen & Ombler 2008, JMCDA 15.
    """
    _checked(levels, answers)
    solved = _solve(levels, answers)
    if solved is None:
        nothing = tuple(np.full(level, np.nan) for level in levels)
        return LevelPoints(nothing, len(answers), 0, 0, False, tuple(conflicting(levels, answers)))
    asked = {frozenset((a, b)) for a, b, _ in answers}
    decided = _Decided(levels, answers)
    others = [pair for pair in undominated_pairs(levels, most=most) if frozenset(pair) not in asked]
    implied = sum(decided(pair) for pair in others) if answers else 0
    scale = 100.0 / sum(row[-1] for row in solved)
    points = tuple(scale * row for row in solved)
    return LevelPoints(points, len(answers), implied, len(others) - implied, bool(answers), ())


def _checked(levels: Sequence[int], answers: Sequence[Answer]) -> None:
    if not levels or any(level < 2 for level in levels):
        raise ValueError(f"levels: expected at least 2 a criterion, got {list(levels)}")
    for profile in (profile for first, second, _ in answers for profile in (first, second)):
        has_levels = len(profile) == len(levels)
        if not has_levels or any(not -1 <= at < level for at, level in zip(profile, levels, strict=True)):
            raise ValueError(f"answers: expected {len(levels)} levels below {list(levels)} each, got {profile}")


def conflicting(levels: Sequence[int], answers: Sequence[Answer]) -> list[Answer]:
    """Return a smallest set of answers that cannot all hold: leaving out any one of them makes it possible.

    Parameters
    ----------
    levels : sequence of int
    answers : sequence of (profile, profile, is_equal)
        As for `paprika`.

    Returns
    -------
    list of answers
        Empty when all can hold.

    Example
    -------
    >>> len(conflicting([2, 2], [((1, 0), (0, 1), False), ((0, 1), (1, 0), True)]))
    2
    """
    if _solve(levels, answers) is not None:
        return []
    kept = list(answers)
    for answer in list(kept):
        without = [other for other in kept if other is not answer]
        if _solve(levels, without) is None:
            kept = without
    return kept


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


class _Decided:
    """Do the answers already say which profile of a pair is worth more, or that both are worth the same?"""

    def __init__(self, levels: Sequence[int], answers: Sequence[Answer]) -> None:
        self.levels = levels
        strict = [_row(levels, a, b) for a, b, is_equal in answers if not is_equal]
        equal = [_row(levels, a, b) for a, b, is_equal in answers if is_equal]
        steps = np.eye(sum(level - 1 for level in levels))
        self.rows = np.array([*steps, *strict, *equal, *(-row for row in equal)]).T

    def __call__(self, pair: Pair) -> bool:
        from scipy.optimize import nnls  # half a second to import, needed by few pages

        row = _row(self.levels, *pair)
        most = 30 * self.rows.shape[1]
        return any(nnls(self.rows, side, maxiter=most)[1] < NEAR for side in (row, -row))
