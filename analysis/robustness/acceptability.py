"""How often is each alternative first when weights and scores are uncertain?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arguments import flag, function, generator, one_of_kind, sequence
from analysis.arrays import Floats, labels, number, whole
from analysis.robustness.cells import Cells
from analysis.robustness.lattice import POINTS
from analysis.robustness.tally import Tally
from analysis.robustness.weights import Sampler


@dataclass(frozen=True)
class Acceptability:
    """Shares of draws, from a simulation of `samples` draws, with their standard errors.

    `ranks` (m, m): row i, column r: alternative i has place r + 1. `pairwise` (m, m): i beats k.
    `central_weights` (m, n): mean weights of the draws in which i is first, NaN if it never is.
    `confidence` (m,): share of score draws in which i is first at its central weights.
    `quantiles` (m, q): of every total, in the unit of the values. The errors are those between
    blocks of 4093 draws; from a single block they are those of independent draws.
    """

    ranks: Floats
    standard_error: Floats
    pairwise: Floats
    pairwise_error: Floats
    central_weights: Floats
    central_weights_error: Floats
    confidence: Floats
    confidence_error: Floats
    quantiles: Floats
    quantiles_error: Floats
    samples: int
    alternatives: tuple[str, ...] = ()

    @property
    def first_by_name(self) -> dict[str, float]:
        """Share of draws in which each alternative is first, under its name."""
        return dict(zip(self.alternatives, self.first.tolist(), strict=True))

    @property
    def first(self) -> Floats:
        """Share of draws in which each alternative is first, shape (m,)."""
        return self.ranks[:, 0]


def rank_acceptability(
    cells: Cells,
    *,
    weights: Sampler,
    rng: np.random.Generator,
    doubt: Cells | None = None,
    blocks: int = 16,
    quantiles: Sequence[float] = (),
    only_ranks: bool = False,
    alternatives: Sequence[str] | None = None,
) -> Acceptability:
    """Return how often each alternative takes each place.

    Every draw takes weights and values at random; all alternatives see the same weights. Who ties in a
    draw shares the places equally, if more than about one draw in a hundred ends in ties; totals are
    single-precision numbers and tie when closer than 2.5e-7 of the largest. Draws come in blocks of
    4093; memory does not grow with their number.

    Parameters
    ----------
    cells : Cells
        For example `NormalCells`.
    weights : sampler
        As `nested_uniform` or `fixed_weights` give it. Draws of shape (n, size) that sum to 1 over the criteria.
    rng : numpy.random.Generator
        All randomness; the same state gives the same result.
    doubt : Cells, optional
        Values for the confidence factors alone, if others than `cells`.
    blocks : int
        Number of blocks of 4093 draws; 16 give standard errors of about 0.2 percent points.
    quantiles : sequence of float
        Which quantiles of the totals to return, for example 0.05 and 0.95.
    only_ranks : bool
        Leave out everything but the shares of places (NaN), for a third of the time less.
    alternatives : sequence of str, length m, optional
        By default A1, A2, ...

    Returns
    -------
    Acceptability

    Example
    -------
    >>> from analysis.robustness import NormalCells, nested_uniform
    >>> cells = NormalCells([[9, 2], [5, 7]])
    >>> result = rank_acceptability(cells, weights=nested_uniform([0, 0]), rng=np.random.default_rng(1))
    >>> bool(abs(result.first[0] - 4 / 9) < 0.001)
    True

    References
    ----------
    Lahdelma & Salminen 2001, Operations Research 49 (SMAA-2); Tervonen & Lahdelma 2007, EJOR 178.
    """
    one_of_kind("cells", cells, Cells), generator("rng", rng), function("weights", weights)
    doubted = cells if doubt is None else one_of_kind("doubt", doubt, Cells)
    whole("blocks", blocks, least=1)
    codes = labels(alternatives, cells.shape[0])
    places = [number("quantiles", q, least=0.0, most=1.0) for q in sequence("quantiles", quantiles)]
    tally = Tally(cells.shape, cells.twins(), () if only_ranks else places, only_ranks=flag("only_ranks", only_ranks))
    for _ in range(blocks):
        drawn = weights(rng, POINTS)
        if np.shape(drawn) != (cells.shape[1], POINTS):
            raise ValueError(f"weights: expected draws of shape ({cells.shape[1]}, {POINTS}), got {np.shape(drawn)}")
        tally.add(drawn, cells.totals(drawn, rng))
    return _result(tally, doubted, rng, alternatives=codes)


def _result(tally: Tally, doubt: Cells, rng: np.random.Generator, *, alternatives: tuple[str, ...]) -> Acceptability:
    central, central_error = tally.central_weights()
    confidence = np.full((2, len(central)), np.nan)
    known = np.flatnonzero(~np.isnan(central).any(axis=1))
    if known.size:
        confidence[:, known] = doubt.confidence(central[known], known.tolist(), rng)
    ranks, pairwise, levels = tally.ranks(), tally.pairwise(), tally.quantiles()
    return Acceptability(
        ranks=ranks[0],
        standard_error=ranks[1],
        pairwise=pairwise[0],
        pairwise_error=pairwise[1],
        central_weights=central,
        central_weights_error=central_error,
        confidence=confidence[0],
        confidence_error=confidence[1],
        quantiles=levels[0],
        quantiles_error=levels[1],
        samples=tally.of_ranks.count * POINTS,
        alternatives=alternatives,
    )
