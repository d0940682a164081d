"""Does every change that is listed as a flip really put the named vendor first?"""

from decimal import Decimal

import numpy as np
import pytest

from analysis.decision_file import check
from analysis.evaluation import evaluate
from tests.analysis.sample import sample_document, small


def results(decision_file):
    decision_file["options"]["samples"] = 1
    reading = check(decision_file)
    assert reading.faults == ()
    return evaluate(reading.decision_file).to_dict()


def changed(decision_file, flip, beyond):
    """Apply a flip and go a little further, or not quite as far when `beyond` is negative."""
    needed = flip["needed"] + beyond * (1 if flip["needed"] > flip["now"] else -1)
    vendor = next(v for v in decision_file["vendors"] if v["code"] == flip["target"])
    if flip["kind"] == "price":
        step = round(needed - flip["now"])
        vendor["costs"].append({"item": "K02", "quoted": True, "scenario": "base", "year": 0, "amount": max(step, 0)})
        for line in vendor["costs"]:
            cut = min(line["amount"], max(-step, 0)) if line["quoted"] and line["scenario"] == "base" else 0
            line["amount"], step = line["amount"] - cut, step + cut
    elif flip["kind"] == "fact":
        fact = next(f for f in vendor["facts"] if f["criterion"] == flip["criterion"])
        fact["value"] = str(round(Decimal(needed), 6))
    else:
        entry = {"criterion": flip["criterion"], "vendor": flip["target"], "value": str(round(Decimal(needed), 6))}
        decision_file["consensus"] = [entry]
    return decision_file


def first(decision_file):
    return results(decision_file)["ranking"][0]["vendor"]


@pytest.mark.parametrize("make", [sample_document, small])
def test_every_single_cell_flip_is_exact(make):
    flips = [f for f in results(make())["flips"] if f["kind"] in ("score", "fact", "price")]
    margin = {"price": 1000, "score": 1e-4, "fact": 1e-4}
    assert {f["kind"] for f in flips} >= {"score", "price"}
    for flip in flips:
        assert first(changed(make(), flip, margin[flip["kind"]])) == flip["vendor"], flip
        assert first(changed(make(), flip, -margin[flip["kind"]])) == "A", flip


def test_measured_cells_flip_in_their_own_unit():
    decision_file = small() | {"needs": []}
    decision_file["rounds"][0]["scores"][2]["score"] = 8
    flips = [f for f in results(decision_file)["flips"] if f["kind"] == "fact"]
    assert [(f["vendor"], f["target"], f["now"]) for f in flips] == [("B", "A", 98.0)]
    assert flips[0]["needed"] == pytest.approx(98 - 8 * (4 / 0.3) / 80)


def test_a_fact_that_would_break_a_must_have_counts_at_its_limit():
    decision_file = small()
    decision_file["vendors"][0]["facts"][0]["value"] = "98.5"
    flips = [f for f in results(decision_file)["flips"] if f["kind"] == "fact" and f["target"] == "A"]
    assert [(f["vendor"], f["now"], f["needed"], f["need"]) for f in flips] == [("B", 98.5, 98.0, "R-01")]
    assert first(changed(decision_file, flips[0], 1e-4)) == "B"


@pytest.mark.parametrize("key", ["category_weight", "leaf_weight"])
def test_every_weight_flip_is_exact(key):
    found = results(sample_document())
    weights = {"category_weight": found["category_weights"], "leaf_weight": found["weights"]}[key]
    values = found["category_values"] if key == "category_weight" else None
    for flip in [f for f in found["flips"] if f["kind"] == key]:
        if values is None:
            values = {c: {v: cell["value"] for v, cell in row.items()} for c, row in found["cells"].items()}
        for beyond, leader in ((1e-6, flip["vendor"]), (-1e-6, "A")):
            t = flip["needed"] / 100 + beyond * np.sign(flip["needed"] - flip["now"])
            scale = (1 - t) / (1 - weights[flip["criterion"]])
            moved = {code: t if code == flip["criterion"] else w * scale for code, w in weights.items()}
            totals = {v: sum(moved[c] * values[c][v] for c in moved) for v in "ABCD"}
            assert max(totals, key=totals.get) == leader, flip


def test_flips_come_smallest_first():
    sizes = [abs(f["size"]) for f in results(sample_document())["flips"]]
    assert sizes == sorted(sizes)


def test_two_price_criteria_move_together():
    decision_file = small()
    decision_file["criteria"][4]["weight"] = 5000
    quote = decision_file["criteria"][4] | {"code": "C-2", "basis": "quote"}
    decision_file["criteria"].insert(5, quote)
    for flip in [f for f in results(decision_file)["flips"] if f["kind"] == "price"]:
        assert first(changed(small_with(quote), flip, 1000)) == flip["vendor"]
        assert first(changed(small_with(quote), flip, -1000)) == "A"


def small_with(quote):
    decision_file = small()
    decision_file["criteria"][4]["weight"] = 5000
    decision_file["criteria"].insert(5, dict(quote))
    return decision_file
