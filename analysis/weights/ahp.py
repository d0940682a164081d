"""Which weights follow from comparing criteria in pairs, and do the answers fit together?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import choice, flag
from analysis.arrays import NOISE, TIE, Floats, number, numbers, shares, square, table

RANDOM_INDICES = {
    "alonso-lamata": (0.525, 0.882, 1.109, 1.248, 1.342, 1.406, 1.450, 1.485, 1.514, 1.537, 1.555, 1.571, 1.584),
    "saaty": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
}
ACCEPTED = 0.10
GEOMETRIC_LIMITS = {3: 0.31, 4: 0.35}
ROUNDED, ROUNDED_PART = 0.005, 0.1


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from a reciprocal matrix, with how consistent it is.

    `weights` (n,): principal eigenvector. `geometric` (n,): row geometric means, divided by their
    sum. `ratio` (n, n): the factors ``e_ij = a_ij w_j / w_i``, 1 where a judgement fits. `worst`: the
    pair (i, j), i < j, whose judgement fits least, None when all fit and for n of 1 or 2. `table`: where
    the random index comes from.
    """

    weights: Floats
    geometric: Floats
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    geometric_index: float
    ratio: Floats
    worst: tuple[int, int] | None
    random_index: float
    table: str

    @property
    def is_consistent(self) -> bool:
        """Whether the consistency ratio is at most 0.10."""
        return self.consistency_ratio <= ACCEPTED

    @property
    def is_geometrically_consistent(self) -> bool:
        """Whether the geometric index is at most 0.31 (n = 3), 0.35 (n = 4) or 0.37 (more)."""
        return self.geometric_index <= GEOMETRIC_LIMITS.get(len(self.weights), 0.37)


def ahp(matrix: ArrayLike, *, table: str = "alonso-lamata", random_index: float | None = None) -> PairwiseWeights:
    """Return weights from pairwise judgements ("i is a_ij times as important as j").

    ``A w = lambda_max w``; ``CI = (lambda_max - n)/(n - 1)``; ``CR = CI/RI``;
    ``GCI = 2/((n-1)(n-2)) sum_{i<j} ln^2(a_ij g_j/g_i)`` with the geometric weights g.

    Parameters
    ----------
    matrix : array, shape (n, n)
        Positive and reciprocal: ``a_ji = 1/a_ij``, ``a_ii = 1``; reciprocals may be rounded to two
        decimals, by a tenth at most. Fill gaps with `complete` first.
    table : {"alonso-lamata", "saaty"}
        Random indices of Alonso & Lamata 2006 (n up to 15) or of Saaty's older table (n up to 10).
    random_index : float, optional
        Another RI, greater than 0.

    Returns
    -------
    PairwiseWeights
        With n of 1 or 2 every index is 0; so are those of a consistent matrix.

    Raises
    ------
    ValueError
        Entries that are not positive or not reciprocal; more criteria than the table has.

    Example
    -------
    >>> found = ahp([[1, 5, 9], [1/5, 1, 3], [1/9, 1/3, 1]], table="saaty")
    >>> found.weights.round(3).tolist(), round(found.consistency_ratio, 4)
    ([0.751, 0.178, 0.07], 0.0251)

    References
    ----------
    Saaty 1980; Alonso & Lamata 2006, IJUFKS 14; Aguaron & Moreno-Jimenez 2003, EJOR 147.
    """
    a = _reciprocal(matrix)
    n = len(a)
    largest, weights = _principal(a)
    geometric = np.exp(np.log(a).mean(axis=1))
    geometric /= geometric.sum()
    ratio = a * weights[None, :] / weights[:, None]
    # Noise of the eigenvalue is no contradiction, and two criteria cannot have one.
    index = (largest - n) / (n - 1) if n > 2 and largest - n > NOISE * n else 0.0
    random = _random_index(n, choice("table", table, RANDOM_INDICES), random_index)
    return PairwiseWeights(
        weights=weights,
        geometric=geometric,
        largest_eigenvalue=largest,
        consistency_index=index,
        consistency_ratio=index / random if n > 2 else 0.0,
        geometric_index=_geometric_index(a, geometric),
        ratio=ratio,
        worst=_worst(ratio),
        random_index=random,
        table="given" if random_index is not None else table,
    )


def combine_judgments(matrices: ArrayLike, *, people: ArrayLike | None = None) -> Floats:
    """Return the matrix of a group: the geometric mean of its members' judgements, entry by entry.

    ``a_ij = prod_r a_ijr^(p_r)``; it stays reciprocal.

    Parameters
    ----------
    matrices : array, shape (k, n, n)
        One reciprocal matrix a person.
    people : array, shape (k,), optional
        Weight p of each person, divided by their sum; by default equal.

    Returns
    -------
    array, shape (n, n)

    Example
    -------
    >>> combine_judgments([[[1, 2], [1/2, 1]], [[1, 8], [1/8, 1]]]).round(6).tolist()
    [[1.0, 4.0], [0.25, 1.0]]

    References
    ----------
    Forman & Peniwati 1998, EJOR 108 (aggregation of individual judgements).
    """
    given = numbers("matrices", matrices)
    if given.ndim != 3 or given.size == 0:
        raise ValueError(f"matrices: expected shape (k, n, n), got {given.shape}")
    logs = np.array([np.log(_reciprocal(matrix)) for matrix in given])
    share = shares("people", np.ones(len(logs)) if people is None else people, length=len(logs))
    return np.exp(np.tensordot(share, logs, axes=1))


