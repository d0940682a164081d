"""What do a few observations say about a mean, and which observation do p percent not exceed?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import choice
from analysis.arrays import Floats, number, numbers, open_share

NAN = float("nan")
TAIL = 100


@dataclass(frozen=True)
class Measured:
    """A mean with its median, nearest-rank 90th percentile, and t interval (2,); NaN without observations.

    `n` observations count, `missing` were left out.
    """

    mean: float
    median: float
    p90: float
    n: int
    missing: int
    interval: Floats


@dataclass(frozen=True)
class TaskTime:
    """The geometric `mean` of task times with its interval (2,), in their unit; NaN without observations.

    `n` observations count, `missing` were left out.
    """

    mean: float
    n: int
    missing: int
    interval: Floats


def measured(sample: ArrayLike, *, confidence: float = 0.95) -> Measured:
    """Return mean, median, n and the t interval of the mean: ``mean -+ t s/sqrt(n)``.

    Parameters
    ----------
    sample : array, shape (n,)
        NaN: missing, left out and counted.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    Measured
        No observation: n = 0 and NaN; one: no interval.

    Example
    -------
    >>> found = measured([2, 5, 1, 12, 30])
    >>> found.mean, found.median, found.n
    (10.0, 5.0, 5)

    References
    ----------
    Student 1908, Biometrika 6.
    """
    inside, x = open_share("confidence", confidence), known(sample)
    missing = int(np.size(sample) - x.size)
    if x.size == 0:
        return Measured(NAN, NAN, NAN, 0, missing, np.full(2, NAN))
    mean = float(x.mean())
    return Measured(mean, float(np.median(x)), percentile(x, 90), int(x.size), missing, mean + _ends(x, inside))


def _ends(x: Floats, confidence: float) -> Floats:
    """Return how far the t interval reaches below and above the mean, shape (2,); one observation has none."""
    if x.size < 2:
        return np.full(2, NAN)
    from scipy.special import stdtrit  # a third of a second to import, needed by few pages

    half = float(stdtrit(x.size - 1, 0.5 + confidence / 2) * x.std(ddof=1) / np.sqrt(x.size))
    return np.array([-half, half])


def time_on_task(seconds: ArrayLike, *, confidence: float = 0.95) -> TaskTime:
    """Return the geometric mean of task times: ``exp(mean of ln t)``.

    Few people take very long: the middle of such times lies nearer to the geometric than to the
    arithmetic mean. Interval: ``exp(mean -+ t s/sqrt(n))`` of the logarithms.

    Parameters
    ----------
    seconds : array, shape (n,)
        Times of those who finished, greater than 0, in any one unit; NaN: missing, left out and counted.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    TaskTime
        No observation: n = 0 and NaN; one: no interval.

    Example
    -------
    >>> found = time_on_task([20, 40, 80])
    >>> round(found.mean, 6), found.n
    (40.0, 3)

    References
    ----------
    Sauro & Lewis 2010, Average task completion times in usability tests, CHI.
    """
    inside, x = open_share("confidence", confidence), known(seconds, "seconds")
    if np.any(x <= 0):
        raise ValueError(f"seconds: expected numbers greater than 0 in shape {x.shape}")
    missing = int(np.size(seconds) - x.size)
    if x.size == 0:
        return TaskTime(NAN, 0, missing, np.full(2, NAN))
    logs = np.log(x)
    return TaskTime(float(np.exp(logs.mean())), int(x.size), missing, np.exp(logs.mean() + _ends(logs, inside)))


def percentile(sample: ArrayLike, p: float, *, rule: str = "nearest") -> float:
    """Return a percentile: the smallest observation that p percent of all do not exceed.

    "nearest": ``x_(ceil(p n / 100))``, the definition of service levels. "linear": between
    neighbours, as spreadsheets do (type 7).

    Parameters
    ----------
    sample : array, shape (n,)
    p : float
        Percent: 0, or 1 to 100. A number between 0 and 1 is refused, since it would be a share.
    rule : {"nearest", "linear"}

    Returns
    -------
    float
        NaN without observations.

    Example
    -------
    >>> latency = [120, 130, 135, 140, 150, 155, 160, 180, 240, 900]
    >>> percentile(latency, 95), percentile(latency, 95, rule="linear").__round__(1)
    (900.0, 603.0)

    References
    ----------
    Hyndman & Fan 1996, The American Statistician 50 (types 1 and 7).
    """
    share = number("p", p, least=0, most=100)
    # Most likely a share is meant: refused, and not taken for 0.9 percent.
    if 0 < share < 1:
        raise ValueError(f"p: expected percent, 0 or 1 to 100, got {p}; for a share of {p} write {100 * share:g}")
    choice("rule", rule, ("nearest", "linear"))
    x = np.sort(known(sample))
    if x.size == 0:
        return NAN
    if rule == "linear":
        return float(np.percentile(x, share))
    # Rounding noise must not lift the ceiling by one.
    return float(x[max(int(np.ceil(round(share * x.size / 100, 9))), 1) - 1])


def needed_observations(p: float) -> int:
    """Return how many observations a percentile needs: 100 beyond it, ``100/(1 - p/100)``.

    Parameters
    ----------
    p : float
        Percentile, at least 0 and below 100.

    Example
    -------
    >>> needed_observations(95), needed_observations(99)
    (2000, 10000)

    References
    ----------
    Rule of thumb; below it the percentile rests on a handful of observations.
    """
    if not 0 <= (share := number("p", p)) < 100:
        raise ValueError(f"p: expected at least 0 and below 100, got {p}")
    # 100/(1 - 0.9) is 1000.0000000000002, which needs no further observation.
    return int(np.ceil(round(TAIL / (1.0 - share / 100.0), 6)))


def known(sample: ArrayLike, name: str = "sample") -> Floats:
    """Return the observations that are not missing, shape (n,)."""
    x = numbers(name, sample)
    if x.ndim != 1:
        raise ValueError(f"{name}: expected shape (n,), got {x.shape}")
    return x[~np.isnan(x)]
