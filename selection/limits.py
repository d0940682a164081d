"""Does what somebody wants to keep fit its place in the decision file? Its layout alone has the limits."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.decision_file.faults import Fault
from analysis.decision_file.scalars import NOT_DECIMAL, Shape, String
from analysis.decision_file.shapes import Record, Text
from selection import texts
from selection.languages import LANGUAGES

TOO_MANY_DIGITS = gettext_lazy(
    "“%(value)s” has more digits than can be kept: at most 12 before the decimal point and 6 after it."
)


def check(record: Record, values: Mapping[str, object], *, names: Mapping[str, str] | None = None) -> None:
    """Refuse each value that its place in the file would refuse, at its field.

    `name_zh` is the Chinese text of the file's key `name`; keys that the file does not know are not looked at.
    `names` says under which field a key of the file is shown.
    """
    found = {
        (names or {}).get(key, key): said for key, value in values.items() if (said := refusals(record, key, value))
    }
    if found:
        raise ValidationError(found)


def refusals(record: Record, key: str, value: object) -> list[str]:
    """Why the file would refuse this value at this key, in the reader's language; empty when it fits."""
    shape = shape_of(record, key)
    if not shape:
        return []
    unseen = texts.refusal(value) if isinstance(value, str) else ""
    return [unseen] if unseen else [message(fault) for fault in faults_of(shape, value)]


def require_room(count: int, *, most: int, words: str, field: str = "") -> None:
    """Refuse a list that would hold more than a selection may have; what was there before stays."""
    if count > most:
        said = _(words) % {"most": most, "count": count}
        raise ValidationError({field: said} if field else said, "full")


def shape_of(record: Record, key: str) -> Shape | None:
    """The shape under a key of the file, or of one language of a text; None for what the file does not hold."""
    if key in record.fields:
        return record.fields[key][0]
    stem, _underscore, language = key.rpartition("_")
    text = record.fields[stem][0] if language in LANGUAGES and stem in record.fields else None
    return String(text.most) if isinstance(text, Text) else None


def faults_of(shape: Shape, value: object) -> list[Fault]:
    found: list[Fault] = []
    # The shape reads JSON, where a day is a text.
    shape.read(value.isoformat() if isinstance(value, date) else value, "", found)
    return found


def message(fault: Fault) -> str:
    """The fault as a sentence; a number that was read but cannot be kept has too many digits."""
    template = TOO_MANY_DIGITS if fault.template == NOT_DECIMAL else _(fault.template)
    return str(template) % fault.params


def longest(record: Record, key: str) -> int:
    """How many characters the file allows at a key; fields of forms and models take their length from here."""
    shape = shape_of(record, key)
    assert isinstance(shape, Text | String)
    return shape.most
