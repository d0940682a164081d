"""How do the cells of a scoring sheet look, and what it says about each of them?

A sheet has hundreds, so they are written here: templates of their own took ten times as long.
Every text that somebody typed goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from scoring.rows import Cell, Known, Measure, Row
from selection.templatetags.touchstone import evidence, icon, text

register = template.Library()
CELL = (
    '<div class="t-cell" role="gridcell" tabindex="-1" id="cell-{leaf}-{vendor}" data-v="{vendor}" data-st="{state}"'
    ' data-version="{version}" data-score="{score}"{na} data-level="{level}"{proven}{why}{saved}{share}'
    ' aria-label="{label}"><b>{shown}</b><span class="mk">{signs}</span></div>\n'
)
MEASURE = (
    '<div class="t-cell" role="gridcell" tabindex="-1" id="cell-{leaf}-{vendor}" aria-readonly="true"'
    ' data-v="{vendor}" data-st="{state}" data-auto{share}'
    ' aria-label="{label}"><b>{value}{unit}</b><span class="mk">{signs}</span></div>\n'
)
BAND = '<li data-band="{code}"><button type="button"><b>{band}</b><span>{text}</span></button></li>'
KNOWN = '<li><span class="t-mute">{icon}</span><span>{text}{source}{level}</span></li>'


@register.simple_tag
def cells(row: Iterable[Cell]) -> SafeString:
    return SafeString("".join(map(one_cell, row)))


@register.simple_tag
def one_cell(cell: Cell) -> SafeString:
    """What the sheet shows of a cell, and what a save answers with."""
    given = cell.given
    score = "" if given.score is None else str(given.score)
    return SafeString(
        CELL.format(
            leaf=escape(cell.criterion.code),
            vendor=escape(cell.vendor.code),
            state=cell.state,
            version=cell.version,
            score=score,
            na=" data-na" if given.is_not_applicable else "",
            level=escape(given.level),
            proven=" data-proven" if cell.is_proven else "",
            why=f' data-why="{escape(given.rationale)}"' if given.rationale else "",
            saved=f' data-saved="{timezone.localtime(cell.saved_at):%H:%M}"' if cell.saved_at else "",
            share=f' style="--s:{score}"' if score else "",
            label=escape(cell.label),
            shown=score or "–",
            signs=_signs(cell),
        )
    )


def _signs(cell: Cell) -> str:
    given, state = cell.given, cell.state
    signs = icon("warn" if state == "need" else "lock") if state in ("need", "lock") else ""
    if given.rationale and state != "lock":
        signs += icon("note")
    return signs + evidence(cell.level, only=True) if given.is_given or cell.level != "none" else signs


@register.simple_tag
def measures(row: Iterable[Measure]) -> SafeString:
    return SafeString("".join(map(_measure, row)))


def _measure(cell: Measure) -> str:
    """A cell that is computed from a fact."""
    fact = cell.fact
    return MEASURE.format(
        leaf=escape(cell.criterion.code),
        vendor=escape(cell.vendor.code),
        state="auto" if fact else "empty",
        share="" if cell.points is None else f' style="--s:{cell.points:.2f}"',
        label=escape(cell.label),
        value=escape(cell.value),
        unit=f"<small>{text(cell.criterion, 'unit')}</small>" if fact else "",
        signs=icon("auto") + evidence(fact.level, only=True) if fact else "",
    )


@register.simple_tag
def bands(row: Row) -> SafeString:
    """What the points of a criterion mean, to choose from."""
    parts = (
        BAND.format(code=escape(anchor.band), band=escape(band), text=text(anchor, "text"))
        for band, anchor in row.anchors
    )
    return SafeString("".join(parts))


@register.simple_tag
def known(items: Iterable[Known]) -> SafeString:
    """What is known about a cell already."""
    parts = (
        KNOWN.format(
            icon=icon(item.icon),
            text=escape(item.text),
            source=f' <small class="t-mute">{escape(item.source)}</small>' if item.source else "",
            level=f" {evidence(item.level)}" if item.level else "",
        )
        for item in items
    )
    return SafeString("".join(parts))
