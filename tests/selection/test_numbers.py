"""Is a number what was typed, or refused?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from selection.fields import MoneyField, ScaledField, VersionField, WholeField
from selection.numbers import decimal_typed
from tables.numbers import folded, mentions


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7.25", "7.25"),
        ("７．２５", "7.25"),
        ("+8.", "8"),
        ("−0.5", "-0.5"),
        ("64,250.75", "64250.75"),
        ("64 250", "64250"),
        ("64\u202f250\u00a0000", "64250000"),
        ("\u3000９９，９９９\t", "99999"),
    ],
)
def test_digits_point_and_thousands_are_read(typed, number):
    assert decimal_typed(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "offer"), [("2,75", "2.75"), ("0,250", "0.250"), ("－3，5", "-3.5"), ("7,2500", "7.2500")]
)
def test_a_decimal_comma_is_refused_by_name_with_the_point_it_needs(typed, offer):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        decimal_typed(typed)
    assert refused.value.messages == [f"“{typed}” has a comma. Decimals are written with a point: {offer}."]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7 5",
        "7 50",
        "64 25",
        "64,250 000",
        "1,00,000",
        "7²",
        "½",
        "①",
        "6_5",
        "6e5",
        "٦",
        "६",
        "௫",
        "𝟞",
        "五",
        "1e30",
        "1E-30000000",
        "1e999999999999999999",
        "0x6",
        "1.2.3",
        "--1",
        "NaN",
        "6%",
    ],
)
def test_anything_else_is_no_number(typed):
    with pytest.raises(ValidationError) as refused:
        decimal_typed(typed)
    assert refused.value.code == "number"


def test_only_the_width_of_a_character_is_folded():
    assert folded(" １２％　㎡ ² ") == "12% ㎡ ²"


@pytest.mark.parametrize(("typed", "stored"), [("7.25", 725), ("0.5", 50), ("1,000", 100_000)])
def test_a_scaled_field_stores_what_was_typed(typed, stored):
    assert ScaledField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["7,25", "7_5", "7e1", "7 5", "7.255"])
def test_a_scaled_field_reads_nothing_else(typed):
    with pytest.raises(ValidationError):
        ScaledField().clean(typed)


def test_a_whole_field_takes_whole_numbers():
    assert (WholeField().clean("７"), WholeField().clean("7.0"), WholeField(required=False).clean(" ")) == (7, 7, None)
    for typed in ("7.5", "1_0", "1,5", "x"):
        with pytest.raises(ValidationError):
            WholeField(max_value=20).clean(typed)


@pytest.mark.parametrize(
    ("text", "value", "is_said"),
    [
        ("3,412.50 calls in an hour", "3412.5", True),
        ("It took 64.", "64", True),
        ("It took 640 s", "64", False),
        ("6,4 s", "64", False),
        ("nothing", "0", False),
    ],
)
def test_a_number_is_found_in_a_note(text, value, is_said):
    assert mentions(text, Decimal(value)) == is_said


LONG = ["1" * 41, "0." + "0" * 39 + "1", "１" * 41, "9" * 100_000, "1," + ",".join(["000"] * 10)]


@pytest.mark.parametrize("typed", LONG)
def test_a_long_number_is_refused_before_it_is_read(typed):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        decimal_typed(typed)
    assert refused.value.messages == [f"A number has at most 40 characters, here are {len(typed)}."]
    for field in (ScaledField(), WholeField(), MoneyField()):
        with translation.override("en"), pytest.raises(ValidationError) as said:
            field.clean(typed)
        assert said.value.messages == refused.value.messages


def test_forty_characters_are_a_number():
    assert decimal_typed(" " + "0" * 39 + "7 ") == Decimal(7)


@pytest.mark.parametrize("typed", ["abc", "-1", "1e5", "١", "9" * 30])
def test_a_version_is_a_small_whole_number(typed):
    with pytest.raises(ValidationError):
        VersionField().clean(typed)
    assert VersionField().clean("7") == 7
