"""How is a whole tree read at once for a page that shows all of it? Each category and each heading is one object."""

from collections import defaultdict
from typing import Any, NamedTuple

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


class Band(NamedTuple):
    """What some of the points of a criterion look like; a sheet has hundreds, so they are no models."""

    band: str
    text_zh: str
    text_en: str

    @property
    def points(self) -> str:
        """As people write it: 7–8."""
        return self.band.replace("-", "–")


def bands(selection: Selection) -> dict[int, tuple[Band, ...]]:
    """Of each leaf, its bands, best first."""
    found: dict[int, list[Band]] = defaultdict(list)
    for criterion, *anchor in ANCHORS.rows(selection=selection.pk):
        found[criterion].append(Band(*anchor))
    return {pk: tuple(sorted(own, key=lambda one: -Anchor.BANDS.index(one.band))) for pk, own in found.items()}


def _nodes(selection: int) -> QuerySet[Criterion]:
    return Criterion.objects.filter(selection=selection, kind__in=(Kind.CATEGORY, *LEAVES))


def _headings(selection: int) -> QuerySet[Heading]:
    return Heading.objects.filter(selection=selection)


def _anchors(selection: int) -> QuerySet[Anchor, tuple[Any, ...]]:
    found = Anchor.objects.filter(criterion__selection=selection).order_by()
    return found.values_list("criterion_id", "band", "text_zh", "text_en")


NODES: Prepared[Criterion] = Prepared(_nodes, selection=int)
HEADINGS: Prepared[Heading] = Prepared(_headings, selection=int)
ANCHORS: Prepared[tuple[Any, ...]] = Prepared(_anchors, selection=int)
