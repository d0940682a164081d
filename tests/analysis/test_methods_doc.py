"""Do the examples of the methods page run, and does it describe every number?"""

import doctest
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


def test_every_function_in_a_heading_exists():
    further = PAGE[PAGE.index("## Further methods") :]
    headings = re.findall(r"^### (.*)$", further, re.MULTILINE)
    named = {name for heading in headings for name in re.findall(r"`(\w+)`", heading)}
    assert len(named) > 80
    assert [name for name in sorted(named) if not hasattr(analysis, name)] == []


def test_the_example_file_is_the_small_case():
    assert (ROOT / "docs" / "example.json").read_bytes() == canonical_bytes(check(small()).decision_file)
