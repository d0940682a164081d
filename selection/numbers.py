"""Which number was typed into a field? One grammar for all of them; what is unclear is refused."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]*)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
FIGURES = re.compile(r"[0-9][0-9,.]*")
MINUS = dict.fromkeys(map(ord, "−–—"), "-")
SAME = ("<wide>", "<narrow>", "<small>", "<noBreak>", "<compat> 0020")  # ², ½ and ① are other numbers than 2 and 1


def folded(typed: str) -> str:
    """The text with its full-width characters, minus signs and spaces as a keyboard writes them."""
    plain = "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.decomposition(sign).startswith(SAME) else sign
        for sign in typed
    )
    return " ".join(plain.translate(MINUS).split())


def decimal_typed(typed: str) -> Decimal:
    """Read digits with a decimal point, and thousands apart by commas or spaces; nothing else."""
    text = folded(typed)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if DECIMAL_COMMA.fullmatch(text):
        words = _("“%(text)s” has a comma. Decimals are written with a point: %(offer)s.")
        raise ValidationError(words % {"text": typed.strip()[:20], "offer": text.replace(",", ".")[:20]}, "comma")
    raise ValidationError(
        _("Write a number such as 12.5; “%(text)s” is not one.") % {"text": typed.strip()[:20]}, "number"
    )


def mentions(text: str, value: Decimal) -> bool:
    """Whether one of the numbers in a text is this one."""
    for found in FIGURES.findall(folded(text)):
        try:
            if decimal_typed(found.rstrip(",.")) == value:
                return True
        except ValidationError:
            continue
    return False
