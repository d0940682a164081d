"""Which criteria does a selection have, in which order, and how do they come and go?"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from analysis.decision_file.criterion_layout import CRITERION
from analysis.decision_file.entry_rules import TOO_MANY_LEAVES
from analysis.decision_file.vocabulary import MOST_LEAVES
from analysis.weights import redistribute
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import LEAVES, Criterion, Dimension, Kind
from selection import ledger, limits
from selection.models import Member, Selection

FULL = 10_000
MINUTES_A_CELL = 0.75
LONG_SESSION = 40  # minutes
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


def categories(selection: Selection) -> QuerySet[Criterion]:
    return selection.criteria.filter(kind=Kind.CATEGORY)


def leaves(selection: Selection) -> QuerySet[Criterion]:
    """Rated, measured and price leaves in tree order, each with its category and heading."""
    return selection.criteria.filter(kind__in=LEAVES).select_related("parent", "heading")


def rated(selection: Selection) -> QuerySet[Criterion]:
    return leaves(selection).filter(kind=Kind.RATED)


def siblings(criterion: Criterion) -> QuerySet[Criterion]:
    """The nodes that share a weight of 10 000 with this one, and itself, by code."""
    kinds = [Kind.CATEGORY] if criterion.kind == Kind.CATEGORY else list(LEAVES)
    family = Criterion.objects.filter(selection_id=criterion.selection_id, parent_id=criterion.parent_id)
    return family.filter(kind__in=kinds).order_by("code")


def scored_cells(leaf_count: int, vendors: int) -> tuple[int, int]:
    """How many cells an evaluator fills, and about how many minutes that takes."""
    cells = leaf_count * vendors
    return cells, round(cells * MINUTES_A_CELL)


def attached(criterion: Criterion) -> int:
    """How many rows of the later stages (facts, evidence, trials …) hang on this criterion."""
    own = {"children", "anchors", "rules", "assignments", "requirements"}
    # Asked of the model: tables of the apps to the right hang on it, which this one does not know.
    names = [link.get_accessor_name() for link in Criterion._meta.related_objects]
    return sum(getattr(criterion, name).count() for name in names if name and name not in own)


@transaction.atomic
def add_criterion(
    category: Criterion, *, kind: str, code: str, name_zh: str, name_en: str, dimension: str, member: Member
) -> Criterion:
    """Append a leaf without weight to a category; the weight is given in the table afterwards."""
    selection = held(category.selection, member=member)
    _check_new(selection, category, kind, code=code)
    _check_names(kind, name_zh, name_en)
    leaf = Criterion.objects.create(
        selection=selection,
        parent=category,
        kind=kind,
        code=code,
        dimension=dimension or Dimension.BUSINESS,
        name_zh=name_zh,
        name_en=name_en,
        weight=0 if siblings_below(category).exists() else FULL,
        curve="" if kind == Kind.RATED else "piecewise",
        position=selection.criteria.count() + 1,
    )
    reorder(selection)
    ledger.record(
        CriteriaEvent.CRITERION_ADDED,
        selection=selection,
        member=member,
        object=code,
        payload={"kind": kind, "category": category.code, "name": {"zh": name_zh, "en": name_en}},
    )
    return leaf


def siblings_below(category: Criterion) -> QuerySet[Criterion]:
    return Criterion.objects.filter(parent=category, kind__in=LEAVES).order_by("code")


def _check_new(selection: Selection, category: Criterion, kind: str, *, code: str) -> None:
    if category.kind != Kind.CATEGORY or category.selection_id != selection.pk:
        raise ValidationError({"category": _("Choose a category of this selection.")})
    if kind not in (Kind.RATED, Kind.MEASURED):
        raise ValidationError({"kind": _("A new criterion is rated or measured.")})
    _check_code(selection, code)
    require_room(selection, more=1)


def require_room(selection: Selection, *, more: int) -> None:
    """Refuse more leaves than a selection may have."""
    count = leaves(selection).count() + more
    limits.require_room(count, most=MOST_LEAVES, words=TOO_MANY_LEAVES)


def _check_names(kind: str, name_zh: str, name_en: str) -> None:
    if not (name_zh.strip() or name_en.strip()):
        raise ValidationError({"name_zh": _("Give it a name, in Chinese or in English.")})
    limits.check(CRITERION.records[kind], {"name_zh": name_zh.strip(), "name_en": name_en.strip()})


def _check_code(selection: Selection, code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValidationError({"code": _("A code has letters, digits, dots or hyphens, such as F-01.")})
    if selection.criteria.filter(code=code).exists():
        raise ValidationError({"code": _("“%(code)s” is taken. Choose another code.") % {"code": code}})


@transaction.atomic
def add_category(selection: Selection, *, code: str, name_zh: str, name_en: str, member: Member) -> Criterion:
    """Append a category without weight; the first one has everything."""
    row = held(selection, member=member)
    _check_names(Kind.CATEGORY, name_zh, name_en)
    _check_code(row, code)
    category = Criterion.objects.create(
        selection=row,
        kind=Kind.CATEGORY,
        code=code,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        weight=0 if categories(row).exists() else FULL,
        position=row.criteria.count(),
    )
    payload = {"name": {"zh": name_zh, "en": name_en}}
    ledger.record(CriteriaEvent.CATEGORY_ADDED, selection=row, member=member, object=code, payload=payload)
    return category


@transaction.atomic
def remove_category(category: Criterion, *, member: Member) -> None:
    """Delete a category with its leaves; its weight goes to the other categories."""
    selection = held(category.selection, member=member)
    family = list(siblings(category))
    if category.kind != Kind.CATEGORY or len(family) == 1:
        raise ValidationError(_("A selection keeps at least one category."))
    for leaf in (category, *siblings_below(category)):
        check_only_assignment(leaf)
    _give_away(category, family)
    code, names = category.code, {"zh": category.name_zh, "en": category.name_en}
    category.delete()
    # A heading knows its category by code, so no cascade takes it along.
    selection.headings.filter(category_code=code).delete()
    reorder(selection)
    ledger.record(
        CriteriaEvent.CATEGORY_REMOVED, selection=selection, member=member, object=code, payload={"name": names}
    )


@transaction.atomic
def remove_criterion(criterion: Criterion, *, member: Member) -> None:
    """Delete a leaf; its weight goes to the siblings in proportion to theirs."""
    selection = held(criterion.selection, member=member)
    if criterion.kind not in LEAVES:
        raise ValidationError(_("Only a criterion can be removed, not a category or a cost line."))
    family = list(siblings(criterion))
    if len(family) == 1:
        raise ValidationError(
            _("“%(name)s” is the last criterion of its category. Add another before removing it.")
            % {"name": criterion.name}
        )
    check_only_assignment(criterion)
    _give_away(criterion, family)
    code, heading = criterion.code, criterion.heading
    criterion.delete()
    if heading and not heading.leaves.exists():
        heading.delete()
    reorder(selection)
    ledger.record(
        CriteriaEvent.CRITERION_REMOVED,
        selection=selection,
        member=member,
        object=code,
        payload={"name": {"zh": criterion.name_zh, "en": criterion.name_en}, "weight": criterion.weight},
    )


def check_only_assignment(criterion: Criterion) -> None:
    """Somebody who scores this leaf alone would otherwise score everything."""
    alone = Member.objects.filter(assignments__criterion=criterion, removed_at=None)
    for person in alone.select_related("user"):
        if person.assignments.count() == 1:
            raise ValidationError(
                _("%(person)s scores only this criterion. Assign another first.") % {"person": person.display_name}
            )


def _give_away(criterion: Criterion, family: list[Criterion]) -> None:
    at = [row.code for row in family].index(criterion.code)
    locked = [row.is_weight_locked for row in family]
    # Somebody has to take the weight.
    if all(flag for place, flag in enumerate(locked) if place != at):
        locked = [False] * len(family)
    save_weights(family, redistribute([row.weight for row in family], at, 0, locked=locked))


def save_weights(family: Iterable[Criterion], weights: Iterable[int]) -> None:
    changed = []
    for row, weight in zip(family, weights, strict=True):
        if row.weight != weight:
            row.weight = weight
            changed.append(row)
    Criterion.objects.bulk_update(changed, ["weight"])


@transaction.atomic
def rename_criterion(criterion: Criterion, *, name_zh: str, name_en: str, member: Member) -> Criterion:
    selection = held(criterion.selection, member=member)
    _check_names(criterion.kind, name_zh, name_en)
    before = {"zh": criterion.name_zh, "en": criterion.name_en}
    criterion.name_zh, criterion.name_en = name_zh.strip(), name_en.strip()
    criterion.save(update_fields=["name_zh", "name_en"])
    ledger.record(
        CriteriaEvent.CRITERION_RENAMED,
        selection=selection,
        member=member,
        object=criterion.code,
        payload={"from": before, "to": {"zh": criterion.name_zh, "en": criterion.name_en}},
    )
    return criterion


def reorder(selection: Selection) -> None:
    """Number the criteria depth first: categories, their leaves by heading, lines under their leaf."""
    below: dict[int | None, list[Criterion]] = defaultdict(list)
    for node in selection.criteria.select_related("heading").order_by("position", "pk"):
        below[node.parent_id].append(node)
    ordered: list[Criterion] = []

    def visit(parent: int | None) -> None:
        for node in _grouped(below[parent]):
            ordered.append(node)
            visit(node.pk)

    visit(None)
    for position, node in enumerate(ordered):
        node.position = position
    Criterion.objects.bulk_update(ordered, ["position"])


def _grouped(nodes: list[Criterion]) -> list[Criterion]:
    """Keep leaves of one heading together, where its first leaf stands."""
    first: dict[int, int] = {}
    for place, node in enumerate(nodes):
        if node.heading_id:
            first.setdefault(node.heading_id, place)
    places = {node.pk: (first.get(node.heading_id or 0, place), place) for place, node in enumerate(nodes)}
    return sorted(nodes, key=lambda node: places[node.pk])


def free_code(category: Criterion) -> str:
    """The first code of the form F-01 that the selection does not use yet."""
    used = set(category.selection.criteria.values_list("code", flat=True))
    return next(code for number in count(1) if (code := f"{category.code}-{number:02d}") not in used)
