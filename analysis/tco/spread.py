"""How far can the total cost of each offer move when amounts are uncertain?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import generator, mapping
from analysis.arrays import TIE, Floats, number, shares, vector, whole
from analysis.evidence import Pert

Draw = Callable[[np.random.Generator, int], Floats]


@runtime_checkable
class Distribution(Protocol):
    """Anything with draws, such as `Pert`, `Triangular` and `Statement`."""

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Return random values, shape (size,)."""


Uncertain = Draw | Distribution | float


@dataclass(frozen=True)
class CostRange:
    """Simulated total costs of m offers, from `samples` draws.

    `mean` (m,); `quantiles` (m, 3): P10, P50, P90 (P90s of items do not add up); `cheapest` (m,): share
    of the draws in which each costs least; `over_budget` (m,); their standard errors (m,).
    """

    offers: tuple[str, ...]
    mean: Floats
    quantiles: Floats
    cheapest: Floats
    over_budget: Floats
    samples: int

    @property
    def cheapest_error(self) -> Floats:
        """``sqrt(p (1 - p)/N)`` of `cheapest`, shape (m,)."""
        return np.sqrt(self.cheapest * (1.0 - self.cheapest) / self.samples)

    @property
    def over_budget_error(self) -> Floats:
        """``sqrt(p (1 - p)/N)`` of `over_budget`, shape (m,)."""
        return np.sqrt(self.over_budget * (1.0 - self.over_budget) / self.samples)


def fixed(amount: float) -> Draw:
    """Return a sampler of one certain amount.

    Parameters
    ----------
    amount : float

    Example
    -------
    >>> fixed(3)(np.random.default_rng(1), 2).tolist()
    [3.0, 3.0]
    """
    certain = number("amount", amount)
    return lambda rng, size: np.full(size, certain)


def uniform(low: float, high: float) -> Draw:
    """Return a sampler of amounts that are equally likely between two ends.

    Parameters
    ----------
    low, high : float
        ``low <= high``.

    Example
    -------
    >>> uniform(5, 5)(np.random.default_rng(1), 2).tolist()
    [5.0, 5.0]
    """
    if not number("low", low) <= number("high", high):
        raise ValueError(f"low: expected at most high {high}, got {low}")
    return lambda rng, size: rng.uniform(low, high, size)


def pert(low: float, mode: float, high: float, *, shape: float = 4.0) -> Draw:
    """Return a sampler of beta-PERT amounts; three equal numbers are a constant.

    Parameters
    ----------
    low, mode, high : float
        ``low <= mode <= high``.
    shape : float
        Weight of the mode, lambda.

    Example
    -------
    >>> pert(5, 5, 5)(np.random.default_rng(1), 2).tolist()
    [5.0, 5.0]
    """
    return Pert(number("low", low), number("mode", mode), number("high", high), number("shape", shape)).draw


def scenario(amounts: ArrayLike, probabilities: ArrayLike) -> Draw:
    """Return a sampler of scenarios, for example of seat growth low, base and high.

    Parameters
    ----------
    amounts, probabilities : arrays, shape (s,)
        Probabilities are divided by their sum.

    Example
    -------
    >>> scenario([0.9, 1.0, 1.3], [0, 1, 0])(np.random.default_rng(1), 2).tolist()
    [1.0, 1.0]
    """
    given = vector("amounts", amounts)
    chance = shares("probabilities", probabilities, length=given.size)
    return lambda rng, size: rng.choice(given, size=size, p=chance)


def triangular(low: float, mode: float, high: float) -> Draw:
    """Return a sampler of triangular amounts; three equal numbers are a constant.

    Parameters
    ----------
    low, mode, high : float
        ``low <= mode <= high``.

    Example
    -------
    >>> triangular(5, 5, 5)(np.random.default_rng(1), 2).tolist()
    [5.0, 5.0]
    """
    if not number("low", low) <= number("mode", mode) <= number("high", high):
        raise ValueError(f"mode: expected low <= mode <= high, got {low}, {mode}, {high}")

    def draw(rng: np.random.Generator, size: int) -> Floats:
        return np.full(size, float(mode)) if low == high else rng.triangular(low, mode, high, size)

    return draw


def cost_range(
    offers: Mapping[str, Mapping[str, Uncertain]],
    *,
    rng: np.random.Generator,
    common: Mapping[str, Uncertain] | None = None,
    budget: float = np.inf,
    samples: int = 10_000,
) -> CostRange:
    """Return the spread of total costs.

    Every item of an offer is drawn on its own and multiplied by the common factors of its name
    ("seats", "inflation" ...), which are drawn once for all offers so that differences are right.

    Parameters
    ----------
    offers : mapping of offer to mapping of item to sampler, distribution or number
        Present values, money: `fixed`, `uniform`, `triangular`, `pert`, `scenario`, anything with
        ``draw(rng, size)`` such as `Pert`, or a certain amount. An item "seats:licence" is multiplied by
        the common factor "seats".
    rng : numpy.random.Generator
        All randomness; the same state gives the same result.
    common : mapping of factor to sampler, distribution or number, optional
    budget : float
        Money of the same basis; infinite: no budget.
    samples : int
        At least 10 000 for a report.

    Returns
    -------
    CostRange

    Raises
    ------
    ValueError
        No offer, an offer without items, or an item of an unknown factor.

    Example
    -------
    >>> offers = {"A": {"licence": triangular(80, 100, 120)}, "B": {"licence": triangular(200, 200, 200)}}
    >>> cost_range(offers, rng=np.random.default_rng(1), budget=150).cheapest.tolist()
    [1.0, 0.0]
    """
    generator("rng", rng)
    if not mapping("offers", offers) or not all(offers.values()):
        raise ValueError(f"offers: expected a mapping of at least one offer to its items, got {offers!r}")
    most, size = budget if budget == np.inf else number("budget", budget), whole("samples", samples, least=1)
    factors = {
        name: drawn("common", given, rng, size=size)
        for name, given in mapping("common", {} if common is None else common).items()
    }
    totals = np.stack([_offer(items, factors, rng, size=size) for items in offers.values()])
    near = TIE * np.abs(totals).max(axis=0)
    best = totals <= totals.min(axis=0) + near
    return CostRange(
        offers=tuple(offers),
        mean=totals.mean(axis=1),
        quantiles=np.quantile(totals, [0.1, 0.5, 0.9], axis=1).T,
        cheapest=np.mean(best / best.sum(axis=0), axis=1),
        over_budget=np.mean(totals > most + near, axis=1),
        samples=size,
    )


def drawn(name: str, given: Uncertain, rng: np.random.Generator, *, size: int) -> Floats:
    """Return draws of a sampler, of a distribution or of a certain number, shape (size,)."""
    if isinstance(given, Distribution):
        draws = given.draw(rng, size)
    else:
        draws = given(rng, size) if callable(given) else np.full(size, number(name, given))
    return vector(name, draws, length=size, gaps=False)


def _offer(
    items: Mapping[str, Uncertain], factors: Mapping[str, Floats], rng: np.random.Generator, *, size: int
) -> Floats:
    total = np.zeros(size)
    for name, given in mapping("offers", items).items():
        factor, separator, _ = name.partition(":")
        if separator and factor not in factors:
            raise ValueError(f"common: expected a factor {factor!r} for item {name!r}, got {sorted(factors)}")
        total += drawn("offers", given, rng, size=size) * (factors[factor] if separator else 1.0)
    return total
