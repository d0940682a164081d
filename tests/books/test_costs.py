"""Do the costs of workbooks as offices keep them come in to the cell, with few questions?"""

import pytest

from selection.models import Selection, User
from tests.books.form import brought
from tests.books.making import computed, old_workbook, open_document, text_file, workbook
from tests.vendors.builders import vendor
from vendors.models import CostLine

pytestmark = pytest.mark.django_db
YUAN = {"unit": "one", "scenario": "*"}
WAN = {"unit": "wan", "scenario": "*"}
DOOR = ("cost_lines_paste", "A")


@pytest.fixture
def of_costs(site, cast):
    Selection.objects.filter(pk=cast.selection.pk).update(horizon=3, first_cost_year=2027)
    User.objects.filter(pk=cast.bo.user_id).update(language="zh-hans")
    for name in ("云客通", "智服家"):
        vendor(cast.bo, name)
    return site


def stored(letter="A", scenario="base"):
    """(item, label, in the quote) → yuan of each year."""
    found = {}
    lines = CostLine.objects.filter(vendor__code=letter, scenario=scenario).order_by("item", "label_zh", "year")
    for line in lines:
        key = (line.item, line.label_zh or line.label_en, line.is_quoted)
        found.setdefault(key, {})[line.year] = line.amount / 100
    return found


def test_years_across_in_wan_with_sums_that_are_formulas(of_costs):
    content = computed(
        ["云客通 三年总拥有成本测算（单位：万元）", None, None, None, None, None, None],
        ["大类", "费用项目", "是否报价内", "签约", "2027年", "2028年", "2029年", "合计"],
        ["软件", "软件许可费", "是", None, 12.6, 12.6, "=F3*1.05", "=SUM(D3:G3)"],
        [None, "运维费", "是", None, 2, 2, 2, "=SUM(D4:G4)"],
        [None, "小计", None, None, "=SUM(E3:E4)", "=SUM(F3:F4)", "=SUM(G3:G4)", "=SUM(H3:H4)"],
        ["服务", "实施费", "是", 8.5, None, None, None, "=SUM(D6:G6)"],
        ["内部", "内部人力", "否", 3, None, None, None, "=SUM(D7:G7)"],
        ["合计", None, None, "=SUM(D6:D7)", "=E5", "=F5", "=G5", "=SUM(H5:H7)"],
        results={
            "G3": 13.23,
            "H3": 38.43,
            "H4": 6,
            "E5": 14.6,
            "F5": 14.6,
            "G5": 15.23,
            "H5": 44.43,
            "H6": 8.5,
            "H7": 3,
            "D8": 11.5,
            "E8": 14.6,
            "F8": 14.6,
            "G8": 15.23,
            "H8": 55.93,
        },
        merged=["A1:H1", "A3:A5"],
    )
    assert brought(of_costs, DOOR, content, name="TCO 测算.xlsx", **WAN) == []
    assert stored() == {
        ("K01", "软件许可费", True): {1: 126_000, 2: 126_000, 3: 132_300},
        ("K02", "实施费", True): {0: 85_000},
        ("K04", "运维费", True): {1: 20_000, 2: 20_000, 3: 20_000},
        ("K10", "内部人力", False): {0: 30_000},
    }


def test_vendors_across_with_amounts_as_people_write_them(of_costs):
    """One thing cannot be known: when each amount is paid."""
    content = workbook(
        ["2026 客服平台选型 报价对比", None, None, None, None],
        ["类别", "费用项目", "云客通", "智服家", "备注"],
        ["一次性", "实施费", "¥12.6万", "9.5万", "含两周驻场"],
        [None, "数据迁移", "30k", "2万", None],
        [None, "二次开发", "8万", "10万", None],
        [None, "培训", "1.2万", "–", None],
        ["持续", "软件许可费", "6.8万", "7.2万", None],
        [None, "运维", 20000, 15000, None],
        [None, "升级费", 0, 0, None],
        [None, "扩容", "￥10,000", "1万", None],
        [None, "退出费", "0.5万元", "0.8万", None],
        [None, "内部人力", " ３万 ", "3万", None],
        ["合计", None, "38.1万", "35.0万", None],
        ["注：以上均为含税价", None, None, None, None],
        merged=["A1:E1", "A3:A6", "A7:A12", "A14:E14"],
    )
    asked = brought(
        of_costs, ("cost_lines_paste_all",), content, name="报价.xlsx", answers={"answer-when": "0"}, **YUAN
    )
    assert asked == ["answer-when"]
    assert stored("A") == {
        ("K01", "软件许可费", True): {0: 68_000},
        ("K02", "含两周驻场", True): {0: 126_000},
        ("K02", "培训", True): {0: 12_000},
        ("K03", "二次开发", True): {0: 80_000},
        ("K04", "运维", True): {0: 20_000},
        ("K05", "", True): {0: 30_000},
        ("K06", "升级费", True): {0: 0},
        ("K07", "", True): {0: 10_000},
        ("K09", "退出费", True): {0: 5_000},
        ("K10", "内部人力", True): {0: 30_000},
    }
    assert sum(amount for years in stored("B").values() for amount in years.values()) == 350_000


