"""Where in a block of cells is the table, and what is every other row and column of it?"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import takewhile

from tables.heads import ASIDE, folded
from tables.numbers import EMPTY

Merged = tuple[int, int, int, int]  # first row, first column, last row, last column
IsHead = Callable[[str], bool]

JOINT = " / "  # between the lines of a head
SEARCHED = 30  # rows in which a head is looked for
LONG = 30  # characters; a lone cell below a table that has more is a remark
TOTAL = re.compile(
    r"(?:.*年)?(?:合计|总计|小计|共计|总额|总和|累计)|(?:grand|sub-?)?totals?|(?:sub)?sum|total(?:cost|price|score)s?"
    r"|(?:加权|综合|评分|得分)?(?:总得?分|总评|得分合计|综合得分|综合评分|加权得分|合计得分|得分小计)|(?:评分|最终|综合)?(?:排名|名次|排序)"
    r"|平均(?:分|值|得分)?|均[分值]|averages?|means?|rank(?:ing)?s?|weightedscores?"
)
SUMMED = re.compile(r"[:=][-+]?[^\d]?[\d.,]+\D{0,4}")  # the sum itself, in the cell of its label
NOTE = re.compile(r"(?:注|备注|说明|附注|注释|notes?|remarks?|ps|p\.s\.) ?[\d一二三四]*[:：].*|[*※].*", re.IGNORECASE)
FIGURE = re.compile(r"[(+\-–]?\s*[^\w\s]?\s*\d[\d,.'’ ]*\s*[^\W\d]{0,4}[%‰)+]?")
YEAR = re.compile(r"(?:19|20)\d\d年?")


class Lot(StrEnum):
    """What becomes of a row or a column."""

    READ = "read"
    TITLE = "title"  # before the head
    HEAD = "head"
    TOTAL = "total"
    EMPTY = "empty"
    NOTE = "note"
    BARE = "bare"  # a label and nothing beside it: the heading of a section, or a row of a form left empty
    ABOVE = "above"  # before the head, and no title: it may be a row that would be lost
    YOU = "you"  # left out by a person
    DOUBLE = "double"  # another one of the same counts
    ASIDE = "aside"  # known and not needed: a serial number, another vendor's column


RECALLED = (Lot.TITLE, Lot.TOTAL, Lot.NOTE, Lot.BARE)  # a person may say that such a row is one


@dataclass(frozen=True)
class Table:
    """A block with one lot for each of its rows and columns; both count from 0."""

    cells: tuple[tuple[str, ...], ...]
    rows: tuple[Lot, ...]
    columns: tuple[Lot, ...]
    heads: tuple[str, ...]  # one a column; of a head of two lines both; empty where the block has no head
    sections: Mapping[int, str] = field(default_factory=dict)  # row → the heading it stands under
    filled: frozenset[tuple[int, int]] = frozenset()  # cells that say what stands above them

    @property
    def body(self) -> list[int]:
        return [row for row, lot in enumerate(self.rows) if lot == Lot.READ]

    @property
    def has_head(self) -> bool:
        return Lot.HEAD in self.rows


def find_table(
    rows: Sequence[Sequence[str]],
    *,
    is_head: IsHead,
    merged: Collection[Merged] | None = None,
    has_sections: bool = False,
) -> Table:
    """Find head and body; `has_sections`: a row with a label alone is the heading of those below it.

    `merged` is None where nobody knows which cells are, as in a pasted block.
    """
    width = max(map(len, rows), default=0)
    cells = tuple(tuple([*row, *[""] * width][:width]) for row in rows)
    lines = _head_lines(cells, is_head, merged or ())
    heads = _heads([_spread(cells, line, merged or ()) for line in lines], width)
    lots = [_lot_above(row) for row in cells[: lines[0]]] if lines else []
    lots += [Lot.HEAD for _line in lines]
    lots += _lots_below(cells, lines, is_head=is_head, has_sections=has_sections)
    body = [row for row, lot in zip(cells, lots, strict=True) if lot == Lot.READ]
    columns = tuple(
        _lot_of_column(heads[column], [row[column] for row in body], is_head=is_head) for column in range(width)
    )
    return Table(cells, tuple(lots), columns, heads, _sections(cells, lots))


def turned(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """What stood across stands down."""
    width = max(map(len, rows), default=0)
    return [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]


def filled_down(table: Table, columns: Iterable[int], merged: Collection[Merged] | None = None) -> Table:
    """An empty cell of these columns says what stands above it; what was filled is told.

    Where a file tells which cells are merged, only those reach down; a pasted block does not tell it.
    """
    cells, filled = [list(row) for row in table.cells], set(table.filled)
    for column in columns:
        last = ""
        for row in table.body:
            if cells[row][column]:
                last = cells[row][column]
            elif last and (merged is None or _top(row, column, merged) < row):
                cells[row][column] = last
                filled.add((row, column))
    return replace(table, cells=tuple(map(tuple, cells)), filled=frozenset(filled))


def merged_in(column: int, merged: Collection[Merged] | None) -> Collection[Merged] | None:
    """What a file tells of categories: who merges none of them leaves them empty to say what stands above."""
    is_told = any(top < bottom and left <= column <= right for top, left, bottom, right in merged or ())
    return merged if is_told else None


def _top(row: int, column: int, merged: Iterable[Merged]) -> int:
    return next((one[0] for one in merged if one[0] <= row <= one[2] and one[1] <= column <= one[3]), row)


# What is read of it ------------------------------------------------------------------------------
@dataclass(frozen=True)
class Part:
    """The head, where there is one, and the rows and columns that are read, with their places in the block."""

    cells: list[list[str]]
    rows: list[int]
    columns: list[int]


def ruled(table: Table, *, skipped: Container[int], kept: Container[int], columns: Mapping[int, bool]) -> Table:
    """With what a person said of rows and of columns (column → whether it is read)."""
    rows = [Lot.READ if row in kept and lot in RECALLED else lot for row, lot in enumerate(table.rows)]
    rows = [Lot.YOU if row in skipped and lot in (Lot.READ, Lot.ABOVE) else lot for row, lot in enumerate(rows)]
    said = {True: Lot.READ, False: Lot.YOU}
    lots = [said[columns[column]] if column in columns else lot for column, lot in enumerate(table.columns)]
    return replace(table, rows=tuple(rows), columns=tuple(lots))


def part_of(table: Table) -> Part:
    # Without a head columns are known by their place, so that an empty one counts.
    read = (Lot.READ,) if table.has_head else (Lot.READ, Lot.EMPTY)
    columns = [column for column, lot in enumerate(table.columns) if lot in read]
    head = [table.rows.index(Lot.HEAD)] if table.has_head else []
    lines = [table.heads] if head else []
    cells = [[row[column] for column in columns] for row in (*lines, *(table.cells[row] for row in table.body))]
    return Part(cells, head + table.body, columns)


# The head ----------------------------------------------------------------------------------------
def _head_lines(cells: Sequence[Sequence[str]], is_head: IsHead, merged: Collection[Merged]) -> list[int]:
    """The rows of the head, mostly one or two; none where no row is one."""
    place = _head_row(cells, is_head)
    if place is None:
        return []
    first, last = _merged_lines(cells, place, merged)
    if first < last:
        return list(range(first, last + 1))
    if place + 1 < len(cells) and _stands_under(cells[place + 1], cells[place]):
        return [place, place + 1]
    return [place - 1, place] if place and _is_over(cells[place - 1], cells[place]) else [place]


def _head_row(cells: Sequence[Sequence[str]], is_head: IsHead) -> int | None:
    """The first row with two known heads; else the first with one and no figure, where only titles stand before."""
    known = [sum(map(is_head, filter(None, row))) for row in cells[:SEARCHED]]
    for place, count in enumerate(known):
        if count > 1:
            return place
    for place, count in enumerate(known):
        if count and not any(map(is_figure, cells[place])):
            return place
        if any(cells[place]) and _lot_above(cells[place]) != Lot.TITLE:
            return None
    return None


def _merged_lines(cells: Sequence[Sequence[str]], place: int, merged: Collection[Merged]) -> tuple[int, int]:
    """The first and the last row of a head as its merged cells tell: they reach down, or over their parts."""
    width = len(cells[0])
    down = [one for one in merged if one[0] <= place <= one[2] and one[0] < one[2]]
    first = min((top for top, _left, _bottom, _right in down), default=place)
    last = max((bottom for _top, _left, bottom, _right in down), default=place)
    across = [(top, left) for top, left, _bottom, right in merged if 0 < right - left < width - 1]
    if any(top == place for top, _left in across) and last == place < len(cells) - 1:
        last += not any(map(is_figure, cells[place + 1]))
    if first == place and any(top == place - 1 and left for top, left in across):
        first -= len(list(filter(None, cells[place - 1]))) > 1
    return first, last


def _stands_under(row: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a row names the parts of groups: “licence | service” under “2026 | ”."""
    groups = _groups(head)
    has_parts = any(row[column] and not head[column] for group in groups for column in group)
    own = [column for column, text in enumerate(head) if text and not any(column in group for group in groups)]
    return has_parts and not any(map(is_figure, row)) and all(row[column] in ("", head[column]) for column in own)


