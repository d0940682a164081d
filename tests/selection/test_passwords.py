"""What is said of a password that everybody could guess."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "密码不要和姓名、登录名相近。"),
        ("en", "Choose a password that is unlike your name and your sign-in name."),
    ],
)
def test_a_password_like_the_name_is_refused_in_plain_words(language, words):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password("lin.lan-2026", user=cast.person("lin.lan.2026"))
    assert refused.value.messages == [words]


def test_the_hint_says_what_counts():
    with translation.override("zh-hans"):
        assert password_validators_help_texts()[0] == "不要和姓名、登录名相近。"
