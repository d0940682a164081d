"""Which cost of one vendor does each pasted row give?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from selection.blindness import hold_to_type
from selection.models import Member
from selection.numbers import column_typed
from tables.numbers import Quantity
from vendors.costing.lines import Series, record_line, series_of
from vendors.models import CostItem, Vendor
from vendors.numbers import minor_of, money_of
from vendors.pasting.block import BadCell, cells, folded

LABELS = 3  # item, label, in the quote or outside
QUOTED = {"是", "报价内", "报价", "yes", "y", "quoted", "true", "1"}
HEADS = {"成本项", "项目", "编号", "item", "costitem", "code"}
OUTSIDE = {"否", "报价外", "no", "n", "outside", "outsidethequote", "false", "0"}


@dataclass(frozen=True)
class ReadRow:
    """A row with its meaning: what was typed and the amounts in minor units."""

    row: int
    item: str
    label: str
    is_quoted: bool
    typed: dict[int, str]
    amounts: dict[int, int]

    @property
    def item_name(self) -> str:
        return str(CostItem(self.item).label)


@dataclass
class CostBlock:
    """What was read, and what could not be."""

    read: list[ReadRow] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there


def read_costs(vendor: Vendor, block: str, *, unit: str) -> CostBlock:
    """Read rows of item, label, quoted or outside, and amounts of year 0 to the horizon; nothing is written."""
    rows, found = cells(block), CostBlock()
    years = vendor.selection.horizon + 1
    if len(rows[0]) > LABELS + years:
        raise ValidationError(
            _("The block has %(columns)s columns: item, label, in the quote, then %(years)s years is the most."),
            params={"columns": len(rows[0]), "years": years},
        )
    lines = {index: row for index, row in enumerate(rows) if any(row) and not (index == 0 and _is_head(row))}
    amounts = _amounts(lines, money_of(vendor.selection.currency, unit))
    for index, row in lines.items():
        _read_row(found, index + 1, row, known=amounts)
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
) -> CostBlock:
    """Write every row, or nothing when one is bad; a trial writes nothing and tells what would be bad."""
    found, codes = read_costs(vendor, block, unit=unit), list(scenarios)
    hold_to_type(vendor.selection, member=member)  # who tries a block has seen what stands in it
    with transaction.atomic():
        for row in found.read:
            for code in codes:
                _write_row(found, vendor, row, scenario=code, member=member, is_everywhere=is_everywhere)
        if found.bad or is_trial:
            transaction.set_rollback(True)
    vendor.selection.refresh_from_db(fields=["scenarios"])
    return found


def _is_head(row: list[str]) -> bool:
    """A first row that names the columns instead of a cost."""
    return folded(row[0]) in HEADS or (_item(row[0]) is None and _quoted("".join(row[2:3])) is None)


def _amounts(
    lines: Mapping[int, list[str]], money: Quantity
) -> dict[tuple[int, int], Decimal | ValidationError | None]:
    """(row, column) → the amount; all of a block are read together, for they are typed by the same hand."""
    places = [(index, column) for index, row in lines.items() for column in range(LABELS, len(row)) if row[column]]
    return dict(zip(places, column_typed([lines[index][column] for index, column in places], money), strict=True))


def _read_row(
    found: CostBlock,
    number: int,
    row: list[str],
    *,
    known: Mapping[tuple[int, int], Decimal | ValidationError | None],
) -> None:
    bad_before = len(found.bad)
    item, is_quoted = _item(row[0]), _quoted("".join(row[2:3]))
    if item is None:
        found.bad.append(BadCell(number, 1, row[0], _("No cost item has this code or name; write K01 to K10.")))
    if is_quoted is None:
        found.bad.append(BadCell(number, 3, "".join(row[2:3]), _("Write “yes” for in the quote, “no” for outside it.")))
    typed = {year: cell for year, cell in enumerate(row[LABELS:]) if cell}
    amounts: dict[int, int] = {}
    for year, cell in typed.items():
        whole = known[number - 1, LABELS + year]
        try:
            if isinstance(whole, ValidationError):
                raise whole
            if whole is None:
                found.empty += 1
            else:
                amounts[year] = minor_of(whole, cell)
        except ValidationError as error:
            found.bad.append(BadCell(number, LABELS + year + 1, cell, " ".join(error.messages)))
    if len(found.bad) == bad_before and item is not None and is_quoted is not None:
        found.read.append(ReadRow(number, item, row[1], is_quoted, typed, amounts))


def _write_row(
    found: CostBlock, vendor: Vendor, row: ReadRow, *, scenario: str, member: Member, is_everywhere: bool
) -> None:
    """In place of a series with the same item, label and scenario, if there is one."""
    labels = _labels(row.label)
    key = (vendor.pk, row.item, labels["label_zh"], labels["label_en"], row.is_quoted, scenario)
    same = next((series for series in series_of(vendor.selection) if series.key == key), None)
    try:
        record_line(
            vendor,
            item=row.item,
            **labels,
            is_quoted=row.is_quoted,
            scenarios=[scenario],
            amounts=row.amounts,
            member=member,
            replaces=same,
            is_everywhere=is_everywhere,
        )
    except ValidationError as error:
        found.bad += [bad for bad in _bad_cells(row, error) if bad not in found.bad]


def _bad_cells(row: ReadRow, error: ValidationError) -> Iterator[BadCell]:
    """What a verb refused, at the cell that says it; the first cell stands for the row."""
    if not hasattr(error, "error_dict"):
        yield BadCell(row.row, 1, row.item, " ".join(error.messages))
        return
    for place, said in error.message_dict.items():
        year = place.removeprefix("year_")
        if place.startswith("label_"):
            yield BadCell(row.row, 2, row.label, " ".join(said))
        elif year.isdecimal():
            yield BadCell(row.row, LABELS + int(year) + 1, row.typed[int(year)], " ".join(said))
        else:
            yield BadCell(row.row, 1, row.item, " ".join(said))


def replaced(vendor: Vendor, row: ReadRow, scenarios: Iterable[str]) -> list[Series]:
    """The series that a row would overwrite."""
    labels, codes = _labels(row.label), set(scenarios)
    key = (vendor.pk, row.item, labels["label_zh"], labels["label_en"], row.is_quoted)
    return [one for one in series_of(vendor.selection) if one.key[:-1] == key and one.scenario in codes]


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
    for language in ("zh-hans", "en"):
        with translation.override(language):
            name = folded(str(CostItem(code).label))
            names |= {name, folded(code) + name}
    return names


def _quoted(typed: str) -> bool | None:
    wanted = folded(typed)
    return wanted in QUOTED if wanted in {*QUOTED, *OUTSIDE} else None
