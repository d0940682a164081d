"""Are the copied files of other projects what their records say?"""

import hashlib
import json

import pytest
from django.conf import settings

from scripts.bootstrap_subset import subset

VENDORED = [settings.BASE_DIR / "static" / folder for folder in ("vendor", "fonts")]


def records():
    return [(folder, record) for folder in VENDORED for record in json.loads((folder / "VENDORED.json").read_text())]


@pytest.mark.parametrize(("folder", "record"), records(), ids=lambda value: getattr(value, "name", None))
def test_vendored_file_is_the_recorded_one(folder, record):
    content = (folder / record["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_every_vendored_file_is_recorded_or_a_licence(folder):
    recorded = {record["file"] for record in json.loads((folder / "VENDORED.json").read_text())}
    present = {path.name for path in folder.iterdir()} - {"VENDORED.json"}
    assert {name for name in present - recorded if not name.startswith("OFL.")} == set()


def test_vendored_versions_are_the_pinned_ones():
    pinned = json.loads((settings.BASE_DIR / "package.json").read_text())["devDependencies"]
    found = {record["package"]: record["version"] for _, record in records()}
    assert {package: found[package] for package in pinned} == pinned


def test_browser_assets_name_no_source_map():
    for path in VENDORED[0].iterdir():
        if path.suffix in {".css", ".js"}:
            assert b"sourceMappingURL" not in path.read_bytes()[-300:]


def test_of_bootstrap_only_rules_of_which_every_class_is_used_are_kept():
    sheet = """@charset "UTF-8";/*! by Bootstrap */
    :root { --bs-a: var(--bs-b); --bs-b: 1px; --bs-c: 2px; }
    a, .btn:hover, .card .btn { padding: var(--bs-a); }
    .card { margin: 0; }
    @media print { .card { margin: 0; } }
    @media (min-width: 1px) { .btn-sm { margin: 0; } .card { color: red; } }
    """
    kept = """@charset "UTF-8";
/*! by Bootstrap */
:root {
  --bs-a: var(--bs-b);
  --bs-b: 1px;
}
a,
.btn:hover {
  padding: var(--bs-a);
}
@media (min-width: 1px) {
  .btn-sm {
    margin: 0;
  }
}
"""
    assert subset(sheet) == kept
