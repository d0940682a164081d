from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tables.numbers import Quantity
from vendors.numbers import read_money, read_number, read_whole


@pytest.mark.parametrize(
    ("typed", "unit", "text"),
    [
        ("12", "", "12"),
        ("１２．５０", "", "12.5"),
        (" 1,234,567.80 ", "", "1234567.8"),
        ("1，2345", "", "1.2345"),
        ("1,2", "", "1.2"),
        ("12,34,567", "", "1234567"),
        ("(1,200.5)", "", "-1200.5"),
        ("98.5%", "%", "98.5"),
        ("98.5％", "%", "98.5"),
        ("-3", "", "-3"),
        ("−3", "", "-3"),
        ("12 周", "周", "12"),
        ("12 Weeks", "weeks", "12"),
        (".5", "", "0.5"),
        ("7.5个 / 月", "个/月", "7.5"),
        ("1 200", "", "1200"),
    ],
)
def test_number_is_read_as_it_was_meant(typed, unit, text):
    number = read_number(typed, Quantity(units=(unit,) if unit else ()))
    assert (number.text, number.value) == (text, Decimal(text))


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,234", "12.000", "1.2.3", "4o2", "１２周", "1e5", "nan", "7 5", "40³", "≥ 3", "—"]
)
def test_number_that_is_unclear_is_refused(typed):
    with pytest.raises(ValidationError):
        read_number(typed)


def test_percentage_of_something_else_is_refused():
    with pytest.raises(ValidationError) as refusal:
        read_number("98%", Quantity(units=("weeks",)))
    assert refusal.value.code == "unit"


@pytest.mark.parametrize(
    ("typed", "unit", "minor"),
    [
        ("384.1", "wan", 384_100_000),
        ("384.1", "thousand", 38_410_000),
        ("3,841,000", "one", 384_100_000),
        ("384.1 万元", "one", 384_100_000),
        ("384.1万", "one", 384_100_000),
        ("¥3841000.50", "wan", 384_100_050),
        ("0", "wan", 0),
        ("605,000元", "wan", 60_500_000),
        ("¥ 60.5万", "one", 60_500_000),
        ("605 000 cny", "wan", 60_500_000),
    ],
)
def test_money_is_read_in_its_unit(typed, unit, minor):
    assert read_money(typed, unit=unit, currency="CNY") == minor


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-1", "negative"),
        ("0.001", "precision"),
        ("99999999999999", "precision"),
        ("", "empty"),
        ("x", "number"),
        ("3万5", "number"),
        ("1.250", "separator"),
        ("$5", "currency"),
        ("3万-4万", "range"),
        ("1 5", "number"),
    ],
)
def test_money_that_cannot_be_kept_is_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        read_money(typed, currency="CNY")
    assert refusal.value.code == code


def test_seats_are_whole():
    assert read_whole("1,200") == 1200
    for typed in ("1.5", "-1", "many", "9999999999"):
        with pytest.raises(ValidationError):
            read_whole(typed)


@pytest.mark.parametrize("typed", ["0" * 40 + "1", "12" + "周" * 41, "1" * 131_072])
def test_a_long_text_is_no_number_whatever_its_unit(typed):
    for read in (
        lambda: read_number(typed, Quantity(units=("周",))),
        lambda: read_money(typed, currency="CNY"),
        lambda: read_whole(typed),
    ):
        with pytest.raises(ValidationError) as refusal:
            read()
        assert refusal.value.code == "long"


def test_a_unit_stands_beside_the_longest_number():
    unit = "conversations a working day"
    assert read_number(f"{'0' * 38}12 {unit}"[1:], Quantity(units=(unit,))).text == "12"
