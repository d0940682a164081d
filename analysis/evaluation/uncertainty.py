"""How sure is the ranking, given the evidence and the spread of opinions?"""

import numpy as np

from analysis.arrays import Floats
from analysis.evaluation.parts import AcceptabilityRecord
from analysis.evaluation.placing import by_vendor, number
from analysis.evaluation.problem import Problem
from analysis.robustness import Acceptability, NormalCells, nested_dirichlet, nested_uniform, rank_acceptability


def cell_sd(p: Problem) -> Floats:
    """Return the standard deviation of every cell on 0 to 10, shape (m, n).

    ``sqrt(e^2 + s^2/k)`` with e of the evidence level, s the standard deviation among the k people.
    """
    level_sd = {level: float(sd) for level, sd in p.options["evidence_sd"].items()}
    rows = []
    for vendor in p.vendors:
        cells = [p.cells[leaf, vendor] for leaf in p.tree.leaves]
        # Evidence and opinions err independently of each other: variances add up.
        rows.append([level_sd[c.level] ** 2 + ((c.sd or 0.0) ** 2 / c.n if c.n else 0.0) for c in cells])
    return np.sqrt(np.array(rows, dtype=float).reshape(len(p.vendors), len(p.tree.leaves)))


def simulate(p: Problem) -> tuple[Acceptability, Acceptability]:
    """Return the result under the official uncertainty and the one without agreed weights."""
    scores = p.values(p.vendors) / 10.0
    uncertain, certain = NormalCells(scores, cell_sd(p)), NormalCells(scores)
    blocks = p.options["samples"]
    around = nested_dirichlet(
        p.tree.category_weights, p.tree.local, p.tree.group, kappa=float(p.options["concentration"])
    )
    # Two streams: whatever one simulation draws, the other stays as it was.
    seeds = np.random.SeedSequence(p.options["seed"]).spawn(2)
    first, second = (np.random.Generator(np.random.PCG64(seed)) for seed in seeds)
    stated = rank_acceptability(uncertain, weights=around, rng=first, blocks=blocks, quantiles=(0.05, 0.95))
    free = nested_uniform(p.tree.group)
    uniform = rank_acceptability(certain, weights=free, rng=second, doubt=uncertain, blocks=blocks)
    return stated, uniform


def acceptability(p: Problem, found: Acceptability) -> AcceptabilityRecord:
    """Return one simulation as a run stores it."""
    rows = range(len(p.vendors))
    central = found.central_weights @ p.tree.members.T.astype(float)
    return {
        "ranks": dict(zip(p.vendors, found.ranks.tolist(), strict=True)),
        "se": dict(zip(p.vendors, found.standard_error.tolist(), strict=True)),
        "first": dict(zip(p.vendors, found.first.tolist(), strict=True)),
        "first_se": dict(zip(p.vendors, found.standard_error[:, 0].tolist(), strict=True)),
        "central_weights": {p.vendors[i]: _central(p, central[i]) for i in rows},
        "confidence": by_vendor(p.vendors, found.confidence),
        "pairwise": {p.vendors[i]: _others(p.vendors, i, found.pairwise[i]) for i in rows},
    }


def _central(p: Problem, weights: Floats) -> dict[str, float | None] | None:
    if np.isnan(weights).any():
        return None
    return {code: number(weight) for code, weight in zip(p.tree.categories, weights, strict=True)}


def _others(vendors: tuple[str, ...], own: int, shares: Floats) -> dict[str, float]:
    return {vendor: float(shares[k]) for k, vendor in enumerate(vendors) if k != own}
