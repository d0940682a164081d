"""How do names, money, points, evidence and icons look on every page?"""

from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy

from analysis.arrays import settled
from selection import access, dates, languages, once
from selection.glossary import glossary
from selection.models import Member

register = template.Library()
SAID = (
    dates.day_text,
    dates.short_day,
    dates.weekday,
    dates.moment_text,
    dates.clock_text,
    dates.time_left,
    dates.ago,
    dates.brief,
    dates.zone,
)
for say in SAID:
    register.filter(say.__name__, say)

STROKES = {"none": 0, "claimed": 1, "documented": 2, "demonstrated": 3, "reference": 4, "poc": 5}


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


@register.simple_tag
@cache  # a sheet has hundreds
def icon(name: str) -> str:
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("img/icons.svg"), name)


@register.simple_tag
def operation() -> str:
    """The id of what this form will do: sent twice, it is done once."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.new_id())


@register.filter
def text(row: Any, field: str) -> str:
    """`{{ vendor|text:"name" }}`: the text in the reader's language, else in the other with its `lang`."""
    texts = row.get(field) or {} if isinstance(row, dict) else languages.texts_of(row, field)
    return languages.marked(texts)


@register.filter
def plain_text(row: Any, field: str) -> str:
    texts = row.get(field) or {} if isinstance(row, dict) else languages.texts_of(row, field)
    return languages.pick(texts)[0]


@register.simple_tag
def vendor(row: Any, css: str = "") -> str:
    """The letter tile and the name; `css` adds classes such as `t-v--h`."""
    markup = '<span class="t-v {}" data-v="{}"><i>{}</i><span>{}</span></span>'
    return format_html(markup, css, row.code, row.code, text(row, "name"))


@register.simple_tag
def vendor_letter(row: Any) -> str:
    markup = '<span class="t-v" data-v="{}"><i aria-hidden="true">{}</i><span class="vh">{}</span></span>'
    return format_html(markup, row.code, row.code, text(row, "name"))


@register.simple_tag
def evidence(level: str, only: bool = False) -> str:
    return _evidence(level, "t-ev t-ev--only" if only else "t-ev", get_language())


@cache
def _evidence(level: str, css: str, _language: str | None) -> str:
    markup = '<span class="{}" data-n="{}" title="{}"><i></i><span>{}</span></span>'
    return format_html(markup, css, STROKES[level], level_name(level), level_name(level))


@register.filter
def basis_points(value: int | None) -> str:
    """4000 → 40; 1234 → 12.34."""
    if value is None:
        return "–"
    return formats.number_format(Decimal(value).scaleb(-2).normalize() if value % 100 else value // 100, use_l10n=True)


def rounded(value: float, places: int) -> str:
    """The number with its decimals; Django's own formatting would cut them off instead of rounding."""
    return formats.number_format(round(settled(float(value)), places) + 0.0, decimal_pos=places)


@register.filter
def short(value: float) -> str:
    """Two decimals, none for a whole number."""
    number = settled(float(value))
    return rounded(number, 0 if settled(abs(number - round(number))) < 0.005 else 2)


@register.filter
def points(value: float | None, places: int = 2) -> str:
    return "–" if value is None else rounded(value, places)


@register.filter
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


@register.filter
def plain(value: float) -> str:
    """A number for CSS and input values, whatever the language."""
    return f"{settled(round(settled(float(value)), 4)):.4f}".rstrip("0").rstrip(".")


@register.filter
def per_cent(share: float) -> str:
    """0.635 as 63.5, for CSS."""
    return plain(share * 100)


@register.filter
def per_cent_text(share: float) -> str:
    """A standard error in percentage points, two decimals."""
    return rounded(share * 100, 2)


def money_text(minor: int | None, currency: str = "CNY", language: str | None = None) -> str:
    """485.1 万元 in Chinese, CNY 4,851k in English: one unit; what is below ten thousand in full."""
    if minor is None:
        return "–"
    units = Decimal(minor) / 100
    if (language or languages.current()) == "zh":
        unit = "万元" if currency == "CNY" else f"万 {currency}"
        return f"{_half_even(units / 10_000, 1)} {unit}"
    return f"{currency} {_half_even(units / 1_000, 0)}k" if abs(units) >= 10_000 else f"{currency} {units:,.0f}"


def _half_even(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places)):,}"


@register.filter
def money(minor: int | None, currency: str = "CNY") -> str:
    return money_text(minor, currency)


@register.filter
def wan(minor: int | None) -> str:
    """The bare figure of a table whose head names the unit: 万元 in Chinese, thousands in English."""
    if minor is None:
        return "–"
    return _half_even(Decimal(minor) / 100 / (10_000 if languages.current() == "zh" else 1_000), 1)


@register.filter
def may(member: Member, right: str) -> bool:
    """`{% if request.member|may:"seal" %}`: a button appears by right."""
    return access.may(member, right)


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """`{{ totals|at:vendor.code }}`."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def terms(keys: str) -> str:
    """`{% terms "weight anchor" %}`: the words a screen uses, each explained in one sentence."""
    rows = [glossary()[key] for key in keys.split()]
    explained = [(languages.marked(row["term"]), languages.marked(row["sentence"])) for row in rows]
    return format_html('<dl class="t-terms">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", explained))
