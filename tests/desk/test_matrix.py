"""How is a sheet of criteria read, however it stands and whatever is written over its columns?"""

import pytest

from desk.matrix import read_matrix
from selection.bringing.answers import Answers
from tables.mapping import SKIP


def read(text, **said):
    return read_matrix([[cell.strip() for cell in line.split("|")] for line in text], Answers(**said))


def rows(found):
    return [(one.number, one.name, one.category, one.weight, one.cells) for one in found.rows]


ACROSS = [
    "2026 平台比选",
    "供应商 | 情绪识别 | 午休排班 | 总价 | 加权总分 | 备注",
    "权重 | 30 | 20 | 50",
    "云声 | 8 | 6 | 7 | 7.1 | 在用",
    "Delta Ltd | 7.5 | 9 | 8 | 8.05",
]


def test_vendors_may_stand_down_and_criteria_across():
    found = read(ACROSS)
    assert (found.is_turned, found.vendors, found.title) == (True, {3: "云声", 4: "Delta Ltd"}, "2026 平台比选")
    assert rows(found) == [
        (2, "情绪识别", "功能匹配度", "30", {3: "8", 4: "7.5"}),
        (3, "午休排班", "一般", "20", {3: "6", 4: "9"}),
        (4, "总价", "成本效益", "50", {3: "7", 4: "8"}),
    ]
    assert [(line.number, line.lot) for line in found.seen.rows if line.lot != "head"] == [(5, "total"), (6, "aside")]
    assert [one.is_same for one in found.check.vendors] == [True, True]


def test_a_total_price_is_a_criterion_and_no_sum():
    found = read(["Criterion | Weight | Acme", "Lunch rota | 60 | 3", "Total price | 40 | 5", "Total | 100 | 3.8"])
    assert [(one.name, one.kind) for one in found.rows] == [("Lunch rota", "rated"), ("Total price", "price")]
    assert found.check.is_same


def test_categories_stand_over_criteria_that_stand_across():
    found = read(
        [
            "Vendor | Function |  | Money",
            "| Emotion recognition | Lunch rota | Total price",
            "Weight | 30 | 20 | 50",
            "Acme | 8 | 6 | 7",
        ]
    )
    assert [(one.name, one.category, one.weight) for one in found.rows] == [
        ("Emotion recognition", "Function", "30"),
        ("Lunch rota", "Function", "20"),
        ("Total price", "Money", "50"),
    ]
    assert found.vendors == {3: "Acme"}


def test_a_person_may_say_how_the_sheet_stands():
    text = ["名称 | 甲项 | 乙项", "云声 | 3 | 4", "灵犀 | 5 | 6"]
    assert read(text).faults == ["没有一列的表头说是准则。请在下面选出哪一列是。"]
    found = read(text, said={"orientation": "across"})
    assert (found.faults, [one.name for one in found.rows], found.vendors) == (
        [],
        ["甲项", "乙项"],
        {1: "云声", 2: "灵犀"},
    )
    down = read(ACROSS, said={"orientation": "down"})
    assert (down.is_turned, bool(down.faults)) == (False, True)


@pytest.mark.parametrize("head", ["评分点", "What we look at"])
def test_a_column_that_nobody_knows_is_chosen(head):
    text = [f"{head} | 权重 | 云声", "排班 | 40 | 3", "质检 | 60 | 4"]
    asked = read(text)
    assert [line.number for line in asked.seen.columns if line.choices] == [1, 2, 3]
    found = read(text, columns={0: "criterion"})
    assert (found.faults, rows(found)) == (
        [],
        [(2, "排班", "一般", "40", {2: "3"}), (3, "质检", "一般", "60", {2: "4"})],
    )
    without = read(text, columns={0: "criterion", 2: SKIP})
    assert (without.vendors, [one.cells for one in without.rows]) == ({}, [{}, {}])


def test_a_head_that_may_be_two_things_is_asked_about():
    text = ["类别/指标 | 指标 | 权重 | 云声", "功能 | 排班 | 100 | 3"]
    found = read(text)
    assert found.faults == ["“类别/指标”可能是好几样东西。请在下面选出是哪一样。"]
    assert [line.number for line in found.seen.columns if line.is_refused] == [1]
    assert read(text, columns={0: "category"}).faults == []


