"""Which tests are worth their days?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import mapping, sequence
from analysis.arrays import Floats, number, place
from analysis.information.learning import added_by, learnt_variance, probability_of_change

LEAST_DAYS = 1e-6  # above 0: a gain is divided by its days


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
        As the totals use them, see `value_of_cells`.
    sd : array, shape (m, n)
    tests : mapping of name to columns of `sd`
    days : mapping of name to working days
        Greater than 0 for every test.
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
    mean, variance = learnt_variance(totals, weights, sd, known=None, accuracy=1.0)
    covers = {name: _covered(name, columns, variance.shape[1]) for name, columns in mapping("tests", tests).items()}
    known_days = mapping("days", days)
    # A missing one is refused by its name.
    length = {name: number(f"days of {name}", known_days.get(name, np.nan), least=LEAST_DAYS) for name in tests}
    limit, least = number("most_days", most_days, least=0.0), number("least_gain", least_gain)
    chosen: list[PlannedTest] = []
    known = np.zeros(variance.shape[1], dtype=bool)
    have = 0.0
    while True:
        left = limit - sum(step.days for step in chosen)
        names = [name for name in tests if length[name] <= left and name not in {step.name for step in chosen}]
        best = _best(
            names, length, added_by(mean, _variances(variance, [known | covers[name] for name in names])) - have
        )
        # Rounding noise is no gain.
        if best is None or best[1] <= max(1e-12, least * length[best[0]]):
            return chosen
        name, gain = best
        known, have = known | covers[name], have + gain
        changes = probability_of_change(totals, weights, sd, known=known)
        chosen.append(PlannedTest(name, gain, length[name], have, changes))


vars(test_plan)["__test__"] = False  # or pytest takes it for a test where it is imported


def _covered(name: str, columns: Sequence[int], count: int) -> NDArray[np.bool_]:
    covered = np.zeros(count, dtype=bool)
    covered[[place(f"tests of {name}", column, count=count) for column in sequence(f"tests of {name}", columns)]] = True
    return covered


def _variances(variance: Floats, learnt: Sequence[NDArray[np.bool_]]) -> Floats:
    return np.array(learnt, dtype=float).reshape(len(learnt), variance.shape[1]) @ variance.T


def _best(names: Sequence[str], days: Mapping[str, float], gains: Floats) -> tuple[str, float] | None:
    options = [(gain / days[name], name, gain) for name, gain in zip(names, gains.tolist(), strict=True)]
    # Equal ones by name, whatever the order of the tests.
    best = max(options, default=None)
    return None if best is None else (best[1], best[2])
