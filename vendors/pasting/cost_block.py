"""Which cost of one vendor does each pasted row give?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selection import again, brought
from selection.blindness import hold_to_type
from selection.models import Member, Selection
from selection.numbers import column_typed, sure
from tables.heads import ASIDE, folded
from tables.numbers import Quantity, Reading
from vendors.brought import key_of
from vendors.costing.lines import Key, record_line, series_of
from vendors.costing.years import first_year
from vendors.models import CostItem, Vendor
from vendors.numbers import minor_of, money_of
from vendors.pasting.block import BadCell, cells

LABELS = 3  # item, label, in the quote or outside
QUOTED = {"是", "报价内", "报价", "yes", "y", "quoted", "true", "1"}
OUTSIDE = {"否", "报价外", "no", "n", "outside", "outsidethequote", "false", "0"}
HEADS = {
    "item": {"成本项", "项目", "费用项", "费用项目", "编号", "item", "costitem", "cost", "code"},
    "label": {"名目", "名称", "说明", "描述", "备注", "label", "name", "description", "note"},
    "quoted": {"报价内", "是否报价内", "报价内外", "计入报价", "inthequote", "quoted", "quotedornot", "inquote"},
}
TOTALS = {"合计", "总计", "小计", "total", "sum", "subtotal"}
SIGNING = {"签约", "签约时", "签约当年", "首付", "onsigning", "signing", "year0", "第0年"}
YEAR = re.compile(r"(?:year|yr|y|第)([0-9]{1,2})年?|([0-9]{4})年?")


@dataclass(frozen=True)
class Columns:
    """Which column says what; without a head they stand in this order."""

    item: int = 0
    label: int = 1
    quoted: int = 2
    years: dict[int, int] = field(default_factory=dict)  # column → year

    def of_year(self, year: int) -> int:
        return next(column for column, known in self.years.items() if known == year)


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
class CostBlock:
    """What was read, and what could not be."""

    read: list[ReadRow] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there
    skipped: list[str] = field(default_factory=list)  # heads of totals, which nobody reads
    bare: list[str] = field(default_factory=list)  # items of rows in which nothing else stands


def read_costs(vendor: Vendor, block: str, *, unit: str) -> CostBlock:
    """Read rows of item, label, quoted or outside, and amounts of year 0 to the horizon; nothing is written."""
    rows, found = cells(block), CostBlock()
    columns = _columns(rows, vendor.selection, found)
    start = 0 if columns is None else 1
    columns = columns or _in_order(rows, vendor.selection)
    lines = {index: row for index, row in enumerate(rows) if index >= start and any(row)}
    found.bare = [lines.pop(index)[columns.item] for index, row in list(lines.items()) if _is_bare(row, columns)]
    amounts = _amounts(lines, columns, money_of(vendor.selection.currency, unit))
    for index, row in lines.items():
        _read_row(found, index + 1, row, columns=columns, known=amounts)
    _refuse_twice(found)
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
) -> CostBlock:
    """Write every row, or nothing when one is bad; a trial writes nothing and tells what would be bad.

    `file` is where the block was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    found, codes = read_costs(vendor, block, unit=unit), list(scenarios)
    hold_to_type(vendor.selection, member=member)  # who tries a block has seen what stands in it
    # A savepoint: a trial leaves no cost behind, and that prices were seen stays.
    rows = [key_of(_key(vendor, row, code), vendor.code) for row in found.read for code in codes]
    with transaction.atomic():
        with brought.bringing(vendor.selection, member=member, kind="cost_lines", rows=rows, text=block, source=file):
            for row in found.read:
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


def _is_bare(row: list[str], columns: Columns) -> bool:
    """A row of a list of all items that was left empty."""
    return columns.item < len(row) and len(list(filter(None, row))) == 1 and _item(row[columns.item]) is not None


def _in_order(rows: list[list[str]], selection: Selection) -> Columns:
    years = selection.horizon + 1
    if len(rows[0]) > LABELS + years:
        raise ValidationError(
            _("The block has %(columns)s columns: item, label, in the quote, then %(years)s years is the most."),
            params={"columns": len(rows[0]), "years": years},
        )
    return Columns(years={LABELS + year: year for year in range(len(rows[0]) - LABELS)})


