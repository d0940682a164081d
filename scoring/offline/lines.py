"""What came back for each cell, from a workbook that was taken along, and what of it cannot be read?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from criteria.models import Level
from scoring.cells import EMPTY, Entry, check, cleaned
from scoring.offline import taking
from scoring.offline.tickets import Ticket, digest_of, state_from
from scoring.points import points_from
from selection.formats import level_name
from selection.languages import LANGUAGES
from selection.models import Member
from selection.texts import normal
from tables.heads import folded
from tables.workbook import Cell, Sheet, Workbook

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Line:
    """What came for one cell; rows count from 1."""

    row: int
    criterion: str
    vendor: str
    version: int = 0
    given: Entry = EMPTY
    was_touched: bool = True  # it differs from what was taken along
    faults: tuple[str, ...] = ()


@dataclass
class Lines:
    """All that came, and what else has to be said."""

    found: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def lines_of(book: Workbook, member: Member, *, round: int) -> Lines:
    """The lines of a file that this person took along in this round; any other file is refused as a whole."""
    sheet = next((sheet for sheet in book.sheets if any(map(_signature, sheet.rows[1:]))), None)
    if sheet is None:
        raise ValidationError(_("This is no sheet that was taken along from here. Choose the workbook itself."))
    tickets = list(_tickets(sheet))
    for _row, ticket, _cells in tickets:
        _require_own(ticket, member, round)
    lines = [_line(row, ticket, cells) for row, ticket, cells in tickets]
    _require_once(lines)
    return Lines(lines)


def _signature(row: tuple[Cell, ...]) -> str:
    return row[taking.SIGNATURE].text.strip() if len(row) > taking.SIGNATURE else ""


def _tickets(sheet: Sheet) -> Iterator[tuple[int, Ticket, tuple[Cell, ...]]]:
    for row, cells in enumerate(sheet.rows[1:], start=2):
        if not any(cell.text or cell.has_formula for cell in cells):
            continue
        yield row, _ticket(row, cells), cells


def _ticket(row: int, cells: tuple[Cell, ...]) -> Ticket:
    """What the line says of itself, if it bears its signature."""
    words = _("Row %(row)s says no longer what was taken along, so nothing of the file is read. Take a new one along.")
    fault = ValidationError(words % {"row": row}, "changed")
    if not _signature(cells):
        raise fault
    texts = [cell.text.strip() for cell in cells]
    state = state_from(texts[taking.STATE])
    number = texts[taking.ROUND]
    if state is None or not (number.isascii() and number.isdecimal()) or len(number) > 9:
        raise fault
    ticket = Ticket(
        selection=texts[taking.SELECTION],
        round=int(number),
        person=texts[taking.PERSON],
        criterion=texts[taking.CODE],
        vendor=texts[taking.LETTER],
        version=state[0],
        digest=state[1],
    )
    if not ticket.bears(_signature(cells)):
        raise fault
    return ticket


def _require_own(ticket: Ticket, member: Member, round: int) -> None:
    if ticket.selection != member.selection.code:
        words = _("This file belongs to another selection (%(code)s). Nothing of it is read.")
        raise ValidationError(words % {"code": ticket.selection}, "selection")
    if ticket.person != member.key:
        raise ValidationError(_("This file is another person’s sheet. Nothing of it is read."), "person")
    if ticket.round != round:
        words = _("This file is from round %(number)s, which is closed. Nothing of it is read.")
        raise ValidationError(words % {"number": ticket.round}, "round")


def _require_once(lines: list[Line]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        first = seen.setdefault((line.criterion, line.vendor), line.row)
        if first != line.row:
            words = _("Rows %(first)s and %(row)s are the same cell. Keep one of them.")
            raise ValidationError(words % {"first": first, "row": line.row}, "twice")


def _line(row: int, ticket: Ticket, cells: tuple[Cell, ...]) -> Line:
    faults: list[str] = []

    def read(column: int, reader: Callable[[str], Answer], empty: Answer) -> Answer:
        try:
            if not cells[column].is_computed:
                raise ValidationError(_("The file holds no result of the formula here. Write what is meant."))
            return reader(cells[column].text)
        except ValidationError as error:
            faults.extend(error.messages)
            return empty

    given = Entry(
        read(taking.POINTS, points_from, None),
        read(taking.LEVEL, _level_from, Level.NONE.value),
        read(taking.REASON, _reason_from, ""),
        read(taking.NOT_APPLICABLE, _truth_from, False),
    )
    touched = digest_of(given) != ticket.digest
    return Line(row, ticket.criterion, ticket.vendor, ticket.version, given, touched, tuple(faults or refusals(given)))


def refusals(given: Entry) -> list[str]:
    """Why a cell cannot hold this."""
    try:
        check(given)
    except ValidationError as error:
        return error.messages
    return []


def _reason_from(text: str) -> str:
    """What the field on the page takes, and nothing else."""
    return cleaned(normal(text))


def _level_from(text: str) -> str:
    if not text.strip():
        return Level.NONE.value
    level = _levels().get(folded(text))
    if level is None:
        raise ValidationError(_("“%(value)s” is not a level that people choose.") % {"value": text.strip()[:40]})
    return level


def _truth_from(text: str) -> bool:
    if not text.strip():
        return False
    if folded(text) not in _yes():
        words = _("“%(value)s” says neither that it applies nor that it does not. Choose “yes”, or leave it empty.")
        raise ValidationError(words % {"value": text.strip()[:40]})
    return True


@cache
def _levels() -> dict[str, str]:
    """By their names in every language: the file keeps that in which it was taken."""
    found: dict[str, str] = {}
    for language in LANGUAGES.values():
        with translation.override(language):
            found |= {folded(level_name(level)): level for level in Level.values}
    return found


@cache
def _yes() -> set[str]:
    found = set()
    for language in LANGUAGES.values():
        with translation.override(language):
            found.add(folded(_("yes")))
    return found
