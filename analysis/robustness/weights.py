"""Which weights may be meant, around the stated ones or when nobody agreed?"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arguments import function, functions
from analysis.arrays import Floats, number, settle, shares, vector
from analysis.robustness.lattice import POINTS, Draws, gamma_points, some, spread

Sampler = Callable[[np.random.Generator, int], Draws]
TINY = np.finfo(np.float32).tiny
LEAST_ACCEPTED = 1e-3


def nested_dirichlet(
    category_weights: ArrayLike, local_weights: ArrayLike, group: ArrayLike, *, kappa: float
) -> Sampler:
    """Return a sampler of leaf weights around stated ones.

    Category weights are ``Dirichlet(kappa W)``; the weights inside a category are
    ``Dirichlet(kappa w)``; a leaf has the product. The larger kappa, the closer to the stated
    weights: the standard deviation of a share w is ``sqrt(w (1 - w)/(kappa + 1))``.

    Parameters
    ----------
    category_weights : array, shape (c,)
    local_weights : array, shape (n,)
        Inside each category; divided by their sum there.
    group : array of int, shape (n,)
    kappa : float
        Concentration, greater than 0.

    Returns
    -------
    sampler
        ``sampler(rng, size)`` returns weights of shape (n, size), lattice points for each 4093.

    Example
    -------
    >>> sampler = nested_dirichlet([0.6, 0.4], [0.5, 0.5, 1], [0, 0, 1], kappa=50)
    >>> sampler(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(2).tolist()
    [0.3, 0.3, 0.4]

    References
    ----------
    Tervonen & Lahdelma 2007, EJOR 178; Ferguson 1973 on the Dirichlet distribution.
    """
    category = members(group)
    top = shares("category_weights", category_weights)
    if category.max() >= top.size:
        raise ValueError(f"group: expected categories from 0 to {top.size - 1}, got {category.max()}")
    local = vector("local_weights", local_weights, length=category.size, gaps=False)
    sums = np.bincount(category, local, minlength=top.size)
    if local.min() < 0 or np.any((sums <= 0) & (top > 0)):
        raise ValueError(f"local_weights: expected none below 0 and a sum above 0 in each category, got {local.shape}")
    if not number("kappa", kappa) > 0:
        raise ValueError(f"kappa: expected greater than 0, got {kappa}")
    inside = np.divide(local, sums[category], out=np.zeros_like(local), where=sums[category] > 0)
    return _nested(kappa * top, kappa * inside, category)


def nested_uniform(group: ArrayLike) -> Sampler:
    """Return a sampler of weights nobody agreed on.

    The category weights are uniform on their simplex, and so are the weights inside each category.

    Parameters
    ----------
    group : array of int, shape (n,)
        Category of each leaf; all in one: uniform on the simplex.

    Example
    -------
    >>> sampler = nested_uniform([0, 0, 0, 1])
    >>> sampler(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(2).tolist()
    [0.17, 0.17, 0.17, 0.5]

    References
    ----------
    Lahdelma & Salminen 2001, Operations Research 49 (no weight information).
    """
    category = members(group)
    used = np.bincount(category) > 0
    return _nested(used.astype(float), np.ones(category.size), category)


def mixture(samplers: Sequence[Sampler]) -> Sampler:
    """Return a sampler that takes equal parts from several, for example the weights of each member.

    Parameters
    ----------
    samplers : sequence of samplers
        At least one.

    Example
    -------
    >>> one, other = (nested_dirichlet([1], weights, [0, 0], kappa=500) for weights in ([0.9, 0.1], [0.5, 0.5]))
    >>> mixture([one, other])(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(1).tolist()
    [0.7, 0.3]

    References
    ----------
    Tervonen & Lahdelma 2007, EJOR 178.
    """
    given = functions("samplers", samplers)

    def sample(rng: np.random.Generator, size: int) -> Draws:
        ends = np.linspace(0, size, len(given) + 1).round().astype(int).tolist()
        parts = [own(rng, b - a) for own, (a, b) in zip(given, pairwise(ends), strict=True)]
        return some([np.concatenate(parts, axis=1)], rng, size)

    return sample


def constrained(sampler: Sampler, allowed: Callable[[Draws], NDArray[np.bool_]]) -> Sampler:
    """Return a sampler of only those weights that are allowed, by rejection.

    Parameters
    ----------
    sampler : sampler
    allowed : callable
        From weights of shape (n, size) to flags of shape (size,).

    Raises
    ------
    ValueError
        When fewer than one in a thousand weights are allowed.

    Example
    -------
    >>> at_least = constrained(nested_uniform([0, 0]), lambda weights: weights[0] >= 0.5)
    >>> at_least(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(2).tolist()
    [0.75, 0.25]
    """

    function("sampler", sampler), function("allowed", allowed)

    def sample(rng: np.random.Generator, size: int) -> Draws:
        kept: list[Draws] = []
        count, tried = 0, 0
        while count < size:
            drawn = sampler(rng, POINTS)
            drawn = drawn[:, allowed(drawn)]
            kept.append(drawn)
            count, tried = count + drawn.shape[1], tried + POINTS
            # A condition that nothing meets would be tried for ever.
            if count < LEAST_ACCEPTED * tried:
                raise ValueError(f"allowed: expected at least 1 weight in 1000, got {count} of {tried}")
        return some([np.concatenate(kept, axis=1)], rng, size)

    return sample


def ordered_weights(ranks: ArrayLike) -> Sampler:
    """Return a sampler of weights that are uniform except for their order.

    Sorting uniform weights makes them uniform among those in that order; equal ranks stay free of
    each other. Their mean is the rank-order centroid.

    Parameters
    ----------
    ranks : array of int, shape (n,)
        1 for the heaviest; several criteria may share a rank.

    Example
    -------
    >>> ordered_weights([2, 1])(np.random.default_rng(1), 4093).mean(axis=1, dtype=float).round(2).tolist()
    [0.25, 0.75]

    References
    ----------
    Barron & Barrett 1996, Management Science 42.
    """
    places = vector("ranks", ranks, gaps=False)
    if places.min() < 1:
        raise ValueError(f"ranks: expected places from 1 in shape {places.shape}")
    order = np.argsort(places, kind="stable")
    ties = [np.flatnonzero(places[order] == place) for place in np.unique(places)]
    free = nested_uniform(np.zeros(places.size, dtype=int))

    def sample(rng: np.random.Generator, size: int) -> Draws:
        drawn = free(rng, size)
        falling = np.sort(drawn, axis=0)[::-1]
        for own in ties:
            if own.size > 1:
                # Among criteria of one rank every order is as likely.
                falling[own] = rng.permuted(falling[own], axis=0)
        drawn[order] = falling
        return drawn

    return sample


def members(group: ArrayLike) -> NDArray[np.int64]:
    """Return the number of the category of each leaf, or refuse them."""
    found = vector("group", group, gaps=False)
    if found.min() < 0 or np.any(found != np.round(found)):
        raise ValueError(f"group: expected the number of a category for each leaf in shape {found.shape}")
    return found.astype(np.int64)


def _nested(top: Floats, local: Floats, group: NDArray[np.int64]) -> Sampler:
    """Return leaf weights: gamma numbers over the sum of their category, times its share."""
    # Side by side, so that a category is a slice and no copy.
    order = np.argsort(group, kind="stable")
    count = np.bincount(group, minlength=top.size)
    ends = np.cumsum(count).tolist()
    parts = [(c, slice(end - own, end)) for c, (end, own) in enumerate(zip(ends, count.tolist(), strict=True)) if own]
    laid = gamma_points((*settle(local[order]).tolist(), *settle(top).tolist()))
    back = None if np.all(order == np.arange(order.size)) else np.argsort(order)

    def sample(rng: np.random.Generator, size: int) -> Draws:
        drawn = spread(laid, rng, size)
        leaves, categories = drawn[: group.size], drawn[group.size :]
        # In single precision all of them may be 0.
        categories /= np.add.reduce(categories, axis=0, initial=TINY)
        for c, rows in parts:
            factor = np.add.reduce(leaves[rows], axis=0, initial=TINY)
            leaves[rows] *= np.divide(categories[c], factor, out=factor)
        return leaves if back is None else leaves[back]

    return sample
