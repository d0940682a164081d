"""Does the additive model rank what is known, and do trees name what they cannot combine?"""

import numpy as np
import pytest

from analysis import DecisionMatrix, frontier, global_weights, roll_up

NAN, INF = float("nan"), float("inf")
GAP = DecisionMatrix("ABC", "xy", [[50, 60], [90, NAN], [70, 60]], [1, 1])


def test_an_incomplete_alternative_is_left_out_of_the_places_when_asked():
    found = GAP.ranking(incomplete="left out")
    assert (found.alternatives, found.scores.tolist(), found.ranks.tolist()) == (("A", "C"), [55.0, 65.0], [2, 1])
    assert (GAP.complete.tolist(), GAP.ranges[1].tolist()) == ([True, False, True], [45.0, 95.0])


def test_a_refused_ranking_says_who_is_incomplete():
    with pytest.raises(ValueError, match=r"^values: expected no missing value in shape \(3, 2\), incomplete: \['B'\]"):
        GAP.ranking()


def test_complete_alternatives_rank_the_same_either_way():
    whole = GAP.without(1)
    assert whole.ranking(incomplete="left out").ranks.tolist() == whole.ranking().ranks.tolist() == [2, 1]


def test_whoever_lacks_value_or_cost_is_not_on_the_frontier():
    assert frontier([80, NAN], [30, 5]) == [0]
    assert frontier([80, 90, 70], [30, NAN, 10]) == [0, 2]
    assert frontier([NAN], [1]) == []


def test_a_category_without_a_leaf_has_no_value():
    assert np.array_equal(roll_up([[80, 40]], [1, 1], [0, 2]), [[80, NAN, 40]], equal_nan=True)


@pytest.mark.parametrize(
    ("named", "call"),
    [
        ("alternatives", lambda: DecisionMatrix(None, "xy", [[1, 2]], [1, 1])),
        ("alternatives", lambda: DecisionMatrix([["A"]], "xy", [[1, 2]], [1, 1])),
        ("criteria", lambda: DecisionMatrix("A", None, [[1, 2]], [1, 1])),
        ("values", lambda: DecisionMatrix("A", "xy", None, [1, 1])),
        ("values", lambda: DecisionMatrix("A", "xy", [[1, NAN]], [1, 1]).ranking(incomplete="left out")),
        ("incomplete", lambda: GAP.ranking(incomplete=None)),
        ("alternative", lambda: GAP.without(3)),
        ("alternative", lambda: GAP.without(-1)),
        ("alternative", lambda: GAP.without("A")),
        ("weights", lambda: GAP.reweighted(None)),
        ("value", lambda: frontier(None, [1])),
        ("cost", lambda: frontier([1, 2], [1])),
        ("values", lambda: roll_up(None, [1, 1], [0, 1])),
        ("weights", lambda: roll_up([[80, 40]], [1], [0, 1])),
        ("weights", lambda: roll_up([[80, 40]], [1, NAN], [0, 1])),
        ("weights", lambda: roll_up([[80, 40]], [1, -1], [0, 1])),
        ("group", lambda: roll_up([[80, 40]], [1, 1], [-1, 0])),
        ("group", lambda: roll_up([[80, 40]], [1, 1], [0.5, 1])),
        ("group", lambda: roll_up([[80, 40]], [1, 1], ["a", "b"])),
        ("group", lambda: roll_up([[80, 40]], [1, 1], [])),
        ("group", lambda: roll_up([[80, 40]], [1, 1], None)),
        ("category_weights", lambda: global_weights([1, INF], [1, 1], [0, 1])),
        ("local_weights", lambda: global_weights([1, 1], [1, INF], [0, 1])),
        ("local_weights", lambda: global_weights([1, 1], [1, NAN], [0, 1])),
        ("group", lambda: global_weights([1, 1], [1, 1], None)),
        ("group", lambda: global_weights([1, 1], [1, 1], ["a", "b"])),
        ("group", lambda: global_weights([1, 1], [1, 1, 1], [0, 1])),
    ],
)
def test_a_wrong_argument_is_named(named, call):
    with pytest.raises(ValueError, match=rf"^{named}: expected "):
        call()
