"""Which alternative outranks which: enough weight agrees and nothing disagrees too much?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.aggregation.scales import Direction, complete, differences, ranked
from analysis.arrays import TIE, Floats, number, numbers, spread
from analysis.matrix import Ranking


@dataclass(frozen=True)
class Outranking:
    """ELECTRE I: `concordance` and `discordance` (m, m, NaN on the diagonal), who `outranks` whom (m, m).

    `kernel`: those whom nobody outside their own cycle outranks once what the kernel outranks is
    gone; members of a cycle count as equal and stand or fall together. `has_cycles`: there are some.
    """

    alternatives: tuple[str, ...]
    concordance: Floats
    discordance: Floats
    outranks: NDArray[np.bool_]
    kernel: tuple[str, ...]
    has_cycles: bool


@dataclass(frozen=True)
class Distillation:
    """ELECTRE II: the ranking from the top, the one from the bottom, and the mean of both.

    `scores` are the steps, 1 for the first, in which an alternative is taken.
    """

    down: Ranking
    up: Ranking
    mean: Ranking


def electre1(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    concordance: float = 0.65,
    discordance: float = 0.35,
    scale: str = "largest",
) -> Outranking:
    """Return who outranks whom: enough weight agrees and nothing disagrees too much.

    ``C(a, b)``: weight of the criteria on which a is at least as good. ``D(a, b)``: largest
    disadvantage of a divided by a scale. a outranks b when ``C >= concordance`` and
    ``D <= discordance``. Kernel: nothing inside outranks another inside, and everything outside is
    outranked from inside, cycles taken as one.

    Parameters
    ----------
    values : array, shape (m, n)
        On comparable scales (for example divided by the column sums).
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    concordance, discordance : float
        Thresholds, 0 to 1.
    scale : {"largest", "own"}
        Divide disadvantages by the largest range of all criteria, or by each criterion's own.

    Example
    -------
    >>> found = electre1(
    ...     [[3, 3], [1, 2]], [1, 1], alternatives="AB", direction=["max", "max"], concordance=0.7, discordance=0.3
    ... )
    >>> found.kernel
    ('A',)

    References
    ----------
    Roy 1968, RIRO 8.
    """
    array, share = complete(values, weights)
    agree, against = _indices(array, share, direction, scale=scale)
    levels = number("concordance", concordance, least=0, most=1), number("discordance", discordance, least=0, most=1)
    outranks = _relation(agree, against, np.array([levels]))
    # No order is meant: this checks the names.
    codes = ranked(alternatives, np.zeros(len(array))).alternatives
    reach = _reach(outranks)
    has_cycles = bool(np.any(reach & reach.T & ~np.eye(len(array), dtype=bool)))
    return Outranking(codes, agree, against, outranks, tuple(codes[i] for i in _kernel(outranks, reach)), has_cycles)


def electre2(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    strong: ArrayLike = (0.75, 0.25),
    weak: ArrayLike = (0.65, 0.35),
    scale: str = "largest",
) -> Distillation:
    """Return two rankings from a strong and a weak outranking relation: from the top and from the bottom.

    a outranks b when ``C(a, b) >= C(b, a)``, ``C(a, b) >= concordance`` and ``D(a, b) <= discordance``.
    From the top: those that nothing left outranks strongly are next, ties broken by the weak
    relation; from the bottom the same with the relations reversed. Where the two disagree, the
    alternatives are hard to compare.

    Parameters
    ----------
    values : array, shape (m, n)
        On comparable scales.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    strong, weak : (concordance, discordance), or several such pairs
        Thresholds of the two relations, 0 to 1; of several pairs one has to hold. Roy and Bertier take
        the strong relation ``[(c+, d+), (c0, d-)]`` and the weak one ``(c-, d+)`` with
        ``c+ >= c0 >= c-`` and ``d+ >= d-``. Whoever outranks strongly must do so weakly.
    scale : {"largest", "own"}
        As for `electre1`.

    Example
    -------
    >>> found = electre2([[3, 3], [2, 2], [1, 1]], [1, 1], strong=(0.8, 0.2), weak=(0.6, 0.4))
    >>> found.down.ranks.tolist(), found.up.ranks.tolist()
    ([1, 2, 3], [1, 2, 3])

    References
    ----------
    Roy & Bertier 1971; Wang & Triantaphyllou 2008, Omega 36.
    """
    array, share = complete(values, weights)
    pairs = _pairs("strong", strong), _pairs("weak", weak)
    if not all(any(weaker[0] <= c and weaker[1] >= d for weaker in pairs[1]) for c, d in pairs[0]):
        raise ValueError(f"weak: expected no stricter thresholds than strong {strong!r}, got {weak!r}")
    agree, against = _indices(array, share, direction, scale=scale)
    # The diagonal is NaN, which is not even equal to itself.
    ahead = np.nan_to_num(agree) >= np.nan_to_num(agree).T - TIE
    firm, loose = (_relation(agree, against, levels) & ahead for levels in pairs)
    down = _peel(firm, loose)
    up = _peel(firm.T, loose.T)
    # From the bottom the last comes first: turned round.
    back = 1 + up.max() - up
    places = (ranked(alternatives, place, smaller_is_better=True) for place in (down, back, (down + back) / 2))
    return Distillation(*places)


def _indices(array: Floats, share: Floats, direction: Direction, *, scale: str) -> tuple[Floats, Floats]:
    if scale not in ("largest", "own"):
        raise ValueError(f'scale: expected "largest" or "own", got {scale!r}')
    difference = differences(array, direction)
    # A tie speaks for both; noise must not make it speak for one.
    difference[np.abs(difference) <= TIE] = 0.0
    agree = (difference >= 0) @ share
    own = spread(array)
    size = np.full_like(own, own.max()) if scale == "largest" else own
    behind = np.divide(np.maximum(-difference, 0.0), size, out=np.zeros_like(difference), where=size > 0)
    against = behind.max(axis=2)
    for index in (agree, against):
        np.fill_diagonal(index, np.nan)
    return agree, against


def _pairs(name: str, levels: ArrayLike) -> Floats:
    """Return thresholds as rows of concordance and discordance."""
    found = np.atleast_2d(numbers(name, levels))
    if found.ndim != 2 or found.shape[1] != 2 or not np.all((found >= 0) & (found <= 1)):
        raise ValueError(f"{name}: expected 0 to 1 in shape (2,) or (k, 2), got {levels!r}")
    return found


def _relation(agree: Floats, against: Floats, levels: Floats) -> NDArray[np.bool_]:
    """Return who outranks whom by one pair of thresholds at least; nobody outranks themselves."""
    c, d = levels[:, 0, None, None], levels[:, 1, None, None]
    return np.asarray(((agree >= c - TIE) & (against <= d + TIE)).any(axis=0))


def _reach(outranks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return who outranks whom directly or through others, and everybody themselves."""
    reach = outranks | np.eye(len(outranks), dtype=bool)
    for k in range(len(reach)):
        reach |= reach[:, k : k + 1] & reach[k]
    return reach


def _kernel(outranks: NDArray[np.bool_], reach: NDArray[np.bool_]) -> list[int]:
    # A cycle is one: who outranks one of it outranks all of it.
    alike = reach & reach.T
    over = alike @ outranks @ alike & ~alike
    inside: list[int] = []
    left = set(range(len(outranks)))
    while left:
        free = [i for i in sorted(left) if not any(over[k, i] for k in left)]
        inside += free
        left -= set(free) | {i for i in left if any(over[k, i] for k in free)}
    return sorted(inside)


def _peel(firm: NDArray[np.bool_], loose: NDArray[np.bool_]) -> Floats:
    place = np.zeros(len(firm))
    left, step = set(range(len(firm))), 0
    while left:
        step += 1
        # A cycle has no top: all of it goes together.
        top = [i for i in sorted(left) if not any(firm[k, i] for k in left)] or sorted(left)
        best = [i for i in top if not any(loose[k, i] for k in top if k != i)] or top
        place[best] = step
        left -= set(best)
    return place
