"""Which alternative is preferred pair by pair?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.aggregation.sums import complete, ranked, signs
from analysis.arrays import TIE, Floats
from analysis.matrix import Ranking


@dataclass(frozen=True)
class Flows:
    """PROMETHEE: how strongly each is preferred (`positive`), the others to it (`negative`), and `net`, all (m,)."""

    ranking: Ranking
    preference: Floats
    positive: Floats
    negative: Floats
    net: Floats


@dataclass(frozen=True)
class Outranking:
    """ELECTRE: `concordance` and `discordance` (m, m, NaN on the diagonal), who outranks whom, and the kernel.

    `kernel` is None when the relation has no single kernel.
    """

    concordance: Floats
    discordance: Floats
    outranks: NDArray[np.bool_]
    kernel: tuple[str, ...] | None


def preference(difference: Floats, rule: Mapping[str, Any]) -> Floats:
    """Return the preference from 0 to 1 for differences, larger is better.

    Types: "usual"; "u" (q); "v" (p); "level" (q, p); "linear" (q, p); "gaussian" (s).

    Example
    -------
    >>> preference(np.array([-1.0, 2.0, 8.0]), {"type": "linear", "q": 1, "p": 5}).tolist()
    [0.0, 0.25, 1.0]

    References
    ----------
    Brans & Vincke 1985, Management Science 31.
    """
    kind = rule["type"]
    if kind == "usual":
        return (difference > TIE).astype(float)
    if kind == "u":
        return (difference > rule["q"]).astype(float)
    if kind == "v":
        return np.clip(difference / rule["p"], 0.0, 1.0)
    if kind == "level":
        return 0.5 * (difference > rule["q"]) + 0.5 * (difference > rule["p"])
    if kind == "linear":
        return np.clip((difference - rule["q"]) / (rule["p"] - rule["q"]), 0.0, 1.0)
    if kind == "gaussian":
        return np.where(difference > 0, 1.0 - np.exp(-(difference**2) / (2.0 * rule["s"] ** 2)), 0.0)
    raise ValueError(f"preference: unknown type {kind!r}")


def promethee2(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str],
    direction: Sequence[str],
    preferences: Sequence[Mapping[str, Any]],
) -> Flows:
    """Return net preference flows: ``phi = phi+ - phi-``.

    ``pi(a, b) = sum_j w_j P_j(d_j (x_aj - x_bj))``, ``phi+(a) = sum_b pi(a, b)/(m - 1)``,
    ``phi-(a) = sum_b pi(b, a)/(m - 1)``. The flows sum to 0.

    Parameters
    ----------
    values : array, shape (m, n)
    weights : array, shape (n,)
    alternatives : sequence of str, length m
    direction : sequence of "max" or "min", length n
    preferences : sequence of mappings, length n
        One rule a criterion, see `preference`.

    Example
    -------
    >>> usual = [{"type": "usual"}] * 3
    >>> table = [[4, 3, 2], [3, 2, 4], [5, 1, 3]]
    >>> promethee2(
    ...     table, [5, 3, 2], alternatives="ABC", direction=["max"] * 3, preferences=usual
    ... ).net.round(9).tolist()
    [0.1, -0.3, 0.2]

    References
    ----------
    Brans & Vincke 1985; Brans, Vincke & Mareschal 1986, EJOR 24.
    """
    array, share = complete(values, weights)
    if len(preferences) != share.size:
        raise ValueError(f"preferences: expected {share.size} rules, got {len(preferences)}")
    m = len(array)
    difference = (array[:, None, :] - array[None, :, :]) * signs(direction, share.size)
    degree = sum(w * preference(difference[:, :, j], preferences[j]) for j, w in enumerate(share))
    pi = np.asarray(degree, dtype=float)
    np.fill_diagonal(pi, 0.0)
    positive, negative = pi.sum(axis=1) / max(m - 1, 1), pi.sum(axis=0) / max(m - 1, 1)
    return Flows(ranked(alternatives, positive - negative), pi, positive, negative, positive - negative)


def electre1(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str],
    direction: Sequence[str],
    concordance: float,
    discordance: float,
    scale: str = "largest",
) -> Outranking:
    """Return who outranks whom: enough weight agrees and nothing disagrees too much.

    ``C(a, b)``: weight of the criteria on which a is at least as good. ``D(a, b)``: largest
    disadvantage of a divided by a scale. a outranks b when ``C >= concordance`` and
    ``D <= discordance``. Kernel: nothing inside outranks another inside, and everything outside is
    outranked from inside.

    Parameters
    ----------
    values : array, shape (m, n)
        On comparable scales (for example divided by the column sums).
    weights : array, shape (n,)
    alternatives : sequence of str, length m
    direction : sequence of "max" or "min", length n
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
    agree, against = _indices(array, share, signs(direction, share.size), scale)
    outranks = _relation(agree, against, concordance, discordance)
    codes = tuple(alternatives)
    kernel = _kernel(outranks)
    return Outranking(agree, against, outranks, None if kernel is None else tuple(codes[i] for i in kernel))


