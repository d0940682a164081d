"""What does a spreadsheet of criteria, weights and vendors say, and what of it is proposed?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from criteria import library, matching
from criteria.models import Kind
from desk.spreadsheet import totals
from desk.spreadsheet.heads import CATEGORY, CRITERION, LABELS, UNIT, VENDOR, WEIGHT, held, is_score_total, is_verdict
from desk.spreadsheet.people import Columns, of_vendors
from desk.spreadsheet.turning import ACROSS, DOWN, laid_down
from desk.spreadsheet.values import are_values
from selection.bringing.answers import NO_ANSWERS, Answers, mark_of
from selection.bringing.asked import Asked, Seen, asked, columns_of, rows_of
from selection.languages import pick
from selection.numbers import column_typed
from tables.finding import Lot, Table, filled_down, merged_in, ruled
from tables.mapping import SKIP, Fault, Mapped
from tables.numbers import Quantity, Reading
from tables.writing import Sheet

ORIENTATION, STOOD = "orientation", "stood"
FIGURE = re.compile(r"[0-9０-９]")
MOST_WEIGHT = Decimal(10**6)
PERCENT_UNITS, POINT_UNITS = ("%",), ("分", "points", "pts")


@dataclass(frozen=True)
class Proposal:
    """A row of the sheet as a criterion; `number` counts from 1 as in the sheet."""

    number: int
    name: str
    category: str
    weight: str
    kind: str
    library: str
    cells: Mapping[int, str]  # column of a vendor → what stands there, where anything does
    is_as_above: bool = False  # its category stands in a row before it


@dataclass
class Matrix:
    """What was found: proposals, vendors by their column, what has to be asked and what was left aside."""

    rows: list[Proposal] = field(default_factory=list)
    vendors: dict[int, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)  # of these columns those under which no figure stands
    seen: Seen = field(default_factory=Seen)
    faults: list[str] = field(default_factory=list)  # what has to be chosen before anything is made of it
    title: str = ""
    columns: list[str] = field(default_factory=list)  # what each holds
    is_turned: bool = False
    has_percent: bool = False  # the column of weights counts in %
    people: list[str] = field(default_factory=list)  # heads of columns that are one of several people
    check: totals.Check | None = None

    @property
    def stood(self) -> str:
        return ACROSS if self.is_turned else DOWN

    @property
    def marks(self) -> int:
        """Cells with anything in them under vendors."""
        return sum(len(row.cells) for row in self.rows)

    @property
    def compared(self) -> list[tuple[str, totals.Compared]]:
        """Beside the name of each vendor."""
        return [(self.vendors[one.column], one) for one in self.check.vendors] if self.check else []


def to_fill_in() -> Sheet:
    """An empty sheet as it is read, with room for two vendors."""
    heads = [str(LABELS[key]) for key in (CATEGORY, CRITERION, WEIGHT)]
    return Sheet(_("Criteria and weights"), [*heads, _("Vendor A"), _("Vendor B")], [])


def mark_of_sheet(block: str, matrix: Matrix) -> str:
    """By which a page says what its fields are about: other columns make other proposals."""
    return mark_of(f"{block}\n{matrix.is_turned}\n{matrix.columns}\n{matrix.vendors}")


def read_matrix(cells: Sequence[Sequence[str]], answers: Answers = NO_ANSWERS) -> Matrix:
    """Find criteria, weights and vendors, whichever stand across; what nobody knows is asked about."""
    table, is_turned = laid_down(cells, answers.said.get(ORIENTATION, ""), answers.merged)
    if answers.said.get(STOOD, "") not in ("", ACROSS if is_turned else DOWN):
        # What was said of rows and columns is about others now.
        answers = replace(answers, columns={}, kept=frozenset())
    table = _ruled(table, answers)
    columns = held(table, answers.columns)
    place = {one.key: column for column, one in enumerate(columns) if one.is_read and one.key != VENDOR}
    heads = {column: one.head for column, one in enumerate(columns) if one.key == VENDOR}
    vendors, question = of_vendors(heads, answers)
    matrix = Matrix(
        vendors={one.first: one.name for one in vendors if one.name},
        title=_title(table),
        columns=[one.key for one in columns],
        is_turned=is_turned,
        people=[head for one in vendors for head in one.people],
    )
    matrix.faults += map(_fault, filter(lambda one: one.fault, columns))
    if question:
        matrix.seen.asked.append(question)
        matrix.faults += [] if question.is_answered else [question.words]
    if CRITERION in place:
        table = _filled(table, place, answers)
        matrix.has_percent = "%" in table.heads[place[WEIGHT]] if WEIGHT in place else False
        matrix.rows = _proposals(table, place, vendors)
        matrix.doubtful = {one.first for one in vendors if one.name and not _holds_figures(table, one)}
        matrix.check = _check(matrix, table, vendors, answers=answers)
    else:
        matrix.faults.append(_("No column is headed as that of the criteria. Choose below which one holds them."))
    if is_turned or ORIENTATION in answers.said or CRITERION not in place:
        matrix.seen.asked.append(_orientation(answers, is_turned))
    _tell(matrix, table, columns, vendors=vendors, answers=answers)
    return matrix


# Rows --------------------------------------------------------------------------------------------
def _ruled(table: Table, answers: Answers) -> Table:
    """Sums of marks and places are no criteria, whatever they are called; a person may say otherwise."""
    rows = list(table.rows)
    for row, lot in enumerate(table.rows):
        label = next(filter(None, table.cells[row]), "")
        if lot == Lot.READ and (is_score_total(label) or is_verdict(label)):
            rows[row] = Lot.TOTAL
        elif lot == Lot.TOTAL and matching.is_price(label):
            rows[row] = Lot.READ
    return ruled(replace(table, rows=tuple(rows)), skipped=(), kept=answers.kept, columns={})


def _filled(table: Table, place: Mapping[str, int], answers: Answers) -> Table:
    """With the categories of merged cells; a row without a name is a heading, unless a person keeps it."""
    if (column := place.get(CATEGORY)) is not None:
        table = filled_down(table, [column], merged_in(column, answers.merged))
    rows = [
        Lot.BARE if lot == Lot.READ and not table.cells[row][place[CRITERION]] and row not in answers.kept else lot
        for row, lot in enumerate(table.rows)
    ]
    return replace(table, rows=tuple(rows))


def _title(table: Table) -> str:
    """The first, of rows or, where the sheet was turned, of columns."""
    titles = [table.cells[row] for row, lot in enumerate(table.rows) if lot == Lot.TITLE]
    titles += [
        tuple(cells[column] for cells in table.cells) for column, lot in enumerate(table.columns) if lot == Lot.TITLE
    ]
    return next((text for cells in titles for text in cells if text), "")


def _proposals(table: Table, place: Mapping[str, int], vendors: Sequence[Columns]) -> list[Proposal]:
    found: list[Proposal] = []
    for row in table.body:
        line = table.cells[row]
        name = line[place[CRITERION]]
        code = matching.proposed(name)
        if code in {one.library for one in found}:
            code = ""
        kind = matching.known()[code].kind if code else Kind.RATED.value
        if matching.is_price(name) and not (code and kind != Kind.PRICE):
            kind = Kind.PRICE.value
        cells = [text for one in vendors if one.marks is not None and (text := line[one.marks])]
        unit = line[place[UNIT]] if UNIT in place else ""
        # Marks stand in the sheet; a measured one needs figures with their unit, which come in as facts.
        if kind == Kind.MEASURED and not are_values(cells, code, name=name, unit=unit):
            kind = Kind.RATED.value
        category = line[place[CATEGORY]] if CATEGORY in place else table.sections.get(row, "")
        weight = line[place[WEIGHT]] if WEIGHT in place else ""
        is_as_above = CATEGORY in place and (row, place[CATEGORY]) in table.filled
        category = category or _category_for(code, kind)
        marks = {one.first: line[one.marks] for one in vendors if one.marks is not None and line[one.marks]}
        found.append(Proposal(row + 1, name, category, weight, kind, code, marks, is_as_above))
    return found


def _category_for(code: str, kind: str) -> str:
    """The library's where the criterion is known there."""
    own = matching.known()[code].category if code else ""
    own = own or ("C" if kind == Kind.PRICE else "")
    return pick({"zh": "", "en": "", **library.category(own)["name"]})[0] if own else _("General")


