"""How often did each alternative take each place, counted block by block, and how sure is each share?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats
from analysis.robustness.lattice import POINTS, Draws
from analysis.robustness.products import sums_where
from analysis.robustness.ties import shared_places, tied_draws, ties_occur, tolerance

FEW = 16  # 16 x 16 places fit one byte

Estimate = tuple[Floats, Floats]
Counts = NDArray[np.int64]


class Mean:
    """A mean over blocks with its standard error, from running sums."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.count = 0
        self.total, self.squares = np.zeros(shape), np.zeros(shape)

    def add(self, found: Floats) -> None:
        """Count one block."""
        self.count += 1
        self.total += found
        self.squares += found * found

    def estimate(self, *, is_share: bool) -> Estimate:
        """Return mean and standard error; of a single block that of independent draws, if it is a share."""
        if self.count == 0:
            return (np.full_like(self.total, np.nan),) * 2
        mean = self.total / self.count
        if self.count > 1:
            variance = np.maximum(self.squares - self.count * mean * mean, 0.0) / (self.count - 1)
            return mean, np.sqrt(variance / self.count)
        return mean, np.sqrt(mean * (1.0 - mean) / POINTS) if is_share else np.full_like(mean, np.nan)


class Tally:
    """Running sums over blocks of draws: their size depends on the shape of the problem alone."""

    def __init__(
        self, shape: tuple[int, int], twins: Sequence[int], quantiles: Sequence[float], *, only_ranks: bool
    ) -> None:
        m, n = shape
        group = np.array(twins)
        self.kinds = np.unique(group, return_index=True)[1]
        self.has_ties: bool | None = None  # the first block tells
        self.alike = group[:, None] == group
        self.share = self.alike / self.alike.sum(axis=1)
        self.only_ranks = only_ranks
        self.places = [min(int(q * POINTS), POINTS - 1) for q in quantiles]
        self.of_ranks, self.of_pairs, self.of_levels = Mean((m, m)), Mean((m, m)), Mean((m, len(quantiles)))
        self.won, self.won_squares = np.zeros(m), np.zeros(m)
        self.weights, self.weights_won, self.weights_squares = (np.zeros((m, n)) for _ in range(3))

    def add(self, weights: Draws, totals: Draws) -> None:
        """Count one block of weights (n, size) and totals (m, size)."""
        size = totals.shape[1]
        counts, wins = self._counted(totals)
        self.of_ranks.add(self.share @ counts / size)
        if self.only_ranks:
            return
        self.of_pairs.add(np.where(self.alike, 0.5, wins / size) * ~np.eye(len(totals), dtype=bool))
        if self.places:
            self.of_levels.add(np.sort(totals, axis=1)[:, self.places].astype(float))
        self._add_winners(weights, totals)

    def _counted(self, totals: Draws) -> tuple[Floats, Floats]:
        """Return how often each has each place and beats each other one; ties of a draw are shared."""
        near = tolerance(totals)
        if self.has_ties is None:
            self.has_ties = ties_occur(totals[self.kinds], near)
        if not self.has_ties:
            return _places(totals, not self.only_ranks)
        tied = tied_draws(totals[self.kinds], near)
        places, wins = _places(totals[:, ~tied], not self.only_ranks)
        shared, drawn = shared_places(totals[:, tied], near)
        return places + shared, wins + drawn

    def _add_winners(self, weights: Draws, totals: Draws) -> None:
        first = totals >= totals.max(axis=0) - (tolerance(totals) if self.has_ties else 0.0)
        count = np.array([np.count_nonzero(row) for row in first])
        leaders = np.flatnonzero(count)
        mass = np.zeros_like(self.weights)
        mass[leaders] = [sums_where(weights, first[leader]) for leader in leaders]
        won, mass = self.share @ count, self.share @ mass
        self.won += won
        self.won_squares += won * won
        self.weights += mass
        self.weights_won += mass * won[:, None]
        self.weights_squares += mass * mass

    def ranks(self) -> Estimate:
        """Return the share of draws in which each alternative has each place, shape (m, m)."""
        return self.of_ranks.estimate(is_share=True)

    def pairwise(self) -> Estimate:
        """Return the share of draws in which one alternative beats another, shape (m, m)."""
        return self.of_pairs.estimate(is_share=True)

    def quantiles(self) -> Estimate:
        """Return the quantiles of the totals, shape (m, q)."""
        return self.of_levels.estimate(is_share=False)

    def central_weights(self) -> Estimate:
        """Return the mean weights with which each alternative is first, a ratio of two sums, shape (m, n)."""
        count, won = self.of_pairs.count, self.won[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            central = self.weights / self.weights.sum(axis=1, keepdims=True)
            ratio = self.weights / won
            # The delta method: the error of a ratio of two sums over blocks.
            rest = self.weights_squares - 2 * ratio * self.weights_won + ratio**2 * self.won_squares[:, None]
            error = np.sqrt(np.maximum(rest, 0.0) * count / (count - 1)) / won if count > 1 else np.nan * ratio
        return central, error


def _places(totals: Draws, with_wins: bool) -> tuple[Floats, Floats]:
    m, size = totals.shape
    wins = np.zeros((m, m), dtype=np.int64)
    if size == 0:
        return np.zeros((m, m)), wins.astype(float)
    # Pairs grow with the square of the alternatives, sorting hardly.
    counts = (_ranks if m <= FEW else _many_ranks)(totals, wins if with_wins else None)
    return counts.astype(float), wins.astype(float)


def _ranks(totals: Draws, wins: Counts | None) -> Counts:
    """Return how often each alternative has each place, by comparing all pairs; fill in who beats whom."""
    m, size = totals.shape
    places = np.empty((m, size), dtype=np.uint8)
    places[:] = np.arange(m, dtype=np.uint8)[:, None]
    for u in range(m - 1):
        ahead = (totals[u + 1 :] > totals[u]).view(np.uint8)
        places[u] += ahead.sum(axis=0, dtype=np.uint8)
        places[u + 1 :] -= ahead
        if wins is not None:
            _count(wins, u, ahead)
    places += m * np.arange(m, dtype=np.uint8)[:, None]
    return np.bincount(places.ravel(), minlength=m * m).reshape(m, m)


def _many_ranks(totals: Draws, wins: Counts | None) -> Counts:
    """Do the same by sorting: positive floats order as their bits do, and the last bits hold the alternative."""
    m = len(totals)
    mask = (1 << (m - 1).bit_length()) - 1
    keys = (totals - totals.min()).view(np.int32)
    keys &= ~mask
    keys |= np.arange(m - 1, -1, -1, dtype=np.int32)[:, None]
    if wins is not None:
        for u in range(m - 1):
            _count(wins, u, keys[u + 1 :] > keys[u])
    rising = np.ascontiguousarray(keys.T)
    rising.sort(axis=1)
    rising &= mask
    rising *= m
    rising += np.arange(m, dtype=np.int32)
    # Sorted from the worst to the best: turned round, the first place comes first.
    return np.bincount(rising.ravel(), minlength=m * m)[::-1].reshape(m, m)


def _count(wins: Counts, u: int, ahead: NDArray[np.uint8] | NDArray[np.bool_]) -> None:
    # Along a row that lies together this is many times as fast as a sum over an axis.
    won = [int(np.count_nonzero(row)) for row in ahead]
    wins[u + 1 :, u] = won
    wins[u, u + 1 :] = ahead.shape[1] - np.array(won)
