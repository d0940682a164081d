"""What may each score really be when its error is normal?"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import one_of_kind
from analysis.arrays import TIE, Floats, number, place, settle, table, vector
from analysis.normal import probability_largest
from analysis.robustness.cells import Cells, first_share
from analysis.robustness.lattice import POINTS, Draws, normal_points, spread
from analysis.robustness.products import product

MANY = 24
SURE, NEARLY = 4.5, 3.0  # standard deviations from a score to the ends of the scale
LEAST_PRICE = 1e-3


class Prices(NamedTuple):
    """Uncertain prices behind one criterion: its value is `full` times the lowest price over the own.

    `mean` and `sd` have shape (m,). No price is drawn below a thousandth of its mean.
    """

    criterion: int
    mean: ArrayLike
    sd: ArrayLike
    full: float = 1.0


class _Dimensions(NamedTuple):
    """The first dimension of the lattice of every source of chance; weights have those before.

    None shares a dimension with another: shifted copies of one coordinate do not combine as chance has it.
    """

    rest: int
    prices: int
    own: int
    common: int


@dataclass(frozen=True)
class NormalCells(Cells):
    """Independent normal scores, clipped to a scale; a missing one is anything on it.

    With given weights the total of independent normal scores is normal too, with mean
    ``sum_j w_j s_ij`` and variance ``sum_j w_j^2 sd_ij^2``: one number is drawn for each alternative
    instead of one for each score. With at least 24 criteria the scores that are missing, or closer to
    an end of the scale than 3 standard deviations, are drawn one by one and the rest of the total as one
    number; with fewer criteria all are drawn as soon as one is clipped.

    Parameters
    ----------
    scores : array, shape (m, n)
        NaN where missing.
    sd : array, shape (m, n), optional
        Standard deviations; none: the scores are certain.
    scale : (float, float) or None
        Lowest and highest score, for values of 0 to 100 (0, 100); None: not clipped.
    group : array of int, shape (n,), optional
        Category of each criterion, needed for a correlation.
    correlation : float
        Between the errors of one alternative within a category, 0 to 1: what rests on the same
        untested component.
    prices : Prices, optional
        Makes one criterion depend on the lowest price of each draw; its scores do not count then.

    Example
    -------
    >>> NormalCells([[9, 2], [5, 7]]).draw(0, np.random.default_rng(1), 2).tolist()
    [[9.0, 9.0], [2.0, 2.0]]
    """

    scores: Floats
    sd: Floats | None = None
    scale: tuple[float, float] | None = (0.0, 10.0)
    group: NDArray[np.int64] | None = None
    correlation: float = 0.0
    prices: Prices | None = None

    def __post_init__(self) -> None:
        scores = table("scores", self.scores)
        sd = np.zeros_like(scores) if self.sd is None else table("sd", self.sd, columns=scores.shape[1])
        # `not >=` finds NaN too.
        if sd.shape != scores.shape or np.any(~(sd >= 0)):
            raise ValueError(f"sd: expected non-negative numbers of shape {scores.shape}, got {sd.shape}")
        if self.scale is None and np.isnan(scores).any():
            raise ValueError(f"scores: expected no missing score without a scale in shape {scores.shape}")
        if self.scale is not None:
            low, high = vector("scale", self.scale, length=2, gaps=False).tolist()
            if not low < high or np.nanmin(scores, initial=low) < low or np.nanmax(scores, initial=high) > high:
                raise ValueError(f"scale: expected to hold every score of shape {scores.shape}, got {self.scale}")
        if self.group is not None:
            vector("group", self.group, length=scores.shape[1], gaps=False)
        if number("correlation", self.correlation, least=0.0, most=1.0) > 0 and self.group is None:
            raise ValueError(f"correlation: expected a group of shape ({scores.shape[1]},) beside it, got None")
        object.__setattr__(self, "scores", settle(scores))
        object.__setattr__(self, "sd", settle(sd))
        if self.prices is not None:
            one_of_kind("prices", self.prices, Prices)
            place("prices.criterion", self.prices.criterion, count=scores.shape[1])
            vector("prices.mean", self.prices.mean, length=len(scores))
            vector("prices.sd", self.prices.sd, length=len(scores))

    @property
    def shape(self) -> tuple[int, int]:
        """Number of alternatives and of criteria."""
        return self.scores.shape[0], self.scores.shape[1]

    def draw(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return random scores of one alternative, shape (n, size); 0 where prices decide."""
        row, sd = self._scores[alternative], self._sd[alternative]
        if not sd.any() and not np.isnan(row).any():
            return np.broadcast_to(row.astype(np.float32)[:, None], (row.size, size))
        return self._valued(row, sd, self._errors(alternative, rng, size), rng=rng)

    def _valued(self, row: Floats, sd: Floats, errors: Draws, *, rng: np.random.Generator) -> Draws:
        """Return scores with given errors, clipped to the scale; a missing one is anything on it."""
        missing = np.isnan(row)
        drawn = np.where(missing, 0.0, row).astype(np.float32)[:, None] + sd.astype(np.float32)[:, None] * errors
        if self.scale is not None:
            low, high = self.scale
            np.clip(drawn, low, high, out=drawn)
            drawn[missing] = low + (high - low) * rng.random((int(missing.sum()), errors.shape[1]), dtype=np.float32)
        return drawn

    def totals(self, weights: Draws, rng: np.random.Generator) -> Draws:
        """Return the totals of all alternatives with random values, shape (m, size)."""
        if not self._is_uncertain:
            found = product(self._scores.astype(np.float32), weights)
        elif self._own.all() or (self._own.any() and self.correlation > 0):
            found = super().totals(weights, rng)
        else:
            found = self._normal_totals(weights, rng)
        if self.prices is None:
            return found
        return found + weights[self.prices.criterion] * self._ratios(self.prices, rng, weights.shape[1])

    def confidence(self, weights: Floats, who: list[int], rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return how often some alternatives are first, each at its own weights, and the standard errors.

        Exact, with an error of 0, where totals are normal.
        """
        if self.prices is not None or (self._own.any() and not self._own.all()):
            wide = (np.broadcast_to(row.astype(np.float32)[:, None], (row.size, POINTS)) for row in weights)
            drawn = [(i, self.totals(given, rng)) for i, given in zip(who, wide, strict=True)]
            share = np.array([first_share(totals, i) for i, totals in drawn])
            return share, np.sqrt(share * (1.0 - share) / POINTS)
        if self._own.any():
            return super().confidence(weights, who, rng)
        mean, variance = self._moments
        sd = np.sqrt(self._variance(variance, weights.T).T)
        means = weights @ mean.T
        return probability_largest(means, sd, who) / _constants_alike(means, sd, who), np.zeros(len(who))

    def twins(self) -> list[int]:
        """Return for each alternative the number of its group of identical, certain ones."""
        if self._is_uncertain or self.prices is not None:
            return list(range(len(self.scores)))
        return np.unique(self.scores, axis=0, return_inverse=True)[1].tolist()

    @cached_property
    def _scores(self) -> Floats:
        return self._without_prices(self.scores)

    @cached_property
    def _sd(self) -> Floats:
        return self._without_prices(np.zeros_like(self.scores) if self.sd is None else self.sd)

    def _without_prices(self, cells: Floats) -> Floats:
        if self.prices is None:
            return cells
        return np.where(np.arange(cells.shape[1]) == self.prices.criterion, 0.0, cells)

    @property
    def _dimensions(self) -> "_Dimensions":
        m, n = self.shape
        # Weights take up to two for each leaf: its own, and one for its category.
        return _Dimensions(rest=2 * n, prices=2 * n + m, own=2 * (n + m), common=2 * (n + m) + m * n)

    @cached_property
    def _is_uncertain(self) -> bool:
        return bool(self._sd.any() or np.isnan(self._scores).any())

    @cached_property
    def _own(self) -> NDArray[np.bool_]:
        """Which cells are drawn one by one, being far from normal: missing or clipped; of few criteria all or none."""
        if self.scale is None:
            return np.zeros(self.shape, dtype=bool)
        low, high = self.scale
        reach = (NEARLY if self.shape[1] >= MANY else SURE) * self._sd
        inside = (self._scores - reach >= low) & (self._scores + reach <= high)
        clipped = ~(inside | (self._sd == 0) & ~np.isnan(self._scores))
        return clipped if self.shape[1] >= MANY else np.full(self.shape, clipped.any())

    @cached_property
    def _moments(self) -> tuple[Floats, Floats]:
        """Mean and variance, after clipping, of every cell that is not drawn by itself; 0 of the others."""
        if self.scale is None:
            return self._scores, self._sd**2
        low, high = self.scale
        mean, variance = _clipped(np.where(self._own, 0.0, self._scores), self._sd, low=low, high=high)
        return np.where(self._own, 0.0, mean), np.where(self._own, 0.0, variance)

    @cached_property
    def _single(self) -> tuple[Draws, Draws]:
        mean, variance = self._moments
        return mean.astype(np.float32), variance.astype(np.float32)

    def _normal_totals(self, weights: Draws, rng: np.random.Generator) -> Draws:
        mean, variance = self._single
        sd = self._variance(variance, weights)
        drawn = spread(normal_points(len(mean), self._dimensions.rest), rng, weights.shape[1])
        drawn *= np.sqrt(sd, out=sd)
        drawn += product(mean, weights)
        self._add_own(drawn, weights, rng)
        return drawn if self.scale is None else np.clip(drawn, *self.scale, out=drawn)

    def _add_own(self, totals: Draws, weights: Draws, rng: np.random.Generator) -> None:
        rows, size = np.cumsum([0, *self._own.sum(axis=1)]), weights.shape[1]
        laid = normal_points(int(rows[-1]), self._dimensions.own) if rows[-1] else None
        for i, own in enumerate(self._own):
            if laid is not None and own.any():
                errors = spread(laid[rows[i] : rows[i + 1]], rng, size)
                values = self._valued(self._scores[i, own], self._sd[i, own], errors, rng=rng)
                totals[i] += np.einsum("jn,jn->n", values, weights[own])

    def _variance(self, variance: Floats | Draws, weights: Floats | Draws) -> Any:
        """Return the variance of the totals, shape (m, k), for weights of shape (n, k)."""
        own = product(variance, weights * weights)
        if self.correlation == 0:
            return own
        sd = np.sqrt(variance)
        # Errors of one category share a factor: their deviations add up before they are squared.
        common = sum(product(sd[:, part], weights[part]) ** 2 for part in self._categories)
        return (1.0 - self.correlation) * own + self.correlation * common

    @property
    def _categories(self) -> list[NDArray[np.bool_]]:
        return [np.asarray(self.group) == c for c in np.unique(np.asarray(self.group))]

    def _errors(self, alternative: int, rng: np.random.Generator, size: int) -> Draws:
        """Return standard normal numbers for every criterion, shape (n, size), alike within a category."""
        m, n = self.shape
        own = spread(normal_points(m * n, self._dimensions.own)[alternative * n : (alternative + 1) * n], rng, size)
        if self.correlation > 0:
            parts = self._categories
            count = len(parts)
            common = normal_points(m * count, self._dimensions.common)[alternative * count : (alternative + 1) * count]
            for part, factor in zip(parts, spread(common, rng, size), strict=True):
                own[part] *= np.float32(np.sqrt(1.0 - self.correlation))
                own[part] += np.float32(np.sqrt(self.correlation)) * factor
        return own

    def _ratios(self, prices: Prices, rng: np.random.Generator, size: int) -> Draws:
        mean, sd = (np.asarray(array, dtype=np.float32)[:, None] for array in (prices.mean, prices.sd))
        errors = spread(normal_points(len(mean), self._dimensions.prices), rng, size)
        # A price near 0 would carry its ratio beyond all bounds.
        drawn = np.maximum(mean + sd * errors, LEAST_PRICE * mean)
        return np.float32(prices.full) * drawn.min(axis=0) / drawn


def _constants_alike(mean: Floats, sd: Floats, who: list[int]) -> NDArray[np.int64]:
    """Return how many constants are equal to the own number of each row, which is one of them; else 1."""
    own = mean[np.arange(len(who)), who][:, None], sd[np.arange(len(who)), who][:, None]
    return np.maximum(1, np.sum((np.abs(mean - own[0]) <= TIE) & (sd + own[1] == 0), axis=1))


def _clipped(mean: Floats, sd: Floats, *, low: float, high: float) -> tuple[Floats, Floats]:
    """Return mean and variance of normal numbers that are clipped to a scale."""
    from scipy.special import ndtr  # a third of a second to import, needed by the simulation only

    # Any number but 0: what becomes of it is thrown away below.
    width = np.where(sd > 0, sd, 1.0)
    a, b = (low - mean) / width, (high - mean) / width
    below, above = ndtr(a), ndtr(-b)
    da, db = (np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) for z in (a, b))
    inside = 1.0 - below - above
    first = mean * inside + sd * (da - db)
    second = (mean**2 + sd**2) * inside + 2 * mean * sd * (da - db) + sd**2 * (a * da - b * db)
    centre = low * below + high * above + first
    variance = low**2 * below + high**2 * above + second - centre**2
    return np.where(sd > 0, centre, np.clip(mean, low, high)), np.where(sd > 0, np.maximum(variance, 0.0), 0.0)
