"""Does the money come back, when, and at what rate?"""

from analysis.returns.benefits import cross_sale_gain, labour_saving, retention_gain, training_saving
from analysis.returns.plan import Return, payback, return_on_investment
from analysis.returns.rates import (
    Rate,
    dated_internal_rate,
    dated_present_value,
    internal_rate,
    modified_internal_rate,
)

__all__ = [
    "Rate",
    "Return",
    "cross_sale_gain",
    "dated_internal_rate",
    "dated_present_value",
    "internal_rate",
    "labour_saving",
    "modified_internal_rate",
    "payback",
    "retention_gain",
    "return_on_investment",
    "training_saving",
]
