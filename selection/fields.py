"""How is a number typed that is stored in its smallest unit?"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.decision_file.shapes import Record
from selection import languages, limits
from selection.form_types import DecimalOptions, FieldOptions, WholeOptions
from selection.numbers import decimal_typed, require_short
from tables.numbers import folded


class FileText(languages.NormalField):
    """A text at a key of the decision file, as long as the file allows."""

    def __init__(self, record: Record, key: str, **options: Unpack[FieldOptions]) -> None:
        super().__init__(max_length=limits.longest(record, key), **options)


RowT = TypeVar("RowT", bound=Model)
KEY = re.compile("[0-9]{1,18}")
UNITS = {"万元": 1_000_000, "万": 1_000_000, "亿元": 10_000_000_000, "亿": 10_000_000_000, "K": 100_000, "元": 100}
# Longer signs first: HK$ is not $.
SIGNS = {
    "RMB": ("CNY",),
    "人民币": ("CNY",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "US$": ("USD",),
    "S$": ("SGD",),
    "港元": ("HKD",),
    "港币": ("HKD",),
    "美元": ("USD",),
    "欧元": ("EUR",),
    "英镑": ("GBP",),
    "¥": ("CNY",),
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "HKD", "TWD", "SGD"),
}


def _number(value: object) -> Decimal | None:
    """The number of a field that may be left empty."""
    text = "" if value is None else str(value)
    return decimal_typed(text) if text.strip() else None


class WholeField(forms.IntegerField):
    """A whole number that people type."""

    def to_python(self, value: object) -> int | None:
        number = _number(value)
        if number is not None and number != number.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return None if number is None else int(number)


class VersionField(WholeField):
    """The version that a page was made from; the page sends it, never the person."""

    def __init__(self, **options: Unpack[WholeOptions]) -> None:
        given: WholeOptions = {"min_value": 0, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
        super().__init__(**(given | options))


class RowsField(forms.ModelMultipleChoiceField[RowT]):
    """Several rows of a list; no key is longer than a key can be."""

    def clean(self, value: Iterable[object] | None) -> QuerySet[RowT]:
        for key in value or ():
            if not KEY.fullmatch(str(key)):
                words = self.error_messages["invalid_pk_value"]
                raise ValidationError(words, "invalid_pk_value", {"pk": str(key)[:20]})
        return super().clean(value)


class ScaledField(forms.DecimalField):
    """A decimal that people type and a whole number that is stored: typed × scale."""

    def __init__(self, *, scale: int = 100, **options: Unpack[DecimalOptions]) -> None:
        self.scale = scale
        given: DecimalOptions = {
            "min_value": 0,
            "decimal_places": len(str(scale)) - 1,
            "localize": True,
            "widget": forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
        }
        super().__init__(**(given | options))

    def unit(self) -> int:
        return self.scale

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, int):
            return value
        typed = Decimal(value) / self.unit()
        return number_format(typed.quantize(Decimal(1)) if typed == typed.to_integral() else typed.normalize())

    def to_python(self, value: object) -> Any:
        return _number(value)

    def clean(self, value: object) -> int | None:
        typed = super().clean(value)
        return None if typed is None else int((typed * self.unit()).to_integral_value())

    def has_changed(self, initial: object, data: object) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class MoneyField(ScaledField):
    """Money in the unit people think in, 万元 in Chinese, thousands in English; other units where they are written."""

    currency = "CNY"

    def __init__(self, **options: Unpack[DecimalOptions]) -> None:
        given: DecimalOptions = {"max_value": 10**7, "decimal_places": 6}
        super().__init__(scale=1_000_000, **(given | options))
        self.error_messages["invalid"] = gettext_lazy("Enter an amount such as 30, 30万 or ¥300,000.")

    def unit(self) -> int:
        return money_unit()

    def to_python(self, value: object) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        require_short(value)
        figure, minor = _split_money(value, self.currency)
        try:
            number = decimal_typed(figure)
        except ValidationError as fault:
            words = fault.message if fault.code in ("comma", "long") else self.error_messages["invalid"]
            raise ValidationError(words, code="invalid") from fault
        return number if minor is None else number * minor / self.unit()


def _split_money(typed: str, currency: str) -> tuple[str, int | None]:
    """The figure alone, and the unit written beside it in minor units: whole ones beside a sign, None without any."""
    text, written = _without_sign(folded(typed).upper(), currency)
    for word, minor in UNITS.items():
        if text.endswith(word):
            return text.removesuffix(word).strip(), minor
    return text, 100 if written else None


def _without_sign(text: str, currency: str) -> tuple[str, bool]:
    """The text without the sign or code of its currency; that of another one is refused."""
    for sign, meant in SIGNS.items():
        if sign in text:
            if currency not in meant:
                words = _("“%(sign)s” is not the sign of %(currency)s, in which this selection counts.")
                raise ValidationError(words % {"sign": sign, "currency": currency}, code="currency")
            return _cut(text, sign), True
    code = re.search(r"[A-Z]{3}", text) if re.search(r"\d", text) else None
    if code and code[0] != currency:
        words = _("“%(sign)s” is not the currency of this selection, which counts in %(currency)s.")
        raise ValidationError(words % {"sign": code[0], "currency": currency}, code="currency")
    return (_cut(text, code[0]), True) if code else (text, False)


def _cut(text: str, sign: str) -> str:
    """The text without a sign at either end; one in the middle stays, and is no number."""
    return text.removeprefix(sign).strip() if text.startswith(sign) else text.removesuffix(sign).strip()


def money_unit() -> int:
    """How many minor units one typed unit is."""
    return 1_000_000 if languages.current() == "zh" else 100_000


def currency_name(currency: str) -> str:
    """The unit of an amount to the cent."""
    return "元" if languages.current() == "zh" and currency == "CNY" else currency


def money_unit_name(currency: str) -> str:
    if languages.current() == "zh":
        return "万元" if currency == "CNY" else f"万 {currency}"
    return _("%(currency)s thousand") % {"currency": currency}


# The year comes first: 03/04/2026 is two days, and nobody says which.
DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2200


class DayField(forms.DateField):
    """A day as a browser sends it, or as people write it with the year first."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: object) -> date | None:
        return super().to_python(_year_first(value))


class MomentField(forms.DateTimeField):
    """A day and its time, in the zone of the page."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def to_python(self, value: object) -> datetime | None:
        return super().to_python(_year_first(value))


def _year_first(value: object) -> Any:
    """2026年3月4日 and ２０２６/3/4 as 2026-03-04; what else may follow stays as it is."""
    if not isinstance(value, str) or not value.strip():
        return value
    text = folded(value).strip()
    found = DAY.match(text)
    if found is None:
        raise ValidationError(_("Write the year first, such as 2026-03-04."), code="invalid")
    year, month, day = map(int, found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        words = _("Choose a year from %(first)s to %(last)s.")
        raise ValidationError(words % {"first": FIRST_YEAR, "last": LAST_YEAR}, code="invalid")
    return f"{year}-{month:02}-{day:02}{text[found.end() :]}"
