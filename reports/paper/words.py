"""How do numbers, days and names read on paper?"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selection.languages import current, sentences
from selection.templatetags.touchstone import percent, points, rounded
from vendors.templatetags.vendor_pages import figure, figure_unit

__all__ = [
    "decimal",
    "figure",
    "figure_unit",
    "full_day",
    "joined",
    "moment",
    "odds",
    "percent",
    "points",
    "rounded",
    "sentences",
    "weight",
]


def full_day(when: date | None) -> str:
    """2026 年 3 月 27 日 in Chinese, 27 March 2026 in English; the year always stands."""
    if when is None:
        return "–"
    return f"{when.year} 年 {when.month} 月 {when.day} 日" if current() == "zh" else date_format(when, "j F Y")


def moment(when: datetime) -> str:
    return f"{full_day(when.date())} {when:%H:%M}"


def joined(parts: Iterable[str]) -> str:
    return _(", ").join(part for part in parts if part)


def weight(share: float) -> str:
    """A weight in percent with the decimals that it has: 10, 7.5, 0.56."""
    value = round(100 * share, 2)
    return rounded(value, next(places for places in (0, 1, 2) if round(value, places) == value))


def decimal(value: float, places: int) -> str:
    """A fact with its decimals, without zeros that nobody wrote."""
    text = rounded(value, places)
    return text.rstrip("0").rstrip(".,") if places and ("." in text or "," in text) else text


def odds(share: float | None, error: float | None = None) -> str:
    """63%, with its standard error where there is one."""
    text = percent(share)
    return text if not error else f"{text} ±{rounded(100 * error, 1)}"
