"""What does the committee need, how badly, and which criterion answers it?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from criteria.models import LEAVES, Criterion, Kind, Rule
from selection import ledger, limits
from selection.events import EventKind
from selection.models import Member, MoSCoW, Requirement, Selection
from selection.phases import held
from vendors.events import NeedEvent
from vendors.numbers import measure_of, read_number

OPERATORS = (">=", "<=", "=")


@dataclass(frozen=True)
class RuleText:
    """A rule as typed: the fact of a measured criterion decides pass or fail."""

    criterion: Criterion
    operator: str
    threshold: str


def typed_rule(need: Requirement) -> RuleText | None:
    """The rule on record, as the verbs take it."""
    rule = getattr(need, "rule", None)
    return RuleText(rule.criterion, rule.operator, rule.threshold) if rule else None


def listed(selection: Selection) -> models.QuerySet[Requirement]:
    """Every need with its rule and its linked criteria."""
    links = models.Prefetch("criteria", queryset=Criterion.objects.order_by("position"))
    return Requirement.objects.filter(selection=selection).select_related("rule__criterion").prefetch_related(links)


@transaction.atomic
def add_requirement(
    selection: Selection,
    *,
    moscow: str,
    text_zh: str = "",
    text_en: str = "",
    source_zh: str = "",
    source_en: str = "",
    criteria: Iterable[Criterion] = (),
    rule: RuleText | None = None,
    member: Member,
) -> Requirement:
    held(selection, member=member, action="edit_needs")
    texts = _texts(text_zh=text_zh, text_en=text_en, source_zh=source_zh, source_en=source_en)
    _check_moscow(moscow)
    requirement = Requirement.objects.create(selection=selection, code=next_code(selection), moscow=moscow, **texts)
    return _link(requirement, criteria, rule, event=NeedEvent.ADDED, member=member)


@transaction.atomic
def edit_requirement(
    requirement: Requirement,
    *,
    moscow: str,
    text_zh: str,
    text_en: str,
    source_zh: str,
    source_en: str,
    criteria: Iterable[Criterion],
    rule: RuleText | None,
    member: Member,
) -> Requirement:
    held(requirement.selection, member=member, action="edit_needs")
    texts = _texts(text_zh=text_zh, text_en=text_en, source_zh=source_zh, source_en=source_en)
    _check_moscow(moscow)
    for field, content in {**texts, "moscow": moscow}.items():
        setattr(requirement, field, content)
    requirement.save(update_fields=[*texts, "moscow"])
    return _link(requirement, criteria, rule, event=NeedEvent.EDITED, member=member)


@transaction.atomic
def remove_requirement(requirement: Requirement, *, member: Member) -> None:
    held(requirement.selection, member=member, action="edit_needs")
    # Not through the row in hand: the record tells of it below.
    Requirement.objects.filter(pk=requirement.pk).delete()
    ledger.record(
        NeedEvent.REMOVED,
        selection=requirement.selection,
        member=member,
        object=f"need {requirement.code}",
        payload={"text_zh": requirement.text_zh, "text_en": requirement.text_en, "moscow": requirement.moscow},
    )


def next_code(selection: Selection) -> str:
    """R-01, R-02, …: one above the highest in use."""
    codes = Requirement.objects.filter(selection=selection, code__startswith="R-").values_list("code", flat=True)
    # A file may bring codes of any form.
    numbers = [int(code[2:]) for code in codes if code[2:].isdecimal()]
    return f"R-{max(numbers, default=0) + 1:02d}"


def _texts(**typed: str) -> dict[str, str]:
    texts = {field: text.strip() for field, text in typed.items()}
    if not texts["text_zh"] and not texts["text_en"]:
        raise ValidationError({"text_zh": _("Write what is needed, in Chinese or in English.")})
    limits.check(layout.NEED, texts)
    return texts


def _check_moscow(moscow: str) -> None:
    if moscow not in MoSCoW.values:
        raise ValidationError({"moscow": _("Choose a priority.")})


def _link(
    requirement: Requirement, criteria: Iterable[Criterion], rule: RuleText | None, *, event: EventKind, member: Member
) -> Requirement:
    linked = [_own(requirement, criterion, (Kind.CATEGORY, *LEAVES)) for criterion in criteria]
    requirement.criteria.set(linked)
    _set_rule(requirement, rule)
    ledger.record(
        event,
        selection=requirement.selection,
        member=member,
        object=f"need {requirement.code}",
        payload={
            "text_zh": requirement.text_zh,
            "text_en": requirement.text_en,
            "moscow": requirement.moscow,
            "criteria": [criterion.code for criterion in linked],
            "rule": f"{rule.criterion.code} {rule.operator} {rule.threshold}" if rule else "",
        },
    )
    return requirement


def _set_rule(requirement: Requirement, rule: RuleText | None) -> None:
    if rule is None:
        Rule.objects.filter(requirement=requirement).delete()
        return
    criterion = _own(requirement, rule.criterion, (Kind.MEASURED,))
    if rule.operator not in OPERATORS:
        raise ValidationError({"operator": _("Choose at least, at most or exactly.")})
    threshold = _threshold(rule)
    Rule.objects.update_or_create(
        requirement=requirement,
        defaults={"criterion": criterion, "operator": rule.operator, "threshold": threshold},
    )


def _threshold(rule: RuleText) -> str:
    try:
        text = read_number(rule.threshold, measure_of(rule.criterion)).text
    except ValidationError as error:
        raise ValidationError({"threshold": error.messages}) from error
    limits.check(layout.RULE, {"value": text}, names={"value": "threshold"})
    return text


def _own(requirement: Requirement, criterion: Criterion, kinds: tuple[str, ...]) -> Criterion:
    if criterion.selection_id != requirement.selection_id or criterion.kind not in kinds:
        raise ValidationError(_("%(code)s cannot be linked to this need."), params={"code": criterion.code})
    return criterion
