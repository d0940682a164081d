"""Which criteria exactly, in the shape of the decision file: what is sealed, exported and read back?"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from analysis.decision_file import canonical_bytes
from analysis.decision_file.typed import CriterionEntry, HeadingEntry, RuleEntry, Scale, Text, ValueFunction
from criteria.models import LEAVES, Anchor, Criterion, Heading, Kind, Rule
from selection.languages import columns, texts_of
from selection.models import Requirement, Selection


def digest(selection: Selection) -> str:
    """SHA-256 of the criteria and headings as the decision file of this selection writes them."""
    return hashlib.sha256(canonical_bytes({"criteria": nodes(selection), "headings": headings(selection)})).hexdigest()


def nodes(selection: Selection) -> list[CriterionEntry]:
    return [criterion_node(row) for row in rows(selection)]


def rows(selection: Selection) -> QuerySet[Criterion]:
    return selection.criteria.select_related("parent", "heading").prefetch_related("anchors")


def headings(selection: Selection) -> list[HeadingEntry]:
    return [heading_node(row) for row in selection.headings.all()]


def heading_node(row: Heading) -> HeadingEntry:
    return {"code": row.code, "category": row.category_code, "name": texts_of(row, "name")}


def heading_row(node: HeadingEntry, *, selection: Selection, position: int) -> Heading:
    return Heading(
        selection=selection,
        code=node["code"],
        category_code=node["category"],
        position=position,
        **columns("name", node["name"]),
    )


def criterion_node(row: Criterion) -> CriterionEntry:
    parent = row.parent.code if row.parent else None
    node: CriterionEntry = {"code": row.code, "parent": parent, "kind": row.kind, "name": texts_of(row, "name")}
    if row.kind == Kind.LINE:
        node["cost_items"] = row.cost_items.split(",") if row.cost_items else []
        return node
    node["weight"], node["template_weight"] = row.weight, row.template_weight
    if row.kind in LEAVES:
        node["question"] = texts_of(row, "question")
        node["heading"] = row.heading.code if row.heading else ""
        node["dimension"] = row.dimension
        node["scale"] = _scale(row)
        node["value_function"] = value_function(row)
        node["basis"] = row.basis
        node["anchors"] = _anchors(row)
        node["source"] = row.source
    return node


def _scale(row: Criterion) -> Scale | None:
    if row.kind == Kind.RATED:
        return None
    least, most = row.minimum or None, row.maximum or None
    return {"unit": texts_of(row, "unit"), "decimals": row.decimals, "min": least, "max": most}


def value_function(row: Criterion) -> ValueFunction | None:
    return {"type": row.curve, "points": row.points} if row.curve else None


def _anchors(row: Criterion) -> dict[str, Text] | None:
    if row.kind != Kind.RATED:
        return None
    found = {anchor.band: texts_of(anchor, "text") for anchor in row.anchors.all()}
    return {band: found.get(band, {"zh": "", "en": ""}) for band in Anchor.BANDS}


def criterion_row(node: CriterionEntry, *, selection: Selection) -> Criterion:
    """A node of a decision file, or of a template, whose nodes have some of these keys; without its relatives."""
    scale: Mapping[str, Any] = node.get("scale") or {}
    function: Mapping[str, Any] = node.get("value_function") or {}
    return Criterion(
        selection=selection,
        code=node["code"],
        kind=node["kind"],
        dimension=node.get("dimension") or "",
        weight=node.get("weight") or 0,
        template_weight=node.get("template_weight"),
        decimals=scale.get("decimals") or 0,
        minimum=scale.get("min") or "",
        maximum=scale.get("max") or "",
        curve=function.get("type") or "",
        points=function.get("points") or [],
        basis=node.get("basis") or "",
        cost_items=",".join(node.get("cost_items") or ()),
        source=node.get("source") or "",
        **columns("name", node["name"]),
        **columns("question", node.get("question")),
        **columns("unit", scale.get("unit")),
    )


def anchor_rows(node: CriterionEntry, *, criterion: Criterion) -> Iterator[Anchor]:
    for band, texts in (node.get("anchors") or {}).items():
        yield Anchor(criterion=criterion, band=band, **columns("text", texts))


def rule_node(requirement: Requirement) -> RuleEntry | None:
    rule = getattr(requirement, "rule", None)
    return {"criterion": rule.criterion.code, "op": rule.operator, "value": rule.threshold} if rule else None


def rule_row(node: RuleEntry, *, requirement: Requirement, criterion: Criterion) -> Rule:
    return Rule(requirement=requirement, criterion=criterion, operator=node["op"], threshold=node["value"])
