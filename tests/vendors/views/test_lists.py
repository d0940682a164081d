"""Does a list that is pasted come in as it was shown, all or nothing, and go back?"""

import pytest
from django.utils import translation

from criteria.models import Rule
from selection import brought
from selection.bringing.lists import to_fill_in
from selection.models import BroughtTable, Phase, Requirement, Selection
from tables.mapping import meant_by_parts
from tests.vendors.builders import category, measured, need, vendor
from vendors.models import Vendor
from vendors.pasting.need_list import NEEDS
from vendors.pasting.vendor_list import VENDORS
from vendors.screening import judge

pytestmark = pytest.mark.django_db
BLOCK = """客服平台需求清单\t\t\t
编号\t需求描述\t优先级\t提出部门
1\t七天保存录音\t必须\t法务部
2\tScreen sharing\tS\tSupport
3\t微信小程序接入\t\t"""


def stored():
    return list(Requirement.objects.values_list("code", "text_zh", "text_en", "moscow", "source_zh", "source_en"))


def answered(page, **said):
    return {"block": page.context["form"]["block"].value(), "answered": page.context["mark"]} | said


def test_needs_come_in_as_they_were_shown_and_go_back(site, cast, words):
    page = site.post("needs_preview", block=BLOCK)
    assert (page.status_code, stored()) == (200, [])
    text = words(page)
    assert "3 rows recognised" in text
    assert "3 七天保存录音 Must have 法务部 new" in text
    assert "5 微信小程序接入 Should have (not said) – new" in text
    assert [line.lot for line in page.context["found"].rows] == ["title", "head", "read", "read", "read"]
    assert [line.lot for line in page.context["found"].columns] == ["aside", "read", "read", "read"]
    assert site.post("needs_paste", block=BLOCK, write="1").status_code == 302
    assert stored() == [
        ("R-01", "七天保存录音", "", "must", "法务部", ""),
        ("R-02", "", "Screen sharing", "should", "", "Support"),
        ("R-03", "微信小程序接入", "", "should", "", ""),
    ]
    assert "3 needs pasted" in words(site.get("needs"))
    brought.undo(BroughtTable.objects.get(), member=cast.bo)
    assert stored() == []


def test_a_need_on_the_list_is_changed_and_keeps_what_answers_it(site, cast, words):
    must, leaf = (
        need(cast.selection, text_zh="准确", text_en="98% accuracy", source_zh="质检部"),
        measured(cast.selection),
    )
    must.criteria.add(leaf)
    Rule.objects.create(requirement=must, criterion=leaf, operator=">=", threshold="98")
    block = "Requirement\tPriority\n98%  Accuracy\tcould have"
    assert "R-01 is changed" in words(site.post("needs_preview", block=block))
    site.post("needs_paste", block=block, write="1")
    assert stored() == [("R-01", "准确", "98%  Accuracy", "could", "质检部", "")]
    must = Requirement.objects.get()
    assert (list(must.criteria.all()), must.rule.threshold) == ([leaf], "98")
    brought.undo(BroughtTable.objects.get(), member=cast.bo)
    assert stored() == [("R-01", "准确", "98% accuracy", "must", "质检部", "")]
    assert (list(must.criteria.all()), Rule.objects.get().threshold) == ([leaf], "98")


def test_what_cannot_be_read_is_named_and_nothing_is_written(site, cast, words):
    long = "长" * 20_001
    block = f"需求\t优先级\n录音\t高\n{long}\t必须\n\t应该\n质检\t必须"
    page = site.post("needs_paste", block=block, write="1")
    assert (page.status_code, stored()) == (422, [])
    bad = [(cell.row, cell.column, cell.typed[:2]) for cell in page.context["found"].bad]
    assert bad == [(2, 2, "高"), (3, 1, "长长"), (4, 1, "")]
    assert "Priority: what does “高” mean? Must have Should have" in words(page)
    assert site.post("needs_paste", **answered(page, skip=["2", "3", "4"]), write="1").status_code == 302
    assert [row[1] for row in stored()] == ["质检"]


