"""What is it worth to learn something about the states of a payoff table before choosing?"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, shares, table
from analysis.information import Information

MOST_FEATURES = 400


def expected_value_of_partial_information(
    payoff: ArrayLike, probability: ArrayLike, groups: Sequence[Hashable]
) -> Information:
    """Return the EVPPI of learning to which group the true state belongs.

    ``sum_g max_i sum_{s in g} p_s x_is - max_i sum_s p_s x_is``. Every state a group of its own: EVPI;
    one group: 0.

    Parameters
    ----------
    payoff : array, shape (m, states)
        Options by states, any unit.
    probability : array, shape (states,)
        Divided by its sum.
    groups : sequence of labels, length states
        States with equal labels cannot be told apart.

    Returns
    -------
    Information
        Exact: standard error 0. `changes`: probability that another option is chosen.

    Example
    -------
    >>> table = [[1500, 300, -800], [900, 600, -200], [500, 500, 500]]
    >>> found = expected_value_of_partial_information(table, [0.5, 0.3, 0.2], ["fine", "fine", "down"])
    >>> round(found.value, 6), round(found.changes, 6)
    (260.0, 0.2)

    References
    ----------
    Raiffa & Schlaifer 1961; Heath, Kunst & Jackson 2024.
    """
    array = table("payoff", payoff, gaps=False)
    if not isinstance(groups, Sequence | np.ndarray | range) or len(groups) != array.shape[1]:
        raise ValueError(f"groups: expected labels of shape ({array.shape[1]},), got {groups!r}")
    labels = list(dict.fromkeys(groups))
    # A group is the result of a test without error.
    member = np.array([[float(group == label) for group in groups] for label in labels])
    return expected_value_of_sample_information(array, probability, member)


def expected_value_of_sample_information(
    payoff: ArrayLike, probability: ArrayLike, likelihood: ArrayLike
) -> Information:
    """Return the EVSI of a test with an error: ``sum_r max_i sum_s P(r|s) p_s x_is - max_i sum_s p_s x_is``.

    Parameters
    ----------
    payoff : array, shape (m, states)
        Options by states, any unit.
    probability : array, shape (states,)
        Before the test; divided by its sum.
    likelihood : array, shape (results, states)
        ``P(result | state)``; every column sums to 1.

    Returns
    -------
    Information
        Exact: standard error 0. `changes`: probability that another option is chosen after the test.

    Example
    -------
    >>> drill = [[700, -100], [90, 90]]
    >>> found = expected_value_of_sample_information(drill, [0.25, 0.75], [[0.6, 0.2], [0.4, 0.8]])
    >>> round(found.value, 6), round(found.changes, 6)
    (53.0, 0.7)

    References
    ----------
    Raiffa & Schlaifer 1961, Applied Statistical Decision Theory; Hillier & Lieberman (oil drilling).
    """
    array = table("payoff", payoff, gaps=False)
    prior = shares("probability", probability, length=array.shape[1])
    chance = table("likelihood", likelihood, columns=array.shape[1], gaps=False)
    if np.any(chance < 0) or not np.allclose(chance.sum(axis=0), 1.0):
        raise ValueError(f"likelihood: expected columns that sum to 1 in shape {chance.shape}")
    joint = chance * prior
    expected = joint @ array.T
    now = int(np.argmax(array @ prior))
    best = expected.max(axis=1)
    # In proportion, so that the unit of money makes no difference.
    moved = best > expected[:, now] + TIE * np.abs(expected).max()
    value = float(best.sum() - expected[:, now].sum())
    return Information(max(0.0, value), 0.0, float(joint[moved].sum()))


def regressed_mean(payoff: ArrayLike, parameters: ArrayLike, *, degree: int = 2) -> Floats:
    """Return the payoff expected given several parameters, from draws, by least squares.

    Polynomial of all parameters up to `degree`, with products of two for degree 2. Exact for additive
    models with independent parameters; for one parameter `conditional_mean` is freer.

    Parameters
    ----------
    payoff : array, shape (N, m)
        Draws of the payoff of every option.
    parameters : array, shape (N, q)
        The group that would be learnt.
    degree : {1, 2}

    Returns
    -------
    array, shape (N, m)
        For `value_from_sample(payoff, expected=...)`.

    Example
    -------
    >>> regressed_mean([[1.0], [3.0], [5.0]], [[0], [1], [2]], degree=1).round(6).ravel().tolist()
    [1.0, 3.0, 5.0]

    References
    ----------
    Strong, Oakley & Brennan 2014, Medical Decision Making 34.
    """
    draws, given = table("payoff", payoff, gaps=False), table("parameters", parameters, gaps=False)
    if len(given) != len(draws):
        raise ValueError(f"parameters: expected shape ({len(draws)}, q), got {given.shape}")
    if degree not in (1, 2):
        raise ValueError(f"degree: expected 1 or 2, got {degree}")
    # On one scale, or the squares of large numbers spoil the fit; a constant has no deviation.
    scaled = (given - given.mean(axis=0)) / np.where(np.ptp(given, axis=0) > 0, given.std(axis=0), 1.0)
    columns = [np.ones(len(draws)), *scaled.T]
    if degree == 2:
        columns += [scaled[:, i] * scaled[:, j] for i in range(scaled.shape[1]) for j in range(i + 1)]
    if len(columns) > min(MOST_FEATURES, len(draws)):
        raise ValueError(f"parameters: expected fewer, for {len(columns)} terms and {len(draws)} draws")
    design = np.stack(columns, axis=1)
    return np.asarray(design @ np.linalg.lstsq(design, draws, rcond=None)[0], dtype=float)
