"""What do the numbers of a column mean, read together, and what has to be asked once for all of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tables.numbers import Ask, NotNumber, Quantity, Question, Reading, possible

Cell = Reading | Question | NotNumber | None  # None: a sign that nothing is there
WHOLE, COLUMN = "whole", "column"
FRACTION, PERCENT = "fraction", "percent"


@dataclass(frozen=True)
class Column:
    """Each cell as it was read, and the questions with the places of the cells that they are about."""

    cells: tuple[Cell, ...]

    @property
    def questions(self) -> dict[Ask, list[int]]:
        found: dict[Ask, list[int]] = {}
        for place, cell in enumerate(self.cells):
            if isinstance(cell, Question):
                found.setdefault(cell.code, []).append(place)
        return found


def read_column(
    typed: Sequence[str], quantity: Quantity, *, answers: Mapping[Ask, str] | None = None, decimal_mark: str = ""
) -> Column:
    """Read each cell; where one allows two readings the others decide, or the mark that the file stores.

    `answers` holds what was answered for this column: of `Ask.SEPARATOR` the decimal mark itself, of `Ask.SIGN`
    "whole" or "column", of `Ask.PERCENT` "fraction" or "percent".
    """
    given = answers or {}
    alone = [_possible(text, quantity, is_lone=True) for text in typed]
    found = [_possible(text, quantity, is_lone=False) for text in typed]
    said = given.get(Ask.SEPARATOR) or decimal_mark
    mark = said or _only_mark(found) or _only_mark(alone)
    cells = [_by_mark(cell, mark, None if said else own) for cell, own in zip(found, alone, strict=True)]
    if quantity.power:
        cells = [_by_sign(cell, quantity, given.get(Ask.SIGN)) for cell in cells]
    if {"%", "‰"} & set(quantity.units):
        cells = _by_percent(cells, quantity, given.get(Ask.PERCENT))
    return Column(tuple(cells))


def _possible(text: str, quantity: Quantity, *, is_lone: bool) -> list[Reading] | Question | NotNumber | None:
    try:
        return possible(text, quantity, is_lone=is_lone)
    except NotNumber as fault:
        return fault


def _only_mark(found: Sequence[list[Reading] | Question | NotNumber | None]) -> str:
    """The decimal mark of the cells that can only be one number, when they agree."""
    # Whole numbers say nothing of it.
    sure = {cell[0].decimal_mark for cell in found if isinstance(cell, list) and len(cell) == 1} - {""}
    return sure.pop() if len(sure) == 1 else ""


def _by_mark(
    cell: list[Reading] | Question | NotNumber | None, mark: str, alone: list[Reading] | Question | NotNumber | None
) -> Cell:
    """By the mark of the others; where that is not what the cell would say `alone`, nobody knows."""
    if not isinstance(cell, list):
        return cell
    fitting = [reading for reading in cell if reading.decimal_mark == mark] if len(cell) > 1 else cell
    if isinstance(alone, list) and len(alone) == 1 and len(cell) > 1:
        fitting = alone if mark in ("", alone[0].decimal_mark) else []
    return fitting[0] if len(fitting) == 1 else Question(Ask.SEPARATOR, tuple(cell))


def _by_sign(cell: Cell, quantity: Quantity, answer: str | None) -> Cell:
    if not isinstance(cell, Reading) or not cell.has_sign:
        return cell
    scaled = replace(cell, value=cell.value.scaleb(quantity.power))
    return {WHOLE: cell, COLUMN: scaled}.get(answer or "", Question(Ask.SIGN, (cell, scaled)))


def _by_percent(cells: list[Cell], quantity: Quantity, answer: str | None) -> list[Cell]:
    """Where every value lies between 0 and 1 they may be shares of one: 0.95 for 95 %."""
    read = [cell for cell in cells if isinstance(cell, Reading)]
    is_fraction = all(0 <= cell.value <= 1 and not cell.has_percent for cell in read) and any(c.value for c in read)
    if not is_fraction or answer == PERCENT:
        return cells
    power = 3 if "‰" in quantity.units else 2
    scaled = {id(cell): replace(cell, value=cell.value.scaleb(power)) for cell in read}
    if answer == FRACTION:
        return [scaled.get(id(cell), cell) for cell in cells]
    return [Question(Ask.PERCENT, (cell, scaled[id(cell)])) if isinstance(cell, Reading) else cell for cell in cells]
