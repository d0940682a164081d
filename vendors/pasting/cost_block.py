"""Which cost of one vendor does each pasted row give?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from selection import again, brought
from selection.blindness import hold_to_type
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import Asked, Seen, asked, columns_of, questions_of, rows_of, taken
from selection.bringing.block import BadCell, above, cells, placed
from selection.languages import language_of
from selection.models import Member, Selection
from selection.numbers import column_typed, sure
from tables.finding import Lot, Part, Table
from tables.heads import folded
from tables.mapping import meant_by_parts
from tables.numbers import Quantity, Reading
from vendors.brought import key_of
from vendors.costing.lines import Key, record_line, series_of
from vendors.models import CostItem, Vendor
from vendors.numbers import minor_of, money_of
from vendors.pasting.cost_columns import (
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
from vendors.pasting.cost_names import is_quoted, known_items, own_names
from vendors.registry import active

LABELS = 3  # item, label, in the quote or outside
ADD, FIRST, BOTH = "add", "first", "both"


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
    def item_name(self) -> str:
        return str(CostItem(self.item).label)


@dataclass(frozen=True)
class Compared:
    """A row beside what is on record: the amounts that it changes, one each where scenarios differ."""

    row: ReadRow
    is_new: bool
    was: Mapping[int, list[int | None]]

    @property
    def mark(self) -> again.Mark:
        return again.Mark(is_same=not self.is_new and not self.was, was="" if self.is_new else self.row.item)


@dataclass
class CostBlock(Seen):
    """What was read, and what could not be."""

    read: list[ReadRow] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there
    skipped: list[str] = field(default_factory=list)  # heads of totals and of other vendors, which nobody reads
    bare: list[str] = field(default_factory=list)  # items of rows in which nothing else stands
    origin: list[int] = field(default_factory=list)  # where the columns that are read stand in the block


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
    is_bare = {index for index, row in lines.items() if _is_bare(row, held.columns)}
    lines = {index: row for index, row in lines.items() if index not in is_bare}
    found.bare = [*_bare_labels(table, items), *(part.cells[index][held.columns.item] for index in sorted(is_bare))]
    money = money_of(vendor.selection.currency, unit)
    amounts = _amounts(found, lines, held.columns, money=money, answers=answers)
    labels = {index: answers.labels.get(part.rows[index], "") for index in lines}
    for index, row in lines.items():
        item = labels[index] if labels[index] in CostItem.values else _item(row, held.columns, items)
        _read_row(found, index + 1, row, columns=held.columns, item=item, known=amounts)
    _ask_about_twice(found, answers)
    _place(found, table, part, held=held, answers=answers, selection=vendor.selection)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no cost in the block."))
    return found


def write_costs(
    vendor: Vendor,
    block: str,
    *,
    unit: str,
    scenarios: Iterable[str],
    member: Member,
    is_everywhere: bool = False,
    is_trial: bool = False,
    file: str = "",
    remove: Collection[str] = (),
    answers: Answers = NO_ANSWERS,
) -> CostBlock:
    """Write every row, or nothing when one is bad; a trial writes nothing and tells what would be bad.

    `file` is where the block was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    found, codes = read_costs(vendor, block, unit=unit, answers=answers), list(scenarios)
    hold_to_type(vendor.selection, member=member)  # who tries a block has seen what stands in it
    # A savepoint: a trial leaves no cost behind, and that prices were seen stays.
    rows = [key_of(_key(vendor, row, code), vendor.code) for row in found.read for code in codes]
    with transaction.atomic():
        with brought.bringing(vendor.selection, member=member, kind="cost_lines", rows=rows, text=block, source=file):
            # Until it is said when amounts are paid, none of them can be refused.
            for row in (row for row in found.read if row.columns.years):
                for code in codes:
                    _write_row(found, vendor, row, scenario=code, member=member, is_everywhere=is_everywhere)
            # Last, so that what came in may fill the years of what goes.
            if remove and not found.bad:
                gone = vanished(vendor, found, codes)
                again.remove(vendor.selection, "cost_lines", gone, numbers=remove, member=member)
        if found.bad or is_trial:
            transaction.set_rollback(True)
    # What was taken back still stands in this object.
    vendor.selection.refresh_from_db(fields=["scenarios"])
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


