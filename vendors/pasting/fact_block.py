"""Which fact of which vendor does each pasted cell give?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Criterion
from selection import late
from selection.models import Member, Selection
from selection.numbers import column_typed
from vendors.facts import check_value, measured, record_fact
from vendors.models import Vendor
from vendors.numbers import measure_of
from vendors.pasting.block import BadCell, cells, folded
from vendors.registry import active


@dataclass(frozen=True)
class ReadCell:
    """A cell with its meaning: `value` is what will be kept."""

    row: int
    column: int
    typed: str
    criterion: Criterion
    vendor: Vendor
    value: str

    @property
    def was_changed(self) -> bool:
        return self.typed != self.value


@dataclass
class FactBlock:
    """What was read, and what could not be."""

    read: list[ReadCell] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there


@dataclass(frozen=True)
class Layout:
    """Which column is which vendor, and where the values begin."""

    vendors: dict[int, Vendor]
    first_row: int
    first_column: int


def read_facts(selection: Selection, block: str) -> FactBlock:
    """Read a block with vendors across and measured criteria down; nothing is written."""
    rows, found = cells(block), FactBlock()
    vendors, criteria = list(active(selection)), list(measured(selection))
    layout = _layout(rows, vendors, found) or _plain_layout(rows, vendors, criteria)
    for index, criterion in _criteria_of(rows, layout, criteria, found=found):
        _read_row(found, index + 1, rows[index], criterion=criterion, vendors=layout.vendors)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no value in the block."))
    return found


@transaction.atomic
@late.explained
def write_facts(selection: Selection, block: str, *, level: str, source: str, member: Member, reason: str = "") -> int:
    """Write the whole block, or nothing when one cell is bad."""
    found = read_facts(selection, block)
    if found.bad:
        raise ValidationError(_("Nothing was written: correct the named cells first."))
    for cell in found.read:
        record_fact(
            cell.vendor,
            criterion=cell.criterion,
            value=Decimal(cell.value),
            level=level,
            source=source,
            member=member,
            reason=reason,
        )
    return len(found.read)


def _layout(rows: list[list[str]], vendors: list[Vendor], found: FactBlock) -> Layout | None:
    """The first row names vendors, by letter or name; what stands before them are labels."""
    known = {folded(name): vendor for vendor in vendors for name in _names(vendor) if name}
    named = {column: known[folded(cell)] for column, cell in enumerate(rows[0]) if folded(cell) in known}
    if not named:
        return None
    first = min(named)
    for column, cell in enumerate(rows[0]):
        if column > first and cell and column not in named:
            found.bad.append(BadCell(1, column + 1, cell, _("No vendor on the list has this letter or name.")))
    for column, vendor in list(named.items()):
        if list(named.values()).index(vendor) != list(named).index(column):
            found.bad.append(BadCell(1, column + 1, rows[0][column], _("This vendor has a column already.")))
            del named[column]
    return Layout(named, 1, first)


def _names(vendor: Vendor) -> Iterator[str]:
    yield from (vendor.code, vendor.name_zh, vendor.name_en)
    yield from (f"{vendor.code}{name}" for name in (vendor.name_zh, vendor.name_en) if name)


def _plain_layout(rows: list[list[str]], vendors: list[Vendor], criteria: list[Criterion]) -> Layout:
    """Without a head, columns and rows stand in the order of the page and must be all there."""
    labelled = any(_criterion(row[0], criteria) for row in rows)
    first = 1 if labelled else 0
    if len(rows[0]) - first != len(vendors) or not (labelled or len(rows) == len(criteria)):
        raise ValidationError(
            _(
                "The block has %(rows)s rows and %(columns)s columns. Copy the first row with the vendors’ letters or "
                "names too, or exactly %(criteria)s rows and %(vendors)s columns in the order of the page."
            ),
            params={
                "rows": len(rows),
                "columns": len(rows[0]),
                "criteria": len(criteria),
                "vendors": len(vendors),
            },
        )
    return Layout({first + place: vendor for place, vendor in enumerate(vendors)}, 0, first)


def _criteria_of(
    rows: list[list[str]], layout: Layout, criteria: list[Criterion], *, found: FactBlock
) -> Iterator[tuple[int, Criterion]]:
    """(row, criterion) of every row that has one; each criterion once."""
    labels = [any(rows[index][: layout.first_column]) for index in range(layout.first_row, len(rows))]
    in_order = iter(criteria)
    seen: set[int] = set()
    for index in range(layout.first_row, len(rows)):
        criterion = _labelled(rows[index], layout, criteria) if any(labels) else next(in_order, None)
        if criterion is None:
            if any(rows[index]):
                found.bad.append(
                    BadCell(index + 1, 1, rows[index][0], _("No measured criterion has this code or name."))
                )
        elif criterion.pk in seen:
            found.bad.append(BadCell(index + 1, 1, rows[index][0], _("This criterion has a row already.")))
        else:
            seen.add(criterion.pk)
            yield index, criterion


def _labelled(row: list[str], layout: Layout, criteria: list[Criterion]) -> Criterion | None:
    labels = (_criterion(cell, criteria) for cell in row[: layout.first_column])
    return next((criterion for criterion in labels if criterion), None)


def _criterion(name: str, criteria: list[Criterion]) -> Criterion | None:
    wanted = folded(name)
    for criterion in criteria:
        names = (criterion.code, criterion.name_zh, criterion.name_en, criterion.code + criterion.name_zh)
        if wanted and wanted in {folded(one) for one in names if one}:
            return criterion
    return None


def _read_row(
    found: FactBlock, number: int, row: list[str], *, criterion: Criterion, vendors: Mapping[int, Vendor]
) -> None:
    """The values of one criterion are read together: what one of them can only mean the others mean too."""
    typed = {column: row[column] for column in vendors if row[column]}
    values = column_typed(list(typed.values()), measure_of(criterion))
    for (column, text), value in zip(typed.items(), values, strict=True):
        try:
            if isinstance(value, ValidationError):
                raise value
            if value is None:
                found.empty += 1
            else:
                kept = check_value(criterion, value)
                found.read.append(ReadCell(number, column + 1, text, criterion, vendors[column], kept))
        except ValidationError as error:
            found.bad.append(BadCell(number, column + 1, text, " ".join(error.messages)))
