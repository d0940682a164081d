"""Which criteria exactly, in the shape of the decision file: what is sealed and what is exported?"""

import hashlib
from typing import Any

from django.db.models import QuerySet

from analysis.decision_file import canonical_bytes
from criteria.models import LEAVES, Anchor, Criterion, Kind
from selection.languages import texts_of
from selection.models import Selection

Json = dict[str, Any]


def digest(selection: Selection) -> str:
    """SHA-256 of the criteria and headings as the decision file of this selection writes them."""
    return hashlib.sha256(canonical_bytes({"criteria": nodes(selection), "headings": headings(selection)})).hexdigest()


def nodes(selection: Selection) -> list[Json]:
    return [node(row) for row in rows(selection)]


def rows(selection: Selection) -> QuerySet[Criterion]:
    return selection.criteria.select_related("parent", "heading").prefetch_related("anchors")


def headings(selection: Selection) -> list[Json]:
    found = selection.headings.all()
    return [{"code": row.code, "category": row.category_code, "name": texts_of(row, "name")} for row in found]


def node(row: Criterion) -> Json:
    parent = row.parent.code if row.parent else None
    base: Json = {"code": row.code, "parent": parent, "kind": row.kind, "name": texts_of(row, "name")}
    if row.kind == Kind.LINE:
        return base | {"cost_items": row.cost_items.split(",") if row.cost_items else []}
    base |= {"weight": row.weight, "template_weight": row.template_weight}
    return base | _leaf(row) if row.kind in LEAVES else base


def _leaf(row: Criterion) -> Json:
    return {
        "question": texts_of(row, "question"),
        "heading": row.heading.code if row.heading else "",
        "dimension": row.dimension,
        "scale": _scale(row),
        "value_function": value_function(row),
        "basis": row.basis,
        "anchors": _anchors(row),
        "source": row.source,
    }


def _scale(row: Criterion) -> Json | None:
    if row.kind == Kind.RATED:
        return None
    least, most = row.minimum or None, row.maximum or None
    return {"unit": texts_of(row, "unit"), "decimals": row.decimals, "min": least, "max": most}


def value_function(row: Criterion) -> Json | None:
    return {"type": row.curve, "points": row.points} if row.curve else None


def _anchors(row: Criterion) -> Json | None:
    if row.kind != Kind.RATED:
        return None
    found = {anchor.band: texts_of(anchor, "text") for anchor in row.anchors.all()}
    return {band: found.get(band, {"zh": "", "en": ""}) for band in Anchor.BANDS}
