"""Do lists of needs and vendors as offices keep them come in to the cell, with few questions?"""

import pytest

from selection.models import Requirement
from tests.books.form import brought
from tests.books.making import old_workbook, open_document, workbook
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def needs():
    return list(Requirement.objects.order_by("code").values_list("text_zh", "moscow", "source_zh"))


def vendors():
    return list(Vendor.objects.order_by("code").values_list("name_zh", "name_en", "kind_zh"))


def test_needs_with_merged_modules_and_priorities_in_words_of_the_office(site, cast):
    content = workbook(
        ["客服系统需求清单 V2.3", None, None, None, None, None],
        ["序号", "模块", "需求描述", "优先级", "提出部门", "备注"],
        [1, "接入", "支持微信、APP、网页统一接入　", "高", "客服部", None],
        [2, None, "支持电话录音留存 180 天", "高", "法务部", "监管要求"],
        [3, "智能", "意图识别准确率不低于 90%", "中", "客服部", None],
        [4, None, "支持知识库版本管理", "低", None, None],
        [None, None, None, None, None, None],
        ["说明：优先级由业务部门确认", None, None, None, None, None],
        merged=["A1:F1", "B3:B4", "B5:B6", "A8:F8"],
        styled_to=500,
    )
    answers = {"answer-moscow-高": "must", "answer-moscow-中": "should", "answer-moscow-低": "could"}
    asked = brought(site, ("needs_paste",), content, name="需求.xlsx", answers=answers)
    assert sorted(asked) == sorted(answers)
    assert needs() == [
        ("支持微信、APP、网页统一接入", "must", "客服部"),
        ("支持电话录音留存 180 天", "must", "法务部"),
        ("意图识别准确率不低于 90%", "should", "客服部"),
        ("支持知识库版本管理", "could", ""),
    ]


def test_needs_of_an_open_document_with_a_head_in_two_languages(site, cast):
    content = open_document(
        ["No.", "需求 / Requirement", "重要性 / Priority", "来源"],
        [1, "七天保存录音", "必须有", "法务"],
        [2, "屏幕共享", "Should", "客服"],
        [3, "微信小程序", "可有", None],
        ["合计：3 条", None, None, None],
    )
    assert brought(site, ("needs_paste",), content, name="needs.ods", answers={}) == []
    assert needs() == [("七天保存录音", "must", "法务"), ("屏幕共享", "should", "客服"), ("微信小程序", "could", "")]


def test_vendors_of_an_old_workbook_with_contacts_that_nobody_asked_for(site, cast):
    content = old_workbook(
        ["入围供应商名录", None, None, None, None, None, None],
        ["序号", "供应商名称", "部署方式", "联系人", "联系电话", "电子邮箱", "备注"],
        [1.0, "云声通信有限公司", "SaaS", "王经理", 13800000000.0, "wang@example.com", "现用"],
        [2.0, "Delta Desk Ltd.", "私有化", "Ms. Li", "021-5555 6666", None, None],
        [3.0, "智达客服 ", "混合云", None, None, None, None],
        ["合计", "3 家", None, None, None, None, None],
        merged=["A1:G1"],
    )
    assert brought(site, ("vendors_paste",), content, name="名录.xls", answers={}) == []
    assert vendors() == [
        ("云声通信有限公司", "", ""),
        ("", "Delta Desk Ltd.", "私有化"),
        ("智达客服", "", "混合云"),
    ]
