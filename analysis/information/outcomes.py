"""What is it worth to know more, from the outcomes of all options: a table of states or draws?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import TIE, Floats, number, shares, table, vector


@dataclass(frozen=True)
class Information:
    """Value of knowing something in the unit of the payoff, its standard error, and how often the choice changes."""

    value: float
    standard_error: float
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
    array = table("payoff", payoff, gaps=False)
    p = shares("probability", probability, length=array.shape[1])
    return max(0.0, float(p @ array.max(axis=0) - (array @ p).max()))


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
    draws = table("payoff", payoff, gaps=False)
    learnt = draws if expected is None else table("expected", expected, columns=draws.shape[1], gaps=False)
    if len(learnt) != len(draws):
        raise ValueError(f"expected: expected shape {draws.shape}, got {learnt.shape}")
    best = int(draws.mean(axis=0).argmax())
    gain = learnt.max(axis=1) - learnt[:, best]
    error = float(gain.std(ddof=1) / np.sqrt(len(gain))) if len(gain) > 1 else float("nan")
    # In proportion, so that the unit of money makes no difference.
    return Information(max(0.0, float(gain.mean())), error, float(np.mean(gain > TIE * np.abs(learnt).max())))


def conditional_mean(payoff: ArrayLike, parameter: ArrayLike, *, bins: int = 50) -> Floats:
    """Return the payoff expected given one parameter, from draws: mean inside bins of about equal count.

    Equal values of the parameter stay in one bin: a constant teaches nothing, and few distinct values
    are a bin each.

    Parameters
    ----------
    payoff : array, shape (N, m)
    parameter : array, shape (N,)
    bins : int
        At least 1. Many bins bias the value of information upwards.

    Example
    -------
    >>> conditional_mean([[1.0], [3.0], [10.0], [20.0]], [0, 1, 5, 6], bins=2).ravel().tolist()
    [2.0, 2.0, 15.0, 15.0]
    """
    draws = table("payoff", payoff, gaps=False)
    given = vector("parameter", parameter, length=len(draws), gaps=False)
    order = np.argsort(given, kind="stable")
    found = np.empty_like(draws)
    for part in np.split(order, _cuts(given[order], int(number("bins", bins, least=1.0)))):
        found[part] = draws[part].mean(axis=0)
    return found


def _cuts(rising: Floats, bins: int) -> NDArray[np.intp]:
    """Return where bins begin: at equal distances, moved on to where a new value begins."""
    new = np.flatnonzero(np.diff(rising)) + 1
    if new.size < bins:
        return new
    wanted = np.cumsum([part.size for part in np.array_split(rising, bins)])[:-1]
    return np.unique(new[np.minimum(np.searchsorted(new, wanted), new.size - 1)])
