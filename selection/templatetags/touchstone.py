"""How do names, money, points, evidence and icons look on every page?"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol, TypeVar

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext

from selection import access, dates, formats, languages, once
from selection.formats import STROKES, level_name
from selection.glossary import glossary
from selection.models import Member

register = template.Library()
Key = TypeVar("Key")
Found = TypeVar("Found")


class Coded(Protocol):
    """What people call by a letter or a short code, such as a vendor."""

    @property
    def code(self) -> str: ...


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
    formats.basis_points,
    formats.short,
    formats.points,
    formats.percent,
    formats.plain,
    formats.per_cent,
    formats.per_cent_text,
    formats.money,
    formats.wan,
)
for say in SAID:
    register.filter(say.__name__, say)


@register.simple_tag
@cache  # a sheet has hundreds
def icon(name: str) -> str:
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("img/icons.svg"), name)


@register.simple_tag
def version() -> str:
    return pgettext("of the product", "Version %(number)s") % {"number": settings.VERSION}


@register.simple_tag
def operation() -> str:
    """The id of what this form will do: sent twice, it is done once."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.new_id())


@register.filter
def text(row: object, field: str) -> str:
    """`{{ vendor|text:"name" }}`: the text in the reader's language, else in the other with its `lang`."""
    return languages.marked(_texts(row, field))


def _texts(row: object, field: str) -> dict[str, str]:
    """Of a row, or of a part of a file."""
    return row.get(field) or {} if isinstance(row, dict) else languages.texts_of(row, field)


@register.filter
def listed(rows: Iterable[object], field: str) -> str:
    """The same text of several rows in one line: `{{ criteria|listed:"name" }}`."""
    return format_html_join(pgettext("list", ", "), "{}", ((text(row, field),) for row in rows))


@register.filter
def joined(rows: Iterable[object], field: str) -> str:
    """What several rows are called, for an attribute: `{{ people|joined:"display_name" }}`."""
    return pgettext("list", ", ").join(str(getattr(row, field)) for row in rows)


@register.filter
def plain_text(row: object, field: str) -> str:
    return languages.pick(_texts(row, field))[0]


@register.simple_tag
def vendor(row: Coded, css: str = "") -> str:
    """The letter tile and the name; `css` adds classes such as `t-v--h`."""
    markup = '<span class="t-v {}" data-v="{}"><i>{}</i><span>{}</span></span>'
    return format_html(markup, css, row.code, row.code, text(row, "name"))


@register.simple_tag
def vendor_letter(row: Coded) -> str:
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
def may(member: Member, right: str) -> bool:
    """`{% if request.member|may:"seal" %}`: a button appears by right."""
    return access.may(member, right)


@register.filter
def may_any(member: Member, rights: str) -> bool:
    return any(access.may(member, right) for right in rights.split())


@register.filter
def at(mapping: Mapping[Key, Found] | None, key: Key) -> Found | None:
    """`{{ totals|at:vendor.code }}`."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def terms(*keys: str) -> str:
    """`{% terms "weight anchor" %}`: the words a screen uses, each explained in one sentence."""
    rows = [glossary()[key] for key in " ".join(keys).split()]
    explained = [(languages.marked(row["term"]), languages.marked(row["sentence"])) for row in rows]
    return format_html('<dl class="t-terms">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", explained))
