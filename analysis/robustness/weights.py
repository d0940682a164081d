"""Which weights may be meant, around the stated ones or when nobody agreed?"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.arrays import Floats, shares, vector

Draws = NDArray[np.float32]
Sampler = Callable[[np.random.Generator, int], Draws]


def nested_dirichlet(category_weights: ArrayLike, local_weights: ArrayLike, group: ArrayLike, kappa: float) -> Sampler:
    """Return a sampler of leaf weights around stated ones.

    Category weights are ``Dirichlet(kappa W)``; the weights inside a category are
    ``Dirichlet(kappa w)``; a leaf has the product. The larger kappa, the closer to the stated
    weights: the standard deviation of a share w is ``sqrt(w (1 - w)/(kappa + 1))``.

    Parameters
    ----------
    category_weights : array, shape (c,)
    local_weights : array, shape (n,)
        Shares inside each category.
    group : array of int, shape (n,)
    kappa : float
        Concentration, greater than 0.

    References
    ----------
    Tervonen & Lahdelma 2007, EJOR 178; Ferguson 1973 on the Dirichlet distribution.
    """
    top, local = shares("category_weights", category_weights), vector("local_weights", local_weights)
    members = np.asarray(group, dtype=np.int64)

    def sample(rng: np.random.Generator, size: int) -> Draws:
        return _nested(_gammas(kappa * top, rng, size), _gammas(kappa * local, rng, size), members)

    return sample


def nested_uniform(group: ArrayLike) -> Sampler:
    """Return a sampler of weights nobody agreed on.

    The category weights are uniform on their simplex, and so are the weights inside each category.

    Parameters
    ----------
    group : array of int, shape (n,)
        Category of each leaf.

    References
    ----------
    Lahdelma & Salminen 2001, Operations Research 49 (no weight information).
    """
    members = np.asarray(group, dtype=np.int64)
    count = int(members.max()) + 1
    used = np.bincount(members, minlength=count) > 0

    def sample(rng: np.random.Generator, size: int) -> Draws:
        top = rng.standard_exponential((count, size), dtype=np.float32) * used[:, None]
        return _nested(top, rng.standard_exponential((members.size, size), dtype=np.float32), members)

    return sample


def _gammas(shape: Floats, rng: np.random.Generator, size: int) -> Draws:
    return np.stack([rng.standard_gamma(alpha, size, dtype=np.float32) for alpha in shape])


def _nested(top: Draws, local: Draws, group: NDArray[np.int64]) -> Draws:
    tiny = np.finfo(np.float32).tiny
    sums = np.stack([local[group == c].sum(axis=0) for c in range(top.shape[0])])
    factor = top / (np.maximum(sums, tiny) * np.maximum(top.sum(axis=0), tiny))
    return local * factor[group]
