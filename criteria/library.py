"""What does the criteria library say about a category, a sub-group or a leaf?"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

Entry = dict[str, Any]
FOLDER = Path(settings.BASE_DIR) / "fixtures"


@cache
def content() -> Entry:
    found: Entry = json.loads((FOLDER / "library.json").read_text(encoding="utf-8"))
    return found


@cache
def _by_code(part: str) -> dict[str, Entry]:
    return {entry["code"]: entry for entry in content()[part]}


def category(code: str) -> Entry:
    return _by_code("categories")[code]


def group(code: str) -> Entry | None:
    """A sub-group that can stand as one rated (or price) leaf of its own."""
    return _by_code("headings").get(code)


def leaf(code: str) -> Entry | None:
    """A leaf or a read-only cost line, an industry's add-on included."""
    return _by_code("criteria").get(code) or _by_code("addons").get(code)


def leaves_of(heading: str) -> list[Entry]:
    """The leaves of a sub-group, without the add-ons of single industries."""
    return [entry for entry in content()["criteria"] if entry["heading"] == heading]


def lines_of(code: str) -> list[Entry]:
    """The read-only cost lines under a price leaf."""
    return [entry for entry in content()["criteria"] if entry["kind"] == "line" and entry["parent"] == code]


def about(code: str) -> Entry:
    """The explanation of the term, the evidence to ask for, and the threshold in the sources."""
    entry = leaf(code) or group(code) or {}
    return {key: entry.get(key) or {} for key in ("explain", "evidence", "threshold")}


def source_text(source: str) -> Entry:
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
def _source_names() -> dict[str, Entry]:
    return {entry["key"]: entry["name"] for entry in content()["sources"]}


def _titled(key: str, name: Entry, language: str) -> str:
    number = key.removeprefix("SEED ")
    return f"{number} {name[language]}" if number.isdigit() else str(name[language])
