"""What do seats, usage and outages cost a year, and when does an offer no longer fit?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.arguments import generator
from analysis.arrays import Floats, number, numbers, shares, table, vector, whole
from analysis.tco.flow import per_year, yearly_rate
from analysis.tco.spread import Uncertain, drawn

HOURS_A_YEAR = 8760.0
MONTHS = 12.0


@dataclass(frozen=True)
class GrowthWall:
    """When the seats, or the volume, exceed what an offer allows.

    `first_years` (s,): first year (from 1) beyond the cap in every plan, NaN: never. `probability` (H,):
    entry t - 1 is the chance to hit the cap in or before year t; before year t: entry t - 2. `expected`:
    first year in which that chance is at least one half, None: never.
    """

    first_years: Floats
    probability: Floats
    expected: int | None

    @property
    def ever(self) -> float:
        """Chance to hit the cap within the horizon."""
        return float(self.probability[-1])


def seat_cost(
    seats: ArrayLike, *, price: float, minimum: float = 0, escalation: float = 0.0, months: float = MONTHS
) -> Floats:
    """Return the yearly cost of seats: ``months price (1 + e)^(t - 1) max(minimum, seats_t)``.

    Parameters
    ----------
    seats : array, shape (H,) or (..., H)
        Seats in year 1 to H, at least 0, one plan or many, such as those of `drawn_seats`.
    price : float
        Money a seat and month in year 1.
    minimum : float
        Seats that are paid in any case.
    escalation : float
        Rise e of the price a year, from year 2.
    months : float
        12 for a price a month, 1 for a price a year.

    Returns
    -------
    array, shape of seats

    Example
    -------
    >>> seat_cost([10, 15, 23], price=300, minimum=12).tolist()
    [43200.0, 54000.0, 82800.0]
    >>> seat_cost([10, 15, 23], price=300, escalation=0.05).round(2).tolist()
    [36000.0, 56700.0, 91287.0]
    """
    plan = per_year("seats", seats)
    if np.any(plan < 0):
        raise ValueError(f"seats: expected at least 0 in shape {plan.shape}")
    rise = (1.0 + yearly_rate("escalation", escalation)) ** np.arange(plan.shape[-1])
    yearly = number("months", months, least=0) * number("price", price)
    return np.asarray(yearly * np.maximum(plan, number("minimum", minimum, least=0)) * rise, dtype=float)


def tiered_cost(volume: ArrayLike, tiers: ArrayLike, *, rule: str = "slices") -> Floats:
    """Return what a volume costs by price tiers.

    "slices": every tier prices the part of the volume inside it,
    ``sum_k p_k (min(v, b_k) - b_{k-1})`` over the tiers reached. "whole": the tier in which the volume
    ends prices all of it; one more seat can then lower the bill.

    Parameters
    ----------
    volume : array of any shape
        Seats or usage of a period, at least 0.
    tiers : array, shape (k, 2)
        Rows (up to and including, price a unit), increasing; the last end may be infinite or None: no limit.
    rule : {"slices", "whole"}

    Returns
    -------
    array, shape of volume
        Money a period.

    Example
    -------
    >>> tiers = [[100, 10], [float("inf"), 8]]
    >>> tiered_cost([100, 150], tiers).tolist(), tiered_cost([100, 150], tiers, rule="whole").tolist()
    ([1000.0, 1400.0], [1000.0, 1200.0])
    """
    ends, prices = _tiers(tiers)
    given = numbers("volume", volume)
    if np.any(given < 0) or np.any(given > ends[-1]):
        raise ValueError(f"volume: expected 0 to {ends[-1]:g} in shape {given.shape}")
    if rule == "whole":
        return given * prices[np.minimum(np.searchsorted(ends, given, side="left"), ends.size - 1)]
    if rule != "slices":
        raise ValueError(f'rule: expected "slices" or "whole", got {rule!r}')
    starts = np.concatenate([[0.0], ends[:-1]])
    inside = np.clip(given[..., None], starts, ends) - starts
    return np.asarray(inside @ prices, dtype=float)


def _tiers(tiers: ArrayLike) -> tuple[Floats, Floats]:
    rows = table("tiers", tiers, columns=2, infinite=True).copy()
    if np.isnan(rows[-1, 0]):
        rows[-1, 0] = np.inf
    if np.isnan(rows).any() or np.isinf(rows[:, 1]).any():
        raise ValueError(f"tiers: expected finite prices and no missing end but the last in shape {rows.shape}")
    if np.any(np.diff(rows[:, 0]) <= 0) or rows[0, 0] <= 0:
        raise ValueError(f"tiers: expected increasing upper ends above 0 in shape {rows.shape}")
    return rows[:, 0], rows[:, 1]


def usage_cost(volume: ArrayLike, *, price: float, included: float = 0.0) -> Floats:
    """Return what usage costs beyond an included volume: ``price max(0, v - included)``.

    Parameters
    ----------
    volume : array of any shape
        Units of a period, at least 0.
    price : float
        Money a unit.
    included : float
        Units that are paid for already.

    Example
    -------
    >>> usage_cost([800, 1500], price=0.2, included=1000).tolist()
    [0.0, 100.0]
    """
    given = numbers("volume", volume)
    if np.any(given < 0):
        raise ValueError(f"volume: expected at least 0 in shape {given.shape}")
    return number("price", price) * np.maximum(given - number("included", included, least=0), 0.0)


def downtime_hours(availability: float) -> float:
    """Return the hours a year without service: ``8760 (1 - availability/100)``.

    Parameters
    ----------
    availability : float
        Percent, 0 to 100.

    Example
    -------
    >>> round(downtime_hours(99.9), 2)
    8.76
    """
    return HOURS_A_YEAR * (1.0 - number("availability", availability, least=0, most=100) / 100.0)


def outage_loss(hours: float, *, loss_per_hour: float, service_share: float = 1.0) -> float:
    """Return what outages cost a year: ``hours service_share loss_per_hour``.

    Parameters
    ----------
    hours : float
        Hours a year: from `downtime_hours`, or 12 times outages a month times hours each.
    loss_per_hour : float
        Money: orders an hour won through service times margin, and idle agents.
    service_share : float
        Share of the outages inside service hours, 0 to 1.

    Example
    -------
    >>> outage_loss(12 * 2 * 1, loss_per_hour=500)
    12000.0
    """
    share = number("service_share", service_share, least=0, most=1)
    return number("hours", hours, least=0) * share * number("loss_per_hour", loss_per_hour, least=0)


def growing_seats(first: float, growth: float, horizon: int) -> list[int]:
    """Return seats of every year: ``S_1 (1 + g)^(t - 1)``, rounded up.

    Parameters
    ----------
    first : float
        Seats of year 1.
    growth : float
        Growth g a year, more than -1.
    horizon : int
        Number of years.

    Example
    -------
    >>> growing_seats(300, 0.12, 5)
    [300, 336, 377, 422, 473]
    """
    start, rise = number("first", first, least=0), 1.0 + yearly_rate("growth", growth)
    # 100 x 1.1 is 110.00000000000001, which needs no 111th seat.
    return [int(np.ceil(round(start * rise**t, 9))) for t in range(whole("horizon", horizon, least=0))]


def drawn_seats(
    first: float, growth: Uncertain, horizon: int, *, rng: np.random.Generator, size: int = 10_000
) -> Floats:
    """Return random seat plans, shape (size, H): every year grows by a rate of its own.

    Parameters
    ----------
    first : float
        Seats of year 1.
    growth : sampler, distribution or number
        Growth a year, for example ``triangular(0, 0.1, 0.4)``.
    horizon : int
        Number of years, at least 1.
    rng : numpy.random.Generator
    size : int

    Example
    -------
    >>> drawn_seats(10, 0.5, 3, rng=np.random.default_rng(1), size=1).tolist()
    [[10.0, 15.0, 23.0]]
    """
    start, many = number("first", first, least=0), whole("size", size, least=1)
    generator("rng", rng)
    rises = [1.0 + drawn("growth", growth, rng, size=many) for _ in range(whole("horizon", horizon, least=1) - 1)]
    return np.ceil(np.round(start * np.cumprod(np.stack([np.ones(many), *rises], axis=1), axis=1), 9))


def growth_wall(seats: ArrayLike, limit: float, *, probabilities: ArrayLike | None = None) -> GrowthWall:
    """Return when, and how likely, the seats or the volume exceed what an offer allows.

    ``P(t) = sum of the probabilities of the plans with some S_u > limit, u <= t``.

    Parameters
    ----------
    seats : array, shape (H,) or (s, H)
        One plan, or s scenarios or draws, for year 1 to H.
    limit : float
        Cap of the offer, in the unit of the plans; meeting it exactly still fits. Infinite: no cap.
    probabilities : array, shape (s,), optional
        Of the scenarios, divided by their sum; by default equal.

    Returns
    -------
    GrowthWall

    Example
    -------
    >>> growth_wall([300, 336, 376, 421, 472], 400).expected
    4
    >>> growth_wall([[20, 30, 50], [20, 20, 20]], 40, probabilities=[0.7, 0.3]).probability.tolist()
    [0.0, 0.0, 0.7]
    """
    plans = numbers("seats", seats)
    plans = plans[None, :] if plans.ndim == 1 else plans
    if plans.ndim != 2 or plans.size == 0 or np.isnan(plans).any():
        raise ValueError(f"seats: expected numbers of shape (H,) or (s, H), got {np.shape(seats)}")
    share = shares("probabilities", np.ones(len(plans)) if probabilities is None else probabilities, length=len(plans))
    cap = limit if limit == np.inf else number("limit", limit)
    # Beyond once is beyond for good.
    beyond = np.maximum.accumulate(plans > cap, axis=1)
    years = np.where(beyond[:, -1], 1.0 + beyond.argmax(axis=1), np.nan)
    probability = np.minimum(share @ beyond, 1.0)
    # Probabilities that make a half may add up to a bit less.
    likely = np.flatnonzero(probability >= 0.5 - 1e-12)
    return GrowthWall(years, probability, int(likely[0]) + 1 if likely.size else None)


def yearly_growth(seats: ArrayLike) -> float | None:
    """Return the mean yearly growth of a seat plan: ``(S_H / S_1)^(1 / (H - 1)) - 1``.

    Parameters
    ----------
    seats : array, shape (H,)
        None for one year, or without seats in year 1.

    Example
    -------
    >>> round(yearly_growth([300, 336, 376, 421, 472]), 3), yearly_growth([300])
    (0.12, None)
    """
    plan = vector("seats", seats)
    if plan.size < 2 or plan[0] <= 0:
        return None
    return float((plan[-1] / plan[0]) ** (1.0 / (plan.size - 1)) - 1.0)
