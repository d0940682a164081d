"""Is the folder list still the import order?"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ORDER = ["analysis", "tables", *settings.OWN_APPS, "config"]
ROOT = settings.BASE_DIR
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "signals"}
ALIAS = re.compile(r"^(?:from \S+ import .*|import .*|\s+)?\b([\w.]+ as \w+),?$", re.MULTILINE)
CUSTOMS = {
    "analysis as a",  # as docs/analysis.md has it
    "app as celery_app",
    "gettext as _",
    "gettext_lazy as _",
    "numpy as hnp",
    "numpy as np",
    "graph_objects as go",
    "strategies as st",
    "ElementTree as ET",
}


def modules():
    return [path for name in ORDER for path in sorted((ROOT / name).rglob("*.py")) if "migrations" not in path.parts]


def relative(path):
    return str(path.relative_to(ROOT))


def test_layers_of_the_import_contract_are_the_folder_list():
    text = (ROOT / "pyproject.toml").read_text()
    layers = re.search(r"^layers = \[(.*?)\]", text, re.MULTILINE).group(1)
    assert re.findall(r'"(\w+)"', layers) == ORDER[::-1]


def test_imports_follow_the_order():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_foreign_keys_point_left():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.app_label in ORDER
        if ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert wrong == []


def test_string_foreign_keys_name_no_app_to_the_right():
    """A string is invisible to the import contract."""
    wrong = [
        f"{relative(path)}: {name}"
        for path in modules()
        for name in strings_of_models(path)
        if name.split(".")[0] in ORDER
        and ORDER.index(name.split(".")[0]) > ORDER.index(path.relative_to(ROOT).parts[0])
    ]
    assert wrong == []


def strings_of_models(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[a-z]+\.[A-Z]\w+", node.value)
        ):
            yield node.value


def test_analysis_starts_without_django():
    code = "import sys, analysis, analysis.__main__; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_module_keeps_the_rules_of_the_house(path):
    tree = ast.parse(path.read_text())
    assert path.stem not in FORBIDDEN_NAMES
    if path.stem == "__init__" and not tree.body:
        return
    if "commands" not in path.parts:
        assert ast.get_docstring(tree), "a module opens with one sentence that says what question it answers"
    assert not {name for name in imported_at_the_start(tree) if name.startswith("scipy")}, "it takes half a second"


def imported_at_the_start(tree):
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_another_name_at_the_import_is_a_custom_of_everybodys():
    rooms = [*ORDER, "benchmarks", "scripts", "tests"]
    wrong = [
        f"{relative(path)}: {alias}"
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for alias in ALIAS.findall(path.read_text())
        if alias not in CUSTOMS
    ]
    assert wrong == []


def test_no_model_overrides_save():
    own = [model for model in apps.get_models() if model._meta.app_label in ORDER]
    assert [model._meta.label for model in own if {"save", "delete"} & set(vars(model))] == []


def test_only_the_task_boundary_catches_everything():
    broad = [
        relative(path) for path in modules() for node in ast.walk(ast.parse(path.read_text())) if catches_all(node)
    ]
    assert len(broad) <= 1, broad


def catches_all(node):
    if not isinstance(node, ast.ExceptHandler):
        return False
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})


def test_models_know_no_verb_of_their_app():
    """How a text stands in two languages lies beneath the models; it knows none of them."""
    wrong = [
        f"{relative(path)} imports {node.module}"
        for path in modules()
        if path.stem == "models"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == path.parent.name
        if node.module != "selection.languages"
    ]
    assert wrong == []
