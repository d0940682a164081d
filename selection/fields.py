"""How is a number typed that is stored in its smallest unit?"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from selection import languages


class ScaledField(forms.DecimalField):
    """A decimal that people type and a whole number that is stored: typed × scale."""

    def __init__(self, *, scale: int = 100, **options: Any) -> None:
        self.scale = scale
        options = {"min_value": 0, "decimal_places": len(str(scale)) - 1, "localize": True} | options
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), **options)

    def unit(self) -> int:
        return self.scale

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        typed = Decimal(value) / self.unit()
        return number_format(typed.quantize(Decimal(1)) if typed == typed.to_integral() else typed.normalize())

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return None if typed is None else int((typed * self.unit()).to_integral_value())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class MoneyField(ScaledField):
    """Money in the unit people think in: 万元 in Chinese, thousands in English."""

    def __init__(self, **options: Any) -> None:
        super().__init__(scale=1_000_000, **{"max_value": 10**7, "decimal_places": 6} | options)

    def unit(self) -> int:
        return money_unit()


def money_unit() -> int:
    """How many minor units one typed unit is."""
    return 1_000_000 if languages.current() == "zh" else 100_000


def money_unit_name(currency: str) -> str:
    if languages.current() == "zh":
        return "万元" if currency == "CNY" else f"万 {currency}"
    return _("%(currency)s thousand") % {"currency": currency}
