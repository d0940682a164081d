"""Which numbers may digits and their separators be, and how is one written so that it is itself alone?"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache


def figures(text: str) -> Iterator[tuple[Decimal, str]]:
    """Every number that digits and their separators may be, with the decimal mark that each supposes."""
    if re.fullmatch("[0-9]+", text):
        yield Decimal(text), ""
        return
    for mark in ".,":
        if re.fullmatch(rf"[0-9]+[{mark}][0-9]*|[{mark}][0-9]+", text):
            yield Decimal(text.replace(mark, ".")), mark
    for separator, mark in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("'", ",")):
        if _grouped(separator, mark).fullmatch(text):
            whole = mark not in text
            says = "" if whole and separator in " '" else mark
            yield Decimal(text.replace(separator, "").replace(mark, ".")), says
            if says == "":
                return


@cache
def _grouped(separator: str, mark: str) -> re.Pattern[str]:
    """Groups of three, or the Indian ones; none begins with 0."""
    between = re.escape(separator)
    threes, twos = rf"[0-9]{{0,2}}(?:{between}[0-9]{{3}})+", rf"[0-9]?(?:{between}[0-9]{{2}})+{between}[0-9]{{3}}"
    return re.compile(rf"[1-9](?:{threes}|{twos})(?:{re.escape(mark)}[0-9]*)?")


def written(value: Decimal) -> str:
    """The number as a field shows it: read back it is the same, so three decimals get a fourth."""
    text = f"{value.normalize():f}"
    return f"{text}0" if len(list(figures(text.lstrip("-")))) > 1 else text
