"""What does a criterion ask, and how does an answer become a value?"""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import canonical_bytes, criterion_layout, decimal_text
from analysis.decision_file.tree_rules import curve_faults
from analysis.decision_file.typed import ValueFunction
from analysis.values import curve
from criteria import canonical
from criteria.copying import price_points
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import LEAVES, Anchor, Criterion, Kind
from selection import ledger, limits
from selection.models import Member, Requirement, Selection
from selection.numbers import decimal_typed
from selection.versions import Stale
from tables.numbers import Quantity

Points = list[list[str]]
TEXTS = ("name_zh", "name_en", "question_zh", "question_en", "dimension")
OF_FILE = Quantity(places=6)  # what any decimal of a decision file can hold
SCALE = ("unit_zh", "unit_en", "decimals", "minimum", "maximum", "curve", "points")
OF_KIND: dict[str, tuple[str, ...]] = {Kind.RATED: (), Kind.MEASURED: SCALE, Kind.PRICE: (*SCALE, "basis")}


def revision(criterion: Criterion) -> str:
    """A mark of everything a criterion says; a form sends it back so that it overwrites nothing unseen."""
    linked = sorted(criterion.requirements.values_list("code", flat=True))
    # A weight that was moved meanwhile is no reason to refuse a text.
    content = canonical.criterion_node(criterion) | {"weight": 0, "needs": linked}
    return hashlib.sha256(canonical_bytes(content)).hexdigest()[:16]


@transaction.atomic
def revise(
    criterion: Criterion,
    *,
    fields: Mapping[str, object],
    anchors: Mapping[str, tuple[str, str]] | None = None,
    requirements: Iterable[Requirement] | None = None,
    member: Member,
    seen: str = "",
) -> Criterion:
    """Change texts, scale, value function, anchors and linked needs of a leaf in one step."""
    selection = held(criterion.selection, member=member)
    row = canonical.rows(selection).get(pk=criterion.pk)
    if row.kind not in LEAVES:
        raise ValidationError(_("Only a criterion can be edited here, not a category or a cost line."))
    if seen and seen != revision(row):
        raise Stale
    before: Mapping[str, Any] = canonical.criterion_node(row)
    _set_fields(row, fields)
    if anchors is not None and row.kind == Kind.RATED:
        _set_anchors(row, anchors)
    if requirements is not None:
        row.requirements.set([need for need in requirements if need.selection_id == selection.pk])
    after: Mapping[str, Any] = canonical.criterion_node(canonical.rows(selection).get(pk=row.pk))
    changed = {key: {"from": before[key], "to": after[key]} for key in after if before[key] != after[key]}
    payload = {"changed": changed, "needs": sorted(row.requirements.values_list("code", flat=True))}
    ledger.record(CriteriaEvent.CRITERION_REVISED, selection=selection, member=member, object=row.code, payload=payload)
    return row


def _set_fields(row: Criterion, fields: Mapping[str, object]) -> None:
    allowed = (*TEXTS, *OF_KIND[row.kind])
    for name in allowed:
        if name in fields:
            setattr(row, name, fields[name])
    if not (row.name_zh.strip() or row.name_en.strip()):
        raise ValidationError({"name_zh": _("Give it a name, in Chinese or in English.")})
    limits.check(criterion_layout.CRITERION.records[row.kind], {name: getattr(row, name) for name in TEXTS})
    if row.kind != Kind.RATED:
        _check_scale(row)
        check_points(row.curve, row.points)
        _check_measured(row)
    row.full_clean(exclude=["selection", "parent", "heading"], validate_unique=False, validate_constraints=False)
    row.save(update_fields=[name for name in allowed if name in fields] or ["name_zh"])


def _check_scale(row: Criterion) -> None:
    scale = {"unit_zh": row.unit_zh, "unit_en": row.unit_en, "decimals": row.decimals}
    ends = {"min": row.minimum or None, "max": row.maximum or None}
    limits.check(criterion_layout.SCALE, scale | ends, names={"min": "minimum", "max": "maximum"})
    if row.minimum and row.maximum and Decimal(row.minimum) >= Decimal(row.maximum):
        raise ValidationError({"maximum": _("The greatest value must be larger than the least.")})


