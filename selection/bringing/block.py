"""Which cells does a pasted block have, and what is wrong with which of them?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tables import block
from tables.finding import Lot, Table

MOST_CHARACTERS = 500_000
MOST_ROWS = 500
MOST_COLUMNS = 40
ASKS_ROW, ASKS_COLUMN = "row", "column"  # what that one means is chosen
ASKS_COLUMNS = "columns"  # one of the columns is chosen for what none of them holds
ASKS_TABLE = "question"  # a question of the table is answered


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be read; rows and columns count from 1, as in the block."""

    row: int
    column: int
    typed: str
    message: str
    asks: str = ""  # what mends it: saying what its row or its column holds, or what another one does

    @property
    def is_of_columns(self) -> bool:
        return self.asks in (ASKS_COLUMN, ASKS_COLUMNS)


def cells(pasted: str) -> list[list[str]]:
    """Rows of cells, without the empty rows and columns around them."""
    if len(pasted) > MOST_CHARACTERS:
        words = _("The block has %(count)s characters; %(most)s is the most. Paste it in parts.")
        raise ValidationError(words, params={"count": len(pasted), "most": MOST_CHARACTERS})
    rows = block.cells(pasted)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise ValidationError(_("Nothing was pasted. Copy the cells in the spreadsheet, then paste them here."))
    width = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise ValidationError(
            _("The block has %(rows)s rows and %(columns)s columns; %(most_rows)s × %(most_columns)s is the most."),
            params={"rows": len(rows), "columns": width, "most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS},
        )
    return [(row + [""] * width)[:width] for row in rows]


def placed(cell: BadCell, *, rows: Sequence[int], columns: Sequence[int]) -> BadCell:
    """A cell of the part that is read, where it stands in the block."""
    row = rows[cell.row - 1] + 1 if cell.row <= len(rows) else cell.row
    column = columns[cell.column - 1] + 1 if cell.column <= len(columns) else cell.column
    return replace(cell, row=row, column=column)


def above(table: Table) -> Iterator[BadCell]:
    """Rows before the head that are no titles: nothing of them is read, and nothing goes unsaid."""
    for row, lot in enumerate(table.rows):
        if lot == Lot.ABOVE:
            words = _("This row stands above the head. Move it below, or leave it out.")
            yield BadCell(row + 1, 1, table.cells[row][0], words)
