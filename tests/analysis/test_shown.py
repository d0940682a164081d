"""Do the parts that are shown add up to the total that is shown?"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision_file import read
from analysis.decision_file.vocabulary import DIMENSIONS
from analysis.evaluation import adding_up, shares, without_draws
from analysis.evaluation.shown import rounded_table

DEMO = Path(__file__).parents[2] / "fixtures" / "demo" / "S-0007.json"


def cents(values):
    return [round(100 * value) for value in values]


def test_equal_halves_give_the_missing_cent_to_the_first():
    assert shares([41.666666667, 41.666666667], 83.333333333) == [41.67, 41.66]


def test_a_cent_too_many_goes_back_where_least_was_lost():
    assert shares([33.339, 33.331, 33.33], 99.999) == [33.34, 33.33, 33.33]
    assert shares([0.01, 0.02], 0.02) == [0.01, 0.01]


def test_nothing_has_no_parts():
    assert shares([], 0.0) == []


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12), st.integers(0, 3))
def test_shares_sum_to_the_total_as_shown_and_miss_by_less_than_a_digit(parts, places):
    total = sum(parts)
    found = shares(parts, total, places)
    unit = 10**places
    assert sum(round(part * unit) for part in found) == round(round(total, places) * unit)
    assert max(abs(part - exact) for part, exact in zip(found, parts, strict=True)) <= 1.001 / unit


@given(st.lists(st.lists(st.floats(0, 30), min_size=3, max_size=3), min_size=1, max_size=6))
def test_table_keeps_its_rows_and_its_columns_miss_by_at_most_a_digit(rows):
    exact = np.array(rows)
    totals = shares(exact.sum(axis=1).tolist(), float(exact.sum()))
    found = np.array(rounded_table(exact, totals))
    assert cents(found.sum(axis=1)) == cents(totals)
    assert np.abs(found.sum(axis=0) - exact.sum(axis=0)).max() <= 0.011 + 0.01 * (len(rows) > 1)


@pytest.fixture(scope="module")
def demo():
    return read(DEMO.read_bytes()).decision_file


def test_leaves_categories_and_dimensions_of_the_demo_add_up(demo):
    results = without_draws(demo)
    found = adding_up(demo, results)
    parents = {node["code"]: node["parent"] for node in demo["criteria"]}
    for vendor, total in results["total"].items():
        shown = round(100 * round(total, 2))
        assert sum(cents(row[vendor] for row in found["contribution"].values())) == shown
        assert sum(cents(row[vendor] for row in found["dimension_contribution"].values())) == shown
        for category, row in found["contribution"].items():
            own = [part[vendor] for leaf, part in found["leaf_contribution"].items() if parents[leaf] == category]
            assert sum(cents(own)) == round(100 * row[vendor])
    assert found["total"] == results["total"]


def test_shown_dimensions_stay_within_a_cent_of_the_exact_ones(demo):
    results = without_draws(demo)
    found = adding_up(demo, results)
    for dimension in DIMENSIONS:
        for vendor, exact in results["dimension_contribution"][dimension].items():
            assert found["dimension_contribution"][dimension][vendor] == pytest.approx(exact, abs=0.01)


def test_vendor_with_a_missing_cell_keeps_its_exact_parts(demo):
    decision_file = json.loads(json.dumps(demo))
    for item in decision_file["rounds"]:
        item["scores"] = [s for s in item["scores"] if (s["criterion"], s["vendor"]) != ("F1", "A")]
    results = without_draws(decision_file)
    assert results["total"]["A"] is None
    found = adding_up(decision_file, results)
    assert [row["A"] for row in found["contribution"].values()] == [
        row["A"] for row in results["contribution"].values()
    ]


def test_results_without_parts_stay_as_they_are(demo):
    assert adding_up(demo, {"total": {"A": 1.0}}) == {"total": {"A": 1.0}}
