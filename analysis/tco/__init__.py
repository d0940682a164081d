"""What does an offer cost over its whole life, and how do offers compare?"""

from analysis.tco.comparison import Crossing, break_even, break_even_seats, growing_seats, growth_wall
from analysis.tco.offer import cash_flow, hidden_share, present_value, seat_cost, total_cost
from analysis.tco.spread import CostRange, cost_range, triangular

__all__ = [
    "CostRange",
    "Crossing",
    "break_even",
    "break_even_seats",
    "cash_flow",
    "cost_range",
    "growing_seats",
    "growth_wall",
    "hidden_share",
    "present_value",
    "seat_cost",
    "total_cost",
    "triangular",
]
