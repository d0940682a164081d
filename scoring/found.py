"""Which marks stood in the spreadsheet that a selection started from? They are its uploader's alone, and no scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from criteria.models import Kind
from scoring.events import ScoringEvent
from scoring.models import FoundMark, FoundSheet
from selection import ledger, texts
from selection.models import Member, Selection
from selection.phases import held
from tables import numbers
from vendors.registry import active

LONGEST = 40  # characters; what is longer is a remark
Place = tuple[str, str]  # codes of the criterion and the vendor


@dataclass(frozen=True)
class Source:
    """Where marks come from; without a file they were pasted, or changed in the box."""

    sha256: str
    file: str = ""
    name: str = ""  # of the sheet
    is_own: bool = False


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds a sign that it is."""
    return numbers.folded(text).casefold() in numbers.EMPTY


@transaction.atomic
def keep(selection: Selection, *, member: Member, source: Source, marks: Mapping[Place, str]) -> FoundSheet:
    """Put them aside while a selection is being set up; the record says how many, never which."""
    row = held(selection, member=member, action="edit_criteria")
    leaves = {leaf.code: leaf for leaf in row.criteria.filter(kind=Kind.RATED)}
    vendors = {vendor.code: vendor for vendor in active(row)}
    sheet = FoundSheet.objects.create(
        selection=row,
        member=member,
        # Of a long name the end, which has the kind of the file.
        file=source.file[-200:],
        name=source.name[:200],
        sha256=source.sha256,
        is_own=source.is_own,
    )
    FoundMark.objects.bulk_create(
        FoundMark(sheet=sheet, criterion=leaves[criterion], vendor=vendors[vendor], text=_checked(text))
        for (criterion, vendor), text in marks.items()
    )
    payload = {"found": len(marks), "own": source.is_own, "sha256": source.sha256}
    ledger.record(ScoringEvent.SHEET_MARKS_FOUND, selection=row, member=member, object=selection.code, payload=payload)
    return sheet


def _checked(text: str) -> str:
    if not 0 < len(text) <= LONGEST:
        raise ValidationError(_("A mark has at most %(most)s characters.") % {"most": LONGEST})
    texts.require_seen(text)
    return text
