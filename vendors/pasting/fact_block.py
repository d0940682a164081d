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
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import Seen, columns_of, questions_of, rows_of, taken
from selection.bringing.block import BadCell, above, cells, placed
from selection.brought import bringing
from selection.languages import text_of
from selection.models import Member, Selection
from selection.numbers import column_typed
from selection.table_kinds import Key
from tables.finding import Part, Table, find_table, turned
from tables.heads import ASIDE, folded
from tables.mapping import meant_by_parts
from vendors.brought import FactState
from vendors.facts import about, check_value, measured, record_fact
from vendors.models import Vendor
from vendors.numbers import measure_of
from vendors.pasting.cost_names import vendor_names
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
VENDOR, CRITERION = "vendor-", "criterion-"


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
class FactBlock(Seen):
    """What was read, and what could not be."""

    read: list[ReadCell] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    empty: int = 0  # cells that say that nothing is there

    def turn(self) -> None:
        """Rows and columns as they stand in a block that was read the other way."""
        across = {"row": "column", "column": "row"}
        self.read = [replace(cell, row=cell.column, column=cell.row) for cell in self.read]
        bad = [replace(cell, row=cell.column, column=cell.row, asks=across.get(cell.asks, "")) for cell in self.bad]
        self.bad = sorted(bad, key=lambda cell: (cell.row, cell.column))

    def place(self, part: Part) -> None:
        """And where the part that was read stands in the block."""
        self.bad = [placed(cell, rows=part.rows, columns=part.columns) for cell in self.bad]
        self.read = [
            replace(cell, row=part.rows[cell.row - 1] + 1, column=part.columns[cell.column - 1] + 1)
            for cell in self.read
        ]


@dataclass(frozen=True)
class Layout:
    """Which column is which vendor, and where the values begin."""

    vendors: dict[int, Vendor]
    first_row: int
    first_column: int


@dataclass(frozen=True)
class Names:
    """Who and what a head or a label may mean, and what a person said of single ones, by their place."""

    vendors: list[Vendor]
    criteria: list[Criterion]
    known: Mapping[str, list[Vendor]]
    measures: Mapping[str, list[Criterion]]
    chosen_vendors: Mapping[int, Vendor] = field(default_factory=dict)  # column
    chosen_criteria: Mapping[int, Criterion] = field(default_factory=dict)  # row
    answers: Answers = NO_ANSWERS

    def is_head(self, cell: str) -> bool:
        return _is_label(cell) or bool(meant_by_parts(cell, self.known)) or _criterion(cell, self.measures) is not None


def read_facts(selection: Selection, block: str, answers: Answers = NO_ANSWERS) -> FactBlock:
    """Read a block of vendors and measured criteria, whichever stand across; nothing is written."""
    vendors = list(active(selection))
    criteria = list(measured(selection))
    names = Names(vendors, criteria, vendor_names(vendors), _criteria_names(criteria), answers=answers)
    table, part = taken(find_table(cells(block), is_head=names.is_head, has_sections=True), answers)
    if not part.cells or not part.cells[0]:
        raise ValidationError(_("There is no value in the block."))
    is_turned = _is_turned(part.cells, names)
    said = [answers.columns, answers.labels][:: -1 if is_turned else 1]
    across, down = [part.columns, part.rows][:: -1 if is_turned else 1]
    by_code = {f"{VENDOR}{row.code}": row for row in vendors}
    by_criterion = {f"{CRITERION}{row.code}": row for row in names.criteria}
    names = replace(
        names,
        chosen_vendors={at: by_code[key] for at, key in _at(across, said[0]) if key in by_code},
        chosen_criteria={at: by_criterion[key] for at, key in _at(down, said[1]) if key in by_criterion},
    )
    found = _read_facts(turned(part.cells) if is_turned else part.cells, names)
    if is_turned:
        found.turn()
    found.place(part)
    found.bad = [*above(table), *found.bad]
    _tell(found, table, names=names, is_turned=is_turned)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no value in the block."))
    return found


def _at(places: list[int], said: Mapping[int, str]) -> list[tuple[int, str]]:
    return [(at, said[place]) for at, place in enumerate(places) if place in said]


def _read_facts(rows: list[list[str]], names: Names) -> FactBlock:
    found = FactBlock()
    layout = _layout(rows, names, found) or _plain_layout(rows, names)
    for index, criterion in _criteria_of(rows, layout, names, found=found):
        _read_row(found, index + 1, rows[index], criterion=criterion, vendors=layout.vendors, answers=names.answers)
    return found


