"""How do amounts, rules and must-have states look?"""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from selection.fields import currency_name, money_unit_name
from selection.languages import text_of
from selection.models import Selection
from selection.templatetags.touchstone import icon
from vendors.adding import figure
from vendors.models import Judgement
from vendors.numbers import big_unit, exact
from vendors.screening import OVERALL_NAMES, STATE_NAMES, rule_text

register = template.Library()
register.filter("figure", figure)
register.filter("rule_text", rule_text)

MARKS = {"pass": "P", "fail": "F", "pending": "-"}
TAGS = {"pass": ("t-tag--ok", "check"), "fail": ("t-tag--bad", "x"), "pending": ("", "clock")}


@register.simple_tag
def figure_unit(currency: str = "CNY") -> str:
    return money_unit_name(currency)


@register.filter
def amount(minor: int | None, places: int = 0) -> str:
    """An amount to the cent, in the unit people type, with at least so many decimals."""
    if minor is None:
        return ""
    value = Decimal(exact(minor, big_unit()))
    needed = max(places, -int(value.as_tuple().exponent))
    return f"{value:,.{needed}f}"


@register.simple_tag
def as_typed(minor: int | None, typed: str | None) -> str:
    """What was typed, where it was read as another figure."""
    if minor is None or not typed or typed.replace(",", "") == exact(minor, big_unit()):
        return ""
    return format_html("<small>{} {}</small>", _("typed"), typed)


@register.filter
def in_units(minor: int) -> str:
    return exact(minor, "one")


@register.simple_tag
def money_unit_of(selection: Selection) -> str:
    """The unit of `amount`."""
    return money_unit_name(selection.currency)


@register.simple_tag
def currency_unit(selection: Selection) -> str:
    return currency_name(selection.currency)


@register.simple_tag
def must_state(state: str) -> str:
    """The mark and the word of one must-have for one vendor."""
    label = STATE_NAMES[Judgement.State(state)]
    return format_html('<span class="t-pf" data-r="{}"><i></i>{}</span>', MARKS[state], label)


@register.simple_tag
def vendor_state(state: str) -> str:
    """What all must-haves together say of one vendor."""
    if not state:
        return ""
    css, name = TAGS[state]
    return format_html('<span class="t-tag {}">{}{}</span>', css, icon(name), OVERALL_NAMES[Judgement.State(state)])


@register.simple_tag
def with_unit(value: str, criterion: object) -> str:
    """12 个; 98.5%."""
    unit = text_of(criterion, "unit")
    return f"{value}{'' if unit == '%' else ' '}{unit}".strip()
