"""Are the published value functions reproduced, and is every worked case used?"""

import ast
from pathlib import Path

from analysis.values import value_function
from tests.analysis.worked import CASES, agree


def points(given):
    return list(zip(given["cutoffs"], given["values"], strict=True))


def test_linear_functions():
    case = CASES["pvf-linear"]
    for key in ("increasing", "decreasing"):
        agree(value_function(case["inputs"][key]["x"], points(case["inputs"][key])), case, key)


def test_four_points():
    case = CASES["pvf-piecewise-increasing"]
    agree(value_function(case["inputs"]["x"], points(case["inputs"])), case, "value")


def test_every_case_is_used_by_a_test():
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_worked_*.py")]
    words = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [case["id"] for case in CASES.values() if not {case["id"], case["method"]} & words] == []
