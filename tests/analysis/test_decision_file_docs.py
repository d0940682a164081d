"""Do the schema and the description of the format agree with what the engine accepts?"""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from analysis.decision_file import check
from analysis.decision_file.criterion_layout import CATEGORY, CRITERION
from analysis.decision_file.layout import DECISION_FILE, OPTIONS, PERSON, SELECTION, VENDOR
from analysis.decision_file.schema import json_schema
from analysis.decision_file.vocabulary import COST_ITEMS, DEPARTMENTS, LEVELS, ROLES
from analysis.evaluation import evaluate
from tests.analysis.sample import sample_document, small
from tests.analysis.test_decision_file import SHAPES, changed, found

DOCS = Path(__file__).parents[2] / "docs"
VALIDATOR = Draft202012Validator(json_schema())
ONLY_THE_CHECK = {"2026-02-30", "100.5", "-1", "70.123"}


def test_the_printed_schema_is_the_engines():
    Draft202012Validator.check_schema(json_schema())
    assert json.loads((DOCS / "decision-file.schema.json").read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("make", [small, sample_document])
def test_the_schema_accepts_documents_before_and_after_reading(make):
    assert list(VALIDATOR.iter_errors(make())) == []
    assert list(VALIDATOR.iter_errors(check(make()).decision_file)) == []


@pytest.mark.parametrize(("pointer", "value"), [(pointer, value) for pointer, value, _ in SHAPES])
def test_what_the_schema_refuses_the_check_refuses_too(pointer, value):
    decision_file = changed(pointer, value)
    assert found(decision_file) != []
    seen = isinstance(value, str) and value in ONLY_THE_CHECK
    has_control = isinstance(value, dict) and "\0" in value.values()
    assert VALIDATOR.is_valid(decision_file) == (seen or has_control or value == "A\n")


def test_the_example_is_a_document_and_gives_the_numbers_in_the_text():
    page = (DOCS / "decision-file.md").read_text(encoding="utf-8")
    example = json.loads(re.findall(r"```json\n(\{.*?\})\n```", page, re.DOTALL)[-1])
    reading = check(example)
    assert reading.faults == ()
    printed = [float(number) for number in re.findall(r"\*\*(\d+)\*\*", page[page.rindex("A has") :])]
    assert list(evaluate(reading.decision_file).total.values()) == pytest.approx(printed)


def test_every_key_and_word_of_the_format_is_described():
    page = (DOCS / "decision-file.md").read_text(encoding="utf-8")
    records = [DECISION_FILE, SELECTION, OPTIONS, PERSON, VENDOR, CATEGORY, *CRITERION.records.values()]
    words = {key for record in records for key in record.fields} | {*LEVELS, *ROLES, *DEPARTMENTS}
    assert [word for word in words if f"`{word}`" not in page and f'"{word}"' not in page] == []
    assert [item for item in COST_ITEMS if item not in page] == []
