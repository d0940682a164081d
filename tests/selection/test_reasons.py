"""Is one rule of length held for every reason?"""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from selection import reasons


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("两位评委出差到下个月底", "两位评委出差到下个月底"),
        ("Two judges are away!", "Two judges are away!"),
        ("  供应商已书面退出本次\r\n选型 ", "供应商已书面退出本次\n选型"),
        ("ベンダーが辞退した。", "ベンダーが辞退した。"),
        ("SLA 未达标，见附件", "SLA 未达标，见附件"),
    ],
)
def test_check_returns_the_reason_without_its_margins(text, kept):
    assert reasons.check(text) == kept


@pytest.mark.parametrize(
    "text", ["", "   \n", "两位评委出差到下月", "Two judges are away", "a                       b", "…" * 19]
)
def test_check_refuses_what_is_too_short(text):
    with pytest.raises(ValidationError) as refusal:
        reasons.check(text)
    assert list(refusal.value.message_dict) == ["reason"]


def test_check_names_the_field_and_both_lengths():
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        reasons.check("预算不够", field="waiver")
    assert refusal.value.message_dict == {"waiver": ["This reason has 4 characters; at least 10 are needed."]}
