"""Do the examples of the methods page run, and does it describe every number?"""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import analysis
from analysis.decision_file import canonical_bytes, check
from analysis.evaluation import Evaluation
from tests.analysis.sample import small

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^### .*?(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
LABELS = ("**Answers:**", "**Formula:**", "**Source:**", "```pycon", "**Not to be trusted when**")
NOT_NUMBERS = {"engine", "vendors"}


def test_every_example_gives_what_is_printed(monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```pycon\n(.*?)```", PAGE, re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "methods.md", "methods.md", 0)
    report = []
    outcome = doctest.DocTestRunner().run(examples, out=report.append)
    assert (outcome.failed, "".join(report)) == (0, "")
    assert outcome.attempted > 40


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.splitlines()[0][4:40])
def test_every_entry_answers_the_same_five_questions(entry):
    assert [label for label in LABELS if label not in entry] == []


def test_every_result_of_the_engine_has_an_entry():
    headings = "".join(entry.splitlines()[0] for entry in ENTRIES)
    fields = Evaluation.__dataclass_fields__.keys() - NOT_NUMBERS
    assert [field for field in fields if f"`{field}" not in headings] == []


def test_every_function_of_the_table_exists():
    table = PAGE[PAGE.index("## Further methods") :]
    named = set(re.findall(r"`([a-z0-9_]+)`", table))
    found = {
        key
        for module in pkgutil.walk_packages(analysis.__path__, "analysis.")
        if module.name != "analysis.__main__"
        for key in vars(importlib.import_module(module.name))
    }
    assert len(named) > 50
    assert named - found == set()


def test_the_example_file_is_the_small_case():
    assert (ROOT / "docs" / "example.json").read_bytes() == canonical_bytes(check(small()).document)
