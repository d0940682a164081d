"""Which weights follow from comparing criteria in pairs, and do the answers fit together?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, square, table

RANDOM_INDEX = {3: 0.525, 4: 0.882, 5: 1.109, 6: 1.248, 7: 1.342, 8: 1.406, 9: 1.450, 10: 1.485}
ACCEPTED = 0.10


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from a reciprocal matrix, with how consistent it is.

    `weights` (n,): principal eigenvector. `geometric` (n,): row geometric means, divided by their
    sum. `worst`: the pair whose judgement differs most from the weights, and `ratio` (n, n) the
    factors ``a_ij w_j / w_i``.
    """

    weights: Floats
    geometric: Floats
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    geometric_index: float
    ratio: Floats
    worst: tuple[int, int]

    @property
    def is_consistent(self) -> bool:
        """Whether the consistency ratio is at most 0.10."""
        return self.consistency_ratio <= ACCEPTED


def ahp(matrix: ArrayLike, *, random_index: float | None = None) -> PairwiseWeights:
    """Return weights from pairwise judgements ("i is a_ij times as important as j").

    ``A w = lambda_max w``; ``CI = (lambda_max - n)/(n - 1)``; ``CR = CI/RI``;
    ``GCI = 2/((n-1)(n-2)) sum_{i<j} ln^2(a_ij g_j/g_i)`` with the geometric weights g.

    Parameters
    ----------
    matrix : array, shape (n, n)
        Positive and reciprocal: ``a_ji = 1/a_ij``, ``a_ii = 1``.
    random_index : float, optional
        RI, by default the one of Alonso & Lamata 2006 for n from 3 to 10.

    Returns
    -------
    PairwiseWeights
        With n of 1 or 2 every index is 0.

    Example
    -------
    >>> found = ahp([[1, 5, 9], [1/5, 1, 3], [1/9, 1/3, 1]], random_index=0.58)
    >>> found.weights.round(3).tolist(), round(found.consistency_ratio, 4)
    ([0.751, 0.178, 0.07], 0.0251)

    References
    ----------
    Saaty 1980; Alonso & Lamata 2006, IJUFKS 14; Aguaron & Moreno-Jimenez 2003, EJOR 147.
    """
    a = _reciprocal(matrix)
    n = len(a)
    values, vectors = np.linalg.eig(a)
    k = int(np.argmax(values.real))
    weights = np.abs(vectors[:, k].real)
    weights /= weights.sum()
    geometric = np.exp(np.log(a).mean(axis=1))
    geometric /= geometric.sum()
    index = (values[k].real - n) / (n - 1) if n > 2 else 0.0
    ratio = a * weights[None, :] / weights[:, None]
    gap = np.abs(np.log(np.triu(ratio) + np.tril(np.ones_like(a), -1)))
    return PairwiseWeights(
        weights=weights,
        geometric=geometric,
        largest_eigenvalue=float(values[k].real),
        consistency_index=float(index),
        consistency_ratio=float(index / _random_index(n, random_index)) if n > 2 else 0.0,
        geometric_index=_geometric_index(a, geometric),
        ratio=ratio,
        worst=(int(gap.argmax() // n), int(gap.argmax() % n)),
    )


def combine_judgments(matrices: ArrayLike) -> Floats:
    """Return the matrix of a group: the geometric mean of its members' judgements, entry by entry.

    Parameters
    ----------
    matrices : array, shape (k, n, n)
        One reciprocal matrix a person.

    Example
    -------
    >>> combine_judgments([[[1, 2], [1/2, 1]], [[1, 8], [1/8, 1]]]).round(6).tolist()
    [[1.0, 4.0], [0.25, 1.0]]

    References
    ----------
    Forman & Peniwati 1998, EJOR 108 (aggregation of individual judgements).
    """
    logs = [np.log(_reciprocal(matrix)) for matrix in np.asarray(matrices, dtype=float)]
    return np.exp(np.mean(logs, axis=0))


def complete(matrix: ArrayLike) -> Floats:
    """Return a reciprocal matrix with its missing entries filled so that lambda_max is least.

    Parameters
    ----------
    matrix : array, shape (n, n)
        NaN where no judgement was given; the known ones must connect all criteria.

    Example
    -------
    >>> nan = float("nan")
    >>> known = [[1, 1, 5, 2], [1, 1, 3, 4], [1/5, 1/3, 1, nan], [1/2, 1/4, nan, 1]]
    >>> round(float(complete(known)[2, 3]), 4)
    0.7303

    References
    ----------
    Bozoki, Fulop & Ronyai 2010, Mathematical and Computer Modelling 52.
    """
    from scipy.optimize import minimize  # half a second to import, needed by few pages

    given = square("matrix", matrix)
    rows, columns = np.nonzero(np.triu(np.isnan(given), 1))
    if rows.size == 0:
        return _reciprocal(given)
    if not _is_connected(~np.isnan(given)):
        raise ValueError(f"matrix: the known judgements do not connect all {len(given)} criteria")

    def filled(logs: Floats) -> Floats:
        a = given.copy()
        a[rows, columns], a[columns, rows] = np.exp(logs), np.exp(-logs)
        return a

    def eigenvalue(logs: Floats) -> float:
        return float(np.linalg.eigvals(filled(logs)).real.max())

    found = minimize(eigenvalue, np.zeros(rows.size), method="Nelder-Mead", tol=1e-12)
    return filled(found.x)


def priorities(ratios: ArrayLike, weights: ArrayLike, *, ideal: bool = False) -> Floats:
    """Return overall priorities of alternatives from their ratios on each criterion.

    Distributive mode divides every column by its sum, ideal mode by its best. A copy of an
    alternative can reverse the order of the others in distributive mode: that is why the app uses
    pairwise comparison for weights only.

    Parameters
    ----------
    ratios : array, shape (m, n)
        Positive priorities of the alternatives on every criterion.
    weights : array, shape (n,)
    ideal : bool

    Example
    -------
    >>> priorities([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1/3, 1/3, 1/3]).round(2).tolist()
    [0.45, 0.47, 0.08]

    References
    ----------
    Belton & Gear 1983, Omega 11.
    """
    given = table("ratios", ratios, columns=np.size(weights))
    scale = given.max(axis=0) if ideal else given.sum(axis=0)
    total: Floats = given / scale @ np.asarray(weights, dtype=float)
    return total / total.sum() if ideal else total


def _reciprocal(matrix: ArrayLike) -> Floats:
    a = square("matrix", matrix)
    if np.any(~(a > 0)) or not np.allclose(a * a.T, 1.0, rtol=1e-6):
        raise ValueError(f"matrix: expected positive reciprocal judgements, got shape {a.shape}")
    return a


def _random_index(n: int, given: float | None) -> float:
    if given is None and n not in RANDOM_INDEX:
        raise ValueError(f"random_index: none is known for n = {n}; compare at most 10 or give one")
    return RANDOM_INDEX[n] if given is None else given


def _geometric_index(a: Floats, weights: Floats) -> float:
    n = len(a)
    if n < 3:
        return 0.0
    errors = np.log(a * weights[None, :] / weights[:, None])
    return float(2.0 / ((n - 1) * (n - 2)) * np.sum(np.triu(errors, 1) ** 2))


def _is_connected(known: np.ndarray) -> bool:
    reached = {0}
    while True:
        more = {int(j) for i in reached for j in np.flatnonzero(known[i])} | reached
        if more == reached:
            return len(reached) == len(known)
        reached = more
