"""How do numbers, days and names read on paper?"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from selection.fields import money_unit_name
from selection.formats import percent, points, rounded, short
from selection.languages import current, numeral, sentences
from vendors.adding import figure, figures

__all__ = [
    "chance",
    "decimal",
    "decimals",
    "figure",
    "figures",
    "full_day",
    "joined",
    "moment",
    "money_unit_name",
    "numeral",
    "percent",
    "phrases",
    "points",
    "rounded",
    "sentences",
    "short",
    "weight",
    "weights",
]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def full_day(when: date | None) -> str:
    """2026 年 3 月 27 日 in Chinese, 27 March 2026 in English; the year always stands."""
    if when is None:
        return "–"
    return f"{when.year} 年 {when.month} 月 {when.day} 日" if current() == "zh" else date_format(when, "j F Y")


def moment(when: datetime) -> str:
    """A moment with its zone: paper does not know where it is read."""
    text, zone = f"{full_day(when.date())} {when:%H:%M}", str(when.tzinfo)
    return f"{text}（{zone}）" if current() == "zh" else f"{text} ({zone})"


def years(count: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def joined(parts: Iterable[str]) -> str:
    """Things of one kind: A, B, C."""
    return _(", ").join(part for part in parts if part)


def phrases(parts: Iterable[str]) -> str:
    """Remarks that follow each other: discounted, tax included."""
    return pgettext("phrases", ", ").join(part for part in parts if part)


def chance(share: float | None) -> str:
    """A share of draws: what was never drawn is rare, not impossible."""
    if share in (0.0, 1.0):
        return "<1%" if share == 0.0 else ">99%"
    return percent(share)


def weight(share: float) -> str:
    """A weight in percent with the decimals that it has: 10, 7.5, 0.56."""
    return rounded(100 * share, _places([share]))


def weights(shares: Iterable[float]) -> Callable[[float], str]:
    """A column of weights, all with as many decimals as one of them needs: 10.0, 7.5."""
    places = _places(shares)
    return lambda share: rounded(100 * share, places)


def _places(shares: Iterable[float]) -> int:
    values = [round(100 * share, 2) for share in shares]
    return next(places for places in (0, 1, 2) if all(round(value, places) == value for value in values))


def decimal(value: float, places: int) -> str:
    """A fact with its decimals, without zeros that nobody wrote."""
    text = rounded(value, places)
    return text.rstrip("0").rstrip(".,") if places and ("." in text or "," in text) else text


def decimals(values: Iterable[float], places: int) -> Callable[[float], str]:
    """Facts side by side, all with as many decimals as one of them needs."""
    needed = max((len(decimal(value, places).partition(".")[2]) for value in values), default=0)
    return lambda value: rounded(value, needed)
