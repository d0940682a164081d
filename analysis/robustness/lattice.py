"""Which few thousand points stand for all combinations of many uncertain numbers?

A rank-1 lattice: point i has coordinate ``i z_j mod N`` in dimension j, so every dimension takes each
of N equally likely levels once, and z is chosen so that they combine evenly. Each block of points is
moved by a random step in every dimension, so that blocks differ as chance has it and their spread is
an honest standard error.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import Floats, settle

POINTS = 4093  # prime: every step runs through all levels
DECAY = 0.05
NODES = 32
EDGE = 4.0  # beyond the outermost level, 3.7
STEP = 32

Draws = NDArray[np.float32]
Places = NDArray[np.intp]
Levels = NDArray[np.uint16]  # below N: a quarter of the memory of indices


@lru_cache(maxsize=8)
def generating_vector(dimensions: int) -> Places:
    """Return z, found dimension by dimension: each makes the worst-case error least, given those before.

    The error of all candidates at once is one convolution, since N is prime. A shorter vector is the
    beginning of a longer one. No number comes twice: two dimensions with the same one would be shifted
    copies of each other. There are (N - 1)/2 of them.

    References
    ----------
    Nuyens & Cools 2006, Mathematics of Computation 75 (fast component-by-component construction).
    """
    # z and N - z give the same points, turned round.
    half = (POINTS - 1) // 2
    powers = _powers(half)
    t = powers / POINTS
    # 2 π² times the second Bernoulli polynomial: the kernel of periodic functions with a
    # derivative.
    kernel = 2 * np.pi**2 * (t * t - t + 1 / 6)
    # In the order of the powers of a primitive root, sums over all points are a convolution.
    spectrum, product = np.fft.rfft(kernel), np.ones(half)
    z = np.empty(dimensions, dtype=np.intp)
    used = np.zeros(half, dtype=bool)
    for j in range(dimensions):
        # Settled, or the last bit, and so the machine, would choose among equals.
        errors = settle(np.fft.irfft(spectrum * np.fft.rfft(product), half))
        best = int(np.argmin(np.where(used, np.inf, errors))) if j else 0
        z[j], used[best] = powers[best], True
        product *= 1 + DECAY * kernel[(best - np.arange(half)) % half]
    return z


def _powers(count: int) -> Places:
    """Return the powers of the least primitive root of N, each the nearer of x and N - x."""
    factors = [q for q in range(2, POINTS) if (POINTS - 1) % q == 0 and all(q % d for d in range(2, q))]
    root = next(g for g in range(2, POINTS) if all(pow(g, (POINTS - 1) // q, POINTS) != 1 for q in factors))
    powers = [pow(root, k, POINTS) for k in range(count)]
    return np.array([min(x, POINTS - x) for x in powers], dtype=np.intp)


def lay(levels: Floats, *, first: int = 0) -> Draws:
    """Return the points with given levels, shape (d, N).

    Parameters
    ----------
    levels : array, shape (d, N)
        N equally likely levels of every dimension, in order.
    first : int
        Number of dimensions that other draws of the same block use.
    """
    last = first + len(levels)
    # Kept for whole steps, so that few sizes fill the cache.
    places = _places(-(-last // STEP) * STEP)[first:last]
    laid = np.empty((len(levels), POINTS), dtype=np.float32)
    for out, own, where in zip(laid, levels, places, strict=True):
        # With “raise” numpy would buffer what it writes to `out`.
        own.astype(np.float32).take(where, out=out, mode="clip")
    return laid


@lru_cache(maxsize=2)
def _places(dimensions: int) -> Levels:
    """Return the level that every point takes in every dimension; beyond (N - 1)/2 in an order as chance has it."""
    even = min(dimensions, (POINTS - 1) // 2)
    places = np.empty((dimensions, POINTS), dtype=np.uint16)
    for out, z in zip(places[:even], generating_vector(even).tolist(), strict=True):
        out[:] = z * np.arange(POINTS) % POINTS
    # A fixed seed: it belongs to the points and not to a run.
    chance = np.random.Generator(np.random.PCG64(0))
    for out in places[even:]:
        out[:] = chance.permutation(POINTS)
    return places


def spread(laid: Draws, rng: np.random.Generator, size: int = POINTS) -> Draws:
    """Return points, each dimension moved by a random step, shape (d, size): one block for each N.

    A step in a coordinate is the same as another place to start: ``i z + s = (i + s / z) z mod N``.
    Of a block that is not needed whole, points at random are taken: side by side they would lie in
    one stretch of a dimension.
    """
    blocks = [_block(laid, rng) for _ in range(-(-size // POINTS))]
    return blocks[0] if size == POINTS else some(blocks, rng, size)


def some(blocks: list[Draws], rng: np.random.Generator, size: int) -> Draws:
    """Return so many columns of blocks side by side, those of the last block at random."""
    last = blocks.pop()
    chosen = rng.permutation(last.shape[1])[: size - sum(block.shape[1] for block in blocks)]
    return np.concatenate([*blocks, last[:, chosen]], axis=1)


def _block(laid: Draws, rng: np.random.Generator) -> Draws:
    drawn = np.empty((len(laid), POINTS), dtype=np.float32)
    starts = rng.integers(0, POINTS, len(laid)).tolist()
    for out, own, start in zip(drawn, laid, starts, strict=True):
        out[: POINTS - start], out[POINTS - start :] = own[start:], own[:start]
    return drawn


def _middles() -> Floats:
    return (np.arange(POINTS) + 0.5) / POINTS


@lru_cache(maxsize=2)  # what one simulation uses: a table of 12 x 300 has 59 MB
def normal_points(dimensions: int, first: int) -> Draws:
    """Return points with standard normal coordinates, to be spread; their variance is 0.9997."""
    from scipy.special import ndtri  # scipy.special takes longer to import than a small simulation

    return lay(np.broadcast_to(ndtri(_middles()), (dimensions, POINTS)), first=first)


@lru_cache(maxsize=4)
def gamma_points(shapes: tuple[float, ...]) -> Draws:
    """Return points with gamma coordinates of given shapes, to be spread."""
    return lay(gamma_levels(np.array(shapes)))


def gamma_levels(shapes: Floats) -> Floats:
    """Return N equally likely levels of gamma numbers, shape (d, N), one row a shape; a shape of 0 is 0.

    The logarithm of a quantile is a smooth function of the normal quantile, so a polynomial through
    32 Chebyshev nodes gives all N to 1e-7.
    """
    from scipy.special import gammaincinv, ndtr  # see above

    nodes, weights = _interpolation()
    some, inverse = np.unique(shapes, return_inverse=True)
    with np.errstate(divide="ignore"):
        # A quantile of 0 would have no logarithm.
        quantiles = np.log(np.maximum(gammaincinv(some[:, None], ndtr(nodes)), 1e-300))
    levels = np.where(some[:, None] > 0, np.exp(quantiles @ weights), 0.0)
    return np.asarray(levels[inverse], dtype=float)


@lru_cache(maxsize=1)
def _interpolation() -> tuple[Floats, Floats]:
    from scipy.special import ndtri  # see above

    # At Chebyshev's points a polynomial strays least between them.
    angles = (np.arange(NODES) + 0.5) * np.pi / NODES
    nodes = EDGE * np.cos(angles)
    basis = np.cos(np.arange(NODES)[:, None] * angles) * (2 / NODES)
    basis[0] /= 2
    wanted = np.cos(np.arange(NODES)[:, None] * np.arccos(ndtri(_middles()) / EDGE))
    return nodes, basis.T @ wanted
