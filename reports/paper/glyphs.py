"""Which characters can the report's fonts write, and what stands for those that they cannot?"""

import re
import unicodedata
from functools import cache

from reports.press import ASSETS

FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "TouchstoneMarks.ttf")
WHITE = "\t\n\r "


@cache
def coverage() -> frozenset[int]:
    """The characters that both weights of the text face have, and the marks that stand in for some more."""
    from fontTools.ttLib import TTFont

    tables = []
    for name in FACES:
        with TTFont(ASSETS[name], lazy=True) as font:
            tables.append(frozenset(font.getBestCmap()))
    return (tables[0] & tables[1]) | tables[2]


def is_written(character: str) -> bool:
    return ord(character) in coverage() or character in WHITE


def missing(text: str) -> set[str]:
    """The visible characters of a text that no bundled font has."""
    return {character for character in set(text) if not is_written(character) and not _is_silent(character)}


def _is_silent(character: str) -> bool:
    """Joiners, variation selectors and direction marks: they draw nothing and could turn the text around."""
    return unicodedata.category(character) in ("Cf", "Mn") or 0xFE00 <= ord(character) <= 0xFE0F


def legible(html: str) -> str:
    """The page with every character that cannot be written as its number, [U+1F600]; marks that draw nothing go."""
    strange = {character for character in set(html) if not is_written(character)}
    if not strange:
        return html
    silent = {character for character in strange if _is_silent(character)}
    html = html.translate(dict.fromkeys(map(ord, silent)))
    loud = "".join(re.escape(character) for character in sorted(strange - silent))
    return re.sub(f"[{loud}]+", _numbers, html) if loud else html


def _numbers(found: re.Match[str]) -> str:
    return f"[{' '.join(f'U+{ord(character):04X}' for character in found[0])}]"
