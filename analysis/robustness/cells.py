"""What may each score really be, and the totals with it?"""

from abc import ABC, abstractmethod

import numpy as np

from analysis.arrays import Floats
from analysis.robustness.lattice import POINTS, Draws
from analysis.robustness.products import product
from analysis.robustness.ties import tolerance

BLOCKS = 2


def first_share(totals: Draws, who: int) -> float:
    """Return how often one alternative is first in totals of shape (m, size); those who tie share."""
    first = totals >= totals.max(axis=0) - tolerance(totals)
    return float(np.mean(first[who] / first.sum(axis=0)))


class Cells(ABC):
    """Uncertain values of m alternatives on n criteria, independent of the weights.

    A subclass needs `shape` and `draw`, for example for values that were measured.
    """

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""

    @abstractmethod
    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random values of one alternative, shape (n, size), larger is better."""

    def totals(self, weights: Draws, rng: np.random.Generator) -> Draws:
        """Return the totals of all alternatives with random values, shape (m, size)."""
        size = weights.shape[1]
        return np.stack([np.einsum("jn,jn->n", self.draw(i, rng, size), weights) for i in range(self.shape[0])])

    def twins(self) -> list[int]:
        """Return for each alternative the number of its group of identical, certain ones."""
        return list(range(self.shape[0]))

    def confidence(self, weights: Floats, who: list[int], rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return how often some alternatives are first, each at its own weights, and the standard errors.

        Parameters
        ----------
        weights : array, shape (k, n)
        who : list of k alternatives
        rng : numpy.random.Generator
        """
        given, wins = weights.astype(np.float32), np.zeros(len(who))
        for _ in range(BLOCKS):
            totals = np.stack([product(given, self.draw(i, rng, POINTS)) for i in range(self.shape[0])])
            wins += [first_share(totals[:, row], i) for row, i in enumerate(who)]
        share = wins / BLOCKS
        return share, np.sqrt(share * (1.0 - share) / (BLOCKS * POINTS))
