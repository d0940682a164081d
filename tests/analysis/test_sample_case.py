"""Does the engine find what the sample case says it should find?"""

import pytest

from analysis.decision_file import check
from analysis.evaluation import evaluate
from tests.analysis.sample import sample_case, sample_document


@pytest.fixture(scope="module")
def results():
    reading = check(sample_document())
    assert reading.faults == ()
    return evaluate(reading.decision_file).to_dict()


@pytest.fixture(scope="module")
def expected():
    return sample_case()["expected"]


def test_total_equals_expected(results, expected):
    assert results["total"] == pytest.approx(expected["total"], abs=0.006)


def test_ranking_is_best_first(results):
    assert results["ranking"] == [{"vendor": v, "rank": i} for i, v in enumerate("ABCD", start=1)]


def test_contribution_equals_expected(results, expected):
    assert {c: pytest.approx(v, abs=0.006) for c, v in expected["contribution"].items()} == results["contribution"]


def test_round_one_total_equals_expected(results, expected):
    assert results["rounds_total"]["1"] == pytest.approx(expected["round1_total"], abs=0.006)
    assert results["rounds_total"]["2"] == results["total"]


def test_stability_equals_expected(results, expected):
    for code, interval in expected["stability"].items():
        found = results["stability"][code]
        assert (found["low_winner"], found["high_winner"]) == (interval["low_winner"], interval["high_winner"])
        assert (found["low"], found["high"]) == pytest.approx((interval["low"], interval["high"]), abs=0.006)


def test_quote_and_total_cost_equal_expected(results, expected):
    cost = results["cost"]
    assert {v: cost[v]["quote"] / 1e6 for v in "ABCD"} == pytest.approx(expected["quote"], abs=1e-6)
    for scenario, totals in expected["tco_total"].items():
        found = {v: cost[v]["scenarios"][scenario]["tco"] / 1e6 for v in "ABCD"}
        assert found == pytest.approx(totals, abs=1e-6)


def test_hidden_share_is_what_lies_outside_the_quote(results):
    shares = {v: round(100 * results["cost"][v]["hidden_share"]) for v in "ABCD"}
    assert shares == {"A": 17, "B": 25, "C": 48, "D": 51}


def test_conclusion_names_no_clear_winner(results):
    conclusion = results["conclusion"]
    assert (conclusion["kind"], conclusion["leader"], conclusion["bar"]) == ("no_clear_winner", "A", 75.0)
    assert conclusion["set"] == ["A", "B"]
    assert conclusion["lead"] == pytest.approx(1.73, abs=0.006)
    assert 0.5 < conclusion["p_first"] < 0.75
