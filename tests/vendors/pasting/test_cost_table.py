"""Is a table of costs as people keep it read, with as few questions as there are?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from tables.finding import Lot
from tests.cast import committee
from tests.vendors.builders import vendor
from vendors.pasting.cost_block import read_costs
from vendors.pasting.cost_writing import write_costs

pytestmark = pytest.mark.django_db

STORY = """2026 客服平台选型 报价对比\t\t\t\t
类别\t费用项目\t云客通\t智服家\t备注
一次性\t实施费\t¥12.6万\t9.5万\t含培训
\t数据迁移\t30k\t2万\t
\t二次开发\t8万\t10万\t
\t培训\t1.2万\t–\t
持续\t软件许可费\t6.8万\t7.2万\t
\t运维\t2万\t1.5万\t
\t升级费\t0\t0\t
\t扩容\t1万\t1万\t
\t退出费\t0.5万\t0.8万\t
\t内部人力\t3万\t3万\t
合计\t\t38.1万\t35.0万\t
注：以上均为含税价\t\t\t\t"""


@pytest.fixture
def row():
    with translation.override("zh-hans"):
        cast = committee()
        found = vendor(cast.bo, "云客通")
        vendor(cast.bo, "智服家")
        yield found


def test_vendors_stand_across_and_one_question_is_left(row):
    found = read_costs(row, STORY, unit="one")
    assert [one.field for one in found.asked] == ["answer-when", "answer-where"]
    assert [(cell.row, cell.column, cell.typed) for cell in found.bad] == [(2, 3, "云客通")]
    assert found.bare == []
    answered = read_costs(row, STORY, unit="one", answers=Answers(said={"when": "0"}))
    assert answered.bad == []
    assert [(line.item, line.amounts[0], line.is_quoted) for line in answered.read] == [
        ("K02", 12_600_000, True),
        ("K05", 3_000_000, True),
        ("K03", 8_000_000, True),
        ("K02", 1_200_000, True),
        ("K01", 6_800_000, True),
        ("K04", 2_000_000, True),
        ("K06", 0, True),
        ("K07", 1_000_000, True),
        ("K09", 500_000, True),
        ("K10", 3_000_000, True),
    ]
    assert [line.label for line in answered.read][:3] == ["含培训", "", "二次开发"]


def test_until_the_question_is_answered_nothing_else_is_wrong(row):
    member = row.selection.members.get(key="bo")
    found = write_costs(row, STORY, unit="one", scenarios=["base"], member=member, is_trial=True)
    assert [(cell.row, cell.column) for cell in found.bad] == [(2, 3)]


def test_what_is_counted_is_what_is_stored(row):
    member = row.selection.members.get(key="bo")
    about = {"unit": "wan", "scenarios": ["base"], "member": member, "answers": Answers(said={"when": "each"})}
    found = write_costs(row, STORY, **about)
    assert (found.bad, len(found.read), row.cost_lines.values("item", "label_zh").distinct().count()) == ([], 10, 10)
    assert row.cost_lines.filter(item="K01").count() == row.selection.horizon


def test_every_row_and_column_is_told(row):
    found = read_costs(row, STORY, unit="one", answers=Answers(said={"when": "0"}, skipped=frozenset({3})))
    lots = [line.lot for line in found.rows]
    assert lots == [Lot.TITLE, Lot.HEAD, Lot.READ, Lot.YOU, *[Lot.READ] * 8, Lot.TOTAL, Lot.NOTE]
    assert [line.text for line in found.columns] == ["类别", "费用项目", "云客通", "智服家", "备注"]
    assert [line.lot for line in found.columns] == [Lot.ASIDE, Lot.READ, Lot.READ, Lot.ASIDE, Lot.READ]
    assert (len(found.read), found.skipped, found.left_out) == (9, ["智服家"], 6)
    another = read_costs(row.selection.vendors.get(code="B"), STORY, unit="one", answers=Answers(said={"when": "0"}))
    assert (len(another.read), another.bare, another.bad) == (9, ["培训"], [])


def test_an_item_that_nobody_knows_is_chosen_or_left_out(row):
    block = "费用项目\t云客通\n坐席服务包\t5\n电话线路\t6"
    said = {"when": "0"}
    assert [cell.row for cell in read_costs(row, block, unit="one", answers=Answers(said=said)).bad] == [2, 3]
    answers = Answers(said=said, labels={1: "K01"}, skipped=frozenset({2}))
    found = read_costs(row, block, unit="one", answers=answers)
    assert (found.bad, [(line.item, line.label, line.row) for line in found.read]) == ([], [("K01", "坐席服务包", 2)])


def test_a_column_that_nobody_knows_is_chosen_or_left_out(row):
    block = "费用项目\t某公司报价\t颜色\n许可费\t5\t红"
    [first, *_rest] = read_costs(row, block, unit="one").bad
    assert (first.column, first.asks) == (2, "column")
    answers = Answers(said={"when": "0"}, columns={1: "own", 2: "skip"})
    found = read_costs(row, block, unit="one", answers=answers)
    assert (found.bad, [line.amounts for line in found.read]) == ([], [{0: 500}])


def test_the_same_cost_twice_is_added_up_or_kept_by_itself(row):
    block = "成本项\t报价内\t2026\nK02\t是\t1000\nK02\t是\t500\nK05\t是\t70"
    row.selection.first_cost_year = 2026
    assert [cell.row for cell in read_costs(row, block, unit="one").bad] == [3]

    def read(how):
        found = read_costs(row, block, unit="one", answers=Answers(said={"twice-1": how}))
        assert found.bad == []
        return [(line.item, line.label, line.amounts[1]) for line in found.read]

    assert read("add") == [("K02", "", 150_000), ("K05", "", 7_000)]
    assert read("first") == [("K02", "", 100_000), ("K05", "", 7_000)]
    assert read("both") == [("K02", "", 100_000), ("K02", "实施与培训 (2)", 50_000), ("K05", "", 7_000)]


@pytest.mark.parametrize(
    ("cell", "key", "answer", "amount"),
    [
        ("¥1,200.50", "amounts-sign", "whole", 120_050),
        ("¥1,200.50", "amounts-sign", "column", 1_200_500_000),
        ("1,250", "amounts-separator", ",", 1_250_000),
        ("1,250", "amounts-separator", ".", 1_250_000_000),
    ],
)
def test_what_a_number_means_is_answered_once_for_all(row, cell, key, answer, amount):
    block = f"K02\tx\t是\t{cell}"
    [question] = read_costs(row, block, unit="wan").asked
    assert question.field == f"answer-{key}"
    found = read_costs(row, block, unit="wan", answers=Answers(said={key: answer}))
    assert (found.bad, [line.amounts[0] for line in found.read]) == ([], [amount])
    assert [choice.value for one in found.asked for choice in one.choices if choice.is_chosen] == [answer]


def test_a_row_of_amounts_above_the_head_is_refused_until_it_is_left_out(row):
    block = "K05\t是\t1000\n成本项\t报价内\t签约\nK02\t是\t500"
    assert [(cell.row, cell.column) for cell in read_costs(row, block, unit="one").bad] == [(1, 1)]
    found = read_costs(row, block, unit="one", answers=Answers(skipped=frozenset({0})))
    assert (found.bad, [line.item for line in found.read]) == ([], ["K02"])


def test_a_head_of_two_lines_names_vendor_and_year(row):
    block = "费用项目\t云客通\t\t智服家\t\n\t第1年\t第2年\t第1年\t第2年\n培训\t1\t2\t3\t4"
    found = read_costs(row, block, unit="one", answers=Answers(said={"where": "quoted"}))
    assert (found.bad, [line.amounts for line in found.read]) == ([], [{1: 100, 2: 200}])
