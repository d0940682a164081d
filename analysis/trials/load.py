"""How many enquiries at once must a system carry, and how many seats serve them?"""

from dataclasses import dataclass
from math import ceil

SECONDS = 3600.0


@dataclass(frozen=True)
class Load:
    """Target of a load test: enquiries a second at the peak, and how many are open at once."""

    per_second: float
    concurrency: float


def load_target(daily: float, *, seconds: float, busy_share: float = 0.15, surge: float = 4.0) -> Load:
    """Return the peak load: ``rate = daily busy_share/3600 surge``; by Little's law ``L = rate seconds``.

    Parameters
    ----------
    daily : float
        Enquiries a day.
    seconds : float
        How long one enquiry stays open.
    busy_share : float
        Share of the day's enquiries in its busiest hour, 0 to 1.
    surge : float
        How many times a usual busy hour the peak is; +300 percent is 4.

    Example
    -------
    >>> found = load_target(2400, seconds=300)
    >>> found.per_second, found.concurrency
    (0.4, 120.0)

    References
    ----------
    Little 1961, Operations Research 9.
    """
    if not 0 <= busy_share <= 1:
        raise ValueError(f"busy_share: expected 0 to 1, got {busy_share}")
    if min(daily, seconds, surge) < 0:
        raise ValueError(f"daily: expected at least 0, and so seconds and surge, got {daily}, {seconds}, {surge}")
    rate = daily * busy_share / SECONDS * surge
    return Load(rate, concurrency(rate, seconds))


def concurrency(per_second: float, seconds: float) -> float:
    """Return how many are inside at once on average: ``L = lambda W``.

    Parameters
    ----------
    per_second : float
        Arrivals a second.
    seconds : float
        Mean time inside.

    Example
    -------
    >>> concurrency(0.5, 60)
    30.0

    References
    ----------
    Little 1961, Operations Research 9.
    """
    if per_second < 0 or seconds < 0:
        raise ValueError(f"per_second: expected at least 0, and so seconds, got {per_second}, {seconds}")
    return float(per_second * seconds)


def needed_seats(
    per_hour: float, *, seconds: float, occupancy: float = 0.80, shrinkage: float = 0.30, at_once: float = 1.0
) -> int:
    """Return a rough number of seats: ``ceil(per_hour seconds/at_once/(3600 occupancy)/(1 - shrinkage))``.

    Parameters
    ----------
    per_hour : float
        Enquiries in the peak hour.
    seconds : float
        Handling time of one.
    occupancy, shrinkage : float
        Share of the time at work, and of paid time away; occupancy above 0, shrinkage below 1.
    at_once : float
        Chats that one person handles at once, at least 1.

    Example
    -------
    >>> needed_seats(120, seconds=300)
    18
    """
    if not (0 < occupancy <= 1 and 0 <= shrinkage < 1 and at_once >= 1):
        raise ValueError(f"occupancy: expected shares and at_once from 1, got {occupancy}, {shrinkage}, {at_once}")
    if per_hour < 0 or seconds < 0:
        raise ValueError(f"per_hour: expected at least 0, and so seconds, got {per_hour}, {seconds}")
    return ceil(round(per_hour * seconds / at_once / (SECONDS * occupancy) / (1.0 - shrinkage), 9))
