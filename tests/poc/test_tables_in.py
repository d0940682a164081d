"""Do scenarios and results come in as tables as they were shown, all or nothing, and go back?"""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from poc.brought import SCENARIOS
from poc.models import Scenario, Trial
from poc.pasting.scenario_list import scenarios_of
from poc.pasting.trial_grid import unfolded
from poc.pasting.trial_list import results_of
from poc.tables_out import poc_sheet, results_to_fill_in
from selection import brought
from selection.bringing.lists import to_fill_in
from selection.models import BroughtTable, LateAct, Phase, Selection, User
from tables.block import block_of
from tables.mapping import meant_by_parts
from tests.poc.scene import poc
from vendors.models import Evidence, Fact, Origin

pytestmark = pytest.mark.django_db
LIST = """编号\t测试场景\t通过标准\t分组\t对应准则\t实测项
1\t语音转写\t准确率不低于 95%\t语音\tF1、智能机器人\t
2\tPeak load\t99.9%\t\tT2\t可用性
3\t退换货\t全程不断档\t\t\t"""
GRID = """POC 结果汇总\t\t\t
场景\t通过标准\tA 云桥客服\t灵犀智服
退换货\t不断档\t通过\t部分通过：丢了一次上下文
P-02 高峰可用性\t99.5\t99.97%\t失败（98.2）
合计\t\t2\t1"""
GRID_ROWS = [
    ["POC 结果汇总", "", "", ""],
    ["Scenario", "Vendor", "Result", "Measured value", "Note"],
    ["退换货", "A Yunqiao Desk", "通过", "", ""],
    ["退换货", "B Lingxi Service", "部分通过", "", "丢了一次上下文"],
    ["P-02 高峰可用性", "A Yunqiao Desk", "value only", "99.97%", ""],
    ["P-02 高峰可用性", "B Lingxi Service", "失败", "98.2", ""],
    ["合计", "", "2", "1"],
]


@pytest.fixture
def scene():
    return poc()


@pytest.fixture
def site(client, scene):
    return Site(client, scene)


class Site:
    """The pages of the scene, as somebody sees them in English."""

    def __init__(self, client, scene):
        self.client, self.scene = client, scene
        self.as_("bo")

    def as_(self, name):
        user = self.scene.member(name).user
        User.objects.filter(pk=user.pk).update(language="en")
        self.client.force_login(user)
        return self

    def get(self, name):
        return self.client.get(reverse(name, args=[self.scene.selection.code]))

    def post(self, name, **data):
        return self.client.post(reverse(name, args=[self.scene.selection.code]), data)


def words(page):
    main = page.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def answered(page, **said):
    return {"block": page.context["form"]["block"].value(), "answered": page.context["mark"]} | said


def plan():
    return [
        (row.code, row.name_zh or row.name_en, row.group_zh, sorted(row.criteria.values_list("code", flat=True)))
        for row in Scenario.objects.order_by("code")
    ]


def results():
    rows = Trial.objects.order_by("scenario__code", "vendor__code")
    return list(rows.values_list("scenario__code", "vendor__code", "result", "value", "note_zh"))


def test_scenarios_come_in_as_they_were_shown_and_go_back(site, scene):
    before = plan()
    page = site.post("scenarios_preview", block=LIST)
    assert (page.status_code, plan()) == (200, before)
    assert "3 rows recognised" in words(page)
    assert [line.lot for line in page.context["found"].columns] == ["aside", *["read"] * 5]
    assert site.post("scenarios_paste", block=LIST, write="1").status_code == 302
    assert plan() == [
        ("P-01", "退换货", "核心旅程", ["F1"]),
        ("P-02", "高峰可用性", "核心旅程", ["T2"]),
        ("P-03", "语音转写", "语音", ["F1", "F2"]),
        ("P-04", "Peak load", "", ["T2"]),
    ]
    assert Scenario.objects.get(code="P-04").measures == scene.scene.criteria["T2"]
    assert Scenario.objects.get(code="P-01").pass_line_zh == "全程不断档"
    assert "3 scenarios pasted" in words(site.get("poc"))
    brought.undo(BroughtTable.objects.get(), member=scene.member("bo"))
    assert plan() == before
    assert Scenario.objects.get(code="P-01").pass_line_zh == "不断档"


