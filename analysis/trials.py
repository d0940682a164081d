"""What do pilots, service records and load tests measure, and how sure is it?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arrays import Floats, table

NAN = float("nan")
SUS_ITEMS = 10


@dataclass(frozen=True)
class Measured:
    """A mean with its median, the number of observations and an interval (2,), NaN without any."""

    mean: float
    median: float
    n: int
    interval: Floats


@dataclass(frozen=True)
class Proportion:
    """A share x of n with a Wilson interval (2,), NaN without any observation."""

    share: float
    n: int
    interval: Floats


def system_usability_scale(answers: ArrayLike, *, confidence: float = 0.95) -> Measured:
    """Return the SUS score, 0 to 100: odd items ``x - 1``, even items ``5 - x``, sum times 2.5.

    Parameters
    ----------
    answers : array, shape (n, 10)
        Answers 1 to 5, one row a person; a row with a missing answer is left out.
    confidence : float
        Of the t interval of the mean.

    Returns
    -------
    Measured

    Example
    -------
    >>> system_usability_scale([[5, 4, 2, 1, 2, 3, 2, 4, 5, 2]]).mean
    55.0

    References
    ----------
    Brooke 1996, SUS: a quick and dirty usability scale. The average of studies is 68 (Sauro 2011).
    """
    x = table("answers", answers, columns=SUS_ITEMS)
    if np.any((x < 1) | (x > 5)):
        raise ValueError(f"answers: expected 1 to 5 in shape {x.shape}")
    whole = x[~np.isnan(x).any(axis=1)]
    steps = np.where(np.arange(SUS_ITEMS) % 2 == 0, whole - 1, 5 - whole)
    return measured(2.5 * steps.sum(axis=1), confidence=confidence)


def measured(sample: ArrayLike, *, confidence: float = 0.95) -> Measured:
    """Return mean, median, n and the t interval of the mean; missing observations are left out.

    Example
    -------
    >>> found = measured([2, 5, 1, 12, 30])
    >>> found.mean, found.median, found.n
    (10.0, 5.0, 5)
    """
    x = _known(sample)
    if x.size == 0:
        return Measured(NAN, NAN, 0, np.full(2, NAN))
    half = NAN
    if x.size > 1:
        from scipy.special import stdtrit  # a third of a second to import, needed by few pages

        half = float(stdtrit(x.size - 1, 0.5 + confidence / 2) * x.std(ddof=1) / np.sqrt(x.size))
    mean = float(x.mean())
    return Measured(mean, float(np.median(x)), int(x.size), np.array([mean - half, mean + half]))


def wilson_interval(successes: int, n: int, *, confidence: float = 0.95) -> Proportion:
    """Return a share with its Wilson interval.

    ``(p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)``. A critical requirement is met when
    the lower end meets it.

    Parameters
    ----------
    successes, n : int
        0 <= successes <= n.

    Example
    -------
    >>> wilson_interval(81, 263).interval.round(4).tolist()
    [0.2553, 0.3662]

    References
    ----------
    Wilson 1927; Newcombe 1998, Statistics in Medicine 17 (method 3).
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes: expected 0 to n = {n}, got {successes}")
    if n == 0:
        return Proportion(NAN, 0, np.full(2, NAN))
    from scipy.special import ndtri  # a third of a second to import, needed by few pages

    z, p = float(ndtri(0.5 + confidence / 2)), successes / n
    centre, scale = p + z * z / (2 * n), 1 + z * z / n
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    ends = np.array([0.0 if successes == 0 else centre - half, scale if successes == n else centre + half])
    return Proportion(p, n, ends / scale)


def needed_successes(n: int, limit: float, *, confidence: float = 0.95) -> int | None:
    """Return the least number of successes of n whose lower Wilson end exceeds a limit, None if impossible.

    Example
    -------
    >>> needed_successes(1000, 0.95)
    964
    """
    passing = (x for x in range(n + 1) if wilson_interval(x, n, confidence=confidence).interval[0] > limit)
    return next(passing, None)


def percentile(sample: ArrayLike, p: float, *, rule: str = "nearest") -> float:
    """Return a percentile: the smallest observation that p percent of all do not exceed.

    "nearest": ``x_(ceil(p n / 100))``, the definition of service levels. "linear": between
    neighbours, as spreadsheets do (type 7).

    Parameters
    ----------
    sample : array, shape (n,)
    p : float
        0 to 100.

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
    if not 0 <= p <= 100 or rule not in ("nearest", "linear"):
        raise ValueError(f'p: expected 0 to 100 and a rule "nearest" or "linear", got {p}, {rule!r}')
    x = np.sort(_known(sample))
    if x.size == 0:
        return NAN
    if rule == "linear":
        return float(np.percentile(x, p))
    return float(x[max(int(np.ceil(round(p * x.size / 100, 9))), 1) - 1])


def satisfaction(answers: ArrayLike, *, confidence: float = 0.95) -> Proportion:
    """Return CSAT: the share of answers 4 or 5 on a scale of 1 to 5.

    Example
    -------
    >>> satisfaction([5, 4, 4, 2, 5, 3, 5, 1]).share
    0.625
    """
    x = _on_scale("answers", answers, 1, 5)
    return wilson_interval(int(np.sum(x >= 4)), x.size, confidence=confidence)


def net_promoter(answers: ArrayLike) -> float:
    """Return NPS: percent of 9 and 10 minus percent of 0 to 6 on 0 to 10; from -100 to 100.

    Example
    -------
    >>> net_promoter([10, 9, 8, 7, 6, 9, 10, 3, 0, 10])
    20.0
    """
    x = _on_scale("answers", answers, 0, 10)
    return 100.0 * (int(np.sum(x >= 9)) - int(np.sum(x <= 6))) / x.size if x.size else NAN


def first_response(minutes: ArrayLike) -> Measured:
    """Return FRT: mean and median minutes to the first response; unanswered (NaN) are left out.

    Example
    -------
    >>> first_response([2, 5, 1, 12, 30]).mean
    10.0
    """
    return measured(minutes)


def resolution(hours: ArrayLike) -> Measured:
    """Return ART: mean and median hours to the solution; unsolved (NaN) are left out.

    Example
    -------
    >>> resolution([1, 4, 2, 30, 8]).mean
    9.0
    """
    return measured(hours)


def first_contact_resolution(contacts: ArrayLike, *, confidence: float = 0.95) -> Proportion:
    """Return FCR: the share of solved enquiries that took one contact.

    Example
    -------
    >>> first_contact_resolution([1, 1, 2, 1, 3]).share
    0.6
    """
    x = _known(contacts)
    if np.any(x < 1):
        raise ValueError(f"contacts: expected at least 1 each, got shape {x.shape}")
    return wilson_interval(int(np.sum(x == 1)), x.size, confidence=confidence)


def _on_scale(name: str, answers: ArrayLike, low: float, high: float) -> Floats:
    x = _known(answers)
    if np.any((x < low) | (x > high)):
        raise ValueError(f"{name}: expected {low:g} to {high:g}, got shape {x.shape}")
    return x


def _known(sample: ArrayLike) -> Floats:
    x = np.asarray(sample, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"sample: expected shape (n,), got {x.shape}")
    return x[~np.isnan(x)]
