"""What would each cell that came back change, and how is it written: all of it, or nothing?"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.cells import Entry
from scoring.events import ScoringEvent
from scoring.grid import Grid
from scoring.models import Round
from scoring.offline.lines import Line
from scoring.offline.taking import note, own_sheet
from scoring.rows import Cell
from scoring.sheets import record_score
from selection.access import check
from selection.bringing.from_file import MOST_KEPT
from selection.models import Member
from selection.once import new_id

SALT = "own scores brought in"
NEW, CHANGED, CONFLICT, REFUSED = "new", "changed", "conflict", "refused"
ORDER = (REFUSED, CONFLICT, CHANGED, NEW)  # what has to be looked at comes first
Place = tuple[str, str]  # codes of the criterion and the vendor


@dataclass(frozen=True)
class Brought:
    """What came, as it travels between preview and writing."""

    lines: tuple[Line, ...]
    form: str  # "file" or "block"
    operation: str


@dataclass(frozen=True)
class Change:
    """One cell that is not as it came."""

    lot: str
    cell: Cell
    line: Line

    @property
    def given(self) -> Entry:
        return self.line.given

    @property
    def lacks(self) -> bool:
        """Whether a rationale is still to come before the sheet can be submitted."""
        return Cell(self.cell.criterion, self.cell.vendor, self.given).lacks == "rationale"

    @property
    def field(self) -> str:
        return f"keep-{self.cell.criterion.code}-{self.cell.vendor.code}"

    @property
    def mine(self) -> str:
        """What chooses one's own over the version that was seen."""
        return str(self.cell.version)


@dataclass(frozen=True)
class Preview:
    """What writing would do."""

    brought: Brought
    changes: list[Change]
    same: int  # as here already
    older: int  # not touched outside, and changed here since
    skipped: list[str]  # places that are no longer on the sheet
    left_out: int  # cells of the sheet that did not come

    @cached_property
    def counts(self) -> dict[str, int]:
        lots = [change.lot for change in self.changes]
        return {lot: lots.count(lot) for lot in ORDER}

    @property
    def may_be_written(self) -> bool:
        return bool(self.changes) and not self.counts[REFUSED]

    @property
    def to_write(self) -> int:
        return self.counts[NEW] + self.counts[CHANGED]

    @property
    def to_explain(self) -> int:
        return sum(change.lacks for change in self.changes if change.lot != REFUSED)


def brought_of(lines: Iterable[Line], form: str) -> Brought:
    return Brought(tuple(lines), form, new_id())


def preview(brought: Brought, sheet: Grid) -> Preview:
    """Compare, cell by cell, with what is stored now."""
    cells: dict[Place, Cell] = {(cell.criterion.code, cell.vendor.code): cell for cell in sheet.cells}
    changes, skipped, same, older = [], [], 0, 0
    for line in brought.lines:
        cell = cells.pop((line.criterion, line.vendor), None)
        if cell is None:
            skipped.append(f"{line.criterion} · {line.vendor}")
        elif not line.was_touched and not line.faults:
            older += cell.given != line.given
            same += cell.given == line.given
        elif cell.given == line.given and not line.faults:
            same += 1
        else:
            changes.append(Change(_lot(cell, line), cell, line))
    changes.sort(key=lambda change: ORDER.index(change.lot))
    return Preview(brought, changes, same, older, skipped, len(cells))


def _lot(cell: Cell, line: Line) -> str:
    if line.faults:
        return REFUSED
    if cell.version != line.version:
        return CONFLICT
    return CHANGED if cell.given.is_given or cell.given.rationale else NEW


@transaction.atomic
def bring_back(member: Member, *, brought: Brought, chosen: Mapping[Place, int]) -> int:
    """Write what came, all of it or nothing; of a cell changed here since, `chosen` names the version to replace."""
    check(member, "score")
    sheet = own_sheet(member)
    found = preview(brought, sheet)
    if not found.may_be_written:
        raise ValidationError(_("Nothing was written: correct the named cells first."))
    count = 0
    for place, change in enumerate(found.changes):
        count += _write(member, change, chosen, operation=f"{brought.operation}-{place}")
    if not count:
        raise ValidationError(_("Nothing is left to write."))
    note(ScoringEvent.SHEET_BROUGHT_BACK, member, sheet.round, form=brought.form)
    return count


def _write(member: Member, change: Change, chosen: Mapping[Place, int], *, operation: str) -> bool:
    """Whether the cell was written; a conflict that nobody has seen stops everything."""
    cell, given = change.cell, change.given
    version = change.line.version
    if change.lot == CONFLICT:
        # Where nobody has chosen it is the version of the file, which is refused as stale.
        version = chosen.get((cell.criterion.code, cell.vendor.code), version)
    if version < 0:
        return False
    record_score(
        member,
        criterion=cell.criterion,
        vendor=cell.vendor,
        score=given.score,
        level=given.level,
        rationale=given.rationale,
        not_applicable=given.is_not_applicable,
        operation=operation,
        version=version,
    )
    return True


# Between the preview and the writing ---------------------------------------------------------------
def packed(brought: Brought, member: Member, round: Round) -> str:
    """As it travels with the page; signed, so that nothing else is ever unpacked, and by nobody else."""
    rows = [astuple(line) for line in brought.lines]
    told = {"member": member.pk, "round": round.pk, "form": brought.form, "operation": brought.operation, "rows": rows}
    text = signing.dumps(told, salt=SALT, compress=True)
    if len(text) > MOST_KEPT:
        raise ValidationError(_("The file holds too much at once. Bring it back in parts: leave lines out."))
    return text


def unpacked(text: str, member: Member, round: Round) -> Brought:
    try:
        told = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        told = {}
    if (told.get("member"), told.get("round")) != (member.pk, round.pk):
        raise ValidationError(_("What was read is not here any more. Choose the file again."))
    lines = tuple(
        Line(row, criterion, vendor, version, Entry(*given), was_touched, tuple(faults))
        for row, criterion, vendor, version, given, was_touched, faults in told["rows"]
    )
    return Brought(lines, told["form"], told["operation"])
