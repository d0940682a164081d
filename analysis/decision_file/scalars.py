"""Is one word, number or date what its place asks for?"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from analysis.decision_file.canonical import decimal_text
from analysis.decision_file.faults import Fault, gettext_noop
from analysis.decision_file.vocabulary import SAFE_INTEGER

DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
CODE = r"^[^\s/~]{1,40}$"  # a JSON pointer names it without escapes
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

NOT_TEXT = gettext_noop("Must be text in quotation marks.")
NOT_INTEGER = gettext_noop("Must be a whole number without quotation marks.")
NOT_FLAG = gettext_noop("Must be true or false.")
NOT_CHOICE = gettext_noop("“%(value)s” is not one of: %(choices)s.")
NOT_CODE = gettext_noop("A code has 1 to 40 characters, without spaces, “/” and “~”.")
NOT_DECIMAL = gettext_noop("“%(value)s” is not a decimal number such as “12.5”.")
TOO_FINE = gettext_noop("“%(value)s” has more than %(places)s decimal places.")
NOT_DATE = gettext_noop("“%(value)s” is not a date such as “2026-03-27”.")
TOO_LONG = gettext_noop("At most %(most)s characters are allowed, here are %(count)s.")
CONTROL = gettext_noop("The text contains a control character that cannot be stored.")
BELOW = gettext_noop("%(value)s is below the least allowed value, %(least)s.")
ABOVE = gettext_noop("%(value)s is above the greatest allowed value, %(most)s.")
MISMATCH = gettext_noop("“%(value)s” does not have the expected form.")


class Shape(Protocol):
    """What a place in the decision file may hold: `read` normalises it, `schema` describes it."""

    def read(self, value: object, at: str, faults: list[Fault]) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class String:
    """A piece of text, put into Unicode form NFC."""

    most: int = 10_000
    pattern: str = ""
    refusal: str = MISMATCH

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            return faults.append(Fault(at, NOT_TEXT))
        text = unicodedata.normalize("NFC", value)
        if UNSTORABLE.search(text):
            faults.append(Fault(at, CONTROL))
        elif len(text) > self.most:
            faults.append(Fault(at, TOO_LONG, {"most": self.most, "count": len(text)}))
        elif self.pattern and not re.fullmatch(self.pattern, text):
            faults.append(Fault(at, self.refusal, {"value": text}))
        return text

    def schema(self) -> dict[str, Any]:
        length = {"type": "string", "maxLength": self.most}
        return length | ({"pattern": self.pattern} if self.pattern else {})


CODE_LINE = String(40, CODE, NOT_CODE)


@dataclass(frozen=True)
class Word:
    """One word of a list."""

    choices: tuple[str, ...]

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if value not in self.choices or not isinstance(value, str):
            shown = ", ".join(f"“{choice}”" for choice in self.choices)
            faults.append(Fault(at, NOT_CHOICE, {"value": str(value), "choices": shown}))
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.choices)}


@dataclass(frozen=True)
class Integer:
    """A whole number between two bounds."""

    least: int = 0
    most: int = SAFE_INTEGER

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        # To Python True is a whole number.
        if not isinstance(value, int) or isinstance(value, bool):
            faults.append(Fault(at, NOT_INTEGER))
        elif value < self.least:
            faults.append(Fault(at, BELOW, {"value": value, "least": self.least}))
        elif value > self.most:
            faults.append(Fault(at, ABOVE, {"value": value, "most": self.most}))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, bool):
            faults.append(Fault(at, NOT_FLAG))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class DecimalNumber:
    """A decimal number written as text, with optional bounds."""

    least: str | None = None
    most: str | None = None
    places: int = 6

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str) or not re.fullmatch(DECIMAL, value):
            return faults.append(Fault(at, NOT_DECIMAL, {"value": str(value)}))
        number = Decimal(value)
        if self.least is not None and number < Decimal(self.least):
            faults.append(Fault(at, BELOW, {"value": value, "least": self.least}))
        elif self.most is not None and number > Decimal(self.most):
            faults.append(Fault(at, ABOVE, {"value": value, "most": self.most}))
        elif round(number, self.places) != number:
            faults.append(Fault(at, TOO_FINE, {"value": value, "places": self.places}))
        return decimal_text(number)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": DECIMAL}


@dataclass(frozen=True)
class Date:
    """A day of the calendar."""

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        # `fromisoformat` takes other forms too, such as 20260327.
        if not isinstance(value, str) or not re.fullmatch(DATE, value) or not _is_day(value):
            faults.append(Fault(at, NOT_DATE, {"value": str(value)}))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": DATE}


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
