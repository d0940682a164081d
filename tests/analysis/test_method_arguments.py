"""Do the other methods name the argument that they cannot take?"""

import numpy as np
import pytest

from analysis import (
    compare_methods,
    electre1,
    electre2,
    normalised,
    preference,
    promethee2,
    promethee_flows,
    rank_reversals,
    topsis,
    topsis_closeness,
    vikor,
    vikor_mixture,
    waspas,
    weighted_product,
    weighted_sum,
)

NAN, INF = float("nan"), float("inf")
TWO, EQUAL = [[1.0, 2.0], [2.0, 1.0]], [1, 1]
MANY = {"direction": ["max", "max"]}


@pytest.mark.parametrize(
    ("named", "call"),
    [
        ("direction", lambda: topsis(TWO, EQUAL, direction=5)),
        ("direction", lambda: topsis(TWO, EQUAL, direction=[["max"], "max"])),
        ("direction", lambda: vikor(TWO, EQUAL, direction=[None, None])),
        ("alternatives", lambda: topsis(TWO, EQUAL, alternatives=5)),
        ("alternatives", lambda: vikor(TWO, EQUAL, alternatives=[["a"], ["b"]])),
        ("alternatives", lambda: compare_methods(TWO, EQUAL, alternatives=["a", "a"])),
        ("alternatives", lambda: rank_reversals(topsis, TWO, EQUAL, alternatives=5)),
        ("method", lambda: rank_reversals(None, TWO, EQUAL)),
        ("method", lambda: rank_reversals(electre1, TWO, EQUAL)),
        ("mix", lambda: vikor(TWO, EQUAL, mix=None)),
        ("mix", lambda: waspas(TWO, EQUAL, mix="half")),
        ("mix", lambda: vikor_mixture(TWO, [EQUAL], mix=2, **MANY)),
        ("rule", lambda: topsis(TWO, EQUAL, rule=["vector"])),
        ("rule", lambda: weighted_product(TWO, EQUAL, rule="log")),
        ("rule", lambda: topsis_closeness(TWO, [EQUAL], rule=None, **MANY)),
        ("scale", lambda: weighted_sum(TWO, EQUAL, scale=[0, NAN])),
        ("scale", lambda: weighted_sum(TWO, EQUAL, scale=[0, INF])),
        ("values", lambda: weighted_sum([[-1, 1], [1, 1]], EQUAL, rule="sum")),
        ("values", lambda: weighted_sum([[-1, 1], [-2, 1]], EQUAL, rule="max")),
        ("values", lambda: normalised([[1, NAN], [2, 3]], rule="minmax")),
        ("values", lambda: topsis(None, EQUAL)),
        ("weights", lambda: topsis(TWO, None)),
        ("weights", lambda: topsis_closeness(TWO, [[0, 0]], **MANY)),
        ("weights", lambda: topsis_closeness([[1, 1], [1, 1]], [[1, 1], [0, 0]], **MANY)),
        ("weights", lambda: vikor_mixture(TWO, [[1, 1], [0, 0]], **MANY)),
        ("weights", lambda: promethee_flows(TWO, [[1, 1], [0, 0]], **MANY)),
        ("concordance", lambda: electre1(TWO, EQUAL, concordance=None)),
        ("discordance", lambda: electre1(TWO, EQUAL, discordance=NAN)),
        ("strong", lambda: electre2(TWO, EQUAL, strong=0.7)),
        ("strong", lambda: electre2(TWO, EQUAL, strong=None)),
        ("strong", lambda: electre2(TWO, EQUAL, strong=[(0.7, 0.3), (0.6, 1.4)])),
        ("weak", lambda: electre2(TWO, EQUAL, weak=(0.5, "x"))),
        ("weak", lambda: electre2(TWO, EQUAL, strong=(0.6, 0.4), weak=(0.7, 0.4))),
        ("weak", lambda: electre2(TWO, EQUAL, strong=(0.6, 0.4), weak=(0.6, 0.3))),
        ("preferences", lambda: promethee2(TWO, EQUAL, preferences=5)),
        ("preferences", lambda: promethee2(TWO, EQUAL, preferences="u")),
        ("preferences", lambda: promethee2(TWO, EQUAL, preferences=[None, "usual"])),
        ("preferences", lambda: promethee2(TWO, EQUAL, preferences=["usual", "odd"])),
        ("preferences", lambda: promethee2(TWO, EQUAL, preferences=[{"type": "u", "q": None}, "usual"])),
        (
            "preferences",
            lambda: promethee_flows(TWO, [EQUAL], preferences=[{"type": "gaussian", "s": "x"}] * 2, **MANY),
        ),
        ("rule", lambda: preference([1.0], None)),
        ("rule", lambda: preference([1.0], {"type": "v", "p": NAN})),
        ("difference", lambda: preference(["x"], "usual")),
    ],
)
def test_a_wrong_argument_is_named(named, call):
    with pytest.raises(ValueError, match=rf"^{named}: expected "):
        call()


def test_a_preference_can_be_a_word():
    worded, mapped = (promethee2(TWO, [2, 1], preferences=[rule] * 2).net for rule in ("usual", {"type": "usual"}))
    assert worded.tolist() == mapped.tolist()
    many = promethee_flows(TWO, [[2, 1]], preferences=["usual", {"type": "usual"}], **MANY)[0]
    assert many == pytest.approx(worded)
    assert preference([0, 1], "usual").tolist() == [0.0, 1.0]


def test_a_missing_difference_has_no_preference():
    assert np.isnan(preference([NAN], "usual")).all()
