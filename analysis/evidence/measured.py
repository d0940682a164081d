"""What may a share, a mean or a percentile really be, after it was measured?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, one_or_many, vector
from analysis.evidence.three_points import probabilities


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

        places = betaincinv(self.successes + 0.5, self.n - self.successes + 0.5, probabilities(p))
        return one_or_many(places)


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

        return one_or_many(self.mean + self.scale * stdtrit(np.size(self.sample) - 1, probabilities(p)))


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
        return one_or_many(x[np.minimum((places * x.size).astype(np.int64), x.size - 1)])

    def quantile(self, p: ArrayLike) -> Floats:
        """Return quantiles, shape of p, which lies in 0 to 1: exact, without drawing."""
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        x = np.asarray(self.sample, dtype=float)
        places = betaincinv(*self._shapes, probabilities(p))
        return one_or_many(x[np.minimum((places * x.size).astype(np.int64), x.size - 1)])

    @property
    def _shapes(self) -> tuple[int, int]:
        """Beta parameters of the place, from 0 to 1, of the k-th smallest of n draws."""
        n = np.size(self.sample)
        # A product of decimals may lie a bit above a whole number; its ceiling would be one too
        # many.
        k = max(int(np.ceil(round(self.p * n / 100, 9))), 1)
        return k, n - k + 1

    @property
    def _probability(self) -> Floats:
        from scipy.special import betainc  # a third of a second to import, needed by one page

        n = np.size(self.sample)
        return np.asarray(np.diff(betainc(*self._shapes, np.arange(n + 1) / n)), dtype=float)
