"""How is a workbook written in which people fill in some cells, each held to what may stand there?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tables.writing import A4, HEAD_FILL, MUTED, PRODUCT, RULE, sheet_names

FILL, WARN = "#FFFDF4", "#FFD9A0"
HEIGHT = 32  # of a line: two lines of text
ABOUT_WIDTH = 90


@dataclass(frozen=True)
class Column:
    """A column; what is open may be filled in, with a choice, a whole number or a text."""

    head: str
    width: int
    is_open: bool = False
    is_small: bool = False  # what the product reads, and people need not
    choices: Sequence[str] = ()
    numbers: tuple[int, int] | None = None
    longest: int = 0
    refusal: str = ""  # what the table program says of anything else


@dataclass(frozen=True)
class Line:
    """The cells of a line, and what is said beside some of them, by their column."""

    cells: Sequence[str | int | None]
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A sheet to fill in; `warnings` are by column the formula, of the first line, that makes its cells stand out."""

    name: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    warnings: Mapping[int, str] = field(default_factory=dict)


def form_workbook(form: Form, *, about: tuple[str, Sequence[str]], code: str, made: date, mark: str = "") -> bytes:
    """The sheet, protected but for what is open, and a second one that says how it is filled in."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})  # no temporary file on the disk
    book.set_properties({"title": code, "author": PRODUCT, "created": datetime(made.year, made.month, made.day)})
    names = sheet_names([form.name, about[0]])
    page = book.add_worksheet(names[0])
    _write(page, form, book)
    _hold(page, form, book)
    _print(page, mark)
    _tell(book.add_worksheet(names[1]), about[1], book)
    book.close()
    return content.getvalue()


def cell_name(column: int, row: int = 1) -> str:
    """How a formula of a whole column names the cell of its own line."""
    return f"${xl_col_to_name(column)}{row + 1}"


def _write(page: Worksheet, form: Form, book: Workbook) -> None:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": HEAD_FILL, "bottom": 1, "bottom_color": RULE}
    heads = {small: book.add_format(head | ({"font_size": 7} if small else {})) for small in (False, True)}
    looks = [_look(book, column) for column in form.columns]
    for place, column in enumerate(form.columns):
        page.write_string(0, place, column.head, heads[column.is_small])
        page.set_column(place, place, column.width)
    for row, line in enumerate(form.lines, start=1):
        page.set_row(row, HEIGHT)
        for place, content in enumerate(line.cells):
            if content is None:
                page.write_blank(row, place, None, looks[place])
            elif isinstance(content, int):
                page.write_number(row, place, content, looks[place])
            else:
                page.write_string(row, place, content, looks[place])
        for place, note in line.notes.items():
            page.write_comment(row, place, note, {"author": PRODUCT, "x_scale": 2.6, "y_scale": 2.4})


def _look(book: Workbook, column: Column) -> Format:
    look = {"valign": "top", "text_wrap": not column.is_small, "border": 1, "border_color": RULE}
    if column.is_open:
        look |= {"locked": False, "bg_color": FILL}
    if column.is_small:
        look |= {"font_size": 7, "font_color": MUTED}
    if not column.numbers:
        look["num_format"] = "@"
    return book.add_format(look)


def _hold(page: Worksheet, form: Form, book: Workbook) -> None:
    """What may stand in the open columns, and nothing elsewhere."""
    last = max(len(form.lines), 1)
    for place, column in enumerate(form.columns):
        options = _validation(column)
        if options:
            page.data_validation(1, place, last, place, options | {"error_message": column.refusal})
    warning = book.add_format({"bg_color": WARN})
    for place, formula in form.warnings.items():
        page.conditional_format(1, place, last, place, {"type": "formula", "criteria": formula, "format": warning})
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})


def _validation(column: Column) -> dict[str, object]:
    if column.choices:
        return {"validate": "list", "source": list(column.choices)}
    if column.numbers:
        least, most = column.numbers
        return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
    return {"validate": "length", "criteria": "<=", "value": column.longest} if column.longest else {}


def _print(page: Worksheet, mark: str) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)  # one page wide, as many high as it takes
    page.repeat_rows(0)
    page.set_footer(f"&L&A&C{mark}&R&P / &N")


def _tell(page: Worksheet, sentences: Sequence[str], book: Workbook) -> None:
    look = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, ABOUT_WIDTH)
    for row, sentence in enumerate(sentences):
        page.write_string(row, 0, sentence, look)
    page.protect()
