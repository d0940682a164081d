"""Which bytes stand for a document, the same on every machine?"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from analysis.decision_file.vocabulary import SAFE_INTEGER

_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_ESCAPED = re.compile(r'["\\\x00-\x1f]')


def canonical_bytes(document: object) -> bytes:
    """Return the canonical UTF-8 bytes of a document.

    Keys are sorted by their UTF-16 code units, there is no white space, escapes are minimal and
    every string is in Unicode form NFC. Only strings, integers, booleans, null, lists and objects
    are allowed: a float has no place in a decision file.

    Parameters
    ----------
    document : dict, list, str, int, bool or None
        The value to write.

    Returns
    -------
    bytes
        RFC 8785 bytes, without a trailing newline.

    Raises
    ------
    ValueError
        A float, an integer beyond 2**53 - 1, a key that is not a string, or two keys that become
        the same in NFC.

    Example
    -------
    >>> canonical_bytes({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'

    References
    ----------
    RFC 8785, JSON Canonicalization Scheme.
    """
    return _text(document).encode("utf-8")


def decimal_text(value: Decimal | int | str) -> str:
    """Return a decimal as the file writes it: no exponent, no trailing zeros, no negative zero.

    Example
    -------
    >>> decimal_text("12.50"), decimal_text(Decimal("-0.0"))
    ('12.5', '0')
    """
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _text(value: object) -> str:
    if value is None:
        return "null"
    # Before whole numbers: to Python True is one.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        return _object(value)
    raise ValueError(f"document: {type(value).__name__} is not allowed in a decision file")


def _integer(value: int) -> str:
    if abs(value) > SAFE_INTEGER:
        raise ValueError(f"document: the integer {value} lies beyond 2**53 - 1")
    return str(value)


def _object(value: Mapping[object, object]) -> str:
    return "{" + ",".join([f"{written}:{_text(value[key])}" for key, written in _ordered(tuple(value))]) + "}"


@lru_cache(maxsize=512)  # a file has thousands of objects of a few kinds
def _ordered(keys: tuple[object, ...]) -> list[tuple[str, str]]:
    """The keys in their order, each with the text that stands for it."""
    named = [key for key in keys if isinstance(key, str)]
    if len(named) < len(keys):
        raise ValueError("document: every key must be a string")
    members = {unicodedata.normalize("NFC", key): key for key in named}
    if len(members) < len(keys):
        raise ValueError("document: two keys are the same in Unicode form NFC")
    # By UTF-16 units, as RFC 8785 asks; beyond U+FFFF these stand in another order than code
    # points.
    return [(members[name], _string(name)) for name in sorted(members, key=lambda name: name.encode("utf-16-be"))]


def _string(value: str) -> str:
    return '"' + _ESCAPED.sub(_escape, unicodedata.normalize("NFC", value)) + '"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"
