"""Do page, overview and report say what the people said, and what rests on few of them?"""

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from analysis.decision_file import check
from reports import said
from reports.conclusion import Speaker
from reports.findings.page import counts
from reports.findings.working import sections
from reports.models import Run, State
from reports.paper import annex, costs, dissent, matrix, reasons
from tests.analysis.sample import small, text
from tests.reports import finished, papers


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def judged(**people):
    """Judges with their marks for A and B on one criterion; the price puts B ahead where they are level."""
    decision_file = small()
    decision_file["people"] = [{"key": key, "name": text(en=key.title()), "roles": ["evaluator"]} for key in people]
    decision_file["criteria"] = [
        {"code": "F", "kind": "category", "name": text(en="Fit"), "weight": 4000},
        {**decision_file["criteria"][1], "weight": 10_000},
        {**decision_file["criteria"][3], "weight": 6000},
        *decision_file["criteria"][4:],
    ]
    decision_file["criteria"][3]["value_function"]["points"] = [["0", "100"], ["3000", "0"]]
    decision_file["vendors"] = [{**row, "facts": []} for row in decision_file["vendors"]]
    decision_file["vendors"][0]["costs"][0]["amount"] = 250_000
    decision_file["vendors"][1]["costs"][0]["amount"] = 100_000
    decision_file["needs"] = []
    decision_file["rounds"][0]["scores"] = [
        {
            "person": key,
            "criterion": "F-1",
            "vendor": vendor,
            "score": score,
            "level": "documented",
            "rationale": "Seen",
        }
        for key, marks in people.items()
        for vendor, score in zip("AB", marks, strict=True)
        if score is not None
    ]
    return check(decision_file).decision_file


def speaker(decision_file):
    opened = papers.paper(decision_file, language="en")
    return Speaker(opened.results, opened.decision_file)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (
            {"ann": (8, 6), "bob": (9, 6), "cid": (7, 6), "dan": (5, 6)},
            "3 of 4 evaluators have A Alpha first by their own scores, 1 has B Beta first.",
        ),
        (
            {"ann": (6, 6), "bob": (7, 7)},
            "2 of 2 evaluators have A Alpha and B Beta level in first place by their own scores.",
        ),
        (
            {"ann": (6, 7), "bob": (5, 7), "cid": (4, 4)},
            "2 of 3 evaluators have B Beta first by their own scores, 1 has A Alpha and B Beta level in first place.",
        ),
        ({"ann": (6, None)}, ""),
    ],
)
def test_it_is_said_whom_the_people_have_first(people, sentence):
    assert said.first_places(speaker(judged(**people))) == sentence


def test_it_reads_as_chinese():
    with translation.override("zh-hans"):
        words = said.first_places(speaker(judged(ann=(8, 6), bob=(9, 6), cid=(5, 6))))
    assert words == "按各自的打分，3 位评委里 2 位把 A Alpha排第一，1 位把 B Beta排第一。"


def test_a_tie_of_one_person_is_no_other_opinion():
    opened = papers.paper(judged(ann=(6, 6), bob=(7, 7)), language="en")
    assert opened.leader == "B"
    page = dissent.section(opened)
    assert (page["title"], page["own_way"]) == ("Nobody’s own scores put another vendor first", [])
    assert [row["totals"] for table in page["people"] for row in table["rows"]] == [
        [("60.0", True), ("60.0", True)],
        [("70.0", True), ("70.0", True)],
    ]
    assert "By their own scores" not in " ".join(point.title for point in reasons.risks(opened))


def test_a_majority_that_sees_it_differently_is_a_risk_of_the_first_rank():
    opened = papers.paper(judged(ann=(8, 7), bob=(8, 7), cid=(9, 8), dan=(6, 6)), language="en")
    assert opened.leader == "B"
    assert dissent.section(opened)["title"] == "By their own scores 3 of 4 people put another first"
    assert reasons.risks(opened)[0] == (
        "By their own scores 3 of 4 people put another first",
        "Ann: A, Bob: A, Cid: A.",
    )


def test_without_anybody_in_front_nobody_sees_it_differently():
    opened = papers.paper(finished.without_scores(finished.inputs(), "F1", "A"), language="en")
    assert opened.leader is None
    assert said.other_firsts(opened.results) == {}
    assert dissent.section(opened)["title"] == "First place by each person’s own scores"


def test_cells_of_few_judges_and_single_opinions_are_counted_by_category():
    people = {"ann": (8, 6), "bob": (None, 7), "cid": (None, None), "dan": (None, None), "eve": (None, None)}
    assert list(said.thin_cells(speaker(judged(**people)))) == [
        "2 cells rest on fewer than half of their evaluators (Fit 2).",
        "1 cell is a single opinion (Fit 1).",
    ]
    assert list(said.thin_cells(speaker(judged(ann=(8, 6), bob=(7, 6))))) == []
    assert list(said.thin_cells(speaker(judged(ann=(8, 6), bob=(None, None), cid=(7, 6))))) == []


