"""May this file come in as a new selection?

What was made before is read, computed and written by the rules of the format alone; what comes in
keeps these limits too, so that no file can fill a server or hide what it says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from analysis.decision_file.characters import hidden, is_blank
from analysis.decision_file.faults import MOST_FAULTS, Fault, gettext_noop, pointer
from analysis.decision_file.reading import Reading, check, parse
from analysis.decision_file.shapes import NO_NAME
from analysis.decision_file.typed import DecisionFile
from analysis.decision_file.vocabulary import (
    LEAVES,
    MOST_BYTES,
    MOST_LEAVES,
    MOST_MARKS,
    MOST_PEOPLE,
    MOST_VENDORS,
)

OWN_CODE = re.compile("[A-Za-z0-9_-]{1,40}")
CODE = re.compile("[A-Za-z0-9_-][A-Za-z0-9_.*-]{0,39}")  # A-IN-* is a sub-group that is scored as one
KEY = re.compile(r"[\w@+-][\w.@+-]{0,39}")  # a sign-in name

TOO_LARGE = gettext_noop("The file is larger than %(most)s MB. A decision file is much smaller: is it the right one?")
TOO_MANY_VENDORS = gettext_noop("A selection compares at most %(most)s vendors, here are %(count)s.")
TOO_MANY_LEAVES = gettext_noop("A selection has at most %(most)s criteria, here are %(count)s.")
TOO_MANY_PEOPLE = gettext_noop("A committee has at most %(most)s people, here are %(count)s.")
TOO_MANY_MARKS = gettext_noop("A selection holds at most %(most)s scores, here are %(count)s.")
NOT_PLAIN = gettext_noop("“%(value)s” is no code: letters without accents, digits, “_” and “-” are.")
NOT_KEY = gettext_noop("“%(value)s” is no sign-in name: letters, digits and “@”, “.”, “+”, “-”, “_” are.")
NOT_ZONE = gettext_noop("“%(value)s” is not a time zone such as “Asia/Shanghai”.")
HIDES = gettext_noop("After “%(before)s” there is an invisible character (%(character)s).")


def admit(data: bytes) -> Reading:
    """Return the decision file of a file that may become a selection, or why it may not.

    Example
    -------
    >>> admit(b" " * 2_000_001).faults[0].message
    'The file is larger than 2 MB. A decision file is much smaller: is it the right one?'
    """
    # Before it is parsed, which takes many times the memory.
    if len(data) > MOST_BYTES:
        return Reading(None, (Fault("", TOO_LARGE, {"most": MOST_BYTES // 10**6}),))
    value, fault = parse(data)
    if fault:
        return Reading(None, (fault,))
    reading = check(value)
    # The rules of entry read a file whose shape is right.
    faults = reading.faults or (*list_faults(value), *_code_faults(value), *_text_faults(value))
    return Reading(None, tuple(faults[:MOST_FAULTS])) if faults else reading


def list_faults(decision_file: DecisionFile) -> list[Fault]:
    """Return which lists hold more than a selection may have."""
    vendors = [row for row in decision_file.get("vendors", []) if not row.get("withdrawn")]
    leaves = [row for row in decision_file.get("criteria", []) if row["kind"] in LEAVES]
    marks = sum(len(item.get("scores", [])) for item in decision_file.get("rounds", []))
    found = (
        ("/vendors", TOO_MANY_VENDORS, MOST_VENDORS, len(vendors)),
        ("/criteria", TOO_MANY_LEAVES, MOST_LEAVES, len(leaves)),
        ("/people", TOO_MANY_PEOPLE, MOST_PEOPLE, len(decision_file.get("people", []))),
        ("/rounds", TOO_MANY_MARKS, MOST_MARKS, marks),
    )
    return [Fault(at, words, {"most": most, "count": count}) for at, words, most, count in found if count > most]


def _code_faults(decision_file: DecisionFile) -> Iterator[Fault]:
    about = decision_file["selection"]
    if not OWN_CODE.fullmatch(about["code"]):
        yield Fault("/selection/code", NOT_PLAIN, {"value": about["code"]})
    if about.get("zone", "UTC") not in available_timezones():
        yield Fault("/selection/zone", NOT_ZONE, {"value": about["zone"]})
    coded: Mapping[str, Any] = decision_file
    for part in ("vendors", "criteria", "needs", "headings"):
        yield from _odd_codes(coded.get(part, []), pointer(part))
    yield from _odd_codes(decision_file.get("poc", {}).get("scenarios", []), "/poc/scenarios")
    for place, code in enumerate(decision_file.get("scenarios", [])):
        if not CODE.fullmatch(code):
            yield Fault(pointer("scenarios", place), NOT_PLAIN, {"value": code})
    for place, person in enumerate(decision_file.get("people", [])):
        if not KEY.fullmatch(person["key"]):
            yield Fault(pointer("people", place, "key"), NOT_KEY, {"value": person["key"]})


def _odd_codes(rows: Iterable[Mapping[str, object]], at: str) -> Iterator[Fault]:
    for place, row in enumerate(rows):
        if not CODE.fullmatch(str(row["code"])):
            yield Fault(at + pointer(place, "code"), NOT_PLAIN, {"value": str(row["code"])})


def _text_faults(value: object, at: str = "") -> Iterator[Fault]:
    """Texts with a hidden character, and names of which nothing can be seen."""
    if isinstance(value, str):
        if found := hidden(value):
            yield Fault(at, HIDES, {"before": found[1], "character": found[0]})
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _text_faults(item, at + pointer(place))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "name" and isinstance(item, dict) and any(item.values()) and is_blank("".join(item.values())):
                yield Fault(at + pointer(key), NO_NAME)
            yield from _text_faults(item, at + pointer(key))
