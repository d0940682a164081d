"""Which block does each sheet of a file make, and what should its reader be told about it?"""

import hashlib
import zlib
from base64 import b64decode, b64encode
from typing import TypedDict

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from selection.bringing.block import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from selection.opening import opened
from tables.block import block_of
from tables.finding import Merged
from tables.workbook import Cell, Sheet, Workbook

SALT = "selection.bringing.from_file"
MOST_KEPT = 900_000  # characters that travel with the page between choosing a file and a sheet of it
MOST_NAMED = 12


class OfferedSheet(TypedDict):
    """A sheet as a block, and the sentences that belong beside it; or why it makes none."""

    name: str
    is_hidden: bool
    text: str
    merged: list[Merged] | None  # by their places in the text; None where the file does not tell
    notes: list[str]
    refusal: str


class Offered(TypedDict):
    """What a file offers; of a text file also how it was read, and its bytes, to read it another way."""

    file: str
    sha256: str  # of its bytes
    sheets: list[OfferedSheet]
    encoding: str
    separator: str
    content: str


def offered(name: str, content: bytes, *, encoding: str = "", separator: str = "") -> Offered:
    """What a file offers; one that cannot be read, or holds nothing, is refused."""
    book = opened(content, encoding=encoding, separator=separator)
    sheets = sheets_of(book)
    if not sheets:
        raise ValidationError(_("There is nothing in the file."))
    known: Offered = {
        # Of a long name the end, which has the kind of the file.
        "file": name[-200:],
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheets": sheets,
        "encoding": book.encoding,
        "separator": book.separator,
        # Only a text can be read in another way.
        "content": b64encode(content).decode() if book.encoding else "",
    }
    return _fitting(known)


def _fitting(known: Offered) -> Offered:
    """As much as can travel with a page: what does not fit is named by its sheet, and cannot be chosen."""
    left = MOST_KEPT
    for sheet in known["sheets"]:
        weight = _weight(sheet["text"])
        if weight > left:
            words = _("“%(name)s” does not fit beside the other sheets. Keep only those that are needed in the file.")
            sheet["text"], sheet["refusal"] = "", words % {"name": sheet["name"] or known["file"]}
        else:
            left -= weight
    if _weight(known["content"]) > left:  # then it cannot be read in another way
        known["content"] = ""
    return known


def _weight(text: str) -> int:
    """How many characters it takes as it travels: packed, and three bytes in four letters."""
    return len(zlib.compress(text.encode(), 1)) * 4 // 3


def again(known: Offered, *, encoding: str, separator: str) -> Offered:
    """The same text file, read another way."""
    return offered(known["file"], b64decode(known["content"]), encoding=encoding, separator=separator)


def packed(known: Offered) -> str:
    """As it travels with the page; signed, so that nothing else is ever unpacked."""
    text = signing.dumps(known, salt=SALT, compress=True)
    if len(text) > MOST_KEPT:
        raise ValidationError(_("The file holds too much to choose from. Keep only the sheets that are needed."))
    return text


def unpacked(text: str) -> Offered | None:
    try:
        known: Offered = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return known


def sheets_of(book: Workbook) -> list[OfferedSheet]:
    """Those that hold anything."""
    return [_offered(sheet, book) for sheet in book.sheets if sheet.rows]


def _offered(sheet: Sheet, book: Workbook) -> OfferedSheet:
    top, left = _corner(sheet)
    rows = [row[left:] for row in sheet.rows[top:]]
    refusal = _too_large(sheet.name, rows)
    return {
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "text": "" if refusal else block_of([[cell.text for cell in row] for row in rows]),
        "merged": _merged(sheet, top, left) if book.has_formats and not book.encoding else None,
        "notes": _notes(sheet, book),
        "refusal": refusal,
    }


def _too_large(name: str, rows: list[tuple[Cell, ...]]) -> str:
    """Why no box takes the sheet."""
    size = {"rows": len(rows), "columns": len(rows[0]), "most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS}
    if size["rows"] > MOST_ROWS or size["columns"] > MOST_COLUMNS:
        words = _("%(rows)s rows and %(columns)s columns; %(most_rows)s × %(most_columns)s is the most.") % size
    elif (count := sum(len(cell.text) for row in rows for cell in row)) > MOST_CHARACTERS:
        words = _("%(count)s characters; %(most)s is the most.") % {"count": count, "most": MOST_CHARACTERS}
    else:
        return ""
    return _("The sheet “%(name)s” is too large: %(size)s") % {"name": name, "size": words} if name else words


def _corner(sheet: Sheet) -> tuple[int, int]:
    """The first row and the first column with anything in them; a result that is not stored is something."""
    top = next(index for index, row in enumerate(sheet.rows) if any(map(_is_something, row)))
    return top, min(column for row in sheet.rows for column, cell in enumerate(row) if _is_something(cell))


def _merged(sheet: Sheet, top: int, left: int) -> list[Merged]:
    """What begins before the corner is empty."""
    return [
        (first - top, begin - left, last - top, end - left)
        for first, begin, last, end in sheet.merged
        if first >= top and begin >= left and first < len(sheet.rows)
    ]


def _is_something(cell: Cell) -> bool:
    return bool(cell.text) or cell.has_formula


def _notes(sheet: Sheet, book: Workbook) -> list[str]:
    """What the cells alone do not tell."""
    cells = [((row, column), cell) for row, line in enumerate(sheet.rows) for column, cell in enumerate(line)]
    uncomputed = [xl_rowcol_to_cell(*place) for place, cell in cells if not cell.is_computed]
    places = [place for place, cell in cells if _is_something(cell)]
    rows = [str(row + 1) for row in sorted(sheet.hidden_rows & {row for row, _column in places})]
    columns = [xl_col_to_name(each) for each in sorted(sheet.hidden_columns & {column for _row, column in places})]
    found = []
    if sheet.is_hidden:
        found.append(_("The sheet is hidden in the file."))
    if uncomputed:
        words = _(
            "The file holds no result of the formulas in %(cells)s, so these cells stay empty. Open it in a "
            "spreadsheet, save it, and choose it again."
        )
        found.append(words % {"cells": _named(uncomputed)})
    if rows:
        found.append(_("Hidden in the file, and read: rows %(rows)s.") % {"rows": _named(rows)})
    if columns:
        found.append(_("Hidden in the file, and read: columns %(columns)s.") % {"columns": _named(columns)})
    return found + _notes_of_book(book)


def _notes_of_book(book: Workbook) -> list[str]:
    found = []
    if book.links:
        words = ngettext(
            "%(count)s formula refers to another file, which is never opened; the result stored here is read.",
            "%(count)s formulas refer to other files, which are never opened; the results stored here are read.",
            book.links,
        )
        found.append(words % {"count": book.links})
    if not book.has_formats:
        found.append(_("Files of this kind do not tell percentages and currencies. Look at them, or save it as .xlsx."))
    return found


def _named(places: list[str]) -> str:
    """The first ones, and that there are more."""
    more = ["…"] if len(places) > MOST_NAMED else []
    return pgettext("list", ", ").join(places[:MOST_NAMED] + more)
