"""Which weights follow from what people say matters?"""

from analysis.weights.ahp import PairwiseWeights, ahp, combine_judgments, complete, priorities
from analysis.weights.best_worst import BestWorstWeights, best_worst
from analysis.weights.judgments import (
    combine_priorities,
    direct,
    points,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
    smart,
    swing,
    trade_off,
    trade_off_sentence,
)
from analysis.weights.paprika import (
    LevelPoints,
    conflicting,
    next_question,
    paprika,
)
from analysis.weights.profiles import (
    count_alternatives,
    count_pairs,
    count_undominated,
    count_undominated_pairs,
    undominated_pairs,
)
from analysis.weights.rounding import largest_remainder, redistribute

__all__ = [
    "BestWorstWeights",
    "LevelPoints",
    "PairwiseWeights",
    "ahp",
    "best_worst",
    "combine_judgments",
    "combine_priorities",
    "complete",
    "conflicting",
    "count_alternatives",
    "count_pairs",
    "count_undominated",
    "count_undominated_pairs",
    "direct",
    "largest_remainder",
    "next_question",
    "paprika",
    "points",
    "priorities",
    "rank_order_centroid",
    "rank_reciprocal",
    "rank_sum",
    "redistribute",
    "smart",
    "swing",
    "trade_off",
    "trade_off_sentence",
    "undominated_pairs",
]
