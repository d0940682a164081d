"""Is a table of facts as people keep it read, and is what a person said of it what is read?"""

import pytest
from django.utils import translation

from selection.bringing.answers import Answers
from tables.finding import Lot
from tests.cast import committee
from tests.vendors.builders import measured, vendor
from vendors.pasting.fact_block import read_facts
from vendors.pasting.fact_writing import write_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = committee()
    vendor(cast.bo, "云桥客服", name_en="Yunqiao Desk")
    vendor(cast.bo, "灵犀智服")
    measured(cast.selection, "F-CH-01", minimum="0", decimals=2)
    measured(cast.selection, "F-AI-01", name_zh="意图准确率", name_en="", unit_zh="%", unit_en="%", decimals=1)
    with translation.override("en"):
        yield cast


def read(cast, block, **answers):
    found = read_facts(cast.selection, block, Answers(**answers))
    values = {(cell.criterion.code, cell.vendor.code): (cell.value, cell.row, cell.column) for cell in found.read}
    return values, [(cell.row, cell.column, cell.asks) for cell in found.bad], found


def test_title_category_head_of_two_lines_and_remark_are_told_apart(cast):
    block = (
        "客服平台指标对比\t\t\t\n类别\t指标\t供应商\t\n\t\t云桥客服（现用）\t灵犀智服\n"
        "智能\t意图准确率（%）\t约 81 %\t90\n渠道\t\t\t\n\tF-CH-01\t12\t1,200\n注：2026 年 11 月收集\t\t\t"
    )
    values, bad, found = read(cast, block)
    assert bad == []
    assert values == {
        ("F-AI-01", "A"): ("81", 4, 3),
        ("F-AI-01", "B"): ("90", 4, 4),
        ("F-CH-01", "A"): ("12", 6, 3),
        ("F-CH-01", "B"): ("1200", 6, 4),
    }
    lots = [Lot.TITLE, Lot.HEAD, Lot.HEAD, Lot.READ, Lot.BARE, Lot.READ, Lot.NOTE]
    assert [line.lot for line in found.rows] == lots


BLOCK = "指标\t云桥\t灵犀智服\t海豚\nF-CH-01\t12\t13\t14\n意图识别\t97\t98\t99"


def test_what_nobody_knows_is_chosen_or_left_out(cast):
    _values, bad, found = read(cast, BLOCK)
    assert bad == [(1, 2, "column"), (1, 4, "column"), (3, 1, "row")]
    assert [line.is_refused for line in found.columns] == [False, True, False, True]
    values, bad, found = read(cast, BLOCK, columns={1: "vendor-A", 3: "skip"}, labels={2: "criterion-F-AI-01"})
    assert bad == []
    assert {place: value for place, (value, _row, _column) in values.items()} == {
        ("F-CH-01", "A"): "12",
        ("F-CH-01", "B"): "13",
        ("F-AI-01", "A"): "97",
        ("F-AI-01", "B"): "98",
    }
    assert [[choice.text for choice in line.choices if choice.is_chosen] for line in found.columns] == [
        [],
        ["A Yunqiao Desk"],
        ["B 灵犀智服"],
        ["leave out"],
    ]


def test_the_same_holds_with_vendors_down(cast):
    block = "供应商\tF-CH-01\t意图识别\n云桥\t12\t97\n灵犀智服\t13\t98"
    assert read(cast, block)[1] == [(1, 3, "column"), (2, 1, "row")]
    values, bad, _found = read(cast, block, columns={2: "criterion-F-AI-01"}, labels={1: "vendor-A"})
    assert (bad, values[("F-AI-01", "A")]) == ([], ("97", 2, 3))


def test_a_question_is_asked_once_for_each_criterion(cast):
    block = "\tA\tB\nF-CH-01\t12.500\t13.250\nF-AI-01\t0.9\t0.8"
    _values, bad, found = read(cast, block)
    assert len(bad) == 4
    assert [(one.field, [choice.text for choice in one.choices]) for one in found.asked] == [
        ("answer-F-CH-01-separator", ["12.5 · 13.25", "12500 · 13250"]),
        ("answer-F-AI-01-percent", ["0.9 · 0.8", "90 · 80"]),
    ]
    said = {"F-CH-01-separator": ".", "F-AI-01-percent": "fraction"}
    values, bad, _found = read(cast, block, said=said)
    assert (bad, [value for value, *_place in values.values()]) == ([], ["12.5", "13.25", "90", "80"])
    assert write_facts(
        cast.selection, block, level="claimed", source="", member=cast.bo, answers=Answers(said=said)
    ) == len(values)


def test_a_row_that_is_left_out_is_not_read_and_one_that_is_recalled_is(cast):
    block = "\tA\tB\nF-CH-01\t1x\t13\nF-AI-01\t97\t98\n合计\t1\t2"
    values, bad, found = read(cast, block, skipped=frozenset({1}))
    assert (bad, len(values), [line.lot for line in found.rows][1]) == ([], 2, Lot.YOU)
    assert read(cast, block, skipped=frozenset({1}), kept=frozenset({3}))[1] == [(4, 1, "row")]


def test_what_was_not_offered_is_no_answer(cast):
    assert read(cast, BLOCK, columns={1: "vendor-Z", 3: "vendor-A' OR 1"}, labels={2: "criterion-"})[1] == [
        (1, 2, "column"),
        (1, 4, "column"),
        (3, 1, "row"),
    ]


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_same_criterion_twice_is_asked_about_with_its_values(cast, is_turned):
    rows = [["", "A", "B"], ["F-CH-01", "12", "13"], ["F-AI-01", "90", "91"], ["渠道数", "22", ""]]
    rows = [list(row) for row in zip(*rows, strict=True)] if is_turned else rows
    block = "\n".join("\t".join(row) for row in rows)
    values, bad, found = read(cast, block)
    assert (values["F-CH-01", "A"][0], bad) == ("12", [(1, 4, "question") if is_turned else (4, 1, "question")])
    [question], word = found.asked, "column" if is_turned else "row"
    assert [choice.text for choice in question.choices] == [f"{word} 2: 12 · 13", f"{word} 4: 22"]
    values, bad, found = read(cast, block, said={"twice-F-CH-01": question.choices[1].value})
    assert ({key: value[0] for key, value in values.items()}, bad) == (
        {("F-CH-01", "A"): "22", ("F-AI-01", "A"): "90", ("F-AI-01", "B"): "91"},
        [],
    )
    lines = found.columns if is_turned else found.rows
    assert [line.lot for line in lines[1:]] == ["double", "read", "read"]
