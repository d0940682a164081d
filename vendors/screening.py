"""Does each vendor meet the must-haves: pass, fail, or not known yet?"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from analysis import screening
from analysis.decision_file import layout
from criteria.models import Level, Rule
from selection import late, ledger, limits, reasons
from selection.languages import text_of
from selection.models import Member, MoSCoW, Requirement, Selection
from selection.phases import held
from vendors.events import NeedEvent
from vendors.facts import official_facts
from vendors.models import Evidence, Fact, Judgement, Vendor

State = Judgement.State
STATE_NAMES = {
    State.PASS: pgettext_lazy("must-have", "Pass"),
    State.FAIL: pgettext_lazy("must-have", "Fail"),
    State.PENDING: pgettext_lazy("must-have", "Pending"),
}
OVERALL_NAMES = {
    State.PASS: gettext_lazy("Meets all"),
    State.FAIL: gettext_lazy("Excluded"),
    State.PENDING: STATE_NAMES[State.PENDING],
}
OPERATORS = {">=": "≥", "<=": "≤", "=": "="}


def states(selection: Selection) -> dict[tuple[int, int], str]:
    """(must-have, vendor) → state: its rule decides by the official fact, people where there is no rule."""
    vendors = list(Vendor.objects.filter(selection=selection).values_list("pk", flat=True))
    musts = Requirement.objects.filter(selection=selection, moscow=MoSCoW.MUST).select_related("rule")
    judgements = Judgement.objects.filter(requirement__selection=selection)
    judged = {(judgement.requirement_id, judgement.vendor_id): judgement.state for judgement in judgements}
    facts = official_facts(selection)
    found: dict[tuple[int, int], str] = {}
    for must in musts:
        rule = getattr(must, "rule", None)
        for vendor in vendors:
            found[must.pk, vendor] = (
                by_rule(rule, facts.get((rule.criterion_id, vendor)))
                if rule
                else judged.get((must.pk, vendor), State.PENDING)
            )
    return found


def claimed_only(selection: Selection) -> set[tuple[int, int]]:
    """(must-have, vendor) that people let pass although nothing but the vendor's own word stands behind it.

    Evidence of its criteria, of their categories' leaves, or of the vendor as a whole is more than a claim.
    """
    weak = (Level.NONE, Level.CLAIMED)
    backed = [
        *Evidence.objects.filter(vendor__selection=selection)
        .exclude(level__in=weak)
        .values_list("vendor", "criterion"),
        *Fact.objects.filter(vendor__selection=selection).exclude(level__in=weak).values_list("vendor", "criterion"),
    ]
    passed = Judgement.objects.filter(requirement__selection=selection, state=State.PASS)
    passed = passed.filter(requirement__moscow=MoSCoW.MUST, requirement__rule=None).select_related("requirement")
    found = set()
    for judgement in passed.prefetch_related("requirement__criteria__children"):
        linked = list(judgement.requirement.criteria.all())
        # What names no criterion stands behind every one of them.
        criteria: set[int | None] = {None, *(leaf.pk for row in linked for leaf in (row, *row.children.all()))}
        if not any(vendor == judgement.vendor_id and criterion in criteria for vendor, criterion in backed):
            found.add((judgement.requirement_id, judgement.vendor_id))
    return found


def by_rule(rule: Rule, fact: Fact | None) -> str:
    """What an unrounded fact says; a fact without evidence leaves it pending."""
    value, level = (Decimal(fact.value), fact.level) if fact else (None, None)
    return screening.judge(value, level, rule.operator, limit=Decimal(rule.threshold))[0]


def rule_text(rule: Rule | None) -> str:
    """≥ 98%"""
    if rule is None:
        return ""
    unit = text_of(rule.criterion, "unit")
    gap = "" if unit == "%" else " "
    return f"{OPERATORS[rule.operator]} {rule.threshold}{gap}{unit}".strip()


def overall(found: Mapping[tuple[int, int], str]) -> dict[int, str]:
    """Vendor → its state over all must-haves: any fail fails, else anything pending is pending."""
    own: dict[int, dict[str, str]] = defaultdict(dict)
    for (requirement, vendor), state in found.items():
        own[vendor][str(requirement)] = state
    return {vendor: screening.overall(states) for vendor, states in own.items()}


def excluded(found: Mapping[tuple[int, int], str]) -> set[int]:
    """The vendors that fail a must-have, from the states of all."""
    return {vendor for vendor, state in overall(found).items() if state == State.FAIL}


@transaction.atomic
@late.explained
def judge_all(
    requirement: Requirement, *, judged: Mapping[Vendor, tuple[str, str]], member: Member, reason: str = ""
) -> None:
    """State and note of several vendors at once."""
    for vendor, (state, note) in judged.items():
        judge(requirement, vendor=vendor, state=state, note=note, member=member, reason=reason)


def check_judgement(state: str, note: str) -> None:
    """A vendor that fails is told why: it is out of the comparison."""
    if state == State.FAIL:
        reasons.check(note, field="note")


@transaction.atomic
@late.explained
def judge(
    requirement: Requirement, *, vendor: Vendor, state: str, note: str, member: Member, reason: str = ""
) -> Judgement:
    """A person's word on a must-have that no rule decides."""
    held(vendor.selection, member=member, action="judge_needs")
    if requirement.selection_id != vendor.selection_id or requirement.moscow != MoSCoW.MUST:
        raise ValidationError(_("Only must-haves are judged."))
    if Rule.objects.filter(requirement=requirement).exists():
        raise ValidationError(_("A rule decides this must-have. Change the fact, or the rule."))
    if state not in State.values:
        raise ValidationError({"state": _("Choose pass, fail or pending.")})
    fields = {"state": state, "note": note.strip()}
    limits.check(layout.JUDGEMENT, {"note": fields["note"]})
    judgement = Judgement.objects.filter(requirement=requirement, vendor=vendor).first()
    # Before the note is looked at: what stands there from earlier owes no longer reason.
    if judgement and all(getattr(judgement, name) == content for name, content in fields.items()):
        return judgement
    check_judgement(state, note)
    judgement, _created = Judgement.objects.update_or_create(
        requirement=requirement, vendor=vendor, defaults={**fields, "judged_by": member}
    )
    ledger.record(
        NeedEvent.MUST_JUDGED,
        selection=requirement.selection,
        member=member,
        object=f"need {requirement.code} {vendor.code}",
        reason=reason.strip(),
        payload=fields,
    )
    return judgement
