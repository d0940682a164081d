"""Which costs of one vendor, or of all that it names, does a table give?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import columns_of, questions_of, rows_of, taken, without_doubles
from selection.bringing.block import ASKS_COLUMN, ASKS_ROW, above, cells, placed
from selection.numbers import column_typed
from tables.finding import Lot, Part, Table
from tables.mapping import meant_by_parts
from tables.numbers import Quantity
from vendors.models import CostItem
from vendors.pasting.cost_columns import LABELS, NOT_READ, Columns, Held, held_by, hold_one, not_read
from vendors.pasting.cost_heads import OTHER, Heads, Whose, found_table, item_choices, named_columns, selection_of
from vendors.pasting.cost_hints import hints_of
from vendors.pasting.cost_names import known_items
from vendors.pasting.cost_rows import CostBlock, Known, is_bare, item_of, read_row
from vendors.pasting.cost_twice import ask_about_twice
from vendors.pasting.cost_units import money_said
from vendors.pasting.cost_vendors import filled, hold_all
from vendors.registry import active


def read_costs(whose: Whose, block: str, *, unit: str, answers: Answers = NO_ANSWERS) -> CostBlock:
    """Read rows of item, label, quoted or outside, and amounts of year 0 to the horizon; nothing is written."""
    selection = selection_of(whose)
    items, heads = known_items(), Heads(whose, list(active(selection)))
    table = found_table(cells(block), heads, answers.merged)
    table, part = taken(table if heads.vendor else filled(table, heads, answers), answers)
    found = CostBlock()
    if not part.cells:
        raise ValidationError(_("There is no cost in the block."))
    held = _held(table, part, heads=heads, answers=answers, items=items)
    found.bad, found.asked = list(held.bad), list(held.asked)
    found.skipped, found.has_others = list(not_read(table, part, held)), OTHER in held.keys.values()
    lines = dict(enumerate(part.cells))
    if table.has_head:
        del lines[0]
    money, faults = money_said(found, table, selection=selection, unit=unit, answers=answers)
    amounts = _amounts(found, lines, held, money=money, answers=answers)
    labels = {index: answers.labels.get(part.rows[index], "") for index in lines}
    for columns in held.columns:
        for index, row in lines.items() if columns.rows is None else _own_lines(lines, columns.rows):
            if is_bare(row, columns):
                found.bare_of.setdefault(index + 1, []).append(columns.vendor)
                continue
            item = labels[index] if labels[index] in CostItem.values else item_of(row, columns, items)
            read_row(found, index + 1, row, columns=columns, item=item, known=amounts)
    found.bare = [*_bare_labels(table, items), *_bare_items(found, lines, held.columns)]
    ask_about_twice(found, answers)
    _place(found, table, part, held=held, answers=answers, heads=heads)
    found.bad += faults
    if not found.read and not found.bad:
        raise ValidationError(_("There is no cost in the block."))
    return found


def _own_lines(lines: Mapping[int, list[str]], rows: frozenset[int]) -> list[tuple[int, list[str]]]:
    return [(index, row) for index, row in lines.items() if index in rows]


def _held(table: Table, part: Part, *, heads: Heads, answers: Answers, items: Mapping[str, list[str]]) -> Held:
    if table.has_head:
        held = held_by(part, heads=heads, answers=answers, items=items)
        held.hints = hints_of(table)
        if heads.vendor:
            hold_one(held, part, heads.vendor, heads=heads, answers=answers)
        else:
            hold_all(held, table, part, heads=heads, answers=answers)
        return held
    if heads.vendor is None:
        raise ValidationError(_("Copy the first row too, which says what each column holds."))
    years, width = heads.horizon + 1, len(part.columns)
    if width > LABELS + years:
        raise ValidationError(
            _("The block has %(columns)s columns: item, label, in the quote, then %(years)s years is the most."),
            params={"columns": width, "years": years},
        )
    in_order = tuple((LABELS + year, year) for year in range(width - LABELS))
    return Held([Columns(heads.vendor, years=in_order)])


def _bare_labels(table: Table, items: Mapping[str, list[str]]) -> list[str]:
    """Items of rows in which nothing else stands; other lone labels are headings, and told as such."""
    rows = [row for row, lot in zip(table.cells, table.rows, strict=True) if lot == Lot.BARE]
    return [label for row in rows if meant_by_parts(label := next(filter(None, row)), items)]


def _bare_items(found: CostBlock, lines: Mapping[int, list[str]], columns: Sequence[Columns]) -> Iterator[str]:
    """Items that nobody offers, and with their letters the vendors who do not offer what others do."""
    for number, vendors in sorted(found.bare_of.items()):
        own = [one for one in columns if one.rows is None or number - 1 in one.rows]
        item = lines[number - 1][own[0].item]
        whose = pgettext("list", ", ").join(vendor.code for vendor in vendors)
        is_whole = len(vendors) == len(own) and own[0].rows is None
        yield item if is_whole else f"{item} ({whose})"


def _amounts(
    found: CostBlock,
    lines: Mapping[int, list[str]],
    held: Held,
    *,
    money: Quantity,
    answers: Answers,
) -> Known:
    """All of a block are read together, for they are typed by the same hand."""
    own = sorted({column for columns in held.columns for column, _year in columns.years})
    places = [(index, column) for index, row in lines.items() for column in own if row[column]]
    typed = [lines[index][column] for index, column in places]
    found.asked += questions_of("amounts", _("Amounts"), typed, quantity=money, answers=answers)
    return dict(zip(places, column_typed(typed, money, answers=answers.of_column("amounts")), strict=True))


def _place(found: CostBlock, table: Table, part: Part, *, held: Held, answers: Answers, heads: Heads) -> None:
    """Places as they stand in the block, and what became of each of its rows and columns."""
    places = partial(placed, rows=part.rows, columns=part.columns)
    # Each vendor of a row refuses the same label: it is told once.
    found.bad = [*above(table), *map(places, dict.fromkeys(found.bad))]
    found.read = [replace(row, row=part.rows[row.row - 1] + 1, columns=row.columns) for row in found.read]
    found.origin = part.columns
    unknown = {cell.row - 1 for cell in found.bad if cell.asks == ASKS_ROW}
    refused = {cell.row - 1 for cell in found.bad} - ({part.rows[0]} if table.has_head else set())
    doubles = {part.rows[number - 1] + 1 for number in found.doubles}
    lines = rows_of(table, answers, refused=refused, unknown=unknown, named=item_choices())
    found.rows = without_doubles(lines, doubles)
    keys = {part.columns[place]: key for place, key in held.keys.items()}
    asking = {cell.column - 1 for cell in found.bad if cell.asks == ASKS_COLUMN}
    aside = {column for column, key in keys.items() if key in NOT_READ}
    named = named_columns(heads)
    found.columns = columns_of(table, answers, refused=asking, held=keys, named=named, aside=aside)
