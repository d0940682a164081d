"""Does each vendor that a table of costs names get its own amounts, and nobody another's?"""

import pytest
from django.utils import translation

from selection import brought
from selection.bringing.answers import Answers
from selection.models import BroughtTable
from tests.cast import committee
from tests.vendors.builders import vendor
from vendors.models import CostItem, CostLine
from vendors.pasting.cost_block import read_costs
from vendors.pasting.cost_writing import compared, vanished, write_costs
from vendors.tables_out import costs_to_fill_in

pytestmark = pytest.mark.django_db

ACROSS = """三家报价\t\t\t\t\t
费用项目\t云桥（现用）\tBeta Ltd.\t丙方\t合计\t备注
实施费\t12万\t8万\t–\t20万\t含培训
运维\t3万\t2.5万\t2万\t7.5万\t
合计\t15万\t10.5万\t2万\t27.5万\t"""
BY_YEAR = """项目\t云桥\t\t\tBeta\t\t
\t签约\t第1年\t第2年\t签约\t第1年\t第2年
许可\t5\t1\t2\t\t3\t4
定制开发\t9\t\t\t7\t\t"""
DOWN = """供应商\t成本项\t名目\t报价内\t签约\t第1年\t第2年
A 云桥\t迁移\t\t是\t3\t\t
\t许可\t坐席\t是\t\t1\t2
丙方\t许可\t坐席\t是\t\t5\t6
\t停机损失\t\t否\t\t7\t8"""
BELOW = """成本项\t报价内\t签约\t第1年\t第2年
云桥\t\t\t\t
迁移\t是\t3\t\t
一次性以外\t\t\t\t
许可\t是\t\t1\t2
Beta\t\t\t\t
许可\t否\t\t5\t6"""
ONCE = Answers(said={"when": "0"})


@pytest.fixture
def cast():
    with translation.override("zh-hans"):
        found = committee()
        found.selection.horizon = 2
        found.selection.save()
        vendor(found.bo, "云桥")
        vendor(found.bo, "", name_en="Beta")
        vendor(found.bo, "丙方")
        yield found


def read(cast, block, **options):
    return read_costs(cast.selection, block, **{"unit": "one"} | options)


def rows(found):
    return [(row.vendor.code, row.item, row.label, row.is_quoted, row.amounts) for row in found.read]


def stored():
    names = ("vendor__code", "item", "label_zh", "year", "amount")
    return sorted(CostLine.objects.values_list(*names))


def write(cast, block, **options):
    about = {"unit": "one", "scenarios": ["base"], "member": cast.bo}
    return write_costs(cast.selection, block, **about | options)


def test_each_column_of_a_vendor_gives_its_costs(cast):
    found = read(cast, ACROSS)
    assert [one.field for one in found.asked] == ["answer-when", "answer-where"]
    assert [(cell.row, cell.column) for cell in found.bad] == [(2, 2)]
    found = read(cast, ACROSS, answers=ONCE)
    assert (found.bad, found.skipped, found.bare) == ([], ["合计"], ["实施费 (C)"])
    assert rows(found) == [
        ("A", "K02", "含培训", True, {0: 12_000_000}),
        ("A", "K04", "运维", True, {0: 3_000_000}),
        ("B", "K02", "含培训", True, {0: 8_000_000}),
        ("B", "K04", "运维", True, {0: 2_500_000}),
        ("C", "K04", "运维", True, {0: 2_000_000}),
    ]


def test_years_stand_under_each_vendor(cast):
    found = read(cast, BY_YEAR)
    assert [one.field for one in found.asked] == ["answer-where"]
    assert rows(found) == [
        ("A", "K01", "许可", True, {0: 500, 1: 100, 2: 200}),
        ("A", "K03", "定制开发", True, {0: 900}),
        ("B", "K01", "许可", True, {1: 300, 2: 400}),
        ("B", "K03", "定制开发", True, {0: 700}),
    ]


@pytest.mark.parametrize("block", [DOWN, DOWN.replace("供应商\t成本项", "投标人\t费用项目")])
def test_each_row_may_name_its_vendor_once_for_those_below(cast, block):
    found = read(cast, block)
    assert (found.bad, found.asked) == ([], [])
    assert rows(found) == [
        ("A", "K05", "迁移", True, {0: 300}),
        ("A", "K01", "坐席", True, {1: 100, 2: 200}),
        ("C", "K01", "坐席", True, {1: 500, 2: 600}),
        ("C", "K08", "停机损失", False, {1: 700, 2: 800}),
    ]


def test_tables_of_vendors_may_stand_below_each_other(cast):
    found = read(cast, BELOW)
    assert found.bad == []
    assert rows(found) == [
        ("A", "K05", "迁移", True, {0: 300}),
        ("A", "K01", "许可", True, {1: 100, 2: 200}),
        ("B", "K01", "许可", False, {1: 500, 2: 600}),
    ]
    orphan = read(cast, BELOW.replace("云桥\t\t\t\t\n", ""))
    assert [(cell.row, cell.column) for cell in orphan.bad] == [(2, 1), (4, 1)]


