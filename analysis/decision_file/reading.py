"""What does a file say, and is it free of faults?"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, NoReturn

from analysis import ENGINE
from analysis.decision_file.arrange import arrange
from analysis.decision_file.canonical import canonical_bytes
from analysis.decision_file.cost_rules import cost_faults
from analysis.decision_file.editions import oldest_edition
from analysis.decision_file.faults import MOST_FAULTS, Enough, Fault, Faults, gettext_noop
from analysis.decision_file.index import index
from analysis.decision_file.layout import EDITIONS
from analysis.decision_file.reference_rules import reference_faults
from analysis.decision_file.tree_rules import tree_faults
from analysis.decision_file.typed import DecisionFile
from analysis.decision_file.vocabulary import FORMATS

NOT_UTF8 = gettext_noop("The file is not UTF-8 text; byte %(position)s cannot be read.")
IS_PDF = gettext_noop(
    "This is a PDF. A report carries its decision file as an attachment: save “decision.json” from it and choose that."
)
IS_ARCHIVE = gettext_noop("This is a workbook or an archive, not a decision file. Choose the JSON file of an export.")
IS_UTF16 = gettext_noop("The file is UTF-16 text. Save it as UTF-8 and choose it again.")
KINDS = {b"%PDF-": IS_PDF, b"PK\x03\x04": IS_ARCHIVE, b"\xff\xfe": IS_UTF16, b"\xfe\xff": IS_UTF16}
KINDS |= {b"{\0": IS_UTF16, b"\0{": IS_UTF16}  # without a byte order mark
NOT_JSON = gettext_noop("The file is not JSON: it cannot be read from line %(line)s, column %(column)s on.")
TOO_DEEP = gettext_noop("The file is not a decision file: its brackets are nested too deeply.")
NOT_NUMBER = gettext_noop("The file is not a decision file: %(name)s is not a JSON number.")
LONG_NUMBER = gettext_noop("The file is not a decision file: a number in it has thousands of digits.")
NOT_FORMAT = gettext_noop("This is not a decision file of the format “%(first)s” or “%(second)s”.")


@dataclass(frozen=True)
class Reading:
    """The decision file, complete and in order, or the faults that forbid its use."""

    decision_file: DecisionFile | None
    faults: tuple[Fault, ...] = ()


class NotFinite(ValueError):
    """A word such as NaN where JSON has a number."""


class Members(dict[str, Any]):
    """A JSON object that remembers which of its keys stood there twice."""

    duplicates: tuple[str, ...] = ()


def read(data: bytes) -> Reading:
    """Return the decision file in the bytes of a file, or its faults.

    White space, the order of keys and the order of lists do not matter; missing optional keys
    take their defaults; text is put into Unicode form NFC. `canonical_bytes` of the decision file
    gives back the same bytes if they were canonical.

    Example
    -------
    >>> read(b"[]").faults[0].message
    'This is not a decision file of the format “touchstone-decision/1” or “touchstone-decision/2”.'
    """
    value, fault = parse(data)
    return Reading(None, (fault,)) if fault else check(value)


def check(value: object) -> Reading:
    """Return a parsed decision file complete and in order, or its faults.

    Shapes come first; sums, references, the tree and the costs are looked at only when every
    shape is right.
    """
    edition = value.get("format") if isinstance(value, dict) else None
    if not isinstance(edition, str) or edition not in EDITIONS:
        return Reading(None, (Fault("/format", NOT_FORMAT, {"first": FORMATS[0], "second": FORMATS[1]}),))
    faults: list[Fault] = Faults()
    try:
        decision_file: DecisionFile = EDITIONS[edition].read(value, "", faults)
    except Enough:
        return Reading(None, tuple(faults))
    # Rules between parts read parts whose shape is right.
    if not faults:
        known = index(decision_file)
        faults = [
            *tree_faults(decision_file, known),
            *reference_faults(decision_file, known),
            *cost_faults(decision_file, known),
        ]
    return Reading(None, tuple(faults[:MOST_FAULTS])) if faults else Reading(oldest_edition(arrange(decision_file)))


def digest(decision_file: DecisionFile) -> str:
    """Return the SHA-256 of a decision file's canonical bytes and the engine's version, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(decision_file) + ENGINE.encode()).hexdigest()


def parse(data: bytes) -> tuple[Any, Fault | None]:
    """Return the JSON value in the bytes, or the fault that makes them unreadable.

    A byte order mark, which some editors write, is passed over (RFC 8259, section 8.1).
    """
    kind = next((fault for start, fault in KINDS.items() if data.startswith(start)), None)
    if kind:
        return None, Fault("", kind)
    try:
        # An editor may have put a byte order mark before the text.
        return _loads(data.decode("utf-8-sig")), None
    except UnicodeDecodeError as error:
        return None, Fault("", NOT_UTF8, {"position": error.start})
    except json.JSONDecodeError as error:
        return None, Fault("", NOT_JSON, {"line": error.lineno, "column": error.colno})
    except NotFinite as error:
        return None, Fault("", NOT_NUMBER, {"name": str(error)})
    # `int` takes 4,300 digits at most, and says so by a plain ValueError.
    except ValueError:
        return None, Fault("", LONG_NUMBER)
    except RecursionError:
        return None, Fault("", TOO_DEEP)


def _loads(text: str) -> Any:
    # Python's reader takes NaN and Infinity, which JSON does not have.
    return json.loads(text, object_pairs_hook=_members, parse_constant=_refuse)


def _members(pairs: list[tuple[str, object]]) -> Members:
    members = Members(pairs)
    if len(members) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        members.duplicates = tuple(key for key in members if counts[key] > 1)
    return members


def _refuse(name: str) -> NoReturn:
    raise NotFinite(name)
