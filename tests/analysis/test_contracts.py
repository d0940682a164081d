"""Does every degenerate input give the result that is promised, or name the argument, its shape and the rule?"""

import dataclasses
import re

import numpy as np
import pytest

import analysis as a
from analysis.pricing import worth_of_point
from analysis.sensitivity import Sweep

NAN = float("nan")
TWO = np.eye(2)


def plain(found):
    """Turn results into lists and None, so that they can be compared."""
    if dataclasses.is_dataclass(found):
        return {field.name: plain(getattr(found, field.name)) for field in dataclasses.fields(found)}
    if isinstance(found, (np.ndarray, np.generic)):
        return plain(found.tolist())
    if isinstance(found, (list, tuple)):
        return [plain(item) for item in found]
    return "undefined" if isinstance(found, float) and np.isnan(found) else found


RESULTS = [
    ("value_function: x missing", a.value_function(NAN, [[0, 0], [1, 100]]), "undefined"),
    ("value_function: clipped", a.value_function([-1, 2], [[0, 0], [1, 100]]), [0.0, 100.0]),
    ("rating: missing", a.rating([NAN]), ["undefined"]),
    ("steps: missing", a.steps([NAN], [[0, 0], [1, 100]]), ["undefined"]),
    ("linear: missing", a.linear([NAN], worst=0, best=1), ["undefined"]),
    ("logarithmic: missing", a.logarithmic([NAN], worst=1, best=2), ["undefined"]),
    ("exponential: missing", a.exponential([NAN], low=0, high=1, curvature=2), ["undefined"]),
    ("target: missing", a.target([NAN], best=(0, 1), left=1, right=1), ["undefined"]),
    ("yes_no: missing", a.yes_no([NAN]), ["undefined"]),
    ("threshold: missing is not met", a.threshold([NAN], operator=">=", limit=0), [False]),
    ("local_scale: constant", a.local_scale([3, 3, NAN]), [0.0, 0.0, "undefined"]),
    ("rank: n = 1", a.rank_order_centroid([1]), [1.0]),
    ("rank: all tied", a.rank_order_centroid([1, 1, 1, 1]).round(9), [0.25] * 4),
    ("ahp: n = 1", a.ahp([[1]]).consistency_ratio, 0.0),
    ("ahp: n = 2", a.ahp([[1, 4], [0.25, 1]]).consistency_ratio, 0.0),
    ("bwm: a_BW = 1", a.best_worst([1, 1], [1, 1]).weights, [0.5, 0.5]),
    ("bwm: a_BW = 1 is consistent", a.best_worst([1, 1, 1], [1, 1, 1]).consistency_ratio, 0.0),
    ("bwm: n = 2 is the ratio", a.best_worst([1, 3], [3, 1]).weights.round(9), [0.75, 0.25]),
    ("paprika: no answers", a.paprika([2, 2], []).is_identified, False),
    (
        "paprika: contradiction",
        a.paprika([2, 2], [((1, 0), (0, 1), False), ((0, 1), (1, 0), False)]).conflict,
        [[[1, 0], [0, 1], False], [[0, 1], [1, 0], False]],
    ),
    ("group: one score", (a.consensus([7]).mean, a.consensus([7]).is_single), [7.0, True]),
    ("group: no score", (a.consensus([]).mean, a.consensus([NAN]).count), ["undefined", 0]),
    ("icc: k < 2", a.icc([[1], [2]]).single, ["undefined"] * 3),
    ("icc: n < 2", a.icc([[1, 2]]).average, ["undefined"] * 3),
    ("icc: no variation between targets", a.icc([[1, 5], [1, 5]]).average, ["undefined", 0.0, "undefined"]),
    ("icc: no variation", a.icc([[5, 5], [5, 5]]).f, ["undefined"] * 3),
    ("alpha: no pairs", a.krippendorff_alpha([[1, NAN], [NAN, 2]]).alpha, "undefined"),
    ("alpha: no variation", a.krippendorff_alpha([[3, 3], [3, 3]]).alpha, "undefined"),
    ("W: n < 2", a.kendalls_w([[1], [1]]).w, "undefined"),
    ("W: all tied", a.kendalls_w([[2, 2], [2, 2]]).w, "undefined"),
    ("severity: one rater", a.severity([[1], [2]]).effects, ["undefined"]),
    ("screening: no rules", a.screen({}, {"A": {}}).status, {"A": "pass"}),
    ("screening: missing", a.screen({"x": (">=", 1)}, {"A": {}}).status, {"A": "pending"}),
    ("screening: words", a.screen({"x": ("in", ["CN"])}, {"A": {"x": "CN"}}).status, {"A": "pass"}),
    ("additive: missing cell", a.DecisionMatrix("A", "xy", [[50, NAN]], [1, 1]).totals, ["undefined"]),
    (
        "additive: the others have places",
        a.DecisionMatrix("AB", "xy", [[50, NAN], [7, 9]], [1, 1]).ranking(incomplete="left out").ranks,
        [1],
    ),
    ("additive: range", a.DecisionMatrix("A", "xy", [[50, NAN]], [1, 1]).ranges, [[25.0, 75.0]]),
    ("additive: gap without weight", a.DecisionMatrix("A", "xy", [[50, NAN]], [1, 0]).totals, [50.0]),
    ("vikor: constant column", a.vikor([[1, 5], [2, 5]], [1, 1]).regret, [0.5, 0.0]),
    ("vikor: constant but for noise", a.vikor([[0.3, 2], [0.1 + 0.2, 2]], [1, 1]).terms, [[0.0, 0.0]] * 2),
    ("vikor: all equal", a.vikor([[5, 5], [5, 5]], [1, 1]).mixture, [0.0, 0.0]),
    ("min-max: constant column", a.normalised([[5], [5]], rule="minmax"), [[0.0], [0.0]]),
    ("topsis: constant column", a.topsis([[1, 5], [2, 5]], [1, 1]).ranking.scores, [0.0, 1.0]),
    ("topsis: all equal", a.topsis([[5, 5], [5, 5]], [1, 1]).ranking.scores, [0.5, 0.5]),
    ("m = 1: rank 1, no score", a.weighted_sum([[5, 5]], [1, 1]).ranks, [1]),
    ("price: one bid", a.lowest_over_price([7]), [100.0]),
    ("price: one bid, linear", a.linear_price([7], rule="range"), [100.0]),
    ("price: abnormal", a.abnormally_low({"A": 100, "B": 60, "C": 100}), ["B"]),
    ("one way: parallel lines", len(a.winner_segments(Sweep(np.array([60.0, 50.0]), np.array([40.0, 30.0])))), 1),
    (
        "one way: tie",
        a.stability_interval(Sweep(np.array([1.0, 0.0]), np.array([0.0, 1.0])), 0.5),
        {"low": 0.5, "high": 0.5, "low_winner": 1, "high_winner": 0, "is_tie": True},
    ),
    (
        "critical change: equal values",
        a.critical_change([[5, 5], [5, 4]], [1, 1], first=0, second=1).delta[0],
        "undefined",
    ),
    ("simplex: never first", a.winning_share([[5, 5], [1, 1]]), [1.0, 0.0]),
    ("minimal change: dominated", a.nearest_flip([[9, 9], [1, 1]], [1, 1])[0].weights, None),
    ("minimal change: alone", a.nearest_flip([[9, 9]], [1, 1]), []),
    ("distribution: equal ends", a.Pert(4, 4, 4).quantile([0.1, 0.9]), [4.0, 4.0]),
    ("evpi: one option", a.expected_value_of_perfect_information([[1, 5]], [1, 1]), 0.0),
    ("evppi: one option", a.value_of_cells([50], [1], [[9]]), 0.0),
    ("npv: r = 0", a.present_value([-1, 2], 0), 1.0),
    ("price: below the floor", a.award_order([NAN, 80], [90, 100]), [2, 1]),
    ("tco: no item known", a.total_cost({"K01": None}).present_value, "undefined"),
    ("tco: no item known is incomplete", a.total_cost({"K01": None}).is_complete, False),
    ("tco: empty item", a.total_cost({"K01": [1], "K02": None}, rate=0).missing, ["K02"]),
    ("break-even: no crossing", a.break_even([9, 1], [1, 1]).years, None),
    ("irr: touches zero", round(a.internal_rate([-1, 2.4, -1.44]).rate, 9), 0.2),
    ("irr: no sign change", a.internal_rate([1, 2]).rate, None),
    ("mirr: no outflow", a.modified_internal_rate([1, 2], finance=0, reinvest=0), None),
    ("roi: no costs", a.return_on_investment([0], [1]).on_present_cost, None),
    ("payback: never", a.payback([-5, 1]), None),
    ("growth wall: never", a.growth_wall([1, 1], 2).expected, None),
    ("frt: n = 0", a.first_response([]).n, 0),
    ("csat: n = 0", a.satisfaction([]).share, "undefined"),
    ("nps: n = 0", a.net_promoter([]).score, "undefined"),
    ("fcr: n = 0", a.first_contact_resolution([]).share, "undefined"),
    ("ahp: consistent", (a.ahp(np.ones((4, 4))).consistency_ratio, a.ahp(np.ones((4, 4))).worst), [0.0, None]),
    ("linear: clipped", a.is_outside([3, 7], [[5, 0], [1, 100]]), [False, True]),
    ("severity: missing is a gap", a.severity([[5, None], [1, 2]]).effects.round(9), [-0.5, 0.5]),
    ("csat: asked", a.satisfaction([5], asked=4).response_rate, 0.25),
    ("sus: no sheet", a.system_usability_scale([]).n, 0),
    ("time on task: n = 0", a.time_on_task([]).mean, "undefined"),
    ("sus: incomplete sheet", a.system_usability_scale([[NAN, *[3] * 9]]).n, 0),
    ("wilson: n = 0", a.wilson_interval(0, 0).interval, ["undefined"] * 2),
    ("wilson: x = 0", a.wilson_interval(0, 20).interval[0], 0.0),
    ("percentile: empty", a.percentile([], 95), "undefined"),
]


