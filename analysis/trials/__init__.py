"""What do pilots, service records and load tests measure, and how sure is it?"""

from analysis.trials.load import Load, Waiting, concurrency, load_target, needed_seats, seats_in_time, waiting
from analysis.trials.samples import Measured, TaskTime, measured, needed_observations, percentile, time_on_task
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
    "TaskTime",
    "Usability",
    "Waiting",
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
    "seats_in_time",
    "system_usability_scale",
    "time_on_task",
    "waiting",
    "wilson_interval",
]
