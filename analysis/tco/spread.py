"""How far can the total cost of each offer move when amounts are uncertain?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.arrays import Floats

Draw = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True)
class CostRange:
    """A simulated total cost of each offer: quantiles, shares of draws in which each is cheapest or too dear."""

    mean: Floats
    quantiles: Floats
    cheapest: Floats
    over_budget: Floats


def triangular(low: float, mode: float, high: float) -> Draw:
    """Return a sampler of triangular amounts; three equal numbers are a constant.

    Example
    -------
    >>> triangular(5, 5, 5)(np.random.default_rng(1), 2).tolist()
    [5.0, 5.0]
    """
    if not low <= mode <= high:
        raise ValueError(f"mode: expected low <= mode <= high, got {low}, {mode}, {high}")

    def draw(rng: np.random.Generator, size: int) -> Floats:
        return np.full(size, float(mode)) if low == high else rng.triangular(low, mode, high, size)

    return draw


def cost_range(
    offers: Mapping[str, Mapping[str, Draw]],
    *,
    rng: np.random.Generator,
    common: Mapping[str, Draw] | None = None,
    budget: float = np.inf,
    samples: int = 10_000,
) -> CostRange:
    """Return the spread of total costs.

    Every item of an offer is drawn on its own and multiplied by the common factors of its name
    ("seats", "inflation" ...), which are drawn once for all offers so that differences are right.

    Parameters
    ----------
    offers : mapping of offer to mapping of item to sampler
        Present values, money. An item "seats:licence" is multiplied by the common factor "seats".
    common : mapping of factor to sampler, optional
    budget : float
    samples : int

    Returns
    -------
    CostRange
        `quantiles` (m, 3): P10, P50, P90. Do not add P90s of items.

    Example
    -------
    >>> offers = {"A": {"licence": triangular(80, 100, 120)}, "B": {"licence": triangular(200, 200, 200)}}
    >>> cost_range(offers, rng=np.random.default_rng(1), budget=150).cheapest.tolist()
    [1.0, 0.0]
    """
    factors = {name: draw(rng, samples) for name, draw in (common or {}).items()}
    totals = np.stack([_offer(items, factors, rng, samples) for items in offers.values()])
    best = totals <= totals.min(axis=0)
    return CostRange(
        mean=totals.mean(axis=1),
        quantiles=np.quantile(totals, [0.1, 0.5, 0.9], axis=1).T,
        cheapest=np.mean(best / best.sum(axis=0), axis=1),
        over_budget=np.mean(totals > budget, axis=1),
    )


def _offer(items: Mapping[str, Draw], factors: Mapping[str, Floats], rng: np.random.Generator, size: int) -> Floats:
    total = np.zeros(size)
    for name, draw in items.items():
        factor, separator, _ = name.partition(":")
        total += draw(rng, size) * (factors[factor] if separator else 1.0)
    return total
