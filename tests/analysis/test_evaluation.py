"""Are cells, places, conclusions and flips what the rules say, also when something is missing?"""

import copy
import itertools

import pytest

from analysis.decision_file import check
from analysis.evaluation import STEPS, evaluate, without_draws
from tests.analysis.sample import sample_document, small, text


def results(decision_file):
    reading = check(decision_file)
    assert reading.faults == ()
    return evaluate(reading.decision_file).to_dict()


def cell(decision_file, criterion="F-1", vendor="A"):
    return results(decision_file)["cells"][criterion][vendor]


def score(person, value, *, criterion="F-1", vendor="A", level="documented"):
    return {"person": person, "criterion": criterion, "vendor": vendor, "score": value, "level": level}


def test_a_rated_cell_is_the_mean_of_the_latest_scores():
    decision_file = small()
    decision_file["rounds"].append({"number": 2, "scores": [score("eva", 9)]})
    found = cell(decision_file)
    assert (found["value"], found["mean"], found["n"], found["source"]) == (75.0, 7.5, 2, "mean")
    assert found["scores"] == [
        {"person": "chen", "score": 6, "round": 1},
        {"person": "eva", "score": 9, "round": 2},
    ]
    assert found["sd"] == pytest.approx(2.1213203)


def test_a_latest_score_of_null_abstains():
    decision_file = small()
    decision_file["rounds"].append({"number": 2, "scores": [score("chen", None)]})
    assert cell(decision_file)["value"] == 80.0


def test_a_consensus_value_replaces_the_mean_but_not_the_rounds():
    decision_file = small()
    decision_file["consensus"] = [{"criterion": "F-1", "vendor": "A", "value": "9.5", "reason": "shown again"}]
    found = results(decision_file)
    assert (found["cells"]["F-1"]["A"]["value"], found["cells"]["F-1"]["A"]["source"]) == (95.0, "consensus")
    assert found["rounds_total"]["1"]["A"] == pytest.approx(75.0)
    assert found["total"]["A"] == pytest.approx(75.0 + 0.3 * 25)


def test_a_level_is_the_lower_median_of_the_last_round():
    decision_file = small()
    assert cell(decision_file)["level"] == "claimed"
    later = [score("eva", 8, level="reference"), score("chen", 6, level="demonstrated")]
    decision_file["rounds"].append({"number": 2, "scores": later})
    assert cell(decision_file)["level"] == "demonstrated"


def trial(result, *, value=None, measures=None, criteria=("F-1",)):
    return {
        "code": "P-01",
        "name": text(en="Proof"),
        "criteria": list(criteria),
        "measures": measures,
        "results": [{"vendor": "A", "result": result, "value": value}],
    }


@pytest.mark.parametrize(
    ("result", "level"),
    [("pass", "poc"), ("partial", "poc"), ("fail", "poc"), ("running", "claimed"), ("untested", "claimed")],
)
def test_a_concluded_result_verifies_even_when_it_fails(result, level):
    decision_file = small()
    decision_file["poc"] = {"scenarios": [trial(result)]}
    assert cell(decision_file)["level"] == level


def test_a_measured_poc_result_beats_the_fact():
    decision_file = small()
    decision_file["poc"] = {"scenarios": [trial("partial", value="99", measures="F-2")]}
    found = cell(decision_file, "F-2")
    assert (found["raw"], found["value"], found["level"], found["source"]) == (99.0, 90.0, "poc", "poc")


def test_a_running_poc_result_does_not_beat_the_fact():
    decision_file = small()
    decision_file["poc"] = {"scenarios": [trial("running", value="99", measures="F-2")]}
    assert cell(decision_file, "F-2")["source"] == "fact"


def test_a_price_goes_through_its_value_function():
    found = cell(small(), "C-1")
    assert (found["raw"], found["value"], found["level"], found["source"]) == (1500.0, 75.0, "documented", "price")


def test_the_total_cost_discounts_and_the_quote_does_not():
    decision_file = small()
    decision_file["options"]["discount_rate"] = "10"
    decision_file["vendors"][0]["costs"] += [
        {"item": "K05", "quoted": False, "scenario": "base", "year": 1, "amount": 11_000}
    ]
    cost = results(decision_file)["cost"]["A"]
    assert (cost["quote"], cost["tco"], cost["outside"]) == (150_000, 160_000, 10_000)
    assert (cost["by_item"], cost["by_year"]) == ({"K02": 150_000, "K05": 10_000}, [150_000, 11_000, 0, 0, 0, 0])
    assert cost["hidden_share"] == pytest.approx(0.0625)
    assert cost["scenarios"]["base"]["tco"] == 160_000


def test_a_seat_price_follows_the_plan_of_each_scenario():
    decision_file = small()
    decision_file["scenarios"] = ["base", "fast"]
    decision_file["seat_plan"] = {"base": [10, 10, 10, 10, 20], "fast": [10, 20, 30, 40, 50]}
    decision_file["vendors"][0]["costs"] = []
    decision_file["vendors"][0]["seat_prices"] = [{"item": "K01", "quoted": True, "price": 100, "minimum": 15}]
    cost = results(decision_file)["cost"]["A"]
    assert cost["quote"] == 12 * 100 * (15 * 4 + 20)
    assert cost["scenarios"]["fast"]["quote"] == 12 * 100 * (15 + 20 + 30 + 40 + 50)


