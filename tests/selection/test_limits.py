"""Does a value fit its place in the decision file?"""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from analysis.decision_file import criterion_layout, layout
from selection import limits


@pytest.mark.parametrize(
    ("record", "key", "most"),
    [(layout.VENDOR, "name", 200), (layout.VENDOR, "name_zh", 200), (layout.CLAIM, "text", 10_000)],
)
def test_the_longest_text_is_that_of_the_layout(record, key, most):
    assert limits.longest(record, key) == most


def test_every_value_beyond_its_limit_is_named_at_its_field():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        limits.check(layout.SEAT_PRICE, {"label_zh": "座" * 201, "price": 10**15 + 1, "minimum": 5, "seen": "x"})
    assert refused.value.message_dict == {
        "label_zh": ["At most 200 characters are allowed, here are 201."],
        "price": ["1000000000000001 is above the greatest allowed value, 1000000000000000."],
    }


def test_a_key_of_the_file_is_shown_under_the_name_of_the_form():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        limits.check(criterion_layout.SCALE, {"min": "1234567890123"}, names={"min": "minimum"})
    words = "“1234567890123” has more digits than can be kept: at most 12 before the decimal point and 6 after it."
    assert refused.value.message_dict == {"minimum": [words]}


@pytest.mark.parametrize("value", ["e\u0301" * 200, "长" * 200, ""])
def test_characters_are_counted_as_the_file_counts_them(value):
    limits.check(layout.VENDOR, {"name_zh": value})


def test_a_character_that_the_file_writes_as_two_counts_twice():
    assert len(limits.refusals(layout.VENDOR, "name_zh", "\u0958" * 101)) == 1
