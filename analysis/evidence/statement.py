"""Which distribution follows from what an expert states: a low, a middle and a high guess?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import TIE, Floats, number, one_or_many

STEEPEST = 1.66711  # of |curve|/spread: beyond, quantiles would not rise everywhere
TENTH = float(np.log(9.0))  # the log odds of nine in ten


@dataclass(frozen=True)
class Statement:
    """A distribution through three stated percentiles, P10, P50 and P90: a metalog of three terms.

    ``Q(p) = middle + spread logit(p) + curve (p - 1/2) logit(p)``. It reaches beyond the statement on
    both sides; three equal numbers are a constant.

    Parameters
    ----------
    p10, p50, p90 : float
        In this order, any unit. The middle lies between a sixth and five sixths of the way.

    Example
    -------
    >>> found = Statement(10, 20, 40)
    >>> found.quantile([0.1, 0.5, 0.9]).round(9).tolist(), round(found.mean, 4)
    ([10.0, 20.0, 40.0], 22.8445)

    References
    ----------
    Keelin 2016, Decision Analysis 13, on metalog distributions; O'Hagan et al. 2006, Uncertain Judgements.
    """

    p10: float
    p50: float
    p90: float

    def __post_init__(self) -> None:
        low, middle, high = (number(name, getattr(self, name)) for name in ("p10", "p50", "p90"))
        if not low <= middle <= high:
            raise ValueError(f"p50: expected p10 <= p50 <= p90, got {self.p10}, {self.p50}, {self.p90}")
        if abs(self.curve) > STEEPEST * self.spread + TIE:
            raise ValueError(
                "p50: expected between a sixth and five sixths of the way from p10 to p90, "
                f"got {self.p10}, {self.p50}, {self.p90}"
            )

    @property
    def spread(self) -> float:
        """``(p90 - p10)/(2 ln 9)``."""
        return (self.p90 - self.p10) / (2.0 * TENTH)

    @property
    def curve(self) -> float:
        """``(p10 - 2 p50 + p90)/(0.8 ln 9)``: positive, the long end is above."""
        return (self.p10 - 2.0 * self.p50 + self.p90) / (0.8 * TENTH)

    @property
    def mean(self) -> float:
        """``p50 + curve/2``."""
        return self.p50 + self.curve / 2.0

    @property
    def sd(self) -> float:
        """``sqrt(pi^2 spread^2/3 + (1/12 + pi^2/36) curve^2)``."""
        logistic = np.pi**2 / 3.0
        return float(np.sqrt(logistic * self.spread**2 + (1.0 + logistic) / 12.0 * self.curve**2))

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies between 0 and 1."""
        share = np.asarray(p, dtype=float)
        if not np.all((share > 0) & (share < 1)):
            raise ValueError(f"p: expected between 0 and 1, got shape {share.shape}")
        odds = np.log(share / (1.0 - share))
        return one_or_many(self.p50 + (self.spread + self.curve * (share - 0.5)) * odds)

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random values, shape (size,)."""
        # The log odds of 0 are infinite.
        return self.quantile(rng.uniform(np.finfo(float).tiny, 1.0, size))
