"""What does a form answer to a number that cannot be read, or read twice? The grammar is in `tables/numbers.py`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tables import numbers
from tables.columns import Cell, read_column
from tables.figures import written
from tables.numbers import Ask, NotNumber, Quantity, Question, Reading

ANY = Quantity()


def decimal_typed(typed: str, quantity: Quantity = ANY) -> Decimal:
    """The number that was typed, or the refusal in the reader's language; money is counted in whole units."""
    return sure(reading_typed(typed, quantity), typed)


def sure(reading: Reading, typed: str) -> Decimal:
    """The number, where nothing keeps that it is only about right."""
    if reading.is_about:
        words = _("“%(text)s” is only about right. Write the number itself.")
        raise ValidationError(words % {"text": typed.strip()[:40]}, "about")
    return reading.value


def reading_typed(typed: str, quantity: Quantity = ANY) -> Reading:
    """The same for who keeps that a number is only about right."""
    try:
        found = numbers.read(typed, quantity)
    except NotNumber as fault:
        raise _refusal(fault) from fault
    if found is None:
        raise ValidationError(_(numbers.NO_NUMBER) % {"text": typed.strip()[:20]}, "number")
    if isinstance(found, Question):
        raise _asked(found, typed, quantity)
    return found


def column_typed(
    typed: Sequence[str], quantity: Quantity, *, answers: Mapping[Ask, str] | None = None
) -> list[Reading | ValidationError | None]:
    """Each number of a column, read together, or its refusal; None where a sign says that nothing is there."""
    cells = read_column(typed, quantity, answers=answers).cells
    return [_reading_or_refusal(cell, text, quantity) for cell, text in zip(cells, typed, strict=True)]


def _reading_or_refusal(cell: Cell, typed: str, quantity: Quantity) -> Reading | ValidationError | None:
    if isinstance(cell, Question):
        return _asked(cell, typed, quantity)
    if isinstance(cell, NotNumber):
        return _refusal(cell)
    return cell


def _refusal(fault: NotNumber) -> ValidationError:
    return ValidationError(_(fault.template) % fault.params, fault.code)


def _asked(question: Question, typed: str, quantity: Quantity) -> ValidationError:
    """A question is a refusal that shows every reading, as it would be typed."""
    readings = [written(reading.value.scaleb(-quantity.power)) for reading in question.readings]
    words = {
        Ask.SEPARATOR: _("“%(text)s” may be %(first)s or %(last)s. Write the one that is meant."),
        Ask.BOUND: _("“%(text)s” is a limit. Write the value itself, such as %(first)s."),
        Ask.RANGE: _("“%(text)s” is a range. Write one number, such as %(first)s."),
        Ask.SIGN: _("“%(text)s” has a sign, and the other amounts count in a larger unit. Write it in that unit."),
        Ask.PERCENT: _("All of these lie between 0 and 1. Write %(last)s%% or %(first)s%%, whichever is meant."),
    }
    params = {"text": typed.strip()[:40], "first": readings[0], "last": readings[-1]}
    return ValidationError(words[question.code] % params, question.code)
