"""Which alternative is nearest to the best that is possible on every criterion?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.aggregation.scales import Direction, complete, normalised, positive, ranked, signs, signs_after
from analysis.arrays import TIE, Floats, number, spread
from analysis.matrix import Ranking

FLAT = 1e-14


@dataclass(frozen=True)
class Closeness:
    """TOPSIS: `to_best` and `to_worst` are the distances (m,); `is_flat` says that all are equal.

    `weighted` is the weighted normalised table (m, n), `ideal` and `anti_ideal` its best and worst (n,).
    """

    ranking: Ranking
    to_best: Floats
    to_worst: Floats
    is_flat: bool
    weighted: Floats
    ideal: Floats
    anti_ideal: Floats


@dataclass(frozen=True)
class Compromise:
    """VIKOR: group utility S, individual regret R and their mixture Q (m,), small is good.

    `compromise` holds the alternatives that are proposed; `has_advantage` and `is_stable` are the
    two conditions for a single one. `terms` (m, n) are the weighted losses that S sums and R takes the
    largest of; `best` and `worst` (n,) are f* and f-, in the unit of the criterion.
    """

    ranking: Ranking
    utility: Floats
    regret: Floats
    mixture: Floats
    has_advantage: bool
    is_stable: bool
    compromise: tuple[str, ...]
    terms: Floats
    best: Floats
    worst: Floats


@dataclass(frozen=True)
class Utility:
    """MARCOS: the ratios K- `to_worst` and K+ `to_best`, and f(K-) `of_worst` and f(K+) `of_best`, all (m,).

    `normalised` and `weighted` (m + 2, n) and their `sums` (m + 2,) hold the anti-ideal alternative
    first and the ideal one last.
    """

    ranking: Ranking
    to_worst: Floats
    to_best: Floats
    of_worst: Floats
    of_best: Floats
    normalised: Floats
    weighted: Floats
    sums: Floats


def topsis(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    rule: str = "vector",
) -> Closeness:
    """Return closeness to the ideal: ``C = D-/(D+ + D-)`` with weighted Euclidean distances.

    Parameters
    ----------
    values : array, shape (m, n)
        Raw performance.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    rule : {"vector", "minmax", "sum", "max", "ratio"}
        Normalisation, see `normalised`; the winner can depend on it. With "vector" it depends on
        the unit too.

    Returns
    -------
    Closeness
        Closeness 0.5 and `is_flat` when all alternatives are equal; a constant criterion
        contributes nothing; one alternative alone has place 1 and no score (NaN).

    Example
    -------
    >>> found = topsis([[1, 3000], [2, 3750], [5, 4500]], [1, 1], alternatives="ABC", direction=["min", "max"])
    >>> found.ranking.scores.round(4).tolist()
    [0.7621, 0.7222, 0.2379]

    References
    ----------
    Hwang & Yoon 1981; on normalisation: Opricovic & Tzeng 2004, EJOR 156.
    """
    array, share = complete(values, weights)
    weighted = share * normalised(array, direction=direction, rule=rule)
    sign = signs_after(rule, direction, share.size)
    best, worst = sign * (sign * weighted).max(axis=0), sign * (sign * weighted).min(axis=0)
    to_best = np.sqrt(((weighted - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    # A sum of distances that is rounding noise is none.
    total = np.where(to_best + to_worst > FLAT * np.abs(weighted).max(), to_best + to_worst, 0.0)
    # Nobody is nearer than another where nothing differs: half way.
    closeness = np.divide(to_worst, total, out=np.full_like(total, 0.5), where=total > 0)
    is_flat = bool(np.all(total == 0))
    return Closeness(ranked(alternatives, closeness), to_best, to_worst, is_flat, weighted, best, worst)


def vikor(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
    mix: float = 0.5,
) -> Compromise:
    """Return the compromise between what most want and what someone regrets most.

    ``S_i = sum_j w_j (f*_j - x_ij)/(f*_j - f-_j)``, ``R_i`` the largest of these terms,
    ``Q_i = mix (S_i - S*)/(S- - S*) + (1 - mix)(R_i - R*)/(R- - R*)``; a range of zero gives 0.
    The first in Q is proposed alone when its advantage is at least ``1/(m - 1)`` and it is also
    best in S or R; else with the second, or with all closer than that advantage.

    Parameters
    ----------
    values : array, shape (m, n)
        Raw performance.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional
    mix : float
        Weight v of the group utility, 0 to 1.

    Returns
    -------
    Compromise
        The ranking is by Q, small first; a constant criterion has terms of 0.

    Example
    -------
    >>> found = vikor([[1, 3000], [2, 3750], [5, 4500]], [1, 1], alternatives="ABC", direction=["min", "max"])
    >>> found.mixture.tolist(), found.compromise
    ([1.0, 0.0, 1.0], ('B',))

    References
    ----------
    Opricovic & Tzeng 2004, EJOR 156.
    """
    array, share = complete(values, weights)
    mix = number("mix", mix, least=0, most=1)
    terms = share * losses(array, direction)
    utility, regret = terms.sum(axis=1), terms.max(axis=1)
    mixture = mix * _from_best(utility) + (1 - mix) * _from_best(regret)
    ranking = ranked(alternatives, mixture, smaller_is_better=True)
    has_advantage, is_stable, chosen = _compromise(utility, regret, mixture)
    proposed = tuple(ranking.alternatives[i] for i in chosen)
    sign = signs(direction, share.size)
    ends = sign * (sign * array).max(axis=0), sign * (sign * array).min(axis=0)
    return Compromise(ranking, utility, regret, mixture, has_advantage, is_stable, proposed, terms, *ends)


def losses(array: Floats, direction: Direction) -> Floats:
    """Return ``(f*_j - x_ij)/(f*_j - f-_j)``, 0 in a constant column, shape (m, n).

    Example
    -------
    >>> losses(np.array([[1.0, 5.0], [3.0, 5.0]]), ["min", "max"]).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    return np.where(spread(array) > 0, 1.0 - normalised(array, direction=direction, rule="minmax"), 0.0)


