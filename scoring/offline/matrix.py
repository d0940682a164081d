"""Which of one's own cells do the points of a pasted block belong to? Criteria down, vendors across, points alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.models import Criterion
from scoring.grid import Grid
from scoring.offline.lines import Line, Lines, refusals
from scoring.points import points_from
from scoring.rows import Cell, CriterionRow
from selection.bringing.block import cells
from tables.heads import folded, meant
from vendors.models import Vendor
from vendors.pasting.fact_names import LABELS


def lines_from(block: str, sheet: Grid) -> Lines:
    """Points for cells of this sheet; what else is in them stays. Empty cells say nothing."""
    head, *rows = cells(block)
    columns = _columns(head, sheet.vendors)
    first, known, lines = min(columns), _criteria(sheet.rows), Lines()
    seen: dict[int, int] = {}
    for place, row in enumerate(rows, start=2):
        if not any(row):
            continue
        own = _row_meant(place, row[:first], known, is_said=any(row[column] for column in columns), lines=lines)
        if own is None:
            continue
        before = seen.setdefault(own.criterion.pk, place)
        if before != place:
            words = _("Rows %(first)s and %(row)s are the same criterion. Keep one of them.")
            raise ValidationError(words % {"first": before, "row": place})
        by_vendor = {cell.vendor.pk: cell for cell in own.cells}
        said = ((by_vendor[vendor.pk], row[column]) for column, vendor in columns.items())
        lines.found += [_line(place, cell, text) for cell, text in said if text]
    if not lines.found:
        raise ValidationError(_("There are no points in the block."))
    return lines


def _columns(head: list[str], vendors: Iterable[Vendor]) -> dict[int, Vendor]:
    """Which column is which vendor; every other head has to be that of the names of criteria."""
    known: dict[str, list[Vendor]] = {}
    for vendor in vendors:
        names = (vendor.code, vendor.name_zh, vendor.name_en)
        for name in {*names, *(f"{vendor.code}{name}" for name in names[1:] if name)} - {""}:
            known.setdefault(name, []).append(vendor)
    columns: dict[int, Vendor] = {}
    for column, text in enumerate(head):
        found = meant(text, known)
        if len(found) > 1:
            raise ValidationError(_("“%(text)s” may be several vendors. Write the letter.") % {"text": text})
        if not found and (columns or folded(text) not in {"", *map(folded, LABELS)}):
            words = _("“%(text)s” in column %(column)s is no vendor of your sheet. Write a letter or a name.")
            raise ValidationError(words % {"text": text, "column": column + 1})
        if found and found[0] in columns.values():
            raise ValidationError(_("“%(text)s” has a column already.") % {"text": text})
        columns |= {column: found[0]} if found else {}
    if not columns or 0 in columns:
        raise ValidationError(
            _("Copy the first row with the vendors’ letters or names, and the first column with the criteria.")
        )
    return columns


def _criteria(rows: Iterable[CriterionRow]) -> dict[str, list[CriterionRow]]:
    known: dict[str, list[CriterionRow]] = {}
    for row in rows:
        for name in _names(row.criterion):
            known.setdefault(name, []).append(row)
    return known


def _names(criterion: Criterion) -> set[str]:
    names = (criterion.code, criterion.name_zh, criterion.name_en)
    return {folded(one) for one in (*names, *(criterion.code + name for name in names[1:]))} - {""}


def _row_meant(
    place: int, labels: list[str], known: Mapping[str, list[CriterionRow]], *, is_said: bool, lines: Lines
) -> CriterionRow | None:
    """The criterion that a row names; one that names none may hold no points."""
    found = {row.criterion.pk: row for label in labels for row in known.get(folded(label), ())}
    name = pgettext("names", ", ").join(filter(None, labels))
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        words = _("Row %(row)s (%(name)s) may be several criteria. Write the code.")
        raise ValidationError(words % {"row": place, "name": name})
    words = _("Row %(row)s (%(name)s) is no criterion of your sheet.")
    if is_said:
        raise ValidationError(words % {"row": place, "name": name})
    lines.notes.append(words % {"row": place, "name": name})
    return None


def _line(row: int, cell: Cell, text: str) -> Line:
    """The points in place of those that stand there, on the state of the sheet as it is now."""
    line = Line(row, cell.criterion.code, cell.vendor.code, cell.version, cell.given)
    try:
        points = points_from(text)
    except ValidationError as error:
        return replace(line, faults=tuple(error.messages))
    if points is None:
        return replace(line, was_touched=False)
    given = replace(cell.given, score=points, is_not_applicable=False)
    return replace(line, given=given, faults=tuple(refusals(given)))
