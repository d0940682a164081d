"""How is a whole tree read at once for a page that shows all of it? Each category and each heading is one object."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from criteria.models import LEAVES, Anchor, Criterion, Heading, Kind
from selection.models import Selection
from selection.prepared import Prepared


def leaves(selection: Selection) -> list[Criterion]:
    """Those of `tree.leaves`, in tree order."""
    nodes = NODES.rows(selection=selection.pk)
    by_number = {node.pk: node for node in nodes if node.kind == Kind.CATEGORY}
    headings = {heading.pk: heading for heading in HEADINGS.rows(selection=selection.pk)}
    found = [node for node in nodes if node.kind != Kind.CATEGORY]
    for leaf in found:
        leaf.parent = by_number.get(leaf.parent_id or 0)
        leaf.heading = headings.get(leaf.heading_id or 0)
    return found


def anchors(selection: Selection) -> dict[int, dict[str, Anchor]]:
    """Of each leaf, what its bands look like."""
    found: dict[int, dict[str, Anchor]] = defaultdict(dict)
    for anchor in ANCHORS.rows(selection=selection.pk):
        found[anchor.criterion_id][anchor.band] = anchor
    return dict(found)


def _nodes(selection: int) -> QuerySet[Criterion]:
    return Criterion.objects.filter(selection=selection, kind__in=(Kind.CATEGORY, *LEAVES))


def _headings(selection: int) -> QuerySet[Heading]:
    return Heading.objects.filter(selection=selection)


def _anchors(selection: int) -> QuerySet[Any]:
    return Anchor.objects.filter(criterion__selection=selection).order_by()


NODES: Prepared[Criterion] = Prepared(_nodes, selection=int)
HEADINGS: Prepared[Heading] = Prepared(_headings, selection=int)
ANCHORS: Prepared[Anchor] = Prepared(_anchors, selection=int)
