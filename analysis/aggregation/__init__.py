"""How do other published methods rank the same alternatives? Cross-checks, never the basis of an award."""

from analysis.aggregation.comparison import (
    Comparison,
    Reversal,
    compare_methods,
    rank_reversals,
)
from analysis.aggregation.distance import Closeness, Compromise, Utility, marcos, topsis, vikor
from analysis.aggregation.electre import Distillation, Outranking, electre1, electre2
from analysis.aggregation.many import promethee_flows, topsis_closeness, vikor_mixture
from analysis.aggregation.promethee import Flows, preference, promethee2
from analysis.aggregation.scales import gains, normalised
from analysis.aggregation.sums import product_ratios, waspas, weighted_product, weighted_sum

__all__ = [
    "Closeness",
    "Comparison",
    "Compromise",
    "Distillation",
    "Flows",
    "Outranking",
    "Reversal",
    "Utility",
    "compare_methods",
    "electre1",
    "electre2",
    "gains",
    "marcos",
    "normalised",
    "preference",
    "product_ratios",
    "promethee2",
    "promethee_flows",
    "rank_reversals",
    "topsis",
    "topsis_closeness",
    "vikor",
    "vikor_mixture",
    "waspas",
    "weighted_product",
    "weighted_sum",
]
