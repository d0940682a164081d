"""What does a process that may do nothing else find in a table: `python -m tables.reading`, a file in, JSON out?

Its arguments are the encoding and the separator of a text file, both may be empty, and the seconds it may take.
It writes `workbook.Told` to standard output. Macros are never run, links never followed, types never guessed.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from tables.formats import shown
from tables.kinds import UTF_16, Refused, kind_of
from tables.locked import MEBIBYTE, Limits, lock
from tables.workbook import MOST_CELLS, MOST_MEMORY, Packed, Told, ToldSheet

if TYPE_CHECKING:  # each reader loads only what it needs, inside its own function
    import xlrd
    from openpyxl.worksheet.worksheet import Worksheet
    from python_calamine import CalamineSheet

SEPARATORS = "\t;,|"
ELSEWHERE = re.compile(r"\[[^\]]+\][^\]]*!")  # a formula that looks into another file: '[prices.xlsx]2026'!B2
LIBRARIES = {"xlsx": "openpyxl", "xls": "xlrd", "xlsb": "python_calamine", "ods": "python_calamine", "text": "pandas"}
Packing = Callable[[int, int], Packed | None]


def main() -> int:
    encoding, separator, seconds = sys.argv[1:]
    Limits(memory=MOST_MEMORY, seconds=int(seconds), largest_file=MEBIBYTE).impose()
    try:
        content = sys.stdin.buffer.read()
        importlib.import_module(LIBRARIES[kind_of(content)])
        lock([])
        told = told_of(content, encoding, separator)
    except Refused as refusal:
        told = _told([], refusal=refusal.code, params=refusal.params)
    except MemoryError:
        told = _told([], refusal="memory", params={"most": MOST_MEMORY // MEBIBYTE})
    sys.stdout.write(json.dumps(told))
    return 0


def told_of(content: bytes, encoding: str = "", separator: str = "") -> Told:
    """The sheets of a file, by what it is and not by what it is called."""
    kind = kind_of(content)
    return _text(content, encoding, separator) if kind == "text" else READERS[kind](content)


def _told(
    sheets: list[ToldSheet],
    *,
    encoding: str = "",
    separator: str = "",
    has_formats: bool = True,
    links: int = 0,
    refusal: str = "",
    params: dict[str, str | int] | None = None,
) -> Told:
    return {
        "sheets": sheets,
        "encoding": encoding,
        "separator": separator,
        "has_formats": has_formats,
        "links": links,
        "refusal": refusal,
        "params": params or {},
    }


# How each kind is read --------------------------------------------------------------------------
def _xlsx(content: bytes) -> Told:
    """Twice, one after the other: where formulas stand, then values, formats and what is hidden or merged."""
    import openpyxl

    formulas: dict[tuple[str, int, int], str] = {}
    sizes: dict[str, tuple[int, int]] = {}
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # a lone cell far away would fill a million rows before it
        height = width = 0
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    height, width = max(height, cell.row), max(width, cell.column)
                    if cell.data_type == "f":
                        formulas[sheet.title, cell.row, cell.column] = str(cell.value)
            _require_few(height * width)
        sizes[sheet.title] = height, width
    _require_few(sum(height * width for height, width in sizes.values()))
    book.close()
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
    sheets = [_xlsx_sheet(sheet, sizes[sheet.title], formulas) for sheet in book.worksheets]
    return _told(sheets, links=sum(bool(ELSEWHERE.search(formula)) for formula in formulas.values()))


def _xlsx_sheet(sheet: "Worksheet", size: tuple[int, int], formulas: dict[tuple[str, int, int], str]) -> ToldSheet:
    def packed(row: int, column: int) -> Packed | None:
        cell = sheet.cell(row + 1, column + 1)
        has_formula = (sheet.title, row + 1, column + 1) in formulas
        if cell.data_type == "e":
            return (str(cell.value), "error", has_formula, True)
        return _packed(cell.value, cell.number_format, has_formula=has_formula)

    columns = ((about.min or 1, about.max or 0) for about in sheet.column_dimensions.values() if about.hidden)
    return {
        "name": sheet.title,
        "rows": _rows(*size, packed),
        "merged": [(one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1) for one in sheet.merged_cells],
        "hidden_rows": sorted(number - 1 for number, about in sheet.row_dimensions.items() if about.hidden),
        "hidden_columns": [number - 1 for first, last in columns for number in range(first, min(last, size[1]) + 1)],
        "is_hidden": sheet.sheet_state != "visible",
    }


def _xls(content: bytes) -> Told:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=StringIO())
    except xlrd.biffh.XLRDError as error:
        raise Refused("password" if "encrypted" in str(error) else "broken") from error
    _require_few(sum(sheet.nrows * sheet.ncols for sheet in book.sheets()))
    return _told([_xls_sheet(book, sheet) for sheet in book.sheets()])


def _xls_sheet(book: "xlrd.Book", sheet: "xlrd.sheet.Sheet") -> ToldSheet:
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code
    from xlrd.xldate import xldate_as_datetime

    def packed(row: int, column: int) -> Packed | None:
        cell = sheet.cell(row, column)
        if cell.ctype == XL_CELL_ERROR:
            return (error_text_from_code.get(int(cell.value), "#REF!"), "error", False, True)
        if cell.ctype == XL_CELL_DATE:
            return _packed(xldate_as_datetime(float(cell.value), book.datemode), "")
        if cell.ctype == XL_CELL_BOOLEAN:
            return _packed(bool(cell.value), "")
        number_format = book.format_map[book.xf_list[cell.xf_index or 0].format_key].format_str
        return _packed(cell.value, number_format if cell.ctype == XL_CELL_NUMBER else "")

    return {
        "name": sheet.name,
        "rows": _rows(sheet.nrows, sheet.ncols, packed),
        "merged": [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        "hidden_rows": sorted(number for number, about in sheet.rowinfo_map.items() if about.hidden),
        "hidden_columns": sorted(number for number, about in sheet.colinfo_map.items() if about.hidden),
        "is_hidden": bool(sheet.visibility),
    }


def _calamine(content: bytes) -> Told:
    """What is stored of OpenDocument and binary workbooks; formats are not read."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("broken") from error
    hidden = {about.name for about in book.sheets_metadata if str(about.visible) != "SheetVisibleEnum.Visible"}
    sheets = [_calamine_sheet(book.get_sheet_by_name(name), name in hidden) for name in book.sheet_names]
    return _told(sheets, has_formats=False)


