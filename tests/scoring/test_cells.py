"""When a cell is complete."""

import pytest

from scoring.cells import EMPTY, Entry, demands_rationale, lacks


@pytest.mark.parametrize(
    ("score", "level", "demanded"),
    [
        (3, "reference", True),
        (4, "none", False),
        (6, "claimed", False),
        (7, "claimed", True),
        (7, "none", True),
        (8, "claimed", True),
        (8, "documented", False),
        (9, "reference", True),
        (0, "documented", True),
        (None, "none", False),
    ],
)
def test_rationale_is_demanded_outside_4_to_8_and_from_7_on_a_claim(score, level, demanded):
    assert demands_rationale(Entry(score, level, "", False)) is demanded


def test_what_a_cell_lacks():
    assert lacks(EMPTY) == "score"
    assert lacks(Entry(9, "reference", "", False)) == "rationale"
    assert lacks(Entry(9, "reference", "看过了。", False)) == ""
    assert lacks(Entry(None, "none", "不卖。", True)) == ""
