"""How do the alternatives compare on the additive model, criterion by criterion?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import TIE, Floats, competition_ranks, names, place, shares, table, vector


@dataclass(frozen=True)
class Ranking:
    """Scores and places of alternatives: equal scores share a place (1, 1, 3)."""

    alternatives: tuple[str, ...]
    scores: Floats
    ranks: NDArray[np.int64]

    @property
    def best(self) -> tuple[str, ...]:
        """The alternatives in first place."""
        return tuple(name for name, rank in zip(self.alternatives, self.ranks, strict=True) if rank == 1)

    @property
    def order(self) -> tuple[str, ...]:
        """The alternatives from the first place to the last, equal ones in the given order."""
        return tuple(self.alternatives[i] for i in np.argsort(self.ranks, kind="stable"))


class MatrixRecord(TypedDict):
    """A decision matrix as plain lists; a missing value is None."""

    alternatives: list[str]
    criteria: list[str]
    values: list[list[float | None]]
    weights: list[float]


@dataclass(frozen=True)
class DecisionMatrix:
    """m alternatives by n criteria on the scale 0 to 100, with weights that sum to 1.

    ``U_i = sum_j w_j v_ij``. A missing value is NaN and leaves a range instead of a total.

    Parameters
    ----------
    alternatives : sequence of str, length m
    criteria : sequence of str, length n
    values : array, shape (m, n)
        Value points on a declared scale, so that adding an alternative never moves the others.
    weights : array, shape (n,)
        Non-negative; divided by their sum.

    Example
    -------
    >>> matrix = DecisionMatrix(["A", "B"], ["fit", "price"], [[80, 50], [60, 100]], [3, 1])
    >>> matrix.totals.tolist(), matrix.ranking().best
    ([72.5, 70.0], ('A',))

    References
    ----------
    Keeney & Raiffa 1976; UK DCLG 2009, Multi-criteria analysis: a manual.
    """

    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    values: Floats
    weights: Floats

    def __post_init__(self) -> None:
        values = table("values", self.values)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "weights", shares("weights", self.weights, length=values.shape[1]))
        object.__setattr__(self, "alternatives", names("alternatives", self.alternatives, length=values.shape[0]))
        object.__setattr__(self, "criteria", names("criteria", self.criteria, length=values.shape[1]))

    @property
    def contributions(self) -> Floats:
        """Points of every cell, ``w_j v_ij``, shape (m, n)."""
        return self.values * self.weights

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Which alternatives have a value on every criterion with weight, shape (m,)."""
        return np.asarray(~np.isnan(self.values[:, self.weights > 0]).any(axis=1))

    @property
    def totals(self) -> Floats:
        """``U_i`` of the complete alternatives, NaN for the others, shape (m,)."""
        # A missing value without weight adds nothing to a complete alternative.
        return np.where(self.complete, np.nansum(self.contributions, axis=1), np.nan)

    @property
    def ranges(self) -> Floats:
        """Totals when every missing value is 0 or 100, shape (m, 2)."""
        low = np.nansum(self.contributions, axis=1)
        return np.stack([low, low + 100.0 * np.isnan(self.values) @ self.weights], axis=1)

    def ranking(self, *, incomplete: str = "refuse") -> Ranking:
        """Return totals and places; incomplete alternatives are refused, or "left out" of the ranking."""
        if incomplete not in ("refuse", "left out"):
            raise ValueError(f'incomplete: expected "refuse" or "left out", got {incomplete!r}')
        missing = [name for name, known in zip(self.alternatives, self.complete, strict=True) if not known]
        if len(missing) == len(self.alternatives) or (missing and incomplete == "refuse"):
            raise ValueError(f"values: expected no missing value in shape {self.values.shape}, incomplete: {missing}")
        kept = tuple(name for name in self.alternatives if name not in missing)
        totals = self.totals[self.complete]
        return Ranking(kept, totals, competition_ranks(totals))

    def without(self, alternative: int) -> "DecisionMatrix":
        """Return the matrix with one alternative left out, by its place from 0."""
        left = place("alternative", alternative, count=len(self.alternatives))
        keep = [i for i in range(len(self.alternatives)) if i != left]
        kept = tuple(self.alternatives[i] for i in keep)
        return DecisionMatrix(kept, self.criteria, self.values[keep], self.weights)

    def reweighted(self, weights: Sequence[float] | Floats) -> "DecisionMatrix":
        """Return the matrix with other weights."""
        return DecisionMatrix(self.alternatives, self.criteria, self.values, vector("weights", weights))

    def to_dict(self) -> MatrixRecord:
        """Return plain lists; a missing value is None."""
        cells = [[None if np.isnan(v) else float(v) for v in row] for row in self.values]
        return {
            "alternatives": list(self.alternatives),
            "criteria": list(self.criteria),
            "values": cells,
            "weights": self.weights.tolist(),
        }

    @classmethod
    def from_dict(cls, record: MatrixRecord) -> "DecisionMatrix":
        """Return the matrix that `to_dict` wrote."""
        cells = np.array([[np.nan if v is None else v for v in row] for row in record["values"]], dtype=float)
        return cls(tuple(record["alternatives"]), tuple(record["criteria"]), cells, np.array(record["weights"]))


def dominates(values: ArrayLike) -> NDArray[np.bool_]:
    """Return which alternative is at least as good everywhere and better somewhere.

    Parameters
    ----------
    values : array, shape (m, n)
        Larger is better.

    Returns
    -------
    array of bool, shape (m, m)
        Entry (a, b) says that a dominates b.

    Example
    -------
    >>> dominates([[2, 3], [2, 1]]).tolist()
    [[False, True], [False, False]]
    """
    array = table("values", values)
    found = np.empty((len(array), len(array)), dtype=bool)
    for own, row in zip(found, array, strict=True):  # all pairs at once would take memory for each criterion of each
        difference = row - array
        own[:] = np.all(difference >= -TIE, axis=1) & np.any(difference > TIE, axis=1)
    return found


def frontier(value: ArrayLike, cost: ArrayLike) -> list[int]:
    """Return the alternatives that nobody beats on value and cost together.

    Parameters
    ----------
    value, cost : arrays, shape (m,)
        More value is better, less cost is better. Whoever lacks one of them (NaN) is left out.

    Example
    -------
    >>> frontier([80, 40, 60], [30, 15, 10])
    [0, 2]
    """
    values = vector("value", value)
    gains = np.stack([values, -vector("cost", cost, length=values.size)], axis=1)
    beaten = np.any(dominates(gains), axis=0) | np.isnan(gains).any(axis=1)
    return np.flatnonzero(~beaten).tolist()