def complete(matrix: ArrayLike, *, rule: str = "eigenvalue") -> Floats:
    """Return a reciprocal matrix with its missing entries filled in the most consistent way.

    "eigenvalue": so that lambda_max is least. "logs": ``a_ij = g_i/g_j`` with the logarithmic least
    squares of the known entries, ``min sum (ln a_ij - ln g_i + ln g_j)^2``.

    Parameters
    ----------
    matrix : array, shape (n, n)
        NaN where no judgement was given (one of a pair is enough); the known ones must connect all
        criteria.
    rule : {"eigenvalue", "logs"}

    Returns
    -------
    array, shape (n, n)

    Raises
    ------
    ValueError
        Known entries that are not reciprocal, or that do not connect all criteria.

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
    if rule not in ("eigenvalue", "logs"):
        raise ValueError(f'rule: expected "eigenvalue" or "logs", got {rule!r}')
    given = square("matrix", matrix).copy()
    if np.any(given <= 0):
        raise ValueError(f"matrix: expected numbers greater than 0, got shape {given.shape}")
    # The mirrored judgement says the same.
    given = np.where(np.isnan(given), 1.0 / given.T, given)
    np.fill_diagonal(given, np.where(np.isnan(np.diag(given)), 1.0, np.diag(given)))
    missing = np.isnan(given)
    if not _is_connected(~missing):
        raise ValueError(f"matrix: expected known judgements that connect all criteria in shape {given.shape}")
    logs = _least_squares(given, missing)
    filled = _reciprocal(np.where(missing, np.exp(logs[:, None] - logs[None, :]), given))
    return filled if rule == "logs" or not missing.any() else _least_eigenvalue(filled, missing)


def _least_squares(given: Floats, missing: NDArray[np.bool_]) -> Floats:
    rows, columns = np.nonzero(np.triu(~missing, 1))
    design = np.eye(len(given))[rows] - np.eye(len(given))[columns]
    return np.asarray(np.linalg.lstsq(design, np.log(given[rows, columns]), rcond=None)[0], dtype=float)


def _least_eigenvalue(start: Floats, missing: NDArray[np.bool_]) -> Floats:
    """Descend from a first filling: lambda_max is convex in the logarithms of the missing entries."""
    from scipy.optimize import minimize  # half a second to import, needed by few pages

    rows, columns = np.nonzero(np.triu(missing, 1))

    def filled(logs: Floats) -> Floats:
        a = start.copy()
        a[rows, columns], a[columns, rows] = np.exp(logs), np.exp(-logs)
        return a

    def eigenvalue(logs: Floats) -> tuple[float, Floats]:
        a = filled(logs)
        largest, right = _principal(a)
        _, left = _principal(a.T)
        # The derivative of an eigenvalue: its left vector times its right one.
        slope = left[:, None] * a * right[None, :] / (left @ right)
        return largest, slope[rows, columns] - slope[columns, rows]

    found = minimize(eigenvalue, np.log(start[rows, columns]), jac=True, method="BFGS", options={"gtol": 1e-10})
    return filled(np.asarray(found.x, dtype=float))


def _principal(a: Floats) -> tuple[float, Floats]:
    values, vectors = np.linalg.eig(a)
    k = int(np.argmax(values.real))
    # All of one sign, but which one is chance.
    weights = np.abs(vectors[:, k].real)
    return float(values[k].real), weights / weights.sum()


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
    share, is_ideal = shares("weights", weights), flag("ideal", ideal)
    given = table("ratios", ratios, columns=share.size)
    if np.any(~(given > 0)):
        raise ValueError(f"ratios: expected numbers greater than 0 in shape {given.shape}")
    scale = given.max(axis=0) if is_ideal else given.sum(axis=0)
    total: Floats = given / scale @ share
    return total / total.sum() if is_ideal else total


def _reciprocal(matrix: ArrayLike) -> Floats:
    a = square("matrix", matrix)
    if np.any(~((a > 0) & np.isfinite(a))):
        raise ValueError(f"matrix: expected numbers greater than 0, got shape {a.shape}")
    smaller, larger = np.minimum(a, a.T), np.maximum(a, a.T)
    # 1/3 may be written as 0.33, and 1/9 as 0.11.
    is_far = np.abs(smaller - 1.0 / larger) > np.minimum(ROUNDED, ROUNDED_PART / larger) + TIE
    if np.any(is_far) or np.any(np.abs(np.diag(a) - 1.0) > TIE):
        raise ValueError(f"matrix: expected a_ji = 1 / a_ij and a_ii = 1, got shape {a.shape}")
    return a


def _random_index(n: int, table: str, given: float | None) -> float:
    if given is not None and number("random_index", given) <= 0:
        raise ValueError(f"random_index: expected a number greater than 0, got {given}")
    if n <= 2:
        return 0.0
    known = RANDOM_INDICES[table]
    if given is None and n - 3 >= len(known):
        raise ValueError(f"random_index: expected one for shape ({n}, {n}), {table} ends at n = {len(known) + 2}")
    return known[n - 3] if given is None else given


def _worst(ratio: Floats) -> tuple[int, int] | None:
    # Each pair once: the mirrored one errs as much.
    gap = np.abs(np.log(np.where(np.triu(np.ones_like(ratio), 1) > 0, ratio, 1.0)))
    i, j = divmod(int(gap.argmax()), len(gap))
    return (i, j) if len(gap) > 2 and gap[i, j] > TIE else None


def _geometric_index(a: Floats, weights: Floats) -> float:
    n = len(a)
    if n < 3:
        return 0.0
    errors = np.log(a * weights[None, :] / weights[:, None])
    return float(2.0 / ((n - 1) * (n - 2)) * np.sum(np.triu(errors, 1) ** 2))


def _is_connected(known: NDArray[np.bool_]) -> bool:
    reached = {0}
    while True:
        more = {int(j) for i in reached for j in np.flatnonzero(known[i])} | reached
        if more == reached:
            return len(reached) == len(known)
        reached = more
