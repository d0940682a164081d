"""How fast, how well and how often at the first contact does a service answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import choice
from analysis.arrays import Floats, numbers, whole
from analysis.trials.samples import Measured, known, measured
from analysis.trials.shares import Proportion, wilson_interval

NAN = float("nan")
UNITS = {"minutes": 60.0, "hours": 3600.0, "days": 86400.0, "seconds": 1.0}
Times = Sequence[datetime | str | None]


@dataclass(frozen=True)
class Satisfaction:
    """CSAT: the `share` (of 1) and `percent` of satisfied answers with a Wilson interval, and the mean answer.

    `response_rate`: share of those asked who answered, NaN when it is not known how many were asked.
    """

    share: float
    percent: float
    mean: float
    n: int
    interval: Floats
    response_rate: float = NAN


@dataclass(frozen=True)
class NetPromoter:
    """NPS: `score` from -100 to 100, and the percent of promoters, passives and detractors."""

    score: float
    promoters: float
    passives: float
    detractors: float
    n: int


def elapsed(start: Times, end: Times, *, unit: str = "minutes") -> Floats:
    """Return the time between time stamps, NaN where one is missing, shape (n,).

    Parameters
    ----------
    start, end : sequences of datetime, "YYYY-MM-DDTHH:MM:SS" or None, length n
        Of a pair both with a time zone or both without.
    unit : {"seconds", "minutes", "hours", "days"}

    Example
    -------
    >>> elapsed(["2025-03-01T10:00", "2025-03-01T11:00"], ["2025-03-01T10:02", None]).tolist()
    [2.0, nan]
    """
    choice("unit", unit, UNITS)
    starts, ends = _moments("start", start), _moments("end", end)
    if len(starts) != len(ends):
        raise ValueError(f"end: expected {len(starts)} time stamps, got {len(ends)}")
    found = np.array([_seconds(a, b) for a, b in zip(starts, ends, strict=True)], dtype=float) / UNITS[unit]
    if np.any(found < 0):
        raise ValueError(f"end: expected none before its start in shape {found.shape}")
    return found


def _moments(name: str, stamps: Times) -> list[datetime | None]:
    try:
        found = [datetime.fromisoformat(stamp) if isinstance(stamp, str) else stamp for stamp in stamps]
    except (TypeError, ValueError) as error:
        raise ValueError(f'{name}: expected time stamps such as "2025-03-01T10:00": {error}') from None
    if not all(stamp is None or isinstance(stamp, datetime) for stamp in found):
        raise ValueError(f"{name}: expected datetime, text or None for each time stamp, got {found!r}")
    return found


def _seconds(start: datetime | None, end: datetime | None) -> float:
    if start is None or end is None:
        return NAN
    try:
        return (end - start) / timedelta(seconds=1)
    except TypeError:
        raise ValueError(f"end: expected a time zone in both time stamps or in neither, got {start}, {end}") from None


def first_response(minutes: ArrayLike, *, confidence: float = 0.95) -> Measured:
    """Return FRT: mean, median and p90 of the minutes to the first response.

    ``mean of (first human or accepted bot answer - creation)``; see `elapsed` for time stamps.

    Parameters
    ----------
    minutes : array, shape (n,)
        NaN: unanswered, left out and counted in `missing`.
    confidence : float

    Example
    -------
    >>> first_response([2, 5, 1, 12, 30]).mean
    10.0
    """
    return measured(_not_negative("minutes", minutes), confidence=confidence)


def resolution(hours: ArrayLike, *, waiting: ArrayLike | None = None, confidence: float = 0.95) -> Measured:
    """Return ART: mean, median and p90 of the hours to the solution.

    ``mean of (solved - created - waiting for the customer)``; see `elapsed` for time stamps.

    Parameters
    ----------
    hours : array, shape (n,)
        NaN: unsolved, left out and counted in `missing`.
    waiting : array, shape (n,), optional
        Hours of each enquiry that waited for the customer, not counted.
    confidence : float

    Example
    -------
    >>> resolution([1, 4, 2, 30, 8]).mean, resolution([5, 4], waiting=[3, 0]).mean
    (9.0, 3.0)
    """
    given = _not_negative("hours", hours)
    if waiting is not None:
        paused = _not_negative("waiting", waiting)
        if paused.shape != given.shape or np.any(paused > given):
            raise ValueError(f"waiting: expected at most the hours, shape {given.shape}, got {paused.shape}")
        given = given - paused
    return measured(given, confidence=confidence)


def first_contact_resolution(
    contacts: ArrayLike, *, reopened: ArrayLike | None = None, confidence: float = 0.95
) -> Proportion:
    """Return FCR: the share of solved enquiries that took one contact and were not reopened.

    Parameters
    ----------
    contacts : array, shape (n,)
        Contacts until solved, at least 1; NaN: unsolved, not counted.
    reopened : array of bool, or of 0 and 1, shape (n,), optional
        Whether each was opened again within 7 days; NaN: not known, not counted.
    confidence : float

    Example
    -------
    >>> first_contact_resolution([1, 1, 2, 1, 3]).percent
    60.0
    """
    given = numbers("contacts", contacts)
    if given.ndim != 1 or np.any(given < 1):
        raise ValueError(f"contacts: expected at least 1 each, got shape {given.shape}")
    again = np.zeros(given.size) if reopened is None else numbers("reopened", reopened)
    if again.shape != given.shape or not np.all(np.isin(again, (0.0, 1.0)) | np.isnan(again)):
        raise ValueError(f"reopened: expected yes or no (1 or 0) in shape {given.shape}, got {again.shape}")
    counted = ~np.isnan(given) & ~np.isnan(again)
    return wilson_interval(int(np.sum((given == 1) & (again == 0))), int(counted.sum()), confidence=confidence)


def satisfaction(answers: ArrayLike, *, asked: int | None = None, confidence: float = 0.95) -> Satisfaction:
    """Return CSAT: the share of answers 4 or 5 on a scale of 1 to 5, and the mean.

    Parameters
    ----------
    answers : array, shape (n,)
        NaN: no answer, not counted.
    asked : int, optional
        How many were asked, at least n: gives the response rate ``n/asked``.
    confidence : float

    Returns
    -------
    Satisfaction
        No answer: n = 0 and NaN.

    Example
    -------
    >>> found = satisfaction([5, 4, 4, 2, 5, 3, 5, 1])
    >>> found.percent, found.mean, found.n
    (62.5, 3.625, 8)
    """
    x = _on_scale("answers", answers, low=1, high=5)
    found = wilson_interval(int(np.sum(x >= 4)), x.size, confidence=confidence)
    mean = float(x.mean()) if x.size else NAN
    everybody = 0 if asked is None else whole("asked", asked, least=x.size)
    rate = x.size / everybody if everybody else NAN
    return Satisfaction(found.share, found.percent, mean, found.n, found.interval, rate)


def net_promoter(answers: ArrayLike) -> NetPromoter:
    """Return NPS: percent of 9 and 10 minus percent of 0 to 6 on 0 to 10; from -100 to 100.

    Parameters
    ----------
    answers : array, shape (n,)
        NaN: no answer, not counted.

    Returns
    -------
    NetPromoter
        No answer: n = 0 and NaN.

    Example
    -------
    >>> net_promoter([10, 9, 8, 7, 6, 9, 10, 3, 0, 10]).score
    20.0

    References
    ----------
    Reichheld 2003, Harvard Business Review 81(12).
    """
    x = _on_scale("answers", answers, low=0, high=10)
    if x.size == 0:
        return NetPromoter(NAN, NAN, NAN, NAN, 0)
    groups = (x >= 9, (x > 6) & (x < 9), x <= 6)
    up, neither, down = (100.0 * int(np.sum(group)) / x.size for group in groups)
    return NetPromoter(up - down, up, neither, down, x.size)


def _not_negative(name: str, sample: ArrayLike) -> Floats:
    x = numbers(name, sample)
    if x.ndim != 1 or np.any(x < 0):
        raise ValueError(f"{name}: expected numbers of at least 0 of shape (n,), got {x.shape}")
    return x


def _on_scale(name: str, answers: ArrayLike, *, low: float, high: float) -> Floats:
    x = known(answers, name)
    if np.any((x < low) | (x > high)):
        raise ValueError(f"{name}: expected {low:g} to {high:g}, got shape {x.shape}")
    return x
