"""Which number did a person mean, and did it have to be read differently from how it was typed?"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file import decimal_text
from selection.languages import current
from selection.numbers import decimal_typed, require_short
from tables.numbers import folded

MONEY_UNITS = {"one": 1, "thousand": 1_000, "wan": 10_000}
SIGNS = ("CNY", "RMB", "¥")
MONEY_WORDS = {"万元": "wan", "万": "wan", "元": "one"} | dict.fromkeys(SIGNS, "one")
MOST_MINOR = 10**15


@dataclass(frozen=True)
class Number:
    """A number as it was typed and as it is kept."""

    typed: str
    value: Decimal

    @property
    def text(self) -> str:
        return decimal_text(self.value)

    @property
    def was_changed(self) -> bool:
        return self.typed != self.text


def read_number(typed: str, *, unit: str = "") -> Number:
    """Read a number with or without the unit that is written after it."""
    require_short(typed, more=len(unit))
    text = folded(typed)
    if text.endswith("%") and "%" not in unit:
        raise ValidationError(
            _("“%(typed)s” is a percentage, but this is measured in %(unit)s."),
            "unit",
            {"typed": typed, "unit": unit or _("plain numbers")},
        )
    return Number(typed, _decimal(typed, _without(_without(text, unit), "%")))


def read_money(typed: str, *, unit: str = "one") -> int:
    """An amount in minor units: typed in whole units, thousands or 万元, never negative."""
    require_short(typed)
    text, unit = _amount(typed, unit)
    minor = _decimal(typed, text) * MONEY_UNITS[unit] * 100
    if minor < 0:
        raise ValidationError(
            _("“%(typed)s” is below zero. Costs are written as positive amounts."), "negative", {"typed": typed}
        )
    if minor != minor.to_integral_value() or minor > MOST_MINOR:
        raise ValidationError(_("“%(typed)s” cannot be kept to the cent."), "precision", {"typed": typed})
    return int(minor)


def big_unit() -> str:
    """The unit in which people of the reader's language think of budgets."""
    return "wan" if current() == "zh" else "thousand"


def exact(minor: int, unit: str) -> str:
    """The amount as it would be typed in this unit, to the cent."""
    return decimal_text(Decimal(minor) / 100 / MONEY_UNITS[unit])


def read_whole(typed: str) -> int:
    """A count, such as seats."""
    value = _decimal(typed, typed)
    if value < 0 or value != value.to_integral_value() or value > 2**31 - 1:
        raise ValidationError(_("“%(typed)s” is not a whole number of zero or more."), "whole", {"typed": typed})
    return int(value)


def _amount(typed: str, unit: str) -> tuple[str, str]:
    """The figure without the sign before it and the word after it, and the unit that they name."""
    text = folded(typed)
    for sign in SIGNS:
        if text.casefold().startswith(sign.casefold()):
            text, unit = text[len(sign) :].strip(), "one"
            break
    for word, named in MONEY_WORDS.items():
        if (figure := _without(text, word)) != text:
            return figure, named
    return text, unit


def _without(text: str, ending: str) -> str:
    """The text before its unit, however its spaces and capitals are written."""
    letters = [re.escape(letter) for letter in folded(ending) if letter != " "]
    return re.sub(" ?" + " ?".join(letters) + "$", "", text, flags=re.IGNORECASE) if letters else text


def _decimal(typed: str, text: str) -> Decimal:
    if not text.strip():
        raise ValidationError(_("Nothing is written here: write a number, 0 where there is nothing."), "empty")
    try:
        return decimal_typed(text)
    except ValidationError as fault:
        if fault.code in ("comma", "long"):
            raise
        words = _("“%(typed)s” is not a number. Write digits, for example 402.1.")
        raise ValidationError(words, "number", {"typed": typed}) from fault
