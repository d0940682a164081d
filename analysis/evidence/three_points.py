"""Which distribution follows from a least, a likely and a greatest value?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, one_or_many


@dataclass(frozen=True)
class Pert:
    """A beta-PERT distribution between `low` and `high` with a `mode`; equal ends are a constant.

    `shape` is lambda, the weight of the mode; 4 is usual.

    Example
    -------
    >>> found = Pert(2, 5, 14)
    >>> found.mean, found.alpha, found.beta, round(found.sd, 4), found.classic_sd
    (6.0, 2.0, 4.0, 2.1381, 2.0)

    References
    ----------
    Malcolm et al. 1959, Operations Research 7; Vose, Risk Analysis.
    """

    low: float
    mode: float
    high: float
    shape: float = 4.0

    def __post_init__(self) -> None:
        _in_order(self.low, self.mode, self.high)
        if not number("shape", self.shape) > 0:
            raise ValueError(f"shape: expected greater than 0, got {self.shape}")

    @property
    def mean(self) -> float:
        """``(low + shape mode + high)/(shape + 2)``."""
        return (self.low + self.shape * self.mode + self.high) / (self.shape + 2.0)

    @property
    def alpha(self) -> float:
        """First parameter of the beta distribution, ``1 + shape (mode - low)/(high - low)``."""
        return 1.0 + self.shape * self._share(self.mode - self.low)

    @property
    def beta(self) -> float:
        """Second parameter of the beta distribution, ``1 + shape (high - mode)/(high - low)``."""
        return 1.0 + self.shape * self._share(self.high - self.mode)

    @property
    def sd(self) -> float:
        """``sqrt((mean - low)(high - mean)/(shape + 3))``."""
        return float(np.sqrt(max((self.mean - self.low) * (self.high - self.mean), 0.0) / (self.shape + 3.0)))

    @property
    def classic_sd(self) -> float:
        """``(high - low)/6``, the figure of the original method."""
        return (self.high - self.low) / 6.0

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random values, shape (size,)."""
        if self.low == self.high:
            return np.full(size, float(self.low))
        return self.low + (self.high - self.low) * rng.beta(self.alpha, self.beta, size)

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1."""
        if self.low == self.high:
            return one_or_many(np.full(np.shape(p), float(self.low)))
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        places = betaincinv(self.alpha, self.beta, probabilities(p))
        return one_or_many(self.low + (self.high - self.low) * places)

    def _share(self, part: float) -> float:
        return part / (self.high - self.low) if self.high > self.low else 0.5


@dataclass(frozen=True)
class Triangular:
    """A triangular distribution between `low` and `high` with a `mode`; equal ends are a constant.

    Example
    -------
    >>> found = Triangular(2, 5, 14)
    >>> found.mean, found.sd, found.quantile([0, 0.25, 1]).tolist()
    (7.0, 2.5495097567963922, [2.0, 5.0, 14.0])
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _in_order(self.low, self.mode, self.high)

    @property
    def mean(self) -> float:
        """``(a + m + b)/3``."""
        return (self.low + self.mode + self.high) / 3.0

    @property
    def sd(self) -> float:
        """``sqrt((a^2 + m^2 + b^2 - am - ab - bm)/18)``."""
        a, m, b = self.low, self.mode, self.high
        return float(np.sqrt(max(a * a + m * m + b * b - a * m - a * b - b * m, 0.0) / 18.0))

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random values, shape (size,)."""
        return self.quantile(rng.random(size))

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1."""
        share = probabilities(p)
        width, left = self.high - self.low, self.mode - self.low
        if width == 0:
            return one_or_many(np.full(share.shape, float(self.low)))
        rising = self.low + np.sqrt(share * width * left)
        falling = self.high - np.sqrt((1.0 - share) * width * (width - left))
        return one_or_many(np.where(share <= left / width, rising, falling))


def _in_order(low: float, mode: float, high: float) -> None:
    points = [number(name, point) for name, point in (("low", low), ("mode", mode), ("high", high))]
    if points != sorted(points):
        raise ValueError(f"mode: expected low <= mode <= high, got {low}, {mode}, {high}")


def probabilities(p: ArrayLike) -> Floats:
    """Return p as an array, or refuse what lies outside 0 to 1."""
    given = np.asarray(p, dtype=float)
    if np.any(~((given >= 0) & (given <= 1))):
        raise ValueError(f"p: expected 0 to 1 in shape {given.shape}")
    return given
