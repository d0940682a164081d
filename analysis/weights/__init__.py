"""Which weights follow from what people say matters?"""

from analysis.weights.rounding import largest_remainder, redistribute

__all__ = ["largest_remainder", "redistribute"]
