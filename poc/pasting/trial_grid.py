"""Vendors stand across, or down: how does such a table become one with a row for each result?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from poc.models import Scenario
from poc.pasting.trial_list import (
    NOTE_HEADS,
    RESULT_HEADS,
    SCENARIO_HEADS,
    VALUE_HEADS,
    VENDOR_HEADS,
    result_of,
    scenario_names,
)
from selection.models import Selection
from tables import block
from tables.finding import Lot, Table, find_table, turned
from tables.heads import folded
from tables.mapping import PARTS, meant_by_parts
from vendors.models import Vendor
from vendors.pasting.cost_names import vendor_names
from vendors.registry import active
from vendors.tables_out import titled

FIELDS = ("result", "value", "note")
HEADS: Mapping[str, tuple[str, ...]] = {"result": RESULT_HEADS, "value": VALUE_HEADS, "note": NOTE_HEADS}
WORD = re.compile(r"([^\d\s(（:：,，;；]+)[\s:：,，;；]*(.*)", re.DOTALL)
FIGURE = re.compile(r"[+\-–]?\d[\d,.' ]*\s*[^\d\s,，;；]{0,6}")
Cells = list[list[str]]


@dataclass(frozen=True)
class Names:
    """Whom and what heads and labels may mean."""

    scenarios: Mapping[str, list[Scenario]]
    vendors: Mapping[str, list[Vendor]]

    def is_head(self, cell: str) -> bool:
        return bool(self.vendor(cell)[0])

    def vendor(self, head: str) -> tuple[str, str]:
        """The vendor of a column, as the head names it, and which part of its results stands there."""
        if found := meant_by_parts(head, self.vendors):
            parts = [_part(part) for part in PARTS.split(head)]
            return _called(found, head), next(filter(None, parts), "result")
        for field, names in HEADS.items():
            for name in names:
                if folded(head).endswith(folded(name)):
                    rest = head.strip()[: -len(name)].rstrip(" -·:：/")
                    if rest and (found := meant_by_parts(rest, self.vendors)):
                        return _called(found, rest), field
        return "", ""

    def scenario(self, cell: str) -> str:
        found = meant_by_parts(cell, self.scenarios)
        return found[0].code if len(found) == 1 else ""


def _called(found: Sequence[Vendor], head: str) -> str:
    """One way to name a vendor in all of its columns."""
    return titled(found[0]) if len(found) == 1 else head


def _part(head: str) -> str:
    known = [field for field, names in HEADS.items() if folded(head) in {folded(name) for name in names}]
    return known[0] if known else ""


def unfolded(text: str, selection: Selection) -> str | None:
    """The block with a row for each result; None where it is no such table."""
    names = Names(scenario_names(selection), vendor_names(list(active(selection))))
    cells = block.cells(text)
    table = None if _is_list(cells) else _found(cells, names) or _found(turned(cells), names)
    if table is None:
        return None
    head = [_("Scenario"), _("Vendor"), _("Result"), _("Measured value"), _("Note")]
    rows = [*_titles(table), head, *_results(table, names), *_remarks(table)]
    return block.block_of(rows)


def _found(cells: Cells, names: Names) -> Table | None:
    """A table whose head names vendors and whose rows name scenarios, or nothing."""
    table = find_table(cells, is_head=names.is_head, has_sections=True)
    has_vendor = any(map(names.is_head, filter(None, table.heads)))
    has_scenario = any(names.scenario(cell) for row in table.body for cell in table.cells[row])
    return table if has_vendor and has_scenario else None


def _is_list(cells: Cells) -> bool:
    """Whether a head names columns of vendors and of scenarios or results: each row is a result already."""
    vendors = {folded(name) for name in VENDOR_HEADS}
    others = {folded(name) for name in (*SCENARIO_HEADS, *RESULT_HEADS)}
    rows = [{folded(cell) for cell in row} for row in cells]
    return any(row & vendors and row & others for row in rows)


def _titles(table: Table) -> Iterator[Sequence[str]]:
    """Rows that are no results go along, so that what becomes of them is told."""
    return (cells for cells, lot in zip(table.cells, table.rows, strict=True) if lot in (Lot.TITLE, Lot.ABOVE))


def _remarks(table: Table) -> Iterator[Sequence[str]]:
    for cells, lot in zip(table.cells, table.rows, strict=True):
        if lot in (Lot.TOTAL, Lot.NOTE):
            yield cells
        elif lot == Lot.BARE:  # the heading of a section, which in a list would be a scenario
            yield [f"※ {next(filter(None, cells))}"]


def _results(table: Table, names: Names) -> Iterator[list[str]]:
    columns = {column: names.vendor(head) for column, head in enumerate(table.heads)}
    first = min(column for column, (vendor, _field) in columns.items() if vendor)
    # What stands behind the first vendor under a head that nobody knows may be one who is not on the list.
    columns |= {
        column: (head, "result")
        for column, head in enumerate(table.heads)
        if column > first and head and not columns[column][0] and not _part(head)
    }
    for row in table.body:
        cells = table.cells[row]
        scenario = _label(cells[:first], names)
        for vendor in dict.fromkeys(name for name, _field in columns.values() if name):
            own = {field: cells[column] for column, (name, field) in columns.items() if name == vendor}
            said = [own.get(field, "") for field in FIELDS]
            if any(said):
                yield [scenario, vendor, *_parted(said)]


def _label(cells: Sequence[str], names: Names) -> str:
    return next((cell for cell in cells if names.scenario(cell)), next(filter(None, cells), ""))


def _parted(said: list[str]) -> list[str]:
    """“Pass 97.5 %” is a result and a value; a number alone leaves the result to be asked."""
    result, value, note = said
    if not result or result_of(result):
        return said
    if (found := WORD.fullmatch(result)) and result_of(found[1]):
        return [found[1], *_value_and_note(found[2].strip(" ()（）"), value, note)]
    if FIGURE.fullmatch(result) and not value:
        return [pgettext("in place of a result", "value only"), result, note]
    return said


def _value_and_note(rest: str, value: str, note: str) -> list[str]:
    if FIGURE.fullmatch(rest) and not value:
        return [rest, note]
    return [value, " ".join(filter(None, [rest, note]))]
