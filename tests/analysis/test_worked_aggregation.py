"""Are the published rankings of the other methods reproduced?"""

import numpy as np
import pytest

from analysis.aggregation import (
    electre1,
    marcos,
    product_ratios,
    promethee2,
    topsis,
    vikor,
    waspas,
    weighted_product,
    weighted_sum,
)
from analysis.matrix import DecisionMatrix, dominates, frontier
from analysis.weights import swing
from tests.analysis.worked import CASES, agree, compare, method


def inputs(case):
    given = case["inputs"]
    return (
        given["matrix"],
        given["weights"],
        {
            "alternatives": given["alternatives"],
            "direction": given["direction"],
        },
    )


@method("aggregate.wsm")
def test_weighted_sum(case):
    matrix, weights, names = inputs(case)
    found = weighted_sum(matrix, weights, alternatives=names["alternatives"])
    agree(dict(zip(found.alternatives, found.scores, strict=True)), case, "score")
    assert dict(zip(found.alternatives, found.ranks.tolist(), strict=True)) == case["expected"]["rank_competition"]


def test_additive_value_of_seven_offices():
    case = CASES["mavt-goodwin-wright-office"]
    given, expected = case["inputs"], case["expected"]
    names = given["alternatives"]
    exact = swing(given["swing_points"])
    agree(100 * exact, case, "normalised_weights_percent")
    for weights, key in ((given["rounded_weights_percent"], "rounded"), (exact, "exact")):
        matrix = DecisionMatrix(names, given["criteria"], given["values_0_100"], weights)
        agree(matrix.totals, case, f"aggregate_with_{key}_weights")
    cost = np.array(given["annual_cost"])
    best = [names[i] for i in frontier(matrix.totals, cost)]
    assert best == expected["efficient_frontier_value_vs_cost"]
    over = dominates(np.stack([matrix.totals, -cost], axis=1))
    for name, by in expected["dominated"].items():
        assert over[names.index(by), names.index(name)]
    assert {names[i] for i in np.flatnonzero(over.any(axis=0))} == set(expected["dominated"])


def test_weighted_product_ratios():
    case = CASES["wpm-triantaphyllou"]
    matrix, weights, names = inputs(case)
    ratios = product_ratios(matrix, weights, direction=names["direction"])
    codes = names["alternatives"]
    pairs = {
        f"{a}/{b}": ratios[codes.index(a), codes.index(b)] for a, b in (k.split("/") for k in case["expected"]["ratio"])
    }
    agree(pairs, case, "ratio")
    found = weighted_product(matrix, weights, **names)
    assert dict(zip(codes, found.ranks.tolist(), strict=True)) == case["expected"]["rank_competition"]


def test_waspas():
    case = CASES["waspas-adali-isik-2017"]
    matrix, weights, names = inputs(case)
    agree(weighted_product(matrix, weights, **names).scores, case, "wpm")
    agree(waspas(matrix, weights, mix=case["inputs"]["lambda"], **names).scores, case, "waspas")


def test_topsis_of_three_cars():
    case = CASES["topsis-hodgett-cars"]
    matrix, weights, names = inputs(case)
    found = topsis(matrix, weights, **names).ranking
    agree(dict(zip(found.alternatives, found.scores, strict=True)), case, "closeness")


def test_topsis_depends_on_the_normalisation():
    case = CASES["topsis-opricovic-mountain"]
    matrix, weights, names = inputs(case)
    for rule in ("minmax", "vector"):
        found = topsis(matrix, weights, rule=rule, **names).ranking
        agree(found.scores, case, f"closeness_{rule}")
        assert found.best == (case["expected"][f"winner_{rule}"],)


@pytest.mark.parametrize("key", ["matrix", "matrix_rescaled"])
def test_vikor_and_its_invariance(key):
    case = CASES["vikor-opricovic-mountain"]
    _, weights, names = inputs(case)
    found = vikor(case["inputs"][key], weights, mix=case["inputs"]["v"], **names)
    agree(found.utility, case, "S")
    agree(found.regret, case, "R")
    agree(found.mixture, case, "Q")
    assert found.has_advantage == case["expected"]["acceptable_advantage"]
    assert found.is_stable == case["expected"]["acceptable_stability"]
    assert list(found.compromise) == case["expected"]["compromise_set"]


@method("aggregate.promethee2")
def test_promethee(case):
    matrix, weights, names = inputs(case)
    found = promethee2(matrix, weights, preferences=case["inputs"]["preference"], **names)
    flows = {"positive_flow": found.positive, "negative_flow": found.negative, "net_flow": found.net}
    for key in case["expected"]:
        agree(flows[key], case, key)


@method("aggregate.electre1")
def test_electre(case):
    matrix, weights, names = inputs(case)
    array = np.array(matrix, dtype=float)
    given = case["inputs"]
    found = electre1(
        array / array.sum(axis=0),
        weights,
        concordance=given["concordance_threshold"],
        discordance=given["discordance_threshold"],
        **names,
    )
    for key, index in (("concordance", found.concordance), ("discordance", found.discordance)):
        compare(index.tolist(), case["expected"][key], case["tolerance"][key], key)
    assert list(found.kernel) == case["expected"]["kernel"]


@method("aggregate.marcos")
def test_marcos(case):
    matrix, weights, names = inputs(case)
    agree(marcos(matrix, weights, **names).ranking.scores, case, "utility")
