"""Which tables do everybody's marks and the committee make for who takes them along?"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.assignments import chosen_by_member
from criteria.models import Criterion
from scoring.models import Score
from scoring.reveal import Everybody, Opinions, everybody
from selection import blindness, committee
from selection.committee import ROLE_NAMES
from selection.formats import as_decimal, level_name
from selection.languages import text_of
from selection.models import Member, Selection
from tables.writing import Cell, Sheet, muted, strong


def scores_sheet(member: Member) -> Sheet:
    """One line a cell with its mean, then a line for each person's mark; who does not count stands in grey."""
    found = everybody(member)
    head = [
        _("Code"),
        _("Criterion"),
        _("Vendor"),
        _("Person"),
        pgettext("mark", "Points"),
        _("Evidence"),
        _("Rationale"),
        _("Remark"),
    ]
    rows = [row for line in found.lines for cell in line.cells for row in _cell(found, line.criterion, cell)]
    return Sheet(pgettext("a table of marks", "Scores"), head, rows, fixed=3)


def _cell(found: Everybody, leaf: Criterion, cell: Opinions) -> list[list[Cell]]:
    about: list[Cell] = [leaf.code, text_of(leaf, "name"), f"{cell.vendor.code} {text_of(cell.vendor, 'name')}"]
    mean: list[Cell] = [*about, _("Mean"), as_decimal(cell.mean)]
    marks = [_mark(about, mark, knew_prices=mark.member_id in found.knew_prices) for mark in cell.marks]
    return [strong(mean), *marks]


def _mark(about: list[Cell], mark: Score, *, knew_prices: bool) -> list[Cell]:
    said = [] if mark.member.marks_count else [_("not counted")]
    said += [_("scored knowing the prices")] if knew_prices else []
    points: Cell = None if mark.score is None else Decimal(mark.score)
    row: list[Cell] = [
        *about,
        mark.member.display_name,
        _("n/a") if mark.is_not_applicable else points,
        level_name(mark.level),
        mark.rationale or None,
        pgettext("list", ", ").join(said) or None,
    ]
    return row if mark.member.marks_count else muted(row)


def members_sheet(selection: Selection) -> Sheet:
    """Who sits on the committee, in which roles, and scores what."""
    chosen = chosen_by_member(selection)
    head = [_("Person"), _("Department"), _("Roles"), _("Scores"), _("Prices")]
    rows = [_member(member, chosen.get(member.pk, [])) for member in committee.active(selection).order_by("pk")]
    return Sheet(_("Committee"), head, rows, fixed=1)


def _member(member: Member, chosen: list[Criterion]) -> list[Cell]:
    comma = pgettext("list", ", ")
    what = comma.join(text_of(row, "name") for row in chosen) or _("every rated criterion")
    return [
        member.display_name,
        member.get_department_display(),
        comma.join(str(ROLE_NAMES[role]) for role in member.roles),
        what if member.is_evaluator else None,
        _prices(member),
    ]


def _prices(member: Member) -> str | None:
    if blindness.knew_prices(member):
        return _("scored knowing the prices")
    return _("has seen prices") if member.prices_seen_at else None
