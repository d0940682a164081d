"""Which distribution follows from three points, a count, a sample or a percentile?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, vector


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
        number("successes", self.successes, least=0.0, most=number("n", self.n, least=0.0))

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
        number("p", self.p, least=0.0, most=100.0)
        object.__setattr__(self, "sample", known)

    @property
    def mean(self) -> float:
        """Mean of the percentile of samples drawn with replacement: exact, without drawing."""
        return float(np.asarray(self.sample) @ self._probability)

    @property
    def sd(self) -> float:
        """Standard deviation of the same."""
        return float(np.sqrt((np.asarray(self.sample) - self.mean) ** 2 @ self._probability))

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random percentiles, shape (size,): the k-th smallest of n draws, k = ceil(p n/100)."""
        x = np.asarray(self.sample, dtype=float)
        places = rng.beta(*self._shapes, size)
        return x[np.minimum((places * x.size).astype(np.int64), x.size - 1)]

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1: exact, without drawing."""
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        x = np.asarray(self.sample, dtype=float)
        places = betaincinv(*self._shapes, _probabilities(p))
        return x[np.minimum((places * x.size).astype(np.int64), x.size - 1)]

    @property
    def _shapes(self) -> tuple[int, int]:
        """Beta parameters of the place, from 0 to 1, of the k-th smallest of n draws."""
        n = np.size(self.sample)
        k = max(int(np.ceil(round(self.p * n / 100, 9))), 1)
        return k, n - k + 1

    @property
    def _probability(self) -> Floats:
        from scipy.special import betainc  # a third of a second to import, needed by one page

        n = np.size(self.sample)
        return np.asarray(np.diff(betainc(*self._shapes, np.arange(n + 1) / n)), dtype=float)


def _in_order(low: float, mode: float, high: float) -> None:
    points = [number(name, point) for name, point in (("low", low), ("mode", mode), ("high", high))]
    if points != sorted(points):
        raise ValueError(f"mode: expected low <= mode <= high, got {low}, {mode}, {high}")


def _probabilities(p: ArrayLike) -> Floats:
    given = np.asarray(p, dtype=float)
    if np.any(~((given >= 0) & (given <= 1))):
        raise ValueError(f"p: expected 0 to 1 in shape {given.shape}")
    return given
