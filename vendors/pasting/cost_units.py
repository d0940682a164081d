"""In which unit and currency does a table say that its amounts are, and is it the one that was chosen?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from selection.bringing.answers import Answers
from selection.bringing.asked import asked
from selection.bringing.block import ASKS_TABLE, BadCell
from selection.fields import currency_name, money_unit_name
from selection.models import Selection
from tables.finding import Lot, Table
from tables.heads import ASIDE, folded
from tables.numbers import OTHER_CURRENCY, Quantity
from tables.units import MoneyUnit, money_unit, parts_of, stated
from vendors.numbers import MONEY_UNITS, money_of
from vendors.pasting.cost_rows import CostBlock

UNIT_HEADS = {"单位", "计量单位", "金额单位", "币种", "货币", "unit", "units", "currency"}


@dataclass(frozen=True)
class Said:
    """A unit and the cell of the block that says it; both count from 1."""

    row: int
    column: int
    text: str
    unit: MoneyUnit

    def refused(self, words: str, asks: str = "") -> BadCell:
        return BadCell(self.row, self.column, self.text, words, asks)


def money_said(
    found: CostBlock, table: Table, *, selection: Selection, unit: str, answers: Answers
) -> tuple[Quantity, list[BadCell]]:
    """How amounts are read; where the table says another unit than was chosen, it is asked which of them counts."""
    said, chosen = list(_said(table)), money_of(selection.currency, unit)
    others = [one for one in said if one.unit.currencies and selection.currency not in one.unit.currencies]
    if others:
        told = ((one, {"sign": one.unit.text, "currency": selection.currency}) for one in others)
        return chosen, [one.refused(_(OTHER_CURRENCY) % params) for one, params in told]
    counted = [one for one in said if one.unit.power is not None]
    odd = [one for one in counted if one.unit.power != counted[0].unit.power]
    if odd:
        words = _("Another place of the table says “%(said)s”. Bring all amounts to one unit.")
        return chosen, [one.refused(words % {"said": counted[0].unit.text}) for one in odd]
    if not counted or counted[0].unit.power == chosen.power:
        return chosen, []
    return _asked(found, counted[0], chosen, unit=unit, answers=answers)


def _asked(
    found: CostBlock, said: Said, chosen: Quantity, *, unit: str, answers: Answers
) -> tuple[Quantity, list[BadCell]]:
    name = money_unit_name(chosen.currency) if MONEY_UNITS[unit] else currency_name(chosen.currency)
    words = _("The table says “%(said)s”, and “%(unit)s” is chosen below. What do its amounts count in?")
    named = [(str(said.unit.power), said.unit.text), (str(chosen.power), name)]
    found.asked.append(asked("unit", words % {"said": said.unit.text, "unit": name}, named, answers=answers))
    answer = answers.said.get("unit", "")
    if answer not in dict(named):
        return chosen, [said.refused(_("Say below what the amounts count in."), ASKS_TABLE)]
    return replace(chosen, power=int(answer)), []


def _said(table: Table) -> Iterator[Said]:
    """In titles, remarks and heads, and in a column of units beside amounts."""
    for row, lot in enumerate(table.rows):
        if lot in (Lot.TITLE, Lot.NOTE, Lot.HEAD):
            for column, text in enumerate(table.cells[row]):
                if table.columns[column] != Lot.TOTAL:
                    yield from _in(text, [text, *stated(text)], row=row, column=column)
    for column, head in enumerate(table.heads):
        if folded(ASIDE.sub("", head)) in UNIT_HEADS:
            for row in table.body:
                text = table.cells[row][column]
                yield from _in(text, parts_of(text), row=row, column=column)


def _in(text: str, parts: list[str], *, row: int, column: int) -> Iterator[Said]:
    units = filter(None, map(money_unit, parts))
    yield from (Said(row + 1, column + 1, text, unit) for unit in units)
