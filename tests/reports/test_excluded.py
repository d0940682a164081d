"""Does a vendor that fails a must-have stay visible on pages and paper, with what it failed?"""

import re

import pytest
from django.utils import translation

from reports.paper import annex, book, costs, matrix, trials
from reports.paper.excluded import excluded
from reports.runs import execute, request_run
from selection.models import Phase
from tests.reports import finished, papers


def document():
    """B fails R-17, which hangs on a criterion that a failed trial would prove."""
    found = finished.failing(finished.inputs(), "B")
    [need] = [row for row in found["needs"] if row["code"] == "R-17"]
    scenario = found["poc"]["scenarios"][0]
    need["criteria"] = [scenario["criteria"][0]]
    next(row for row in scenario["results"] if row["vendor"] == "B")["result"] = "fail"
    return found


@pytest.fixture
def case():
    with translation.override("en"):
        yield papers.paper(document(), language="en")


def test_matrix_and_trials_keep_the_column_in_grey(case):
    [table] = matrix.section(case)["parts"]
    assert table["part"].vendors == ["A", "C", "D", "B"]
    cells = table["categories"][0]["leaves"][0]["cells"]
    assert ["mute" in cell for cell in cells[:3]] == ["mute" in cells[0]] * 3
    assert cells[3].startswith('<span class="mute">')
    assert table["totals"][3] == "–"
    parts = trials.section(case)["parts"]
    assert [vendor for part in parts for vendor in part["part"].vendors] == ["A", "C", "D", "B"]


def test_the_failed_must_and_the_failed_trial_are_named(case):
    [sentence] = excluded(case)
    scenario = case.document["poc"]["scenarios"][0]
    assert "excluded, fails R-17" in sentence
    assert f"Failed trials: {scenario['code']} {scenario['name']['en']}" in sentence
    text = re.sub(r"<[^>]+>", " ", book.html(case))
    assert text.count("In grey: B ") == 2


def test_trials_count_everybody_who_was_tried(case):
    cells = 4 * len(case.document["poc"]["scenarios"])
    assert f"of {cells} trials" in trials.section(case)["lead"]


def test_costs_of_the_excluded_stand_beside_the_comparison(case):
    assert costs.section(case)["excluded"].startswith("Excluded, for comparison only: B ")


@pytest.mark.django_db
def test_the_working_page_has_the_column_in_grey(client):
    selection = finished.selection(Phase.CONSENSUS, document())
    member = selection.members.select_related("user", "selection").get(key="xu")
    run, _is_new = request_run(selection, member=member)
    execute(run.pk)
    client.force_login(member.user)
    page = client.get("/s/S-0007/results/working/")
    assert [vendor.code for vendor in page.context["vendors"]][-1] == "B"
    assert page.content.decode().count('class="n num t-mute"') == len(list(page.context["case"].results["cells"]))
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
        case = papers.paper(found, language="en")
        rows = {row["code"]: row["cells"] for part in annex.section(case)["needs"] for row in part["rows"]}
        assert ["on nothing but a claim" in cell for cell in rows["R-17"]] == [False, False, True, False]
