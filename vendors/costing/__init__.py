"""What does each offer cost, line by line and in total?"""

from vendors.canonical import seat_plan
from vendors.costing.gaps import costless, gaps, incomplete, refused, uneven
from vendors.costing.lines import Series, record_line, remove_line, series_of, series_with
from vendors.costing.parameters import View, official, set_parameters
from vendors.costing.scenarios import scenarios
from vendors.costing.seats import record_seat_price, remove_seat_price, set_seat_plan
from vendors.costing.totals import Books, Part, VendorCost, books, money

__all__ = [
    "Books",
    "Part",
    "Series",
    "VendorCost",
    "View",
    "books",
    "costless",
    "gaps",
    "incomplete",
    "money",
    "official",
    "record_line",
    "record_seat_price",
    "refused",
    "remove_line",
    "remove_seat_price",
    "scenarios",
    "seat_plan",
    "series_of",
    "series_with",
    "set_parameters",
    "set_seat_plan",
    "uneven",
]