def test_a_scenario_that_was_tried_since_does_not_go_back(site, scene):
    site.post("scenarios_paste", block="场景\n语音转写", write="1")
    added = Scenario.objects.get(code="P-03")
    assert len(brought.imports(scene.selection, "scenarios")) == 1
    scene.record(added, "A", "fail")
    assert brought.imports(scene.selection, "scenarios") == []
    faults = SCENARIOS.put(scene.selection, {("P-03",): None}, member=scene.member("bo"), reason="")
    assert (list(faults), len(plan())) == ([("P-03",)], 3)


def test_a_scenario_that_vanished_goes_when_it_is_ticked_and_comes_back_with_its_code(site, scene):
    site.post("scenarios_paste", block="场景\n语音转写\n转人工", write="1")
    page = site.post("scenarios_preview", block="场景\n转人工")
    [(gone, _ticked)] = page.context["vanished"]
    assert site.post("scenarios_paste", block="场景\n转人工", write="1", gone=gone.number).status_code == 302
    assert [row[0] for row in plan()] == ["P-01", "P-02", "P-04"]
    brought.undo(BroughtTable.objects.last(), member=scene.member("bo"))
    assert plan()[2] == ("P-03", "语音转写", "", [])


@pytest.mark.parametrize(
    ("row", "column"),
    [("录音\t\tZ9\t", 3), ("录音\t\t\tF1", 4), ("录音\t\t\t可用性；全渠道接入", 4), ("\t95%\t\t", 1)],
)
def test_a_row_that_cannot_be_read_is_named_and_writes_nothing(site, row, column):
    page = site.post("scenarios_paste", block=f"场景\t通过标准\t准则\t实测项\n{row}\n转人工\t\t\t", write="1")
    assert (page.status_code, len(plan())) == (422, 2)
    assert [(cell.row, cell.column) for cell in page.context["found"].bad] == [(2, column)]


def test_after_the_close_a_list_is_written_with_a_reason_and_is_one_exception(site, scene):
    Selection.objects.update(phase=Phase.CLOSED)
    block = "场景\t准则\n语音转写\tF1\n转人工\tF2"
    assert site.post("scenarios_preview", block=block).status_code == 200
    page = site.post("scenarios_paste", block=block, write="1")
    assert (page.status_code, "Write the reason" in words(page), len(plan())) == (422, True, 2)
    assert len(page.context["found"].read) == 2
    reason = "供应商补交了两个场景的测试环境"
    assert site.post("scenarios_paste", block=block, write="1", reason=reason).status_code == 302
    assert (len(plan()), LateAct.objects.get().reason) == (4, reason)


def test_vendors_across_are_written_out_into_the_box_and_asked_once(site, scene):
    page = site.post("trials_preview", block=GRID)
    assert page.context["form"]["block"].value() == block_of(GRID_ROWS)
    assert [question.field for question in page.context["found"].asked] == ["answer-result-value only"]
    assert [cell.row for cell in page.context["found"].bad] == [5]
    said = answered(page, **{"answer-result-value only": "pass"})
    assert site.post("trials_paste", **said, write="1").status_code == 302
    assert results() == [
        ("P-01", "A", "pass", "", ""),
        ("P-01", "B", "partial", "", "丢了一次上下文"),
        ("P-02", "A", "pass", "99.97", ""),
        ("P-02", "B", "fail", "98.2", ""),
    ]
    assert Fact.objects.filter(origin=Origin.POC).count() == 2
    assert "4 POC results pasted" in words(site.get("poc"))
    brought.undo(BroughtTable.objects.get(), member=scene.member("bo"))
    assert {row[2] for row in results()} == {"untested"}
    assert not Evidence.objects.filter(origin=Origin.POC).exists()


