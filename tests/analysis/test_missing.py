"""Does a missing or impossible number stop a calculation by name, instead of becoming a confident answer?"""

import numpy as np
import pytest

import analysis as a
from analysis.sensitivity import Segment

NAN = float("nan")
GAP = [[80, None, 50], [60, 90, 55]]
EQUAL = [1, 1, 1]


def rng():
    return np.random.default_rng(1)


def draw(sampler):
    return a.rank_acceptability(a.NormalCells([[1, 2], [2, 1]]), weights=sampler, rng=rng())


def acceptability(**options):
    return a.rank_acceptability(a.NormalCells([[1, 2], [2, 1]]), weights=a.nested_uniform([0, 0]), rng=rng(), **options)


PLAN = {"tests": {"AI": [0]}, "days": {"AI": 2}, "most_days": 5}


def plan(**options):
    return a.test_plan([50, 49], [0.5, 0.5], [[8, 1], [8, 1]], **(PLAN | options))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: a.nearest_flip(GAP, EQUAL), "values"),
        (lambda: a.nearest_flip([[1, NAN], [2, 3]], [1, 1], norm="l2"), "values"),
        (lambda: a.nearest_flip([[1, np.inf], [2, 3]], [1, 1]), "values"),
        (lambda: a.winning_intervals(GAP, EQUAL), "values"),
        (lambda: a.critical_change(GAP, EQUAL, first=0, second=1), "values"),
        (lambda: a.critical_change([[1, 2]], [1, 1], first=0, second=1), "second"),
        (lambda: a.most_critical(GAP, EQUAL), "values"),
        (lambda: a.tornado(GAP, EQUAL), "values"),
        (lambda: a.tornado([[1, 2], [2, 1]], [1, 1], step=2), "step"),
        (lambda: a.tornado([[1, 2], [2, 1]], [1, 1], low=[[1, 2], [2, 1]]), "low"),
        (lambda: a.tornado([[1, 2], [2, 1]], [1, 1], low=[[1, 2]], high=[[1, 2]]), "low"),
        (lambda: a.weight_sweep([NAN, 0], [60, 50], 0.5), "node"),
        (lambda: a.weight_sweep([1, 0], [1, 0], 1), "others"),
        (lambda: a.segment_shares([Segment(0, 1, 3)], 2), "segments"),
        (lambda: a.leave_one_out([[1, 2], [2, 1]], weights=[1, -1]), "weights"),
        (lambda: a.leave_one_out([[NAN, NAN], [NAN, NAN]]), "layers"),
        (lambda: a.pairwise_share([[1, NAN], [2, 3]]), "values"),
        (lambda: a.winning_share([[1, NAN], [2, 3]]), "values"),
        (lambda: a.score_changes([[1, 2]], [1, 1], scale=(5, None)), "scale"),
        (lambda: a.value_of_cells([50, NAN], [1], [[1], [1]]), "totals"),
        (lambda: a.value_of_cells([50, 49], [1], [[-1], [1]]), "sd"),
        (lambda: a.value_of_cells([50, 49], [1, 1], [[1, 1], [1, 1]], known=[True, False, True]), "known"),
        (lambda: a.value_of_cells([50, 49], [1], [[1], [1]], accuracy=None), "accuracy"),
        (lambda: a.value_from_sample([[1.0, NAN], [2.0, 3]]), "payoff"),
        (lambda: a.value_from_sample([[1.0, 2], [2, 1]], expected=[[1.0, 2]]), "expected"),
        (lambda: a.conditional_mean([[1.0], [2.0]], [1, 2], bins=0), "bins"),
        (lambda: a.conditional_mean([[1.0], [2.0]], [1, NAN]), "parameter"),
        (lambda: a.regressed_mean([[1.0], [NAN]], [[1], [2]]), "payoff"),
        (lambda: a.expected_value_of_partial_information([[1, NAN], [2, 1]], [0.5, 0.5], [0, 1]), "payoff"),
        (lambda: plan(days={}), "days of AI"),
        (lambda: plan(days={"AI": 0}), "days of AI"),
        (lambda: plan(tests={"AI": [7]}), "tests of AI"),
        (lambda: plan(most_days="many"), "most_days"),
        (lambda: a.Pert(1, 2, 3, NAN), "shape"),
        (lambda: a.Pert(1, 2, np.inf), "high"),
        (lambda: a.Triangular(None, 2, 3), "low"),
        (lambda: a.MeasuredShare(11, 10), "successes"),
        (lambda: a.evidence_distribution(None, "claimed"), "value"),
        (lambda: a.NormalCells([[60, 50]]), "scale"),
        (lambda: a.NormalCells([[6, 5]], scale=(10, 0)), "scale"),
        (lambda: a.DrawnCells([[1, NAN]]), "cells"),
        (lambda: a.DrawnCells([[1, "x"]]), "cells"),
        (lambda: a.nested_uniform(["a", "b"]), "group"),
        (lambda: a.nested_dirichlet([0.5, 0.5], [0.5, 0.5, 1], [0, 0, 2], kappa=50), "group"),
        (lambda: a.nested_dirichlet([0.5, 0.5], [0, 0, 1], [0, 0, 1], kappa=50), "local_weights"),
        (lambda: a.nested_dirichlet([1], [NAN, 1], [0, 0], kappa=50), "local_weights"),
        (lambda: draw(a.nested_uniform([0, 0, 0])), "weights"),
        (lambda: acceptability(quantiles=[2.0]), "quantiles"),
        (lambda: acceptability(blocks=None), "blocks"),
        (lambda: a.competition_ranks([NAN, 55]), "scores"),
        (lambda: a.ordered_weights([None, 1, 2]), "ranks"),
        (lambda: a.ordered_weights([-1, 1, 2]), "ranks"),
        (lambda: a.Statement(None, 1, 2), "p10"),
        (lambda: a.calibrated(None, 1, 2), "width"),
        (lambda: a.calibrated(1, 1, 0, trust=0), "trust"),
        (lambda: a.DrawnCells(None), "cells"),
        (lambda: a.rank_acceptability(None, weights=a.nested_uniform([0]), rng=rng()), "cells"),
        (lambda: a.rank_acceptability(a.NormalCells([[1]]), weights=a.nested_uniform([0]), rng=5), "rng"),
        (lambda: a.expected_value_of_partial_information([[1, 2]], [1, 1], None), "groups"),
        (lambda: a.leave_one_out([[1, 2], [2, 1]], names=3), "names"),
        (lambda: a.influence(np.ones((2, 2, 1)), [1], players=3), "players"),
        (lambda: a.paradoxes(["A", "B"], [1, 2], [1, 2], weight=0.5, rule="lowest"), "rule"),
    ],
)
def test_it_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named}: "):
        call()


def test_the_only_layer_that_counts_leaves_no_winner_behind():
    found = a.leave_one_out([[80, 60], [50, 70]], weights=[1, 0])
    assert [omission.winner for omission in found] == [None, 0]
    assert [omission.is_changed for omission in found] == [True, False]


def test_knowing_is_never_worth_less_than_nothing_and_rounding_changes_no_choice():
    table = np.random.default_rng(1).uniform(0, 1e6, (3, 50))
    table[0] += 1e6
    assert a.expected_value_of_perfect_information(table, np.full(50, 1 / 50)) >= 0.0
    same = np.array([[0.3, 0.1 + 0.2]] * 5)
    assert a.value_from_sample(same).changes == 0.0


def test_one_option_never_changes():
    assert a.probability_of_change([50], [1], [[8]]) == 0.0
