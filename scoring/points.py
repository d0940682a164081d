"""Which points did somebody type elsewhere? Whole ones of the scale, and nothing rounded or stretched to it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.cells import HIGHEST, LOWEST
from selection.numbers import decimal_typed
from tables.heads import folded
from tables.numbers import Quantity

INAPPLICABLE_SIGNS = {"n/a", "n.a.", "na", "不适用"}
UNSAID = {"", "-", "–", "—", "/"}
UNITS = ("分", "points")
WHOLE = Quantity(minimum=Decimal(LOWEST), maximum=Decimal(HIGHEST), units=UNITS)
ANY = Quantity(units=UNITS)


def points_from(text: str) -> int | None:
    """Whole points as they were typed, never rounded; None where nothing is said."""
    if folded(text) in UNSAID:
        return None
    if folded(text) in INAPPLICABLE_SIGNS:
        raise ValidationError(_("“Not applicable” needs a rationale: choose it in its own column or on the sheet."))
    number = decimal_typed(text, WHOLE)
    if number != number.to_integral_value():
        words = _("“%(text)s” is not whole, and points are never rounded. Give whole points from 0 to 10.")
        raise ValidationError(words % {"text": text.strip()[:20]})
    if not LOWEST <= number <= HIGHEST:
        words = _("“%(text)s” is not on the scale. Give whole points from 0 to 10.")
        raise ValidationError(words % {"text": text.strip()[:20]})
    return int(number)


def is_beyond(text: str) -> bool:
    """Whether it is a number above the scale, so that what stands beside it is on another one."""
    try:
        return decimal_typed(text, ANY) > HIGHEST
    except ValidationError:
        return False