def _from_best(numbers: Floats) -> Floats:
    size = np.ptp(numbers)
    return (numbers - numbers.min()) / size if size > TIE else np.zeros_like(numbers)


def _compromise(utility: Floats, regret: Floats, mixture: Floats) -> tuple[bool, bool, list[int]]:
    """Return whether the first has an advantage, whether it is stable, and who is proposed."""
    order = np.lexsort((utility, mixture)).tolist()
    margin = 1.0 / (len(order) - 1) if len(order) > 1 else 0.0
    first = order[0]
    has_advantage = len(order) == 1 or bool(mixture[order[1]] - mixture[first] >= margin - TIE)
    is_stable = bool(utility[first] <= utility.min() + TIE or regret[first] <= regret.min() + TIE)
    close = [i for i in order if mixture[i] - mixture[first] < margin - TIE]
    ahead = order[:1] if is_stable else order[:2]
    return has_advantage, is_stable, ahead if has_advantage else close


def marcos(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
) -> Utility:
    """Return utilities relative to an ideal and an anti-ideal alternative.

    ``n_ij`` ratios to the ideal, ``S_i = sum w_j n_ij``, ``K- = S_i/S_AAI``, ``K+ = S_i/S_AI``,
    ``f = (K+ + K-)/(1 + (1 - f+)/f+ + (1 - f-)/f-)``. The order is always that of ``S_i``, a
    weighted sum of ratios to the best: no independent opinion.

    Parameters
    ----------
    values : array, shape (m, n)
        Greater than 0.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional

    Returns
    -------
    Utility
        One alternative alone: place 1, no score (NaN).

    Example
    -------
    >>> found = marcos([[3, 1], [1, 2]], [1, 1], alternatives="AB", direction=["max", "max"])
    >>> found.ranking.best
    ('A',)

    References
    ----------
    Stevic, Pamucar, Puska & Chatterjee 2020, Computers & Industrial Engineering 140.
    """
    array, share = complete(values, weights)
    positive(array)
    sign = signs(direction, share.size)
    worst = sign * (sign * array).min(axis=0)
    extended = np.vstack([worst, array, sign * (sign * array).max(axis=0)])
    ratios = normalised(extended, direction=direction)
    weighted = share * ratios
    sums = weighted.sum(axis=1)
    to_worst, to_best = sums[1:-1] / sums[0], sums[1:-1] / sums[-1]
    of_worst, of_best = to_best / (to_best + to_worst), to_worst / (to_best + to_worst)
    utility = (to_best + to_worst) / (1 + (1 - of_best) / of_best + (1 - of_worst) / of_worst)
    return Utility(ranked(alternatives, utility), to_worst, to_best, of_worst, of_best, ratios, weighted, sums)
