"""Do the parts by dimension add up to what the run says?"""

import pytest

from analysis.decision_file import check
from analysis.evaluation import evaluate
from analysis.explanation import points_by_dimension
from tests.analysis.sample import sample_document


@pytest.fixture(scope="module")
def made():
    decision_file = sample_document()
    decision_file["options"]["samples"] = 1
    reading = check(decision_file)
    results = evaluate(reading.decision_file).to_dict()
    return points_by_dimension(reading.decision_file, results), results


def test_over_categories_they_are_the_dimensions(made):
    found, results = made
    for dimension, by_category in found.items():
        for vendor, points in results["dimension_contribution"][dimension].items():
            assert sum(own[vendor] for own in by_category.values()) == pytest.approx(points)


def test_over_dimensions_they_are_the_categories(made):
    found, results = made
    for category, points in results["contribution"].items():
        for vendor, value in points.items():
            assert sum(own[category][vendor] for own in found.values()) == pytest.approx(value)


def test_missing_leaf_makes_its_part_unknown():
    decision_file = sample_document()
    decision_file["options"]["samples"] = 1
    for item in decision_file["rounds"]:
        item["scores"] = [s for s in item["scores"] if (s["criterion"], s["vendor"]) != ("F1", "A")]
    reading = check(decision_file)
    node = next(row for row in reading.decision_file["criteria"] if row["code"] == "F1")
    found = points_by_dimension(reading.decision_file, evaluate(reading.decision_file).to_dict())
    assert found[node["dimension"]][node["parent"]]["A"] is None
    assert found[node["dimension"]][node["parent"]]["B"] is not None