def _holds_figures(table: Table, one: Columns) -> bool:
    """Marks, or nothing yet; a column of words is hardly a vendor's."""
    cells = [table.cells[row][one.first if one.marks is None else one.marks] for row in table.body]
    return any(FIGURE.search(cell) for cell in cells) or not any(cells)


# Columns -----------------------------------------------------------------------------------------
def _fault(one: Mapped) -> str:
    words = {
        Fault.AMBIGUOUS: _("“%(head)s” may hold several things. Choose below which one it holds."),
        Fault.TWICE: _("“%(head)s” and another column hold the same. Choose below what each holds."),
    }
    return words.get(one.fault or Fault.TWICE, words[Fault.TWICE]) % {"head": one.head}


def _orientation(answers: Answers, is_turned: bool) -> Asked:
    named = [(DOWN, _("criteria down, vendors across")), (ACROSS, _("vendors down, criteria across"))]
    said = answers if ORIENTATION in answers.said or not is_turned else replace(answers, said={ORIENTATION: ACROSS})
    return asked(ORIENTATION, _("How does the sheet stand?"), named, answers=said)


def _tell(
    matrix: Matrix, table: Table, columns: Sequence[Mapped], *, vendors: Sequence[Columns], answers: Answers
) -> None:
    """What became of each column, and of each row that is no criterion."""
    used = {one.first if one.marks is None else one.marks for one in vendors if not one.people}
    several = {column for column, one in enumerate(columns) if one.key == VENDOR} - used
    skipped = {column for column, one in enumerate(columns) if one.key == SKIP and table.columns[column] == Lot.READ}
    lines = rows_of(table, answers, refused=(), unknown=(), named=())
    matrix.seen.rows = [line for line in lines if line.lot != Lot.READ or line.is_ticked]
    matrix.seen.rows_elsewhere = len(lines) - len(matrix.seen.rows)
    matrix.seen.columns = columns_of(
        table,
        answers,
        refused={column for column, one in enumerate(columns) if one.fault},
        held={column: one.key for column, one in enumerate(columns) if one.is_read},
        named=[(key, str(label)) for key, label in LABELS.items()],
        aside=several | skipped,
    )