def _tell(found: FactBlock, table: Table, *, names: Names, is_turned: bool) -> None:
    """What became of each row and column, and what those that nobody knows may be."""
    vendors = [(f"{VENDOR}{row.code}", f"{row.code} {row.name}") for row in names.vendors]
    criteria = [(f"{CRITERION}{row.code}", f"{row.code} {text_of(row, 'name')}") for row in names.criteria]
    across, down = (criteria, vendors) if is_turned else (vendors, criteria)
    refused = {cell.row - 1 for cell in found.bad if cell.asks != "column"}
    unknown = {cell.row - 1 for cell in found.bad if cell.asks == "row"}
    asking = {cell.column - 1 for cell in found.bad if cell.asks == "column"}
    held = {cell.column - 1: f"{CRITERION}{cell.criterion.code}" for cell in found.read} if is_turned else {
        cell.column - 1: f"{VENDOR}{cell.vendor.code}" for cell in found.read
    }  # fmt: skip
    # What stands over labels is read before the values, and not needed behind them.
    labels = {column for column, head in enumerate(table.heads) if _is_label(head)}
    aside = {column for column in labels if held and column > min(held)}
    answers = names.answers
    found.rows = rows_of(table, answers, refused=refused, unknown=unknown, named=down)
    found.columns = columns_of(table, answers, refused=asking, held=held, named=across, aside=aside)


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
    answers: Answers = NO_ANSWERS,
) -> int:
    """Write the whole block, or nothing when one cell is bad.

    `file` is where it was read from, `remove` what of the last table goes, by `again.Vanished.number`.
    """
    found = read_facts(selection, block, answers)
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


def _is_turned(rows: list[list[str]], names: Names) -> bool:
    """Vendors down and criteria across."""
    across, down = rows[0], [row[0] for row in rows]

    def has_vendors(cells: list[str]) -> bool:
        return any(meant_by_parts(cell, names.known) for cell in cells)

    return has_vendors(down) and not has_vendors(across) and any(_criterion(cell, names.measures) for cell in across)


def _layout(rows: list[list[str]], names: Names, found: FactBlock) -> Layout | None:
    """The first row names vendors, by letter or name; what stands over labels is known, anything else is named."""
    heads = {column: meant_by_parts(cell, names.known) for column, cell in enumerate(rows[0]) if cell}
    heads |= {column: [vendor] for column, vendor in names.chosen_vendors.items()}
    if not any(heads.values()) and not _is_unknown_head(rows):
        return None
    named: dict[int, Vendor] = {}
    for column, ones in heads.items():
        fault = _fault_of_head(rows[0][column], ones, named)
        if fault:
            found.bad.append(BadCell(1, column + 1, rows[0][column], fault, asks="column"))
        elif ones:
            named[column] = ones[0]
    # A head that is no vendor's and no label's stands over values all the same, but not one over criteria.
    others = [column for column, cell in enumerate(rows[0]) if cell and not _is_label(cell)]
    first = min([*named, *others], default=0)
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


def _plain_layout(rows: list[list[str]], names: Names) -> Layout:
    """Without a head, columns and rows stand in the order of the page and must be all there."""
    vendors, criteria = names.vendors, names.criteria
    labelled = any(_criterion(row[0], names.measures) for row in rows)
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
    rows: list[list[str]], layout: Layout, names: Names, *, found: FactBlock
) -> Iterator[tuple[int, Criterion]]:
    """(row, criterion) of every row that has one; each criterion once."""
    labels = [any(rows[index][: layout.first_column]) for index in range(layout.first_row, len(rows))]
    in_order = iter(names.criteria)
    seen: set[int] = set()
    for index in range(layout.first_row, len(rows)):
        criterion = _labelled(rows[index], layout, names.measures) if any(labels) else next(in_order, None)
        criterion = names.chosen_criteria.get(index, criterion)
        if criterion is None:
            if any(rows[index]):
                words = _("No measured criterion has this code or name.")
                found.bad.append(BadCell(index + 1, 1, rows[index][0], words, asks="row"))
        elif criterion.pk in seen:
            words = _("This criterion has a row already.")
            found.bad.append(BadCell(index + 1, 1, rows[index][0], words, asks="row"))
        else:
            seen.add(criterion.pk)
            yield index, criterion


def _labelled(row: list[str], layout: Layout, measures: Mapping[str, list[Criterion]]) -> Criterion | None:
    labels = (_criterion(cell, measures) for cell in row[: layout.first_column])
    return next((criterion for criterion in labels if criterion), None)


def _criterion(name: str, measures: Mapping[str, list[Criterion]]) -> Criterion | None:
    found = meant_by_parts(name, measures)
    return found[0] if len(found) == 1 else None


def _criteria_names(criteria: list[Criterion]) -> dict[str, list[Criterion]]:
    known: dict[str, list[Criterion]] = {}
    for criterion in criteria:
        names = (criterion.code, criterion.name_zh, criterion.name_en, criterion.code + criterion.name_zh)
        for name in filter(None, dict.fromkeys((*names, criterion.code + criterion.name_en))):
            known.setdefault(name, []).append(criterion)
    return known


def _read_row(
    found: FactBlock,
    number: int,
    row: list[str],
    *,
    criterion: Criterion,
    vendors: Mapping[int, Vendor],
    answers: Answers,
) -> None:
    """The values of one criterion are read together: what one of them can only mean the others mean too."""
    typed = {column: row[column] for column in vendors if row[column]}
    texts, measure = list(typed.values()), measure_of(criterion)
    name = f"{criterion.code} {text_of(criterion, 'name')}"
    found.asked += questions_of(criterion.code, name, texts, quantity=measure, answers=answers)
    values = column_typed(texts, measure, answers=answers.of_column(criterion.code))
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