def test_an_amount_of_each_row_is_its_vendors(cast):
    block = "供应商\t成本项\t金额\n云桥\t迁移\t3\nBeta\t迁移\t4"
    assert rows(read(cast, block, answers=ONCE)) == [
        ("A", "K05", "迁移", True, {0: 300}),
        ("B", "K05", "迁移", True, {0: 400}),
    ]


@pytest.mark.parametrize(
    ("block", "places"),
    [
        ("成本项\t云桥\t丁方\n迁移\t1\t2", [(1, 3)]),  # nobody's column
        ("成本项\t云桥\t第1年\n迁移\t1\t2", [(1, 3)]),  # a year beside vendors
        ("成本项\t第1年\n迁移\t1", [(1, 2)]),  # nobody is named
        ("成本项\t云桥\tA\n迁移\t1\t2", [(1, 2), (1, 3)]),  # one vendor twice
        ("供应商\t成本项\t报价内\t签约\n丁方\t迁移\t是\t1\nBeta\t迁移\t是\t2", [(2, 1)]),
        ("供应商\t成本项\t报价内\tBeta\n云桥\t迁移\t是\t1", [(1, 4)]),  # a row and a column of vendors
    ],
)
def test_what_is_nobodys_is_named(cast, block, places):
    assert [(cell.row, cell.column) for cell in read(cast, block, answers=ONCE).bad] == places


def test_an_unknown_column_may_be_given_to_a_vendor_or_left_out(cast):
    block = "成本项\t云桥\t丁方\n迁移\t1\t2"
    given = Answers(said={"when": "0"}, columns={2: "vendor-C"})
    assert rows(read(cast, block, answers=given))[1] == ("C", "K05", "迁移", True, {0: 200})
    left = Answers(said={"when": "0"}, columns={2: "skip"})
    assert len(read(cast, block, answers=left).read) == 1
    of_year = Answers(columns={1: "vendor-A year-2", 2: "vendor-C year-1"})
    assert [row[4] for row in rows(read(cast, block, answers=of_year))] == [{2: 100}, {1: 200}]
    assert [cell.column for cell in read(cast, block, answers=Answers(columns={2: "year-x"})).bad] == [3, 2]


def test_vendors_named_down_need_a_head(cast):
    with pytest.raises(Exception, match="第一行"):
        read(cast, "K02\t\t是\t5")


def test_amounts_of_all_vendors_are_read_together(cast):
    block = "成本项\t云桥\tBeta\n迁移\t12.500\t1.234.567"
    assert [row[4] for row in rows(read(cast, block, answers=ONCE))] == [{0: 1_250_000}, {0: 123_456_700}]


def test_one_cost_in_two_rows_is_asked_once_for_all_vendors(cast):
    block = "成本项\t云桥\tBeta\n迁移\t1\t2\n迁移\t3\t4\n迁移\t\t8"
    found = read(cast, block, answers=ONCE)
    assert [one.field for one in found.asked][2:] == ["answer-twice-1"]
    assert [cell.row for cell in found.bad] == [3, 4]
    added = read(cast, block, answers=Answers(said={"when": "0", "twice-1": "add"}))
    assert (added.bad, [row[4] for row in rows(added)]) == ([], [{0: 400}, {0: 1_400}])


def test_all_of_it_is_written_or_nothing_and_taken_back_at_once(cast):
    long = "长" * 1_000
    bad = write(cast, ACROSS.replace("含培训", long), answers=ONCE)
    assert ([(cell.row, cell.column) for cell in bad.bad], stored()) == ([(3, 6)], [])
    found = write(cast, ACROSS, answers=ONCE)
    assert (len(found.read), len(stored())) == (5, 5)
    [table] = BroughtTable.objects.all()
    brought.undo(table, member=cast.bo)
    assert stored() == []


def test_a_second_table_is_compared_with_the_vendors_that_it_names(cast):
    write(cast, ACROSS, answers=ONCE)
    block = "成本项\t云桥\t丙方\n运维\t3万\t2.2万"
    found = read(cast, block, answers=ONCE)
    [same, other] = compared(cast.selection, found, ["base"])
    assert (same.mark.is_same, other.was) == (True, {0: [2_000_000]})
    [gone] = vanished(cast.selection, found, ["base"])
    assert gone.key[:2] == ("A", "K02")
    write(cast, block, answers=ONCE, remove=[gone.number])
    assert [row[:2] for row in stored()] == [("A", "K04"), ("B", "K02"), ("B", "K04"), ("C", "K04")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_empty_workbook_of_all_vendors_is_read_as_it_is(cast, language):
    with translation.override(language):
        sheet = costs_to_fill_in(cast.selection, list(cast.selection.vendors.order_by("code")), has_letters=True)
        lines = [[str(cell) for cell in line] + [""] * 5 for line in sheet.rows]
        lines[12][3:6] = ["yes", "5", ""]
        found = read(cast, "\n".join("\t".join(line) for line in [sheet.head, *lines]))
    assert (found.bad, rows(found)) == ([], [("B", "K03", "", True, {0: 500})])
    assert len(found.bare) == 3 * len(CostItem) - 1
