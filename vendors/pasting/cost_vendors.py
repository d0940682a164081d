"""Whose are the amounts of a table that names several vendors, across or down?"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.block import ASKS_COLUMN, ASKS_COLUMNS, BadCell
from tables.finding import Lot, Part, Table, filled_down
from tables.mapping import meant_by_parts
from vendors.models import Vendor
from vendors.pasting.cost_columns import Held, asked_when, asked_where, columns_for
from vendors.pasting.cost_heads import OWN, WHOSE, Heads, parted

Paid = list[tuple[int, int]]  # column, year


def filled(table: Table, heads: Heads, answers: Answers) -> Table:
    """A vendor that stands beside several rows is named once."""
    named = [answers.columns.get(column) or heads.key(head) for column, head in enumerate(table.heads)]
    return filled_down(table, [column for column, key in enumerate(named) if key == WHOSE], answers.merged)


def hold_all(held: Held, table: Table, part: Part, *, heads: Heads, answers: Answers) -> None:
    """The columns of each vendor that a head or a row names."""
    rows = _rows_of(held, table, part, heads=heads)
    is_down = rows is not None
    across = _across(held, part, answers=answers, horizon=heads.horizon, is_down=is_down)
    where = asked_where(held, part, answers=answers, has_vendors=True)
    for vendor in heads.all:
        if rows is not None and vendor.code in rows:
            own = frozenset(rows[vendor.code])
            held.columns.append(columns_for(held, part, vendor, years=across.get("", []), where=where, rows=own))
        elif rows is None and vendor.code in across:
            years = across[vendor.code]
            held.columns.append(columns_for(held, part, vendor, years=years, where=where, is_of_one_vendor=True))
    if not held.columns and not held.bad:
        words = _("No column and no row names a vendor. Say below which column holds whose amounts.")
        held.bad.append(BadCell(1, 1, part.cells[0][0], words, asks=ASKS_COLUMNS))


# Down --------------------------------------------------------------------------------------------
def _rows_of(held: Held, table: Table, part: Part, *, heads: Heads) -> dict[str, list[int]] | None:
    """Letter → rows, where a column names the vendor of each row, or a heading that of those below it."""
    column = held.places.get(WHOSE)
    named = _by_heading(table, part, heads) if column is None else {
        row: part.cells[row][column] for row in range(1, len(part.cells))
    }  # fmt: skip
    if column is None and not named:
        return None
    found: dict[str, list[int]] = {}
    for row, name in named.items():
        vendors = meant_by_parts(name, heads.vendors)
        if len(vendors) == 1:
            found.setdefault(vendors[0].code, []).append(row)
        else:
            words = _fault_of_row(vendors)
            held.bad.append(BadCell(row + 1, (column or 0) + 1, name, words))
    return found


def _fault_of_row(vendors: list[Vendor]) -> str:
    if not vendors:
        return _("No vendor on the list has this letter or name.")
    both = " · ".join(f"{vendor.code} {vendor.name}" for vendor in vendors)
    return _("This may be %(vendors)s. Write the letter and the name.") % {"vendors": both}


def _by_heading(table: Table, part: Part, heads: Heads) -> dict[int, str]:
    """Of tables below each other: what stands above the first of them is nobody's, and told."""
    over, last = {}, ""
    for place, lot in enumerate(table.rows):
        label = next(filter(None, table.cells[place]), "")
        if lot == Lot.BARE and meant_by_parts(label, heads.vendors):
            last = label
        over[place] = last
    return {row: over[part.rows[row]] for row in range(1, len(part.cells))} if last else {}


# Across ------------------------------------------------------------------------------------------
def _across(held: Held, part: Part, *, answers: Answers, horizon: int, is_down: bool) -> dict[str, Paid]:
    """Letter → its columns with their years; no letter where rows name the vendor."""
    found: dict[str, Paid] = {}
    undated: dict[str, int] = {}
    for place, key in held.keys.items():
        letter, year = parted(key)
        if (letter or year is not None or key == OWN) and bool(letter) == is_down:
            words = _fault_of_column(is_down)
            held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks=ASKS_COLUMN))
        elif year is not None:
            found.setdefault(letter, []).append((place, year))
        elif letter or key == OWN:
            undated[letter] = place
    _refuse_undated(held, part, [undated[letter] for letter in undated if letter in found])
    if undated:
        years = asked_when(held, part, min(undated.values()), answers=answers, horizon=horizon)
        for letter, place in undated.items():
            found.setdefault(letter, []).extend((place, year) for year in years)
    return found


def _fault_of_column(is_down: bool) -> str:
    if is_down:
        return _("Each row names its vendor, so this column may hold a year, or is left out.")
    return _("Nothing says whose amounts these are. Say below, or leave the column out.")


def _refuse_undated(held: Held, part: Part, places: Iterable[int]) -> None:
    for place in places:
        words = _("This vendor has a column for each year too. Say below what this one holds, or leave it out.")
        held.bad.append(BadCell(1, place + 1, part.cells[0][place], words, asks=ASKS_COLUMN))
