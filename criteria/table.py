"""What does the weights page show of each criterion, of the whole, and of what was changed?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.arrays import Floats
from analysis.decision_file import DIMENSIONS
from analysis.decision_file.typed import CriterionEntry
from analysis.tree import Tree, dimension_table, tree
from criteria.models import LEAVES, Criterion, Heading, Kind
from criteria.tree import FULL
from selection.events import CourseEvent
from selection.models import Event, Selection

TONES = 5
VISIBLE = 0.005  # points: what two decimals can show


@dataclass
class WeightRow:
    """One line of the table; points are of 100 over the whole tree."""

    criterion: Criterion
    points: float
    before: float | None
    step: str = "0.5"
    error: str = ""
    typed: str | None = None
    offer: str = ""
    is_on: bool = False

    @property
    def delta(self) -> float | None:
        if self.before is None:
            return None
        difference = self.points - self.before
        return 0.0 if abs(difference) < VISIBLE else difference

    @property
    def is_changed(self) -> bool:
        return self.before is None or bool(self.delta)


@dataclass
class LeafGroup:
    """Leaves under one heading, or leaves without one."""

    heading: Heading | None
    rows: list[WeightRow] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(row.points for row in self.rows)


@dataclass
class Branch:
    """A category with its leaves; `tone` is its ink."""

    top: WeightRow
    tone: int
    groups: list[LeafGroup]
    dimensions: dict[str, float]

    @property
    def rows(self) -> list[WeightRow]:
        return [row for group in self.groups for row in group.rows]


@dataclass
class Table:
    branches: list[Branch]
    dimensions: dict[str, float]
    has_template: bool

    @property
    def rows(self) -> list[WeightRow]:
        return [row for branch in self.branches for row in (branch.top, *branch.rows)]

    @property
    def changed(self) -> int:
        return sum(row.is_changed for row in self.rows) if self.has_template else 0

    @property
    def changed_leaves(self) -> int:
        return sum(row.is_changed for branch in self.branches for row in branch.rows) if self.has_template else 0

    @property
    def leaf_count(self) -> int:
        return sum(len(branch.rows) for branch in self.branches)

    @property
    def total(self) -> float:
        return sum(branch.top.points for branch in self.branches)

    def row(self, code: str) -> WeightRow | None:
        return next((row for row in self.rows if row.criterion.code == code), None)


def table(selection: Selection) -> Table:
    """The whole tree with global weights as `analysis` computes them; two queries."""
    nodes = list(selection.criteria.exclude(kind=Kind.LINE).select_related("parent", "heading"))
    categories = [node for node in nodes if node.kind == Kind.CATEGORY]
    leaves = [node for node in nodes if node.kind in LEAVES]
    now, then = _weighed(categories, leaves, "weight"), _weighed(categories, leaves, "template_weight")
    shares = dimension_table(now) * 100 if leaves else None
    inks = tones({category.code: category.weight for category in categories})
    branches = [
        _branch(
            inks[category.code],
            category,
            leaves,
            now=now,
            then=then,
            dimensions={} if shares is None else _cells(shares[:, place]),
        )
        for place, category in enumerate(categories)
    ]
    totals = {} if shares is None else _cells(shares.sum(axis=1))
    return Table(branches, totals, any(node.template_weight is not None for node in nodes))


def tones(weights: Mapping[str, float]) -> dict[str, int]:
    # `sorted` is stable: equal weights keep the order of the tree.
    """The ink of each category: the heaviest is the darkest, here as on the results and on paper."""
    heaviest = sorted(weights, key=lambda code: -weights[code])
    return {code: min(place, TONES) for place, code in enumerate(heaviest, 1)}


def _weighed(categories: list[Criterion], leaves: list[Criterion], weight: str) -> Tree:
    nodes: list[CriterionEntry] = [
        {
            "code": node.code,
            "name": {},
            "kind": node.kind,
            "parent": node.parent.code if node.parent else None,
            "weight": getattr(node, weight) or 0,
            "dimension": node.dimension,
        }
        for node in (*categories, *leaves)
    ]
    return tree({"criteria": nodes})


def _cells(column: Floats) -> dict[str, float]:
    return dict(zip(DIMENSIONS, column.tolist(), strict=True))


def _branch(
    tone: int, category: Criterion, leaves: list[Criterion], *, now: Tree, then: Tree, dimensions: dict[str, float]
) -> Branch:
    top = WeightRow(category, category.weight / 100, _hundredth(category.template_weight), step="1")
    groups: list[LeafGroup] = []
    for index, leaf in enumerate(leaves):
        if leaf.parent_id != category.pk:
            continue
        known = leaf.template_weight is not None and category.template_weight is not None
        row = WeightRow(leaf, float(now.weights[index]) * 100, float(then.weights[index]) * 100 if known else None)
        if not groups or groups[-1].heading != leaf.heading:
            groups.append(LeafGroup(leaf.heading))
        groups[-1].rows.append(row)
    return Branch(top, tone, groups, dimensions)


def _hundredth(weight: int | None) -> float | None:
    return None if weight is None else weight / 100


def gave_way(rows: Table, moved: Event | None) -> list[tuple[str, float]]:
    """Which siblings a move took points from or gave points to, the most first."""
    body = moved.payload.body if moved else {}
    found = []
    for code, before in body.get("before", {}).items():
        row = rows.row(code)
        if row and moved and code != moved.object and body["after"].get(code) != before:
            above = row.criterion.parent.weight if row.criterion.parent else FULL
            found.append((row.criterion.name, (body["after"].get(code, 0) - before) * above / 10**6))
    return sorted(found, key=lambda pair: -abs(pair[1]))


def sealing_event(selection: Selection) -> Event | None:
    """The move with which the criteria were sealed: who and when."""
    moves = Event.objects.filter(chain__selection=selection, type=CourseEvent.MOVED, payload__body__to="invite")
    return moves.select_related("actor").first()
