"""What is it worth to know a cell exactly before deciding, and which test is worth its days?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, shares, table, vector
from analysis.normal import expected_maximum, probability_largest


@dataclass(frozen=True)
class Information:
    """Value of knowing something in the unit of the payoff, its standard error, and how often the choice changes."""

    value: float
    standard_error: float
    changes: float


@dataclass(frozen=True)
class PlannedTest:
    """One step of a test plan: what is tested, what it adds, what it costs and the sum so far.

    `changes`: probability that the results so far put another option first.
    """

    name: str
    gain: float
    days: float
    total: float
    changes: float


def expected_value_of_perfect_information(payoff: ArrayLike, probability: ArrayLike) -> float:
    """Return the EVPI of a table: ``sum_s p_s max_i x_is - max_i sum_s p_s x_is``.

    Parameters
    ----------
    payoff : array, shape (m, states)
        Options by states, any unit.
    probability : array, shape (states,)

    Example
    -------
    >>> table = [[1500, 300, -800], [900, 600, -200], [500, 500, 500]]
    >>> round(expected_value_of_perfect_information(table, [0.5, 0.3, 0.2]), 6)
    350.0

    References
    ----------
    Raiffa & Schlaifer 1961; Howard 1966.
    """
    array = table("payoff", payoff)
    p = shares("probability", probability, length=array.shape[1])
    return float(p @ array.max(axis=0) - (array @ p).max())


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
    mean, variance = _learnt(totals, weights, sd, known, accuracy)
    return float(_gains(mean, variance.sum(axis=1)[None, :])[0])


def value_of_each_criterion(totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, accuracy: float = 1.0) -> Floats:
    """Return the value of learning one criterion of all alternatives, for each criterion, shape (n,).

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
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
    mean, variance = _learnt(totals, weights, sd, None, accuracy)
    return _gains(mean, variance.T)


def value_of_each_cell(totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, accuracy: float = 1.0) -> Floats:
    """Return the value of learning one cell, for each cell, shape (m, n).

    Only one total moves: ``E max(U_i, rest) - max`` with the best of the others fixed.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
    sd : array, shape (m, n)
    accuracy : float
        Share of the variance that is learnt, 0 to 1.

    Example
    -------
    >>> value_of_each_cell([50, 49], [1], [[8], [6]]).round(3).tolist()
    [[2.716], [1.927]]
    """
    mean, variance = _learnt(totals, weights, sd, None, accuracy)
    moving = np.eye(mean.size)[:, None, :] * variance[:, :, None]
    return _gains(mean, moving.reshape(-1, mean.size)).reshape(variance.shape)


def probability_of_change(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, known: ArrayLike | None = None, accuracy: float = 1.0
) -> float:
    """Return how likely it is that learning some cells puts another alternative first.

    ``1 - P(the present first is still the largest)``.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
    sd : array, shape (m, n)
    known : array of bool, shape (m, n) or (n,), optional
    accuracy : float
        As for `value_of_cells`.

    Example
    -------
    >>> round(probability_of_change([50, 49], [1], [[0.6], [0.8]]), 4)
    0.1587
    """
    mean, variance = _learnt(totals, weights, sd, known, accuracy)
    stays = probability_largest(mean, np.sqrt(variance.sum(axis=1)), int(np.argmax(mean)))
    return max(0.0, 1.0 - float(stays))


def _learnt(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, known: ArrayLike | None, accuracy: float
) -> tuple[Floats, Floats]:
    """Return the totals and the variance that is learnt from every cell."""
    mean, share = vector("totals", totals), vector("weights", weights)
    spread = table("sd", sd, columns=share.size)
    if spread.shape[0] != mean.size or not 0 <= accuracy <= 1:
        raise ValueError(f"sd: expected shape ({mean.size}, {share.size}) and accuracy 0 to 1, got {spread.shape}")
    learnt = np.broadcast_to(True if known is None else np.asarray(known, dtype=bool), spread.shape)
    return mean, np.where(learnt, accuracy * (share * spread) ** 2, 0.0)


def _gains(mean: Floats, variances: Floats) -> Floats:
    """Return what each of b sets of variances (b, m) adds to the largest mean, shape (b,)."""
    if mean.size == 1:
        return np.zeros(len(variances))
    return np.maximum(expected_maximum(mean, np.sqrt(variances)) - mean.max(), 0.0)


