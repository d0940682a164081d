"""What do the cells of a column tell about each other?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.columns import Column, read_column
from tables.numbers import Ask, NotNumber, Quantity, Question, Reading

RATE = Quantity(places=3, units=("calls/s",))
SHARE = Quantity(minimum=Decimal(0), maximum=Decimal(100), places=2, units=("%",))
WAN = Quantity(minimum=Decimal(0), places=2, currency="CNY", power=4)
THOUSAND_DOLLARS = Quantity(minimum=Decimal(0), places=2, currency="USD", power=3)


def values(column: Column) -> list[str | None]:
    shown: list[str | None] = []
    for cell in column.cells:
        if isinstance(cell, Reading):
            shown.append(f"{cell.value.normalize():f}")
        else:
            shown.append(cell.code if isinstance(cell, Question | NotNumber) else cell)
    return shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["12,500", "3,5"], ["12.5", "3.5"]),
        (["12,500", "1,250,000"], ["12500", "1250000"]),
        (["12,500", "3.5"], ["12500", "3.5"]),
        (["12.500", "3.5"], ["12.5", "3.5"]),
        (["12.500", "3,5", "1.000"], ["12500", "3.5", "1000"]),
        (["0,500", "1,000"], ["0.5", "1"]),
        (["12.500", "7", "N/A"], ["separator", "7", None]),
        (["12,500", "8,250"], ["separator", "separator"]),
        (["12,500", "3,5", "4.5"], ["separator", "3.5", "4.5"]),
        (["12,500", "x", "≥ 3"], ["separator", "number", "bound"]),
        (["1 250", "2,500"], ["1250", "separator"]),
        (["0,5000", "1,000", "2,500"], ["0.5", "1", "2.5"]),
    ],
)
def test_cells_that_can_only_be_one_number_decide_for_the_others(typed, read):
    assert values(read_column(typed, RATE)) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["0,500", "1,000", "2,000"], ["0.5", "separator", "separator"]),
        (["300,000", "7,5"], ["separator", "7.5"]),
        (["300,000", "7.5"], ["300000", "7.5"]),
        (["300,000", "12,000"], ["300000", "12000"]),
        (["300,000", "1.250"], ["300000", "1.25"]),
    ],
)
def test_zeros_that_a_number_would_not_have_do_not_decide_against_the_column(typed, read):
    yuan = Quantity(minimum=Decimal(0), places=2, currency="CNY")
    assert values(read_column(typed, yuan)) == read


def test_one_question_stands_for_all_its_cells_and_one_answer_settles_them():
    typed = ["12,500", "7", "8,250"]
    assert read_column(typed, RATE).questions == {Ask.SEPARATOR: [0, 2]}
    assert values(read_column(typed, RATE, answers={Ask.SEPARATOR: ","})) == ["12.5", "7", "8.25"]
    assert values(read_column(typed, RATE, answers={Ask.SEPARATOR: "."})) == ["12500", "7", "8250"]


def test_the_mark_that_the_file_stores_decides_before_the_column():
    assert values(read_column(["12,500", "3.5"], RATE, decimal_mark=",")) == ["12.5", "3.5"]


@pytest.mark.parametrize(
    ("quantity", "typed", "whole", "scaled"),
    [
        (WAN, ["¥1,200.50", "12.6万", "900元", "3"], "1200.5", "12005000"),
        (THOUSAND_DOLLARS, ["USD 40.5", "12.6万", "900美元", "3"], "40.5", "40500"),
    ],
)
def test_the_sign_in_a_scaled_column_is_one_question(quantity, typed, whole, scaled):
    rest = ["126000", "900", str(3 * 10**quantity.power)]
    assert values(read_column(typed, quantity)) == ["sign", *rest]
    assert values(read_column(typed, quantity, answers={Ask.SIGN: "whole"})) == [whole, *rest]
    assert values(read_column(typed, quantity, answers={Ask.SIGN: "column"})) == [scaled, *rest]


def test_the_sign_in_a_column_of_whole_units_says_nothing_new():
    assert values(read_column(["¥1,200.50", "3"], Quantity(places=2, currency="CNY"))) == ["1200.5", "3"]


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [
        (["0.99", "0.98", "/"], True),
        (["1", "0.5"], True),
        (["0.99", "98"], False),
        (["0.99%", "0.98"], False),
        (["0", "0"], False),
        (["/", ""], False),
    ],
)
def test_percentages_that_all_lie_between_0_and_1_are_one_question(typed, is_asked):
    assert (Ask.PERCENT in read_column(typed, SHARE).questions) == is_asked


def test_the_answer_makes_fractions_percentages():
    typed = ["0.99", "N/A", "1"]
    assert values(read_column(typed, SHARE, answers={Ask.PERCENT: "fraction"})) == ["99", None, "100"]
    assert values(read_column(typed, SHARE, answers={Ask.PERCENT: "percent"})) == ["0.99", None, "1"]


@given(st.lists(st.text("0123456789.,¥万%- ", max_size=8), max_size=5), st.sampled_from([RATE, SHARE, WAN]))
def test_a_column_loses_no_cell_and_answers_leave_only_what_each_cell_must_say(typed, quantity):
    column = read_column(typed, quantity)
    assert len(column.cells) == len(typed)
    settled = read_column(typed, quantity, answers={Ask.SEPARATOR: ".", Ask.SIGN: "whole", Ask.PERCENT: "percent"})
    assert set(settled.questions) <= {Ask.BOUND, Ask.RANGE}
