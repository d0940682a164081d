"""Are the style sheets set out, whole and without what nobody uses?"""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve

from benchmarks.weight import heaviest
from desk.styles import AREAS, styles

CSS = settings.BASE_DIR / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
OFTEN = {"tokens.css", "base.css", "form.css", "panel.css", "table.css", "home.css", "paper.css"}
PAPER = settings.BASE_DIR / "templates" / "reports" / "report"  # a report is no page: its own style sheet


@cache
def plain(path: Path) -> str:
    """A style sheet without comments and strings."""
    return re.sub(r'/\*.*?\*/|"[^"]*"', "", path.read_text(), flags=re.DOTALL)


@cache
def defined(path: Path) -> set[str]:
    heads = "".join(re.findall(r"[^{};]*\{", plain(path)))
    return set(re.findall(r"\.(t-[\w-]+)", heads))


@cache
def used() -> dict[str, set[str]]:
    """Class → the folders of templates that name it; "" for scripts, Python and what several folders share."""
    found: dict[str, set[str]] = {}
    root = settings.BASE_DIR / "templates"
    places = [(path, path.relative_to(root).parts[0]) for path in root.glob("*/**/*.html") if PAPER not in path.parents]
    places += [(path, "") for path in root.glob("*.html")]
    places += [(path, "") for path in (settings.BASE_DIR / "static" / "js").glob("*.js")]
    places += [(path, "") for app in settings.OWN_APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    for path, folder in places:
        for name in re.findall(r"(?<![\w-])(?<!n')t-[a-z0-9][\w-]*", whole(path)):
            found.setdefault(name, set()).add(folder)
    return found


@cache
def whole(path: Path) -> str:
    """A file without comments, with the templates that it includes."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text())
    parts = (settings.BASE_DIR / "templates" / name for name in re.findall(r"""{% include "([^"]+)\"""", text))
    return text + "".join(whole(part) for part in parts if part != path)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheet_is_set_out(path):
    lines = path.read_text().splitlines()
    assert [line for line in lines if len(line) > 120] == []
    assert [
        line for line in plain(path).splitlines() if line.count(";") > 1 or re.search(r"\{\s*\S|\S\s*\}", line)
    ] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_declaration_is_important(path):
    assert "!important" not in plain(path)


def test_every_class_that_is_used_is_defined():
    names = set().union(*map(defined, SHEETS))
    assert sorted(name for name in used() if name not in names) == []


def test_every_class_that_is_defined_is_used():
    names = set().union(*map(defined, SHEETS))
    assert sorted(names - set(used())) == []


@pytest.mark.parametrize("folder", [*AREAS, "selection"])
def test_pages_of_an_app_load_what_they_show(folder):
    loaded = OFTEN | {Path(name).name for name in AREAS.get(folder, ())}
    names = set().union(*(defined(CSS / name) for name in loaded))
    assert sorted(name for name, folders in used().items() if folder in folders and name not in names) == []


def test_every_page_loads_every_sheet_that_is_of_no_area():
    sheets = (settings.BASE_DIR / "templates" / "_styles.html").read_text()
    assert set(re.findall(r"static 'css/([^']+)'", sheets)) == OFTEN
    assert {path.name for path in SHEETS} == OFTEN | {Path(name).name for names in AREAS.values() for name in names}


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/s/S-1/costs/", AREAS["reports"]), ("/s/S-1/scoring/", AREAS["scoring"]), ("/sign-in/", ())],
)
def test_area_of_a_page_is_the_app_of_its_view(address, expected):
    request = HttpRequest()
    assert styles(request) == ()
    request.resolver_match = resolve(address)
    assert styles(request) == expected


def test_tokens_are_declared_once():
    """A colour or a length of all pages: once for each theme, in one file."""
    tokens = set(re.findall(r"^\s*(--[\w-]+):", plain(CSS / "tokens.css"), re.MULTILINE))
    again = {
        (path.name, name)
        for path in SHEETS
        if path.name != "tokens.css"
        for block in re.findall(r"(?:^|[\s,]):root\s*\{([^{}]*)\}", plain(path))
        for name in re.findall(r"(--[\w-]+):", block)
        if name in tokens
    }
    assert again == set()


def test_style_sheets_of_a_page_are_light():
    assert heaviest() <= 25_000
