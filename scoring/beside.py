"""What stood in one's own spreadsheet for a cell that is still empty, and may it be taken over?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.cells import Entry
from scoring.models import FoundMark, FoundSheet
from scoring.points import is_beyond, points_from
from scoring.rows import Cell

HALF = 5  # a sheet without any higher mark may be one of five points


@dataclass(frozen=True)
class Beside:
    """A mark of the spreadsheet beside an empty cell; `points` where it may become a score as it is."""

    cell: Cell
    text: str
    sheet: FoundSheet
    points: int | None
    why_not: str = ""

    @property
    def name(self) -> str:
        """The cell, as a form names it."""
        return f"{self.cell.criterion.code}-{self.cell.vendor.code}"

    @property
    def given(self) -> Entry:
        """What the cell would hold: points alone are taken over, without a level or a rationale."""
        return replace(self.cell.given, score=self.points)

    @property
    def lacks(self) -> str:
        return Cell(self.cell.criterion, self.cell.vendor, self.given).lacks


def beside(cells: Iterable[Cell], marks: Sequence[FoundMark]) -> list[Beside]:
    """In the order of the sheet; a cell that was filled since has nothing beside it."""
    # One mark above the scale says that the whole spreadsheet has another one.
    stretched = {mark.sheet_id for mark in marks if is_beyond(mark.text)}
    known = {(mark.criterion_id, mark.vendor_id): mark for mark in marks}
    empty = ((cell, known.get((cell.criterion.pk, cell.vendor.pk))) for cell in cells if not cell.given.is_given)
    return [_beside(cell, mark, is_stretched=mark.sheet_id in stretched) for cell, mark in empty if mark]


def _beside(cell: Cell, mark: FoundMark, *, is_stretched: bool) -> Beside:
    points = _whole(mark.text)
    why_not = ""
    if not mark.sheet.is_own:
        why_not = _("The sheet was not declared as your own, from 0 to 10.")
    elif is_stretched:
        why_not = _("The sheet has marks above 10, so it is on another scale.")
    elif points is None:
        why_not = _("Not whole points from 0 to 10.")
    return Beside(cell, mark.text, mark.sheet, None if why_not else points, why_not)


def _whole(text: str) -> int | None:
    try:
        return points_from(text)
    except ValidationError:
        return None


def may_be_of_five(rows: Iterable[Beside]) -> bool:
    """Whether no mark of several is above 5, which may be another scale."""
    points = [one.points for one in rows if one.points is not None]
    return len(points) > 1 and max(points) <= HALF
