"""How sure is a share x of n, and how many must be tried?"""

from dataclasses import dataclass

import numpy as np

from analysis.arrays import TIE, Floats, number, open_share, whole

NAN = float("nan")


@dataclass(frozen=True)
class Proportion:
    """A share x of n with a Wilson interval (2,), shares of 1; NaN without any observation."""

    share: float
    n: int
    interval: Floats

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100.0 * self.share


def wilson_interval(successes: int, n: int, *, confidence: float = 0.95) -> Proportion:
    """Return a share with its Wilson interval.

    ``(p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)``. A critical requirement is met when
    the lower end meets it.

    Parameters
    ----------
    successes, n : int
        ``0 <= successes <= n``.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Proportion
        n = 0: share and interval NaN.

    Example
    -------
    >>> wilson_interval(81, 263).interval.round(4).tolist()
    [0.2553, 0.3662]

    References
    ----------
    Wilson 1927; Newcombe 1998, Statistics in Medicine 17 (method 3).
    """
    inside, size, x = open_share("confidence", confidence), number("n", n, least=0), number("successes", successes)
    if not 0 <= x <= size or x % 1 or size % 1:
        raise ValueError(f"successes: expected whole numbers from 0 to n = {n}, got {successes}")
    if size == 0:
        return Proportion(NAN, 0, np.full(2, NAN))
    from scipy.special import ndtri  # a third of a second to import, needed by few pages

    z, p = float(ndtri(0.5 + inside / 2)), x / size
    centre, scale = p + z * z / (2 * size), 1 + z * z / size
    half = z * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    # The ends are exact there; the formula adds rounding noise.
    ends = np.array([0.0 if x == 0 else centre - half, scale if x == size else centre + half])
    return Proportion(p, int(size), ends / scale)


def needed_successes(n: int, limit: float, *, confidence: float = 0.95) -> int | None:
    """Return the least number of successes of n whose lower Wilson end exceeds a limit, None if impossible.

    Parameters
    ----------
    n : int
        Trials, at least 0.
    limit : float
        Share to be exceeded, 0 to 1.
    confidence : float

    Example
    -------
    >>> needed_successes(1000, 0.95)
    964

    References
    ----------
    Wilson 1927; Newcombe 1998.
    """
    size, least = whole("n", n, least=0), number("limit", limit, least=0, most=1)
    if size < 1 or wilson_interval(size, size, confidence=confidence).interval[0] <= least:
        return None
    # The lower end rises with the successes, so that halving finds it.
    low, high = 0, size
    while high - low > 1:
        middle = (low + high) // 2
        is_enough = wilson_interval(middle, size, confidence=confidence).interval[0] > least
        low, high = (low, middle) if is_enough else (middle, high)
    return high


def needed_trials(share: float, limit: float, *, confidence: float = 0.95) -> int | None:
    """Return the least n at which an expected share clears a limit: lower Wilson end above it.

    The share is taken as it is, ``x = share n``: from this n on the interval around it lies above the
    limit. None when the share does not exceed the limit.

    Parameters
    ----------
    share : float
        Share that is expected, 0 to 1.
    limit : float
        Threshold, 0 to 1.
    confidence : float

    Example
    -------
    >>> needed_trials(0.97, 0.95), needed_trials(0.95, 0.95)
    (457, None)

    References
    ----------
    Wilson 1927: ``n > z^2 limit (1 - limit)/(share - limit)^2``.
    """
    p, least = number("share", share, least=0, most=1), number("limit", limit, least=0, most=1)
    inside = open_share("confidence", confidence)
    if p <= least + TIE:
        return None
    from scipy.special import ndtri  # a third of a second to import, needed by few pages

    z = float(ndtri(0.5 + inside / 2))
    # Wilson's interval is the score test turned round: its error is the one at the limit.
    return int(np.floor(z * z * least * (1 - least) / (p - least) ** 2)) + 1
