"""How much does each criterion count, and who gives way when one weight moves?"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.weights import largest_remainder, redistribute
from criteria import tree
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import LEAVES, Criterion, Kind
from criteria.shares import kept_shares, short
from criteria.whole_set import family_shares
from selection import ledger, texts
from selection.models import Event, Member, Selection
from selection.versions import Stale

FULL = tree.FULL
UNDOABLE = (CriteriaEvent.WEIGHT_SET, CriteriaEvent.WEIGHTS_GIVEN, CriteriaEvent.WEIGHTS_RESTORED)


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
def set_weight(criterion: Criterion, *, points: Decimal, member: Member, seen: str = "") -> Event | None:
    """Give a criterion these points of 100; they stand from then on, and unlocked siblings share the rest."""
    selection = held(criterion.selection, member=member)
    family = list(tree.siblings(criterion).select_related("parent"))
    at = [row.pk for row in family].index(criterion.pk)
    moved, old = family[at], points_of(family[at])
    is_same = short(old) == short(points)
    if is_same and moved.is_weight_locked:
        return None  # also when an answer was lost and the same is sent again
    _check_state(selection, seen)
    if is_same:
        lock_weight(moved, locked=True, member=member)
        return None
    new = share_for(moved, points)
    _check_range(family, at, points, new=new)
    before = {row.code: row.weight for row in family}
    tree.save_weights(
        family, redistribute(list(before.values()), at, new, locked=[row.is_weight_locked for row in family])
    )
    after = {row.code: row.weight for row in family}
    payload: dict[str, Any] = {"from": short(old), "to": short(points_of(moved)), "before": before, "after": after}
    if moved.kind == Kind.CATEGORY and (inside := _keep_points(family, before)):
        payload["inside"] = inside
    if not moved.is_weight_locked:
        moved.is_weight_locked = True
        moved.save(update_fields=["is_weight_locked"])
        payload["unlocked"] = [moved.code]  # so that undoing takes the lock off again
    return ledger.record(
        CriteriaEvent.WEIGHT_SET, selection=selection, member=member, object=moved.code, payload=payload
    )


def _keep_points(categories: Sequence[Criterion], before: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Leaves that are locked keep their points when their category moves; what changed inside, if anything."""
    then: dict[str, int] = {}
    now: dict[str, int] = {}
    for category in categories:
        old = before[category.code]
        leaves = list(tree.siblings_below(category)) if category.weight != old else []
        locks = [leaf.is_weight_locked for leaf in leaves]
        shares = kept_shares([leaf.weight for leaf in leaves], locks, old, after=category.weight)
        if shares is None:
            words = _("“%(name)s” would have only %(points)s points, less than what is locked or typed inside it.")
            raise ValidationError(words % {"name": category.name, "points": short(points_of(category))})
        then |= {leaf.code: leaf.weight for leaf in leaves}
        now |= {leaf.code: share for leaf, share in zip(leaves, shares, strict=True)}
        tree.save_weights(leaves, shares)
    changed = [code for code in now if now[code] != then[code]]
    if not changed:
        return {}
    return {"before": {code: then[code] for code in changed}, "after": {code: now[code] for code in changed}}


def _check_range(family: Sequence[Criterion], at: int, points: Decimal, *, new: int) -> None:
    row = family[at]
    others = [other for place, other in enumerate(family) if place != at]
    if not others:
        words = _("“%(name)s” stands alone, so it always has the whole weight of its category.")
        raise ValidationError(words % {"name": row.name})
    if all(other.is_weight_locked for other in others):
        words = _("“%(name)s” cannot move: every weight beside it is locked. Unlock one of them first.")
        raise ValidationError(words % {"name": row.name})
    limit = FULL - sum(other.weight for other in others if other.is_weight_locked)
    if points < 0 or new > limit:
        above = row.parent.weight if row.parent else FULL
        top = short(Decimal(limit * above).scaleb(-6))
        words = _("“%(name)s” can have from 0 to %(top)s points; you gave %(given)s.")
        raise ValidationError(words % {"name": row.name, "top": top, "given": short(points)})


@transaction.atomic
def give_weights(
    selection: Selection, *, shares: Mapping[str, int], held_codes: Collection[str] = (), member: Member, seen: str = ""
) -> Event | None:
    """Give every leaf its hundredths of a point at once, 10 000 in all; categories weigh what their leaves do."""
    row = held(selection, member=member)
    _check_state(row, seen)
    before = _all_weights(row)
    leaves = list(tree.leaves(row).order_by("code"))
    if set(shares) != {leaf.code for leaf in leaves} or sum(shares.values()) != FULL:
        raise ValidationError(_("The criteria have changed since this page was opened. Check them and start again."))
    for category in tree.categories(row):
        family = [leaf for leaf in leaves if leaf.parent_id == category.pk]
        points = [shares[leaf.code] for leaf in family]
        tree.save_weights(family, family_shares([leaf.weight for leaf in family], points))
        tree.save_weights([category], [sum(points)])
    after = _all_weights(row)
    if after == before:
        return None
    moved = [code for code in after if after[code] != before[code]]
    payload: dict[str, Any] = {
        part: {code: weights[code] for code in moved} for part, weights in (("before", before), ("after", after))
    }
    loose = row.criteria.filter(code__in=held_codes, is_weight_locked=False)
    if unlocked := sorted(loose.values_list("code", flat=True)):
        loose.update(is_weight_locked=True)
        payload["unlocked"] = unlocked
    return ledger.record(CriteriaEvent.WEIGHTS_GIVEN, selection=row, member=member, object=row.code, payload=payload)


