"""What does the criteria library say about a category, a sub-group or a leaf?"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from analysis.decision_file.typed import Text
from criteria.typed import GroupEntry, LeafEntry, Library, TopRow

EntryT = TypeVar("EntryT", TopRow, GroupEntry, LeafEntry)
FOLDER = Path(settings.BASE_DIR) / "fixtures"


@cache
def content() -> Library:
    found: Library = json.loads((FOLDER / "library.json").read_text(encoding="utf-8"))
    return found


@cache
def synonyms() -> dict[str, dict[str, list[str]]]:
    """The usual words for a sub-group or a leaf beside its name, by code and language."""
    found: dict[str, dict[str, list[str]]] = json.loads((FOLDER / "synonyms.json").read_text(encoding="utf-8"))
    return found


def _by_code(rows: Iterable[EntryT]) -> dict[str, EntryT]:
    return {entry["code"]: entry for entry in rows}


@cache
def _categories() -> dict[str, TopRow]:
    return _by_code(content()["categories"])


@cache
def _groups() -> dict[str, GroupEntry]:
    return _by_code(content()["headings"])


@cache
def _leaves() -> dict[str, LeafEntry]:
    return _by_code([*content()["addons"], *content()["criteria"]])


def category(code: str) -> TopRow:
    return _categories()[code]


def group(code: str) -> GroupEntry | None:
    """A sub-group that can stand as one rated (or price) leaf of its own."""
    return _groups().get(code)


def leaf(code: str) -> LeafEntry | None:
    """A leaf or a read-only cost line, an industry's add-on included."""
    return _leaves().get(code)


def leaves_of(heading: str) -> list[LeafEntry]:
    """The leaves of a sub-group, without the add-ons of single industries."""
    return [entry for entry in content()["criteria"] if entry["heading"] == heading]


def lines_of(code: str) -> list[LeafEntry]:
    """The read-only cost lines under a price leaf."""
    return [entry for entry in content()["criteria"] if entry["kind"] == "line" and entry["parent"] == code]


def about(code: str) -> dict[str, Text]:
    """The explanation of the term, the evidence to ask for, and the threshold in the sources."""
    own = leaf(code)
    entry = own or group(code)
    return {
        "explain": entry.get("explain", {}) if entry else {},
        "evidence": entry.get("evidence", {}) if entry else {},
        "threshold": own.get("threshold", {}) if own else {},
    }


def source_text(source: str) -> Text:
    """`SEED 002, 000` in words: the number that the thresholds quote, with the title of the source."""
    parts = [part.strip() for part in source.split(",") if part.strip()]
    keys = [f"SEED {part}" if part.isdigit() else part for part in parts]
    known = [(key, _source_names()[key]) for key in keys if key in _source_names()]
    if len(known) < len(keys):
        return {"zh": source, "en": source}
    return {
        "zh": "；".join(_titled(*pair, "zh") for pair in known),
        "en": "; ".join(_titled(*pair, "en") for pair in known),
    }


@cache
def _source_names() -> dict[str, Text]:
    return {entry["key"]: entry["name"] for entry in content()["sources"]}


def _titled(key: str, name: Text, language: str) -> str:
    number = key.removeprefix("SEED ")
    return f"{number} {name[language]}" if number.isdigit() else name[language]
