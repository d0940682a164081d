"""What may each score really be?"""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from analysis.arrays import Floats, table
from analysis.robustness.weights import Draws

LEVELS = 65_536
TOP = 10.0


class Cells(Protocol):
    """Uncertain values of m alternatives on n criteria."""

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""
        ...

    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random values of one alternative, shape (n, size), larger is better."""
        ...

    def twins(self) -> list[int]:
        """Return for each alternative the number of its group of identical, certain ones."""
        ...


@dataclass(frozen=True)
class NormalCells:
    """Independent normal scores, clipped to 0 to 10; a missing one is uniform on 0 to 10.

    Parameters
    ----------
    scores : array, shape (m, n)
        NaN where missing.
    sd : array, shape (m, n), optional
        Standard deviations; none: the scores are certain.

    Example
    -------
    >>> NormalCells([[9, 2], [5, 7]]).draw(0, np.random.default_rng(1), 2).tolist()
    [[9.0, 9.0], [2.0, 2.0]]
    """

    scores: Floats
    sd: Floats | None = None

    def __post_init__(self) -> None:
        scores = table("scores", self.scores)
        sd = np.zeros_like(scores) if self.sd is None else table("sd", self.sd, columns=scores.shape[1])
        if sd.shape != scores.shape or np.any(sd < 0):
            raise ValueError(f"sd: expected non-negative numbers of shape {scores.shape}, got {sd.shape}")
        object.__setattr__(self, "scores", scores)
        object.__setattr__(self, "sd", sd)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""
        return self.scores.shape[0], self.scores.shape[1]

    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random scores of one alternative, shape (n, size)."""
        row, sd = self.scores[alternative], self._sd[alternative]
        missing = np.isnan(row)
        known = np.where(missing, 0.0, row).astype(np.float32)[:, None]
        if not sd.any() and not missing.any():
            return np.broadcast_to(known, (row.size, size))
        drawn = np.take(_quantiles(), rng.integers(0, LEVELS, (row.size, size), dtype=np.uint16))
        drawn *= sd.astype(np.float32)[:, None]
        drawn += known
        np.clip(drawn, 0.0, TOP, out=drawn)
        if missing.any():
            drawn[missing] = TOP * rng.random((int(missing.sum()), size), dtype=np.float32)
        return drawn

    def twins(self) -> list[int]:
        """Return for each alternative the number of its group of identical, certain ones."""
        if self._sd.any() or np.isnan(self.scores).any():
            return list(range(len(self.scores)))
        return np.unique(self.scores, axis=0, return_inverse=True)[1].tolist()

    @property
    def _sd(self) -> Floats:
        return np.zeros_like(self.scores) if self.sd is None else self.sd


@cache
def _quantiles() -> Draws:
    """Return equally likely normal quantiles: a look-up is three times faster than a normal draw.

    Their variance is 0.99998.
    """
    from scipy.special import ndtri  # a third of a second to import, needed by the simulation only

    return np.asarray(ndtri((np.arange(LEVELS) + 0.5) / LEVELS), dtype=np.float32)
