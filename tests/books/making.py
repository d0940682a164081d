"""How are workbooks made as offices keep them: by Excel, WPS and LibreOffice, as .xlsx, .xls, .ods and .csv?"""

import struct
from io import BytesIO

import xlsxwriter
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import range_boundaries

from tests.tables.books import OPEN_HEAD, OPEN_TAIL, SPREADSHEET, archive, book

LINE = Border(bottom=Side(style="thin"))
GREY = PatternFill("solid", fgColor="EEEEEE")
SECTOR = 512
LEAST = 8  # sectors: a smaller stream would stand elsewhere
PLAIN = 16  # looks that every such file has; the last is that of a cell
FREE, END, IS_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(*rows, merged=(), formats=None, hidden=(), styled_to=0):
    """An .xlsx file of one sheet; `hidden` names columns, and rows down to `styled_to` are empty but styled."""

    def finish(sheet):
        for place in merged:
            sheet.merge_cells(place)
        for column in hidden:
            sheet.column_dimensions[column].hidden = True
        for row in range(len(rows) + 1, styled_to + 1):
            sheet.cell(row, 1).border, sheet.cell(row, 2).fill = LINE, GREY

    return book(*rows, formats=formats, then=finish)


def computed(*rows, results, merged=(), formats=None):
    """An .xlsx file whose formulas are stored with their results, by their cell."""
    content = BytesIO()
    made = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = made.add_worksheet("报价")
    looks = {place: made.add_format({"num_format": code}) for place, code in (formats or {}).items()}
    for place in merged:
        sheet.merge_range(place, "")
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            place = f"{chr(65 + column)}{row + 1}"
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(row, column, value, looks.get(place), results[place])
            elif value is not None:
                sheet.write(row, column, value, looks.get(place))
    made.close()
    return content.getvalue()


def open_document(*rows, merged=()):
    """An .ods file of one sheet as LibreOffice ends it, with a million empty rows."""
    spans = {}
    for place in merged:
        left, top, right, bottom = range_boundaries(place)
        spans[top - 1, left - 1] = (bottom - top + 1, right - left + 1)

    def cell(place, value):
        if value is None:
            return "<table:table-cell/>"
        kind = "string" if isinstance(value, str) else "float"
        stored = "" if isinstance(value, str) else f' office:value="{value}"'
        if place in spans:
            down, across = spans[place]
            stored += f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
        return f'<table:table-cell office:value-type="{kind}"{stored}><text:p>{value}</text:p></table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(cell((row, column), value) for column, value in enumerate(line))}</table:table-row>"
        for row, line in enumerate(rows)
    )
    body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    body += ' table:number-columns-repeated="16384"/></table:table-row>'
    text = f'{OPEN_HEAD}<table:table table:name="Sheet1">{body}</table:table>{OPEN_TAIL}'
    return archive({"mimetype": SPREADSHEET, "content.xml": text, "META-INF/manifest.xml": "<manifest/>"})


def text_file(*rows, separator=",", encoding="gb18030"):
    """A .csv file as Excel saves it in an office that writes Chinese."""

    def quoted(value):
        text = "" if value is None else str(value)
        return '"{}"'.format(text.replace('"', '""')) if separator in text or '"' in text or "\n" in text else text

    return "\r\n".join(separator.join(map(quoted, row)) for row in rows).encode(encoding)


# The workbook of Excel 97: records in a stream, the stream in a file of its own folders ------------
def old_workbook(*rows, merged=(), formats=None, hidden=()):
    """An .xls file of one sheet."""
    codes = sorted(set((formats or {}).values()))
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    globals_ += _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", 1))
    for number, code in enumerate(codes, start=164):
        globals_ += _record(0x041E, struct.pack("<H", number) + _text(code, 2))
    for number in (*[0] * PLAIN, *range(164, 164 + len(codes))):
        globals_ += _record(0x00E0, struct.pack("<HHH", 0, number, 0) + bytes(14))
    end = _record(0x000A)
    name = _text("Sheet1", 1)
    start = len(globals_) + 4 + 6 + len(name) + len(end)
    globals_ += _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + end
    return _in_folders(globals_ + _sheet(rows, codes, merged=merged, formats=formats or {}, hidden=hidden))


def _sheet(rows, codes, *, merged, formats, hidden):
    found = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for letter in hidden:
        column = ord(letter) - 65
        found += _record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            code = formats.get(f"{chr(65 + column)}{row + 1}")
            place = struct.pack("<HHH", row, column, PLAIN + codes.index(code) if code else PLAIN - 1)
            if isinstance(value, str):
                found += _record(0x0204, place + _text(value, 2))
            elif value is not None:
                found += _record(0x0203, place + struct.pack("<d", value))
    if merged:
        ranges = [range_boundaries(place) for place in merged]
        packed = [struct.pack("<HHHH", t - 1, b - 1, le - 1, r - 1) for le, t, r, b in ranges]
        found += _record(0x00E5, struct.pack("<H", len(packed)) + b"".join(packed))
    return found + _record(0x000A)


def _record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def _text(text, width):
    """Its length in one or two bytes, then its letters, two bytes each."""
    return len(text).to_bytes(width, "little") + b"\x01" + text.encode("utf-16-le")


def _in_folders(stream):
    """Sector 0 is the table of sectors, 1 the folder, the rest the stream."""
    count = max(LEAST, -(-len(stream) // SECTOR))
    stream = stream.ljust(count * SECTOR, b"\0")
    following = [IS_TABLE, END, *range(3, count + 2), END]
    table = b"".join(struct.pack("<I", one) for one in following).ljust(SECTOR, b"\xff")
    assert len(table) == SECTOR
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    folder = _entry("Root Entry", 5, first=END, child=1) + _entry("Workbook", 2, first=2, size=len(stream))
    return head.ljust(SECTOR, b"\xff") + table + folder.ljust(SECTOR, b"\0") + stream


def _entry(name, kind, *, first, child=FREE, size=0):
    letters = (name + "\0").encode("utf-16-le")
    found = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, FREE, FREE, child)
    return found + bytes(36) + struct.pack("<III", first, size, 0)
