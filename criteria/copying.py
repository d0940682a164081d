"""How does a template version become the criteria of one selection?"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import criterion_layout, decimal_text
from analysis.decision_file.typed import CriterionEntry, HeadingEntry, RuleEntry
from criteria import canonical
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import Anchor, Criterion, Heading, Kind, Rule, Template, TemplateVersion
from criteria.typed import Content, LeafRow, LineRow, NeedRow, TopRow
from selection import ledger, limits
from selection.access import WrongPhase
from selection.languages import columns
from selection.models import Member, Phase, Requirement, Selection, User


@transaction.atomic
def copy_into(
    selection: Selection,
    *,
    version: TemplateVersion,
    depth: str,
    member: Member | None = None,
    actor: User | None = None,
) -> None:
    """Copy criteria, anchors, headings and needs; the selection keeps its own from then on."""
    row = held(selection, member=member) if member else Selection.objects.select_for_update().get(pk=selection.pk)
    _check(row, version, depth)
    content: Content = version.depths[depth]
    headings = copy_headings(row, content["headings"])
    nodes = copy_nodes(row, content, headings)
    copy_needs(row, content["needs"], nodes, template=version.template)
    _remember(selection, version, depth)
    ledger.record(
        CriteriaEvent.TEMPLATE_COPIED,
        selection=row,
        member=member,
        actor=actor,
        object=f"{version.template.key} v{version.number}",
        payload={"key": version.template.key, "version": version.number, "depth": depth, "digest": version.digest},
    )


def _check(selection: Selection, version: TemplateVersion, depth: str) -> None:
    if selection.phase != Phase.DEFINE:
        raise WrongPhase(selection, "edit_criteria")
    if version.published_at is None:
        raise ValidationError(_("A draft cannot be used yet. Choose a published version."))
    if depth not in version.depths:
        raise ValidationError(
            {"depth": _("“%(name)s” has no such depth. Choose another.") % {"name": version.template.key}}
        )
    if selection.criteria.exists():
        raise ValidationError(_("This selection has criteria already. A template is copied into an empty one."))


def _remember(selection: Selection, version: TemplateVersion, depth: str) -> None:
    template = version.template
    selection.industry = selection.template_key = template.key
    selection.template_version, selection.template_depth = version.number, depth
    selection.template_name_zh = f"{template.name_zh} v{version.number}" if template.name_zh else ""
    selection.template_name_en = f"{template.name_en} v{version.number}" if template.name_en else ""
    selection.save(
        update_fields=[
            "industry",
            "template_key",
            "template_version",
            "template_depth",
            "template_name_zh",
            "template_name_en",
        ]
    )


def copy_headings(selection: Selection, rows: list[HeadingEntry]) -> dict[str, Heading]:
    start = selection.headings.count()
    made = [canonical.heading_row(row, selection=selection, position=start + place) for place, row in enumerate(rows)]
    Heading.objects.bulk_create(made)
    return {row.code: row for row in made}


def copy_nodes(selection: Selection, content: Content, headings: dict[str, Heading]) -> dict[str, Criterion]:
    """Categories with their leaves and lines, numbered in tree order."""
    made = {row["code"]: category_from(row, selection) for row in content["categories"]}
    Criterion.objects.bulk_create(made.values())
    # Lines hang on leaves, which have no key before they are stored.
    for is_line in (False, True):
        nodes = [node for node in content["criteria"] if (node["kind"] == Kind.LINE) == is_line]
        fresh = {node["code"]: _placed(node, selection, made, headings=headings) for node in nodes}
        Criterion.objects.bulk_create(fresh.values())
        made |= fresh
    _number(content, made)
    copy_anchors(content["criteria"], made)
    return made


def _placed(
    node: LeafRow | LineRow, selection: Selection, made: dict[str, Criterion], *, headings: dict[str, Heading]
) -> Criterion:
    leaf = criterion_from(node, selection)
    leaf.parent, leaf.heading = made[node["parent"]], headings.get(node["heading"])
    return leaf


def _number(content: Content, made: dict[str, Criterion]) -> None:
    order = [
        code
        for category in content["categories"]
        for code in (category["code"], *(n["code"] for n in content["criteria"] if n["category"] == category["code"]))
    ]
    for position, code in enumerate(order):
        made[code].position = position
    Criterion.objects.bulk_update(made.values(), ["position"])


def category_from(row: TopRow, selection: Selection) -> Criterion:
    return canonical.criterion_row(top_entry(row), selection=selection)


def top_entry(row: TopRow) -> CriterionEntry:
    """A category of a version as the decision file writes it."""
    return {
        "code": row["code"],
        "parent": None,
        "kind": Kind.CATEGORY.value,
        "name": row["name"],
        "weight": row["weight"],
        "template_weight": row["weight"],
    }


def entry(node: LeafRow | LineRow) -> CriterionEntry:
    """A leaf or a line of a version as the decision file writes it."""
    found: CriterionEntry = {
        "code": node["code"],
        "parent": node["parent"],
        "kind": node["kind"],
        "name": node["name"],
        "template_weight": node["weight"],
        "question": node["question"],
        "heading": node["heading"],
        "dimension": node["dimension"],
        "scale": node["scale"],
        "value_function": node["value_function"],
        "basis": node["basis"],
        "anchors": node["anchors"],
        "source": node["source"],
        "cost_items": node["cost_items"],
    }
    if node["weight"] is not None:
        found["weight"] = node["weight"]
    return found


def criterion_from(node: LeafRow | LineRow, selection: Selection) -> Criterion:
    """An unsaved leaf or line as the template has it; a price without a curve gets the one of the budget."""
    made = canonical.criterion_row(entry(node), selection=selection)
    if made.kind == Kind.PRICE:
        made.points, made.curve = made.points or price_points(selection), made.curve or "piecewise"
    limits.check(criterion_layout.VALUE_FUNCTION, {"points": made.points})
    return made


def copy_anchors(nodes: Sequence[LeafRow | LineRow], made: dict[str, Criterion]) -> None:
    Anchor.objects.bulk_create(
        anchor for node in nodes for anchor in canonical.anchor_rows(entry(node), criterion=made[node["code"]])
    )


def price_points(selection: Selection) -> list[list[str]]:
    """100 at the budget target, 0 at the ceiling, in currency units; empty until both are known and differ."""
    target, ceiling = selection.budget_target, selection.budget_ceiling
    if target is None or ceiling is None or target >= ceiling:
        return []
    return [[decimal_text(Decimal(target) / 100), "100"], [decimal_text(Decimal(ceiling) / 100), "0"]]


def copy_needs(selection: Selection, needs: list[NeedRow], made: dict[str, Criterion], *, template: Template) -> None:
    """The must-haves of a template; it is the template that asks for them until somebody else does."""
    used = set(selection.requirements.values_list("code", flat=True))
    free = (code for number in count(1) if (code := f"R-{number:02d}") not in used)
    for need, code in zip(needs, free, strict=False):  # there is always another code
        row = Requirement.objects.create(
            selection=selection,
            code=code,
            moscow=need["moscow"],
            **columns("text", need["text"]),
            **_asked_by(template),
        )
        if need["criterion"] in made:
            row.criteria.add(made[need["criterion"]])
        add_rule(row, need["rule"], made)


def _asked_by(template: Template) -> dict[str, str]:
    """Both languages, whichever the copying person reads."""
    zh = f"行业模板 · {template.name_zh}" if template.name_zh else ""
    return {"source_zh": zh, "source_en": f"Industry template · {template.name_en}" if template.name_en else ""}


def add_rule(requirement: Requirement, rule: RuleEntry | None, made: dict[str, Criterion]) -> None:
    if rule and rule["criterion"] in made:
        Rule.objects.update_or_create(
            requirement=requirement,
            defaults={"criterion": made[rule["criterion"]], "operator": rule["op"], "threshold": rule["value"]},
        )
