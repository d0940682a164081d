"""How often is each alternative first when weights and scores are uncertain?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import Floats
from analysis.robustness.cells import Cells
from analysis.robustness.weights import Draws, Sampler

BLOCK = 4096
CONFIDENCE_BLOCKS = 2


@dataclass(frozen=True)
class Acceptability:
    """Shares of draws, from a simulation of `samples` draws.

    `ranks` (m, m): row i, column r: alternative i has place r + 1. `pairwise` (m, m): i beats k.
    `central_weights` (m, n): mean weights of the draws in which i is first, NaN if it never is.
    `confidence` (m,): share of score draws in which i is first at its central weights.
    `totals` (m, samples): the simulated totals, in the unit of the values.
    """

    ranks: Floats
    pairwise: Floats
    central_weights: Floats
    confidence: Floats
    totals: Draws
    samples: int

    @property
    def first(self) -> Floats:
        """Share of draws in which each alternative is first, shape (m,)."""
        return self.ranks[:, 0]

    @property
    def standard_error(self) -> Floats:
        """``sqrt(p (1 - p)/N)`` of every rank share, shape (m, m)."""
        return np.sqrt(self.ranks * (1.0 - self.ranks) / self.samples)

    def interval(self, low: float = 0.05, high: float = 0.95) -> Floats:
        """Return two quantiles of every total, shape (m, 2)."""
        return np.quantile(self.totals.astype(float), [low, high], axis=1).T


def rank_acceptability(
    cells: Cells,
    *,
    weights: Sampler,
    rng: np.random.Generator,
    doubt: Cells | None = None,
    blocks: int = 16,
) -> Acceptability:
    """Return how often each alternative takes each place.

    Every draw takes weights and values at random; all alternatives see the same weights. Identical,
    certain alternatives share their places equally.

    Parameters
    ----------
    cells : Cells
        For example `NormalCells`.
    weights : sampler
        Draws of shape (n, size) that sum to 1 over the criteria.
    rng : numpy.random.Generator
        All randomness; the same state gives the same result.
    doubt : Cells, optional
        Values for the confidence factors alone, if others than `cells`.
    blocks : int
        Number of blocks of 4096 draws.

    Returns
    -------
    Acceptability

    Example
    -------
    >>> from analysis.robustness import NormalCells, nested_uniform
    >>> cells = NormalCells([[9, 2], [5, 7]])
    >>> result = rank_acceptability(cells, weights=nested_uniform([0, 0]), rng=np.random.default_rng(1))
    >>> bool(abs(result.first[0] - 4 / 9) < 4 * result.standard_error[0, 0])
    True

    References
    ----------
    Lahdelma & Salminen 2001, Operations Research 49 (SMAA-2); Tervonen & Lahdelma 2007, EJOR 178.
    """
    m, n = cells.shape
    ranks, pairwise, central = np.zeros((m, m)), np.zeros((m, m)), np.zeros((m, n))
    totals = np.empty((m, blocks * BLOCK), dtype=np.float32)
    for b in range(blocks):
        w = weights(rng, BLOCK)
        block = np.stack([np.einsum("jn,jn->n", cells.draw(i, rng, BLOCK), w) for i in range(m)])
        totals[:, b * BLOCK : (b + 1) * BLOCK] = block
        order = np.argsort(-block, axis=0, kind="stable")
        ranks += np.stack([np.bincount(row, minlength=m) for row in order], axis=1)
        pairwise += np.stack([np.count_nonzero(row > block, axis=1) for row in block])
        central += np.eye(m, dtype=np.float32)[order[0]].T @ w.T
    samples = blocks * BLOCK
    ranks, pairwise, central = _shared(cells.twins(), ranks / samples, pairwise / samples, central)
    with np.errstate(invalid="ignore", divide="ignore"):
        central = np.where(ranks[:, :1] > 0, central / central.sum(axis=1, keepdims=True), np.nan)
    confidence = confidence_factor(doubt or cells, central, rng=rng)
    return Acceptability(ranks, pairwise, central, confidence, totals, samples)


def confidence_factor(cells: Cells, central: Floats, *, rng: np.random.Generator) -> Floats:
    """Return the share of value draws in which each alternative is first at its own weights, shape (m,).

    Parameters
    ----------
    cells : Cells
    central : array, shape (m, n)
        Weights of every alternative, a row of NaN where it has none.
    rng : numpy.random.Generator
    """
    m = cells.shape[0]
    known = np.asarray(~np.isnan(central).any(axis=1))
    weights = np.where(known[:, None], central, 0.0).astype(np.float32)
    wins = np.zeros(m)
    for _ in range(CONFIDENCE_BLOCKS):
        totals = np.stack([weights @ cells.draw(i, rng, BLOCK) for i in range(m)])
        wins += [float(np.mean(totals[i, i] >= totals[:, i].max(axis=0))) for i in range(m)]
    return np.where(known, wins / CONFIDENCE_BLOCKS, np.nan)


def _shared(twins: Sequence[int], ranks: Floats, pairwise: Floats, central: Floats) -> tuple[Floats, Floats, Floats]:
    group = np.array(twins)
    mean = (group[:, None] == group[None, :]).astype(float)
    alike = (mean > 0) & ~np.eye(group.size, dtype=bool)
    mean /= mean.sum(axis=1, keepdims=True)
    return mean @ ranks, np.where(alike, 0.5, pairwise), mean @ central
