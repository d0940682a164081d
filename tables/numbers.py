"""Which number was typed? One grammar for every field, address and cell; what is unclear is refused."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

LONGEST = 40
PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]*)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
FIGURES = re.compile(r"[0-9][0-9,.]*")
MINUS = dict.fromkeys(map(ord, "−–—"), "-")
SAME = ("<wide>", "<narrow>", "<small>", "<noBreak>", "<compat> 0020")  # ², ½ and ① are other numbers than 2 and 1


def gettext_noop(message: str) -> str:
    """Mark a message for extraction; the caller translates the template when it shows it."""
    return message


HAS_COMMA = gettext_noop("“%(text)s” has a comma. Decimals are written with a point: %(offer)s.")
NO_NUMBER = gettext_noop("Write a number such as 12.5; “%(text)s” is not one.")
TOO_LONG = gettext_noop("A number has at most %(most)s characters, here are %(count)s.")


class NotNumber(ValueError):
    """The kind of the refusal, and its English template with its parameters."""

    def __init__(self, code: str, template: str, params: Mapping[str, str | int]) -> None:
        super().__init__(template % params)
        self.code, self.template, self.params = code, template, params


def require_short(typed: str, *, more: int = 0) -> None:
    """Refuse a long text before anything else is made of it; `more` is for a unit that may stand beside it."""
    count, most = len(typed.strip()), LONGEST + more
    if count > most:
        raise NotNumber("long", TOO_LONG, {"most": most, "count": count})


def folded(typed: str) -> str:
    """The text with its full-width characters, minus signs and spaces as a keyboard writes them."""
    plain = "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.decomposition(sign).startswith(SAME) else sign
        for sign in typed
    )
    return " ".join(plain.translate(MINUS).split())


def decimal_typed(typed: str) -> Decimal:
    """Read digits with a decimal point, and thousands apart by commas or spaces; nothing else."""
    require_short(typed)
    text = folded(typed)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    if PLAIN.fullmatch(text):
        return Decimal(text)
    shown = typed.strip()[:20]
    if DECIMAL_COMMA.fullmatch(text):
        raise NotNumber("comma", HAS_COMMA, {"text": shown, "offer": text.replace(",", ".")[:20]})
    raise NotNumber("number", NO_NUMBER, {"text": shown})


def mentions(text: str, value: Decimal) -> bool:
    """Whether one of the numbers in a text is this one."""
    for found in FIGURES.findall(folded(text)):
        try:
            if decimal_typed(found.rstrip(",.")) == value:
                return True
        except NotNumber:
            continue
    return False
