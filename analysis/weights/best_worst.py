"""Which weights follow from comparing every criterion with the best and the worst one?"""

from dataclasses import dataclass
from itertools import product
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector

CONSISTENCY_INDEX = (0.0, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23)
STEPS = 60  # halvings: more than a float has bits


@dataclass(frozen=True)
class BestWorstWeights:
    """Weights of the linear model, and what the nonlinear one allows.

    `weights` (n,) and `xi` of the linear model; `nonlinear_xi` and `intervals` (n, 2), the least
    and greatest weight at that xi; `consistency_ratio` of the nonlinear model; `input_ratio`
    known from the answers alone.
    """

    weights: Floats
    xi: float
    nonlinear_xi: float
    intervals: Floats
    consistency_ratio: float
    input_ratio: float


def best_worst(
    best_to_others: ArrayLike,
    others_to_worst: ArrayLike,
    *,
    best: int | None = None,
    worst: int | None = None,
) -> BestWorstWeights:
    """Return weights from two rows of comparisons on 1 to 9.

    Linear model: least xi with ``|w_B - a_Bj w_j| <= xi`` and ``|w_j - a_jW w_W| <= xi``.
    Nonlinear model: ``|w_B/w_j - a_Bj| <= xi`` and ``|w_j/w_W - a_jW| <= xi``, by bisection.
    ``CR = xi / CI(a_BW)``; input-based ``CR = max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW)``.

    Parameters
    ----------
    best_to_others : array, shape (n,)
        How many times the best is preferred to each; 1 for the best itself.
    others_to_worst : array, shape (n,)
        How many times each is preferred to the worst; 1 for the worst itself.
    best, worst : int, optional
        Which criteria are the best and the worst; by default the first with a 1 in their rows whose two
        ``a_BW`` agree.

    Returns
    -------
    BestWorstWeights
        Best and worst equal (``a_BW = 1``): equal weights, ratios 0. Answers of the same criterion as
        best and worst are refused.

    Raises
    ------
    ValueError
        Comparisons outside 1 to 9, no 1 for the best or the worst, or two different ``a_BW``.

    Example
    -------
    >>> best_worst([2, 1, 4, 3, 8], [4, 8, 2, 3, 1]).weights.round(4).tolist()
    [0.2295, 0.4481, 0.1148, 0.153, 0.0546]

    References
    ----------
    Rezaei 2015, Omega 53; Rezaei 2016, Omega 64; Liang, Brunelli & Rezaei 2020, Omega 96.
    """
    to_others = vector("best_to_others", best_to_others)
    to_worst = vector("others_to_worst", others_to_worst, length=to_others.size)
    first, last = _ends(to_others, to_worst, best=best, worst=worst)
    ratio = to_others[last]
    # All are alike, and the ratios below would divide by 0.
    if ratio == 1:
        equal = np.full(to_others.size, 1.0 / to_others.size)
        return BestWorstWeights(equal, 0.0, 0.0, np.stack([equal, equal], axis=1), 0.0, 0.0)
    weights, xi = _linear(to_others, to_worst, best=first, worst=last)
    rows = _Rows(to_others, to_worst, first, last)
    nonlinear = _least_xi(rows)
    return BestWorstWeights(
        weights=weights,
        xi=xi,
        nonlinear_xi=nonlinear,
        # A touch more, or the bounds leave no room for the solver.
        intervals=rows.intervals(nonlinear + 1e-6),
        consistency_ratio=nonlinear / float(np.interp(ratio, np.arange(1, 10), CONSISTENCY_INDEX)),
        input_ratio=float(np.max(np.abs(to_others * to_worst - ratio)) / (ratio * ratio - ratio)),
    )


