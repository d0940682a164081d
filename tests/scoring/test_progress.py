"""How far each evaluator is: counts only, in a constant number of queries."""

import pytest

from criteria.assignments import assign
from scoring import sheets
from scoring.progress import progress
from selection.models import Phase
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


def counts(s):
    return {row["member"].key: (row["done"], row["total"]) for row in progress(s.selection)}


def test_counts_of_each_evaluator():
    s = scene()
    s.give("eva", "F1", "A", 7)
    s.give("eva", "F2", "A", None, rationale="还没看。")
    s.give("eva", "T1", "B", None, not_applicable=True, rationale="不卖。")
    assert counts(s) == {"ed": (0, 6), "eva": (2, 6)}


def test_cells_that_are_no_longer_mine_or_whose_vendor_left_do_not_count():
    s = scene()
    s.fill("eva")
    assign(s.member("eva"), criteria=[s.criteria["F1"]], by=s.member("chen"))
    s.vendors["B"].withdrawn = "退出"
    s.vendors["B"].save()
    assert counts(s)["eva"] == (1, 1)


def test_submission_and_last_activity():
    s = scene()
    s.fill("eva")
    sheets.submit(s.member("eva"))
    rows = {row["member"].key: row for row in progress(s.selection)}
    assert rows["eva"]["submitted"] >= rows["eva"]["last_activity"]
    assert (rows["ed"]["submitted"], rows["ed"]["last_activity"]) == (None, None)


def test_before_a_round_there_is_nothing_done():
    assert counts(scene(phase=Phase.INVITE)) == {"ed": (0, 6), "eva": (0, 6)}


def test_queries_do_not_grow_with_people(django_assert_num_queries):
    small, large = scene(), scene(code="S-0002", more=("ed", "eli", "emma", "eric"))
    for s in (small, large):
        with django_assert_num_queries(9):
            progress(s.selection)
