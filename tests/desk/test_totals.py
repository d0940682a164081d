"""Does a sheet's own total follow from its marks and weights, and which sentence explains one that does not?"""

from decimal import Decimal

import pytest

from desk.spreadsheet.totals import Marked, check

MARKS = [("情绪识别", "30", {1: "8", 2: "7.5"}), ("排班", "20", {1: "6", 2: "9"}), ("总价", "50", {1: "7", 2: "8"})]


def checked(totals, *, rows=MARKS):
    marked = [
        Marked(number, name, Decimal(weight), {column: Decimal(mark) for column, mark in marks.items()})
        for number, (name, weight, marks) in enumerate(rows, 3)
    ]
    return check(marked, {column: Decimal(total) for column, total in totals.items()})


def reweighted(*weights):
    return [(name, weight, marks) for weight, (name, _old, marks) in zip(weights, MARKS, strict=True)]


def test_totals_that_follow_are_shown_as_they_are():
    found = checked({1: "7.1", 2: "8.05"})
    assert [(one.said, one.made, one.is_same) for one in found.vendors] == [
        ("7.1", "7.1", True),
        ("8.05", "8.05", True),
    ]
    assert found.sentence == "表里的总分与它的分数和权重一致。"


@pytest.mark.parametrize(
    ("totals", "rows", "sentence"),
    [
        ({1: "7.1", 2: "8.1"}, MARKS, "表里的总分与它的分数和权重一致。"),
        ({1: "7.1", 2: "8.06"}, MARKS, "总分只差在四舍五入。"),
        ({1: "710", 2: "805"}, MARKS, "表里的总分用的是另一种分制：是重算结果的 100 倍。"),
        ({1: "142", 2: "161"}, MARKS, "表里的总分用的是另一种分制：是重算结果的 20 倍。"),
        ({1: "21", 2: "24.5"}, MARKS, "表里的总分直接把分数相加，没有乘权重。"),
        ({1: "7", 2: "8.17"}, MARKS, "表里的总分是分数的平均，没有乘权重。"),
        ({1: "5.9", 2: "6.25"}, MARKS, "表里的总分漏了第 4 行“排班”。"),
        ({1: "7.375", 2: "7.8125"}, MARKS, "表里的总分漏了第 4 行“排班”。"),
        ({1: "6.5", 2: "7.15"}, reweighted("30", "10", "50"), "表里的权重合计是 90，不是 100，而总分按 100 折算。"),
        ({1: "3", 2: "11"}, MARKS, "表里的总分按它的分数和权重算不出来。请检查表里的公式。"),
        ({1: "5.3"}, MARKS, "表里的总分按它的分数和权重算不出来。请检查表里的公式。"),
        ({1: "71"}, MARKS, "表里的总分用的是另一种分制：是重算结果的 10 倍。"),
        ({1: "21", 2: "24.5"}, reweighted("0", "0", "0"), "表里的总分与它的分数和权重一致。"),
    ],
)
def test_one_sentence_explains_what_differs(totals, rows, sentence):
    assert checked(totals, rows=rows).sentence == sentence


def test_an_empty_cell_is_no_mark_and_may_count_as_nothing_in_the_sheet():
    rows = [("情绪识别", "30", {1: "8"}), ("排班", "70", {1: "6", 2: "9"})]
    assert checked({1: "6.6", 2: "9"}, rows=rows).is_same
    assert checked({1: "6.6", 2: "6.3"}, rows=rows).sentence == "表里的总分把空格算作 0。"


def test_a_row_without_marks_may_count_as_nothing_in_the_sheet():
    rows = [*MARKS[:2], ("可用性", "50", {})]
    assert checked({1: "3.6", 2: "4.05"}, rows=rows).sentence == "表里的总分把没有分数的行算作 0。"
    assert checked({1: "7.2", 2: "8.1"}, rows=rows).is_same


def test_without_marks_there_is_nothing_to_recompute():
    assert checked({1: "7"}, rows=[("情绪识别", "30", {})]) is None
    assert checked({}) is None