def _columns(rows: list[list[str]], selection: Selection, found: CostBlock) -> Columns | None:
    """What a first row says of its columns; None where it is a cost, or cannot be read and is named as one."""
    first = first_year(selection) or _first_of_all(rows[0], selection.horizon)
    heads = {column: _head(cell, first, selection.horizon) for column, cell in enumerate(rows[0]) if cell}
    known = [meaning for meaning in heads.values() if meaning is not None]
    if "item" not in known or (len(known) < 2 and len(rows[0]) > 1):
        return None
    years = {column: meaning for column, meaning in heads.items() if isinstance(meaning, int)}
    for column, meaning in heads.items():
        cell = rows[0][column]
        if meaning == "total":
            found.skipped.append(cell)
        elif meaning is None or known.count(meaning) > 1:
            words = _("This column is not known, or is there twice. Name it item, label, in the quote, or its year.")
            found.bad.append(BadCell(1, column + 1, cell, words))
    places = {meaning: column for column, meaning in heads.items()}
    if "quoted" not in places:
        found.bad.append(BadCell(1, 1, rows[0][0], _("The first row names no column “in the quote”.")))
    width = len(rows[0])  # a column that is not there is empty
    return Columns(places["item"], places.get("label", width), places.get("quoted", width), years)


def _first_of_all(heads: list[str], horizon: int) -> int | None:
    """The first calendar year of a head that names as many in a row as the plan has, where nothing else tells it."""
    named = sorted(int(found[2]) for cell in heads if (found := YEAR.fullmatch(folded(cell))) and found[2])
    return named[0] if named and named == list(range(named[0], named[0] + horizon)) else None


def _head(cell: str, first: int | None, horizon: int) -> str | int | None:
    """What a head means: a kind of column, a year counted from the signing, or nothing that is known."""
    name = folded(ASIDE.sub("", cell))
    for meaning, names in HEADS.items():
        if name in names:
            return meaning
    if name in TOTALS:
        return "total"
    if name in SIGNING:
        return 0
    found = YEAR.fullmatch(name)
    if found is None or (found[2] and first is None):
        return None
    year = int(found[1]) if found[1] else int(found[2]) - (first or 0) + 1
    return year if 0 <= year <= horizon else None


def _amounts(
    lines: Mapping[int, list[str]], columns: Columns, money: Quantity
) -> dict[tuple[int, int], Reading | ValidationError | None]:
    """(row, column) → the amount; all of a block are read together, for they are typed by the same hand."""
    places = [(index, column) for index, row in lines.items() for column in columns.years if row[column]]
    return dict(zip(places, column_typed([lines[index][column] for index, column in places], money), strict=True))


def _read_row(
    found: CostBlock,
    number: int,
    row: list[str],
    *,
    columns: Columns,
    known: Mapping[tuple[int, int], Reading | ValidationError | None],
) -> None:
    bad_before = len(found.bad)
    # Here a column points that the head does not name, or that a row without a head does not have.
    row = [*row, *[""] * LABELS]
    item, is_quoted = _item(row[columns.item]), _quoted(row[columns.quoted])
    if item is None:
        words = _("No cost item has this code or name; write K01 to K10.")
        found.bad.append(BadCell(number, columns.item + 1, row[columns.item], words))
    if is_quoted is None:
        words = _("Write “yes” for in the quote, “no” for outside it.")
        found.bad.append(BadCell(number, columns.quoted + 1, row[columns.quoted], words))
    typed = {year: row[column] for column, year in columns.years.items() if row[column]}
    amounts: dict[int, int] = {}
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
            found.bad.append(BadCell(number, column + 1, cell, " ".join(error.messages)))
    if len(found.bad) == bad_before and item is not None and is_quoted is not None:
        found.read.append(ReadRow(number, item, row[columns.label], is_quoted, typed, amounts, columns))


def _refuse_twice(found: CostBlock) -> None:
    """Two rows of one name would replace each other."""
    rows: dict[tuple[str, str, bool], int] = {}
    for row in found.read:
        first = rows.setdefault((row.item, row.label, row.is_quoted), row.row)
        if first != row.row:
            words = _("Row %(row)s is the same cost. Give one of them another label, or add them up.") % {"row": first}
            found.bad.append(BadCell(row.row, row.columns.item + 1, row.item, words))


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
        found.bad += [bad for bad in _bad_cells(row, error) if bad not in found.bad]


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
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in label)
    return {"label_zh": label if is_chinese else "", "label_en": "" if is_chinese else label}


def _item(typed: str) -> str | None:
    wanted = folded(typed)
    for code in CostItem.values:
        if wanted in _item_names(code):
            return code
    return None


def _item_names(code: str) -> set[str]:
    names = {folded(code)}
    # A block may have been copied from a page in the other language.
    for language in ("zh-hans", "en"):
        with translation.override(language):
            name = folded(str(CostItem(code).label))
            names |= {name, folded(code) + name}
    return names


def _quoted(typed: str) -> bool | None:
    wanted = folded(typed)
    return wanted in QUOTED if wanted in {*QUOTED, *OUTSIDE} else None