def test_a_missing_cell_gives_a_range_no_place_and_is_named():
    decision_file = small()
    decision_file["rounds"][0]["scores"] = [score("eva", 8)]
    found = results(decision_file)
    assert found["total"] == {"A": pytest.approx(78.0), "B": None}
    assert found["range"] == {"B": pytest.approx([47.0, 77.0])}
    assert found["ranking"] == [{"vendor": "A", "rank": 1}, {"vendor": "B", "rank": None}]
    assert found["contribution"]["F"]["B"] is None
    assert found["conclusion"]["kind"] == "incomplete"
    assert found["conclusion"]["missing"] == [{"criterion": "F-1", "vendor": "B"}]


def test_a_vendor_without_costs_or_facts_is_incomplete():
    decision_file = small()
    decision_file["needs"] = []
    decision_file["vendors"][1]["costs"] = []
    decision_file["vendors"][1]["facts"] = []
    assert results(decision_file)["missing"] == [
        {"criterion": "F-2", "vendor": "B"},
        {"criterion": "C-1", "vendor": "B"},
    ]


def test_a_missing_cell_without_weight_does_not_matter():
    decision_file = small()
    decision_file["criteria"][1]["weight"], decision_file["criteria"][2]["weight"] = 0, 10_000
    decision_file["rounds"] = []
    found = results(decision_file)
    assert found["missing"] == []
    assert found["ranking"] == [{"vendor": "A", "rank": 1}, {"vendor": "B", "rank": 2}]
    assert found["leaf_contribution"]["F-1"] == {"A": 0.0, "B": 0.0}
    assert "F-1" not in found["stability_leaf"]


def test_one_vendor_has_nothing_to_compare_with():
    decision_file = small()
    decision_file["vendors"][1]["withdrawn"] = "left"
    found = results(decision_file)
    assert (found["vendors"], found["conclusion"]["kind"], found["conclusion"]["set"]) == (["A"], "single", ["A"])
    assert found["conclusion"]["lead"] is None
    assert found["flips"] == []
    assert found["stability"]["F"] == {"low": 0.0, "high": 100.0, "low_winner": None, "high_winner": None}


def test_equal_totals_share_a_place():
    decision_file = small()
    twin = copy.deepcopy(decision_file["vendors"][0]) | {"code": "B"}
    decision_file["vendors"][1] = twin
    decision_file["rounds"][0]["scores"] = [score("eva", 8), score("eva", 8, vendor="B")]
    found = results(decision_file)
    assert found["ranking"] == [{"vendor": "A", "rank": 1}, {"vendor": "B", "rank": 1}]
    assert (found["conclusion"]["kind"], found["conclusion"]["set"]) == ("tie", ["A", "B"])
    assert found["acceptability"]["uniform"]["first"] == {"A": 0.5, "B": 0.5}
    assert found["acceptability"]["uniform"]["pairwise"]["A"] == {"B": 0.5}


def test_everybody_excluded_is_said():
    decision_file = small()
    decision_file["needs"][0]["rule"]["value"] = "99.5"
    found = results(decision_file)
    assert (found["vendors"], found["ranking"], found["total"]) == ([], [], {})
    assert found["conclusion"]["kind"] == "none"


def test_an_excluded_vendor_shows_how_far_it_missed_and_its_shadow_place():
    decision_file = small()
    decision_file["needs"][0]["rule"]["value"] = "98.5"
    found = results(decision_file)
    assert found["vendors"] == ["B"]
    assert found["excluded"] == [
        {
            "vendor": "A",
            "need": "R-01",
            "state": "fail",
            "missed": 0.5,
            "shadow_total": pytest.approx(75.0),
            "shadow_rank": 1,
        }
    ]
    assert "A" in found["cells"]["F-1"]


def test_a_fact_that_is_only_claimed_leaves_a_must_have_pending():
    decision_file = small()
    decision_file["vendors"][0]["facts"][0]["level"] = "claimed"
    found = results(decision_file)
    assert found["pending"] == [{"vendor": "A", "need": "R-01"}]
    assert found["ranking"][0] == {"vendor": "A", "rank": 1}
    assert found["conclusion"]["leader_pending"] is True


def test_people_decide_a_must_have_without_a_rule():
    decision_file = small()
    decision_file["needs"][0] |= {"rule": None, "judgements": [{"vendor": "A", "state": "fail"}]}
    found = results(decision_file)
    assert [(entry["vendor"], entry["missed"]) for entry in found["excluded"]] == [("A", None)]
    assert found["pending"] == [{"vendor": "B", "need": "R-01"}]


def test_only_must_haves_exclude():
    decision_file = small()
    decision_file["needs"][0]["moscow"] = "should"
    decision_file["needs"][0]["rule"]["value"] = "99.5"
    assert results(decision_file)["excluded"] == []