def _groups(head: Sequence[str]) -> list[range]:
    """The columns of each head that has empty ones behind it."""
    starts = [column for column, text in enumerate(head) if text]
    ends = [*starts[1:], len(head)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]


def _is_over(row: Sequence[str], head: Sequence[str]) -> bool:
    """Whether the line above a head names groups of it, and is no title and no remark."""
    named = [text for text in row if text]
    is_plain = all(":" not in text and "：" not in text and not is_figure(text) for text in named)
    return len(named) > 1 and is_plain and bool(_groups(row)) and all(
        head[column] for column, text in enumerate(row) if text
    )  # fmt: skip


def _spread(cells: Sequence[Sequence[str]], line: int, merged: Collection[Merged]) -> list[str]:
    """A line of the head, with the text of merged cells in each of their columns."""
    row = list(cells[line])
    for top, left, bottom, right in merged:
        if top <= line <= bottom:
            row[left : right + 1] = [cells[top][left]] * len(row[left : right + 1])
    return row


def _heads(lines: list[list[str]], width: int) -> tuple[str, ...]:
    heads = list(lines[0]) if lines else [""] * width
    for under in lines[1:]:
        last, over, heads = "", heads, []
        for column in range(width):
            # A group reaches as far as only its parts are named.
            last = over[column] or (last if under[column] else "")
            is_same = under[column] in (last, last.rpartition(JOINT)[2])
            heads.append(last if is_same else JOINT.join(filter(None, (last, under[column]))))
    return tuple(heads)


