"""Which cells does a copied block have?"""

import pytest

from tables.block import cells


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        (' a \tb\r\n"c ""d"""\t', [["a", "b"], ['c "d"', ""]]),
        ('1\t"Setup and\ntraining"\tyes', [["1", "Setup and training", "yes"]]),
        ('1\t"甲\r\n\r\n乙"', [["1", "甲 乙"]]),
        (
            'K02\t"Quick start\t1000\nK05\t24" screens\t500',
            [["K02", '"Quick start', "1000"], ["K05", '24" screens', "500"]],
        ),
        ('"a" b\t"c', [['"a" b', '"c']]),
        ("\ufeffK02\t\u200bSetup\u200e\ta\u200bb", [["K02", "Setup", "a\u200bb"]]),
        ("e\u0301", [["é"]]),
        ("\t\n", [["", ""], [""]]),
        ("", [[""]]),
    ],
)
def test_cells_come_as_they_stand_in_the_spreadsheet(block, rows):
    assert cells(block) == rows
