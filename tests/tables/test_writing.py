"""Does what is written for Excel and as CSV read back as what it was?"""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest

from tables.writing import Formula, Sheet, Shown, comma_separated, sheet_names, workbook

DAY = date(2026, 11, 30)
COMPUTED = ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "=1+1"]
PLAIN = ["0012", "1E5", "6/3", "http://example.org", "TRUE", "–", " x ", "第一行\n第二行"]


def written(*rows, head=("x",), **fields):
    return workbook([Sheet("表", head, rows, **fields)], code="S-0001", made=DAY)


def opened(content, **options):
    return openpyxl.load_workbook(BytesIO(content), **options)


def cells(content, **options):
    return [list(row) for row in opened(content, **options).worksheets[0].iter_rows(values_only=True)][1:]


@pytest.mark.parametrize("text", [*COMPUTED, *PLAIN])
def test_a_text_is_a_text(text):
    cell = opened(written([text])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix == (text in COMPUTED)


def test_numbers_are_numbers_with_their_decimals():
    numbers = [Decimal("-12.50"), Decimal(1_260_000), Decimal("0.001"), Decimal(0)]
    page = opened(written(numbers, head="abcd")).worksheets[0]
    assert [cell.value for cell in page[2]] == [-12.5, 1_260_000, 0.001, 0]
    assert [cell.number_format for cell in page[2]] == ["#,##0.00", "#,##0", "#,##0.000", "#,##0"]


def test_a_number_longer_than_a_cell_keeps_is_written_out():
    assert cells(written([Decimal("123456789012345.6"), Decimal("12345678901234.5")], head="ab")) == [
        ["123456789012345.6", 12345678901234.5]
    ]


def test_days_are_days_and_nothing_is_nothing():
    row = [DAY, datetime(2026, 11, 30, 18, 5), None]
    assert cells(written(row, head="abc")) == [[datetime(2026, 11, 30), datetime(2026, 11, 30, 18, 5), None]]


def test_a_formula_brings_its_result_along():
    content = written(
        [Decimal(2), Formula("=A2*3", Decimal("6.0")), Formula('=IF(A2=2,"yes","no")', "yes")], head="abc"
    )
    assert cells(content) == [[2, "=A2*3", '=IF(A2=2,"yes","no")']]
    assert cells(content, data_only=True) == [[2, 6, "yes"]]


def test_what_stands_back_is_grey_and_what_stands_out_is_bold():
    page = opened(written([Shown("a", is_muted=True), Shown(Decimal(1), is_strong=True), "b"], head="abc")).worksheets[
        0
    ]
    assert [(cell.font.b, cell.font.color.rgb if cell.font.color.type == "rgb" else "") for cell in page[2]] == [
        (False, "FF8A8A8A"),
        (True, ""),
        (False, ""),
    ]


def test_the_head_stays_and_is_printed_on_every_page():
    page = opened(written(["a", "b"], head="ab", fixed=1)).worksheets[0]
    setup = page.page_setup
    assert (page.freeze_panes, page.print_title_rows, setup.orientation, str(setup.paperSize)) == (
        "B2",
        "$1:$1",
        "landscape",
        "9",
    )
    assert (page.sheet_properties.pageSetUpPr.fitToPage, setup.fitToHeight) == (True, 0)


def test_nothing_is_hidden_in_the_file_and_nothing_leads_out_of_it():
    content = workbook([Sheet("a", ["x"], [["=1"]]), Sheet("b", ["y"], [[Formula("=a!A2", "=1")]])], code="S", made=DAY)
    names = ZipFile(BytesIO(content)).namelist()
    assert [name for name in names if any(part in name for part in ("vba", "external", "media", "comments"))] == []
    book = opened(content)
    assert ([page.sheet_state for page in book], dict(book.defined_names)) == (["visible", "visible"], {})
    said = book.properties
    assert (said.title, said.creator, said.lastModifiedBy, said.created) == (
        "S",
        "Touchstone",
        "Touchstone",
        datetime(2026, 11, 30),
    )
    assert [said.subject, said.keywords, said.category, said.description] == [None] * 4


def test_the_same_tables_make_the_same_bytes():
    assert written(["a", Decimal(1)], head="ab") == written(["a", Decimal(1)], head="ab")


def test_names_of_sheets_are_those_that_excel_takes():
    long = "一个很长很长很长很长很长很长很长很长很长很长很长很长很长的名字"
    found = sheet_names(["A/B: [1]", "a b   1", "''", "", long, long])
    assert found == ["A B   1", "a b   1 2", "–", "– 2", long[:31], f"{long[:29]} 2"]
    assert len({name.casefold() for name in found}) == len(found)


def test_csv_says_the_same_and_computes_nothing():
    row = ["=1+1", Decimal("-12.50"), DAY, None, Formula("=A1", Decimal(3), places=0), 'a "b", c']
    row.append(datetime(2026, 1, 2, 3, 4))
    content = comma_separated(Sheet("t", ["=x", *"bcdefg"], [row]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(content.decode("utf-8-sig")))) == [
        ["'=x", *"bcdefg"],
        ["'=1+1", "-12.50", "2026-11-30", "", "3", 'a "b", c', "2026-01-02 03:04"],
    ]


def test_a_mark_stands_on_every_printed_page_and_at_the_end_of_csv():
    sheet = Sheet("t", ["x"], [["a"]])
    page = opened(workbook([sheet], code="S", made=DAY, mark="Example")).worksheets[0]
    assert (page.oddFooter.center.text, page.oddFooter.left.text) == ("Example", "&A")
    assert comma_separated(sheet, mark="Example").decode("utf-8-sig").splitlines() == ["x", "a", "Example"]