def _is_bare(row: list[str], columns: Columns) -> bool:
    """A row of a list of all items that was left empty, for this vendor at least."""
    if not columns.years or columns.item >= len(row) or not row[columns.item]:
        return False
    own = {columns.label, columns.quoted, *(column for column, _year in columns.years)}
    counted = {column for column, _year in columns.years} if columns.is_of_one_vendor else own
    return not any(row[column] for column in counted if column < len(row))


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
) -> dict[tuple[int, int], Reading | ValidationError | None]:
    """(row, column) → the amount; all of a block are read together, for they are typed by the same hand."""
    own = sorted({column for column, _year in columns.years})
    places = [(index, column) for index, row in lines.items() for column in own if row[column]]
    typed = [lines[index][column] for index, column in places]
    found.asked += questions_of("amounts", _("Amounts"), typed, quantity=money, answers=answers)
    return dict(zip(places, column_typed(typed, money, answers=answers.of_column("amounts")), strict=True))


def _item(row: list[str], columns: Columns, items: Mapping[str, list[str]]) -> str | None:
    meant = meant_by_parts(row[columns.item], items) if columns.item < len(row) else []
    return meant[0] if len(meant) == 1 else None


def _read_row(
    found: CostBlock,
    number: int,
    row: list[str],
    *,
    columns: Columns,
    item: str | None,
    known: Mapping[tuple[int, int], Reading | ValidationError | None],
) -> None:
    bad_before = len(found.bad)
    # Here a column points that the head does not name, or that a row without a head does not have.
    row = [*row, *[""] * (LABELS + 1)]
    quoted = is_quoted(row[columns.quoted]) if columns.is_quoted is None else columns.is_quoted
    if item is None:
        words = _("No cost item has this code or name; choose one below, or leave the row out.")
        found.bad.append(BadCell(number, columns.item + 1, row[columns.item], words, asks="row"))
    if quoted is None and not any(one.field == "answer-where" for one in found.asked):
        words = _("Write “yes” for in the quote, “no” for outside it.")
        found.bad.append(BadCell(number, columns.quoted + 1, row[columns.quoted], words))
    typed = {year: row[column] for column, year in columns.years if row[column]}
    amounts = _amounts_of_row(found, number, typed, columns=columns, known=known)
    if columns.is_of_one_vendor and columns.years and not amounts and len(found.bad) == bad_before:
        found.bare.append(row[columns.item])  # the others offer it, this one does not
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
    known: Mapping[tuple[int, int], Reading | ValidationError | None],
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
            bad.setdefault(column, BadCell(number, column + 1, cell, " ".join(error.messages)))
    found.bad += bad.values()
    return amounts


# The same cost twice -----------------------------------------------------------------------------
def _ask_about_twice(found: CostBlock, answers: Answers) -> None:
    """Two rows of one name would replace each other: what is meant is asked, once for each name."""
    groups: dict[tuple[str, str, bool], list[ReadRow]] = {}
    for row in found.read:
        groups.setdefault((row.item, row.label, row.is_quoted), []).append(row)
    found.read = []
    for number, group in enumerate(groups.values(), 1):
        first, *others = group
        how = answers.said.get(f"twice-{number}", "")
        if others:
            found.asked.append(_twice(number, first, others, answers=answers))
        if not others or how == FIRST:
            found.read.append(first)
        elif how == ADD:
            found.read.append(_added(group))
        elif how == BOTH:
            found.read += [first, *(_numbered(row, place) for place, row in enumerate(others, 2))]
        else:
            found.read.append(first)
            words = _("Row %(row)s is the same cost. Say below what is meant.")
            at = first.columns.item + 1
            found.bad += [BadCell(row.row, at, row.item, words % {"row": first.row}) for row in others]


def _twice(number: int, first: ReadRow, others: list[ReadRow], *, answers: Answers) -> Asked:
    words = _("%(name)s stands in %(count)s rows: which amounts are meant?")
    name = first.label or first.item_name
    named = [
        (ADD, _("add them up")),
        (FIRST, _("only the first row")),
        (BOTH, _("each by itself, as “%(label)s”") % {"label": f"{name} (2)"}),
    ]
    return asked(f"twice-{number}", words % {"name": name, "count": len(others) + 1}, named, answers=answers)


