"""Do the shares of the places and of the evidence say what the run says?"""

from random import Random

import pytest
from django.utils import translation

from reports.findings.chances import chances, percents, proofs, whole_percents
from reports.findings.pictures import pictures
from reports.paper import stability
from tests.reports import papers
from tests.reports.finished import failing, inputs, only, opened


@pytest.mark.parametrize("assumption", ["stated", "uniform"])
def test_shares_of_a_vendor_and_of_a_place_are_whole(assumption):
    found = chances(opened(), assumption)
    table = [[chance.share for chance in row] for _vendor, row in found.rows]
    assert [sum(row) for row in table] == pytest.approx([1] * 4)
    assert [sum(column) for column in zip(*table, strict=True)] == pytest.approx([1] * 4)
    assert list(found.places) == [1, 2, 3, 4]


def test_largest_error_is_the_largest():
    found = chances(opened(), "stated")
    assert found.largest_error == max(chance.error for _vendor, row in found.rows for chance in row)


@pytest.mark.parametrize(
    ("shares", "whole", "texts"),
    [
        ([0.514, 0.243, 0.243], [51, 25, 24], ["51%", "25%", "24%"]),
        ([0.335, 0.335, 0.33], [34, 33, 33], ["34%", "33%", "33%"]),
        ([0.996, 0.004, 0.0], [100, 0, 0], [">99%", "<1%", "0%"]),
        ([0.0, 0.007, 0.993], [0, 1, 99], ["0%", "<1%", ">99%"]),
        ([1.0], [100], ["100%"]),
    ],
)
def test_percents_of_a_vendor_add_up_and_first_place_is_rounded_as_in_sentences(shares, whole, texts):
    assert whole_percents(shares) == whole
    assert percents(shares) == texts


def test_any_shares_add_up_to_a_hundred():
    draw = Random(5)
    for count in range(2, 13):
        for _time in range(50):
            parts = [draw.random() ** 4 for _place in range(count)]
            found = whole_percents([part / sum(parts) for part in parts])
            assert sum(found) == 100
            assert all(abs(shown - 100 * part / sum(parts)) < 1 for shown, part in zip(found, parts, strict=True))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_chart_file_and_paper_say_the_same_of_every_place(language):
    decision_file = inputs()
    with translation.override(language):
        found = opened(decision_file)
        page = [[chance.text for chance in row] for _vendor, row in chances(found, "stated").rows]
        [picture] = [one for one in pictures(found, sees_prices=False) if one.key == "places"]
        paper = stability.section(papers.paper(decision_file, language))["stated"]
    assert [list(row[1:]) for row in picture.rows] == page
    assert [[cell["text"] for cell in row["cells"]] for row in paper] == [
        ["–" if text == "0%" else text for text in row] for row in page
    ]


@pytest.mark.parametrize("decision_file", [only(inputs(), "A"), failing(inputs(), "A", "B", "C", "D")])
def test_nothing_to_compare_has_no_chances(decision_file):
    assert chances(opened(decision_file), "stated") is None


def test_proof_is_strongest_first_and_whole():
    found = proofs(opened())
    assert [proof.level for proof in found] == ["poc", "demonstrated", "documented", "claimed"]
    assert sum(proof.share for proof in found) == pytest.approx(1)
    for place in range(4):
        assert sum(proof.by_vendor[place][1] for proof in found) == pytest.approx(1)
