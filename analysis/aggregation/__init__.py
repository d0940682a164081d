"""How do other published methods rank the same alternatives? Cross-checks, never the basis of an award."""

from analysis.aggregation.distance import Closeness, Compromise, Utility, marcos, topsis, vikor
from analysis.aggregation.outranking import Flows, Outranking, electre1, electre2, promethee2
from analysis.aggregation.sums import normalised, product_ratios, waspas, weighted_product, weighted_sum

__all__ = [
    "Closeness",
    "Compromise",
    "Flows",
    "Outranking",
    "Utility",
    "electre1",
    "electre2",
    "marcos",
    "normalised",
    "product_ratios",
    "promethee2",
    "topsis",
    "vikor",
    "waspas",
    "weighted_product",
    "weighted_sum",
]
