"""Does rounding noise, or the size of the numbers, give anybody a place that the numbers do not give?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    compare_methods,
    electre1,
    normalised,
    promethee2,
    promethee_flows,
    topsis,
    topsis_closeness,
    vikor,
    vikor_mixture,
    waspas,
    weighted_product,
    weighted_sum,
)
from analysis.arrays import spread

NOISY = [[0.3, 2], [0.1 + 0.2, 2]]
BOTH = ["max", "max"]
TURNS = [
    [[1, 7, 7, 8], [8, 1, 7, 7], [7, 8, 1, 7], [7, 7, 8, 1]],
    [[4, 4, 3, 3, 3], [2, 4, 1, 5, 5], [2, 5, 5, 3, 1]],
]


@pytest.mark.parametrize("table", TURNS)
def test_vikor_gives_no_part_to_a_spread_of_noise(table):
    found = vikor(table, [1] * len(table[0]))
    assert found.mixture.tolist() == [0.0] * len(table)
    assert found.ranking.ranks.tolist() == [1] * len(table)
    assert sorted(found.compromise) == [f"A{i + 1}" for i in range(len(table))]


@pytest.mark.parametrize("table", TURNS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("size", [1e-6, 0.3, 1e6])
def test_many_mixtures_give_no_part_to_a_spread_of_noise(table, dtype, size):
    n = len(table[0])
    found = vikor_mixture(table, np.full((2, n), size), direction=["max"] * n, dtype=dtype)
    assert found.tolist() == [[0.0] * len(table)] * 2


@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.integers(1, 9), min_size=n, max_size=n)), st.integers(2, 5))
def test_one_set_of_weights_and_many_agree_on_tables_that_only_turn(row, m):
    table = [[row[(j + i) % len(row)] for j in range(len(row))] for i in range(m)]
    one = vikor(table, [1] * len(row)).mixture
    many = vikor_mixture(table, [[3] * len(row)], direction=["max"] * len(row))[0]
    assert many == pytest.approx(one, abs=1e-9)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: vikor(NOISY, [1, 1]).mixture, [0.0, 0.0]),
        (lambda: weighted_sum(NOISY, [1, 1], rule="minmax").scores, [0.0, 0.0]),
        (lambda: topsis(NOISY, [1, 1], rule="minmax").ranking.scores, [0.5, 0.5]),
        (lambda: topsis(NOISY, [1, 1]).ranking.scores, [0.5, 0.5]),
        (lambda: topsis_closeness(NOISY, [[1, 1]], direction=BOTH)[0], [0.5, 0.5]),
        (lambda: vikor_mixture(NOISY, [[1, 1]], direction=BOTH)[0], [0.0, 0.0]),
        (lambda: promethee2([[3e8, 2], [3e8 + 6e-8, 2]], [1, 1]).net, [0.0, 0.0]),
        (lambda: promethee_flows([[3e8, 2], [3e8 + 6e-8, 2]], [[1, 1]], direction=BOTH)[0], [0.0, 0.0]),
        (lambda: compare_methods(NOISY, [1, 1]).ranks.sum(axis=0), [8, 8]),
    ],
)
def test_a_column_constant_but_for_noise_contributes_nothing(found, expected):
    assert found().tolist() == expected


@pytest.mark.parametrize("table", [NOISY, [[3e8, 2], [3e8 + 6e-8, 2]], [[5e-10, 2], [0, 2]]])
def test_concordance_and_discordance_see_the_same_ties(table):
    found = electre1(table, [1, 1], scale="own")
    assert np.nan_to_num(found.concordance, nan=1.0).tolist() == [[1.0, 1.0]] * 2
    assert np.nan_to_num(found.discordance).tolist() == [[0.0, 0.0]] * 2


def test_a_small_unit_is_no_noise():
    assert spread(np.array([[1e-30, 0.0], [2e-30, 0.0]])).tolist() == [1e-30, 0.0]
    assert vikor([[1e-30, 1], [2e-30, 1]], [1, 1]).utility.tolist() == [0.5, 0.0]


def test_the_unit_of_a_column_does_not_matter_however_large():
    table = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 4.0]])
    for size in (1e200, 1e-200):
        for rule in ("vector", "sum", "minmax", "ratio", "max"):
            scaled = normalised(table * [size, 1], direction=["min", "max"], rule=rule)
            assert scaled == pytest.approx(normalised(table, direction=["min", "max"], rule=rule)), rule
        found = topsis(table * [size, 1], [1, 1]).ranking.scores
        assert found == pytest.approx(topsis(table, [1, 1]).ranking.scores)


def test_a_product_takes_ratios_of_any_size():
    table = [[1e-200, 2], [1e200, 1]]
    assert weighted_product(table, [1, 1]).scores == pytest.approx([1e-200, np.sqrt(0.5)], rel=1e-9)
    assert waspas(table, [1, 1]).scores == pytest.approx([0.25, 0.375 + np.sqrt(0.5) / 2])
