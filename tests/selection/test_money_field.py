"""Is a budget read as people write it, in its unit and currency, or refused?"""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from selection.fields import MoneyField
from selection.forms.frame import SelectionForm
from selection.models import Selection


def read(typed, language="zh-hans", currency="CNY"):
    field = MoneyField(required=False)
    field.currency = currency
    with translation.override(language):
        return field.clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "30万",
        "30 万元",
        "¥300,000",
        "￥300，000",
        "300000元",
        "CNY 300,000",
        "人民币30万元",
        "RMB 30万",
        "300k",
        "30,00万",
        "¥300,000元",
        "¥ 30万",
        "３０万",
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_written_unit_or_sign_counts_in_every_language(typed, language):
    assert read(typed, language) == 30_000_000


@pytest.mark.parametrize(("language", "minor"), [("zh-hans", 30_500_000), ("en", 3_050_000)])
def test_a_bare_number_is_in_the_unit_of_the_language(language, minor):
    assert read("30.5", language) == minor


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("$300,000", "USD", 30_000_000),
        ("HK$ 30万", "HKD", 30_000_000),
        ("€1.5", "EUR", 150),
        ("2亿", "CNY", 20_000_000_000),
    ],
)
def test_other_currencies_have_their_own_signs(typed, currency, minor):
    assert read(typed, currency=currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("$300,000", "CNY"),
        ("¥300,000", "USD"),
        ("30 USD", "CNY"),
        ("US$30万", "HKD"),
        ("€30", "GBP"),
        ("30万美元", "CNY"),
    ],
)
def test_the_sign_of_another_currency_is_refused(typed, currency):
    with pytest.raises(ValidationError) as refused:
        read(typed, currency=currency)
    assert refused.value.code == "currency"


@pytest.mark.parametrize(
    "typed", ["abc", "万", "¥-3", "¥¥3", "30万万", "1.2.3", "7¥5", "6 5", "6 5万", "6²", "6_5", "1e3", "3.650", "30k元"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        read(typed)


def form(currency="CNY", **fields):
    return SelectionForm({"name_zh": "甲", **fields}, instance=Selection(currency=currency, horizon=5))


def test_the_fields_say_what_they_cover():
    with translation.override("en"):
        said = str(form().fields["budget_ceiling"].help_text)
        quote = SelectionForm(is_about_quote=True, instance=Selection(horizon=5)).fields["budget_target"].help_text
    assert said == "CNY thousand; 5-year total: the quote and what it leaves out"
    assert quote == "CNY thousand; the quote alone"


def test_a_form_reads_in_the_currency_of_its_selection():
    with translation.override("zh-hans"):
        assert form(currency="USD", budget_ceiling="$40万").errors == {}
        assert list(form(budget_ceiling="$40万").errors) == ["budget_ceiling"]


@pytest.mark.parametrize(("year", "is_taken"), [("2027", True), ("", True), ("27", False), ("3000", False)])
def test_a_first_cost_year_is_four_digits_of_our_time(year, is_taken):
    assert ("first_cost_year" not in form(first_cost_year=year).errors) == is_taken