def electre2(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str],
    direction: Sequence[str],
    strong: tuple[float, float],
    weak: tuple[float, float],
    scale: str = "largest",
) -> tuple[Ranking, Ranking]:
    """Return two rankings from a strong and a weak outranking relation: from the top and from the bottom.

    From the top: those that nothing left outranks strongly are next, ties broken by the weak
    relation; from the bottom the same with the relations reversed. Where the two disagree, the
    alternatives are hard to compare.

    Parameters
    ----------
    strong, weak : (concordance, discordance)
        Thresholds of the two relations.

    Example
    -------
    >>> down, up = electre2(
    ...     [[3, 3], [2, 2], [1, 1]], [1, 1], alternatives="ABC", direction=["max", "max"],
    ...     strong=(0.8, 0.2), weak=(0.6, 0.4),
    ... )
    >>> down.ranks.tolist(), up.ranks.tolist()
    ([1, 2, 3], [1, 2, 3])

    References
    ----------
    Roy & Bertier 1971.
    """
    array, share = complete(values, weights)
    agree, against = _indices(array, share, signs(direction, share.size), scale)
    firm, loose = _relation(agree, against, *strong), _relation(agree, against, *weak)
    down = _peel(firm, loose)
    up = _peel(firm.T, loose.T)
    return (
        ranked(alternatives, down, smaller_is_better=True),
        ranked(alternatives, up.max() - up, smaller_is_better=True),
    )


def _indices(array: Floats, share: Floats, sign: Floats, scale: str) -> tuple[Floats, Floats]:
    if scale not in ("largest", "own"):
        raise ValueError(f'scale: expected "largest" or "own", got {scale!r}')
    difference = (array[:, None, :] - array[None, :, :]) * sign
    agree = (difference >= -TIE) @ share
    spread = np.ptp(array, axis=0)
    size = np.full_like(spread, spread.max()) if scale == "largest" else spread
    behind = np.divide(np.maximum(-difference, 0.0), size, out=np.zeros_like(difference), where=size > 0)
    against = behind.max(axis=2)
    for index in (agree, against):
        np.fill_diagonal(index, np.nan)
    return agree, against


def _relation(agree: Floats, against: Floats, concordance: float, discordance: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray((agree >= concordance - TIE) & (against <= discordance + TIE))


def _kernel(outranks: NDArray[np.bool_]) -> list[int] | None:
    inside: list[int] = []
    left = set(range(len(outranks)))
    while left:
        free = [i for i in sorted(left) if not any(outranks[k, i] for k in left)]
        if not free:
            return None
        inside += free
        left -= set(free) | {i for i in left if any(outranks[k, i] for k in free)}
    return sorted(inside)


def _peel(firm: NDArray[np.bool_], loose: NDArray[np.bool_]) -> Floats:
    place = np.zeros(len(firm))
    left, step = set(range(len(firm))), 0
    while left:
        step += 1
        top = [i for i in sorted(left) if not any(firm[k, i] for k in left)] or sorted(left)
        best = [i for i in top if not any(loose[k, i] for k in top if k != i)] or top
        place[best] = step
        left -= set(best)
    return place
