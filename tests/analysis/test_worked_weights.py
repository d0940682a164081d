"""Are the published weights reproduced?"""

import numpy as np

from analysis.weights import (
    ahp,
    best_worst,
    complete,
    priorities,
    rank_order_centroid,
    undominated_pairs,
)
from tests.analysis.worked import CASES, agree, compare, fractions, method


def pairwise(case):
    return ahp(fractions(case["inputs"]["matrix"]), random_index=case["inputs"]["random_index"])


def test_ahp_of_seven_drinks():
    case = CASES["ahp-saaty-2008-drinks"]
    found = pairwise(case)
    agree(found.weights, case, "eigenvector")
    agree(found.largest_eigenvalue, case, "lambda_max")
    agree(found.consistency_ratio, case, "consistency_ratio")
    agree(found.geometric, case, "geometric_mean")
    assert found.is_consistent


def test_ahp_of_three_criteria():
    case = CASES["ahp-dclg-manual"]
    found = pairwise(case)
    agree(found.weights, case, "eigenvector")
    agree(found.geometric, case, "geometric_mean")
    agree(np.prod(fractions(case["inputs"]["matrix"]), axis=1) ** (1 / 3), case, "row_geometric_means")
    agree(found.consistency_ratio, case, "consistency_ratio")


def test_ahp_reverses_ranks_in_distributive_mode_only():
    case = CASES["ahp-belton-gear-1983"]
    weights = [1 / 3] * 3
    ratios = list(case["inputs"]["priority_ratios_by_criterion"].values())
    before = np.array([[column[name] for column in ratios] for name in "ABC"])
    after = np.vstack([before, before[1]])
    for mode, key in ((before, "before"), (after, "after")):
        names = "ABCD"[: len(mode)]
        found = dict(zip(names, priorities(mode, weights), strict=True))
        compare(found, case["expected"][f"distributive_{key}"], case["tolerance"][f"distributive_{key}"], key)
        assert max(found, key=found.get) == case["expected"][f"winner_{key}"]
    ideal = priorities(before, weights, ideal=True)
    assert "ABC"[ideal.argmax()] == case["expected"]["ideal_mode_winner_before"]
    ideal = priorities(after, weights, ideal=True)
    winners = [name for name, p in zip("ABCD", ideal, strict=True) if abs(p - ideal.max()) < 1e-12]
    assert winners == case["expected"]["ideal_mode_winner_after"]


def test_ahp_completes_a_matrix():
    case = CASES["ahp-incomplete-bozoki-2010"]
    items = case["inputs"]["items"]
    matrix = np.full((4, 4), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for pair, judgement in case["inputs"]["known"].items():
        i, j = (items.index(name) for name in pair.split(","))
        matrix[i, j], matrix[j, i] = judgement, 1 / judgement
    found = complete(matrix)
    agree(found[2, 3], case, "completed_c_d")
    agree(ahp(found).weights, case, "eigenvector")


@method("weights.bwm")
def test_best_worst(case):
    found = best_worst(case["inputs"]["best_to_others"], case["inputs"]["others_to_worst"])
    agree(found.weights, case, "linear_weights")
    agree(found.xi, case, "linear_xi")
    agree(found.nonlinear_xi, case, "nonlinear_xi")
    agree(found.intervals, case, "nonlinear_intervals")
    agree(found.consistency_ratio, case, "nonlinear_cr")


@method("weights.rank")
def test_rank_order_centroid(case):
    found = {str(n): rank_order_centroid(np.arange(1, n + 1)) for n in case["inputs"]["n"]}
    agree(found, case, "roc")


@method("weights.paprika")
def test_paprika_pairs(case):
    levels = [case["inputs"]["levels"]] * case["inputs"]["criteria"]
    pairs = undominated_pairs(levels)
    agree(len(pairs), case, "unique_undominated_pairs")
    agree(sum(sum(level >= 0 for level in a) == 2 for a, _ in pairs), case, "of_which_on_two_criteria")
    count = case["inputs"]["levels"] ** case["inputs"]["criteria"]
    agree(count, case, "alternatives")
    agree(count * (count - 1) // 2, case, "all_pairs")
    found = {frozenset((profile(a), profile(b))) for a, b in pairs}
    assert found == {frozenset(pair.split(" vs ")) for pair in case["expected"]["pairs"]}


def profile(levels):
    return "+".join(f"{name}{level + 1}" for name, level in zip("abc", levels, strict=True) if level >= 0)
