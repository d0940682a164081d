"""Which evaluator scores which criteria?"""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from criteria import tree
from criteria.editing import held
from criteria.events import AssignmentEvent
from criteria.models import Assignment, Criterion, Kind
from selection import ledger
from selection.models import Member, Selection
from selection.prepared import Prepared


def evaluators(selection: Selection) -> QuerySet[Member]:
    return selection.members.filter(is_evaluator=True, removed_at=None).select_related("user")


def assigned_leaves(member: Member) -> list[Criterion]:
    """The rated leaves this member scores, in tree order; without assignments every one."""
    return assigned_among(member, tree.rated(member.selection))


def assigned_among(member: Member, leaves: Iterable[Criterion]) -> list[Criterion]:
    """The same of leaves that the caller has read."""
    if not member.is_evaluator:
        return []
    rated = [leaf for leaf in leaves if leaf.kind == Kind.RATED]
    return _chosen(rated, set(CHOSEN.rows(member=member.pk)))


def _of_member(member: int) -> QuerySet[Assignment, int]:
    return Assignment.objects.filter(member=member).values_list("criterion_id", flat=True)


CHOSEN: Prepared[int] = Prepared(_of_member, member=int)


def assigned_by_member(selection: Selection) -> dict[int, list[Criterion]]:
    """What `assigned_leaves` says for every evaluator, in three queries."""
    rated = list(tree.rated(selection))
    chosen: dict[int, set[int]] = {person.pk: set() for person in evaluators(selection)}
    rows = Assignment.objects.filter(member__in=list(chosen)).values_list("member_id", "criterion_id")
    for member, criterion in rows:
        chosen[member].add(criterion)
    return {member: _chosen(rated, ids) for member, ids in chosen.items()}


def chosen_by_member(selection: Selection) -> dict[int, list[Criterion]]:
    """Each evaluator's assigned categories and criteria; none stands for everything."""
    found: dict[int, list[Criterion]] = {}
    rated = Criterion.objects.filter(selection=selection, assignments__isnull=False).distinct()
    for criterion in rated.prefetch_related("assignments"):
        for assignment in criterion.assignments.all():
            found.setdefault(assignment.member_id, []).append(criterion)
    return found


def _chosen(rated: list[Criterion], ids: set[int]) -> list[Criterion]:
    return [leaf for leaf in rated if not ids or leaf.pk in ids or leaf.parent_id in ids]


def evaluators_per_leaf(selection: Selection) -> dict[int, int]:
    """How many evaluators score each rated leaf; a leaf that nobody scores is absent."""
    return Counter(leaf.pk for leaves in assigned_by_member(selection).values() for leaf in leaves)


@transaction.atomic
def assign(member: Member, *, criteria: Iterable[Criterion], by: Member) -> None:
    """Set the categories and rated leaves that an evaluator scores; none means every rated leaf."""
    selection = held(member.selection, member=by, action="manage_members")
    wanted = _checked(member, list(criteria))
    before = codes(member)
    member.assignments.all().delete()
    Assignment.objects.bulk_create([Assignment(member=member, criterion=row) for row in wanted])
    after = [row.code for row in wanted]
    if before != after:
        ledger.record(
            AssignmentEvent.ASSIGNED,
            selection=selection,
            member=by,
            object=member.key,
            payload={"from": before, "to": after},
        )


def codes(member: Member) -> list[str]:
    """The assigned codes in tree order, as the decision file writes them."""
    rows = member.assignments.order_by("criterion__position")
    return list(rows.values_list("criterion__code", flat=True))


def _checked(member: Member, wanted: list[Criterion]) -> list[Criterion]:
    """The wanted nodes in tree order, without leaves whose category is among them."""
    if wanted and not member.is_evaluator:
        raise ValidationError(
            _("%(person)s does not evaluate. Make them an evaluator first.") % {"person": member.display_name}
        )
    for row in wanted:
        if row.selection_id != member.selection_id or row.kind not in (Kind.CATEGORY, Kind.RATED):
            raise ValidationError(_("Only categories and rated criteria of this selection can be assigned."))
    whole = {row.pk for row in wanted if row.kind == Kind.CATEGORY}
    kept = {row.pk: row for row in wanted if row.parent_id not in whole}
    return sorted(kept.values(), key=lambda row: row.position)
