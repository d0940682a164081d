"""How are numbers, shares, money and levels of evidence written, for pages, paper and files?"""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from analysis.arrays import settled
from analysis.decision_file.vocabulary import LEVELS
from selection.languages import current

MONEY_UNITS = {"zh": 1_000_000, "en": 100_000}  # minor units in one that is shown: 万元, thousands
STROKES = {level: count for count, level in enumerate(LEVELS)}
LEVEL_NAMES = {
    "none": gettext_lazy("No evidence"),
    "claimed": gettext_lazy("Claimed"),
    "documented": gettext_lazy("Documented"),
    "demonstrated": gettext_lazy("Demonstrated"),
    "reference": gettext_lazy("Reference-checked"),
    "poc": gettext_lazy("POC-verified"),
}


def level_name(level: str) -> str:
    return str(LEVEL_NAMES[level])


def basis_points(value: int | None) -> str:
    """4000 → 40; 1234 → 12.34."""
    if value is None:
        return "–"
    return number_format(Decimal(value).scaleb(-2).normalize() if value % 100 else value // 100, use_l10n=True)


def rounded(value: float, places: int) -> str:
    """The number with its decimals; Django's own formatting would cut them off instead of rounding."""
    # -0.0 + 0.0 is 0.0: no minus stands before a zero
    return number_format(round(settled(float(value)), places) + 0.0, decimal_pos=places)


def as_decimal(value: float | None, places: int = 2) -> Decimal | None:
    """The number with its decimals for a cell of a workbook; what is missing stays missing."""
    return None if value is None else Decimal(f"{round(settled(float(value)), places) + 0.0:.{places}f}")


def in_full(minor: float | None) -> Decimal | None:
    """Money in whole units of its currency, to the cent."""
    return None if minor is None else Decimal(round(minor)).scaleb(-2)


def short(value: float) -> str:
    """Two decimals, none for a whole number."""
    number = settled(float(value))
    return rounded(number, 0 if settled(abs(number - round(number))) < 0.005 else 2)


def points(value: float | None, places: int = 2) -> str:
    return "–" if value is None else rounded(value, places)


def percent(share: float | None) -> str:
    """A probability as a whole percent; never 0 % or 100 % for what can happen."""
    if share is None:
        return "–"
    per_cent = settled(share * 100)
    if 0 < per_cent < 1:
        return "<1%"
    if 99 < per_cent < 100:
        return ">99%"
    return f"{round(per_cent)}%"


def plain(value: float) -> str:
    """A number for CSS and input values, whatever the language."""
    return f"{settled(round(settled(float(value)), 4)):.4f}".rstrip("0").rstrip(".")


def per_cent(share: float) -> str:
    """0.635 as 63.5, for CSS."""
    return plain(share * 100)


def per_cent_text(share: float) -> str:
    """A standard error in percentage points, two decimals."""
    return rounded(share * 100, 2)


def money_unit() -> int:
    """How many minor units one shown or typed unit is."""
    return MONEY_UNITS[current()]


def money_text(minor: int | None, currency: str = "CNY", language: str | None = None) -> str:
    """485.1 万元 in Chinese, CNY 4,851k in English: one unit; what is below ten thousand in full."""
    if minor is None:
        return "–"
    units = Decimal(minor) / 100
    if (language or current()) == "zh":
        unit = "万元" if currency == "CNY" else f"万 {currency}"
        return f"{_half_even(units / 10_000, 1)} {unit}"
    return f"{currency} {_half_even(units / 1_000, 0)}k" if abs(units) >= 10_000 else f"{currency} {units:,.0f}"


def _half_even(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places)):,}"


def money(minor: int | None, currency: str = "CNY") -> str:
    return money_text(minor, currency)


def wan(minor: int | None) -> str:
    """The bare figure of a table whose head names the unit: 万元 in Chinese, thousands in English."""
    if minor is None:
        return "–"
    return _half_even(Decimal(minor) / money_unit(), 1)
