"""Do results say what the people said, whose marks counted, and which criteria decide nothing?"""

import json
from pathlib import Path

import pytest

from analysis.decision_file import check, read
from analysis.evaluation import evaluate
from analysis.evaluation.flat import flat_reason
from analysis.evaluation.opinions import opinions
from analysis.explanation import explain
from tests.analysis.sample import small, text

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
LEADS_B = {"kind": "leads", "leader": "B", "set": ["B"]}
BUDGET = {"type": "piecewise", "points": [["300000", "100"], ["400000", "0"]]}
UPTIME = {"type": "log", "points": [["99", "0"], ["99.99", "100"]]}


def results(decision_file):
    reading = check(decision_file)
    assert reading.faults == ()
    return evaluate(reading.decision_file).to_dict()


def left_out(*people, decision_file=None):
    entries = [{"person": key, "reason": "Left the committee"} for key in people]
    return (decision_file or small()) | {"format": "touchstone-decision/2", "not_counted": entries}


def mark(person, score, vendor="A"):
    return {"person": person, "criterion": "F-1", "vendor": vendor, "score": score, "level": "reference"}


def totals(**people):
    return {person: {"total": dict(zip("ABC", own, strict=False))} for person, own in people.items()}


@pytest.mark.parametrize(
    ("people", "firsts", "agree"),
    [
        (totals(ann=(60.0, 60.0), bob=(60.0, 60.0)), {"ann": ["A", "B"], "bob": ["A", "B"]}, 2),
        (totals(ann=(70.0, 60.0), bob=(70.0, 60.0), eva=(1.0, 2.0)), {"ann": ["A"], "bob": ["A"], "eva": ["B"]}, 1),
        (totals(ann=(0.1 + 0.2, 0.3, 0.3)), {"ann": ["A", "B", "C"]}, 1),
        ({}, {}, 0),
    ],
)
def test_whoever_has_the_leader_among_their_first_agrees(people, firsts, agree):
    found = opinions(people, LEADS_B)
    assert {person: own["first"] for person, own in found["people"].items()} == firsts
    assert (found["agree"], found["of"]) == (agree, len(people))


@pytest.mark.parametrize(
    ("conclusion", "agree"),
    [
        ({"kind": "tie", "leader": "A", "set": ["A", "B"]}, 2),
        ({"kind": "no_clear_winner", "leader": "A", "set": ["A", "B"]}, 1),
        ({"kind": "incomplete", "leader": None, "set": []}, 0),
    ],
)
def test_agreement_follows_the_conclusion(conclusion, agree):
    assert opinions(totals(ann=(7.0, 6.0, 5.0), bob=(5.0, 6.0, 1.0), eva=(1.0, 2.0, 3.0)), conclusion)["agree"] == agree


def test_marks_that_do_not_count_take_no_part_and_stay_visible():
    decision_file = small()
    decision_file["rounds"].append({"number": 2, "scores": [mark("eva", 9), mark("chen", 1)]})
    found = results(left_out("chen", decision_file=decision_file))
    cell = found["cells"]["F-1"]["A"]
    assert (cell["mean"], cell["n"], cell["sd"], cell["level"], cell["judges"]) == (9.0, 1, None, "reference", 1)
    assert cell["scores"] == [{"person": "eva", "score": 9, "round": 2}]
    assert cell["not_counted"] == [{"person": "chen", "score": 1, "round": 2}]
    assert found["rounds_total"] == {
        "1": pytest.approx({"A": 78.0, "B": 68.0}),
        "2": pytest.approx({"A": 81.0, "B": 68.0}),
    }
    assert (list(found["people_totals"]), found["opinions"]["of"]) == (["eva"], 1)


def test_a_level_rests_on_those_who_count():
    assert results(small())["cells"]["F-1"]["A"]["level"] == "claimed"
    assert results(left_out("chen"))["cells"]["F-1"]["A"]["level"] == "documented"


def test_a_cell_without_a_mark_that_counts_is_missing():
    found = results(left_out("chen", "eva"))
    assert found["cells"]["F-1"]["A"]["value"] is None
    assert found["conclusion"]["kind"] == "incomplete"
    assert found["people_totals"] == {}


