"""Do the rows of the ranking say what the run says?"""

import pytest

from analysis.decision_file import canonical_bytes
from reports.findings.ranking import absent, matrix, places
from tests.reports.finished import TENTH_DIGIT, failing, inputs, only, opened, without_scores


def test_rows_stand_in_order_with_their_totals():
    rows = places(opened())
    assert [(row.vendor.code, row.rank, round(row.total, 2)) for row in rows] == [
        ("A", 1, 73.98),
        ("B", 2, 72.25),
        ("C", 3, 69.97),
        ("D", 4, 55.42),
    ]


@pytest.mark.parametrize("by", ["category", "dimension"])
def test_segments_add_up_to_the_total(by):
    for row in places(opened(), by=by):
        assert sum(segment.points for segment in row.segments) == pytest.approx(row.total, abs=TENTH_DIGIT)


def test_heaviest_category_has_the_darkest_ink():
    tones = {part.code: part.tone for part in opened().categories}
    assert tones == {"F": 1, "A": 2, "C": 3, "S": 4, "R": 5}


def test_bars_keep_the_proportion_of_the_totals():
    first, *_others, last = places(opened())
    assert last.length / first.length == pytest.approx(last.total / first.total)


def test_narrow_segment_says_its_figure_beside_the_bar():
    first = places(opened())[0]
    assert [segment.part.code for segment in first.segments if not segment.is_inside] == ["R"]
    assert first.beside == ["3.70"]


def test_pending_must_have_stands_with_its_vendor():
    assert {row.vendor.code: row.pending for row in places(opened())} == {"A": [], "B": ["R-17"], "C": [], "D": []}


def test_missing_cell_gives_a_range_and_no_place():
    rows = {row.vendor.code: row for row in places(opened(without_scores(inputs(), "F2", "B")))}
    row = rows["B"]
    assert (row.rank, row.total, row.missing, row.first) == (None, None, 1, None)
    assert row.high - row.low == pytest.approx(10.0)
    assert [segment.part.code for segment in row.segments] == ["A", "C", "S", "R"]
    assert rows["A"].rank == 1


def test_only_vendor_has_no_chance_to_speak_of():
    [row] = places(opened(only(inputs(), "A")))
    assert (row.vendor.code, row.first, round(row.total, 2)) == ("A", None, 73.98)


def test_excluded_and_withdrawn_are_named_with_the_reason():
    decision_file = failing(inputs(), "D")
    decision_file["vendors"][2]["withdrawn"] = "took no part in the POC"
    out = absent(opened(decision_file))
    assert [(row.vendor.code, row.is_withdrawn) for row in out] == [("D", False), ("C", True)]
    assert out[0].reasons[0].startswith("R-17 ")
    assert (out[0].rank, round(out[0].total, 2)) == (3, 55.42)
    assert out[1].reasons == ["took no part in the POC"]


def test_nobody_left_is_an_empty_ranking():
    made = opened(failing(inputs(), "A", "B", "C", "D"))
    assert (places(made), len(absent(made))) == ([], 4)


def test_equal_vendors_share_a_place():
    decision_file = inputs()
    twin, model = (next(v for v in decision_file["vendors"] if v["code"] == code) for code in "BA")
    twin["costs"], twin["seat_prices"], twin["facts"] = model["costs"], model["seat_prices"], model["facts"]
    for item in decision_file["rounds"]:
        item["scores"] = [s for s in item["scores"] if s["vendor"] != "B"]
        item["scores"] += [s | {"vendor": "B"} for s in item["scores"] if s["vendor"] == "A"]
    rows = places(opened(decision_file))[:2]
    assert [(row.rank, row.is_shared) for row in rows] == [(1, True), (1, True)]


def test_matrix_adds_up_to_both_margins():
    made = opened()
    rows = {part.code: cells for part, cells in matrix(made)}
    for place, category in enumerate(made.categories):
        column = [cells[place] for cells in rows.values()]
        assert sum(cell.weight for cell in column) == pytest.approx(category.weight)
        points = [{vendor.code: value for vendor, value in cell.points} for cell in column]
        for vendor, value in made.results["contribution"][category.code].items():
            assert sum(point[vendor] for point in points) == pytest.approx(value)
    for dimension, cells in rows.items():
        for vendor, value in made.results["dimension_contribution"][dimension].items():
            found = sum({v.code: x for v, x in cell.points}[vendor] for cell in cells)
            assert found == pytest.approx(value)


def test_decision_file_of_an_opened_run_is_the_stored_one():
    assert canonical_bytes(opened().decision_file) == canonical_bytes(inputs())
