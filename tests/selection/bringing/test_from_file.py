"""Does each sheet of a file make the block that a copy of it would make, with what the cells alone do not tell?"""

from random import Random

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from selection.bringing import from_file
from selection.bringing.block import cells
from tables.workbook import Cell, Sheet, Workbook
from tests.tables.books import saved


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def of(*sheets, **about):
    return from_file.sheets_of(Workbook(sheets, **about))


def sheet(*rows, **about):
    return Sheet("S", tuple(tuple(Cell(text, "text") if text else Cell() for text in row) for row in rows), **about)


def test_empty_rows_and_columns_before_a_table_are_left_out():
    (found,) = of(sheet(["", "", ""], ["", "", "A"], ["", "F", "12"]))
    assert cells(found["text"]) == [["", "A"], ["F", "12"]]


def test_quotes_tabs_and_breaks_of_a_cell_stay_in_it():
    (found,) = of(sheet(['"Quick start', '24" screens', '"both"', "two\nlines", "a\tb"]))
    assert cells(found["text"]) == [['"Quick start', '24" screens', '"both"', "two lines", "a b"]]


def test_a_sheet_that_no_box_takes_says_so():
    (found,) = of(sheet(*[["x"] * 41]))
    assert (found["text"], found["refusal"]) == (
        "",
        "The sheet “S” is too large: 1 rows and 41 columns; 500 × 40 is the most.",
    )


def test_a_text_file_that_no_box_takes_has_no_sheet_to_name():
    (found,) = of(Sheet("", ((Cell("x", "text"),),) * 501))
    assert found["refusal"] == "501 rows and 1 columns; 500 × 40 is the most."


def test_a_sheet_of_more_text_than_the_box_takes_says_so():
    (found,) = of(sheet(["x" * 300_000, "y" * 200_001]))
    assert found["refusal"] == "The sheet “S” is too large: 500001 characters; 500000 is the most."


def test_a_kind_without_formats_says_so():
    (found,) = of(sheet(["a"]), has_formats=False)
    assert found["notes"] == [
        "Files of this kind do not tell percentages and currencies. Look at them, or save it as .xlsx."
    ]


def test_hidden_places_without_contents_are_not_named():
    (found,) = of(sheet(["a", ""], ["", ""], hidden_rows=frozenset({1}), hidden_columns=frozenset({1, 7})))
    assert found["notes"] == []


def test_many_places_are_counted_out():
    row = tuple(Cell("", "", has_formula=True, is_computed=False) for _ in range(14))
    (found,) = of(Sheet("S", (row,)))
    assert "A1, B1, C1, D1, E1, F1, G1, H1, I1, J1, K1, L1, …, so" in found["notes"][0]


def test_a_sheet_without_contents_is_not_offered():
    assert of(Sheet("S", ())) == []


def noise(count):
    return Random(count).randbytes(count).hex()


def test_of_many_sheets_those_travel_that_there_is_room_for(monkeypatch):
    monkeypatch.setattr(from_file, "MOST_KEPT", 3000)
    book = openpyxl.Workbook()
    for name, size in (("small", 500), ("large", 2500), ("last", 500)):
        book.create_sheet(name).append([noise(size)])
    known = from_file.offered("a.xlsx", saved(book))
    assert [(sheet["name"], bool(sheet["text"]), sheet["refusal"]) for sheet in known["sheets"]] == [
        ("small", True, ""),
        (
            "large",
            False,
            "“large” does not fit beside the other sheets. Keep only those that are needed in the file.",
        ),
        ("last", True, ""),
    ]
    assert len(from_file.packed(known)) < 3000


def test_a_text_file_that_is_too_long_to_travel_twice_is_read_one_way(monkeypatch):
    monkeypatch.setattr(from_file, "MOST_KEPT", 3000)
    known = from_file.offered("a.csv", f"a,{noise(900)}".encode())
    assert (known["content"], known["sheets"][0]["text"][:2], known["encoding"]) == ("", "a\t", "utf-8")


def test_too_much_to_travel_with_the_page_is_refused(monkeypatch):
    monkeypatch.setattr(from_file, "MOST_KEPT", 50)
    known = {"file": "a", "sheets": of(sheet(["a"])), "encoding": "", "separator": "", "content": ""}
    with pytest.raises(ValidationError, match="too much to choose from"):
        from_file.packed(known)
