"""Which points for the levels of each criterion follow from choosing between two profiles?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.arrays import Floats
from analysis.weights.profiles import Answer, Pair, Profile, undominated_pairs, whole_answers, whole_levels

LEAST = 1.0
NEAR = 1e-8


@dataclass(frozen=True)
class LevelPoints:
    """Points for every level, and how many choices they rest on.

    `points`: one array a criterion, worst level first, best total 100; NaN when answers contradict.
    `weights` (c,): the points of each best level, as shares of 1. `asked`: different pairs that were
    answered; `implied` further pairs that they decide; `open_pairs` that are still undecided.
    `is_identified`: there are answers and they fit together. `conflict`: as of `conflicting`.
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


def next_question(levels: Sequence[int], answers: Sequence[Answer]) -> Pair | None:
    """Return the next pair on two criteria that the answers so far do not decide, None when all are decided.

    Parameters
    ----------
    levels : sequence of int
        Number of levels of each criterion.
    answers : sequence of (profile, profile, is_equal)
        As for `paprika`.

    Raises
    ------
    ValueError
        Answers that cannot all hold: see `conflicting`.

    Example
    -------
    >>> next_question([2, 2], [])
    ((1, 0), (0, 1))
    """
    sizes = whole_levels(levels)
    given = whole_answers(sizes, answers)
    if _solve(sizes, given) is None:
        raise ValueError(f"answers: expected choices that can all hold, see conflicting, got {len(given)} that cannot")
    asked = _pairs(given)
    decided = _Decided(sizes, given)
    for pair in undominated_pairs(sizes, most=2):
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
        criterion, from 0, the worst; where the two do not differ any common level or -1.
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
        Fewer than 2 levels, a profile of another length or with a level that does not exist, or an
        is_equal that is neither True nor False.

    Example
    -------
    >>> found = paprika([2, 2], [((1, 0), (0, 1), False)])
    >>> [row.round(2).tolist() for row in found.points], found.implied
    ([[0.0, 66.67], [0.0, 33.33]], 0)

    References
    ----------
    Hansen & Ombler 2008, JMCDA 15.
    """
    sizes = whole_levels(levels)
    given = whole_answers(sizes, answers)
    asked = _pairs(given)
    solved = _solve(sizes, given)
    if solved is None:
        nothing = tuple(np.full(level, np.nan) for level in sizes)
        return LevelPoints(nothing, len(asked), 0, 0, False, tuple(conflicting(levels, answers)))
    decided = _Decided(sizes, given)
    others = [pair for pair in undominated_pairs(sizes, most=most) if frozenset(pair) not in asked]
    implied = sum(decided(pair) for pair in others) if given else 0
    scale = 100.0 / sum(row[-1] for row in solved)
    points = tuple(scale * row for row in solved)
    return LevelPoints(points, len(asked), implied, len(others) - implied, bool(given), ())


def _pairs(answers: Sequence[Answer]) -> set[frozenset[Profile]]:
    return {frozenset((a, b)) for a, b, _ in answers}


def conflicting(levels: Sequence[int], answers: Sequence[Answer]) -> list[Answer]:
    """Return a set of answers that cannot all hold: leaving out any one of them makes it possible.

    No set is smaller when it has one or two; larger ones are found by leaving out one answer after the
    other, and another set may be smaller.

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
    sizes = whole_levels(levels)
    given = whole_answers(sizes, answers)
    places = list(range(len(given)))
    if not _contradict(sizes, given, places):
        return []
    # A contradiction of one or two answers is the easiest to talk about.
    for few in (few for size in (1, 2) for few in combinations(places, size)):
        if _contradict(sizes, given, few):
            return [answers[i] for i in few]
    # What the contradiction can do without is left out, so that each of the rest is needed.
    for i in list(places):
        without = [other for other in places if other != i]
        if _contradict(sizes, given, without):
            places = without
    return [answers[i] for i in places]


def _contradict(levels: Sequence[int], answers: Sequence[Answer], places: Sequence[int]) -> bool:
    return _solve(levels, [answers[i] for i in places]) is None


def _row(levels: Sequence[int], better: Profile, worse: Profile) -> Floats:
    starts = np.concatenate([[0], np.cumsum([level - 1 for level in levels])])
    row = np.zeros(starts[-1])
    for c, (a, b) in enumerate(zip(better, worse, strict=True)):
        # -1 is the same level on both sides: the lowest does as well as any.
        low, high = sorted((max(a, 0), max(b, 0)))
        row[starts[c] + low : starts[c] + high] = 1.0 if a > b else -1.0
    return row


def _solve(levels: Sequence[int], answers: Sequence[Answer]) -> list[Floats] | None:
    """Return cumulative points by level that keep every strict answer and step at least one slack apart."""
    from scipy.optimize import linprog  # half a second to import, needed by few pages

    size = sum(level - 1 for level in levels)
    # A higher level is always worth more.
    strict = [_row(levels, a, b) for a, b, is_equal in answers if not is_equal] + list(np.eye(size))
    equal = [_row(levels, a, b) for a, b, is_equal in answers if is_equal]
    # The last unknown is the slack, as large as it can be.
    upper = np.array([np.append(-row, 1.0) for row in strict])
    # Any sum would do: the points are brought to 100 later.
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
    # Without slack a strict answer holds as a tie only.
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
