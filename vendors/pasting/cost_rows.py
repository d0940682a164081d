"""Which cost does one row of a table give?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from selection.bringing.asked import Seen, asks_of
from selection.bringing.block import ASKS_ROW, BadCell
from selection.numbers import sure
from tables.heads import folded
from tables.mapping import meant_by_parts
from tables.numbers import Reading
from vendors.models import CostItem, Vendor
from vendors.numbers import minor_of
from vendors.pasting.cost_columns import LABELS, Columns
from vendors.pasting.cost_names import is_quoted, own_names

Known = Mapping[tuple[int, int], Reading | ValidationError | None]  # (row, column) → the amount


@dataclass(frozen=True)
class ReadRow:
    """A row with its meaning: what was typed and the amounts in minor units."""

    row: int
    item: str
    label: str
    is_quoted: bool
    typed: dict[int, str]
    amounts: dict[int, int]
    columns: Columns

    @property
    def vendor(self) -> Vendor:
        return self.columns.vendor

    @property
    def item_name(self) -> str:
        return str(CostItem(self.item).label)


@dataclass
class CostBlock(Seen):
    """What was read, and what could not be."""

    read: list[ReadRow] = field(default_factory=list)
    doubles: set[int] = field(default_factory=set)  # rows that do not count, since the first of them does
    empty: int = 0  # cells that say that nothing is there
    skipped: list[str] = field(default_factory=list)  # heads of totals and of other vendors, which nobody reads
    bare: list[str] = field(default_factory=list)  # items of rows in which nothing else stands
    bare_of: dict[int, list[Vendor]] = field(default_factory=dict)  # row → whose amounts are missing in it
    has_others: bool = False  # columns of other vendors stand beside those that were read
    origin: list[int] = field(default_factory=list)  # where the columns that are read stand in the block


def item_of(row: list[str], columns: Columns, items: Mapping[str, list[str]]) -> str | None:
    meant = meant_by_parts(row[columns.item], items) if columns.item < len(row) else []
    return meant[0] if len(meant) == 1 else None


def is_bare(row: list[str], columns: Columns) -> bool:
    """A row of a list of all items that was left empty, for this vendor at least."""
    if not columns.years or columns.item >= len(row) or not row[columns.item]:
        return False
    own = {columns.label, columns.quoted, *(column for column, _year in columns.years)}
    counted = {column for column, _year in columns.years} if columns.is_of_one_vendor else own
    return not any(row[column] for column in counted if column < len(row))


def read_row(
    found: CostBlock,
    number: int,
    row: list[str],
    *,
    columns: Columns,
    item: str | None,
    known: Known,
) -> None:
    bad_before = len(found.bad)
    # Here a column points that the head does not name, or that a row without a head does not have.
    row = [*row, *[""] * (LABELS + 1)]
    quoted = is_quoted(row[columns.quoted]) if columns.is_quoted is None else columns.is_quoted
    if item is None:
        words = _("No cost item has this code or name; choose one below, or leave the row out.")
        found.bad.append(BadCell(number, columns.item + 1, row[columns.item], words, asks=ASKS_ROW))
    if quoted is None and not any(one.field == "answer-where" for one in found.asked):
        words = _("Write “yes” for in the quote, “no” for outside it.")
        found.bad.append(BadCell(number, columns.quoted + 1, row[columns.quoted], words))
    typed = {year: row[column] for column, year in columns.years if row[column]}
    amounts = _amounts_of_row(found, number, typed, columns=columns, known=known)
    if columns.is_of_one_vendor and columns.years and not amounts and len(found.bad) == bad_before:
        found.bare_of.setdefault(number, []).append(columns.vendor)  # the others offer it, this one does not
        return
    if len(found.bad) == bad_before and item is not None and quoted is not None:
        label = row[columns.label] or _own_word(row[columns.item], item)
        found.read.append(ReadRow(number, item, label, quoted, typed, amounts, columns))


def _own_word(typed: str, item: str) -> str:
    """What the table calls an item is kept as its label, where it is not the name of the item itself."""
    return "" if folded(typed) in {folded(name) for name in own_names(item)} else typed


def _amounts_of_row(
    found: CostBlock,
    number: int,
    typed: Mapping[int, str],
    *,
    columns: Columns,
    known: Known,
) -> dict[int, int]:
    amounts: dict[int, int] = {}
    bad: dict[int, BadCell] = {}
    for year, cell in typed.items():
        column = columns.of_year(year)
        whole = known[number - 1, column]
        try:
            if isinstance(whole, ValidationError):
                raise whole
            if whole is None:
                found.empty += 1
            else:
                amounts[year] = minor_of(sure(whole, cell), cell)
        except ValidationError as error:
            bad.setdefault(column, BadCell(number, column + 1, cell, " ".join(error.messages), asks=asks_of(error)))
    found.bad += bad.values()
    return amounts
