"""What does a spreadsheet show of a number that it stores, as far as it says which number is meant?"""

import re
from decimal import Decimal

from tables.figures import written

QUOTED = re.compile(r'"([^"]*)"')
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
FILL = re.compile(r"[_*].|\[[^\]]*\]")  # a space as wide as a sign, a sign that fills, colours
ESCAPED = re.compile(r"[\\!](.)")
POINT = re.compile(r"(?<=[0#?])[\\!]\.([0#?]+)")  # 0!.0 writes a point that is none: 126 is shown as 12.6
CORE = re.compile(r"[0#?][0#?,.]*")
SIGNIFICANT = 15  # digits that a spreadsheet keeps


def shown(value: float, number_format: str) -> str:
    """The number with the percent sign, currency and words that its format puts beside it, its decimals kept."""
    number = Decimal(f"{value:.{SIGNIFICANT}g}")
    if ">" in number_format or "<" in number_format:
        return written(number)  # sections by condition: nobody knows which one is shown
    positive = number_format.split(";")[0]
    for pattern in (QUOTED, CURRENCY):
        positive = pattern.sub(lambda found: _kept(found[1]), positive)
    point = POINT.search(positive)
    places = len(point[1]) if point else 0
    positive = ESCAPED.sub(lambda found: _kept(found[1]), POINT.sub(r"\1", FILL.sub("", positive)))
    core = CORE.search(positive)
    if core is None:
        return written(number)
    before, behind = _plain(positive[: core.start()]), _plain(positive[core.end() :])
    number = number.scaleb(-3 * (len(core[0]) - len(core[0].rstrip(","))) - places)
    if "%" in behind:
        return f"{written(number.scaleb(2))}%"
    return f"{before}{written(number)}{behind}"


def _kept(text: str) -> str:
    """Literal signs, moved where no placeholder of a format is mistaken for them."""
    return "".join(chr(ord(sign) + SHIFT) for sign in text)


SHIFT = 0xF0000


def _plain(text: str) -> str:
    """The literal signs of a part; what is left of a format says nothing."""
    literal = "".join(chr(ord(sign) - SHIFT) if ord(sign) >= SHIFT else sign for sign in text)
    return literal.strip()
