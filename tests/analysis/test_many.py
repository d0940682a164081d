"""Do many sets of weights at once give what one set at a time gives?"""

import numpy as np
import pytest

from analysis.aggregation import promethee2, promethee_flows, topsis, topsis_closeness, vikor, vikor_mixture

RNG = np.random.default_rng(4)
VALUES = RNG.uniform(1, 10, (6, 8))
WEIGHTS = RNG.dirichlet(np.ones(8), 2500) * 3
DIRECTION = ["max", "min"] * 4
NAMES = "ABCDEF"
RULES = [{"type": "usual"}, {"type": "linear", "q": 1, "p": 4}, {"type": "usual"}, {"type": "gaussian", "s": 2}] * 2
SOME = range(0, 2500, 500)


@pytest.mark.parametrize("rule", ["vector", "minmax"])
def test_topsis(rule):
    found = topsis_closeness(VALUES, WEIGHTS, direction=DIRECTION, rule=rule)
    for k in SOME:
        one = topsis(VALUES, WEIGHTS[k], alternatives=NAMES, direction=DIRECTION, rule=rule)
        assert found[k] == pytest.approx(one.ranking.scores, abs=1e-12)


def test_vikor():
    found = vikor_mixture(VALUES, WEIGHTS, direction=DIRECTION, mix=0.3)
    for k in SOME:
        one = vikor(VALUES, WEIGHTS[k], alternatives=NAMES, direction=DIRECTION, mix=0.3)
        assert found[k] == pytest.approx(one.mixture, abs=1e-12)


def test_promethee():
    found = promethee_flows(VALUES, WEIGHTS, direction=DIRECTION, preferences=RULES)
    assert found.sum(axis=1) == pytest.approx(np.zeros(2500), abs=1e-12)
    for k in SOME:
        one = promethee2(VALUES, WEIGHTS[k], alternatives=NAMES, direction=DIRECTION, preferences=RULES)
        assert found[k] == pytest.approx(one.net, abs=1e-12)


def test_single_precision_is_exact_to_a_millionth():
    exact = topsis_closeness(VALUES, WEIGHTS, direction=DIRECTION)
    assert topsis_closeness(VALUES, WEIGHTS, direction=DIRECTION, dtype=np.float32) == pytest.approx(exact, abs=2e-6)


def test_the_best_on_all_is_one_and_the_worst_on_all_is_zero():
    found = topsis_closeness([[9, 1], [5, 5], [1, 9]], [[1, 1], [3, 1]], direction=["max", "min"])
    assert (found[:, 0].tolist(), found[:, 2].tolist()) == ([1.0, 1.0], [0.0, 0.0])


def test_equal_alternatives_are_half_way():
    assert topsis_closeness([[2, 3], [2, 3]], [[1, 1]], direction=["max", "max"]).tolist() == [[0.5, 0.5]]
    assert vikor_mixture([[2, 3], [2, 3]], [[1, 1]], direction=["max", "max"]).tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: topsis_closeness([[1, np.nan]], [[1, 1]], direction=["max", "max"]), "values"),
        (lambda: vikor_mixture([[1, 2]], [[1, -1]], direction=["max", "max"]), "weights"),
        (lambda: topsis_closeness([[1, 2]], [1, 1], direction=["max", "max"]), "weights"),
        (lambda: promethee_flows([[1, 2]], [[1, 1]], direction=["max", "max"], preferences=[]), "preferences"),
    ],
)
def test_a_wrong_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()