@pytest.mark.parametrize(("found", "expected"), [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS])
def test_the_edge_gives_what_is_promised(found, expected):
    assert plain(found) == expected


ARRAYS = [
    ("points", lambda: a.value_function(1, [[1, 0], [1, 100]])),
    ("points", lambda: a.steps(1, [1, 2])),
    ("x", lambda: a.logarithmic([0], worst=1, best=2)),
    ("x", lambda: a.yes_no([2])),
    ("score", lambda: a.rating([11])),
    ("group", lambda: a.global_weights([1, 1], [1, 1], [0, 0])),
    ("local_weights", lambda: a.global_weights([1], [0, 0], [0, 0])),
    ("values", lambda: a.roll_up([1, 2], [1, 1], [0, 0])),
    ("percentages", lambda: a.direct([0, 0])),
    ("budget", lambda: a.points([0, 0])),
    ("ratings", lambda: a.swing([0, 0])),
    ("ratings", lambda: a.smart([5])),
    ("ranks", lambda: a.rank_sum([])),
    ("ranks", lambda: a.rank_reciprocal([0])),
    ("matrix", lambda: a.ahp([[1, 2], [2, 1]])),
    ("matrix", lambda: a.ahp([[1, 0], [0, 1]])),
    ("random_index", lambda: a.ahp(np.ones((16, 16)))),
    ("matrix", lambda: a.complete([[1, NAN], [NAN, 1]])),
    ("matrices", lambda: a.combine_judgments(TWO)),
    ("weights", lambda: a.combine_priorities([1, 2])),
    ("best_to_others", lambda: a.best_worst([2, 3], [3, 1])),
    ("others_to_worst", lambda: a.best_worst([1, 3], [2, 1])),
    ("worst", lambda: a.best_worst([1, 2], [1, 2])),
    ("weights", lambda: a.trade_off([1, 0], 0, 1)),
    ("scores", lambda: a.consensus([[1]])),
    ("weights", lambda: a.consensus([1, 2], weights=[1, np.inf])),
    ("ratings", lambda: a.severity([[5, np.inf], [1, 2]])),
    ("ratings", lambda: a.kendalls_w([[5, np.inf], [1, 2]])),
    ("seconds", lambda: a.time_on_task([0])),
    ("reopened", lambda: a.first_contact_resolution([1], reopened=["no"])),
    ("ratings", lambda: a.icc([[1, NAN], [2, 3]])),
    ("ratings", lambda: a.krippendorff_alpha([1, 2])),
    ("ratings", lambda: a.kendalls_w([[1, NAN]])),
    ("ratings", lambda: a.severity([[1, NAN], [NAN, 2]])),
    ("scores", lambda: a.influence(TWO, [1, 1])),
    ("scores", lambda: a.disagreement(TWO, TWO)),
    ("values", lambda: a.weighted_sum([[1, NAN]], [1, 1])),
    ("values", lambda: a.weighted_product([[0, 1]], [1, 1])),
    ("values", lambda: a.marcos([[-1, 1]], [1, 1])),
    ("weights", lambda: a.topsis(TWO, [1])),
    ("weights", lambda: a.vikor(TWO, [0, 0])),
    ("direction", lambda: a.promethee2(TWO, [1, 1], direction=["up", "down"])),
    ("preferences", lambda: a.promethee2(TWO, [1, 1], preferences=[])),
    ("values", lambda: a.electre1([[NAN, 1]], [1, 1])),
    ("values", lambda: a.dominates([1, 2])),
    ("prices", lambda: a.lowest_over_price([0, 1])),
    ("prices", lambda: a.linear_price([])),
    ("quality", lambda: a.price_per_point([1, 2], [1])),
    ("worth", lambda: a.monetised_quality([1], [1])),
    ("weights", lambda: a.critical_change(TWO, [-1, 2], first=0, second=1)),
    ("values", lambda: a.nearest_flip([1, 2], [1, 1])),
    ("payoff", lambda: a.expected_value_of_perfect_information([1, 2], [1, 1])),
    ("probability", lambda: a.expected_value_of_perfect_information(TWO, [1])),
    ("flow", lambda: a.present_value([], 0.1)),
    ("items", lambda: a.total_cost({"K01": [[1]]})),
    ("second", lambda: a.break_even([1, 2], [1])),
    ("seats", lambda: a.growth_wall([], 1)),
    ("answers", lambda: a.system_usability_scale([[1, 2, 3]])),
    ("answers", lambda: a.satisfaction([9])),
    ("answers", lambda: a.net_promoter([11])),
    ("contacts", lambda: a.first_contact_resolution([0])),
    ("sample", lambda: a.percentile([[1]], 50)),
    ("values", lambda: a.topsis([[1, 2], [3]], [1, 1])),
    ("matrix", lambda: a.ahp([["1", "1/3"], ["3", "1"]])),
    ("weights", lambda: a.weighted_sum(TWO, ["many", "few"])),
    ("ratings", lambda: a.krippendorff_alpha([[1, 2], [3]])),
    ("scores", lambda: a.consensus(["high"])),
    ("seats", lambda: a.growth_wall([[1], [1, 2]], 1)),
    ("x", lambda: a.linear(["tall"], worst=0, best=1)),
]
NUMBERS = [
    ("worst", lambda: a.linear(1, worst=1, best=1)),
    ("low", lambda: a.exponential(1, low=1, high=1, curvature=0)),
    ("best", lambda: a.target(1, best=(2, 1), left=1, right=1)),
    ("curvature", lambda: a.exponential(1, low=0, high=1, curvature=NAN)),
    ("limit", lambda: a.threshold([1], operator=">=", limit=[1, 2])),
    ("answers", lambda: a.paprika([2, 2], [((1, 0), (0, 1), NAN)])),
    ("answers", lambda: a.next_question([2, 2], [((1, 0), (0, 1), False), ((0, 1), (1, 0), False)])),
    ("best", lambda: a.best_worst([1, 3, 9], [9, 3, 1], best=1.0)),
    ("total", lambda: a.points([0, 0], total=0)),
    ("department_weights", lambda: a.consensus([1], departments=["it"], department_weights={"hr": 1})),
    ("rng", lambda: a.krippendorff_alpha(TWO, rng=5)),
    ("samples", lambda: a.krippendorff_alpha(TWO, samples=0)),
    ("end", lambda: a.elapsed(["2025-03-01"], [NAN])),
    ("per_hour", lambda: a.needed_seats(NAN, seconds=60)),
    ("operator", lambda: a.threshold([1], operator="!", limit=1)),
    ("target", lambda: a.fixed_price([1], target=2, ceiling=1)),
    ("mode", lambda: a.Pert(2, 1, 3)),
    ("shape", lambda: a.Pert(1, 1, 3, shape=0)),
    ("rate", lambda: a.present_value([1], -1)),
    ("rate", lambda: a.total_cost({"K01": [1]}, rate=-1)),
    ("timing", lambda: a.present_value([1], 0.1, timing="noon")),
    ("successes", lambda: a.wilson_interval(2, 1)),
    ("p", lambda: a.percentile([1], 101)),
    ("norm", lambda: a.nearest_flip(TWO, [1, 1], norm="l9")),
    ("level", lambda: a.evidence_distribution(50, "rumour")),
    ("span", lambda: worth_of_point(0, 1)),
]


@pytest.mark.parametrize(("name", "call"), ARRAYS, ids=[f"{i}-{row[0]}" for i, row in enumerate(ARRAYS)])
def test_a_wrong_array_is_named_with_its_shape_and_the_rule(name, call):
    with pytest.raises(ValueError, match=rf"^{name}: expected ") as error:
        call()
    assert re.search(r"shape|\([\d, m-n]*\)", str(error.value))


@pytest.mark.parametrize(("name", "call"), NUMBERS, ids=[f"{i}-{row[0]}" for i, row in enumerate(NUMBERS)])
def test_a_wrong_number_is_named_with_the_rule(name, call):
    with pytest.raises(ValueError, match=rf"^{name}: expected "):
        call()
