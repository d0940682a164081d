"""How usable do people find a system?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, numbers, table
from analysis.trials.samples import measured

ITEMS = 10


@dataclass(frozen=True)
class Usability:
    """SUS: mean and t interval (2,) of n whole sheets; `scores` (n,) of each; `dropped` incomplete ones.

    Points of 0 to 100, not a percentage; NaN without a whole sheet.
    """

    mean: float
    median: float
    n: int
    interval: Floats
    scores: Floats
    dropped: int


def system_usability_scale(answers: ArrayLike, *, confidence: float = 0.95) -> Usability:
    """Return the SUS score, 0 to 100: odd items ``x - 1``, even items ``5 - x``, sum times 2.5.

    Parameters
    ----------
    answers : array, shape (n, 10), or (10,) for one person
        Answers 1 to 5; a sheet with a missing answer (NaN) is left out. No sheet at all: n = 0.
    confidence : float
        Of the t interval of the mean, between 0 and 1.

    Returns
    -------
    Usability

    Example
    -------
    >>> system_usability_scale([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]).mean
    55.0

    References
    ----------
    Brooke 1996, SUS: a quick and dirty usability scale. The average of studies is 68 (Sauro 2011).
    """
    given = numbers("answers", answers)
    # An empty list has one dimension and no ten columns.
    has_sheets = given.shape not in ((0,), (0, ITEMS))
    x = table("answers", np.atleast_2d(given), columns=ITEMS) if has_sheets else given.reshape(0, ITEMS)
    if np.any((x < 1) | (x > 5)):
        raise ValueError(f"answers: expected 1 to 5 in shape {x.shape}")
    whole = x[~np.isnan(x).any(axis=1)]
    # Items count from 1: the one at place 0 is odd.
    steps = np.where(np.arange(ITEMS) % 2 == 0, whole - 1, 5 - whole)
    scores = 2.5 * steps.sum(axis=1)
    found = measured(scores, confidence=confidence)
    return Usability(found.mean, found.median, found.n, found.interval, scores, len(x) - len(whole))
