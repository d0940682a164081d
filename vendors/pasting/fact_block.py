"""Which fact of which vendor does each pasted cell give?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from criteria.models import Criterion
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import Seen, asked, asks_of, columns_of, questions_of, rows_of, taken, without_doubles
from selection.bringing.block import ASKS_COLUMN, ASKS_ROW, ASKS_TABLE, BadCell, above, cells, placed
from selection.languages import text_of
from selection.models import Selection
from selection.numbers import column_typed
from selection.table_kinds import Key
from tables.finding import Part, Table, find_table, turned
from vendors.facts import check_value, measured
from vendors.models import Vendor
from vendors.numbers import measure_of
from vendors.pasting.cost_names import vendor_names
from vendors.pasting.fact_names import (
    Layout,
    Names,
    column_of_vendors,
    criteria_names,
    criteria_of,
    headed_layout,
    is_label,
    plain_layout,
)
from vendors.registry import active

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
    empty: int = 0  # cells that say that nothing is there
    held: dict[int, str] = field(default_factory=dict)  # column → whose or what it is
    doubles: set[int] = field(default_factory=set)  # places of rows that do not count, since others do

    def turn(self) -> None:
        """Rows and columns as they stand in a block that was read the other way."""
        across = {ASKS_ROW: ASKS_COLUMN, ASKS_COLUMN: ASKS_ROW}
        self.read = [replace(cell, row=cell.column, column=cell.row) for cell in self.read]
        self.bad = [
            replace(cell, row=cell.column, column=cell.row, asks=across.get(cell.asks, cell.asks)) for cell in self.bad
        ]

    def place(self, part: Part) -> None:
        """And where the part that was read stands in the block."""
        bad = [placed(cell, rows=part.rows, columns=part.columns) for cell in self.bad]
        self.bad = sorted(bad, key=lambda cell: (cell.row, cell.column))
        self.held = {part.columns[place]: key for place, key in self.held.items()}
        self.read = [
            replace(cell, row=part.rows[cell.row - 1] + 1, column=part.columns[cell.column - 1] + 1)
            for cell in self.read
        ]


def read_facts(selection: Selection, block: str, answers: Answers = NO_ANSWERS) -> FactBlock:
    """Read a block of vendors and measured criteria, whichever stand across; nothing is written."""
    vendors = list(active(selection))
    criteria = list(measured(selection))
    names = Names(vendors, criteria, vendor_names(vendors), criteria_names(criteria), answers=answers)
    table = find_table(cells(block), is_head=names.is_head, merged=answers.merged, has_sections=True)
    table, part = taken(table, answers)
    if not part.cells or not part.cells[0]:
        raise ValidationError(_("There is no value in the block."))
    head = column_of_vendors(part.cells, names)
    turns = head is not None
    said = [answers.columns, answers.labels][:: -1 if turns else 1]
    across, down = [part.columns, part.rows][:: -1 if turns else 1]
    by_code = {f"{VENDOR}{row.code}": row for row in vendors}
    by_criterion = {f"{CRITERION}{row.code}": row for row in names.criteria}
    names = replace(
        names,
        chosen_vendors={at: by_code[key] for at, key in _at(across, said[0]) if key in by_code},
        chosen_criteria={at: by_criterion[key] for at, key in _at(down, said[1]) if key in by_criterion},
        places=down,
    )
    found = _read_facts(turned(part.cells) if turns else part.cells, names, head=head)
    if turns:
        found.turn()
    found.place(part)
    found.bad = [*above(table), *found.bad]
    _tell(found, table, names=names, turns=turns)
    if not found.read and not found.bad:
        raise ValidationError(_("There is no value in the block."))
    return found


def _at(places: list[int], said: Mapping[int, str]) -> list[tuple[int, str]]:
    return [(at, said[place]) for at, place in enumerate(places) if place in said]


def _read_facts(rows: list[list[str]], names: Names, *, head: int | None) -> FactBlock:
    found = FactBlock()
    layout = headed_layout(rows, names, found.bad, head=head) or plain_layout(rows, names)
    groups: dict[Criterion, list[int]] = {}
    for index, criterion in criteria_of(rows, layout, names, bad=found.bad):
        groups.setdefault(criterion, []).append(index)
    if head is None:
        found.held = {column: f"{VENDOR}{vendor.code}" for column, vendor in layout.vendors.items()}
    else:
        found.held = {at: f"{CRITERION}{one.code}" for one, places in groups.items() for at in places}
    for criterion, places in groups.items():
        index = _meant(found, criterion, places, rows=rows, layout=layout, names=names, is_turned=head is not None)
        if not _is_in_own_unit(
            found, index + 1, rows[index], criterion=criterion, layout=layout, answers=names.answers
        ):
            continue
        _read_row(found, index + 1, rows[index], criterion=criterion, vendors=layout.vendors, answers=names.answers)
    return found


def _meant(
    found: FactBlock,
    criterion: Criterion,
    places: list[int],
    *,
    rows: list[list[str]],
    layout: Layout,
    names: Names,
    is_turned: bool,
) -> int:
    """Of several rows of one criterion that which counts; until it is said, all but the first are refused."""
    if len(places) == 1:
        return places[0]
    key, numbers = f"twice-{criterion.code}", [names.places[index] + 1 for index in places]
    values = [" · ".join(filter(None, (rows[index][column] for column in layout.vendors))) for index in places]
    say = _("column %(place)s: %(values)s") if is_turned else _("row %(place)s: %(values)s")
    told = enumerate(zip(numbers, values, strict=True))
    named = [(str(index), say % {"place": number, "values": typed}) for index, (number, typed) in told]
    words = _("%(name)s stands there %(count)s times: which values count?")
    name = f"{criterion.code} {text_of(criterion, 'name')}"
    found.asked.append(asked(key, words % {"name": name, "count": len(places)}, named, answers=names.answers))
    said = names.answers.said.get(key, "")
    if said not in dict(named):
        words = _("This criterion stands there already. Say below which values count, or leave one out.")
        found.bad += [BadCell(index + 1, 1, rows[index][0], words, asks=ASKS_TABLE) for index in places[1:]]
        return places[0]
    found.doubles |= {number for place, number in enumerate(numbers) if str(place) != said}
    return places[int(said)]


def _is_in_own_unit(
    found: FactBlock, number: int, row: list[str], *, criterion: Criterion, layout: Layout, answers: Answers
) -> bool:
    """Where the table names another unit than the criterion has, it is asked whether the numbers are its own."""
    said, unit = layout.unit_beside(row, criterion), text_of(criterion, "unit")
    if not said:
        return True
    key, name = f"{criterion.code}-unit", f"{criterion.code} {text_of(criterion, 'name')}"
    words = _("%(name)s counts in %(unit)s, and the table says “%(said)s”. Which is right for these numbers?")
    named = [("own", _("%(unit)s, as they stand") % {"unit": unit})]
    words = words % {"name": name, "unit": unit, "said": said}
    found.asked.append(asked(key, words, named, answers=answers))
    if answers.said.get(key) == "own":
        return True
    words = _("Say below that the numbers are in %(unit)s, convert them in the box, or leave them out.")
    found.bad.append(BadCell(number, 1, said, words % {"unit": unit}))
    return False


def _tell(found: FactBlock, table: Table, *, names: Names, turns: bool) -> None:
    """What became of each row and column, and what those that nobody knows may be."""
    vendors = [(f"{VENDOR}{row.code}", f"{row.code} {row.name}") for row in names.vendors]
    criteria = [(f"{CRITERION}{row.code}", f"{row.code} {text_of(row, 'name')}") for row in names.criteria]
    across, down = (criteria, vendors) if turns else (vendors, criteria)
    refused = {cell.row - 1 for cell in found.bad if not cell.is_of_columns}
    unknown = {cell.row - 1 for cell in found.bad if cell.asks == ASKS_ROW}
    asking = {cell.column - 1 for cell in found.bad if cell.asks == ASKS_COLUMN}
    # What stands over labels is read before the values, and not needed behind them.
    labels = {column for column, head in enumerate(table.heads) if is_label(head)}
    aside = {column for column in labels if found.held and column > min(found.held)}
    answers = names.answers
    found.rows = rows_of(table, answers, refused=refused, unknown=unknown, named=down)
    found.columns = columns_of(table, answers, refused=asking, held=found.held, named=across, aside=aside)
    if turns:
        found.columns = without_doubles(found.columns, found.doubles)
    else:
        found.rows = without_doubles(found.rows, found.doubles)


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
            found.bad.append(BadCell(number, column + 1, text, " ".join(error.messages), asks=asks_of(error)))
