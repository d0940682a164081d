"""Does a file beside the box bring the same facts and costs as a pasted block, and say what it cannot?"""

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from selection import opening
from tables.turns import turn
from tables.workbook import MOST_UNPACKED
from tests.tables.books import archive, book, saved
from tests.vendors.builders import measured, vendor
from vendors.models import CostLine, Fact

FACTS = {"block": "", "level": "documented", "source": "sheet", "take": "1"}
COSTS = {"block": "", "unit": "one", "scenario": "*", "take": "1"}


def sent(content, name="quotes.xlsx"):
    return SimpleUploadedFile(name, content)


def field(page, name):
    """What a hidden field of the page holds."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def box(page):
    found = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page.content.decode(), re.S)
    return found[1]


@pytest.fixture
def of_facts(site, cast):
    vendor(cast.bo, "Yunqiao")
    measured(cast.selection)
    return site


def two_sheets():
    made = Workbook()
    made.active.title = "Prices"
    made.active.append(["nothing", "here"])
    facts = made.create_sheet("Facts")
    facts.append(["", "A"])
    facts.append(["F-CH-01", 12])
    facts.sheet_state = "hidden"
    return saved(made)


def test_a_file_goes_into_the_box_and_is_read_from_there(of_facts, words):
    page = of_facts.post("facts_preview", **FACTS, file=sent(book([None], [None, "", "A"], [None, "F-CH-01", 12])))
    assert page.status_code == 200
    assert box(page) == "\tA\nF-CH-01\t12"
    assert "1 value recognised" in words(page)
    assert "Read: quotes.xlsx" in words(page)
    assert not Fact.objects.exists()
    again = {**FACTS, "block": box(page), "write": "1"}
    del again["take"]
    assert of_facts.post("facts_paste", **again).status_code == 302
    assert [fact.value for fact in Fact.objects.all()] == ["12"]


def test_of_several_sheets_one_is_chosen_and_none_is_guessed(of_facts, words):
    page = of_facts.post("facts_preview", **FACTS | {"block": "typed"}, file=sent(two_sheets()))
    assert (page.status_code, box(page)) == (200, "typed")
    assert "Choose a sheet Prices Facts (hidden)" in words(page)
    taken = of_facts.post("facts_preview", **FACTS, kept=field(page, "kept"), sheet="1")
    assert box(taken) == "\tA\nF-CH-01\t12"
    assert "The sheet is hidden in the file." in words(taken)
    edited = {**FACTS, "block": "\tA\nF-CH-01\t14", "kept": field(taken, "kept"), "sheet": "1"}
    del edited["take"]
    assert box(of_facts.post("facts_preview", **edited)) == "\tA\nF-CH-01\t14"
    forged = field(page, "kept")[:-2] + "xx"
    assert box(of_facts.post("facts_preview", **FACTS | {"block": "typed"}, kept=forged, sheet="1")) == "typed"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4", "This is a PDF file. Choose the spreadsheet it was made from."),
        (b"x," * 300_001, "The file has more than 300000 cells. Keep only the sheets that are needed."),
        (b"x" * (20 * 2**20 + 1), "The file has 21 MB; 20 MB is the most."),
    ],
)
def test_a_refused_file_leaves_what_was_typed(of_facts, words, content, said):
    page = of_facts.post("facts_preview", **FACTS | {"block": "\tA\nF-CH-01\t7"}, file=sent(content))
    assert page.status_code == 422
    assert said in words(page)
    assert box(page) == "\tA\nF-CH-01\t7"


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("made", "name", "said"),
    [
        (lambda: archive({"xl/workbook.xml": bytes(MOST_UNPACKED + 1)}), "a.xlsx", "Unpacked the file has 201 MB"),
        (lambda: archive({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "a.xlsm", "The file holds macros"),
        (lambda: archive({"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "a.xlsx", "The file holds macros"),
        (lambda: b"%PDF-1.7" + bytes(2**20), "a.xlsx", "This is a PDF file."),
        (lambda: b"%PDF-1.7", "a.csv", "This is a PDF file."),
    ],
    ids=["a bomb", "macros", "macros by another name", "a renamed PDF", "a PDF as text"],
)
def test_what_is_no_table_is_refused_by_name_whatever_it_is_called(of_facts, words, made, name, said):
    page = of_facts.post("facts_preview", **FACTS | {"block": "\tA\nF-CH-01\t7"}, file=sent(made(), name))
    assert (page.status_code, box(page)) == (422, "\tA\nF-CH-01\t7")
    assert said in words(page)
    assert not Fact.objects.exists()


def test_a_workbook_of_many_megabytes_is_read(of_facts):
    """As one that holds pictures, which nobody reads."""
    content = book(["", "A"], ["F-CH-01", 12])
    with ZipFile(held := BytesIO(content), "a") as packed:
        packed.writestr("xl/media/image1.png", bytes(19 * 2**20))
    page = of_facts.post("facts_preview", **FACTS, file=sent(held.getvalue()))
    assert (page.status_code, box(page)) == (200, "\tA\nF-CH-01\t12")


def test_a_sheet_that_is_too_large_for_the_box_is_named(of_facts, words):
    made = Workbook()
    made.active.title = "Log"
    for number in range(501):
        made.active.append([number])
    page = of_facts.post("facts_preview", **FACTS | {"block": "typed"}, file=sent(saved(made)))
    assert (page.status_code, box(page)) == (422, "typed")
    assert "The sheet “Log” is too large: 501 rows and 1 columns; 500 × 40 is the most." in words(page)


def test_who_finds_all_readers_at_work_is_asked_to_come_again(of_facts, words, monkeypatch, settings):
    monkeypatch.setattr(opening, "WAIT", 0)
    settings.TABLE_READERS = 1
    with turn(settings.DATA_DIR / "reading", most=1, wait=30):
        page = of_facts.post("facts_preview", **FACTS | {"block": "\tA\nF-CH-01\t7"}, file=sent(b"a,b"))
    assert (page.status_code, box(page)) == (503, "\tA\nF-CH-01\t7")
    assert "1 file is being read at this moment. Choose yours again a little later; what you typed is kept." in words(
        page
    )


def test_encoding_and_separator_of_a_text_file_are_shown_and_can_be_changed(of_facts, words):
    content = "指标;A,本期\nF-CH-01;12".encode("gb18030")
    page = of_facts.post("facts_preview", **FACTS, file=sent(content, "facts.csv"))
    assert box(page) == "指标\tA,本期\nF-CH-01\t12"
    assert re.findall(r'<option value="([^"]*)" selected>', page.content.decode())[:2] == ["gb18030", ";"]
    how = {"kept": field(page, "kept"), "sheet": "0", "encoding": "gb18030", "separator": ","}
    assert box(of_facts.post("facts_preview", **FACTS, **how)) == "指标;A\t本期\nF-CH-01;12\t"
    wrong = of_facts.post("facts_preview", **FACTS, **how | {"encoding": "utf-8"})
    assert "The letters of the file are not utf-8. Choose another encoding." in words(wrong)


def test_what_the_cells_do_not_tell_stands_beside_them(of_facts, words):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    content = book(["", "A", "x"], ["F-CH-01", "=[prices.xlsx]S!A1"], ["", "", 3], then=hide)
    page = words(of_facts.post("facts_preview", **FACTS, file=sent(content)))
    assert "no result of the formulas in B2, so these cells stay empty" in page
    assert "Hidden in the file, and read: rows 3." in page
    assert "Hidden in the file, and read: columns C." in page
    assert "1 formula refers to another file, which is never opened" in page


def test_costs_come_from_a_file_as_their_cells_show_them(site, cast, words):
    vendor(cast.bo)
    content = book(
        ["Item", "Label", "In the quote", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5"],
        ["K01", "Seats", "yes", 126000, 1, 1, 1, 1],
        formats={"D2": '0!.0,"万"'},
    )
    page = site.post("cost_lines_preview", "A", **COSTS, file=sent(content))
    assert page.status_code == 200
    assert "12.6万" in box(page)
    assert "1 cost recognised" in words(page)
    assert not CostLine.objects.exists()
    cast.bo.refresh_from_db()
    assert cast.bo.prices_seen_at  # who tries it has seen what stands in it
    again = {**COSTS, "block": box(page), "write": "1"}
    assert site.post("cost_lines_paste", "A", **again).status_code == 302
    assert CostLine.objects.get(year=1).amount == Decimal(12_600_000)


@pytest.mark.parametrize("name", ["eva", "otto"])
def test_who_may_not_write_may_not_have_a_file_read(of_facts, name):
    of_facts.as_(name)
    assert of_facts.post("facts_preview", **FACTS, file=sent(b"a")).status_code == 403
    assert of_facts.post("cost_lines_preview", "A", **COSTS, file=sent(b"a")).status_code == 403


def test_a_file_is_not_written_unseen(of_facts, words):
    block = {**FACTS, "block": "\tA\nF-CH-01\t7", "write": "1"}
    page = of_facts.post("facts_paste", **block, file=sent(b"a"))
    assert page.status_code == 422
    assert "The file has not been read yet" in words(page)
    assert not Fact.objects.exists()


def test_an_empty_workbook_to_fill_in_goes_to_who_may_write(of_facts):
    for place in (("facts_empty",), ("cost_lines_empty", "A")):
        answer = of_facts.as_("bo").get(*place)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
        assert of_facts.as_("otto").get(*place).status_code == 403
