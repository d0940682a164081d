"""What is it worth to learn cells of an additive model, exactly or with an error?"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import flags
from analysis.arrays import Floats, number, table, vector
from analysis.normal import expected_maximum, probability_largest


def value_of_cells(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, known: ArrayLike | None = None, accuracy: float = 1.0
) -> float:
    """Return the value of learning some cells of an additive model with independent normal cells.

    ``U_i`` learnt has standard deviation ``sqrt(sum_{j known} accuracy w_j^2 sd_ij^2)``;
    EVPPI = E max of these - max of the means. All cells: EVPI. Accuracy below 1: EVSI of a test
    that removes this share of the variance.

    Parameters
    ----------
    totals : array, shape (m,)
        Present totals.
    weights : array, shape (n,)
        As the totals use them: not divided by their sum, since they are what a cell is multiplied by.
    sd : array, shape (m, n)
        Standard deviation of every cell, on the scale of the totals.
    known : array of bool, shape (m, n) or (n,), optional
        What will be learnt; by default everything.
    accuracy : float
        0 to 1.

    Example
    -------
    >>> round(value_of_cells([0, 1], [1], [[0], [5 ** 0.5]]), 5)
    0.47981

    References
    ----------
    Raiffa & Schlaifer 1961; Heath, Kunst & Jackson 2024, Value of Information.
    """
    mean, variance = learnt_variance(totals, weights, sd, known=known, accuracy=accuracy)
    return float(added_by(mean, variance.sum(axis=1)[None, :])[0])


def value_of_each_criterion(totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, accuracy: float = 1.0) -> Floats:
    """Return the value of learning one criterion of all alternatives, for each criterion, shape (n,).

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
        As the totals use them, see `value_of_cells`.
    sd : array, shape (m, n)
    accuracy : float
        Share of the variance that is learnt, 0 to 1.

    Example
    -------
    >>> value_of_each_criterion([50, 49], [0.5, 0.5], [[8, 0], [6, 0]]).round(3).tolist()
    [1.534, 0.0]

    References
    ----------
    Raiffa & Schlaifer 1961; Heath, Kunst & Jackson 2024, Value of Information.
    """
    mean, variance = learnt_variance(totals, weights, sd, known=None, accuracy=accuracy)
    return added_by(mean, variance.T)


def value_of_each_cell(totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, accuracy: float = 1.0) -> Floats:
    """Return the value of learning one cell, for each cell, shape (m, n).

    Only one total moves: ``E max(U_i, rest) - max`` with the best of the others fixed.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
        As the totals use them, see `value_of_cells`.
    sd : array, shape (m, n)
    accuracy : float
        Share of the variance that is learnt, 0 to 1.

    Example
    -------
    >>> value_of_each_cell([50, 49], [1], [[8], [6]]).round(3).tolist()
    [[2.716], [1.927]]
    """
    mean, variance = learnt_variance(totals, weights, sd, known=None, accuracy=accuracy)
    moving = np.eye(mean.size)[:, None, :] * variance[:, :, None]
    return added_by(mean, moving.reshape(-1, mean.size)).reshape(variance.shape)


def probability_of_change(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, known: ArrayLike | None = None, accuracy: float = 1.0
) -> float:
    """Return how likely it is that learning some cells puts another alternative first.

    ``1 - P(the present first is still the largest)``.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
        As the totals use them, see `value_of_cells`.
    sd : array, shape (m, n)
    known : array of bool, shape (m, n) or (n,), optional
    accuracy : float
        As for `value_of_cells`.

    Example
    -------
    >>> round(probability_of_change([50, 49], [1], [[0.6], [0.8]]), 4)
    0.1587
    """
    mean, variance = learnt_variance(totals, weights, sd, known=known, accuracy=accuracy)
    if mean.size == 1:
        return 0.0
    stays = probability_largest(mean, np.sqrt(variance.sum(axis=1)), int(np.argmax(mean)))
    # Rounding may leave it a bit below 0.
    return max(0.0, 1.0 - float(stays))


def expected_value_of_test(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, tested: ArrayLike, error_sd: float
) -> float:
    """Return the value of a test that measures cells with an error.

    The share of the variance that goes is ``sd^2/(sd^2 + error_sd^2)`` in every tested cell.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
        As the totals use them, see `value_of_cells`.
    sd : array, shape (m, n)
        On the scale of the totals.
    tested : array of bool, shape (m, n) or (n,)
    error_sd : float
        Standard deviation of the measurement, at least 0.

    Example
    -------
    >>> sharp = expected_value_of_test([50, 49], [1], [[5], [5]], tested=[True], error_sd=0)
    >>> blunt = expected_value_of_test([50, 49], [1], [[5], [5]], tested=[True], error_sd=10)
    >>> sharp > blunt > 0
    True
    """
    error = number("error_sd", error_sd, least=0.0)
    spread = table("sd", sd)
    variance = spread**2
    which = flags("tested", tested)
    if which.shape not in (spread.shape, spread.shape[1:]):
        raise ValueError(f"tested: expected shape {spread.shape} or {spread.shape[1:]}, got {which.shape}")
    # Nothing is learnt where nothing is uncertain; an exact test would divide 0 by 0 there.
    learnt = np.divide(variance, variance + error**2, out=np.zeros_like(variance), where=variance > 0)
    return value_of_cells(totals, weights, spread * np.sqrt(learnt), known=which)


def learnt_variance(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, known: ArrayLike | None, accuracy: float
) -> tuple[Floats, Floats]:
    """Return the totals and the variance that is learnt from every cell."""
    mean, share = vector("totals", totals, gaps=False), vector("weights", weights, gaps=False)
    spread = table("sd", sd, columns=share.size, gaps=False)
    if spread.shape[0] != mean.size or spread.min() < 0:
        raise ValueError(f"sd: expected non-negative numbers of shape ({mean.size}, {share.size}), got {spread.shape}")
    learnt = flags("known", True if known is None else known)
    if learnt.shape not in ((), spread.shape, spread.shape[1:]):
        raise ValueError(f"known: expected shape {spread.shape} or {spread.shape[1:]}, got {learnt.shape}")
    part = number("accuracy", accuracy, least=0.0, most=1.0)
    return mean, np.where(learnt, part * (share * spread) ** 2, 0.0)


def added_by(mean: Floats, variances: Floats) -> Floats:
    """Return what each of b sets of variances (b, m) adds to the largest mean, shape (b,)."""
    if mean.size == 1:
        return np.zeros(len(variances))
    return np.maximum(expected_maximum(mean, np.sqrt(variances)) - mean.max(), 0.0)
