"""How do the files under fixtures/ become published template versions?"""

import hashlib
import json
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from analysis.decision_file import canonical_bytes
from criteria import library
from criteria.events import TemplateEvent
from criteria.models import Template, TemplateVersion
from criteria.typed import (
    Content,
    ContentSource,
    Depths,
    GroupEntry,
    LeafRow,
    LeafSource,
    LineRow,
    NodeRow,
    TemplateSource,
)
from selection import ledger


def digest_of(depths: Depths) -> str:
    return hashlib.sha256(canonical_bytes(depths)).hexdigest()


@transaction.atomic
def load() -> Iterator[str]:
    """Bring the shipped templates up to date; a published version is never changed. Says what it did."""
    shipped: list[TemplateSource] = json.loads((library.FOLDER / "templates.json").read_text(encoding="utf-8"))[
        "templates"
    ]
    # A list first: a generator would run when it is read, after the transaction has ended.
    return iter([_load(entry, position) for position, entry in enumerate(shipped)])


def _load(entry: TemplateSource, position: int) -> str:
    template, _created = Template.objects.get_or_create(key=entry["key"])
    _describe(template, entry, position)
    depths = {depth: expanded(depth, content) for depth, content in entry["depths"].items()}
    number = entry["version"]
    # a whole tree, of which only the number is asked
    newest = template.versions.defer("depths").first()
    if newest and newest.number >= number:
        kept = template.versions.filter(number=number).values_list("depths", flat=True).first()
        return f"{template.key} v{number}: {'unchanged' if kept == depths else 'kept; raise the version in the file'}"
    digest = digest_of(depths)
    now = timezone.now()
    TemplateVersion.objects.create(template=template, number=number, depths=depths, digest=digest, published_at=now)
    ledger.record(
        TemplateEvent.PUBLISHED,
        object=f"{template.key} v{number}",
        payload={"digest": digest, "from": "fixtures"},
    )
    return f"{template.key} v{number}: published"


def _describe(template: Template, entry: TemplateSource, position: int) -> None:
    fields = {
        "name_zh": entry["name"].get("zh", ""),
        "name_en": entry["name"].get("en", ""),
        "summary_zh": entry["summary"].get("zh", ""),
        "summary_en": entry["summary"].get("en", ""),
        "position": position,
    }
    Template.objects.filter(pk=template.pk).update(**fields)


def expanded(depth: str, content: ContentSource) -> Content:
    """One depth with every text in it, so that a later library cannot change a published version."""
    is_short = depth == "short"
    return {
        "categories": [
            {
                "code": row["code"],
                "name": row.get("name") or library.category(row["code"])["name"],
                "weight": row["weight"],
            }
            for row in content["categories"]
        ],
        "headings": [
            {
                "code": row["code"],
                "category": row["category"],
                "name": row.get("name") or _group(row["code"])["name"],
            }
            for row in content["headings"]
        ],
        "criteria": [
            _sub_group(row) if is_short and "heading" not in row else _leaf(row) for row in content["criteria"]
        ],
        "needs": content["needs"],
        "why": {},
    }


def _group(code: str) -> GroupEntry:
    found = library.group(code)
    if found is None:
        raise LookupError(f"{code} is not a sub-group of the library")
    return found


def _sub_group(row: LeafSource) -> LeafRow:
    """A sub-group as a leaf: its own texts, or those of the library."""
    own = row if "anchors" in row else _group(row["code"])
    return {
        "code": row["code"],
        "category": row["category"],
        "parent": row["category"],
        "heading": "",
        "kind": own["kind"],
        "name": own["name"],
        "question": own["question"],
        "dimension": row["dimension"],
        "weight": row["weight"] or 0,
        "scale": own.get("scale"),
        "value_function": own.get("value_function"),
        "basis": own.get("basis") or "",
        "anchors": own["anchors"],
        "cost_items": [],
        "source": "",
        "leaves": row["leaves"],
    }


def _leaf(row: LeafSource) -> LeafRow | LineRow:
    own = library.leaf(row["code"])
    if own is None:
        raise LookupError(f"{row['code']} is not a leaf of the library")
    node: NodeRow = {
        "code": row["code"],
        "category": row["category"],
        "parent": own["parent"] if own["kind"] == "line" else row["category"],
        "heading": row.get("heading", ""),
        "kind": own["kind"],
        "name": own["name"],
        "question": own["question"],
        "dimension": own["dimension"] or "",
        "scale": own["scale"],
        "value_function": own["value_function"],
        "basis": own["basis"],
        "anchors": own["anchors"],
        "cost_items": own["cost_items"],
        "source": own["source"],
        "leaves": row.get("leaves", []),
    }
    weight = row.get("weight")
    return {**node, "weight": None} if weight is None else {**node, "weight": weight}


def expanded_leaf(code: str, *, weight: int) -> LeafRow | LineRow:
    """A library leaf that stands alone."""
    found = library.leaf(code)
    return _leaf({"code": code, "category": found["category"] if found else "", "weight": weight})


def expanded_group(code: str) -> LeafRow:
    """A library sub-group as one leaf, with the library's weights."""
    found, leaves = _group(code), library.leaves_of(code)
    by_dimension: dict[str, int] = {}
    for leaf in leaves:
        dimension = leaf["dimension"] or ""
        by_dimension[dimension] = by_dimension.get(dimension, 0) + (leaf["weight"] or 0)
    return _sub_group(
        {
            "code": code,
            "category": found["category"],
            "dimension": max(by_dimension, key=lambda key: by_dimension[key]),
            "weight": sum(by_dimension.values()),
            "leaves": [{"code": leaf["code"], "weight": leaf["weight"] or 0} for leaf in leaves],
        }
    )


def expanded_leaves(heading: str) -> list[LeafRow | LineRow]:
    """The leaves of a library sub-group with their cost lines."""
    leaves = library.leaves_of(heading)
    lines = [line for leaf in leaves for line in library.lines_of(leaf["code"])]
    return [
        _leaf(
            {"code": row["code"], "category": row["category"], "heading": row["heading"], "weight": row["weight"]},
        )
        for row in leaves + lines
    ]
