"""How is a table written for Excel and as CSV, so that nothing in it is taken for something else?

Texts stay texts and numbers numbers; a formula is only what is given as one, and it brings its result along, so that
previews show it. The same tables make the same bytes.
"""

import csv
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

PRODUCT = "Touchstone"
COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # table programs take a text that begins so for a formula
EXACT = 15  # significant digits that a cell keeps
LONGEST = 32_767  # characters of a cell
NARROW, WIDE = 8, 56
NAME = 31  # characters of a sheet's name
A4 = 9
MUTED, HEAD_FILL, RULE = "#8A8A8A", "#F1EFEA", "#C9C5BC"


@dataclass(frozen=True)
class Formula:
    """What a cell computes, and what that comes to now."""

    text: str
    result: Decimal | str
    places: int = 2  # decimals that are shown of a number


Plain = str | Decimal | date | Formula | None


@dataclass(frozen=True)
class Shown:
    """A cell that stands out, or stands back."""

    content: Plain
    is_strong: bool = False
    is_muted: bool = False


Cell = Plain | Shown


@dataclass(frozen=True)
class Sheet:
    """A table under one head; the first `fixed` columns stay when one moves to the right."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    fixed: int = 0
    widths: dict[int, int] = field(default_factory=dict)  # of columns whose texts do not tell


def strong(row: Iterable[Cell]) -> list[Cell]:
    return [Shown(_content(cell), is_strong=True) for cell in row]


def muted(row: Iterable[Cell]) -> list[Cell]:
    return [Shown(_content(cell), is_muted=True) for cell in row]


def workbook(sheets: Sequence[Sheet], *, code: str, made: date, mark: str = "") -> bytes:
    """All sheets as one XLSX file, which says that it was made on that day; printed, each page bears the mark."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})  # no temporary file on the disk
    book.set_properties({"title": code, "author": PRODUCT, "created": datetime(made.year, made.month, made.day)})
    looks = _Looks(book)
    for sheet, name in zip(sheets, sheet_names([sheet.name for sheet in sheets]), strict=True):
        _write(book.add_worksheet(name), sheet, looks, mark=mark)
    book.close()
    return content.getvalue()


def comma_separated(sheet: Sheet, *, mark: str = "") -> bytes:
    """One table as CSV, with the sign by which table programs know UTF-8; a mark stands on a line of its own."""
    content = StringIO()
    writer = csv.writer(content)
    for row in (sheet.head, *sheet.rows):
        gap = [""] * (len(sheet.head) - len(row))
        writer.writerow([*map(_as_text, row), *gap])
    if mark:
        writer.writerow([mark])
    return content.getvalue().encode("utf-8-sig")


def place(sheet: str, column: int, row: int) -> str:
    """How a formula names a cell: column and row from 0, the head being row 0; `$` so that it can be copied."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def stretch(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """A stretch of cells, each given as column and row."""
    return f"{place(sheet, *first)}:{place('', *last).rpartition('!')[2]}"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """What Excel takes as names of sheets: short, without its own signs, no two alike."""
    found: list[str] = []
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '") or "–"
        short, number = plain[:NAME], 2
        # Excel takes names that differ in case only for the same.
        while short.casefold() in {other.casefold() for other in found}:
            mark = f" {number}"
            short, number = plain[: NAME - len(mark)] + mark, number + 1
        found.append(short)
    return found


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[object, ...], Format] = {}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": HEAD_FILL, "bottom": 1, "bottom_color": RULE}
        )

    def of(self, cell: Cell) -> Format:
        number, is_quoted = _number_format(_content(cell)), _is_computed(_content(cell))
        is_strong, is_muted = (cell.is_strong, cell.is_muted) if isinstance(cell, Shown) else (False, False)
        key = (number, is_quoted, is_strong, is_muted)
        if key not in self.made:
            self.made[key] = self._format(number, is_quoted=is_quoted, is_strong=is_strong, is_muted=is_muted)
        return self.made[key]

    def _format(self, number: str, *, is_quoted: bool, is_strong: bool, is_muted: bool) -> Format:
        made = self.book.add_format({"valign": "top", "text_wrap": number == "@", "num_format": number})
        made.quote_prefix = int(is_quoted)
        made.set_bold(is_strong)
        if is_muted:
            made.set_font_color(MUTED)
        return made


def _write(page: Worksheet, sheet: Sheet, looks: _Looks, *, mark: str) -> None:
    for column, text in enumerate(sheet.head):
        page.write_string(0, column, _fitting(text), looks.head)
    for place, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _put(page, place, column, cell=cell, look=looks.of(cell))
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    page.freeze_panes(1, sheet.fixed)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)  # one page wide, as many high as it takes
    page.repeat_rows(0)
    page.set_footer(f"&L&A&C{mark}&R&P / &N")


def _put(page: Worksheet, row: int, column: int, *, cell: Cell, look: Format) -> None:
    content = _content(cell)
    if content is None:
        return
    if isinstance(content, Formula):
        result = float(content.result) if isinstance(content.result, Decimal) else content.result
        page.write_formula(row, column, content.text, look, result)
    elif isinstance(content, date):
        page.write_datetime(row, column, content, look)
    elif isinstance(content, Decimal) and _is_exact(content):
        page.write_number(row, column, float(content), look)
    else:
        page.write_string(row, column, _fitting(str(content)), look)


def _content(cell: Cell) -> Plain:
    return cell.content if isinstance(cell, Shown) else cell


def _is_computed(content: Plain) -> bool:
    return isinstance(content, str) and content.startswith(COMPUTED)


def _is_exact(number: Decimal) -> bool:
    """A cell keeps fifteen digits; a longer number is written as the text that it is."""
    return len(number.as_tuple().digits) <= EXACT


def _number_format(content: Plain) -> str:
    if isinstance(content, Formula):
        return _decimals(content.places) if isinstance(content.result, Decimal) else "General"
    if isinstance(content, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(content, date):
        return "yyyy-mm-dd"
    if isinstance(content, Decimal) and _is_exact(content):
        return _decimals(-int(content.as_tuple().exponent))
    return "@"


def _decimals(places: int) -> str:
    return f"#,##0.{'0' * places}" if places > 0 else "#,##0"


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _widths(sheet: Sheet) -> list[int]:
    """Of each column, by the longest line in it; the head may take two lines."""
    found = []
    for column, head in enumerate(sheet.head):
        texts = [_as_text(row[column]) for row in sheet.rows if column < len(row)]
        longest = max((_width(text) for text in texts), default=0)
        found.append(sheet.widths.get(column) or min(max(longest + 2, _width(head) // 2 + 3, NARROW), WIDE))
    return found


def _width(text: str) -> int:
    lines: Collection[str] = text.splitlines() or ("",)
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)


def _as_text(cell: Cell) -> str:
    content = _content(cell)
    if isinstance(content, Formula):
        return f"{content.result:.{content.places}f}" if isinstance(content.result, Decimal) else content.result
    if content is None:
        return ""
    if isinstance(content, datetime):
        return f"{content:%Y-%m-%d %H:%M}"
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Decimal):
        return f"{content:f}"
    return f"'{content}" if _is_computed(content) else content