def value_from_sample(payoff: ArrayLike, *, expected: ArrayLike | None = None) -> Information:
    """Return EVPI, or EVPPI from conditional expectations, of one Monte Carlo sample.

    Parameters
    ----------
    payoff : array, shape (N, m)
        Draws of the payoff of every option.
    expected : array, shape (N, m), optional
        Payoff expected once the parameter of interest is known in each draw, for example
        ``mean_i + w_j (v_ij - mean v_ij)``; by default the payoff itself (EVPI).

    Returns
    -------
    Information
        `changes`: share of the draws in which another option would be chosen.

    Example
    -------
    >>> found = value_from_sample([[1.0, 0.0], [0.0, 3.0]])
    >>> found.value, found.changes
    (0.5, 0.5)

    References
    ----------
    Strong, Oakley & Brennan 2014, Medical Decision Making 34.
    """
    draws = table("payoff", payoff)
    learnt = draws if expected is None else table("expected", expected, columns=draws.shape[1])
    best = int(draws.mean(axis=0).argmax())
    gain = learnt.max(axis=1) - learnt[:, best]
    error = float(gain.std(ddof=1) / np.sqrt(len(gain))) if len(gain) > 1 else float("nan")
    return Information(max(0.0, float(gain.mean())), error, float(np.mean(gain > 0)))


def conditional_mean(payoff: ArrayLike, parameter: ArrayLike, *, bins: int = 50) -> Floats:
    """Return the payoff expected given one parameter, from draws: mean inside bins of equal count.

    Parameters
    ----------
    payoff : array, shape (N, m)
    parameter : array, shape (N,)
    bins : int
        Many bins bias the value of information upwards.

    Example
    -------
    >>> conditional_mean([[1.0], [3.0], [10.0], [20.0]], [0, 1, 5, 6], bins=2).ravel().tolist()
    [2.0, 2.0, 15.0, 15.0]
    """
    draws = table("payoff", payoff)
    order = np.argsort(vector("parameter", parameter, length=len(draws)), kind="stable")
    found = np.empty_like(draws)
    for part in np.array_split(order, min(bins, len(draws))):
        found[part] = draws[part].mean(axis=0)
    return found


def expected_value_of_test(
    totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, *, tested: ArrayLike, error_sd: float
) -> float:
    """Return the value of a test that measures cells with an error.

    The share of the variance that goes is ``sd^2/(sd^2 + error_sd^2)`` in every tested cell.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
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
    if error_sd < 0:
        raise ValueError(f"error_sd: expected at least 0, got {error_sd}")
    spread = table("sd", sd)
    variance = spread**2
    learnt = np.divide(variance, variance + error_sd**2, out=np.zeros_like(variance), where=variance > 0)
    return value_of_cells(totals, weights, spread * np.sqrt(learnt), known=tested)


def test_plan(
    totals: ArrayLike,
    weights: ArrayLike,
    sd: ArrayLike,
    *,
    tests: Mapping[str, Sequence[int]],
    days: Mapping[str, float],
    most_days: float,
    least_gain: float = 0.0,
) -> list[PlannedTest]:
    """Return which criteria to test, best gain a day first, while days are left and it is worth them.

    Each step counts what it adds to the tests already chosen, since values of information do not add.
    It stops when nothing that fits into the days left adds more than `least_gain` points a day.

    Parameters
    ----------
    totals : array, shape (m,)
    weights : array, shape (n,)
    sd : array, shape (m, n)
    tests : mapping of name to columns of `sd`
    days : mapping of name to working days
    most_days : float
        Working days in all.
    least_gain : float
        Points that a day of testing must add: what a day costs over what a point is worth.

    Example
    -------
    >>> plan = test_plan([50, 49], [0.5, 0.5], [[8, 1], [8, 1]], tests={"AI": [0], "UX": [1]},
    ...                  days={"AI": 3, "UX": 3}, most_days=5)
    >>> [step.name for step in plan]
    ['AI']

    References
    ----------
    Raiffa & Schlaifer 1961, on the expected net gain of sampling.
    """
    mean, variance = _learnt(totals, weights, sd, None, 1.0)
    covers = {name: np.isin(np.arange(variance.shape[1]), np.asarray(columns)) for name, columns in tests.items()}
    chosen: list[PlannedTest] = []
    known = np.zeros(variance.shape[1], dtype=bool)
    have = 0.0
    while True:
        left = most_days - sum(step.days for step in chosen)
        names = [name for name in tests if days[name] <= left and name not in {step.name for step in chosen}]
        best = _best(names, days, _gains(mean, _variances(variance, [known | covers[name] for name in names])) - have)
        if best is None or best[1] <= max(1e-12, least_gain * days[best[0]]):
            return chosen
        name, gain = best
        known, have = known | covers[name], have + gain
        changes = probability_of_change(totals, weights, sd, known=known)
        chosen.append(PlannedTest(name, gain, days[name], have, changes))


def _variances(variance: Floats, learnt: Sequence[NDArray[np.bool_]]) -> Floats:
    return np.array(learnt, dtype=float).reshape(len(learnt), variance.shape[1]) @ variance.T


def _best(names: Sequence[str], days: Mapping[str, float], gains: Floats) -> tuple[str, float] | None:
    options = [(gain / days[name], name, gain) for name, gain in zip(names, gains.tolist(), strict=True)]
    best = max(options, default=None)
    return None if best is None else (best[1], best[2])
