"""How many points does a price get by each rule, and does a losing bid change the winner?"""

from analysis.pricing.award import award_order, realised_spread, totals, worth_of_point
from analysis.pricing.paradox import Paradox, PriceFlip, flipping_lowest_price, flipping_prices, paradoxes
from analysis.pricing.rules import (
    PerPrice,
    PriceRule,
    abnormally_low,
    adjusted_prices,
    average_price,
    fixed_price,
    linear_price,
    lowest_over_price,
    monetised_quality,
    price_per_point,
    quality_per_price,
)
from analysis.pricing.shape import goldilocks, marginal_points

__all__ = [
    "Paradox",
    "PerPrice",
    "PriceFlip",
    "PriceRule",
    "abnormally_low",
    "adjusted_prices",
    "average_price",
    "award_order",
    "fixed_price",
    "flipping_lowest_price",
    "flipping_prices",
    "goldilocks",
    "linear_price",
    "lowest_over_price",
    "marginal_points",
    "monetised_quality",
    "paradoxes",
    "price_per_point",
    "quality_per_price",
    "realised_spread",
    "totals",
    "worth_of_point",
]
