"""Do the facts of workbooks as offices keep them come in to the cell, with few questions?"""

import pytest

from tests.books.form import brought
from tests.books.making import old_workbook, open_document, text_file, workbook
from tests.vendors.builders import measured, vendor
from vendors.models import Fact

pytestmark = pytest.mark.django_db
TYPED = {"level": "documented", "source": "sheet"}
DOOR = ("facts_paste",)


@pytest.fixture
def of_facts(site, cast):
    for name in ("云声通信", "智达客服", "Delta Desk Ltd"):
        vendor(cast.bo, name)
    measured(cast.selection, "F-01", name_zh="首次响应时间", unit_zh="秒", unit_en="s", decimals=1)
    measured(
        cast.selection, "F-02", name_zh="系统可用性", unit_zh="%", unit_en="%", minimum="0", maximum="100", decimals=2
    )
    measured(cast.selection, "F-03", name_zh="并发会话数", unit_zh="个", unit_en="sessions", minimum="0")
    return site


def stored():
    """Criterion → what stands of each vendor."""
    found = {}
    for fact in Fact.objects.select_related("vendor", "criterion").order_by("criterion__code", "vendor__code"):
        found.setdefault(fact.criterion.code, {})[fact.vendor.code] = fact.value
    return found


def test_an_office_sheet_with_merged_heads_and_a_thousand_empty_rows(of_facts):
    content = workbook(
        ["2026 年客服平台技术指标对比表", None, None, None, None, None],
        ["填表人：王工", None, None, None, "2026-11-20", None],
        ["类别", "指标名称", "单位", "供应商", None, None],
        [None, None, None, "云声通信（现用）", "智达客服", "Delta Desk"],
        ["性能", "首次响应时间", "秒", " ２．５ ", "约 3", 4.2],
        [None, "并发会话数", "个", "1,200", "１，５００", "2000 个"],
        ["稳定性", "系统可用性", "%", 0.9995, 0.998, "99.9%\u3000"],
        ["注：指标由各供应商提供，未经实测", None, None, None, None, None],
        merged=["A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "A5:A6", "A8:F8"],
        formats={"D7": "0.00%", "E7": "0.0%", "D5": "@"},
        styled_to=1000,
    )
    assert brought(of_facts, DOOR, content, name="指标对比.xlsx", **TYPED) == []
    assert stored() == {
        "F-01": {"A": "2.5", "B": "3", "C": "4.2"},
        "F-02": {"A": "99.95", "B": "99.8", "C": "99.9"},
        "F-03": {"A": "1200", "B": "1500", "C": "2000"},
    }


def test_an_old_workbook_with_vendors_down_units_in_the_head_and_a_hidden_column(of_facts):
    """The hidden column is no criterion of this selection: it is left out by who brings it."""
    content = old_workbook(
        ["供应商技术参数", None, None, None, None, None, None],
        ["序号", "供应商", "首次响应时间（秒）", "可用性折扣系数", "系统可用性（%）", "并发会话数（个）", "备注"],
        [1.0, "智达客服", 2.4, 0.8, 0.9981, 1500.0, "含弹性扩容"],
        [2.0, "云声通信有限公司", "3.1 秒", 0.9, 0.9999, "—", None],
        [3.0, "Delta Desk", "4 s", 0.7, "99.5 %", 800.0, None],
        merged=["A1:G1"],
        formats={"E3": "0.00%", "E4": "0.00%"},
        hidden=["D"],
    )
    assert brought(of_facts, DOOR, content, name="参数.xls", answers={"column-4": "skip"}, **TYPED) == ["column-4"]
    assert stored() == {
        "F-01": {"A": "3.1", "B": "2.4", "C": "4"},
        "F-02": {"A": "99.99", "B": "99.81", "C": "99.5"},
        "F-03": {"B": "1500", "C": "800"},
    }


def test_an_open_document_does_not_tell_percentages_so_that_one_question_is_asked(of_facts):
    content = open_document(
        ["客服平台指标", None, None, None],
        ["", "", "", ""],
        ["指标", "云声通信", "智达客服", "Delta Desk Ltd"],
        ["首次响应时间", 2.5, 3, 4],
        ["系统可用性", 0.9995, 0.998, 0.999],
        ["并发会话数", "N/A", 1200, 900],
        ["备注：可用性按月统计", None, None, None],
    )
    answers = {"answer-F-02-percent": "fraction"}
    assert brought(of_facts, DOOR, content, name="指标.ods", answers=answers, **TYPED) == ["answer-F-02-percent"]
    assert stored() == {
        "F-01": {"A": "2.5", "B": "3", "C": "4"},
        "F-02": {"A": "99.95", "B": "99.8", "C": "99.9"},
        "F-03": {"B": "1200", "C": "900"},
    }


def test_a_text_file_in_gbk_with_decimal_commas_and_one_vendor_that_nobody_knows(of_facts):
    content = text_file(
        ["指标", "单位", "云声通信", "智达客服", "Delta Desk", "某集成商"],
        ["首次响应时间", "s", "2,5", "3,0", "4,2", "9"],
        ["系统可用性", "%", "99,95", "99,80%", "99,9", "95"],
        ["并发会话数", "个", "1.200", "1.500", "12.000", "x"],
        separator=";",
    )
    answers = {"column-6": "skip"}
    asked = brought(of_facts, DOOR, content, name="指标.csv", answers=answers, **TYPED)
    assert asked == ["column-6"]
    assert stored() == {
        "F-01": {"A": "2.5", "B": "3", "C": "4.2"},
        "F-02": {"A": "99.95", "B": "99.8", "C": "99.9"},
        "F-03": {"A": "1200", "B": "1500", "C": "12000"},
    }