def _added(group: list[ReadRow]) -> ReadRow:
    years = sorted({year for row in group for year in row.amounts})
    return replace(
        group[0],
        amounts={year: sum(row.amounts.get(year, 0) for row in group) for year in years},
        typed={year: " + ".join(row.typed[year] for row in group if year in row.amounts) for year in years},
    )


def _numbered(row: ReadRow, number: int) -> ReadRow:
    return replace(row, label=f"{row.label or row.item_name} ({number})")


# What is shown -----------------------------------------------------------------------------------
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


def _write_row(
    found: CostBlock, vendor: Vendor, row: ReadRow, *, scenario: str, member: Member, is_everywhere: bool
) -> None:
    """In place of a series with the same item, label and scenario, if there is one."""
    key = _key(vendor, row, scenario)
    same = next((series for series in series_of(vendor.selection) if series.key == key), None)
    try:
        record_line(
            vendor,
            item=row.item,
            label_zh=key[2],
            label_en=key[3],
            is_quoted=row.is_quoted,
            scenarios=[scenario],
            amounts=row.amounts,
            member=member,
            replaces=same,
            is_everywhere=is_everywhere,
        )
    except ValidationError as error:
        # Each scenario refuses the same cell: it is told once.
        bad_cells = [_in_block(bad, found.origin) for bad in _bad_cells(row, error)]
        found.bad += [bad for bad in bad_cells if bad not in found.bad]


def _bad_cells(row: ReadRow, error: ValidationError) -> Iterator[BadCell]:
    """What a verb refused, at the cell that says it; the first cell stands for the row."""
    if not hasattr(error, "error_dict"):
        yield BadCell(row.row, row.columns.item + 1, row.item, " ".join(error.messages))
        return
    for place, said in error.message_dict.items():
        year = place.removeprefix("year_")
        if place.startswith("label_"):
            yield BadCell(row.row, row.columns.label + 1, row.label, " ".join(said))
        elif year.isdecimal():
            yield BadCell(row.row, row.columns.of_year(int(year)) + 1, row.typed[int(year)], " ".join(said))
        else:
            yield BadCell(row.row, row.columns.item + 1, row.item, " ".join(said))


def _in_block(bad: BadCell, origin: list[int]) -> BadCell:
    return replace(bad, column=origin[bad.column - 1] + 1 if bad.column <= len(origin) else bad.column)


def compared(vendor: Vendor, found: CostBlock, scenarios: Collection[str]) -> list[Compared]:
    """Every row beside the series that it would overwrite."""
    known = {series.key: series.amounts for series in series_of(vendor.selection)}
    rows = []
    for row in found.read:
        old = [known.get(_key(vendor, row, code)) for code in scenarios]
        years = sorted({*row.amounts, *(year for amounts in old for year in amounts or ())})
        before = {year: list(dict.fromkeys((amounts or {}).get(year) for amounts in old)) for year in years}
        was = {year: amounts for year, amounts in before.items() if amounts != [row.amounts.get(year)]}
        rows.append(Compared(row, is_new=not any(old), was=was if any(old) else {}))
    return rows


def vanished(vendor: Vendor, found: CostBlock, scenarios: Collection[str]) -> list[again.Vanished]:
    """What the last table brought of this vendor in these scenarios, and this one does not hold."""
    rows = {key_of(_key(vendor, row, code), vendor.code) for row in found.read for code in scenarios}

    def is_meant(key: tuple[str, ...]) -> bool:
        return key[0] == vendor.code and key[-1] in scenarios

    return again.vanished(vendor.selection, "cost_lines", rows, within=is_meant)


def _key(vendor: Vendor, row: ReadRow, scenario: str) -> Key:
    labels = _labels(row.label)
    return (vendor.pk, row.item, labels["label_zh"], labels["label_en"], row.is_quoted, scenario)


def _labels(label: str) -> dict[str, str]:
    """A label typed once goes to the language it is written in."""
    return {"label_zh": "", "label_en": ""} | {f"label_{language_of(label)}": label}
