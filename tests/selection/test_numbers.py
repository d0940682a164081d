"""Is a number what was typed, or refused?"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from selection.fields import MoneyField, PercentField, ScaledField, VersionField, WholeField
from selection.numbers import decimal_typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12.500", "“12.500” may be 12.5 or 12500. Write the one that is meant."),
        ("7,125", "“7,125” may be 7.1250 or 7125. Write the one that is meant."),
        ("约 81", "“约 81” is only about right. Write the number itself."),
        ("≥ 95", "“≥ 95” is a limit. Write the value itself, such as 95."),
        ("3~5", "“3~5” is a range. Write one number, such as 3."),
        ("N/A", "Write a number such as 12.5; “N/A” is not one."),
        ("7²", "Write a number such as 12.5; “7²” is not one."),
        ("6%", "“6%” is a percentage, but a plain number belongs here."),
        ("2026-03-04", "“2026-03-04” is a date, and a number belongs here."),
    ],
)
def test_what_is_no_single_number_is_refused_with_what_to_do(typed, words):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        decimal_typed(typed)
    assert refused.value.messages == [words]


@pytest.mark.parametrize(
    ("typed", "stored"), [("7.25", 725), ("0.5", 50), ("1,000", 100_000), ("7,25", 725), ("2'000", 200_000)]
)
def test_a_scaled_field_stores_what_was_typed(typed, stored):
    assert ScaledField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["7_5", "7e1", "7 5", "7.2555", "8%", "1.000"])
def test_a_scaled_field_reads_nothing_else(typed):
    with pytest.raises(ValidationError):
        ScaledField().clean(typed)


def test_a_percentage_may_have_its_sign_and_lies_within_its_field():
    field = PercentField(max_value=100)
    assert [field.clean(typed) for typed in ("8%", "8,5 %", "12,500")] == [800, 850, 1250]


def test_a_whole_field_takes_whole_numbers():
    field = WholeField(required=False)
    assert [field.clean(typed) for typed in ("７", "7.0", " ", "12,500", "12.345")] == [7, 7, None, 12_500, 12_345]
    for typed in ("7.5", "1_0", "1,5", "x", "2.000"):
        with pytest.raises(ValidationError):
            WholeField(max_value=20_000).clean(typed)


@given(st.integers(0, 10**12), st.sampled_from([ScaledField(), PercentField(), MoneyField(max_value=None)]))
def test_what_a_field_shows_reads_back_the_same(stored, field):
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert field.clean(str(field.prepare_value(stored))) == stored


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
