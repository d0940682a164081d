"""Do the criteria of a sheet stand down or across? What stands across is laid down, place by place."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from criteria import matching
from desk.spreadsheet.heads import (
    CATEGORY,
    CRITERION,
    LABELS,
    held,
    is_head,
    is_person_word,
    is_score_total,
    is_vendor_word,
    is_verdict,
)
from tables.finding import JOINT, Lot, Merged, Table, find_table, is_figure, is_total, turned
from tables.mapping import SKIP

DOWN, ACROSS = "down", "across"  # where the criteria stand


def laid_down(
    cells: Sequence[Sequence[str]], said: str = "", merged: Collection[Merged] | None = None
) -> tuple[Table, bool]:
    """The table with its criteria down, and whether they stood across; rows and columns keep their numbers."""
    table = find_table(cells, is_head=is_head, merged=merged)
    keys = {one.key for one in held(table, {})}
    if said != ACROSS and (said == DOWN or CRITERION in keys):
        if CATEGORY not in keys and table.has_head:  # a row with a label alone is the category of those below it
            table = find_table(cells, is_head=is_head, merged=merged, has_sections=True)
        return (table if table.has_head else _any_head(cells)), False
    across = _with_parts(find_table(cells, is_head=_is_head_across, merged=merged))
    if said == ACROSS or _is_across(across):
        return _turned(across if across.has_head else _any_head(cells)), True
    return (table if table.has_head else _any_head(cells)), False


def _any_head(cells: Sequence[Sequence[str]]) -> Table:
    """Under heads that nobody knows: the first row with two cells is one."""
    return find_table(cells, is_head=lambda text: not is_total(text))


def _is_head_across(text: str) -> bool:
    return is_vendor_word(text) or is_head(text) or bool(matching.proposed(text))


def _with_parts(table: Table) -> Table:
    """Under a head of categories its criteria, also where one of them has a single one."""
    heads = [row for row, lot in enumerate(table.rows) if lot == Lot.HEAD]
    [under] = [row + 1 for row in heads] if len(heads) == 1 and heads[0] + 1 < len(table.rows) else [0]
    names, label = table.cells[under], _label_columns(table)[0]
    if not under or names[label] or any(map(is_figure, names)) or sum(map(bool, names)) < 2:
        return table
    over, joined = "", []
    for head, name in zip(table.heads, names, strict=True):
        over = head or over
        joined.append(JOINT.join(dict.fromkeys(filter(None, (over, name)))))
    rows = [Lot.HEAD if row == under else lot for row, lot in enumerate(table.rows)]
    return replace(table, rows=tuple(rows), heads=tuple(joined))


def _is_across(table: Table) -> bool:
    """Whether vendors stand down: their column is headed so, or the heads are criteria of the library."""
    heads = [head for head in table.heads if head]
    known = [head for head in heads if matching.proposed(head.rpartition(JOINT)[2])]
    return any(map(is_vendor_word, heads)) or len(known) > 1


def _turned(table: Table) -> Table:
    over, names = _lines_of_head(table)
    label, *persons = _label_columns(table)
    cells = [list(row) for row in turned(table.cells)]
    for column, head in enumerate(table.heads):
        family, _joint, name = head.rpartition(JOINT)
        cells[column][over], cells[column][names] = family, name
        if over == names:
            cells[column][names] = head
    lots = [_lot_of_row(table, column, [label, *persons]) for column in range(len(table.heads))]
    return Table(
        tuple(map(tuple, cells)),
        tuple(Lot.HEAD if column == label else lot for column, lot in enumerate(lots)),
        tuple(_lot_of_column(lot, is_named=row in (over, names)) for row, lot in enumerate(table.rows)),
        _heads(table, label, persons, over=over, names=names),
    )


def _lot_of_column(lot: Lot, *, is_named: bool) -> Lot:
    """The lines of the head name criteria and categories; the same head once more does not."""
    if is_named:
        return Lot.READ
    return Lot.ASIDE if lot == Lot.HEAD else lot


def _lines_of_head(table: Table) -> tuple[int, int]:
    """The first and the last; the same head once more further down is none of it."""
    first = last = table.rows.index(Lot.HEAD)
    while last + 1 < len(table.rows) and table.rows[last + 1] == Lot.HEAD:
        last += 1
    return first, last


def _label_columns(table: Table) -> list[int]:
    """The column of vendors, and those of who judged them."""
    named = [column for column, head in enumerate(table.heads) if is_vendor_word(head)]
    read = [column for column, lot in enumerate(table.columns) if lot == Lot.READ]
    label = (named or read or [0])[0]
    return [label, *(column for column in read if column != label and is_person_word(table.heads[column]))]


def _lot_of_row(table: Table, column: int, labels: list[int]) -> Lot:
    head, lot = table.heads[column], table.columns[column]
    if lot == Lot.EMPTY:
        return lot
    name = head.rpartition(JOINT)[2]
    if is_score_total(name):
        return Lot.TOTAL
    if is_total(name):
        return Lot.READ
    is_aside = column in labels or is_verdict(head) or held(table, {})[column].key == SKIP
    return Lot.ASIDE if is_aside else lot


def _heads(table: Table, label: int, persons: list[int], *, over: int, names: int) -> tuple[str, ...]:
    """The vendors, in a merged column down to the next one, with who judged them."""
    last, found = "", []
    for row, lot in enumerate(table.rows):
        cells = table.cells[row]
        last = cells[label] or (last if persons and lot == Lot.READ else "")
        parts = [last, *(cells[column] for column in persons)]
        found.append(JOINT.join(filter(None, parts)))
    found[over], found[names] = str(LABELS[CATEGORY]), str(LABELS[CRITERION])
    return tuple(found)