@transaction.atomic
def put_weights(
    selection: Selection, *, weights: Mapping[str, int], locks: Mapping[str, bool], member: Member
) -> Event | None:
    """Give criteria the shares and the locks that they had; those beside them are not asked."""
    row = held(selection, member=member)
    before = _all_weights(row)
    nodes = list(row.criteria.filter(code__in=weights))
    families: dict[int | None, int] = {}
    for node in row.criteria.exclude(kind=Kind.LINE):
        families[node.parent_id] = families.get(node.parent_id, 0) + weights.get(node.code, node.weight)
    if len(nodes) < len(weights) or set(families.values()) - {FULL}:
        raise ValidationError(_("This change cannot be undone: the weights have changed since."))
    tree.save_weights(nodes, [weights[node.code] for node in nodes])
    moved = [code for code in before if weights.get(code, before[code]) != before[code]]
    payload: dict[str, Any] = {
        "before": {code: before[code] for code in moved},
        "after": {code: weights[code] for code in moved},
    }
    for key, is_locked in (("unlocked", True), ("locked", False)):
        wanted = [code for code, lock in locks.items() if lock == is_locked]
        other = row.criteria.filter(code__in=wanted, is_weight_locked=not is_locked)
        if codes := sorted(other.values_list("code", flat=True)):
            other.update(is_weight_locked=is_locked)
            payload[key] = codes
    if not moved and len(payload) == 2:
        return None
    return ledger.record(CriteriaEvent.WEIGHTS_GIVEN, selection=row, member=member, object=row.code, payload=payload)


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
            CriteriaEvent.WEIGHT_LOCKED if locked else CriteriaEvent.WEIGHT_UNLOCKED,
            selection=selection,
            member=member,
            object=criterion.code,
        )
    return criterion


@transaction.atomic
def restore_template(selection: Selection, *, member: Member) -> Event | None:
    """Give every criterion its template weight again, without locks; added ones keep theirs."""
    row = held(selection, member=member)
    before = _all_weights(row)
    families: dict[int | None, list[Criterion]] = {}
    for node in row.criteria.exclude(kind=Kind.LINE).order_by("code"):
        families.setdefault(node.parent_id, []).append(node)
    for family in families.values():
        _restore(family)
    after = _all_weights(row)
    if after == before:
        return None
    moved = [code for code in after if after[code] != before[code]]
    payload: dict[str, Any] = {
        part: {code: weights[code] for code in moved} for part, weights in (("before", before), ("after", after))
    }
    if locked := _unlock(row):
        payload["locked"] = locked
    return ledger.record(CriteriaEvent.WEIGHTS_RESTORED, selection=row, member=member, object=row.code, payload=payload)


def _unlock(selection: Selection) -> list[str]:
    """Let every criterion of the template give way again; which ones were locked."""
    locked = selection.criteria.filter(is_weight_locked=True, template_weight__isnull=False)
    codes = list(locked.order_by("code").values_list("code", flat=True))
    locked.update(is_weight_locked=False)
    return codes


def _all_weights(selection: Selection) -> dict[str, int]:
    return dict(selection.criteria.exclude(kind=Kind.LINE).values_list("code", "weight"))


def _restore(family: list[Criterion]) -> None:
    known = [node for node in family if node.template_weight is not None]
    own = sum(node.weight for node in family if node.template_weight is None)
    if known:
        sizes = [node.template_weight or 0 for node in known]
        tree.save_weights(known, largest_remainder(sizes, FULL - own, keys=[node.code for node in known]))


@transaction.atomic
def undo(selection: Selection, *, sequence: int, member: Member) -> Event:
    """Take one change of weights and locks back, as long as nothing it touched has moved since."""
    row = held(selection, member=member)
    event = Event.objects.filter(chain__selection=row, sequence=sequence, type__in=UNDOABLE).first()
    body = event.payload.body if event else {"before": {}, "after": {}}
    inside = body.get("inside", {"before": {}, "after": {}})
    before, after = body["before"] | inside["before"], body["after"] | inside["after"]
    nodes = list(row.criteria.filter(code__in=after))
    if not nodes or {node.code: node.weight for node in nodes} != after:
        raise ValidationError(_("This change cannot be undone: the weights have changed since."))
    tree.save_weights(nodes, [before[node.code] for node in nodes])
    for key, locked in (("unlocked", False), ("locked", True)):
        row.criteria.filter(code__in=body.get(key, [])).update(is_weight_locked=locked)
    payload = {"undone": sequence, "before": after, "after": before}
    name = event.object if event else ""
    return ledger.record(CriteriaEvent.WEIGHTS_UNDONE, selection=row, member=member, object=name, payload=payload)


@transaction.atomic
def explain_weight(criterion: Criterion, *, reason: str, member: Member) -> None:
    """Write down why a weight differs from the template; the last words count."""
    selection = held(criterion.selection, member=member)
    words = texts.sentence(reason, most=500, field="reason")
    if not words:
        raise ValidationError({"reason": _("Write a few words, or leave the change without a reason.")})
    ledger.record(
        CriteriaEvent.WEIGHT_EXPLAINED, selection=selection, member=member, object=criterion.code, reason=words
    )
