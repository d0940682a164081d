"""How does a sub-group scored as one criterion open into its leaves, and close again?"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.weights import largest_remainder
from criteria import library, tree
from criteria.content import expanded_group, expanded_leaves
from criteria.copying import add_rule, copy_anchors, criterion_from
from criteria.drafting import is_scored, scored
from criteria.editing import held
from criteria.events import CriteriaEvent
from criteria.models import Assignment, Criterion, Heading, Kind, TemplateVersion
from criteria.typed import Content, Depths, LeafRow, LineRow, NeedRow
from selection import ledger
from selection.languages import columns
from selection.models import Member, Requirement, Selection


@dataclass(frozen=True)
class Plan:
    """What the template (else the library) knows about one sub-group."""

    group: LeafRow
    leaves: list[LeafRow | LineRow]
    needs: list[NeedRow]

    @property
    def scored(self) -> list[LeafRow]:
        return [node for node in self.leaves if is_scored(node)]


def plans(selection: Selection) -> dict[str, Plan]:
    """Every sub-group that can open or close in this selection, by code; one query."""
    number = selection.template_version or 0
    versions = TemplateVersion.objects.filter(template__key=selection.template_key, number=number)
    depths: Depths = versions.values_list("depths", flat=True).first() or {}
    if "short" not in depths or "full" not in depths:
        return {} if depths else _from_library()
    return {
        node["code"]: Plan(node, _below(depths["full"]["criteria"], node["code"]), depths["full"]["needs"])
        for node in _sub_groups(depths["short"])
    }


def _sub_groups(short: Content) -> list[LeafRow]:
    """Those scored as one, and those whose leaves stand in the short depth too: they can close into one."""
    opened = [row["code"] for row in short["headings"] if library.group(row["code"])]
    return [node for node in scored(short) if not node["heading"]] + [expanded_group(code) for code in opened]


def _below(nodes: list[LeafRow | LineRow], heading: str) -> list[LeafRow | LineRow]:
    inside = {node["code"] for node in nodes if node["heading"] == heading}
    return [
        node for node in nodes if node["code"] in inside or (node["kind"] == Kind.LINE and node["parent"] in inside)
    ]


def _from_library() -> dict[str, Plan]:
    """For a selection whose template this database does not know."""
    codes = [entry["code"] for entry in library.content()["headings"]]
    return {code: Plan(expanded_group(code), expanded_leaves(code), []) for code in codes}


@transaction.atomic
def open_group(criterion: Criterion, *, member: Member) -> Heading:
    """Replace a sub-group by its leaves; together they weigh exactly what it weighed."""
    selection = held(criterion.selection, member=member)
    plan = plans(selection).get(criterion.code)
    if plan is None or criterion.parent is None:
        words = _("“%(name)s” is not a sub-group of the library, so it has no leaves to open.")
        raise ValidationError(words % {"name": criterion.name})
    _check_free([criterion])
    _check_codes(selection, plan)
    tree.require_room(selection, more=len(plan.scored) - 1)
    name = columns("name", plan.group["name"])
    heading = Heading.objects.create(
        selection=selection, code=criterion.code, category_code=criterion.parent.code, **name
    )
    made = _make_leaves(criterion, plan, heading)
    # Before the row goes, which would take its links and assignments along.
    _hand_on_needs([criterion], plan, made)
    _hand_on_assignments([criterion], [leaf for leaf in made.values() if leaf.kind == Kind.RATED])
    criterion.delete()
    tree.reorder(selection)
    weights = {code: leaf.weight for code, leaf in made.items() if leaf.kind != Kind.LINE}
    ledger.record(
        CriteriaEvent.GROUP_OPENED,
        selection=selection,
        member=member,
        object=heading.code,
        payload={"weights": weights, "name": plan.group["name"]},
    )
    return heading


def _check_free(leaves: list[Criterion]) -> None:
    for leaf in leaves:
        if tree.attached(leaf):
            words = _("Facts, evidence or POC scenarios are filed under “%(name)s”. Move or delete them first.")
            raise ValidationError(words % {"name": leaf.name})


def _check_codes(selection: Selection, plan: Plan) -> None:
    codes = {node["code"] for node in plan.leaves}
    clash = selection.criteria.filter(code__in=codes).first()
    if clash:
        words = _("“%(name)s” is a criterion of its own already. Remove it before opening the sub-group.")
        raise ValidationError(words % {"name": clash.name})


def _make_leaves(criterion: Criterion, plan: Plan, heading: Heading) -> dict[str, Criterion]:
    weights, before = _shared(criterion.weight, plan), _shared(criterion.template_weight, plan)
    made: dict[str, Criterion] = {}
    # Lines last: a line's leaf has to be made before it.
    for node in sorted(plan.leaves, key=lambda node: node["kind"] == Kind.LINE):
        leaf = criterion_from(node, criterion.selection)
        leaf.parent, leaf.position = made.get(node["parent"], criterion.parent), criterion.position
        if node["kind"] != Kind.LINE:
            leaf.weight, leaf.template_weight = weights[node["code"]] or 0, before[node["code"]]
            leaf.heading, leaf.is_weight_locked = heading, criterion.is_weight_locked
            _keep_price(criterion, leaf)
        leaf.save(force_insert=True)
        made[node["code"]] = leaf
    copy_anchors(plan.leaves, made)
    return made


def _keep_price(old: Criterion, new: Criterion) -> None:
    """The price function stays as the committee set it."""
    if old.kind == new.kind == Kind.PRICE:
        new.points, new.basis, new.curve = old.points, old.basis, old.curve


def _shared(total: int | None, plan: Plan) -> dict[str, int | None]:
    codes = [node["code"] for node in plan.scored]
    if total is None:
        return dict.fromkeys(codes)
    sizes = [node["weight"] for node in plan.scored]
    return dict(zip(codes, largest_remainder(sizes, total, keys=codes), strict=True))


def _hand_on_needs(old: list[Criterion], plan: Plan, made: dict[str, Criterion]) -> None:
    """A requirement follows to the leaf that the template names for it, else to every new leaf."""
    known = {need["text"].get("zh") or need["text"].get("en"): need for need in plan.needs}
    for requirement in Requirement.objects.filter(criteria__in=old).distinct():
        need = known.get(requirement.text_zh or requirement.text_en)
        named = made.get(need["criterion"]) if need else None
        requirement.criteria.remove(*old)
        requirement.criteria.add(*([named] if named else [row for row in made.values() if row.kind != Kind.LINE]))
        if need:
            add_rule(requirement, need["rule"], made)


def _hand_on_assignments(old: list[Criterion], new: list[Criterion]) -> None:
    people = list(Member.objects.filter(assignments__criterion__in=old).distinct())
    if people and not new:
        for criterion in old:
            tree.check_only_assignment(criterion)
    Assignment.objects.filter(criterion__in=old).delete()
    Assignment.objects.bulk_create(Assignment(member=person, criterion=leaf) for person in people for leaf in new)


@transaction.atomic
def close_group(heading: Heading, *, member: Member) -> Criterion:
    """Score a sub-group as one criterion again; it weighs what its leaves weighed."""
    selection = held(heading.selection, member=member)
    leaves = list(heading.leaves.select_related("parent"))
    plan = _plan_to_close(selection, heading, leaves)
    _check_free(leaves)
    group = criterion_from(plan.group, selection)
    group.parent, group.position = leaves[0].parent, leaves[0].position
    group.weight = sum(leaf.weight for leaf in leaves)
    group.template_weight = _sum_of([leaf.template_weight for leaf in leaves])
    for leaf in leaves:
        _keep_price(leaf, group)
    heading.delete()
    group.save(force_insert=True)
    copy_anchors([plan.group], {group.code: group})
    _hand_on_needs(leaves, Plan(plan.group, [], []), {group.code: group})
    _hand_on_assignments(leaves, [group] if group.kind == Kind.RATED else [])
    Criterion.objects.filter(pk__in=[leaf.pk for leaf in leaves]).delete()
    tree.reorder(selection)
    ledger.record(CriteriaEvent.GROUP_CLOSED, selection=selection, member=member, object=group.code)
    return group


def _plan_to_close(selection: Selection, heading: Heading, leaves: list[Criterion]) -> Plan:
    plan = plans(selection).get(heading.code)
    if plan is None or not leaves:
        words = _("“%(code)s” cannot be scored as one criterion: the template has no such sub-group.")
        raise ValidationError(words % {"code": heading.code})
    known = {node["code"] for node in plan.scored}
    own = next((leaf for leaf in leaves if leaf.code not in known), None)
    if own:
        words = _("“%(name)s” was added here and would be lost. Remove it or put it elsewhere first.")
        raise ValidationError(words % {"name": own.name})
    return plan


def _sum_of(weights: list[int | None]) -> int | None:
    known = [weight for weight in weights if weight is not None]
    return sum(known) if len(known) == len(weights) else None
