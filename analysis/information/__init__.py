"""What is it worth to know something before deciding, and which test is worth its days?"""

from analysis.information.learning import (
    expected_value_of_test,
    probability_of_change,
    value_of_cells,
    value_of_each_cell,
    value_of_each_criterion,
)
from analysis.information.outcomes import (
    Information,
    conditional_mean,
    expected_value_of_perfect_information,
    value_from_sample,
)
from analysis.information.plan import PlannedTest, test_plan

__all__ = [
    "Information",
    "PlannedTest",
    "conditional_mean",
    "expected_value_of_perfect_information",
    "expected_value_of_test",
    "probability_of_change",
    "test_plan",
    "value_from_sample",
    "value_of_cells",
    "value_of_each_cell",
    "value_of_each_criterion",
]