def _check_measured(row: Criterion) -> None:
    """Values of vendors that are there already stay within the scale."""
    facts = row.facts.values_list("vendor__code", "value")
    trials = row.measuring_scenarios.exclude(trials__value="").values_list("trials__vendor__code", "trials__value")
    for vendor, value in (*facts, *trials.exclude(trials=None)):
        for field, is_broken in (("minimum", Decimal(value).__lt__), ("maximum", Decimal(value).__gt__)):
            bound = getattr(row, field)
            if bound and is_broken(Decimal(bound)):
                words = _("Vendor %(vendor)s has the value %(value)s already. Change that first, or widen the scale.")
                raise ValidationError({field: words % {"vendor": vendor, "value": value}})


def decimal_of(text: str, quantity: Quantity = OF_FILE) -> str:
    """A typed decimal as the decision file writes it."""
    return decimal_text(decimal_typed(text, quantity))


def check_points(kind: str, points: Points) -> None:
    """Refuse a value function that turns back or leaves 0 to 100; an empty one may wait for the seal."""
    if not points:
        return
    limits.check(criterion_layout.VALUE_FUNCTION, {"points": points})
    faults = faults_of(kind, points)
    if faults:
        raise ValidationError({"points": faults})


def faults_of(kind: str, points: Points) -> list[str]:
    """What is wrong with a value function, in the reader's language."""
    function: ValueFunction = {"type": kind or "piecewise", "points": [list(point) for point in points]}
    return [_(fault.template) % fault.params for fault in curve_faults("", function)]


def preview(criterion: Criterion) -> list[tuple[str, float]]:
    """What the value function makes of its own points and of what lies between them."""
    if not criterion.curve or faults_of(criterion.curve, criterion.points):
        return []
    xs = [Decimal(x) for x, _value in criterion.points]
    between = [(left + right) / 2 for left, right in pairwise(xs)]
    # Half-way between two availabilities says little: people know them by their nines.
    if criterion.curve == "log":
        between = [Decimal("99.5"), Decimal("99.9")]
    asked = sorted({*xs, *(x for x in between if xs[0] < x < xs[-1])})
    function: ValueFunction = {"type": criterion.curve, "points": criterion.points}
    values = curve([float(x) for x in asked], function)
    return [(decimal_text(x), float(value)) for x, value in zip(asked, values, strict=True)]


def _set_anchors(row: Criterion, anchors: Mapping[str, tuple[str, str]]) -> None:
    for band, (zh, en) in anchors.items():
        if band not in Anchor.BANDS:
            raise ValidationError({"anchors": _("“%(band)s” is not a band of scores.") % {"band": band}})
        texts = {f"{band}_zh": zh.strip(), f"{band}_en": en.strip()}
        limits.check(criterion_layout.ANCHORS, texts, names={key: f"anchor_{key}" for key in texts})
        Anchor.objects.update_or_create(
            criterion=row, band=band, defaults={"text_zh": zh.strip(), "text_en": en.strip()}
        )


@transaction.atomic
def price_from_budget(criterion: Criterion, *, member: Member) -> Criterion:
    """Worth 100 at the budget target, 0 at the ceiling."""
    selection = held(criterion.selection, member=member)
    points = price_points(selection)
    if criterion.kind != Kind.PRICE or not points:
        words = _("Fill in the budget ceiling and a lower target in the basics of this selection first.")
        raise ValidationError({"points": words})
    return _set_points(criterion, points, selection=selection, member=member)


@transaction.atomic
def follow_budget(selection: Selection, *, before: Points, member: Member) -> list[Criterion]:
    """Prices still worth what the budget said before are worth what it says now; edited ones stay."""
    selection = held(selection, member=member)
    points = price_points(selection)
    prices = selection.criteria.filter(kind=Kind.PRICE, curve="piecewise")
    followers = [row for row in prices if row.points == before] if points != before else []
    return [_set_points(row, points, selection=selection, member=member) for row in followers]


def _set_points(criterion: Criterion, points: Points, *, selection: Selection, member: Member) -> Criterion:
    check_points("piecewise", points)
    before, criterion.points, criterion.curve = criterion.points, points, "piecewise"
    criterion.save(update_fields=["points", "curve"])
    payload = {"changed": {"points": {"from": before, "to": points}}}
    ledger.record(
        CriteriaEvent.CRITERION_REVISED, selection=selection, member=member, object=criterion.code, payload=payload
    )
    return criterion