# Numbers -----------------------------------------------------------------------------------------
def weights_typed(
    typed: Sequence[str], answers: Answers, *, has_percent: bool
) -> list[Reading | ValidationError | None]:
    """Weights in points or in percent, read together; nothing typed is no weight."""
    return column_typed(typed, weight_quantity(typed, has_percent=has_percent), answers=answers.of_column(WEIGHT))


def weight_quantity(typed: Sequence[str], *, has_percent: bool) -> Quantity:
    is_percent = has_percent or any("%" in text or "％" in text for text in typed)
    return Quantity(
        minimum=Decimal(0), maximum=MOST_WEIGHT, places=6, units=PERCENT_UNITS if is_percent else POINT_UNITS
    )


def _check(matrix: Matrix, table: Table, vendors: Sequence[Columns], *, answers: Answers) -> totals.Check | None:
    weights = weights_typed([one.weight for one in matrix.rows], answers, has_percent=matrix.has_percent)
    marked = [
        totals.Marked(
            one.number,
            one.name,
            weight.value if isinstance(weight, Reading) else Decimal(0),
            dict(_figures(one.cells.items())),
        )
        for one, weight in zip(matrix.rows, weights, strict=True)
    ]
    labels = {row: [cell for cell in table.cells[row] if cell][:2] for row in range(len(table.rows))}
    sums = [row for row, lot in enumerate(table.rows) if lot == Lot.TOTAL and not any(map(is_verdict, labels[row]))]
    for row in reversed(sums):
        said = dict(_figures((one.first, _total_in(table.cells[row], one)) for one in vendors))
        if said:
            return totals.check(marked, said)
    return None


def _total_in(cells: Sequence[str], one: Columns) -> str:
    weighted = cells[one.weighted] if one.weighted is not None else ""
    return weighted or (cells[one.marks] if one.marks is not None else "")


def _figures(cells: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Decimal]]:
    """Those of the cells that are plain numbers."""
    typed = dict(cells)
    for place, value in zip(typed, column_typed(list(typed.values()), Quantity()), strict=True):
        if isinstance(value, Reading):
            yield place, value.value