@pytest.mark.parametrize("code", ["S-0007", "S-0008"])
def test_leaving_a_person_out_equals_a_file_without_their_marks(code):
    decision_file = read((DEMO / f"{code}.json").read_bytes()).decision_file
    person = decision_file["rounds"][0]["scores"][0]["person"]
    without = json.loads(json.dumps(decision_file))
    for item in without["rounds"]:
        item["scores"] = [score for score in item["scores"] if score["person"] != person]
    without["people"] = [row for row in without["people"] if row["key"] != person]
    found, expected = results(left_out(person, decision_file=decision_file)), results(without)
    for cells in found["cells"].values():
        for cell in cells.values():
            cell["not_counted"] = []
    assert found == expected


def test_the_working_names_marks_that_do_not_count():
    decision_file = check(left_out("chen")).decision_file
    lines = "\n".join(explain(decision_file, evaluate(decision_file).to_dict(), "A"))
    assert "mean of 1 = 8: eva 8 (round 1); not counted: chen 6 (round 1)" in lines


@pytest.mark.parametrize(
    ("assignments", "scores", "judges"),
    [
        ({"eva": ["F"], "bo": ["F-1"], "li": []}, [mark("eva", 8)], 3),
        ({"eva": ["F"], "bo": ["C"], "li": ["F-2"]}, [mark("eva", 8)], 1),
        ({"eva": ["C"]}, [mark("eva", 8)], 1),
        ({"eva": [], "bo": [], "li": []}, [mark("eva", 8), mark("bo", None)], 2),
        ({"eva": [], "bo": []}, [], 2),
    ],
)
def test_judges_are_those_who_were_to_score_a_cell(assignments, scores, judges):
    decision_file = small()
    decision_file["people"] = [
        {"key": key, "name": text(en=key), "roles": ["evaluator"], "assignments": own}
        for key, own in assignments.items()
    ] + [{"key": "otto", "name": text(en="Otto"), "roles": ["observer"]}]
    decision_file["rounds"][0]["scores"] = scores
    assert results(decision_file)["cells"]["F-1"]["A"]["judges"] == judges


@pytest.mark.parametrize(
    ("raw", "function", "reason"),
    [
        ([794000, 970000, 812000], BUDGET, "clipped_low"),
        ([400000, 970000], BUDGET, "clipped_low"),
        ([400000, 400000], BUDGET, "equal"),
        ([100, 200], BUDGET, "clipped_high"),
        ([794000, 399000], BUDGET, None),
        ([350000, 350000], BUDGET, "equal"),
        ([794000, None], BUDGET, None),
        ([794000], BUDGET, None),
        ([794000, 970000], None, None),
        ([98.0, 97.5, 42.0], UPTIME, "clipped_low"),
        ([99.995, 99.999], UPTIME, "clipped_high"),
    ],
)
def test_a_criterion_on_which_all_are_worth_the_same_is_flat(raw, function, reason):
    assert flat_reason(raw, function) == reason


def test_flat_criteria_are_listed_with_who_is_compared():
    decision_file = small()
    decision_file["criteria"][4]["value_function"]["points"] = [["100", "100"], ["1000", "0"]]
    decision_file["rounds"][0]["scores"] = [mark("eva", 7), mark("eva", 7, "B")]
    assert results(decision_file)["flat"] == [
        {"criterion": "F-1", "reason": "equal", "vendors": ["A", "B"]},
        {"criterion": "C-1", "reason": "clipped_low", "vendors": ["A", "B"]},
    ]
    decision_file["criteria"][1]["weight"], decision_file["criteria"][2]["weight"] = 0, 10_000
    assert [row["criterion"] for row in results(decision_file)["flat"]] == ["C-1"]


def test_who_does_not_take_part_makes_nothing_flat():
    decision_file = small()
    decision_file["vendors"].append({"code": "C", "name": text(en="Gone"), "withdrawn": "Dear"})
    decision_file["rounds"][0]["scores"] = [mark("eva", 7), mark("eva", 7, "B"), mark("eva", 1, "C")]
    assert [row["criterion"] for row in results(decision_file)["flat"]] == ["F-1"]
