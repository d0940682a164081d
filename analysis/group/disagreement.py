"""Why do members differ on a cell: other evidence, another use of the scale, or another judgement?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, numbers
from analysis.group.raters import severity


@dataclass(frozen=True)
class Disagreement:
    """Variance between members in every cell (m, n), split into three parts that sum to it.

    `scale`: some are mild or strict everywhere. `evidence`: members rely on different evidence.
    `values`: the rest; they see the same and judge differently. All in squared units of the scores; NaN
    with fewer than two scores. A part can be negative: it then hides disagreement instead of making it.
    `effects` (k,): severity of the members. `is_scale_known`: False when members share no cells.
    """

    variance: Floats
    scale: Floats
    evidence: Floats
    values: Floats
    effects: Floats
    is_scale_known: bool

    @property
    def shares(self) -> Floats:
        """Scale, evidence and values as shares of the whole disagreement of all cells, shape (3,)."""
        whole = np.nansum(self.variance)
        parts = np.array([np.nansum(part) for part in (self.scale, self.evidence, self.values)])
        return parts / whole if whole > 0 else np.full(3, np.nan)


def disagreement(scores: ArrayLike, evidence: ArrayLike) -> Disagreement:
    """Return how the disagreement in every cell comes about.

    In a cell ``d_r = s_r - mean s``. With the severity rho of the additive model over all cells:
    scale ``a_r = rho_r - mean rho``; with e_r = d_r - a_r: evidence ``b_r`` = mean of e over those who
    chose the same evidence level; values ``c_r = e_r - b_r``. Since d = a + b + c, the variance is
    ``sum d a/(k - 1) + sum d b/(k - 1) + sum d c/(k - 1)``, the natural decomposition.

    Parameters
    ----------
    scores : array, shape (k, m, n)
        Scores of k members for m alternatives on n criteria, NaN: not scored.
    evidence : array, shape (k, m, n)
        What each member relies on: numbers or words, compared for equality only.

    Returns
    -------
    Disagreement

    Raises
    ------
    ValueError
        Arrays of other or different shapes.

    Example
    -------
    >>> scores = [[[8, 6]], [[6, 4]], [[7, 8]]]
    >>> found = disagreement(scores, [[["poc", "poc"]], [["poc", "poc"]], [["poc", "claimed"]]])
    >>> found.variance.tolist(), (found.scale + found.evidence + found.values).tolist()
    ([[1.0, 4.0]], [[1.0, 4.0]])

    References
    ----------
    Shorrocks 1982, Econometrica 50 (natural decomposition of a variance); additive two-way model.
    """
    x, levels = numbers("scores", scores), np.asarray(evidence, dtype=object)
    if x.ndim != 3 or x.size == 0:
        raise ValueError(f"scores: expected shape (k, m, n), got {x.shape}")
    if levels.shape != x.shape:
        raise ValueError(f"evidence: expected shape {x.shape}, got {levels.shape}")
    k, m, n = x.shape
    rows, groups = x.reshape(k, m * n), levels.reshape(k, m * n)
    effects, is_known = _effects(rows)
    parts = np.stack([_cell(rows[:, c], groups[:, c], effects) for c in range(m * n)])
    variance, scale, level, rest = parts.T.reshape(4, m, n)
    return Disagreement(variance, scale, level, rest, effects, is_known)


def _effects(rows: Floats) -> tuple[Floats, bool]:
    scored = rows[:, ~np.isnan(rows).all(axis=0)].T
    try:
        effects = severity(scored).effects
    # Members without a cell in common cannot be compared.
    except ValueError:
        return np.zeros(len(rows)), False
    return np.nan_to_num(effects), True


def _cell(scores: Floats, levels: NDArray[np.generic], effects: Floats) -> Floats:
    known = ~np.isnan(scores)
    count = int(known.sum())
    if count < 2:
        return np.full(4, np.nan)
    d = scores[known] - scores[known].mean()
    a = effects[known] - effects[known].mean()
    rest, chosen = d - a, levels[known]
    is_unknown = chosen != chosen  # only NaN differs from itself
    alike = (chosen[:, None] == chosen[None, :]) | (is_unknown[:, None] & is_unknown[None, :])
    b = np.array([rest[same].mean() for same in alike])
    return np.array([d @ d, d @ a, d @ b, d @ (rest - b)]) / (count - 1)
