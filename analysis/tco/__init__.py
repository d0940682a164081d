"""What does an offer cost over its whole life, and how do offers compare?"""

from analysis.tco.comparison import Crossing, break_even, break_even_seats
from analysis.tco.flow import (
    cash_flow,
    discount_factors,
    equivalent_annual_cost,
    escalated,
    nominal_rate,
    present_value,
)
from analysis.tco.offer import hidden_share, lacks_costs, offer_cost
from analysis.tco.spread import CostRange, Draw, Uncertain, cost_range, fixed, pert, scenario, triangular, uniform
from analysis.tco.total import TotalCost, total_cost
from analysis.tco.volume import (
    GrowthWall,
    downtime_hours,
    drawn_seats,
    growing_seats,
    growth_wall,
    outage_loss,
    seat_cost,
    tiered_cost,
    usage_cost,
    yearly_growth,
)

__all__ = [
    "CostRange",
    "Crossing",
    "Draw",
    "GrowthWall",
    "TotalCost",
    "Uncertain",
    "break_even",
    "break_even_seats",
    "cash_flow",
    "cost_range",
    "discount_factors",
    "downtime_hours",
    "drawn_seats",
    "equivalent_annual_cost",
    "escalated",
    "fixed",
    "growing_seats",
    "growth_wall",
    "hidden_share",
    "lacks_costs",
    "nominal_rate",
    "offer_cost",
    "outage_loss",
    "pert",
    "present_value",
    "scenario",
    "seat_cost",
    "tiered_cost",
    "total_cost",
    "triangular",
    "uniform",
    "usage_cost",
    "yearly_growth",
]
