"""How do weights, differences and sources look on a page?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analysis.decision_file.typed import Text
from criteria import library
from criteria.models import TemplateVersion
from criteria.shares import shown
from criteria.table import Branch
from criteria.typed import TopRow
from selection import languages
from selection.formats import basis_points
from selection.templatetags.touchstone import plain_text

register = template.Library()


def trimmed(value: float) -> str:
    """At most two decimals, no trailing zeros, a point as decimal sign."""
    text = shown(value)
    return "0" if text == "-0" else text  # what rounds to nothing from below


@register.filter
def bare(value: float | None) -> str:
    """For form fields: what the reader would type."""
    return "" if value is None else trimmed(value)


@register.filter
def weight(value: float | None) -> str:
    """Points of 100 as a page shows them."""
    return "–" if value is None else number_format(trimmed(value), use_l10n=True)


@register.filter
def branch_shares(branches: Sequence[Branch]) -> str:
    """The bar of the categories, in words."""
    return _listed((branch.top.criterion, weight(branch.top.points)) for branch in branches)


@register.filter
def top_shares(tops: Sequence[TopRow]) -> str:
    """The same for the categories of a template."""
    return _listed((top, basis_points(top["weight"])) for top in tops)


def _listed(parts: Iterable[tuple[object, str]]) -> str:
    return pgettext("list", ", ").join(f"{plain_text(row, 'name')} {share}" for row, share in parts)


@register.simple_tag
def delta(value: float | None) -> str:
    """▲ 2, ▼ 1 or 0, with a word for those who do not see the mark."""
    if value is None:
        return format_html('<span class="t-tag t-tag--line">{}</span>', _("new"))
    if not value:
        return format_html('<span class="t-delta eq">{}</span>', 0)
    css, word = ("up", _("more:")) if value > 0 else ("dn", _("less:"))
    return format_html('<span class="t-delta {}"><span class="vh">{} </span>{}</span>', css, word, weight(abs(value)))


@register.simple_tag
def gave(found: Sequence[tuple[str, float]]) -> str:
    """Who gave way to a move, the two that moved most by name; begins with the comma after the move."""
    parts = []
    for name, points in found[:2]:
        words = _("%(name)s gives %(points)s") if points < 0 else _("%(name)s gets %(points)s")
        parts.append(words % {"name": name, "points": weight(abs(points))})
    return "".join(pgettext("clause", ", ") + part for part in parts) + (" …" if len(found) > 2 else "")


@register.filter
def source(value: str) -> str:
    """`SEED 002, PROP` in words."""
    return languages.marked(library.source_text(value)) if value else ""


@register.filter
def band(value: str) -> str:
    return value.replace("-", "–")


@register.filter
def both(text: Text | None) -> str:
    """A library text in the reader's language."""
    return languages.marked(text) if text else ""


@register.filter
def grouped(value: str) -> str:
    """A decimal with its thousands apart: 1,800,000."""
    return f"{Decimal(value):,f}"


@register.filter
def first_published(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    """The version in use, of versions that come newest first."""
    return next((row for row in versions if row.published_at), None)


@register.filter
def draft_of(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    return next((row for row in versions if not row.published_at), None)
