"""What do many scores of many cells come to: mean, variance and number of each?

Scores on a grid of halves are counted, cell by score, in one pass; the moments follow from the counts
exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, vector, whole

CHUNK = 32_768
STEPS = 2
MOST_CODES = 201

Places = NDArray[np.integer]


@dataclass(frozen=True)
class CellStatistics:
    """Mean, variance (n - 1) and number of the scores of every cell, each (m, n); NaN where there are too few."""

    mean: Floats
    variance: Floats
    count: NDArray[np.int64]


def cell_statistics(
    alternative: ArrayLike, criterion: ArrayLike, score: ArrayLike, *, shape: tuple[int, int]
) -> CellStatistics:
    """Return the statistics of every cell from a list of single scores.

    Parameters
    ----------
    alternative, criterion : arrays of int, shape (k,)
        Row and column of the cell that each score belongs to.
    score : array, shape (k,)
    shape : (m, n)

    Example
    -------
    >>> found = cell_statistics([0, 0, 1], [0, 0, 0], [6, 9, 4.5], shape=(2, 1))
    >>> found.mean.tolist(), found.variance.tolist(), found.count.tolist()
    ([[7.5], [4.5]], [[4.5], [nan]], [[2], [1]])
    """
    if np.shape(shape) != (2,) or min(whole("shape", size) for size in shape) < 1:
        raise ValueError(f"shape: expected two numbers from 1, got {shape}")
    scores = vector("score", score)
    rows, columns = np.asarray(alternative), np.asarray(criterion)
    for name, own in (("alternative", rows), ("criterion", columns)):
        if own.shape != scores.shape or own.dtype.kind not in "iu":
            raise ValueError(f"{name}: expected {scores.size} whole numbers, got shape {own.shape}")
    low, high = float(np.floor(scores.min())), float(scores.max())
    if not np.isfinite(low + high):
        raise ValueError(f"score: expected no missing score in shape {scores.shape}")
    codes = int(np.ceil(STEPS * (high - low))) + 1
    # No copy where they start at 0 already.
    raised = scores - low if low else scores
    counts = _counted(rows, columns, raised, shape=shape, codes=codes) if codes <= MOST_CODES else None
    if counts is None:
        return _summed(rows, columns, scores, shape=shape)
    levels = np.arange(codes) / STEPS
    found = _statistics(counts.sum(axis=1), counts @ levels, counts @ levels**2, shape=shape)
    return CellStatistics(found.mean + low, found.variance, found.count)


def _counted(
    rows: Places, columns: Places, scores: Floats, *, shape: tuple[int, int], codes: int
) -> NDArray[np.int64] | None:
    """Return how often each cell has each score, None when a score lies between the halves."""
    cells = shape[0] * shape[1]
    counts = np.zeros(cells * codes, dtype=np.int64)
    for start in range(0, scores.size, CHUNK):
        part = slice(start, start + CHUNK)
        _inside(rows[part], columns[part], shape)
        # In floats, so that a score between the halves shows as a fraction.
        key = rows[part] * float(shape[1] * codes)
        key += columns[part] * float(codes)
        key += scores[part] * float(STEPS)
        place = key.astype(np.intp)
        if not np.array_equal(place, key):
            return None
        counts += np.bincount(place, minlength=counts.size)
    return counts.reshape(cells, codes)


def _inside(rows: Places, columns: Places, shape: tuple[int, int]) -> None:
    for name, own, size in (("alternative", rows, shape[0]), ("criterion", columns, shape[1])):
        if own.min() < 0 or own.max() >= size:
            raise ValueError(f"{name}: expected numbers from 0 to {size - 1}, got {own.min()} to {own.max()}")


def _summed(rows: Places, columns: Places, scores: Floats, *, shape: tuple[int, int]) -> CellStatistics:
    """Sum distances from the middle score, so that nothing is lost in the squares."""
    _inside(rows, columns, shape)
    cell = rows * shape[1] + columns
    middle, size = float(np.median(scores)), shape[0] * shape[1]
    away = scores - middle
    total, squares = (np.bincount(cell, weights=own, minlength=size).astype(float) for own in (away, away * away))
    found = _statistics(np.bincount(cell, minlength=size), total, squares, shape=shape)
    return CellStatistics(found.mean + middle, found.variance, found.count)


def _statistics(count: NDArray[np.int64], total: Floats, squares: Floats, *, shape: tuple[int, int]) -> CellStatistics:
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        variance = np.where(count > 1, np.maximum(squares - total * mean, 0.0) / (count - 1), np.nan)
    return CellStatistics(mean.reshape(shape), variance.reshape(shape), count.reshape(shape))
