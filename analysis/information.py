"""What is it worth to know a cell exactly before deciding, and which test is worth its days?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, shares, table, vector

NODES = 48
REACH = 8.5


@dataclass(frozen=True)
class Information:
    """Value of knowing something in the unit of the payoff, its standard error, and how often the choice changes."""

    value: float
    standard_error: float
    changes: float


@dataclass(frozen=True)
class PlannedTest:
    """One step of a test plan: what is tested, what it adds, what it costs and the sum so far."""

    name: str
    gain: float
    days: float
    total: float


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


def expected_maximum(mean: ArrayLike, sd: ArrayLike) -> float:
    """Return the expected largest of independent normal numbers, by quadrature.

    ``E max = high - integral of prod_i Phi((x - m_i)/s_i)`` up to a bound that none exceeds.

    Parameters
    ----------
    mean, sd : arrays, shape (m,)
        A standard deviation of 0 is a constant.

    Example
    -------
    >>> round(expected_maximum([0, 0], [1, 1]), 6)
    0.56419
    """
    m, s = vector("mean", mean), vector("sd", sd)
    if s.size != m.size or np.any(s < 0):
        raise ValueError(f"sd: expected {m.size} numbers of at least 0, got shape {s.shape}")
    floor = float(m[s == 0].max()) if np.any(s == 0) else -np.inf
    moving = s > 0
    if not moving.any():
        return floor
    low = max(floor, float((m - REACH * s)[moving].max()))
    high = max(float((m + REACH * s)[moving].max()), floor)
    return high - _integral(m[moving], s[moving], low, high) if high > low else low


def _integral(mean: Floats, sd: Floats, low: float, high: float) -> float:
    from scipy.special import ndtr  # a third of a second to import, needed by one page

    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    edges = np.unique(np.clip(np.concatenate([[low, high], mean, mean - 3 * sd, mean + 3 * sd]), low, high))
    total = 0.0
    for a, b in pairwise(edges.tolist()):
        x = (a + b) / 2 + (b - a) / 2 * nodes
        total += (b - a) / 2 * float(weights @ np.prod(ndtr((x[:, None] - mean) / sd), axis=1))
    return total


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
    mean = vector("totals", totals)
    spread = table("sd", sd, columns=np.size(weights))
    share = vector("weights", weights)
    if spread.shape[0] != mean.size or not 0 <= accuracy <= 1:
        raise ValueError(f"sd: expected shape ({mean.size}, {share.size}) and accuracy 0 to 1, got {spread.shape}")
    learnt = np.broadcast_to(True if known is None else np.asarray(known, dtype=bool), spread.shape)
    variance = accuracy * np.where(learnt, (share * spread) ** 2, 0.0).sum(axis=1)
    return max(0.0, expected_maximum(mean, np.sqrt(variance)) - float(mean.max()))


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
) -> list[PlannedTest]:
    """Return which criteria to test, best gain a day first, while days are left and anything is gained.

    Each step counts what it adds to the tests already chosen, since values of information do not add.

    Parameters
    ----------
    tests : mapping of name to columns of `sd`
    days : mapping of name to working days
    most_days : float

    Example
    -------
    >>> plan = test_plan([50, 49], [0.5, 0.5], [[8, 1], [8, 1]], tests={"AI": [0], "UX": [1]},
    ...                  days={"AI": 3, "UX": 3}, most_days=5)
    >>> [step.name for step in plan]
    ['AI']
    """
    chosen: list[PlannedTest] = []
    columns: set[int] = set()
    while True:
        left = most_days - sum(step.days for step in chosen)
        have = _value(totals, weights, sd, columns)
        options = [
            PlannedTest(name, _value(totals, weights, sd, columns | set(tests[name])) - have, days[name], 0.0)
            for name in tests
            if name not in {step.name for step in chosen} and days[name] <= left
        ]
        best = max(options, key=lambda step: (step.gain / step.days, step.name), default=None)
        if best is None or best.gain <= 1e-12:
            return chosen
        columns |= set(tests[best.name])
        chosen.append(PlannedTest(best.name, best.gain, best.days, have + best.gain))


def _value(totals: ArrayLike, weights: ArrayLike, sd: ArrayLike, columns: set[int]) -> float:
    known = np.zeros(np.size(weights), dtype=bool)
    known[sorted(columns)] = True
    return value_of_cells(totals, weights, sd, known=known)
