"""What may stand in a cell, and what does a complete one need?"""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from analysis.decision_file import canonical_bytes
from criteria.models import Level
from scoring.models import Score

LOWEST, HIGHEST = 0, 10
UNEXPLAINED = range(4, 9)  # scores that need no rationale
STRONG = 7  # from here on a mere claim needs a rationale
CHOSEN_BY_HAND = tuple(level for level in Level.values if level != Level.POC)
LONGEST_RATIONALE = 2000


@dataclass(frozen=True)
class Entry:
    """What a person puts into a cell; the fields are those of `Score`."""

    score: int | None
    level: str
    rationale: str
    is_not_applicable: bool

    @property
    def is_given(self) -> bool:
        return self.score is not None or self.is_not_applicable


EMPTY = Entry(None, Level.NONE, "", False)


def entry(mark: Score | None) -> Entry:
    """What a cell holds; a cell that was never saved is empty."""
    return Entry(mark.score, mark.level, mark.rationale, mark.is_not_applicable) if mark else EMPTY


def fill(mark: Score, given: Entry) -> Score:
    for name, value in asdict(given).items():
        setattr(mark, name, value)
    return mark


def cleaned(rationale: str) -> str:
    # A browser sends CR LF where a script sends LF, and some keyboards send letters in two parts:
    # the same text must not look like a change.
    return unicodedata.normalize("NFC", rationale.replace("\r\n", "\n")).strip()


def check(given: Entry) -> None:
    """Refuse what no cell may hold, with the field at fault."""
    faults: dict[str, str] = {}
    if given.score is not None and not LOWEST <= given.score <= HIGHEST:
        faults["score"] = _("Give whole points from 0 to 10.")
    if given.is_not_applicable and given.score is not None:
        faults["score"] = _("Give points or “not applicable”, not both.")
    if given.is_not_applicable and not given.rationale:
        faults["rationale"] = _("Write why this criterion does not apply to this vendor.")
    if given.level not in CHOSEN_BY_HAND:
        faults["level"] = _("“POC-verified” comes from POC records, never by hand.")
    if len(given.rationale) > LONGEST_RATIONALE:
        faults["rationale"] = _("Keep the rationale under %(limit)s characters.") % {"limit": LONGEST_RATIONALE}
    if faults:
        raise ValidationError(faults)


def demands_rationale(given: Entry) -> bool:
    """Whether a sheet with these points and no rationale cannot be submitted."""
    if given.score is None:
        return False
    is_claim = given.level in (Level.NONE, Level.CLAIMED)
    return given.score not in UNEXPLAINED or (given.score >= STRONG and is_claim)


def lacks(given: Entry) -> str:
    """What keeps this cell from being complete: "score", "rationale", or nothing."""
    if not given.is_given:
        return "score"
    return "rationale" if demands_rationale(given) and not given.rationale else ""


def digest(marks: QuerySet[Score]) -> str:
    """SHA-256 over the sorted hashes of the cells, so that a later change of any of them shows."""
    hashes = []
    for mark in marks.select_related("member", "criterion", "vendor"):
        place = {"member": mark.member.key, "criterion": mark.criterion.code, "vendor": mark.vendor.code}
        # Sorted below: a database gives rows back in an order of its own.
        hashes.append(hashlib.sha256(canonical_bytes(place | asdict(entry(mark)))).hexdigest())
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