def _ends(to_others: Floats, to_worst: Floats, *, best: int | None, worst: int | None) -> tuple[int, int]:
    for name, row in (("best_to_others", to_others), ("others_to_worst", to_worst)):
        if not np.all((row >= 1) & (row <= 9)) or row.min() != 1:
            raise ValueError(f"{name}: expected 1 to 9 with a 1 for the criterion itself, got shape {row.shape}")
    # Several may be as good as the best: the pair on which both rows agree is meant.
    pairs = list(product(_ones("best", best, to_others), _ones("worst", worst, to_worst)))
    agreeing = [(b, w) for b, w in pairs if 1 < to_others[w] == to_worst[b]]
    first, last = agreeing[0] if agreeing else pairs[0]
    if first == last and max(to_others.max(), to_worst.max()) > 1:
        raise ValueError(f"worst: expected another criterion than the best, {first}, in shape {to_worst.shape}")
    if to_others[last] != to_worst[first]:
        raise ValueError(
            f"others_to_worst: expected {to_others[last]:g} for the best, as in best_to_others, "
            f"got {to_worst[first]:g} in shape {to_worst.shape}"
        )
    return first, last


def _ones(name: str, place: int | None, row: Floats) -> list[int]:
    """Return the places that may be meant: the given one, else all with a 1."""
    ones: list[int] = np.flatnonzero(row == 1).tolist()
    if place is None:
        return ones
    try:
        found = index(place)
    except TypeError:
        found = -1
    if found not in ones:
        raise ValueError(f"{name}: expected a place with a 1 in shape {row.shape}, got {place!r}")
    return [found]


def _linear(to_others: Floats, to_worst: Floats, *, best: int, worst: int) -> tuple[Floats, float]:
    n = to_others.size
    rows = []
    for j in range(n):
        for i, k, a in ((best, j, to_others[j]), (j, worst, to_worst[j])):
            # Nothing is compared with itself.
            if i != k:
                row = np.zeros(n + 1)
                row[i] += 1.0
                row[k] -= a
                rows += [np.append(row[:n], -1.0), np.append(-row[:n], -1.0)]
    total = np.append(np.ones(n), 0.0)
    found = _program(np.append(np.zeros(n), 1.0), np.array(rows), total, least=0.0)
    if found is None:
        raise ValueError(f"best_to_others: the linear model has no solution for shape {to_others.shape}")
    return found[:n], float(found[n])


def _program(objective: Floats, rows: Floats, total: Floats, *, least: float) -> Floats | None:
    """Return the x of least ``objective @ x`` with ``rows @ x <= 0`` and ``total @ x = 1``."""
    from scipy.optimize import linprog  # half a second to import, needed by few pages

    zeros = np.zeros(len(rows))
    found = linprog(
        objective, A_ub=rows, b_ub=zeros, A_eq=total[None, :], b_eq=[1.0], bounds=(least, None), method="highs"
    )
    return found.x


@dataclass(frozen=True)
class _Rows:
    to_others: Floats
    to_worst: Floats
    best: int
    worst: int

    def at(self, xi: float) -> Floats:
        """Return the rows of ``rows @ w <= 0`` that hold at a given xi, shape (k, n)."""
        n = self.to_others.size
        rows = []
        for j in range(n):
            for i, k, a in ((self.best, j, self.to_others[j]), (j, self.worst, self.to_worst[j])):
                if i != k:
                    upper, lower = np.zeros(n), np.zeros(n)
                    # Times the weight below, so that ratios become linear.
                    upper[i], upper[k] = 1.0, -(a + xi)
                    lower[i], lower[k] = -1.0, a - xi
                    rows += [upper, lower]
        return np.array(rows)

    def solve(self, objective: Floats, xi: float) -> Floats | None:
        """Return the best weights for an objective at a given xi, None when there are none."""
        return _program(objective, self.at(xi), np.ones(self.to_others.size), least=1e-9)

    def intervals(self, xi: float) -> Floats:
        """Return the least and greatest weight of every criterion at a given xi, shape (n, 2)."""
        ends = []
        for direction in np.eye(self.to_others.size):
            low, high = self.solve(direction, xi), self.solve(-direction, xi)
            ends.append([np.nan if end is None else float(direction @ end) for end in (low, high)])
        return np.array(ends)


def _least_xi(rows: _Rows) -> float:
    nothing = np.zeros(rows.to_others.size)
    low, high = 0.0, float(max(rows.to_others.max(), rows.to_worst.max()))
    # Halving never arrives at 0.
    if rows.solve(nothing, 0.0) is not None:
        return 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rows.solve(nothing, middle) is not None else (middle, high)
    return high