# Rows --------------------------------------------------------------------------------------------
def _lot_above(row: Sequence[str]) -> Lot:
    named = [text for text in row if text]
    if not named:
        return Lot.EMPTY
    if is_note(named[0]):
        return Lot.NOTE
    return Lot.TITLE if len(named) < 3 or not any(map(is_figure, named)) else Lot.ABOVE


def _lots_below(
    cells: Sequence[Sequence[str]], head: Sequence[int], *, is_head: IsHead, has_sections: bool
) -> list[Lot]:
    counts = [sum(map(bool, row)) for row in cells]
    first = head[-1] + 1 if head else 0
    last = max((row for row in range(first, len(cells)) if counts[row] > 1), default=-1)
    lots = []
    for place in range(first, len(cells)):
        row, label, is_lone = cells[place], _first(cells[place]), counts[place] == 1 and last >= 0
        if not counts[place]:
            lots.append(Lot.EMPTY)
        elif row in [cells[line] for line in head]:
            lots.append(Lot.HEAD)
        elif is_note(label) or (is_lone and place > last and len(label) > LONG):
            lots.append(Lot.NOTE)
        elif any(is_total(cell) and not is_head(cell) for cell in _labels(row)):
            lots.append(Lot.TOTAL)
        else:
            lots.append(Lot.BARE if has_sections and is_lone else Lot.READ)
    return lots


def _first(row: Sequence[str]) -> str:
    return next(filter(None, row), "")


def _labels(row: Sequence[str]) -> list[str]:
    """The words that a row begins with: a category or a vendor, and what it is."""
    return list(takewhile(lambda cell: not is_figure(cell), filter(None, row)))[:2]


def is_total(text: str) -> bool:
    """Whether a label or a head names a sum of others."""
    return bool(TOTAL.fullmatch(SUMMED.sub("", folded(ASIDE.sub("", text))).rstrip(":")))


def is_note(text: str) -> bool:
    return bool(NOTE.fullmatch(text))


def is_figure(text: str) -> bool:
    """Whether a cell is a value rather than a name; a year may be a head."""
    return not YEAR.fullmatch(text) and bool(text) and (text.casefold() in EMPTY or bool(FIGURE.fullmatch(text)))


def _sections(cells: Sequence[Sequence[str]], lots: Sequence[Lot]) -> dict[int, str]:
    found, last = {}, ""
    for row, lot in enumerate(lots):
        if lot == Lot.BARE:
            last = _first(cells[row])
        elif lot == Lot.READ and last:
            found[row] = last
    return found


# Columns -----------------------------------------------------------------------------------------
def _lot_of_column(head: str, cells: list[str], *, is_head: IsHead) -> Lot:
    name = head.rpartition(JOINT)[2]
    if is_total(name) and not is_head(name):
        return Lot.TOTAL
    return Lot.READ if head or any(cells) else Lot.EMPTY
