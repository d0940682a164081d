"""Do the methods keep the invariants that hold for every table?"""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.aggregation import (
    compare_methods,
    electre1,
    electre2,
    marcos,
    normalised,
    preference,
    promethee2,
    rank_reversals,
    topsis,
    vikor,
    waspas,
    weighted_product,
    weighted_sum,
)
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
def test_the_order_of_alternatives_and_criteria_changes_no_score(case, random):
    table, weights, direction = case
    rows, columns = list(range(len(table))), list(range(len(weights)))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = every_score(table[rows][:, columns], weights[columns], [direction[j] for j in columns])
    for name, scores in every_score(table, weights, direction).items():
        assert moved[name] == pytest.approx(scores[rows], abs=1e-9), name


@given(TABLES)
def test_a_dominated_alternative_never_beats_the_one_above(case):
    table, weights, direction = case
    sign = np.where(np.array(direction) == "max", 1, -1)
    over = dominates(table * sign)
    for name, scores in every_score(table, weights, direction).items():
        for a, b in np.argwhere(over):
            assert scores[a] >= scores[b] - 1e-9, name


@given(TABLES)
def test_net_flows_sum_to_zero_and_marcos_follows_the_ratio_sum(case):
    table, weights, direction = case
    found = every_score(table, weights, direction)
    assert found["promethee"].sum() == pytest.approx(0.0, abs=1e-9)
    sums = normalised(table, direction=direction) @ (weights / weights.sum())
    assert np.argsort(found["marcos"]).tolist() == pytest.approx(np.argsort(sums).tolist()) or found["marcos"] / found[
        "marcos"
    ].max() == pytest.approx(sums / sums.max())


@given(TABLES)
def test_leaving_out_an_alternative_keeps_the_order_of_value_totals(case):
    table, weights, _ = case
    matrix = DecisionMatrix(named(table), [f"C{j}" for j in range(len(weights))], 2 * table, weights)
    for i in range(len(table)):
        if len(table) > 1:
            assert matrix.without(i).totals == pytest.approx(np.delete(matrix.totals, i))


@given(TABLES)
@example((np.array([[1.0, 1], [1, 1], [1, 2], [4, 3]]), np.array([4.0, 1]), ["max", "min"]))
def test_a_kernel_is_stable_inside_and_reaches_everything_outside(case):
    table, weights, direction = case
    found = electre1(table, weights, alternatives=named(table), direction=direction, concordance=0.6, discordance=0.4)
    inside = np.array([name in found.kernel for name in named(table)])
    reach = np.linalg.matrix_power(found.outranks + np.eye(len(table)), len(table)) > 0
    alike = reach & reach.T  # a cycle is one
    assert (found.outranks @ alike)[inside][:, ~inside].any(axis=0).all()
    assert not (found.outranks & ~alike)[np.ix_(inside, inside)].any()
    assert found.has_cycles == (alike.sum() > len(table))


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
    found = electre1(same, [1, 1], alternatives="AB")
    assert (found.kernel, found.has_cycles) == (("A", "B"), True)


def test_a_cycle_stands_or_falls_together():
    found = electre1([[3, 1, 2], [2, 3, 1], [1, 2, 3], [0, 0, 0]], [1, 1, 1], concordance=0.6, discordance=0.7)
    assert (found.kernel, found.has_cycles) == (("A1", "A2", "A3"), True)


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
    found = electre2(table, [1, 1, 1], alternatives="ABCD", strong=(0.9, 0.5), weak=(0.6, 0.9))
    assert [ranking.ranks.tolist() for ranking in (found.down, found.up, found.mean)] == [[1, 2, 3, 4]] * 3


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
        (lambda: preference(np.zeros(1), {"type": "odd"}), "rule"),
        (lambda: preference(np.zeros(1), {"type": "v", "p": 0}), "rule"),
        (lambda: preference(np.zeros(1), {"type": "linear", "q": 2, "p": 1}), "rule"),
        (lambda: preference(np.zeros(1), {"type": "gaussian"}), "rule"),
        (lambda: promethee2([[1, 1]], [1, 1], preferences=[USUAL]), "preferences"),
        (lambda: weighted_sum([[1, 2]], [1, 1], direction=["max", "min"]), "rule"),
        (lambda: weighted_sum([[1, 2]], [1, 1], scale=[1, 1]), "scale"),
        (lambda: weighted_sum([[1, 2]], [0, 0]), "weights"),
        (lambda: weighted_sum([], [1]), "values"),
        (lambda: weighted_product([[-1, 1]], [1, 1]), "values"),
        (lambda: waspas([[1, 0]], [1, 1]), "values"),
        (lambda: marcos([[1, 0]], [1, 1]), "values"),
        (lambda: topsis([[1, 2]], [1, 1], rule="odd"), "rule"),
        (lambda: vikor([[1, 2]], [1, 1], mix=-1), "mix"),
        (lambda: electre1([[1, 2]], [1, 1], concordance=2), "concordance"),
        (lambda: electre1([[1, 2]], [1, 1], scale="odd"), "scale"),
        (lambda: electre2([[1, 2]], [1, 1], strong=(2, 0)), "strong"),
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


