"""What of a block has to be asked, what may answer it, and what became of each row and column?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from selection.bringing.answers import ANSWER_FIELD, COLUMN_FIELD, KEEP_FIELD, LABEL_FIELD, SKIP_FIELD, Answers
from selection.bringing.block import ASKS_COLUMN, ASKS_COLUMNS, ASKS_TABLE, BadCell
from tables.columns import COLUMN, FRACTION, PERCENT, WHOLE, read_column
from tables.figures import written
from tables.finding import JOINT, RECALLED, Lot, Part, Table, part_of, ruled
from tables.mapping import SKIP
from tables.numbers import Ask, Quantity, Question

MOST_EXAMPLES = 3
LONGEST_TEXT = 80
SAID: dict[Lot, Promise] = {
    Lot.READ: pgettext_lazy("a row or column", "read"),
    Lot.TITLE: gettext_lazy("a title"),
    Lot.HEAD: gettext_lazy("the head"),
    Lot.TOTAL: gettext_lazy("a sum, mean or place"),
    Lot.EMPTY: gettext_lazy("empty"),
    Lot.NOTE: gettext_lazy("a remark"),
    Lot.BARE: gettext_lazy("a label with nothing beside it"),
    Lot.ABOVE: gettext_lazy("stands above the head"),
    Lot.YOU: gettext_lazy("left out by you"),
    Lot.DOUBLE: gettext_lazy("another one of the same counts"),
    Lot.ASIDE: gettext_lazy("not needed here"),
}
Named = Sequence[tuple[str, str]]  # key, how it is called


@dataclass(frozen=True)
class Choice:
    """One answer, as a page offers it."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question with all its answers."""

    field: str
    words: str
    choices: list[Choice]
    is_kept: bool = False  # its answer holds for the next table under the same heads; else it is about this one

    @property
    def is_answered(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Line:
    """A row or a column of the block and what became of it; `tick` is the field that turns it round."""

    number: int
    text: str
    lot: Lot
    is_refused: bool
    tick: str = ""
    field: str = ""  # by which a form sends what it holds
    choices: Sequence[Choice] = ()

    @property
    def said(self) -> str:
        return _("refused") if self.is_refused else str(SAID[self.lot])

    @property
    def place(self) -> str:
        is_column = self.field.startswith(COLUMN_FIELD)
        words = _("Column %(number)s") if is_column else _("Row %(number)s")
        return words % {"number": self.number}

    @property
    def is_ticked(self) -> bool:
        return (self.tick, self.lot) in ((SKIP_FIELD, Lot.YOU), (KEEP_FIELD, Lot.READ))


def taken(table: Table, answers: Answers) -> tuple[Table, Part]:
    """The table as a person wants it read, and the part of it that is read."""
    columns = {column: key != SKIP for column, key in answers.columns.items()}
    now = ruled(table, skipped=answers.skipped, kept=answers.kept, columns=columns)
    return now, part_of(now)


# Questions about numbers -------------------------------------------------------------------------
def questions_of(key: str, name: str, typed: Sequence[str], *, quantity: Quantity, answers: Answers) -> Iterator[Asked]:
    """What has to be asked about the numbers of one column, or was and has been answered."""
    given = answers.of_column(key)
    asked = read_column(typed, quantity).questions
    for ask in (Ask.SEPARATOR, Ask.SIGN, Ask.PERCENT):
        without = {other: said for other, said in given.items() if other != ask}
        column = read_column(typed, quantity, answers=without)
        places = column.questions.get(ask, asked.get(ask, []) if ask in given else [])
        found = [(typed[place], cell) for place in places if isinstance(cell := column.cells[place], Question)]
        if found:
            yield _asked(f"{key}-{ask}", name, found[:MOST_EXAMPLES], ask=ask, power=quantity.power, given=given)


def _asked(
    key: str,
    name: str,
    found: list[tuple[str, Question]],
    *,
    ask: Ask,
    power: int,
    given: Mapping[Ask, str],
) -> Asked:
    words = {
        Ask.SEPARATOR: _("%(name)s: what does “%(typed)s” mean?"),
        Ask.SIGN: _("%(name)s: does “%(typed)s” count in whole units, or in the unit of the others?"),
        Ask.PERCENT: _("%(name)s: all lie between 0 and 1. What does “%(typed)s” mean?"),
    }
    [*_rest, (_typed, first)] = reversed(found)
    answers = {
        Ask.SEPARATOR: [reading.decimal_mark for reading in first.readings],
        Ask.SIGN: [WHOLE, COLUMN],
        Ask.PERCENT: [PERCENT, FRACTION],
    }[ask]
    # Of a sign both readings are told in whole units: that is what is asked.
    scale = 0 if ask == Ask.SIGN else -power
    choices = []
    for place, value in enumerate(answers):
        texts = [written(question.readings[place].value.scaleb(scale)) for _typed, question in found]
        choices.append(Choice(value, " · ".join(texts), given.get(ask) == value))
    said = {"name": name, "typed": " · ".join(typed for typed, _question in found)}
    return Asked(f"{ANSWER_FIELD}{key}", words[ask] % said, choices, is_kept=True)


def asks_of(refusal: ValidationError) -> str:
    """Whether a click answers what a number is refused for."""
    code = getattr(refusal, "code", "")
    return ASKS_TABLE if code in (Ask.SEPARATOR, Ask.SIGN, Ask.PERCENT) else ""


def asked(key: str, words: str, named: Named, *, answers: Answers, is_kept: bool = False) -> Asked:
    """A question that is about the whole table."""
    said = answers.said.get(key, "")
    choices = [Choice(value, text, value == said) for value, text in named]
    return Asked(f"{ANSWER_FIELD}{key}", words, choices, is_kept)


# Rows and columns --------------------------------------------------------------------------------
def rows_of(
    table: Table, answers: Answers, *, refused: Collection[int], unknown: Collection[int], named: Named
) -> list[Line]:
    """Every row; one whose label nobody knows may be given its meaning."""
    lines = []
    for place, lot in enumerate(table.rows):
        said = (_as_it_stands(cell, (place, at) in table.filled) for at, cell in enumerate(table.cells[place]))
        text = " | ".join(filter(None, said))[:LONGEST_TEXT]
        tick = KEEP_FIELD if lot in RECALLED or place in answers.kept else _skip_field(lot)
        choices = _choices(named, answers.labels.get(place, "")) if place in {*unknown, *answers.labels} else []
        number, is_refused = place + 1, lot == Lot.ABOVE or place in refused
        lines.append(Line(number, text, lot, is_refused, tick, f"{LABEL_FIELD}{number}", choices))
    return lines


def _as_it_stands(cell: str, is_filled: bool) -> str:
    return _("%(text)s (as above)") % {"text": cell} if is_filled else cell


def _skip_field(lot: Lot) -> str:
    return SKIP_FIELD if lot in (Lot.READ, Lot.ABOVE, Lot.YOU) else ""


def columns_of(
    table: Table,
    answers: Answers,
    *,
    refused: Collection[int],
    held: Mapping[int, str],
    named: Named,
    aside: Collection[int] = (),
) -> list[Line]:
    """Every column with what it holds; under no head they stand by their order."""
    if not table.has_head:
        return []
    lines = []
    for place, lot in enumerate(table.columns):
        lot = Lot.ASIDE if place in aside else lot
        text = table.heads[place].replace(JOINT, " · ")[:LONGEST_TEXT]
        chosen = answers.columns.get(place) or held.get(place, "")
        choices = [] if lot == Lot.EMPTY else _choices([*named, (SKIP, _("leave out"))], chosen)
        number = place + 1
        lines.append(Line(number, text, lot, place in refused, field=f"{COLUMN_FIELD}{number}", choices=choices))
    return lines


def without_doubles(lines: Sequence[Line], doubles: Collection[int]) -> list[Line]:
    """With those told that are not read since another one counts."""
    return [replace(line, lot=Lot.DOUBLE, tick="") if line.number in doubles else line for line in lines]


def _choices(named: Named, chosen: str) -> list[Choice]:
    return [Choice(key, text, key == chosen) for key, text in named]


@dataclass(frozen=True)
class Need:
    """A cell that waits for a person; `line` is the row or the column that answers it, the first time it is named."""

    cell: BadCell
    line: Line | None


@dataclass
class Seen:
    """What a page shows of a block beside what was read: its questions, its rows and columns, and what is refused."""

    bad: list[BadCell] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    columns: list[Line] = field(default_factory=list)
    rows_elsewhere: int = 0  # read, and shown by the page in a table of their own

    @property
    def open(self) -> list[Asked]:
        return [one for one in self.asked if not one.is_answered]

    @property
    def answered(self) -> list[Asked]:
        return [one for one in self.asked if one.is_answered]

    @property
    def needs(self) -> list[Need]:
        """What is refused and no open question answers."""
        found, fields = [], set()
        for cell in self.bad:
            if cell.asks == ASKS_TABLE and self.open:
                continue
            line = self._line_of(cell)
            is_new = line is not None and line.field not in fields
            fields.add(line.field if line else "")
            found.append(Need(cell, line if is_new else None))
        return found

    def _line_of(self, cell: BadCell) -> Line | None:
        lines, number = (self.columns, cell.column) if cell.asks == ASKS_COLUMN else (self.rows, cell.row)
        return None if cell.asks == ASKS_COLUMNS else next((line for line in lines if line.number == number), None)

    @property
    def needed(self) -> list[str]:
        """Fields of rows and columns that are asked for beside what they answer."""
        return [need.line.field for need in self.needs if need.line]

    @property
    def waiting(self) -> int:
        return len(self.open) + len(self.needs)

    @property
    def asks_for_columns(self) -> bool:
        return any(cell.asks == ASKS_COLUMNS for cell in self.bad)

    def counted(self, lines: Sequence[Line]) -> int:
        return sum(line.lot == Lot.READ and not line.is_refused for line in lines)

    @property
    def rows_read(self) -> int:
        return self.counted(self.rows) + self.rows_elsewhere

    @property
    def columns_read(self) -> int:
        return self.counted(self.columns)

    @property
    def listed(self) -> list[tuple[str, str, list[Line]]]:
        columns = [line for line in self.columns if line.lot != Lot.EMPTY]
        return [(_("Columns"), _("Column"), columns), (_("Rows"), _("Row"), self.rows)]

    @property
    def left_out(self) -> int:
        """What is there and is not read; the head is, and what is empty is not."""
        lines = [*self.rows, *self.columns]
        return sum(line.lot not in (Lot.READ, Lot.EMPTY, Lot.HEAD) for line in lines)
