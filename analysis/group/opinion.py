"""What is the committee's score of one cell, and is it disputed?"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import mapping, sequence
from analysis.arrays import TIE, Floats, number, numbers, vector

NAN = float("nan")


@dataclass(frozen=True)
class Opinion:
    """Central scores of one cell, in the unit of the scores; NaN without a score.

    `count` of those who scored. `weighted` by evaluator; `departments` holds the mean of each
    department, `by_department` their weighted mean. `without_extremes`: the mean without one highest
    and one lowest score, NaN with fewer than five. `sd` between evaluators, NaN with fewer than two.
    """

    count: int
    mean: float
    median: float
    trimmed: float
    winsorised: float
    weighted: float
    departments: Mapping[str, float]
    by_department: float
    without_extremes: float
    sd: float

    @property
    def is_single(self) -> bool:
        """Whether only one person scored."""
        return self.count == 1


def consensus(
    scores: ArrayLike,
    *,
    departments: Sequence[str] | None = None,
    department_weights: Mapping[str, float] | None = None,
    weights: ArrayLike | None = None,
    trim: float = 0.10,
) -> Opinion:
    """Return the central scores of one cell.

    Trimmed mean: drop ``floor(k trim)`` scores at each end; winsorised: put the next one in their
    place; k counts those who scored. Weighted: ``sum w_r s_r / sum w_r`` over those who scored. By
    department: first the mean inside each department, then over departments, weights divided by
    the sum over departments that scored.

    Parameters
    ----------
    scores : array, shape (k,)
        One score a person; NaN: not scored or abstained, never imputed.
    departments : sequence of str, length k, optional
    department_weights : mapping of department to weight, optional
        By default equal; not negative, one for every department that scored.
    weights : array, shape (k,), optional
        Weight of each person, by default equal; not negative.
    trim : float
        Share to drop at each end, at least 0 and below 0.5.

    Returns
    -------
    Opinion
        One score is itself, with `is_single`; no score: `count` 0 and NaN.

    Example
    -------
    >>> found = consensus([5, 9, 9], departments=["it", "service", "service"])
    >>> round(found.mean, 4), found.median, found.by_department
    (7.6667, 9.0, 7.0)

    References
    ----------
    Wilcox 2012, Introduction to Robust Estimation.
    """
    given = numbers("scores", scores)
    if given.ndim != 1:
        raise ValueError(f"scores: expected shape (k,), got {given.shape}")
    if not 0 <= (cut_share := number("trim", trim)) < 0.5:
        raise ValueError(f"trim: expected at least 0 and below 0.5, got {trim}")
    voice = _voices(weights, given.size)
    if department_weights is not None and departments is None:
        raise ValueError(f"departments: expected names of shape ({given.size},) beside department_weights, got None")
    parts = _departments(given, departments)
    by_department = _by_department(parts, department_weights)
    kept = np.sort(given[~np.isnan(given)])
    if kept.size == 0:
        return Opinion(0, NAN, NAN, NAN, NAN, NAN, {}, NAN, NAN, NAN)
    # 100 x 0.29 is 28.999999999999996, and cuts 29.
    cut = int(np.floor(kept.size * cut_share + TIE))
    inner = kept[cut : kept.size - cut]
    return Opinion(
        count=int(kept.size),
        mean=float(kept.mean()),
        median=float(np.median(kept)),
        trimmed=float(inner.mean()),
        winsorised=float(np.clip(kept, inner[0], inner[-1]).mean()),
        weighted=_weighted(given, voice),
        departments=parts,
        by_department=by_department if parts else float(kept.mean()),
        without_extremes=float(kept[1:-1].mean()) if kept.size >= 5 else NAN,
        sd=float(kept.std(ddof=1)) if kept.size > 1 else NAN,
    )


def _voices(weights: ArrayLike | None, size: int) -> Floats:
    voice = np.ones(size) if weights is None else vector("weights", weights, length=size, gaps=False)
    if np.any(voice < 0):
        raise ValueError(f"weights: expected no negative number in shape {voice.shape}")
    return voice


def _weighted(given: Floats, voice: Floats) -> float:
    known = ~np.isnan(given)
    total = voice[known].sum()
    return float(voice[known] @ given[known] / total) if total > 0 else NAN


def _departments(given: Floats, departments: Sequence[str] | None) -> dict[str, float]:
    if departments is None:
        return {}
    names = sequence("departments", departments)
    if len(names) != given.size or not all(isinstance(name, Hashable) for name in names):
        raise ValueError(f"departments: expected names of shape ({given.size},), got {len(names)}")
    found: dict[str, list[float]] = {}
    for name, score in zip(names, given.tolist(), strict=True):
        if not np.isnan(score):
            found.setdefault(name, []).append(score)
    return {name: sum(own) / len(own) for name, own in found.items()}


def _by_department(means: Mapping[str, float], weights: Mapping[str, float] | None) -> float:
    given = dict.fromkeys(means, 1.0) if weights is None else mapping("department_weights", weights)
    share = {name: number("department_weights", weight, least=0) for name, weight in given.items()}
    if not means.keys() <= share.keys():
        raise ValueError(f"department_weights: expected one for each of {[*means]}, got {dict(share)}")
    total = sum(share[name] for name in means)
    return sum(share[name] * mean for name, mean in means.items()) / total if total > 0 else NAN


def is_disputed(scores: ArrayLike, *, top: float = 10.0) -> bool:
    """Return whether a cell should be talked about.

    On 0 to 10: range of at least 4 or interquartile range above 2. On 1 to 5: range of at least 2,
    interquartile range above 1, or a 1 beside a 4 or 5. One score alone is not disputed.

    Parameters
    ----------
    scores : array, shape (k,)
        NaN: not scored.
    top : {10, 5}
        Upper end of the scale.

    Example
    -------
    >>> is_disputed([5, 9, 7]), is_disputed([7, 8, 8]), is_disputed([3, 4, 4], top=5)
    (True, False, False)
    """
    if top not in (5, 10):
        raise ValueError(f"top: expected 5 or 10, got {top}")
    given = numbers("scores", scores)
    known = given[~np.isnan(given)]
    if known.size < 2:
        return False
    low, high = np.percentile(known, [25, 75])
    return bool(np.ptp(known) >= 0.4 * top - TIE or high - low > 0.2 * top + TIE)
