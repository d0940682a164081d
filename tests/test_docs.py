"""Do the documents name only commands, settings and files that exist, and every setting there is?"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from scripts import phases

ROOT = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "fixtures" / "README.md"])
FOLDERS = [folder.name for folder in ROOT.iterdir() if folder.is_dir() and not folder.name.startswith(".")]
LINK = re.compile(r"\]\(([^)\s]*)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"\./run ([a-z]+)")
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
HOOK = re.compile(r"^ +entry: (.+)$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.(?:py|js)): ([\w.]+)")
PLACE = re.compile(rf"`(?:python )?((?:{'|'.join(FOLDERS)})/[\w./*-]*)")
SET = re.compile(r"\b([A-Z][A-Z_]+)=")
READ = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
TABLED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def headings(document: Path) -> list[str]:
    return HEADING.findall(FENCE.sub("", document.read_text()))


def exists(link: str, document: Path) -> bool:
    name, _, anchor = link.partition("#")
    target = (document.parent / name).resolve() if name else document
    return target.exists() and (not anchor or anchor in {slug(heading) for heading in headings(target)})


@every_document
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text()) if not link.startswith(("http:", "https:"))]
    assert [link for link in links if not exists(link, document)] == []


def commands() -> set[str]:
    cases = re.findall(r"^([a-z |]+)\)$|^([a-z]+)\) ", (ROOT / "run").read_text().partition('case "$command"')[2], re.M)
    return {word for both in cases for names in both for word in names.replace("|", " ").split()}


@every_document
def test_commands_exist(document: Path) -> None:
    text = document.read_text()
    assert set(RUN.findall(text)) - commands() == set()
    assert set(MANAGE.findall(text)) - set(get_commands()) == set()


@every_document
def test_places_in_the_code_exist(document: Path) -> None:
    named = PLACE.findall(document.read_text())
    assert [place for place in named if not _is_place(place)] == []


def _is_place(place: str) -> bool:
    """A file, a folder, a pattern, or a module with or without something in it."""
    return any(ROOT.glob(place)) or any((ROOT / f"{name}.py").is_file() for name in (place, place.rpartition(".")[0]))


@every_document
def test_names_in_files_exist(document: Path) -> None:
    named = NAMED.findall(document.read_text())
    words = [(place, word) for place, names in named for word in names.split(".")]
    assert [(place, word) for place, word in words if not _stands_in(word, ROOT / place)] == []


def _stands_in(word: str, file: Path) -> bool:
    return file.is_file() and re.search(rf"\b{word}\b", file.read_text()) is not None


def test_the_phases_are_those_of_the_code() -> None:
    assert phases.TABLE.findall(phases.PAGE.read_text()) == [phases.table()]


def test_hooks_before_a_commit_are_checks_of_the_gate() -> None:
    gate, hooks = (ROOT / "run").read_text(), (ROOT / ".pre-commit-config.yaml").read_text()
    entries = [entry.split() for entry in HOOK.findall(hooks)]
    assert [entry for entry in entries if entry[0] == "./run" and entry[1] not in commands()] == []
    assert [entry for entry in entries if entry[0] != "./run" and " ".join(entry[:2]) not in gate] == []
    assert len(entries) > 2


def test_the_newest_release_is_the_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert headings(ROOT / "CHANGELOG.md")[1] == "Unreleased"
    assert re.findall(r"^## (\d\S*)", changes, re.MULTILINE)[:1] in ([], [settings.VERSION])


def read_settings() -> set[str]:
    return {name for file in (ROOT / "config").glob("*.py") for name in READ.findall(file.read_text())}


def test_every_setting_is_described_and_no_other() -> None:
    described = TABLED.findall((ROOT / "docs" / "settings.md").read_text())
    assert sorted(described) == sorted(read_settings())


@every_document
def test_settings_in_examples_exist(document: Path) -> None:
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert set(SET.findall(document.read_text())) - read_settings() - compose == set()


def test_both_readmes_say_the_same() -> None:
    english, chinese = (ROOT / name for name in ("README.md", "README.zh.md"))
    assert len(headings(english)) == len(headings(chinese))
    for readme in (english, chinese):
        [block] = [block for block in FENCE.findall(readme.read_text()) if "./run" in block]
        assert RUN.findall(block) == ["demo", "serve"]
        assert len(re.findall(r"!\[[^\]]+\]\(docs/pictures/", readme.read_text())) >= 1