def test_a_column_that_nobody_knows_is_chosen_or_left_out(site, cast):
    block = "需求\t负责人\t级别\n录音\t李\t必须"
    page = site.post("needs_preview", block=block)
    assert [(cell.row, cell.column) for cell in page.context["found"].bad] == [(1, 2), (1, 3)]
    chosen = answered(page, **{"column-2": "skip", "column-3": "moscow"})
    assert site.post("needs_paste", **chosen, write="1").status_code == 302
    assert stored() == [("R-01", "录音", "", "must", "", "")]


def test_the_same_need_twice_is_asked_about(site, cast):
    block = "需求\t优先级\n录音 \t必须\n质检\t应该\n录 音\t可以"
    page = site.post("needs_paste", block=block, write="1")
    assert ([cell.row for cell in page.context["found"].bad], stored()) == ([4], [])
    [question] = page.context["found"].asked
    assert site.post("needs_paste", **answered(page, **{question.field: "first"}), write="1").status_code == 302
    assert [(row[1], row[3]) for row in stored()] == [("录音", "must"), ("质检", "should")]


def test_two_rows_that_change_the_same_need_are_asked_about(site, cast):
    need(cast.selection, text_zh="导出录音", text_en="Recordings can be exported")
    block = "需求\t优先级\n导出录音\t必须\nRecordings can be exported\t可以"
    page = site.post("needs_paste", block=block, write="1")
    assert ([cell.row for cell in page.context["found"].bad], len(page.context["found"].asked)) == ([3], 1)
    assert [row[3] for row in stored()] == ["must"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("需求\t优先级", "There is no row to read in the block."),
        ("录音\t必须\n质检\t应该", "Copy the first row too, which says what each column holds."),
        ("优先级\t来源\n必须\t法务部", "No column holds “Need”. Choose below which one does."),
    ],
)
def test_a_block_without_what_is_needed_says_so(site, cast, words, block, said):
    assert said in words(site.post("needs_preview", block=block))


def test_a_single_column_needs_no_head(site, cast):
    site.post("needs_paste", block="七天录音\nScreen sharing", write="1")
    assert [row[1:3] for row in stored()] == [("七天录音", ""), ("", "Screen sharing")]


def test_what_was_linked_since_does_not_go_back(site, cast):
    site.post("needs_paste", block="需求\n录音", write="1")
    Requirement.objects.get().criteria.add(category(cast.selection))
    assert brought.imports(cast.selection, "needs") == []


def test_who_may_not_write_needs_has_no_such_page(site, cast):
    assert site.as_("eva").get("needs_paste").status_code == 403
    Selection.objects.update(phase=Phase.SCORE)
    assert site.as_("bo").post("needs_paste", block=BLOCK, write="1").status_code == 409
    assert stored() == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_empty_workbook_are_known(site, cast, language):
    names = {name: [meaning] for meaning in NEEDS.meanings for name in meaning.names}
    with translation.override(language):
        found = [meant_by_parts(head, names) for head in to_fill_in(NEEDS, "").head]
        labels = [meant_by_parts(str(column.label), names) for column in NEEDS.columns]
    assert [[one.key for one in ones] for ones in found] == [["text"], ["moscow"], ["source"]]
    assert [[one.key for one in ones] for ones in labels] == [[column.key] for column in NEEDS.columns]
    assert site.get("needs_empty").status_code == 200


def test_vendors_come_in_and_those_that_came_are_withdrawn_again(site, cast, words):
    vendor(cast.bo, "云桥")
    block = "序号\t厂商\tEnglish name\t类型\n1\t云桥有限公司\tYunqiao\tSaaS\n2\t灵犀\t\t私有部署"
    page = site.post("vendors_preview", block=block)
    assert [(row.shown[1], row.present) for row in page.context["found"].read] == [("SaaS", "A"), ("私有部署", "")]
    assert site.post("vendors_paste", block=block, write="1").status_code == 302
    rows = Vendor.objects.values_list("code", "name_zh", "name_en", "kind_zh", "kind_en")
    assert list(rows) == [("A", "云桥有限公司", "Yunqiao", "", "SaaS"), ("B", "灵犀", "", "私有部署", "")]
    assert "2 vendors pasted" in words(site.get("vendors"))
    before = brought.changes_of(BroughtTable.objects.get())[0].before
    brought.undo(BroughtTable.objects.get(), member=cast.bo)
    [(letter, name)] = Vendor.objects.filter(withdrawn="").values_list("code", "name_zh")
    assert (letter, name) == ("A", before["name_zh"])


