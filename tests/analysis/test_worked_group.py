"""Are the published figures on group opinion and agreement reproduced?"""

import numpy as np

from analysis.group import consensus, icc, kendalls_w, krippendorff_alpha, severity
from tests.analysis.worked import CASES, agree, method


@method("group.aggregate")
def test_opinion(case):
    found = consensus(case["inputs"]["scores"], trim=case["inputs"]["trim_fraction_each_end"])
    agree(found.mean, case, "mean")
    agree(found.trimmed, case, "trimmed_mean")
    agree(found.winsorised, case, "winsorised_mean")
    agree(found.median, case, "median")


def test_concordance_of_two_sets():
    case = CASES["kendall-w-small"]
    first = kendalls_w(case["inputs"]["set1_ranks_by_judge"], are_ranks=True)
    agree(first.w, case, "set1_W")
    agree(first.squares, case, "set1_S")
    second = kendalls_w(case["inputs"]["set2_ranks_by_judge"], are_ranks=True)
    agree(second.w, case, "set2_W")
    agree(second.squares, case, "set2_S")
    agree(second.chi_square, case, "set2_chi2")
    agree(second.p, case, "set2_p")


@method("agreement.icc")
def test_six_correlations(case):
    found = icc(case["inputs"]["ratings_targets_by_judges"])
    squares = {"BMS": found.between, "WMS": found.within, "JMS": found.judges, "EMS": found.error}
    for key, square in squares.items():
        agree(square, case, key)
    for model in (1, 2, 3):
        agree(found.single[model - 1], case, f"ICC({model},1)")
        agree(found.average[model - 1], case, f"ICC({model},4)")


@method("agreement.krippendorff_alpha")
def test_alpha_with_gaps(case):
    ratings = [[np.nan if r is None else r for r in row] for row in case["inputs"]["ratings_by_coder"]]
    for level in ("nominal", "interval"):
        agree(krippendorff_alpha(ratings, level=level).alpha, case, f"alpha_{level}")


@method("raters.severity")
def test_severity(case):
    ratings = np.array(case["inputs"]["ratings_targets_by_judges"], dtype=float)
    found = severity(ratings)
    agree(found.effects, case, "complete_effects")
    agree(found.adjusted, case, "complete_adjusted_means")
    for target, judge in case["inputs"]["removed_cells_target_judge_zero_based"]:
        ratings[target, judge] = np.nan
    found = severity(ratings)
    agree(found.effects, case, "incomplete_effects")
    agree(found.adjusted, case, "incomplete_adjusted_means")
    agree(found.raw, case, "incomplete_raw_means")
