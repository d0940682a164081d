"""What is a measured or judged performance worth on the scale from 0 to 100?"""

from analysis.values.curved import availability, curvature_of, exponential, logarithmic, target
from analysis.values.judged import rating, threshold, yes_no
from analysis.values.piecewise import is_outside, linear, local_scale, steps, value_function
from analysis.values.stored import curve, inverse

__all__ = [
    "availability",
    "curvature_of",
    "curve",
    "exponential",
    "inverse",
    "is_outside",
    "linear",
    "local_scale",
    "logarithmic",
    "rating",
    "steps",
    "target",
    "threshold",
    "value_function",
    "yes_no",
]
