"""Do other methods rank alike, and does a method keep its order when others join or leave?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.aggregation.distance import marcos, topsis, vikor
from analysis.aggregation.promethee import promethee2
from analysis.aggregation.scales import Direction, complete
from analysis.aggregation.sums import waspas, weighted_product, weighted_sum
from analysis.arguments import function
from analysis.arrays import Floats, labels
from analysis.matrix import Ranking

RATIO_SUM = "weighted_sum_of_ratios"
SAME = {"marcos": RATIO_SUM}


@dataclass(frozen=True)
class Comparison:
    """Places by several methods side by side: disagreement is a finding, never a vote.

    `ranks` (methods, m) and `scores` (methods, m, larger is better; NaN for one alternative alone).
    `agreement` (methods, methods): Kendall's tau-b of two rankings, NaN where one ties everything.
    `same_as`: methods that by construction rank like another one and are no opinion of their own.
    """

    methods: tuple[str, ...]
    alternatives: tuple[str, ...]
    ranks: NDArray[np.int64]
    scores: Floats
    agreement: Floats
    same_as: Mapping[str, str]

    @property
    def winners(self) -> dict[str, tuple[str, ...]]:
        """The alternatives in first place by each method."""
        return {
            method: tuple(name for name, rank in zip(self.alternatives, row, strict=True) if rank == 1)
            for method, row in zip(self.methods, self.ranks.tolist(), strict=True)
        }

    @property
    def opinions(self) -> tuple[str, ...]:
        """The methods that do not merely repeat another one."""
        return tuple(method for method in self.methods if method not in self.same_as)


@dataclass(frozen=True)
class Reversal:
    """Two alternatives that change their order: `before` was ahead of `after`, now it is the other way round.

    `cause`: "without X" or "copy of X".
    """

    cause: str
    before: str
    after: str


def compare_methods(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
    direction: Direction = None,
) -> Comparison:
    """Return how the methods rank the same table, and how far each two agree.

    Weighted sum of min-max values and of ratios to the best, weighted product, WASPAS, TOPSIS
    (vector), VIKOR, PROMETHEE II (usual) and MARCOS; those that need positive numbers are left out
    when there are others. ``tau_b = (C - D)/sqrt((P - T_x)(P - T_y))`` over the P pairs, C in the
    same and D in the opposite order, T tied. MARCOS always ranks as the sum of ratios, so it is
    marked and must not be counted.

    Parameters
    ----------
    values : array, shape (m, n)
        Raw performance.
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional
    direction : sequence of "max" or "min", length n, optional

    Example
    -------
    >>> found = compare_methods([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]], [20, 15, 40, 25])
    >>> found.winners["weighted_product"], found.winners["weighted_sum_minmax"]
    (('A1',), ('A3',))

    References
    ----------
    Kendall 1945, Biometrika 33 (tau-b); Triantaphyllou 2000 on the disagreement of methods.
    """
    array, share = complete(values, weights)
    options: dict[str, Any] = {"alternatives": alternatives, "direction": direction}
    found = {
        "weighted_sum_minmax": weighted_sum(array, share, rule="minmax", **options),
        "topsis": topsis(array, share, **options).ranking,
        "vikor": vikor(array, share, **options).ranking,
        "promethee2": promethee2(array, share, **options).ranking,
    }
    # Ratios and products need numbers above 0; without them fewer methods take part.
    if np.all(array > 0):
        found |= {
            RATIO_SUM: weighted_sum(array, share, rule="ratio", **options),
            "weighted_product": weighted_product(array, share, **options),
            "waspas": waspas(array, share, **options),
            "marcos": marcos(array, share, **options).ranking,
        }
    ranks = np.stack([ranking.ranks for ranking in found.values()])
    # Q is small for the best: turned, so that more is better in every row.
    turned = [-ranking.scores if method == "vikor" else ranking.scores for method, ranking in found.items()]
    return Comparison(
        methods=tuple(found),
        alternatives=next(iter(found.values())).alternatives,
        ranks=ranks,
        scores=np.stack(turned),
        agreement=np.array([[_tau(a, b) for b in ranks] for a in ranks]),
        same_as={method: other for method, other in SAME.items() if method in found},
    )


def _tau(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    above = np.triu_indices(first.size, 1)
    x, y = (np.sign(np.subtract.outer(ranks, ranks))[above] for ranks in (first, second))
    # Kendall's tau-b: pairs that tie count for neither.
    size = np.sqrt(np.count_nonzero(x) * np.count_nonzero(y))
    return float(x @ y / size) if size > 0 else float("nan")


def rank_reversals(
    method: Callable[[Floats, Floats], object],
    values: ArrayLike,
    weights: ArrayLike,
    *,
    alternatives: Sequence[str] | None = None,
) -> list[Reversal]:
    """Return which pairs change their order when an alternative leaves or a copy of one joins.

    Every alternative but the winners is left out once, and a copy of every one is added once; only
    the order of those present before and after is compared, and a tie is no change.

    Parameters
    ----------
    method : callable
        From values (m, n) and weights (n,) to a `Ranking`, or to a result that holds one as `ranking`.
    values : array, shape (m, n)
    weights : array, shape (n,)
    alternatives : sequence of str, length m, optional

    Returns
    -------
    list of Reversal
        Empty for the additive model on a declared scale, whatever the table.

    Example
    -------
    >>> table = [[1, 9, 8], [9, 1, 9], [1, 1, 1]]
    >>> shared = lambda x, w: weighted_sum(x, w, rule="sum")
    >>> [(found.cause, found.before, found.after) for found in rank_reversals(shared, table, [1, 1, 1])]
    [('copy of A2', 'A2', 'A1')]

    References
    ----------
    Belton & Gear 1983, Omega 11; Wang & Triantaphyllou 2008, Omega 36.
    """
    function("method", method)
    array, share = complete(values, weights)
    codes = labels(alternatives, len(array))
    ranks = _places(method, array, share)
    found: list[Reversal] = []
    for i, code in enumerate(codes):
        others = [k for k in range(len(codes)) if k != i]
        if ranks[i] > 1 and len(others) > 1:
            again = _places(method, array[others], share)
            found += _changed(f"without {code}", codes, ranks, after=dict(zip(others, again.tolist(), strict=True)))
        copied = _places(method, np.vstack([array, array[i]]), share)
        found += _changed(f"copy of {code}", codes, ranks, after=dict(enumerate(copied.tolist()[:-1])))
    return found


def _places(method: Callable[[Floats, Floats], object], array: Floats, share: Floats) -> NDArray[np.int64]:
    result = method(array, share)
    ranking = getattr(result, "ranking", result)
    if not isinstance(ranking, Ranking):
        raise ValueError(f"method: expected one that gives a Ranking or a result with one, got {type(result).__name__}")
    return ranking.ranks


def _changed(
    cause: str, codes: Sequence[str], before: NDArray[np.int64], *, after: Mapping[int, int]
) -> list[Reversal]:
    return [
        Reversal(cause, codes[a], codes[b])
        for a in after
        for b in after
        if before[a] < before[b] and after[a] > after[b]
    ]
