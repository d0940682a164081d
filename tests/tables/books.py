"""Which files do people choose as tables? Made here, byte by byte where no library makes them."""

import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from tables.reading import told_of

OLD = Path(__file__).parent / "files" / "quotes.xls"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
OPEN_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
)
OPEN_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def archive(members):
    """A zip file with these members."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return content.getvalue()


def book(*rows, formats=None, then=None):
    """An .xlsx file of one sheet; formats by cell name, and what else is done to the sheet."""
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    if then:
        then(sheet)
    return saved(made)


def saved(made):
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def open_document(*rows):
    """An .ods file of one sheet; a number is stored as one."""

    def cell(value):
        kind = "string" if isinstance(value, str) else "float"
        stored = "" if isinstance(value, str) else f' office:value="{value}"'
        return f'<table:table-cell office:value-type="{kind}"{stored}><text:p>{value}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    text = f'{OPEN_HEAD}<table:table table:name="Prices">{body}</table:table>{OPEN_TAIL}'
    return archive({"mimetype": SPREADSHEET, "content.xml": text, "META-INF/manifest.xml": "<manifest/>"})


def texts(content, **how):
    """What stands in the first sheet, row by row."""
    return [[cell[0] if cell else "" for cell in row] for row in told_of(content, **how)["sheets"][0]["rows"]]
