"""What do the tests of the offline sheet take along, fill in and read?"""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from scoring.offline import taking
from scoring.offline.lines import lines_of
from tables.reading import told_of
from tables.workbook import _unpacked
from tests.tables.books import saved

PLACES = {"points": taking.POINTS, "na": taking.NOT_APPLICABLE, "level": taking.LEVEL, "why": taking.REASON}
ADDRESS = reverse("score_offline", args=["S-0001"])


def taken(client):
    """The workbook as a person gets it."""
    answer = client.get(f"{ADDRESS}workbook/")
    assert answer.status_code == 200
    return answer.content


def opened(content):
    return load_workbook(BytesIO(content))


def place(book, criterion, vendor):
    """The row of a cell."""
    [row] = [
        row[0].row
        for row in book.worksheets[0].iter_rows(min_row=2)
        if (row[taking.CODE].value, row[taking.LETTER].value) == (criterion, vendor)
    ]
    return row


def filled(content, cells):
    """The same with `cells` by (criterion, vendor)."""
    book = opened(content)
    for (criterion, vendor), texts in cells.items():
        row = place(book, criterion, vendor)
        for name, text in texts.items():
            book.worksheets[0].cell(row, PLACES.get(name, name) + 1).value = text
    return saved(book)


def read(content, member, round=1):
    """As the reader does, in this process."""
    return lines_of(_unpacked(told_of(content)), member, round=round).found


def by_cell(content, member):
    return {(line.criterion, line.vendor): line for line in read(content, member)}


def upload(content, name="sheet.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}
