"""Is the page of the library's functions up to date, and does everything that it names exist?"""

import doctest
import importlib
import operator
import re
import subprocess
import sys
from pathlib import Path

import analysis
import analysis.pricing
import analysis.screening

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_script_writes():
    script = [sys.executable, str(ROOT / "scripts" / "make_analysis_docs.py"), "--check"]
    assert subprocess.run(script, check=False).returncode == 0


def test_an_editor_knows_every_name_and_no_other():
    face = (ROOT / "analysis" / "__init__.pyi").read_text(encoding="utf-8")
    known = re.findall(r"^from [\w.]+ import (\w+) as \1$", face, re.MULTILINE)
    assert sorted([*known, "ENGINE"]) == sorted(analysis.__all__)
    assert (ROOT / "analysis" / "py.typed").exists()


def test_the_first_look_gives_what_is_printed():
    (block,) = re.findall(r"```pycon\n(.*?)```", PAGE, re.DOTALL)
    report = []
    outcome = doctest.DocTestRunner().run(
        doctest.DocTestParser().get_doctest(block, {}, "analysis.md", "analysis.md", 0), out=report.append
    )
    assert (outcome.failed, "".join(report)) == (0, "")
    assert outcome.attempted == 10


def test_every_function_of_the_questions_is_described_below():
    table = PAGE[PAGE.index("## Which function") : PAGE.index("\n## ", PAGE.index("## Which function") + 5)]
    named = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([\w.]+)`", row.split(" | ")[1] if " | " in row else "")
    }
    described = set(re.findall(r"^- `(\w+)", PAGE, re.MULTILINE))
    assert len(named) > 80
    assert {name.split(".")[-1] for name in named} - described == set()
    assert [name for name in sorted(named) if not operator.attrgetter(name)(analysis)] == []


def test_every_described_name_exists():
    for module, text in re.findall(r"^## .* · `(analysis[\w.]*)`\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE):
        found = importlib.import_module(module)
        assert [name for name in re.findall(r"^- `(\w+)", text, re.MULTILINE) if not hasattr(found, name)] == []
