"""Whose given marks enter the means, and who has said so why?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from criteria import assignments, tree
from criteria.models import Criterion
from scoring.events import ScoringEvent
from scoring.models import Score
from selection import committee, late, ledger, reasons
from selection.models import Member, Selection
from selection.phases import held


@dataclass(frozen=True)
class Told:
    """Somebody whose marks need a word: they left, or their marks do not count."""

    member: Member
    marks: int

    @property
    def counts(self) -> bool:
        return self.member.marks_count

    @property
    def is_settled(self) -> bool:
        return self.member.marks_settled


def marks_of(member: Member) -> int:
    """How many cells this person has filled."""
    return _cells(member.selection).get(member.pk, 0)


def to_tell(selection: Selection) -> list[Told]:
    """Everybody whose marks do not count, or count although the person no longer judges here."""
    given = _cells(selection)
    people = Member.objects.filter(selection=selection, pk__in=given).select_related("user")
    return [
        Told(member, given[member.pk])
        for member in sorted(people, key=lambda member: member.key)  # the same on every database
        if member.removed_at or not member.is_evaluator or not member.marks_count
    ]


def unsettled() -> QuerySet[Member]:
    """People of any selection who left, with marks, before anybody was asked whether these count."""
    given = Score.objects.given().filter(member=OuterRef("pk"))
    left = Q(removed_at__isnull=False) | Q(is_evaluator=False) | Q(marks_count=False)
    return Member.objects.filter(left, Exists(given), marks_settled=False)


@transaction.atomic
def remove(person: Member, *, member: Member, counts: bool = False, reason: str = "") -> None:
    """Take somebody's seat back; where marks were given, say whether they count and why."""
    committee.remove(person, by=member)
    if marks_of(person):
        _say(person, counts=counts, reason=reason, by=member)


@transaction.atomic
def change(
    person: Member,
    *,
    roles: Collection[str],
    department: str,
    member: Member,
    counts: bool = False,
    reason: str = "",
    own_reason: str = "",
) -> None:
    """Change a seat; who stops judging after giving marks is asked about like who leaves."""
    # `committee.change` alters this very object, so the role of before is kept.
    was_judge = person.is_evaluator
    if not was_judge and "evaluator" in roles and marks_of(person):
        committee.count_again(person)
    committee.change(person, roles=roles, department=department, by=member, reason=own_reason)
    if was_judge and not person.is_evaluator and marks_of(person):
        _say(person, counts=counts, reason=reason, by=member)


@transaction.atomic
def assign(person: Member, *, criteria: Iterable[Criterion], member: Member, reason: str = "") -> None:
    """Set what somebody scores; where marks stand on what is taken away they go on counting, and why is asked."""
    before = {leaf.pk for leaf in assignments.assigned_leaves(person)}
    assignments.assign(person, criteria=criteria, by=member)
    # Criteria taken away at an earlier time were explained then.
    beside = {leaf: count for leaf, count in marks_beside(person).items() if leaf.pk in before}
    if beside and person.is_evaluator:
        ledger.record(
            ScoringEvent.MARKS_KEPT,
            selection=person.selection,
            member=member,
            object=person.key,
            reason=reasons.check(reason),
            payload={"marks": {leaf.code: count for leaf, count in beside.items()}},
        )


def marks_by_leaf(person: Member) -> dict[int, int]:
    """Criterion → how many vendors this person has marked there."""
    marks = Score.objects.given().filter(member=person).order_by()
    return dict(marks.values_list("criterion").annotate(Count("vendor", distinct=True)))


def marks_beside(person: Member) -> dict[Criterion, int]:
    """Criteria on which somebody has given marks without being asked to score them any more."""
    given = marks_by_leaf(person)
    asked = {leaf.pk for leaf in assignments.assigned_leaves(person)}
    return {leaf: given[leaf.pk] for leaf in tree.rated(person.selection) if leaf.pk in given.keys() - asked}


@transaction.atomic
@late.explained
def settle(person: Member, *, member: Member, counts: bool, reason: str = "") -> None:
    """Say once whether the marks of somebody count who left before anybody was asked."""
    held(person.selection, member=member, action="settle_marks")
    # Two chairs may press at once: the one who waited at the lock has to see what the other said.
    person.refresh_from_db()
    if person.marks_settled:
        raise ValidationError(_("This has been settled already."))
    _say(person, counts=counts, reason=reason, by=member)


def leave_out(person: Member, *, member: Member, reason: str, field: str) -> None:
    """Leave a sheet that was not submitted out of the means, inside the transaction that closes the round."""
    why = reasons.check(reason, field=field)
    _store(person, counts=False, reason=why)
    ledger.record(ScoringEvent.SHEET_LEFT_OUT, selection=person.selection, member=member, object=person.key, reason=why)


def _say(person: Member, *, counts: bool, reason: str, by: Member) -> None:
    why = reasons.check(reason)
    _store(person, counts=counts, reason="" if counts else why)
    ledger.record(
        ScoringEvent.MARKS_SETTLED,
        selection=person.selection,
        member=by,
        object=person.key,
        reason=why,
        payload={"counts": counts},
    )


def _store(person: Member, *, counts: bool, reason: str) -> None:
    person.marks_count, person.not_counted_reason, person.marks_settled = counts, reason, True
    person.save(update_fields=["marks_count", "not_counted_reason", "marks_settled"])


def _cells(selection: Selection) -> dict[int, int]:
    """Filled cells of each person, a cell of several rounds once."""
    marks = Score.objects.given().filter(round__selection=selection).order_by()
    # SQLite counts no distinct triples, so they are counted here.
    cells = marks.values_list("member", "criterion", "vendor").distinct()
    found: dict[int, int] = {}
    for person, _criterion, _vendor in cells:
        found[person] = found.get(person, 0) + 1
    return found
