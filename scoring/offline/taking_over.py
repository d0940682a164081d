"""How do marks of one's own spreadsheet become scores: each as if it were typed, with where it comes from?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.offline.taking import own_sheet
from scoring.sheets import record_score
from selection.access import check
from selection.models import Member
from selection.once import new_id


@transaction.atomic
def take_over(member: Member, *, cell: str = "") -> int:
    """Put whole points into cells that are still empty, all of them or the one that is named; how many there were."""
    check(member, "score")
    rows = [one for one in own_sheet(member).beside if one.points is not None and cell in ("", one.name)]
    if not rows:
        raise ValidationError(_("Nothing is left to take over."))
    operation = new_id()
    for place, one in enumerate(rows):
        record_score(
            member,
            criterion=one.cell.criterion,
            vendor=one.cell.vendor,
            score=one.given.score,
            level=one.given.level,
            rationale=one.given.rationale,
            not_applicable=False,
            operation=f"{operation}-{place}",
            version=one.cell.version,
            origin=one.sheet.sha256,
        )
    return len(rows)