def test_a_value_that_was_agreed_on_is_no_single_opinion():
    decision_file = judged(ann=(8, 6))
    decision_file["consensus"] = [{"criterion": "F-1", "vendor": v, "value": "7", "reason": "Agreed"} for v in "AB"]
    assert list(said.thin_cells(speaker(decision_file))) == []


def test_whose_marks_do_not_count_is_said_with_the_reason():
    decision_file = judged(ann=(8, 6), bob=(2, 9))
    decision_file |= {"format": "touchstone-decision/2", "not_counted": [{"person": "bob", "reason": "Left in March"}]}
    assert "The scores of Bob (Left in March) do not count." in said.people(speaker(decision_file))


def dear(decision_file):
    """Every offer lies beyond the ceiling."""
    for leaf in decision_file["criteria"]:
        if leaf["kind"] == "price":
            leaf["value_function"]["points"] = [["100", "100"], ["200", "0"]]
    return decision_file


def test_a_criterion_that_tells_nobody_apart_is_named_with_the_end_of_its_scale():
    decision_file = dear(judged(ann=(8, 6)))
    assert said.flat(speaker(decision_file)) == [
        "Price (weight 60): every 5-year total cost lies beyond the end of the scale at CNY 200 and is worth 0 points, "
        "so it cannot tell the vendors apart."
    ]
    decision_file["criteria"][3]["basis"] = "quote"
    assert said.flat(speaker(decision_file))[0].startswith("Price (weight 60): every quoted price lies beyond")
    assert said.flat(speaker(judged(ann=(6, 6)))) == [
        "Tickets (weight 40): every vendor has the same value, so it cannot tell them apart."
    ]


def test_what_tells_nobody_apart_is_a_risk_and_never_a_reason():
    plain, beyond = finished.inputs(), dear(finished.inputs())
    risks = reasons.risks(papers.paper(plain, language="en"))
    assert not any("does not tell the vendors apart" in point.title for point in risks)
    opened = papers.paper(beyond, language="en")
    assert opened.results["conclusion"]["leader"]
    first = reasons.risks(opened)[0]
    assert first.title == "Quoted price (weight 10) does not tell the vendors apart"
    told = [word for point in reasons.reasons(opened) for word in point]
    assert not any("Quoted price" in word for word in told)


def test_a_category_without_a_difference_is_not_steady_and_its_slider_says_so():
    decision_file = dear(judged(ann=(8, 6)))
    opened = papers.paper(decision_file, language="en")
    assert opened.results["stability"]["C"] == {"low": 0.0, "high": 100.0, "low_winner": None, "high_winner": None}
    steady = reasons._steady(opened, "A", "B")
    assert steady is not None
    assert steady.detail == "No weight of Fit changes the first place."
    assert opened.speaker.stability("C") == "every vendor has the same value here, so this weight decides nothing"


def test_all_who_cost_the_same_cost_the_least_of_none_and_have_least_outside_of_none():
    decision_file = judged(ann=(8, 6))
    for vendor in decision_file["vendors"]:
        vendor["costs"][0]["amount"] = 100_000
    titles = [point.title for point in reasons.reasons(papers.paper(decision_file, language="en"))]
    assert [title for title in titles if "Lowest total cost" in title or "outside the quote" in title] == []


def old(results):
    """A run of the engine before, which had no words for this."""
    found = deepcopy(results)
    del found["opinions"], found["flat"]
    for cells in found["cells"].values():
        for cell in cells.values():
            del cell["judges"], cell["not_counted"]
    return found