def test_more_vendors_than_there_is_room_for_are_refused_as_a_whole(site, cast):
    block = "\n".join(["供应商", *(f"第{number}家" for number in range(30))])
    assert site.post("vendors_paste", block=block, write="1").status_code == 422
    assert Vendor.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_empty_workbook_of_vendors_are_known(site, cast, language):
    names = {name: [meaning] for meaning in VENDORS.meanings for name in meaning.names}
    with translation.override(language):
        labels = [meant_by_parts(str(column.label), names) for column in VENDORS.columns]
    assert [[one.key for one in ones] for ones in labels] == [[column.key] for column in VENDORS.columns]
    assert site.get("vendors_empty").status_code == 200


def test_a_list_that_comes_again_says_what_moves_and_removes_only_what_is_ticked(site, words):
    site.post("needs_paste", block="需求\t优先级\n七天录音\t必须\n质检\t应该\n换肤\t可以", write="1")
    block = "需求\t优先级\n质检\t必须\n七天录音\t必须\n工单导出\t应该"
    page = site.post("needs_preview", block=block)
    text = words(page)
    assert "New: 1 · changed: 1 · as before: 1" in text
    assert "R-02 is changed 质检 · Should have → 质检 · Must have" in text
    assert "R-01 stays as it is" in text
    [(gone, is_ticked)] = page.context["vanished"]
    assert (gone.name, gone.words, is_ticked) == ("R-03", "换肤 · Could have", False)
    site.post("needs_paste", **answered(page, gone=[gone.number]), write="1")
    assert [(row[1], row[3]) for row in stored()] == [("七天录音", "must"), ("质检", "must"), ("工单导出", "should")]


def test_what_vanished_and_is_not_ticked_stays(site):
    site.post("needs_paste", block="需求\n七天录音\n质检", write="1")
    assert site.post("needs_paste", block="需求\n七天录音", write="1").status_code == 302
    assert [row[1] for row in stored()] == ["七天录音", "质检"]


def test_what_cannot_be_removed_refuses_the_whole_list_and_stays_ticked(site, cast, words):
    site.post("needs_paste", block="需求\t优先级\n七天录音\t必须\n质检\t必须", write="1")
    row = vendor(cast.bo, "云桥")
    judge(Requirement.objects.get(code="R-02"), vendor=row, state="pass", note="seen", member=cast.bo)
    page = site.post("needs_preview", block="需求\n七天录音\n工单导出")
    [(gone, _ticked)] = page.context["vanished"]
    page = site.post("needs_paste", **answered(page, gone=[gone.number]), write="1")
    assert (page.status_code, page.context["vanished"]) == (422, [(gone, True)])
    assert "R-02: It has been judged since." in words(page)
    assert [row[1] for row in stored()] == ["七天录音", "质检"]


def test_vendors_that_are_not_in_the_list_any_more_are_withdrawn_only_when_ticked(site, cast, words):
    site.post("vendors_paste", block="供应商\t类型\n云桥\tSaaS\n灵犀\tSaaS", write="1")
    page = site.post("vendors_preview", block="供应商\t类型\n云桥\tOn premise")
    assert "A is changed 云桥 · SaaS → 云桥 · On premise" in words(page)
    [(gone, _ticked)] = page.context["vanished"]
    site.post("vendors_paste", **answered(page, gone=[gone.number]), write="1")
    assert [row.code for row in Vendor.objects.filter(withdrawn="")] == ["A"]