def test_a_document_without_criteria_or_vendors_has_no_conclusion():
    decision_file = small() | {"criteria": [], "headings": [], "needs": [], "rounds": []}
    decision_file["people"][1]["assignments"] = []
    for vendor in decision_file["vendors"]:
        vendor["facts"] = []
    assert results(decision_file)["conclusion"]["kind"] == "incomplete"
    assert results(decision_file | {"vendors": []})["conclusion"]["kind"] == "none"


def test_the_lead_and_the_bar_decide_together():
    decision_file = small()
    assert results(decision_file)["conclusion"]["kind"] == "leads"
    decision_file["options"]["lead"] = "8"
    assert results(decision_file)["conclusion"]["kind"] == "no_clear_winner"
    decision_file["options"] |= {"lead": "2", "bar": "99.9"}
    assert results(decision_file)["conclusion"]["kind"] == "no_clear_winner"


def test_dominated_vendors_are_listed():
    decision_file = small()
    decision_file["vendors"][0]["facts"][0]["value"] = "99"
    assert results(decision_file)["dominated"] == [{"vendor": "B", "by": "A"}] or cell(decision_file)["value"] == 70
    decision_file["rounds"][0]["scores"] = [score("eva", 8), score("eva", 7, vendor="B")]
    assert results(decision_file)["dominated"] == [{"vendor": "B", "by": "A"}]


def test_own_totals_use_only_what_a_person_scored_for_everybody():
    own = results(small())["people_totals"]
    assert own == {"eva": {"share": pytest.approx(0.3), "total": {"A": pytest.approx(80), "B": pytest.approx(70)}}}


def test_weights_and_dimensions_sum_to_one():
    found = results(sample_document())
    assert sum(found["weights"].values()) == pytest.approx(1.0)
    assert sum(found["dimension_weights"]["dimensions"].values()) == pytest.approx(1.0)
    assert found["dimension_weights"]["categories"] == pytest.approx(found["category_weights"])
    assert found["dimension_weights"]["cells"]["commercial"] == pytest.approx(
        {"F": 0, "T": 0, "C": 0.2, "S": 0.1, "R": 0.05}
    )
    assert sum(found["evidence"].values()) == pytest.approx(1.0)


def test_contributions_sum_to_the_total_in_every_cut():
    found = results(sample_document())
    for cut in ("contribution", "leaf_contribution", "dimension_contribution"):
        sums = {v: sum(points[v] for points in found[cut].values()) for v in "ABCD"}
        assert sums == pytest.approx(found["total"])


def test_rails_cover_the_whole_range_and_agree_with_the_stability():
    found = results(sample_document())
    for code, rail in found["rails"].items():
        assert (rail[0]["from"], rail[-1]["to"]) == (0.0, 100.0)
        assert all(left["to"] == right["from"] for left, right in itertools.pairwise(rail))
        own = next(part for part in rail if part["from"] <= 100 * found["category_weights"][code] <= part["to"])
        assert (own["from"], own["to"], own["winner"]) == (
            found["stability"][code]["low"],
            found["stability"][code]["high"],
            "A",
        )


def test_the_same_document_gives_the_same_results():
    assert results(sample_document()) == results(sample_document())


def test_another_seed_moves_the_shares_by_sampling_error_only():
    other = sample_document()
    other["options"]["seed"] += 1
    first, second = (results(d)["acceptability"]["stated"] for d in (sample_document(), other))
    assert first["first"] != second["first"]
    for vendor in "ABCD":
        assert abs(first["first"][vendor] - second["first"][vendor]) <= 5 * first["first_se"][vendor] + 1e-4


def test_the_order_of_lists_does_not_matter():
    shuffled = sample_document()
    for key in ("vendors", "people"):
        shuffled[key].reverse()
    shuffled["rounds"][0]["scores"].reverse()
    assert results(shuffled) == results(sample_document())


def test_another_vendor_does_not_move_the_totals():
    decision_file = sample_document()
    alone = results(decision_file)["total"]
    decision_file["vendors"].append(copy.deepcopy(decision_file["vendors"][0]) | {"code": "E"})
    extra = [copy.deepcopy(s) | {"vendor": "E"} for s in decision_file["rounds"][0]["scores"] if s["vendor"] == "D"]
    decision_file["rounds"][0]["scores"] += extra
    found = results(decision_file)["total"]
    assert {v: found[v] for v in "ABCD"} == alone


def test_progress_names_every_step_in_order():
    heard = []
    evaluate(check(small()).decision_file, progress=lambda *step: heard.append(step))
    assert heard == [(i, len(STEPS), name) for i, name in enumerate(STEPS, start=1)]


def test_results_without_draws_are_the_same():
    decision_file = check(sample_document()).decision_file
    whole, part = evaluate(decision_file).to_dict(), without_draws(decision_file)
    assert {key: whole[key] for key in part} == part
    assert whole.keys() - part.keys() == {
        "engine",
        "interval",
        "samples",
        "acceptability",
        "conclusion",
        "opinions",
        "cost",
    }