def test_two_columns_that_hold_the_same_are_asked_about():
    found = read(["二级指标 | 三级指标 | 权重 | 云声", "功能 | 排班 | 100 | 3"])
    assert [line.number for line in found.seen.columns if line.is_refused] == [1, 2]
    mended = read(["二级指标 | 三级指标 | 权重 | 云声", "功能 | 排班 | 100 | 3"], columns={0: "category"})
    assert (mended.faults, rows(mended)) == ([], [(2, "排班", "功能", "100", {3: "3"})])


def test_a_weaker_head_describes_where_another_column_names():
    found = read(["指标 | 评分标准 | 权重 | 满分 | 云声", "排班 | 能排三班 | 100 | 10 | 3"])
    assert (rows(found), found.faults) == ([(2, "排班", "一般", "100", {4: "3"})], [])
    alone = read(["评分标准 | 满分 | 云声", "排班 | 100 | 3"])
    assert rows(alone) == [(2, "排班", "一般", "100", {2: "3"})]


def test_long_texts_are_no_marks_of_a_vendor():
    found = read(["指标 | 权重 | 关注点 | 云声", "排班 | 100 | 能不能按周、按人、按技能组排三班 | 3"])
    assert found.vendors == {3: "云声"}
    assert [(line.number, line.lot) for line in found.seen.columns if line.lot != "read"] == [(3, "aside")]


def test_places_and_totals_of_marks_are_no_criteria_until_somebody_says_so():
    text = ["指标 | 权重 | 云声", "排班 | 100 | 3", "加权得分 |  | 3", "名次 |  | 1"]
    assert [one.name for one in read(text).rows] == ["排班"]
    assert [one.name for one in read(text, kept={3}).rows] == ["排班", "名次"]


# Several columns of one vendor -------------------------------------------------------------------
JUDGES = ["指标 | 权重 | 云声 |  | Delta |", "|  | 评委一 | 评委二 | 评委一 | 评委二", "排班 | 100 | 3 | 4 | 5 | 6"]


def test_columns_of_several_judges_are_left_aside():
    found = read(JUDGES)
    assert (found.vendors, [one.cells for one in found.rows], found.marks) == ({2: "云声", 4: "Delta"}, [{}], 0)
    assert found.people == ["云声 / 评委一", "云声 / 评委二", "Delta / 评委一", "Delta / 评委二"]
    assert (found.faults, found.seen.asked) == ([], [])


def test_vendors_may_stand_below_the_judges():
    found = read(
        ["指标 | 权重 | 评委一 |  | 评委二 |", "|  | 云声 | Delta | 云声 | Delta", "排班 | 100 | 3 | 4 | 5 | 6"]
    )
    assert (found.vendors, found.marks) == ({2: "云声", 3: "Delta"}, 0)


def test_where_nothing_tells_vendors_from_judges_it_is_asked():
    text = ["指标 | 权重 | 云声（张三） | 云声（李四） | 灵犀（张三） | 灵犀（李四）", "排班 | 100 | 3 | 4 | 5 | 6"]
    [question] = read(text).seen.asked
    assert [choice.text for choice in question.choices] == ["云声 · 灵犀", "张三 · 李四"]
    assert read(text).faults == [question.words]
    found = read(text, said={"vendor-line": "over"})
    assert (found.faults, found.vendors, found.marks) == ([], {2: "云声", 4: "灵犀"}, 0)


def test_marks_and_what_stands_beside_them_are_told_apart():
    found = read(
        [
            "指标 | 权重 | 云声 |  |  | Delta |  |",
            "|  | 得分 | 加权 | 说明 | 得分 | 加权 | 说明",
            "排班 | 40 | 3 | 1.2 | 弱 | 5 | 2 |",
            "质检 | 60 | 5 | 3 |  | 5 | 3 | 强",
            "总分 |  |  | 4.2 |  |  | 5 |",
        ]
    )
    assert (found.vendors, [one.cells for one in found.rows]) == (
        {2: "云声", 5: "Delta"},
        [{2: "3", 5: "5"}, {2: "5", 5: "5"}],
    )
    assert (found.people, found.check.is_same) == ([], True)


@pytest.mark.parametrize("over", ["供应商得分", "Vendors"])
def test_one_group_over_all_vendors_is_no_name_of_them(over):
    found = read([f"指标 | 权重 | {over} |", "|  | 云声 | Delta", "排班 | 100 | 3 | 4"])
    assert found.vendors == {2: "云声", 3: "Delta"}
