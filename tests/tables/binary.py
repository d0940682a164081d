"""A binary workbook (.xlsb) as small as one can be, record by record."""

import struct

from tests.tables.books import archive

SHEETS, END_OF_SHEETS, SHEET, END_OF_BOOK = 143, 144, 156, 132
SIZE, ROWS, END_OF_ROWS, ROW, NUMBER, TEXT = 148, 145, 146, 0, 5, 6
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}" Target="worksheets/sheet1.bin"/></Relationships>'
)


def binary_workbook(*rows):
    """An .xlsb file of one sheet."""
    book = _record(SHEETS) + _record(SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text("报价"))
    book += _record(END_OF_SHEETS) + _record(END_OF_BOOK)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(SIZE, size) + _record(ROWS)
    for number, row in enumerate(rows):
        sheet += _record(ROW, struct.pack("<I", number) + bytes(13))
        sheet += b"".join(_cell(column, value) for column, value in enumerate(row))
    members = {"xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": RELATIONS}
    return archive(members | {"xl/worksheets/sheet1.bin": sheet + _record(END_OF_ROWS)})


def _cell(column, value):
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(TEXT, place + _text(value))
    return _record(NUMBER, place + struct.pack("<d", value))


def _record(kind, content=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length = len(content)
    assert length < 128
    return head + bytes([length]) + content


def _text(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
