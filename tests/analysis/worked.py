"""The worked cases: their inputs, and a comparison of results with what was published."""

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "cases"
CASES = {
    case["id"]: case
    for path in sorted(FOLDER.glob("open-*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
}


def method(prefix):
    """Mark a test with every case of a method; the test id holds case and source."""
    chosen = [case for case in CASES.values() if case["method"] == prefix]
    assert chosen, prefix
    return pytest.mark.parametrize("case", chosen, ids=lambda case: f"{case['id']} [{case['source'][:60]}]")


def agree(found, case, key, *, tolerance=None):
    """Compare one result with `expected[key]`, number by number, within the case's tolerance."""
    limit = case["tolerance"].get(key, 0.0) if tolerance is None else tolerance
    compare(found, case["expected"][key], limit, f"{case['id']}: {key}")


def compare(found, expected, limit, where):
    if isinstance(expected, dict):
        assert set(found) == set(expected), where
        for name in expected:
            compare(found[name], expected[name], limit, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for i, item in enumerate(expected):
            compare(found[i], item, limit, f"{where}[{i}]")
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert math.isclose(float(found), expected, rel_tol=0, abs_tol=limit + 1e-12), f"{where}: {found} != {expected}"
    else:
        assert (None if is_nan(found) else found) == expected, where


def is_nan(value):
    return isinstance(value, float) and math.isnan(value)


def fractions(rows):
    return [[float(Fraction(cell)) for cell in row] for row in rows]
