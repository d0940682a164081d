"""Which distribution follows from three points, a count, a sample or a percentile?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, vector


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
        if not self.low <= self.mode <= self.high or self.shape <= 0:
            raise ValueError(
                f"mode: expected low <= mode <= high and a positive shape, "
                f"got {self.low}, {self.mode}, {self.high}, {self.shape}"
            )

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
            return np.full(np.shape(p), self.low)
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        places = betaincinv(self.alpha, self.beta, _probabilities(p))
        return np.asarray(self.low + (self.high - self.low) * places, dtype=float)

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
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"mode: expected low <= mode <= high, got {self.low}, {self.mode}, {self.high}")

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
        share = _probabilities(p)
        width, left = self.high - self.low, self.mode - self.low
        if width == 0:
            return np.full(share.shape, float(self.low))
        rising = self.low + np.sqrt(share * width * left)
        falling = self.high - np.sqrt((1.0 - share) * width * (width - left))
        return np.where(share <= left / width, rising, falling)


@dataclass(frozen=True)
class MeasuredShare:
    """What a share may be after x of n: ``Beta(x + 1/2, n - x + 1/2)``, shares of 1.

    n = 0 says nothing: the prior ``Beta(1/2, 1/2)``.

    Example
    -------
    >>> found = MeasuredShare(9, 10)
    >>> round(found.mean, 4), found.quantile([0.05, 0.95]).round(3).tolist()
    (0.8636, [0.669, 0.982])

    References
    ----------
    Jeffreys' prior; Brown, Cai & DasGupta 2001, Statistical Science 16.
    """

    successes: float
    n: float

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.n:
            raise ValueError(f"successes: expected 0 to n = {self.n}, got {self.successes}")

    @property
    def mean(self) -> float:
        """``(x + 1/2)/(n + 1)``."""
        return (self.successes + 0.5) / (self.n + 1.0)

    @property
    def sd(self) -> float:
        """``sqrt(m (1 - m)/(n + 2))`` with the mean m."""
        return float(np.sqrt(self.mean * (1.0 - self.mean) / (self.n + 2.0)))

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random shares, shape (size,)."""
        return rng.beta(self.successes + 0.5, self.n - self.successes + 0.5, size)

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1."""
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        places = betaincinv(self.successes + 0.5, self.n - self.successes + 0.5, _probabilities(p))
        return np.asarray(places, dtype=float)


@dataclass(frozen=True)
class MeasuredMean:
    """What a mean may be after a sample: ``mean + sd/sqrt(n) t(n - 1)``, in the unit of the sample.

    Parameters
    ----------
    sample : array, shape (n,), n >= 2
        NaN is left out.

    Example
    -------
    >>> found = MeasuredMean([1, 2, 3, 4])
    >>> found.mean, found.quantile([0.025, 0.975]).round(3).tolist()
    (2.5, [0.446, 4.554])

    References
    ----------
    Student 1908; posterior of a normal mean with the usual vague prior.
    """

    sample: ArrayLike

    def __post_init__(self) -> None:
        given = vector("sample", self.sample)
        known = given[~np.isnan(given)]
        if known.size < 2:
            raise ValueError(f"sample: expected at least 2 known numbers in shape {given.shape}")
        object.__setattr__(self, "sample", known)

    @property
    def mean(self) -> float:
        """Mean of the sample."""
        return float(np.mean(np.asarray(self.sample)))

    @property
    def scale(self) -> float:
        """Standard error of the mean, ``s/sqrt(n)``."""
        x = np.asarray(self.sample, dtype=float)
        return float(x.std(ddof=1) / np.sqrt(x.size))

    @property
    def sd(self) -> float:
        """``scale sqrt((n - 1)/(n - 3))``; infinite up to n = 3."""
        n = np.size(self.sample)
        return self.scale * float(np.sqrt((n - 1) / (n - 3))) if n > 3 else float("inf")

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random means, shape (size,)."""
        return self.mean + self.scale * rng.standard_t(np.size(self.sample) - 1, size)

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1."""
        from scipy.special import stdtrit  # a third of a second to import, needed by one page

        return np.asarray(self.mean + self.scale * stdtrit(np.size(self.sample) - 1, _probabilities(p)), dtype=float)


@dataclass(frozen=True)
class MeasuredPercentile:
    """What a percentile may be after a sample: nearest ranks of samples drawn with replacement.

    Parameters
    ----------
    sample : array, shape (n,), n >= 1
        For example latencies; NaN is left out.
    p : float
        Percentile, 0 to 100.

    Example
    -------
    >>> latency = [120, 130, 135, 140, 150, 155, 160, 180, 240, 900]
    >>> MeasuredPercentile(latency, 50).draw(np.random.default_rng(1), 5).tolist()
    [150.0, 160.0, 150.0, 150.0, 155.0]

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap.
    """

    sample: ArrayLike
    p: float

    def __post_init__(self) -> None:
        given = vector("sample", self.sample)
        known = np.sort(given[~np.isnan(given)])
        if known.size == 0:
            raise ValueError(f"sample: expected at least 1 known number in shape {given.shape}")
        if not 0 <= self.p <= 100:
            raise ValueError(f"p: expected 0 to 100, got {self.p}")
        object.__setattr__(self, "sample", known)

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random percentiles, shape (size,): the k-th smallest of n draws, k = ceil(p n/100)."""
        x = np.asarray(self.sample, dtype=float)
        k = max(int(np.ceil(round(self.p * x.size / 100, 9))), 1)
        places = rng.beta(k, x.size - k + 1, size)
        return x[np.minimum((places * x.size).astype(np.int64), x.size - 1)]

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1: exact, without drawing."""
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        x = np.asarray(self.sample, dtype=float)
        k = max(int(np.ceil(round(self.p * x.size / 100, 9))), 1)
        places = betaincinv(k, x.size - k + 1, _probabilities(p))
        return x[np.minimum((places * x.size).astype(np.int64), x.size - 1)]


def _probabilities(p: ArrayLike) -> Floats:
    given = np.asarray(p, dtype=float)
    if np.any(~((given >= 0) & (given <= 1))):
        raise ValueError(f"p: expected 0 to 1 in shape {given.shape}")
    return given
