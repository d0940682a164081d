"""How much does each criterion count, and who gives way when one weight moves?"""

import hashlib
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from analysis.weights import largest_remainder, redistribute
from criteria import tree
from criteria.editing import held
from criteria.models import LEAVES, Criterion, Kind
from selection import ledger
from selection.models import Event, Member, Selection

FULL = tree.FULL


class Stale(Exception):
    """The weights were changed since the page was loaded."""


def state(selection: Selection) -> str:
    """A mark of all weights and locks; a page sends it back so that it never overwrites unseen changes."""
    rows = selection.criteria.exclude(kind=Kind.LINE).order_by("code")
    text = "\n".join(
        f"{code} {weight} {lock:d}" for code, weight, lock in rows.values_list("code", "weight", "is_weight_locked")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _check_state(selection: Selection, seen: str) -> None:
    if seen and seen != state(selection):
        raise Stale


def points_of(criterion: Criterion) -> Decimal:
    """The weight in points of 100 over the whole tree."""
    above = criterion.parent.weight if criterion.parent else FULL
    return Decimal(criterion.weight * above).scaleb(-6)


def share_for(criterion: Criterion, points: Decimal) -> int:
    """The basis points among siblings that give these points of 100."""
    above = criterion.parent.weight if criterion.parent else FULL
    if not above:
        raise ValidationError(
            _("“%(name)s” has no weight. Give the category weight first.")
            % {"name": criterion.parent.name if criterion.parent else ""}
        )
    return int((points * 10**6 / above).quantize(Decimal(1), ROUND_HALF_EVEN))


@transaction.atomic
def set_weight(
    criterion: Criterion, *, points: Decimal, member: Member, seen: str = "", operation: str = ""
) -> Criterion:
    """Give a criterion these points of 100; unlocked siblings give way in proportion."""
    selection = held(criterion.selection, member=member)
    if (
        operation
        and Event.objects.filter(chain__selection=selection, type="criteria.weight_set", operation=operation).exists()
    ):
        return criterion
    _check_state(selection, seen)
    family = list(tree.siblings(criterion).select_related("parent"))
    at = [row.pk for row in family].index(criterion.pk)
    moved = family[at]
    new = share_for(moved, points)
    _check_range(family, at, points, new)
    before = {row.code: row.weight for row in family}
    old_points = points_of(moved)
    weights = redistribute(list(before.values()), at, new, [row.is_weight_locked for row in family])
    tree.save_weights(family, weights)
    after = {row.code: row.weight for row in family}
    if after != before:
        ledger.record(
            "criteria.weight_set",
            selection=selection,
            member=member,
            object=moved.code,
            operation=operation,
            payload={"from": short(old_points), "to": short(points_of(moved)), "before": before, "after": after},
        )
    return moved


def short(points: Decimal) -> str:
    """Points of 100 with at most two decimals and no trailing zeros."""
    text = f"{points.quantize(Decimal('0.01'), ROUND_HALF_EVEN):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def most(family: Sequence[Criterion], at: int) -> int:
    """The largest share the locked siblings leave; the present one when no sibling is free."""
    others = [row for place, row in enumerate(family) if place != at]
    if all(row.is_weight_locked for row in others):
        return family[at].weight
    return FULL - sum(row.weight for row in others if row.is_weight_locked)


def _check_range(family: Sequence[Criterion], at: int, points: Decimal, new: int) -> None:
    row, limit = family[at], most(family, at)
    name, above = row.name, row.parent.weight if row.parent else FULL
    if limit == row.weight != new and all(other.is_weight_locked for other in family if other.pk != row.pk):
        raise ValidationError(
            _("The weight of “%(name)s” cannot move: every other criterion beside it is locked. Unlock one first.")
            % {"name": name}
        )
    if points < 0 or new > limit:
        top = number_format(Decimal(short(Decimal(limit * above).scaleb(-6))), use_l10n=True)
        raise ValidationError(
            _("“%(name)s” can have from 0 to %(top)s points; you gave %(given)s.")
            % {"name": name, "top": top, "given": short(points)}
        )


@transaction.atomic
def lock_weight(criterion: Criterion, *, locked: bool, member: Member) -> Criterion:
    """Keep a weight from giving way when a sibling moves, or let it again."""
    selection = held(criterion.selection, member=member)
    if criterion.kind != Kind.CATEGORY and criterion.kind not in LEAVES:
        raise ValidationError(_("A cost line has no weight."))
    if criterion.is_weight_locked != locked:
        criterion.is_weight_locked = locked
        criterion.save(update_fields=["is_weight_locked"])
        ledger.record(
            "criteria.weight_locked" if locked else "criteria.weight_unlocked",
            selection=selection,
            member=member,
            object=criterion.code,
        )
    return criterion


@transaction.atomic
def set_dimension(criterion: Criterion, *, dimension: str, member: Member) -> Criterion:
    selection = held(criterion.selection, member=member)
    if criterion.kind not in LEAVES:
        raise ValidationError(_("Only a criterion belongs to a dimension."))
    before, criterion.dimension = criterion.dimension, dimension
    criterion.clean_fields(exclude=[field.name for field in Criterion._meta.fields if field.name != "dimension"])
    if before != dimension:
        criterion.save(update_fields=["dimension"])
        ledger.record(
            "criteria.dimension_set",
            selection=selection,
            member=member,
            object=criterion.code,
            payload={"from": before, "to": dimension},
        )
    return criterion


@transaction.atomic
def restore_template(selection: Selection, *, member: Member) -> int:
    """Give every criterion its template weight again; added ones keep theirs. Returns how many changed."""
    row = held(selection, member=member)
    families: dict[int | None, list[Criterion]] = {}
    for node in row.criteria.exclude(kind=Kind.LINE).order_by("code"):
        families.setdefault(node.parent_id, []).append(node)
    changed = {node.code: node.weight for family in families.values() for node in _restored(family)}
    if changed:
        ledger.record(
            "criteria.weights_restored", selection=row, member=member, object=row.code, payload={"before": changed}
        )
    return len(changed)


def _restored(family: list[Criterion]) -> list[Criterion]:
    """Set the template weights of one sibling set; the nodes that moved, with their old weight."""
    known = [node for node in family if node.template_weight is not None]
    own = sum(node.weight for node in family if node.template_weight is None)
    if not known:
        return []
    weights = largest_remainder(
        [node.template_weight or 0 for node in known], FULL - own, keys=[node.code for node in known]
    )
    moved = [
        Criterion(pk=node.pk, code=node.code, weight=node.weight)
        for node, weight in zip(known, weights, strict=True)
        if node.weight != weight
    ]
    tree.save_weights(known, weights)
    return moved


@transaction.atomic
def explain_weight(criterion: Criterion, *, reason: str, member: Member) -> None:
    """Write down why a weight differs from the template; the last words count."""
    selection = held(criterion.selection, member=member)
    words = reason.strip()
    if not words:
        raise ValidationError({"reason": _("Write a few words, or leave the change without a reason.")})
    ledger.record(
        "criteria.weight_explained", selection=selection, member=member, object=criterion.code, reason=words[:500]
    )
