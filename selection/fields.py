"""How is a number typed that is stored in its smallest unit?"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.decision_file.shapes import Record
from selection import languages, limits
from selection.form_types import DecimalOptions, FieldOptions, WholeOptions
from selection.formats import money_unit
from selection.numbers import decimal_typed
from tables.figures import written
from tables.numbers import Quantity, folded


class FileText(languages.NormalField):
    """A text at a key of the decision file, as long as the file allows."""

    def __init__(self, record: Record, key: str, **options: Unpack[FieldOptions]) -> None:
        super().__init__(max_length=limits.longest(record, key), **options)


RowT = TypeVar("RowT", bound=Model)
KEY = re.compile("[0-9]{1,18}")  # beyond 64 bits SQLite's driver raises OverflowError


class WholeField(forms.IntegerField):
    """A whole number that people type."""

    def to_python(self, value: object) -> int | None:
        number = _number(value, _quantity(self, places=0))
        if number is not None and number != number.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return None if number is None else int(number)


class VersionField(WholeField):
    """The version that a page was made from; the page sends it, never the person."""

    def __init__(self, **options: Unpack[WholeOptions]) -> None:
        # What PostgreSQL's integer holds.
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

    def quantity(self) -> Quantity:
        """What it holds, in the unit that is typed."""
        return _quantity(self, places=self.decimal_places or 0)

    def prepare_value(self, value: object) -> object:
        # A text is what somebody typed, and is shown again as it was typed.
        return written(Decimal(value) / self.unit()) if isinstance(value, int) else value

    def to_python(self, value: object) -> Any:
        return _number(value, self.quantity())

    def clean(self, value: object) -> int | None:
        typed = super().clean(value)
        return None if typed is None else int((typed * self.unit()).to_integral_value())

    def has_changed(self, initial: object, data: object) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class PercentField(ScaledField):
    """Hundredths of a percent; the sign may stand there."""

    def quantity(self) -> Quantity:
        return replace(super().quantity(), units=("%",))


class MoneyField(ScaledField):
    """Money in the unit people think in, 万元 in Chinese, thousands in English; other units where they are written."""

    currency = "CNY"
    echo = ""  # how the amount was read, where it was not typed plainly

    def __init__(self, **options: Unpack[DecimalOptions]) -> None:
        given: DecimalOptions = {"max_value": 10**7, "decimal_places": 6}
        super().__init__(scale=1_000_000, **(given | options))  # a cent is the sixth decimal of 万元
        self.error_messages["invalid"] = gettext_lazy("Enter an amount such as 30, 30万 or ¥300,000.")

    def unit(self) -> int:
        return money_unit()

    def quantity(self) -> Quantity:
        """Money is read in whole units, whatever it is typed in."""
        power = POWERS[self.unit()]
        most = _limit(self.max_value)
        return Quantity(
            minimum=Decimal(0), maximum=most and most.scaleb(power), places=2, currency=self.currency, power=power
        )

    def to_python(self, value: object) -> Any:
        try:
            whole = super().to_python(value)
        except ValidationError as fault:
            if fault.code != "number":
                raise
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault
        # `clean` multiplies by the unit once more.
        return None if whole is None else whole.scaleb(-POWERS[self.unit()])

    def clean(self, value: object) -> int | None:
        minor = super().clean(value)
        self.echo = "" if minor is None else echo(str(value), minor, self.currency)
        return minor


def echo(typed: str, minor: int, currency: str) -> str:
    """300,000 元 = 30 万元; nothing where the amount was typed as it is shown."""
    shown = written(Decimal(minor) / money_unit())
    return "" if folded(typed) == shown else f"{typed.strip()} = {shown} {money_unit_name(currency)}"


POWERS = {1_000_000: 4, 100_000: 3}  # of ten: whole units in one typed unit


def _number(value: object, quantity: Quantity) -> Decimal | None:
    """The number of a field that may be left empty."""
    text = "" if value is None else str(value)
    return decimal_typed(text, quantity).normalize() if text.strip() else None


def _quantity(field: forms.IntegerField, *, places: int) -> Quantity:
    return Quantity(minimum=_limit(field.min_value), maximum=_limit(field.max_value), places=places)


def _limit(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


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
