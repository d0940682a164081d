"""Do the methods show the tables between their inputs and their scores, and do the scores follow from them?"""

import numpy as np
import pytest

from analysis import electre2, marcos, rank_reversals, topsis, topsis_closeness, vikor, weighted_product

TABLE = [[3.0, 10.0, 2.0], [1.0, 40.0, 8.0], [2.0, 20.0, 4.0]]
WEIGHTS = np.array([0.5, 0.3, 0.2])
DIRECTION = ["max", "min", "max"]
# Wang & Triantaphyllou 2008, Omega 36, first example: five wastewater treatments, seven criteria.
WASTEWATER = [
    [1, 2, 1, 5, 2, 2, 4],
    [3, 5, 3, 5, 3, 3, 3],
    [3, 5, 3, 5, 3, 2, 2],
    [1, 2, 2, 5, 1, 1, 1],
    [1, 1, 3, 5, 4, 1, 5],
]
IMPORTANCE = [0.078, 0.118, 0.157, 0.314, 0.235, 0.039, 0.059]


def test_topsis_shows_its_weighted_table_and_both_ideals():
    found = topsis(TABLE, WEIGHTS, direction=DIRECTION)
    expected = WEIGHTS * np.array(TABLE) / np.sqrt((np.array(TABLE) ** 2).sum(axis=0))
    assert found.weighted == pytest.approx(expected)
    assert found.ideal.tolist() == [*found.weighted[[0, 0, 1], [0, 1, 2]]]
    assert found.anti_ideal.tolist() == [*found.weighted[[1, 1, 0], [0, 1, 2]]]
    assert found.to_best == pytest.approx(np.linalg.norm(found.weighted - found.ideal, axis=1))
    assert found.to_worst == pytest.approx(np.linalg.norm(found.weighted - found.anti_ideal, axis=1))


def test_vikor_shows_best_worst_and_every_term():
    found = vikor(TABLE, WEIGHTS, direction=DIRECTION)
    assert (found.best.tolist(), found.worst.tolist()) == ([3.0, 10.0, 8.0], [1.0, 40.0, 2.0])
    assert found.terms == pytest.approx(WEIGHTS * (found.best - TABLE) / (found.best - found.worst))
    assert found.utility == pytest.approx(found.terms.sum(axis=1))
    assert found.regret.tolist() == found.terms.max(axis=1).tolist()


def test_marcos_shows_the_extended_table_from_anti_ideal_to_ideal():
    found = marcos(TABLE, WEIGHTS, direction=DIRECTION)
    assert found.normalised[0].tolist() == pytest.approx([1 / 3, 0.25, 0.25])
    assert found.normalised[-1].tolist() == [1.0, 1.0, 1.0]
    assert found.weighted == pytest.approx(found.normalised * WEIGHTS)
    assert found.sums == pytest.approx(found.weighted.sum(axis=1))
    assert found.to_worst == pytest.approx(found.sums[1:-1] / found.sums[0])
    assert found.to_best == pytest.approx(found.sums[1:-1] / found.sums[-1])
    both = found.to_best + found.to_worst
    assert (found.of_worst, found.of_best) == (
        pytest.approx(found.to_best / both),
        pytest.approx(found.to_worst / both),
    )
    odds = 1 + (1 - found.of_best) / found.of_best + (1 - found.of_worst) / found.of_worst
    assert found.ranking.scores == pytest.approx(both / odds)


def test_a_raw_product_is_the_product_of_powers_and_ranks_as_the_ratios_do():
    found = weighted_product(TABLE, WEIGHTS, direction=DIRECTION, rule="raw")
    assert found.scores == pytest.approx(np.prod(np.array(TABLE) ** (WEIGHTS * [1, -1, 1]), axis=1))
    assert found.ranks.tolist() == weighted_product(TABLE, WEIGHTS, direction=DIRECTION).ranks.tolist()
    assert weighted_product([[1e11], [2e11]], [1], direction=["min"], rule="raw").ranks.tolist() == [1, 2]
    assert np.isnan(weighted_product(TABLE[:1], WEIGHTS, rule="raw").scores).all()


@pytest.mark.parametrize("rule", ["vector", "minmax", "sum", "max", "ratio"])
def test_many_sets_of_weights_take_every_rule(rule):
    one = topsis(TABLE, WEIGHTS, direction=DIRECTION, rule=rule).ranking.scores
    assert topsis_closeness(TABLE, [WEIGHTS], direction=DIRECTION, rule=rule)[0] == pytest.approx(one)


def test_electre2_gives_the_published_places():
    found = electre2(WASTEWATER, IMPORTANCE, strong=[(0.65, 0.65), (0.5, 0.35)], weak=(0.35, 0.65))
    assert found.mean.scores.tolist() == [3.0, 1.0, 2.0, 4.0, 1.5]
    assert found.mean.ranks.tolist() == [4, 1, 3, 5, 2]


def test_one_pair_of_thresholds_is_enough_for_electre2():
    table = [[3, 3, 2], [2, 2, 3], [1, 1, 1]]
    both = electre2(table, [1, 1, 1], strong=[(0.9, 0.9), (0.6, 0.5)], weak=(0.6, 0.9))
    one = electre2(table, [1, 1, 1], strong=(0.6, 0.5), weak=(0.6, 0.9))
    assert both.down.ranks.tolist() == one.down.ranks.tolist() == [1, 2, 3]


def test_reversals_take_a_result_that_holds_a_ranking():
    table = [[1, 9, 8], [9, 1, 9], [1, 1, 1]]
    expected = rank_reversals(lambda x, w: topsis(x, w).ranking, table, [1, 1, 1])
    assert rank_reversals(topsis, table, [1, 1, 1]) == expected != []
