"""One thin adapter a method: from the inputs of a worked case to results under the keys of its contract.

An adapter knows the inputs and the public functions, never a case.
"""

from tests.analysis.adapters import aggregation, group, money, price, sensitivity, trials, uncertainty, weights

ADAPTERS = {
    "aggregate.additive_value": aggregation.additive_value,
    "aggregate.electre1": aggregation.electre,
    "aggregate.marcos": aggregation.marcos_utility,
    "aggregate.promethee2": aggregation.promethee,
    "aggregate.topsis": aggregation.topsis_closeness,
    "aggregate.vikor": aggregation.vikor_compromise,
    "aggregate.wpm": aggregation.products,
    "aggregate.wsm": aggregation.sums,
    "agreement.icc": group.correlations,
    "agreement.kendall_w": group.concordance,
    "agreement.krippendorff_alpha": group.alphas,
    "group.aggregate": group.opinion,
    "raters.severity": group.severities,
    "money.npv_irr": money.worth,
    "money.roi": money.plan,
    "tco.break_even": money.crossing,
    "tco.npv": money.total,
    "price.adjusted_price_per_point": price.per_point,
    "price.lowest_over_bid": price.points,
    "price.paradox": price.paradox,
    "sensitivity.critical_change": sensitivity.critical,
    "sensitivity.one_way": sensitivity.one_way,
    "sensitivity.simplex_share": sensitivity.share,
    "smaa": sensitivity.acceptability,
    "poc.percentile": trials.percentiles,
    "poc.sus": trials.usability,
    "poc.wilson": trials.intervals,
    "requirements.kpi": trials.indicators,
    "screening.knockout": trials.screening,
    "uncertainty.distributions": uncertainty.moments,
    "value_function.piecewise": uncertainty.values,
    "voi.evpi": uncertainty.perfect,
    "voi.evppi": uncertainty.partial,
    "weights.ahp": weights.pairwise,
    "weights.bwm": weights.best_worst_weights,
    "weights.paprika": weights.pairs,
    "weights.rank": weights.ranks,
}