def test_a_text_file_in_gbk_with_grouped_amounts_and_a_wide_unit(of_costs):
    content = text_file(
        ["云客通报价单", "", "", "", "", ""],
        ["序号", "项目", "名称", "是否报价内", "第1年", "第2年", "第3年"],
        ["1", "K01", "基础坐席", "是", "¥126,000.00", "¥126,000.00", "¥132,300.00"],
        ["2", "K01", "智能坐席", "是", "¥24,000.00", "¥24,000.00", "¥24,000.00"],
        ["3", "数据迁移", "", "是", "¥8,500.50", "", ""],
        ["4", "内部人力", "", "否", "30,000", "/", "－"],
        ["总计", "", "", "", "188,500.50", "150,000.00", "156,300.00"],
    )
    assert brought(of_costs, DOOR, content, name="报价单.csv", **YUAN) == []
    assert stored() == {
        ("K01", "基础坐席", True): {1: 126_000, 2: 126_000, 3: 132_300},
        ("K01", "智能坐席", True): {1: 24_000, 2: 24_000, 3: 24_000},
        ("K05", "", True): {1: 8_500.5},
        ("K10", "内部人力", False): {1: 30_000},
    }


def test_an_old_workbook_with_vendors_over_years_and_a_hidden_column(of_costs):
    content = old_workbook(
        ["三年费用对比", None, None, None, None, None, None, None, None],
        ["费用项目", "内部底价", "云客通", None, None, "智服家", None, None, "合计"],
        [None, None, "2027", "2028", "2029", "2027", "2028", "2029", None],
        ["软件许可费", 9.0, 12.6, 12.6, 13.2, 11.0, 11.0, 11.0, 71.4],
        ["运维", 1.0, 2.0, 2.0, 2.0, 1.5, 1.5, 1.5, 10.5],
        ["合计", 10.0, 14.6, 14.6, 15.2, 12.5, 12.5, 12.5, 81.9],
        merged=["A1:I1", "A2:A3", "B2:B3", "C2:E2", "F2:H2", "I2:I3"],
        formats={f"{column}{row}": '0.0"万"' for column in "BCDEFGH" for row in (4, 5, 6)},
        hidden=["B"],
    )
    assert brought(of_costs, DOOR, content, name="费用.xls", answers={"column-2": "skip"}, **YUAN) == ["column-2"]
    assert stored() == {
        ("K01", "软件许可费", True): {1: 126_000, 2: 126_000, 3: 132_000},
        ("K04", "运维", True): {1: 20_000, 2: 20_000, 3: 20_000},
    }


def test_vendors_down_in_merged_cells_with_one_amount_a_row(of_costs):
    content = workbook(
        ["各供应商报价明细", None, None, None, None],
        ["供应商", "费用项目", "金额", "币种", "备注"],
        ["云客通有限公司", "软件许可费", 126000, "CNY", None],
        [None, "实施费", "8.5万", "CNY", "含培训"],
        [None, "小计", 211000, "CNY", None],
        ["智服家", "软件许可费", 110000, "CNY", None],
        [None, "实施费", 60000, "CNY", None],
        [None, "小计", 170000, "CNY", None],
        ["总计", None, 381000, "CNY", None],
        merged=["A1:E1", "A3:A5", "A6:A8", "A9:B9"],
        formats={f"C{row}": "#,##0.00" for row in range(3, 10)},
    )
    answers = {"answer-when": "1"}
    asked = brought(of_costs, ("cost_lines_paste_all",), content, name="明细.xlsx", answers=answers, **YUAN)
    assert asked == ["answer-when"]
    for letter, amounts in (("A", [126_000, 85_000]), ("B", [110_000, 60_000])):
        assert list(stored(letter).values()) == [{1: amount} for amount in amounts]


def test_a_plain_list_of_amounts_asks_whose_they_are_and_when_they_are_paid(of_costs):
    content = open_document(["费用项目", "金额"], ["软件许可费", 126000], ["内部人力", 30000])
    answers = {"column-2": "own", "answer-when": "each"}
    assert brought(of_costs, DOOR, content, name="费用.ods", answers=answers, **YUAN) == ["column-2", "answer-when"]
    assert stored()["K01", "软件许可费", True] == {1: 126_000, 2: 126_000, 3: 126_000}


@pytest.mark.parametrize(
    ("seats", "training"),
    [
        ("约 81 %", "1.2万"),
        pytest.param("81％左右", "12 千元", marks=pytest.mark.campaign),
        pytest.param("八成", "12k", marks=pytest.mark.campaign),
    ],
)
def test_a_whole_comparison_with_what_is_no_cost_asks_for_one_correction(of_costs, seats, training):
    """Prices and a figure of another kind in one sheet: its row is left out by a tick, and nothing else is asked."""
    content = workbook(
        ["客服平台对比（含税）", None, None, None],
        ["类别", "费用项目", "云客通", "智服家"],
        ["一次性", "实施", "¥12.6万", "￥95,000.00"],
        [None, "培训", training, "－"],
        [None, "数据迁移", "30K", "2万元"],
        ["持续", "软件许可", "68,000", "7.2万"],
        ["指标", "意图准确率", seats, "90%"],
        ["总计", None, "23.6万", "18.7万"],
        merged=["A1:D1", "A3:A5"],
    )
    door = ("cost_lines_paste_all",)
    answers = {"answer-when": "0", "skip-7": "1"}
    asked = brought(of_costs, door, content, name="对比.xlsx", answers=answers, **YUAN)
    assert sorted(asked) == ["answer-when", "skip-7"]
    assert [sorted(years.values()) for years in stored("A").values()] == [[68_000], [12_000], [126_000], [30_000]]
    assert [sorted(years.values()) for years in stored("B").values()] == [[72_000], [95_000], [20_000]]
