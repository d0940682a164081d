"""Which number did a person mean, and did it have to be read differently from how it was typed?"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file import decimal_text
from criteria.models import Criterion
from selection.languages import current
from selection.numbers import ANY, reading_typed, sure
from tables.figures import written
from tables.numbers import Quantity, Reading

MONEY_UNITS = {"one": 0, "thousand": 3, "wan": 4}  # as powers of ten
MOST_MINOR = 10**15  # below 2**53: a float holds it to the cent


@dataclass(frozen=True)
class Number:
    """A number as it was typed and as it is kept."""

    typed: str
    value: Decimal

    @property
    def text(self) -> str:
        return decimal_text(self.value)


def read_number(typed: str, quantity: Quantity = ANY) -> Number:
    """Read a number with or without the unit that is written after it."""
    return Number(typed, _decimal(typed, quantity))


def measure_of(criterion: Criterion) -> Quantity:
    """What a value of a measured criterion can be; its unit is written in either language."""
    least, most = (Decimal(limit) if limit else None for limit in (criterion.minimum, criterion.maximum))
    units = tuple(filter(None, dict.fromkeys((criterion.unit_zh, criterion.unit_en))))
    return Quantity(minimum=least, maximum=most, places=criterion.decimals, units=units)


def read_money(typed: str, *, currency: str, unit: str = "one") -> int:
    """An amount in minor units: typed in whole units, thousands or 万元, never negative."""
    return minor_of(_decimal(typed, money_of(currency, unit)), typed)


def money_of(currency: str, unit: str) -> Quantity:
    """What an amount can be that is typed in this unit."""
    most = Decimal(MOST_MINOR).scaleb(-2)
    return Quantity(maximum=most, places=2, currency=currency, power=MONEY_UNITS[unit])


def minor_of(whole: Decimal, typed: str) -> int:
    minor = whole * 100
    if minor < 0:
        raise ValidationError(
            _("“%(typed)s” is below zero. Costs are written as positive amounts."), "negative", {"typed": typed}
        )
    if minor != minor.to_integral_value() or minor > MOST_MINOR:
        raise ValidationError(_("“%(typed)s” cannot be kept to the cent."), "precision", {"typed": typed})
    return int(minor)


def big_unit() -> str:
    """The unit in which people of the reader's language think of budgets."""
    return "wan" if current() == "zh" else "thousand"


def exact(minor: int, unit: str) -> str:
    """The amount as it would be typed in this unit, to the cent."""
    return decimal_text(Decimal(minor).scaleb(-2 - MONEY_UNITS[unit]))


def shown(minor: int, unit: str) -> str:
    """The same as a field shows it."""
    return written(Decimal(exact(minor, unit)))


def read_whole(typed: str) -> int:
    """A count, such as seats."""
    most = 2**31 - 1  # PostgreSQL's integer
    value = _decimal(typed, Quantity(minimum=Decimal(0), maximum=Decimal(most), places=0))
    if value < 0 or value != value.to_integral_value() or value > most:
        raise ValidationError(_("“%(typed)s” is not a whole number of zero or more."), "whole", {"typed": typed})
    return int(value)


def _decimal(typed: str, quantity: Quantity) -> Decimal:
    return sure(read_about(typed, quantity), typed)


def read_about(typed: str, quantity: Quantity) -> Reading:
    """A number of which it is kept whether it is only about right."""
    if not typed.strip():
        raise ValidationError(_("Nothing is written here: write a number, 0 where there is nothing."), "empty")
    return reading_typed(typed, quantity)
