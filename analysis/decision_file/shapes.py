"""Does a JSON value have the shape its place asks for?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal as Number
from typing import Any, Protocol

from analysis.decision_file.canonical import decimal_text
from analysis.decision_file.faults import Fault, gettext_noop, pointer
from analysis.decision_file.vocabulary import SAFE_INTEGER

REQUIRED = object()
DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"
CODE = r"^[^\s/~]{1,40}$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

UNKNOWN = gettext_noop("The key “%(key)s” is not part of the format; remove it.")
ABSENT = gettext_noop("The key “%(key)s” is missing.")
DUPLICATE_KEY = gettext_noop("The key “%(key)s” stands here twice.")
NOT_TEXT = gettext_noop("Must be text in quotation marks.")
NOT_INTEGER = gettext_noop("Must be a whole number without quotation marks.")
NOT_FLAG = gettext_noop("Must be true or false.")
NOT_LIST = gettext_noop("Must be a list.")
NOT_OBJECT = gettext_noop("Must be an object with keys.")
NOT_CHOICE = gettext_noop("“%(value)s” is not one of: %(choices)s.")
NOT_CODE = gettext_noop("A code has 1 to 40 characters, without spaces, “/” and “~”.")
NOT_DECIMAL = gettext_noop("“%(value)s” is not a decimal number such as “12.5”.")
TOO_FINE = gettext_noop("“%(value)s” has more than %(places)s decimal places.")
NOT_DATE = gettext_noop("“%(value)s” is not a date such as “2026-03-27”.")
TOO_LONG = gettext_noop("At most %(most)s characters are allowed, here are %(count)s.")
CONTROL = gettext_noop("The text contains a control character that cannot be stored.")
BELOW = gettext_noop("%(value)s is below the least allowed value, %(least)s.")
ABOVE = gettext_noop("%(value)s is above the greatest allowed value, %(most)s.")
NO_NAME = gettext_noop("A name is needed in at least one language.")
MISMATCH = gettext_noop("“%(value)s” does not have the expected form.")
WRONG_LENGTH = gettext_noop("Exactly %(expected)s entries are needed, here are %(count)s.")


class Shape(Protocol):
    """What a place in the document may hold: `read` normalises it, `schema` describes it."""

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Line:
    """A piece of text, put into Unicode form NFC."""

    most: int = 10_000
    pattern: str = ""
    refusal: str = MISMATCH

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            return faults.append(Fault(at, NOT_TEXT))
        text = unicodedata.normalize("NFC", value)
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
            faults.append(Fault(at, CONTROL))
        elif len(text) > self.most:
            faults.append(Fault(at, TOO_LONG, {"most": self.most, "count": len(text)}))
        elif self.pattern and not re.fullmatch(self.pattern, text):
            faults.append(Fault(at, self.refusal, {"value": text}))
        return text

    def schema(self) -> dict[str, Any]:
        length = {"type": "string", "maxLength": self.most}
        return length | ({"pattern": self.pattern} if self.pattern else {})


CODE_LINE = Line(40, CODE, NOT_CODE)


@dataclass(frozen=True)
class Word:
    """One word of a list."""

    choices: tuple[str, ...]

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
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

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
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

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, bool):
            faults.append(Fault(at, NOT_FLAG))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Decimal:
    """A decimal number written as text, with optional bounds."""

    least: str | None = None
    most: str | None = None
    places: int = 6

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str) or not re.fullmatch(DECIMAL, value):
            return faults.append(Fault(at, NOT_DECIMAL, {"value": str(value)}))
        number = Number(value)
        if self.least is not None and number < Number(self.least):
            faults.append(Fault(at, BELOW, {"value": value, "least": self.least}))
        elif self.most is not None and number > Number(self.most):
            faults.append(Fault(at, ABOVE, {"value": value, "most": self.most}))
        elif round(number, self.places) != number:
            faults.append(Fault(at, TOO_FINE, {"value": value, "places": self.places}))
        return decimal_text(number)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": DECIMAL}


@dataclass(frozen=True)
class Date:
    """A day of the calendar."""

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
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


@dataclass(frozen=True)
class Maybe:
    """Null, or the given shape."""

    shape: Shape

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        return None if value is None else self.shape.read(value, at, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "null"}, self.shape.schema()]}


@dataclass(frozen=True)
class Text:
    """A text in two languages; a name must not be empty in both."""

    most: int = 10_000
    is_name: bool = False

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        fields = {"zh": (Line(self.most), ""), "en": (Line(self.most), "")}
        text = Record(fields).read(value, at, faults)
        if self.is_name and isinstance(text, dict) and text.get("zh") == text.get("en") == "":
            faults.append(Fault(at, NO_NAME))
        return text

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/name" if self.is_name else "#/$defs/text"}


NAME = Text(200, is_name=True)
SHORT_TEXT = Text(200)
TEXT = Text()


@dataclass(frozen=True)
class Items:
    """A list of one shape, of a fixed length if one is given."""

    shape: Shape
    length: int | None = None

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, list):
            return faults.append(Fault(at, NOT_LIST))
        if self.length is not None and len(value) != self.length:
            counts = {"expected": self.length, "count": len(value)}
            faults.append(Fault(at, WRONG_LENGTH, counts))
        return [self.shape.read(item, f"{at}/{i}", faults) for i, item in enumerate(value)]

    def schema(self) -> dict[str, Any]:
        bounds = {} if self.length is None else {"minItems": self.length, "maxItems": self.length}
        return {"type": "array", "items": self.shape.schema()} | bounds


@dataclass(frozen=True)
class Table:
    """An object whose keys are codes and whose values have one shape."""

    shape: Shape

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, NOT_OBJECT))
        for key in value:
            CODE_LINE.read(key, at + pointer(key), faults)
        return {k: self.shape.read(v, at + pointer(k), faults) for k, v in value.items()}

    def schema(self) -> dict[str, Any]:
        names = {"propertyNames": {"pattern": CODE}}
        return {"type": "object", "additionalProperties": self.shape.schema()} | names


@dataclass(frozen=True)
class Record:
    """An object with known keys, each with a shape and a default or `REQUIRED`."""

    fields: Mapping[str, tuple[Shape, Any]]

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, NOT_OBJECT))
        for key in getattr(value, "duplicates", ()):
            faults.append(Fault(at + pointer(key), DUPLICATE_KEY, {"key": key}))
        for key in value.keys() - self.fields.keys():
            faults.append(Fault(at + pointer(key), UNKNOWN, {"key": key}))
        return {key: self._member(key, value, at, faults) for key in self.fields}

    def _member(self, key: str, value: dict[str, Any], at: str, faults: list[Fault]) -> Any:
        shape, default = self.fields[key]
        if key in value:
            return shape.read(value[key], at + pointer(key), faults)
        if default is REQUIRED:
            return faults.append(Fault(at, ABSENT, {"key": key}))
        return shape.read(default, at + pointer(key), faults)

    def schema(self) -> dict[str, Any]:
        required = [key for key, (_, default) in self.fields.items() if default is REQUIRED]
        return {
            "type": "object",
            "properties": {key: shape.schema() for key, (shape, _) in self.fields.items()},
            "required": required,
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class Variants:
    """One of several records, told apart by the word under one key."""

    key: str
    records: Mapping[str, Record] = field(default_factory=dict)

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, NOT_OBJECT))
        if self.key not in value:
            return faults.append(Fault(at, ABSENT, {"key": self.key}))
        kind = Word(tuple(self.records)).read(value[self.key], at + pointer(self.key), faults)
        known = isinstance(kind, str) and kind in self.records
        return self.records[kind].read(value, at, faults) if known else None

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [record.schema() for record in self.records.values()]}
