"""How many enquiries at once must a system carry, and how many seats serve them?"""

from dataclasses import dataclass
from math import ceil, exp

from analysis.arrays import number, whole

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
    busiest = number("daily", daily, least=0) * number("busy_share", busy_share, least=0, most=1)
    rate = busiest / SECONDS * number("surge", surge, least=0)
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
    return number("per_second", per_second, least=0) * number("seconds", seconds, least=0)


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
    busy, away = number("occupancy", occupancy, least=0, most=1), number("shrinkage", shrinkage, least=0, most=1)
    if busy == 0:
        raise ValueError("occupancy: expected a number above 0 and up to 1, got 0")
    if away == 1:
        raise ValueError("shrinkage: expected a number from 0 to below 1, got 1")
    work = number("per_hour", per_hour, least=0) * number("seconds", seconds, least=0)
    # Rounding noise must not ask for one seat more.
    return ceil(round(work / number("at_once", at_once, least=1) / (SECONDS * busy) / (1.0 - away), 9))


@dataclass(frozen=True)
class Waiting:
    """What callers meet: the share who wait at all, the mean seconds, and the share answered in time."""

    share: float
    seconds: float
    in_time: float


def waiting(per_hour: float, *, seconds: float, seats: int, limit: float = 20.0) -> Waiting:
    """Return how long people wait for one of several seats, when nobody gives up (Erlang C).

    With ``A = per_hour seconds/3600`` busy seats on average: ``P = B/(1 - A/seats (1 - B))`` with B the
    blocking of Erlang B; mean wait ``P seconds/(seats - A)``; in time
    ``1 - P exp(-(seats - A) limit/seconds)``.

    Parameters
    ----------
    per_hour : float
        Calls in an hour.
    seconds : float
        Mean handling time, greater than 0.
    seats : int
        People who answer, at least 1.
    limit : float
        Seconds within which a call should be answered.

    Returns
    -------
    Waiting
        With no more seats than busy ones the queue grows without end: all wait, infinitely long.

    Example
    -------
    >>> found = waiting(200, seconds=180, seats=14)
    >>> round(found.share, 3), round(found.seconds, 1), round(found.in_time, 3)
    (0.174, 7.8, 0.888)

    References
    ----------
    Erlang 1917; Cooper 1981, Introduction to Queueing Theory.
    """
    calls, patience = number("per_hour", per_hour, least=0), number("limit", limit, least=0)
    handling, people = _handling(seconds), whole("seats", seats, least=1)
    busy = concurrency(calls / SECONDS, handling)
    if busy >= people:
        return Waiting(1.0, float("inf"), 0.0)
    # Erlang's B step by step: factorials of many seats would overflow.
    blocked = 1.0
    for n in range(1, people + 1):
        blocked = busy * blocked / (n + busy * blocked)
    share = blocked / (1.0 - busy / people * (1.0 - blocked))
    free = (people - busy) / handling
    return Waiting(share, share / free, 1.0 - share * exp(-free * patience))


def _handling(seconds: float) -> float:
    found = number("seconds", seconds)
    if found <= 0:
        raise ValueError(f"seconds: expected a number greater than 0, got {found:g}")
    return found


def seats_in_time(per_hour: float, *, seconds: float, limit: float = 20.0, share: float = 0.8) -> int:
    """Return the least number of people who answer a share of the calls within a limit (Erlang C).

    Add shrinkage for paid time away: divide by 1 minus it.

    Parameters
    ----------
    per_hour, seconds, limit : float
        As for `waiting`.
    share : float
        Of the calls, from 0 to below 1.

    Example
    -------
    >>> seats_in_time(200, seconds=180)
    14

    References
    ----------
    As for `waiting`.
    """
    if not 0 <= (wanted := number("share", share)) < 1:
        raise ValueError(f"share: expected from 0 to below 1, got {share}")
    calls, handling = number("per_hour", per_hour, least=0), _handling(seconds)
    # Fewer could not keep up with the calls.
    seats = max(1, ceil(calls * handling / SECONDS))
    while waiting(calls, seconds=handling, seats=seats, limit=limit).in_time < wanted:
        seats += 1
    return seats
