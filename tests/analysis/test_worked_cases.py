"""Are all worked cases reproduced within their tolerance?

Every test id holds the case and its source. Cases are called through the public functions only.
"""

import json
import math
from pathlib import Path

import pytest

from tests.analysis.adapters import ADAPTERS

FOLDER = Path(__file__).parent / "cases"
CASES = {
    case["id"]: case
    for path in sorted(FOLDER.glob("open-*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
}
ALSO_PUBLISHED = "published_one_sample_of_10000"


def inputs(case):
    """Return the inputs of a case, with those of the case that it builds on."""
    own = case["inputs"]
    return {**CASES[own["case"]]["inputs"], **own} if "case" in own else own


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: f"{case['id']} [{case['source'][:70]}]")
def test_worked_case(case):
    found = ADAPTERS[case["method"]](inputs(case))
    for key, expected in case["expected"].items():
        if key != ALSO_PUBLISHED:  # one random sample of another program
            compare(found[key], expected, case["tolerance"].get(key, 0.0), f"{case['id']}: {key}")
    for key, simulated in found.get("monte_carlo", {}).items():
        compare(simulated, case["expected"][key], case["tolerance"]["monte_carlo"], f"{case['id']}: {key} simulated")


def compare(found, expected, limit, where):
    """Compare number by number; more ratios, or more dominators, may be found than are printed."""
    if isinstance(expected, dict):
        assert set(expected) <= set(found), where
        assert all("/" in name for name in set(found) - set(expected)), where
        for name, value in expected.items():
            compare(found[name], value, limit, f"{where}.{name}")
    elif isinstance(found, set):
        pairs = [expected] if isinstance(expected, str) else [frozenset(pair.split(" vs ")) for pair in expected]
        assert set(pairs) <= found, where
        assert isinstance(expected, str) or len(pairs) == len(found), where
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for i, item in enumerate(expected):
            compare(found[i], item, limit, f"{where}[{i}]")
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert math.isclose(float(found), expected, rel_tol=0, abs_tol=limit + 1e-12), f"{where}: {found} != {expected}"
    else:
        assert (None if isinstance(found, float) and math.isnan(found) else found) == expected, where


def test_there_are_as_many_cases_as_the_files_hold():
    assert len(CASES) == 47
    assert {case["method"] for case in CASES.values()} == set(ADAPTERS)


def test_no_adapter_and_no_function_knows_a_case():
    sources = [
        *(Path(__file__).parent / "adapters").glob("*.py"),
        *(Path(__file__).parents[2] / "analysis").rglob("*.py"),
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in CASES if name in text] == []
