"""What if the values are draws that hang together, such as those of another model?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats, numbers, settle
from analysis.robustness.cells import Cells, first_share
from analysis.robustness.lattice import Draws
from analysis.robustness.products import product


@dataclass(frozen=True)
class JointCells(Cells):
    """Values of all alternatives on all criteria drawn together elsewhere, so that they may be correlated.

    Every draw of the weights takes one of the k given draws for all alternatives at once, each about
    equally often.

    Parameters
    ----------
    sample : array, shape (k, m, n)
        Larger is better.

    Example
    -------
    >>> common = np.random.default_rng(1).normal(50, 10, 500)
    >>> cells = JointCells(np.stack([common, common + 1], axis=1)[:, :, None])
    >>> cells.shape, cells.draw(1, np.random.default_rng(1), 3).shape
    ((2, 1), (1, 3))

    References
    ----------
    Lahdelma, Makkonen & Salminen 2006, Journal of Multi-Criteria Decision Analysis 14 (dependent uncertainties).
    """

    sample: Floats

    def __post_init__(self) -> None:
        given = numbers("sample", self.sample, gaps=False)
        if given.ndim != 3 or given.size == 0:
            raise ValueError(f"sample: expected shape (k, m, n) with k, m, n > 0, got {given.shape}")
        object.__setattr__(self, "sample", settle(given))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""
        return self.sample.shape[1], self.sample.shape[2]

    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random values of one alternative, shape (n, size), from draws chosen for it alone."""
        return self._rows(alternative)[:, self._chosen(rng, size)]

    def totals(self, weights: Draws, rng: np.random.Generator) -> Draws:
        """Return the totals of all alternatives in the same draws, shape (m, size)."""
        chosen = self._chosen(rng, weights.shape[1])
        return np.stack([np.einsum("jn,jn->n", self._rows(i)[:, chosen], weights) for i in range(self.shape[0])])

    def confidence(self, weights: Floats, who: list[int], rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return how often some alternatives are first, each at its own weights, and the standard errors."""
        given = weights.astype(np.float32)
        totals = np.stack([product(given, self._rows(i)) for i in range(self.shape[0])])
        share = np.array([first_share(totals[:, row], i) for row, i in enumerate(who)])
        return share, np.sqrt(share * (1.0 - share) / len(self.sample))

    def _rows(self, alternative: int) -> Draws:
        return self.sample[:, alternative].T.astype(np.float32)

    def _chosen(self, rng: np.random.Generator, size: int) -> NDArray[np.int64]:
        """Return the numbers of given draws: whole rounds of all of them, and of the last round some at random."""
        rounds = [rng.permutation(len(self.sample)) for _ in range(-(-size // len(self.sample)))]
        return rng.permutation(np.concatenate(rounds)[:size])
