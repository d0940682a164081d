"""Which points of a pasted block go to which cell, and what is never rounded or guessed?"""

import pytest
from django.core.exceptions import ValidationError

from scoring.cells import Entry
from scoring.models import Score
from scoring.offline.bringing import CHANGED, NEW, REFUSED, bring_back, brought_of, preview
from scoring.offline.matrix import lines_from
from scoring.offline.taking import own_sheet
from tests.scoring.offline.taken import ADDRESS
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def s():
    return scene()


def read(s, block):
    return lines_from(block, own_sheet(s.member("eva")))


def points(s, block):
    return {(line.criterion, line.vendor): line.given.score for line in read(s, block).found}


@pytest.mark.parametrize(
    "block",
    [
        "\tA\tB\nF1\t7\t5\nT1\t4\t6",
        "准则\t云桥客服\t灵犀智服\n全渠道接入\t7\t5\n集成与 API\t4\t6",
        "code\tcriterion\tB Lingxi Service\tYunqiao Desk (incumbent)\nF1\tx\t5\t7\n\tIntegration and APIs\t6分\t４",
        "\tA\tB\n\n功能匹配度\t\t\nF1\t7\t5\nF2\t\t-\nT1\t4\t6",
    ],
)
def test_points_find_their_cells_by_code_letter_or_name(s, block):
    said = {place: score for place, score in points(s, block).items() if score is not None}
    assert said == {("F1", "A"): 7, ("F1", "B"): 5, ("T1", "A"): 4, ("T1", "B"): 6}


@pytest.mark.parametrize("text", ["7.5", "7,5", "11", "-1", "N/A", "不适用", "~7", "7-8", "≥7", "70%", "good", "1e1"])
def test_what_is_no_whole_point_is_named_and_never_rounded(s, text):
    [line, other] = read(s, f"\tA\tB\nF1\t{text}\t5").found
    assert (line.row, bool(line.faults), other.faults) == (2, True, ())
    found = preview(brought_of([line, other], "block"), own_sheet(s.member("eva")))
    assert [change.lot for change in found.changes if change.cell.vendor.code == "A"] == [REFUSED]
    with pytest.raises(ValidationError):
        bring_back(s.member("eva"), brought=found.brought, chosen={})
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    "block",
    [
        "\tA\tGamma\nF1\t7\t5",
        "Acme\tA\tB\nF1\t7\t5",
        "\tA\tA\nF1\t7\t5",
        "\tA\tB\nF9\t7\t5",
        "\tA\tB\nT2\t7\t5",
        "\tA\tB\nF1\t7\t5\n全渠道接入\t7\t5",
        "F1\t7\t5",
        "A\tB\n7\t5",
        "\tA\tB\nF1\t\t",
        "",
    ],
)
def test_a_name_that_is_not_on_the_sheet_stops_the_block(s, block):
    with pytest.raises(ValidationError):
        read(s, block)


def test_what_else_is_in_a_cell_stays(s):
    s.give("eva", "F1", "A", 5, level="reference", rationale="看过")
    s.give("eva", "F1", "B", None, rationale="不卖", not_applicable=True)
    found = preview(brought_of(read(s, "\tA\tB\nF1\t7\t6\nF2\t\t4").found, "block"), own_sheet(s.member("eva")))
    assert {change.cell.vendor.code + change.cell.criterion.code: change.lot for change in found.changes} == {
        "AF1": CHANGED,
        "BF1": CHANGED,
        "BF2": NEW,
    }
    assert bring_back(s.member("eva"), brought=found.brought, chosen={}) == 3
    kept = {mark.vendor.code: mark for mark in Score.objects.filter(criterion__code="F1")}
    given = [(kept[code].score, kept[code].level, kept[code].rationale) for code in "AB"]
    assert given == [(7, "reference", "看过"), (6, "demonstrated", "不卖")]
    assert not kept["B"].is_not_applicable


def test_a_row_without_points_that_names_no_criterion_is_told(s):
    found = read(s, "\tA\tB\n功能匹配度\t\t\nF1\t7\t5")
    assert len(found.notes) == 1 and "功能匹配度" in found.notes[0]


def test_the_page_says_what_a_block_would_change_and_keeps_it_where_it_is_refused(client, s):
    client.force_login(s.committee.eva.user)
    page = client.post(f"{ADDRESS}preview/", {"block": "\tA\nF1\t7"})
    assert page.status_code == 200 and "写入 1 格" in page.content.decode()
    page = client.post(f"{ADDRESS}preview/", {"block": "\tA\nF1\t7.5"})
    assert page.status_code == 422
    assert "“7.5”不是整数" in page.content.decode() and "写入 1 格" not in page.content.decode()
    page = client.post(f"{ADDRESS}preview/", {"block": "\tZeta\nF1\t7"})
    assert page.status_code == 422
    assert "Zeta\nF1\t7" in page.content.decode()
    assert client.post(f"{ADDRESS}preview/", {"block": ""}).status_code == 422


def test_an_entry_is_whole(s):
    s.give("eva", "F1", "A", 5)
    [line] = read(s, "\tA\nF1\t7").found
    assert (line.given, line.version) == (Entry(7, "demonstrated", "", False), 1)
