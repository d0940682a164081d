"""Does a JSON value have the shape its place asks for?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from analysis.decision_file.faults import Fault, gettext_noop, pointer
from analysis.decision_file.scalars import CODE, CODE_LINE, Shape, String, Word

REQUIRED = object()
ABSENT_BY_DEFAULT = object()

UNKNOWN = gettext_noop("The key “%(key)s” is not part of the format; remove it.")
ABSENT = gettext_noop("The key “%(key)s” is missing.")
DUPLICATE_KEY = gettext_noop("The key “%(key)s” stands here twice.")
NOT_LIST = gettext_noop("Must be a list.")
NOT_OBJECT = gettext_noop("Must be an object with keys.")
NO_NAME = gettext_noop("A name is needed in at least one language.")
WRONG_LENGTH = gettext_noop("Exactly %(expected)s entries are needed, here are %(count)s.")


@dataclass(frozen=True)
class Maybe:
    """Null, or the given shape."""

    shape: Shape

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        return None if value is None else self.shape.read(value, at, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "null"}, self.shape.schema()]}


@dataclass(frozen=True)
class Text:
    """A text in two languages; a name must not be empty in both."""

    most: int = 10_000
    is_name: bool = False

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        text = _in_both(self.most).read(value, at, faults)
        if self.is_name and isinstance(text, dict) and text.get("zh") == text.get("en") == "":
            faults.append(Fault(at, NO_NAME))
        return text

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/name" if self.is_name else "#/$defs/text"}


@cache
def _in_both(most: int) -> "Record":
    return Record({"zh": (String(most), ""), "en": (String(most), "")})


NAME = Text(200, is_name=True)
SHORT_TEXT = Text(200)
TEXT = Text()


@dataclass(frozen=True)
class Items:
    """A list of one shape, of a fixed length if one is given."""

    shape: Shape
    length: int | None = None

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
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

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
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
    """An object with known keys, each with a shape and a default, `REQUIRED` or `ABSENT_BY_DEFAULT`."""

    fields: Mapping[str, tuple[Shape, Any]]

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, NOT_OBJECT))
        for key in getattr(value, "duplicates", ()):
            faults.append(Fault(at + pointer(key), DUPLICATE_KEY, {"key": key}))
        for key in value.keys() - self.fields.keys():
            faults.append(Fault(at + pointer(key), UNKNOWN, {"key": key}))
        return {
            key: self._member(key, value, at, faults=faults)
            for key, (_, default) in self.fields.items()
            if default is not ABSENT_BY_DEFAULT or key in value
        }

    def _member(self, key: str, value: Mapping[str, object], at: str, *, faults: list[Fault]) -> Any:
        shape, default = self.fields[key]
        if key in value:
            return shape.read(value[key], f"{at}/{key}", faults)  # no key of ours needs an escape
        if default is REQUIRED:
            return faults.append(Fault(at, ABSENT, {"key": key}))
        return shape.read(default, f"{at}/{key}", faults)

    def schema(self) -> dict[str, Any]:
        required = [key for key, (_, default) in self.fields.items() if default is REQUIRED]
        return {
            "type": "object",
            "properties": {key: shape.schema() for key, (shape, _) in self.fields.items()},
            "required": required,
            "additionalProperties": False,
        }


def needed(shape: Shape) -> tuple[Shape, Any]:
    """Return a member of a record that must be there."""
    return shape, REQUIRED


def defaulted(shape: Shape, value: object) -> tuple[Shape, Any]:
    """Return a member of a record that takes a default when it is missing."""
    return shape, value


def omitted(shape: Shape) -> tuple[Shape, Any]:
    """Return a member of a record that stays away when it is missing."""
    return shape, ABSENT_BY_DEFAULT


@dataclass(frozen=True)
class Variants:
    """One of several records, told apart by the word under one key."""

    key: str
    records: Mapping[str, Record] = field(default_factory=dict)

    def read(self, value: object, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, NOT_OBJECT))
        if self.key not in value:
            return faults.append(Fault(at, ABSENT, {"key": self.key}))
        kind = Word(tuple(self.records)).read(value[self.key], at + pointer(self.key), faults)
        known = isinstance(kind, str) and kind in self.records
        return self.records[kind].read(value, at, faults) if known else None

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [record.schema() for record in self.records.values()]}
