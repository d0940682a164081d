"""What does a form answer to a number that cannot be read? The grammar itself is in `tables/numbers.py`."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tables import numbers


def decimal_typed(typed: str) -> Decimal:
    """The number that was typed, or the refusal in the reader's language."""
    try:
        return numbers.decimal_typed(typed)
    except numbers.NotNumber as fault:
        raise _refusal(fault) from fault


def require_short(typed: str, *, more: int = 0) -> None:
    """Refuse what is too long for a number before it is read."""
    try:
        numbers.require_short(typed, more=more)
    except numbers.NotNumber as fault:
        raise _refusal(fault) from fault


def _refusal(fault: numbers.NotNumber) -> ValidationError:
    return ValidationError(_(fault.template) % fault.params, fault.code)
