"""Which things does a pasted list give, a row each, whatever kind of thing it lists?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from selection import again
from selection.bringing.answers import ANSWER_FIELD, NO_ANSWERS, Answers
from selection.bringing.asked import Seen, asked, asks_of, columns_of, questions_of, rows_of, taken, without_doubles
from selection.bringing.block import ASKS_COLUMN, ASKS_COLUMNS, ASKS_TABLE, BadCell, above, cells, placed
from selection.bringing.memory import Memory, Read
from selection.languages import LANGUAGES, language_of
from selection.models import Member, Selection
from selection.numbers import column_typed, sure
from selection.table_kinds import Key
from tables.finding import Lot, Part, Table, filled_down, find_table, merged_in, part_of
from tables.mapping import SKIP, Fault, Mapped, Meaning, mapped, meant_by_parts
from tables.numbers import Quantity, Reading
from tables.writing import Cell, Sheet

FIRST, NEW = "first", "new"
MOST_WORDS = 6  # of a column; who has more of them means something else by it
Values = Mapping[str, str]
Number = Reading | ValidationError | None


@dataclass(frozen=True)
class Column:
    """What a column may hold, under each of the names that people write over it."""

    key: str
    label: Promise
    names: tuple[str, ...]
    is_to_fill_in: bool = True  # stands in the empty workbook
    choices: Sequence[tuple[str, str | Promise]] = ()  # what a cell may say, where that is one of few things
    means: Callable[[str], str] = str  # a word → which of them, or nothing
    quantity: Quantity | None = None  # of a column of numbers


class WriteOne(Protocol):
    """Writes one row through the verbs of its kind, and says where it stands now; `present` as in `ReadRow`."""

    def __call__(self, selection: Selection, values: Values, *, present: str, member: Member) -> Key: ...


class Alike(Protocol):
    """What on the list a row that is not on it may mean all the same, without what other rows mean; name → words."""

    def __call__(self, selection: Selection, values: Values, *, taken: Collection[str]) -> Mapping[str, str]: ...


class Settle(Protocol):
    """Writes what the rows make together, once each of them stands; it may ask and refuse."""

    def __call__(self, found: "ListBlock", selection: Selection, *, answers: Answers, member: Member) -> None: ...


@dataclass(frozen=True, kw_only=True)
class RowKind:
    """What is said of a kind of row."""

    columns: Sequence[Column]
    asides: tuple[str, ...]  # heads of what the product knows by itself
    needed: tuple[str, ...]  # one of these columns at least
    lone: str  # what a single column without a head holds
    read: Callable[[Values], Values]  # what was typed → what the verb takes; a refusal names the column
    key: Callable[[Values], str]  # by which two rows are the same thing
    shown: Callable[[Values], Sequence[str]]  # in the order of `heads`
    heads: Sequence[Promise]
    group: str = ""  # a column that says what the rows below it belong to, until it says something else

    @property
    def meanings(self) -> list[Meaning]:
        known = [Meaning(column.key, column.names) for column in self.columns]
        return [*known, Meaning("aside", self.asides, is_aside=True)]


@dataclass(frozen=True, kw_only=True)
class ListKind(RowKind):
    """What is said of a kind of list that comes into a selection."""

    table: str  # in `settings.TABLES_IN`
    present: Callable[[Selection], Mapping[str, str]]  # key → the name of what is on the list already
    write: WriteOne
    settle: Settle | None = None
    alike: Alike | None = None


@dataclass(frozen=True)
class ReadRow:
    """A row with its meaning; `present` names what is on the list already."""

    row: int
    values: Values
    key: str
    shown: Sequence[str]
    present: str
    place: Key = ()  # known once it has been written, for a trial too
    moved: again.Moved | None = None


@dataclass
class ListBlock(Seen):
    """What was read, what could not be, and what the list becomes by it."""

    read: list[ReadRow] = field(default_factory=list)
    doubles: set[int] = field(default_factory=set)  # rows that do not count, since the first of them does
    beside: list[again.Moved] = field(default_factory=list)  # what changes along
    vanished: list[tuple[again.Vanished, bool]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # why all of it cannot be written, or what vanished not removed
    filled: int = 0  # rows whose group stands above them

    @property
    def is_refused(self) -> bool:
        return bool(self.bad or self.faults)

    @property
    def tally(self) -> again.Tally:
        return again.tally([row.moved for row in self.read if row.moved])


def read_list(kind: ListKind, selection: Selection, block: str, *, answers: Answers = NO_ANSWERS) -> ListBlock:
    """Read one thing a row; nothing is written."""
    alike = partial(kind.alike, selection) if kind.alike else None
    return read_rows(kind, block, present=lambda: kind.present(selection), alike=alike, answers=answers)


def read_rows(
    kind: RowKind,
    block: str,
    *,
    present: Callable[[], Mapping[str, str]],
    alike: Callable[..., Mapping[str, str]] | None = None,
    answers: Answers = NO_ANSWERS,
) -> ListBlock:
    """`present` says what is there already, by the key of a row."""
    names = {name: [meaning] for meaning in kind.meanings for name in meaning.names}
    table = find_table(cells(block), is_head=lambda cell: bool(meant_by_parts(cell, names)), merged=answers.merged)
    table, part = taken(table, answers)
    found = ListBlock(bad=list(above(table)))
    if not table.body:
        raise ValidationError(_("There is no row to read in the block."))
    held = _held(kind, table, part, answers=answers)
    faults = [_fault(one, at) for at, one in enumerate(held) if one.fault]
    columns = {one.key: at for at, one in enumerate(held) if one.is_read}
    if not faults and not set(kind.needed) & set(columns):
        wanted = next(column.label for column in kind.columns if column.key == kind.needed[0])
        words = _("No column holds “%(name)s”. Choose below which one does.") % {"name": wanted}
        faults = [BadCell(1, 1, part.cells[0][0], words, asks=ASKS_COLUMNS)]
    found.bad += [placed(cell, rows=part.rows, columns=part.columns) for cell in faults]
    if not faults:
        table = _grouped(kind, table, part, columns=columns, answers=answers)
        part = part_of(table)
        found.filled = len({row for row, _column in table.filled})
        start = 1 if table.has_head else 0
        said = _words(found, kind, part, columns=columns, answers=answers)
        numbers = _numbers(found, kind, part, columns=columns, start=start, answers=answers)
        _read_rows(found, kind, part, columns=columns, start=start, words=said, numbers=numbers)
        there = present()
        found.read = [replace(row, present=there.get(row.key, "")) for row in found.read]
        if alike:
            _ask_what_is_meant(found, alike, answers)
        _ask_about_twice(found, answers)
    _tell(found, kind, table, part=part, held=held, answers=answers)
    return found


def asking(kind: ListKind, selection: Selection, block: str) -> tuple[Memory, Read]:
    """What is remembered of such lists, and how this one is read."""
    return Memory(selection, kind.table), lambda answers: read_list(kind, selection, block, answers=answers)


def to_fill_in(kind: RowKind, name: str, rows: Sequence[Sequence[Cell]] = ()) -> Sheet:
    """A table as it is read, without what is to be filled in."""
    return Sheet(name, [str(column.label) for column in kind.columns if column.is_to_fill_in], rows)


def in_own_language(typed: Values, name: str, *, missing: str) -> dict[str, str]:
    """Both languages of what a row is called: one of its columns goes to the language that it is written in."""
    found = {f"{name}_{language}": typed.get(f"{name}_{language}", "") for language in LANGUAGES}
    if text := typed.get(name, ""):
        own = f"{name}_{language_of(text)}"
        if found[own]:
            raise ValidationError({name: _("Another column of this row says it in this language already.")})
        found[own] = text
    if not any(found.values()):
        raise ValidationError({name: missing})
    return found


# Columns -----------------------------------------------------------------------------------------
def _held(kind: RowKind, table: Table, part: Part, *, answers: Answers) -> list[Mapped]:
    if not table.has_head:
        if len(part.columns) > 1:
            raise ValidationError(_("Copy the first row too, which says what each column holds."))
        return [Mapped("", kind.lone)]
    chosen = {at: answers.columns[place] for at, place in enumerate(part.columns) if place in answers.columns}
    return mapped(part.cells[0], kind.meanings, chosen=chosen)


def _fault(one: Mapped, at: int) -> BadCell:
    words = {
        Fault.UNKNOWN: _("What this column holds is not known: choose it below, or leave the column out."),
        Fault.AMBIGUOUS: _("This column may hold several things: choose one below, or leave the column out."),
        Fault.TWICE: _("Another column holds the same: choose one below, or leave one out."),
    }
    return BadCell(1, at + 1, one.head, words[one.fault or Fault.UNKNOWN], asks=ASKS_COLUMN)


def _grouped(kind: RowKind, table: Table, part: Part, *, columns: Mapping[str, int], answers: Answers) -> Table:
    """Rows with their group; one that names a group and nothing in it tells what that comes to."""
    if kind.group not in columns:
        return table
    group, *own = (part.columns[columns[key]] for key in (kind.group, *kind.needed) if key in columns)
    lots = list(table.rows)
    for row in table.body:
        if table.cells[row][group] and not any(table.cells[row][place] for place in own) and row not in answers.kept:
            lots[row] = Lot.TOTAL
    below = filled_down(table, [group], merged_in(group, answers.merged))
    filled = frozenset(place for place in below.filled if lots[place[0]] == Lot.READ)
    return replace(below, rows=tuple(lots), filled=filled)


# Rows --------------------------------------------------------------------------------------------
def _words(
    found: ListBlock, kind: RowKind, part: Part, *, columns: Mapping[str, int], answers: Answers
) -> dict[tuple[str, str], str]:
    """(column, word) → what it was said to mean; of each word that nobody knows it is asked once."""
    meant: dict[tuple[str, str], str] = {}
    for column in kind.columns:
        if not column.choices or column.key not in columns:
            continue
        typed = dict.fromkeys(row[columns[column.key]] for row in part.cells[1:])
        unknown = [word for word in typed if word and not column.means(word)]
        for word in unknown if len(unknown) <= MOST_WORDS else ():
            key, named = f"{column.key}-{word}", [(value, str(label)) for value, label in column.choices]
            words = pgettext("a word", "%(name)s: what does “%(typed)s” mean?") % {"name": column.label, "typed": word}
            found.asked.append(asked(key, words, named, answers=answers, is_kept=True))
            if answers.said.get(key) in dict(named):
                meant[column.key, word] = answers.said[key]
    return meant


def _read_rows(
    found: ListBlock,
    kind: RowKind,
    part: Part,
    *,
    columns: Mapping[str, int],
    start: int,
    words: Mapping[tuple[str, str], str],
    numbers: Mapping[tuple[str, int], Number],
) -> None:
    for index in range(start, len(part.cells)):
        own = {key: part.cells[index][at] for key, at in columns.items()}
        typed = {key: words.get((key, text), text) for key, text in own.items()}
        number = part.rows[index] + 1
        try:
            values = kind.read(typed | _figures(typed, index, numbers))
        except ValidationError as error:
            places = {key: part.columns[at] + 1 for key, at in columns.items()}
            found.bad += _bad_cells(error, number, typed, at=places, fields={one.field for one in found.asked})
        else:
            found.read.append(ReadRow(number, values, kind.key(values), kind.shown(values), ""))


def _numbers(
    found: ListBlock, kind: RowKind, part: Part, *, columns: Mapping[str, int], start: int, answers: Answers
) -> dict[tuple[str, int], Number]:
    """(column, row) → the number there; those of a column are read together, and asked about once."""
    numbers: dict[tuple[str, int], Number] = {}
    for column in kind.columns:
        if column.quantity is None or column.key not in columns:
            continue
        rows = [index for index in range(start, len(part.cells)) if part.cells[index][columns[column.key]]]
        typed = [part.cells[index][columns[column.key]] for index in rows]
        found.asked += questions_of(column.key, str(column.label), typed, quantity=column.quantity, answers=answers)
        read = column_typed(typed, column.quantity, answers=answers.of_column(column.key))
        numbers |= {(column.key, index): one for index, one in zip(rows, read, strict=True)}
    return numbers


def _figures(typed: Values, index: int, numbers: Mapping[tuple[str, int], Number]) -> dict[str, str]:
    """The numbers of a row as they count."""
    figures: dict[str, str] = {}
    for key, text in typed.items():
        if (key, index) not in numbers:
            continue
        number = numbers[key, index]
        try:
            if isinstance(number, ValidationError):
                raise number
            figures[key] = f"{sure(number, text):f}" if number else ""
        except ValidationError as error:
            raise ValidationError({key: error}) from error
    return figures


def _bad_cells(
    error: ValidationError, number: int, typed: Values, *, at: Mapping[str, int], fields: Collection[str]
) -> list[BadCell]:
    first = min(at, key=lambda key: at[key])
    said = error.error_dict if hasattr(error, "error_dict") else {first: [error]}
    bad = []
    for key, faults in said.items():
        place = key if key in at else first
        asks = ASKS_TABLE if f"{ANSWER_FIELD}{place}-{typed[place]}" in fields else asks_of(faults[0])
        messages = [message for fault in faults for message in fault.messages]
        bad.append(BadCell(number, at[place], typed[place], " ".join(messages), asks=asks))
    return bad


def _ask_what_is_meant(found: ListBlock, alike: Callable[..., Mapping[str, str]], answers: Answers) -> None:
    """A row that is nearly what is on the list already is nothing new unasked."""
    taken = {row.present for row in found.read if row.present}
    for at, row in enumerate(found.read):
        named = {} if row.present else dict(alike(row.values, taken=taken))
        if not named:
            continue
        key, words = f"alike-{row.row}", _("What does “%(name)s” mean?") % {"name": row.shown[0]}
        choices = [*named.items(), (NEW, _("something new"))]
        found.asked.append(asked(key, words, choices, answers=answers, is_kept=True))
        said = answers.said.get(key, "")
        if said in named:
            found.read[at] = replace(row, present=said)
        elif said != NEW:
            words = _("Much like this stands on the list. Say below whether it is that, or something new.")
            found.bad.append(BadCell(row.row, 1, row.shown[0], words, asks=ASKS_TABLE))


def _ask_about_twice(found: ListBlock, answers: Answers) -> None:
    """Two rows that are the same thing: the first is kept where a person says so, else both are refused."""
    # On the list already, it may bear one name in each language.
    groups: dict[tuple[str, str], list[ReadRow]] = {}
    for row in found.read:
        groups.setdefault((row.present, "" if row.present else row.key), []).append(row)
    for number, (first, *others) in enumerate(groups.values(), 1):
        if not others:
            continue
        rows = ", ".join(str(row.row) for row in (first, *others))
        words = _("Rows %(rows)s are the same: %(name)s") % {"rows": rows, "name": first.shown[0]}
        found.asked.append(asked(f"twice-{number}", words, [(FIRST, _("the first one counts"))], answers=answers))
        if answers.said.get(f"twice-{number}") == FIRST:
            found.doubles |= {row.row for row in others}
        else:
            words = _("Row %(row)s is the same. Say below that the first one counts, or leave a row out.")
            words %= {"row": first.row}
            found.bad += [BadCell(row.row, 1, row.shown[0], words, asks=ASKS_TABLE) for row in others]
    found.read = [first for first, *_others in groups.values()]


def _tell(
    found: ListBlock, kind: RowKind, table: Table, *, part: Part, held: Sequence[Mapped], answers: Answers
) -> None:
    """What became of each row and column, and what those that nobody knows may be."""
    refused = {cell.row - 1 for cell in found.bad if not cell.is_of_columns}
    asking = {cell.column - 1 for cell in found.bad if cell.asks == ASKS_COLUMN}
    by_place = dict(zip(part.columns, held, strict=True))
    found.rows = without_doubles(rows_of(table, answers, refused=refused, unknown=(), named=()), found.doubles)
    found.columns = columns_of(
        table,
        answers,
        refused=asking,
        held={place: one.key for place, one in by_place.items() if one.is_read},
        named=[(column.key, str(column.label)) for column in kind.columns],
        aside={place for place, one in by_place.items() if one.key == SKIP and table.columns[place] == Lot.READ},
    )
