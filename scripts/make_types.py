"""Which keys have a decision file and its results, for the type checker?

python -m scripts.make_types            writes analysis/decision_file/typed.py and analysis/evaluation/results.py
python -m scripts.make_types --check    exit status 1 when one of them is out of date
"""

import ast
import inspect
import sys
from pathlib import Path

from analysis.decision_file import criterion_layout, layout
from analysis.decision_file.scalars import Date, DecimalNumber, Flag, Integer, Shape, String, Word
from analysis.decision_file.shapes import ABSENT_BY_DEFAULT, Items, Maybe, Record, Table, Text, Variants
from analysis.evaluation import evaluate

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = "Written by `python -m scripts.make_types`; a test fails when it is out of date."
SCALARS = {String: "str", Word: "str", Integer: "int", Flag: "bool", DecimalNumber: "str", Date: "str", Text: "Text"}
# In the order in which they are written: what is named in another comes first.
NAMED: dict[str, Shape] = {
    "Scale": criterion_layout.SCALE,
    "ValueFunction": criterion_layout.VALUE_FUNCTION,
    "CriterionEntry": criterion_layout.CRITERION,
    "HeadingEntry": criterion_layout.HEADING,
    "SelectionEntry": layout.DECISION_FILE.fields["selection"][0],
    "TemplateEntry": layout.TEMPLATE,
    "Options": layout.OPTIONS,
    "PersonEntry": layout.PERSON,
    "RuleEntry": layout.RULE,
    "JudgementEntry": layout.JUDGEMENT,
    "NeedEntry": layout.NEED,
    "FactEntry": layout.FACT,
    "ClaimEntry": layout.CLAIM,
    "EvidenceEntry": layout.EVIDENCE,
    "CostEntry": layout.COST,
    "SeatPriceEntry": layout.SEAT_PRICE,
    "VendorEntry": layout.VENDOR,
    "ScoreEntry": layout.SCORE,
    "RoundEntry": layout.ROUND,
    "ConsensusEntry": layout.CONSENSUS,
    "TrialEntry": layout.RESULT,
    "ScenarioEntry": layout.TRIAL,
    "PocEntry": layout.POC,
    "NotCounted": layout.NOT_COUNTED,
    "DecisionFile": layout.DECISION_FILE,
}


def decision_file() -> str:
    """The module of the file: a typed dictionary for every record of the layout."""
    head = f'"""Which keys has each part of a decision file, and of which type?\n\n{WRITTEN}\n"""\n\n'
    imports = "from typing import NotRequired, TypedDict\n\nText = dict[str, str]  # by language\n"
    return head + imports + "".join(_class(name, shape) for name, shape in NAMED.items())


def _class(name: str, shape: Shape) -> str:
    lines = [f"    {key}: {kind}" for key, kind in _keys(shape).items()]
    return "\n\n" + "\n".join([f"class {name}(TypedDict):", *lines]) + "\n"


def _keys(shape: Shape) -> dict[str, str]:
    """Each key with its type; of several records a key that not all have is not required."""
    records: list[Shape] = [*shape.records.values()] if isinstance(shape, Variants) else [shape]
    found: dict[str, set[str]] = {}
    for record in records:
        assert isinstance(record, Record)
        for key, (one, _default) in record.fields.items():
            found.setdefault(key, set()).add(_type(one))
    return {key: _presence(records, key, " | ".join(sorted(kinds, key=len))) for key, kinds in found.items()}


def _presence(records: list[Shape], key: str, kind: str) -> str:
    kind = " | ".join(dict.fromkeys(kind.split(" | ")))
    fields = [record.fields for record in records if isinstance(record, Record)]
    is_sure = all(key in one and one[key][1] is not ABSENT_BY_DEFAULT for one in fields)
    return kind if is_sure else f"NotRequired[{kind}]"


def _type(shape: Shape) -> str:
    name = next((name for name, known in NAMED.items() if shape is known or shape == known), "")
    if name:
        return name
    if isinstance(shape, Maybe):
        return f"{_type(shape.shape)} | None"
    if isinstance(shape, Items):
        return f"list[{_type(shape.shape)}]"
    if isinstance(shape, Table):
        return f"dict[str, {_type(shape.shape)}]"
    if isinstance(shape, Record):  # one without a name is asked by keys that are not known beforehand
        [kind] = set(_keys(shape).values())
        return f"dict[str, {kind}]"
    return SCALARS[type(shape)]


def results() -> str:
    """The module of the results: the fields of `Evaluation` as they are stored."""
    [found] = [
        node
        for node in ast.parse(inspect.getsource(sys.modules[evaluate.__module__])).body
        if isinstance(node, ast.ClassDef) and node.name == "Evaluation"
    ]
    fields = [node for node in found.body if isinstance(node, ast.AnnAssign)]
    lines = [f"    {ast.unparse(node.target)}: {ast.unparse(node.annotation)}" for node in fields]
    used = {node.id for field in fields for node in ast.walk(field.annotation) if isinstance(node, ast.Name)}
    parts = "".join(f"    {name},\n" for name in sorted(used - {"str", "int", "float", "dict", "list"}))
    head = f'"""Which keys have the results of a decision file, and of which type?\n\n{WRITTEN}\n"""\n\n'
    imports = f"from typing import TypedDict\n\nfrom analysis.evaluation.parts import (\n{parts})\n"
    return (
        head
        + imports
        + "\n\n"
        + "\n".join(
            [
                "class Results(TypedDict, total=False):",
                '    """Runs of earlier engines lack some of them."""',
                "",
                *lines,
            ]
        )
        + "\n"
    )


FILES = {
    ROOT / "analysis" / "decision_file" / "typed.py": decision_file,
    ROOT / "analysis" / "evaluation" / "results.py": results,
}


def out_of_date() -> list[str]:
    """The files that do not say what the layout and `Evaluation` say."""
    return [path.name for path, made in FILES.items() if path.read_text(encoding="utf-8") != made()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(", ".join(out_of_date()) or 0)
    for path, made in FILES.items():
        path.write_text(made(), encoding="utf-8")
