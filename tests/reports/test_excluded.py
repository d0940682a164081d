"""Does a vendor that fails a must-have stay visible on pages and paper, with what it failed?"""

import json
import re

import pytest
from django.utils import translation

from reports.charts.theme import LIGHT
from reports.findings import ranking
from reports.paper import annex, book, costs, marks, matrix, trials
from reports.paper.excluded import excluded
from reports.runs import execute, request_run
from selection.models import Phase
from tests.reports import finished, papers


def decision_file():
    """B fails R-17, which hangs on a criterion that a failed trial would prove."""
    found = finished.failing(finished.inputs(), "B")
    [need] = [row for row in found["needs"] if row["code"] == "R-17"]
    scenario = found["poc"]["scenarios"][0]
    need["criteria"] = [scenario["criteria"][0]]
    next(row for row in scenario["results"] if row["vendor"] == "B")["result"] = "fail"
    return found


@pytest.fixture
def opened():
    with translation.override("en"):
        yield papers.paper(decision_file(), language="en")


def test_matrix_and_trials_keep_the_column_in_grey(opened):
    [table] = matrix.section(opened)["parts"]
    assert table["part"].vendors == ["A", "C", "D", "B"]
    cells = table["categories"][0]["leaves"][0]["cells"]
    assert ["mute" in cell for cell in cells[:3]] == ["mute" in cells[0]] * 3
    assert cells[3].startswith('<span class="mute">')
    assert table["totals"][3] == "–"
    parts = trials.section(opened)["parts"]
    assert [vendor for part in parts for vendor in part["part"].vendors] == ["A", "C", "D", "B"]


def test_the_failed_must_and_the_failed_trial_are_named(opened):
    [sentence] = excluded(opened)
    scenario = opened.decision_file["poc"]["scenarios"][0]
    assert "excluded, fails R-17" in sentence
    assert f"Failed trials: {scenario['code']} {scenario['name']['en']}" in sentence
    text = re.sub(r"<[^>]+>", " ", book.html(opened))
    assert text.count("In grey: B ") == 2


def test_trials_count_everybody_who_was_tried(opened):
    cells = 4 * len(opened.decision_file["poc"]["scenarios"])
    assert f"of {cells} trials" in trials.section(opened)["lead"]


def test_costs_of_the_excluded_stand_beside_the_comparison(opened):
    assert costs.section(opened)["excluded"].startswith("Excluded, for comparison only: B ")


def test_cost_tables_and_charts_on_paper_keep_the_excluded_in_grey(opened):
    page = costs.section(opened)
    [table] = page["parts"]
    assert table["part"].vendors == ["A", "C", "D", "B"]
    figures = [row["amounts"][3] for row in table["rows"]] + [table["totals"][3], table["quotes"][3]]
    assert all(text.startswith('<span class="mute">') for text in figures)
    assert not any("mute" in text for row in table["rows"] for text in row["amounts"][:3])
    for drawing in (page["stack"], page["yearly"]):
        assert f'fill="{LIGHT.out}"' in drawing
    assert [tile for tile, _name in table["heads"]] == [marks.tile(code) for code in "ACDB"]
    assert all(len(row["cells"]) == 3 for growth in page["growth"] for row in growth["rows"])


def test_dimensions_hold_what_the_excluded_would_have_beside_the_others():
    made = finished.opened(decision_file())
    [entry] = made.results["excluded"]
    rows = ranking.matrix(made)
    found = [value for _part, cells in rows for cell in cells for vendor, value in cell.out]
    assert sum(found) == pytest.approx(entry["shadow_total"], abs=finished.TENTH_DIGIT)
    assert {vendor.code for _part, cells in rows for cell in cells for vendor, _value in cell.out} == {"B"}
    assert "B" not in {vendor.code for _part, cells in rows for cell in cells for vendor, _value in cell.shown}


@pytest.mark.django_db
def test_costs_and_trials_of_the_excluded_are_grey_and_no_sentence_names_them_the_cheapest(client):
    found = decision_file()
    for row in found["vendors"]:
        if row["code"] == "B":
            for line in row["costs"]:
                line["amount"] = 100_000
    made = finished.selection(Phase.CONSENSUS, found)
    user = made.members.select_related("user").get(key="xu").user
    type(user).objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    page = client.get("/s/S-0007/costs/")
    grey = re.findall(r'class="n t-faded"', page.content.decode())
    assert len(grey) == 1 + len(page.context["table"]) + 3 + len(page.context["scenarios"])
    assert "Lingxi" not in page.context["headline"].head + page.context["heaviest"] + page.context["growth_head"]
    assert all(cost.vendor.code != "B" for row in page.context["scenarios"] for cost in row["best"])
    stack = re.search(r'<script id="figure-stack" type="application/json">(.*?)</script>', page.content.decode())
    assert json.loads(stack.group(1))["light"]["data"][0]["marker"]["color"] == [
        LIGHT.out if code == "B" else LIGHT.quoted(0)[0] for code in "ABCD"
    ]
    board = client.get("/s/S-0007/poc/").content.decode()
    assert board.count("t-faded") == 1 + len(found["poc"]["scenarios"])


@pytest.mark.django_db
def test_the_working_page_has_the_column_in_grey(client):
    selection = finished.selection(Phase.CONSENSUS, decision_file())
    member = selection.members.select_related("user", "selection").get(key="xu")
    run, _is_new = request_run(selection, member=member)
    execute(run.pk)
    client.force_login(member.user)
    page = client.get("/s/S-0007/results/working/")
    assert [vendor.code for vendor in page.context["vendors"]][-1] == "B"
    assert page.content.decode().count('class="n num t-mute"') == len(list(page.context["opened"].results["cells"]))
    for name in ("costs", "poc"):
        assert "t-tag--bad" in client.get(f"/s/S-0007/{name}/").content.decode()


def test_a_must_that_passes_on_nothing_but_a_claim_is_told_on_paper():
    found = finished.inputs()
    [must] = [row for row in found["needs"] if row["code"] == "R-17"]
    must["criteria"], must["judgements"] = ["F1"], [{"vendor": "C", "state": "pass", "note": ""}]
    found["vendors"][2]["evidence"] = []
    for scenario in found["poc"]["scenarios"]:
        scenario["results"] = [row for row in scenario["results"] if row["vendor"] != "C"]
    with translation.override("en"):
        opened = papers.paper(found, language="en")
        rows = {row["code"]: row["cells"] for part in annex.section(opened)["needs"] for row in part["rows"]}
        assert ["on nothing but a claim" in cell for cell in rows["R-17"]] == [False, False, True, False]
