"""How wide is a value when it rests on a claim, a paper, a demonstration, a reference or a test?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats

WIDTHS = {
    "claimed": (-40.0, -10.0, 5.0),
    "documented": (-25.0, -5.0, 5.0),
    "demonstrated": (-18.0, -3.0, 5.0),
    "reference": (-12.0, 0.0, 8.0),
    "poc": (-7.0, 0.0, 7.0),
    "operated": (-4.0, 0.0, 4.0),
}
WIDTHS["none"] = WIDTHS["claimed"]


@dataclass(frozen=True)
class Pert:
    """A beta-PERT distribution between `low` and `high` with a `mode`; equal ends are a constant."""

    low: float
    mode: float
    high: float
    shape: float = 4.0

    def __post_init__(self) -> None:
        if not self.low <= self.mode <= self.high or self.shape <= 0:
            raise ValueError(f"mode: expected low <= mode <= high, got {self.low}, {self.mode}, {self.high}")

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
        return float(np.sqrt((self.mean - self.low) * (self.high - self.mean) / (self.shape + 3.0)))

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
        """Return quantiles."""
        if self.low == self.high:
            return np.full(np.shape(p), self.low)
        from scipy.special import betaincinv  # a third of a second to import, needed by one page

        shares = betaincinv(self.alpha, self.beta, np.asarray(p, dtype=float))
        return np.asarray(self.low + (self.high - self.low) * shares, dtype=float)

    def _share(self, part: float) -> float:
        return part / (self.high - self.low) if self.high > self.low else 0.5


def evidence_distribution(value: float, level: str) -> Pert:
    """Return what a value of 0 to 100 may really be, given what it rests on.

    Claims are discounted on one side: the committee's value is what it would be if the evidence
    were true. The official uncertainty of the app is symmetric instead; this one belongs to the
    view "claims discounted".

    Parameters
    ----------
    value : float
        0 to 100.
    level : {"none", "claimed", "documented", "demonstrated", "reference", "poc", "operated"}

    Returns
    -------
    Pert
        Clipped to 0 to 100; a mode outside moves to the edge.

    Example
    -------
    >>> found = evidence_distribution(90, "claimed")
    >>> (found.low, found.mode, found.high), round(found.mean, 2)
    ((50.0, 80.0, 95.0), 77.5)

    References
    ----------
    Malcolm et al. 1959, Operations Research 7 (PERT). The widths are ours: calibrate them.
    """
    if level not in WIDTHS or not 0 <= value <= 100:
        raise ValueError(f"level: expected one of {sorted(WIDTHS)} and a value of 0 to 100, got {level!r}, {value}")
    low, mode, high = (min(max(value + step, 0.0), 100.0) for step in WIDTHS[level])
    return Pert(low, mode, high)


def calibrated(width: float, measured: float, n: int, *, trust: int = 20) -> float:
    """Return a width between the default and what was measured: ``(n measured + trust width)/(n + trust)``.

    Example
    -------
    >>> calibrated(10, 20, 20)
    15.0
    """
    if n < 0 or trust <= 0:
        raise ValueError(f"n: expected at least 0 and positive trust, got {n}, {trust}")
    return (n * measured + trust * width) / (n + trust)
