"""What does the weights page show of each criterion, of the whole, and of what was changed?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analysis.arrays import Floats
from analysis.decision_file import DIMENSIONS
from analysis.tree import Tree, dimension_table
from analysis.tree import tree as tree_of
from criteria.models import LEAVES, Criterion, Heading, Kind
from selection.models import Event, Selection, User

VISIBLE = 0.005  # points: what two decimals can show
LOG_LENGTH = 12


@dataclass
class Row:
    """One line of the table; points are of 100 over the whole tree."""

    criterion: Criterion
    points: float
    before: float | None
    step: str = "0.5"
    error: str = ""
    typed: str = ""

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
class Group:
    """Leaves under one heading, or leaves without one."""

    heading: Heading | None
    rows: list[Row] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(row.points for row in self.rows)


@dataclass
class Branch:
    """A category with its leaves; `tone` is its ink."""

    top: Row
    tone: int
    groups: list[Group]
    dimensions: dict[str, float]

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]


@dataclass
class Table:
    branches: list[Branch]
    dimensions: dict[str, float]
    has_template: bool

    @property
    def rows(self) -> list[Row]:
        return [row for branch in self.branches for row in (branch.top, *branch.rows)]

    @property
    def changed(self) -> int:
        return sum(row.is_changed for row in self.rows) if self.has_template else 0

    @property
    def total(self) -> float:
        return sum(branch.top.points for branch in self.branches)

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.criterion.code == code), None)


def table(selection: Selection) -> Table:
    """The whole tree with global weights as `analysis` computes them; two queries."""
    nodes = list(selection.criteria.exclude(kind=Kind.LINE).select_related("parent", "heading"))
    categories = [node for node in nodes if node.kind == Kind.CATEGORY]
    leaves = [node for node in nodes if node.kind in LEAVES]
    now, then = _weighed(categories, leaves, "weight"), _weighed(categories, leaves, "template_weight")
    shares = dimension_table(now) * 100 if leaves else None
    branches = [
        _branch(place, category, leaves, now, then, {} if shares is None else _cells(shares[:, place]))
        for place, category in enumerate(categories)
    ]
    totals = {} if shares is None else _cells(shares.sum(axis=1))
    return Table(branches, totals, any(node.template_weight is not None for node in nodes))


def _weighed(categories: list[Criterion], leaves: list[Criterion], weight: str) -> Tree:
    nodes = [
        {
            "code": node.code,
            "kind": node.kind,
            "parent": node.parent.code if node.parent else None,
            "weight": getattr(node, weight) or 0,
            "dimension": node.dimension,
        }
        for node in (*categories, *leaves)
    ]
    return tree_of({"criteria": nodes})


def _cells(column: Floats) -> dict[str, float]:
    return dict(zip(DIMENSIONS, column.tolist(), strict=True))


def _branch(
    place: int, category: Criterion, leaves: list[Criterion], now: Tree, then: Tree, dimensions: dict[str, float]
) -> Branch:
    top = Row(category, category.weight / 100, _hundredth(category.template_weight), step="1")
    groups: list[Group] = []
    for index, leaf in enumerate(leaves):
        if leaf.parent_id != category.pk:
            continue
        known = leaf.template_weight is not None and category.template_weight is not None
        row = Row(leaf, float(now.weights[index]) * 100, float(then.weights[index]) * 100 if known else None)
        if not groups or groups[-1].heading != leaf.heading:
            groups.append(Group(leaf.heading))
        groups[-1].rows.append(row)
    return Branch(top, min(place + 1, 5), groups, dimensions)


def _hundredth(weight: int | None) -> float | None:
    return None if weight is None else weight / 100


@dataclass
class Change:
    """One entry of the change log: several moves of one person on one criterion become one."""

    type: str
    criterion: str
    actor: User | None
    at: datetime
    before: str = ""
    after: str = ""
    reason: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    @property
    def kind(self) -> str:
        return self.type.removeprefix("criteria.")


def changes(selection: Selection, names: dict[str, str], limit: int = LOG_LENGTH) -> list[Change]:
    """The newest changes first, from the ledger."""
    events = Event.objects.filter(chain__selection=selection, app="criteria").exclude(type="criteria.assigned")
    found: list[Change] = []
    reasons: dict[str, str] = {}
    for event in events.select_related("actor", "payload").order_by("-sequence")[: limit * 8]:
        if event.type == "criteria.weight_explained":
            reasons.setdefault(event.object, event.reason)
        elif event.type == "criteria.weight_set":
            _add_weight(found, event, reasons)
        else:
            found.append(Change(event.type, event.object, event.actor, event.at, payload=_body(event)))
    for change in found[:limit]:
        change.name = names.get(change.criterion) or change.criterion
    return found[:limit]


def _body(event: Event) -> dict[str, Any]:
    payload = getattr(event, "payload", None)
    return payload.body if payload else {}


def _add_weight(found: list[Change], event: Event, reasons: dict[str, str]) -> None:
    body, last = _body(event), found[-1] if found else None
    if last and (last.type, last.criterion, last.actor) == (event.type, event.object, event.actor):
        last.before = body.get("from", "")
        return
    reason = reasons.pop(event.object, "")
    found.append(
        Change(event.type, event.object, event.actor, event.at, body.get("from", ""), body.get("to", ""), reason)
    )