def test_an_old_run_says_what_it_can_and_that_it_is_old():
    opened = papers.paper(judged(ann=(8, 6), bob=(5, 6)), language="en")
    assert said.people(Speaker(old(opened.results), opened.decision_file)) == [
        "1 of 2 evaluators has A Alpha first by their own scores, 1 has B Beta first.",
        "This snapshot is of an earlier engine, which did not look for cells that few people scored.",
    ]
    assert said.flat(Speaker(old(opened.results), opened.decision_file)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("page", ["results", "overview", "working"])
def test_pages_open_and_say_it(client, page, is_old):
    selection = finished.selection()
    made = finished.opened()
    results = old(made.results) if is_old else made.results
    text = json.dumps(made.decision_file, ensure_ascii=False)
    made_by = {"engine": "touchstone-engine/3", "digest": "x"}
    Run.objects.create(selection=selection, number=1, decision_file=text, state=State.DONE, results=results, **made_by)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(selection.members.get(key="chen").user)
    response = client.get(reverse(page, args=[selection.code]))
    assert response.status_code == 200
    if page != "working":
        said_there = "3 of 6 evaluators have A Yunqiao Desk first by their own scores"
        assert said_there in response.content.decode()
        assert ("of an earlier engine" in response.content.decode()) == is_old


def test_the_working_marks_thin_cells_and_marks_that_do_not_count():
    decision_file = judged(ann=(8, 6), bob=(None, 7), cid=(2, None), dan=(None, None), eve=(None, None))
    decision_file |= {"format": "touchstone-decision/2", "not_counted": [{"person": "cid", "reason": "Left in March"}]}
    (fit, cost) = sections(finished.opened(decision_file), ["A", "B"])
    cells = fit.lines[0].cells
    assert [cell.thin for cell in cells] == ["single opinion", ""]
    assert [[(mark.person, mark.score) for mark in cell.not_counted] for cell in cells] == [[("Cid", 2)], []]
    assert (fit.lines[0].amount, cost.lines[0].amount) == ("", "5-year total cost")


def test_the_annex_marks_whose_scores_do_not_count():
    decision_file = judged(ann=(8, 6), bob=(2, 9))
    decision_file |= {"format": "touchstone-decision/2", "not_counted": [{"person": "bob", "reason": "Left in March"}]}
    page = annex.section(papers.paper(decision_file, language="en"))
    scores = page["categories"][0]["leaves"][0]["vendors"][0]["scores"]
    assert [(row["who"], row["score"]) for row in scores] == [("Ann", 8), ("Bob (not counted)", 2)]
    assert counts(finished.opened(decision_file))[0] == "1 evaluator"


def test_the_report_holds_totals_against_the_budget():
    decision_file = judged(ann=(8, 6))
    decision_file["selection"] |= {"budget_target": 120_000, "budget_ceiling": 200_000}
    opened = papers.paper(decision_file, language="en")
    assert costs.section(opened)["budget"] == (
        "Budget for 5-year total cost, target CNY 1,200, ceiling CNY 2,000: "
        "A CNY 500 above the ceiling; B CNY 200 below the target."
    )
    decision_file["selection"] |= {"budget_target": None, "budget_ceiling": None}
    assert costs.section(papers.paper(decision_file, language="en"))["budget"] == ""


def test_a_leader_above_the_ceiling_is_a_risk():
    decision_file = judged(ann=(6, 6))
    decision_file["selection"] |= {"budget_target": 40_000, "budget_ceiling": 50_000}
    opened = papers.paper(decision_file, language="en")
    assert reasons.risks(opened)[0] == ("CNY 500 above the ceiling", "5-year total cost CNY 1,000, ceiling CNY 500.")


def test_the_report_compares_nobody_whose_costs_have_gaps():
    decision_file = judged(ann=(8, 6))
    decision_file["scenarios"] = ["base", "fast"]
    decision_file["vendors"][1]["costs"] += [{**decision_file["vendors"][1]["costs"][0], "scenario": "fast"}]
    page = costs.section(papers.paper(check(decision_file).decision_file, language="en"))
    rows = {
        row["name"]: [is_least for _text, is_least in row["cells"]] for table in page["growth"] for row in table["rows"]
    }
    assert rows == {"Base": [False, True], "Fast": [False, False]}
    assert page["partial"] == ("Not compared, because costs are missing that the vendor has in another row: Fast: A.")


@pytest.mark.parametrize(("day", "named"), [("2026-12-25", "26"), ("2026-03-27", "26"), (None, "1")])
def test_the_report_names_years_as_its_edition_does(day, named):
    decision_file = judged(ann=(8, 6))
    decision_file["selection"]["decision_date"] = day
    opened = papers.paper(decision_file, language="en")
    assert costs._year_name(opened, 1) == named
    newer = papers.paper(check(decision_file | {"format": "touchstone-decision/2"}).decision_file, language="en")
    assert costs._year_name(newer, 1) == ("27" if day == "2026-12-25" else named)


def test_a_report_opens_an_old_run():
    opened = papers.paper(finished.inputs(), language="en")
    aged = replace(opened, results=old(opened.results), engine="touchstone-engine/3")
    assert dissent.section(aged)["title"] == dissent.section(opened)["title"]
    assert [dissent.section(aged)["said"][-1]] == [
        "This snapshot is of an earlier engine, which did not look for cells that few people scored."
    ]
    assert (reasons.reasons(aged), reasons.risks(aged)) == (reasons.reasons(opened), reasons.risks(opened))
    assert matrix.section(aged)["notes"] == matrix.section(opened)["notes"]
    assert annex.section(aged)["categories"] == annex.section(opened)["categories"]
