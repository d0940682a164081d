"""Do the demo selections say what they should, and do their numbers come out?"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.decision_file import canonical_bytes, check, read
from analysis.evaluation import Evaluation, evaluate

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
NAMES = ["S-0007", "S-0008"]
VENDORS = "ABCD"
HAN = re.compile(r"[\u4e00-\u9fff]")

MEANS = {
    "F1": (8.75, 8.25, 6.75, 7.0),
    "F2": (7.25, 8.75, 5.75, 4.75),
    "F3": (7.75, 7.5, 8.0, 4.75),
    "F4": (7.25, 8.25, 7.0, 5.0),
    "F5": (7.67, 8.33, 5.33, 7.0),
    "A1": (7.33, 6.33, 8.67, 5.33),
    "A2": (7.67, 7.67, 6.67, 4.0),
    "A3": (7.67, 8.0, 5.67, 4.33),
    "A4": (7.33, 6.33, 9.33, 5.67),
    "C1": (5.17, 4.59, 7.87, 8.96),
    "C2": (7.0, 6.0, 5.33, 4.33),
    "C3": (8.0, 7.67, 6.0, 6.67),
    "S1": (7.67, 7.0, 8.0, 4.67),
    "S2": (7.67, 7.67, 6.0, 4.33),
    "S3": (8.0, 6.0, 7.0, 4.0),
    "R1": (7.0, 8.0, 7.0, 4.0),
    "R2": (7.67, 6.0, 8.0, 5.0),
}
CONTRIBUTION = {
    "F": (31.21, 32.79, 26.67, 22.5),
    "A": (18.77, 17.73, 19.03, 12.0),
    "C": (12.57, 11.26, 13.47, 14.22),
    "S": (7.73, 7.07, 7.0, 4.4),
    "R": (3.7, 3.4, 3.8, 2.3),
}
TOTAL = (73.98, 72.25, 69.97, 55.42)
ROUND_1_TOTAL = (73.48, 71.49, 69.09, 54.87)
QUOTE = (402.1, 428.9, 278.0, 228.0)
TCO = {
    "base": (485.1, 571.3, 533.6, 469.9),
    "fast": (597.4, 723.7, 575.1, 624.5),
    "slow": (435.5, 504.0, 516.4, 401.5),
}
STABILITY = {
    "F": (7.23, 58.27, "C", "B"),
    "A": (0, 84.24, None, "C"),
    "C": (0, 57.75, None, "C"),
    "S": (0, 100, None, None),
    "R": (0, 68.39, None, "C"),
}
# c claimed, d documented, m demonstrated, p POC-verified; vendors A to D.
LEVEL = {
    "F1": "pppp",
    "F2": "pppp",
    "F3": "pppp",
    "F4": "mmdd",
    "F5": "pppp",
    "A1": "ddmd",
    "A2": "mmmd",
    "A3": "mmdc",
    "A4": "dcdd",
    "C1": "dddd",
    "C2": "dddc",
    "C3": "ccdc",
    "S1": "mdmc",
    "S2": "ddcc",
    "S3": "dddc",
    "R1": "dddc",
    "R2": "mcmc",
}
WORDS = {"claimed": "c", "documented": "d", "demonstrated": "m", "poc": "p"}


def demo(name: str) -> Any:
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))


def leaves(decision_file: Any) -> list[Any]:
    return [node for node in decision_file["criteria"] if node["kind"] not in ("category", "line")]


@pytest.fixture(scope="module")
def finished() -> Evaluation:
    return evaluate(demo("S-0007"))


def texts(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value.keys() == {"zh", "en"}:
        yield at, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(item, f"{at}/{key}")


@pytest.mark.parametrize("name", NAMES)
def test_demo_file_has_no_fault(name):
    assert read((DEMO / f"{name}.json").read_bytes()).faults == ()


@pytest.mark.parametrize("name", NAMES)
def test_demo_file_is_complete_and_in_order(name):
    decision_file = demo(name)
    assert check(decision_file).decision_file == decision_file


@pytest.mark.parametrize("name", NAMES)
def test_demo_file_keeps_its_canonical_bytes(name):
    data = canonical_bytes(demo(name))
    assert canonical_bytes(read(data).decision_file) == data


def test_finished_demo_has_the_expected_means(finished):
    means = {
        code: tuple(round(row[vendor]["value"] / 10, 2) for vendor in VENDORS) for code, row in finished.cells.items()
    }
    assert means == MEANS


def test_finished_demo_has_the_expected_contributions(finished):
    assert finished.contribution.keys() == CONTRIBUTION.keys()
    for code, row in CONTRIBUTION.items():
        assert [finished.contribution[code][vendor] for vendor in VENDORS] == pytest.approx(row, abs=0.01)


def test_finished_demo_has_the_expected_totals(finished):
    assert [finished.total[vendor] for vendor in VENDORS] == pytest.approx(TOTAL, abs=0.01)
    assert [finished.rounds_total["1"][vendor] for vendor in VENDORS] == pytest.approx(ROUND_1_TOTAL, abs=0.01)


def test_finished_demo_has_the_expected_costs(finished):
    costs = [finished.cost[vendor] for vendor in VENDORS]
    assert [cost["quote"] for cost in costs] == [round(amount * 10**6) for amount in QUOTE]
    for scenario, row in TCO.items():
        found = [cost["scenarios"][scenario]["tco"] for cost in costs]
        assert found == [round(amount * 10**6) for amount in row]


def test_finished_demo_has_the_expected_stability(finished):
    for code, (low, high, low_winner, high_winner) in STABILITY.items():
        found = finished.stability[code]
        assert (found["low"], found["high"]) == pytest.approx((low, high), abs=0.01)
        assert (found["low_winner"], found["high_winner"]) == (low_winner, high_winner)


def test_finished_demo_has_no_clear_winner(finished):
    conclusion = finished.conclusion
    assert (conclusion["kind"], conclusion["set"], round(conclusion["lead"], 2)) == (
        "no_clear_winner",
        ["A", "B"],
        1.73,
    )
    assert (conclusion["bar"], 0.6 < conclusion["p_first"] < 0.67) == (75, True)
    assert (finished.excluded, finished.pending) == ([], [{"vendor": "B", "need": "R-17"}])


def test_finished_demo_covers_every_year_of_what_comes_back():
    decision_file = demo("S-0007")
    years = Counter(
        (v["code"], c["item"], c["label"]["en"], c["scenario"]) for v in decision_file["vendors"] for c in v["costs"]
    )
    once = {"Implementation", "Data migration"}
    assert {label: count for (_, _, label, _), count in years.items()} == {
        label: 1 if label in once else 5 for (_, _, label, _) in years
    }
    assert len(years) == 4 * 7 * 3


def test_finished_demo_has_the_expected_dimensions(finished):
    shares = finished.dimension_weights["dimensions"]
    assert {name: round(100 * share, 6) for name, share in shares.items()} == {
        "business": 48,
        "technology": 32,
        "commercial": 20,
    }


def test_finished_demo_has_the_expected_evidence(finished):
    found = {code: "".join(WORDS[row[vendor]["level"]] for vendor in VENDORS) for code, row in finished.cells.items()}
    assert found == LEVEL


def test_finished_demo_scores_every_assigned_cell():
    decision_file = demo("S-0007")
    assigned = {
        (code, vendor["code"], person["key"])
        for person in decision_file["people"]
        for code in person["assignments"]
        for vendor in decision_file["vendors"]
    }
    scored = [{(s["criterion"], s["vendor"], s["person"]) for s in item["scores"]} for item in decision_file["rounds"]]
    assert scored[0] == assigned
    assert (len(scored[0]), len(scored[1]), scored[1] <= assigned) == (200, 50, True)


def test_finished_demo_judges_every_must_have():
    needs = [need for need in demo("S-0007")["needs"] if need["moscow"] == "must"]
    assert [[item["vendor"] for item in need["judgements"]] for need in needs] == [list(VENDORS)] * 6


def test_second_demo_stands_in_the_middle_of_scoring():
    decision_file = demo("S-0008")
    by_parent: dict[str, set[str]] = {}
    for node in leaves(decision_file):
        if node["kind"] == "rated":
            for key in (node["code"], node["parent"]):
                by_parent.setdefault(key, set()).add(node["code"])
    due = {
        person["key"]: 3 * len(set().union(*(by_parent.get(code, set()) for code in person["assignments"])))
        for person in decision_file["people"]
        if "evaluator" in person["roles"]
    }
    done = Counter(score["person"] for score in decision_file["rounds"][0]["scores"])
    assert {key: (done[key], count) for key, count in due.items()} == {
        "chen": (39, 39),
        "lin": (24, 48),
        "qin": (15, 36),
        "su": (0, 27),
        "wu": (9, 39),
    }


def test_second_demo_copies_the_short_finance_template_with_two_groups_opened():
    decision_file = demo("S-0008")
    changed = {node["code"] for node in leaves(decision_file) if node["weight"] != node["template_weight"]}
    assert (decision_file["template"]["key"], decision_file["template"]["depth"]) == ("finance", "short")
    assert [heading["code"] for heading in decision_file["headings"]] == ["F-AI", "A-SE"]
    assert changed == {"F-CH", "F-X", "C-TC", "C-CT", "S-SU"}


def test_second_demo_has_no_total_yet_and_excludes_nobody():
    second = evaluate(demo("S-0008"))
    assert set(second.total.values()) == {None}
    assert {"criterion": "F-AI-04", "vendor": "C"} in second.missing
    assert second.excluded == []
    assert second.pending == [
        {"vendor": "B", "need": "R-02"},
        {"vendor": "B", "need": "R-05"},
        {"vendor": "C", "need": "R-01"},
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_rated_criterion_has_three_evaluators(name):
    decision_file = demo(name)
    names = Counter(code for person in decision_file["people"] for code in person["assignments"])
    counts = {
        node["code"]: names[node["code"]] + names[node["parent"]]
        for node in leaves(decision_file)
        if node["kind"] == "rated"
    }
    few = {"S-0007": {"S3": 2, "R1": 2}, "S-0008": {}}[name]
    assert {code: count for code, count in counts.items() if count < 3} == few


@pytest.mark.parametrize("name", NAMES)
def test_unusual_scores_and_trusted_claims_have_a_rationale(name):
    bare = [
        (number, score["person"], score["criterion"], score["vendor"])
        for number, item in enumerate(demo(name)["rounds"], start=1)
        for score in item["scores"]
        if not score["rationale"]
        and (not 4 <= score["score"] <= 8 or (score["score"] >= 7 and score["level"] in ("none", "claimed")))
    ]
    assert bare == []


def test_changed_scores_have_a_rationale():
    first, second = (
        {(s["criterion"], s["vendor"], s["person"]): s for s in item["scores"]} for item in demo("S-0007")["rounds"]
    )
    changed = [cell for cell in second if second[cell]["score"] != first[cell]["score"]]
    assert len(changed) > 30
    assert [cell for cell in changed if not second[cell]["rationale"]] == []


@pytest.mark.parametrize("name", [*NAMES, "people"])
def test_every_text_is_written_in_both_languages(name):
    assert [at for at, text in texts(demo(name)) if bool(text["zh"]) != bool(text["en"])] == []
    assert [at for at, text in texts(demo(name)) if HAN.search(text["en"])] == []


@pytest.mark.parametrize("name", NAMES)
def test_rated_criteria_have_five_anchors_and_a_question(name):
    for node in leaves(demo(name)):
        assert all(node["question"].values())
        if node["kind"] == "rated":
            assert [all(text.values()) for text in node["anchors"].values()] == [True] * 5


@pytest.mark.parametrize("name", NAMES)
def test_every_person_of_a_demo_can_sign_in(name):
    users = {user["username"]: user for user in demo("people")}
    for person in demo(name)["people"]:
        user = users[person["key"]]
        assert (user["name"], user["department"], user["title"]) == (
            person["name"],
            person["department"],
            person["title"],
        )


def test_only_the_administrator_of_the_demo_sits_on_no_committee():
    seated = {person["key"] for name in NAMES for person in demo(name)["people"]}
    alone = [(user["username"], user["site_admin"]) for user in demo("people") if user["username"] not in seated]
    assert alone == [("fang", True)]
    assert [user["username"] for user in demo("people") if user["site_admin"]] == ["fang"]
