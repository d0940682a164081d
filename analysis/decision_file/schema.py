"""How does a program of another kind describe the format? As a JSON Schema."""

from typing import Any

from analysis.decision_file.layout import DECISION_FILE
from analysis.decision_file.vocabulary import FIRST_FORMAT, FORMATS


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the decision file.

    The schema sees shapes, words and bounds of whole numbers. Bounds of decimals, references,
    sums and the tree are seen only by `analysis.decision_file.check`.
    """
    part = {"type": "string", "maxLength": 10_000}
    text = {
        "type": "object",
        "properties": {"zh": part, "en": part},
        "additionalProperties": False,
    }
    filled = {"minLength": 1, "maxLength": 200}
    one_language = [{"required": [k], "properties": {k: filled}} for k in ("zh", "en")]
    whole = DECISION_FILE.schema()
    whole["properties"]["format"] = {"enum": list(FORMATS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "touchstone-decision",
        "$defs": {"text": text, "name": text | {"anyOf": one_language}},
        **whole,
        "if": {"properties": {"format": {"const": FIRST_FORMAT}}},
        "then": {
            "properties": {
                "not_counted": False,
                "selection": {"properties": {"first_cost_year": False}},
            },
        },
    }