def _calamine_sheet(sheet: "CalamineSheet", is_hidden: bool) -> ToldSheet:
    last_row, last_column = sheet.end or (-1, -1)  # its total height and width count one less
    _require_few((last_row + 1) * (last_column + 1))
    values = sheet.to_python(skip_empty_area=False)

    def packed(row: int, column: int) -> Packed | None:
        value = values[row][column] if column < len(values[row]) else ""
        if isinstance(value, str) and re.fullmatch(r"#[A-Z0-9/]+[!?]?", value):
            return (value, "error", False, True)
        return _packed(value, "")

    width = max(map(len, values), default=0)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return {
        "name": sheet.name,
        "rows": _rows(len(values), width, packed),
        "merged": merged,
        "hidden_rows": [],
        "hidden_columns": [],
        "is_hidden": is_hidden,
    }


READERS: dict[str, Callable[[bytes], Told]] = {"xlsx": _xlsx, "xls": _xls, "xlsb": _calamine, "ods": _calamine}


def _text(content: bytes, encoding: str, separator: str) -> Told:
    import pandas

    encoding = encoding or _encoding_of(content)
    try:
        text = content.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused("encoding", encoding=encoding) from error
    separator = separator or max(SEPARATORS, key=lambda sign: _likelihood(text, sign))
    width = max(line.count(separator) for line in text.split("\n")) + 1
    _require_few(width * (text.count("\n") + 1))
    table = pandas.read_csv(
        StringIO(text), sep=separator, header=None, names=range(width), dtype=str, keep_default_na=False,
        skip_blank_lines=False, engine="python", encoding=None,
    ).fillna("")  # fmt: skip
    values = table.to_numpy().tolist()
    rows = _rows(len(values), width, lambda row, column: _packed(values[row][column], ""))
    sheet: ToldSheet = {
        "name": "", "rows": rows, "merged": [], "hidden_rows": [], "hidden_columns": [], "is_hidden": False
    }  # fmt: skip
    return _told([sheet], encoding=encoding, separator=separator)


def _encoding_of(content: bytes) -> str:
    """UTF-8 and UTF-16 say what they are; what else a Chinese or an English office writes is GB 18030."""
    if content.startswith(UTF_16):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _likelihood(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines have as many of a sign as most of them have, if they have any."""
    counts = [line.count(separator) for line in text.split("\n")[:50] if line.strip()]
    most = max(set(counts) - {0}, key=counts.count, default=0)
    return (counts.count(most), most) if most else (0, 0)


# Cells ------------------------------------------------------------------------------------------
def _rows(height: int, width: int, packed: Packing) -> list[list[Packed | None]]:
    """All cells, without the empty rows and columns at the end."""
    rows = [[packed(row, column) for column in range(width)] for row in range(height)]
    while rows and not any(rows[-1]):
        rows.pop()
    used = max((column + 1 for row in rows for column, cell in enumerate(row) if cell), default=0)
    return [row[:used] for row in rows]


def _packed(value: object, number_format: str, *, has_formula: bool = False) -> Packed | None:
    """A cell; None where nothing is there."""
    if value is None or value == "":
        return ("", "", True, False) if has_formula else None
    if isinstance(value, bool):
        return (str(value).upper(), "truth", has_formula, True)
    if isinstance(value, int | float):
        return (shown(value, number_format), "number", has_formula, True)
    if isinstance(value, datetime):
        text = value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
        return (text, "date", has_formula, True)
    if isinstance(value, date):
        return (value.isoformat(), "date", has_formula, True)
    return (str(value), "text", has_formula, True)


def _require_few(count: int) -> None:
    if count > MOST_CELLS:
        raise Refused("cells", most=MOST_CELLS)


if __name__ == "__main__":
    sys.exit(main())
