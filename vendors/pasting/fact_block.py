"""Which fact of which vendor does each pasted cell give?"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Criterion
from selection import again, late
from selection.brought import bringing
from selection.models import Member, Selection
from selection.numbers import column_typed
from selection.table_kinds import Key
from tables.heads import ASIDE, folded, meant
from vendors.brought import FactState
from vendors.facts import about, check_value, measured, record_fact
from vendors.models import Vendor
from vendors.numbers import measure_of
from vendors.pasting.block import BadCell, cells
from vendors.registry import active

# Heads of the columns before the values, as people write them.
LABELS = {
    *(
        "准则",
        "指标",
        "评价指标",
        "评价项",
        "项目",
        "编号",
        "序号",
        "名称",
        "类别",
        "分类",
        "维度",
        "单位",
        "说明",
        "备注",
    ),
    *("criterion", "criteria", "code", "id", "no.", "no", "#", "name", "item", "category", "group", "unit", "units"),
    *("measure", "metric", "indicator", "feature", "description", "note", "notes", "vendor", "vendors", "供应商"),
}
NUMBER = re.compile(r"[0-9]")


@dataclass(frozen=True)
class ReadCell:
    """A cell with its meaning: `value` is what will be kept."""

    row: int
    column: int
    typed: str
    criterion: Criterion
    vendor: Vendor
    value: str
    is_about: bool

    @property
    def was_changed(self) -> bool:
        return self.typed != self.value

    @property
    def key(self) -> Key:
        return (self.criterion.code, self.vendor.code)


@dataclass
class FactBlock:
    """What was read, and what could not be."""

    read: list[ReadCell] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there

    def turned(self) -> "FactBlock":
        """The same with rows and columns as they stood in a block that was read the other way."""
        read = [replace(cell, row=cell.column, column=cell.row) for cell in self.read]
        return FactBlock(read, [replace(cell, row=cell.column, column=cell.row) for cell in self.bad], self.empty)


@dataclass(frozen=True)
class Layout:
    """Which column is which vendor, and where the values begin."""

    vendors: dict[int, Vendor]
    first_row: int
    first_column: int


def read_facts(selection: Selection, block: str) -> FactBlock:
    """Read a block of vendors and measured criteria, whichever stand across; nothing is written."""
    rows, vendors, criteria = cells(block), list(active(selection)), list(measured(selection))
    known = _known(vendors)
    if _is_turned(rows, known, criteria):
        return _read_facts([list(column) for column in zip(*rows, strict=True)], vendors, criteria).turned()
    return _read_facts(rows, vendors, criteria)


def _read_facts(rows: list[list[str]], vendors: list[Vendor], criteria: list[Criterion]) -> FactBlock:
    found = FactBlock()
    layout = _layout(rows, _known(vendors), found) or _plain_layout(rows, vendors, criteria)
    for index, criterion in _criteria_of(rows, layout, criteria, found=found):
        _read_row(found, index + 1, rows[index], criterion=criterion, vendors=layout.vendors)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no value in the block."))
    return found


@transaction.atomic
@late.explained
def write_facts(
    selection: Selection,
    block: str,
    *,
    level: str,
    source: str,
    member: Member,
    reason: str = "",
    file: str = "",
    remove: Collection[str] = (),
) -> int:
    """Write the whole block, or nothing when one cell is bad.

    `file` is where it was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    found = read_facts(selection, block)
    if found.bad:
        raise ValidationError(_("Nothing was written: correct the named cells first."))
    coming = states_of(found, level=level, source=source)
    with bringing(selection, member=member, kind="facts", rows=coming, text=block, source=file):
        for cell in found.read:
            state = coming[cell.key]
            record_fact(
                cell.vendor,
                criterion=cell.criterion,
                # It has been read; as a text it would be read by the grammar of people once more.
                value=Decimal(cell.value),
                level=level,
                source=state["source"],
                member=member,
                reason=reason,
            )
        if remove:
            gone = again.vanished(selection, "facts", coming)
            again.remove(selection, "facts", gone, numbers=remove, member=member, reason=reason)
    return len(found.read)


def states_of(found: FactBlock, *, level: str, source: str) -> dict[Key, FactState]:
    """What would stand in each place after the block is written."""
    return {
        cell.key: {
            "value": cell.value,
            "level": level,
            "source": about(source, cell.typed) if cell.is_about else source.strip(),
        }
        for cell in found.read
    }


def _known(vendors: list[Vendor]) -> dict[str, list[Vendor]]:
    """Name → the vendors that bear it: a vendor may be called as another's letter."""
    known: dict[str, list[Vendor]] = {}
    for vendor in vendors:
        for name in filter(None, dict.fromkeys(_names(vendor))):
            known.setdefault(name, []).append(vendor)
    return known


def _names(vendor: Vendor) -> Iterator[str]:
    yield from (vendor.code, vendor.name_zh, vendor.name_en)
    yield from (f"{vendor.code}{name}" for name in (vendor.name_zh, vendor.name_en) if name)


def _is_turned(rows: list[list[str]], known: Mapping[str, list[Vendor]], criteria: list[Criterion]) -> bool:
    """Vendors down and criteria across."""
    across, down = rows[0], [row[0] for row in rows]
    has_vendors = any(meant(cell, known) for cell in down) and not any(meant(cell, known) for cell in across)
    return has_vendors and any(_criterion(cell, criteria) for cell in across)


def _layout(rows: list[list[str]], known: Mapping[str, list[Vendor]], found: FactBlock) -> Layout | None:
    """The first row names vendors, by letter or name; what stands over labels is known, anything else is named."""
    heads = {column: meant(cell, known) for column, cell in enumerate(rows[0]) if cell}
    if not any(heads.values()) and not _is_unknown_head(rows):
        return None
    named: dict[int, Vendor] = {}
    for column, ones in heads.items():
        fault = _fault_of_head(rows[0][column], ones, named)
        if fault:
            found.bad.append(BadCell(1, column + 1, rows[0][column], fault))
        elif ones:
            named[column] = ones[0]
    # A head that is no vendor's and no label's stands over values all the same.
    first = min([*named, *(column for column, cell in enumerate(rows[0]) if cell and not _is_label(cell))], default=0)
    return Layout(named, 1, first)


def _fault_of_head(cell: str, ones: list[Vendor], named: Mapping[int, Vendor]) -> str:
    if len(ones) > 1:
        both = " · ".join(f"{vendor.code} {vendor.name}" for vendor in ones)
        return _("This may be %(vendors)s. Write the letter and the name.") % {"vendors": both}
    if ones and ones[0] in named.values():
        return _("This vendor has a column already.")
    return "" if ones or _is_label(cell) else _("No vendor on the list has this letter or name.")


def _is_label(cell: str) -> bool:
    return folded(ASIDE.sub("", cell)) in LABELS


def _is_unknown_head(rows: list[list[str]]) -> bool:
    """A first row without a number, over rows with one: names that nobody on the list bears."""
    return len(rows) > 1 and not any(NUMBER.search(cell) for cell in rows[0]) and _is_label(rows[0][0])


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
                kept = check_value(criterion, value.value)
                found.read.append(
                    ReadCell(number, column + 1, text, criterion, vendors[column], kept, is_about=value.is_about)
                )
        except ValidationError as error:
            found.bad.append(BadCell(number, column + 1, text, " ".join(error.messages)))
