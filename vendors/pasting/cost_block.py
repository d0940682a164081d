"""Which costs of one vendor does a table give?"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import columns_of, questions_of, rows_of, taken
from selection.bringing.block import above, cells, placed
from selection.models import Selection
from selection.numbers import column_typed
from tables.finding import Lot, Part, Table
from tables.mapping import meant_by_parts
from tables.numbers import Quantity
from vendors.models import CostItem, Vendor
from vendors.numbers import money_of
from vendors.pasting.cost_columns import (
    LABELS,
    NOT_READ,
    Columns,
    Heads,
    Held,
    found_table,
    held_by,
    item_choices,
    named_columns,
    not_read,
)
from vendors.pasting.cost_names import known_items
from vendors.pasting.cost_rows import CostBlock, Known, is_bare, item_of, read_row
from vendors.pasting.cost_twice import ask_about_twice
from vendors.registry import active


def read_costs(vendor: Vendor, block: str, *, unit: str, answers: Answers = NO_ANSWERS) -> CostBlock:
    """Read rows of item, label, quoted or outside, and amounts of year 0 to the horizon; nothing is written."""
    items, heads = known_items(), Heads(vendor, list(active(vendor.selection)))
    table, part = taken(found_table(cells(block), heads), answers)
    found = CostBlock()
    if not part.cells:
        raise ValidationError(_("There is no cost in the block."))
    held = _held(table, part, heads=heads, answers=answers, items=items)
    found.bad, found.asked = list(held.bad), list(held.asked)
    found.skipped = list(not_read(table, part, held))
    start = 1 if table.has_head else 0
    lines = {index: row for index, row in enumerate(part.cells) if index >= start}
    bare = {index for index, row in lines.items() if is_bare(row, held.columns)}
    lines = {index: row for index, row in lines.items() if index not in bare}
    found.bare = [*_bare_labels(table, items), *(part.cells[index][held.columns.item] for index in sorted(bare))]
    money = money_of(vendor.selection.currency, unit)
    amounts = _amounts(found, lines, held.columns, money=money, answers=answers)
    labels = {index: answers.labels.get(part.rows[index], "") for index in lines}
    for index, row in lines.items():
        item = labels[index] if labels[index] in CostItem.values else item_of(row, held.columns, items)
        read_row(found, index + 1, row, columns=held.columns, item=item, known=amounts)
    ask_about_twice(found, answers)
    _place(found, table, part, held=held, answers=answers, selection=vendor.selection)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no cost in the block."))
    return found


def _held(table: Table, part: Part, *, heads: Heads, answers: Answers, items: Mapping[str, list[str]]) -> Held:
    if table.has_head:
        return held_by(table, part, heads=heads, answers=answers, items=items)
    years, width = heads.horizon + 1, len(part.columns)
    if width > LABELS + years:
        raise ValidationError(
            _("The block has %(columns)s columns: item, label, in the quote, then %(years)s years is the most."),
            params={"columns": width, "years": years},
        )
    return Held(Columns(years=tuple((LABELS + year, year) for year in range(width - LABELS))))


def _bare_labels(table: Table, items: Mapping[str, list[str]]) -> list[str]:
    """Items of rows in which nothing else stands; other lone labels are headings, and told as such."""
    rows = [row for row, lot in zip(table.cells, table.rows, strict=True) if lot == Lot.BARE]
    return [label for row in rows if meant_by_parts(label := next(filter(None, row)), items)]


def _amounts(
    found: CostBlock,
    lines: Mapping[int, list[str]],
    columns: Columns,
    *,
    money: Quantity,
    answers: Answers,
) -> Known:
    """All of a block are read together, for they are typed by the same hand."""
    own = sorted({column for column, _year in columns.years})
    places = [(index, column) for index, row in lines.items() for column in own if row[column]]
    typed = [lines[index][column] for index, column in places]
    found.asked += questions_of("amounts", _("Amounts"), typed, quantity=money, answers=answers)
    return dict(zip(places, column_typed(typed, money, answers=answers.of_column("amounts")), strict=True))


def _place(found: CostBlock, table: Table, part: Part, *, held: Held, answers: Answers, selection: Selection) -> None:
    """Places as they stand in the block, and what became of each of its rows and columns."""
    places = partial(placed, rows=part.rows, columns=part.columns)
    found.bad = [*above(table), *map(places, found.bad)]
    found.read = [replace(row, row=part.rows[row.row - 1] + 1, columns=row.columns) for row in found.read]
    found.origin = part.columns
    unknown = {cell.row - 1 for cell in found.bad if cell.asks == "row"}
    refused = {cell.row - 1 for cell in found.bad} - ({part.rows[0]} if table.has_head else set())
    found.rows = rows_of(table, answers, refused=refused, unknown=unknown, named=item_choices())
    keys = {part.columns[place]: key for place, key in held.keys.items()}
    asking = {cell.column - 1 for cell in found.bad if cell.asks == "column"}
    aside = {column for column, key in keys.items() if key in NOT_READ}
    named = named_columns(selection)
    found.columns = columns_of(table, answers, refused=asking, held=keys, named=named, aside=aside)
