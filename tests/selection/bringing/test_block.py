import pytest
from django.core.exceptions import ValidationError

from selection.bringing.block import MOST_COLUMNS, MOST_ROWS, cells


def test_cells_come_as_they_stand_in_the_spreadsheet():
    assert cells(' a \tb\t\r\n\t"c ""d"""\t\r\n\r\n') == [["a", "b"], ["", 'c "d"']]


def test_short_rows_are_filled():
    assert cells("a\tb\tc\nd") == [["a", "b", "c"], ["d", "", ""]]


@pytest.mark.parametrize("block", ["", " \n\t\n", "\n".join(["x"] * (MOST_ROWS + 1)), "x\t" * MOST_COLUMNS + "x"])
def test_nothing_and_too_much_are_refused(block):
    with pytest.raises(ValidationError):
        cells(block)
