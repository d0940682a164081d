"""What do pilots, service records and load tests measure, and how sure is it?"""

from analysis.trials.load import Load, concurrency, load_target, needed_seats
from analysis.trials.samples import Measured, measured, needed_observations, percentile
from analysis.trials.service import (
    NetPromoter,
    Satisfaction,
    elapsed,
    first_contact_resolution,
    first_response,
    net_promoter,
    resolution,
    satisfaction,
)
from analysis.trials.shares import Proportion, needed_successes, needed_trials, wilson_interval
from analysis.trials.usability import Usability, system_usability_scale

__all__ = [
    "Load",
    "Measured",
    "NetPromoter",
    "Proportion",
    "Satisfaction",
    "Usability",
    "concurrency",
    "elapsed",
    "first_contact_resolution",
    "first_response",
    "load_target",
    "measured",
    "needed_observations",
    "needed_seats",
    "needed_successes",
    "needed_trials",
    "net_promoter",
    "percentile",
    "resolution",
    "satisfaction",
    "system_usability_scale",
    "wilson_interval",
]
