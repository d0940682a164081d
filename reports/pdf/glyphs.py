"""What stands on paper for a character that no bundled typeface has, and which way does a text run?"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from reports.pdf import typefaces

WHITE = "\t\n\r "
MARK = "□"
# Short texts that stand beside figures, in charts and over columns. In longer ones the numbers of the characters stand.
NAMES = frozenset({"name", "organisation", "label", "title", "group", "unit"})
ISOLATE, POP = "\u2068", "\u2069"
# Letters that run from right to left, with what may stand between two words of one name.
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
FROM_RIGHT = re.compile(f"[{RIGHT}](?:[{RIGHT}0-9 .'/\u200c\u200d-]*[{RIGHT}])?")
# Joiners shape the letters of these scripts; anywhere else they draw nothing.
VARIATIONS = range(0xFE00, 0xFE10)  # selectors: how the character before them is drawn
JOINERS = "\u200c\u200d"
IDLE = re.compile(f"(?<![\u0600-\u08ff\u0900-\u0dff])[{JOINERS}]")


def is_written(character: str) -> bool:
    return ord(character) in typefaces.coverage() or character in WHITE


def missing(text: str) -> set[str]:
    """The visible characters of a text that no bundled font has."""
    return {character for character in set(text) if not is_written(character) and not _is_silent(character)}


def _is_silent(character: str) -> bool:
    """Joiners, variation selectors and direction marks: they draw nothing and could turn the text around."""
    return unicodedata.category(character) in ("Cf", "Mn", "Zs") or ord(character) in VARIATIONS


def clean(text: str) -> str:
    """Accents joined to their letters, spaces of any width as one, and no mark that would turn the text around."""
    text = IDLE.sub("", unicodedata.normalize("NFC", text))
    return text.translate({ord(character): _cleaned(character) for character in set(text)})


def _cleaned(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs" and character not in "\u00a0\u3000":
        return " "
    if (kind == "Cf" and character not in JOINERS) or ord(character) in VARIATIONS:
        return ""
    return "" if kind == "Mn" and not is_written(character) else character


def legible(html: str) -> str:
    """The page with every character that cannot be written as its number, [U+1F600]; each script runs its own way."""
    html = clean(html)
    strange = "".join(re.escape(character) for character in sorted(missing(html)))
    html = re.sub(f"[{strange}]+", _numbers, html) if strange else html
    return FROM_RIGHT.sub(rf"{ISOLATE}\g<0>{POP}", html)


def _numbers(found: re.Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found[0])}]"


def spelled(name: str) -> str:
    """A name with the numbers of what cannot be written: [U+10D0 U+10D1] Soft."""
    name = clean(name)
    return _strange(name).sub(_numbers, name) if missing(name) else name


def short(name: str) -> str:
    """A name with one box for each run of what cannot be written: □ Soft."""
    name = clean(name)
    return _strange(name).sub(MARK, name) if missing(name) else name


def is_whole(name: str) -> bool:
    """Whether a name stands on paper as it was typed; a chart shows the vendor's letter alone where it does not."""
    return MARK not in name


@cache
def _strange(name: str) -> re.Pattern[str]:
    """Runs of what cannot be written, with the spaces inside them."""
    strange = "".join(re.escape(character) for character in sorted(missing(name)))
    return re.compile(f"[{strange}](?:[{strange} ]*[{strange}])?")


def named(document: object) -> Any:
    """A decision file whose names can all be written, before anything is measured."""
    if isinstance(document, Mapping):
        return {key: _name(value) if key in NAMES else named(value) for key, value in document.items()}
    return [named(value) for value in document] if isinstance(document, list) else document


def _name(value: object) -> Any:
    if isinstance(value, str):
        return short(value)
    if isinstance(value, Mapping) and set(value) <= {"zh", "en"}:
        return {language: _name(text) for language, text in value.items()}
    return named(value)


def replaced(document: object, code: str = "") -> Iterator[tuple[str, str]]:
    """Every name that could not be written: whose it is, and the name with the numbers of its characters."""
    if isinstance(document, list):
        for value in document:
            yield from replaced(value)
    elif isinstance(document, Mapping):
        own = next((str(document[key]) for key in ("code", "key") if document.get(key)), code)
        for key, value in document.items():
            texts = value.values() if isinstance(value, Mapping) and key in NAMES else [value]
            yield from ((own, spelled(t)) for t in texts if key in NAMES and isinstance(t, str) and missing(t))
            yield from replaced(value, own) if not isinstance(value, str) else ()
