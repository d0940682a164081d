"""Which weights may be meant when each stays between two bounds?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import TIE, Floats, vector
from analysis.robustness.lattice import POINTS, Draws
from analysis.robustness.weights import Sampler, constrained, members, nested_uniform

OFTEN = 0.05
ROUNDS = 60

Allowed = NDArray[np.bool_]


def interval_weights(group: ArrayLike, low: ArrayLike, high: ArrayLike) -> Sampler:
    """Return a sampler of weights that are uniform except that each leaf stays between two bounds.

    Where one in twenty of the free weights keeps the bounds the others are rejected. Where fewer do,
    every draw walks: two weights at a time share their sum anew, 60 rounds from a point that keeps the
    bounds. Equal bounds fix a weight.

    Parameters
    ----------
    group : array of int, shape (n,)
        Category of each leaf: without bounds the weights are those of `nested_uniform`.
    low, high : arrays, shape (n,)
        Bounds of the global weights of the leaves.

    Example
    -------
    >>> bounded = interval_weights([0, 0], [0.2, 0.2], [0.4, 1])
    >>> bounded(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(1).tolist()
    [0.3, 0.7]

    References
    ----------
    Smith 1984, Operations Research 32 (hit-and-run); Tervonen & Lahdelma 2007, EJOR 178.
    """
    category = members(group)
    least = np.maximum(vector("low", low, length=category.size, gaps=False), 0.0)
    most = np.minimum(vector("high", high, length=category.size, gaps=False), 1.0)
    if np.any(least > most) or least.sum() > 1 + TIE or most.sum() < 1 - TIE:
        raise ValueError(f"low, high: expected bounds that weights summing to 1 can keep, got shape {least.shape}")
    free = nested_uniform(category)

    def is_inside(drawn: Draws) -> Allowed:
        return np.asarray(np.all((drawn >= least[:, None]) & (drawn <= most[:, None]), axis=0))

    def sample(rng: np.random.Generator, size: int) -> Draws:
        # Where one draw in twenty keeps the bounds, to reject the others is quicker than to walk.
        if is_inside(free(rng, POINTS)).mean() >= OFTEN:
            return constrained(free, is_inside)(rng, size)
        return _walked(category, least, most, rng=rng, size=size).astype(np.float32)

    return sample


def _walked(group: NDArray[np.int64], low: Floats, high: Floats, *, rng: np.random.Generator, size: int) -> Floats:
    room = high - low
    # In the same proportion between all bounds, so that it sums to 1.
    start = low + room * ((1.0 - low.sum()) / max(float(room.sum()), TIE))
    weights = np.repeat(start[:, None], size, axis=1)
    for _ in range(ROUNDS):
        order = rng.permutation(group.size)
        for i, j in zip(order[::2].tolist(), order[1::2].tolist(), strict=False):
            both = weights[i] + weights[j]
            # What one gains the other gives, and both keep their bounds.
            least, most = np.maximum(low[i], both - high[j]), np.minimum(high[i], both - low[j])
            new = least + np.maximum(most - least, 0.0) * rng.random(size)
            if group[i] != group[j]:
                new = np.where(_is_taken(weights, group, (i, j), new=new, rng=rng), new, weights[i])
            weights[i], weights[j] = new, both - new
    return weights


def _is_taken(
    weights: Floats, group: NDArray[np.int64], pair: tuple[int, int], *, new: Floats, rng: np.random.Generator
) -> Allowed:
    """Return where weight goes over to another category: in proportion to ``prod_c W_c^-(n_c - 1)``.

    That is the density of leaf weights of which the shares of categories, and those inside, are uniform.
    """
    chance = np.zeros(new.size)
    moved = new - weights[pair[0]]
    for i, change in zip(pair, (moved, -moved), strict=True):
        own = group == group[i]
        now = weights[own].sum(axis=0)
        chance -= (own.sum() - 1) * np.log(np.maximum(now + change, TIE) / np.maximum(now, TIE))
    return np.asarray(rng.random(new.size) < np.exp(np.minimum(chance, 0.0)))
