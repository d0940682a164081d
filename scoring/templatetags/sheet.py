"""How do the cells of a scoring sheet look, and what it says about each of them?

A sheet has hundreds, so they are written here: templates of their own took ten times as long.
Every text that somebody typed goes through `escape`.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from criteria.general import MARK, is_general
from criteria.models import Criterion, Heading
from criteria.reading import Band
from scoring.rounds import is_overdue
from scoring.rows import Cell, CriterionRow, Known, MeasuredCell
from selection.dates import moment_text, time_left
from selection.languages import LANGUAGES, current, marked
from selection.models import Selection
from selection.templatetags.touchstone import evidence, icon, text

register = template.Library()
Both = tuple[str, str]  # a text in Chinese and in English
SIGNS = {"need": "warn", "lock": "lock"}  # state of a cell → icon
CELL = (
    '<div class="t-cell" role="gridcell" tabindex="-1" id="cell-{leaf}-{vendor}" data-v="{vendor}" data-st="{state}"'
    ' data-version="{version}" data-score="{score}"{na} data-level="{level}"{proven}{why}{saved}{found}{share}'
    ' aria-label="{label}"><b>{shown}</b><span class="mk">{signs}</span></div>\n'
)
MEASURE = (
    '<div class="t-cell" role="gridcell" tabindex="-1" id="cell-{leaf}-{vendor}" aria-readonly="true"'
    ' data-v="{vendor}" data-st="{state}" data-auto{share}'
    ' aria-label="{label}"><b>{value}{unit}</b><span class="mk">{signs}</span></div>\n'
)
HEAD = '<div role="rowheader"><b>{name}</b><small>{heading}{word} <span class="num">{weight}</span></small></div>'
RUBRIC = (
    '<template id="rubric-{code}" data-path="{path}"><h2>{name}</h2><p>{question}{rubric}</p>'
    '<ul class="t-bands">{bands}</ul></template>\n'
)
KNOWN = '<template id="known-{id}">{items}</template>\n'
BAND = '<li data-band="{code}"><button type="button"><b>{band}</b><span>{text}</span></button></li>'
ITEM = '<li><span class="t-mute">{icon}</span><span>{text}{source}{level}</span></li>'


@register.simple_tag
def closing(selection: Selection) -> str:
    """When the round closes, as a sentence; nothing at all where no time is set."""
    if selection.scoring_closes_at is None:
        return ""
    moment, left = moment_text(selection.scoring_closes_at), time_left(selection.scoring_closes_at)
    if is_overdue(selection):
        return format_html(
            "<b>{}</b>", _("It was to close on %(moment)s; you can score until it does.") % {"moment": moment}
        )
    return _("It closes on %(moment)s, %(left)s.") % {"moment": moment, "left": left}


@register.simple_tag
def cells(row: Iterable[Cell]) -> SafeString:
    language = current()  # to ask for it in each cell takes longer than to write it
    return SafeString("".join(_cell(cell, language) for cell in row))


@register.simple_tag
def one_cell(cell: Cell) -> SafeString:
    """What the sheet shows of a cell, and what a save answers with."""
    return SafeString(_cell(cell, current()))


def _cell(cell: Cell, language: str) -> str:
    given, state, level = cell.given, cell.state, cell.level
    score = "" if given.score is None else str(given.score)
    return CELL.format(
        leaf=escape(cell.criterion.code),
        vendor=escape(cell.vendor.code),
        state=state,
        version=cell.version,
        score=score,
        na=" data-na" if given.is_not_applicable else "",
        level=escape(given.level),
        proven=" data-proven" if cell.is_proven else "",
        why=f' data-why="{escape(given.rationale)}"' if given.rationale else "",
        saved=f' data-saved="{timezone.localtime(cell.saved_at):%H:%M}"' if cell.saved_at else "",
        found=f' data-found="{escape(cell.found)}"' if cell.found else "",
        share=f' style="--s:{score}"' if score else "",
        label=escape(cell.label(language)),
        shown=score or "–",
        signs=_signs(state, level, bool(given.rationale), is_given=given.is_given, _language=language),
    )


# Without a bound, since states, levels and flags make some hundred combinations at most.
@cache
def _signs(state: str, level: str, is_explained: bool, *, is_given: bool, _language: str) -> str:
    signs = icon(SIGNS[state]) if state in SIGNS else ""
    if is_explained and state != "lock":
        signs += icon("note")
    return signs + evidence(level, only=True) if is_given or level != "none" else signs


@register.simple_tag
def measures(row: Iterable[MeasuredCell]) -> SafeString:
    language = current()
    return SafeString("".join(_measure(cell, language) for cell in row))


def _measure(cell: MeasuredCell, language: str) -> str:
    """A cell that is computed from a fact."""
    fact = cell.fact
    return MEASURE.format(
        leaf=escape(cell.criterion.code),
        vendor=escape(cell.vendor.code),
        state="auto" if fact else "empty",
        share="" if cell.points is None else f' style="--s:{cell.points:.2f}"',
        label=escape(cell.label(language)),
        value=escape(cell.value),
        unit=f"<small>{text(cell.criterion, 'unit')}</small>" if fact else "",
        signs=icon("auto") + evidence(fact.level, only=True) if fact else "",
    )


@register.simple_tag
def row_head(row: CriterionRow, heading: Heading | None = None) -> SafeString:
    """The name and the weight of a criterion, at the left of its cells."""
    return SafeString(
        HEAD.format(
            name=text(row.criterion, "name"),
            heading=f"{text(heading, 'name')} · " if heading else "",
            word=escape(_("Weight")),
            weight=row.shown_weight,
        )
    )


@register.simple_tag
def rubrics(rows: Iterable[CriterionRow]) -> SafeString:
    """What the points of each criterion mean, to choose from."""
    language = current()
    return SafeString("".join(_rubric(row.path, _texts(row.criterion), row.bands, _language=language) for row in rows))


def _texts(criterion: Criterion) -> tuple[str, Both, Both]:
    name, question = (criterion.name_zh, criterion.name_en), (criterion.question_zh, criterion.question_en)
    return criterion.code, name, question


@lru_cache(maxsize=1000)  # it is the same for everybody who scores the criterion
def _rubric(path: str, texts: tuple[str, Both, Both], bands: tuple[Band, ...], *, _language: str) -> str:
    code, name, question = texts
    shown = (BAND.format(code=escape(one.band), band=one.points, text=text(one, "text")) for one in bands)
    return RUBRIC.format(
        code=escape(code),
        path=escape(path),
        name=marked(dict(zip(LANGUAGES, name, strict=True))),
        question=marked(dict(zip(LANGUAGES, question, strict=True))),
        rubric=f' <b class="t-warn">{escape(str(MARK))}</b>' if is_general(bands) else "",
        bands="".join(shown),
    )


@register.simple_tag
def known_cells(cells: Iterable[tuple[str, list[Known]]]) -> SafeString:
    """What is known about each cell already, to be shown beside it."""
    return SafeString("".join(KNOWN.format(id=escape(id), items=known(items)) for id, items in cells))


@register.simple_tag
def known(items: Iterable[Known]) -> SafeString:
    return SafeString(_known(tuple(items), current()))


@lru_cache(maxsize=1000)
def _known(items: tuple[Known, ...], _language: str) -> str:
    return "".join(
        ITEM.format(
            icon=icon(item.icon),
            text=_linked(item),
            source=f' <small class="t-mute">{escape(item.source)}</small>' if item.source else "",
            level=f" {evidence(item.level)}" if item.level else "",
        )
        for item in items
    )


def _linked(item: Known) -> str:
    text = escape(item.text)
    return f'<a href="{escape(item.place)}">{text}</a>' if item.place else text