ALL = {
    "weighted_sum": weighted_sum,
    "weighted_product": weighted_product,
    "waspas": waspas,
    "topsis": lambda *a, **k: topsis(*a, **k).ranking,
    "vikor": lambda *a, **k: vikor(*a, **k).ranking,
    "promethee2": lambda *a, **k: promethee2(*a, **k).ranking,
    "electre2": lambda *a, **k: electre2(*a, **k).mean,
    "marcos": lambda *a, **k: marcos(*a, **k).ranking,
}


@pytest.mark.parametrize("name", ALL)
def test_one_alternative_alone_is_first_and_has_no_score(name):
    found = ALL[name]([[3.0, 7.0]], [1, 1])
    assert (found.alternatives, found.ranks.tolist()) == (("A1",), [1])
    assert np.isnan(found.scores).all()


@pytest.mark.parametrize("name", ALL)
def test_a_constant_criterion_changes_no_rank(name):
    table = np.array([[3.0, 7.0], [8.0, 2.0], [5.0, 4.0]])
    with_constant = np.column_stack([table, np.full(3, 5.0)])
    assert ALL[name](with_constant, [2, 1, 1]).ranks.tolist() == ALL[name](table, [2, 1]).ranks.tolist()


def test_a_constant_criterion_has_no_part_in_regret_or_closeness():
    table = [[3.0, 5.0], [8.0, 5.0]]
    assert vikor(table, [1, 3]).utility.tolist() == [0.25, 0.0]
    assert topsis(table, [1, 3]).ranking.scores.tolist() == [0.0, 1.0]


def test_a_declared_scale_keeps_the_others_where_they_are():
    table = [[10, 300], [20, 200], [15, 100]]
    scale = [[0, 20], [400, 0]]
    three = weighted_sum(table, [1, 1], scale=scale)
    assert three.scores.tolist() == [37.5, 75.0, 75.0]
    assert weighted_sum(table[:2], [1, 1], scale=scale).scores.tolist() == [37.5, 75.0]


def test_directions_can_be_words_or_signs():
    table = [[2, 10], [4, 20]]
    rows = [normalised(table, direction=d).tolist() for d in (["max", "min"], ["benefit", "cost"], [1, -1])]
    assert rows == [[[0.5, 1.0], [1.0, 0.5]]] * 3


@pytest.mark.parametrize(
    ("written", "kind"),
    [("U shape", "u"), ("V-shape with indifference", "linear"), ("Gauss", "gaussian"), (4, "level"), ("1", "usual")],
)
def test_types_are_known_by_their_usual_names_and_numbers(written, kind):
    thresholds = {"q": 1, "p": 5, "s": 2}
    difference = np.array([-1.0, 0.5, 3.0, 9.0])
    found, wanted = (preference(difference, {"type": word} | thresholds) for word in (written, kind))
    assert found.tolist() == wanted.tolist()


@pytest.mark.parametrize("kind", ["U-shape", "u_shape", "u"])
def test_preference_types_have_their_usual_spellings(kind):
    assert preference(np.array([0.5, 1.5]), {"type": kind, "q": 1}).tolist() == [0.0, 1.0]


def test_methods_side_by_side_count_marcos_for_nothing():
    found = compare_methods([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]], [20, 15, 40, 25])
    assert found.same_as == {"marcos": "weighted_sum_of_ratios"}
    assert "marcos" not in found.opinions
    one, other = (found.methods.index(name) for name in ("marcos", "weighted_sum_of_ratios"))
    assert found.ranks[one].tolist() == found.ranks[other].tolist()
    assert found.agreement[one, other] == pytest.approx(1.0)
    assert np.diag(found.agreement) == pytest.approx(np.ones(len(found.methods)))


def test_methods_that_need_positive_numbers_are_left_out():
    assert compare_methods([[0, 1], [2, -1]], [1, 1]).methods == (
        "weighted_sum_minmax",
        "topsis",
        "vikor",
        "promethee2",
    )


@given(TABLES)
def test_a_declared_scale_never_reverses_a_rank(case):
    table, weights, direction = case
    scale = [[0, 100] if word == "max" else [100, 0] for word in direction]
    assert rank_reversals(lambda x, w: weighted_sum(x, w, scale=scale), table, weights) == []


def test_a_relative_scale_does():
    def shared(values, weights):
        return weighted_sum(values, weights, rule="sum")

    found = rank_reversals(shared, [[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], alternatives="ABC")
    assert [(reversal.cause, reversal.before, reversal.after) for reversal in found] == [("copy of B", "B", "A")]
