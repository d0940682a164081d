"""Do sliders and changes say what the run says?"""

import pytest
from django.utils import translation

from reports.findings.weights import changes, sliders, what_if
from tests.reports.finished import TENTH_DIGIT, inputs, only, opened, without_scores


def test_rail_covers_the_whole_range_without_a_gap():
    for slider in sliders(opened()):
        assert slider.stretches[0]["start"] == 0
        assert sum(stretch["width"] for stretch in slider.stretches) == pytest.approx(100)


def test_present_weight_lies_where_the_leader_is_first():
    made = opened()
    for slider in sliders(made):
        now = slider.part.weight
        [winner] = [s["winner"] for s in slider.stretches if s["start"] <= now < s["start"] + s["width"]]
        assert winner == made.results["conclusion"]["leader"]


def test_one_vendor_has_no_sliders():
    assert sliders(opened(only(inputs(), "A"))) == []


def test_one_complete_vendor_has_no_sliders():
    decision_file = without_scores(only(inputs(), "A", "B"), "F2", "B")
    assert sliders(opened(decision_file)) == []


def test_what_is_sent_gives_the_official_totals():
    made = opened()
    sent = what_if(made)
    for vendor, total in made.results["total"].items():
        again = sum(weight * sent["values"][code][vendor] / 100 for code, weight in sent["weights"].items())
        assert again == pytest.approx(total, abs=TENTH_DIGIT)


def test_incomplete_vendor_is_not_tried():
    sent = what_if(opened(without_scores(inputs(), "F2", "B")))
    assert sorted(sent["names"]) == ["A", "C", "D"]


def test_nearest_changes_of_every_kind_come_first():
    with translation.override("en"):
        made = opened()
        near, other = changes(made)
    assert len(near) + len(other) == len(made.results["flips"])
    assert [(change.vendor.code, change.title) for change in near] == [
        ("B", "Weight of AI assistant rises to 19.32"),
        ("B", "A Yunqiao Desk: mean score of Omnichannel intake falls to 7.02"),
        ("B", "B Lingxi AI Service: mean score of Omnichannel intake rises to 9.98"),
        ("B", "Weight of Functional fit rises to 58.27"),
        ("B", "B Lingxi AI Service: price falls to CNY 3,492k"),
        ("C", "Weight of Functional fit falls to 7.23"),
    ]


def test_the_letter_of_every_change_is_the_vendor_that_would_be_first():
    made = opened()
    near, other = changes(made)
    assert sorted(change.vendor.code for change in [*near, *other]) == sorted(
        flip["vendor"] for flip in made.results["flips"]
    )
    assert any(flip["target"] not in (None, flip["vendor"]) for flip in made.results["flips"])
