"""What does a form answer to a number that cannot be read, or read twice? The grammar is in `tables/numbers.py`."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tables import numbers
from tables.numbers import Ask, Quantity, Question

ANY = Quantity()


def decimal_typed(typed: str, quantity: Quantity = ANY) -> Decimal:
    """The number that was typed, or the refusal in the reader's language; money is counted in whole units."""
    try:
        found = numbers.read(typed, quantity)
    except numbers.NotNumber as fault:
        raise ValidationError(_(fault.template) % fault.params, fault.code) from fault
    if found is None:
        raise ValidationError(_(numbers.NO_NUMBER) % {"text": typed.strip()[:20]}, "number")
    if isinstance(found, Question):
        raise ValidationError(_asked(found, typed.strip()[:40], quantity), found.code)
    return found.value


def _asked(question: Question, text: str, quantity: Quantity) -> str:
    """In a single field a question is a refusal that shows every reading, as it would be typed."""
    readings = [numbers.written(reading.value.scaleb(-quantity.power)) for reading in question.readings]
    words = {
        Ask.SEPARATOR: _("“%(text)s” may be %(first)s or %(last)s. Write the one that is meant."),
        Ask.BOUND: _("“%(text)s” is a limit. Write the value itself, such as %(first)s."),
        Ask.RANGE: _("“%(text)s” is a range. Write one number, such as %(first)s."),
    }
    return words[question.code] % {"text": text, "first": readings[0], "last": readings[-1]}
