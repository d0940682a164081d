"""Do the types of decision file and results say what a file, and what is computed from it, really holds?"""

from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from analysis.decision_file import read
from analysis.decision_file.typed import DecisionFile
from analysis.evaluation import evaluate
from analysis.evaluation.parts import Flip
from analysis.evaluation.results import Results
from scripts.make_types import out_of_date

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"


def misfits(value, kind, at=""):
    """Where a value is not of a type."""
    origin = get_origin(kind)
    if is_typeddict(kind):
        return _of_record(value, kind, at)
    if origin is NotRequired:
        return misfits(value, get_args(kind)[0], at)
    if origin is UnionType:
        return [] if any(not misfits(value, one, at) for one in get_args(kind)) else [at]
    if origin in (list, dict):
        return _of_many(value, origin, get_args(kind)[-1], at)
    if kind is float:
        return [] if isinstance(value, int | float) and not isinstance(value, bool) else [at]
    return [] if type(value) is (NoneType if kind is None else kind) else [at]


def _of_record(value, kind, at):
    hints = get_type_hints(kind, include_extras=True)
    if not isinstance(value, dict) or not kind.__required_keys__ <= value.keys() <= hints.keys():
        return [at]
    return [found for key, one in value.items() for found in misfits(one, hints[key], f"{at}/{key}")]


def _of_many(value, origin, kind, at):
    if not isinstance(value, origin):
        return [at]
    items = enumerate(value) if origin is list else value.items()
    return [found for key, item in items for found in misfits(item, kind, f"{at}/{key}")]


def test_types_are_written_from_the_layout_and_the_evaluation():
    assert out_of_date() == []


@pytest.mark.parametrize("code", ["S-0007", "S-0008"])
def test_a_file_and_its_results_are_of_their_types(code):
    decision_file = read((DEMO / f"{code}.json").read_bytes()).decision_file
    assert misfits(decision_file, DecisionFile) == []
    assert misfits(evaluate(decision_file).to_dict(), Results) == []


@pytest.mark.parametrize(
    ("value", "kind", "where"),
    [
        ({"kind": "score"}, Flip, [""]),
        ([{"a": 1}, {"a": "1"}], list[dict[str, int]], ["/1/a"]),
        (True, float, [""]),
        (None, int | None, []),
        (1.5, int | None, [""]),
    ],
)
def test_what_does_not_fit_is_told(value: Any, kind: Any, where: list[str]):
    assert misfits(value, kind) == where
