"""Do the methods keep the invariants that hold for every table?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.aggregation import (
    electre1,
    electre2,
    marcos,
    normalised,
    promethee2,
    topsis,
    vikor,
    waspas,
    weighted_product,
    weighted_sum,
)
from analysis.aggregation.outranking import preference
from analysis.matrix import DecisionMatrix, dominates, frontier

TABLES = st.tuples(st.integers(2, 6), st.integers(2, 5)).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(float, shape, elements=st.integers(1, 50).map(float)),
        hnp.arrays(float, shape[1], elements=st.integers(1, 9).map(float)),
        st.lists(st.sampled_from(["max", "min"]), min_size=shape[1], max_size=shape[1]),
    )
)
USUAL = {"type": "usual"}


def named(table):
    return [f"V{i}" for i in range(len(table))]


def every_score(table, weights, direction):
    names = {"alternatives": named(table), "direction": direction}
    usual = [USUAL] * len(weights)
    return {
        "wpm": weighted_product(table, weights, **names).scores,
        "waspas": waspas(table, weights, **names).scores,
        "topsis": topsis(table, weights, **names).ranking.scores,
        "topsis_minmax": topsis(table, weights, rule="minmax", **names).ranking.scores,
        "vikor": -vikor(table, weights, **names).mixture,
        "promethee": promethee2(table, weights, preferences=usual, **names).net,
        "marcos": marcos(table, weights, **names).ranking.scores,
    }


@given(TABLES, st.randoms())
@settings(max_examples=100)
def test_the_order_of_alternatives_and_criteria_changes_no_score(case, random):
    table, weights, direction = case
    rows, columns = list(range(len(table))), list(range(len(weights)))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = every_score(table[rows][:, columns], weights[columns], [direction[j] for j in columns])
    for name, scores in every_score(table, weights, direction).items():
        assert moved[name] == pytest.approx(scores[rows], abs=1e-9), name


@given(TABLES)
@settings(max_examples=100)
def test_a_dominated_alternative_never_beats_the_one_above(case):
    table, weights, direction = case
    sign = np.where(np.array(direction) == "max", 1, -1)
    over = dominates(table * sign)
    for name, scores in every_score(table, weights, direction).items():
        for a, b in np.argwhere(over):
            assert scores[a] >= scores[b] - 1e-9, name


@given(TABLES)
@settings(max_examples=100)
def test_net_flows_sum_to_zero_and_marcos_follows_the_ratio_sum(case):
    table, weights, direction = case
    found = every_score(table, weights, direction)
    assert found["promethee"].sum() == pytest.approx(0.0, abs=1e-9)
    sums = normalised(table, direction=direction) @ (weights / weights.sum())
    assert np.argsort(found["marcos"]).tolist() == pytest.approx(np.argsort(sums).tolist()) or found["marcos"] / found[
        "marcos"
    ].max() == pytest.approx(sums / sums.max())


@given(TABLES)
@settings(max_examples=100)
def test_leaving_out_an_alternative_keeps_the_order_of_value_totals(case):
    table, weights, _ = case
    matrix = DecisionMatrix(named(table), [f"C{j}" for j in range(len(weights))], 2 * table, weights)
    for i in range(len(table)):
        if len(table) > 1:
            assert matrix.without(i).totals == pytest.approx(np.delete(matrix.totals, i))


@given(TABLES)
@settings(max_examples=100)
def test_a_kernel_is_stable_inside_and_reaches_everything_outside(case):
    table, weights, direction = case
    found = electre1(table, weights, alternatives=named(table), direction=direction, concordance=0.6, discordance=0.4)
    if found.kernel is None:
        return
    inside = [name in found.kernel for name in named(table)]
    within = found.outranks[np.ix_(inside, inside)]
    assert not within.any()
    assert found.outranks[inside][:, ~np.array(inside)].any(axis=0).all()


def test_the_best_on_all_is_one_and_the_worst_on_all_is_zero():
    found = topsis([[5, 1], [3, 2], [1, 3]], [1, 1], alternatives="ABC", direction=["max", "min"])
    assert found.ranking.scores[[0, 2]].tolist() == [1.0, 0.0]
    best = vikor([[5, 1], [3, 2], [1, 3]], [1, 1], alternatives="ABC", direction=["max", "min"])
    assert (best.utility[0], best.regret[0], best.mixture[0]) == (0.0, 0.0, 0.0)


def test_equal_alternatives_are_flat_and_share_first_place():
    same = [[3, 3], [3, 3]]
    found = topsis(same, [1, 1], alternatives="AB", direction=["max", "max"])
    assert (found.is_flat, found.ranking.ranks.tolist(), found.ranking.scores.tolist()) == (True, [1, 1], [0.5, 0.5])
    assert vikor(same, [1, 1], alternatives="AB", direction=["max", "max"]).mixture.tolist() == [0.0, 0.0]
    assert (
        electre1(same, [1, 1], alternatives="AB", direction=["max", "max"], concordance=0.6, discordance=0.4).kernel
        is None
    )


@pytest.mark.parametrize(
    ("table", "compromise"),
    [
        ([[10, 10], [9, 9.5], [0, 0]], ("A", "B")),
        ([[10, 0, 5], [4, 7, 5], [0, 10, 5]], ("B",)),
        ([[10, 10]], ("A",)),
    ],
)
def test_vikor_proposes_everyone_too_close_to_call(table, compromise):
    names = "ABC"[: len(table)]
    found = vikor(table, np.ones(len(table[0])), alternatives=names, direction=["max"] * len(table[0]))
    assert found.compromise == compromise


def test_every_type_of_preference():
    difference = np.array([-1.0, 0.0, 1.0, 2.0, 4.0])
    expected = {
        ("usual",): [0, 0, 1, 1, 1],
        ("u", "q"): [0, 0, 0, 1, 1],
        ("v", "p"): [0, 0, 0.25, 0.5, 1],
        ("level", "q", "p"): [0, 0, 0, 0.5, 0.5],
        ("linear", "q", "p"): [0, 0, 0, 1 / 3, 1],
        ("gaussian", "s"): [0, 0, *(1 - np.exp(-np.array([1, 4, 16]) / 8))],
    }
    values = {"q": 1, "p": 4, "s": 2}
    for (kind, *keys), degrees in expected.items():
        rule = {"type": kind} | {key: values[key] for key in keys}
        assert preference(difference, rule) == pytest.approx(degrees), kind


def test_electre2_ranks_from_both_ends():
    table = [[3, 3, 3], [3, 2, 2], [1, 2, 2], [1, 1, 1]]
    down, up = electre2(
        table, [1, 1, 1], alternatives="ABCD", direction=["max"] * 3, strong=(0.9, 0.5), weak=(0.6, 0.9)
    )
    assert (down.ranks.tolist(), up.ranks.tolist()) == ([1, 2, 3, 4], [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("call", "named_argument"),
    [
        (lambda: weighted_sum([[1, np.nan]], [1, 1], alternatives="A"), "values"),
        (lambda: weighted_sum([[1, 2]], [1], alternatives="A"), "weights"),
        (lambda: weighted_sum([[1, 2]], [1, 1], alternatives="AB"), "alternatives"),
        (lambda: weighted_product([[0, 1]], [1, 1], alternatives="A", direction=["max", "max"]), "values"),
        (lambda: weighted_product([[1, 1]], [1, 1], alternatives="A", direction=["up", "max"]), "direction"),
        (lambda: normalised([[1, 1]], direction=["max", "max"], rule="log"), "rule"),
        (lambda: waspas([[1, 1]], [1, 1], alternatives="A", direction=["max", "max"], mix=2), "mix"),
        (lambda: preference(np.zeros(1), {"type": "odd"}), "preference"),
        (lambda: DecisionMatrix(["A"], ["x"], [[1, 2]], [1, 1]), "criteria"),
        (lambda: DecisionMatrix(["A"], ["x"], [[np.nan]], [1]).ranking(), "values"),
    ],
)
def test_a_wrong_argument_is_named(call, named_argument):
    with pytest.raises(ValueError, match=rf"^{named_argument}: "):
        call()


def test_a_matrix_survives_its_record_and_new_weights():
    matrix = DecisionMatrix(["A", "B"], ["x", "y"], [[50, np.nan], [40, 80]], [3, 1])
    again = DecisionMatrix.from_dict(matrix.to_dict())
    assert again.to_dict() == matrix.to_dict()
    assert again.ranges.tolist() == [[37.5, 62.5], [50.0, 50.0]]
    assert again.reweighted([1, 0]).ranking().best == ("A",)


def test_nobody_on_the_frontier_is_beaten_on_both():
    assert frontier([80, 40, 60, 60], [30, 15, 10, 10]) == [0, 2, 3]
