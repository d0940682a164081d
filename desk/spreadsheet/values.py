"""Which rows of a sheet hold the measured values of a criterion of the library, and what do they say?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError

from criteria import content, library
from criteria.copying import criterion_from
from criteria.models import Criterion, Kind
from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, questions_of
from selection.models import Selection
from selection.numbers import column_typed
from tables import numbers
from tables.heads import ASIDE, folded
from tables.numbers import Ask, Reading
from vendors.facts import check_value
from vendors.numbers import measure_of


@dataclass(frozen=True)
class Value:
    """A fact of one vendor as it stands in the sheet."""

    text: str
    typed: str
    is_about: bool


@dataclass(frozen=True)
class Values:
    """Those of a row by column, and what has to be asked or is refused."""

    read: Mapping[int, Value]
    asked: Sequence[Asked] = ()
    error: str = ""


@cache
def measure(code: str) -> Criterion:
    """The library's criterion, as it will be in the selection."""
    return criterion_from(content.expanded_leaf(code, weight=0), Selection())


def are_values(cells: Sequence[str], code: str, *, name: str, unit: str) -> bool:
    """Whether cells hold numbers in the unit of a measured criterion, and no marks: some place has to name it."""
    known = library.leaf(code)
    if not known or known["kind"] != Kind.MEASURED or not cells:
        return False
    quantity = measure_of(measure(code))
    is_named = folded(unit) in map(folded, quantity.units) or any(
        folded(aside.strip("()[]（）【】")) in map(folded, quantity.units) for aside in ASIDE.findall(name)
    )
    have_unit = all(_has_unit(numbers.folded(text), quantity.units) for text in cells)
    readings = column_typed(cells, quantity)
    return (is_named or have_unit) and not any(
        isinstance(one, ValidationError) and one.code not in (Ask.SEPARATOR, Ask.PERCENT) for one in readings
    )


def _has_unit(text: str, units: Sequence[str]) -> bool:
    return any(numbers.without(text, unit) != text for unit in units)


def values_of(code: str, name: str, cells: Mapping[int, str], *, answers: Answers) -> Values:
    """Read the cells of a measured criterion together."""
    criterion, typed = measure(code), list(cells.values())
    quantity = measure_of(criterion)
    read: dict[int, Value] = {}
    for column, reading in zip(cells, column_typed(typed, quantity, answers=answers.of_column(code)), strict=True):
        try:
            if isinstance(reading, ValidationError):
                if reading.code in (Ask.SEPARATOR, Ask.PERCENT):
                    continue  # asked once for the row
                raise reading
            if isinstance(reading, Reading):
                read[column] = Value(check_value(criterion, reading.value), cells[column], reading.is_about)
        except ValidationError as error:
            return Values({}, error=" ".join(error.messages))
    return Values(read, list(questions_of(code, name, typed, quantity=quantity, answers=answers)))
