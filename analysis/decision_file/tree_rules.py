"""Do the criteria form a tree whose weights and value functions are usable?"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from analysis.decision_file.faults import Fault, Params, gettext_noop
from analysis.decision_file.index import Index, repeated
from analysis.decision_file.typed import CriterionEntry, DecisionFile, Scale, ValueFunction
from analysis.decision_file.vocabulary import FULL_WEIGHT, LEAVES

CYCLE = gettext_noop("The criteria form a circle: %(path)s. Give one of them another parent.")
NO_PARENT = gettext_noop("“%(code)s” is not a criterion of this file.")
TOP_ONLY = gettext_noop("A category stands at the top and has no parent.")
WRONG_PARENT = gettext_noop("The parent of a %(kind)s criterion must be of the kind “%(wanted)s”; “%(code)s” is not.")
SUM_TOP = gettext_noop("The weights of the categories sum to %(total)s; they must sum to %(full)s.")
SUM_LEAVES = gettext_noop("The weights under “%(code)s” sum to %(total)s; they must sum to %(full)s.")
CHILDLESS = gettext_noop("“%(code)s” carries weight but has no criteria; add one or set its weight to 0.")
NO_HEADING = gettext_noop("“%(code)s” is not a heading of this file.")
OTHER_HEADING = gettext_noop("The heading “%(code)s” belongs to the category “%(category)s”.")
NO_CATEGORY = gettext_noop("“%(code)s” is not a category of this file.")
NOT_HERE = gettext_noop("“%(key)s” does not belong to a %(kind)s criterion; leave it empty.")
NO_BASIS = gettext_noop("A price criterion needs the basis “quote” or “tco”.")
FEW_POINTS = gettext_noop("A value function needs at least two points, here are %(count)s.")
X_ORDER = gettext_noop("The measured values must increase from point to point; %(value)s does not.")
V_BOUNDS = gettext_noop("The value %(value)s lies outside 0 to 100.")
V_ORDER = gettext_noop("The values must go up or down all the way; %(value)s turns back.")
BOTH_ENDS = gettext_noop("The value function must reach 0 and 100; “%(end)s” is missing.")
LOG_POINTS = gettext_noop("A logarithmic value function has exactly two points, here are %(count)s.")
LOG_BOUNDS = gettext_noop("An availability must lie from 0 to below 100 percent; %(value)s does not.")
LOG_PRICE = gettext_noop("A logarithmic value function is for availabilities; a price takes a piecewise one.")
SCALE_ENDS = gettext_noop("The least value of the scale must be smaller than the greatest.")

PARENT_KINDS = {"rated": "category", "measured": "category", "price": "category", "line": "price"}
FOREIGN_KEYS = {
    "rated": ("scale", "value_function", "basis"),
    "measured": ("basis", "anchors"),
    "price": ("anchors",),
}


def tree_faults(decision_file: DecisionFile, index: Index) -> list[Fault]:
    """Return every fault of the criteria and headings of a decision file whose shape is right."""
    nodes = decision_file["criteria"]
    places = [(f"/criteria/{i}/code", node["code"]) for i, node in enumerate(nodes)]
    headings = [(f"/headings/{i}/code", item["code"]) for i, item in enumerate(decision_file["headings"])]
    return [
        *repeated(places),
        *repeated(headings),
        *_heading_faults(decision_file, index),
        *(fault for i, node in enumerate(nodes) for fault in _parent_faults(f"/criteria/{i}", node, index)),
        *_weight_faults(nodes, index),
        *(fault for i, node in enumerate(nodes) for fault in _leaf_faults(f"/criteria/{i}", node, index)),
    ]


def _heading_faults(decision_file: DecisionFile, index: Index) -> Iterator[Fault]:
    categories = index.of_kind("category")
    for i, heading in enumerate(decision_file["headings"]):
        if heading["category"] not in categories:
            yield Fault(f"/headings/{i}/category", NO_CATEGORY, {"code": heading["category"]})


def _parent_faults(at: str, node: CriterionEntry, index: Index) -> Iterator[Fault]:
    parent, kind, place = node["parent"], node["kind"], f"{at}/parent"
    circle = _circle(node["code"], index)
    if circle:
        yield Fault(place, CYCLE, {"path": " → ".join(circle)})
    elif kind == "category":
        if parent is not None:
            yield Fault(place, TOP_ONLY)
    elif parent is None or parent not in index.criteria:
        yield Fault(place, NO_PARENT, {"code": parent or ""})
    elif index.criteria[parent]["kind"] != PARENT_KINDS[kind]:
        yield Fault(place, WRONG_PARENT, {"kind": kind, "wanted": PARENT_KINDS[kind], "code": parent})


def _circle(code: str, index: Index) -> list[str]:
    path = [code]
    while True:
        parent = index.criteria[path[-1]]["parent"] if path[-1] in index.criteria else None
        if parent == code:
            return [*path, code]
        # A circle further up that does not hold this node is told at its own nodes.
        if parent is None or parent in path:
            return []
        path.append(parent)


def _weight_faults(nodes: list[CriterionEntry], index: Index) -> Iterator[Fault]:
    groups: dict[str | None, list[int]] = {}
    for i, node in enumerate(nodes):
        if node["kind"] != "line":
            groups.setdefault(None if node["kind"] == "category" else node["parent"], []).append(i)
    for parent, members in groups.items():
        total = sum(nodes[i]["weight"] for i in members)
        if total != FULL_WEIGHT:
            template = SUM_TOP if parent is None else SUM_LEAVES
            params: Params = {"code": parent or "", "total": total, "full": FULL_WEIGHT}
            yield Fault(f"/criteria/{members[0]}/weight", template, params)
    for i, node in enumerate(nodes):
        if node["kind"] == "category" and node["weight"] and node["code"] not in groups:
            yield Fault(f"/criteria/{i}/weight", CHILDLESS, {"code": node["code"]})


def _leaf_faults(at: str, node: CriterionEntry, index: Index) -> Iterator[Fault]:
    if node["kind"] not in LEAVES:
        return
    for key in FOREIGN_KEYS[node["kind"]]:
        if node.get(key):
            yield Fault(f"{at}/{key}", NOT_HERE, {"key": key, "kind": node["kind"]})
    if node["kind"] == "price":
        yield from _price_faults(at, node)
    yield from _own_heading_faults(at, node, index)
    if node["kind"] != "rated":
        yield from _scale_faults(at, node["scale"])
        yield from curve_faults(f"{at}/value_function", node["value_function"])


def _price_faults(at: str, node: CriterionEntry) -> Iterator[Fault]:
    if not node["basis"]:
        yield Fault(f"{at}/basis", NO_BASIS)
    if node["value_function"] and node["value_function"]["type"] == "log":
        yield Fault(f"{at}/value_function/type", LOG_PRICE)


def _own_heading_faults(at: str, node: CriterionEntry, index: Index) -> Iterator[Fault]:
    heading = node["heading"]
    if not heading:
        return
    if heading not in index.headings:
        yield Fault(f"{at}/heading", NO_HEADING, {"code": heading})
    elif index.headings[heading] != node["parent"]:
        yield Fault(f"{at}/heading", OTHER_HEADING, {"code": heading, "category": index.headings[heading]})


def _scale_faults(at: str, scale: Scale | None) -> Iterator[Fault]:
    least, most = (scale["min"], scale["max"]) if scale else (None, None)
    if least is not None and most is not None and Decimal(least) >= Decimal(most):
        yield Fault(f"{at}/scale/max", SCALE_ENDS)


def curve_faults(at: str, curve: ValueFunction | None) -> Iterator[Fault]:
    """Yield every fault of a value function: too few points, wrong order, a missing end."""
    if curve is None:
        return
    points = [(Decimal(x), Decimal(v)) for x, v in curve["points"]]
    if len(points) < 2:
        yield Fault(f"{at}/points", FEW_POINTS, {"count": len(points)})
        return
    if curve["type"] == "log":
        yield from _log_faults(at, points)
    yield from _order_faults(at, points)
    ends = {value for _, value in points}
    for end in (Decimal(0), Decimal(100)):
        if end not in ends:
            yield Fault(f"{at}/points", BOTH_ENDS, {"end": str(end)})


def _log_faults(at: str, points: list[tuple[Decimal, Decimal]]) -> Iterator[Fault]:
    if len(points) != 2:
        yield Fault(f"{at}/points", LOG_POINTS, {"count": len(points)})
    for i, (x, _) in enumerate(points):
        # At 100 percent there is no downtime left whose logarithm could be taken.
        if not 0 <= x < 100:
            yield Fault(f"{at}/points/{i}/0", LOG_BOUNDS, {"value": str(x)})


def _order_faults(at: str, points: list[tuple[Decimal, Decimal]]) -> Iterator[Fault]:
    rising = points[-1][1] >= points[0][1]
    for i, (_, v) in enumerate(points):
        if not 0 <= v <= 100:
            yield Fault(f"{at}/points/{i}/1", V_BOUNDS, {"value": str(v)})
    for i, ((x0, v0), (x1, v1)) in enumerate(pairwise(points), start=1):
        if x1 <= x0:
            yield Fault(f"{at}/points/{i}/0", X_ORDER, {"value": str(x1)})
        if v1 != v0 and (v1 > v0) != rising:
            yield Fault(f"{at}/points/{i}/1", V_ORDER, {"value": str(v1)})
