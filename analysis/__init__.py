"""Which numbers follow from a committee's inputs: decision analysis without a server.

The names below can be taken from here, ``from analysis import topsis``; each is loaded when it is
first used. ``docs/analysis.md`` lists every function with its arguments and results.
"""

from importlib import import_module
from typing import Any

ENGINE = "touchstone-engine/4"

_FACE = {
    "matrix": "DecisionMatrix Ranking dominates frontier",
    "tree": "global_weights roll_up",
    "values": "availability curvature_of exponential is_outside linear local_scale logarithmic rating steps target "
    "threshold value_function yes_no",
    "weights": "ahp best_worst combine_judgments combine_priorities complete conflicting "
    "count_alternatives count_pairs count_undominated count_undominated_pairs direct "
    "largest_remainder next_question paprika points priorities rank_order_centroid rank_reciprocal rank_sum smart "
    "swing trade_off trade_off_sentence undominated_pairs",
    "aggregation": "compare_methods electre1 electre2 marcos normalised preference product_ratios promethee2 "
    "promethee_flows rank_reversals topsis topsis_closeness vikor vikor_mixture waspas weighted_product weighted_sum",
    "screening": "MustHave screen",
    "group": "cell_statistics consensus disagreement icc influence is_disputed kendalls_w krippendorff_alpha "
    "member_flags severity",
    "sensitivity": "critical_change leave_one_out most_critical nearest_flip score_changes segment_shares "
    "stability_interval tornado weight_sweep winner_segments winning_intervals",
    "robustness": "Cells DrawnCells JointCells NormalCells Prices constrained fixed_weights interval_weights mixture "
    "nested_dirichlet nested_uniform ordered_weights pairwise_share rank_acceptability winning_share",
    "evidence": "MeasuredMean MeasuredPercentile MeasuredShare Pert Statement Triangular calibrated "
    "evidence_distribution",
    "information": "conditional_mean expected_value_of_perfect_information expected_value_of_test "
    "probability_of_change test_plan value_from_sample value_of_cells value_of_each_cell value_of_each_criterion",
    "normal": "expected_maximum probability_largest",
    "payoff": "expected_value_of_partial_information expected_value_of_sample_information regressed_mean",
    "pricing": "abnormally_low adjusted_prices average_price award_order fixed_price flipping_lowest_price "
    "flipping_prices goldilocks linear_price lowest_over_price marginal_points monetised_quality paradoxes "
    "price_per_point quality_per_price realised_spread worth_of_point",
    "tco": "break_even break_even_seats cash_flow cost_range discount_factors downtime_hours drawn_seats "
    "equivalent_annual_cost escalated growing_seats growth_wall hidden_share nominal_rate outage_loss present_value "
    "seat_cost tiered_cost total_cost usage_cost yearly_growth",
    "returns": "cross_sale_gain dated_internal_rate dated_present_value internal_rate labour_saving "
    "modified_internal_rate payback retention_gain return_on_investment training_saving",
    "trials": "concurrency elapsed first_contact_resolution first_response load_target measured needed_observations "
    "needed_seats needed_successes needed_trials net_promoter percentile resolution satisfaction seats_in_time "
    "system_usability_scale time_on_task waiting wilson_interval",
    "arrays": "competition_ranks",
}
_PLACES = {name: module for module, names in _FACE.items() for name in names.split()}
__all__ = ["ENGINE", *sorted(_PLACES)]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
