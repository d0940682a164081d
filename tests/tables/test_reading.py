"""Does every cell of every kind of file become the text that a person sees in it?"""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tables.kinds import Refused
from tables.reading import told_of
from tests.tables.books import OLD, book, open_document, saved, texts


def cells(content):
    return told_of(content)["sheets"][0]["rows"]


def test_each_cell_says_its_kind():
    rows = cells(book(["Text", 12.5, True, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "#N/A", None, "end"]))
    assert rows == [
        [
            ("Text", "text", False, True),
            ("12.5", "number", False, True),
            ("TRUE", "truth", False, True),
            ("2026-03-01", "date", False, True),
            ("2026-03-01 09:30", "date", False, True),
            ("#N/A", "error", False, True),
            None,
            ("end", "text", False, True),
        ]
    ]


def test_a_number_stands_as_its_format_shows_it():
    content = book([0.955, 1200, 126000, "1,200"], formats={"A1": "0.0%", "B1": '"¥"#,##0.00', "C1": '0!.0,"万"'})
    assert texts(content) == [["95.5%", "¥1200", "12.6万", "1,200"]]


def test_a_text_that_looks_like_a_number_stays_as_it_is():
    assert texts(book(["007", "1E5", "3-4", " x "])) == [["007", "1E5", "3-4", " x "]]


def test_a_formula_without_its_result_says_so():
    assert cells(book([1, 2, "=A1+B1"])) == [
        [("1", "number", False, True), ("2", "number", False, True), ("", "", True, False)]
    ]


def test_hidden_and_merged_places_are_told():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A1:B1")

    sheet = told_of(book(["a", None, 1], ["b", 2, 3], then=hide))["sheets"][0]
    assert (sheet["hidden_rows"], sheet["hidden_columns"], sheet["merged"]) == ([1], [1], [(0, 0, 0, 1)])


def test_a_group_of_hidden_columns_is_told_column_by_column():
    def hide(sheet):
        sheet.column_dimensions.group("B", "C", hidden=True)

    assert told_of(book(["a", "b", "c", "d"], then=hide))["sheets"][0]["hidden_columns"] == [1, 2]


def test_hidden_sheets_are_read_and_told():
    made = Workbook()
    made.active.append(["seen"])
    made.create_sheet("Old").append(["hidden"])
    made["Old"].sheet_state = "hidden"
    sheets = told_of(saved(made))["sheets"]
    assert [(sheet["name"], sheet["is_hidden"]) for sheet in sheets] == [("Sheet", False), ("Old", True)]


def test_links_to_other_files_are_counted_and_not_followed():
    told = told_of(book(["='[prices.xlsx]2026'!B2", "=[other.xlsx]Sheet1!A1", "=A1"]))
    assert told["links"] == 2


def test_empty_rows_and_columns_at_the_end_are_left_out():
    assert texts(book(["a", None, None], [None], ["b", "c", None])) == [["a", ""], ["", ""], ["b", "c"]]


def test_an_old_workbook_is_read():
    told = told_of(OLD.read_bytes())
    assert told["has_formats"]
    assert (told["sheets"][0]["merged"], told["sheets"][0]["hidden_rows"], told["sheets"][0]["hidden_columns"]) == (
        [(0, 0, 0, 3)],
        [3],
        [2],
    )
    assert texts(OLD.read_bytes()) == [
        ["客服平台报价", "", "", ""],
        ["项目", "供应商甲", "供应商乙", "日期"],
        ["可用性", "95%", "99.95%", "2026-03-04"],
        ["订阅", "¥126000", "TRUE", ""],
        ["合计", "", "", ""],
    ]


def test_an_open_document_brings_numbers_without_their_formats():
    told = told_of(open_document(["Item", "Year 1"], ["K02", 0.95]))
    assert not told["has_formats"]
    assert told["sheets"][0]["name"] == "Prices"
    assert texts(open_document(["Item", "Year 1"], ["K02", 0.95])) == [["Item", "Year 1"], ["K02", "0.95"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_read_in_its_encoding(encoding):
    told = told_of("项目,金额\n许可,12.6万\n".encode(encoding))
    assert texts("项目,金额\n许可,12.6万\n".encode(encoding)) == [["项目", "金额"], ["许可", "12.6万"]]
    assert told["encoding"] == encoding.removesuffix("-sig")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_text_file_is_split_where_its_lines_agree(separator):
    text = f"Item{separator}Note\nK02{separator}NA\n\nK05{separator}null\n"
    assert texts(text.encode()) == [["Item", "Note"], ["K02", "NA"], ["", ""], ["K05", "null"]]
    assert told_of(text.encode())["separator"] == separator


def test_decimal_commas_do_not_split_what_semicolons_split():
    assert texts(b"K02;1,5;2,5\nK05;1,0;3,5\n") == [["K02", "1,5", "2,5"], ["K05", "1,0", "3,5"]]


def test_encoding_and_separator_can_be_said():
    content = "a;b,c,d".encode("utf-16")
    assert texts(content) == [["a;b", "c", "d"]]
    assert texts(content, encoding="utf-16", separator=";") == [["a", "b,c,d"]]


@pytest.mark.parametrize("encoding", ["utf-8", "no-such-letters"])
def test_letters_of_another_encoding_are_refused(encoding):
    with pytest.raises(Refused) as refusal:
        told_of("金额".encode("gb18030"), encoding)
    assert (refusal.value.code, refusal.value.params) == ("encoding", {"encoding": encoding})


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr("tables.reading.MOST_CELLS", 5)
    for content in (book([1, 2, 3], [4, 5, 6]), open_document([1, 2, 3], [4, 5, 6]), b"1,2,3\n4,5,6", OLD.read_bytes()):
        with pytest.raises(Refused) as refusal:
            told_of(content)
        assert (refusal.value.code, refusal.value.params) == ("cells", {"most": 5})


def test_a_lone_cell_far_away_counts_all_before_it():
    def far(sheet):
        sheet["XFD1048576"] = 1

    with pytest.raises(Refused) as refusal:
        told_of(book(["a"], then=far))
    assert refusal.value.code == "cells"
