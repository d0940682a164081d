"""Which cells does a block copied from a spreadsheet have, and which block do cells make?"""

import re
import unicodedata
from collections.abc import Iterable

from tables.numbers import INVISIBLE

# A cell with a line break or a quote in it comes in quotes; no such cell holds a tab. Any other quote is a sign
# like an inch, and takes nothing with it.
CELL = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')


def cells(block: str) -> list[list[str]]:
    """Rows of cells as they stand there, without what nobody sees at their ends; a line break inside is a space."""
    text = unicodedata.normalize("NFC", block).replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        found = CELL.match(text, place)
        assert found is not None  # the second way matches nothing too
        rows[-1].append(_cell(found))
        if text[found.end() : found.end() + 1] == "\n":
            rows.append([])
        place = found.end() + 1
    return rows


def block_of(rows: Iterable[Iterable[str]]) -> str:
    """The block that `cells` reads as these; what parts cells and rows is a space inside of one."""
    return "\n".join("\t".join(map(_in_quotes_if_needed, row)) for row in rows)


def _in_quotes_if_needed(text: str) -> str:
    plain = " ".join(text.split())
    return '"{}"'.format(plain.replace('"', '""')) if plain.startswith('"') else plain


def _cell(found: re.Match[str]) -> str:
    text = found[2] if found[1] is None else found[1].replace('""', '"')
    return " ".join(filter(None, map(str.strip, without_invisible_ends(text).split("\n"))))


def without_invisible_ends(text: str) -> str:
    """Without byte order marks and the like around it; inside they may join the parts of a letter."""
    return re.sub(rf"^(?:{INVISIBLE.pattern}|\s)+|(?:{INVISIBLE.pattern}|\s)+$", "", text)
