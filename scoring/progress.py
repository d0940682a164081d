"""How far is each evaluator? Counts only, never values."""

from collections import Counter
from datetime import datetime
from typing import TypedDict

from django.db.models import Count, Max

from criteria.assignments import assigned_by_member, evaluators
from criteria.models import Criterion
from scoring.models import Score, Sheet
from selection.models import Member, Selection
from vendors import registry


class Progress(TypedDict):
    """One evaluator's finished cells: a mark of an earlier round stands until it is given anew."""

    member: Member
    done: int
    total: int
    submitted: datetime | None
    last_activity: datetime | None


def progress(selection: Selection) -> list[Progress]:
    """One row an evaluator, by name, in a constant number of queries."""
    round = selection.rounds.order_by("-number").first()
    leaves = assigned_by_member(selection)
    vendors = list(registry.active(selection).values_list("pk", flat=True))
    done = _done(selection, leaves, vendors)
    last = dict(Score.objects.filter(round=round).order_by().values_list("member_id").annotate(Max("updated_at")))
    sheets = dict(Sheet.objects.filter(round=round).values_list("member_id", "submitted_at"))
    rows: list[Progress] = [
        {
            "member": person,
            "done": done[person.pk],
            "total": len(leaves[person.pk]) * len(vendors),
            "submitted": sheets.get(person.pk),
            "last_activity": last.get(person.pk),
        }
        for person in evaluators(selection)
    ]
    # No column holds the name as it is shown: it goes by the reader's language.
    return sorted(rows, key=lambda row: row["member"].display_name)


def _done(selection: Selection, leaves: dict[int, list[Criterion]], vendors: list[int]) -> Counter[int]:
    """Finished cells of each member: those of their leaves and of vendors still in the race."""
    counts: Counter[int] = Counter()
    mine = {(member, leaf.pk) for member, own in leaves.items() for leaf in own}
    marks = Score.objects.given().filter(round__selection=selection, vendor__in=vendors).order_by()
    cells = marks.values_list("member_id", "criterion_id").annotate(Count("vendor", distinct=True))
    for member, criterion, count in cells:
        # Assignments may have changed since the marks were given.
        if (member, criterion) in mine:
            counts[member] += count
    return counts