def test_vendors_down_and_lists_say_the_same(scene):
    down = "供应商\t退换货\tP-02\nA\t通过\t\nB\t\t失败 98.2\n丁方\t通过\t"
    rows = [line.split("\t")[:4] for line in unfolded(down, scene.selection).splitlines()]
    assert rows[1:] == [
        ["退换货", "A 云桥客服", "通过", ""],
        ["退换货", "丁方", "通过", ""],
        ["P-02", "B 灵犀智服", "失败", "98.2"],
    ]
    assert unfolded("场景\t供应商\t结果\n退换货\tA\t通过", scene.selection) is None
    assert unfolded("场景\t结果\n退换货\t通过", scene.selection) is None


def test_a_list_of_results_changes_what_it_says_and_keeps_the_rest(site, scene):
    scene.record(scene.uptime, "A", "pass", value="99.9", note_zh="旧")
    block = "Scenario\tVendor\tResult\tNote\nP-02\t云桥客服\tfail\t\n退换货\tB\t–\t等环境\n转人工\tA\tok\t"
    page = site.post("trials_preview", block=block)
    assert [question.words for question in page.context["found"].asked] == ["Scenario: what does “转人工” mean?"]
    said = answered(page, skip="4")
    assert site.post("trials_paste", **said, write="1").status_code == 302
    assert results() == [("P-01", "B", "untested", "", "等环境"), ("P-02", "A", "fail", "99.9", "旧")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P-02\tA\tpass\t101", "101"),  # out of the scale of what is measured
        ("P-02\tA\tpass\t12.5.1", "12.5.1"),
        ("P-01\tA\t\t5", "An untested scenario has no value."),
        ("P-01\tA\t\t", "Nothing is said of this vendor"),
        ("P-01\t\tpass\t", "No vendor on the list has this letter or name."),
    ],
)
def test_a_result_that_cannot_be_kept_is_named_and_writes_nothing(site, row, said):
    block = f"场景\t供应商\t结果\t实测值\nP-01\tB\t通过\t\n{row}"
    page = site.post("trials_paste", block=block, write="1")
    assert (page.status_code, results()) == (422, [])
    assert [cell.row for cell in page.context["found"].bad] == [3]
    assert said in words(page)


def test_who_may_not_plan_or_record_has_no_such_page(site, scene):
    assert site.as_("eva").get("scenarios_paste").status_code == 403
    assert site.get("trials_paste").status_code == 200
    assert site.as_("otto").get("trials_paste").status_code == 403
    Selection.objects.update(phase=Phase.INVITE)
    assert site.as_("bo").post("trials_paste", block=GRID, write="1").status_code == 409
    assert "Paste results" not in words(site.get("poc"))
    assert results() == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_own_tables_are_read_again(site, scene, language):
    scene.record(scene.uptime, "B", "pass", value="99.9", note_zh="稳")
    with translation.override(language):
        for kind, keys in ((scenarios_of(scene.selection), 5), (results_of(scene.selection), 5)):
            names = {name: [meaning] for meaning in kind.meanings for name in meaning.names}
            found = [meant_by_parts(str(column.label), names) for column in kind.columns]
            assert [[one.key for one in ones] for ones in found] == [[column.key] for column in kind.columns]
            assert len(to_fill_in(kind, "").head) == keys
        valued = []
        for sheet in (poc_sheet(scene.selection), results_to_fill_in(scene.selection)):
            cells = [[str(cell or "") for cell in row] + [""] * 6 for row in sheet.rows]
            rows = (unfolded(block_of([sheet.head, *cells]), scene.selection) or "").splitlines()
            valued.append([line.split("\t")[0] for line in rows[1:] if line.split("\t")[3:] == ["99.9%", "稳"]])
    assert valued == [["P-02"], []]
